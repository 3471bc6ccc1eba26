"""Seasonal measures: twelve months small enough for a pencil, and the laws they keep."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows import SeasonError
from flows.seasonal import (
    describe_season,
    leading_harmonic,
    peak_months,
    read_months,
    resultant,
    return_ratio,
    seasonality_index,
    top_three_share,
)

NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def year(rest=0.0, **counts):
    """Twelve months, all `rest` but those named."""
    return [counts.get(name, rest) for name in NAMES]


# --- one number each, by hand


@pytest.mark.parametrize(
    ("months", "index"),
    [
        (year(7), 0),  # every month is the mean
        # One month has all 12 people, the mean is 1: |12 − 1| + 11·|0 − 1| = 22, of 12.
        (year(jul=12), 22 / 12),
        # Two months with 6: 2·|6 − 1| + 10·1 = 20, of 12. Six apart or side by side, it is the same.
        (year(apr=6, oct=6), 20 / 12),
        (year(apr=6, may=6), 20 / 12),
        # Half the year 2, the other half 0: 12·1, of 12.
        (year(apr=2, may=2, jun=2, jul=2, aug=2, sep=2), 1),
        # 1 everywhere and 13 in June: sum 24, mean 2, 11 + 11·1 = 22, of 24.
        (year(1, jun=13), 22 / 24),
    ],
)
def test_seasonality_index(months, index):
    assert seasonality_index(months) == pytest.approx(index)


def test_the_largest_seasonality_is_eleven_sixths():
    assert round(seasonality_index(year(mar=1)), 4) == 1.8333


@pytest.mark.parametrize("month", range(12))
@pytest.mark.parametrize("harmonic", [1, 2])
def test_one_month_points_to_its_middle(month, harmonic):
    months = np.zeros(12)
    months[month] = 5
    length, direction = resultant(months, harmonic=harmonic)
    assert length == pytest.approx(1)
    # January is at 15, every month 30 further; the second harmonic knows a month only from the one opposite it.
    assert direction == pytest.approx((15 + 30 * month) % (360 / harmonic))


@pytest.mark.parametrize(
    ("months", "first", "second"),
    [
        (year(7), (0, math.nan), (0, math.nan)),
        # Opposite months cancel out once a year and add up twice a year: 105 is the middle of April.
        (year(apr=6, oct=6), (0, math.nan), (1, 105)),
        # A quarter of a year apart, at 15 and 105: length √(½² + ½²), direction 60. Doubled, 30 and 210 cancel out.
        (year(jan=1, apr=1), (math.sqrt(0.5), 60), (0, math.nan)),
        # Three times as many in April as in October: (3 − 1) / 4 and (3 + 1) / 4.
        (year(apr=3, oct=1), (0.5, 105), (1, 105)),
        # Neighbours at 345 and 15: cos 15° on 0; doubled, at 330 and 30: cos 30° on 0.
        (year(dec=1, jan=1), (math.cos(math.pi / 12), 0), (math.cos(math.pi / 6), 0)),
        # Every fourth month is more than either harmonic can see.
        (year(jan=1, may=1, sep=1), (0, math.nan), (0, math.nan)),
    ],
)
def test_resultant(months, first, second):
    assert resultant(months) == pytest.approx(first, nan_ok=True, abs=1e-9)
    assert resultant(months, harmonic=2) == pytest.approx(second, nan_ok=True, abs=1e-9)


@pytest.mark.parametrize(
    ("months", "harmonic", "peaks"),
    [
        (year(7), 0, ()),
        (year(jul=3), 1, (7,)),
        (year(1, jun=4, jul=5, aug=4), 1, (7,)),
        (year(apr=6, oct=6), 2, (4, 10)),  # not "no season"
        (year(1, apr=5, oct=9), 2, (10, 4)),  # the higher first
        (year(1, may=4, jun=6, nov=5, dec=3), 2, (6, 11)),  # not exactly half a year apart
        (year(apr=95, oct=5), 2, (4,)),  # a second wave under a quarter of the first is a tail
        (year(apr=80, oct=20), 2, (4, 10)),  # a quarter is a season
        (year(jan=1, may=1, sep=1), 0, ()),
        # Not half a year apart: the first harmonic is as long as the second and points to June, where nobody moves.
        (year(apr=20, aug=20), 2, (4, 8)),
        ([2, 3, 10, 20, 10, 2, 8, 18, 9, 3, 2, 2], 2, (4, 8)),
        (year(10, apr=20, aug=18), 2, (4, 8)),  # what always moves changes nothing
        (year(2, mar=6, apr=6, may=6, sep=5), 2, (4, 9)),  # the middle of a long peak
        (year(jan=1, apr=1), 2, (1, 4)),  # a quarter of a year apart, where the second harmonic is 0
        (year(jan=1, mar=1), 1, (1,)),  # nearer than that is one season with a dent
        (year(2, apr=20, may=15, jun=14, jul=15, aug=18), 1, (4,)),  # and so is a summer with a shallow trough
        (year(apr=95, aug=5), 1, (4,)),  # a tail
        (year(jan=10, may=10, sep=5), 0, ()),  # three peaks are neither one season nor two
        (year(5, dec=6), 0, ()),  # hardly any season
        (year(dec=2, jan=2), 1, (1,)),  # equal and equally near to 0°: the earlier month
        (year(feb=4, mar=1, dec=4), 1, (2,)),  # equal: the one nearer to the direction
    ],
)
def test_leading_harmonic_and_peaks(months, harmonic, peaks):
    assert leading_harmonic(months) == harmonic
    assert peak_months(months) == peaks


@pytest.mark.parametrize(
    ("months", "share"),
    [(year(7), 0.25), (year(jan=1, jun=1, dec=1), 1), (year(1, jan=3, jul=5, dec=4), 12 / 21)],
)
def test_top_three_share(months, share):
    assert top_three_share(months) == pytest.approx(share)


@pytest.mark.parametrize(
    ("out", "back", "ratio"),
    [
        (100, 80, 0.8),
        (80, 100, 0.8),
        (year(may=60, jun=40), year(sep=100), 1),
        ([10, 0], [0, 0], 0),  # nobody came back
    ],
)
def test_return_ratio(out, back, ratio):
    assert return_ratio(out, back) == pytest.approx(ratio)


# --- in words


@pytest.mark.parametrize(
    ("months", "sentence"),
    [
        (year(7), "No season: all months are alike."),
        (
            year(jul=3, aug=1),
            "One season a year, with its peak in July; 100% of the year falls into its three largest months.",
        ),
        (
            year(1, apr=10, oct=10),
            # 21 of 30 in three months.
            "Two seasons a year, with peaks in April and October; 70% of the year falls into its three largest months.",
        ),
        (
            year(jan=1, may=1, sep=1),
            "More than two waves a year; 100% of the year falls into its three largest months.",
        ),
        (
            year(apr=20, aug=20),
            "Two seasons a year, with peaks in April and August; 100% of the year falls into its three largest months.",
        ),
        (
            # 11 months of 5 and one of 6: 16 of 61 in three months, the mean 5.08, the index 2 · 0.92 / 61 = 0.03
            year(5, dec=6),
            "Hardly any season: the months are nearly alike; 26% of the year falls into its three largest months.",
        ),
    ],
)
def test_a_season_in_one_sentence(months, sentence):
    assert str(describe_season(months)) == sentence


def test_a_season_holds_the_resultant_of_what_leads():
    season = describe_season(year(1, apr=5, oct=9))
    assert (season.harmonic, season.peaks) == (2, (10, 4))
    assert (season.strength, season.direction) == resultant(year(1, apr=5, oct=9), harmonic=2)
    tail = describe_season(year(apr=95, oct=5))
    assert (tail.harmonic, tail.peaks) == (1, (4,))
    assert tail.strength == pytest.approx(0.9)


# --- what is refused


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([], "there are 0 values where twelve are needed"),
        ([1] * 11, "there are 11 values"),
        ([[1] * 12], "there are 1 × 12 values"),
        (5, "there are one values"),
        (["many"] * 12, "not numbers"),
        (year(1, feb=math.nan, may=math.inf), "not a finite number in February, May"),
        (year(1, feb=math.nan, mar=-1), "not a finite number in February; negative in March"),
        (year(0), "zero in every month"),
    ],
)
@pytest.mark.parametrize(
    "measure", [seasonality_index, resultant, leading_harmonic, peak_months, top_three_share, describe_season]
)
def test_months_that_cannot_be_measured(measure, months, words):
    with pytest.raises(SeasonError, match=words):
        measure(months)


@pytest.mark.parametrize("harmonic", [0, 3, -1])
def test_only_two_harmonics_are_asked_for(harmonic):
    with pytest.raises(SeasonError, match="choose 1 for one season a year or 2 for two"):
        resultant(year(1), harmonic=harmonic)


@pytest.mark.parametrize(
    ("out", "back", "words"),
    [
        (0, 0, "nobody leaves and nobody comes back"),
        (-1, math.nan, "out holds a negative count; give people; back holds something"),
        ("many", 1, "out holds something that is not a finite number"),
    ],
)
def test_returns_that_cannot_be_compared(out, back, words):
    with pytest.raises(SeasonError, match=words):
        return_ratio(out, back)


def test_the_months_given_are_not_changed():
    months = np.array(year(1, jun=4))
    counts = read_months(months)
    counts[0] = 99
    assert months[0] == 1


# --- laws

COUNTS = st.lists(st.integers(0, 10**6), min_size=12, max_size=12).filter(any)


@given(COUNTS, st.integers(1, 1000))
def test_measures_do_not_know_how_many_people_there_are(months, factor):
    more = [factor * count for count in months]
    assert seasonality_index(more) == pytest.approx(seasonality_index(months))
    assert top_three_share(more) == pytest.approx(top_three_share(months))
    for harmonic in (1, 2):
        assert resultant(more, harmonic=harmonic)[0] == pytest.approx(resultant(months, harmonic=harmonic)[0], abs=1e-9)


@given(COUNTS)
def test_measures_stay_in_their_range(months):
    assert 0 <= seasonality_index(months) <= 11 / 6 + 1e-12
    assert 0.25 - 1e-12 <= top_three_share(months) <= 1
    assert len(peak_months(months)) <= 2
    for harmonic in (1, 2):
        length, direction = resultant(months, harmonic=harmonic)
        assert 0 <= length <= 1
        assert math.isnan(direction) == (length == 0)
        assert math.isnan(direction) or 0 <= direction < 360 / harmonic


@given(COUNTS, st.integers(1, 11))
def test_a_later_year_turns_the_direction_and_nothing_else(months, later):
    moved = months[-later:] + months[:-later]
    assert seasonality_index(moved) == pytest.approx(seasonality_index(months))
    for harmonic in (1, 2):
        (length, direction), (same, turned) = (resultant(x, harmonic=harmonic) for x in (months, moved))
        assert same == pytest.approx(length, abs=1e-9)
        assume(length > 1e-6)  # below, the direction is noise
        circle = 360 / harmonic
        difference = (turned - direction - 30 * later) % circle
        assert min(difference, circle - difference) == pytest.approx(0, abs=1e-3)


@given(st.integers(0, 11), st.integers(3, 9), st.integers(1, 1000), st.floats(0.3, 1), st.floats(0, 5))
def test_two_separated_peaks_are_two_seasons_wherever_they_stand(first, later, high, lower, rest):
    months = np.full(12, rest * high / 100)
    months[first] += high
    months[(first + later) % 12] += lower * high
    season = describe_season(months)
    assert season.harmonic == 2
    assert set(season.peaks) == {first + 1, (first + later) % 12 + 1}


@given(st.lists(st.integers(0, 1000), min_size=6, max_size=6).filter(lambda half: len(set(half)) > 1))
def test_a_year_of_two_equal_halves_is_never_led_by_one_season(half):
    assert leading_harmonic(half * 2) != 1
