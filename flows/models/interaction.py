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
    f_ij = (x_ij + x0)^-b · (e + (1 - e) s_ij)^p, with x what lies between the two places and s the chance that
    one person of each, drawn at random, have mother tongues of the same group. What lies between is either the
    great-circle distance in km, or the people who live nearer: those who could be met on a shorter way
    (intervening opportunities, Stouffer, 1940; the radiation model counts the same people). 300 km are a long
    way in Punjab, where thirty million live within them, and a short one in Balochistan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boundaries.sphere import distance_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]


def measure_distances(lon: Floats, lat: Floats) -> Floats:
    """
    Measure the great-circle distances between all places.

    Parameters
    ----------
    lon, lat
        Degrees east and north (EPSG:4326), n each.

    Returns
    -------
    distance
        n × n, km, with a zero diagonal.
    """
    nodes = np.column_stack([lon, lat])
    return distance_km(nodes[:, None], nodes)


def count_between(people: Floats, distance: Floats) -> Floats:
    """
    Count the people who live nearer to an origin than a destination is.

    Parameters
    ----------
    people
        Persons, n.
    distance
        n × n, rows are origins; the diagonal is not used.

    Returns
    -------
    between
        n × n, persons, neither those of the origin nor those of the destination among them; with a zero
        diagonal. Places as far from the origin as the destination is count as nearer, as in
        `flows.models.radiation`. It is not symmetric: less lies between a lonely place and a city than between
        the city and the lonely place.
    """
    between = np.zeros_like(distance, dtype="float64")
    for origin, reach in enumerate(distance):
        others = people.astype("float64")
        others[origin] = 0.0
        order = np.argsort(reach, kind="stable")
        within = np.cumsum(others[order])
        last = np.searchsorted(reach[order], reach, side="right") - 1
        between[origin] = within[last] - others
        between[origin, origin] = 0.0
    return between


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


def open_corridors(similarity: Floats, corridors: Mask, *, least: float) -> Floats:
    """
    Let people of a known corridor feel at home at its end, whatever they speak.

    Parameters
    ----------
    similarity
        n × n between 0 and 1.
    corridors
        n × n, true from origin to destination of each corridor.
    least
        Similarity of a corridor, unless that of its two places is higher already; 0 changes nothing.

    Returns
    -------
    similarity
        n × n between 0 and 1, no longer symmetric.
    """
    opened: Floats = np.where(corridors, np.maximum(similarity, least), similarity)
    return opened


def weigh_pairs(
    separation: Floats, similarity: Floats, *, decay: float, nearest: float, power: float, floor: float
) -> Floats:
    """
    Weigh each pair of places by what lies between them and by mother tongue, see the module text.

    Parameters
    ----------
    separation
        n × n: people between, from `count_between`, or distance in km.
    similarity
        n × n between 0 and 1.
    decay
        b, the power of separation.
    nearest
        x0, in the unit of `separation` and added to all of it: a town stands for a whole district.
    power
        p, the power of similarity.
    floor
        e, the weight of a pair that shares no language, 0 to 1.

    Returns
    -------
    weights
        n × n, positive but for the diagonal, which is zero: a move inside a place is no migration.
    """
    weights: Floats = (separation + nearest) ** -decay * (floor + (1 - floor) * similarity) ** power
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
