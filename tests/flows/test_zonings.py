"""Intensity and effectiveness on finer and coarser zones of the same moves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows import IndicatorError
from flows.zonings import measure_zonings

NAMES = list("abc")

# a and b lie 10 km apart, c far off; a has fewest people
MATRIX = pd.DataFrame([[5.0, 10, 2], [30, 0, 4], [1, 3, 9]], NAMES, NAMES)
PEOPLE = pd.Series({"c": 600, "a": 100, "b": 300})
KM = pd.DataFrame([[0.0, 10, 100], [10, 0, 90], [100, 90, 0]], NAMES, NAMES)


def test_by_pencil() -> None:
    table = measure_zonings(MATRIX, PEOPLE, KM, zonings={"halves": {"a": "west", "b": "east", "c": "east"}})
    assert table["zoning"].to_list() == ["steps", "steps", "halves"]
    assert table["zones"].to_list() == [3, 2, 2]
    # three zones: 50 movers of 1,000; in 31 13 6, out 12 34 4: nets 19, -21, 2 of 100
    # a joins b: 6 to c and 4 from it, 10 movers, net 2 of 20
    # west is a: 12 out and 31 in, 43 movers, nets 19 and -19 of 86
    assert table["intensity"].to_list() == pytest.approx([5.0, 1.0, 4.3])
    assert table["effectiveness"].to_list() == pytest.approx([42.0, 20.0, 100 * 38 / 86])
    assert table["k"].to_list() == pytest.approx([5 / np.log(9), 1 / np.log(4), 4.3 / np.log(4)])
    # through the origin over the steps: (5 ln 9 + 1 ln 4) / (ln² 9 + ln² 4)
    slope = (5 * np.log(9) + np.log(4)) / (np.log(9) ** 2 + np.log(4) ** 2)
    assert table.attrs["slope"] == pytest.approx(slope)


def test_the_smallest_joins_the_nearest_as_measured_from_its_people() -> None:
    # a (100) joins b (300). From the two, c lies (100 · 40 + 300 · 80) / 400 = 70 km and d 72: c, now the smallest,
    # joins d at 60 km, and not the pair.
    names = list("abcd")
    km = pd.DataFrame([[0, 1, 40, 72], [1, 0, 80, 72], [40, 80, 0, 60], [72, 72, 60, 0]], names, names)
    moves = pd.DataFrame(1 - np.eye(4), names, names)
    table = measure_zonings(moves * 10, pd.Series([100, 300, 350, 900], names), km)
    assert table["zones"].to_list() == [4, 3, 2]
    # 120 moves; without a ↔ b 100; without c ↔ d 80
    assert table["intensity"].to_list() == pytest.approx([100 * moved / 1650 for moved in (120, 100, 80)])


def test_the_callers_frames_stay_as_they_were() -> None:
    before = MATRIX.copy(), PEOPLE.copy(), KM.copy()
    measure_zonings(MATRIX, PEOPLE, KM)
    pd.testing.assert_frame_equal(MATRIX, before[0])
    pd.testing.assert_series_equal(PEOPLE, before[1])
    pd.testing.assert_frame_equal(KM, before[2])


@given(st.integers(2, 7), st.integers(0, 2**32 - 1))
def test_joining_zones_only_takes_movers_away(n: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    names = [str(place) for place in range(n)]
    matrix = pd.DataFrame(draw.integers(0, 50, (n, n)).astype(float), names, names)
    people = pd.Series(draw.integers(500, 5000, n), names)
    at = draw.uniform(0, 1000, n)
    km = pd.DataFrame(np.abs(at[:, None] - at), names, names)
    table = measure_zonings(matrix, people, km)
    assert table["zones"].to_list() == list(range(n, 1, -1))
    assert (table["intensity"].diff().dropna() <= 1e-9).all()


@pytest.mark.parametrize("n", [0, 1])
def test_without_two_places_there_is_nothing_to_join(n: int) -> None:
    names = NAMES[:n]
    table = measure_zonings(MATRIX.loc[names, names], PEOPLE[names], KM.loc[names, names])
    assert len(table) == 0
    assert np.isnan(table.attrs["slope"])


def test_a_place_without_people_joins_too() -> None:
    people = pd.Series({"a": 0, "b": 400, "c": 600})
    assert len(measure_zonings(MATRIX, people, KM)) == 2


def test_the_estimate_by_cities_divisions_and_provinces() -> None:
    estimate = flows.estimate(1998, 2023)
    table = measure_zonings(estimate)
    named = table.set_index("zoning").drop("steps")
    assert named["zones"].to_dict() == {"division": 31, "province": 5}
    assert len(table) == 122 + 2
    # moves between provinces, as added up elsewhere
    totals = flows.estimate_totals(1998, 2023, level="province")
    people = sum(flows.census(year, level="province")["people"].sum() for year in (1998, 2023)) / 2
    assert named.loc["province", "intensity"] == pytest.approx(100 * totals["inflow"].sum() / people)
    gained = totals["net"].abs().sum() / (totals["inflow"] + totals["outflow"]).sum()
    assert named.loc["province", "effectiveness"] == pytest.approx(100 * gained)


def test_a_matrix_needs_people_and_distances() -> None:
    with pytest.raises(IndicatorError, match="give both for a matrix"):
        measure_zonings(MATRIX, PEOPLE)


def test_a_zoning_must_hold_every_place() -> None:
    with pytest.raises(IndicatorError, match="the zoning 'halves' does not hold b, c"):
        measure_zonings(MATRIX, PEOPLE, KM, zonings={"halves": {"a": "west"}})


def test_unsound_distances_are_refused() -> None:
    with pytest.raises(IndicatorError, match="distance"):
        measure_zonings(MATRIX, PEOPLE, -KM)
