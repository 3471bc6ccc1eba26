"""How evenly people spread over the pairs of places: connectivity and inequality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ._checks import check_matrix, clear_diagonal, stop

if TYPE_CHECKING:
    import pandas as pd

    from ._checks import Floats

# A place that takes part in all moves but this share of them takes part in all: rounding decides no more.
_ALL = 1e-12


def connectivity(matrix: pd.DataFrame) -> float:
    """
    How many of all possible routes between two places somebody took, as a share.

    1 means that people went from everywhere to everywhere; 0 that nobody moved. Small samples miss rare routes and
    make it too low.

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
    would come to the same, in very many rounds where one place takes part in nearly all moves.
    """
    from scipy.optimize import brentq

    total, most = float(out.sum()), int((out + into).argmax())
    if out[most] + into[most] >= total * (1 - _ALL):
        return np.empty(0), np.empty(0)  # then the margins allow no other matrix than the one that was counted

    least = float(((np.sqrt(out) + np.sqrt(into)) ** 2).max())  # below, a root would not be real

    def shares(s: float, *, larger: bool) -> Floats:
        middle = s + out - into
        root = np.sqrt(np.maximum(middle**2 - 4 * s * out, 0.0))
        x: Floats = 2 * out / (middle + root)
        if larger:
            x[most] = (middle[most] + root[most]) / (2 * s)
        return x

    # A place in more than about half of all moves is the larger root of its equation.
    larger = bool(shares(least, larger=False).sum() < 1)

    def miss(logarithm: float) -> float:
        return float(shares(np.exp(logarithm), larger=larger).sum()) - 1

    low, high = np.log(least), np.log(least) + 1.0
    while (miss(high) < 0) == larger and high < np.log(least) + 60:
        high += 1.0
    s = float(np.exp(brentq(miss, low, high, xtol=1e-15, rtol=1e-15, maxiter=500)))
    x = shares(s, larger=larger)
    return s * x, into / (s * (1 - x))
