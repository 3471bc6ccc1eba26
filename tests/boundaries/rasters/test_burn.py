from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from boundaries._errors import GridError
from boundaries.rasters.burn import PixelGrid, add_areas, cut_borders, fit_grid


def lay(shapes: list[shapely.Geometry], weights: list[float], grid: PixelGrid) -> np.ndarray:
    found = np.array(shapes, dtype=object)
    return add_areas(cut_borders(found, grid), np.array(weights), grid)


def overlay(shapes: list[shapely.Geometry], weights: list[float], grid: PixelGrid) -> np.ndarray:
    """Do the same the slow way, pixel by pixel."""
    rows, columns = np.indices((grid.rows, grid.columns))
    west, north = grid.west + columns * grid.size, grid.north - rows * grid.size
    pixels = shapely.box(west, north - grid.size, west + grid.size, north)
    parts = [
        weight * shapely.area(shapely.intersection(pixels, shape)) / grid.size**2
        for shape, weight in zip(shapes, weights, strict=True)
    ]
    return np.sum(parts, axis=0)


def test_a_box_by_hand() -> None:
    grid = PixelGrid(west=0, north=2, size=1, rows=2, columns=3)
    # From 0.5 to 2.25 across and 0.5 to 2 up: half of the lower row.
    sums = lay([shapely.box(0.5, 0.5, 2.25, 2)], [2.0], grid)
    assert sums.tolist() == [[1.0, 2.0, 0.5], [0.5, 1.0, 0.25]]


def test_holes_and_parts_are_as_the_overlay_has_them() -> None:
    ring = shapely.Point(5, 5).buffer(3.3).difference(shapely.Point(5, 6).buffer(1.1))
    island = shapely.box(12, 12, 15.5, 18.25)
    shapes = [shapely.MultiPolygon([ring, island]), shapely.Polygon([(1.5, 1.5), (3.7, 9.2), (8, 2)])]
    grid = fit_grid(np.array(shapes), 0.7)
    assert lay(shapes, [2.0, -1.5], grid) == pytest.approx(overlay(shapes, [2.0, -1.5], grid), abs=1e-12)


corners = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=8, unique=True)


@given(corners=corners, size=st.sampled_from([1.0, 2.5, 7.0]))
def test_every_polygon_is_laid_down_whole(corners: list[tuple[int, int]], size: float) -> None:
    """Corners and borders on the lines of the grid are the hard ones, so all are whole numbers."""
    shape = shapely.convex_hull(shapely.multipoints(corners))
    if shape.geom_type != "Polygon":
        return
    grid = fit_grid(np.array([shape]), size)
    sums = lay([shape], [1.0], grid)
    assert sums.sum() * size**2 == pytest.approx(shape.area)
    assert sums == pytest.approx(overlay([shape], [1.0], grid), abs=1e-9)


def test_grids_lie_on_each_other() -> None:
    one = fit_grid(np.array([shapely.box(1010, -20, 1990, 30)]), 100.0)
    assert one == PixelGrid(west=1000.0, north=100.0, size=100.0, rows=2, columns=10)
    other = fit_grid(np.array([shapely.box(1110, -20, 1990, 30)]), 100.0)
    assert (other.west - one.west) % 100 == 0


def test_nothing_has_no_grid() -> None:
    with pytest.raises(GridError, match="no shape"):
        fit_grid(np.array([shapely.Polygon()]), 1.0)
