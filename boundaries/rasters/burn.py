"""
Lay polygons on a grid of pixels by exact area: what `bin_raster` does, the other way round.

Every border is cut where it crosses from pixel to pixel. A piece that goes down through a pixel covers all that lies to
its right: a part of this pixel, and the pixels after it whole; going up it takes as much away. The sum along each row
is the area of the polygon in each pixel, to the last digit, and since areas add up, a million polygons cost one sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError

__all__ = ["Cuts", "PixelGrid", "add_areas", "cut_borders", "fit_grid"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PixelGrid:
    """
    Square pixels, the first row in the north.

    Attributes
    ----------
    west, north
        Of the first pixel's corner, in the units of the projection.
    size
        Of a pixel's side, in the same.
    rows, columns
        How many.
    """

    west: float
    north: float
    size: float
    rows: int
    columns: int


@dataclass(frozen=True, slots=True, eq=False)
class Cuts:
    """
    Pieces of borders, each in one pixel.

    Attributes
    ----------
    shape
        Whose border it is.
    row, column
        The pixel.
    down
        How far the piece goes down, in pixels; negative going up.
    left
        Part of the pixel's width that lies left of the piece's middle, 0 to 1.
    """

    shape: Whole
    row: Whole
    column: Whole
    down: Floats
    left: Floats


def fit_grid(shapes: Any, size: float) -> PixelGrid:
    """
    Find the grid that holds some shapes; its lines are multiples of the size, so that grids fit on each other.

    Parameters
    ----------
    shapes
        shapely geometries in one projection; at least one that is not empty.
    size
        Of a pixel's side.

    Returns
    -------
    grid
        The smallest that holds all.

    Raises
    ------
    GridError
        There is none.
    """
    import shapely

    west, south, east, north = np.asarray(shapely.total_bounds(shapes)) / size
    if not np.isfinite([west, south, east, north]).all():
        raise GridError("there is no shape to lay on a grid of pixels")
    left, top = int(np.floor(west)), int(np.ceil(north))
    return PixelGrid(left * size, top * size, size, top - int(np.floor(south)), int(np.ceil(east)) - left)


def cut_borders(shapes: Any, grid: PixelGrid) -> Cuts:
    """
    Cut the borders of polygons at the edges of pixels.

    Parameters
    ----------
    shapes
        Valid polygons or multipolygons, holes and all, in the grid's projection and within the grid.
    grid
        The pixels.

    Returns
    -------
    cuts
        For `add_areas`.
    """
    import shapely

    parts, owner = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = (points[:, 0] - grid.west) / grid.size, (grid.north - points[:, 1]) / grid.size
    edge = np.flatnonzero((ring[1:] == ring[:-1]) & (y[1:] != y[:-1]))
    shape = owner[part][ring[edge]].astype(np.int64)
    start, end = np.stack([x[edge], y[edge]]), np.stack([x[edge + 1], y[edge + 1]])
    edges, at = _cross_lines(start, end)
    begin = start[:, edges] + at[0] * (end - start)[:, edges]
    finish = start[:, edges] + at[1] * (end - start)[:, edges]
    middle = (begin + finish) / 2
    # A piece that lies on the grid's last line belongs to the pixel before it.
    column = np.clip(np.floor(middle[0]), 0, grid.columns - 1).astype(np.int64)
    row = np.clip(np.floor(middle[1]), 0, grid.rows - 1).astype(np.int64)
    return Cuts(shape[edges], row, column, finish[1] - begin[1], middle[0] - column)


def add_areas(cuts: Cuts, weights: Floats, grid: PixelGrid) -> Floats:
    """
    Add up, pixel by pixel, the areas of shapes times their weights.

    Parameters
    ----------
    cuts
        Of `cut_borders`.
    weights
        One a shape, none NaN.
    grid
        The same as of the cuts.

    Returns
    -------
    sums
        Shape (rows, columns); areas are in pixels. With a weight of people over area the sums are people, and all of
        them together as many as the shapes have.
    """
    weight = weights[cuts.shape] * cuts.down
    width = grid.columns + 1
    home = cuts.row * width + cuts.column
    size = grid.rows * width
    inside = np.bincount(home, weight * (1 - cuts.left), size).astype(np.float64)
    # What lies right of the piece is covered whole from the next pixel on.
    inside += np.bincount(home + 1, weight * cuts.left, size + 1)[:size]
    sums: Floats = np.cumsum(inside.reshape(grid.rows, width), axis=1)[:, : grid.columns]
    return sums


def _cross_lines(start: Floats, end: Floats) -> tuple[Whole, Floats]:
    """
    Find where edges cross the lines between pixels.

    Returns
    -------
    edge
        Of every piece, rising; shape (pieces,).
    at
        Where the piece begins and ends, as part of the edge; shape (2, pieces).
    """
    count = start.shape[1]
    edges, places = [np.arange(count)], [np.zeros(count)]
    for from_, to in zip(start, end, strict=True):
        first = np.floor(np.minimum(from_, to)) + 1
        crossed = np.maximum(np.ceil(np.maximum(from_, to)) - first, 0).astype(np.int64)
        edge = np.repeat(np.arange(count), crossed)
        line = first[edge] + np.arange(edge.size) - np.repeat(np.cumsum(crossed) - crossed, crossed)
        edges.append(edge)
        places.append((line - from_[edge]) / (to - from_)[edge])
    edge, place = np.concatenate(edges), np.concatenate(places)
    order = np.lexsort((place, edge))
    edge, place = edge[order], place[order]
    ends = np.ones(edge.size)
    same = edge[1:] == edge[:-1]
    ends[:-1][same] = place[1:][same]
    return edge.astype(np.int64), np.stack([place, ends])
