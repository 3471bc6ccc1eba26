"""A transposed matrix gives itself away: the places it calls winners shrink."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest

from flows import IndicatorError, OrientationWarning
from flows.indicators import check_orientation
from flows.indicators.orientation import _find_lowest

PLACES = list("abcdef")
START = pd.Series(1000.0, PLACES)
# everybody goes to a: it gains 50, the others lose 10 each
MATRIX = pd.DataFrame([[0] * 6] + [[10] + [0] * 5] * 5, PLACES, PLACES)
END = START + [50, -10, -10, -10, -10, -10]


def test_gains_where_people_came_correlate_at_1() -> None:
    assert check_orientation(MATRIX, START, END) == pytest.approx(1)


def test_the_transposed_matrix_is_noticed() -> None:
    with pytest.warns(OrientationWarning, match=r"correlate at -1.00 over 6 places.*transpose"):
        assert check_orientation(MATRIX.T, START, END) == pytest.approx(-1)


def test_by_pencil() -> None:
    # net +20, -10, -10 and change +40, 0, -10 of means 1020, 1000, 995
    places = list("abc")
    matrix = pd.DataFrame([[0, 0, 0], [10, 0, 0], [10, 0, 0]], places, places)
    start, end = pd.Series([1000, 1000, 1000], places), pd.Series([1040, 1000, 990], places)
    net, change = np.array([20 / 1020, -0.01, -10 / 995]), np.array([40 / 1020, 0, -10 / 995])
    assert check_orientation(matrix, start, end) == pytest.approx(np.corrcoef(net, change)[0, 1])


def test_a_weak_or_chance_correlation_is_returned_without_a_word() -> None:
    rng = np.random.default_rng(5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        noise = pd.Series(1000 + rng.normal(0, 30, 6), PLACES)
        assert -0.5 < check_orientation(MATRIX.T, START, noise) < 1
        # Three places: net -18, +9, +9 and change +20, -12, -8. Even -0.99 may be chance.
        three = list("abc")
        matrix = pd.DataFrame([[0, 9, 9], [0, 0, 0], [0, 0, 0]], three, three)
        found = check_orientation(matrix, pd.Series(1000, three), pd.Series([1020, 988, 992], three))
        assert -0.995 < found < -0.985


def correlate_at(wanted: float, places: int = 20) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Make pairs in which one sends 10 to the other, and populations of 1,000 whose change correlates as wanted."""
    net = np.tile([-1.0, 1.0, -1.0, 1.0], places // 4)
    beside = np.tile([1.0, 1.0, -1.0, -1.0], places // 4)  # no part of it goes with the net
    change = 100 * (wanted * net + np.sqrt(1 - wanted**2) * beside)
    matrix = pd.DataFrame(np.zeros((places, places)))
    for sender in range(0, places, 2):
        matrix.iloc[sender, sender + 1] = 10
    return matrix, pd.Series(1000 - change / 2), pd.Series(1000 + change / 2)


@pytest.mark.parametrize("wanted", [-0.6, -0.52])
def test_among_many_places_half_is_enough(wanted: float) -> None:
    # chance alone: below -0.44 of 20 places once in 40
    with pytest.warns(OrientationWarning, match="over 20 places"):
        assert check_orientation(*correlate_at(wanted)) == pytest.approx(wanted)


def test_among_many_places_less_than_half_is_not() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert check_orientation(*correlate_at(-0.48)) == pytest.approx(-0.48)


@pytest.mark.parametrize(("places", "lowest"), [(5, -0.878), (10, -0.632), (16, -0.497)])
def test_the_fewer_the_places_the_lower_chance_reaches(places: int, lowest: float) -> None:
    # two-sided 5 % points of the correlation, as printed in any table of it
    assert _find_lowest(places) == pytest.approx(lowest, abs=0.005)


def test_no_correlation_where_it_has_no_meaning() -> None:
    two = list("ab")
    assert math.isnan(check_orientation(MATRIX.loc[two, two], START[two], END[two]))
    assert math.isnan(check_orientation(MATRIX, START, START * 1.1))  # all grow alike


def test_unsound_populations_are_told_together() -> None:
    with pytest.raises(IndicatorError) as caught:
        check_orientation(MATRIX, START.replace(1000.0, -1), END.rename({"a": "z"}))
    for said in ("start must hold numbers of 0 or more; a is -1", "not in end: a"):
        assert said in str(caught.value)


def test_a_place_empty_on_both_dates_is_refused_and_a_new_town_is_not() -> None:
    new = START.mask(START.index == "a", 0)
    assert check_orientation(MATRIX, new, END) > 0.9
    with pytest.raises(IndicatorError, match="nobody lives in a on either date"):
        check_orientation(MATRIX, new, new)
