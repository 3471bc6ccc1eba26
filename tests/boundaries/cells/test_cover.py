"""Places to cells: which cells by which rule, with what error, and sums that stay whole."""

from __future__ import annotations

import math
from typing import Any

import geopandas
import h3
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from boundaries._errors import GridError
from boundaries.cells.cover import RULES, cover_places, spread_over_cells
from boundaries.cells.hierarchy import cell_areas, cell_centres
from boundaries.places import load_places

LAHORE = int(h3.latlng_to_cell(31.55, 74.34, 7), 16)
NEXT_DOOR = min(int(name, 16) for name in h3.grid_ring(f"{LAHORE:x}", 1))


def outline(cell: int) -> Polygon:
    return Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(f"{cell:x}")])


def places_of(**shapes: Any) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame({"code": list(shapes)}, geometry=list(shapes.values()), crs="EPSG:4326")


def shares(cover: pd.DataFrame, code: str) -> dict[int, float]:
    mine = cover[cover["code"] == code]
    return dict(zip(mine["cell"].tolist(), mine["share"].tolist(), strict=True))


@pytest.mark.parametrize("rule", RULES)
def test_a_place_just_inside_a_cell(rule: str) -> None:
    # shrunk by a hundredth of a percent of its width, so that no neighbour is touched
    place = shapely.affinity.scale(outline(LAHORE), 0.9999, 0.9999)
    cover = cover_places(places_of(a=place), resolution=7, rule=rule)
    assert shares(cover, "a") == {LAHORE: 1.0}
    # whole cells cover 1 / 0.9999² of it, the part inside covers it exactly
    error = 0 if rule == "weighted" else 0.9999**-2 - 1
    assert cover.attrs["area_error"] == {"a": pytest.approx(error, abs=2e-6)}


def test_a_cell_and_half_its_neighbour() -> None:
    # A hexagon is the same on both sides of its centre, so a line through two opposite corners halves it. The half
    # taken begins with the two corners it has in common with the other cell.
    corners = list(outline(NEXT_DOOR).exterior.coords)[:6]
    common = [shapely.Point(corner).distance(outline(LAHORE)) < 1e-9 for corner in corners]
    first = next(i for i in range(6) if common[i - 1] and common[i])
    half = Polygon([corners[(first + k) % 6] for k in (-2, -1, 0, 1)])
    place = shapely.union(outline(LAHORE), half)
    cover = cover_places(places_of(a=place), resolution=7, rule="weighted")
    largest = sorted(shares(cover, "a").items(), key=lambda item: -item[1])
    assert {cell for cell, _ in largest[:2]} == {LAHORE, NEXT_DOOR}
    # 1 of 1.5 cells, and 0.5 of 1.5; what rounding leaves in others is nothing
    assert [share for _, share in largest[:2]] == [pytest.approx(2 / 3, abs=1e-3), pytest.approx(1 / 3, abs=1e-3)]
    assert sum(share for _, share in largest[2:]) < 1e-6


@pytest.mark.parametrize("rule", RULES)
def test_cells_by_each_rule(rule: str) -> None:
    place = box(74.2, 31.4, 74.4, 31.6)
    around = [int(name, 16) for name in h3.grid_disk(f"{LAHORE:x}", 20)]
    if rule == "centre":
        expected = {cell for cell in around if place.contains(shapely.Point(*cell_centres(np.array([cell]))[0]))}
    else:
        expected = {cell for cell in around if outline(cell).intersects(place)}
    cover = cover_places(places_of(a=place), resolution=7, rule=rule)
    assert cover["cell"].is_monotonic_increasing
    assert set(cover["cell"]) == expected


def test_the_error_in_area_is_that_of_the_covered_cells() -> None:
    # A square degree north of 30°: R² · π/180 · (sin 31° − sin 30°) = 10,653 km² on H3's sphere.
    true = 6371.007**2 * math.radians(1) * (math.sin(math.radians(31)) - 0.5)
    assert true == pytest.approx(10_653, abs=1)
    for rule in ("centre", "overlap"):
        cover = cover_places(places_of(a=box(70, 30, 71, 31)), resolution=5, rule=rule)
        areas = cell_areas(cover["cell"].to_numpy())
        assert cover.attrs["area_error"]["a"] == pytest.approx(areas.sum() / true - 1, abs=1e-6)
        np.testing.assert_allclose(cover["share"], areas / areas.sum())
    cover = cover_places(places_of(a=box(70, 30, 71, 31)), resolution=5, rule="weighted")
    assert abs(cover.attrs["area_error"]["a"]) < 1e-6


