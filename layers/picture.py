"""One picture: everything the page needs for a view, before it becomes JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boundaries.language import is_right_to_left
from layers.basemap_style import build_style
from layers.controls import Cells, build_controls, build_questions
from layers.cube import Cube
from layers.finding import Finding
from layers.frame import Frame
from layers.head import build_tools, describe_page
from layers.legend import Legend, build_legend
from layers.palette import THEMES
from layers.screen import WIDE, Screen
from layers.view import View

GEO = "geo/"
"""Address of the published geometry, relative to the page."""

LEGEND_WIDTH, GAP = 286.0, 3.0
"""CSS pixels: what the legend takes on the right of two maps, and the line between them."""

NO_MARGIN = {"l": 0, "r": 0, "t": 0, "b": 0}


@dataclass(frozen=True, slots=True)
class Picture:
    """
    What a question module hands over.

    Attributes
    ----------
    finding, legend
        In words and as data.
    traces
        Plain dicts, lowest first.
    details
        Components of the panel below the finding.
    frame
        Where the map opens.
    flow_trace
        Position of the arrows among `traces`, or None.
    credit
        Sources in one line, for the saved picture.
    plot
        Layout of a plot that stands where the map would; None for a map.
    cells
        Of a map of cells: what can be chosen, and what the page needs to know. None for other maps.
    captions
        What stands over each of two maps, whose second has the traces of subplot "map2"; () for one map.
    """

    finding: Finding
    legend: Legend
    traces: list[dict[str, Any]]
    details: list[Any]
    frame: Frame
    flow_trace: int | None
    credit: str
    plot: dict[str, Any] | None = None
    cells: Cells | None = None
    captions: tuple[str, ...] = ()


def split_domains(screen: Screen) -> tuple[tuple[list[float], list[float]], tuple[list[float], list[float]]]:
    """
    Share the window among two maps.

    Parameters
    ----------
    screen
        The window.

    Returns
    -------
    domains
        (x, y) of each map, parts of the window from 0 to 1, y upwards: side by side in the order of reading and clear
        of the legend where it lies on the map, else one above the other.
    """
    paper = screen.clear is not None
    if (screen.width <= screen.height) if paper else (screen.width < WIDE):
        return ([0.0, 1.0], [0.5 + GAP / screen.height, 1.0]), ([0.0, 1.0], [0.0, 0.5])
    free = 1.0 if paper else 1 - LEGEND_WIDTH / screen.width
    half, gap = round(free / 2, 4), GAP / screen.width
    first, second = [0.0, half - gap], [half, round(free, 4)]
    if is_right_to_left():
        first, second = ([round(1 - right, 4), round(1 - left, 4)] for left, right in (first, second))
    return (first, [0.0, 1.0]), (second, [0.0, 1.0])


def pack_picture(
    picture: Picture, cube: Cube, view: View, screen: Screen, *, choices: tuple[str, ...]
) -> dict[str, Any]:
    """
    Pack a picture as the page's answer.

    Parameters
    ----------
    picture, cube, view, screen
        What is drawn, and for whom.
    choices
        Which flows can be chosen here, of the values of `View.data`.

    Returns
    -------
    answer
        `figure`, `finding`, `details`, `controls`, `legend`, `questions` fill the page's parts; the rest
        is for the page's script (camera, highlight, names that the map's renderer cannot write).
    """
    from layers.panel import build_finding

    palette = THEMES[screen.theme]
    frame = picture.frame
    lon, lat, zoom = view.at or (frame.lon, frame.lat, frame.zoom)
    drawn_zoom = zoom if screen.zoom is None else screen.zoom
    atlas_map = {
        "style": build_style(cube.manifest, palette, base=GEO),
        "center": {"lon": lon, "lat": lat},
        "zoom": zoom,
        "fitbounds": False,
    }
    maps = {"map": atlas_map}
    if picture.captions:
        for name, (x, y) in zip(("map", "map2"), split_domains(screen), strict=True):
            maps[name] = {**atlas_map, "domain": {"x": x, "y": y}}
    arrows = picture.traces[picture.flow_trace]["locations"] if picture.flow_trace is not None else []
    traces, names = picture.traces, []
    if is_right_to_left():
        # The map's renderer cannot join letters: the page writes these names itself.
        names = [trace for trace in traces if trace.get("name") == "names"]
        traces = [_turn_hover(trace) for trace in traces if trace.get("name") != "names"]
    return {
        "title": f"{picture.finding.title} · Rawaan",
        "page": describe_page(view),
        "tools": build_tools(view),
        "figure": {
            "data": traces,
            "layout": {
                **(picture.plot or {**maps, "margin": NO_MARGIN, "paper_bgcolor": palette.sea}),
                "showlegend": False,
                "hoverlabel": {
                    "bgcolor": palette.panel,
                    "bordercolor": palette.border_strong,
                    "align": "left",
                    "font": {"family": "Inter, Nastaliq, sans-serif", "size": 13, "color": palette.ink},
                },
            },
        },
        "finding": build_finding(picture.finding),
        "details": picture.details,
        "controls": build_controls(view, choices=choices, cells=picture.cells),
        "legend": build_legend(picture.legend),
        "questions": build_questions(view),
        "camera": {"lon": frame.lon, "lat": frame.lat, "zoom": frame.zoom},
        "drawn_zoom": drawn_zoom,
        "halo": palette.halo,
        "ink": palette.ink,
        "panel": palette.panel,
        "flow_trace": picture.flow_trace,
        "cells": picture.cells and {"bounds": picture.cells.bounds, "fade": picture.cells.fade},
        "flow_keys": arrows,
        "captions": picture.captions,
        "names": names,
    }


def _turn_hover(trace: dict[str, Any]) -> dict[str, Any]:
    """Embed every line of a hover from right to left: Plotly writes it in boxes that run from left to right."""
    texts = trace.get("hovertext")
    if not isinstance(texts, list):
        return trace
    start, end = "\N{RIGHT-TO-LEFT EMBEDDING}", "\N{POP DIRECTIONAL FORMATTING}"
    return {**trace, "hovertext": [start + text.replace("<br>", f"{end}<br>{start}") + end for text in texts]}
