"""Which flows a view draws. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from layers import View, ViewError
from layers.cube import Cube
from layers.flow_selection import Selection, select_flows

matrices = arrays(float, (4, 4), elements=st.integers(0, 1000)).map(lambda square: square * (1 - np.eye(4)))
places = st.sampled_from(["a", "b", "c", "city"])


def rows(cube: Cube, selection: Selection) -> list[tuple[str, str, float]]:
    codes = cube.flow_units.codes
    return [
        (codes[origin], codes[destination], people)
        for origin, destination, people in zip(selection.origin, selection.destination, selection.people, strict=True)
    ]


def with_people(cube: Cube, people: np.ndarray) -> Cube:
    matrix = replace(cube.matrices["1998-2023"], people=people, low=people / 2, high=people * 2)
    return replace(cube, matrices={**cube.matrices, "1998-2023": matrix})


@pytest.mark.parametrize(
    ("place", "direction", "flows"),
    [
        ("city", "in", [("a", "city", 400), ("b", "city", 100)]),
        ("city", "out", [("city", "c", 40), ("city", "a", 5)]),
        ("a", "in", [("b", "a", 100), ("c", "a", 50), ("city", "a", 5)]),
        # pair by pair, each in the direction of the larger flow
        ("a", "net", [("a", "city", 400 - 5), ("b", "a", 100 - 10), ("c", "a", 50 - 20)]),
        # ties in code order, those coming in first
        ("b", "all", [("a", "b", 10), ("c", "b", 30), ("b", "a", 100), ("b", "city", 100)]),
    ],
)
def test_flows_of_a_place_largest_first(
    cube: Cube, place: str, direction: str, flows: list[tuple[str, str, float]]
) -> None:
    selection = select_flows(cube, View(place=place, direction=direction))
    assert rows(cube, selection) == sorted(flows, key=lambda row: -row[2])
    assert selection.total == sum(people for _, _, people in flows)
    assert selection.count == selection.drawn == len(flows)
    assert selection.share == 1.0


def test_a_partner_is_the_other_end(cube: Cube) -> None:
    selection = select_flows(cube, View(place="a", direction="net"))
    assert [cube.flow_units.codes[unit] for unit in selection.partner] == ["city", "b", "c"]


def test_ranges_of_single_flows_come_from_the_table(cube: Cube) -> None:
    selection = select_flows(cube, View(place="city"))
    assert selection.low.tolist() == [400 / 2, 100 / 2]
    assert selection.high.tolist() == [400 * 2, 100 * 2]


def test_the_range_of_a_net_flow_is_all_that_the_two_ranges_allow(cube: Cube) -> None:
    selection = select_flows(cube, View(place="a", direction="net"))
    # a → city 200 to 800, city → a 2.5 to 10; b → a 50 to 200, a → b 5 to 20; c → a 25 to 100, a → c 10 to 40
    assert selection.low.tolist() == [200 - 10, 50 - 20, 25 - 40]
    assert selection.high.tolist() == [800 - 2.5, 200 - 5, 100 - 10]


def test_only_the_largest_are_drawn_and_their_share_is_said() -> None:
    places = np.arange(12)
    people = np.array([50.0, 20, 10, 5, 4, 3, 2, 2, 1, 1, 1, 1])
    selection = Selection(places, places * 0, people, people, people, places, 100.0, 12, 10)
    assert selection.share == (50 + 20 + 10 + 5 + 4 + 3 + 2 + 2 + 1 + 1) / 100


def test_nobody_moves(still_cube: Cube) -> None:
    for direction in ("in", "out", "net", "all"):
        selection = select_flows(still_cube, View(place="a", direction=direction))
        assert (selection.total, selection.count, selection.drawn, selection.share) == (0, 0, 0, 0)


def test_a_pair_in_balance_has_no_net_flow(cube: Cube) -> None:
    even = np.array([[0, 7, 0, 0], [7, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=float)
    assert select_flows(with_people(cube, even), View(place="a", direction="net")).count == 0


def test_the_period_and_the_evidence_pick_the_table(cube: Cube) -> None:
    assert select_flows(cube, View(place="city", period="1998-2017")).total == 500 / 2
    assert select_flows(cube, View(place="city", period="2017-2023")).total == 500 * 2
    counted = select_flows(cube, View(place="city", data="counted"))
    assert rows(cube, counted) == [("b", "city", 70)]
    assert (counted.low.tolist(), counted.high.tolist()) == ([60], [80])


@pytest.mark.parametrize("place", ["hills", "nowhere", ""])
def test_a_place_without_figures_has_no_flows_to_pick(cube: Cube, place: str) -> None:
    with pytest.raises(ViewError, match=f"place='{place}' is not a place with figures"):
        select_flows(cube, View(place=place))


@given(people=matrices, place=places)
def test_law_the_selection_sums_to_the_inflow_and_the_outflow(cube: Cube, people: np.ndarray, place: str) -> None:
    world, here = with_people(cube, people), cube.flow_units.index(place)
    coming, going, both = (
        select_flows(world, View(place=place, direction=way)).people.sum() for way in ("in", "out", "all")
    )
    assert coming == people[:, here].sum()
    assert going == people[here, :].sum()
    assert both == coming + going


@given(people=matrices, one=places, other=places)
def test_law_what_one_place_gains_the_other_loses(cube: Cube, people: np.ndarray, one: str, other: str) -> None:
    def net(place: str, partner: str) -> set[tuple[str, str, float]]:
        flows = rows(cube, select_flows(with_people(cube, people), View(place=place, direction="net")))
        return {flow for flow in flows if partner in flow[:2]}

    if one != other:
        assert net(one, other) == net(other, one)


@given(people=matrices, place=places)
def test_law_net_flows_add_up_to_the_net_migration(cube: Cube, people: np.ndarray, place: str) -> None:
    here = cube.flow_units.index(place)
    selection = select_flows(with_people(cube, people), View(place=place, direction="net"))
    inward = selection.destination == here
    gain, loss = selection.people[inward].sum(), selection.people[~inward].sum()
    assert gain - loss == people[:, here].sum() - people[here, :].sum()


@given(people=matrices, place=places, way=st.sampled_from(["in", "out", "net", "all"]))
def test_law_every_flow_touches_the_place_and_none_is_smaller_than_the_next(
    cube: Cube, people: np.ndarray, place: str, way: str
) -> None:
    here = cube.flow_units.index(place)
    selection = select_flows(with_people(cube, people), View(place=place, direction=way))
    assert ((selection.origin == here) ^ (selection.destination == here)).all()
    assert (selection.partner != here).all()
    assert (selection.people > 0).all()
    assert (np.diff(selection.people) <= 0).all()
    assert ((selection.low <= selection.people) & (selection.people <= selection.high)).all()
