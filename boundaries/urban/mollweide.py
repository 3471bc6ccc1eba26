"""
The 1 km grid of equal area that the Degree of Urbanisation is defined on: World Mollweide, ESRI:54009, on whole km.

People of any other grid are carried over by points: each pixel is split into equal parts small beside a km, and each
part's people go to the cell that holds its middle. Nobody is lost, added or smoothed away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError

if TYPE_CHECKING:
    from pyproj import Transformer
    from rasterio import Affine

    from boundaries.rasters.windows import Progress

__all__ = ["CELL_M", "MOLLWEIDE", "Grid", "cell_numbers", "to_mollweide"]

MOLLWEIDE: Final = "ESRI:54009"

CELL_M: Final = 1_000
"""Side of a cell in metres; the edges of cells lie on multiples of it."""

PART_M: Final = 250
"""Pixels are split into parts of at most this side, in metres."""

MOST_PARTS: Final = 100
"""A pixel is split into this many parts a side at most, so up to 25 km; coarser ones say nothing of a km."""

_BLOCK: Final = 4_000_000
"""Parts handled at a time: some 300 MB."""

_NOWHERE: Final = "a part of it does not lie on the Earth; its CRS or georeference is wrong"

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grid:
    """
    Numbers on a piece of the 1 km Mollweide grid.

    Attributes
    ----------
    values
        Rows × columns, north at the top; NaN where the source has no data.
    left, top
        Column and row of the first cell, counted in km from the prime meridian eastward and from the equator northward:
        the outer corner lies at x = 1,000 left and y = 1,000 top metres (ESRI:54009).
    area
        km² of each cell that the source covers, where that is known.
    """

    values: Floats
    left: int
    top: int
    area: Floats | None = None

    @property
    def transform(self) -> Affine:
        """From column and row to metres in ESRI:54009, as rasterio writes it."""
        from rasterio import Affine

        return Affine(CELL_M, 0, self.left * CELL_M, 0, -CELL_M, self.top * CELL_M)

    def locate(self, lon: Floats, lat: Floats) -> NDArray[np.int64]:
        """
        Find the cells that hold some points.

        Parameters
        ----------
        lon, lat
            Degrees (EPSG:4326), shape (n,).

        Returns
        -------
        positions
            Row × columns + column, shape (n,); -1 outside the grid.
        """
        column, row = cell_numbers(lon, lat)
        column, row = column - self.left, self.top - 1 - row
        height, width = self.values.shape
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        return np.where(inside, row * width + column, -1)


def cell_numbers(lon: Floats, lat: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Find the numbers of the 1 km cells that hold some points.

    Parameters
    ----------
    lon, lat
        Degrees (EPSG:4326), shape (n,).

    Returns
    -------
    column, row
        km east of the prime meridian and north of the equator, rounded down.
    """
    x, y = _transformer("EPSG:4326").transform(lon, lat)
    return _whole_km(x), _whole_km(y)


def to_mollweide(
    population: str | Path | NDArray[np.floating[Any]],
    *,
    transform: Affine | None = None,
    crs: str | None = None,
    band: int = 1,
    progress: Progress | None = None,
) -> Grid:
    """
    Carry the people of a raster to the 1 km Mollweide grid.

    Parameters
    ----------
    population
        A raster file (read in blocks), or an array of rows × columns with NaN for no data.
    transform, crs
        Of the array, as rasterio has them; a file brings its own.
    band
        Of the file.
    progress
        Called with the pixels read and all pixels of a file.

    Returns
    -------
    grid
        Same sum as the source. NaN where no pixel with data falls: WorldPop's constrained grids mark unsettled land as
        no data, so use ``numpy.nan_to_num`` on those.

    Raises
    ------
    GridError
        The file cannot be read, has no CRS or is turned, its pixels are wider than 25 km, or people are negative or
        infinite.
    """
    if not isinstance(population, str | Path):
        if transform is None or crs is None or population.ndim != 2 or not population.size:
            raise GridError("an array must have rows and columns, its transform and its CRS")
        if transform.b or transform.d:
            raise GridError("the array is rotated; warp it to an upright grid first")
        values = np.asarray(population, dtype=np.float64)
        if np.isinf(values).any():
            raise GridError("the array holds infinite people")
        return _Carrier("the array", values.shape, transform, crs).carry([(0, 0, values)])
    from boundaries.rasters.windows import open_band

    with open_band(population, band) as raster:
        data = raster.data
        blocks = raster.read_blocks(raster.whole, progress)
        return _Carrier(raster.name, data.shape, data.transform, raster.crs).carry(
            (block.window.row, block.window.column, np.where(block.valid, block.values, np.nan)) for block in blocks
        )


