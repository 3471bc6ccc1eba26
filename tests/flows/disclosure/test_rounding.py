"""Rounding: next to the truth, right on average by chance, or adding up under control."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from flows import DisclosureError
from flows.disclosure import round_controlled, round_random

TABLES = arrays.arrays(np.int64, st.tuples(st.integers(1, 7), st.integers(1, 7)), elements=st.integers(0, 40))


def test_zeros_and_multiples_stay_and_the_rest_goes_next_door() -> None:
    table = pd.DataFrame([[0, 3, 6], [1, 2, 4]], list("ab"), list("xyz"))
    for seed in range(20):
        rounded = round_random(table, seed=seed)
        assert rounded.loc["a"].to_list() == [0, 3, 6]
        assert rounded.loc["b", "x"] in (0, 3)
        assert rounded.loc["b", "z"] in (3, 6)
    assert (rounded.dtypes == "int64").all()
    assert list(rounded.index) == ["a", "b"]


@pytest.mark.parametrize(("people", "up"), [(1, 1 / 3), (2, 2 / 3), (100, 1 / 3), (0.75, 0.25)])
def test_random_rounding_is_right_on_average(people: float, up: float) -> None:
    # n draws that go up with probability p: the share is p to within four times √(p (1 - p) / n)
    rounded = round_random(pd.DataFrame(np.full((200, 200), people)), seed=7).to_numpy()
    share = (rounded > people).mean()
    assert share == pytest.approx(up, abs=4 * np.sqrt(up * (1 - up) / rounded.size))


def test_the_same_seed_gives_the_same_and_a_generator_goes_on() -> None:
    table = pd.DataFrame(np.full((20, 20), 1))
    pd.testing.assert_frame_equal(round_random(table, seed=5), round_random(table, seed=5))
    generator = np.random.default_rng(5)
    assert not round_random(table, seed=generator).equals(round_random(table, seed=generator))


def test_totals_are_rounded_by_themselves() -> None:
    # Rows of five 1s: a rounded total is 3 or 6, and need not be the sum of cells rounded to 0 or 3.
    table = pd.DataFrame(np.ones((10, 5), dtype=int))
    generator = np.random.default_rng(1)
    cells, totals = round_random(table, seed=generator), round_random(table.sum(axis=1), seed=generator)
    assert set(totals) <= {3, 6}
    assert not totals.equals(cells.sum(axis=1))


def test_controlled_rounding_by_pencil() -> None:
    # Cells 1 1 1 / 1 1 1 in threes: rows hold exactly 3, so one 3 each; columns of 2 may hold 0 or 3, so not twice in
    # the same column; all hold 6.
    rounded = round_controlled(pd.DataFrame(np.ones((2, 3), dtype=int)))
    assert rounded.sum(axis=1).to_list() == [3, 3]
    assert sorted(rounded.sum()) == [0, 3, 3]


def test_controlled_rounding_takes_the_nearest_where_totals_allow() -> None:
    # 1 → 0, 2 → 3, 4 → 3, 5 → 6: rows 3 and 9 are the true ones, columns 5 → 3 and 7 → 9 next to theirs
    rounded = round_controlled(pd.DataFrame([[1, 2], [4, 5]]))
    assert rounded.to_numpy().tolist() == [[0, 3], [3, 6]]


@given(TABLES, st.integers(2, 10))
def test_law_controlled_rounding_is_next_to_every_cell_and_total_and_adds_up(truth: np.ndarray, base: int) -> None:
    rounded = round_controlled(pd.DataFrame(truth), base=base).to_numpy()
    for is_, was in (
        (rounded, truth),
        (rounded.sum(0), truth.sum(0)),
        (rounded.sum(1), truth.sum(1)),
        (rounded.sum(), truth.sum()),
    ):
        assert (np.asarray(is_) % base == 0).all()
        # Less than a base away: a multiple has only itself there.
        assert (np.abs(np.asarray(is_) - was) < base).all()


@given(arrays.arrays(np.float64, (4, 5), elements=st.floats(0, 1000)))
def test_law_fractions_are_rounded_too(truth: np.ndarray) -> None:
    rounded = round_controlled(pd.DataFrame(truth)).to_numpy()
    assert (rounded % 3 == 0).all()
    assert np.abs(rounded - truth).max() < 3 + 1e-6
    assert np.abs(rounded.sum(1) - truth.sum(1)).max() < 3 + 1e-6
    assert abs(rounded.sum() - truth.sum()) < 3 + 1e-6


def test_empty_stays_empty_and_nothing_of_the_caller_is_changed() -> None:
    assert round_random(pd.DataFrame(dtype="float64"), seed=1).empty
    assert round_controlled(pd.DataFrame(dtype="float64")).empty
    table = pd.DataFrame([[1, 2]])
    round_controlled(table)
    round_random(table, seed=1)
    assert table.to_numpy().tolist() == [[1, 2]]


def test_what_cannot_be_rounded_is_told() -> None:
    with pytest.raises(DisclosureError, match="a negative value"):
        round_random(pd.DataFrame([[-1]]), seed=1)
    with pytest.raises(DisclosureError, match="a cell is no number of people"):
        round_random(pd.Series(["three"]), seed=1)
    for base in (1, 2.5, "3", None):
        with pytest.raises(DisclosureError, match="it must be a whole number from 2 up"):
            round_controlled(pd.DataFrame([[1]]), base=base)
