"""Opening a raster, reading it in blocks, and finding its pixels on the earth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries._errors import GridError
from boundaries.rasters import windows
from boundaries.rasters.windows import Window, open_band


def read_all(path, band=1):
    """Put the blocks of a whole raster together."""
    with open_band(path, band) as raster:
        values, valid = np.full(raster.data.shape, np.nan), np.zeros(raster.data.shape, bool)
        for block in raster.read_blocks(raster.whole):
            row, column, rows, columns = block.window
            values[row : row + rows, column : column + columns] = block.values
            valid[row : row + rows, column : column + columns] = block.valid
    return values, valid


def test_what_the_file_leaves_out_is_not_valid(write_raster):
    # -1 is the nodata value, NaN is no number; the mask takes the last pixel
    path = write_raster(np.array([[1.5, -1, np.nan], [2, 0, 7]], "float32"), nodata=-1.0)
    values, valid = read_all(path)
    assert valid.tolist() == [[True, False, False], [True, True, True]]
    assert values.tolist() == [[1.5, 0, 0], [2, 0, 7]]
    masked = write_raster(np.array([[1, 2], [3, 4]], "uint8"), "masked.tif", mask=[[255, 255], [255, 0]])
    assert read_all(masked)[1].tolist() == [[True, True], [True, False]]


def test_infinity_is_nodata_only_where_the_file_says_so(write_raster):
    pixels = np.array([[1, 2], [3, -np.inf]], "float32")
    assert read_all(write_raster(pixels, nodata=-np.inf))[1].tolist() == [[True, True], [True, False]]
    with pytest.raises(GridError, match=r"band 1 is infinite at row 1, column 1 \(is it a nodata value"):
        read_all(write_raster(pixels, "undeclared.tif"))


def test_scale_and_offset_are_applied(write_raster):
    # stored 10 with scale 0.5 and offset 2 means 10 x 0.5 + 2 = 7; 255 is nodata as stored
    values, valid = read_all(write_raster(np.array([[10, 255]], "uint8"), scale=0.5, offset=2.0, nodata=255))
    assert values[valid].tolist() == [7.0]


def test_a_further_band(write_raster):
    assert read_all(write_raster(np.arange(8, dtype="int16").reshape(2, 2, 2)), 2)[0].tolist() == [[4, 5], [6, 7]]


@settings(max_examples=60, deadline=None)
@given(
    origin=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    size=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    tile=st.tuples(st.integers(1, 64), st.integers(1, 64)),
    budget=st.integers(1, 3000),
)
def test_blocks_are_small_and_cover_a_window_once(origin, size, tile, budget):
    window = Window(*origin, *size)
    seen = np.zeros((100, 100), int)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "BLOCK_PIXELS", budget)
        for row, column, rows, columns in windows._cut_window(window, *tile):
            seen[row : row + rows, column : column + columns] += 1
            # a block may be larger than the budget only where the file's own tile is
            assert rows * columns <= max(budget, min(tile[0] * tile[1], windows.HUGE_TILES * budget), tile[1])
    row, column, rows, columns = window
    assert seen.sum() == window.pixels
    assert (seen[row : row + rows, column : column + columns] == 1).all()


def test_progress_ends_with_all_pixels(write_raster, monkeypatch):
    monkeypatch.setattr(windows, "BLOCK_PIXELS", 6)
    seen = []
    with open_band(write_raster(np.ones((4, 3), "float32"), blockysize=1)) as raster:
        for _ in raster.read_blocks(raster.whole, lambda done, total: seen.append((done, total))):
            pass
    assert seen == [(6, 12), (12, 12)]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32642", "ESRI:54009"])
def test_the_window_of_a_box_holds_all_its_pixels(write_raster, crs):
    from pyproj import Transformer

    # about 45 x 50 km around Lahore in pixels of about a kilometre
    corner = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(74.0, 31.8)
    step = 0.01 if crs == "EPSG:4326" else 1000
    path = write_raster(np.ones((50, 45), "float32"), crs=crs, corner=corner, pixel=(step, -step))
    west, south, east, north = box = (74.15, 31.47, 74.29, 31.62)
    with open_band(path) as raster:
        rows, columns = np.mgrid[:50, :45] + 0.5
        lon, lat = raster.locate(rows, columns)
        inside = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        row, column, height, width = raster.find_window(box)
        assert inside[row : row + height, column : column + width].sum() == inside.sum() > 100
        assert height * width < 1200
        assert raster.find_window((10, 10, 11, 11)).pixels == 0


def test_places_on_earth(write_raster):
    # Web Mercator: 8,238,000 m is 8,238,000 / 6,378,137 radians = 74.0033 degrees east
    with open_band(
        write_raster(np.ones((1, 1), "uint8"), crs="EPSG:3857", corner=(8.238e6, 0), pixel=(1, -1))
    ) as raster:
        lon, lat = raster.locate(np.zeros(1), np.zeros(1))
    assert lon[0] == pytest.approx(np.degrees(8.238e6 / 6378137))
    assert lat[0] == pytest.approx(0, abs=1e-12)
    # the corner of the Mollweide rectangle lies off the ellipse: nowhere on earth
    corner = (-18_041_000.0, 9_020_000.0)
    with open_band(write_raster(np.ones((1, 1), "uint8"), "m.tif", crs="ESRI:54009", corner=corner)) as raster:
        assert np.isnan(raster.locate(np.zeros(1), np.zeros(1))).all()
    # a grid that counts longitudes to 360 means 186 degrees west of north by -174
    with open_band(write_raster(np.ones((1, 1), "uint8"), "w.tif", corner=(186, 10))) as raster:
        assert raster.locate(np.zeros(1), np.zeros(1))[0][0] == pytest.approx(-174)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"crs": None}, ["no coordinate reference system"]),
        ({"skew": 0.0003}, ["rotated"]),
        ({"corner": (0, 0), "pixel": (1, 1), "crs": None}, ["no geotransform", "no coordinate reference system"]),
        ({"crs": 'LOCAL_CS["site",UNIT["metre",1]]'}, ["cannot be turned into longitude and latitude"]),
    ],
)
def test_a_raster_without_a_place_on_earth_is_refused(write_raster, options, words):
    path = write_raster(np.ones((2, 2), "float32"), **options)
    with pytest.raises(GridError, match=r"^people\.tif: ") as refusal, open_band(path):
        pass
    assert all(word in str(refusal.value) for word in words)


def test_every_fault_is_told_at_once(write_raster):
    path = write_raster(np.ones((2, 2), "float32"), crs=None)
    with pytest.raises(GridError, match="there is no band 3; it has 1; it has no coordinate"), open_band(path, 3):
        pass
    with (
        pytest.raises(GridError, match="complex"),
        open_band(write_raster(np.ones((1, 1), "complex64"), "complex.tif")),
    ):
        pass


def test_a_file_that_is_no_raster_or_is_not_there(tmp_path):
    (tmp_path / "photo.tif").write_bytes(b"not a picture at all")
    with pytest.raises(GridError, match=r"photo\.tif: it is not a raster"), open_band(tmp_path / "photo.tif"):
        pass
    with pytest.raises(GridError, match=r"gone\.tif: there is no such file"), open_band(tmp_path / "gone.tif"):
        pass


@pytest.mark.parametrize("profile", [{}, {"compress": "deflate"}, {"tiled": True, "blockxsize": 64, "blockysize": 64}])
def test_a_truncated_file_says_so(write_raster, profile, capfd):
    path = write_raster(np.random.default_rng(4).random((300, 300)), **profile)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(GridError, match=r"people\.tif: .*(truncated|damaged)"):
        read_all(path)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("bounds", [(75, 31, 74, 32), (74, 32, 75, 31), (74, float("nan"), 75, 32)])
def test_bounds_out_of_order_are_refused(write_raster, bounds):
    with open_band(write_raster(np.ones((2, 2), "uint8"))) as raster, pytest.raises(GridError, match="west, south"):
        raster.find_window(bounds)
