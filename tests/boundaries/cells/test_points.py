"""Points to cells: the same as `h3` gives one by one, nobody lost, everybody left out accounted for."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import h3
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries._errors import GridError
from boundaries.cells import points
from boundaries.cells.hierarchy import cell_parents
from boundaries.cells.points import bin_points, sum_by_cell

LAHORE, KARACHI, QUETTA = (74.3436, 31.5497), (67.0104, 24.8608), (66.9967, 30.1798)
NOBODY = {"no coordinates": 0, "out of range": 0, "no weight": 0}


def cell_at(lon: float, lat: float, resolution: int) -> int:
    return int(h3.latlng_to_cell(lat, lon, resolution), 16)


def as_dict(sums: pd.DataFrame) -> dict[int, float]:
    return dict(zip(sums["cell"].tolist(), sums["value"].tolist(), strict=True))


def test_three_points_in_two_cells() -> None:
    # 2 + 3 people in Lahore, 5 in Karachi
    lon, lat = zip(LAHORE, KARACHI, LAHORE, strict=True)
    expected = {cell_at(*LAHORE, 8): 5.0, cell_at(*KARACHI, 8): 5.0}
    sums = bin_points(lon, lat, [2, 5, 3], resolution=8)
    assert as_dict(sums) == expected
    assert (sums["cell"].dtype, sums["value"].dtype) == (np.uint64, np.float64)
    assert sums["cell"].is_monotonic_increasing
    assert sums.attrs == {"read": 3, "kept": 3, "dropped": NOBODY, "weight_dropped": NOBODY}


def test_without_weights_points_are_counted() -> None:
    lon, lat = zip(LAHORE, KARACHI, LAHORE, strict=True)
    assert as_dict(bin_points(lon, lat, resolution=8)) == {cell_at(*LAHORE, 8): 2.0, cell_at(*KARACHI, 8): 1.0}


def test_no_points_give_no_rows() -> None:
    sums = bin_points([], [], [], resolution=8)
    assert (list(sums.columns), len(sums), sums["cell"].dtype) == (["cell", "value"], 0, np.uint64)
    assert sums.attrs["read"] == sums.attrs["kept"] == 0


@pytest.mark.parametrize("resolution", [0, 5, 8, 15])
def test_cells_are_those_of_a_loop(resolution: int) -> None:
    chance = np.random.default_rng(1947)
    lon = np.append(chance.uniform(-180, 180, 2000), [180, -180, 0, 12.5])
    lat = np.append(np.degrees(np.arcsin(chance.uniform(-1, 1, 2000))), [10, 10, 90, -90])
    loop = Counter(cell_at(x, y, resolution) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
    assert as_dict(bin_points(lon, lat, resolution=resolution)) == loop


@pytest.mark.parametrize(
    ("lon", "lat", "weight", "reason", "lost"),
    [
        (math.nan, 31, 7, "no coordinates", 7),
        (74, None, 7, "no coordinates", 7),
        (math.inf, 31, 7, "no coordinates", 7),
        (180.1, 31, 7, "out of range", 7),
        (74, -90.1, 7, "out of range", 7),
        (74, 31, math.nan, "no weight", 0),
        (74, 31, -math.inf, "no weight", 0),
        # the first reason that holds is the one counted, and an unknown weight adds nothing
        (math.nan, 99, math.nan, "no coordinates", 0),
        (999, 31, math.nan, "out of range", 0),
    ],
)
def test_what_is_left_out_is_counted(lon: Any, lat: Any, weight: float, reason: str, lost: float) -> None:
    sums = bin_points([LAHORE[0], lon], [LAHORE[1], lat], [2, weight], resolution=8)
    assert as_dict(sums) == {cell_at(*LAHORE, 8): 2.0}
    assert sums.attrs == {
        "read": 2,
        "kept": 1,
        "dropped": NOBODY | {reason: 1},
        "weight_dropped": NOBODY | {reason: lost},
    }


def test_points_without_weights_weigh_one_where_they_are_left_out() -> None:
    sums = bin_points([math.nan, 200, 74], [31, 31, 31], resolution=8)
    assert sums.attrs["weight_dropped"] == {"no coordinates": 1.0, "out of range": 1.0, "no weight": 0.0}


@pytest.mark.parametrize(
    "lon",
    [
        [74, None, 67],
        (74, math.nan, 67),
        np.array([74, np.nan, 67], dtype=np.float32),
        np.ma.array([74.0, 0.0, 67.0], mask=[False, True, False]),
        np.array([74, None, 67], dtype=object),
        pd.Series([74, None, 67], index=[9, 8, 7]),
        pd.Series([74, None, 67], dtype="Int64"),
        pd.Series(["74", None, "67"]),
        [74, pd.NA, 67],
    ],
    ids=lambda lon: type(lon).__name__,
)
def test_columns_of_any_kind(lon: Any) -> None:
    sums = bin_points(lon, [31, 31, 25], np.array([1, 2, 4]), resolution=8)
    assert as_dict(sums) == {cell_at(74, 31, 8): 1.0, cell_at(67, 25, 8): 4.0}
    assert sums.attrs["weight_dropped"]["no coordinates"] == 2


@pytest.mark.parametrize(
    ("lon", "lat", "weight", "resolution", "said"),
    [
        ([1, 2], [1], None, 8, ["lon 2, lat 1"]),
        ([1], [1], [1, 2, 3], 8, ["lon 1, lat 1, weight 3"]),
        ([1], [1], None, 16, ["resolution 16 is none"]),
        ([1], [1], None, -1, ["resolution -1 is none"]),
        ([1], [1], None, 8.5, ["resolution 8.5 is none"]),
        (np.ones((2, 2)), [1], None, 8, ["lon cannot be read"]),
        # every fault is told at once
        (["east"], [1, 2], [1], "fine", ["resolution 'fine'", "lon cannot be read", "'east'", "lat 2, weight 1"]),
    ],
)
def test_faults_are_listed(lon: Any, lat: Any, weight: Any, resolution: Any, said: list[str]) -> None:
    with pytest.raises(GridError) as raised:
        bin_points(lon, lat, weight, resolution=resolution)
    assert [words for words in said if words not in str(raised.value)] == []


def test_many_chunks_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(1947)
    lon, lat = chance.uniform(66, 75, 5000), chance.uniform(24, 32, 5000)
    lon[::50] = np.nan
    weight = chance.integers(0, 100, 5000)
    whole = bin_points(lon, lat, weight, resolution=6)
    monkeypatch.setattr(points, "CHUNK", 7)
    monkeypatch.setattr(points, "PENDING", 100)
    pieces = bin_points(lon, lat, weight, resolution=6)
    # whole numbers, so that the order of adding cannot show
    pd.testing.assert_frame_equal(pieces, whole)
    assert pieces.attrs == whole.attrs
    assert whole.attrs["dropped"]["no coordinates"] == 5000 / 50


def test_the_columns_are_left_as_they_are() -> None:
    lon, lat, weight = np.array([74.0, 67, np.nan]), np.array([31.0, 25, 30]), np.array([1.0, 2, 3])
    copies = [column.copy() for column in (lon, lat, weight)]
    for column in (lon, lat, weight):
        column.flags.writeable = False
    bin_points(lon, lat, weight, resolution=8)
    for column, copy in zip((lon, lat, weight), copies, strict=True):
        np.testing.assert_array_equal(column, copy)


def test_many_small_weights_lose_nothing_that_shows() -> None:
    # 600,000 × 0.1: adding one after the other would be off by about 4e-7, one in 10¹¹
    tenths = np.full(600_000, 0.1)
    sums = bin_points(np.full(600_000, 74.0), np.full(600_000, 31.0), tenths, resolution=8)
    assert sums["value"].tolist() == [pytest.approx(math.fsum(tenths), rel=1e-14)]


numbers = st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf])
rows = st.lists(st.tuples(st.floats(-200, 200) | st.just(math.nan), st.floats(-100, 100), numbers), max_size=40)


@settings(max_examples=60, deadline=None)
@given(rows, st.integers(0, 15))
def test_read_is_kept_and_dropped(table: list[tuple[float, float, float]], resolution: int) -> None:
    lon, lat, weight = np.array(table).reshape(-1, 3).T
    sums = bin_points(lon, lat, weight, resolution=resolution)
    told = sums.attrs
    assert told["read"] == len(table) == told["kept"] + sum(told["dropped"].values())
    finite = weight[np.isfinite(weight)]
    total = math.fsum([*sums["value"], *told["weight_dropped"].values()])
    assert total == pytest.approx(math.fsum(finite), abs=1e-12 * max(1.0, math.fsum(abs(finite))))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(60, 78), st.floats(23, 38), st.integers(0, 10**6)), min_size=1, max_size=40),
    st.integers(4, 9),
)
def test_the_total_is_the_same_at_every_resolution(table: list[tuple[float, float, int]], resolution: int) -> None:
    lon, lat, weight = zip(*table, strict=True)
    fine = bin_points(lon, lat, weight, resolution=resolution)
    assert fine["value"].sum() == sum(weight)
    # and parents by id carry it on: whole numbers, so equal to the person
    parents = cell_parents(fine["cell"].to_numpy(), resolution - 4)
    assert sum_by_cell(parents, fine["value"].to_numpy())[1].sum() == sum(weight)


def test_sums_of_cells_in_any_order() -> None:
    cells, values = sum_by_cell(np.array([5, 2, 5, 9], np.uint64), np.array([1.0, 2, 4, 8]))
    assert (cells.tolist(), values.tolist()) == ([2, 5, 9], [2.0, 5.0, 8.0])
