"""The parts of the spatial interaction model, each by pencil."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.models import interaction as model
from flows.models.radiation import radiation


def test_a_degree_along_a_meridian_is_111_km() -> None:
    # 2π · 6371.0088 km / 360 = 111.195 km
    distance = model.measure_distances(np.array([74.0, 74.0]), np.array([31.0, 32.0]))
    assert distance == pytest.approx(np.array([[0, 111.195], [111.195, 0]]), abs=1e-3)


def test_a_degree_along_a_parallel_at_60_north_is_half_of_that() -> None:
    distance = model.measure_distances(np.array([0.0, 1.0]), np.array([60.0, 60.0]))
    assert distance[0, 1] == pytest.approx(111.195 / 2, rel=1e-3)


def test_similarity_is_the_chance_that_two_people_share_a_group() -> None:
    # one place 90 : 10, one 50 : 50 → .9·.5 + .1·.5 = .5; with itself .9² + .1² = .82
    similarity = model.compare_languages(np.array([[90.0, 10.0], [5.0, 5.0]]))
    assert similarity == pytest.approx(np.array([[0.82, 0.5], [0.5, 0.5]]))


def test_weights_fall_with_distance_and_rise_with_language() -> None:
    # (75 + 25)^-0.5 = 0.1; floor .2 and s .5 → (.2 + .8·.5)² = .36
    distance, similarity = np.array([[0.0, 75.0], [75.0, 0.0]]), np.array([[1.0, 0.5], [0.5, 1.0]])
    weights = model.weigh_pairs(distance, similarity, decay=0.5, nearest=25.0, power=2.0, floor=0.2)
    assert weights == pytest.approx(np.array([[0, 0.036], [0.036, 0]]))


def test_people_between_by_pencil() -> None:
    # a street with 5, 3, 2 and 4 people at 0, 1, 3 and 7 km; each row counts who is nearer than the column
    distance = np.abs(np.subtract.outer([0.0, 1, 3, 7], [0.0, 1, 3, 7]))
    between = model.count_between(np.array([5.0, 3, 2, 4]), distance)
    assert between == pytest.approx(
        np.array(
            [
                [0, 0, 3, 3 + 2],
                [0, 0, 5, 5 + 2],
                [3, 0, 0, 3 + 5],
                [3 + 2, 2, 0, 0],
            ]
        )
    )


def test_a_place_just_as_far_counts_as_nearer() -> None:
    # from the middle both ends are 1 km away: each has the other's 7 or 9 people between
    distance = np.array([[0.0, 1, 2], [1, 0, 1], [2, 1, 0]])
    assert model.count_between(np.array([7.0, 1, 9]), distance)[1] == pytest.approx([9, 0, 7])


def test_law_people_between_are_those_of_the_radiation_model() -> None:
    random = np.random.default_rng(3)
    codes = [f"place-{k}" for k in range(12)]
    people = random.integers(1, 1_000, 12).astype("float64")
    distance = model.measure_distances(random.uniform(61, 77, 12), random.uniform(24, 36, 12))
    s = model.count_between(people, distance)
    m, n = people[:, None], people[None, :]
    by_formula = m * n / ((m + s) * (m + n + s))
    np.fill_diagonal(by_formula, 0.0)
    found = radiation(pd.Series(people, codes), pd.DataFrame(distance, codes, codes))
    assert found.to_numpy() == pytest.approx(by_formula)


@pytest.mark.parametrize(("least", "open_one"), [(0.0, 0.3), (0.2, 0.3), (0.9, 0.9)])
def test_a_corridor_is_opened_one_way_and_never_narrowed(least: float, open_one: float) -> None:
    similarity = np.array([[1.0, 0.3], [0.3, 1.0]])
    opened = model.open_corridors(similarity, np.array([[False, True], [False, False]]), least=least)
    assert opened == pytest.approx(np.array([[1.0, open_one], [0.3, 1.0]]))
    assert similarity[0, 1] == 0.3


def test_a_townsman_of_a_great_city_counts_more() -> None:
    # k = 2, h = 1: towns of 1 and 3 count 1 + 2·½ = 2 and 1 + 2·¾ = 2.5 times; 3 + 1·2 = 5, 1 + 3·2.5 = 8.5
    shares = model.share_turnover(np.array([3.0, 1.0]), np.array([1.0, 3.0]), extra=2.0, half_size=1.0)
    assert shares == pytest.approx([5 / 13.5, 8.5 / 13.5])


@given(people=st.floats(1e4, 1e7), part=st.floats(0.0, 0.9))
def test_law_of_two_places_as_large_the_more_urban_exchanges_more(people: float, part: float) -> None:
    urban = people * np.array([part, part + 0.1])
    shares = model.share_turnover(people - urban, urban, extra=1.5, half_size=1e6)
    assert shares[1] > shares[0]


def test_inflow_and_outflow_by_pencil() -> None:
    # turnover 4, net 6: middle = √(16 + 9) = 5 → in 8, out 2; 8 - 2 = 6 and √(8·2) = 4
    inflow, outflow = model.split_turnover(np.array([4.0]), np.array([6.0]))
    assert (inflow[0], outflow[0]) == pytest.approx((8.0, 2.0))


@given(turnover=st.floats(1.0, 1e6), net=st.floats(-1e6, 1e6))
def test_law_both_flows_are_positive_and_differ_by_the_net(turnover: float, net: float) -> None:
    inflow, outflow = model.split_turnover(np.array([turnover]), np.array([net]))
    assert inflow[0] > 0
    assert outflow[0] > 0
    assert inflow[0] - outflow[0] == pytest.approx(net, abs=1e-6)
