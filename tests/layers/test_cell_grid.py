"""Cells joined to units and tehsils, and summed: the same people at every resolution. The world is in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace

import h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.cells.layer import COARSEST
from layers.atlas import Atlas
from layers.cell_grid import ZONES, CellGrid, join_grid, take_heaviest
from tests.layers.tiny_world import find_cell, make_census, make_layer


@pytest.fixture(scope="module")
def census() -> CellGrid:
    return make_census()


def test_it_can_be_summed_to_every_coarser_resolution(census: CellGrid) -> None:
    assert list(census.resolutions) == [COARSEST, 5, 6, 7]
    assert census.at(7) is census
    # summed once and kept
    assert census.at(5) is census.at(5)


def test_the_same_people_at_every_resolution(census: CellGrid) -> None:
    for resolution in census.resolutions:
        assert census.at(resolution).layer.values.sum(axis=1).tolist() == [11_500, 13_500]


@pytest.mark.parametrize(("epoch", "people"), [(0, 207_684_626), (1, 241_499_431)])  # Pakistan Bureau of Statistics
def test_the_same_country_at_every_resolution(atlas: Atlas, epoch: int, people: int) -> None:
    census = atlas.grids.census
    for resolution in census.resolutions:
        assert census.at(resolution).layer.values[epoch].sum() == pytest.approx(people, abs=1e-3)


def test_a_part_keeps_what_is_known_of_its_cells(census: CellGrid) -> None:
    positions = np.array([1, 4, 9])
    part = census.take(positions)
    assert part.layer.cells.tolist() == census.layer.cells[positions].tolist()
    assert part.layer.values.tolist() == census.layer.values[:, positions].tolist()
    assert part.zone(1).tolist() == census.zone(1)[positions].tolist()
    assert part.layer.areas.tolist() == census.layer.areas[positions].tolist()
    assert part.layer.centres.tolist() == census.layer.centres[positions].tolist()
    assert (part.unit.tolist(), part.tehsil.tolist()) == (
        census.unit[positions].tolist(),
        census.tehsil[positions].tolist(),
    )
    # and the whole is as it was
    assert census.layer.cells.size == 10


def test_a_unit_has_the_people_and_the_land_of_its_cells(census: CellGrid) -> None:
    units = census.by_unit(5).layer
    # a, b, c, the city, and one more that has no cells
    assert units.values.tolist() == [[2500, 2000, 1000, 6000, 0], [3000, 2000, 1500, 7000, 0]]
    np.testing.assert_allclose(units.areas[:4], [census.layer.areas[census.unit == unit].sum() for unit in range(4)])
    assert np.isnan(units.areas[4])


def test_a_parent_belongs_where_most_of_its_people_do(census: CellGrid) -> None:
    """A's core and belt (1,200 and 800 people) share a cell of resolution 5; the core's tehsil has it."""
    coarse = census.at(5)
    parent = h3.str_to_int(h3.cell_to_parent(h3.int_to_str(find_cell("a", 0.0)), 5))
    assert h3.cell_to_parent(h3.int_to_str(find_cell("a", 0.03)), 5) == h3.int_to_str(parent)
    (position,) = np.flatnonzero(coarse.layer.cells == parent)
    assert coarse.tehsils[coarse.tehsil[position]].code == "a-old"
    assert coarse.unit[position] == 0


@pytest.mark.parametrize(
    ("weight", "labels", "winners"),
    [
        ([1, 2, 4], [7, 7, 5], [7, 5]),  # 1 + 2 of the first parent, 4 of the second
        ([1, 2, 4], [3, 7, -1], [7, -1]),  # most people, whatever the label
        ([2, 2, 0], [7, 3, 9], [3, 9]),  # among equals the lowest; nobody is still somewhere
        ([0, 0, 0], [7, 7, 3], [7, 3]),
    ],
)
def test_the_heaviest_label_wins(weight: list[float], labels: list[int], winners: list[int]) -> None:
    home = np.array([0, 0, 1])
    found = take_heaviest(home, np.array(weight, dtype=float), np.array(labels, dtype=np.int32))
    assert found.tolist() == winners


def test_no_cells_have_no_parents() -> None:
    nothing = np.zeros(0)
    assert take_heaviest(nothing.astype(np.intp), nothing, nothing.astype(np.int32)).size == 0


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(-1, 3)), min_size=1, max_size=30))
def test_law_the_winner_carries_as_much_as_any(rows: list[tuple[int, int, int]]) -> None:
    homes = sorted({home for home, _, _ in rows})
    home = np.array([homes.index(row[0]) for row in rows])
    weight, labels = np.array([row[1] for row in rows], dtype=float), np.array([row[2] for row in rows], dtype=np.int32)
    for parent, winner in enumerate(take_heaviest(home, weight, labels).tolist()):
        sums = {label: weight[(home == parent) & (labels == label)].sum() for label in labels[home == parent].tolist()}
        assert sums[winner] == max(sums.values())


def test_zones_are_the_urban_classes(census: CellGrid) -> None:
    zones = dict(zip(census.layer.cells.tolist(), census.zone(1).tolist(), strict=True))
    assert [zones[find_cell("a", north)] for north in (0.0, 0.03, 0.12)] == ["core", "belt", "hinterland"]
    assert zones[find_cell("b", 0.03)] == "belt"
    assert zones[find_cell("", 0.0)] == "hinterland"


def test_every_class_of_the_method_has_one_zone() -> None:
    assert sorted(code for codes in ZONES.values() for code in codes) == [10, 11, 12, 13, 21, 22, 23, 30]


def test_without_classes_all_is_hinterland(census: CellGrid) -> None:
    plain = replace(census, layer=replace(census.layer, classes=None, _kept={}), _kept={})
    assert set(plain.zone(0).tolist()) == {"hinterland"}


def test_finer_cells_belong_where_the_census_cell_round_them_does(census: CellGrid) -> None:
    joined = join_grid(make_layer("people", (2020, 2025)), census)
    at = {cell: position for position, cell in enumerate(joined.layer.cells.tolist())}
    places = [at[find_cell(place, 0.0, 8)] for place in ("a", "c", "city")]
    assert joined.unit[places].tolist() == [0, 2, 3]
    assert [joined.tehsils[position].code for position in joined.tehsil[places]] == ["a-old", "c-split", "city-old"]
    # the census has no cell at b's node
    assert (joined.unit[at[find_cell("b", 0.0, 8)]], joined.tehsil[at[find_cell("b", 0.0, 8)]]) == (-1, -1)
    assert joined.times == (2020.0, 2025.0)


def test_coarser_cells_belong_to_the_unit_of_most_of_their_people(census: CellGrid) -> None:
    layer = make_layer("built", (2020,)).at(5)
    joined = join_grid(layer, census)
    assert (joined.layer.resolution, list(joined.resolutions)) == (5, [4, 5])
    coarse = census.at(5)
    for cell, unit in zip(joined.layer.cells, joined.unit, strict=True):
        assert unit in {*coarse.unit[coarse.layer.cells == cell].tolist(), -1}
    assert sorted(joined.unit.tolist())[-3:] == [0, 2, 3]


def test_an_empty_layer_joins_to_nothing(census: CellGrid) -> None:
    layer = make_layer("people", (2020,), places=())
    joined = join_grid(layer, census)
    assert joined.unit.size == joined.tehsil.size == 0
    assert joined.at(joined.resolutions[0]) is joined
