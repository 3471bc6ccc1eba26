"""The map of a province's briefing: its own places coloured and named, the others plain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from layers.briefing.province_sentences import say_region_map
from layers.briefing.regions import find_members
from layers.frame import frame_bounds
from layers.label_layer import Name, build_name_traces
from layers.palette import LIGHT

if TYPE_CHECKING:
    from layers.cube import Cube
    from layers.picture import Picture
    from layers.screen import Screen
    from layers.view import View

Bounds = tuple[float, float, float, float]

NAMED: Final = 12
"""Places of a province that have their name on the map: those with most people."""

PLAIN: Final = 1
"""Colour of a place without a value, as `place_layer.build_place_trace` counts them."""

NAMES: Final = {"names", "nodes"}
"""Traces of names and their dots."""


def find_bounds(cube: Cube, region: str) -> Bounds:
    """
    Find what the map of a province is framed on.

    Parameters
    ----------
    cube, region
        The provinces; code of one of them.

    Returns
    -------
    bounds
        West, south, east, north; those of the whole map where the boundary set has no such province.
    """
    boxes = [row["bbox"] for row in cube.manifest["provinces"] if row["code"] == region and row.get("bbox")]
    west, south, east, north = boxes[0] if boxes else cube.manifest["bbox"]
    return west, south, east, north


def frame_region(cube: Cube, view: View, screen: Screen, region: str) -> View:
    """
    Move a view's map to a province.

    Parameters
    ----------
    cube, view, screen, region
        Provinces, what is drawn, window, code of the province.

    Returns
    -------
    view
        With the centre and zoom that show the province.
    """
    frame = frame_bounds(find_bounds(cube, region), (screen.width, screen.height), screen.padding)
    return view.but(at=(frame.lon, frame.lat, frame.zoom))


def narrow_picture(cube: Cube, picture: Picture, view: View, screen: Screen, region: str, name: str) -> Picture:
    """
    Draw a picture of the balance of a province alone.

    Parameters
    ----------
    cube, picture, view, screen
        Places, the picture of the whole country, its view (framed by `frame_region`) and window.
    region, name
        Code and name of the province.

    Returns
    -------
    picture
        A new one: other places have no colour and no name, and the legend's sentence says so.
    """
    members = find_members(cube, region)
    units = cube.flow_units
    traces = [_fade(trace, cube, members) for trace in picture.traces if trace.get("name") not in NAMES]
    order = [int(unit) for unit in np.argsort(-units.people[2023], kind="stable") if members[unit]][:NAMED]
    names = [Name(float(units.nodes[unit, 0]), float(units.nodes[unit, 1]), units.names[unit], 2) for unit in order]
    traces += build_name_traces(names, view, screen, picture.frame, LIGHT)
    sentence = say_region_map(name, len({one.balance_unit for one in cube.places if _is_in(one, members)}))
    return replace(picture, traces=traces, legend=replace(picture.legend, sentence=sentence))


def _is_in(place: Any, members: Any) -> bool:
    return place.flow_unit >= 0 and bool(members[place.flow_unit])


def _fade(trace: dict[str, Any], cube: Cube, members: Any) -> dict[str, Any]:
    if trace.get("name") != "places":
        return trace
    shown = [z if z == 0 or _is_in(place, members) else PLAIN for place, z in zip(cube.places, trace["z"], strict=True)]
    return {**trace, "z": shown}
