"""
The cells of a view as a Cloud-Optimised GeoTIFF, one band a measure.

The pixels are those of Mollweide's equal-area projection (ESRI:54009) on the lines of the Global Human Settlement
Layer's own grids, so that both lie on each other pixel by pixel, and people per pixel are people per so many km²
everywhere, which is not so on a grid of degrees. The pixel is about half as wide as a cell: 1 km for the census's.

- People and built-up land are spread over the area of their cell, and pixels add up to what the cells have; a pixel on
  the border of two cells holds people of both, so that single cells are told apart only roughly.
- Rates and densities are the mean of the cells in the pixel, by area.
- The urban class is that of most of the pixel.

Overviews hold every so manieth pixel, since a mean of two classes is no class: take sums from the full resolution.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from boundaries.language import tr
from boundaries.rasters.burn import Cuts, PixelGrid, add_areas, cut_borders, fit_grid
from layers.files.columns import EPOCHS
from layers.files.steps import report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.files.content import About, Column, Content, Layer

    Floats = NDArray[np.float64]

CRS: Final = "ESRI:54009"

SIZES: Final = (100, 200, 500, 1000, 2000, 5000, 10_000)
"""Sides of a pixel in metres; the largest that is at most half as wide as a cell is taken."""

MOST: Final = 10_000_000
"""Pixels of a band; where a country of small cells would have more, the pixel is a wider one."""

SUMS: Final = tuple(f"{name}_" for name in EPOCHS)
MEANS: Final = ("density", "growth", "gain", "built_share")
CLASSES: Final = ("urban_class",)
"""Columns of cells that become bands: by how their names start, or by their names."""

COVERED: Final = 1e-6
"""Part of a pixel below which it has no data: what is left of rounding."""

FINEST: Final = 2.0**-16
"""Of a person; a country's pixels then add up to within a tenth of one, which 32-bit numbers do not promise."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A band: its column, and one value a pixel, NaN where no cell is."""

    column: Column
    values: Floats


def write_geotiff(content: Content, path: Path) -> None:
    """
    Write the cells as a raster.

    Parameters
    ----------
    content
        With a layer "cells".
    path
        Of the file.

    Raises
    ------
    ExportError
        The view has no cells, or none is in sight.
    """
    from layers._errors import ExportError

    cells = content.layer("cells")
    if not len(cells.table):
        raise ExportError(tr("no cell is in sight, so there is nothing to make a raster of; zoom in, or export all"))
    grid, bands = burn_cells(cells)
    about = replace(
        content.about,
        crs=f"{CRS} (Mollweide)",
        description=" ".join(
            [
                content.about.description,
                tr("What cells hold is spread evenly over their area; pixels of {size} m add up to the cells.").format(
                    size=f"{grid.size:.0f}"
                ),
            ]
        ),
    )
    _write_cog(path, grid, bands, about)


def burn_cells(cells: Layer) -> tuple[PixelGrid, list[Band]]:
    """
    Lay cells on a grid of pixels.

    Parameters
    ----------
    cells
        Polygons in EPSG:4326, at least one.

    Returns
    -------
    grid, bands
        In metres of `CRS`; one band for each column that is a measure.
    """
    shapes, areas = project_cells(cells)
    grid = choose_grid(shapes, areas)
    cuts = cut_borders(shapes, grid)
    covered = add_areas(cuts, np.ones(len(shapes)), grid)
    count = sum(column.name.startswith(SUMS) or column.name in {*MEANS, *CLASSES} for column in cells.columns)
    bands: list[Band] = []
    for column in cells.columns:
        values = cells.table[column.name]
        if column.name.startswith(SUMS):
            known = values.notna().to_numpy()
            held = np.where(known, values, 0.0) * grid.size**2 / areas
            # No one is fewer than nobody, which rounding could say; and what is finer is not worth its bytes.
            people = np.rint(np.maximum(add_areas(cuts, held, grid), 0.0) / FINEST) * FINEST
            burned = _mask(people, add_areas(cuts, known.astype(np.float64), grid))
        elif column.name in MEANS:
            burned = _take_means(cuts, values.to_numpy("float64"), grid)
        elif column.name in CLASSES:
            burned = _mask(_take_majority(cuts, values.to_numpy(), grid), covered)
        else:
            continue
        bands.append(Band(column, burned))
        report(len(bands), count, tr("Making a raster"))
    return grid, bands


