"""Rasters on H3 cells: each pixel goes where its centre is, and no person is lost."""

from __future__ import annotations

from collections import Counter

import h3
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from boundaries._errors import GridError
from boundaries.rasters import bin_raster as module
from boundaries.rasters import windows
from boundaries.rasters.bin_raster import bin_raster

LAHORE = (74.3, 31.6)


def place_corner(crs):
    """Lahore in a CRS."""
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(*LAHORE)


def add_up_one_by_one(values, crs, corner, step, resolution, parts=1):
    """Do the same work pixel by pixel (part by part) with the reference library."""
    to_degrees = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    sums = Counter()
    for row, column in np.ndindex(values.shape):
        for down in range(parts):
            for across in range(parts):
                x = corner[0] + step * (column + (across + 0.5) / parts)
                y = corner[1] - step * (row + (down + 0.5) / parts)
                lon, lat = to_degrees.transform(x, y)
                sums[int(h3.latlng_to_cell(lat, lon, resolution), 16)] += values[row, column] / parts**2
    return sums


@pytest.mark.parametrize(
    ("crs", "step", "resolution", "parts"),
    [
        # a pixel of 0.001 degrees is 111 m high; a cell of resolution 8 is some 960 m wide, of resolution 10 137 m:
        # 3 x 111 / 137 = 2.4, so 3 x 3 parts
        ("EPSG:4326", 0.001, 8, 1),
        ("EPSG:4326", 0.001, 10, 3),
        ("ESRI:54009", 100, 8, 1),
        # kilometre pixels of Mollweide are 1,060 m from corner to corner on the slant: 4 parts a side
        ("ESRI:54009", 1000, 8, 4),
        ("EPSG:32643", 250, 7, 1),
        ("EPSG:3857", 500, 7, 1),
    ],
)
def test_agrees_with_the_pixel_by_pixel_way(write_raster, crs, step, resolution, parts):
    values = np.random.default_rng(3).gamma(0.3, 3, (23, 31))
    corner = place_corner(crs)
    path = write_raster(values, crs=crs, corner=corner, pixel=(step, -step))
    sums = bin_raster(path, resolution=resolution)
    assert sums.attrs["parts"] == parts
    expected = add_up_one_by_one(values, crs, corner, step, resolution, parts)
    assert sums["cell"].dtype == np.uint64
    assert sums["cell"].tolist() == sorted(expected)
    assert sums["value"].to_numpy() == pytest.approx([expected[cell] for cell in sorted(expected)], rel=1e-12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    crs=st.sampled_from(["EPSG:4326", "ESRI:54009", "EPSG:32642"]),
    resolution=st.integers(5, 9),
    scale=st.sampled_from([1.0, 0.1, 1e-6]),
)
def test_people_are_conserved(write_raster, seed, crs, resolution, scale):
    chance = np.random.default_rng(seed)
    values = (chance.lognormal(0, 4, (20, 17)) * (chance.random((20, 17)) < 0.7)).astype("float32")
    values[chance.random(values.shape) < 0.2] = -200
    step = 0.004 if crs == "EPSG:4326" else 400
    path = write_raster(values, crs=crs, corner=place_corner(crs), pixel=(step, -step), nodata=-200.0, scale=scale)
    sums = bin_raster(path, resolution=resolution)
    people = values[values >= 0].astype("float64").sum() * scale
    assert sums["value"].sum() == pytest.approx(people, rel=1e-9)
    assert sums.attrs["sum"] == pytest.approx(people, rel=1e-9)
    assert sums.attrs["read"] == values.size == sums.attrs["kept"] + sums.attrs["nodata"]


def test_what_was_read_adds_up(write_raster):
    # six pixels: one nodata, one NaN, four kept with 1 + 2 + 0 + 4 = 7 people
    path = write_raster(np.array([[1, 2, np.nan], [0, 4, -9]], "float32"), nodata=-9.0)
    sums = bin_raster(path, resolution=4)
    assert sums["value"].tolist() == [7.0]
    assert sums.attrs == {
        "read": 6,
        "kept": 4,
        "nodata": 2,
        "unplaced": 0,
        "sum": 7.0,
        "unplaced_sum": 0.0,
        "parts": 1,
    }


def test_cells_of_empty_land_are_there_with_nobody(write_raster):
    sums = bin_raster(write_raster(np.zeros((40, 40), "float32")), resolution=8)
    assert len(sums) > 10
    assert (sums["value"] == 0).all()


def test_blocks_do_not_change_the_answer(write_raster, monkeypatch):
    values = np.random.default_rng(8).integers(0, 50, (64, 70)).astype("float32")
    path = write_raster(values, tiled=True, blockxsize=16, blockysize=16)
    whole = {how: bin_raster(path, resolution=8, how=how) for how in ("sum", "mean", "majority")}
    monkeypatch.setattr(windows, "BLOCK_PIXELS", 300)
    monkeypatch.setattr(module, "BLOCK_PIXELS", 50)
    seen = []
    for how, frame in whole.items():
        pieces = bin_raster(path, resolution=8, how=how, progress=lambda done, total: seen.append((done, total)))
        assert pieces["cell"].tolist() == frame["cell"].tolist()
        assert pieces["value"].to_numpy() == pytest.approx(frame["value"].to_numpy(), rel=1e-12)
    # 4 rows of 5 tiles, three times
    assert len(seen) == 3 * 20
    assert seen[-1] == (64 * 70, 64 * 70)


