"""Arrows of differences: flows that are larger (red) or smaller (blue) than those they are compared with."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.language import tr
from layers.arrows import Arrows, to_geojson
from layers.cube import Cube
from layers.flow_selection import Selection
from layers.legend import Key
from layers.palette import Palette
from layers.scales import Width, round_nice
from layers.wording import say_pair, say_people

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SEEN: Final = 0.5
"""People: a difference below half a person is none."""


def select_differences(difference: Floats, *, drawn: int, among: Flags | None = None) -> tuple[Selection, Flags]:
    """
    Pick the flows that differ most.

    Parameters
    ----------
    difference
        People from row to column, signed, shape (n, n).
    drawn
        How many to draw at most.
    among
        Which flows to choose from, shape (n, n); all when not given.

    Returns
    -------
    selection
        `people` is the size of the difference, without a range; the total is that of all sizes.
    more
        Whether each flow is the larger one, shape (k,).
    """
    difference = difference if among is None else np.where(among, difference, 0.0)
    size = np.abs(difference)
    order = np.argsort(-size, axis=None, kind="stable")
    order = order[size.ravel()[order] >= SEEN]
    origin, destination = (axis.astype(np.int64) for axis in np.unravel_index(order, size.shape))
    people = size[origin, destination]
    selection = Selection(
        origin,
        destination,
        people,
        people,
        people,
        destination,
        total=float(size.sum()),
        count=int(order.size),
        drawn=min(drawn, int(order.size)),
    )
    return selection, difference[origin, destination] > 0


def build_change_trace(
    cube: Cube, selection: Selection, more: Flags, arrows: Arrows, texts: list[str], codes: list[str], palette: Palette
) -> dict[str, Any]:
    """
    Build the trace of the arrows.

    Parameters
    ----------
    cube, selection, more, arrows
        What is drawn; `arrows` come from `flow_layer.draw_selection`.
    texts
        Hover of each flow below the names of its ends, in the order of `selection`, at least those drawn.
    codes
        Place that a click opens, likewise.
    palette
        Colours.

    Returns
    -------
    trace
        A `choroplethmap` as a plain dict; pale with an outline, since whatever is compared here is a model.
    """
    names = cube.flow_units.names
    rows = arrows.row.tolist()
    tones = (palette.coming_pale, palette.going_pale)
    return {
        "type": "choroplethmap",
        "name": "flows",
        "geojson": to_geojson(arrows),
        "featureidkey": "id",
        "locations": arrows.ids,
        "z": [0 if more[row] else 1 for row in rows],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, tones[0]], [0.5, tones[0]], [0.5, tones[1]], [1, tones[1]]],
        "showscale": False,
        "marker": {
            "opacity": 0.94,
            "line": {"width": 0.8, "color": [palette.coming_line if more[row] else palette.going_line for row in rows]},
        },
        "unselected": {"marker": {"opacity": 0.12}},
        "selected": {"marker": {"opacity": 1}},
        "hovertext": [
            f"<b>{say_pair(names[selection.origin[row]], names[selection.destination[row]])}</b><br>{texts[row]}"
            for row in rows
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [codes[row] for row in rows],
    }


def build_change_keys(arrows: Arrows, width: Width, palette: Palette, *, words: str) -> tuple[Key, ...]:
    """
    Explain the arrows.

    Parameters
    ----------
    arrows, width, palette
        What is drawn.
    words
        What is compared, in a sentence.

    Returns
    -------
    keys
        An arrow for more, one for fewer, and the words; nothing when no flow is drawn.
    """
    if not len(arrows):
        return ()
    amount = round_nice(width.people_max * 0.7, up=False)
    pixels = width.pixels(amount)
    more = tr("{people} more a year").format(people=say_people(amount))
    fewer = tr("{people} fewer a year").format(people=say_people(amount))
    return (
        Key(more, palette.coming_pale, palette.coming_line, pixels, "modelled"),
        Key(fewer, palette.going_pale, palette.going_line, pixels, "modelled"),
        Key(words, "", style="words"),
    )
