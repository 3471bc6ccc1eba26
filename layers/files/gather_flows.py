"""The flows of a view as rows, each with its range and evidence: those drawn, or all there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from boundaries.language import mark, speaks, tr

if TYPE_CHECKING:
    from typing import Any

    import pandas as pd
    from numpy.typing import NDArray

    from layers.atlas import Atlas
    from layers.cube import Cube, Matrix
    from layers.flow_selection import Selection
    from layers.months import MonthTable
    from layers.view import View

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

KINDS: Final = {"estimate": "event", "counted": "lifetime"}
"""What the flows of a view count, by `View.data`; the reader's own table says it itself."""

LIFETIME: Final = mark("lifetime, as of 1998")
ZERO: Final = mark("Its range holds zero: it may as well be nobody, or the other way.")
DOUBT: Final = mark("Touches Balochistan: do not rely on it.")

WITHHELD: Final = mark("withheld")
"""The caution of a flow that disclosure control keeps back: its row has no number, and is not one of nobody."""

MONTHLY: Final = ("people", "month", "season", "caution", "evidence", "unit", "period", "kind")


@dataclass(frozen=True, slots=True, eq=False)
class FlowRows:
    """
    Flows as rows.

    Attributes
    ----------
    table
        `origin` and `destination` are codes; the rest by what the view asks.
    unit, evidence
        Of the numbers.
    meanings
        What the colours of the arrows mean, in the order of their trace.
    """

    table: pd.DataFrame
    unit: str
    evidence: str
    meanings: tuple[str, ...]


def gather_flows(atlas: Atlas, view: View, *, whole: bool) -> FlowRows | None:
    """
    Gather the flows of a view.

    Parameters
    ----------
    atlas, view
        Numbers and choices.
    whole
        Every flow there is, instead of those that are drawn.

    Returns
    -------
    rows
        None where the question has no flows with a number. A withheld flow has none, and says so.
    """
    cube = atlas.cube
    if view.question == "seasons":
        return _gather_months(atlas, view, whole=whole) if view.month else None
    if view.question == "whatif":
        return _gather_changes(atlas, view, whole=whole)
    if view.question == "balance" and view.form == "matrix":
        return _gather_matrix(atlas, view, cube.matrices[view.period])
    if view.question != "to":
        return None
    if view.form == "matrix":
        return _gather_matrix(atlas, view, cube.matrix(view))
    if view.data == "residual":
        return _gather_residuals(atlas, view, whole=whole)
    return _gather_matrix(atlas, view, cube.matrix(view)) if whole else _gather_selection(atlas, view)


def _describe_rows(atlas: Atlas, view: View) -> tuple[str, str]:
    """Find the kind and the period of the flows, which a reader's own table says itself."""
    if view.question == "to" and view.data == "own" and atlas.own is not None:
        return atlas.own.kind, atlas.own.period
    counted = view.question == "to" and view.data == "counted"
    return KINDS["counted" if counted else "estimate"], tr(LIFETIME) if counted else view.period.replace("-", "–")


def _frame(cube: Cube, origin: Integers, destination: Integers, **columns: Any) -> pd.DataFrame:
    """Lay rows out: codes and names of both ends, then the numbers."""
    import pandas as pd

    units = cube.flow_units
    ends = {}
    for names, suffix in ((units.codes, ""), (units.names, "_name"), (units.names_ur, "_name_ur")):
        for end, positions in (("origin", origin), ("destination", destination)):
            ends[end + suffix] = [names[position] for position in positions.tolist()]
    return pd.DataFrame({**ends, **columns})


def _say_cautions(cube: Cube, flows: Selection, matrix: Matrix) -> list[str]:
    from layers.flow_layer import mark_doubtful

    faint, unclear = mark_doubtful(cube, flows, matrix), flows.unclear
    words = (("", tr(DOUBT)), (tr(ZERO), f"{tr(ZERO)} {tr(DOUBT)}"))
    known = np.isfinite(flows.people).tolist()
    return [
        words[int(zero)][int(doubt)] if number else tr(WITHHELD)
        for number, zero, doubt in zip(known, unclear.tolist(), faint.tolist(), strict=True)
    ]


