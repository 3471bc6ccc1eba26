"""A city and what lies round it, added up with a pencil. The world is drawn in tiny_world.py."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from boundaries.cells.layer import CellLayer
from layers.atlas import Atlas
from layers.cell_grid import CellGrid
from layers.projection import distance_km
from layers.region import REACH, RINGS, Band, Region, find_fastest_cells, find_region
from tests.layers.tiny_world import YEARS, find_cell, make_census

A_TOWN, CITY, NOWHERE = (70.0, 30.0), (72.0, 28.0), (60.0, 20.0)
BOTH = (0, 1)


@pytest.fixture(scope="module")
def census() -> CellGrid:
    return make_census()


def people(bands: tuple[Band, ...]) -> list[tuple[float, float]]:
    return [(band.before, band.after) for band in bands]


def test_core_belt_and_hinterland_of_a_town(census: CellGrid) -> None:
    region = find_region(census, A_TOWN, BOTH)
    assert [band.name for band in region.zones] == ["core", "belt", "hinterland"]
    assert people(region.zones) == [(1000, 1200), (500, 800), (1000, 1000)]
    core, belt, hinterland = region.zones
    assert (core.added, belt.added, hinterland.added) == (200, 300, 0)
    assert core.growth == pytest.approx(100 * ((1200 / 1000) ** (1 / YEARS) - 1))
    assert hinterland.growth == 0
    assert belt.density == pytest.approx(800 / belt.area)
    # one cell each, of some 5.5 km²
    assert [band.area for band in region.zones] == pytest.approx([5.5, 5.5, 5.5], abs=0.1)
    assert region.years == pytest.approx(YEARS)


def test_rings_are_by_the_distance_of_the_cells_centre(census: CellGrid) -> None:
    region = find_region(census, A_TOWN, BOTH)
    assert [band.name for band in region.rings] == [
        "0–5 km",
        "5–10 km",
        "10–15 km",
        "15–20 km",
        "20–30 km",
        "30–40 km",
        "40–50 km",
    ]
    # core and belt are 0.6 and 4.4 km off, the hinterland 14.3
    assert people(region.rings) == [(1500, 2000), (0, 0), (1000, 1000), (0, 0), (0, 0), (0, 0), (0, 0)]
    assert math.isnan(region.rings[1].growth)
    assert region.rings[1].density == region.rings[1].area == 0


def test_what_is_missing_is_an_empty_zone(census: CellGrid) -> None:
    core, belt, hinterland = find_region(census, (71.0, 30.0), BOTH).zones
    assert (core.after, core.area, core.density) == (0, 0, 0)
    assert math.isnan(core.growth)
    assert (belt.after, hinterland.after) == (500, 1500)


def test_zones_are_those_of_the_later_date(census: CellGrid) -> None:
    classes = census.layer.classes.copy()
    classes[0] = 11
    once = replace(census, layer=replace(census.layer, classes=classes, _kept={}))
    assert people(find_region(once, A_TOWN, BOTH).zones) == [(1000, 1200), (500, 800), (1000, 1000)]
    assert people(find_region(once, A_TOWN, (0, 0)).zones) == [(0, 0), (0, 0), (2500, 2500)]


def test_nobody_is_counted_in_the_sea(census: CellGrid) -> None:
    region = find_region(census, NOWHERE, BOTH)
    assert region.positions.size == 0
    assert people(region.zones) == [(0, 0)] * 3
    assert find_fastest_cells(census, region, BOTH) == []


@pytest.mark.parametrize("place", ["lahore", "karachi", "quetta", "gwadar"])
def test_zones_and_rings_hold_the_same_people_on_the_same_land(atlas: Atlas, place: str) -> None:
    census, units = atlas.grids.census, atlas.cube.flow_units
    lon, lat = units.nodes[units.index(place)]
    region = find_region(census, (lon, lat), BOTH)
    here = distance_km(census.layer.centres, [lon, lat]) <= REACH
    for bands in (region.zones, region.rings):
        for epoch, name in enumerate(("before", "after")):
            total = census.layer.values[epoch, here].sum()
            assert sum(getattr(band, name) for band in bands) == pytest.approx(total)
        assert sum(band.area for band in bands) == pytest.approx(census.layer.areas[here].sum())


@pytest.mark.parametrize(("place", "least"), [("lahore", 11e6), ("karachi", 15e6), ("quetta", 1e6)])
def test_the_great_cities_have_a_core_where_most_of_their_people_live(atlas: Atlas, place: str, least: float) -> None:
    units = atlas.cube.flow_units
    lon, lat = units.nodes[units.index(place)]
    core, belt, hinterland = find_region(atlas.grids.census, (lon, lat), BOTH).zones
    assert core.after > least
    assert belt.after > 0
    assert hinterland.after > 0
    assert core.density > max(belt.density, hinterland.density)  # other towns lie in the hinterland


def test_core_and_belt_are_those_of_the_nearest_town(census: CellGrid) -> None:
    alone = find_region(census, CITY, BOTH)
    zone = census.zone(1)
    built_up = np.flatnonzero(zone != "hinterland")
    away = distance_km(census.layer.centres[built_up], np.asarray(CITY))
    # Each of its cells a town of its own: only the nearest stays core or belt.
    cluster = np.full(zone.size, -1, dtype=np.int32)
    cluster[built_up] = np.arange(built_up.size)
    town = find_region(replace(census, cluster=cluster), CITY, BOTH)
    nearest = built_up[away.argmin()]
    own = census.layer.values[1, nearest]
    assert {band.name: band.after for band in town.zones if band.name == zone[nearest]} == {zone[nearest]: own}
    assert sum(band.after for band in town.zones) == sum(band.after for band in alone.zones)


def test_rings_reach_as_far_as_the_region() -> None:
    assert RINGS[0] == 0
    assert RINGS[-1] == REACH
    assert list(RINGS) == sorted(set(RINGS))


def test_the_cells_that_gain_most_on_their_land_come_first(census: CellGrid) -> None:
    region = find_region(census, CITY, BOTH)
    new, old = find_fastest_cells(census, region, BOTH)  # the third cell gained nobody
    assert (new.name, new.before, new.after) == ("New City", 1000, 1800)
    assert (old.name, old.before, old.after) == ("Old City", 4000, 4200)
    area = census.layer.areas[census.layer.cells == find_cell("city", 0.03)][0]
    assert new.density_added == pytest.approx((1800 - 1000) / area / YEARS)
    assert new.growth == pytest.approx(100 * (1.8 ** (1 / YEARS) - 1))
    assert (new.lon, new.lat) == pytest.approx((72.0, 28.03), abs=0.02)


def test_no_more_cells_than_asked_for_and_each_once(census: CellGrid) -> None:
    everywhere = Region(*find_region(census, CITY, BOTH).zones[:0], (), (), np.arange(10), YEARS)
    spots = find_fastest_cells(census, everywhere, BOTH, count=3)
    # people added: New City 800, C Town 500, New Town 300, Old Town and Old City 200
    assert [(spot.name, spot.after - spot.before) for spot in spots] == [
        ("New City", 800),
        ("Split", 500),
        ("New Town", 300),
    ]


def test_a_cell_of_no_known_tehsil_has_no_name() -> None:
    census = make_census()
    values = census.layer.values.copy()
    values[1] += np.where(census.unit == 1, 100.0, 0.0)
    layer: CellLayer = replace(census.layer, values=values, _kept={})
    grid = replace(census, layer=layer)
    spots = find_fastest_cells(grid, find_region(grid, (71.0, 30.0), BOTH), BOTH)
    assert {spot.name for spot in spots} == {""}
