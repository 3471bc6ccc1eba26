"""Which cells are sent: those on the screen and a little more, and never more than `MOST`."""

from __future__ import annotations

from dataclasses import replace

import h3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.cells.layer import CellLayer
from layers.atlas import Atlas
from layers.cell_grid import CellGrid
from layers.cell_window import FADE, MARGIN, MOST, CellWindow, choose_window
from layers.frame import Frame
from layers.projection import to_lonlat, to_pixels
from layers.screen import Screen
from layers.view import View
from tests.layers.tiny_world import find_cell, make_census

FRAME = Frame(70.0, 30.0, 9.0, (69.5, 29.5, 70.5, 30.5))
SPILL = View(question="spill", place="a")


@pytest.fixture(scope="module")
def census() -> CellGrid:
    return make_census()


@pytest.fixture(scope="module")
def crowd() -> CellGrid:
    """Make 10,981 cells round a's node: 61 in every direction, 1 + 3 · 60 · 61 of them."""
    disk = h3.grid_disk(h3.int_to_str(find_cell("a", 0.0)), 60)
    cells = np.sort(np.array([h3.str_to_int(cell) for cell in disk], dtype=np.uint64))
    layer = CellLayer("crowd", "A crowd", "people", "derived", cells, (2023,), np.ones((1, cells.size)))
    nobody = np.full(cells.size, -1, dtype=np.int32)
    return CellGrid(layer, nobody, nobody, (), (2023.0,))


def choose(grid: CellGrid, view: View = SPILL, screen: Screen | None = None, **changes: float) -> CellWindow:
    return choose_window(grid, view, screen or Screen(), replace(FRAME, **changes))


def test_the_window_is_the_screen_and_a_margin(census: CellGrid) -> None:
    window = choose(census, screen=Screen(width=1000, height=600))
    west, south, east, north = window.bounds
    (left, top), (right, bottom) = to_pixels([[west, north], [east, south]], 9.0).tolist()
    assert (right - left, bottom - top) == pytest.approx((1000 * (1 + 2 * MARGIN), 600 * (1 + 2 * MARGIN)))
    assert to_lonlat([(left + right) / 2, (top + bottom) / 2], 9.0).tolist() == pytest.approx([70, 30])


def test_only_cells_in_the_window_are_sent(census: CellGrid) -> None:
    window = choose(census)
    # a's three cells, of the ten
    cells = {find_cell("a", north) for north in (0.0, 0.03, 0.12)}
    assert set(window.grid.layer.cells.tolist()) == cells


@pytest.mark.parametrize(
    ("view", "screen", "centre", "zoom"),
    [
        (SPILL, Screen(), (70, 30), 9.0),  # as framed
        (SPILL.but(at=(72, 28, 11)), Screen(), (72, 28), 11.0),  # as the link says
        (SPILL, Screen(zoom=10.0), (70, 30), 10.0),  # as the reader has moved it since
        (SPILL.but(at=(72, 28, 11)), Screen(zoom=7.5, centre=(71, 30)), (71, 30), 7.5),
    ],
)
def test_it_is_where_the_reader_has_moved_the_map(
    census: CellGrid, view: View, screen: Screen, centre: tuple[float, float], zoom: float
) -> None:
    window = choose(census, view, screen)
    west, south, east, north = window.bounds
    assert window.zoom == zoom
    assert (west + east) / 2 == pytest.approx(centre[0])
    assert south < centre[1] < north


def test_from_afar_there_are_no_cells(census: CellGrid) -> None:
    near, far = choose(census, zoom=FADE[0]), choose(census, zoom=FADE[0] - 0.01)
    assert near.grid.layer.cells.size == 10
    assert far.grid.layer.cells.size == far.grid.unit.size == 0


def test_a_crowd_is_summed_to_coarser_cells_and_keeps_its_people(crowd: CellGrid) -> None:
    near, far = choose(crowd, zoom=11.0), choose(crowd, zoom=6.0)
    assert near.grid.layer.resolution == 7
    # all of it would be 10,981 cells, a seventh of that is 1,600
    assert far.grid.layer.resolution == 6
    assert far.grid.layer.cells.size <= MOST
    assert far.grid.layer.values.sum() == crowd.layer.cells.size == 1 + 3 * 60 * 61


@settings(max_examples=60)
@given(
    at=st.tuples(st.floats(61, 77), st.floats(24, 37), st.floats(0, 16)),
    size=st.tuples(st.integers(100, 4000), st.integers(100, 2500)),
)
def test_law_no_window_has_too_many_cells(atlas: Atlas, at: tuple[float, float, float], size: tuple[int, int]) -> None:
    census = atlas.grids.census
    window = choose(census, SPILL.but(at=at), Screen(*size))
    cells = window.grid.layer.cells
    assert cells.size <= MOST
    # and the finest that stays below is taken
    if cells.size and window.grid.layer.resolution < census.layer.resolution:
        assert census.at(window.grid.layer.resolution + 1).layer.within(*window.bounds).size > MOST


def test_the_whole_country_is_no_more_than_most(atlas: Atlas) -> None:
    coarsest = atlas.grids.census.at(atlas.grids.census.resolutions[0])
    assert coarsest.layer.cells.size <= MOST
