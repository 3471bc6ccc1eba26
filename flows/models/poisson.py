"""
Poisson maximum likelihood for flows whose places have factors of their own.

The mean of a flow is m_ij = a_i b_j exp(sum of parameter × term_ij). For given parameters the factors follow
from the margins (see `factors`), so only the few parameters are searched for: a root find with balancing inside.
The root of the score, sum of term × (observed - fitted), is found by Newton's method on the profile likelihood.
Its maximum, its curvature and hence its standard errors are those of the generalised linear model with a dummy
variable for each factor (Flowerdew and Aitkin, 1982), which is never built.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from flows._errors import ModelError

from .factors import EXACT, ROUGH, Constraint, Factors, Margins, damp, find_factors, project

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# The root is reached when a step changes no fitted flow by more than this share; or, where a term marks a few of
# very many movers and rounding hides the rest, none by more than the second and the average mover's by the third.
_SMALL_STEP = 1e-9
_ROUNDED = 1e-4
_SMALL_ON_AVERAGE = 1e-11
_MOST_STEPS = 60
# A step never changes the logarithm of a flow by more than this, lest weights over- or underflow.
_WIDEST_STEP = 30.0
# Weights further apart than this on the scale of logarithms no longer fit in a float.
_FURTHEST = 650.0
# By how much the mean log-likelihood of a move may seem to fall from rounding alone.
_ROUNDING = 1e-12
# A term of whose variation less than this share is left cannot be told from the others.
_NOTHING_LEFT = 1e-9
# A term that varies for less than this share of all moves is fitted by driving its parameter to infinity.
_RAREST = 1e-12
# Values that differ by less than this share of the largest are the same but for rounding.
_ALIKE = 1e-14
# Rows handled at once: blocks stay in the cache and no second n × n array is made.
_ROWS = 64


@dataclass(frozen=True)
class _Term:
    """A term counted from the middle of its range; the array is the caller's own."""

    values: Floats
    centre: float

    def cut(self, block: slice) -> Floats:
        """Copy the rows of a block; a term that is the same in every row has but one."""
        return (self.values[block] if self.values.shape[0] > 1 else self.values) - self.centre


@dataclass(frozen=True)
class PoissonFit:
    """
    A fitted model in arrays.

    Attributes
    ----------
    parameters, covariance
        k parameters, and their k × k covariance with the factors estimated too.
    level, level_error
        Logarithm of the common factor and its standard error; of use for "none" only.
    fitted
        n × n expected flows; zero on the diagonal and in rows and columns that are constrained to zero.
    """

    parameters: Floats
    covariance: Floats
    level: float
    level_error: float
    fitted: Floats


def fit_poisson(moves: Floats, terms: Sequence[Floats], names: Sequence[str], constraint: Constraint) -> PoissonFit:
    """
    Fit the parameters of terms.

    Parameters
    ----------
    moves
        n × n observed flows, not negative, not all zero. The diagonal is not used.
    terms
        k arrays, at least one, that broadcast to n × n. Their diagonals are not used, but must be finite too.
    names
        k names for messages.
    constraint
        Which totals are held; see `factors`.

    Returns
    -------
    fit
        At the root of the score.

    Raises
    ------
    ModelError
        A term cannot be told from the others and the factors, or its parameter has no finite value.
    """
    margins = Margins(constraint, *sum_margins(moves))
    lows, highs = (np.array([getattr(term, end)() for term in terms]) for end in ("min", "max"))
    # Counted from the middle of its range, a term that is far from 0 and hardly varies is not lost in rounding.
    centres = lows + (highs - lows) / 2
    same = margins.total * (_ALIKE * np.maximum(np.abs(lows), np.abs(highs))) ** 2
    centred = [_Term(term, float(centre)) for term, centre in zip(terms, centres, strict=True)]
    lows, highs = lows - centres, highs - centres
    observed = np.array([_sum_products(moves, term) for term in centred])
    weights = np.empty(moves.shape)
    parameters = change = np.zeros(len(terms))
    column, of_columns = np.ones(len(moves)), np.zeros((len(moves), len(terms)))
    # The first round is exact: only then is a term that says nothing new seen for what it is.
    tolerance, best = EXACT, -np.inf
    for _ in range(_MOST_STEPS):
        tried = parameters + change
        if np.abs(tried) @ (highs - lows) > _FURTHEST:
            break
        top = float(np.maximum(tried * lows, tried * highs).sum())
        _weigh(centred, tried, top, weights)
        # The factors give way to the new parameters: to first order by just what projects on them.
        way = -of_columns @ change
        start = column * np.exp(way - way.max())
        factors = find_factors(weights, margins, start=start, tolerance=tolerance)
        likelihood = float(tried @ observed) / margins.total - top + _average_logs(factors, margins)
        if likelihood < best - max(tolerance**2, _ROUNDING):
            change = change / 2
            continue
        parameters, column, best = tried, factors.column, likelihood
        by_row, by_column, cross = _sum_moments(weights, factors, centred)
        # The information is right to the square of what projecting leaves, and only the last step needs all of it.
        left = tolerance if tolerance == EXACT else tolerance**0.5
        of_rows, of_columns = project(weights, factors, margins, by_row, by_column, tolerance=left)
        information = cross - of_rows.T @ by_row - of_columns.T @ by_column
        fitted = by_row.sum(axis=0)
        variation = np.diag(cross) - fitted**2 / margins.total
        rare = _RAREST * margins.total * (highs - lows) ** 2
        lost = _find_lost(information, _NOTHING_LEFT * variation, rare, same)
        if lost is not None:
            raise ModelError(_tell_endless(names[lost]) if parameters.any() else _tell_collinear(names[lost]))
        change = _solve(information, observed - fitted)
        widest = float(
            np.abs(change) @ (highs - lows) + np.ptp(of_rows @ change, axis=0) + np.ptp(of_columns @ change, axis=0)
        )
        typical = float(np.sqrt(change @ information @ change / margins.total))
        if tolerance == EXACT and (widest <= _SMALL_STEP or (widest <= _ROUNDED and typical <= _SMALL_ON_AVERAGE)):
            return _finish(parameters, information, fitted / margins.total, centres, weights, factors, margins, top)
        # The next step will be of the order of this one squared; balancing need not be more exact than that.
        tolerance = float(np.clip(typical**2 / 10, EXACT, ROUGH))
        change = min(damp(typical), _WIDEST_STEP / max(widest, _WIDEST_STEP)) * change
    furthest = int(np.argmax(np.abs(tried) * (highs - lows)))
    raise ModelError(_tell_endless(names[furthest]))