def test_a_centre_on_the_line_belongs_to_the_first_place() -> None:
    x, y = cell_centres(np.array([LAHORE], np.uint64))[0]
    west, east = box(x - 0.1, y - 0.1, x, y + 0.1), box(x, y - 0.1, x + 0.1, y + 0.1)
    for first, places in (("west", places_of(west=west, east=east)), ("east", places_of(east=east, west=west))):
        cover = cover_places(places, resolution=7)
        assert cover.loc[cover["cell"] == LAHORE, "code"].tolist() == [first]
        assert cover["cell"].is_unique


def test_places_may_overlap() -> None:
    near, far = outline(LAHORE).buffer(0.1), outline(LAHORE).buffer(0.2)
    cover = cover_places(places_of(near=near, far=far), resolution=7)
    assert shares(cover, "near").keys() < shares(cover, "far").keys()


def test_a_tiny_place_gets_the_cell_that_holds_it() -> None:
    corner = shapely.Point(outline(LAHORE).exterior.coords[0])
    speck = shapely.intersection(corner.buffer(1e-4), outline(LAHORE).buffer(-1e-5))
    cover = cover_places(places_of(a=speck), resolution=7, rule="centre")
    assert shares(cover, "a") == {LAHORE: 1.0}
    # one cell for much less than a cell: the error says so
    assert cover.attrs["area_error"]["a"] > 1000
    # far smaller than a cell, and across three of them
    assert len(cover_places(places_of(a=corner.buffer(1e-4)), resolution=7, rule="overlap")) == 3


def test_holes_and_parts() -> None:
    island = box(70, 30, 70.5, 30.5)
    frame = box(74, 31, 75, 32).difference(box(74.2, 31.2, 74.8, 31.8))
    cover = cover_places(places_of(a=shapely.union(island, frame)), resolution=6)
    lon, lat = cell_centres(cover["cell"].to_numpy()).T
    assert not ((lon > 74.2) & (lon < 74.8) & (lat > 31.2) & (lat < 31.8)).any()
    assert (lon < 70.5).any()


def test_places_in_another_crs() -> None:
    # sides along meridians and parallels stay where they are in Mercator's projection
    places = places_of(a=box(74.2, 31.4, 74.4, 31.6), b=box(74.4, 31.4, 74.6, 31.6))
    ours, theirs = cover_places(places, resolution=7), cover_places(places.to_crs("EPSG:3857"), resolution=7)
    pd.testing.assert_frame_equal(ours, theirs)


@pytest.mark.parametrize("rule", RULES)
def test_no_places_give_no_rows(rule: str) -> None:
    cover = cover_places(places_of().set_crs("EPSG:4326"), resolution=7, rule=rule)
    assert (list(cover.columns), len(cover), cover.attrs) == (["cell", "code", "share"], 0, {"area_error": {}})
    assert len(spread_over_cells({}, cover)) == 0


def test_faults_are_listed() -> None:
    bowtie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    places = places_of(bow=bowtie, none=None, line=shapely.LineString([(0, 0), (1, 1)]), empty=Polygon())
    twice = pd.concat([places, places_of(x=box(0, 0, 1, 1)), places_of(x=box(0, 0, 1, 1))])
    with pytest.raises(GridError) as raised:
        cover_places(twice.set_crs(None, allow_override=True), resolution=99, rule="nearest")
    said = str(raised.value)
    for words in (
        "resolution 99",
        "no rule 'nearest'; the rules are centre, overlap, weighted",
        "no CRS",
        "code x comes twice",
        "geometry of bow, none, line, empty is not a valid polygon",
    ):
        assert words in said
    with pytest.raises(GridError, match="no column code"):
        cover_places(places_of(a=box(0, 0, 1, 1)).rename(columns={"code": "name"}), resolution=5)


def test_parts_agree_with_an_overlay_on_the_ellipsoid() -> None:
    # EPSG:6933 is equal-area on the ellipsoid: another sphere, another library's overlay, the same shares
    place = load_places().set_index("code").loc[["lahore"]].reset_index()[["code", "geometry"]]
    cover = cover_places(place, resolution=6, rule="weighted").set_index("cell")["share"]
    cells = geopandas.GeoDataFrame({"cell": cover.index}, geometry=[outline(c) for c in cover.index], crs=4326)
    parts = geopandas.overlay(cells, place).to_crs("EPSG:6933").set_index("cell").area
    np.testing.assert_allclose(cover, (parts / parts.sum()).reindex(cover.index), rtol=2e-3, atol=1e-5)


