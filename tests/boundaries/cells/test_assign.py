"""Points to places: the border rule, and the same answer as a spatial join whatever the places look like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from boundaries import GeometryError, load_places
from boundaries.cells import assign
from boundaries.cells.assign import PlaceIndex, assign_points

LEFT, RIGHT = box(0, 0, 1, 1), box(1, 0, 2, 1)
FRAME = Polygon(box(0, 0, 3, 3).exterior.coords, [box(1, 1, 2, 2).exterior.coords])
ISLANDS = MultiPolygon([box(0, 0, 1, 1), box(5, 0, 6, 1)])


def frame(*shapes: object, crs: str | None = "EPSG:4326") -> geopandas.GeoDataFrame:
    """Give shapes the codes a, b, c and so on."""
    codes = [chr(ord("a") + position) for position in range(len(shapes))]
    return geopandas.GeoDataFrame({"code": codes}, geometry=list(shapes), crs=crs)


def join(lon: np.ndarray, lat: np.ndarray, places: geopandas.GeoDataFrame) -> list[str]:
    """Do it the usual way: a spatial join, and of several matches the one that comes first in the places."""
    rows = places.reset_index(drop=True)[["geometry"]].rename_axis("row").reset_index()
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat, crs="EPSG:4326"))
    pairs = geopandas.sjoin(points, rows, predicate="intersects")
    first = pairs.groupby(level=0)["row"].min()
    found = np.full(len(points), "", dtype=object)
    found[first.index.to_numpy()] = places["code"].to_numpy(dtype=object)[first.to_numpy()]
    return found.tolist()


def scatter(places: geopandas.GeoDataFrame, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Lay points over the places and a little beyond; a third on vertices, on middles of edges, or along edges."""
    chance = np.random.default_rng(1947)
    west, south, east, north = places.total_bounds
    anywhere = np.column_stack([chance.uniform(west - 1, east + 1, count), chance.uniform(south - 1, north + 1, count)])
    corners = shapely.get_coordinates(places.geometry.to_numpy())
    start = chance.integers(0, len(corners) - 1, count // 3)
    along = np.repeat([0.0, 0.5, chance.uniform()], -(-start.size // 3))[: start.size, None]
    anywhere[: start.size] = corners[start] + (corners[start + 1] - corners[start]) * along
    return anywhere[:, 0], anywhere[:, 1]


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ((0.5, 0.5), "a"),
        ((1.5, 0.5), "b"),
        # the shared edge, and both its ends, go to the first
        ((1.0, 0.5), "a"),
        ((1.0, 0.0), "a"),
        ((1.0, 1.0), "a"),
        # an outer edge and an outer corner belong to the place
        ((0.0, 0.5), "a"),
        ((2.0, 1.0), "b"),
        # the next number beyond the edge is outside, or in the neighbour
        ((np.nextafter(0.0, -1.0), 0.5), ""),
        ((np.nextafter(2.0, 3.0), 0.5), ""),
        ((np.nextafter(1.0, 2.0), 0.5), "b"),
        ((0.5, np.nextafter(1.0, 2.0)), ""),
        # nowhere
        ((np.nan, 0.5), ""),
        ((0.5, np.nan), ""),
        ((np.inf, 0.5), ""),
        ((0.5, -np.inf), ""),
        ((1e308, -1e308), ""),
        ((-180.0, 90.0), ""),
    ],
)
def test_two_squares(point, code):
    assert assign_points([point[0]], [point[1]], frame(LEFT, RIGHT)).tolist() == [code]


def test_the_place_that_comes_first_takes_the_border():
    places = frame(LEFT, RIGHT)
    assert assign_points([1.0], [0.5], places).tolist() == ["a"]
    assert assign_points([1.0], [0.5], places[::-1]).tolist() == ["b"]


def test_the_place_that_comes_first_takes_the_overlap():
    small, large = box(1, 1, 2, 2), box(0, 0, 3, 3)
    lon = lat = [0.5, 1.5, 2.5]
    assert assign_points(lon, lat, frame(small, large)).tolist() == ["b", "a", "b"]
    assert assign_points(lon, lat, frame(large, small)).tolist() == ["a", "a", "a"]


def test_a_hole_is_outside_and_its_rim_is_not():
    # across the middle of the frame: frame, rim, hole, rim, frame
    assert assign_points([0.5, 1.0, 1.5, 2.0, 2.5], [1.5] * 5, frame(FRAME)).tolist() == ["a", "a", "", "a", "a"]


def test_a_hole_that_leaves_its_shell_is_still_a_hole():
    # A square of 2 with a hole from 1 to 3: an L remains, and the part of the hole outside is outside.
    broken = Polygon(box(0, 0, 2, 2).exterior.coords, [box(1, 1, 3, 3).exterior.coords])
    lon = lat = np.array([0.5, 1.5, 2.5])
    assert assign_points(lon, lat, frame(broken)).tolist() == join(lon, lat, frame(broken)) == ["a", "", ""]


def test_a_place_without_area_holds_its_line_only():
    # There and back from (1, 0) to (1, 2), then to (3, 0) and back: GEOS takes it for a rectangle when prepared.
    line = Polygon([(1, 0), (1, 2), (1, 0), (3, 0)])
    lon, lat = np.array([1.0, 2.0, 2.0, 0.5]), np.array([1.5, 0.0, 1.0, 1.0])
    assert assign_points(lon, lat, frame(line)).tolist() == join(lon, lat, frame(line)) == ["a", "a", "", ""]


def test_islands_of_one_place():
    assert assign_points([0.5, 3.0, 5.5], [0.5] * 3, frame(ISLANDS)).tolist() == ["a", "", "a"]


def test_a_tile_of_a_box_is_still_found():
    # A place of 1 m beside one of 10 degrees: far smaller than a box of the grid.
    tiny = box(5, 5, 5.00001, 5.00001)
    found = assign_points([5.000005, 5.00002], [5.000005, 5.000005], frame(tiny, box(0, 0, 10, 10)))
    assert found.tolist() == ["a", "b"]


def test_a_place_hardly_larger_than_rounding():
    # At 73° two neighbouring numbers differ by 1.4e-14: this place is three of them wide.
    edges = 73 + np.array([-1, 0, 1, 2, 3, 4]) * np.spacing(73.0)
    place = box(edges[1], edges[1], edges[4], edges[4])
    assert assign_points(edges, np.full(6, edges[2]), frame(place)).tolist() == ["", "a", "a", "a", "a", ""]


def test_rows_without_a_shape_get_nothing():
    places = frame(None, Polygon(), LEFT)
    assert assign_points([0.5, 1.5], [0.5, 0.5], places).tolist() == ["c", ""]
    assert assign_points([0.5], [0.5], frame(None)).tolist() == [""]


def test_no_points_and_no_places():
    nothing = assign_points([], [], frame(LEFT))
    assert (nothing.shape, nothing.dtype) == ((0,), object)
    assert assign_points([0.5], [0.5], frame()).tolist() == [""]


@pytest.mark.parametrize(
    "form",
    [list, np.array, pd.Series, lambda x: pd.Series(x, index=[7, 7, 7]), lambda x: pd.array(x, dtype="Float64")],
    ids=["list", "array", "Series", "Series with any index", "nullable"],
)
def test_points_come_in_any_form(form):
    found = assign_points(form([0.5, 1.5, None]), form([0.5, 0.5, 0.5]), frame(LEFT, RIGHT))
    assert found.tolist() == ["a", "b", ""]


def test_codes_are_text():
    places = frame(LEFT, RIGHT).assign(code=[101, 102])
    assert assign_points([0.5, 1.5, 9], [0.5, 0.5, 9], places).tolist() == ["101", "102", ""]


def test_an_index_is_used_again():
    index = PlaceIndex(frame(LEFT, RIGHT))
    assert index.codes == ("a", "b")
    assert index.locate([0.5, 1.5, 9.0], [0.5] * 3).tolist() == [0, 1, -1]
    assert index.assign([1.5], [0.5]).tolist() == ["b"]
    assert index.assign([0.5], [0.5]).tolist() == ["a"]


def test_the_callers_places_stay_as_they_were():
    places = frame(LEFT, ISLANDS)
    before = places.copy(deep=True)
    assign_points([0.5], [0.5], places)
    assert not shapely.is_prepared(places.geometry.to_numpy()).any()
    assert places.equals(before)


def test_the_size_of_the_chunks_changes_nothing(monkeypatch):
    places = frame(FRAME, ISLANDS)
    lon, lat = scatter(places, 1000)
    expected = assign_points(lon, lat, places).tolist()
    for chunk, small in ((1, 1), (7, 3), (300, 1000)):
        monkeypatch.setattr(assign, "CHUNK", chunk)
        monkeypatch.setattr(assign, "SMALL_CHUNK", small)
        assert assign_points(lon, lat, places).tolist() == expected


RING = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=7).map(np.array)
SHAPE = st.lists(st.tuples(RING, st.lists(RING, max_size=1)), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    shapes=st.lists(SHAPE, min_size=1, max_size=4),
    corner=st.sampled_from([(0.0, 0.0), (73.05, 33.7), (-179.9, -89.9)]),
    size=st.sampled_from([1.0, 0.1, 1e-5]),
)
def test_whatever_the_shapes_it_is_the_join(shapes, corner, size):
    # Rings on whole numbers, points on halves: many points lie on edges, rings cross themselves and each other, and
    # holes leave their shells.
    places = frame(
        *(
            MultiPolygon(
                [Polygon(shell * size + corner, [hole * size + corner for hole in holes]) for shell, holes in shape]
            )
            for shape in shapes
        )
    )
    halves = np.arange(-1, 14) / 2 * size
    lon, lat = (axis.ravel() for axis in np.meshgrid(halves + corner[0], halves + corner[1]))
    assert assign_points(lon, lat, places).tolist() == join(lon, lat, places)


