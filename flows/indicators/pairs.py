"""Which pairs of places exchange more people than their size explains: preference, velocity, modularity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ._checks import check_matrix, check_population, stop
from ._moves import Moves

if TYPE_CHECKING:
    import pandas as pd

    from ._moves import Floats


def preference(
    matrix: pd.DataFrame, population: pd.Series, *, variant: Literal["bachi", "migest"] = "bachi"
) -> pd.DataFrame:
    """
    How many times more people take a route than if movers chose by the size of places alone.

    Above 1 the route is preferred, below 1 it is shunned, at 0 nobody takes it.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    population
        Persons living in each place, indexed like the matrix in any order. More may have left a place than live there.
    variant
        "bachi" expects M p q / (1 - Σp²) on a route, with p and q the shares of the population in its two places, so
        that the expected flows sum to all who moved. "migest" expects M p q, which leaves part of the movers inside
        their places.

    Returns
    -------
    preference
        n × n ratios of observed to expected; NaN on the diagonal, and everywhere if nobody moved. Empty for an empty
        matrix.

    Raises
    ------
    IndicatorError
        The matrix or the populations are unsound, a place has no people, more moved than live in all places, or
        `variant` is neither word.

    Notes
    -----
    Bachi (1957); United Nations, Manual VI (1970). The one figure for the whole system that migest's `index_impact`
    calls preference is the sum of its ratios over all routes.
    """
    if variant not in {"bachi", "migest"}:
        stop([f'variant must be "bachi" or "migest", not {variant!r}'])
    moves, people = check_population(matrix, population, every_place=True, at_risk=False)
    share = people / people.sum()
    expected = moves.total / (1 - share @ share) if variant == "bachi" and len(people) > 1 else moves.total
    return _divide(moves, share * expected, share)


def velocity(matrix: pd.DataFrame, population: pd.Series) -> pd.DataFrame:
    """
    How strongly a route draws people, once the sizes of both its ends are taken out.

    The share of the origin's people who left for the destination, divided by the destination's share of all people.
    Unlike preference it rises when everybody moves more.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    population
        Persons living in each place, indexed like the matrix in any order. More may have left a place than live there.

    Returns
    -------
    velocity
        n × n: M / (P Q) times all people, with P and Q the persons at origin and destination; a ratio, 0 or more, that
        grows with the length of the interval. NaN on the diagonal; empty for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix or the populations are unsound, a place has no people, or more moved than live in all places.

    Notes
    -----
    Bogue, Shryock and Hoermann (1957), "Subregional Migration in the United States"; United Nations, Manual VI (1970).
    Some multiply it by 100. migest gives the sum over all routes, which for populations in millions is a million times
    too high.
    """
    moves, people = check_population(matrix, population, every_place=True, at_risk=False)
    return _divide(moves, people / people.sum(), people)


def modularity(matrix: pd.DataFrame) -> pd.DataFrame:
    """
    How many more or fewer people take a route than the totals of its two ends lead one to expect.

    What is left when the sheer size of places is taken out: ties of language, kin, trade or distance.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.

    Returns
    -------
    modularity
        n × n people, observed minus expected; they sum to 0. NaN on the diagonal; 0 everywhere else if nobody moved.
        Empty for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    Expected is O D T / (T² - Σ O D), with O who left the origin, D who came to the destination, T all who moved, and
    the sum over each place's own O and D. After Guo (2009), "Flow mapping and multivariate visualization of large
    spatial interaction data"; the bracket is that of FlowMapper, whose published Mexico table it reproduces. It sums
    to all who moved but does not keep the margins; what does is in `inequality(against="independence")`.
    """
    moves = check_matrix(matrix)
    result = np.empty(moves.values.shape)
    scale = 0.0
    if moves.total:
        scale = moves.total / (moves.total**2 - float(moves.outflow @ moves.inflow))
    for rows, block in moves.blocks():
        block -= np.multiply.outer(moves.outflow[rows] * scale, moves.inflow)
        result[rows] = block
    return moves.frame(result)


def _divide(moves: Moves, by_row: Floats, by_column: Floats) -> pd.DataFrame:
    """Divide each flow by a number of its origin and one of its destination."""
    result = np.empty(moves.values.shape)
    for rows, block in moves.blocks():
        with np.errstate(invalid="ignore"):
            result[rows] = block / by_row[rows, None] / by_column
    return moves.frame(result)
