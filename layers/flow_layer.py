"""Flows as arrows: geometry, look, hover and the trace. Modelled arrows never look like counted ones."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from layers.arrows import Arrows, draw_arrows, to_geojson
from layers.cube import Cube, Matrix
from layers.flow_selection import Selection
from layers.palette import Palette
from layers.scales import Width
from layers.view import View
from layers.wording import say_people, say_range

NODE_RADIUS: Final = 6.0
"""CSS pixels: the circle of the view's own place."""

WIDTH_MIN: Final = 0.9
"""CSS pixels of the thinnest arrow; the browser's smoothing adds nearly one more."""

GAP: Final = 3.0
"""CSS pixels between a node's circle and the arrows."""

OUTLINE: Final = (0.5, 1.0)
"""CSS pixels round a modelled arrow, which is filled with the pale tone: thin for thin arrows, lest the outline be
all that is seen of them and they look stronger than wide ones. A counted arrow is filled and has no outline."""


def draw_selection(cube: Cube, selection: Selection, width: Width, *, zoom: float) -> Arrows:
    """
    Draw the flows that a view shows.

    Parameters
    ----------
    cube
        Where the units are.
    selection
        Its first `drawn` rows are drawn.
    width
        The scale of widths.
    zoom
        MapLibre zoom at which the widths hold.

    Returns
    -------
    arrows
        Smallest first, so that the largest lies on top; the id of an arrow is "origin>destination".
    """
    rows = slice(0, selection.drawn)
    codes = cube.flow_units.codes
    pairs = np.stack([selection.origin[rows], selection.destination[rows]], axis=1)
    return draw_arrows(
        cube.flow_units.nodes,
        pairs,
        selection.people[rows],
        zoom=zoom,
        people_max=width.people_max,
        width_max=width.width_max,
        node_radius=NODE_RADIUS,
        gap=GAP,
        width_min=WIDTH_MIN,
        ids=[f"{codes[origin]}>{codes[destination]}" for origin, destination in pairs.tolist()],
    )


def build_flow_trace(
    cube: Cube, view: View, selection: Selection, arrows: Arrows, matrix: Matrix, palette: Palette
) -> dict[str, Any]:
    """
    Build the one trace that holds every arrow.

    Parameters
    ----------
    cube, view, selection, arrows
        What is drawn; `arrows` come from `draw_selection`.
    matrix
        Says what kind of evidence the flows are.
    palette
        Colours.

    Returns
    -------
    trace
        A `choroplethmap` as a plain dict, in drawing order; `customdata` is the partner's code.
    """
    here = cube.flow_units.index(view.place)
    rows = arrows.row.tolist()
    coming = [bool(selection.destination[row] == here) for row in rows]
    modelled = matrix.evidence != "counted"
    inward_fill, outward_fill = (
        (palette.coming_pale, palette.going_pale) if modelled else (palette.coming, palette.going)
    )
    names, codes = cube.flow_units.names, cube.flow_units.codes
    text = [
        f"<b>{names[selection.origin[row]]} → {names[selection.destination[row]]}</b><br>"
        f"{say_people(selection.people[row])} {matrix.unit}"
        f"{' more than the other way' if view.direction == 'net' else ''}<br>"
        f"range {say_range(selection.low[row], selection.high[row])} · {matrix.evidence}"
        for row in rows
    ]
    return {
        "type": "choroplethmap",
        "name": "flows",
        "geojson": to_geojson(arrows),
        "featureidkey": "id",
        "locations": arrows.ids,
        "z": [0 if inward else 1 for inward in coming],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, inward_fill], [0.5, inward_fill], [0.5, outward_fill], [1, outward_fill]],
        "showscale": False,
        "marker": {
            "opacity": 0.94,
            "line": {
                "width": np.clip(0.3 + 0.12 * arrows.width, *OUTLINE).round(2).tolist() if modelled else 0,
                "color": [palette.coming_line if inward else palette.going_line for inward in coming],
            },
        },
        "unselected": {"marker": {"opacity": 0.12}},
        "selected": {"marker": {"opacity": 1}},
        "hovertext": text,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [codes[selection.partner[row]] for row in rows],
    }


def build_hub_trace(cube: Cube, view: View, arrows: Arrows, palette: Palette) -> dict[str, Any]:
    """
    Build the disc round the view's place on which all its arrows end.

    Parameters
    ----------
    cube, view, arrows, palette
        Where the place is, how far from its middle the arrows end, colours.

    Returns
    -------
    trace
        A `scattermap` as a plain dict: many arrows need a wide ring of slots, and the disc says whose they are.
    """
    here = cube.flow_units.index(view.place)
    lon, lat = cube.flow_units.nodes[here].tolist()
    size = round(2 * (float(arrows.ring[here]) - GAP), 1)
    return {
        "type": "scattermap",
        "name": "hub",
        "mode": "markers",
        "lon": [lon],
        "lat": [lat],
        "marker": {"size": size, "color": palette.node, "opacity": 0.09, "allowoverlap": True},
        "hoverinfo": "skip",
    }
