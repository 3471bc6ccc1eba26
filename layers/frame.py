"""
Where the map opens: the centre and zoom that show the flows that matter.

Controls, headline and legend lie over the map, so each side has its own padding; what is framed stays clear
of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from layers.projection import FloatArray, to_lonlat, to_pixels

__all__ = ["Frame", "Padding", "frame_bounds", "frame_flows"]

Padding = float | tuple[float, float, float, float]
"""CSS pixels: one number for every side, or (top, right, bottom, left) as in CSS."""

ZOOM_STEPS = 14
"""Halvings in the search for the closest zoom; 14 settle it to a thousandth of a zoom level."""


@dataclass(frozen=True)
class Frame:
    """
    A view of the map.

    Attributes
    ----------
    lon, lat
        Centre of the *whole* map element, degrees.
    zoom
        MapLibre zoom.
    bounds
        (west, south, east, north) in degrees of what is framed, without padding.
    share
        Part of all people carried by the flows that lie wholly inside, 0 to 1; 1 when no flows were given.
    inside
        For each flow, whether both its ends lie inside `bounds`; empty when no flows were given.
    """

    lon: float
    lat: float
    zoom: float
    bounds: tuple[float, float, float, float]
    share: float = 1.0
    inside: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))


def frame_bounds(
    bounds: Sequence[float],
    size: tuple[float, float],
    padding: Padding = 24.0,
    *,
    zoom_min: float = 0.0,
    zoom_max: float = 9.0,
) -> Frame:
    """
    Frame a rectangle of the earth.

    Parameters
    ----------
    bounds
        (west, south, east, north) in degrees, as geopandas' ``total_bounds``.
    size
        (width, height) of the map element in CSS pixels.
    padding
        CSS pixels kept free: one number, or (top, right, bottom, left).
    zoom_min, zoom_max
        Limits; a point is framed at `zoom_max`.

    Returns
    -------
    frame
        The rectangle, as large as it fits and centred in what the padding leaves free.

    Raises
    ------
    ValueError
        If bounds or size are not finite, or west lies east of east, or south north of north.
    """
    west, south, east, north = (float(value) for value in bounds)
    if not all(math.isfinite(value) for value in (west, south, east, north, *size)) or west > east or south > north:
        raise ValueError(f"bounds must be finite (west, south, east, north), got {tuple(bounds)!r}")
    middle = (west + east) / 2
    # On a conic the southern edge bulges below its corners.
    edge = to_pixels([[lon, lat] for lon in (west, middle, east) for lat in (south, north)], 0.0)
    zoom, centre = _fit(edge.min(axis=0), edge.max(axis=0), size, padding, zoom_min, zoom_max)
    lon, lat = to_lonlat(centre, 0.0).tolist()
    return Frame(lon, lat, zoom, (west, south, east, north))


def frame_flows(
    origins: npt.ArrayLike,
    destinations: npt.ArrayLike,
    people: npt.ArrayLike,
    *,
    size: tuple[float, float],
    padding: Padding = 24.0,
    share: float = 0.8,
    zoom_min: float = 0.0,
    zoom_max: float = 9.0,
) -> Frame:
    """
    Frame the flows that carry most of the movers, as closely as possible.

    Among all rectangles of the map's own shape, the smallest one is sought in which the flows lying wholly
    inside carry at least `share` of the people: a far flow is left outside when near ones suffice, and kept
    when it is large. The map is then fitted to the ends of the flows inside.

    Parameters
    ----------
    origins, destinations
        Degrees, shape ``(n, 2)``, lon then lat.
    people
        Shape ``(n,)``; the sign is ignored (net flows).
    size
        (width, height) of the map element in CSS pixels.
    padding
        CSS pixels kept free: one number, or (top, right, bottom, left).
    share
        Part of the people to carry, above 0 and up to 1.
    zoom_min, zoom_max
        Limits of the zoom; a lone place is framed at `zoom_max`.

    Returns
    -------
    frame
        With the flows inside and the share they carry. The same flows in another order give the same frame.

    Raises
    ------
    ValueError
        If there is no flow with finite ends, or the shapes differ, or `share` is out of range.
    """
    start = np.asarray(origins, dtype=np.float64).reshape(-1, 2)
    end = np.asarray(destinations, dtype=np.float64).reshape(-1, 2)
    weight: FloatArray = np.abs(np.asarray(people, dtype=np.float64).reshape(-1))
    if not len(start) == len(end) == len(weight):
        raise ValueError(f"{len(start)} origins, {len(end)} destinations and {len(weight)} people do not match")
    if not 0.0 < share <= 1.0:
        raise ValueError(f"share must lie above 0 and up to 1, got {share!r}")
    known = np.isfinite(start).all(axis=1) & np.isfinite(end).all(axis=1)
    if not known.any():
        raise ValueError("no flow with finite coordinates to frame")
    weight[~(known & np.isfinite(weight))] = 0.0
    if weight.sum() == 0.0:
        weight[known] = 1.0
    ends = np.stack([to_pixels(start, 0.0), to_pixels(end, 0.0)])
    low, high = np.minimum(*ends), np.maximum(*ends)
    corner, side = _closest_window(low[known], high[known], weight[known], _free(size, padding), share)
    slack = 1e-9 * (1.0 + side.max())
    inside = known & (low >= corner - slack).all(axis=1) & (high <= corner + side + slack).all(axis=1)
    top_left, bottom_right = low[inside].min(axis=0), high[inside].max(axis=0)
    zoom, centre = _fit(top_left, bottom_right, size, padding, zoom_min, zoom_max)
    (west, north), (east, south) = to_lonlat(np.stack([top_left, bottom_right]), 0.0).tolist()
    carried = float(weight[inside].sum() / weight.sum())
    lon, lat = to_lonlat(centre, 0.0).tolist()
    return Frame(lon, lat, zoom, (west, south, east, north), carried, inside)


def _sides(padding: Padding) -> tuple[float, float, float, float]:
    if isinstance(padding, tuple):
        return padding
    return (padding, padding, padding, padding)


def _free(size: tuple[float, float], padding: Padding) -> FloatArray:
    """Width and height left by the padding; never below 32 px, so a tiny window still gets a frame."""
    top, right, bottom, left = _sides(padding)
    free: FloatArray = np.maximum(np.array([size[0] - left - right, size[1] - top - bottom]), 32.0)
    return free


def _fit(
    top_left: FloatArray,
    bottom_right: FloatArray,
    size: tuple[float, float],
    padding: Padding,
    zoom_min: float,
    zoom_max: float,
) -> tuple[float, FloatArray]:
    """Zoom that fits a box of zoom-0 pixels, and the map's centre in zoom-0 pixels."""
    extent = np.maximum(bottom_right - top_left, 1e-12)
    zoom = float(np.clip(math.log2(float((_free(size, padding) / extent).min())), zoom_min, zoom_max))
    top, right, bottom, left = _sides(padding)
    shift = np.array([right - left, bottom - top]) / 2.0 / 2.0**zoom
    return zoom, (top_left + bottom_right) / 2.0 + shift


