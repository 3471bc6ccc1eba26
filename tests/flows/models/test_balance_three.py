"""Balancing a table by groups to faces and totals: by pencil, by a published table, with zeros, and as a law."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from flows import EstimateError, ModelError
from flows.models.balance_three import balance_three


def stack(men: list[list[float]], women: list[list[float]], places: str = "ab") -> pd.DataFrame:
    """One matrix for the men over one for the women."""
    frames = {"men": men, "women": women}
    return pd.concat({sex: face(values, places, places) for sex, values in frames.items()}, names=["sex", "origin"])


def face(values: list[list[float]], rows: str | list[str], columns: str) -> pd.DataFrame:
    return pd.DataFrame(values, list(rows), list(columns), dtype="float64")


def totals(values: list[float], labels: str | list[str] = "ab") -> pd.Series:
    return pd.Series(values, list(labels), dtype="float64")


EVEN = stack([[1, 1], [1, 1]], [[1, 1], [1, 1]])
SEXES = ["men", "women"]


def test_three_lists_of_totals_give_their_product() -> None:
    # 100 people: men 60, women 40; from a 30, from b 70; to a 50, to b 50.
    # men from a to a: 100 · 0.6 · 0.3 · 0.5 = 9, men from b 100 · 0.6 · 0.7 · 0.5 = 21; women 6 and 14
    table = balance_three(
        EVEN, groups=totals([60, 40], SEXES), origins=totals([30, 70]), destinations=totals([50, 50])
    )
    assert table.loc["men"].to_numpy() == pytest.approx(np.array([[9, 9], [21, 21]]))
    assert table.loc["women"].to_numpy() == pytest.approx(np.array([[6, 6], [14, 14]]))
    assert list(table.index.names) == ["sex", "origin"]


def test_two_faces_by_group_balance_each_group_by_itself() -> None:
    # men: out 3 1, in 2 2 -> 3·2/4 1.5; 1·2/4 0.5.  women: out 0 6, in 4 2 -> nobody from a; 4 and 2 from b
    table = balance_three(
        EVEN,
        group_origin=face([[3, 1], [0, 6]], SEXES, "ab"),
        group_destination=face([[2, 2], [4, 2]], SEXES, "ab"),
    )
    assert table.loc["men"].to_numpy() == pytest.approx(np.array([[1.5, 1.5], [0.5, 0.5]]))
    assert table.loc["women"].to_numpy() == pytest.approx(np.array([[0, 0], [4, 2]]))


def test_the_third_face_is_shared_out_over_the_groups() -> None:
    # 10 go from a to b and 5 back; of all 15 movers 9 are men. Men: 6 and 3, women: 4 and 2.
    table = balance_three(EVEN, origin_destination=face([[0, 10], [5, 0]], "ab", "ab"), groups=totals([9, 6], SEXES))
    assert table.loc["men"].to_numpy() == pytest.approx(np.array([[0, 6], [3, 0]]))
    assert table.loc["women"].to_numpy() == pytest.approx(np.array([[0, 4], [2, 0]]))


def test_a_zero_of_the_seed_stays_and_the_others_take_its_part() -> None:
    # No man goes from a to b, so all 5 who do are women; the 8 others are 6 men and 2 women, from b to a.
    seed = stack([[0, 0], [1, 0]], [[0, 1], [1, 0]])
    table = balance_three(seed, origin_destination=face([[0, 5], [8, 0]], "ab", "ab"), groups=totals([6, 7], SEXES))
    assert table.loc["men"].to_numpy() == pytest.approx(np.array([[0, 0], [6, 0]]))
    assert table.loc["women"].to_numpy() == pytest.approx(np.array([[0, 5], [2, 0]]))


def test_a_total_that_is_not_known_binds_nothing() -> None:
    # Seed 1 everywhere, only the men are known: 8 in place of 4, so twice the seed; the women stay as seeded.
    table = balance_three(EVEN, groups=totals([8, np.nan], SEXES))
    assert table["a"].tolist() == pytest.approx([2, 2, 1, 1])
    assert table["b"].tolist() == pytest.approx([2, 2, 1, 1])


# Stocks of four places by birthplace, at two dates: the hypothetical example of Abel (2013), table 1.
ABEL_START = face([[1000, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40], [20, 25, 20, 200]], "ABCD", "ABCD")
ABEL_END = face([[950, 100, 60, 0], [80, 505, 75, 5], [90, 30, 800, 40], [40, 45, 0, 180]], "ABCD", "ABCD")


def test_flows_by_birthplace_as_published_for_the_example_of_abel_2013() -> None:
    """As printed with the reference of migest's `ipf3`, to a tenth of a person."""
    ones = pd.concat({birth: face(np.ones((4, 4)).tolist(), "ABCD", "ABCD") for birth in "ABCD"})
    table = balance_three(ones, group_origin=ABEL_START, group_destination=ABEL_END)
    by_birth = {
        "A": [[855.9, 90.1, 54.1, 0], [85.6, 9.0, 5.4, 0], [8.6, 0.9, 0.5, 0], [0, 0, 0, 0]],
        "B": [[6.6, 41.8, 6.2, 0.4], [66.8, 421.5, 62.6, 4.2], [6.0, 38.0, 5.6, 0.4], [0.6, 3.8, 0.6, 0.0]],
        "C": [[7.5, 2.5, 66.7, 3.3], [3.8, 1.3, 33.3, 1.7], [75.0, 25.0, 666.7, 33.3], [3.8, 1.3, 33.3, 1.7]],
        "D": [[3.0, 3.4, 0, 13.6], [3.8, 4.2, 0, 17.0], [3.0, 3.4, 0, 13.6], [30.2, 34.0, 0, 135.8]],
    }
    for birth, published in by_birth.items():
        assert table.loc[birth].to_numpy() == pytest.approx(np.array(published), abs=0.051)


