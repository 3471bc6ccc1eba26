"""Rasters of built-up land made here, in the form of GHS-BUILT-S and in others, and all that cannot be one series."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from pyproj import Transformer
from rasterio import Affine

from boundaries._errors import GridError
from boundaries.growth.read_epochs import read_built_series

LAHORE = (74.35, 31.55)
NODATA = 65535
UTM = "EPSG:32643"


def name(year: int, column: int = 26, *, product: str = "BUILT_S", crs: str = "54009_100") -> str:
    return f"GHS_{product}_E{year}_GLOBE_R2023A_{crs}_V1_0_R6_C{column}.tif"


@pytest.fixture
def raster(tmp_path: Path) -> Callable[..., Path]:
    """Write a GeoTIFF of pixels of 100 m, its corner so many pixels east and south of one by Lahore."""

    def write(file: str, values: Any, *, east=0, south=0, crs="ESRI:54009", pixel=100, dtype="uint16", **more) -> Path:
        bands = np.asarray(values, dtype=dtype)
        bands = bands[None] if bands.ndim == 2 else bands
        x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(*LAHORE)
        if pixel > 1:
            x, y = round(x, -3), round(y, -3)
        place = Affine(pixel, 0, x + east * pixel, 0, -pixel, y - south * pixel)
        count, height, width = bands.shape
        shape = {"count": count, "height": height, "width": width, "dtype": bands.dtype}
        with rasterio.open(tmp_path / file, "w", driver="GTiff", crs=crs, transform=place, **shape, **more) as data:
            data.write(bands)
        return tmp_path / file

    return write


def test_tiles_of_two_epochs_become_one_series(raster) -> None:
    # two tiles of 1 × 2 pixels side by side, 10,000 m² a pixel; the eastern tile of 2030 is missing
    paths = [
        raster(name(2030), [[7000, 8000]]),
        raster(name(2020, 27), [[10000, NODATA]], east=2, nodata=NODATA),
        raster(name(2020), [[2500, 5000]], nodata=NODATA),
    ]
    series = read_built_series(paths)
    assert series.years == (2020, 2030)
    assert series.share.dtype == np.float32
    np.testing.assert_allclose(series.share[0], [[0.25, 0.5, 1, np.nan]])
    np.testing.assert_allclose(series.share[1], [[0.7, 0.8, np.nan, np.nan]])
    assert series.areas_km2 == pytest.approx([0.0175, 0.015])
    assert (series.cell_m, series.projected, series.evidence) == (100, (2030,), "modelled")
    assert "Projected, not observed: 2030" in series.note
    assert "R2023A" in series.source
    with rasterio.open(paths[2]) as data:
        assert series.transform == data.transform
        assert rasterio.CRS.from_user_input(series.crs) == data.crs


def test_a_tile_is_read_from_the_zip_it_came_in(raster, tmp_path) -> None:
    plain = raster(name(2020), [[2500, 5000]])
    with zipfile.ZipFile(packed := tmp_path / "tile.zip", "w") as archive:
        archive.write(plain, plain.name)
    assert read_built_series(packed).share.tolist() == [[[0.25, 0.5]]]


def test_a_box_of_degrees_cuts_the_series(raster) -> None:
    land = np.arange(100 * 100).reshape(100, 100) % 10_001
    path = raster(name(2020), land)
    east, north = LAHORE[0] + 0.05, LAHORE[1] - 0.03
    box = (east - 0.005, north - 0.005, east + 0.005, north + 0.005)
    part, whole = read_built_series(path, bounds=box), read_built_series(path)
    assert part.share.size < whole.share.size
    # the piece lies where it lay: found again by its corner
    column = round((part.transform.c - whole.transform.c) / 100)
    row = round((whole.transform.f - part.transform.f) / 100)
    rows, columns = part.share.shape[1:]
    assert (part.share[0] == whole.share[0, row : row + rows, column : column + columns]).all()
    # and holds the middle of the box
    x, y = Transformer.from_crs("EPSG:4326", "ESRI:54009", always_xy=True).transform(east, north)
    assert 0 < (x - part.transform.c) / 100 < columns
    assert 0 < (part.transform.f - y) / 100 < rows
    with pytest.raises(GridError, match="no pixel of .* lies within"):
        read_built_series(path, bounds=(60, 24, 61, 25))


def test_any_two_rasters_with_their_years(raster) -> None:
    later = raster("wsf.tif", [[1, 1], [0, 1]], crs=UTM, dtype="uint8")
    sooner = raster("old.tif", [[0.5, 0.2], [0, 1]], crs=UTM, dtype="float32")
    series = read_built_series([later, sooner], years=(2019, 1990))
    assert series.years == (1990, 2019)
    assert series.is_built()[0].tolist() == [[True, False], [False, True]]
    assert (series.projected, series.source) == ((), "wsf.tif, old.tif")


def test_bands_of_one_file_with_scale_and_mask(raster) -> None:
    path = raster("bands.tif", [[[0, 50]], [[100, 255]]], crs=UTM, dtype="uint8", nodata=255)
    with rasterio.open(path, "r+") as data:
        data.scales = (0.01, 0.01)
    series = read_built_series(path, years=(2000, 2010))
    np.testing.assert_allclose(series.share, [[[0, 0.5]], [[1, np.nan]]])


def test_progress_comes_to_its_end(raster) -> None:
    told: list[tuple[int, int]] = []
    read_built_series(
        [raster(name(2015), [[1, 2]]), raster(name(2020), [[1, 2]])], progress=lambda *at: told.append(at)
    )
    assert told == [(2, 4), (4, 4)]


@pytest.mark.parametrize(
    ("make", "years", "told"),
    [
        (lambda _: [], None, "no rasters"),
        (lambda _: [Path("absent.tif")], None, "no such file"),
        (lambda write: [write("dem.tif", [[1, 2], [3, 4]])], None, "dem.tif is not known"),
        (lambda write: [write(name(2020, product="POP"), [[1, 2]])], None, "growth of built-up land is read from"),
        (lambda write: [write(name(2020), [[1, 10_500]])], None, "values from 0 to 10500 in pixels of 10,000 m²"),
        (lambda write: [write("a.tif", [[0, 100]], crs=UTM)], (2020,), "0 to 100, not shares.*divide percent by 100"),
        (lambda write: [write("a.tif", [[0, -1]], crs=UTM, dtype="int16")], (2020,), "from -1 to 0"),
        (lambda write: [write("a.tif", [[0, 1]], crs=UTM)], (2020, 2021), "1 rasters or bands need as many"),
        (
            lambda write: [write("a.tif", [[0, 1]], crs=UTM), write("b.tif", [[0, 1]], crs=UTM)],
            (2020, 2020),
            "different years",
        ),
        (
            lambda write: [write("a.tif", [[0, 1]], crs="EPSG:4326", pixel=0.001)],
            (2020,),
            "pixels in degrees differ in area",
        ),
        # at 31.55 degrees north a metre of Web Mercator is 0.85 m: 100 m square are about 7,270 m²
        (
            lambda write: [write("a.tif", [[0, 1]], crs="EPSG:3857")],
            (2020,),
            r"10,000 m² on the map is 7,2\d\d m² on the ground",
        ),
        (
            lambda write: [write("a.tif", [[0, 1]], crs=UTM), write("b.tif", [[0, 1]], crs="ESRI:54009")],
            (2010, 2020),
            "b.tif has another coordinate reference system than a.tif",
        ),
        (
            lambda write: [write("a.tif", [[0, 1]], crs=UTM), write("b.tif", [[0, 1]], crs=UTM, pixel=50)],
            (2010, 2020),
            "b.tif has pixels of 50, a.tif of 100",
        ),
        (
            lambda write: [write("a.tif", [[0, 1]], crs=UTM), write("b.tif", [[0, 1]], crs=UTM, east=0.5)],
            (2010, 2020),
            "do not lie on one grid",
        ),
        (
            lambda write: [write(name(2020), [[1, 2]]), write(name(2020, 27), [[1, 2]], east=1)],
            None,
            "the year 2020 is given twice for the same pixels",
        ),
    ],
)
def test_what_is_no_series_is_refused_in_a_sentence(raster, make, years, told: str) -> None:
    with pytest.raises(GridError, match=told):
        read_built_series(make(raster), years=years)


def test_a_truncated_file_is_named(raster) -> None:
    path = raster(name(2020), np.ones((300, 300)), compress="deflate")
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(GridError, match=path.name.replace(".", r"\.")):
        read_built_series(path)
