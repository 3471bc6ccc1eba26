"""The cells of one area divided among its tehsils, on rows of cells that can be counted by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from flows.cell_division import Cells, Claims, divide_cells, find_nearest

NONE = (np.nan, np.nan)


def row(*part: int) -> Cells:
    """Cells of 1 km² in a row along the equator, at longitudes 0, 1, 2, …, each in its polygon."""
    return Cells(np.array([(x, 0.0) for x in range(len(part))]), np.ones(len(part)), np.array(part))


def tehsils(*points, matched=None, district=None, area=None) -> Claims:
    count = len(points)
    return Claims(
        np.array(points, dtype=float).reshape(count, 2),
        np.array([-1] * count if matched is None else matched, dtype=int),
        np.array([0] * count if district is None else district, dtype=int),
        np.array([0.0] * count if area is None else area, dtype=float),
    )


def supports(found) -> dict[tuple[int, ...], list[int]]:
    return {tuple(s.tehsils.tolist()): s.cells.tolist() for s in found.supports}


def test_each_cell_goes_to_the_nearest_seat():
    # Seats at 0 and 4 of a row 0 1 2 3 4 5: cell 1 is nearer to 0, cell 3 to 4, and cell 2.4 would be the border.
    found = divide_cells(row(0, 0, 0, 0, 0, 0), tehsils((0.4, 0), (4.4, 0)))
    assert found.tehsil.tolist() == [0, 0, 0, 1, 1, 1]
    assert supports(found) == {(0,): [0, 1, 2], (1,): [3, 4, 5]}
    assert found.unlocated.tolist() == []


def test_tehsils_of_one_seat_share_its_cells_and_cannot_be_told_apart():
    found = divide_cells(row(0, 0, 0, 0), tehsils((0, 0), (0, 0), (3, 0)))
    assert found.tehsil.tolist() == [-1, -1, 2, 2]
    assert found.district.tolist() == [0, 0, 0, 0]
    assert supports(found) == {(0, 1): [0, 1], (2,): [2, 3]}


def test_a_tehsil_without_a_seat_has_the_whole_district():
    found = divide_cells(row(0, 0, 0, 0), tehsils((0, 0), (3, 0), NONE))
    assert found.tehsil.tolist() == [0, 0, 1, 1]
    assert supports(found)[(2,)] == [0, 1, 2, 3]
    assert found.unlocated.tolist() == [2]


def test_a_tehsil_without_a_seat_keeps_to_its_own_district_where_another_shares_the_area():
    # Districts 7 and 8 are drawn as one; cells 0 and 1 are nearest a seat of 7.
    found = divide_cells(row(0, 0, 0, 0), tehsils((0, 0), (3, 0), NONE, district=[7, 8, 8]))
    assert found.district.tolist() == [7, 7, 8, 8]
    assert supports(found)[(2,)] == [2, 3]


def test_where_no_seat_is_known_all_share_all():
    found = divide_cells(row(0, 0), tehsils(NONE, NONE, district=[7, 8]))
    assert found.tehsil.tolist() == [-1, -1]
    assert found.district.tolist() == [-1, -1]
    assert supports(found) == {(0,): [0, 1], (1,): [0, 1]}
    assert found.unlocated.tolist() == [0, 1]


def test_the_only_tehsil_of_an_area_has_it_with_or_without_a_seat():
    for point in (NONE, (0, 0)):
        found = divide_cells(row(0, 0), tehsils(point))
        assert found.tehsil.tolist() == [0, 0]
        assert found.unlocated.tolist() == []


def test_a_polygon_of_the_tehsil_s_name_is_its_land():
    found = divide_cells(row(0, 1, 1, 1), tehsils((0, 0), (3, 0), matched=[0, 1]))
    assert found.tehsil.tolist() == [0, 1, 1, 1]


def test_a_tehsil_carved_out_of_a_polygon_takes_the_cells_nearest_its_seat():
    # Polygon 0 bears the name of tehsil 0; the seat of tehsil 1 lies in it.
    found = divide_cells(row(0, 0, 0, 0, 5), tehsils((0, 0), (3, 0), (4, 0), matched=[0, -1, 5]))
    assert found.tehsil.tolist() == [0, 0, 1, 1, 2]


def test_tehsils_with_neither_have_the_polygons_nobody_claims():
    found = divide_cells(row(0, 0, 1, 1), tehsils((0, 0), NONE, NONE, matched=[0, -1, -1]))
    assert found.tehsil.tolist() == [0, 0, -1, -1]
    assert supports(found) == {(0,): [0, 1], (1, 2): [2, 3]}
    only = divide_cells(row(0, 0, 1, 1), tehsils((0, 0), NONE, matched=[0, -1]))
    assert only.tehsil.tolist() == [0, 0, 1, 1]
    assert only.unlocated.tolist() == []


def test_a_polygon_nobody_claims_follows_its_neighbours_where_everybody_has_land():
    found = divide_cells(row(0, 9, 9, 9, 1), tehsils((0, 0), (4, 0), matched=[0, 1]))
    # Cell 2 is as near to cell 0 as to cell 4; the tie goes either way, the rest does not.
    assert found.tehsil[[0, 1]].tolist() == [0, 0]
    assert found.tehsil[[3, 4]].tolist() == [1, 1]


def test_a_support_far_smaller_than_printed_grows_to_the_printed_area():
    # Both seats stand at one end; the second gets no cell but prints 2.5 km², so it shares the 3 nearest.
    found = divide_cells(row(0, 0, 0, 0, 0, 0), tehsils((0, 0), (-1, 0), area=[6, 2.5]))
    assert found.tehsil.tolist() == [0, 0, 0, 0, 0, 0]
    assert supports(found) == {(0,): [0, 1, 2, 3, 4, 5], (1,): [0, 1, 2]}
    # Half of the printed area is believed.
    found = divide_cells(row(0, 0, 0, 0), tehsils((0, 0), (3, 0), area=[4, 4]))
    assert supports(found) == {(0,): [0, 1], (1,): [2, 3]}


def test_leftover_polygons_too_small_for_the_tehsils_left_are_not_believed():
    # 1 km² is left for tehsils that print 10.
    found = divide_cells(row(0, 0, 0, 1), tehsils((0, 0), NONE, NONE, matched=[0, -1, -1], area=[3, 5, 5]))
    assert supports(found) == {(0,): [0, 1, 2], (1, 2): [0, 1, 2, 3]}


def test_no_tehsils_leave_the_cells_to_nobody():
    found = divide_cells(row(0, 0), tehsils())
    assert found.tehsil.tolist() == [-1, -1]
    assert found.supports == ()


def test_the_nearest_of_a_nan_point_is_none():
    assert find_nearest(np.array([(0.9, 0.0), NONE]), np.array([(0.0, 0.0), (1.0, 0.0)])).tolist() == [1, -1]


POINT = st.one_of(st.just(NONE), st.tuples(st.integers(-2, 8), st.integers(-2, 2)))
TEHSIL = st.tuples(POINT, st.integers(0, 2), st.floats(0, 9))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.lists(TEHSIL, min_size=1, max_size=6))
def test_every_tehsil_has_one_support_and_every_support_a_cell(part, known):
    cells = row(*part)
    claims = tehsils(*[t[0] for t in known], district=[t[1] for t in known], area=[t[2] for t in known])
    found = divide_cells(cells, claims)
    assert sorted(t for s in found.supports for t in s.tehsils.tolist()) == list(range(len(known)))
    for support in found.supports:
        assert support.cells.size > 0
        assert (np.diff(support.cells) > 0).all()
    assert found.tehsil.size == found.district.size == len(part)
    told = found.tehsil >= 0
    assert (found.district[told] == claims.district[found.tehsil[told]]).all()


def test_growing_takes_one_cell_at_least():
    found = divide_cells(row(0, 0), tehsils((0, 0), (-1, 0), area=[0, 0]))
    assert supports(found)[(1,)] == [0]