@pytest.mark.parametrize("points", [1, 200_000, 10_000_000])
def test_districts_as_in_the_join(points):
    places = load_places()
    lon, lat = scatter(places, 200_000 if points == 200_000 else 20_000)
    found = PlaceIndex(places, points=points).assign(lon, lat)
    assert set(found) == {*places["code"], ""}
    assert found.tolist() == join(lon, lat, places)


def test_points_on_the_lines_between_boxes_as_in_the_join():
    places = load_places()
    index = PlaceIndex(places, points=1)
    numbers = np.arange(64)
    lines = [numbers[:, None] + np.array([-1.5, -1.0]) for _ in range(2)]  # edges and middles of the 64 boxes
    x, y = (line.ravel() / index._scale[axis] + index._corner[axis] for axis, line in enumerate(lines))
    lon, lat = (axis.ravel() for axis in np.meshgrid(x, y))
    assert index.assign(lon, lat).tolist() == join(lon, lat, places)


def test_real_districts_as_in_the_join(shared: Callable[[str], Path]) -> None:
    places = geopandas.read_file(shared("boundaries/codab_pak_adm2_simplified.geojson"))
    places = places.rename(columns={next(name for name in places if "code" in name.lower()): "code"})
    lon, lat = scatter(places, 100_000)
    assert assign_points(lon, lat, places).tolist() == join(lon, lat, places)


