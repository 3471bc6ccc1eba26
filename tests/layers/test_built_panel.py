"""Built-up land round a city, epoch by epoch. The world is drawn in tiny_world.py."""

from __future__ import annotations

import math
from typing import Any

import pytest

from layers.built_panel import build_built, sum_round
from layers.cell_grid import CellGrid, join_grid
from layers.grids import make_demonstration
from layers.palette import LIGHT
from tests.layers.read_page import bars, find, say, tags
from tests.layers.tiny_world import make_census, make_grids, make_layer

CENSUS = make_census()
A_TOWN = (70.0, 30.0)


def load(kind: str, *epochs: int) -> CellGrid:
    return join_grid(make_layer(kind, epochs), CENSUS)


def build(built: CellGrid, people: CellGrid | None = None) -> Any:
    (section,) = build_built(built, people, A_TOWN, LIGHT)
    return section


def test_land_is_summed_within_reach_at_every_epoch() -> None:
    # one cell of a's, with 100,000, 200,000 and 300,000 m²; the cells of the other places lie further off
    assert sum_round(load("built", 2000, 2010, 2020), A_TOWN).tolist() == [1e5, 2e5, 3e5]
    section = build(load("built", 2000, 2020, 2030))
    assert list(bars(section)) == ["2000", "2020", "2030, projected"]
    assert "modelled" in say(tags(section, "H2"))
    assert len(find(section, "fill")) == 3


def test_land_is_set_beside_people_for_the_years_that_both_observed() -> None:
    section = build(load("built", 2000, 2010, 2020, 2030), load("people", 2000, 2020, 2030))
    # land grew from 0.1 to 0.3 km², people from 1,000 to 2,000: ln 3 / 20 and ln 2 / 20 a year
    land, people = math.log(3) / 20, math.log(2) / 20
    assert f"2000–2020: built-up land grew {100 * land:.1f}\u202f% a year and people {100 * people:.1f}\u202f%" in say(
        section
    )
    assert f"a ratio of {land / people:.2f} (SDG indicator 11.3.1" in say(section)


@pytest.mark.parametrize("people", [None, load("people", 2020), load("people", 2001, 2011), load("people", 2020, 2030)])
def test_without_two_observed_years_in_common_there_is_no_ratio(people: CellGrid | None) -> None:
    assert "SDG" not in say(build(load("built", 2000, 2020, 2030), people))


def test_a_demonstration_says_so_and_has_no_ratio() -> None:
    section = build(make_demonstration(make_grids()), load("people", 1990, 2020))
    assert "DEMONSTRATION, not real" in say(tags(section, "H2"))
    assert "SDG" not in say(section)


def test_where_nobody_lived_the_ratio_is_said_to_be_undefined() -> None:
    nobody = make_layer("people", (2000, 2020), places=("city",))
    said = say(build(load("built", 2000, 2020), join_grid(nobody, CENSUS)))
    assert "2000–2020: the ratio of land to people (SDG 11.3.1) is not defined: " in said
