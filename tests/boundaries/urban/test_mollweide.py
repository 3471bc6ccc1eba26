"""People carried to the 1 km grid: none lost, each where it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from pyproj import Transformer
from rasterio import Affine

from boundaries._errors import GridError
from boundaries.urban.mollweide import MOLLWEIDE, Grid, cell_numbers, to_mollweide

LAHORE = (74.34, 31.55)


def write(path: Path, values: np.ndarray[Any, Any], transform: Affine, crs: str | None, **options: Any) -> Path:
    profile = {
        "driver": "GTiff",
        "height": values.shape[0],
        "width": values.shape[1],
        "count": 1,
        "dtype": values.dtype,
    }
    with rasterio.open(path, "w", transform=transform, crs=crs, **profile, **options) as target:
        target.write(values, 1)
    return path


def people(shape: tuple[int, int]) -> np.ndarray[Any, Any]:
    return np.random.default_rng(4).gamma(0.3, 40, shape)


def test_a_grid_on_whole_km_stays_as_it_is() -> None:
    values = people((5, 7))
    grid = to_mollweide(values, transform=Affine(1000, 0, 6_000_000, 0, -1000, 4_000_000), crs=MOLLWEIDE)
    # One km to spare on each side.
    assert (grid.left, grid.top) == (5999, 4001)
    np.testing.assert_allclose(grid.values[1:6, 1:8], values, rtol=1e-14)
    assert np.isnan(grid.values[0]).all()


def test_tenths_of_a_km_are_summed() -> None:
    values = people((20, 30))
    grid = to_mollweide(values, transform=Affine(100, 0, 6_000_000, 0, -100, 4_000_000), crs=MOLLWEIDE)
    blocks = values.reshape(2, 10, 3, 10).sum(axis=(1, 3))
    np.testing.assert_allclose(grid.values[1:3, 1:4], blocks, rtol=1e-12)


@pytest.mark.parametrize(
    ("crs", "transform"),
    [
        ("EPSG:4326", Affine(1 / 120, 0, 74.0, 0, -1 / 120, 32.0)),
        ("EPSG:32643", Affine(1000, 0, 400_000, 0, -1000, 3_500_000)),
        ("EPSG:3857", Affine(1200, 0, 8_270_000, 0, -1200, 3_700_000)),
    ],
)
def test_nobody_is_lost_from_any_crs(crs: str, transform: Affine) -> None:
    values = people((40, 50))
    grid = to_mollweide(values, transform=transform, crs=crs)
    assert np.nansum(grid.values) == pytest.approx(values.sum(), rel=1e-12)
    # One crowded pixel of about 1 km² ends in the cells round its middle.
    alone = np.zeros((40, 50))
    alone[20, 30] = 1_000.0
    grid = to_mollweide(alone, transform=transform, crs=crs)
    x, y = transform.c + 30.5 * transform.a, transform.f + 20.5 * transform.e
    at = grid.locate(*(np.array([v]) for v in Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)))
    row, column = divmod(int(at[0]), grid.values.shape[1])
    assert np.nansum(grid.values[row - 1 : row + 2, column - 1 : column + 2]) == pytest.approx(1_000.0)


def test_files_are_read_with_no_data_scale_and_offset(tmp_path: Path) -> None:
    # Stored 10 20 / -9 40, scale 0.5, offset 1: 6 + 11 + 21 = 38 people and one pixel without data.
    path = tmp_path / "people.tif"
    write(path, np.array([[10, 20], [-9, 40]], dtype="int16"), Affine(1000, 0, 0, 0, -1000, 2000), MOLLWEIDE, nodata=-9)
    with rasterio.open(path, "r+") as target:
        target.scales, target.offsets = (0.5,), (1.0,)
    grid = to_mollweide(path)
    np.testing.assert_allclose(grid.values[1:3, 1:3], [[6, 11], [np.nan, 21]])
    assert np.nansum(grid.values) == pytest.approx(38)


def test_the_transform_and_the_cells_agree() -> None:
    grid = Grid(np.zeros((3, 4)), 6_500, 3_900)
    frame = grid.transform
    x, y = frame.c + 2.5 * frame.a, frame.f + 1.5 * frame.e  # middle of row 1, column 2
    lon, lat = Transformer.from_crs(MOLLWEIDE, 4326, always_xy=True).transform(x, y)
    assert grid.locate(np.array([lon]), np.array([lat])).tolist() == [1 * 4 + 2]
    assert grid.locate(np.array([0.0]), np.array([0.0])).tolist() == [-1]
    column, row = cell_numbers(np.array([lon]), np.array([lat]))
    assert (column[0], row[0]) == (6_502, 3_898)


def test_a_cell_numbers_pencil() -> None:
    # At the equator x = (2 √2 / π) R λ with R = 6,378.137 km: 1 degree is 0.900316 × 6,378.137 × π / 180 = 100.22 km.
    column, row = cell_numbers(np.array([1.0, -1.0]), np.array([0.0, -0.001]))
    assert column.tolist() == [100, -101]
    assert row.tolist() == [0, -1]


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"crs": None, "transform": Affine(0.1, 0, 70, 0, -0.1, 30)}, "no coordinate reference system"),
        ({"crs": "EPSG:4326", "transform": Affine(0.1, 0.1, 70, 0, -0.1, 30)}, "rotated"),
    ],
)
def test_a_raster_that_lies_nowhere_is_refused(tmp_path: Path, options: dict[str, Any], fault: str) -> None:
    with pytest.raises(GridError, match=rf"odd\.tif: it .*{fault}"):
        to_mollweide(write(tmp_path / "odd.tif", np.ones((2, 2), dtype="float32"), **options))


def test_what_is_no_raster_or_has_no_people_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0 and then nothing")
    with pytest.raises(GridError, match=r"broken\.tif: it is not a raster"):
        to_mollweide(broken)
    with pytest.raises(GridError, match="the array: rows 1 to 1 hold negative numbers"):
        to_mollweide(np.array([[-1.0]]), transform=Affine(0.01, 0, 70, 0, -0.01, 30), crs="EPSG:4326")
    with pytest.raises(GridError, match="no coordinate reference system 'nowhere'"):
        to_mollweide(np.ones((1, 1)), transform=Affine(1, 0, 74, 0, -1, 32), crs="nowhere")
    with pytest.raises(GridError, match="pixels are .* km wide, too coarse for a grid of 1 km"):
        to_mollweide(np.ones((2, 2)), transform=Affine(1, 0, 74, 0, -1, 32), crs="EPSG:4326")
    with pytest.raises(GridError, match="its transform and its CRS"):
        to_mollweide(np.ones((2, 2)))
    with pytest.raises(GridError, match="does not lie on the Earth"):
        to_mollweide(np.ones((2, 2)), transform=Affine(1000, 0, 1e8, 0, -1000, 1e8), crs="EPSG:32643")
