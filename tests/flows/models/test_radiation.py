"""The radiation model by pencil, against its formula spelt out, and the law of its row sums."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import ModelError
from flows.models.radiation import radiation


def square(values: list[list[float]], labels: str = "abc") -> pd.DataFrame:
    return pd.DataFrame(values, list(labels), list(labels), dtype="float64")


def people(*values: float, labels: str = "abc") -> pd.Series:
    return pd.Series(values, list(labels), dtype="float64")


def lay_out(places: list[tuple[float, float]]) -> pd.DataFrame:
    points = np.array(places, dtype="float64").reshape(-1, 2)
    labels = [f"p{i}" for i in range(len(places))]
    return pd.DataFrame(np.hypot(*(points[:, None] - points).transpose(2, 0, 1)), labels, labels)


# On a line: a with 100 people at km 0, b with 200 at km 1, c with 300 at km 3
PEOPLE = people(100, 200, 300)
LINE = square([[0, 1, 3], [1, 0, 2], [3, 2, 0]])


def test_three_places_on_a_line() -> None:
    # a to b: nobody between, 100·200 / (100·300) = 2/3;  a to c: b between, 100·300 / ((100+200)·600) = 1/6
    # b to a: 200·100 / (200·300) = 1/3;                   b to c: a is nearer, 200·300 / ((200+100)·600) = 1/3
    # c to b: 300·200 / (300·500) = 2/5;                   c to a: b between, 300·100 / ((300+200)·600) = 1/10
    shares = radiation(PEOPLE, LINE)
    assert shares.to_numpy() == pytest.approx(np.array([[0, 2 / 3, 1 / 6], [1 / 3, 0, 1 / 3], [1 / 10, 2 / 5, 0]]))
    # 1 - m / M: 1 - 100/600, 1 - 200/600, 1 - 300/600
    assert shares.sum(axis=1).tolist() == pytest.approx([5 / 6, 4 / 6, 3 / 6])


def test_the_outflow_is_shared_out() -> None:
    flows = radiation(PEOPLE, LINE, outflow=people(60, 0, 20))
    assert flows.to_numpy() == pytest.approx(np.array([[0, 40, 10], [0, 0, 0], [2, 8, 0]]))


def test_among_finitely_many_places_all_who_leave_arrive() -> None:
    # a: 40 and 10 of 60 are 5/6; divided by 1 - 1/6 they are 48 and 12
    flows = radiation(PEOPLE, LINE, outflow=people(60, 0, 20), finite=True)
    assert flows.to_numpy() == pytest.approx(np.array([[0, 48, 12], [0, 0, 0], [4, 16, 0]]))


def test_places_equally_far_are_one_step() -> None:
    # b and c are both 1 km from a: one step to 500 people, 100·500 / (100·600) = 5/6, of it 2/5 to b and 3/5 to c
    shares = radiation(PEOPLE, square([[0, 1, 1], [1, 0, 2], [1, 2, 0]]))
    assert shares.loc["a"].tolist() == pytest.approx([0, 1 / 3, 1 / 2])
    assert shares.loc["a"].sum() == pytest.approx(1 - 100 / 600)


def test_four_equal_neighbours_share_alike() -> None:
    # Five places of 1: from the middle 1·4 / (1·5) = 4/5 leave, a quarter of it to each.
    cross = lay_out([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
    assert radiation(pd.Series(1.0, cross.index), cross).iloc[0].tolist() == pytest.approx([0, 0.2, 0.2, 0.2, 0.2])


def test_travel_times_need_not_be_the_same_both_ways() -> None:
    # From a now c is nearer than b: a to c 100·300 / (100·400) = 3/4, a to b 100·200 / (400·600) = 1/12; b as before
    shares = radiation(PEOPLE, square([[0, 4, 3], [1, 0, 2], [3, 2, 0]]))
    assert shares.loc["a"].tolist() == pytest.approx([0, 1 / 12, 3 / 4])
    assert shares.loc["b"].tolist() == pytest.approx([1 / 3, 0, 1 / 3])


def test_a_place_without_people_neither_sends_nor_receives() -> None:
    shares = radiation(people(100, 0, 300), LINE)
    # a to c: 100·300 / (100·400)
    assert shares.to_numpy() == pytest.approx(np.array([[0, 0, 3 / 4], [0, 0, 0], [1 / 4, 0, 0]]))


def test_places_are_matched_by_label_and_nothing_of_the_caller_is_changed() -> None:
    distance = LINE.mask(np.eye(3, dtype=bool))  # the diagonal is not read
    before = distance.copy()
    shares = radiation(PEOPLE.iloc[::-1], distance, outflow=people(6, 6, 6).iloc[[1, 0, 2]])
    assert shares.loc["a", "b"] == pytest.approx(4)
    assert list(shares.index) == list(shares.columns) == ["a", "b", "c"]
    pd.testing.assert_frame_equal(distance, before)


def test_no_place_and_one_place() -> None:
    assert radiation(pd.Series(dtype="float64"), pd.DataFrame(dtype="float64")).shape == (0, 0)
    assert radiation(people(5, labels="a"), square([[0]], "a"), finite=True).to_numpy().tolist() == [[0]]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"population": people(1, 2, labels="ab")}, "no population for c"),
        ({"population": people(1, 2, 3, 4, labels="abcd")}, "population for d, which the distance does not have"),
        ({"population": people(1, 2, 3, 4, labels="abcc")}, "the population names a place twice"),
        ({"population": people(1, 2, -3)}, "the population holds a negative value"),
        ({"outflow": people(1, 2, np.nan)}, "the outflow holds a value that is not a finite number"),
        ({"population": pd.Series([1, "x", 3], list("abc"))}, "population: something in it is not a number"),
        ({"outflow": pd.Series([1, "x", 3], list("abc"))}, "outflow: something in it is not a number"),
        ({"distance": LINE.astype("object").replace(3.0, "far")}, "distance: something in it is not a number"),
        ({"outflow": people(1, 2, labels="ab")}, "no outflow for c"),
        ({"distance": LINE * -1}, "the distance holds a negative value"),
        ({"distance": LINE[["c", "b", "a"]]}, "not the same places in the same order"),
        ({"population": people(1, 0, 3), "outflow": people(1, 2, 1)}, "people leave b, yet nobody lives there"),
        ({"population": people(0, 5, 0), "outflow": people(0, 2, 0)}, "people leave b, .*nobody anywhere else"),
    ],
)
def test_what_cannot_be_modelled_is_told(given: dict[str, pd.Series], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        radiation(**({"population": PEOPLE, "distance": LINE} | given))


places = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=2, max_size=12, unique=True)
many = st.lists(st.integers(1, 10**6), min_size=12, max_size=12)


@given(places, many)
def test_law_the_row_sums_are_one_less_the_share_of_the_origin_ties_or_not(
    at: list[tuple[int, int]], numbers: list[int]
) -> None:
    distance = lay_out(at)
    population = pd.Series(numbers[: len(at)], distance.index)
    share = population / population.sum()
    assert radiation(population, distance).sum(axis=1).tolist() == pytest.approx((1 - share).tolist())
    assert radiation(population, distance, finite=True).sum(axis=1).tolist() == pytest.approx([1] * len(at))


@given(st.lists(st.integers(1, 10**6), min_size=6, max_size=6), st.integers(0, 2**32))
def test_law_without_ties_it_is_the_published_formula(numbers: list[int], seed: int) -> None:
    distance = lay_out(np.random.default_rng(seed).random((6, 2)).tolist())
    people, far = np.array(numbers), distance.to_numpy()
    shares = radiation(pd.Series(numbers, distance.index), distance).to_numpy()
    for i in range(6):
        for j in set(range(6)) - {i}:
            m, n, s = people[i], people[j], sum(people[k] for k in {*range(6)} - {i, j} if far[i, k] <= far[i, j])
            assert shares[i, j] == pytest.approx(m * n / ((m + s) * (m + n + s)))
