"""Urban classes of H3 cells: a made-up city on real hexagons near Lahore."""

from __future__ import annotations

from dataclasses import replace

import h3
import numpy as np
import pytest

from boundaries._errors import UrbanError
from boundaries.cells.hierarchy import cell_parents
from boundaries.cells.layer import CellLayer
from boundaries.urban.cells import classify_cells, grid_of_cells
from boundaries.urban.degurba import MANUAL_2021

CENTRE = h3.latlng_to_cell(31.55, 74.34, 7)


def layer(density: dict[int, float], *, resolution: int = 7, rings: int = 12) -> CellLayer:
    """Build a layer whose cells, up to a ring, have a density: people per km² by the outermost ring it reaches to."""
    centre = h3.cell_to_parent(CENTRE, resolution) if resolution < 7 else h3.cell_to_center_child(CENTRE, resolution)
    names = h3.grid_disk(centre, rings)
    cells = np.sort(np.array([h3.str_to_int(name) for name in names], dtype=np.uint64))
    found = CellLayer("test", "Test", "people", "derived", cells, (2023,), np.zeros((1, cells.size)))
    ring = np.array([h3.grid_distance(centre, h3.int_to_str(int(cell))) for cell in cells])
    per_km2 = np.zeros(cells.size)
    for last in sorted(density, reverse=True):
        per_km2[ring <= last] = density[last]
    return replace(found, values=(per_km2 * found.areas)[None, :], _kept={})


def classes_by_ring(found: CellLayer, epoch: int = 0) -> dict[int, set[int]]:
    assert found.classes is not None
    result: dict[int, set[int]] = {}
    for cell, code in zip(found.cells.tolist(), found.classes[epoch].tolist(), strict=True):
        result.setdefault(h3.grid_distance(CENTRE, h3.int_to_str(cell)), set()).add(code)
    return result


@pytest.mark.parametrize("resolution", [5, 7, 8, 9, 10])
def test_the_grid_conserves_people(resolution: int) -> None:
    source = layer({1: 8_000, 4: 120}, resolution=resolution, rings=4)
    grid = grid_of_cells(source)
    assert np.nansum(grid.values) == pytest.approx(source.values.sum(), rel=1e-12)
    assert grid.area is not None
    assert grid.area.sum() == pytest.approx(source.areas.sum(), rel=1e-12)
    np.testing.assert_array_equal(np.isnan(grid.values), grid.area == 0)


def test_even_people_stay_even() -> None:
    # 310 people per km² everywhere: every square has 310 per km² covered, to the rounding of the children's sizes,
    # though some squares hold nine children and some eleven.
    grid = grid_of_cells(layer({12: 310}))
    assert grid.area is not None
    density = grid.values[grid.area > 0] / grid.area[grid.area > 0]
    assert density.min() == pytest.approx(310, rel=0.001)
    assert density.max() == pytest.approx(310, rel=0.001)


def test_a_city_its_suburbs_and_the_land_around() -> None:
    # Cells of 5 km². Rings 0–2: 19 cells × 5 × 3,000 per km² are some 290,000 people, a centre. Rings 3–5: 400 per km²,
    # suburbs. Rings 6–12: 20 per km², very low. On the borders either side may win a cell.
    found = classes_by_ring(classify_cells(layer({2: 3_000, 5: 400, 12: 20})))
    assert {ring: found[ring] for ring in (0, 1)} == {0: {30}, 1: {30}}
    assert found[4] == {21}
    assert all(found[ring] == {11} for ring in range(7, 13))


def test_every_epoch_has_its_classes() -> None:
    one, two = layer({2: 3_000, 12: 20}), layer({2: 2_000, 5: 400, 12: 60})
    both = replace(one, epochs=(2017, 2023), values=np.vstack([one.values, two.values]), _kept={})
    found = classify_cells(both)
    assert found.classes is not None
    assert found.classes.shape == (2, both.cells.size)
    np.testing.assert_array_equal(found.classes[1], classify_cells(two).classes[0])  # type: ignore[index]
    assert classes_by_ring(found, 0)[10] == {11}
    assert classes_by_ring(found, 1)[10] == {12}
    assert both.classes is None


def test_a_cell_takes_the_class_of_most_of_its_squares_whatever_its_neighbours_hold() -> None:
    # A lone town of 3,000 per km² in one cell of 5 km²: some 15,000 people, a dense cluster.
    found = classes_by_ring(classify_cells(layer({0: 3_000, 6: 0}, rings=6)))
    assert found[0] == {23}
    assert found[2] == {11}


def test_cells_a_grid_leaves_out_are_empty_land() -> None:
    # One cell of resolution 8 in seven is settled, with 1,600 people per km². It fills 0.7 of a square of 1 km² at
    # most, so that no square has more than 1,200 per km²; by the settled part alone many have 1,600.
    whole = layer({24: 0}, resolution=8, rings=24)
    middles = [h3.cell_to_center_child(h3.int_to_str(cell), 8) for cell in layer({8: 0}, rings=8).cells.tolist()]
    chosen = np.isin(whole.cells, [h3.str_to_int(name) for name in middles])
    full = replace(whole, values=np.where(chosen, 1_600 * whole.areas, 0.0)[None, :], _kept={})
    sparse = replace(full, cells=full.cells[chosen], values=full.values[:, chosen], _kept={})
    expected = classify_cells(full).classes
    assert expected is not None
    assert not np.isin(expected, (23, 30)).any()
    parents = np.unique(cell_parents(full.cells, 7))
    children = np.array([h3.str_to_int(c) for p in parents.tolist() for c in h3.cell_to_children(h3.int_to_str(p), 9)])
    for land in (full.cells, parents, children.astype(np.uint64)):
        found = classify_cells(sparse, land=land)
        np.testing.assert_array_equal(found.classes, expected[:, chosen])
        assert found.cells is sparse.cells
    alone = classify_cells(sparse).classes
    assert alone is not None
    assert np.isin(alone, (23, 30)).any()
    np.testing.assert_array_equal(classify_cells(sparse, land=sparse.cells[:0]).classes, alone)


def test_thresholds_are_handed_on() -> None:
    thin = layer({2: 400, 8: 0}, rings=8)  # 19 cells × 5 km² × 400 = 38,000 people
    assert classes_by_ring(classify_cells(thin))[0] == {21}
    assert classes_by_ring(classify_cells(thin, thresholds=MANUAL_2021))[0] == {22}


def test_an_empty_layer_and_one_of_houses() -> None:
    none = np.empty(0, dtype=np.uint64)
    empty = CellLayer("none", "None", "people", "derived", none, (2023,), np.empty((1, 0)))
    found = classify_cells(empty)
    assert found.classes is not None
    assert found.classes.shape == (1, 0)
    assert grid_of_cells(empty).values.shape == (0, 0)
    with pytest.raises(UrbanError, match="layer of built"):
        classify_cells(replace(layer({0: 1}, rings=0), kind="built", _kept={}))
