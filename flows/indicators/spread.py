"""How evenly people spread over the pairs of places: connectivity and inequality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ._checks import check_matrix, stop
from ._moves import clear_diagonal

if TYPE_CHECKING:
    import pandas as pd

    from ._moves import Floats

# A place that takes part in all moves but this share of them takes part in all: rounding decides no more.
_ALL = 1e-12

# Each halves the interval in which the root lies: more than a float has digits.
_HALVINGS = 60


def connectivity(matrix: pd.DataFrame) -> float:
    """
    How many of all possible routes between two places somebody took, as a share.

    1 means that people went from everywhere to everywhere; 0 that nobody moved. Small samples miss rare routes and
    make it too low. A modelled flow counts however small a part of a person it is, so a model that expects somebody on
    every route gives 1: round its flows first.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.

    Returns
    -------
    connectivity
        0 to 1: ordered pairs with people, of n (n - 1). 0 where nobody moved; NaN for fewer than two places, which
        have no routes.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    Bell et al. (2002); the same in migest and migration.indices.
    """
    moves = check_matrix(matrix)
    taken = sum(int(np.count_nonzero(block)) for _, block in moves.blocks())
    return taken / moves.cells if moves.cells else np.nan


def inequality(matrix: pd.DataFrame, *, against: Literal["equal", "independence"] = "equal") -> float:
    """
    How many of the movers would have to take another route for all routes to be as busy as expected, as a share.

    Expected is either the same number everywhere, or what the sizes of origins and destinations alone would give. 0
    means that the routes are as expected, and nearly 1 that a few carry nearly all.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    against
        "equal": every pair expects 1 / (n (n - 1)) of the movers. "independence": each origin sends its own number
        and each destination receives its own, and where people come from has no bearing on where they go.

    Returns
    -------
    inequality
        0 to 1: ½ Σ|m - m'|, with m the share of the movers a pair carries and m' the share it expects. NaN where
        nobody moved, so for an empty matrix and for one place too.

    Raises
    ------
    IndicatorError
        The matrix is unsound, or `against` is neither.

    Notes
    -----
    Bell et al. (2002). The independence fit is that of a Poisson regression on origin and destination without the
    diagonal (quasi-independence), as migest's `inequality_sim`; migest's `inequality_equal` is the other.
    migration.indices leaves people where shares belong, so its figure is not from 0 to 1, and takes for independence
    a product of margins that does not keep both.
    """
    if against not in {"equal", "independence"}:
        stop([f'against must be "equal" or "independence", not {against!r}'])
    moves = check_matrix(matrix)
    if not moves.total:
        return np.nan
    if against == "equal":
        n = len(moves.places)
        row, column = np.full(n, moves.total / moves.cells), np.ones(n)
    else:
        row, column = _fit_independence(moves.outflow, moves.inflow)
        if not len(row):
            return 0.0
    off = 0.0
    for rows, block in moves.blocks():
        block -= np.multiply.outer(row[rows], column)
        clear_diagonal(rows, block)
        np.abs(block, out=block)
        off += float(block.sum())
    return 0.5 * off / moves.total


def _fit_independence(out: Floats, into: Floats) -> tuple[Floats, Floats]:
    """
    Find factors a and b such that a_i b_j, off the diagonal, has the given margins; empty if one place is in all moves.

    With A and B the sums of a and b, the margins say a (B - b) = O and b (A - a) = D. Without b, and with x = a / A and
    s = A B, that is s x² - (s + O - D) x + O = 0 for each place: one unknown, s, such that the x sum to 1. Balancing
    would come to the same, in very many rounds where one place takes part in nearly all moves: that place, k, then has
    the larger root of its equation, and all others the smaller.
    """
    total = float(out.sum())
    if (out + into).max() >= total * (1 - _ALL):
        return np.empty(0), np.empty(0)  # the margins allow no other matrix than the one that was counted

    most = (np.sqrt(out) + np.sqrt(into)) ** 2
    k = int(most.argmax())

    def solve(s: float, *, larger: bool) -> tuple[Floats, Floats, float]:
        """Give x, the same for b, and by how much the x of the others are more than k leaves of 1."""
        root = np.sqrt(np.maximum(s - most, 0.0) * (s - (np.sqrt(out) - np.sqrt(into)) ** 2))
        high_row, high_column = s + out - into + root, s - out + into + root
        row = np.divide(2 * out, high_row, out=np.zeros_like(out), where=out > 0)
        column = np.divide(2 * into, high_column, out=np.zeros_like(into), where=into > 0)
        others = float(row[:k].sum() + row[k + 1 :].sum())
        left = column[k] if larger else high_column[k] / (2 * s)
        if larger:
            row[k], column[k] = high_row[k] / (2 * s), high_column[k] / (2 * s)
        return row, column, others - float(left)

    least = float(most[k])  # below, the roots of k would not be real
    larger = solve(least, larger=False)[2] < 0
    # The sum falls with s for the smaller root of k, and in the end rises above 1 for the larger.
    low, high = least, 2 * least
    while (solve(high, larger=larger)[2] < 0) == larger and high < least / _ALL**2:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (solve(middle, larger=larger)[2] < 0) == larger:
            low = middle
        else:
            high = middle
    row, column, _ = solve(high, larger=larger)
    return high * row, column
