"""
How many people move: the crude intensity and Courgeau's k.

An intensity depends on how long the interval was and on how many places the country is cut into. Never compare two of
different interval; k is there to compare two of different zoning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ._checks import check_population, stop

if TYPE_CHECKING:
    import pandas as pd


def crude_migration_intensity(matrix: pd.DataFrame, population: pd.Series) -> float:
    """
    Of every 100 people, how many moved to another place.

    It says how mobile a country is, not who gains. The more and the smaller the places, the more moves cross a line
    and the higher it is.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    population
        Persons living in each place, indexed like the matrix in any order; at the start or in the middle of the
        interval, and for lifetime moves those born there.

    Returns
    -------
    intensity
        Percent, 100 M / P, with M all who moved and P all who live there. 0 where nobody moved or there is one place;
        NaN for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix or the populations are unsound, or nobody lives there. Or more moved than live there, in all or in
        the places that most movers left: then populations are in thousands, or not those the moves are part of.

    Notes
    -----
    Rees et al. (2000); Bell et al. (2002), "Cross-national comparison of internal migration", Journal of the Royal
    Statistical Society A 165, who call it a probability where the data are transitions and a rate where they are
    events. migest calls it `cmp`; migration.indices `migration.cmr`.
    """
    moves, people = check_population(matrix, population)
    return 100.0 * moves.total / float(people.sum()) if len(people) else np.nan


def courgeau_k(matrix: pd.DataFrame, population: pd.Series) -> float:
    """
    How mobile people are, whatever the number of places the country is cut into.

    The crude intensity grows with the number of places. Divided by the logarithm of the number of pairs it hardly
    does, so two countries, or districts and provinces of one, can be compared.

    Parameters
    ----------
    matrix, population
        As for `crude_migration_intensity`.

    Returns
    -------
    k
        Percent per unit of ln n²: the crude intensity divided by ln n². NaN for fewer than two places.

    Raises
    ------
    IndicatorError
        As for `crude_migration_intensity`.

    Notes
    -----
    Courgeau (1973), "Migrants et migrations", Population 28. This is the form for one zoning, as in migest's
    `index_intensity`; Courgeau's own, and Bell and Muhidin's (2009), is the slope over several: `courgeau_slope`.
    """
    intensity = crude_migration_intensity(matrix, population)
    return intensity / float(np.log(len(matrix) ** 2)) if len(matrix) > 1 else np.nan


def courgeau_slope(intensities: Sequence[float], zones: Sequence[int]) -> float:
    """
    How mobile people are, read off several zonings of one country together.

    Take the crude intensity between provinces, between divisions, between districts: on the logarithm of the number
    of pairs they lie near a line through zero, and its slope is the mobility of the country.

    Parameters
    ----------
    intensities
        Crude migration intensity of each zoning, percent.
    zones
        Number of places of each zoning, in the same order.

    Returns
    -------
    k
        Percent per unit of ln n²: the slope, through the origin, of the least squares line of intensity on ln n².
        NaN without a zoning of two places or more.

    Raises
    ------
    IndicatorError
        The two are not lists of numbers, or not equally long; an intensity is not from 0 to 100, or a zoning has less
        than one place.

    Notes
    -----
    Courgeau (1973); Bell and Muhidin (2009), "Cross-national comparisons of internal migration", UNDP Human
    Development Research Paper 30. With one zoning it equals `courgeau_k`.
    """
    try:
        percent, number = np.asarray(intensities, dtype="float64"), np.asarray(zones, dtype="float64")
    except (TypeError, ValueError):
        percent = number = np.empty(())
    if percent.ndim != 1 or number.ndim != 1:
        stop(["intensities and zones must be lists of numbers, one for each zoning, such as [3, 5] and [10, 40]"])
    faults = []
    if len(percent) != len(number):
        faults.append(f"there are {len(percent)} intensities and {len(number)} numbers of zones: give one for each")
    if not ((percent >= 0) & (percent <= 100)).all():
        faults.append("an intensity must be from 0 to 100 percent")
    if not ((number >= 1) & (number < np.inf)).all():
        faults.append("a zoning must have one place or more")
    stop(faults)
    pairs = np.log(number**2)
    return float(percent @ pairs / (pairs @ pairs)) if pairs.any() else np.nan
