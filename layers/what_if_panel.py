"""The panel beside a scenario: who gains, who loses, what was assumed, and how to keep it."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from layers.bars import Bar, build_bars
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.view import View
from layers.what_if import Levers, Outcome
from layers.wording import say_list, say_people, say_short

BARS = 6


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
        The changed places, who else gains and loses, the periods to start from, the evidence card.
    """
    net = outcome.net
    changed = set(outcome.places)
    order = [int(row) for row in np.argsort(-net, kind="stable") if int(row) not in changed]
    gaining = [row for row in order if net[row] >= 0.5][:BARS]
    losing = [row for row in reversed(order) if net[row] <= -0.5][:BARS]
    sections = [_build_places(cube, view, outcome)]
    for heading, rows, tone in (("Also gaining", gaining, "var(--gain-2)"), ("Losing", losing, "var(--loss-2)")):
        if rows:
            bars = [_build_bar(cube, view, outcome, row, tone) for row in rows]
            sections.append(_build_section(heading, bars))
    return [*sections, _build_keep(view), build_evidence(_describe(cube, levers, view, outcome))]


def _build_section(heading: str, bars: list[Bar]) -> html.Section:
    title = html.H2([heading, html.Span("people a year, against the estimate")])
    return html.Section([title, build_bars(bars)], className="section")


def _build_places(cube: Cube, view: View, outcome: Outcome) -> html.Section:
    rows = sorted(outcome.places, key=lambda row: -abs(float(outcome.net[row])))
    bars = [_build_bar(cube, view, outcome, row, "var(--coming)") for row in rows[:BARS]]
    rest = float(outcome.net[rows[BARS:]].sum())
    left = len(rows) - len(bars)
    return html.Section(
        [
            html.H2(["Changed", html.Span("people a year, against the estimate")]),
            build_bars(
                bars,
                rest=f"{left} other place{'s' if left != 1 else ''}" if left else "",
                rest_value=say_short(rest, signed=True),
            ),
        ],
        className="section",
    )


def _build_bar(cube: Cube, view: View, outcome: Outcome, row: int, tone: str) -> Bar:
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
        tone=tone,
        evidence="modelled",
        href=view.but(place=units.codes[row], change="attraction", at=None).to_query(),
        title=f"arriving {say_people(before)} → {say_people(after)}, leaving {say_people(leaving)} → "
        f"{say_people(left)} people a year, scenario",
    )


def _build_keep(view: View) -> html.Section:
    words = html.P(
        "This page’s address is the scenario: copy the link, and whoever opens it sees the same numbers. Click a place "
        "on the map to try it there."
    )
    back = html.A("The estimate it starts from", href=f"?{view.but(question='to', at=None).to_query()}", className="go")
    return html.Section([html.H2("Keep it"), words, html.P(back)], className="section")


def _describe(cube: Cube, levers: Levers, view: View, outcome: Outcome) -> Evidence:
    names = [cube.flow_units.names[row] for row in outcome.places]
    which = {
        "cities": f"Changed: {say_list(names)}. {levers.rule}",
        "origins": f"Changed: {say_list(names)}, which lose most people in the estimate.",
    }.get(view.change, "")
    levels = {
        "attraction": "The place’s weight as a destination is changed for everybody who leaves another place.",
        "cities": "Their weight as destinations is changed for everybody who leaves another place.",
        "retention": "Of the people who would leave, this share stays; the others go where they went.",
        "origins": "Of the people who would leave them, this share stays; the others go where they went.",
        "time": "Travel time to and from the place is changed. In the estimate flows fall with distance to the "
        f"power of {levers.decay[view.period]:.2f}; that time works like distance is an assumption.",
    }[view.change]
    return Evidence(
        "scenario",
        "A scenario: you set the number",
        f"{levels} Movers are shared out anew in proportion to where they go now; how many leave each other place does "
        f"not change. {which}".strip(),
        f"This project’s estimate for {view.period.replace('-', '–')}, changed by the reader; an origin-constrained "
        "model that starts from the flows as they are.",
        f"{cube.manifest['title']}. {cube.manifest['accuracy']}",
        "Not a forecast. Rents, wages and crowding do not answer, a near rival loses no more than its share, and what "
        "would make a place draw or keep people, and at what cost, is not in the model.",
    )
