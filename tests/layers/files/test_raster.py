from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely

from boundaries.rasters.bin_raster import bin_raster
from layers._errors import ExportError
from layers.files.columns import describe_columns
from layers.files.raster import burn_cells, choose_grid, project_cells, write_geotiff
from tests.layers.files.table_world import ABOUT, make_cells, make_content


@pytest.fixture
def raster(tmp_path: Path) -> Path:
    path = tmp_path / "out.tif"
    write_geotiff(make_content(make_cells()), path)
    return path


def test_pixels_add_up_to_the_people_of_the_cells(raster: Path) -> None:
    with rasterio.open(raster) as file:
        people = file.read(1)
    assert np.nansum(people) == pytest.approx(1000.5 + 0 + 70, abs=1e-2)
    assert np.nanmin(people) == 0


def test_each_cell_keeps_its_own_people() -> None:
    cells = make_cells()
    grid, bands = burn_cells(cells)
    shapes, areas = project_cells(cells)
    # A pixel wholly inside the first cell has its people by area: 1 km² of about 5.
    rows, columns = np.indices(bands[0].values.shape)
    west, north = grid.west + columns * grid.size, grid.north - rows * grid.size
    inside = shapely.contains_properly(shapes[0], shapely.box(west, north - grid.size, west + grid.size, north))
    assert inside.any()
    assert bands[0].values[inside] == pytest.approx(1000.5 * grid.size**2 / areas[0], abs=1e-4)


def test_our_own_reader_takes_everybody_back_to_cells(raster: Path) -> None:
    back = bin_raster(raster, resolution=7)
    assert back.attrs["unplaced"] == 0
    assert back["value"].sum() == pytest.approx(1070.5, abs=1e-2)


def test_rates_are_means_and_classes_are_never_mixed() -> None:
    _, bands = burn_cells(make_cells())
    named = {band.column.name: band.values for band in bands}
    assert list(named) == ["people_2023", "growth", "urban_class"]
    # Pixels of the middle cell whose growth is not known have none from it; the rest lies between 2 and -1.
    assert np.nanmax(named["growth"]) == 2.0
    assert np.nanmin(named["growth"]) == -1.0
    assert np.isfinite(named["growth"]).sum() < np.isfinite(named["people_2023"]).sum()
    assert set(np.unique(named["urban_class"][np.isfinite(named["urban_class"])])) == {30.0, 21.0, 11.0}


def test_outside_the_cells_there_is_no_data(raster: Path) -> None:
    with rasterio.open(raster) as file:
        people = file.read(1, masked=True)
    assert people.mask.any()
    assert not people.mask.all()


def test_it_says_what_it_is(raster: Path) -> None:
    with rasterio.open(raster) as file:
        tags = file.tags()
        assert file.descriptions == ("people_2023", "growth", "urban_class")
        assert file.units[:2] == ("people", "% a year")
        assert file.crs.to_string() == "ESRI:54009"
        assert file.tags(1)["title"] == "People counted in 2023"
        # On the lines of the Global Human Settlement Layer's grid of 1 km.
        assert file.transform.a == 1000
        assert (file.transform.c % 1000, file.transform.f % 1000) == (0, 0)
    for name, text in ABOUT.items():
        if name not in {"crs", "description"}:
            assert tags[name] == text
    assert tags["crs"] == "ESRI:54009 (Mollweide)"
    assert tags["TIFFTAG_SOFTWARE"] == ABOUT.software
    assert tags["TIFFTAG_DATETIME"] == "2026:11:22 00:00:00"


def test_the_validator_finds_it_cloud_optimised(raster: Path) -> None:
    pytest.importorskip("rio_cogeo")
    from rio_cogeo import cog_validate

    valid, errors, warnings = cog_validate(str(raster), strict=True)
    assert (valid, errors, warnings) == (True, [], [])


def test_gdal_reads_it(raster: Path) -> None:
    gdalinfo = shutil.which("gdalinfo")
    if gdalinfo is None:
        pytest.skip("gdalinfo is not here")
    said = subprocess.run([gdalinfo, str(raster)], check=True, capture_output=True, text=True, timeout=60).stdout
    assert "LAYOUT=COG" in said
    assert "World_Mollweide" in said
    assert f"source={ABOUT.source}" in said


def test_the_same_cells_give_the_same_bytes(raster: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.tif"
    write_geotiff(make_content(make_cells()), again)
    assert again.read_bytes() == raster.read_bytes()


def test_without_cells_there_is_no_raster(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no layer"):
        write_geotiff(make_content(), tmp_path / "out.tif")
    with pytest.raises(ExportError, match="no cell is in sight"):
        write_geotiff(make_content(make_cells(people=())), tmp_path / "out.tif")


def test_built_up_land_adds_up_too() -> None:
    cells = make_cells()
    cells.table["people_2023"] = [2.5, 0.0, 0.25]
    columns = describe_columns(["cell", "name", "built_km2_2020", "growth", "urban_class"])
    cells = replace(cells, table=cells.table.rename(columns={"people_2023": "built_km2_2020"}), columns=columns)
    _, bands = burn_cells(cells)
    assert bands[0].column.unit == "km²"
    assert np.nansum(bands[0].values) == pytest.approx(2.75, abs=1e-3)


@pytest.mark.parametrize(("side", "wide", "size"), [(2270, 1, 1000), (860, 1, 200), (150, 1, 100), (860, 2000, 1000)])
def test_pixels_are_half_as_wide_as_cells_but_not_too_many(side: float, wide: int, size: int) -> None:
    # A cell at either end of a country so many kilometres across.
    ends = [0.0, 1e3 * wide]
    shapes = np.array([shapely.box(end, end, end + side, end + side) for end in ends])
    assert choose_grid(shapes, np.full(2, side**2)).size == size
