"""Peaks of a year that stand apart: what makes two seasons of one, whatever the harmonics say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A wave that rises less than this share of the highest is its tail, not a season of its own.
_RISE: Final = 0.25

# What lies between two seasons has lost at least half of what the lower of them rises above the quietest month.
_TROUGH: Final = 0.5

# Peaks nearer than a quarter of a year belong to one season.
_APART: Final = 3


def find_waves(counts: Floats) -> list[int]:
    """
    Find the peaks of a year that stand apart.

    Parameters
    ----------
    counts
        Twelve sound counts, January first.

    Returns
    -------
    peaks
        One to four months, 1–12, the highest first; of equal months side by side the one with the higher neighbours,
        then the earlier. Any two are three months or more from each other, each rises a quarter as high above the
        quietest month as the highest, and on both ways between them half of the lower one's rise is lost.
    """
    before, after = np.roll(counts, 1), np.roll(counts, -1)
    beside = before + after
    tops = np.flatnonzero((counts >= before) & (counts >= after))
    found: list[int] = []
    for month in sorted(tops.tolist(), key=lambda month: (-counts[month], -beside[month], month)):
        deep = counts[month] - _TROUGH * (counts[month] - counts.min())
        if rises(counts, month + 1) and all(_is_apart(counts, month, other, deep) for other in found):
            found.append(month)
    return [month + 1 for month in found]


def rises(counts: Floats, month: int) -> bool:
    """
    Tell whether a month rises above the quietest like a season, beside the highest.

    Parameters
    ----------
    counts
        Twelve sound counts, January first.
    month
        1–12.

    Returns
    -------
    rises
        Whether by a quarter as much, or more.
    """
    lowest = counts.min()
    return bool(counts[month - 1] - lowest >= _RISE * (counts.max() - lowest))


def _is_apart(counts: Floats, one: int, other: int, deep: float) -> bool:
    """Tell whether two months are far enough from each other, with a deep trough on both ways between them."""
    ways = [[month % 12 for month in range(a + 1, a + (b - a) % 12)] for a, b in ((one, other), (other, one))]
    return all(len(way) >= _APART - 1 and counts[way].min() <= deep for way in ways)
