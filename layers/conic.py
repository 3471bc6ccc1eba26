"""
The projection of printed maps: Albers' equal-area conic for Pakistan.

On paper a map has no reason to be in Web Mercator, where Gilgit is drawn a quarter larger than Karachi. Equal areas let
colours be compared, and the two standard parallels keep lengths within 1 % over the whole country.

Source: Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987), equations 14-1 to 14-11, sphere.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

PARALLELS: Final = (25.5, 35.0)
"""Standard parallels, degrees north: a sixth of the country's height in from its southern and northern ends."""

CENTRE: Final = (69.5, 30.0)
"""Central meridian and the latitude at which a pixel is as large as one of the screen's map at the same zoom."""

_SINES = [math.sin(math.radians(latitude)) for latitude in PARALLELS]
_N = sum(_SINES) / 2
_C = math.cos(math.radians(PARALLELS[0])) ** 2 + 2 * _N * _SINES[0]


def project_conic(lonlat: npt.ArrayLike, radius: float) -> FloatArray:
    """
    Project longitude and latitude.

    Parameters
    ----------
    lonlat
        Degrees, shape ``(..., 2)``, lon then lat.
    radius
        Of the sphere, in the unit wanted.

    Returns
    -------
    xy
        Same shape, x to the east of the central meridian, y to the south of the cone's tip.
    """
    degrees = np.asarray(lonlat, dtype=np.float64)
    rho = radius / _N * np.sqrt(_C - 2 * _N * np.sin(np.radians(degrees[..., 1])))
    theta = _N * np.radians(degrees[..., 0] - CENTRE[0])
    return np.stack([rho * np.sin(theta), rho * np.cos(theta)], axis=-1)


def invert_conic(xy: npt.ArrayLike, radius: float) -> FloatArray:
    """
    Turn projected coordinates back into longitude and latitude; the inverse of `project_conic`.

    Parameters
    ----------
    xy
        Shape ``(..., 2)``.
    radius
        As it was projected with.

    Returns
    -------
    lonlat
        Degrees, same shape.
    """
    plane = np.asarray(xy, dtype=np.float64)
    rho = np.hypot(plane[..., 0], plane[..., 1])
    sine = (_C - (rho * _N / radius) ** 2) / (2 * _N)
    lon = CENTRE[0] + np.degrees(np.arctan2(plane[..., 0], plane[..., 1])) / _N
    return np.stack([lon, np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))], axis=-1)


def conic_radius(size: float) -> float:
    """
    Find the sphere whose conic map has the scale of a Web Mercator world at the central latitude.

    Parameters
    ----------
    size
        Side of that world, pixels.

    Returns
    -------
    radius
        Pixels.
    """
    return size / (2 * math.pi * math.cos(math.radians(CENTRE[1])))
