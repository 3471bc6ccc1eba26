"""Balancing scales a matrix to its margins: by pencil, with zeros, and as a law."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from flows import EstimateError
from flows.models import balance


def frame(values: list[list[float]], rows: str = "ab", columns: str = "ab") -> pd.DataFrame:
    return pd.DataFrame(values, list(rows), list(columns), dtype="float64")


def margin(values: list[float], labels: str = "ab") -> pd.Series:
    return pd.Series(values, list(labels), dtype="float64")


def test_an_even_seed_gives_the_product_of_the_margins() -> None:
    # rows 30 and 70, columns 40 and 60 of 100: 30·40/100 = 12, 30·60/100 = 18, 28, 42
    result = balance(frame([[1, 1], [1, 1]]), margin([30, 70]), margin([40, 60]))
    assert result.to_numpy() == pytest.approx(np.array([[12, 18], [28, 42]]))


def test_the_odds_of_the_seed_are_kept() -> None:
    # A balanced 2 × 2 keeps ad / bc of its seed: 3·3 / (1·1) = 9. With margins 40 and 40 it is 30 10 / 10 30.
    result = balance(frame([[3, 1], [1, 3]]), margin([40, 40]), margin([40, 40]))
    assert result.to_numpy() == pytest.approx(np.array([[30, 10], [10, 30]]))


def test_a_zero_stays_zero_and_the_rest_takes_its_part() -> None:
    # Nobody stays: a → b must be all of a's 5, b → a all of b's 7.
    result = balance(frame([[0, 1], [1, 0]]), margin([5, 7]), margin([7, 5]))
    assert result.to_numpy() == pytest.approx(np.array([[0, 5], [7, 0]]))


def test_three_places_without_a_diagonal() -> None:
    # Zero diagonal and equal margins of 10: by symmetry every cell is 5.
    seed = pd.DataFrame(1 - np.eye(3), list("abc"), list("abc"))
    ten = margin([10, 10, 10], "abc")
    assert balance(seed, ten, ten).to_numpy() == pytest.approx(5 * (1 - np.eye(3)))


def test_margins_are_matched_by_label_and_nothing_of_the_caller_is_changed() -> None:
    seed, rows, columns = frame([[1, 1], [1, 1]]), margin([70, 30], "ba"), margin([60, 40], "ba")
    before = seed.copy()
    result = balance(seed, rows, columns)
    assert list(result.index) == ["a", "b"]
    assert result.loc["a"].sum() == pytest.approx(30)
    pd.testing.assert_frame_equal(seed, before)
    assert list(rows.index) == ["b", "a"]


def test_a_place_without_moves_gets_none_and_a_matrix_need_not_be_square() -> None:
    result = balance(frame([[1, 1, 1], [2, 1, 1]], columns="xyz"), margin([6, 0]), margin([1, 2, 3], "xyz"))
    assert result.to_numpy() == pytest.approx(np.array([[1, 2, 3], [0, 0, 0]]))


def test_the_result_tells_how_it_converged() -> None:
    result = balance(frame([[3, 1], [1, 2]]), margin([30, 70]), margin([40, 60]), tolerance=1e-12)
    assert result.attrs["rounds"] > 1
    assert result.attrs["worst"] <= 1e-12


def test_an_empty_seed_gives_an_empty_matrix() -> None:
    nothing = pd.Series(dtype="float64")
    assert balance(pd.DataFrame(dtype="float64"), nothing, nothing).empty


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "said"),
    [
        ([[1, 1], [1, 1]], [30, 70], [40, 50], "a difference of 10"),
        ([[1, 1], [1, -1]], [1, 1], [1, 1], "the seed hold a negative value"),
        ([[1, 1], [1, np.nan]], [1, 1], [1, 1], "not a finite number"),
        ([[0, 0], [1, 1]], [1, 1], [1, 1], "row a has a total and only zeros"),
        ([[1, 0], [1, 0]], [1, 1], [1, 1], "column b has a total and only zeros"),
        # a can only send to b, yet b takes less than a sends: the misses never end
        ([[0, 1], [1, 1]], [5, 5], [8, 2], "is still missed by"),
    ],
)
def test_what_cannot_be_balanced_is_told(
    seed: list[list[float]], rows: list[float], columns: list[float], said: str
) -> None:
    with pytest.raises(EstimateError, match=said):
        balance(frame(seed), margin(rows), margin(columns))


def test_margins_of_other_places_are_told_all_at_once() -> None:
    with pytest.raises(EstimateError) as caught:
        balance(frame([[1, 1], [1, 1]]), margin([1, 1], "ax"), margin([1, 1], "bb"))
    for said in ("no row total for b", "row totals for x", "a column is named twice"):
        assert said in str(caught.value)


@given(
    truth=arrays.arrays(np.float64, (4, 5), elements=st.floats(0.5, 1000)),
    seed=arrays.arrays(np.float64, (4, 5), elements=st.floats(0.01, 10)),
)
def test_law_any_positive_seed_meets_the_margins_of_any_matrix(truth: np.ndarray, seed: np.ndarray) -> None:
    rows, columns = margin(list(truth.sum(1)), "abcd"), margin(list(truth.sum(0)), "vwxyz")
    result = balance(pd.DataFrame(seed, list("abcd"), list("vwxyz")), rows, columns)
    assert result.sum(axis=1).to_numpy() == pytest.approx(truth.sum(1))
    assert result.sum(axis=0).to_numpy() == pytest.approx(truth.sum(0))