def _gather_selection(atlas: Atlas, view: View) -> FlowRows:
    from layers.flow_selection import select_flows

    chosen, matrix = select_flows(atlas.cube, view), atlas.cube.matrix(view)
    return _lay_out(atlas, view, _add_withheld(_cut(chosen, chosen.drawn), matrix, atlas.cube, view), matrix)


def _add_withheld(flows: Selection, matrix: Matrix, cube: Cube, view: View) -> Selection:
    """Add the withheld flows of the question after those drawn; a net flow is withheld with either side."""
    here = cube.flow_units.index(view.place)
    into, out = np.isnan(matrix.people[:, here]), np.isnan(matrix.people[here])
    if view.direction == "net":
        into, out = into | out, np.zeros_like(out)
    coming = np.flatnonzero(into & (view.direction != "out"))
    going = np.flatnonzero(out & (view.direction != "in"))
    partner = np.concatenate([coming, going])
    nothing = np.full(partner.size, np.nan)
    return replace(
        flows,
        origin=np.concatenate([flows.origin, coming, np.full(going.size, here)]),
        destination=np.concatenate([flows.destination, np.full(coming.size, here), going]),
        people=np.concatenate([flows.people, nothing]),
        low=np.concatenate([flows.low, nothing]),
        high=np.concatenate([flows.high, nothing]),
        partner=np.concatenate([flows.partner, partner]),
    )


def _gather_matrix(atlas: Atlas, view: View, matrix: Matrix) -> FlowRows:
    """Every flow above zero, and every one that is withheld."""
    from layers.flow_selection import Selection

    origin, destination = np.nonzero((matrix.people > 0) | np.isnan(matrix.people))
    people, low, high = (part[origin, destination] for part in (matrix.people, matrix.low, matrix.high))
    total, count = float(np.nansum(people)), int(people.size)
    flows = Selection(origin, destination, people, low, high, destination, total, count, count)
    return _lay_out(atlas, view.but(direction="all"), flows, matrix)


def _cut(flows: Selection, count: int) -> Selection:
    return replace(
        flows,
        origin=flows.origin[:count],
        destination=flows.destination[:count],
        people=flows.people[:count],
        low=flows.low[:count],
        high=flows.high[:count],
        partner=flows.partner[:count],
    )


def _lay_out(atlas: Atlas, view: View, flows: Selection, matrix: Matrix) -> FlowRows:
    kind, period = _describe_rows(atlas, view)
    table = _frame(
        atlas.cube,
        flows.origin,
        flows.destination,
        people=flows.people,
        low=flows.low if matrix.has_ranges else np.full_like(flows.people, np.nan),
        high=flows.high if matrix.has_ranges else np.full_like(flows.people, np.nan),
        caution=_say_cautions(atlas.cube, flows, matrix),
        evidence=matrix.evidence,
        unit=matrix.unit,
        period=period,
        kind="net" if view.direction == "net" else kind,
    )
    name = name_unit(atlas.cube, view.place)
    meanings = (
        tr("coming to {place}").format(place=name),
        tr("going from {place}").format(place=name),
        tr("its range holds zero"),
    )
    return FlowRows(table, matrix.unit, matrix.evidence, meanings)


def name_unit(cube: Cube, place: str) -> str:
    """
    Name a place in the language of the moment.

    Parameters
    ----------
    cube, place
        The places, and the code of one that has figures.

    Returns
    -------
    name
        In English where there is no other.
    """
    here = cube.flow_units.index(cube.flow_unit_of(place))
    return (speaks() == "ur" and cube.flow_units.names_ur[here]) or cube.flow_units.names[here]