def test_margins_are_matched_by_label_and_nothing_of_the_caller_is_changed() -> None:
    seed, by_group = EVEN.iloc[::-1], face([[1, 3], [6, 0]], ["men", "women"], "ba")
    before = seed.copy()
    table = balance_three(seed, group_origin=by_group)
    assert table.index.tolist() == [("women", "b"), ("women", "a"), ("men", "b"), ("men", "a")]
    assert table.sum(axis=1).tolist() == pytest.approx([6, 0, 1, 3])
    pd.testing.assert_frame_equal(seed, before)


def test_the_result_tells_how_it_converged() -> None:
    seed = stack([[3, 1], [1, 2]], [[1, 2], [5, 1]])
    table = balance_three(
        seed, groups=totals([60, 40], SEXES), origins=totals([30, 70]), destinations=totals([50, 50]), tolerance=1e-12
    )
    assert table.attrs["rounds"] > 1
    assert table.attrs["worst"] <= 1e-12


def test_an_empty_seed_gives_an_empty_table() -> None:
    nothing = EVEN.iloc[:0, :0]
    assert balance_three(nothing, groups=totals([], [])).empty


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "no margin is given"),
        (
            {"groups": totals([60, 40], SEXES), "origins": totals([30, 60])},
            "groups sums to 100 and origins to 90: a difference of 10",
        ),
        (
            {
                "group_origin": face([[3, 1], [0, 6]], SEXES, "ab"),
                "group_destination": face([[2, 1], [4, 2]], SEXES, "ab"),
            },
            "group_origin sums to 4 and group_destination to 3 for group 'men': a difference of 1",
        ),
        # Half a percent is no rounding.
        (
            {"groups": totals([60, 40], SEXES), "origins": totals([30, 69.5])},
            "groups sums to 100 and origins to 99.5: a difference of 0.5",
        ),
        # What is known of one margin may be less than all of the other, never more.
        (
            {"groups": totals([60, np.nan], SEXES), "origins": totals([30, 20])},
            "groups sums to 60 and origins to 50: a difference of 10",
        ),
        ({"groups": totals([60, 40], ["men", "girls"])}, "groups has no group women"),
        ({"groups": totals([1, 2, 3], [*SEXES, "x"])}, "groups has the group x, which the seed does not have"),
        ({"origins": totals([1, 2], "aa")}, "origins names the same origin twice"),
        ({"origins": totals([1, -2])}, "origins holds a negative value"),
        ({"origins": pd.Series([1, "x"], list("ab"))}, "origins: something in it is not a number"),
        ({"origins": totals([1, 1]), "tolerance": -1}, "tolerance is -1; give a small share above 0"),
        ({"origins": totals([1, np.inf])}, "origins holds a value that is not a finite number"),
    ],
)
def test_margins_that_do_not_fit_are_told(given: dict[str, pd.Series], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        balance_three(EVEN, **given)


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        (face([[1, 1], [1, 1]], "ab", "ab"), "not indexed by group and origin"),
        (EVEN.iloc[:3], "do not all have the same origins"),
        (EVEN.iloc[[0, 0, 1, 2]], "named twice"),
        (EVEN * -1, "the seed holds a negative value"),
        (EVEN * np.nan, "not a finite number"),
        (EVEN.astype("object").replace(1.0, "x"), "the seed: something in it is not a number"),
    ],
)
def test_a_seed_that_is_no_table_by_groups_is_told(seed: pd.DataFrame, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        balance_three(seed, groups=totals([1, 1], SEXES))


def test_a_total_without_a_cell_is_named() -> None:
    seed = stack([[0, 0], [1, 1]], [[1, 1], [1, 1]])
    with pytest.raises(EstimateError, match="group_origin has a total and only zeros .*: group 'men' origin 'a'"):
        balance_three(seed, group_origin=face([[3, 1], [0, 6]], SEXES, "ab"))
    # Nor can a total be put where another margin says nobody is.
    with pytest.raises(EstimateError, match="only zeros to put it in: group 'men' origin 'a'"):
        balance_three(
            EVEN,
            group_origin=face([[3, 1], [0, 6]], SEXES, "ab"),
            origin_destination=face([[0, 0], [5, 5]], "ab", "ab"),
        )


def test_faces_that_no_table_has_name_the_worst_total() -> None:
    # Every two faces agree (each line sums to 1), yet no table has all three: men go a-a and b-b, women go
    # a-b and b-a, and the third face would have everybody of both sexes stay in a or in b.
    diagonal = stack([[1, 0], [0, 1]], [[0, 1], [1, 0]])
    with pytest.raises(ModelError, match=r"rounds \w+ of .* is still missed by"):
        balance_three(
            diagonal,
            group_origin=face([[1, 1], [1, 1]], SEXES, "ab"),
            group_destination=face([[1, 1], [1, 1]], SEXES, "ab"),
            origin_destination=face([[1.5, 0.5], [0.5, 1.5]], "ab", "ab"),
        )


@given(
    truth=arrays.arrays(np.float64, (2, 3, 3), elements=st.floats(0.5, 100)),
    seed=arrays.arrays(np.float64, (2, 3, 3), elements=st.floats(0.1, 10)),
)
def test_law_any_positive_seed_meets_the_faces_of_any_table(truth: np.ndarray, seed: np.ndarray) -> None:
    places = list("abc")
    table = balance_three(
        pd.concat({sex: pd.DataFrame(seed[k], places, places) for k, sex in enumerate(SEXES)}),
        group_origin=pd.DataFrame(truth.sum(2), SEXES, places),
        group_destination=pd.DataFrame(truth.sum(1), SEXES, places),
        origin_destination=pd.DataFrame(truth.sum(0), places, places),
        tolerance=1e-6,
    )
    found = table.to_numpy().reshape(2, 3, 3)
    for axis in range(3):
        assert found.sum(axis) == pytest.approx(truth.sum(axis), rel=1e-5)
