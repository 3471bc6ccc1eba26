"""The question "Who moves to …?": arrows of one place, its partners, its change over time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from boundaries.language import mark, tr
from layers.arrows import Arrows
from layers.bands import build_band_key, build_band_traces
from layers.credit import say_credit, say_note
from layers.cube import Cube
from layers.evidence import Check
from layers.exchange_panel import build_exchange_panel
from layers.finding import find_exchange, say_count
from layers.flow_layer import build_flow_keys, build_flow_trace, build_hub_trace, draw_selection, mark_doubtful
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
from layers.wording import say_limit

SOURCES = {
    "estimate": mark("Model: Rawaan, from the censuses of 1998, 2017 and 2023 (Pakistan Bureau of Statistics)"),
    "counted": mark("Census 1998, district reports, as printed in IOM (2005), tables 1.9 and 1.10"),
}
LARGEST = 10
"""Flows that are in the opening frame whatever their share."""


def draw_exchange(
    cube: Cube, view: View, screen: Screen, checks: tuple[tuple[Check, ...], tuple[str, ...]], measures: Any
) -> Picture:
    """
    Draw the flows of one place.

    Parameters
    ----------
    cube, view, screen
        Numbers, choices, window.
    checks
        The estimate held against published figures, and the summary in words.
    measures
        The section with the measures of the whole estimate.

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
    partners = tuple(selection.partner[: min(7, selection.drawn)].tolist())
    labels = build_label_traces(cube, view, screen, frame, palette, partners=partners, arrows=arrows)
    hub = [build_hub_trace(cube, view, arrows, palette)] if len(arrows) else []
    bands, cores = build_ranges(cube, view, selection, arrows, width, palette)
    finding = find_exchange(cube, view, selection)
    legend = Legend(
        title=colours.title,
        colours=colours.classes.colours,
        limits=tuple(say_limit(limit) for limit in colours.classes.breaks),
        ends=colours.ends,
        keys=(
            *build_flow_keys(cube, view, selection, arrows, width, palette),
            *([build_band_key(matrix.evidence)] if bands else []),
        ),
        sentence=say_count(selection, view),
        note=say_note(cube),
        no_data=palette.home if view.data == "counted" else palette.no_data,
        no_data_text=tr("not published") if view.data == "counted" else tr("no census figures"),
    )
    if view.data == "counted" and len(arrows):
        # Somebody else has published these numbers: hiding small ones would protect nobody.
        words = Key(tr("Published figures: small ones are shown too."), "", style="words")
        legend = replace(legend, keys=(*legend.keys, words))
    return Picture(
        finding=finding,
        legend=legend,
        traces=[places, *bands, flows, *cores, *hub, *labels],
        details=build_exchange_panel(cube, view, selection, checks, measures),
        frame=frame,
        flow_trace=1 + len(bands) if len(arrows) else None,
        credit=say_credit(cube, tr(SOURCES[view.data])),
    )


def build_ranges(
    cube: Cube, view: View, selection: Selection, arrows: Arrows, width: Width, palette: Palette
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """
    Draw the ranges of arrows where the reader asks for them and there are any.

    Parameters
    ----------
    cube, view, selection, arrows, width, palette
        What is drawn.

    Returns
    -------
    below, above
        Traces to lie under the arrows and on them; none where they are not asked for.
    """
    if view.ranges == "off" or not len(arrows) or not (selection.high > selection.low).any():
        return [], []
    faint = mark_doubtful(cube, selection, cube.matrix(view))
    here = cube.flow_units.index(view.place)
    band, core = build_band_traces(selection, arrows, width, palette, here=here, faint=faint)
    return [band], [core]


def frame_selection(
    cube: Cube, view: View, selection: Selection, screen: Screen, *, fixed_max: float | None = None
) -> tuple[Frame, Width]:
    """
    Frame the flows that carry about 80 % of the movers, and the ten largest.

    Parameters
    ----------
    cube, view, selection, screen
        What is drawn, and in which window.
    fixed_max
        People a year of full width; None: the largest flow.

    Returns
    -------
    frame, width
        Where the map opens and how wide arrows are there. Arrows bend outwards and short ones are drawn longer
        than their distance, so the frame is fitted a second time to the ten largest themselves. The whole country is
        framed when the view asks for it, or when nobody moves.
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
    largest = draw_selection(cube, replace(selection, drawn=min(LARGEST, selection.drawn)), width, zoom=frame.zoom)
    inside = [largest.polygon(index) for index in range(len(largest))]
    corners = np.concatenate([*inside, np.reshape(frame.bounds, (2, 2))])
    bounds = (*corners.min(axis=0), *corners.max(axis=0))
    return frame_bounds(bounds, size, screen.padding, zoom_max=8.5), width


def _widest(cube: Cube) -> float:
    return round_nice(max(float(matrix.people.max()) for matrix in cube.matrices.values()))
