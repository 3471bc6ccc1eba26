"""Sums of a raster by place: whole pixels, each for one place."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from boundaries._errors import GridError
from boundaries.rasters import windows
from boundaries.rasters.zones import sum_raster


def make_places(*shapes, crs="EPSG:4326"):
    return gpd.GeoDataFrame({"code": list("abcdefghij"[: len(shapes)])}, geometry=list(shapes), crs=crs)


@pytest.fixture
def grid(write_raster):
    """Four columns and three rows of one degree, from 70 east and 33 north; values 1 to 12, the 12 is nodata."""
    values = np.arange(1, 13, dtype="float32").reshape(3, 4)
    return write_raster(values, corner=(70, 33), pixel=(1, -1), nodata=12.0)


@pytest.mark.parametrize(
    ("shapes", "values", "pixels"),
    [
        # columns 0-1 and 2-3: 1 + 2 + 5 + 6 + 9 + 10 and 3 + 4 + 7 + 8 + 11, one of the right one without data
        ([box(70, 30, 72, 33), box(72, 30, 74, 33)], [33, 33], [6, 5]),
        # the border runs through the centres of the second column (71.5): they are the right place's
        ([box(70, 30, 71.5, 33), box(71.5, 30, 74, 33)], [1 + 5 + 9, 66 - 15], [3, 8]),
        # ... and through the centres of the second row (31.5): they are the lower place's
        ([box(70, 31.5, 74, 33), box(70, 30, 74, 31.5)], [10, 56], [4, 7]),
        # a hole round the centre of value 6
        ([Polygon(box(70, 30, 73, 33).exterior.coords, [box(71.2, 31.2, 71.8, 31.8).exterior.coords])], [48], [8]),
        # two parts of one place
        ([MultiPolygon([box(70, 32, 71, 33), box(73, 31, 74, 32)])], [1 + 8], [2]),
        # smaller than a pixel: it has the one whose centre it holds, or none
        ([box(70.4, 32.4, 70.6, 32.6), box(70, 32, 70.2, 32.2)], [1, 0], [1, 0]),
        # beyond the raster on all sides
        ([box(0, 0, 90, 60)], [66], [11]),
        # overlap: value 6 lies in both and goes to the first; an empty shape has nothing
        ([box(71, 31, 72, 33), box(70, 31, 72, 32), Polygon()], [2 + 6, 5, 0], [2, 1, 0]),
        ([box(70, 31, 72, 32), box(71, 31, 72, 33), box(71, 30, 74, 33)], [11, 2, 66 - 13 - 1 - 9], [2, 1, 6]),
    ],
)
def test_sums_by_pencil(grid, shapes, values, pixels):
    sums = sum_raster(grid, make_places(*shapes))
    assert sums["code"].tolist() == list("abcdefghij"[: len(shapes)])
    assert sums["value"].tolist() == values
    assert sums["pixels"].tolist() == pixels


def test_what_was_read_adds_up(grid):
    # the box of the place is 71 to 73 east; with a pixel to spare on each side all 12 are read, 4 + 2 are its own
    sums = sum_raster(grid, make_places(box(71, 30, 73, 33)))
    attrs = sums.attrs
    assert attrs == {"read": 12, "kept": 6, "nodata": 1, "outside": 5, "sum": 39.0, "outside_sum": 27.0}
    assert attrs["sum"] + attrs["outside_sum"] == 66


def test_places_are_left_as_they_were(grid):
    places = make_places(box(70, 30, 72, 33)).to_crs("EPSG:3857")
    before = places.copy()
    assert sum_raster(grid, places)["value"].tolist() == [33]
    assert places.equals(before)
    assert places.crs == before.crs


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), budget=st.integers(1, 2000))
def test_a_coverage_sums_to_the_raster_and_agrees_with_points(write_raster, seed, budget):
    chance = np.random.default_rng(seed)
    values = chance.gamma(0.3, 3, (37, 41))
    path = write_raster(values, corner=(70, 33), pixel=(0.1, -0.1), tiled=True, blockxsize=16, blockysize=16)
    # triangles between random points tile the whole raster
    points = shapely.MultiPoint(
        [*chance.uniform((70, 29.3), (74.1, 33), (12, 2)), *[(69, 28), (69, 34), (75, 28), (75, 34)]]
    )
    places = make_places(*list(shapely.delaunay_triangles(points).geoms)[:10])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "BLOCK_PIXELS", budget)
        sums = sum_raster(path, places)
    lon, lat = np.meshgrid(70 + 0.1 * (np.arange(41) + 0.5), 33 - 0.1 * (np.arange(37) + 0.5))
    inside = np.stack([shapely.contains_xy(shape, lon, lat) for shape in places.geometry])
    assert sums["value"].to_numpy() == pytest.approx((inside * values).sum(axis=(1, 2)), rel=1e-9, abs=1e-12)
    assert sums["pixels"].tolist() == inside.sum(axis=(1, 2)).tolist()
    assert sums.attrs["sum"] + sums.attrs["outside_sum"] == pytest.approx(values.sum(), rel=1e-12)


def test_bundled_districts_share_out_every_pixel_of_the_country(write_raster):
    from boundaries.places import load_places

    districts, country = load_places(), load_places(level="country")
    values = np.random.default_rng(1).gamma(0.3, 3, (300, 400))
    step = 6000
    path = write_raster(values, crs="ESRI:54009", corner=(5_400_000, 4_400_000), pixel=(step, -step))
    sums, whole = sum_raster(path, districts), sum_raster(path, country)
    assert sums["value"].sum() == pytest.approx(whole["value"].sum(), rel=1e-12)
    assert sums["pixels"].sum() == whole["pixels"].sum() > 10_000


def test_agrees_with_exactextract_where_borders_follow_pixels(grid):
    exactextract = pytest.importorskip("exactextract")
    places = make_places(box(70, 31, 72, 33), box(72, 30, 74, 33))
    theirs = exactextract.exact_extract(grid, places, ["sum"], include_cols=["code"], output="pandas")
    assert sum_raster(grid, places)["value"].tolist() == theirs["sum"].tolist()


@pytest.mark.parametrize(
    ("places", "message"),
    [
        (make_places(box(0, 0, 1, 1)), "none of the 1 places lies on it"),
        (make_places(Polygon()), "none of the 1 places lies on it"),
        (make_places(box(70, 30, 71, 31), crs=None), "no coordinate reference system"),
        (gpd.GeoDataFrame(geometry=[box(70, 30, 71, 31)]), "no column code; they have no coordinate"),
        # two parts that overlap: by the even–odd rule what lies in both would be in neither
        (
            make_places(box(70, 30, 71, 31), MultiPolygon([box(70, 30, 72, 33), box(71, 30, 73, 33)])),
            "1 of them, .*row 1",
        ),
        (make_places(shapely.Point(71.5, 31.5)), "no valid polygons"),
    ],
)
def test_refusals(grid, places, message):
    with pytest.raises(GridError, match=message):
        sum_raster(grid, places)


def test_a_row_without_a_shape_has_no_pixels(grid):
    sums = sum_raster(grid, make_places(None, box(70, 30, 74, 33)))
    assert (sums["value"].tolist(), sums["pixels"].tolist()) == ([0, 66], [0, 11])


def test_a_negative_count_is_refused(write_raster):
    path = write_raster(np.array([[1, -9999]], "float32"))
    with pytest.raises(GridError, match="-9999 at row 0, column 1"):
        sum_raster(path, make_places(box(73, 31, 75, 33)))


def test_a_raster_stored_from_the_south(write_raster, grid):
    flipped = np.arange(1, 13, dtype="float32").reshape(3, 4)[::-1]
    south_up = write_raster(flipped, "south.tif", corner=(70, 30), pixel=(1, 1), nodata=12.0)
    places = make_places(box(70, 30, 72, 32), box(72, 30, 74, 32))
    assert sum_raster(south_up, places)["value"].tolist() == sum_raster(grid, places)["value"].tolist()
