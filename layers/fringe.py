"""The question "Where do cities spill over?", a first honest version: tehsils round a city and how fast they grow."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from layers._errors import ViewError
from layers.credit import say_credit, say_note
from layers.cube import Cube
from layers.frame import frame_bounds
from layers.fringe_panel import build_fringe_panel, country_growth, find_fringe
from layers.label_layer import Name, build_name_traces
from layers.legend import Key, Legend
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import build_place_trace
from layers.scales import Classes, class_fixed, round_nice
from layers.screen import Screen
from layers.tehsils import Tehsil, merge_points
from layers.view import View
from layers.wording import say_limit, say_people, say_rate

LIMITS: Final = (1.0, 2.0, 3.0, 4.0, 6.0)
"""Growth classes, % a year."""

MAX_RADIUS: Final = 26.0
"""CSS pixels: the circle of the tehsil that added most people."""

NAMED = 18


def draw_fringe(cube: Cube, view: View, screen: Screen, tehsils: tuple[Tehsil, ...]) -> Picture:
    """
    Draw the growth of the tehsils of a city and of the districts round it.

    Parameters
    ----------
    cube, view, screen
        Places, choices, window.
    tehsils
        All tehsils of the country.

    Returns
    -------
    picture
        Circles, area proportional to the people added, coloured by growth. Tehsils without a known seat are
        in the list and in the count, not on the map.

    Raises
    ------
    ViewError
        The place is not one of the cities with a region.
    """
    from flows.tehsil_growth import CITY_DISTRICTS, CITY_REGIONS

    if view.place not in CITY_REGIONS:
        raise ViewError(f"place={view.place!r}: city growth is carried for {', '.join(CITY_REGIONS)}")
    palette = THEMES[screen.theme]
    name = cube.flow_units.names[cube.flow_units.index(view.place)]
    region = [tehsil for tehsil in tehsils if tehsil.district in CITY_REGIONS[view.place]]
    known = [tehsil for tehsil in region if math.isfinite(tehsil.growth)]
    node = cube.flow_units.nodes[cube.flow_units.index(view.place)]
    centre = Tehsil(view.place, f"{name} city", "", float(node[0]), float(node[1]))
    drawn = merge_points(known, CITY_DISTRICTS[view.place], centre)
    shown = sum(len(tehsil.codes) for tehsil in drawn)
    points = np.array([[tehsil.lon, tehsil.lat] for tehsil in drawn] + [node])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    # Circles reach beyond their points: room for half of one on every side.
    top, right, bottom, left = (side + MAX_RADIUS for side in screen.padding)
    size, padding = (screen.width, screen.height), (top, right, bottom, left)
    frame = frame_bounds((west, south, east, north), size, padding, zoom_max=9.5)
    largest = max((abs(tehsil.added) for tehsil in drawn), default=1.0)
    classes = class_fixed(LIMITS, palette.circles)
    places = build_place_trace(cube, None, palette, geojson=GEO + cube.manifest["files"]["district"]["file"])
    circles = _build_circles(drawn, largest, classes)
    names = [Name(tehsil.lon, tehsil.lat, tehsil.name, 2) for tehsil in drawn[:NAMED]]
    names.insert(0, Name(centre.lon, centre.lat, name, 0))
    labels = build_name_traces(names, view, screen, frame, palette, dots=False)
    key_size = round_nice(largest * 0.7, up=False)
    legend = Legend(
        title="Growth 2017–2023, % a year",
        colours=classes.colours,
        limits=tuple(say_limit(limit) for limit in LIMITS),
        keys=tuple(_build_key(size, largest, palette) for size in (key_size, key_size / 5)),
        sentence=f"Showing {shown} of {len(region)} tehsils in {len(drawn)} circles. Derived from two counts. The "
        "others have no known point, or counts that cannot be compared.",
        note=say_note(cube),
    )
    return Picture(
        finding=find_fringe(name, known, region, country_growth(cube)),
        legend=legend,
        traces=[places, circles, *labels],
        details=build_fringe_panel(cube, view.place, region, known, drawn, classes),
        frame=frame,
        flow_trace=None,
        credit=say_credit(cube, "Census 2023, table 1 (Pakistan Bureau of Statistics); towns: GeoNames"),
    )


def _build_key(size: float, largest: float, palette: Palette) -> Key:
    radius = MAX_RADIUS * math.sqrt(size / largest)
    return Key(f"{say_people(size)} people added", palette.circles[3], palette.border_strong, radius, "circle")


def _build_circles(drawn: list[Tehsil], largest: float, classes: Classes) -> dict[str, Any]:
    growth = np.array([tehsil.growth for tehsil in drawn])
    colours = [classes.colours[index] for index in classes.colour_index(growth)]
    return {
        "type": "scattermap",
        "name": "tehsils",
        "mode": "markers",
        "lon": [tehsil.lon for tehsil in drawn],
        "lat": [tehsil.lat for tehsil in drawn],
        "marker": {
            "size": [round(2 * MAX_RADIUS * math.sqrt(abs(tehsil.added) / largest), 1) for tehsil in drawn],
            "color": colours,
            "opacity": 0.85,
            "allowoverlap": True,
        },
        "hovertext": [
            f"<b>{tehsil.name}</b><br>{say_rate(tehsil.growth)} % a year, 2017–2023<br>"
            f"{say_people(tehsil.people_2017)} → {say_people(tehsil.people_2023)} people<br>derived from two counts"
            for tehsil in drawn
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