def test_mean_counts_every_valid_pixel_alike(write_raster):
    # one cell holds 3, 5 and 10: mean 6; the nodata pixel is not a zero; a mean may be negative
    path = write_raster(np.array([[3, 5], [10, -9999]], "int16"), nodata=-9999)
    assert bin_raster(path, resolution=4, how="mean")["value"].tolist() == [6.0]
    cold = write_raster(np.array([[-3, -5]], "int16"), "cold.tif")
    assert bin_raster(cold, resolution=4, how="mean")["value"].tolist() == [-4.0]


def test_a_constant_stays_constant_in_parts(write_raster):
    path = write_raster(np.full((3, 3), 0.7), pixel=(0.01, -0.01))
    sums = bin_raster(path, resolution=9, how="mean")
    assert sums.attrs["parts"] > 3
    assert sums["value"].to_numpy() == pytest.approx(0.7, rel=1e-12)


@pytest.mark.parametrize(
    ("values", "winner"),
    [
        ([[1, 1, 2]], 1),
        # equals: the smallest
        ([[7, 2, 7, 2]], 2),
        ([[0, 0, 5, 5, 5]], 5),
    ],
)
def test_majority_takes_the_most_frequent_class(write_raster, values, winner):
    path = write_raster(np.array(values, "uint8"))
    assert bin_raster(path, resolution=4, how="majority")["value"].tolist() == [winner]


def test_a_pixel_belongs_to_the_box_its_centre_lies_in(write_raster):
    # four pixels of 0.25 degrees from 74 east, centres at 74.125, 74.375, 74.625, 74.875; all at 31.875 north
    path = write_raster(np.array([[1, 2, 4, 8]], "float32"), pixel=(0.25, -0.25))

    def take(west, east):
        return bin_raster(path, resolution=4, bounds=(west, 31, east, 32)).attrs

    assert take(74.1, 74.4)["sum"] == 1 + 2
    assert take(74.2, 74.7)["sum"] == 2 + 4
    # a centre on the border: the western border is inside, the eastern is not, so two halves make a whole
    assert take(74, 74.375)["sum"] == 1
    assert take(74.375, 75)["sum"] == 2 + 4 + 8
    assert take(74, 74.375)["read"] == 1


def test_boxes_side_by_side_add_up_in_a_curved_projection(write_raster):
    values = np.random.default_rng(2).random((40, 40))
    path = write_raster(values, crs="ESRI:54009", corner=place_corner("ESRI:54009"), pixel=(1000, -1000))
    boxes = [(70, 20, 74.5, 40), (74.5, 20, 80, 31.4), (74.5, 31.4, 80, 40)]
    sums = [bin_raster(path, resolution=6, bounds=box) for box in boxes]
    assert sum(frame.attrs["read"] for frame in sums) == values.size
    assert sum(frame["value"].sum() for frame in sums) == pytest.approx(values.sum(), rel=1e-12)


def test_people_off_the_edge_of_the_earth_are_told(write_raster):
    # two pixels in a row of a world Mollweide grid, centres at 12,000 and 6,000 km west and 7,500 km north, where the
    # ellipse reaches to 10,000 km: the left one is nowhere on earth
    step = 1_000_000
    path = write_raster(
        np.array([[5, 3]], "float32"), crs="ESRI:54009", corner=(-15_000_000, 8_000_000), pixel=(step * 6, -step)
    )
    with pytest.raises(GridError, match="too coarse"):
        bin_raster(path, resolution=8)
    attrs = bin_raster(path, resolution=0).attrs
    assert (attrs["kept"], attrs["unplaced"], attrs["sum"], attrs["unplaced_sum"]) == (1, 1, 3.0, 5.0)


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        ([[1, 2], [3, -200]], {}, r"band 1 has -200 at row 1, column 1; counts cannot be negative"),
        ([[1, 0.5]], {"how": "majority"}, r"has 0\.5 at row 0, column 1; a majority is taken of classes"),
        ([[np.nan]], {}, "holds nothing; all 1 pixels are without data"),
        ([[1]], {"bounds": (10, 10, 11, 11)}, "holds nothing within .* no pixel has its centre there"),
        ([[1]], {"bounds": (11, 10, 10, 11)}, "each below its opposite"),
        ([[1]], {"resolution": 16}, "resolution 16 is none of H3"),
        ([[1]], {"how": "max"}, "not 'max'"),
        ([[1]], {"band": 2}, "there is no band 2"),
        ([[1]], {"resolution": 15}, "too coarse for H3 cells of resolution 15"),
    ],
)
def test_refusals(write_raster, values, options, message):
    path = write_raster(np.array(values, "float32"))
    with pytest.raises(GridError, match=message):
        bin_raster(path, **{"resolution": 8} | options)


def test_a_raster_in_a_zip(write_raster, tmp_path):
    import zipfile

    path = write_raster(np.array([[1.5, 2.5]]))
    with zipfile.ZipFile(tmp_path / "tile.zip", "w") as archive:
        archive.write(path, "people.tif")
    assert bin_raster(f"/vsizip/{tmp_path}/tile.zip/people.tif", resolution=5)["value"].sum() == 4.0


def test_a_raster_stored_from_the_south(write_raster):
    values = np.random.default_rng(5).random((30, 30))
    north = bin_raster(write_raster(values), resolution=8, bounds=(74, 31.98, 74.02, 32))
    flipped = write_raster(values[::-1], "south.tif", corner=(74, 31.97), pixel=(0.001, 0.001))
    south = bin_raster(flipped, resolution=8, bounds=(74, 31.98, 74.02, 32))
    assert north["cell"].tolist() == south["cell"].tolist()
    assert south["value"].to_numpy() == pytest.approx(north["value"].to_numpy(), rel=1e-12)
