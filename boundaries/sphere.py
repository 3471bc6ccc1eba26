"""Distances over the ground, on a sphere."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EARTH_RADIUS_KM", "distance_km"]

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def distance_km(one: ArrayLike, other: ArrayLike) -> NDArray[np.float64]:
    """
    Measure great-circle distances by the haversine formula.

    Parameters
    ----------
    one, other
        Longitude, latitude in degrees, shape (..., 2); the two broadcast against each other.

    Returns
    -------
    distance
        km, the broadcast shape without its last axis; NaN where a place is not known.
    """
    first, second = np.radians(np.asarray(one, dtype=np.float64)), np.radians(np.asarray(other, dtype=np.float64))
    half = np.sin((second - first) / 2.0) ** 2
    chord = half[..., 1] + np.cos(first[..., 1]) * np.cos(second[..., 1]) * half[..., 0]
    distance: NDArray[np.float64] = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return distance
