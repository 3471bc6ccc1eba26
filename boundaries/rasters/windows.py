"""One band of a raster: opened, checked, read in blocks of bounded size, its pixels located on the earth."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError

__all__ = ["BLOCK_PIXELS", "Block", "Bounds", "Floats", "Progress", "RasterBand", "Window", "open_band"]

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326)."""

Progress = Callable[[int, int], None]
"""Called with the pixels done and all pixels."""

Floats = NDArray[np.float64]

BLOCK_PIXELS: Final = 1_000_000
"""Pixels read at once, unless the file's own tiles are larger."""

HUGE_TILES: Final = 4
"""A tile of the file so many times larger than `BLOCK_PIXELS` is read in parts."""

CACHE_MB: Final = 64
"""What GDAL may keep of a file; its default, 5 % of the machine's memory, would break our bound."""

EDGE_POINTS: Final = 101
"""Points taken on each side of a box of degrees to find its pixels; in most projections its sides are curved."""


class Window(NamedTuple):
    """Pixels of a raster: `row` and `column` of the first, and how many `rows` and `columns`."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def pixels(self) -> int:
        """How many pixels there are."""
        return self.rows * self.columns


class Block(NamedTuple):
    """Pixels of `source` that were read: `values` (0 where not valid) and `valid`, both (rows, columns)."""

    source: str
    window: Window
    values: Floats
    valid: NDArray[np.bool_]

    def require_counts(self) -> None:
        """Raise GridError where a value is negative, and say where."""
        self._refuse(self.values < 0, "counts cannot be negative (is it a nodata value the file does not declare?)")

    def require_classes(self) -> None:
        """Raise GridError where a value is no whole number, and say where."""
        self._refuse(self.values != np.rint(self.values), "a majority is taken of classes, which are whole numbers")

    def _refuse(self, wrong: NDArray[np.bool_], fault: str) -> None:
        if wrong.any():
            row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
            raise GridError(
                f"{self.source} has {self.values[row, column]:g} at row {row + self.window.row}, "
                f"column {column + self.window.column}; {fault}"
            )


@dataclass(frozen=True, eq=False)
class RasterBand:
    """
    One band of an open raster whose pixels stand upright.

    Attributes
    ----------
    name
        Of the file, for messages.
    data
        The open `rasterio` dataset.
    band
        From 1.
    crs
        As WKT.
    """

    name: str
    data: Any
    band: int
    crs: str

    @property
    def whole(self) -> Window:
        """All its pixels."""
        return Window(0, 0, self.data.height, self.data.width)

    def find_window(self, bounds: Bounds) -> Window:
        """
        Find a window that holds every pixel of a box of degrees; it may hold others too.

        Parameters
        ----------
        bounds
            West, south, east, north in degrees.

        Returns
        -------
        window
            Without pixels (rows or columns 0) where the raster lies elsewhere.

        Raises
        ------
        GridError
            The bounds are not four numbers in order.
        """
        _require_box(bounds)
        to_raster = _transformer("OGC:CRS84", self.crs)
        edges = to_raster.transform_bounds(*bounds, densify_pts=EDGE_POINTS)
        if not np.isfinite(edges).all():
            return self.whole  # the box reaches beyond what the projection can draw; pixels decide one by one
        (left, right), (top, bottom) = self.find_pixels(np.array(edges[::2]), np.array(edges[1::2]))
        return self.clip_window(left, top, right, bottom)

    def clip_window(self, left: float, top: float, right: float, bottom: float) -> Window:
        """
        Find a window that holds every pixel of a box, with a pixel to spare on each side.

        Parameters
        ----------
        left, top, right, bottom
            In pixels from the upper left corner of the first one.

        Returns
        -------
        window
            Within the raster; without pixels where the box lies elsewhere.
        """
        row, rows = _span_pixels(top, bottom, self.data.height)
        column, columns = _span_pixels(left, right, self.data.width)
        return Window(row, column, rows, columns)

    def find_pixels(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """
        Turn coordinates into positions in the raster.

        Parameters
        ----------
        x, y
            In the raster's own CRS. Any one shape.

        Returns
        -------
        columns, rows
            In pixels from the upper left corner of the first one, same shape.
        """
        step_x, _, left, _, step_y, top = tuple(self.data.transform)[:6]
        return (x - left) / step_x, (y - top) / step_y

    def read_blocks(self, window: Window, progress: Progress | None = None) -> Iterator[Block]:
        """
        Read a window block by block, along the file's own tiles.

        Parameters
        ----------
        window
            Which pixels.
        progress
            Called after each block was used.

        Yields
        ------
        block
            Of about `BLOCK_PIXELS` or fewer. A pixel is valid where the file's nodata value, mask and alpha band
            leave it and it is not NaN; its value elsewhere is 0.

        Raises
        ------
        GridError
            The file ends early or is damaged, or a pixel that nothing masks is infinite.
        """
        done = 0
        for part in _cut_window(window, *self.data.block_shapes[self.band - 1]):
            yield Block(f"{self.name}: band {self.band}", part, *self._read(part))
            done += part.pixels
            if progress is not None:
                progress(done, window.pixels)

    def locate(self, rows: Floats, columns: Floats) -> tuple[Floats, Floats]:
        """
        Turn positions in the raster into longitude and latitude.

        Parameters
        ----------
        rows, columns
            In pixels from the upper left corner of the first one: its centre is (0.5, 0.5). Any one shape.

        Returns
        -------
        lon, lat
            Degrees (EPSG:4326), same shape; NaN where the projection has no place on earth.
        """
        step_x, _, x, _, step_y, y = tuple(self.data.transform)[:6]
        lon, lat = _transformer(self.crs, "OGC:CRS84").transform(x + step_x * columns, y + step_y * rows)
        known = np.isfinite(lon) & (np.abs(lat) <= 90)
        lon, lat = np.where(known, lon, np.nan), np.where(known, lat, np.nan)
        turned = np.abs(lon) > 180
        lon[turned] = (lon[turned] + 180) % 360 - 180
        return lon, lat

    def _read(self, window: Window) -> tuple[Floats, NDArray[np.bool_]]:
        from rasterio.enums import MaskFlags
        from rasterio.errors import RasterioError
        from rasterio.windows import Window as RasterioWindow

        place = RasterioWindow(window.column, window.row, window.columns, window.rows)
        try:
            values = self.data.read(self.band, window=place, out_dtype="float64")
            valid = ~np.isnan(values)
            if MaskFlags.all_valid not in self.data.mask_flag_enums[self.band - 1]:
                valid &= self.data.read_masks(self.band, window=place) != 0
        except (RasterioError, OSError) as error:
            raise GridError(
                f"{self.name}: band {self.band} cannot be read at rows {window.row} to {window.row + window.rows - 1}; "
                "the file is truncated or damaged, fetch it again"
            ) from error
        endless = valid & np.isinf(values)
        if endless.any():
            row, column = np.unravel_index(int(endless.argmax()), endless.shape)
            raise GridError(
                f"{self.name}: band {self.band} is infinite at row {row + window.row}, column {column + window.column} "
                "(is it a nodata value the file does not declare?)"
            )
        scale, offset = self.data.scales[self.band - 1], self.data.offsets[self.band - 1]
        if (scale, offset) != (1.0, 0.0):
            values = values * scale + offset
        values[~valid] = 0.0
        return values, valid


@contextmanager
def open_band(path: str | Path, band: int = 1) -> Iterator[RasterBand]:
    """
    Open one band of a raster file and check that its pixels can be placed on the earth.

    Parameters
    ----------
    path
        Any file GDAL reads; inside a zip as "/vsizip/FILE.zip/NAME.tif".
    band
        From 1.

    Yields
    ------
    band
        Closed afterwards.

    Raises
    ------
    GridError
        The file is not there or no raster, has no such band, no CRS, no place on the earth, or is rotated; the
        message lists every fault.
    """
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    name = Path(path).name
    with rasterio.Env(GDAL_CACHEMAX=CACHE_MB):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told below, with the other faults
                data = rasterio.open(path)
        except (RasterioError, OSError) as error:
            there = str(path).startswith("/vsi") or Path(path).exists()
            reason = "it is not a raster that can be read, or it is damaged" if there else "there is no such file"
            raise GridError(f"{name}: {reason}") from error
        with data:
            faults = _find_faults(data, band)
            if faults:
                raise GridError(f"{name}: " + "; ".join(faults))
            yield RasterBand(name, data, band, data.crs.to_wkt())


def _find_faults(data: Any, band: int) -> list[str]:
    faults = []
    if not 1 <= band <= data.count:
        faults.append(f"there is no band {band}; it has {data.count}")
    elif np.dtype(data.dtypes[band - 1]).kind == "c":
        faults.append(f"band {band} holds complex numbers")
    step_x, skew_x, _, skew_y, step_y, _ = tuple(data.transform)[:6]
    if data.transform.is_identity or not step_x * step_y:
        faults.append("it does not say where on the earth its pixels are (no geotransform)")
    elif skew_x or skew_y:
        faults.append("it is rotated; warp it to an upright grid first (gdalwarp)")
    if data.crs is None:
        faults.append("it has no coordinate reference system; set the right one first (gdal_edit -a_srs)")
    elif not _is_on_earth(data.crs.to_wkt()):
        faults.append("its coordinate reference system cannot be turned into longitude and latitude")
    return faults


def _is_on_earth(crs: str) -> bool:
    from pyproj.exceptions import ProjError

    try:
        _transformer(crs, "OGC:CRS84")
    except ProjError:
        return False
    return True


@lru_cache(maxsize=8)
def _transformer(source: str, target: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)


def _span_pixels(one: float, other: float, size: int) -> tuple[int, int]:
    """First pixel and number of pixels between two positions, with one to spare on each side."""
    first = min(max(math.floor(min(one, other)) - 1, 0), size)
    last = min(max(math.ceil(max(one, other)) + 1, 0), size)
    return first, last - first


def _require_box(bounds: Bounds) -> None:
    if not (len(bounds) == 4 and np.isfinite(bounds).all() and bounds[0] < bounds[2] and bounds[1] < bounds[3]):
        raise GridError(f"bounds are west, south, east, north in degrees, each below its opposite, not {bounds}")


def _cut_window(window: Window, height: int, width: int) -> Iterator[Window]:
    """Cut along the file's tiles, as many at once as fit into `BLOCK_PIXELS`."""
    if height * width > HUGE_TILES * BLOCK_PIXELS:
        height = 1  # such a tile is unpacked in any case; that need not be twice as numbers of our own
    bottom, right = window.row + window.rows, window.column + window.columns
    top, left = window.row // height * height, window.column // width * width
    columns = max(min(BLOCK_PIXELS // height // width, -(-(right - left) // width)), 1) * width
    rows = max(BLOCK_PIXELS // columns // height, 1) * height
    for row in range(top, bottom, rows):
        for column in range(left, right, columns):
            first_row, first_column = max(row, window.row), max(column, window.column)
            height_here, width_here = min(row + rows, bottom) - first_row, min(column + columns, right) - first_column
            yield Window(first_row, first_column, height_here, width_here)