def _closest_window(
    low: FloatArray, high: FloatArray, weight: FloatArray, shape: FloatArray, share: float
) -> tuple[FloatArray, FloatArray]:
    """
    Find the smallest window of a given shape that wholly holds enough weight.

    A smallest window can be slid until its left and top sides touch a flow, so only those corners are tried;
    for each scale one matrix product counts the people in every candidate window at once.
    """
    lefts, tops = np.unique(low[:, 0]), np.unique(low[:, 1])
    wanted = share * weight.sum() * (1.0 - 1e-12)
    starts_right = low[None, :, 0] >= lefts[:, None]
    starts_below = low[None, :, 1] >= tops[:, None]

    def carried(scale: float) -> FloatArray:
        columns = starts_right & (high[None, :, 0] <= (lefts + scale * shape[0] * (1 + 1e-12))[:, None])
        rows = starts_below & (high[None, :, 1] <= (tops + scale * shape[1] * (1 + 1e-12))[:, None])
        product: FloatArray = (columns * weight) @ rows.T.astype(np.float64)
        return product

    small, large = 0.0, float(((high.max(axis=0) - low.min(axis=0)) / shape).max()) * (1 + 1e-9)
    for _ in range(ZOOM_STEPS):
        middle = (small + large) / 2.0
        if carried(middle).max() >= wanted:
            large = middle
        else:
            small = middle
    held = carried(large)
    column, row = np.unravel_index(int(held.argmax()), held.shape)
    return np.array([lefts[column], tops[row]]), large * shape
