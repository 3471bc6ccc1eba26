"""From degrees to a place on the sheet, and the published geometry there."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.atlas import Atlas
from layers.frame import Frame
from layers.paper.map import find_north, measure_bar
from layers.paper.space import Space, project_shapes, read_published, write_runs, write_shapes
from layers.projection import distance_km, on_paper
from layers.view import View

SPACE = Space(100.0, 50.0, 400.0, 300.0, 70.0, 30.0, 5.0, 0.9)


def test_the_middle_of_the_map_is_the_middle_of_its_box() -> None:
    with on_paper():
        assert SPACE.project([70.0, 30.0]).tolist() == pytest.approx([300.0, 200.0])


@given(st.floats(62, 77), st.floats(24, 36))
def test_points_come_back(lon: float, lat: float) -> None:
    with on_paper():
        x, y = SPACE.project([lon, lat]).tolist()
        assert SPACE.lonlat(x, y) == pytest.approx((lon, lat), abs=1e-9)


def test_a_view_that_the_reader_moved_opens_where_she_moved_it() -> None:
    frame = Frame(70.0, 30.0, 5.0, (69.0, 29.0, 71.0, 31.0))
    box = (0.0, 0.0, 100.0, 100.0)
    assert Space.of(frame, View(), box, 1.0).zoom == 5.0
    moved = Space.of(frame, View(at=(67.0, 25.0, 8.0)), box, 1.0)
    assert (moved.lon, moved.lat, moved.zoom) == (67.0, 25.0, 8.0)


@pytest.mark.parametrize(("lon", "lat"), [(67.0, 24.9), (74.3, 31.6), (66.0, 30.2), (75.5, 35.5)])
def test_the_scale_bar_is_true_within_a_hundredth(lon: float, lat: float) -> None:
    """The conic's standard parallels keep lengths; measured against great circles east and north of the point."""
    space = Space(0.0, 0.0, 400.0, 300.0, lon, lat, 6.0, 0.95)
    with on_paper():
        km, pixels = measure_bar(space)
        for x, y in ((200.0 + pixels, 150.0), (200.0, 150.0 - pixels)):
            away = float(distance_km([lon, lat], list(space.lonlat(x, y))))
            assert away == pytest.approx(km, rel=0.015)


def test_the_scale_bar_has_a_round_length_that_fits() -> None:
    with on_paper():
        for zoom in np.linspace(3, 12, 19).tolist():
            km, pixels = measure_bar(Space(0.0, 0.0, 400.0, 300.0, 70.0, 30.0, zoom, 1.0))
            assert km / 10 ** math.floor(math.log10(km)) in {1.0, 2.0, 5.0}
            assert 118 / 2.6 < pixels <= 118


def test_north_is_straight_up_on_the_central_meridian_alone() -> None:
    """The cone's constant is the mean sine of the parallels, (sin 25.5° + sin 35°) / 2 = 0.502: 5° turn it by 2.51°."""
    for lon, turn in ((69.5, 0.0), (74.5, -2.51), (64.5, 2.51)):
        with on_paper():
            space = Space(0.0, 0.0, 400.0, 300.0, lon, 30.0, 6.0, 1.0)
            assert find_north(space, 200.0, 150.0) == pytest.approx(turn, abs=0.01)


def test_shapes_are_cut_at_the_edge() -> None:
    space = Space(0.0, 0.0, 100.0, 100.0, 70.0, 30.0, 5.0, 1.0)
    with on_paper():
        (cut,) = space.shape(project_shapes(shapely.box(60, 20, 80, 40)))
        (gone,) = space.shape(project_shapes(shapely.box(10, 20, 12, 22)))
    assert cut.bounds == pytest.approx((0.0, 0.0, 100.0, 100.0))
    assert gone.is_empty


def test_a_path_has_every_ring_and_no_point_twice() -> None:
    """The hole follows its shell; points that fall together within a hundredth are one."""
    shape = shapely.Polygon([(0, 0), (10, 0), (10.001, 0), (10, 10), (0, 10)], [[(2, 2), (4, 2), (4, 4)]])
    assert write_shapes([shape], areas=True) == "M0 0L10 0L10 10L0 10L0 0ZM2 2L4 2L4 4L2 2Z"
    assert write_shapes([shapely.LineString([(0, 0), (1.25, 3)])], areas=False) == "M0 0L1.25 3"
    assert write_shapes([shapely.Point(1, 1), shapely.Polygon()], areas=True) == ""


def test_lines_keep_their_starts_where_they_touch() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    assert write_runs(points, [0, 2], closed=False) == "M0 0L1 0M1 0L2 0"


def test_published_files_are_read_packed(atlas: Atlas) -> None:
    manifest = atlas.cube.manifest
    with on_paper():
        ids, kinds, flat = read_published(Path(manifest["folder"]), manifest["files"]["district"]["file"])
    assert len(ids) == len(kinds) == len(flat) == manifest["files"]["district"]["features"]
    assert "lahore" in ids
