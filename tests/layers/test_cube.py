"""Which unit carries the figures of a place. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layers import View, ViewError
from layers.cube import Cube
from tests.layers.tiny_world import make_matrix


@pytest.mark.parametrize(
    ("place", "unit"), [("a", "a"), ("city", "city"), ("city-east", "city"), ("city-west", "city")]
)
def test_a_place_or_a_part_of_it_leads_to_the_unit_of_its_flows(cube: Cube, place: str, unit: str) -> None:
    assert cube.flow_unit_of(place) == unit


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("hills", "The Hills is on the map, but no census figures are carried for it"),
        ("atlantis", "place='atlantis' is not a place of this atlas; use Find a place"),
        ("", "place='' is not a place of this atlas; use Find a place"),
    ],
)
def test_other_places_say_why_not(cube: Cube, place: str, message: str) -> None:
    with pytest.raises(ViewError) as fault:
        cube.flow_unit_of(place)
    assert str(fault.value) == message


def test_both_halves_of_the_balance_belong_to_one_city(cube: Cube) -> None:
    halves = [cube.balance_units.index(code) for code in ("city-east", "city-west")]
    assert [cube.flow_unit_of_balance(row) for row in halves] == ["city", "city"]


def test_the_view_picks_period_and_evidence(cube: Cube) -> None:
    assert cube.matrix(View(period="2017-2023")) is cube.matrices["2017-2023"]
    assert cube.matrix(View(data="counted", period="2017-2023")) is cube.counted


@pytest.mark.parametrize(
    ("place", "choices"),
    [
        # 70 who came from B Town were counted in the city, and nobody anywhere else
        ("city", ("estimate", "residual", "counted")),
        ("b", ("estimate", "residual")),
        ("a", ("estimate", "residual")),
    ],
)
def test_counted_flows_can_be_chosen_where_somebody_was_counted(
    cube: Cube, place: str, choices: tuple[str, ...]
) -> None:
    assert cube.find_choices(place) == choices


def test_a_table_of_the_readers_own_can_be_chosen_where_there_is_one(cube: Cube) -> None:
    own = make_matrix(np.ones((4, 4)))
    brought = replace(cube, own=own)
    assert brought.find_choices("a") == ("estimate", "residual", "own")
    assert brought.matrix(View(data="own")) is own
    with pytest.raises(ViewError, match="^data='own' needs a table of your own"):
        cube.matrix(View(data="own"))
