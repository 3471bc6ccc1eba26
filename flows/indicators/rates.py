"""How many come to and leave each place, of every 1,000 who live there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._checks import check_population

if TYPE_CHECKING:
    import pandas as pd


def in_migration_rate(matrix: pd.DataFrame, population: pd.Series) -> pd.Series:
    """
    Of every 1,000 people of a place, how many came from another place.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    population
        Persons living in each place, indexed like the matrix in any order; at the start or in the middle of the
        interval.

    Returns
    -------
    rate
        Per 1,000 for each place: 1000 D / P, with D who came. 0 where nobody came; empty for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix or the populations are unsound, a place has no people, or more left it than live there.

    Notes
    -----
    United Nations, Manual VI, "Methods of Measuring Internal Migration" (1970). Those who came were not at risk of
    coming, so this is a ratio rather than a probability.
    """
    moves, people = check_population(matrix, population, every_place=True)
    return moves.series(1000 * moves.inflow / people, "in_migration_rate")


def out_migration_rate(matrix: pd.DataFrame, population: pd.Series) -> pd.Series:
    """
    Of every 1,000 people of a place, how many left for another place.

    Parameters
    ----------
    matrix, population
        As for `in_migration_rate`.

    Returns
    -------
    rate
        Per 1,000 for each place: 1000 O / P, with O who left. 0 where nobody left; empty for an empty matrix.

    Raises
    ------
    IndicatorError
        As for `in_migration_rate`.

    Notes
    -----
    United Nations, Manual VI (1970).
    """
    moves, people = check_population(matrix, population, every_place=True)
    return moves.series(1000 * moves.outflow / people, "out_migration_rate")


def net_migration_rate(matrix: pd.DataFrame, population: pd.Series) -> pd.Series:
    """
    How many people a place gained or lost by migration, of every 1,000 who live there.

    Parameters
    ----------
    matrix, population
        As for `in_migration_rate`.

    Returns
    -------
    rate
        Per 1,000 for each place, gains positive: 1000 (D - O) / P. 0 where nobody moved; empty for an empty matrix.

    Raises
    ------
    IndicatorError
        As for `in_migration_rate`.

    Notes
    -----
    United Nations, Manual VI (1970). Some authors give it per 100.
    """
    moves, people = check_population(matrix, population, every_place=True)
    return moves.series(1000 * (moves.inflow - moves.outflow) / people, "net_migration_rate")
