"""
Flows from stocks: by pencil, and as published for the hypothetical examples of Abel and others.

The examples' stocks and flows are printed with the reference of Abel's R package migest (`ffs_demo`, `ffs_diff`,
`ipf3`); each names its paper.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from flows import ModelError
from flows.models.stocks import flows_from_stocks


def stock(*rows: list[float], births: str = "ABCD", places: str = "ABCD") -> pd.DataFrame:
    """One row for each birthplace."""
    return pd.DataFrame(rows, list(births), list(places)).astype("float64", errors="ignore")


def events(*numbers: float, places: str = "ABCD") -> pd.Series:
    return pd.Series(numbers, list(places), dtype="float64")


def pair(*rows: list[float]) -> pd.DataFrame:
    return stock(*rows, births="ab", places="ab")


# --- by pencil


def test_those_missing_go_where_others_came() -> None:
    # Born in a: 10 fewer in a, 10 more in b. Born in b: 3 fewer in b, 3 more in a.
    flows = flows_from_stocks(pair([100, 20], [5, 50]), pair([90, 30], [8, 47]))
    assert flows.to_numpy().tolist() == [[0, 10], [3, 0]]
    assert flows.attrs == {"rounds": 0, "worst": 0.0}


def test_with_independence_everybody_chooses_anew() -> None:
    # Born in a, 120: from a 100·30/120 = 25 to b, from b 20·90/120 = 15 to a. Born in b, 55: 5·47/55 and 50·8/55.
    flows = flows_from_stocks(pair([100, 20], [5, 50]), pair([90, 30], [8, 47]), method="independence")
    assert flows.to_numpy() == pytest.approx(np.array([[0, 25 + 5 * 47 / 55], [15 + 50 * 8 / 55, 0]]))


def test_births_and_deaths_are_taken_off_first() -> None:
    # Born in a: of 80 in a a quarter dies, 60 are left; at the end 58 less 8 newborn, 50. So 10 left for b, where
    # 20 had lived and 30 do. Nobody born in b moved: of 40 in a a quarter dies, 30 left.
    start, end = pair([80, 20], [40, 50]), pair([58, 30], [30, 50])
    deaths, births = events(30, 0, places="ab"), events(8, 0, places="ab")
    flows = flows_from_stocks(start, end, births=births, deaths=deaths)
    assert flows.to_numpy() == pytest.approx(np.array([[0, 10], [0, 0]]))


def test_a_birthplace_may_be_no_place_of_the_table() -> None:
    # Of those born abroad 4 fewer are in a and 4 more in b.
    start = stock([10, 0], [0, 10], [9, 1], births="abX", places="ab")
    end = stock([10, 0], [0, 10], [5, 5], births="abX", places="ab")
    assert flows_from_stocks(start, end).to_numpy().tolist() == [[0, 4], [0, 0]]
    assert flows_from_stocks(start, end, method="differencing").to_numpy().tolist() == [[0, 0], [0, 0]]


def test_places_are_matched_by_label_and_nothing_of_the_caller_is_changed() -> None:
    start, end = pair([100, 20], [5, 50]), pair([90, 30], [8, 47]).iloc[::-1, ::-1]
    copies = start.copy(), end.copy()
    assert flows_from_stocks(start, end, deaths=events(0, 0, places="ba")).to_numpy().tolist() == [[0, 10], [3, 0]]
    pd.testing.assert_frame_equal(start, copies[0])
    pd.testing.assert_frame_equal(end, copies[1])


def test_no_place_one_place_and_nobody() -> None:
    nothing = pd.DataFrame(dtype="float64")
    assert flows_from_stocks(nothing, nothing).shape == (0, 0)
    assert flows_from_stocks(stock([5], births="a", places="a"), stock([5], births="a", places="a")).iloc[0, 0] == 0
    assert flows_from_stocks(pair([0, 0], [0, 0]), pair([0, 0], [0, 0])).to_numpy().tolist() == [[0, 0], [0, 0]]


# --- as published

# Demographic Research (Abel, 2013) and Science (Abel and Sander, 2014)
START_2013 = stock([1000, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40], [20, 25, 20, 200])
END_2013 = stock([950, 100, 60, 0], [80, 505, 75, 5], [90, 30, 800, 40], [40, 45, 0, 180])


def test_abel_2013_needs_150_movers() -> None:
    flows = flows_from_stocks(START_2013, END_2013)
    assert flows.to_numpy() == pytest.approx(
        np.array([[0, 0, 50, 0], [35, 0, 25, 0], [10, 10, 0, 0], [10, 10, 0, 0]])
    )
    assert flows.to_numpy().sum() == pytest.approx(150)


def test_abel_2013_has_881_movers_with_independence() -> None:
    flows = flows_from_stocks(START_2013, END_2013, method="independence")
    published = [[0, 137.8, 126.9, 17.3], [159.9, 0, 101.3, 22.8], [92.6, 67.3, 0, 47.3], [34.5, 39.0, 33.9, 0]]
    assert flows.to_numpy() == pytest.approx(np.array(published), abs=0.051)
    assert flows.to_numpy().sum() == pytest.approx(880.6, abs=0.05)


def test_abel_2018_international_migration_review() -> None:
    start = stock([100, 10, 10, 0], [20, 55, 25, 10], [10, 40, 140, 65], [20, 25, 20, 200])
    end = stock([70, 30, 10, 10], [25, 60, 10, 15], [10, 55, 140, 50], [40, 45, 0, 180])
    assert flows_from_stocks(start, end).to_numpy() == pytest.approx(
        np.array([[0, 20, 0, 10], [0, 0, 0, 0], [15, 15, 0, 5], [10, 25, 0, 0]])
    )


def test_abel_and_cohen_2019_scientific_data() -> None:
    start = stock([100, 10, 10, 0], [80, 180, 10, 90], [30, 10, 140, 40], [60, 70, 10, 160])
    end = stock([95, 5, 15, 5], [75, 225, 5, 55], [55, 0, 115, 50], [35, 25, 25, 215])
    published = [
        [0, 5, 7.857143, 22.142857],
        [7.142857, 0, 12.142857, 40.714286],
        [17.857143, 5, 0, 7.142857],
        [0, 35, 0, 0],
    ]
    assert flows_from_stocks(start, end).to_numpy() == pytest.approx(np.array(published), abs=1e-6)


# With births and deaths
START_BIRTHS = stock([1000, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40], [20, 25, 20, 200])
END_BIRTHS = stock([1060, 60, 10, 10], [45, 540, 40, 0], [70, 75, 770, 70], [30, 30, 20, 230])
DEATHS = events(70, 30, 50, 10)


def test_abel_and_sander_2014_with_births_and_deaths() -> None:
    """Printed with a balancing stopped at a thousandth, so it agrees to a hundredth of a person."""
    flows = flows_from_stocks(START_BIRTHS, END_BIRTHS, births=events(80, 20, 60, 60), deaths=DEATHS)
    published = [
        [0, 3.328563, 0, 3.242990],
        [34.120952, 0, 0.583874, 9.809336],
        [0.004366, 27.127753, 0, 25.711331],
        [12.446120, 9.058478, 2.259526, 0],
    ]
    assert flows.to_numpy() == pytest.approx(np.array(published), abs=0.01)
    assert flows.attrs["rounds"] > 0
    assert flows.attrs["worst"] <= 1e-9


def test_an_open_system_is_told_with_its_difference() -> None:
    # The example of 2013 with moves in and out: 3000 less 160 deaths are 2840; 3060 less 200 births are 2860.
    with pytest.raises(ModelError, match="leaves 2,840 people and the end holds 2,860, a difference of 20"):
        flows_from_stocks(START_BIRTHS, END_BIRTHS, births=events(80, 20, 40, 60), deaths=DEATHS)


def test_more_births_than_natives_are_told() -> None:
    """The example of 2018 with births: 50 in B, where 45 born there live at the end."""
    start = stock([100, 10, 10, 0], [20, 55, 25, 10], [10, 40, 140, 65], [20, 25, 20, 200])
    end = stock([75, 25, 5, 0], [20, 45, 30, 15], [30, 40, 150, 60], [30, 30, 20, 230])
    with pytest.raises(ModelError, match="B: 50 births, yet 45 born there live there at the end"):
        flows_from_stocks(start, end, births=events(10, 50, 25, 60), deaths=events(30, 10, 40, 10))


DIFFERENCED = (
    stock([100, 10, 10, 0], [20, 55, 25, 10], [10, 40, 140, 65], [20, 25, 20, 200]),
    stock([75, 25, 5, 15], [20, 45, 30, 15], [30, 40, 150, 35], [10, 50, 5, 200]),
)


@pytest.mark.parametrize(
    ("decrease", "published"),
    [
        ("zero", [[0, 15, 0, 15], [0, 0, 5, 5], [20, 0, 0, 0], [0, 25, 0, 0]]),
        ("return", [[0, 15, 0, 25], [0, 0, 5, 5], [25, 0, 0, 15], [0, 25, 30, 0]]),
    ],
)
def test_differencing_and_what_a_fall_says(decrease: str, published: list[list[int]]) -> None:
    flows = flows_from_stocks(*DIFFERENCED, method="differencing", decrease=decrease)
    assert flows.to_numpy().tolist() == published


# --- what cannot be


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"method": "guess"}, "method 'guess' is unknown; it is one of minimum, independence, differencing"),
        ({"decrease": "ignore"}, "decrease 'ignore' is unknown"),
        ({"method": "differencing", "births": events(1, 1, places="ab")}, "no account of births and deaths"),
        ({"end": stock([1, 1], [1, 1], births="ac", places="ab")}, "row b, c is in one of the stocks only"),
        ({"end": stock([1, 1], [1, 1], births="ab", places="aa")}, "a column of the stocks is named twice"),
        ({"births": events(1, 1, places="ac")}, "the births do not name the places of residence"),
        ({"start": pair([1, -1], [1, 1])}, "start: a value is negative"),
        ({"end": pair(["x", 1], [1, 1])}, "end: something in it is not a number"),
        ({"births": pd.Series(["x", 1], list("ab"))}, "births: something in it is not a number"),
        ({"deaths": events(1, np.nan, places="ab")}, "deaths: a value is not a finite number"),
        ({"deaths": events(1, 71, places="ab")}, "b: 71 deaths among 70 people at the start"),
        # Each place keeps its people, yet those born in a are 100 before and 0 after, so 50 of each are looked for.
        ({"start": pair([100, 0], [0, 0]), "end": pair([0, 0], [100, 0])}, "zeros do not let them be made the same"),
    ],
)
def test_stocks_that_make_no_flows_are_told(given: dict[str, pd.DataFrame], said: str) -> None:
    stocks = {"start": pair([100, 20], [5, 50]), "end": pair([90, 30], [8, 47])}
    with pytest.raises(ModelError, match=said):
        flows_from_stocks(**(stocks | given))


def test_a_place_of_residence_needs_a_row() -> None:
    lone = stock([1, 1], births="a", places="ab")
    with pytest.raises(ModelError, match="place of residence b has no row as a birthplace"):
        flows_from_stocks(lone, lone)


# --- laws

stocks = arrays.arrays(np.float64, (3, 3), elements=st.integers(1, 1000).map(float))


@pytest.mark.parametrize("method", ["minimum", "independence"])
@given(before=stocks, after=stocks)
def test_law_net_migration_is_the_change_of_people(method: str, before: np.ndarray, after: np.ndarray) -> None:
    after *= before.sum() / after.sum()  # nobody is born, nobody dies, the places are the world
    places = list("abc")
    flows = flows_from_stocks(*(pd.DataFrame(s, places, places) for s in (before, after)), method=method)
    net = flows.sum(axis=0) - flows.sum(axis=1)
    assert net.tolist() == pytest.approx((after - before).sum(axis=0).tolist(), abs=1e-5 * before.sum())


@given(before=stocks, after=stocks)
def test_law_the_minimum_is_the_people_missing_somewhere_and_no_more_than_independence(
    before: np.ndarray, after: np.ndarray
) -> None:
    after *= before.sum(axis=1, keepdims=True) / after.sum(axis=1, keepdims=True)
    places = list("abc")
    start, end = pd.DataFrame(before, places, places), pd.DataFrame(after, places, places)
    least = flows_from_stocks(start, end).to_numpy().sum()
    assert least == pytest.approx(np.abs(after - before).sum() / 2)
    assert least <= flows_from_stocks(start, end, method="independence").to_numpy().sum() * (1 + 1e-9)
