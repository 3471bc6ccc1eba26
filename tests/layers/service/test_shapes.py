"""Which shapes meet a box."""

from __future__ import annotations

import h3
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from boundaries.cells.hierarchy import cell_centres
from layers.service.shapes import Hexagons, Lines, Points, Polygons, meet_box
from tests.layers.service.tiny_service import make_square

DISK = h3.grid_disk(h3.latlng_to_cell(30, 70, 7), 8)
CELLS = np.sort(np.array([h3.str_to_int(cell) for cell in DISK], dtype=np.uint64))
HEXAGONS = Hexagons(CELLS, cell_centres(CELLS), 7)
OUTLINES = np.array([shape(one) for one in HEXAGONS.draw(np.arange(CELLS.size))], dtype=object)


@given(st.floats(69.8, 70.2), st.floats(29.8, 30.2), st.floats(0, 0.3), st.floats(0, 0.3))
def test_a_hexagon_meets_a_box_as_its_outline_does(west: float, south: float, wide: float, high: float) -> None:
    box = (west, south, west + wide, south + high)
    expected = shapely.intersects(OUTLINES, shapely.box(*box))
    # A centre on the very edge of a box, to the last digit, may be on either side of a rounded outline.
    assert HEXAGONS.meet(box).tolist() == expected.tolist()


def test_a_hexagon_is_drawn_closed_round_its_centre() -> None:
    (drawn,) = HEXAGONS.draw(np.array([5]))
    ring = drawn["coordinates"][0]
    assert (len(ring), ring[0]) == (7, ring[-1])
    assert shape(drawn).contains(shapely.Point(cell_centres(CELLS)[5]))
    # GeoJSON (RFC 7946) wants outer rings anticlockwise.
    assert shape(drawn).exterior.is_ccw


def test_a_line_meets_a_box_it_only_crosses() -> None:
    lines = Lines(np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([[10.0, 10.0], [10.0, 0.0]]))
    assert lines.meet((4, 4, 5, 5)).tolist() == [True, False]
    assert lines.meet((4, -1, 5, 0)).tolist() == [False, True]
    assert lines.draw(np.array([1])) == [{"type": "LineString", "coordinates": [[0.0, 0.0], [10.0, 0.0]]}]


def test_polygons_and_points_meet_a_box_at_its_edge() -> None:
    squares = Polygons([make_square(0, 0), make_square(2, 0)])
    assert squares.meet((1, 0, 1.5, 1)).tolist() == [True, False]
    assert Points(np.array([[1.0, 1.0], [2.0, 2.0]])).meet((0, 0, 1, 1)).tolist() == [True, False]


def test_a_box_over_the_date_line_has_two_parts() -> None:
    points = Points(np.array([[179.0, 0.0], [-179.0, 0.0], [0.0, 0.0]]))
    assert meet_box(points, (178, -1, -178, 1)).tolist() == [True, True, False]
    assert meet_box(points, (-178, -1, 178, 1)).tolist() == [False, False, True]
