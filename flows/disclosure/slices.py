"""
One period of one group: its flows, and the totals and sums that are published beside them, protected together.

Migration and internal movement are apart, as in `flows.totals`: inflow and outflow are totals of the matrix
without its diagonal, and internal movement is a list with a sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .checks import find_protection
from .choice import hide_with_totals
from .rounding import round_controlled, round_random

if TYPE_CHECKING:
    import pandas as pd

    from .intervals import Bools, Floats


class Shown(NamedTuple):
    """
    What of one slice may be seen; NaN is hidden.

    Attributes
    ----------
    cells
        n × n, rows are origins; the diagonal is internal movement.
    outflow, inflow
        n each, totals of rows and columns without the diagonal.
    moves
        All people off the diagonal.
    internal
        All people on it.
    """

    cells: Floats
    outflow: Floats
    inflow: Floats
    moves: float
    internal: float


def show_slice(cells: Floats) -> Shown:
    """
    Show a slice as it is.

    Parameters
    ----------
    cells
        n × n, not negative.

    Returns
    -------
    shown
        The cells and their true totals.
    """
    inside = np.diag(cells)
    between = cells - np.diag(inside)
    return Shown(cells, between.sum(axis=1), between.sum(axis=0), float(between.sum()), float(inside.sum()))


def suppress_slice(cells: Floats, threshold: float) -> Shown:
    """
    Hide small cells and small totals, and what would give them away.

    Parameters
    ----------
    cells
        n × n, not negative.
    threshold
        Whatever is above 0 and below it is hidden.

    Returns
    -------
    shown
        Every hidden small cell may be any number from 1 (from 0 where people are fractions) to the threshold, for all
        that is shown. A hidden small total may be any from the number of cells above 0 that it sums to the threshold.
        Everything else that is hidden may be any of an interval as wide.
    """
    inside = np.diag(cells)
    protection = find_protection(cells, threshold)
    table = hide_with_totals(cells - np.diag(inside), threshold, protection)
    line, hide_sum = _blank_line(inside, threshold, protection)
    shown = table[:-1, :-1].copy()
    np.fill_diagonal(shown, np.where(line, np.nan, inside))
    internal = float("nan") if hide_sum else float(inside.sum())
    return Shown(shown, table[:-1, -1], table[-1, :-1], float(table[-1, -1]), internal)


def _blank_line(values: Floats, threshold: float, protection: tuple[float, float]) -> tuple[Bools, bool]:
    """Choose the blanks of a list with a sum, and whether the sum must be blank too."""
    least, high = protection
    blank = (values > 0) & (values < threshold)
    if not blank.any():
        return blank, False
    # Any of the blanks may have what is left when the others have the least, so all have the same interval.
    more = iter(np.argsort(np.where(blank | (values == 0), np.inf, values), kind="stable").tolist())
    while blank.sum() < 2 or values[blank].sum() - (blank.sum() - 1) * least < high:
        following = next(more, None)
        if following is None or blank[following] or values[following] == 0:
            return (values > 0) & (values < threshold), True
        blank[following] = True
    return blank, False


def round_slice(cells: Floats, base: int, generator: np.random.Generator | None) -> Shown:
    """
    Round a slice and its totals.

    Parameters
    ----------
    cells
        n × n, not negative.
    base
        Everything becomes a multiple of it.
    generator
        Draws for random rounding, totals independently of cells; None for controlled rounding, where migration
        and its totals add up, and internal movement and its sum.

    Returns
    -------
    shown
        Nothing is NaN.
    """
    import pandas as pd

    if generator is not None:
        true = show_slice(cells)
        numbers: list[Floats] = [
            _draw(pd.DataFrame(np.atleast_2d(part)), base, generator)
            for part in (cells, true.outflow, true.inflow, np.array([true.moves]), np.array([true.internal]))
        ]
        return Shown(numbers[0], numbers[1][0], numbers[2][0], float(numbers[3].item()), float(numbers[4].item()))
    inside = np.diag(cells)
    between = round_controlled(pd.DataFrame(cells - np.diag(inside)), base=base).to_numpy(dtype="float64")
    line = round_controlled(pd.DataFrame([inside]), base=base).to_numpy(dtype="float64")
    return show_slice(between + np.diag(line[0]))


def _draw(part: pd.DataFrame, base: int, generator: np.random.Generator) -> Floats:
    return round_random(part, base=base, seed=generator).to_numpy(dtype="float64")
