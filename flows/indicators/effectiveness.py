"""How much migration alters where people live: effectiveness and the aggregate net migration rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ._checks import check_matrix, check_population

if TYPE_CHECKING:
    import pandas as pd


def migration_effectiveness(matrix: pd.DataFrame) -> float:
    """
    Of every 100 moves, how many change the map; the rest cancel out.

    Near 0, as many come as go everywhere, and migration exchanges people without shifting them. Near 100 all moves
    go one way.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.

    Returns
    -------
    effectiveness
        Percent from 0 to 100: 100 Σ|D - O| / Σ(D + O), with D who came to a place and O who left it. NaN where nobody
        moved, so for an empty matrix and for one place too.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    Shryock, Siegel et al. (1975), "The Methods and Materials of Demography"; Bell et al. (2002). Also called
    efficiency; the same in migest and migration.indices.
    """
    moves = check_matrix(matrix)
    if not moves.total:
        return np.nan
    return float(100 * np.abs(moves.inflow - moves.outflow).sum() / (moves.inflow + moves.outflow).sum())


def effectiveness_by_place(matrix: pd.DataFrame) -> pd.Series:
    """
    Of every 100 moves to or from a place, how many more come than go.

    At +100 people only come, at -100 they only leave, at 0 as many come as go.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.

    Returns
    -------
    effectiveness
        Percent from -100 to 100 for each place: 100 (D - O) / (D + O). NaN for a place that nobody enters or leaves;
        empty for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    Shryock, Siegel et al. (1975). FlowMapper's net flow ratio is this divided by 100.
    """
    moves = check_matrix(matrix)
    with np.errstate(invalid="ignore"):
        ratio = 100 * (moves.inflow - moves.outflow) / (moves.inflow + moves.outflow)
    return moves.series(ratio, "effectiveness")


def aggregate_net_migration_rate(matrix: pd.DataFrame, population: pd.Series) -> float:
    """
    Of every 100 people, how many live elsewhere than they would without migration.

    It joins how many move with how little of it cancels out: it is the crude intensity times the effectiveness,
    divided by 100.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    population
        Persons living in each place, indexed like the matrix in any order; at the start or in the middle of the
        interval, and for lifetime moves those born there.

    Returns
    -------
    rate
        Percent from 0 to 100: 100 · ½ Σ|D - O| / P, with P all who live there. 0 where nobody moved or there is one
        place; NaN for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix or the populations are unsound, or nobody lives there. Or more moved than live there, in all or in
        the places that most movers left: then populations are in thousands, or not those the moves are part of.

    Notes
    -----
    Bell et al. (2002). migest's `index_impact` takes the populations as they come: in its own example they are in
    millions, and the rate it prints, 375133, is a million times too high. Here they must be persons.
    """
    moves, people = check_population(matrix, population)
    net = np.abs(moves.inflow - moves.outflow).sum()
    return float(50 * net / people.sum()) if len(people) else np.nan