def _gather_residuals(atlas: Atlas, view: View, *, whole: bool) -> FlowRows:
    """Flows beside what size and distance alone would give; those drawn are those that differ most."""
    from layers.change_layer import select_differences

    cube, fitted, matrix = atlas.cube, atlas.fits[view.period], atlas.cube.matrices[view.period]
    here = cube.flow_units.index(view.place)
    among = np.zeros(matrix.people.shape, dtype=bool)
    among[:, here] |= view.direction != "out"
    among[here] |= view.direction != "in"
    flows, _ = select_differences(matrix.people - fitted.people, drawn=view.top, among=None if whole else among)
    pairs = np.nonzero((matrix.people > 0) | (fitted.people > 0)) if whole else _pair(flows)
    people, expected = matrix.people[pairs], fitted.people[pairs]
    table = _frame(
        cube,
        *pairs,
        people=people,
        low=matrix.low[pairs],
        high=matrix.high[pairs],
        expected=expected,
        difference=people - expected,
        evidence=matrix.evidence,
        unit=matrix.unit,
        period=view.period.replace("-", "–"),
        kind=KINDS["estimate"],
    )
    meanings = tr("more than size and distance give"), tr("fewer than size and distance give")
    return FlowRows(table, matrix.unit, matrix.evidence, meanings)


def _pair(flows: Selection) -> tuple[Integers, Integers]:
    return flows.origin[: flows.drawn], flows.destination[: flows.drawn]


def _gather_changes(atlas: Atlas, view: View, *, whole: bool) -> FlowRows:
    """Flows of a scenario beside those of the estimate."""
    from layers.change_layer import select_differences
    from layers.what_if import compute_outcome
    from layers.what_if_view import DRAWN

    outcome = compute_outcome(atlas.cube, atlas.spoken[view.lang].levers, view)
    matrix = atlas.cube.matrices[view.period]
    flows, _ = select_differences(outcome.change, drawn=DRAWN)
    pairs = np.nonzero((outcome.before > 0) | (outcome.after > 0)) if whole else _pair(flows)
    table = _frame(
        atlas.cube,
        *pairs,
        people=outcome.after[pairs],
        before=outcome.before[pairs],
        change=outcome.change[pairs],
        before_evidence=matrix.evidence,
        evidence="scenario",
        unit=matrix.unit,
        period=view.period.replace("-", "–"),
        kind=KINDS["estimate"],
    )
    return FlowRows(table, matrix.unit, "scenario", (tr("more than in the estimate"), tr("fewer than in the estimate")))


def find_months(atlas: Atlas, view: View) -> MonthTable:
    """
    Find who is where month by month, for the season that a view asks for.

    Parameters
    ----------
    atlas, view
        The scenario or the reader's own table; `share` and `season` are used.

    Returns
    -------
    table
        NaN where a number is withheld.
    """
    from layers.months import choose_season, simulate_months

    months = atlas.own and atlas.own.months
    return choose_season(months or simulate_months(atlas.cube, atlas.seasons, view.share), view.season)


def _gather_months(atlas: Atlas, view: View, *, whole: bool) -> FlowRows:
    import pandas as pd

    months = find_months(atlas, view)
    row = months.find_row(view.month)
    rows = list(range(len(months.months))) if whole else [] if row is None else [row]
    parts = [
        _frame(
            atlas.cube,
            months.origins[chosen],
            months.destinations[chosen],
            people=months.people[at][chosen],
            month=months.labels[at],
            season=[months.seasons[column] for column in chosen.tolist()],
            caution=[tr(WITHHELD) if lost else "" for lost in np.isnan(months.people[at][chosen]).tolist()],
            evidence=months.evidence,
            unit=months.unit,
            period=tr("one year") if months.evidence == "scenario" else months.labels[at],
            kind=months.kind,
        )
        for at in rows
        for chosen in [np.flatnonzero((months.people[at] > 0) | np.isnan(months.people[at]))]
    ]
    none = np.zeros(0, dtype=np.int64)
    empty = _frame(atlas.cube, none, none, **dict.fromkeys(MONTHLY, ()))
    table = pd.concat(parts, ignore_index=True) if parts else empty.astype({"people": "float64"})
    return FlowRows(table, months.unit, months.evidence, (tr("away from the heat"), tr("away from the cold")))
