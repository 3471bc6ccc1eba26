"""The question "Who moves to …?": arrows of one place, its partners, its change over time."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from layers.bars import Bar, build_bars
from layers.cube import Cube
from layers.evidence import Check, Evidence, build_checks, build_evidence, say_tests
from layers.finding import find_exchange, say_count
from layers.flow_layer import build_flow_trace, build_hub_trace, draw_selection
from layers.flow_selection import Selection, select_flows
from layers.frame import Frame, frame_bounds, frame_flows
from layers.label_layer import build_label_traces
from layers.legend import Key, Legend
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import build_place_trace, colour_by_exchange
from layers.scales import Width, round_nice, scale_width
from layers.screen import Screen
from layers.view import View
from layers.wording import say_people, say_range, say_short

BARS = 10
LARGEST = 10
"""Flows that are in the opening frame whatever their share."""


def draw_exchange(
    cube: Cube, view: View, screen: Screen, checks: tuple[tuple[Check, ...], tuple[str, ...]]
) -> Picture:
    """
    Draw the flows of one place.

    Parameters
    ----------
    cube, view, screen
        Numbers, choices, window.
    checks
        The estimate held against published figures, and the summary in words.

    Returns
    -------
    picture
        Also for a place that nobody moves to: then there are no arrows, and the words say so.
    """
    palette = THEMES[screen.theme]
    selection = select_flows(cube, view)
    matrix = cube.matrix(view)
    fixed = _widest(cube) if view.scale == "fixed" and view.data == "estimate" else None
    frame, width = frame_selection(cube, view, selection, screen, fixed_max=fixed)
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    arrows = draw_selection(cube, selection, width, zoom=zoom)
    colours = colour_by_exchange(cube, view, palette)
    flows = build_flow_trace(cube, view, selection, arrows, matrix, palette)
    places = build_place_trace(cube, colours, palette, geojson=GEO + cube.manifest["files"]["district"]["file"])
    labels = build_label_traces(
        cube, view, screen, frame, palette, partners=tuple(selection.partner[: min(7, selection.drawn)].tolist()), arrows=arrows
    )
    finding = find_exchange(cube, view, selection)
    legend = Legend(
        title=colours.title,
        colours=colours.classes.colours,
        limits=tuple(f"{limit:,.6g}".replace("-", "−") for limit in colours.classes.breaks),
        ends=colours.ends,
        keys=_build_keys(view, width, palette, matrix.evidence, matrix.unit, arrows.floored) if selection.drawn else (),
        sentence=say_count(selection),
        note=say_note(cube),
        no_data=palette.no_data,
    )
    return Picture(
        finding=finding,
        legend=legend,
        traces=[places, flows, *([build_hub_trace(cube, view, arrows, palette)] if len(arrows) else []), *labels],
        details=_build_details(cube, view, selection, palette, checks),
        frame=frame,
        flow_trace=1 if len(arrows) else None,
        credit=say_credit(cube, view),
    )


def frame_selection(
    cube: Cube, view: View, selection: Selection, screen: Screen, *, fixed_max: float | None = None
) -> tuple[Frame, Width]:
    """
    Frame the flows that carry about 80 % of the movers and the ten largest, or the country when asked or when nobody
    moves.

    Parameters
    ----------
    cube, view, selection, screen
        What is drawn, and in which window.
    fixed_max
        People a year of full width; None: the largest flow.

    Returns
    -------
    frame, width
        Where the map opens and how wide arrows are there. Arrows bend outwards and short ones are drawn longer than their distance, so the frame is fitted a second
        time to the arrows themselves.
    """
    size = (screen.width, screen.height)
    if view.frame == "country" or selection.drawn == 0:
        frame = frame_bounds(cube.manifest["bbox"], size, screen.padding)
        return frame, scale_width(selection.people, zoom=frame.zoom, fixed_max=fixed_max)
    nodes = cube.flow_units.nodes
    frame = frame_flows(
        nodes[selection.origin],
        nodes[selection.destination],
        selection.people,
        size=size,
        padding=screen.padding,
        zoom_max=8.5,
    )
    width = scale_width(selection.people, zoom=frame.zoom, fixed_max=fixed_max)
    arrows = draw_selection(cube, selection, width, zoom=frame.zoom)
    inside = [
        arrows.polygon(index) for index, row in enumerate(arrows.row.tolist()) if frame.inside[row] or row < LARGEST
    ]
    corners = np.concatenate([*inside, np.reshape(frame.bounds, (2, 2))])
    bounds = (*corners.min(axis=0), *corners.max(axis=0))
    return frame_bounds(bounds, size, screen.padding, zoom_max=8.5), width


def say_note(cube: Cube) -> str:
    """Name the boundary set and say what the dashed line is."""
    manifest = cube.manifest
    return f"{manifest['title']}; not a legal record. Dashed: Line of Control. {manifest['credit']}."


def say_credit(cube: Cube, view: View) -> str:
    """Name the sources of a picture that leaves the page."""
    numbers = {
        "estimate": "Model: Rawaan, from the censuses of 1998, 2017 and 2023 (Pakistan Bureau of Statistics)",
        "counted": "Census 1998, district reports, as printed in IOM (2005), tables 1.9 and 1.10",
    }[view.data]
    return f"{numbers}. {cube.manifest['credit']}. {cube.manifest['border_note']}"


def _widest(cube: Cube) -> float:
    return round_nice(max(float(matrix.people.max()) for matrix in cube.matrices.values()))


def _build_keys(
    view: View, width: Width, palette: Palette, evidence: str, unit: str, floored: int
) -> tuple[Key, ...]:
    counted = evidence == "counted"
    style = "counted" if counted else "modelled"
    coming = (palette.coming if counted else palette.coming_pale, palette.coming_line)
    going = (palette.going if counted else palette.going_pale, palette.going_line)
    largest = round_nice(width.people_max * 0.7, up=False)
    if view.direction in {"net", "all"}:
        keys = [
            Key(f"{words}, {say_people(largest)} {unit}", *tones, width.pixels(largest), style)
            for words, tones in (("in", coming), ("out", going))
        ]
    else:
        tones = going if view.direction == "out" else coming
        keys = [Key(f"{say_people(people)} {unit}", *tones, width.pixels(people), style) for people in (largest, largest / 5)]
    words = "Filled: counted." if counted else "Pale with an outline: modelled."
    thinnest = "thinnest is" if floored == 1 else f"{floored} thinnest are"
    floor = f" The {thinnest} drawn wider than in proportion, to be seen." if floored else ""
    return (*keys, Key(words + floor, "", style="words"))


def _build_details(
    cube: Cube,
    view: View,
    selection: Selection,
    palette: Palette,
    checks: tuple[tuple[Check, ...], tuple[str, ...]],
) -> list[Any]:
    evidence = describe_evidence(cube, view, selection, checks[0])
    if view.data == "counted":
        return [_build_partners(cube, view, selection, palette), build_evidence(evidence)]
    return [
        _build_partners(cube, view, selection, palette),
        _build_change(cube, view, palette),
        build_evidence(evidence),
        build_checks(*checks),
    ]


def _build_partners(cube: Cube, view: View, selection: Selection, palette: Palette) -> html.Section:
    units = cube.flow_units
    here = units.index(view.place)
    matrix = cube.matrix(view)
    heading = {
        "in": "Where they come from",
        "out": "Where they go",
        "net": "Gains from (red) and losses to (blue)",
        "all": "Largest flows, in (red) and out (blue)",
    }[view.direction]
    shown = min(BARS, selection.drawn)
    # Gains and losses of a net view have signs, so that bars and rest add up to the place's net gain.
    signs = np.where((view.direction != "net") | (selection.destination == here), 1.0, -1.0)
    bars = []
    for row in range(shown):
        partner, inward = int(selection.partner[row]), bool(selection.destination[row] == here)
        sign = float(signs[row])
        people = sign * float(selection.people[row])
        low, high = sorted((sign * float(selection.low[row]), sign * float(selection.high[row])))
        bars.append(
            Bar(
                name=units.names[partner],
                value=say_short(people, signed=view.direction == "net"),
                size=people,
                low=low,
                high=high,
                tone="var(--coming)" if inward else "var(--going)",
                evidence=matrix.evidence,
                href=view.but(place=units.codes[partner], at=None, data="estimate").to_query(),
                flow=f"{units.codes[selection.origin[row]]}>{units.codes[selection.destination[row]]}",
                title=f"{say_people(people)} {matrix.unit}, range {say_range(low, high)}, {matrix.evidence}",
            )
        )
    left = selection.count - shown
    rest = float((signs * selection.people)[shown:].sum())
    return html.Section(
        [
            html.H2([heading, html.Span(matrix.unit)]),
            build_bars(
                bars,
                rest=_say_rest(left, "flow" if view.direction == "all" else "place"),
                rest_value=say_short(rest, signed=view.direction == "net"),
            ),
        ],
        className="section",
    )


def _say_rest(count: int, noun: str) -> str:
    return f"{count} other {noun}{'s' if count != 1 else ''}" if count > 0 else ""


def _build_change(cube: Cube, view: View, palette: Palette) -> html.Section:
    here = cube.flow_units.index(view.place)
    outward = view.direction == "out"
    people = cube.flow_units.people
    counted = ", ".join(f"{year}: {say_short(float(people[year][here]))}" for year in sorted(people))
    if view.place == "karachi" and not outward:
        # One published figure sets Karachi's inflow in every period, so bars would show a change nobody measured.
        words = "Karachi’s inflow is set to the one published figure, 360,000 a year, in every period."
        return html.Section(
            [html.H2("Change over time"), html.P([words, f" People counted: {counted} (census)."])], className="section"
        )
    bars = []
    for period in ("1998-2017", "2017-2023"):
        matrix = cube.matrices[period]
        value, low, high = (float(part[here]) for part in (matrix.outflow if outward else matrix.inflow))
        bars.append(
            Bar(
                name=period.replace("-", "–"),
                value=say_short(value),
                size=value,
                low=low,
                high=high,
                tone="var(--going)" if outward else "var(--coming)",
                evidence=matrix.evidence,
                href=view.but(period=period).to_query(),
                title=f"{say_people(value)} people a year, range {say_range(low, high)}, modelled",
            )
        )
    return html.Section(
        [
            html.H2([f"Change over time, {'leaving' if outward else 'arriving'}", html.Span("people a year")]),
            build_bars(bars),
            html.P(f"People counted: {counted} (census)."),
        ],
        className="section",
    )


def _say_beware(cube: Cube, view: View, selection: Selection) -> str:
    if cube.flow_units.provinces[cube.flow_units.index(view.place)] == "balochistan":
        return (
            "Do not rely on the origins and destinations in Balochistan. The later counts there were fuller, and growth "
            "that comes of it is taken for arrivals, so too few people leave its districts; the corridors that are "
            "documented run inside the province."
        )
    warnings = []
    if selection.count and cube.flow_units.codes[selection.partner[0]] == "karachi":
        warnings.append(
            "Karachi leads because the model lets people leave a great city as readily as they come; nobody has counted "
            "those who leave it."
        )
    if view.period != "1998-2017":
        warnings.append(
            "Karachi and Balochistan were counted more completely in 2023 than before; part of their growth is that."
        )
    return " ".join(warnings) or "Read the range, not the single number."


def describe_evidence(cube: Cube, view: View, selection: Selection, checks: tuple[Check, ...]) -> Evidence:
    """Say what kind of evidence the flows of a view are, and what to beware of."""
    boundaries = f"{cube.manifest['title']}. {cube.manifest['accuracy']}"
    if view.data == "counted":
        return Evidence(
            "counted",
            "Counted, 1998 (lifetime migrants)",
            "People living in 1998 in another district than before, whenever they moved. Never added to a yearly estimate.",
            "1998 census, district reports; printed in IOM, Migration, Development and Poverty Reduction in Asia (2005), "
            "tables 1.9 and 1.10.",
            boundaries,
            "Shares are published for men and women apart, totals only for both: the flow lies between the two. Only moves "
            "inside Punjab were traced.",
        )
    return Evidence(
        "modelled",
        f"Modelled, {view.period.replace('-', '–')}",
        "Nobody counts moves between districts in Pakistan. These flows are estimated so that they agree with the growth "
        "that three censuses counted, with distance and with mother tongue. The range is where 8 of 10 runs of the model fall. "
        f"{say_tests(checks)}",
        "Censuses of 1998, 2017 and 2023, tables 1 and 11 (Pakistan Bureau of Statistics); Karachi’s yearly inflow of "
        "360,000 as stated by Arif Hasan (NSPP, 2021).",
        boundaries,
        _say_beware(cube, view, selection),
    )
