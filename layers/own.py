"""The reader's own flow table: read, carried to the places drawn, and protected before anything leaves the server."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from layers._errors import LayerError, ViewError
from layers.cube import Cube, Matrix
from layers.months import MonthTable, place_months

if TYPE_CHECKING:
    from flows import Flows
    from flows.disclosure import Release
    from flows.monthly import Months

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Own:
    """
    What a reader's table says, as it may leave the server.

    Attributes
    ----------
    name
        The file's name.
    matrix
        Flows, NaN where withheld; totals of places, NaN where withheld or where the table has nothing of the place.
    kind, source, period, caveat
        As the file declares them; "" where it does not.
    protection
        What was withheld and why, in an English sentence; `terms.say_carried` says it to a reader.
    withheld
        How many flows between places are withheld.
    months
        The same month by month, where the table has months; else None.
    """

    name: str
    matrix: Matrix
    kind: str
    source: str
    period: str
    caveat: str
    protection: str
    withheld: int
    months: MonthTable | None


def load_own(path: Path, cube: Cube, *, hide_below: float | None = None) -> Own:
    """
    Load a reader's table.

    Parameters
    ----------
    path
        A file that `flows.read` opens and that declares its kind and evidence, such as `python -m flows read … --out`
        writes.
    cube
        The places drawn.
    hide_below
        Flows of fewer people are withheld, and others that would give them away; 0 withholds none. When not given:
        10 for surveys and counted events, none for anything else (see `flows.disclosure.default_threshold`).

    Returns
    -------
    own
        Flows between districts of one unit are internal to it; protected after that, since a sum of withheld flows
        would tell of them.

    Raises
    ------
    LayerError
        The table does not say what it is, or names a place that is not in the atlas, or has no flow between two
        places.
    ReadError, FlowTableError, DisclosureError
        From `flows`.
    """
    import flows
    from flows.disclosure import protect

    table = flows.read(path)
    if table.kind is None or table.evidence is None:
        raise LayerError(
            f"{path.name} does not say what it counts; run: python -m flows read {path.name} --kind … --evidence … "
            "--out FILE.csv, and give that file"
        )
    if table.evidence == "documented" or table.kind == "net":
        raise LayerError(f"{path.name} has no flows with people from one place to another; the atlas cannot draw it")
    placed = _place(table, cube)
    if not (placed.table["origin"] != placed.table["destination"]).any():
        raise LayerError(f"{path.name} has no flow between two places of the map")
    placed, months = _find_months(placed)
    release = protect(placed) if hide_below is None else protect(placed, threshold=hide_below or None, published=True)
    matrix = _lay_out(release, placed, cube)
    return Own(
        name=path.name,
        matrix=matrix,
        kind=table.kind,
        source=table.source,
        period=table.period or "",
        caveat=table.caveat or "",
        protection=_say_protection(release),
        withheld=int(np.isnan(matrix.people).sum()),
        months=None if months is None else _protect_months(place_months(cube, months), release, cube),
    )


def _say_protection(release: Release) -> str:
    if release.threshold is None:
        return "Nothing is withheld."
    if release.hidden or release.totals[["inflow", "outflow"]].isna().any(axis=None):
        return release.sentence
    return f"Nothing had to be withheld: no flow is of fewer than {release.threshold:,g} people."


def _place(table: Flows, cube: Cube) -> Flows:
    """Carry a table to the flow units; every code that is no place of the atlas is told."""
    from flows.margins import add_variances

    codes = sorted(set(table.table["origin"]) | set(table.table["destination"]))
    unit, unknown = {}, []
    for code in codes:
        try:
            unit[code] = cube.flow_unit_of(code)
        except ViewError:
            unknown.append(code)
    if unknown:
        named = ", ".join(unknown[:10]) + (f" and {len(unknown) - 10} more" if len(unknown) > 10 else "")
        raise LayerError(f"not places of this atlas: {named}; match them with boundaries.match_names")
    keys = [key for key in ("origin", "destination", "period") if key in table.table]
    kept = table.table.assign(origin=table.table["origin"].map(unit), destination=table.table["destination"].map(unit))
    ranged = {"low", "high"} <= set(table.table)
    rows = kept[[*keys, "people", *(("low", "high") if ranged else ())]].astype({"origin": "str", "destination": "str"})
    # Errors of a survey are independent, so variances add; where there is no range there is only the sum.
    summed = (
        add_variances(rows, keys, signed=False)
        if ranged
        else rows.groupby(keys, sort=True)["people"].sum().reset_index()
    )
    return replace(table, table=summed, vintage=None)


def _find_months(placed: Flows) -> tuple[Flows, Months | None]:
    """Lay a table with monthly periods out by month, so that it is protected month by month, as it is shown."""
    from flows import SeasonError, months_of

    if "period" not in placed.table:
        return placed, None
    try:
        months = months_of(placed)
    except SeasonError:
        return placed, None
    return replace(placed, table=months.pairs().rename(columns={"month": "period"})), months


def _lay_out(release: Release, placed: Flows, cube: Cube) -> Matrix:
    """
    Lay what may be shown out on the flow units.

    Periods of events are summed, and the sum is withheld where a part is; of a stock the last stands, since people
    present twice are not twice as many.
    """
    rows, totals = release.table, release.totals
    if "period" in rows:
        if placed.kind == "stock":
            last = rows["period"].max()
            rows, totals = rows[rows["period"] == last], totals[totals["period"] == last]
        else:
            rows = release.sum_slices()
    codes = cube.flow_units.codes
    at = {code: position for position, code in enumerate(codes)}
    moves = rows[rows["origin"] != rows["destination"]]
    cells = moves["origin"].map(at).to_numpy(), moves["destination"].map(at).to_numpy()
    square = {}
    for name in ("people", "low", "high"):
        square[name] = np.zeros((len(codes), len(codes)))
        square[name][cells] = moves[name if name in moves else "people"]
    sums = totals.groupby("code")[["inflow", "outflow", "net"]].sum(skipna=False).reindex(codes)
    # Of a place that is not in the table nothing is known: its totals are NaN.
    # Errors of flows are independent: their variances add. Where a flow is withheld its error is too.
    error = np.maximum(square["high"] - square["people"], square["people"] - square["low"]) ** 2
    variance = {"inflow": error.sum(axis=0), "outflow": error.sum(axis=1)}
    variance["net"] = variance["inflow"] + variance["outflow"]
    ranges = {}
    for name, squares in variance.items():
        value = sums[name].to_numpy("float64")
        margin = np.sqrt(np.nan_to_num(squares))
        low = value - margin if name == "net" else np.maximum(value - margin, 0.0)
        ranges[name] = (value, low, value + margin)
    return Matrix(
        square["people"],
        square["low"],
        square["high"],
        inflow=ranges["inflow"],
        outflow=ranges["outflow"],
        net=ranges["net"],
        evidence=str(placed.evidence),
        unit=placed.unit,
    )


def _protect_months(table: MonthTable, release: Release, cube: Cube) -> MonthTable:
    """Put what may be shown in the place of every number of a monthly table."""
    codes = cube.flow_units.codes
    at = {code: position for position, code in enumerate(codes)}
    pair = {
        key: column for column, key in enumerate(zip(table.origins.tolist(), table.destinations.tolist(), strict=True))
    }
    row = {label: position for position, label in enumerate(sorted(set(release.table["period"])))}
    people, change = np.zeros_like(table.people), np.zeros_like(table.change)
    for period, origin, destination, shown in release.table[["period", "origin", "destination", "people"]].itertuples(
        index=False
    ):
        if origin != destination:
            people[row[period], pair[at[origin], at[destination]]] = shown
    for period, code, net in release.totals[["period", "code", "net"]].itertuples(index=False):
        change[row[period], at[code]] = net
    # Once a month's net is withheld, what follows from it is too.
    return replace(table, people=people, change=change.cumsum(axis=0) if table.kind == "event" else change)
