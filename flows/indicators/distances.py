"""How far people move: mean, median, and how fast flows fall with distance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np

from flows._errors import ModelError
from flows.models.doubly_constrained import find_fault
from flows.models.poisson import fit_poisson

from ._checks import check_distance, stop
from ._moves import Moves, clear_diagonal

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ._moves import Floats

# The median is searched for in classes of distance, each finer than the last, until so few pairs are left that they
# can be sorted: sorting all would take three arrays as large as the matrix.
_CLASSES = 4096
_FEW = 200_000


def mean_distance(matrix: pd.DataFrame, distance: pd.DataFrame) -> float:
    """
    How far people move, on average.

    A few who cross the whole country weigh as much as many who go next door; the median tells of the typical mover.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    distance
        n × n km from row to column, with the labels of `matrix` in any order; its diagonal is not looked at.

    Returns
    -------
    distance
        km: ΣM d / ΣM. NaN where nobody moved, so for an empty matrix and for one place too.

    Raises
    ------
    IndicatorError
        The matrix is unsound, or the distances name other places, are negative or missing.

    Notes
    -----
    Bell et al. (2002), table 6; the same in migest's `index_distance`.
    """
    moves, km = check_distance(matrix, distance)
    if not moves.total:
        return np.nan
    far = 0.0
    for rows, block in moves.blocks():
        apart = np.array(km[rows], dtype="float64")
        clear_diagonal(rows, apart)  # there it may be missing, and 0 × NaN is not 0
        far += float(np.einsum("ij,ij->", block, apart))
    return far / moves.total


def median_distance(
    matrix: pd.DataFrame, distance: pd.DataFrame, *, rule: Literal["step", "interpolated"] = "step"
) -> float:
    """
    How far the typical mover goes: half of all movers go no farther.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    distance
        n × n km from row to column, with the labels of `matrix` in any order; its diagonal is not looked at.
    rule
        "step": the smallest distance within which at least half of the movers stay, one of the distances given.
        "interpolated": movers of one distance stand for a step whose middle is at that distance, and the median lies
        on the straight line between two middles.

    Returns
    -------
    distance
        km. NaN where nobody moved, so for an empty matrix and for one place too.

    Raises
    ------
    IndicatorError
        The matrix is unsound, the distances name other places, are negative or missing, or `rule` is neither word.

    Notes
    -----
    Bell et al. (2002), who do not state a rule. migest interpolates, by matrixStats, but takes pairs of the same
    distance one by one; here they are one step, so that the answer does not hang on their order.
    """
    if rule not in {"step", "interpolated"}:
        stop([f'rule must be "step" or "interpolated", not {rule!r}'])
    moves, km = check_distance(matrix, distance)
    if not moves.total:
        return np.nan
    median = _find_median(moves, km)
    return median if rule == "step" else _interpolate(moves, km, median)


def distance_decay(
    matrix: pd.DataFrame, distance: pd.DataFrame, *, decay: Literal["power", "exponential"] = "power"
) -> float:
    """
    How fast flows thin out with distance, once the size of origins and destinations is taken out.

    At -1 with power decay, twice as far means half as many people; at -2 a quarter. The nearer to 0, the less
    distance matters.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    distance
        n × n km from row to column, with the labels of `matrix` in any order; its diagonal is not looked at.
    decay
        "power": flows go with distance to the power beta, which has no unit. "exponential": with exp(beta · km), and
        beta is per km.

    Returns
    -------
    beta
        Negative when flows fall with distance. NaN where the flows say nothing about it: nobody moved, all moves
        start or end at one place, too few places, or distances all alike.

    Raises
    ------
    IndicatorError
        The matrix is unsound, the distances name other places, are negative or missing, `decay` is neither word, or
        a distance between two places is 0, which has no logarithm.

    Notes
    -----
    The doubly constrained model A O B D f(d), fitted by Poisson maximum likelihood (Flowerdew and Aitkin, 1982): each
    origin and each destination has a factor of its own. migest fits the same model, power decay only, as a regression
    with a dummy variable for each place. `flows.models.gravity` gives its standard error too.
    """
    if decay not in {"power", "exponential"}:
        stop([f'decay must be "power" or "exponential", not {decay!r}'])
    moves, km = check_distance(matrix, distance)
    if find_fault(moves.values, [str(place) for place in moves.places]):
        return np.nan
    cost = np.array(km, dtype="float64", order="C")
    np.fill_diagonal(cost, cost[0, -1])  # not used, but it must not be in the way
    if decay == "power":
        _find_no_distance(moves, cost)
        np.log(cost, out=cost)
    try:
        return float(fit_poisson(moves.values, [cost], ["distance"], "both").parameters[0])
    except ModelError:
        return np.nan


def _find_no_distance(moves: Moves, km: Floats) -> None:
    """Refuse places at the same point, by name."""
    if not km.all():
        pairs = [f"{moves.places[i]} → {moves.places[j]}" for i, j in np.argwhere(km == 0) if i != j]
        stop(
            [
                f"the distance {', '.join(pairs[:10])} is 0 km, which has no logarithm: "
                'give it a length, or take decay="exponential"'
            ]
        )


def _take_movers(moves: Moves, km: Floats, low: float = 0.0, high: float = np.inf) -> Iterator[tuple[Floats, Floats]]:
    """Yield, some rows at a time, the people and km of the pairs with people whose km are from low to high."""
    for rows, block in moves.blocks():
        far = np.asarray(km[rows], dtype="float64")
        chosen = (block > 0) & (far >= low) & (far <= high)
        yield block[chosen], far[chosen]


def _find_median(moves: Moves, km: Floats) -> float:
    """Find the smallest distance within which at least half of the movers stay."""
    half, nearer = moves.total / 2, 0.0
    low, high = _find_range(far for _, far in _take_movers(moves, km))
    while low < high:
        people, pairs = np.zeros(_CLASSES), np.zeros(_CLASSES, dtype=np.intp)
        for count, far in _take_movers(moves, km, low, high):
            classes = _classify(far, low, high)
            people += np.bincount(classes, weights=count, minlength=_CLASSES)
            pairs += np.bincount(classes, minlength=_CLASSES)
        # Sums of floats may end a hair below the half: then it lies in the last class.
        middle = min(int(np.searchsorted(nearer + people.cumsum(), half)), int(np.flatnonzero(pairs)[-1]))
        nearer += float(people[:middle].sum())
        chosen = (
            (count[inside], far[inside])
            for count, far in _take_movers(moves, km, low, high)
            for inside in [_classify(far, low, high) == middle]
        )
        if pairs[middle] <= _FEW:
            counts, kms = (np.concatenate(parts) for parts in zip(*chosen, strict=True))
            order = np.argsort(kms)
            place = int(np.searchsorted(nearer + counts[order].cumsum(), half))
            return float(kms[order[min(place, len(order) - 1)]])
        low, high = _find_range(far for _, far in chosen)
    return low


def _find_range(parts: Iterable[Floats]) -> tuple[float, float]:
    low, high = np.inf, 0.0
    for far in parts:
        low, high = min(low, float(far.min(initial=np.inf))), max(high, float(far.max(initial=0.0)))
    return low, high


def _classify(far: Floats, low: float, high: float) -> NDArray[np.intp]:
    """Sort distances into numbered classes, the farther the higher, so that those of a class lie side by side."""
    classes: NDArray[np.intp] = ((far - low) * (_CLASSES / (high - low))).astype(np.intp)
    return np.minimum(classes, _CLASSES - 1)


def _interpolate(moves: Moves, km: Floats, median: float) -> float:
    """Find where the line between the middles of two steps reaches half of the movers."""
    half, nearer, here = moves.total / 2, 0.0, 0.0
    before, after = -np.inf, np.inf
    for count, far in _take_movers(moves, km):
        below, above = far < median, far > median
        nearer += float(count[below].sum())
        here += float(count[far == median].sum())
        before = max(before, float(far[below].max(initial=-np.inf)))
        after = min(after, float(far[above].min(initial=np.inf)))
    middle = nearer + here / 2
    other = before if half < middle else after
    if half == middle or not np.isfinite(other):
        return median
    beside = sum(float(count.sum()) for count, _ in _take_movers(moves, km, other, other))
    its_middle = nearer - beside / 2 if half < middle else nearer + here + beside / 2
    return median + (other - median) * (half - middle) / (its_middle - middle)