def test_sums_are_carried_to_cells() -> None:
    cover = pd.DataFrame(
        {"cell": np.array([1, 2, 2, 3], np.uint64), "code": list("aabb"), "share": [0.25, 0.75, 0.5, 0.5]}
    )
    # cell 2 gets 0.75 × 100 + 0.5 × 10
    expected = pd.DataFrame({"cell": np.array([1, 2, 3], np.uint64), "value": [25.0, 80.0, 5.0]})
    pd.testing.assert_frame_equal(spread_over_cells({"a": 100, "b": 10}, cover), expected)
    pd.testing.assert_frame_equal(spread_over_cells(pd.Series({"b": 10, "a": 100}), cover), expected)
    # a place without a value is left out
    assert spread_over_cells({"b": -10}, cover)["value"].tolist() == [-5.0, -5.0]


def test_nobody_is_lost_without_a_word() -> None:
    cover = cover_places(places_of(a=outline(LAHORE)), resolution=7)
    with pytest.raises(GridError, match="no cell for b, c; there is no number for a$"):
        spread_over_cells({"a": math.nan, "c": 1, "b": 2}, cover)


def cut_into_triangles(points: list[tuple[int, int]]) -> geopandas.GeoDataFrame:
    """Any point set near Lahore cut into triangles: a coverage by construction, of a degree each way."""
    cloud = np.array([[0, 0], [100, 0], [0, 100], [100, 100], *points]) / 100 + [74, 31]
    shapes = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(cloud)))
    return places_of(**{f"t{number}": shape for number, shape in enumerate(shapes)})


clouds = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), max_size=12, unique=True)


@settings(max_examples=25, deadline=None)
@given(clouds, st.sampled_from(RULES), st.integers(4, 6))
def test_whatever_the_places_shares_and_sums_stay_whole(
    points: list[tuple[int, int]], rule: str, resolution: int
) -> None:
    places = cut_into_triangles(points)
    cover = cover_places(places, resolution=resolution, rule=rule)
    assert cover["code"].unique().tolist() == places["code"].tolist()
    np.testing.assert_allclose(cover.groupby("code")["share"].sum(), 1, rtol=1e-12)
    people = {code: 1000.0 * (number + 1) for number, code in enumerate(places["code"])}
    assert spread_over_cells(people, cover)["value"].sum() == pytest.approx(sum(people.values()), rel=1e-12)
    if rule == "weighted":
        # Slivers a kilometre wide and a thousand long lose most.
        assert max(map(abs, cover.attrs["area_error"].values())) < 1e-4


@settings(max_examples=15, deadline=None)
@given(clouds)
def test_neighbours_share_no_centre_and_leave_none_out(points: list[tuple[int, int]]) -> None:
    places = cut_into_triangles(points)
    whole = cover_places(places_of(all=shapely.union_all(places.geometry)), resolution=6)
    cover = cover_places(places, resolution=6)
    # a triangle too thin to hold a centre borrows a cell; leave those out
    centres = shapely.points(cell_centres(cover["cell"].to_numpy()))
    inside = shapely.intersects(places.set_index("code").geometry.loc[cover["code"]].to_numpy(), centres)
    assert sorted(cover["cell"][inside]) == whole["cell"].tolist()


def test_parts_of_all_districts_fill_the_cells_between_them() -> None:
    # Each district's km² carried to cells: a cell wholly inside the country gets its own area back.
    # Measured on the ellipsoid (EPSG:6933), where a degree in the north is longer than on H3's sphere: 1 in 1,000.
    places = load_places()
    cover = cover_places(places, resolution=4, rule="weighted")
    km2 = dict(zip(places["code"], places.to_crs("EPSG:6933").area / 1e6, strict=True))
    sums = spread_over_cells(km2, cover)
    cells = geopandas.GeoSeries([outline(cell) for cell in sums["cell"]], crs="EPSG:4326")
    inside = cells.within(places.union_all()).to_numpy()
    assert inside.sum() > 300
    np.testing.assert_allclose(sums["value"][inside], cells.to_crs("EPSG:6933").area[inside] / 1e6, rtol=1e-3)
    assert sums["value"].sum() == pytest.approx(sum(km2.values()), rel=1e-12)
