"""
Longitude and latitude to map pixels and back, as MapLibre draws them.

MapLibre's world is a square of ``512 · 2**zoom`` CSS pixels in Web Mercator (EPSG:3857 scaled), x to the
east and y to the *south*, the origin in the north-west corner. Everything drawn is laid out in these pixels
and turned back into degrees, so one geometry serves the screen, the GIS file and the printed page.

On paper the same code lays out on Albers' conic (`on_paper`), so that widths and gaps are true there too.

Coordinates are arrays of shape ``(n, 2)`` in lon, lat order (EPSG:4326); pixels are ``(n, 2)`` in x, y order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np
import numpy.typing as npt

from layers.conic import conic_radius, invert_conic, project_conic

__all__ = [
    "TILE",
    "FloatArray",
    "degree_decimals",
    "distance_km",
    "km_per_pixel",
    "on_paper",
    "to_lonlat",
    "to_pixels",
    "world_size",
]

FloatArray = npt.NDArray[np.float64]

TILE = 512.0
"""Side of the world at zoom 0, in CSS pixels (MapLibre's tile size)."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

LATITUDE_MAX = 85.0511287798066
"""Latitude at which the Mercator world becomes a square."""

_CONIC: ContextVar[bool] = ContextVar("conic", default=False)


@contextmanager
def on_paper() -> Iterator[None]:
    """Lay out on the conic of printed maps for as long as the block lasts, in this thread alone."""
    token = _CONIC.set(True)
    try:
        yield
    finally:
        _CONIC.reset(token)


def world_size(zoom: float) -> float:
    """
    Measure the side of the whole world at a zoom.

    Parameters
    ----------
    zoom
        MapLibre zoom, may be fractional.

    Returns
    -------
    size
        Side in CSS pixels, ``512 · 2**zoom``.
    """
    return float(TILE * 2.0**zoom)


def to_pixels(lonlat: npt.ArrayLike, zoom: float) -> FloatArray:
    """
    Project longitude and latitude to world pixels.

    Parameters
    ----------
    lonlat
        Degrees, shape ``(..., 2)``, lon then lat. Latitudes beyond ±85.05° are moved to that line.
    zoom
        MapLibre zoom.

    Returns
    -------
    xy
        CSS pixels, same shape; x to the east, y to the south. Empty input gives an empty array.
    """
    degrees = np.asarray(lonlat, dtype=np.float64)
    size = world_size(zoom)
    if _CONIC.get():
        return project_conic(degrees, conic_radius(size))
    xy = np.empty(degrees.shape)
    xy[..., 0] = (degrees[..., 0] + 180.0) * (size / 360.0)
    sine = np.sin(np.radians(np.clip(degrees[..., 1], -LATITUDE_MAX, LATITUDE_MAX)))
    xy[..., 1] = size * (0.5 - np.arctanh(sine) / (2.0 * math.pi))
    return xy


def to_lonlat(xy: npt.ArrayLike, zoom: float) -> FloatArray:
    """
    Turn world pixels back into longitude and latitude; the inverse of `to_pixels`.

    Parameters
    ----------
    xy
        CSS pixels, shape ``(..., 2)``, x then y.
    zoom
        MapLibre zoom.

    Returns
    -------
    lonlat
        Degrees, same shape, lon then lat.
    """
    pixels = np.asarray(xy, dtype=np.float64)
    size = world_size(zoom)
    if _CONIC.get():
        return invert_conic(pixels, conic_radius(size))
    lonlat = np.empty(pixels.shape)
    lonlat[..., 0] = pixels[..., 0] * (360.0 / size) - 180.0
    lonlat[..., 1] = np.degrees(np.arcsin(np.tanh((0.5 - pixels[..., 1] / size) * (2.0 * math.pi))))
    return lonlat


def km_per_pixel(latitude: float, zoom: float) -> float:
    """
    Measure one pixel on the ground.

    Parameters
    ----------
    latitude
        Degrees; Web Mercator stretches with ``1 / cos(latitude)``.
    zoom
        MapLibre zoom.

    Returns
    -------
    km
        Kilometres covered by one CSS pixel there; on paper the same everywhere, but for the conic's 1 %.
    """
    if _CONIC.get():
        return EARTH_RADIUS_KM / conic_radius(world_size(zoom))
    return 2.0 * math.pi * EARTH_RADIUS_KM * math.cos(math.radians(latitude)) / world_size(zoom)


def distance_km(a: npt.ArrayLike, b: npt.ArrayLike) -> FloatArray:
    """
    Measure great-circle distances (haversine formula).

    Parameters
    ----------
    a, b
        Degrees, shape ``(..., 2)``, lon then lat; the two broadcast against each other.

    Returns
    -------
    km
        Kilometres on a sphere of radius 6371.0088 km.
    """
    first, second = np.radians(np.asarray(a, dtype=np.float64)), np.radians(np.asarray(b, dtype=np.float64))
    half = (second - first) / 2.0
    chord = np.sin(half[..., 1]) ** 2
    chord = chord + np.cos(first[..., 1]) * np.cos(second[..., 1]) * np.sin(half[..., 0]) ** 2
    km: FloatArray = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return km


def degree_decimals(zoom: float) -> int:
    """
    Choose how many decimals of a degree keep a drawing within a fiftieth of a pixel.

    Parameters
    ----------
    zoom
        MapLibre zoom the drawing is made for.

    Returns
    -------
    decimals
        Between 3 and 7; 4 at country zooms. Fewer digits are fewer bytes on the wire.
    """
    return int(np.clip(math.ceil(-math.log10(360.0 / world_size(zoom) / 50.0)), 3, 7))
