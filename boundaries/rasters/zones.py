"""
Sum a raster by place: every pixel counts whole, for the one place its centre lies in.

The borders are crossed with the middle line of each row of pixels; between two crossings of a place lies a run of its
pixels. Two places that share a border share its crossings bit by bit, so no pixel is lost or counted twice between
them, and a row of a thousand pixels costs as little as its few crossings.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError
from boundaries.rasters.windows import Floats, Progress, RasterBand, Window, open_band
from boundaries.topology import MULTIPOLYGON, POLYGON

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

__all__ = ["sum_raster"]

Whole = NDArray[np.int64]


class _Runs(NamedTuple):
    """Pixels in a row from `start` to before `end`, both in columns of the raster, that belong to `place`."""

    row: Whole
    start: Whole
    end: Whole
    place: Whole


def sum_raster(
    path: str | Path, places: geopandas.GeoDataFrame, *, band: int = 1, progress: Progress | None = None
) -> pd.DataFrame:
    """
    Sum one band of a raster over places.

    Parameters
    ----------
    path
        Any raster GDAL reads, in any CRS with a place on earth.
    places
        `code` and valid polygons in any CRS (a row without one has no pixels); they are carried to the raster's, where
        their borders run straight from vertex to vertex. Where places overlap, a pixel belongs to the one that comes
        first.
    band
        From 1.
    progress
        Called with the pixels done and all pixels.

    Returns
    -------
    sums
        code, value (sum of the pixels whose centre lies in the place; 0 where there is none), pixels (how many had
        a value), in the order of `places`. ``attrs`` counts pixels of the places' common box: "read", "kept",
        "nodata", "outside" (of every place), and has "sum" of the values kept and "outside_sum" of those not.

    Raises
    ------
    GridError
        The file cannot be read or placed on the earth (see `open_band`); a value is negative; the places have no
        codes, no CRS or no part on the raster, or are not valid polygons: parts that overlap would cancel each other.
    """
    import pandas as pd

    _require_places(places)
    with open_band(path, band) as raster:
        edges, place = _find_edges(places, raster)
        if place.size:
            (left, top), (right, bottom) = edges.reshape(-1, 2).min(axis=0), edges.reshape(-1, 2).max(axis=0)
            window = raster.clip_window(left, top, right, bottom)
        else:
            window = Window(0, 0, 0, 0)
        if not window.pixels:
            raise GridError(f"{raster.name}: none of the {len(places)} places lies on it")
        runs = _part_overlaps(_find_runs(edges, place, window, len(places)), window)
        # place 0 is none, so what lies outside is summed too
        sums, pixels = np.zeros(len(places) + 1), np.zeros(len(places) + 1)
        for block in raster.read_blocks(window, progress):
            block.require_counts()
            start, owner = _lay_out(runs, block.window)
            for total, counted in ((sums, block.values), (pixels, block.valid.view(np.uint8))):
                pieces = np.add.reduceat(counted.ravel(), start, dtype=np.float64)
                total += np.bincount(owner, pieces, total.size)
    found = pd.DataFrame({"code": places["code"].to_numpy(), "value": sums[1:], "pixels": pixels[1:].astype(np.int64)})
    found.attrs = {
        "read": window.pixels,
        "kept": int(pixels[1:].sum()),
        "nodata": window.pixels - int(pixels.sum()),
        "outside": int(pixels[0]),
        "sum": math.fsum(sums[1:]),
        "outside_sum": float(sums[0]),
    }
    return found


def _require_places(places: geopandas.GeoDataFrame) -> None:
    import shapely

    faults = []
    shapes = places.geometry.to_numpy()
    polygonal = np.isin(shapely.get_type_id(shapes), [-1, POLYGON, MULTIPOLYGON])
    wrong = np.flatnonzero(~(polygonal & (shapely.is_valid(shapes) | shapely.is_missing(shapes))))
    if wrong.size:
        faults.append(
            f"{wrong.size} of them, first that in row {wrong[0]}, are no valid polygons; mend them first (make_valid)"
        )
    if "code" not in places.columns:
        faults.append("they have no column code")
    if places.crs is None:
        faults.append("they have no coordinate reference system; set it first (set_crs)")
    if faults:
        raise GridError("places cannot be summed over: " + "; ".join(faults))


def _find_edges(places: geopandas.GeoDataFrame, raster: RasterBand) -> tuple[Floats, Whole]:
    """
    Take every border apart into straight edges.

    Returns
    -------
    edges
        In pixels from the raster's upper left corner: column, row of one end, column, row of the other; shape (n, 4).
    place
        Whose border it is, shape (n,).
    """
    import shapely

    shapes = places.geometry.to_crs(raster.crs).to_numpy()
    pieces, owner = shapely.get_parts(shapes, return_index=True)
    rings, piece = shapely.get_rings(pieces, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    place = owner[piece][ring]
    if not np.isfinite(points).all():
        lost = place[int(np.argmin(np.isfinite(points).all(axis=1)))]
        raise GridError(f"{raster.name}: its projection cannot draw the place {places['code'].iloc[lost]}")
    points = np.column_stack(raster.find_pixels(*points.T))
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    return np.hstack([points[edge], points[edge + 1]]), place[edge].astype(np.int64)


def _find_runs(edges: Floats, place: Whole, window: Window, places: int) -> _Runs:
    """
    Cross every edge with the middle lines of the rows, and pair the crossings of a place in a row (even–odd rule).

    A centre exactly on a border belongs to the place on its right, or below it.
    """
    # an edge is always followed downwards: neighbours that share it get the same crossings, bit by bit
    upward = edges[:, 1] > edges[:, 3]
    column, row, last_column, last_row = np.where(upward[:, None], edges[:, [2, 3, 0, 1]], edges).T
    bottom, right = window.row + window.rows, window.column + window.columns
    first = np.clip(np.ceil(row - 0.5), window.row, bottom).astype(np.int64)
    crossed = np.clip(np.ceil(last_row - 0.5), window.row, bottom).astype(np.int64) - first
    edge = np.repeat(np.arange(crossed.size), crossed)
    line = first[edge] + np.arange(edge.size) - (np.cumsum(crossed) - crossed)[edge]
    slope = (last_column - column)[edge] / (last_row - row)[edge]
    crossing = column[edge] + (line + 0.5 - row[edge]) * slope
    stop = np.clip(np.ceil(crossing - 0.5), window.column, right).astype(np.int64)
    # one number per crossing sorts by row, then place, then column
    key = ((line - window.row) * places + place[edge]) * (window.columns + 1) + (stop - window.column)
    key.sort()
    of_place, stop = np.divmod(key, window.columns + 1)
    some = stop[0::2] < stop[1::2]
    line, owner = np.divmod(of_place[0::2][some], places)
    start, end = stop[0::2][some] + window.column, stop[1::2][some] + window.column
    order = np.lexsort((start, line))
    return _Runs(line[order] + window.row, start[order], end[order], owner[order])


def _part_overlaps(runs: _Runs, window: Window) -> _Runs:
    """Leave a pixel that lies in several places to the first of them; only rows where that happens are touched."""
    clash = (runs.row[1:] == runs.row[:-1]) & (runs.start[1:] < runs.end[:-1])
    rows = np.unique(runs.row[1:][clash])
    if not rows.size:
        return runs
    pieces = [np.stack(runs)[:, ~np.isin(runs.row, rows)]]
    for row in rows.tolist():
        first, last = np.searchsorted(runs.row, (row, row + 1))
        line = np.full(window.columns + 2, -1)  # nobody's pixel before and behind
        for run in sorted(range(first, last), key=lambda run: -int(runs.place[run])):
            line[runs.start[run] - window.column + 1 : runs.end[run] - window.column + 1] = runs.place[run]
        change = np.flatnonzero(np.diff(line))
        start, end, place = change[:-1], change[1:], line[change[:-1] + 1]
        mine = place >= 0
        pieces.append(
            np.stack([np.full(mine.sum(), row), start[mine] + window.column, end[mine] + window.column, place[mine]])
        )
    row, start, end, place = np.hstack(pieces)
    order = np.lexsort((start, row))
    return _Runs(row[order], start[order], end[order], place[order])


def _lay_out(runs: _Runs, window: Window) -> tuple[Whole, Whole]:
    """
    Lay the rows of a window end to end and cut them where the owner changes.

    Returns
    -------
    start
        Where each piece begins; rising, each piece has a pixel or more.
    owner
        Its place counted from 1; 0 where there is none.
    """
    first, last = np.searchsorted(runs.row, (window.row, window.row + window.rows))
    row, start, end, place = (column[first:last] for column in runs)
    offset = (row - window.row) * window.columns - window.column
    start = offset + np.clip(start, window.column, window.column + window.columns)
    end = offset + np.clip(end, window.column, window.column + window.columns)
    cuts = np.concatenate([[0], np.column_stack([start, end]).ravel()])
    owner = np.concatenate([[0], np.column_stack([place + 1, np.zeros_like(place)]).ravel()])
    some = cuts < np.append(cuts[1:], window.pixels)
    return cuts[some], owner[some]
