"""What is refused, and that all faults are told at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from flows import IndicatorError, load
from flows.indicators import (
    aggregate_net_migration_rate,
    check_orientation,
    connectivity,
    courgeau_k,
    crude_migration_intensity,
    gini,
    in_migration_rate,
    mean_distance,
    migration_effectiveness,
    net_migration_rate,
    out_migration_rate,
    preference,
    velocity,
)


def square(values: list[list[float]], labels: str = "ab") -> pd.DataFrame:
    return pd.DataFrame(values, index=list(labels), columns=list(labels), dtype="float64")


def people(values: list[float], labels: str = "ab") -> pd.Series:
    return pd.Series(values, index=list(labels), dtype="float64")


SOUND = square([[0, 30], [10, 0]])


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        (square([[0, -30], [10, 0]]), "a → b is -30"),
        (square([[0, np.nan], [10, 0]]), "a → b is nan"),
        (square([[0, np.inf], [10, 0]]), "a → b is inf"),
        (pd.DataFrame([[0, 1]], index=["a"], columns=["a", "b"]), "1 rows and 2 columns; not in the rows: b"),
        (SOUND.set_axis(list("ac"), axis=1), "not in the rows: c; not in the columns: b"),
        (SOUND.set_axis(["a", "a"]), "names a place twice: a among the rows"),
        (SOUND.set_axis(["a", "a"]).set_axis(["b", "b"], axis=1), "a among the rows, b among the columns"),
        (SOUND.astype(object).replace(30.0, "many"), "something that is not a number"),
        (square([[0, 0.7], [0.3, 0]]), "shares, not people: all its cells sum to 1;"),
        (square([[0, 62.5], [37.5, 0]]), "all its cells sum to 100"),
        (square([[0, 62.3], [37.3, 0]]), "all its cells sum to 100"),  # rounded to 99.6
        (square([[0.5, 0.1], [0.1, 0.3]]), "all its cells sum to 1"),  # with those who stayed
        (square([[0.9, 0.1], [0.2, 0.8]]), "each row sums to 1"),  # where each hundredth of a place goes
        (square([[97.5, 2.5], [1.5, 98.5]]), "each row sums to 100"),
        (square([[97.5, 2.5], [1.5, 98.5]]).T, "each column sums to 100"),  # where those who live there come from
        (square([[np.nan, 0.4, 0.6], [0.5, np.nan, 0.5], [1, 0, np.nan]], "abc"), "each row sums to 1"),
        (square([[np.nan, 33.3, 66.7], [12.5, np.nan, 87.5], [0, 0, np.nan]], "abc"), "each row sums to 100"),
    ],
)
def test_an_unsound_matrix_is_refused(matrix: pd.DataFrame, said: str) -> None:
    with pytest.raises(IndicatorError) as caught:
        migration_effectiveness(matrix)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("population", "said"),
    [
        (people([1000, -1]), "b is -1"),
        (people([1000, np.nan]), "b is nan"),
        (people([1000, 1000], "ac"), "population names different places: not in the matrix: c; not in population: b"),
        (people([1000, 1000, 1000], "abc"), "not in the matrix: c"),
        (people([1000, 1000], "aa"), "population names a place twice: a"),
        (people([0, 0]), "nobody lives in any of the places"),
        # 40 people moved; the country holds 51.8 million
        (people([30.5, 1.3]), "40 people moved, more than the 31.8 who live there by population"),
        (people([0.6, 0.4]), "looks like shares"),
        (people([60.5, 39.5]), "looks like shares"),
    ],
)
def test_unsound_populations_are_refused(population: pd.Series, said: str) -> None:
    for measure in (crude_migration_intensity, aggregate_net_migration_rate, net_migration_rate, preference):
        with pytest.raises(IndicatorError) as caught:
            measure(SOUND, population)
        assert said in str(caught.value) or "nobody lives in a, b" in str(caught.value)


POPULATED = (
    crude_migration_intensity,
    courgeau_k,
    aggregate_net_migration_rate,
    in_migration_rate,
    out_migration_rate,
    net_migration_rate,
    preference,
    velocity,
)


@pytest.mark.parametrize("measure", POPULATED)
def test_rates_are_no_people_where_they_are_set_against_populations(measure: Callable[..., object]) -> None:
    # Of each 1,000 people of 40 places 2 went to each other place: 40 · 39 · 0.002 = 3.12 "people" of 4 million
    rates = pd.DataFrame(0.002, range(40), range(40))
    with pytest.raises(IndicatorError, match="less than one person from any place to any other, and looks like rates"):
        measure(rates, pd.Series(1e5, range(40)))


def test_a_model_may_expect_less_than_one_person_in_all() -> None:
    small = SOUND / 100  # 0.3 and 0.1, neither 1 nor 100
    assert migration_effectiveness(small) == pytest.approx(50)
    assert connectivity(small) == 1
    assert gini(small) == pytest.approx(gini(SOUND))
    # One flow of a person or more is enough for a rate.
    assert crude_migration_intensity(square([[0, 1.2], [0.2, 0]]), people([100, 40])) == pytest.approx(1)


@pytest.mark.parametrize(
    "population",
    [
        pd.DataFrame({"people": [1000, 1000], "area": [7, 9]}, index=list("ab")),
        pd.DataFrame({"people": [1000, 1000]}, index=list("ab")),
        {"a": 1000, "b": 1000},
        np.array([1000, 1000]),
        [1000, 1000],
        2000,
        None,
    ],
)
def test_populations_are_a_series_and_nothing_else(population: Any) -> None:
    kind = type(population).__name__
    for measure in POPULATED:
        with pytest.raises(IndicatorError, match=f"population must be a Series indexed by place or group, not {kind}"):
            measure(SOUND, population)
    with pytest.raises(IndicatorError, match=f"start must be a Series .* not {kind}"):
        check_orientation(SOUND, population, people([1000, 1000]))


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        (SOUND.to_numpy(), "must be a square DataFrame with the places on both sides, not ndarray"),
        ([[0, 30], [10, 0]], "not list"),
        (people([30, 10]), "not Series"),
        (load("balochistan_corridors"), "not Flows: give flows.od_matrix"),
    ],
)
def test_a_matrix_is_a_frame_and_nothing_else(matrix: Any, said: str) -> None:
    for measure in (gini, migration_effectiveness, connectivity):
        with pytest.raises(IndicatorError, match=said):
            measure(matrix)
    with pytest.raises(IndicatorError, match="the matrix must .*\\n- the distance must"):
        mean_distance(matrix, SOUND.to_numpy())  # type: ignore[arg-type]
    with pytest.raises(IndicatorError, match="the matrix must .*\n- population must"):
        crude_migration_intensity(matrix, 7)  # type: ignore[arg-type]


def test_one_empty_place_is_refused_only_where_its_people_divide() -> None:
    # 10 of 40 left b, where nobody lives
    assert crude_migration_intensity(SOUND, people([1000, 0])) == pytest.approx(4)
    with pytest.raises(IndicatorError, match="nobody lives in b, and this measure divides"):
        net_migration_rate(SOUND, people([1000, 0]))


@pytest.mark.parametrize("measure", [crude_migration_intensity, courgeau_k, aggregate_net_migration_rate])
def test_populations_in_thousands_are_refused_though_few_moved(measure: Callable[..., object]) -> None:
    # 44 of a million moved, and of each place fewer than live there; in thousands 30 of a's 20, while 880 live in c
    matrix = square([[0, 30, 0], [10, 0, 0], [0, 4, 0]], "abc")
    persons = people([20_000, 100_000, 880_000], "abc")
    measure(matrix, persons)
    with pytest.raises(IndicatorError, match="more people left a than live there by population"):
        measure(matrix, persons / 1000)


def test_a_place_that_more_left_than_live_there_is_refused() -> None:
    # b in persons, a in thousands: 30 left a, where 20 seem to live
    with pytest.raises(IndicatorError, match="more people left a than live there"):
        net_migration_rate(SOUND, people([20, 1000]))


def test_faults_of_matrix_and_populations_are_told_together() -> None:
    with pytest.raises(IndicatorError) as caught:
        crude_migration_intensity(square([[0, -1], [np.nan, 0]]), people([-5, np.nan]))
    for said in ("a → b is -1", "b → a is nan", "a is -5", "b is nan"):
        assert said in str(caught.value)


def test_faults_of_matrix_and_distances_are_told_together() -> None:
    with pytest.raises(IndicatorError) as caught:
        mean_distance(square([[0, -1], [1, 0]]), square([[0, 5], [-7, 0]]))
    for said in ("the matrix must", "a → b is -1", "the distance must", "b → a is -7"):
        assert said in str(caught.value)


def test_distances_of_other_places_are_refused() -> None:
    with pytest.raises(IndicatorError, match="not in the matrix: c; not in the distances: b"):
        mean_distance(SOUND, square([[0, 5], [5, 0]], "ac"))


def test_ten_faults_are_enough() -> None:
    with pytest.raises(IndicatorError) as caught:
        migration_effectiveness(pd.DataFrame(-np.ones((9, 9))))
    assert str(caught.value).count("→") == 10


def test_the_same_places_in_another_order_are_put_in_order() -> None:
    # a sends 30 and gets 10; of a's 1,000 people 20 are lost, of b's 2,000 gained
    swapped = SOUND[["b", "a"]]
    for matrix in (SOUND, swapped):
        rate = net_migration_rate(matrix, people([2000, 1000], "ba"))
        assert rate.to_dict() == {"a": -20, "b": 10}
        apart = square([[0, 7], [3, 0]], "ba")  # b to a 7 km, a to b 3: (30 · 3 + 10 · 7) / 40
        assert mean_distance(matrix, apart) == 4


def test_whole_numbers_nullable_ones_and_a_single_mover_are_people_too() -> None:
    for kind in ("int64", "Int64", "float32", "Float64"):
        assert migration_effectiveness(SOUND.astype(kind)) == 50
    assert migration_effectiveness(square([[0, 1], [0, 0]])) == 100
    assert migration_effectiveness(square([[0, 1], [1, 0]])) == 0


def test_nothing_of_the_callers_is_changed() -> None:
    matrix, population, distance = square([[5, 30], [10, 6]]), people([500, 1000]), square([[np.nan, 9], [9, 0]])
    before = matrix.copy(), population.copy(), distance.copy()
    preference(matrix, population)
    mean_distance(matrix, distance)
    check_orientation(matrix, population, population)
    for now, then in zip((matrix, population, distance), before, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(now), pd.DataFrame(then))
