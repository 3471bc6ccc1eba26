"""Suppression: by pencil, what it refuses, and the promise as a law, checked by linear programming."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from flows import DisclosureError
from flows.disclosure import count_blanks, suppress, suppress_with_totals
from tests.flows.disclosure.attacker import Attacker, with_totals


def frame(values: list[list[float]]) -> pd.DataFrame:
    rows, columns = np.shape(values)
    return pd.DataFrame(values, list("abcdefgh")[:rows], list("abcdefgh")[:columns])


def blanks(suppressed: pd.DataFrame) -> set[str]:
    return {f"{row}{column}" for row, column in suppressed.isna().stack().loc[lambda hidden: hidden].index}


def test_one_small_cell_takes_three_others_the_cheapest_that_will_do() -> None:
    # a → a is 3. A row and a column with one blank would give it away, so a rectangle is blanked: of the four
    # through aa the one over b and b hides 20 + 20 + 30, the others 50 more at least.
    table = frame([[3, 20, 90], [20, 30, 90], [90, 90, 90]])
    result = suppress(table, 5)
    assert blanks(result) == {"aa", "ab", "ba", "bb"}
    assert result.loc["a", "c"] == 90
    # aa can be raised by what ab and ba can spare, and lowered by what bb can: 1 to 22, or any of 1 to 5 at least.
    assert count_blanks(table, result, 5) == (1, 3, 0)


def test_small_cells_that_protect_each_other_take_no_more() -> None:
    # 4 4 / 4 4: one may be 1 (7 7 1) to 7 (1 1 7), which holds 1 to 5.
    assert blanks(suppress(frame([[4, 4, 50], [4, 4, 50], [50, 50, 50]]), 5)) == {"aa", "ab", "ba", "bb"}


def test_small_cells_on_a_closed_path_may_still_be_too_tight() -> None:
    # 1 1 / 1 1 is on a closed path too, yet with totals of 2 and no zeros among blanks each must be exactly 1.
    result = suppress(frame([[1, 1, 50, 60], [1, 1, 50, 60], [50, 50, 50, 60], [60, 60, 60, 60]]), 5)
    assert len(blanks(result)) > 4


def test_zeros_are_published_and_large_tables_without_small_cells_stay_whole() -> None:
    table = frame([[0, 20, 30], [10, 0, 30], [10, 20, 0]])
    result = suppress(table, 5)
    assert (result == table).all(axis=None)
    # The zeros of the diagonal help nobody: ab takes a way round over six cells.
    table.loc["a", "b"] = 4
    assert blanks(suppress(table, 5)) == {"ab", "ac", "ba", "bc", "ca", "cb"}


def test_without_totals_only_small_cells_are_blank() -> None:
    assert blanks(suppress(frame([[3, 20], [20, 30]]), 5, margins_published=False)) == {"aa"}


def test_a_wider_interval_takes_larger_cells() -> None:
    table = frame([[3, 20, 90], [20, 30, 90], [90, 90, 90]])
    # up to 60 is 57 more than 3: 20 cannot spare that, 90 can
    assert blanks(suppress(table, 5, protection=(1, 60))) == {"aa", "ac", "ca", "cc"}


def test_a_blank_that_turns_out_not_to_be_needed_is_given_back() -> None:
    # ac and cc are small. The cheapest rectangle for one of them alone is ab ac bb bc. With the other's the six on
    # the ring ab ac cc ca ba bb are enough for both, so bc is published after all.
    result = suppress(frame([[90, 20, 3], [20, 20, 20], [30, 90, 3]]), 5)
    assert blanks(result) == {"ab", "ac", "cc", "ca", "ba", "bb"}


def test_blanks_that_only_protect_each_other_are_given_back_together() -> None:
    # ab and ba are 3. The rectangle aa ab ba bb is enough for all four: it can move by 7 up and 2 down. Two more
    # are bought on the way; each is needed for the other's own ten numbers and for nothing else, so both go.
    result = suppress(frame([[90, 3, 40], [3, 20, 20], [90, 20, 90]]), 10)
    assert blanks(result) == {"aa", "ab", "ba", "bb"}


def test_totals_that_say_more_than_blanks_hide() -> None:
    # Row a has 7 people: no cell of it is above 6, blank or not. That is what totals say, and it is counted.
    table = frame([[3, 4, 0], [30, 40, 50], [50, 60, 70]])
    result = suppress(table, 10)
    assert {"aa", "ab"} < blanks(result)
    assert count_blanks(table, result, 10).narrow == 2


def test_a_cell_that_only_helps_is_hidden_as_widely() -> None:
    # The middle column is small and its total of 7 says that each is 1 to 5. With the last column blank and the first
    # published, ac (20) would be 16 to 20, because the two of row a hold 21. So the first column is blank too.
    values = np.array([[17, 1, 20], [18, 5, 15], [13, 1, 23]], dtype="float64")
    table = frame(values.tolist())
    result = suppress(table, 10)
    attacker = Attacker(with_totals(result.to_numpy(), values), least=1)
    widths = {cell: round(np.subtract(*attacker.bound(cell)[::-1]), 6) for cell in attacker.blanks}
    assert {widths.pop((row, 1)) for row in range(3)} == {4}
    assert widths
    assert min(widths.values()) >= 10 - 1
    assert count_blanks(table, result, 10).narrow == 3


def test_nothing_but_the_cells_travels_with_the_result() -> None:
    table = frame([[3, 20, 90], [20, 30, 90], [90, 90, 90]])
    table.attrs["smallest"] = 3
    assert suppress(table, 5).attrs == {}
    shown = suppress_with_totals(table, 5)
    assert (shown.cells.attrs, shown.rows.attrs, shown.columns.attrs) == ({}, {}, {})


def test_counting_needs_the_same_places() -> None:
    table = frame([[3, 20], [20, 30]])
    with pytest.raises(DisclosureError, match="other places"):
        count_blanks(table, table.rename(index={"a": "c"}), 5)
    assert count_blanks(table, suppress(table, 5, margins_published=False), 5, margins_published=False) == (1, 0, 0)


def test_fractions_may_be_next_to_nothing() -> None:
    result = suppress(frame([[0.4, 20, 90], [20, 30, 90], [90, 90, 90]]), 5)
    assert blanks(result) == {"aa", "ab", "ba", "bb"}


def test_nothing_of_the_caller_is_changed_and_labels_stay() -> None:
    table = frame([[3, 20, 30], [20, 30, 40]])
    before = table.copy()
    result = suppress(table, 5)
    pd.testing.assert_frame_equal(table, before)
    assert list(result.index) == ["a", "b"]
    assert list(result.columns) == ["a", "b", "c"]


def test_empty_and_one_place() -> None:
    assert suppress(pd.DataFrame(dtype="float64"), 5).empty
    assert suppress(frame([[12]]), 5).loc["a", "a"] == 12
    # One place of 3 people whose total is published: nothing can be hidden.
    with pytest.raises(DisclosureError, match="give these small cells away"):
        suppress(frame([[3]]), 5)
    assert blanks(suppress(frame([[3]]), 5, margins_published=False)) == {"aa"}


def test_whole_numbers_need_a_threshold_that_leaves_two() -> None:
    # Below 1.5 there is the whole number 1 only. From 1 to 2 the small cell may still be two numbers.
    values = np.array([[1, 20, 90], [20, 30, 90], [90, 90, 90]], dtype="float64")
    result = suppress(frame(values.tolist()), 1.5)
    low, high = Attacker(with_totals(result.to_numpy(), values), least=1).bound((0, 0))
    assert (low, high >= 2) == (1, True)


def test_totals_are_withheld_where_they_would_tell() -> None:
    # Row a has 3 people and all go to b: its total would tell.
    table = frame([[0, 3, 0], [20, 30, 40], [50, 60, 70]])
    with pytest.raises(DisclosureError, match="use suppress_with_totals, which withholds totals too"):
        suppress(table, 5)
    shown = suppress_with_totals(table, 5)
    assert "ab" in blanks(shown.cells)
    assert np.isnan(shown.rows["a"])
    assert list(shown.columns.index) == ["a", "b", "c"]


def test_totals_that_tell_nothing_are_published() -> None:
    shown = suppress_with_totals(frame([[3, 20, 90], [20, 30, 90]]), 5)
    assert blanks(shown.cells) == {"aa", "ab", "ba", "bb"}
    assert shown.rows.to_dict() == {"a": 113, "b": 140}
    assert shown.columns.to_dict() == {"a": 23, "b": 50, "c": 180}
    assert shown.total == 253


def test_totals_of_an_empty_matrix_and_of_one_place() -> None:
    empty = suppress_with_totals(pd.DataFrame(dtype="float64"), 5)
    assert (empty.cells.empty, len(empty.rows), len(empty.columns), empty.total) == (True, 0, 0, 0.0)
    one = suppress_with_totals(frame([[3]]), 5)
    assert np.isnan([one.cells.loc["a", "a"], one.rows["a"], one.columns["a"], one.total]).all()


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        # The only people of a row: its total is their number.
        ([[0, 3, 0], [20, 30, 40], [50, 60, 70]], "row 'a', column 'b'"),
        # Three blanks with a total of 3, and no blank is a zero.
        ([[1, 1, 1], [20, 30, 40], [50, 60, 70]], "row 'a', column 'c'"),
    ],
)
def test_what_totals_alone_give_away_is_refused(values: list[list[float]], cell: str) -> None:
    with pytest.raises(DisclosureError, match=cell):
        suppress(frame(values), 5)


@pytest.mark.parametrize(
    ("values", "options", "said"),
    [
        ([[1, -1]], {}, "a negative value"),
        ([[1, np.nan]], {}, "not a finite number"),
        ([[1, 2]], {"threshold": 0}, "the threshold is 0"),
        ([[1, 2]], {"threshold": np.nan}, "the threshold is nan"),
        ([[1, "x"]], {}, "a cell is no number of people"),
        ([[1, 2]], {"threshold": "5"}, "the threshold is '5'"),
        ([[1, 2]], {"threshold": None}, "the threshold is None"),
        ([[1, 2]], {"protection": (5, 2)}, "the protection interval is 5 to 2"),
        # An interval of one number would be no protection, nor would one that leaves out some small cells.
        ([[3, 20]], {"protection": (3, 3)}, "the protection interval is 3 to 3; .* hold all from 1 to 5"),
        ([[3, 20]], {"protection": (1, 4)}, "the protection interval is 1 to 4"),
        ([[3, 20]], {"protection": (1, np.inf)}, "must be finite"),
        ([[3, 20]], {"protection": (1, "many")}, "it must be two numbers of people"),
        ([[3, 20]], {"protection": 7}, "it must be two numbers of people"),
        ([[0.3, 20]], {"protection": (1, 9)}, "hold all from 0 to 5"),
    ],
)
def test_what_is_no_table_or_no_limit_is_told(values: list[list[float]], options: dict, said: str) -> None:
    with pytest.raises(DisclosureError, match=said):
        suppress(frame(values), **{"threshold": 5} | options)


def test_a_place_named_twice_is_told() -> None:
    with pytest.raises(DisclosureError, match="a row is named twice"):
        suppress(pd.DataFrame([[1, 2], [3, 4]], ["a", "a"], ["a", "b"]), 5)


TABLES = arrays.arrays(
    np.int64,
    st.tuples(st.integers(2, 5), st.integers(2, 5)),
    elements=st.one_of(st.integers(0, 6), st.integers(0, 60)),
)


@settings(max_examples=40)
@given(TABLES, st.integers(2, 10))
def test_law_no_blank_is_bounded_tighter_than_promised(truth: np.ndarray, threshold: int) -> None:
    values = truth.astype("float64")
    small = (values > 0) & (values < threshold)
    # What totals and zeros say by themselves: everything blank but the zeros.
    alone = Attacker(with_totals(np.where(values > 0, np.nan, 0.0), values), least=1)
    said = {cell: alone.bound(cell) for cell in alone.blanks}
    given_away = any(high - low < 0.5 for cell, (low, high) in said.items() if small[cell])
    try:
        result = suppress(pd.DataFrame(values), threshold)
    except DisclosureError:
        assert given_away
        return
    assert not given_away
    shown = result.to_numpy()
    assert np.isnan(shown[small]).all()
    assert not np.isnan(shown[values == 0]).any()
    assert (shown[~np.isnan(shown)] == values[~np.isnan(shown)]).all()
    attacker = Attacker(with_totals(shown, values), least=1)
    narrow = 0
    for cell in attacker.blanks:
        (low, high), (low_alone, high_alone) = attacker.bound(cell), said[cell]
        assert high - low >= min(threshold - 1, high_alone - low_alone) - 1e-6
        cut = high_alone - low_alone < threshold - 1 - 1e-6
        if small[cell]:
            assert low <= max(1, low_alone) + 1e-6
            assert high >= min(threshold, high_alone) - 1e-6
            cut |= low_alone > 1 + 1e-6 or high_alone < threshold - 1e-6
        narrow += cut
    counts = count_blanks(pd.DataFrame(values), result, threshold)
    assert counts == (small.sum(), np.isnan(shown).sum() - small.sum(), narrow)


@settings(max_examples=30)
@given(TABLES, st.integers(2, 10))
def test_law_with_totals_withheld_there_is_always_an_answer(truth: np.ndarray, threshold: int) -> None:
    values = truth.astype("float64")
    shown = suppress_with_totals(pd.DataFrame(values), threshold)
    table = np.block(
        [[shown.cells.to_numpy(), shown.rows.to_numpy()[:, None]], [shown.columns.to_numpy(), shown.total]]
    )
    true = with_totals(values, values)
    assert np.isnan(table[(true > 0) & (true < threshold)]).all()
    assert (table[~np.isnan(table)] == true[~np.isnan(table)]).all()
    assert not np.isnan(table[true == 0]).any()
    attacker = Attacker(table, least=1)
    for row, column in attacker.blanks:
        low, high = attacker.bound((row, column))
        assert high - low >= threshold - 1 - 1e-6
        if row < len(values) and column < len(values.T) and values[row, column] < threshold:
            assert low <= 1 + 1e-6
            assert high >= threshold - 1e-6


@settings(max_examples=20)
@given(
    arrays.arrays(np.float64, (4, 4), elements=st.one_of(st.just(0.0), st.floats(0.25, 40).map(lambda x: round(x, 2)))),
    st.floats(2, 12).map(lambda x: round(x, 1)),
)
def test_law_fractions_keep_the_promise_too(values: np.ndarray, threshold: float) -> None:
    small = (values > 0) & (values < threshold)
    least = 1.0 if (values == np.round(values)).all() else 0.0
    alone = Attacker(with_totals(np.where(values > 0, np.nan, 0.0), values), least=least)
    said = {cell: alone.bound(cell) for cell in alone.blanks}
    try:
        result = suppress(pd.DataFrame(values), threshold)
    except DisclosureError:
        assert any(high - low < 1 + 1e-4 for cell, (low, high) in said.items() if small[cell])
        return
    attacker = Attacker(with_totals(result.to_numpy(), values), least=least)
    for cell in attacker.blanks:
        (low, high), (low_alone, high_alone) = attacker.bound(cell), said[cell]
        assert high - low >= min(threshold - least, high_alone - low_alone) - 1e-4
        if small[cell]:
            assert low <= max(least, low_alone) + 1e-4
            assert high >= min(threshold, high_alone) - 1e-4
