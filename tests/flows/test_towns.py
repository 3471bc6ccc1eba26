"""How people lie round a town."""

from __future__ import annotations

import math

import numpy as np
import pytest

from boundaries.cells.hierarchy import cell_areas, cell_centres
from boundaries.sphere import distance_km
from flows.tehsil_areas import RESOLUTION
from flows.towns import CENTRAL_DENSITY, LEAST_DENSITY, Towns, cut_cone, lay_cone

LON, LAT = 72.0, 31.0


@pytest.fixture(scope="module")
def cells() -> np.ndarray:
    """Take the cells within 60 steps, some 130 km, of a point in the plain."""
    import h3

    return np.array(sorted(h3.str_to_int(c) for c in h3.grid_disk(h3.latlng_to_cell(LAT, LON, RESOLUTION), 60)), "u8")


@pytest.mark.parametrize("people", [1_000_000, 10_000_000])
def test_density_falls_by_e_for_every_scale(cells, people):
    cone = lay_cone(cells, LON, LAT, people=people)
    scale = math.sqrt(people / (2 * math.pi * CENTRAL_DENSITY))
    away = distance_km(cell_centres(cells[cone.cells]), [LON, LAT])
    # A cell cannot show the tip, and half of it is missing where the decline ends.
    inner = (away > 1.5) & (away < 0.9 * scale * math.log(CENTRAL_DENSITY / LEAST_DENSITY))
    slope = np.polyfit(away[inner], np.log(cone.amount[inner]), 1)[0]
    assert -1 / slope == pytest.approx(scale, rel=0.05)


def test_a_great_town_has_the_stated_density_in_the_middle(cells):
    people = 10_000_000
    pattern = people * cut_cone(lay_cone(cells, LON, LAT, people=people), np.arange(cells.size), cells)
    densest = (pattern / cell_areas(cells)).max()
    # The scale is 5.6 km and a cell reaches 1.4 km: the mean over it is some 15 % below the tip.
    assert 0.8 * CENTRAL_DENSITY < densest < CENTRAL_DENSITY
    assert pattern.sum() == pytest.approx(people)


def test_a_village_lies_in_its_own_cell(cells):
    import h3

    own = h3.str_to_int(h3.latlng_to_cell(LAT, LON, RESOLUTION))
    centre = cell_centres(np.array([own], dtype="u8"))[0]
    cone = lay_cone(cells, centre[0], centre[1], people=500)
    assert cells[cone.cells].tolist() == [own]


def test_what_the_border_cuts_off_is_given_back_in_proportion(cells):
    cone = lay_cone(cells, LON, LAT, people=1_000_000)
    everywhere = cut_cone(cone, np.arange(cells.size), cells)
    half = np.flatnonzero(cell_centres(cells)[:, 0] > LON)
    cut = cut_cone(cone, half, cells)
    assert cut.sum() == pytest.approx(1.0)
    reached = everywhere[half] > 0
    ratio = cut[reached] / everywhere[half][reached]
    assert ratio == pytest.approx(ratio[0])


def test_beyond_its_reach_the_nearest_cell_has_all(cells):
    cone = lay_cone(cells, LON, LAT, people=500)
    far = np.argsort(distance_km(cell_centres(cells), [LON, LAT]))[-3:]
    assert sorted(cut_cone(cone, np.sort(far), cells)) == [0.0, 0.0, 1.0]


def test_a_town_outside_every_cell_has_an_empty_cone(cells):
    assert lay_cone(cells, 60.0, 20.0, people=1000).cells.size == 0


def test_the_towns_of_a_tehsil_are_those_in_its_cells_and_its_seat():
    seat_of = (frozenset(), frozenset({1}), frozenset({0, 2}), frozenset())
    towns = Towns(np.zeros(4), np.zeros(4), np.ones(4), np.array([5, 6, -1, 9]), seat_of)
    assert towns.of(np.array([5, 6]), np.array([3])).tolist() == [0, 1]
    assert towns.of(np.array([9]), np.array([0])).tolist() == [2, 3]
    assert towns.of(np.array([7]), np.array([4])).tolist() == []
