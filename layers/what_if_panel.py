"""The panel beside a scenario: who gains, who loses, who turns, what was assumed, and how to keep it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from dash import html

from boundaries.language import mark, tr, tr_count
from flows.models.what_if import CAVEAT
from layers.bars import Bar, build_bars
from layers.change_layer import SEEN
from layers.credit import say_boundaries
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.flow_layer import say_doubtful
from layers.markup import data
from layers.view import View
from layers.what_if import Levers, Outcome
from layers.wording import say_list, say_people, say_range, say_short, say_years

BARS: Final = 6

NAMED: Final = 4
"""Places that turn which are named; the rest are counted."""


def build_what_if_panel(cube: Cube, levers: Levers, view: View, outcome: Outcome) -> list[Any]:
    """
    Build what stands below the finding of a scenario.

    Parameters
    ----------
    cube, levers, view, outcome
        Places, the rules, choices, the two matrices.

    Returns
    -------
    children
        The changed places, those that turn, who else gains and loses, how to keep it, the evidence card. All bars and
        the lines below them sum to 0.
    """
    return [
        *_build_changed(cube, levers, view, outcome),
        *_build_turned(cube, outcome),
        *_build_others(cube, view, outcome),
        _build_keep(view),
        build_evidence(_describe(cube, levers, view, outcome)),
    ]


def _build_changed(cube: Cube, levers: Levers, view: View, outcome: Outcome) -> list[html.Section]:
    if not outcome.places:
        return []
    rows = sorted(outcome.places, key=lambda row: -abs(float(outcome.net[row])))
    bars = [_build_bar(cube, view, outcome, row) for row in rows[:BARS]]
    said = [_say_ranges(cube, view, outcome), _say_time(levers, view)]
    return [_build_section(tr("Changed"), bars, outcome, rows[BARS:], [words for words in said if words])]


def _build_others(cube: Cube, view: View, outcome: Outcome) -> list[html.Section]:
    net = outcome.net
    order = [int(row) for row in np.argsort(-net, kind="stable") if int(row) not in outcome.places]
    sections = []
    for heading, rows in (
        (tr("Gaining"), [row for row in order if net[row] > 0]),
        (tr("Losing"), [row for row in reversed(order) if net[row] < 0]),
    ):
        bars = [_build_bar(cube, view, outcome, row) for row in rows[:BARS] if abs(net[row]) >= SEEN]
        if bars:
            sections.append(_build_section(heading, bars, outcome, rows[len(bars) :], []))
    return sections


def _build_section(heading: str, bars: list[Bar], outcome: Outcome, left: list[int], said: list[str]) -> html.Section:
    title = html.H2([heading, html.Span(tr("people a year, against the estimate"))])
    others = tr_count("{count} other place", "{count} other places", len(left))
    rest = others.format(count=len(left)) if left else ""
    listed = build_bars(bars, rest=rest, rest_value=say_short(float(outcome.net[left].sum()), signed=True))
    return html.Section([title, listed, *(html.P(words) for words in said)], className="section")


def _build_bar(cube: Cube, view: View, outcome: Outcome, row: int) -> Bar:
    units = cube.flow_units
    net = float(outcome.net[row])
    before, leaving = float(outcome.before[:, row].sum()), float(outcome.before[row].sum())
    after, left = before + float(outcome.inflow[row]), leaving + float(outcome.outflow[row])
    return Bar(
        name=units.names[row],
        value=say_short(net, signed=True),
        size=net,
        low=net,
        high=net,
        tone="var(--gain-2)" if net >= 0 else "var(--loss-2)",
        evidence="modelled",
        href=view.but(place=units.codes[row], change="attraction", at=None).to_query(),
        title=tr("arriving {before} → {after}, leaving {leaving} → {left} people a year, scenario").format(
            before=say_people(before), after=say_people(after), leaving=say_people(leaving), left=say_people(left)
        ),
    )


WIDER: Final = {
    ("leavers", "one"): mark("The estimate’s own range for its leavers ({range} a year) is wider than this change."),
    ("leavers", "each"): mark(
        "For each of the {count} places the estimate’s own range of leavers is wider than this change."
    ),
    ("leavers", "some"): mark(
        "For {some} of the {count} places the estimate’s own range of leavers is wider than this change."
    ),
    ("arrivals", "one"): mark("The estimate’s own range for its arrivals ({range} a year) is wider than this change."),
    ("arrivals", "each"): mark(
        "For each of the {count} places the estimate’s own range of arrivals is wider than this change."
    ),
    ("arrivals", "some"): mark(
        "For {some} of the {count} places the estimate’s own range of arrivals is wider than this change."
    ),
}
"""By whom the scenario changes, and for how many of its places."""


def _say_ranges(cube: Cube, view: View, outcome: Outcome) -> str:
    """Say where the estimate knows less than the reader asks: a change under half the width of the place's range."""
    if view.amount == 0:
        return ""
    matrix = cube.matrices[view.period]
    leaving = view.change in {"retention", "origins"}
    word, (_, low, high) = ("leavers", matrix.outflow) if leaving else ("arrivals", matrix.inflow)
    change = np.abs(outcome.outflow if leaving else outcome.inflow)
    places = list(outcome.places)
    within = [row for row in places if change[row] < (high[row] - low[row]) / 2]
    if not within:
        return ""
    if len(places) == 1:
        span = say_range(float(low[within[0]]), float(high[within[0]]))
        return tr(WIDER[word, "one"]).format(range=span)
    words = tr(WIDER[word, "each" if len(within) == len(places) else "some"])
    return words.format(some=len(within), count=len(places))


