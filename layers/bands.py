"""The range of each flow drawn on its arrow: a dark core as wide as the low, a faint band as wide as the high."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.language import mark, tr
from layers.arrows import Arrows
from layers.flow_selection import Selection
from layers.legend import Key
from layers.palette import Palette
from layers.projection import FloatArray, degree_decimals, to_lonlat, to_pixels
from layers.scales import Width

BAND_OPACITY: Final = 0.6
CORE_OPACITY: Final = 0.85

FAINT: Final = 0.4
"""Part of their opacity that the ranges of a faint arrow keep."""

VISIBLE: Final = 4.0
"""CSS pixels: on a thinner arrow three widths cannot be told apart, so it is drawn as it is without ranges."""


BAND_WORDS: Final = {
    "modelled": mark(
        "Wide arrows, dark core: the low. Arrow: the best estimate. Faint band: the high (8 of 10 runs of the model "
        "lie between)."
    ),
    "surveyed": mark(
        "Wide arrows, dark core: the low. Arrow: the best estimate. Faint band: the high (the margin of error of the "
        "survey)."
    ),
    "derived": mark(
        "Wide arrows, dark core: the low. Arrow: the best estimate. Faint band: the high (the bounds of the "
        "arithmetic)."
    ),
    "": mark(
        "Wide arrows, dark core: the low. Arrow: the best estimate. Faint band: the high (as the table gives them)."
    ),
}
"""What the three widths of an arrow are, by evidence; "" is any other."""


def draw_ribbons(arrows: Arrows, width: FloatArray) -> list[FloatArray]:
    """
    Draw a ribbon of another width along the shaft of each arrow.

    Parameters
    ----------
    arrows
        Drawn flows.
    width
        CSS pixels at the arrows' zoom, shape (n,), in drawing order.

    Returns
    -------
    ribbons
        One closed ring an arrow, degrees, lon then lat, from the start of the shaft to the base of the head; none
        where `arrows` is empty.
    """
    if not len(arrows):
        return []
    middle = to_pixels(arrows.lines[:, :-1].reshape(-1, 2), arrows.zoom).reshape(len(arrows), -1, 2)
    along = np.asarray(np.gradient(middle, axis=1))
    across = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    across *= (width[:, None] / 2 / np.maximum(np.hypot(along[..., 0], along[..., 1]), 1e-9))[..., None]
    sides = np.concatenate([middle + across, (middle - across)[:, ::-1], (middle + across)[:, :1]], axis=1)
    degrees = to_lonlat(sides.reshape(-1, 2), arrows.zoom).reshape(sides.shape)
    return list(np.round(degrees, degree_decimals(arrows.zoom)))


def build_band_traces(
    selection: Selection, arrows: Arrows, width: Width, palette: Palette, *, here: int, faint: NDArray[np.bool_]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Build the traces that lie below and on the arrows.

    Parameters
    ----------
    selection, arrows, width
        The flows with their ranges, drawn on this scale.
    palette
        Colours.
    here
        Position of the view's place: flows into it have the colour of arrivals.
    faint
        Which flows of `selection` cannot be relied on: their ranges are as faint as their arrows.

    Returns
    -------
    band, core
        `choroplethmap` traces as plain dicts, without hover: the arrow between them says the range in words.
    """
    rows = arrows.row
    inward = selection.destination[rows] == here
    high = np.array([width.pixels(max(float(people), 0.0)) for people in selection.high[rows]])
    low = np.array([width.pixels(max(float(people), 0.0)) for people in selection.low[rows]])
    seen = np.flatnonzero(arrows.width >= VISIBLE)
    pale, full = (palette.coming_pale, palette.going_pale), (palette.coming, palette.going)
    opacity = np.where(faint[rows], FAINT, 1.0)
    band = _build_trace("bands", arrows, draw_ribbons(arrows, high), seen, inward, BAND_OPACITY * opacity, pale)
    core = _build_trace("cores", arrows, draw_ribbons(arrows, low), seen, inward, CORE_OPACITY * opacity, full)
    return band, core


def _build_trace(
    name: str,
    arrows: Arrows,
    ribbons: list[FloatArray],
    kept: Any,
    inward: Any,
    opacity: FloatArray,
    tones: tuple[str, str],
) -> dict[str, Any]:
    ids = [arrows.ids[index] for index in kept.tolist()]
    features = [
        {
            "type": "Feature",
            "id": key,
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [ribbons[index].tolist()]},
        }
        for key, index in zip(ids, kept.tolist(), strict=True)
    ]
    return {
        "type": "choroplethmap",
        "name": name,
        "geojson": {"type": "FeatureCollection", "features": features},
        "featureidkey": "id",
        "locations": ids,
        "z": [0 if inward[index] else 1 for index in kept.tolist()],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, tones[0]], [0.5, tones[0]], [0.5, tones[1]], [1, tones[1]]],
        "showscale": False,
        "marker": {"opacity": opacity[kept].round(2).tolist(), "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def build_band_key(evidence: str) -> Key:
    """
    Explain the three widths of an arrow.

    Parameters
    ----------
    evidence
        Of the flows: it says where their range comes from.

    Returns
    -------
    key
        Words.
    """
    return Key(tr(BAND_WORDS.get(evidence, BAND_WORDS[""])), "", style="words")