def choose_grid(shapes: Any, areas: Floats) -> PixelGrid:
    """
    Choose pixels that fit cells.

    Parameters
    ----------
    shapes, areas
        From `project_cells`.

    Returns
    -------
    grid
        See `SIZES` and `MOST`.
    """
    half = float(np.sqrt(np.median(areas))) / 2
    fine = max((size for size in SIZES if size <= half), default=SIZES[0])
    grids = [fit_grid(shapes, size) for size in SIZES if size >= fine]
    return next((grid for grid in grids if grid.rows * grid.columns <= MOST), grids[-1])


def project_cells(cells: Layer) -> tuple[Any, Floats]:
    """
    Carry cells to the raster's projection.

    Parameters
    ----------
    cells
        Polygons in EPSG:4326.

    Returns
    -------
    shapes, areas
        shapely polygons in metres, and their areas in m².
    """
    import shapely
    from pyproj import Transformer

    carry = Transformer.from_crs("EPSG:4326", CRS, always_xy=True)
    shapes = shapely.transform(cells.geometry, lambda points: np.column_stack(carry.transform(*points.T)))
    return shapes, shapely.area(shapes)


def _mask(values: Floats, covered: Floats) -> Floats:
    masked: Floats = np.where(covered > COVERED, values, np.nan)
    return masked


def _take_means(cuts: Cuts, values: Floats, grid: PixelGrid) -> Floats:
    known = np.isfinite(values)
    area = add_areas(cuts, known.astype(np.float64), grid)
    sums = add_areas(cuts, np.where(known, values, 0.0), grid)
    means = np.divide(sums, area, out=np.zeros_like(sums), where=area > COVERED)
    return _mask(means.astype(np.float32).astype(np.float64), area)


def _take_majority(cuts: Cuts, values: NDArray[Any], grid: PixelGrid) -> Floats:
    kinds = np.unique(values)
    areas = np.stack([add_areas(cuts, (values == kind).astype(np.float64), grid) for kind in kinds])
    winners: Floats = kinds[areas.argmax(axis=0)].astype(np.float64)
    return winners


def _write_cog(path: Path, grid: PixelGrid, bands: list[Band], about: About) -> None:
    from rasterio.io import MemoryFile
    from rasterio.shutil import copy
    from rasterio.transform import Affine

    profile = {
        "driver": "GTiff",
        "dtype": "float64",
        "count": len(bands),
        "width": grid.columns,
        "height": grid.rows,
        "crs": CRS,
        "transform": Affine(grid.size, 0.0, grid.west, 0.0, -grid.size, grid.north),
        "nodata": np.nan,
    }
    with MemoryFile(ext=".tif") as memory, MemoryFile(ext=".tif") as cloud:
        with memory.open(**profile) as draft:
            for number, band in enumerate(bands, start=1):
                draft.write(band.values, number)
                draft.set_band_description(number, band.column.name)
                draft.set_band_unit(number, band.column.unit)
                draft.update_tags(number, title=band.column.title)
            draft.update_tags(**dict(about.items()), **_fill_tiff_tags(about))
        # A file is made cloud-optimised by copying, for its overviews come before its pixels.
        with memory.open() as draft:
            copy(
                draft,
                cloud.name,
                driver="COG",
                compress="DEFLATE",
                predictor="YES",
                blocksize=512,
                overview_resampling="NEAREST",
            )
        # Written by Python, which says what went wrong in words that `write_whole` knows.
        path.write_bytes(cloud.read())


def _fill_tiff_tags(about: About) -> dict[str, str]:
    """Say it in the tags that every TIFF has, for programs that know nothing of maps."""
    return {
        "TIFFTAG_DOCUMENTNAME": about.title,
        "TIFFTAG_IMAGEDESCRIPTION": about.description,
        "TIFFTAG_SOFTWARE": about.software,
        "TIFFTAG_COPYRIGHT": about.licence,
        "TIFFTAG_DATETIME": f"{date.fromisoformat(about.date):%Y:%m:%d} 00:00:00",
    }