def sum_margins(moves: Floats) -> tuple[Floats, Floats]:
    """
    Sum the flows over rows and columns without those inside a place.

    Parameters
    ----------
    moves
        n × n.

    Returns
    -------
    out, into
        n each.
    """
    out, into = np.zeros(len(moves)), np.zeros(len(moves))
    for block in _blocks(len(moves)):
        part = _cut_moves(moves, block)
        out[block] = part.sum(axis=1)
        into += part.sum(axis=0)
    return out, into


def _finish(
    parameters: Floats,
    information: Floats,
    mean: Floats,
    centres: Floats,
    weights: Floats,
    factors: Factors,
    margins: Margins,
    top: float,
) -> PoissonFit:
    """Turn the weights into the fitted flows, and the information into the covariance."""
    weights *= factors.row[:, None]
    weights *= factors.column
    covariance = _solve(information, np.eye(len(parameters)))
    mean = mean + centres
    return PoissonFit(
        parameters,
        covariance,
        level=float(np.log(factors.row[0]) - top - parameters @ centres) if margins.constraint == "none" else np.nan,
        level_error=float(np.sqrt(1 / margins.total + mean @ covariance @ mean)),
        fitted=weights,
    )


def _average_logs(factors: Factors, margins: Margins) -> float:
    """Average the logarithm of the factors over all moves."""
    return sum(
        float(total[total > 0] @ np.log(factor[total > 0])) / margins.total
        for factor, total in ((factors.row, margins.out), (factors.column, margins.into))
    )


def _blocks(rows: int) -> Iterator[slice]:
    for first in range(0, rows, _ROWS):
        yield slice(first, first + _ROWS)


def _cut_moves(moves: Floats, block: slice) -> Floats:
    """Copy the rows of a block without moves inside a place."""
    part = np.array(moves[block], dtype="float64", order="C")
    part[range(len(part)), range(block.start, block.start + len(part))] = 0.0
    return part


def _sum_products(moves: Floats, term: _Term) -> float:
    return sum(float((_cut_moves(moves, block) * term.cut(block)).sum()) for block in _blocks(len(moves)))


def _weigh(terms: Sequence[_Term], parameters: Floats, top: float, weights: Floats) -> None:
    """Write exp(sum of parameter × term - top) into `weights`, with a zero diagonal."""
    for block in _blocks(len(weights)):
        part = weights[block]
        part[...] = -top
        for term, parameter in zip(terms, parameters, strict=True):
            part += parameter * term.cut(block)
        np.exp(part, out=part)
    np.fill_diagonal(weights, 0.0)


def _sum_moments(weights: Floats, factors: Factors, terms: Sequence[_Term]) -> tuple[Floats, Floats, Floats]:
    """Sum fitted × term over rows and columns, and fitted × term × term over all, by blocks of rows."""
    size, number = len(weights), len(terms)
    by_row, by_column, cross = np.zeros((size, number)), np.zeros((size, number)), np.zeros((number, number))
    for block in _blocks(size):
        flows = weights[block] * factors.row[block, None] * factors.column
        for first, term in enumerate(terms):
            moment = flows * term.cut(block)
            by_row[block, first] = moment.sum(axis=1)
            by_column[:, first] += moment.sum(axis=0)
            for second in range(first + 1):
                value = float((moment * terms[second].cut(block)).sum())
                cross[first, second] += value
                cross[second, first] = cross[first, second]
    return by_row, by_column, cross


def _find_lost(information: Floats, *least: Floats) -> int | None:
    """Find the first term of whose information the factors and the terms before it leave no more than the least."""
    left = information.copy()
    for term in range(len(left)):
        if left[term, term] <= max(limit[term] for limit in least):
            return term
        left = left - np.outer(left[:, term], left[term]) / left[term, term]
    return None


def _solve(information: Floats, right: Floats) -> Floats:
    """Solve after giving every parameter the same scale: kilometres and shares differ by powers of ten."""
    scale = 1 / np.sqrt(np.diag(information))
    scaled = scale[:, None] * information * scale
    answer: Floats = (scale * np.linalg.solve(scaled, (scale * right.T).T).T).T
    return answer


def _tell_collinear(name: str) -> str:
    return (
        f"{name!r} cannot be told from the other terms and the factors of the places: it says nothing new "
        "(the same everywhere, the same for each origin or destination that is constrained, or a sum of others); "
        "leave it out"
    )


def _tell_endless(name: str) -> str:
    return (
        f"the parameter of {name!r} has no finite value: the flows are fitted ever better as it grows "
        "(for example because nobody moves between any two places it marks); leave it out or join places"
    )
