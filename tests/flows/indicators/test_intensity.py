"""How many move, by pencil: 200 moves among 10,000 people in three places."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from flows import IndicatorError
from flows.indicators import courgeau_k, courgeau_slope, crude_migration_intensity

PLACES = list("abc")
MATRIX = pd.DataFrame([[999, 50, 10], [30, 999, 40], [60, 10, 999]], PLACES, PLACES)
PEOPLE = pd.Series([5000, 3000, 2000], PLACES)


def test_intensity_is_those_who_moved_of_all_who_live_there() -> None:
    # 50 + 10 + 30 + 40 + 60 + 10 = 200 of 10,000; the 999 stayed in their place
    assert crude_migration_intensity(MATRIX, population=PEOPLE) == pytest.approx(2)


def test_k_is_the_intensity_by_the_logarithm_of_the_pairs() -> None:
    assert courgeau_k(MATRIX, population=PEOPLE) == pytest.approx(2 / math.log(9))


def test_the_slope_of_one_zoning_is_its_k() -> None:
    assert courgeau_slope([2], [3]) == pytest.approx(2 / math.log(9))


def test_the_slope_of_several_zonings_by_least_squares_through_zero() -> None:
    # with 3 and 9 places ln n² is x and 2 x: (x · 2 + 2 x · 5) / (x² + 4 x²) = 12 / 5 x
    assert courgeau_slope([2, 5], [3, 9]) == pytest.approx(12 / (5 * math.log(9)))


def test_a_country_cut_finer_and_finer_keeps_its_slope() -> None:
    zones = [4, 34, 135]
    assert courgeau_slope([1.7 * math.log(n**2) for n in zones], zones) == pytest.approx(1.7)


def test_one_undivided_country_has_no_slope() -> None:
    assert math.isnan(courgeau_slope([0], [1]))
    assert math.isnan(courgeau_slope([], []))


@pytest.mark.parametrize(("intensities", "zones"), [(3, 10), ([3], 10), (["x"], [3]), ([[3]], [[10]]), ({3}, {10})])
def test_zonings_that_are_no_lists_of_numbers_are_refused(intensities: object, zones: object) -> None:
    with pytest.raises(IndicatorError, match="must be lists of numbers, one for each zoning"):
        courgeau_slope(intensities, zones)  # type: ignore[arg-type]


def test_what_is_wrong_with_zonings_is_told_together() -> None:
    with pytest.raises(IndicatorError) as caught:
        courgeau_slope([2, 300], [4, 0, 9])
    for said in ("2 intensities and 3 numbers", "from 0 to 100 percent", "one place or more"):
        assert said in str(caught.value)