def _say_time(levers: Levers, view: View) -> str:
    if view.change != "time":
        return ""
    power = levers.decay[view.period]
    if power == 0:
        return tr("In the estimate flows do not fall with distance, so travel time changes nothing.")
    words = tr(
        "In the estimate flows fall with distance to the power of {power}: half the time makes a flow’s weight {times} "
        "times what it is."
    )
    return words.format(power=f"{power:.2f}", times=f"{2**power:.2f}")


def _build_turned(cube: Cube, outcome: Outcome) -> list[html.Section]:
    sentences = []
    for rows, words in zip(
        outcome.turned,
        (
            tr("{places} would turn from losing to gaining people."),
            tr("{places} would turn from gaining to losing people."),
        ),
        strict=True,
    ):
        if rows:
            names = [cube.flow_units.names[row] for row in rows[:NAMED]]
            names += [tr("{count} more").format(count=len(rows) - NAMED)] if len(rows) > NAMED else []
            sentences.append(words.format(places=say_list(names)))
    if not sentences:
        return []
    title = html.H2([tr("Turning points"), html.Span(tr("net of all moves, scenario"))])
    return [html.Section([title, html.P(" ".join(sentences))], className="section")]


def _build_keep(view: View) -> html.Section:
    said = [tr("This page’s address is the scenario: copy the link, and whoever opens it sees the same numbers.")]
    if view.change in {"attraction", "retention", "time"}:
        said.append(tr("Click a place on the map to try it there."))
    estimate = View(place=view.place, period=view.period)
    links = [html.A(tr("The estimate it starts from"), href=f"?{estimate.to_query()}", **data(view=""))]
    if view.amount:
        links.insert(0, html.A(tr("Change nothing"), href=f"?{view.but(amount=0).to_query()}", **data(view="")))
    return html.Section(
        [
            html.H2(tr("Keep it, or start again")),
            html.P(" ".join(said)),
            html.P([links[0], *(part for link in links[1:] for part in (" · ", link))]),
        ],
        className="section",
    )


LEVELS: Final = {
    "attraction": mark("The place’s weight as a destination is changed for everybody who leaves another place."),
    "cities": mark("Their weight as destinations is changed for everybody who leaves another place."),
    "retention": mark("Of the people who would leave, this share stays; the others go where they went."),
    "origins": mark("Of the people who would leave them, this share stays; the others go where they went."),
    "time": mark("Travel time to and from the place is changed; that time works like distance is an assumption."),
}


def _describe(cube: Cube, levers: Levers, view: View, outcome: Outcome) -> Evidence:
    summary = [
        tr(LEVELS[view.change]),
        tr(
            "Movers are shared out anew in proportion to where they go now; how many leave each other place does not "
            "change."
        ),
    ]
    if view.change in levers.notes:
        places = say_list([cube.flow_units.names[row] for row in outcome.places]) or tr("no place")
        summary += [tr("Changed: {places}.").format(places=places), levers.notes[view.change]]
    beware = [
        tr(CAVEAT),
        tr(
            "A near rival loses no more than its share, and what would make a place draw or keep people, and at what "
            "cost, is not in the model."
        ),
        say_doubtful(cube, outcome.places),
    ]
    return Evidence(
        "scenario",
        tr("A scenario: you set the number"),
        " ".join(summary),
        tr(
            "This project’s estimate for {period}, changed by the reader; an origin-constrained model that starts from "
            "the flows as they are."
        ).format(period=say_years(*view.period.split("-"))),
        say_boundaries(cube),
        " ".join(text for text in beware if text),
    )
