"""The question "Where are people gaining and losing?": net migration, place by place."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from boundaries.language import tr
from layers.bars import Bar, build_bars
from layers.credit import say_boundaries, say_credit, say_note
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.exchange_panel import say_bar
from layers.finding import find_balance
from layers.frame import frame_bounds
from layers.label_layer import build_label_traces
from layers.legend import Legend
from layers.palette import THEMES
from layers.picture import GEO, Picture
from layers.place_layer import build_place_trace, colour_by_balance
from layers.screen import Screen
from layers.view import View
from layers.wording import say_limit, say_short, say_years

BARS = 6


def draw_balance(cube: Cube, view: View, screen: Screen, caveat: str, measures: Any) -> Picture:
    """
    Draw net migration as colours.

    Parameters
    ----------
    cube, view, screen
        Numbers, choices, window.
    caveat
        The warning that stands beside every derived net.
    measures
        The section with the measures of the estimate that agrees with these nets.

    Returns
    -------
    picture
        Framed on the whole country.
    """
    palette = THEMES[screen.theme]
    frame = frame_bounds(cube.manifest["bbox"], (screen.width, screen.height), screen.padding)
    colours = colour_by_balance(cube, view, palette)
    places = build_place_trace(cube, colours, palette, geojson=GEO + cube.manifest["files"]["district"]["file"])
    legend = Legend(
        title=colours.title,
        colours=colours.classes.colours,
        limits=tuple(say_limit(limit) for limit in colours.classes.breaks),
        ends=colours.ends,
        sentence=tr("Showing all {count} places with census figures. Derived from two censuses.").format(
            count=cube.balance_units.people[2023].size
        ),
        note=say_note(cube),
        no_data=palette.no_data,
    )
    evidence = Evidence(
        "derived",
        tr("Derived, {period}").format(period=say_years(*view.period.split("-"))),
        tr(
            "What a place’s growth between two censuses leaves over when natural increase, the same for every place, "
            "is taken out. The range shows what other readings of natural increase would give."
        ),
        tr("Censuses of 1998, 2017 and 2023 (Pakistan Bureau of Statistics); residual method (UN Manual VI)."),
        say_boundaries(cube),
        tr(caveat),
    )
    start, end = view.period.split("-")
    source = tr("Derived from the censuses of {start} and {end} (Pakistan Bureau of Statistics)")
    return Picture(
        finding=find_balance(cube, view),
        legend=legend,
        traces=[places, *build_label_traces(cube, view, screen, frame, palette)],
        details=[*_build_extremes(cube, view), build_evidence(evidence), measures],
        frame=frame,
        flow_trace=None,
        credit=say_credit(cube, source.format(start=start, end=end)),
    )


def _build_extremes(cube: Cube, view: View) -> list[Any]:
    net, low, high = cube.balance[view.period]
    order = np.argsort(-net, kind="stable")
    sections = []
    for heading, rows, tone in (
        (tr("Gaining most"), order[net[order] > 0][:BARS], "var(--gain-2)"),
        (tr("Losing most"), order[::-1][net[order[::-1]] < 0][:BARS], "var(--loss-2)"),
    ):
        bars = [
            _build_bar(cube, view, int(row), float(net[row]), float(low[row]), float(high[row]), tone) for row in rows
        ]
        title = html.H2([heading, html.Span(tr("people a year, net"))])
        sections.append(html.Section([title, build_bars(bars)], className="section"))
    return sections


def _build_bar(cube: Cube, view: View, row: int, net: float, low: float, high: float, tone: str) -> Bar:
    units = cube.balance_units
    place = cube.flow_unit_of_balance(row)
    return Bar(
        name=units.names[row],
        value=say_short(net, signed=True),
        size=net,
        low=low,
        high=high,
        tone=tone,
        evidence="derived",
        href=view.but(question="to", place=place, direction="in", at=None).to_query(),
        title=say_bar(net, low, high, unit="people a year", evidence="derived", signed=True),
    )