@pytest.mark.parametrize(
    ("places", "words"),
    [
        (pd.DataFrame({"code": ["a"]}), "a column code and polygons"),
        (frame(LEFT).drop(columns="code"), "a column code and polygons"),
        (frame(LEFT, crs="EPSG:32642"), "they are in WGS 84 / UTM zone 42N"),
        # a geographic CRS of another datum is some hundred metres off in Pakistan
        (frame(LEFT, crs="EPSG:4145"), "they are in Kalianpur 1962"),
        (frame(LEFT, RIGHT).assign(code=["a", None]), "no code in row 1"),
        (frame(LEFT, RIGHT).assign(code=["", "b"]), "no code in row 0"),
        (frame(LEFT, Point(0, 0)), "not a polygon in row 1"),
        (frame(*[Point(0, 0)] * 7), "not a polygon in row 0, 1, 2, 3, 4 and 2 more"),
        (frame(Polygon([(0, 0), (1, 0), (np.inf, 1)])), "corners without a position .* in row 0"),
        (frame(Point(0, 0)).assign(code=[None]), "no code in row 0; not a polygon in row 0"),
    ],
)
def test_places_that_are_refused(places, words):
    with pytest.raises(GeometryError, match=words):
        assign_points([0.5], [0.5], places)


@pytest.mark.parametrize("crs", [None, "EPSG:4326", "OGC:CRS84"])
def test_places_in_longitude_and_latitude(crs):
    assert assign_points([0.5], [0.25], frame(LEFT, crs=crs)).tolist() == ["a"]


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [
        ([0.5], [0.5, 0.5], r"longitude has shape \(1,\) and latitude \(2,\)"),
        ([[0.5]], [[0.5]], "two lists of one length"),
        (0.5, 0.5, "two lists of one length"),
        (["east"], [0.5], "must be numbers"),
    ],
)
def test_points_that_are_refused(lon, lat, words):
    with pytest.raises(GeometryError, match=words):
        assign_points(lon, lat, frame(LEFT))
