"""
The factors of places in a spatial interaction model: what makes its margins equal the observed ones.

A model with weights w_ij says flow_ij = a_i w_ij b_j. Which factors are free is the constraint (Wilson, 1967):
"none" has one common a; "origin" an a for each origin, "destination" a b for each destination, both in closed
form; "both" has all of them, found by balancing. Balancing by turns (Deming and Stephan, 1940) creeps where
places exchange mostly with their neighbours, so once it is near, the factors are found by Newton steps, whose
linear equations are solved by conjugate gradients: the weights are only ever multiplied with vectors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from flows._errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Constraint = Literal["none", "origin", "destination", "both"]

EXACT = 1e-11
"""Largest miss of a column total when balancing is done in earnest, as a share of it; row totals hold exactly."""

ROUGH = 1e-2
"""The same on the way to parameters that are still far off."""

# A miss below which a Newton step is worth its price; above it a turn of plain scaling gains as much.
_NEAR = 0.5
_MOST_ROUNDS = 200
_MOST_GRADIENTS = 1_000
# Rows of weights handled at once, few enough to stay in the cache.
_ROWS = 64


@dataclass(frozen=True)
class Factors:
    """
    Factors of the rows and columns of a matrix of weights.

    Attributes
    ----------
    row, column
        a and b, n each; zero for a place whose total is zero.
    """

    row: Floats
    column: Floats


@dataclass(frozen=True)
class Margins:
    """
    What the factors have to meet.

    Attributes
    ----------
    constraint
        Which totals the model must meet.
    out, into
        Observed totals of the n origins and m destinations, with the same sum.
    """

    constraint: Constraint
    out: Floats
    into: Floats

    @property
    def total(self) -> float:
        """All moves."""
        return float(self.out.sum())


def find_factors(weights: Floats, moves: Margins, *, start: Floats | None = None, tolerance: float = EXACT) -> Factors:
    """
    Find the factors that make the constrained totals of a_i w_ij b_j equal the observed ones.

    Parameters
    ----------
    weights
        n × m, zero where no flow is possible, positive elsewhere.
    moves
        The constraint and the observed totals.
    start
        m column factors to begin balancing with; ones if not given.
    tolerance
        Largest miss of a column total that balancing leaves, as a share of it.

    Returns
    -------
    factors
        A side that is not constrained has factors of one; "none" has one common row factor.

    Raises
    ------
    ModelError
        Balancing does not come to an end: the zeros of the weights do not allow the totals.
    """
    rows, columns = weights.shape
    if moves.constraint == "none":
        return Factors(np.full(rows, moves.total / weights.sum()), np.ones(columns))
    if moves.constraint == "origin":
        return Factors(divide(moves.out, weights.sum(axis=1)), np.ones(columns))
    if moves.constraint == "destination":
        return Factors(np.ones(rows), divide(moves.into, weights.sum(axis=0)))
    return _balance(weights, moves, np.ones(columns) if start is None else start, tolerance)


def project(
    weights: Floats, factors: Factors, moves: Margins, by_row: Floats, by_column: Floats, *, tolerance: float
) -> tuple[Floats, Floats]:
    """
    Find the part of each term that the factors of places can take over.

    The term x_ij is nearest to p_i + q_j in squares weighted by the fitted flows m_ij. What is left,
    x - p - q, is what its parameter is known by: the sum of m (x - p - q)² is the information on it in the
    full model with a dummy variable for each factor (Frisch, Waugh and Lovell).

    Parameters
    ----------
    weights, factors, moves
        As given to and found by `find_factors`.
    by_row, by_column
        Sums of m_ij x_ij of each term, n × k over each row and m × k over each column.
    tolerance
        What may be left of the linear equations, as a share.

    Returns
    -------
    p, q
        n × k and m × k.
    """
    nothing_by_row, nothing_by_column = np.zeros_like(by_row), np.zeros_like(by_column)
    if moves.constraint == "none":
        return nothing_by_row + by_row.sum(axis=0) / moves.total, nothing_by_column
    if moves.constraint == "origin":
        return divide(by_row, moves.out[:, None]), nothing_by_column
    if moves.constraint == "destination":
        return nothing_by_row, divide(by_column, moves.into[:, None])
    of_columns = nothing_by_column
    for term in range(by_row.shape[1]):
        shared = factors.column * ((factors.row * divide(by_row[:, term], moves.out)) @ weights)
        of_columns[:, term] = _solve_columns(weights, factors, moves.out, by_column[:, term] - shared, tolerance)
    flows_back = factors.row[:, None] * (weights @ (factors.column[:, None] * of_columns))
    return divide(by_row - flows_back, moves.out[:, None]), of_columns


def divide(total: Floats, by: Floats) -> Floats:
    """Divide, with 0 where there is nothing to divide by: a place without moves gets none."""
    quotient: Floats = np.divide(total, by, out=np.zeros_like(total), where=by > 0)
    return quotient


def damp(widest: float) -> float:
    """
    Shorten a Newton step so that it cannot overshoot.

    The curvature of a Poisson likelihood changes along a step by at most exp(change of the log flows), so a
    full step is shortened to log(1 + d) / d, d being that change (Bach, 2010).

    Parameters
    ----------
    widest
        d: the widest change of the logarithm of a flow that the full step makes.

    Returns
    -------
    share
        Of the full step, 1 for d = 0.
    """
    return float(np.log1p(widest) / widest) if widest > 0 else 1.0


def _balance(weights: Floats, moves: Margins, column: Floats, tolerance: float) -> Factors:
    # Only a_i b_j matters; without a fixed scale the two would drift apart until one overflows.
    column = np.where(moves.into > 0, column / column.max(), 0.0)
    worst = np.inf
    for _ in range(_MOST_ROUNDS):
        row, pull = _sweep(weights, column, lambda sums, block: divide(moves.out[block], sums))
        misses = moves.into - column * pull
        worst = float(np.abs(divide(misses, moves.into)).max(initial=0.0))
        factors = Factors(row, column)
        if worst <= tolerance:
            return factors
        if worst > _NEAR:
            column = divide(moves.into, pull)
        else:
            # As exact as pays: the error of a Newton step is of the order of the miss squared anyhow.
            step = _solve_columns(weights, factors, moves.out, misses, max(ROUGH * worst, tolerance / worst / 10))
            column = column * np.exp(damp(float(np.ptp(step))) * step)
    raise ModelError(
        f"balancing did not come to an end: a column total is still missed by {worst:.2g} of it after "
        f"{_MOST_ROUNDS} rounds; the distances and zeros do not allow these totals"
    )


def _solve_columns(weights: Floats, factors: Factors, out: Floats, wanted: Floats, tolerance: float) -> Floats:
    """
    Solve S q = wanted by conjugate gradients, S = diag(sums of columns) - M' diag(1 / out) M, M the fitted flows.

    S is what is left for the columns when the rows, which hold, are eliminated. It does not see a constant added
    to q, and `wanted` sums to zero but for rounding, which is taken off again and again: there is an answer. The
    sums of columns are the preconditioner.
    """
    row, column = factors.row, factors.column
    sums = column * (row @ weights)
    share = sums / sums.sum()

    def share_out(reached: Floats, block: slice) -> Floats:
        return row[block] * divide(row[block] * reached, out[block])

    answer = np.zeros_like(wanted)
    left = wanted - share * wanted.sum()
    eased = direction = divide(left, sums)
    size = float(left @ eased)
    enough = tolerance**2 * size
    for _ in range(_MOST_GRADIENTS):
        _, back = _sweep(weights, column * direction, share_out)
        image = sums * direction - column * back
        bend = float(direction @ image)
        if size <= enough or bend <= 0:
            break
        answer = answer + size / bend * direction
        left = left - size / bend * image
        left = left - share * left.sum()
        eased = divide(left, sums)
        size, before = float(left @ eased), size
        direction = eased + size / before * direction
    return answer


def _sweep(weights: Floats, values: Floats, turn: Callable[[Floats, slice], Floats]) -> tuple[Floats, Floats]:
    """Find t = turn(weights @ values) and t @ weights, reading each block of rows from memory once and not twice."""
    turned, back = np.empty(len(weights)), np.zeros(weights.shape[1])
    for first in range(0, len(weights), _ROWS):
        block = slice(first, first + _ROWS)
        turned[block] = turn(weights[block] @ values, block)
        back += turned[block] @ weights[block]
    return turned, back
