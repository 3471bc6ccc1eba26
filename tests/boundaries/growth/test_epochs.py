"""Pixels through five epochs: which count as built up, and since when."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from rasterio import Affine

from boundaries import BoundaryError
from boundaries._errors import UrbanError
from boundaries.growth.epochs import BuiltSeries, make_consistent, year_of_conversion

YEARS = (2000, 2005, 2010, 2015, 2018)
STACKS = arrays.arrays(np.bool_, st.tuples(st.integers(1, 6), st.integers(0, 3), st.integers(1, 3)))


def through_time(*pixels: str) -> np.ndarray:
    """One row of pixels, each written as its epochs: "01101"."""
    return np.array([[mark == "1" for mark in pixel] for pixel in pixels]).T[:, None, :]


@pytest.mark.parametrize(
    ("seen", "since"),
    [
        ("00000", 0),
        ("11111", 2000),
        # 4 epochs after the first: half of them is 2
        ("10011", 2000),
        ("10101", 2000),
        ("11000", 0),
        ("10001", 0),
        # 3 epochs after: half is 1.5, so 2 must agree
        ("01011", 2005),
        ("01001", 0),
        # 2 epochs after: 1 is enough
        ("00101", 2010),
        ("00100", 0),
        ("00011", 2015),
        ("00010", 0),
        # nothing comes after the last epoch that could speak against it
        ("00001", 2018),
    ],
)
def test_half_of_the_later_epochs_must_agree(seen: str, since: int) -> None:
    consistent = make_consistent(through_time(seen))
    assert year_of_conversion(consistent, YEARS).tolist() == [[since]]
    assert consistent[:, 0, 0].tolist() == [bool(since) and year >= since for year in YEARS]


@pytest.mark.parametrize(("share", "since"), [(0.0, 2000), (0.25, 2000), (0.26, 0), (1.0, 0)])
def test_the_share_that_must_agree_is_the_readers(share: float, since: int) -> None:
    # 1 of 4 later epochs agrees
    assert year_of_conversion(make_consistent(through_time("10010"), share=share), YEARS)[0, 0] == since


@given(STACKS, st.sampled_from([0, 0.3, 0.5, 1]))
def test_consistent_land_never_falls_back_and_is_left_alone(built: np.ndarray, share: float) -> None:
    before = built.copy()
    once = make_consistent(built, share=share)
    assert (built == before).all()
    assert (once[1:] >= once[:-1]).all()
    assert (make_consistent(once, share=share) == once).all()
    assert not (once & ~np.logical_or.accumulate(built, axis=0)).any()


def test_land_is_dated_by_the_first_epoch_that_shows_it() -> None:
    converted = year_of_conversion(through_time("00000", "00111", "11111"), YEARS)
    assert converted.dtype == np.int16
    assert converted.tolist() == [[0, 2010, 2000]]


def test_no_epochs_no_dates() -> None:
    nothing = np.zeros((0, 2, 3), dtype=bool)
    assert make_consistent(nothing).shape == (0, 2, 3)
    assert year_of_conversion(nothing, ()).tolist() == [[0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: make_consistent(np.ones((2, 2), dtype=bool)), "years × rows × columns"),
        (lambda: make_consistent(np.full((2, 1, 1), 0.4)), "float64"),
        (lambda: make_consistent(through_time("01"), share=2), "between 0 and 1, not at 2"),
        (lambda: year_of_conversion(through_time("01"), (2000,)), "as many as the 2 rasters"),
        (lambda: year_of_conversion(through_time("01"), (2005, 2000)), "must rise"),
    ],
)
def test_what_cannot_be_dated_is_refused(ask, told: str) -> None:
    with pytest.raises(UrbanError, match=told):
        ask()


def make_series(share, years=(2000, 2010, 2025), **more) -> BuiltSeries:
    return BuiltSeries(
        years, np.asarray(share, dtype=np.float32), 100, Affine(100, 0, 0, 0, -100, 0), "ESRI:54009", **more
    )


def test_a_series_adds_up_and_decides() -> None:
    # pixels of 1 ha: 0.5 + 0.25 = 0.75 ha, with one pixel unknown; then 2 ha; then 0.6 + 0.4 = 1 ha
    series = make_series([[[0.5, 0.25], [np.nan, 0]], [[1, 1], [0, 0]], [[0.6, 0.4], [0, 0]]], projected=(2025,))
    assert series.areas_km2 == pytest.approx([0.0075, 0.02, 0.01], rel=1e-6)
    assert series.is_built()[0].tolist() == [[True, False], [False, False]]
    assert series.is_built(0.2)[0].tolist() == [[True, True], [False, False]]
    assert series.without_projected().years == (2000, 2010)
    assert series.without_projected().share.shape == (2, 2, 2)
    assert series.without_projected().without_projected().projected == ()


def test_every_fault_of_a_series_is_told_at_once() -> None:
    with pytest.raises(UrbanError) as told:
        make_series([[[1.5]], [[0]]], years=(2010, 2000), projected=(2030,))
    for words in ("do not rise", "from 0 to 1.5", "[2030] are not among"):
        assert words in str(told.value)
    with pytest.raises(UrbanError, match="2 years ask for as many rasters"):
        make_series([[[0]]], years=(2000, 2010))
    assert issubclass(UrbanError, BoundaryError)


def test_a_series_may_be_empty_or_without_any_data() -> None:
    assert make_series(np.zeros((3, 0, 0))).areas_km2.tolist() == [0, 0, 0]
    assert make_series(np.full((3, 1, 1), np.nan)).areas_km2.tolist() == [0, 0, 0]
