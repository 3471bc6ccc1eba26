"""
Who moves where: how much every place exchanges, and what draws two places together.

All functions are pure: arrays in, arrays out, places in one fixed order.

Turnover
    A place that gains N people a year by migration exchanges more than N. Its inflow I and outflow O are
    taken so that I - O = N and their geometric mean is its turnover T: I, O = sqrt(T² + N²/4) ± N/2. Both are
    positive whatever N is, and nearly T ± N/2 where turnover is the larger. T is shared out by people, of
    whom a townsman counts 1 + k U / (U + h) times, U being the urban people of the place: he moves about more
    than a villager, and more in a great city than in a small town, up to a limit.
Interaction
    f_ij = (d_ij + d0)^-b · (e + (1 - e) s_ij)^p, with d the great-circle distance in km and s the chance that
    one person of each place, drawn at random, have mother tongues of the same group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG), km."""


def measure_distances(lon: Floats, lat: Floats) -> Floats:
    """
    Measure great-circle distances by the haversine formula.

    Parameters
    ----------
    lon, lat
        Degrees east and north (EPSG:4326), n each.

    Returns
    -------
    distance
        n × n, km, with a zero diagonal.
    """
    east, north = np.radians(lon), np.radians(lat)
    half = (
        np.sin((north[:, None] - north) / 2) ** 2
        + np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    )
    distance: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return distance


def compare_languages(people: Floats) -> Floats:
    """
    Compute the chance that one person of each place speak languages of the same group.

    Parameters
    ----------
    people
        n places × k language groups, persons; every place has people.

    Returns
    -------
    similarity
        n × n between 0 and 1: the sum over groups of the product of the two shares.
    """
    shares = people / people.sum(axis=1, keepdims=True)
    similarity: Floats = shares @ shares.T
    return similarity


def weigh_pairs(
    distance: Floats, similarity: Floats, *, decay: float, nearest: float, power: float, floor: float
) -> Floats:
    """
    Weigh each pair of places by distance and mother tongue, see the module text.

    Parameters
    ----------
    distance
        n × n, km.
    similarity
        n × n between 0 and 1.
    decay
        b, the power of distance.
    nearest
        d0, km added to every distance.
    power
        p, the power of similarity.
    floor
        e, the weight of a pair that shares no language, 0 to 1.

    Returns
    -------
    weights
        n × n, positive but for the diagonal, which is zero: a move inside a place is no migration.
    """
    weights: Floats = (distance + nearest) ** -decay * (floor + (1 - floor) * similarity) ** power
    np.fill_diagonal(weights, 0.0)
    return weights


def share_turnover(rural: Floats, urban: Floats, *, extra: float, half_size: float) -> Floats:
    """
    Share out the turnover of the country over its places.

    Parameters
    ----------
    rural, urban
        People, n each.
    extra
        k: how many times more than a villager a townsman of a very great city exchanges, less one.
    half_size
        h: urban people at which half of that is reached; positive.

    Returns
    -------
    shares
        n, summing to 1.
    """
    weights = rural + urban * (1 + extra * urban / (urban + half_size))
    shares: Floats = weights / weights.sum()
    return shares


def split_turnover(turnover: Floats, net: Floats) -> tuple[Floats, Floats]:
    """
    Find the inflow and outflow that differ by `net` and whose geometric mean is `turnover`.

    Parameters
    ----------
    turnover
        People a year, positive.
    net
        People a year, inflow less outflow.

    Returns
    -------
    inflow, outflow
        People a year, both positive.
    """
    middle = np.sqrt(turnover**2 + net**2 / 4)
    return middle + net / 2, middle - net / 2
