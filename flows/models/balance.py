"""
Balancing: scale a matrix until its rows and columns add up to given totals.

Iterative proportional fitting (Deming and Stephan, 1940): rows are scaled to their totals, then columns, and
again, until both hold. Among all matrices with these totals the result is the one nearest to the seed in
information; a zero stays a zero. With a seed of weights f(origin, destination) it is the doubly constrained
spatial interaction model A_i O_i B_j D_j f_ij (Wilson, 1967).

Margins may be partial: a total that is not known (NaN) binds nothing, and its row or column is scaled only by the
others. Balancing to faces and totals of a table by groups is in `balance_three`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flows._errors import ModelError

from .balance_limit import MOST_CELLS, find_possible

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Sums of many floats differ in the last digits, whatever the order they are added in.
_SAME_SUM = 1e-9

_MOST_ROUNDS = 20_000


def balance(seed: pd.DataFrame, rows: pd.Series, columns: pd.Series, *, tolerance: float = 1e-9) -> pd.DataFrame:
    """
    Scale a matrix to given row and column totals.

    Parameters
    ----------
    seed
        Weights, not negative; rows are origins, columns are destinations. A zero is structural: that cell
        stays zero. Others become zero only where no matrix with these totals and zeros has anybody in them: scaling
        tends to that and never gets there, so its limit is given. The frame is not changed.
    rows
        Total of each row, indexed like the rows of `seed` in any order; not negative. NaN where it is not known.
    columns
        Total of each column, indexed like the columns of `seed` in any order; not negative, or NaN.
    tolerance
        Largest miss of any row or column total at the end, as a share of that total; above 0.

    Returns
    -------
    matrix
        Same index and columns as `seed`. `attrs["rounds"]` is the number of rounds needed, `attrs["worst"]` the
        largest miss left, as a share of its total, and `attrs["emptied"]` the number of cells that had to become
        zero beside those of the seed. An empty seed gives an empty matrix; where no total is known the seed comes
        back.

    Raises
    ------
    ModelError
        The totals do not name the places of the seed; a value is not a number, negative or not finite, or the
        tolerance is not above 0; the sums of the two margins differ, or the known totals of one exceed all of the
        other (the message names the difference); a place with a total has no cell to put it in; or the zeros make
        the margins unreachable (the message names
        the worst place). All faults that can be seen before scaling are told at once.
    """
    import pandas as pd

    faults = check_tolerance(tolerance) + _find_label_faults(seed, rows, columns)
    if faults:
        raise ModelError("cannot balance:\n- " + "\n- ".join(faults))
    weights = read_numbers(seed, "seed", faults)
    out = read_numbers(rows.reindex(seed.index), "row totals", faults)
    into = read_numbers(columns.reindex(seed.columns), "column totals", faults)
    faults = faults or _find_number_faults(weights, out, into, seed)
    if faults:
        raise ModelError("cannot balance:\n- " + "\n- ".join(faults))

    out, into = _settle(out, into), _settle(into, out)
    matrix, rounds, misses = scale(weights, out, into, tolerance=tolerance)
    worst, emptied = float(misses.max(initial=0.0)), 0
    if worst > tolerance:
        said = _say_miss(seed, rounds, misses)
        if np.count_nonzero(weights) > MOST_CELLS:
            raise ModelError(
                f"{said}; the zeros of the seed do not allow these margins, or only if more cells become zero, which "
                "scaling reaches only in the limit"
            )
        possible = find_possible(weights, out, into)
        if possible is None:
            raise ModelError(f"{said}; the zeros of the seed do not allow these margins")
        emptied = int(np.count_nonzero(weights[~possible]))
        matrix, rounds, misses = scale(weights * possible, out, into, tolerance=tolerance)
        worst = float(misses.max(initial=0.0))
        if worst > tolerance:
            said = _say_miss(seed, rounds, misses)
            raise ModelError(f"{said}; the zeros of the seed leave hardly any room for these margins")
    result = pd.DataFrame(matrix, index=seed.index, columns=seed.columns)
    result.attrs = {"rounds": rounds, "worst": worst, "emptied": emptied}
    return result


def check_tolerance(tolerance: float) -> list[str]:
    """
    Look for what is wrong with a tolerance.

    Parameters
    ----------
    tolerance
        As for `balance`.

    Returns
    -------
    faults
        One sentence, or none.
    """
    if isinstance(tolerance, (int, float, np.integer, np.floating)) and 0 < tolerance < np.inf:
        return []
    return [f"tolerance is {tolerance}; give a small share above 0, such as 1e-9"]


def read_numbers(given: pd.DataFrame | pd.Series, word: str, faults: list[str]) -> Floats:
    """
    Read a frame or a series as numbers.

    Parameters
    ----------
    given
        Any.
    word
        What it is called in the message, in the plural or not.
    faults
        A sentence is added to it where something is not a number.

    Returns
    -------
    numbers
        A copy of the same shape; empty where there is a fault.
    """
    try:
        numbers: Floats = given.to_numpy(dtype="float64", copy=True)
    except (TypeError, ValueError):
        faults.append(f"{word}: something in it is not a number")
        return np.empty((0,) * given.ndim)
    return numbers


def scale(weights: Floats, out: Floats, into: Floats, *, tolerance: float) -> tuple[Floats, int, Floats]:
    """
    Find the balanced matrix of arrays that are known to be sound; see `balance`.

    Parameters
    ----------
    weights
        n × m, not negative.
    out, into
        Totals of the n rows and the m columns, with the same sum; NaN where a total is not known.
    tolerance
        Stop when no row total is missed by more than this share of it; columns hold exactly.

    Returns
    -------
    matrix, rounds, misses
        n × m; the rounds used; the n misses left, as shares of the row totals.
    """
    factors = np.ones(len(out)), np.ones(len(into))
    misses, rounds = np.ones(len(out)), 0
    reached = weights @ factors[1]
    # Margins that the zeros forbid drive the factors to infinity; the last finite round then tells the miss.
    with np.errstate(over="ignore", invalid="ignore"):
        while rounds < _MOST_ROUNDS:
            rounds += 1
            row_factor = find_factors(out, reached)
            column_factor = find_factors(into, row_factor @ weights)
            reached = weights @ column_factor
            sums = row_factor * reached
            if not np.isfinite(sums).all():
                break
            factors = row_factor, column_factor
            misses = measure_misses(sums, out)
            if misses.max(initial=0.0) <= tolerance:
                break
    return factors[0][:, None] * weights * factors[1], rounds, misses


def find_factors(totals: Floats, sums: Floats) -> Floats:
    """
    Find what sums are to be multiplied by to become their totals.

    Parameters
    ----------
    totals
        Any shape; NaN where a total is not known.
    sums
        Same shape, not negative.

    Returns
    -------
    factors
        1 where the total is not known; 0 where there is nothing to scale: a place without moves gets none.
    """
    factors: Floats = np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 0)
    factors[np.isnan(totals)] = 1.0
    return factors


def measure_misses(sums: Floats, totals: Floats) -> Floats:
    """
    Measure by how much sums miss their totals.

    Parameters
    ----------
    sums, totals
        Any shape, the same; NaN where a total is not known.

    Returns
    -------
    misses
        Shares of the totals; 0 where the total is not known or zero.
    """
    shares: Floats = np.divide(sums, totals, out=np.ones_like(sums), where=totals > 0)
    return np.abs(shares - 1)


def _settle(totals: Floats, others: Floats) -> Floats:
    """Where the known totals already hold everybody, the ones not known are zero: scaling alone gets there slowly."""
    left = others.sum() - np.nansum(totals)  # NaN, and so never small, where one of the others is not known
    return np.where(np.isnan(totals), 0.0, totals) if left <= _SAME_SUM * others.sum() else totals


def _say_miss(seed: pd.DataFrame, rounds: int, misses: Floats) -> str:
    place = seed.index[int(misses.argmax())]
    worst = f"{misses.max():.2g} of it"
    return f"cannot balance: after {rounds} rounds the total of row {place!r} is still missed by {worst}"


def _find_label_faults(seed: pd.DataFrame, rows: pd.Series, columns: pd.Series) -> list[str]:
    faults = []
    for word, margin, labels in (("row", rows, seed.index), ("column", columns, seed.columns)):
        if not labels.is_unique or not margin.index.is_unique:
            faults.append(f"a {word} is named twice")
            continue
        missing = [str(label) for label in labels if label not in margin.index]
        unknown = [str(label) for label in margin.index if label not in labels]
        if missing:
            faults.append(f"no {word} total for {', '.join(missing)}")
        if unknown:
            faults.append(f"{word} totals for {', '.join(unknown)}, which the seed does not have")
    return faults


def _find_number_faults(weights: Floats, out: Floats, into: Floats, seed: pd.DataFrame) -> list[str]:
    faults = []
    for word, values, whole in (
        ("seed", weights, np.isfinite(weights)),
        ("row totals", out, ~np.isinf(out)),
        ("column totals", into, ~np.isinf(into)),
    ):
        if not whole.all():
            faults.append(f"the {word} hold a value that is not a finite number")
        elif (values < 0).any():
            faults.append(f"the {word} hold a negative value")
    if faults:
        return faults
    faults += _find_difference("row", out, "column", into) or _find_difference("column", into, "row", out)
    for word, sums, totals, labels in (
        ("row", weights @ (into != 0), out, seed.index),
        ("column", (out != 0) @ weights, into, seed.columns),
    ):
        stuck = [str(label) for label, bad in zip(labels, (totals > 0) & (sums == 0), strict=True) if bad]
        if stuck:
            faults.append(f"{word} {', '.join(stuck)} has a total and only zeros to put it in")
    return faults


def _find_difference(word: str, totals: Floats, other_word: str, others: Floats) -> list[str]:
    """Compare the known totals of one margin with the other, all of whose totals are known."""
    known, everybody = float(np.nansum(totals)), float(others.sum())
    difference = known - everybody
    if np.isnan(everybody) or abs(difference) <= _SAME_SUM * max(known, everybody):
        return []
    if not np.isnan(totals).any():
        said = f"the {word} totals sum to {known:,.6g} and the {other_word} totals to {everybody:,.6g}"
    elif difference > 0:
        said = f"the known {word} totals sum to {known:,.6g}, more than all {other_word} totals, {everybody:,.6g}"
    else:
        return []
    return [f"{said}: a difference of {difference:,.6g}"]
