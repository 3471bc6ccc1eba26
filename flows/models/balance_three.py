"""
Balancing in three dimensions: origin by destination by group, scaled to any totals and faces that are known.

A table by groups (sex, age, birthplace) has three faces, each the table summed over one dimension, and three lists
of totals. Iterative proportional fitting scales the table to each margin given, in turn, until all hold. Among all
tables with these margins the result is the one nearest to the seed in information (Deming and Stephan, 1940; for
flows by birthplace Abel, 2013).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from flows._errors import ModelError

from .balance import check_tolerance, find_factors, measure_misses, read_numbers

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_AXES = ("group", "origin", "destination")

# Sums of many floats differ in the last digits, whatever the order they are added in.
_SAME_SUM = 1e-9

_MOST_ROUNDS = 5_000

# How many slices of two margins that disagree are named before the rest are only counted.
_LISTED = 3


class _Margin(NamedTuple):
    """What one argument says: totals over the axes it keeps, in their order, NaN where not known."""

    name: str
    axes: tuple[int, ...]
    totals: Floats


def balance_three(
    seed: pd.DataFrame,
    *,
    groups: pd.Series | None = None,
    origins: pd.Series | None = None,
    destinations: pd.Series | None = None,
    group_origin: pd.DataFrame | None = None,
    group_destination: pd.DataFrame | None = None,
    origin_destination: pd.DataFrame | None = None,
    tolerance: float = 1e-9,
) -> pd.DataFrame:
    """
    Scale a table of flows by group to any of its margins.

    Parameters
    ----------
    seed
        Weights, not negative: one matrix (rows origins, columns destinations) under the other, indexed by group
        and origin, as `pandas.concat({"women": …, "men": …})` makes it. Every group has the same origins. A zero
        is structural: that cell stays zero. The frame is not changed.
    groups, origins, destinations
        Total of each group, origin or destination, people.
    group_origin, group_destination, origin_destination
        The faces, people: rows and columns in the order of the name. With groups for birthplaces the first is
        the stock by birthplace and residence at the start, the second that at the end.
    tolerance
        Largest miss of any total at the end, as a share of that total; above 0.

    Returns
    -------
    table
        Same index and columns as `seed`; `table.loc["women"]` is one matrix. `attrs["rounds"]` is the number of
        rounds needed and `attrs["worst"]` the largest miss left, as a share of its total. An empty seed gives an
        empty table.

    Raises
    ------
    ModelError
        No margin is given, or one does not name the labels of the seed; the tolerance is not above 0; a value is not
        a number, negative or not finite
        (NaN in a margin is a total that is not known and binds nothing); two margins do not sum to the same (the
        message names both, the slice and the difference); a total has only zeros to put it in; or the zeros make
        the margins unreachable together (the message names the worst total). All faults that can be seen before
        scaling are told at once.
    """
    import pandas as pd

    labels, weights, faults = _unfold(seed)
    every = {
        "groups": groups,
        "origins": origins,
        "destinations": destinations,
        "group_origin": group_origin,
        "group_destination": group_destination,
        "origin_destination": origin_destination,
    }
    given = {name: margin for name, margin in every.items() if margin is not None}
    faults += check_tolerance(tolerance)
    if not given:
        faults.append("no margin is given to balance to")
    margins: list[_Margin] = []
    if not faults:
        margins, faults = _read_margins(given, labels)
    if not faults:
        faults = _find_differences(margins, labels) + _find_stuck(weights, margins, labels)
    if faults:
        raise ModelError("cannot balance:\n- " + "\n- ".join(faults))

    table, rounds = _scale(weights, margins, tolerance)
    misses = [measure_misses(_sum_to(table, margin.axes), margin.totals) for margin in margins]
    worst = max(float(miss.max(initial=0.0)) for miss in misses)
    if worst > tolerance:
        which = int(np.argmax([miss.max(initial=0.0) for miss in misses]))
        cell = _name_cell(labels, margins[which].axes, int(misses[which].argmax()))
        raise ModelError(
            f"cannot balance: after {rounds} rounds {margins[which].name} of {cell} is still missed by {worst:.2g} "
            "of it; the zeros of the seed and the other margins do not allow it, or only in the limit"
        )
    result = pd.DataFrame(table.reshape(seed.shape), index=_fold_index(seed, labels), columns=seed.columns)
    result = result.reindex(seed.index)
    result.attrs = {"rounds": rounds, "worst": worst}
    return result


def _unfold(seed: pd.DataFrame) -> tuple[tuple[pd.Index, ...], Floats, list[str]]:
    """Turn the frame into an array groups × origins × destinations, and tell what stops it."""
    nothing: Floats = np.zeros((0, 0, 0))
    if seed.index.nlevels != 2:
        return (), nothing, ["the seed is not indexed by group and origin; stack its matrices with pandas.concat"]
    if not seed.index.is_unique or not seed.columns.is_unique:
        return (), nothing, ["a row or a destination of the seed is named twice"]
    labels = seed.index.unique(0), seed.index.unique(1), seed.columns
    if len(seed) != len(labels[0]) * len(labels[1]):
        return (), nothing, ["the groups of the seed do not all have the same origins"]
    faults: list[str] = []
    values = read_numbers(seed.reindex(_fold_index(seed, labels)), "the seed", faults)
    if faults:
        return labels, nothing, faults
    weights: Floats = values.reshape(tuple(len(axis) for axis in labels))
    if not np.isfinite(weights).all():
        return labels, weights, ["the seed holds a value that is not a finite number"]
    return labels, weights, ["the seed holds a negative value"] if (weights < 0).any() else []


def _fold_index(seed: pd.DataFrame, labels: tuple[pd.Index, ...]) -> pd.MultiIndex:
    import pandas as pd

    return pd.MultiIndex.from_product(labels[:2], names=seed.index.names)


def _read_margins(
    given: dict[str, pd.Series | pd.DataFrame], labels: tuple[pd.Index, ...]
) -> tuple[list[_Margin], list[str]]:
    """Put each margin into the order of the seed, and tell those that do not fit it."""
    margins, faults = [], []
    for name, margin in given.items():
        axes = tuple(_AXES.index(word.removesuffix("s")) for word in name.split("_"))
        wrong = []
        for axis, found in zip(axes, margin.axes, strict=True):
            missing = [str(label) for label in labels[axis] if label not in found]
            unknown = [str(label) for label in found if label not in labels[axis]]
            if not found.is_unique:
                wrong.append(f"{name} names the same {_AXES[axis]} twice")
            elif missing:
                wrong.append(f"{name} has no {_AXES[axis]} {', '.join(missing)}")
            elif unknown:
                wrong.append(f"{name} has the {_AXES[axis]} {', '.join(unknown)}, which the seed does not have")
        if not wrong:
            totals = read_numbers(margin, name, wrong)
        if not wrong:
            for place, (axis, found) in enumerate(zip(axes, margin.axes, strict=True)):
                totals = totals.take(found.get_indexer(labels[axis]), axis=place)
            if np.isinf(totals).any():
                wrong.append(f"{name} holds a value that is not a finite number")
            elif (totals < 0).any():
                wrong.append(f"{name} holds a negative value")
            margins.append(_Margin(name, axes, totals))
        faults += wrong
    return margins, faults


def _find_differences(margins: list[_Margin], labels: tuple[pd.Index, ...]) -> list[str]:
    """Sum every two margins down to what they share; known totals must agree there."""
    faults = []
    for i, one in enumerate(margins):
        for other in margins[i + 1 :]:
            shared = tuple(axis for axis in one.axes if axis in other.axes)
            sums = [_sum_margin(margin, shared, known=True) for margin in (one, other)]
            whole = [~np.isnan(_sum_margin(margin, shared, known=False)) for margin in (one, other)]
            difference = np.asarray(sums[0] - sums[1])
            # A margin that is not known everywhere may hold less than the other, never more.
            wrong = (whole[0] & whole[1]) | (whole[1] & (difference > 0)) | (whole[0] & (difference < 0))
            wrong &= np.abs(difference) > _SAME_SUM * np.maximum(sums[0], sums[1])
            slices = np.flatnonzero(wrong)
            for at in slices[:_LISTED]:
                where = f" for {_name_cell(labels, shared, int(at))}" if shared else ""
                faults.append(
                    f"{one.name} sums to {sums[0].flat[at]:,.6g} and {other.name} to {sums[1].flat[at]:,.6g}{where}: "
                    f"a difference of {difference.flat[at]:,.6g}"
                )
            if len(slices) > _LISTED:
                faults.append(f"{one.name} and {other.name} differ in {len(slices) - _LISTED} more")
    return faults


def _find_stuck(weights: Floats, margins: list[_Margin], labels: tuple[pd.Index, ...]) -> list[str]:
    """Find totals whose cells are all zero, by the seed or by another margin that is zero there."""
    possible = (weights > 0).astype("float64")
    for margin in margins:
        possible = possible * _spread((margin.totals != 0).astype("float64"), margin.axes)
    faults = []
    for margin in margins:
        stuck = np.flatnonzero((margin.totals > 0) & (_sum_to(possible, margin.axes) == 0))
        cells = [_name_cell(labels, margin.axes, int(at)) for at in stuck]
        if cells:
            faults.append(f"{margin.name} has a total and only zeros to put it in: {', '.join(cells)}")
    return faults


def _scale(weights: Floats, margins: list[_Margin], tolerance: float) -> tuple[Floats, int]:
    """Scale to each margin in turn until all hold, or they plainly never will."""
    table, rounds = weights, 0
    while rounds < _MOST_ROUNDS:
        rounds += 1
        for margin in margins:
            factors = find_factors(margin.totals, _sum_to(table, margin.axes))
            table = table * _spread(factors, margin.axes)
        # The last margin has just been met.
        misses = (measure_misses(_sum_to(table, margin.axes), margin.totals) for margin in margins[:-1])
        if max((float(miss.max(initial=0.0)) for miss in misses), default=0.0) <= tolerance:
            break
    return table, rounds


def _sum_to(table: Floats, axes: tuple[int, ...]) -> Floats:
    """Sum an array of three dimensions over all but these."""
    return np.asarray(table.sum(axis=tuple(axis for axis in range(3) if axis not in axes)))


def _spread(values: Floats, axes: tuple[int, ...]) -> Floats:
    """Give values over some dimensions the three dimensions of the table."""
    return values.reshape([values.shape[axes.index(axis)] if axis in axes else 1 for axis in range(3)])


def _sum_margin(margin: _Margin, shared: tuple[int, ...], *, known: bool) -> Floats:
    """Sum a margin down to some of its dimensions, over what is known or over all of it."""
    over = tuple(place for place, axis in enumerate(margin.axes) if axis not in shared)
    return np.asarray((np.nansum if known else np.sum)(margin.totals, axis=over))


def _name_cell(labels: tuple[pd.Index, ...], axes: tuple[int, ...], at: int) -> str:
    """Name a cell of a margin by its labels, from its number in row-major order."""
    places = np.unravel_index(at, tuple(len(labels[axis]) for axis in axes))
    return " ".join(f"{_AXES[axis]} {labels[axis][int(place)]!r}" for axis, place in zip(axes, places, strict=True))
