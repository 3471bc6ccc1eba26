"""Balancing scales a matrix to its margins: by pencil, with zeros, and as a law."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from flows import EstimateError, ModelError
from flows.models import balance
from flows.models.balance_limit import find_possible


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


UNKNOWN = np.nan


def test_a_total_that_is_not_known_binds_nothing() -> None:
    # Only a's 30 are known: its row of 1 2 is scaled by 10, b's row of 3 4 stays as seeded.
    result = balance(frame([[1, 2], [3, 4]]), margin([30, UNKNOWN]), margin([UNKNOWN, UNKNOWN]))
    assert result.to_numpy() == pytest.approx(np.array([[10, 20], [3, 4]]))


def test_where_no_total_is_known_the_seed_comes_back() -> None:
    result = balance(frame([[1, 2], [3, 4]]), margin([UNKNOWN, UNKNOWN]), margin([UNKNOWN, UNKNOWN]))
    assert result.to_numpy().tolist() == [[1, 2], [3, 4]]


def test_the_other_margin_tells_what_is_not_known() -> None:
    # 30 and 70 leave, 40 of them go to a; so 60 go to b, and an even seed shares out as with both margins.
    result = balance(frame([[1, 1], [1, 1]]), margin([30, 70]), margin([40, UNKNOWN]))
    assert result.to_numpy() == pytest.approx(np.array([[12, 18], [28, 42]]))


def test_a_margin_of_which_a_part_is_known() -> None:
    # 10 leave a and 12 reach a; b is not known. Factors r of row a and c of column a: r (c + 1) = 10 and
    # c (r + 1) = 12 give c = r + 2 and r (r + 3) = 10: r = 2, c = 4. From b to b stays as seeded.
    result = balance(frame([[1, 1], [1, 1]]), margin([10, UNKNOWN]), margin([12, UNKNOWN]))
    assert result.to_numpy() == pytest.approx(np.array([[8, 2], [4, 1]]))


def test_known_totals_that_hold_everybody_leave_nobody_for_the_others() -> None:
    # All 10 go to a, so nobody goes to b or c, whose totals were not known.
    result = balance(
        frame([[1, 1, 1], [1, 1, 1]], columns="abc"), margin([4, 6]), margin([10, UNKNOWN, UNKNOWN], "abc")
    )
    assert result.to_numpy() == pytest.approx(np.array([[4, 0, 0], [6, 0, 0]]))
    assert result.attrs["rounds"] == 1


def test_an_empty_seed_gives_an_empty_matrix() -> None:
    nothing = pd.Series(dtype="float64")
    assert balance(pd.DataFrame(dtype="float64"), nothing, nothing).empty


def test_cells_that_must_become_zero_are_zero_at_once() -> None:
    # a sends 2, so b and c receive nothing but that; they send 1 each to a, and nothing to each other.
    seed = frame([[0, 1, 1], [1, 0, 1], [1, 1, 0]], "abc", "abc")
    result = balance(seed, margin([2, 1, 1], "abc"), margin([2, 1, 1], "abc"))
    assert result.to_numpy() == pytest.approx(np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]]))
    assert result.attrs["emptied"] == 2
    # Told by the rows alone: those that send 2 in all to b and c leave no room for others.
    known = balance(seed, margin([2, 1, 1], "abc"), margin([2, 1, UNKNOWN], "abc"))
    assert known.to_numpy() == pytest.approx(result.to_numpy())
    assert balance(frame([[3, 1], [1, 2]]), margin([30, 70]), margin([40, 60])).attrs["emptied"] == 0


def test_the_limit_keeps_the_odds_of_what_is_left() -> None:
    # a sends all that b, c and d receive, in the odds of its own row times what each receives: it must fill 1, 2 and
    # 3 whatever they are; b, c and d send 1, 2 and 3 to a and nothing to each other.
    seed = frame([[0, 5, 1, 1], [1, 0, 7, 1], [9, 1, 0, 1], [1, 1, 1, 0]], "abcd", "abcd")
    each = margin([6, 1, 2, 3], "abcd")
    result = balance(seed, each, each)
    assert result.loc["a"].tolist() == pytest.approx([0, 1, 2, 3])
    assert result["a"].tolist() == pytest.approx([0, 1, 2, 3])
    assert result.to_numpy().sum() == pytest.approx(12)


def test_where_nothing_is_known_of_two_places_they_may_take_from_each_other() -> None:
    seed = np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]], dtype="float64")
    # b and c receive 2 between them, all of it from a; how much each, nobody knows.
    possible = find_possible(seed, np.array([2.0, 1, 1]), np.array([2.0, UNKNOWN, UNKNOWN]))
    assert possible is not None
    assert possible.tolist() == [[False, True, True], [True, False, False], [True, False, False]]
    # If nothing is known of what a sends, and it receives 1 of the 2 that b and c send, all can move.
    free = find_possible(seed, np.array([UNKNOWN, 1, 1]), np.array([1.0, UNKNOWN, UNKNOWN]))
    assert free is not None
    assert free.tolist() == (seed > 0).tolist()


def test_of_a_large_seed_the_limit_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["flows.models.balance"], "MOST_CELLS", 5)
    seed, each = frame([[0, 1, 1], [1, 0, 1], [1, 1, 0]], "abc", "abc"), margin([2, 1, 1], "abc")
    with pytest.raises(ModelError, match="or only if more cells become zero, which scaling reaches only in the limit"):
        balance(seed, each, each)


@pytest.mark.parametrize("tolerance", [-1, 0, np.nan, np.inf, "small"])
def test_a_tolerance_that_cannot_be_met_is_refused(tolerance: float) -> None:
    with pytest.raises(ModelError, match=f"tolerance is {tolerance}; give a small share above 0"):
        balance(frame([[1, 1], [1, 1]]), margin([1, 1]), margin([1, 1]), tolerance=tolerance)


def test_what_is_not_a_number_is_told_all_at_once() -> None:
    words = pd.DataFrame([[1, "x"], [1, 1]], list("ab"), list("ab"))
    with pytest.raises(ModelError) as caught:
        balance(words, pd.Series(["many", 1], list("ab")), margin([1, 1]))
    for said in ("seed: something in it is not a number", "row totals: something in it is not a number"):
        assert said in str(caught.value)


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "said"),
    [
        ([[1, 1], [1, 1]], [30, 70], [40, 50], "a difference of 10"),
        ([[1, 1], [1, -1]], [1, 1], [1, 1], "the seed hold a negative value"),
        ([[1, 1], [1, np.nan]], [1, 1], [1, 1], "not a finite number"),
        ([[1, 1], [1, 1]], [1, 1], [1, np.inf], "the column totals hold a value that is not a finite number"),
        ([[1, 1], [1, 1]], [1, np.nan], [1, -1], "the column totals hold a negative value"),
        # what is known may hold fewer than all the others, never more
        (
            [[1, 1], [1, 1]], [30, 70], [140, np.nan],
            "the known column totals sum to 140, more than all row totals, 100: a difference of 40",
        ),
        ([[1, 1], [1, 1]], [140, np.nan], [30, 70], "the known row totals sum to 140, more than all column totals"),
        ([[0, 0], [1, 1]], [1, 1], [1, 1], "row a has a total and only zeros"),
        # the only way out of a leads to b, where nobody arrives
        ([[0, 1], [1, 1]], [1, np.nan], [1, 0], "row a has a total and only zeros"),
        ([[1, 0], [1, 0]], [1, 1], [1, 1], "column b has a total and only zeros"),
        # a can only send to b, yet b takes less than a sends: the misses never end
        ([[0, 1], [1, 1]], [5, 5], [8, 2], "is still missed by"),
    ],
)
def test_what_cannot_be_balanced_is_told(
    seed: list[list[float]], rows: list[float], columns: list[float], said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        balance(frame(seed), margin(rows), margin(columns))


def test_margins_of_other_places_are_told_all_at_once() -> None:
    with pytest.raises(EstimateError) as caught:
        balance(frame([[1, 1], [1, 1]]), margin([1, 1], "ax"), margin([1, 1], "bb"))
    for said in ("no row total for b", "row totals for x", "a column is named twice"):
        assert said in str(caught.value)


@settings(max_examples=15)  # a limit is only looked for after 20,000 rounds
@given(
    truth=arrays.arrays(np.int64, (4, 4), elements=st.integers(0, 5)),
    more=arrays.arrays(np.bool_, (4, 4)),
)
def test_law_margins_that_some_matrix_has_are_met(truth: np.ndarray, more: np.ndarray) -> None:
    # The seed allows all the cells of the matrix the margins were taken from, and some more.
    seed = ((truth > 0) | more).astype("float64")
    rows, columns = (margin(truth.sum(axis).tolist(), "abcd") for axis in (1, 0))
    result = balance(frame(seed.tolist(), "abcd", "abcd"), rows, columns)
    assert result.sum(axis=1).tolist() == pytest.approx(rows.tolist())
    assert result.sum(axis=0).tolist() == pytest.approx(columns.tolist())
    assert not result.to_numpy()[seed == 0].any()


@given(
    truth=arrays.arrays(np.float64, (4, 5), elements=st.floats(0.5, 1000)),
    seed=arrays.arrays(np.float64, (4, 5), elements=st.floats(0.01, 10)),
)
def test_law_any_positive_seed_meets_the_margins_of_any_matrix(truth: np.ndarray, seed: np.ndarray) -> None:
    rows, columns = margin(list(truth.sum(1)), "abcd"), margin(list(truth.sum(0)), "vwxyz")
    result = balance(pd.DataFrame(seed, list("abcd"), list("vwxyz")), rows, columns)
    assert result.sum(axis=1).to_numpy() == pytest.approx(truth.sum(1))
    assert result.sum(axis=0).to_numpy() == pytest.approx(truth.sum(0))


@given(
    truth=arrays.arrays(np.float64, (4, 5), elements=st.floats(0.5, 1000)),
    seed=arrays.arrays(np.float64, (4, 5), elements=st.floats(0.01, 10)),
    hidden=st.sets(st.integers(0, 8)),
)
def test_law_the_known_totals_are_met_whichever_are_not_known(
    truth: np.ndarray, seed: np.ndarray, hidden: set[int]
) -> None:
    every = np.concatenate([truth.sum(1), truth.sum(0)])
    every[list(hidden)] = UNKNOWN
    rows, columns = margin(list(every[:4]), "abcd"), margin(list(every[4:]), "vwxyz")
    result = balance(pd.DataFrame(seed, list("abcd"), list("vwxyz")), rows, columns)
    found = np.concatenate([result.sum(axis=1), result.sum(axis=0)])
    known = ~np.isnan(every)
    assert found[known] == pytest.approx(every[known])
