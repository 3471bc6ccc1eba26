"""Coverages: what counts as clean, what the cleaning changes, and that parents are the sum of their children."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from boundaries import GeometryError
from boundaries.topology import (
    check_coverage,
    clean_coverage,
    merge_children,
    repair_rings,
    round_coverage,
    simplify_coverage,
)

LEFT, RIGHT = box(0, 0, 1, 1), box(1, 0, 2, 1)
BOWTIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


@pytest.mark.parametrize(
    ("shapes", "valid", "overlaps", "gaps"),
    [
        ([], True, [], []),
        ([LEFT], True, [], []),
        ([LEFT, RIGHT], True, [], []),
        # 0.1 wide, 1 high: the right one begins before the left one ends
        ([LEFT, box(0.9, 0, 2, 1)], False, [0.1], []),
        # three sides of a frame and its lid: a hole of 1 x 1 in the middle
        ([box(0, 0, 3, 1), box(0, 2, 3, 3), box(0, 1, 1, 2), box(2, 1, 3, 2)], False, [], [1.0]),
        # neighbours with a vertex on one side only: the edge does not match
        ([LEFT, Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1, 0.5)])], False, [], []),
    ],
)
def test_faults_are_found(shapes, valid, overlaps, gaps):
    report = check_coverage(shapes)
    assert report.valid is valid
    assert [round(area, 9) for _, _, area in report.overlaps] == overlaps
    assert [round(area, 9) for area in report.gaps] == gaps
    assert report.clean is (valid and not gaps)


def test_a_broken_ring_is_named():
    report = check_coverage([LEFT, BOWTIE])
    assert (report.valid, report.bad_rings) == (False, (1,))


def test_a_bowtie_becomes_two_triangles():
    # its corners cross at (1, 1): two triangles with base 2 and height 1 each
    (mended,), repaired = repair_rings([BOWTIE])
    assert repaired == [0]
    assert mended.is_valid
    assert mended.area == pytest.approx(2 * (2 * 1 / 2))


def test_repairing_leaves_sound_polygons_alone():
    shapes, repaired = repair_rings([LEFT, RIGHT])
    assert repaired == []
    assert list(shapes) == [LEFT, RIGHT]


@pytest.mark.parametrize("nothing", [None, Polygon(), shapely.Point(0, 0), Polygon([(0, 0), (1, 1), (0, 0)])])
def test_a_feature_without_area_is_refused(nothing):
    with pytest.raises(GeometryError, match=r"feature\(s\) 1 "):
        repair_rings([LEFT, nothing])


def test_cleaning_closes_hairlines_and_keeps_areas():
    # a gap of 0.01 between the first two, an overlap of 0.01 between the last two
    shapes = [box(0, 0, 1, 1), box(1.01, 0, 2, 1), box(1.99, 0, 3, 1)]
    cleaned = clean_coverage(shapes, snapping_distance=0.05)
    report = check_coverage(cleaned)
    assert report.clean
    assert shapely.area(cleaned).sum() == pytest.approx(3.0)
    assert np.abs(shapely.area(cleaned) - 1).max() <= 0.02


def test_cleaning_never_loses_a_place():
    with pytest.raises(GeometryError, match=r"swallowed feature\(s\) 1 "):
        clean_coverage([LEFT, box(0.2, 0.2, 0.3, 0.3)], snapping_distance=0.5)


def test_simplifying_keeps_the_common_edge_common():
    # the middle vertex bulges by 0.01: triangle 0.01 x 1 / 2 = 0.005, its root 0.07 is below the tolerance
    bulge = [(1, 0), (1.01, 0.5), (1, 1)]
    shapes = [Polygon([(0, 0), *bulge, (0, 1)]), Polygon([*bulge, (2, 1), (2, 0)])]
    thin = simplify_coverage(shapes, 0.1)
    assert [shapely.get_num_coordinates(shape) for shape in thin] == [5, 5]
    assert check_coverage(thin).clean


def test_rounding_gives_rings_as_rfc_7946_wants():
    clockwise = Polygon([(0, 0), (0, 1), (1.00004, 1), (1.00004, 0)])
    (ring,) = round_coverage([clockwise], 4)
    assert ring.exterior.is_ccw
    assert ring.bounds == (0.0, 0.0, 1.0, 1.0)


def test_parents_are_merged_from_children():
    parents = merge_children([LEFT, RIGHT, box(2, 0, 3, 1)], ["a", "a", "b"])
    assert list(parents) == ["a", "b"]
    assert parents["a"].equals(box(0, 0, 2, 1))
    assert merge_children([LEFT, RIGHT], ["a", ""]).keys() == {"a"}
    with pytest.raises(GeometryError, match="2 geometries but 1 parents"):
        merge_children([LEFT, RIGHT], ["a"])


def triangulate(points):
    """Any point set cut into triangles: a coverage by construction."""
    cloud = shapely.multipoints(np.array([[0, 0], [100, 0], [0, 100], [100, 100], *points], dtype=float))
    return list(shapely.get_parts(shapely.delaunay_triangles(cloud)))


clouds = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=3, max_size=30, unique=True)


@settings(max_examples=40, deadline=None)
@given(clouds, st.data())
def test_merging_conserves_area_and_moves_no_vertex(points, data):
    children = triangulate(points)
    parents = data.draw(st.lists(st.sampled_from("abc"), min_size=len(children), max_size=len(children)))
    merged = merge_children(children, parents)
    assert sum(shape.area for shape in merged.values()) == pytest.approx(100 * 100)
    assert check_coverage(list(merged.values())).overlaps == ()
    corners = {tuple(xy) for xy in shapely.get_coordinates(children)}
    assert {tuple(xy) for xy in shapely.get_coordinates(list(merged.values()))} <= corners


@settings(max_examples=40, deadline=None)
@given(clouds, st.floats(0, 30))
def test_simplifying_a_coverage_gives_a_coverage(points, tolerance):
    thin = simplify_coverage(triangulate(points), tolerance)
    assert check_coverage(thin).valid
    assert shapely.area(shapely.union_all(thin)) == pytest.approx(shapely.area(thin).sum())
