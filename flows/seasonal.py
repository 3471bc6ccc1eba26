"""
How seasonal a year is: one number for each question, from twelve monthly counts.

====================  =======================================================================  ============
measure               question                                                                 unit
====================  =======================================================================  ============
seasonality_index     how far the months are from equal (Walsh and Lawler, 1981)               0–1.8333
resultant             how strongly, and where in the year, one or two seasons pull             0–1, degrees
leading_harmonic      one season a year or two                                                 0, 1 or 2
peak_months           which months they peak in                                                1–12
top_three_share       how much of the year falls into its three largest months                 0.25–1
return_ratio          how many of those who leave come back                                    0–1
====================  =======================================================================  ============

Months are given from January to December. Each is laid on a circle at its middle, month m at 30 m − 15 degrees:
January at 15, July at 195. The second harmonic doubles the angles. Balochistan moves twice a year, up in spring
and down in autumn; the usual circular measure, the first harmonic alone, gives two opposite months a strength
of exactly 0 and reads as no season at all. Ask for both, or for `describe_season`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ._errors import SeasonError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_CENTRES: Final = 30.0 * np.arange(12) + 15.0

# A resultant of equal months is 0 on paper and 1e-17 in floats; that has no direction.
_NOTHING: Final = 1e-12

# A second wave that rises less than this share of the first is its tail, not a season of its own.
_SECOND_PEAK: Final = 0.25


@dataclass(frozen=True, slots=True)
class Season:
    """
    What twelve months say together.

    Attributes
    ----------
    index
        Walsh–Lawler, 0–1.8333.
    harmonic
        1 when one season a year leads, 2 when two do, 0 when neither can be seen.
    strength, direction
        The resultant of the leading harmonic: 0–1, and degrees (NaN when there is none).
    peaks
        Months of the peaks, 1–12, the higher first: none, one or two.
    top_three
        Share of the year in its three largest months, 0.25–1.
    """

    index: float
    harmonic: int
    strength: float
    direction: float
    peaks: tuple[int, ...]
    top_three: float

    def __str__(self) -> str:
        """Say it in one sentence."""
        share = f"{self.top_three:.0%} of the year falls into its three largest months"
        names = " and ".join(MONTHS[month - 1] for month in self.peaks)
        if len(self.peaks) == 2:
            return f"Two seasons a year, with peaks in {names}; {share}."
        if self.peaks:
            return f"One season a year, with its peak in {names}; {share}."
        if self.index < _NOTHING:
            return "No season: all months are alike."
        return f"More than two waves a year, none of them leading; {share}."


def seasonality_index(months: ArrayLike) -> float:
    """
    Measure how far the months are from equal: Σ|x − mean| / Σx.

    Parameters
    ----------
    months
        Twelve counts, January first; not negative, not all zero.

    Returns
    -------
    index
        0 when all months are equal, 11/6 = 1.8333 when everybody moves in one. Walsh and Lawler call up to
        0.19 "very equable" and above 1.20 "extreme, almost all in one to two months".

    Raises
    ------
    SeasonError
        Not twelve months; a month is negative or not a finite number; or nobody moves in any of them.

    Notes
    -----
    The order of the months does not count: six apart or side by side, the index is the same. Source: R. P. D.
    Walsh and D. M. Lawler, "Rainfall seasonality: description, spatial patterns and change through time",
    Weather 36 (1981).
    """
    counts = read_months(months)
    return float(np.abs(counts - counts.mean()).sum() / counts.sum())


def resultant(months: ArrayLike, *, harmonic: int = 1) -> tuple[float, float]:
    """
    Add the months up as arrows on a circle: the length tells how strong a season is, the direction when it is.

    Parameters
    ----------
    months
        As for `seasonality_index`.
    harmonic
        1 asks for one season a year, 2 for two: angles are multiplied by it.

    Returns
    -------
    length, direction
        Length 0–1: 0 when the months cancel out, 1 when all is in one month (or, for harmonic 2, in two months
        half a year apart). Direction in degrees, 15 in the middle of January, 195 of July; for harmonic 2 from
        0 to 180, and the other peak lies 180 further. NaN when the length is 0.

    Raises
    ------
    SeasonError
        As for `seasonality_index`, or a harmonic other than 1 and 2.

    Notes
    -----
    Σ x·exp(i·k·θ) / Σ x, with θ the middle of the month (C. G. Markham, "Seasonality of precipitation in the
    United States", Annals of the Association of American Geographers 60, 1970; K. V. Mardia, "Statistics of
    Directional Data", 1972, for k = 2).
    """
    if harmonic not in {1, 2}:
        raise SeasonError(f"harmonic is {harmonic!r}; choose 1 for one season a year or 2 for two")
    counts = read_months(months)
    arrow = complex((counts * np.exp(1j * harmonic * np.radians(_CENTRES))).sum() / counts.sum())
    length = abs(arrow)
    if length < _NOTHING:
        return 0.0, math.nan
    turn = math.degrees(math.atan2(arrow.imag, arrow.real)) % 360.0
    # Of an angle a hair below nought, the remainder is 360: that is nought.
    return min(length, 1.0), turn % 360.0 / harmonic


def leading_harmonic(months: ArrayLike) -> int:
    """
    Tell whether one season a year leads, or two.

    Parameters
    ----------
    months
        As for `seasonality_index`.

    Returns
    -------
    harmonic
        1 when the first harmonic is at least as strong as the second, 2 when the second is stronger, 0 when
        both are 0 (all months alike, or three and more equal waves).

    Raises
    ------
    SeasonError
        As for `seasonality_index`.

    Notes
    -----
    The squares of the two lengths share out the variance of the months between the waves of a year and of half
    a year; a ratio above one is the usual sign of a double season (L. H. Horn and R. A. Bryson, "Harmonic
    analysis of the annual march of precipitation over the United States", Annals of the Association of American
    Geographers 50, 1960).
    """
    yearly, half_yearly = resultant(months)[0], resultant(months, harmonic=2)[0]
    if yearly == half_yearly == 0:
        return 0
    return 2 if half_yearly > yearly + _NOTHING else 1


def peak_months(months: ArrayLike) -> tuple[int, ...]:
    """
    Name the month of the peak, or the two of a double season.

    Parameters
    ----------
    months
        As for `seasonality_index`.

    Returns
    -------
    peaks
        Months from 1 to 12, the higher first. One when the first harmonic leads: the largest month. Two when the
        second leads: the largest month of each half-year round its two directions, unless the lower is under a
        quarter of the higher. None when neither harmonic has a direction. Of equal months the one nearest to the
        direction counts, then the earlier.

    Raises
    ------
    SeasonError
        As for `seasonality_index`.
    """
    counts = read_months(months)
    harmonic = leading_harmonic(counts)
    if harmonic == 0:
        return ()
    direction = resultant(counts, harmonic=harmonic)[1]
    if harmonic == 1:
        return (_find_largest(counts, direction, reach=180.0),)
    both = [_find_largest(counts, direction + turn, reach=90.0) for turn in (0.0, 180.0)]
    high, low = sorted(both, key=lambda month: (-counts[month - 1], month))
    return (high, low) if counts[low - 1] >= _SECOND_PEAK * counts[high - 1] else (high,)


def top_three_share(months: ArrayLike) -> float:
    """
    Give the share of the year that falls into its three largest months, wherever they lie.

    Parameters
    ----------
    months
        As for `seasonality_index`.

    Returns
    -------
    share
        0.25 when all months are equal, 1 when nobody moves in the other nine.

    Raises
    ------
    SeasonError
        As for `seasonality_index`.
    """
    counts = read_months(months)
    return float(np.sort(counts)[-3:].sum() / counts.sum())


def return_ratio(out: ArrayLike, back: ArrayLike) -> float:
    """
    Compare those who leave with those who come back: the smaller of the two as a share of the larger.

    Parameters
    ----------
    out, back
        People who left and people who came back, each a total or a count for each month or round of the season;
        not negative.

    Returns
    -------
    ratio
        1 when as many come back as leave: circular movement. Near 0 when it is one way, either way.

    Raises
    ------
    SeasonError
        A count is negative or not a finite number, or nobody moves in either direction.
    """
    sums, faults = [], []
    for word, counts in (("out", out), ("back", back)):
        values = _read_numbers(counts)
        if values is None or not np.isfinite(values).all():
            faults.append(f"{word} holds something that is not a finite number")
        elif (values < 0).any():
            faults.append(f"{word} holds a negative count; give people")
        else:
            sums.append(float(values.sum()))
    if len(sums) == 2 and max(sums) == 0:
        faults.append("nobody leaves and nobody comes back, so there is no ratio")
    if faults:
        raise SeasonError("; ".join(faults))
    return min(sums) / max(sums)


def describe_season(months: ArrayLike) -> Season:
    """
    Take every measure of one year together; `str` of the answer is a sentence.

    Parameters
    ----------
    months
        As for `seasonality_index`.

    Returns
    -------
    season
        Two opposite peaks are told as two seasons, though the first harmonic is 0. A second peak under a quarter
        of the first is told as one season.

    Raises
    ------
    SeasonError
        As for `seasonality_index`.
    """
    counts = read_months(months)
    peaks = peak_months(counts)
    harmonic = len(peaks)
    strength, direction = resultant(counts, harmonic=harmonic) if harmonic else (0.0, math.nan)
    return Season(seasonality_index(counts), harmonic, strength, direction, peaks, top_three_share(counts))


def read_months(months: ArrayLike) -> Floats:
    """
    Check twelve monthly counts.

    Parameters
    ----------
    months
        January first.

    Returns
    -------
    counts
        Shape (12,), a copy.

    Raises
    ------
    SeasonError
        As for `seasonality_index`; all faults are told at once, months by name.
    """
    counts = _read_numbers(months)
    if counts is None:
        raise SeasonError("the months are not numbers; give twelve counts, January first")
    if counts.shape != (12,):
        shape = " × ".join(str(size) for size in counts.shape) or "one"
        raise SeasonError(f"there are {shape} values where twelve are needed, one for each month from January")
    faults = []
    for word, bad in (("not a finite number", ~np.isfinite(counts)), ("negative", counts < 0)):
        if bad.any():
            faults.append(f"{word} in {', '.join(MONTHS[month] for month in np.flatnonzero(bad))}")
    if not faults and counts.sum() == 0:
        faults.append("zero in every month, and a year in which nobody moves has no season")
    if faults:
        raise SeasonError("the months are " + "; ".join(faults))
    return counts


def _read_numbers(values: ArrayLike) -> Floats | None:
    try:
        return np.array(values, dtype="float64")
    except (TypeError, ValueError):
        return None


def _find_largest(counts: Floats, direction: float, *, reach: float) -> int:
    """Find the largest month within some degrees of a direction; of equals the nearest, then the earlier."""
    away = np.abs((_CENTRES - direction + 180.0) % 360.0 - 180.0).round(9)
    near = [month for month in range(12) if away[month] <= reach]
    return 1 + min(near, key=lambda month: (-counts[month], away[month], month))
