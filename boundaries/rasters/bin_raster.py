"""
Sum a raster to H3 cells, whatever its projection, in blocks of bounded size.

A pixel goes to the cell its centre lies in. Where a pixel is wider than a third of a cell, a cell would get none,
one or a few whole pixels by luck; such a pixel is cut into k × k equal parts, none wider than a third of a cell, and
each part goes to the cell of its own centre with 1/k² of the pixel's count. Nothing is lost either way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError
from boundaries.cells.hierarchy import cell_areas
from boundaries.cells.points import find_resolution_fault
from boundaries.rasters.windows import BLOCK_PIXELS, Block, Bounds, Floats, Progress, RasterBand, Window, open_band
from boundaries.sphere import distance_km

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["How", "bin_raster"]

How = Literal["sum", "mean", "majority"]

PARTS_ACROSS: Final = 3
"""A cell is at least so many parts of a pixel wide."""

MOST_PARTS: Final = 100
"""A pixel is cut into this many parts a side at most; beyond it lies over a thousand cells, and they say nothing."""

SAMPLES: Final = 5
"""Places across and down a window where the sizes of pixels and cells are compared."""

Cells = NDArray[np.uint64]
Piece = tuple[Cells, Floats, Floats]


def bin_raster(
    path: str | Path,
    *,
    resolution: int,
    bounds: Bounds | None = None,
    band: int = 1,
    how: How = "sum",
    progress: Progress | None = None,
) -> pd.DataFrame:
    """
    Bring one band of a raster to H3 cells.

    Parameters
    ----------
    path
        Any raster GDAL reads, in any CRS with a place on earth; in a zip as "/vsizip/FILE.zip/NAME.tif".
    resolution
        Of H3, 0 to 15.
    bounds
        West, south, east, north in degrees (EPSG:4326); a pixel belongs to the box its centre lies in. A centre on
        the west or south border is inside, one on the east or north border is not: neighbouring boxes share none.
    band
        From 1.
    how
        "sum" for counts (people, m² built): every pixel's value is carried over once. "mean" for measures: the mean
        of the pixels, each counted alike. "majority" for classes: the value of most pixels, the smallest of equals.
    progress
        Called with the pixels done and all pixels.

    Returns
    -------
    sums
        cell (uint64, rising, each once) and value (float64), for every cell with a valid pixel (a cell whose pixels
        are all 0 is there with 0). ``attrs`` counts pixels: "read" (in the box), "kept", "nodata" (left out by the
        file's nodata value or mask, or NaN), "unplaced" (valid, but off the edge of the projection's
        earth); and has "sum" of the values kept, "unplaced_sum" of those not, and "parts", the k of the module text.
        Scale and offset of the file are applied.

    Raises
    ------
    GridError
        The file cannot be read or placed on the earth (see `open_band`); a count is negative, a value infinite; a
        class is no whole number; the window holds no data; pixels too coarse for the resolution; an option that does
        not exist.
    """
    if how not in ("sum", "mean", "majority"):
        raise GridError(f"a raster is brought to cells by sum, mean or majority, not {how!r}")
    if fault := find_resolution_fault(resolution):
        raise GridError(f"a raster cannot be brought to cells: {fault}")
    with open_band(path, band) as raster:
        window = raster.whole if bounds is None else raster.find_window(bounds)
        parts = _count_parts(raster, window, resolution)
        tally = _Tally(_count_classes if how == "majority" else _add_up)
        read = kept = unplaced = 0
        kept_sums, unplaced_sums = [], []
        for block in raster.read_blocks(window, progress):
            if how == "sum":
                block.require_counts()
            elif how == "majority":
                block.require_classes()
            inside = block.valid if bounds is None else _find_inside(raster, block, bounds)
            rows, columns = np.nonzero(block.valid & inside)
            values = block.values[rows, columns]
            rows, columns = rows + block.window.row, columns + block.window.column
            placed = np.zeros(values.size, bool)
            share = values / parts**2 if how == "sum" else values
            for few in _cut_range(values.size, BLOCK_PIXELS // parts**2):
                lon, lat = _locate_parts(raster, rows[few], columns[few], parts)
                placed[few] = known = ~np.isnan(lon[:, 0])
                cells = _find_cells(lon[known].ravel(), lat[known].ravel(), resolution)
                tally.add(cells, np.repeat(share[few][known], parts**2))
            read += block.window.pixels if bounds is None else int(np.count_nonzero(inside))
            kept += int(np.count_nonzero(placed))
            unplaced += int(np.count_nonzero(~placed))
            kept_sums.append(float(values[placed].sum()))
            unplaced_sums.append(float(values[~placed].sum()))
    if not kept:
        where = "" if bounds is None else f" within {bounds} (west, south, east, north)"
        found = f"all {read:,} pixels are without data" if read else "no pixel has its centre there"
        raise GridError(f"{raster.name}: band {band} holds nothing{where}; {found}")
    sums = _to_frame(tally.take(), how)
    sums.attrs = {
        "read": read,
        "kept": kept,
        "nodata": read - kept - unplaced,
        "unplaced": unplaced,
        "sum": math.fsum(kept_sums),
        "unplaced_sum": math.fsum(unplaced_sums),
        "parts": parts,
    }
    return sums


class _Tally:
    """Pieces of (cells, values, counts), merged before they grow large."""

    def __init__(self, merge: Callable[[Cells, Floats, Floats], Piece]) -> None:
        self.merge = merge
        self.pieces: list[Piece] = []
        self.rows = 0

    def add(self, cells: Cells, values: Floats) -> None:
        """Add pixels or parts of pixels, each counted once."""
        self.pieces.append(self.merge(cells, values, np.ones(cells.size)))
        self.rows += self.pieces[-1][0].size
        if self.rows > BLOCK_PIXELS and len(self.pieces) > 1:
            self.pieces = [self.take()]
            # the merged piece does not count: it may never get smaller
            self.rows = 0

    def take(self) -> Piece:
        """Merge all that was added."""
        cells, values, counts = (np.concatenate(column) for column in zip(*self.pieces, strict=True))
        return self.merge(cells, values, counts)


def _add_up(cells: Cells, values: Floats, counts: Floats) -> Piece:
    """Sum values and counts by cell."""
    import pandas as pd

    home, unique = pd.factorize(cells)
    sums, number = (np.bincount(home, column, unique.size).astype(np.float64) for column in (values, counts))
    return unique, sums, number


def _count_classes(cells: Cells, values: Floats, counts: Floats) -> Piece:
    """Sum counts by cell and value."""
    import pandas as pd

    home, unique = pd.factorize(cells)
    kind, kinds = pd.factorize(values)
    pair, pairs = pd.factorize(home * max(kinds.size, 1) + kind)
    first, second = np.divmod(pairs, max(kinds.size, 1))
    return unique[first], kinds[second], np.bincount(pair, counts, pairs.size).astype(np.float64)


def _to_frame(piece: Piece, how: How) -> pd.DataFrame:
    import pandas as pd

    cells, values, counts = piece
    if how == "majority":
        # the most frequent value of each cell comes first, the smallest of equals
        order = np.lexsort((values, -counts, cells))
        cells, values = cells[order], values[order]
        first = np.append(True, cells[1:] != cells[:-1])
        return pd.DataFrame({"cell": cells[first], "value": values[first]})
    order = np.argsort(cells)
    result = values / counts if how == "mean" else values
    return pd.DataFrame({"cell": cells[order], "value": result[order]})


def _find_inside(raster: RasterBand, block: Block, bounds: Bounds) -> NDArray[np.bool_]:
    """Find the pixels, valid or not, whose centre lies in the box."""
    row, column, rows, columns = block.window
    down, across = np.meshgrid(np.arange(rows) + row + 0.5, np.arange(columns) + column + 0.5, indexing="ij")
    lon, lat = raster.locate(down, across)
    west, south, east, north = bounds
    return (west <= lon) & (lon < east) & (south <= lat) & (lat < north)


def _locate_parts(
    raster: RasterBand, rows: NDArray[np.intp], columns: NDArray[np.intp], parts: int
) -> tuple[Floats, Floats]:
    """
    Locate the centres of k × k parts of each pixel, shape (pixels, k²).

    A part that lies off the edge of the projection's earth takes the pixel's own centre.
    """
    middle = raster.locate(rows.astype(np.float64) + 0.5, columns.astype(np.float64) + 0.5)
    middle_lon, middle_lat = (degrees[:, None] for degrees in middle)
    if parts == 1:
        return middle_lon, middle_lat
    steps = (np.arange(parts, dtype=np.float64) + 0.5) / parts
    down, across = (offset.ravel() for offset in np.meshgrid(steps, steps, indexing="ij"))
    lon, lat = raster.locate(rows[:, None] + down, columns[:, None] + across)
    lost = np.isnan(lon) | np.isnan(middle_lon)
    return np.where(lost, middle_lon, lon), np.where(lost, middle_lat, lat)


def _find_cells(lon: Floats, lat: Floats, resolution: int) -> Cells:
    import pyarrow as pa
    from h3ronpy.vector import coordinates_to_cells

    cells: Cells = pa.array(coordinates_to_cells(lat, lon, resolution)).to_numpy(zero_copy_only=False)
    return cells


def _count_parts(raster: RasterBand, window: Window, resolution: int) -> int:
    """Choose k from the largest pixel, in widths of the cell it lies in, at some places of the window."""
    share = (np.arange(SAMPLES) + 0.5) / SAMPLES
    rows, columns = (
        step.ravel() for step in np.meshgrid(window.row + share * window.rows, window.column + share * window.columns)
    )
    here, right, below = (raster.locate(rows + down, columns + across) for down, across in ((0, 0), (0, 1), (1, 0)))
    corners = [np.column_stack(place) for place in (here, right, below)]
    size = 1000 * np.maximum(distance_km(corners[0], corners[1]), distance_km(corners[0], corners[2]))
    known = np.isfinite(size)
    if not known.any():
        return 1
    cells = _find_cells(here[0][known], here[1][known], resolution)
    # a hexagon of width w, from side to side, has the area w² √3 / 2
    width = np.sqrt(cell_areas(cells) * 1e6 * 2 / math.sqrt(3))
    parts = max(math.ceil(float((PARTS_ACROSS * size[known] / width).max()) - 1e-9), 1)
    if parts > MOST_PARTS:
        raise GridError(
            f"{raster.name}: its pixels are {size[known].max() / 1000:,.0f} km wide, too coarse for H3 cells of "
            f"resolution {resolution} ({width.min() / 1000:,.2f} km); ask for a lower resolution"
        )
    return parts


def _cut_range(size: int, step: int) -> Iterator[slice]:
    step = max(step, 1)
    return (slice(start, start + step) for start in range(0, size, step))
