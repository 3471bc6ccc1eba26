"""
How much migration is concentrated on few routes: the Gini indices of Plane and Mulligan, and of Bell and others.

All come from sorting: over m flows in rising order, the sum of |x - y| over all ordered pairs is 2 Σ (2k - m - 1) x_k.
Pair by pair, a matrix of 3,000 places would need 81 million million comparisons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ._checks import check_matrix, stop
from ._moves import Moves

if TYPE_CHECKING:
    import pandas as pd

    from ._moves import Floats

# Sorted flows are weighted by their rank in pieces, so that the ranks need no second matrix.
_PIECE = 1_000_000


def gini(matrix: pd.DataFrame, *, corrected: bool = True) -> float:
    """
    How much of all migration runs on a few routes: 0 if all routes are equally busy, 1 if all people take one.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    corrected
        True for Bell and others (2002), who compare a flow with the n (n - 1) - 1 others; False for Plane and
        Mulligan (1997), who count its comparison with itself too, so that 1 is not reached.

    Returns
    -------
    gini
        0 to 1: Σ Σ |M - M'| / (2 (n (n - 1) - 1) ΣM) over all ordered pairs of flows, or with 2 n (n - 1). NaN where
        nobody moved, so for an empty matrix and for one place too.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    Plane and Mulligan (1997), "Measuring spatial focusing in a migration system", Demography 34; Bell et al. (2002).
    migest and migration.indices from 0.3 give Bell's form by default (`corrected = TRUE`), older migration.indices
    Plane and Mulligan's only. The formula printed in the help of migration.indices has its bracket elsewhere; the
    numbers are those of the formula here.
    """
    moves = check_matrix(matrix)
    if not moves.total:
        return np.nan
    flows = np.empty((len(moves.places), len(moves.places)))
    for rows, block in moves.blocks():
        flows[rows] = block
    ordered = flows.reshape(-1)
    ordered.sort()
    ordered = ordered[len(moves.places) :]  # no flow is below 0, so the diagonal's zeros may go first
    weighted = 0.0
    for start in range(0, len(ordered), _PIECE):
        piece = ordered[start : start + _PIECE]
        ranks = np.arange(start + 1, start + len(piece) + 1, dtype="float64")
        weighted += float((2 * ranks - moves.cells - 1) @ piece)
    return weighted / ((moves.cells - corrected) * moves.total)


def gini_origin(matrix: pd.DataFrame, *, corrected: bool = True) -> pd.Series:
    """
    How much those who leave a place head for a few destinations: 0 if all draw alike, 1 if all go to one.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    corrected
        True for Bell and others (2002), False for Plane and Mulligan (1997); see `gini`.

    Returns
    -------
    gini
        0 to 1 for each origin: Σ Σ |M - M'| / (2 (n - 2) O) over the ordered pairs of flows out of it, with O who left,
        or with 2 (n - 1). NaN for a place that nobody leaves, and everywhere with fewer than three places, where
        there is no choice; empty for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    The out-migration field index of Plane and Mulligan (1997); `migration.gini.out` in migration.indices, corrected by
    default.
    """
    moves = check_matrix(matrix)
    return moves.series(_find_fields(moves, corrected=corrected), "gini_origin")


def gini_destination(matrix: pd.DataFrame, *, corrected: bool = True) -> pd.Series:
    """
    How much those who come to a place come from a few origins: 0 if all send alike, 1 if all come from one.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    corrected
        True for Bell and others (2002), False for Plane and Mulligan (1997); see `gini`.

    Returns
    -------
    gini
        0 to 1 for each destination: Σ Σ |M - M'| / (2 (n - 2) D) over the ordered pairs of flows into it, with D who
        came, or with 2 (n - 1). NaN for a place to which nobody comes, and everywhere with fewer than three places;
        empty for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    The in-migration field index of Plane and Mulligan (1997); `migration.gini.in` in migration.indices, corrected by
    default.
    """
    moves = check_matrix(matrix).transpose()
    return moves.series(_find_fields(moves, corrected=corrected), "gini_destination")


def mean_weighted_gini(
    matrix: pd.DataFrame,
    *,
    field: Literal["both", "origin", "destination"] = "both",
    variant: Literal["bell", "migration.indices"] = "bell",
) -> float:
    """
    How much people's choices narrow down on few places, busy places counting more.

    The Gini index of each place's own movers, weighted by its part in all migration and averaged over the places.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    field
        "origin" weights the indices of `gini_origin`, "destination" those of `gini_destination`, "both" is the mean of
        the two.
    variant
        "bell": an origin weighs what it sends and a destination what it receives. "migration.indices": the other way
        round, as that package and migest compute it.

    Returns
    -------
    gini
        0 to 1 / n: Σ w G / n, with w the shares, which sum to 1. Times n it is a plain weighted mean, from 0 to 1, and
        that is what to compare between zonings. A place without an index adds nothing. NaN where nobody moved and
        with fewer than three places.

    Raises
    ------
    IndicatorError
        The matrix is unsound, or `field` or `variant` is not one of the words above.

    Notes
    -----
    MWG of Bell et al. (2002), by the formula in the help of migration.indices: own shares, divided by n. Its code
    swaps the shares, and both the package and migest print that figure.
    """
    faults = []
    if field not in {"both", "origin", "destination"}:
        faults.append(f'field must be "both", "origin" or "destination", not {field!r}')
    if variant not in {"bell", "migration.indices"}:
        faults.append(f'variant must be "bell" or "migration.indices", not {variant!r}')
    stop(faults)
    moves = check_matrix(matrix)
    if not moves.total or len(moves.places) < 3:
        return np.nan
    sides = {"origin": [moves], "destination": [moves.transpose()], "both": [moves, moves.transpose()]}[field]
    weighted = [
        np.nansum(_find_fields(side, corrected=True) * (side.outflow if variant == "bell" else side.inflow))
        for side in sides
    ]
    return float(np.mean(weighted)) / moves.total / len(moves.places)


def _find_fields(moves: Moves, *, corrected: bool) -> Floats:
    """Find the index of each row."""
    n = len(moves.places)
    if n < 3:
        return np.full(n, np.nan)
    weighted = np.empty(n)
    ranks = 2 * np.arange(1.0, n) - n
    for rows, block in moves.blocks():
        block.sort(axis=1)
        weighted[rows] = block[:, 1:] @ ranks  # the diagonal's zero goes first
    with np.errstate(invalid="ignore"):
        index: Floats = weighted / ((n - 1 - corrected) * moves.outflow)
    return index
