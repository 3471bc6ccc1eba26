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

from boundaries.language import tr

from ._errors import SeasonError
from .season_waves import find_waves, rises

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

# Below this index fewer than one mover in forty would have to move in another month for all months to be alike.
_HARDLY: Final = 0.05


@dataclass(frozen=True, slots=True)
class Season:
    """
    What twelve months say together.

    Attributes
    ----------
    index
        Walsh–Lawler, 0–1.8333.
    harmonic
        1 when one season a year leads, 2 when two do, 0 when neither can be seen or there is hardly any season.
    strength, direction
        The resultant of the leading harmonic: 0–1, and degrees (NaN when there is none). The nearer two peaks are to
        a quarter of a year apart the weaker it is, and it points between them: `peaks` tells the months.
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
        share = f"{self.top_three:.0%}"
        names = [tr(MONTHS[month - 1]) for month in self.peaks]
        if len(names) == 2:
            return tr(
                "Two seasons a year, with peaks in {first} and {second}; {share} of the year falls into its three "
                "largest months."
            ).format(first=names[0], second=names[1], share=share)
        if names:
            return tr(
                "One season a year, with its peak in {month}; {share} of the year falls into its three largest months."
            ).format(month=names[0], share=share)
        if self.index < _NOTHING:
            return tr("No season: all months are alike.")
        if self.index < _HARDLY:
            return tr(
                "Hardly any season: the months are nearly alike; {share} of the year falls into its three largest "
                "months."
            ).format(share=share)
        return tr("More than two waves a year; {share} of the year falls into its three largest months.").format(
            share=share
        )


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
        2 when two peaks stand apart, whichever harmonic is the longer: at least three months from one to the other,
        each a quarter as high above the quietest month as the higher, and half of the lower one's rise lost on
        both ways between them. 0 when three or four do, or when the seasonality index is below 0.05. Otherwise 1 when
        the first harmonic is at least as strong as the second, 2 when the second is stronger, 0 when both are 0.

    Raises
    ------
    SeasonError
        As for `seasonality_index`.

    Notes
    -----
    The squares of the two lengths share out the variance of the months between the waves of a year and of half
    a year; a ratio above one is the usual sign of a double season (L. H. Horn and R. A. Bryson, "Harmonic
    analysis of the annual march of precipitation over the United States", Annals of the Association of American
    Geographers 50, 1960). It misses two peaks that are not half a year apart: of April and August the first harmonic
    is as long as the second and points into the trough between them, so peaks are looked for before it is asked.
    """
    counts = read_months(months)
    if seasonality_index(counts) < _HARDLY:
        return 0
    waves = len(find_waves(counts))
    if waves > 1:
        return 2 if waves == 2 else 0
    yearly, half_yearly = resultant(counts)[0], resultant(counts, harmonic=2)[0]
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
        Months from 1 to 12, the higher first. Two when two stand apart, see `leading_harmonic`; of equal months side
        by side the one with the higher neighbours, then the earlier. Otherwise one when the first harmonic leads: the
        largest month. Two when the second leads: the largest month of each half-year round its two directions,
        unless the lower rises less than a quarter as high as the higher; of equal months the one nearest to the
        direction, then the earlier. None where no harmonic leads.

    Raises
    ------
    SeasonError
        As for `seasonality_index`.
    """
    counts = read_months(months)
    harmonic = leading_harmonic(counts)
    if harmonic == 0:
        return ()
    waves = find_waves(counts)
    if len(waves) == 2:
        return waves[0], waves[1]
    direction = resultant(counts, harmonic=harmonic)[1]
    if harmonic == 1:
        return (_find_largest(counts, direction, reach=180.0),)
    both = [_find_largest(counts, direction + turn, reach=90.0) for turn in (0.0, 180.0)]
    high, low = sorted(both, key=lambda month: (-counts[month - 1], month))
    return (high, low) if rises(counts, low) else (high,)


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
        Two peaks that stand apart are told as two seasons, whatever the first harmonic is. A second peak under a
        quarter of the first is told as one season; months that are nearly alike as hardly any.

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