class _Carrier:
    """Takes the pixels of one raster to the 1 km grid."""

    def __init__(self, name: str, shape: tuple[int, ...], transform: Affine, crs: str) -> None:
        self.name, self.shape, self.transform = name, shape, transform
        self.to_metres = _transformer(crs)
        source = self.to_metres.source_crs
        self.geographic = source is not None and source.equals("EPSG:4326", ignore_axis_order=True)
        self.parts = self._count_parts()

    def carry(self, blocks: Iterable[tuple[int, int, Floats]]) -> Grid:
        """Sum the people of all blocks, each with the row and column of its first pixel, by cell."""
        left, bottom, right, top = self._find_bounds()
        height, width = top - bottom, right - left
        people, seen = np.zeros(height * width), np.zeros(height * width, dtype=bool)
        for first_row, first_column, pixels in blocks:
            if (pixels < 0).any():
                place = f"rows {first_row + 1} to {first_row + pixels.shape[0]}"
                raise GridError(f"{self.name}: {place} hold negative numbers, which cannot be people")
            step = max(_BLOCK // (pixels.shape[1] * self.parts**2), 1)
            for start in range(0, pixels.shape[0], step):
                some = pixels[start : start + step]
                if np.isnan(some).all():
                    continue
                split = np.repeat(np.repeat(some / self.parts**2, self.parts, axis=0), self.parts, axis=1)
                x, y = self._place(first_row + start, first_column, some.shape)
                row, column = top - 1 - _whole_km(y), _whole_km(x) - left
                if min(row.min(), column.min()) < 0 or row.max() >= height or column.max() >= width:
                    raise GridError(
                        f"{self.name}: it bends beyond its own outline; cut it to a part of the Earth first"
                    )
                known = ~np.isnan(split)
                at = (row * width + column)[known]
                people += np.bincount(at, split[known], people.size)
                seen[at] = True
        return Grid(np.where(seen, people, np.nan).reshape(height, width), left, top)

    def _place(self, row: int, column: int, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
        """Locate the middles of all parts of some pixels, in metres; the northings may be one column."""
        columns = column + (np.arange(shape[1] * self.parts) + 0.5) / self.parts
        rows = row + (np.arange(shape[0] * self.parts) + 0.5) / self.parts
        x, y = self._at(columns, rows)
        if self.geographic:
            # On one parallel Mollweide's y is one number and x grows evenly with longitude.
            per_degree, north = self.to_metres.transform(np.ones_like(y), y)
            return per_degree[:, None] * x, north[:, None]
        east, north = self.to_metres.transform(*np.meshgrid(x, y))
        return east, north

    def _at(self, columns: Any, rows: Any) -> tuple[Floats, Floats]:
        """Take columns and rows to the raster's own coordinates."""
        return self.transform.c + self.transform.a * columns, self.transform.f + self.transform.e * rows

    def _count_parts(self) -> int:
        """Choose into how many parts a side of a pixel is split, from the first and the middle pixel."""
        largest = 0.0
        for row in (0, self.shape[0] // 2):
            x, y = self.to_metres.transform(*self._at(np.array([0, 1, 0]), np.array([row, row, row + 1])))
            if not (np.isfinite(x).all() and np.isfinite(y).all()):
                raise GridError(f"{self.name}: {_NOWHERE}")
            largest = max(largest, float(np.hypot(x[1:] - x[0], y[1:] - y[0]).max()))
        parts = math.ceil(round(largest / PART_M, 6))
        if parts > MOST_PARTS:
            raise GridError(f"{self.name}: its pixels are {largest / 1000:,.0f} km wide, too coarse for a grid of 1 km")
        return parts

    def _find_bounds(self) -> tuple[int, int, int, int]:
        """Find whole km that hold the raster: its outline taken to Mollweide, and a km to spare."""
        height, width = self.shape
        across, down = np.linspace(0, width, 201), np.linspace(0, height, 201)
        columns = np.concatenate([across, across, 0 * down, 0 * down + width])
        rows = np.concatenate([0 * across, 0 * across + height, down, down])
        east, north = self.to_metres.transform(*self._at(columns, rows))
        if not (np.isfinite(east).all() and np.isfinite(north).all()):
            raise GridError(f"{self.name}: {_NOWHERE}")
        spare = 1
        return (
            int(_whole_km(east.min())) - spare,
            int(_whole_km(north.min())) - spare,
            int(-_whole_km(-east.max())) + spare,
            int(-_whole_km(-north.max())) + spare,
        )


def _transformer(crs: Any) -> Transformer:
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        return Transformer.from_crs(CRS.from_user_input(crs), MOLLWEIDE, always_xy=True)
    except CRSError as error:
        raise GridError(f"there is no coordinate reference system {str(crs)[:60]!r}") from error


def _whole_km(metres: Any) -> Any:
    return np.floor(np.asarray(metres) / CELL_M).astype(np.int64)
