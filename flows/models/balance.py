"""
Balancing: scale a matrix until its rows and columns add up to given totals.

Iterative proportional fitting (Deming and Stephan, 1940): rows are scaled to their totals, then columns, and
again, until both hold. Among all matrices with these totals the result is the one nearest to the seed in
information; a zero stays a zero. With a seed of weights f(origin, destination) it is the doubly constrained
spatial interaction model A_i O_i B_j D_j f_ij (Wilson, 1967).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flows._errors import EstimateError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Sums of many floats differ in the last digits, whatever the order they are added in.
_SAME_SUM = 1e-9

_MOST_ROUNDS = 20_000


def balance(
    seed: pd.DataFrame, rows: pd.Series, columns: pd.Series, *, tolerance: float = 1e-9
) -> pd.DataFrame:
    """
    Scale a matrix to given row and column totals.

    Parameters
    ----------
    seed
        Weights, not negative; rows are origins, columns are destinations. A zero is structural: that cell
        stays zero. The frame is not changed.
    rows
        Total of each row, indexed like the rows of `seed` in any order; not negative.
    columns
        Total of each column, indexed like the columns of `seed` in any order; not negative.
    tolerance
        Largest miss of any row or column total at the end, as a share of that total.

    Returns
    -------
    matrix
        Same index and columns as `seed`. `attrs["rounds"]` is the number of rounds needed and
        `attrs["worst"]` the largest miss left, as a share of its total. An empty seed gives an empty matrix.

    Raises
    ------
    EstimateError
        The totals do not name the places of the seed; a number is negative or not finite; the sums of the
        two margins differ (the message names the difference); a place with a total has no cell to put it in;
        or the zeros make the margins unreachable (the message names the worst place). All faults that can be
        seen before scaling are told at once.
    """
    import pandas as pd

    faults = _find_label_faults(seed, rows, columns)
    if faults:
        raise EstimateError("cannot balance:\n- " + "\n- ".join(faults))
    weights = seed.to_numpy(dtype="float64")
    out, into = (
        margin.reindex(labels).to_numpy(dtype="float64")
        for margin, labels in ((rows, seed.index), (columns, seed.columns))
    )
    faults = _find_number_faults(weights, out, into, seed)
    if faults:
        raise EstimateError("cannot balance:\n- " + "\n- ".join(faults))

    matrix, rounds, misses = scale(weights, out, into, tolerance=tolerance)
    worst = float(misses.max(initial=0.0))
    if worst > tolerance:
        place = seed.index[int(misses.argmax())]
        raise EstimateError(
            f"cannot balance: after {rounds} rounds the total of row {place!r} is still missed by "
            f"{worst:.2g} of it; the zeros of the seed do not allow these margins"
        )
    result = pd.DataFrame(matrix, index=seed.index, columns=seed.columns)
    result.attrs = {"rounds": rounds, "worst": worst}
    return result


def scale(weights: Floats, out: Floats, into: Floats, *, tolerance: float) -> tuple[Floats, int, Floats]:
    """
    Find the balanced matrix of arrays that are known to be sound; see `balance`.

    Parameters
    ----------
    weights
        n × m, not negative.
    out, into
        Totals of the n rows and the m columns, with the same sum.
    tolerance
        Stop when no row total is missed by more than this share of it; columns hold exactly.

    Returns
    -------
    matrix, rounds, misses
        n × m; the rounds used; the n misses left, as shares of the row totals.
    """
    column_factor = np.ones(len(into))
    matrix, misses, rounds = weights, np.ones(len(out)), 0
    # Margins that the zeros forbid drive the factors to infinity; the last finite round then tells the miss.
    with np.errstate(over="ignore", invalid="ignore"):
        while rounds < _MOST_ROUNDS:
            rounds += 1
            row_factor = _divide(out, weights @ column_factor)
            column_factor = _divide(into, row_factor @ weights)
            sums = row_factor * (weights @ column_factor)
            if not np.isfinite(sums).all():
                break
            matrix = row_factor[:, None] * weights * column_factor
            misses = np.abs(_divide(sums, out) - (out > 0))
            if misses.max(initial=0.0) <= tolerance:
                break
    return matrix, rounds, misses


def _divide(total: Floats, by: Floats) -> Floats:
    """Divide, with 0 where there is nothing to divide by: a place without moves gets none."""
    quotient: Floats = np.divide(total, by, out=np.zeros_like(by), where=by > 0)
    return quotient


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
    for word, values in (("seed", weights), ("row totals", out), ("column totals", into)):
        if not np.isfinite(values).all():
            faults.append(f"the {word} hold a value that is not a finite number")
        elif (values < 0).any():
            faults.append(f"the {word} hold a negative value")
    if faults:
        return faults
    difference = float(out.sum() - into.sum())
    if abs(difference) > _SAME_SUM * max(out.sum(), into.sum()):
        faults.append(
            f"the row totals sum to {out.sum():,.6g} and the column totals to {into.sum():,.6g}: "
            f"a difference of {difference:,.6g}"
        )
    for word, sums, totals, labels in (
        ("row", weights.sum(axis=1), out, seed.index),
        ("column", weights.sum(axis=0), into, seed.columns),
    ):
        stuck = [str(label) for label, bad in zip(labels, (totals > 0) & (sums == 0), strict=True) if bad]
        if stuck:
            faults.append(f"{word} {', '.join(stuck)} has a total and only zeros to put it in")
    return faults
