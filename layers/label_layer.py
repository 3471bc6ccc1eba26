"""Names on the map: the view's place, its largest partners and the great cities, none on top of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from boundaries.language import is_right_to_left, mark, tr
from layers.arrows import Arrows
from layers.cube import Cube
from layers.frame import Frame
from layers.labels import place_labels
from layers.palette import Palette
from layers.projection import FloatArray
from layers.screen import WIDE, Screen
from layers.view import View

CITIES: Final = (
    "karachi",
    "lahore",
    "islamabad",
    "peshawar",
    "quetta",
    "faisalabad",
    "multan",
    "hyderabad",
    "sukkur",
    "gwadar",
)
UNCOUNTED: Final = {"azad-jammu-kashmir": mark("AJK"), "gilgit-baltistan": mark("Gilgit-Baltistan")}
"""Territories that are drawn without census figures, and names short enough to stand inside them."""

COUNT: Final = 16
"""Names shown at most where the map opens; one zoom level further in there is room for all."""

LEGEND_BOX: Final = (290.0, 400.0)
"""CSS pixels of the lower right corner of a wide map that the legend takes, at most."""

CONTROLS_HEIGHT: Final = 58.0

COLUMN: Final = 100.0
"""CSS pixels: more room than this beside a map on paper is for a legend, which stands in its lower part; names keep out
of it."""


@dataclass(frozen=True, slots=True)
class Name:
    """
    One name: where, what, how prominent.

    Rank 0 is the view's place, 1 a partner, 2 any other, 3 a territory, 4 a mark that brings its own dot,
    5 a stamp across the map.
    """

    lon: float
    lat: float
    text: str
    rank: int


STYLES: Final = (
    {"size": 15, "weight": 700},
    {"size": 13, "weight": 600},
    {"size": 12, "weight": 500},
    {"size": 11, "weight": 400},
    {"size": 12, "weight": 600},
    {"size": 22, "weight": 700},
)
RADII: Final = (6.0, 2.5, 2.0, 0.0, 6.0, 0.0)


def build_label_traces(
    cube: Cube,
    view: View,
    screen: Screen,
    frame: Frame,
    palette: Palette,
    *,
    partners: tuple[int, ...] = (),
    marks: tuple[Name, ...] = (),
    arrows: Arrows | None = None,
) -> list[dict[str, Any]]:
    """
    Name the places that matter in a view.

    Parameters
    ----------
    cube, view, screen, frame, palette
        Places, choices, window, where the map opens, colours.
    partners
        Positions of flow units to name before any other, most important first.
    marks
        Names of marks that are no flow units, most important first; they come after the view's place.
    arrows
        Their heads are kept free where possible.

    Returns
    -------
    traces
        Node circles, then names: `scattermap` traces as plain dicts, one for each way a name stands.
    """
    units = cube.flow_units
    here = (units.index(view.place),) if view.question == "to" else ()
    cities = tuple(units.codes.index(code) for code in CITIES if code in units.codes)
    others = np.argsort(-units.people[2023], kind="stable").tolist() if _moved_in(screen, view, frame) else []
    chosen = list(dict.fromkeys([*here, *partners, *cities, *others]))
    names = [
        *marks,
        *(
            Name(
                float(units.nodes[unit, 0]),
                float(units.nodes[unit, 1]),
                units.names[unit],
                0 if unit in here else 1 if unit in partners else 2,
            )
            for unit in (chosen if others else chosen[:COUNT])
        ),
    ]
    names += [
        Name(float(row["node"][0]), float(row["node"][1]), tr(UNCOUNTED[row["code"]]), 3)
        for row in cube.manifest["provinces"]
        if row["code"] in UNCOUNTED
    ]
    return build_name_traces(names, view, screen, frame, palette, avoid=arrows.heads if arrows is not None else None)


def build_name_traces(
    names: list[Name],
    view: View,
    screen: Screen,
    frame: Frame,
    palette: Palette,
    *,
    avoid: FloatArray | None = None,
    dots: bool = True,
) -> list[dict[str, Any]]:
    """
    Put names on the map.

    Parameters
    ----------
    names
        Most important first.
    view, screen, frame, palette
        As above.
    avoid
        Polygons in degrees, shape (k, m, 2), that names should not cover.
    dots
        Whether each name has a dot.

    Returns
    -------
    traces
        Empty when there are no names.
    """
    if not names:
        return []
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    moved = screen.zoom is not None or view.at is not None
    # Where the reader has moved the map its edges are not known here: only the names keep clear of each other.
    size = (1e6, 1e6) if moved else (float(screen.width), float(screen.height))
    placed = place_labels(
        [(name.lon, name.lat) for name in names],
        [name.text for name in names],
        size=size,
        zoom=zoom,
        centre=(frame.lon, frame.lat),
        text_size=[STYLES[name.rank]["size"] for name in names],
        radius=[RADII[name.rank] for name in names],
        avoid=[] if avoid is None else list(avoid),
        keep_out=() if moved else _list_covers(screen),
    )
    groups: dict[tuple[str, float, int], list[Name]] = {}
    for index, name in enumerate(names):
        if placed.shown[index]:
            key = (placed.position[index], placed.marker_size[index], name.rank)
            groups.setdefault(key, []).append(name)
    dot_traces = [_build_dots([name for name in names if name.rank < 4], palette)] if dots else []
    return [*dot_traces, *(_build_names(key, group, palette) for key, group in groups.items())]


def _moved_in(screen: Screen, view: View, frame: Frame) -> bool:
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    return zoom >= frame.zoom + 0.9


def _list_covers(screen: Screen) -> tuple[tuple[float, float, float, float], ...]:
    if screen.clear is not None:
        _, right, bottom, left = screen.clear
        foot = (0.0, screen.height - bottom, screen.width, screen.height)
        legend = 0.4 * screen.height
        sides = ((screen.width - right, legend, screen.width, screen.height), (0.0, legend, left, screen.height))
        return (foot, *(side for side, room in zip(sides, (right, left), strict=True) if room > COLUMN))
    if screen.width < WIDE:
        return ((screen.width - 52.0, screen.height - 120.0, screen.width, screen.height),)
    width, height = LEGEND_BOX
    boxes = (
        (0.0, 0.0, screen.width, CONTROLS_HEIGHT),
        (screen.width - width, screen.height - height, screen.width, screen.height),
        (screen.width - 56.0, 0.0, screen.width, 250.0),
    )
    if not is_right_to_left():
        return boxes
    return tuple((screen.width - right, top, screen.width - left, bottom) for left, top, right, bottom in boxes)


def _build_dots(names: list[Name], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scattermap",
        "name": "nodes",
        "mode": "markers",
        "lon": [name.lon for name in names],
        "lat": [name.lat for name in names],
        "marker": {
            "size": [2 * RADII[name.rank] for name in names],
            "color": palette.node,
            "opacity": 1,
            "allowoverlap": True,
        },
        "hoverinfo": "skip",
    }


def _build_names(key: tuple[str, float, int], names: list[Name], palette: Palette) -> dict[str, Any]:
    position, marker_size, rank = key
    return {
        "type": "scattermap",
        "name": "names",
        "mode": "markers+text",
        "lon": [name.lon for name in names],
        "lat": [name.lat for name in names],
        # The renderer would break a long name into lines, and what is measured is one line.
        "text": [name.text.replace(" ", "\N{NO-BREAK SPACE}") for name in names],
        "textposition": position,
        "textfont": {"family": "Inter", "color": palette.muted if rank == 3 else palette.ink, **STYLES[rank]},
        # The renderer reads the text's distance from the marker's size, and draws no text without one.
        "marker": {"size": marker_size, "opacity": 0, "allowoverlap": True},
        "hoverinfo": "skip",
    }
