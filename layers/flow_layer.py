"""Flows as arrows: geometry, look, hover and the trace. Modelled arrows never look like counted ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.language import mark, tr, tr_count
from layers.arrows import Arrows, draw_arrows, to_geojson
from layers.cube import Cube, Matrix
from layers.flow_selection import Selection
from layers.legend import Key
from layers.palette import Palette
from layers.scales import Width, round_nice
from layers.terms import say_evidence, say_unit
from layers.view import View
from layers.wording import say_pair, say_people, say_range

NODE_RADIUS: Final = 6.0
"""CSS pixels: the circle of the view's own place."""

WIDTH_MIN: Final = 0.9
"""CSS pixels of the thinnest arrow; the browser's smoothing adds nearly one more."""

GAP: Final = 3.0
"""CSS pixels between a node's circle and the arrows."""

OUTLINE: Final = (0.5, 1.0)
"""CSS pixels round a modelled arrow, which is filled with the pale tone: thin for thin arrows, lest the outline be
all that is seen of them and they look stronger than wide ones. A counted arrow is filled and has no outline."""


DOUBTFUL: Final = "balochistan"
"""The province where how completely people were counted changed most: growth that comes of it is taken for arrivals, so
the other ends of its flows cannot be relied on (README, "How good is the estimate?")."""

DOUBTFUL_OPACITY: Final = 0.38

AMOUNTS: Final = {
    "in": mark("in, {people} {unit}"),
    "out": mark("out, {people} {unit}"),
    "": mark("{people} {unit}"),
}
LOOKS: Final = {
    "modelled": mark("Pale with an outline: modelled."),
    "surveyed": mark("Filled: surveyed, not modelled."),
    "": mark("Filled: from counts, not modelled."),
}
"""What the look of arrows says, by evidence; "" is any other."""


def say_doubtful(cube: Cube, places: Iterable[int]) -> str:
    """
    Warn of numbers that rest on flows which cannot be relied on.

    Parameters
    ----------
    cube, places
        Positions of the flow units that a view is about.

    Returns
    -------
    sentence
        "" unless one of them lies in Balochistan.
    """
    if all(cube.flow_units.provinces[place] != DOUBTFUL for place in places):
        return ""
    return tr(
        "Do not rely on the estimate’s flows to and from Balochistan: how completely its people were counted changed, "
        "and growth that comes of it is taken for arrivals."
    )


def mark_doubtful(cube: Cube, selection: Selection, matrix: Matrix) -> NDArray[np.bool_]:
    """
    Find the modelled flows that cannot be relied on.

    Parameters
    ----------
    cube, selection, matrix
        Places, flows, and their evidence.

    Returns
    -------
    doubtful
        One a flow: an end lies in Balochistan. None of those computed from counts.
    """
    inside = np.array([province == DOUBTFUL for province in cube.flow_units.provinces])
    doubtful: NDArray[np.bool_] = inside[selection.origin] | inside[selection.destination]
    return doubtful & (matrix.evidence == "modelled")


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
    unclear = selection.unclear[arrows.row]
    modelled = matrix.evidence == "modelled"
    doubtful = mark_doubtful(cube, selection, matrix)[arrows.row]
    inward_fill, outward_fill = (
        (palette.coming_pale, palette.going_pale) if modelled else (palette.coming, palette.going)
    )
    names, codes = cube.flow_units.names, cube.flow_units.codes
    amount = tr("{people} {unit} more than the other way") if view.direction == "net" else tr("{people} {unit}")
    spread = tr("range {range} · {evidence}") if matrix.has_ranges else "{evidence}"
    evidence, unit = say_evidence(matrix.evidence), say_unit(matrix.unit)
    nobody = f"<br>{tr('may as well be nobody, or the other way')}"
    beware = f"<br>{tr('do not rely on it: Balochistan')}"
    text = [
        f"<b>{say_pair(names[selection.origin[row]], names[selection.destination[row]])}</b><br>"
        f"{amount.format(people=say_people(selection.people[row]), unit=unit)}<br>"
        f"{spread.format(range=say_range(selection.low[row], selection.high[row]), evidence=evidence)}"
        f"{nobody if zero else ''}{beware if faint else ''}"
        for row, faint, zero in zip(rows, doubtful.tolist(), unclear.tolist(), strict=True)
    ]
    return {
        "type": "choroplethmap",
        "name": "flows",
        "geojson": to_geojson(arrows),
        "featureidkey": "id",
        "locations": arrows.ids,
        "z": [2 if zero else 0 if inward else 1 for inward, zero in zip(coming, unclear.tolist(), strict=True)],
        "zmin": -0.5,
        "zmax": 2.5,
        "colorscale": [
            [edge / 3, tone]
            for step, tone in enumerate((inward_fill, outward_fill, palette.unclear))
            for edge in (step, step + 1)
        ],
        "showscale": False,
        "marker": {
            "opacity": np.where(doubtful, DOUBTFUL_OPACITY, 0.94).tolist(),
            "line": {
                "width": np.clip(0.3 + 0.12 * arrows.width, *OUTLINE).round(2).tolist() if modelled else 0,
                "color": [
                    palette.muted if zero else palette.coming_line if inward else palette.going_line
                    for inward, zero in zip(coming, unclear.tolist(), strict=True)
                ],
            },
        },
        "unselected": {"marker": {"opacity": 0.12}},
        "selected": {"marker": {"opacity": 1}},
        "hovertext": text,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [codes[selection.partner[row]] for row in rows],
    }


def build_flow_keys(
    cube: Cube, view: View, selection: Selection, arrows: Arrows, width: Width, palette: Palette
) -> tuple[Key, ...]:
    """
    Explain the arrows: their width, and what their look says of the evidence.

    Parameters
    ----------
    cube, view, selection, arrows, width, palette
        What is drawn.

    Returns
    -------
    keys
        Two arrows with their people, then words; nothing when no flow is drawn.
    """
    if not len(arrows):
        return ()
    matrix = cube.matrix(view)
    style = matrix.evidence if matrix.evidence == "modelled" else "counted"
    coming = (palette.coming_pale if style == "modelled" else palette.coming, palette.coming_line)
    going = (palette.going_pale if style == "modelled" else palette.going, palette.going_line)
    largest = round_nice(width.people_max * 0.7, up=False)
    if view.direction in {"net", "all"}:
        amounts = [(largest, coming, "in"), (largest, going, "out")]
    else:
        tones = going if view.direction == "out" else coming
        amounts = [(largest, tones, ""), (largest / 5, tones, "")]
    unit = say_unit(matrix.unit)
    keys = [
        Key(tr(AMOUNTS[way]).format(people=say_people(people), unit=unit), *tones, width.pixels(people), style)
        for people, tones, way in amounts
    ]
    words = [tr(LOOKS.get(matrix.evidence, LOOKS[""]))]
    if mark_doubtful(cube, selection, matrix)[arrows.row].any():
        words.append(tr("Faint: touches Balochistan, not to be relied on."))
    if selection.unclear[arrows.row].any():
        words.append(tr("Grey: its range holds zero."))
    if arrows.floored:
        wider = tr_count(
            "The thinnest is drawn wider than in proportion, to be seen.",
            "The {count} thinnest are drawn wider than in proportion, to be seen.",
            arrows.floored,
        )
        words.append(wider.format(count=arrows.floored))
    return (*keys, Key(" ".join(words), "", style="words"))


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
