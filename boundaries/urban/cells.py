"""
Urban classes of H3 cells.

The Degree of Urbanisation is defined on squares of 1 km. A layer's cells are therefore cut into their children of
resolution 9 (0.1 km²), each with an equal part of the people; the children's people are summed by square, the squares
are classified, and a cell takes the class of most of its children. People are conserved on the way.

The classes are as good as the layer. Where a source spreads rural people evenly over a district, every district of more
than 300 people per km² becomes one urban cluster and its fields suburban or peri-urban (21): that says how densely it
is settled, not that a city spilled over there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import UrbanError
from boundaries.cells.hierarchy import cell_centres, cell_parents, cell_resolution
from boundaries.cells.layer import CellLayer
from boundaries.urban.contiguity import Block
from boundaries.urban.degurba import CLASS_NAMES, GHSL_R2023A, Piece, Thresholds, classify_pieces
from boundaries.urban.mollweide import Grid, cell_numbers

__all__ = ["FINE", "classify_cells", "grid_of_cells"]

FINE: Final = 9
"""Resolution of the children: about ten to a km²."""

_BLOCK: Final = 1_000_000
"""Children located at a time."""


def grid_of_cells(layer: CellLayer, epoch: int = 0) -> Grid:
    """
    Carry a layer to the 1 km Mollweide grid.

    Parameters
    ----------
    layer
        Of people or of built-up m².
    epoch
        A year, as for `CellLayer.epoch`; 0 for the newest that was observed.

    Returns
    -------
    grid
        Same sum as the layer; `area` is the km² of each square that the layer's cells cover, NaN values where they
        cover nothing. Empty for an empty layer.
    """
    return _cut_cells(layer).sum(layer.values[layer.epoch(epoch)])


def classify_cells(
    layer: CellLayer, *, thresholds: Thresholds = GHSL_R2023A, land: NDArray[np.uint64] | None = None
) -> CellLayer:
    """
    Give each cell of a layer its Degree of Urbanisation in every epoch.

    Parameters
    ----------
    layer
        Of people.
    thresholds
        As for `degree_of_urbanisation`.
    land
        H3 ids of one resolution, in any order: land where nobody lives unless the layer has a cell there. Published
        grids leave out empty cells, and without this land those beside them would seem far more densely settled;
        `boundaries.grids.land.country_cells` gives it. None: the layer's own cells are all the land there is.

    Returns
    -------
    layer
        The same with `classes`, codes of level 2. Density is people per km² of the layer's cells and of `land`, so
        that squares cut by a border or a coast are not taken for empty. A cell has the class of most of its children,
        the more urban one in a tie; its people are thought spread evenly, so that is the class of most of them too.

    Raises
    ------
    UrbanError
        The layer is not one of people.
    """
    if layer.kind != "people":
        raise UrbanError(f"{layer.name} is a layer of {layer.kind}; urban classes are made of people")
    whole = layer if land is None else _lay_on_land(layer, land)
    own = np.searchsorted(whole.cells, layer.cells)
    children = _cut_cells(whole)
    classes = np.empty(layer.values.shape, dtype=np.uint8)
    for row, people in enumerate(whole.values):
        grid = children.sum(people)
        codes = classify_pieces(partial(_read, grid), grid.values.shape, thresholds=thresholds)
        classes[row] = children.take_majority(codes)[own]
    return replace(layer, classes=classes, _kept={})


def _lay_on_land(layer: CellLayer, land: NDArray[np.uint64]) -> CellLayer:
    """Add the cells of land that a layer leaves out, with nobody in them."""
    import pyarrow as pa
    from h3ronpy import change_resolution_list

    if not (layer.cells.size and land.size):
        return layer
    if cell_resolution(land[:1])[0] < layer.resolution:
        land = pa.array(change_resolution_list(land, layer.resolution)).flatten().to_numpy()
    cells = np.union1d(layer.cells, cell_parents(land, layer.resolution))
    values = np.zeros((len(layer.epochs), cells.size))
    values[:, np.searchsorted(cells, layer.cells)] = layer.values
    return replace(layer, cells=cells, values=values, classes=None, _kept={})


@dataclass(frozen=True)
class _Children:
    """Where the children of a layer's cells lie: `square` (flat) and `cell` of each child, and the grid's frame."""

    square: NDArray[np.int64]
    cell: NDArray[np.intp]
    count: NDArray[np.int64]
    area: NDArray[np.float64]
    shape: tuple[int, int]
    left: int
    top: int

    def sum(self, values: NDArray[np.float64]) -> Grid:
        """Share each cell's value among its children and sum by square."""
        sums = np.bincount(self.square, (values / self.count)[self.cell], self.area.size)
        return Grid(
            np.where(self.area > 0, sums, np.nan).reshape(self.shape),
            self.left,
            self.top,
            self.area.reshape(self.shape),
        )

    def take_majority(self, codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Give each cell the class of most of its children."""
        kinds = np.array(sorted(CLASS_NAMES, reverse=True), dtype=np.uint8)
        kind = np.zeros(256, dtype=np.int64)
        kind[kinds] = np.arange(kinds.size)
        tally = np.bincount(
            self.cell * kinds.size + kind[codes.ravel()[self.square]], minlength=self.count.size * kinds.size
        )
        winners: NDArray[np.uint8] = kinds[tally.reshape(-1, kinds.size).argmax(axis=1)]
        return winners


def _read(grid: Grid, block: Block) -> Piece:
    area = None if grid.area is None else grid.area[block]
    return Piece(grid.values[block], area=None if area is None else np.where(area > 0, area, 1.0))


def _cut_cells(layer: CellLayer) -> _Children:
    import pyarrow as pa
    from h3ronpy import change_resolution_list

    columns, rows, counts = [], [], []
    fine = max(FINE, layer.resolution)
    step = max(_BLOCK // 7 ** (fine - layer.resolution), 1)
    for start in range(0, layer.cells.size, step):
        children = pa.array(change_resolution_list(layer.cells[start : start + step], fine))
        counts.append(children.value_lengths().to_numpy())
        centres = cell_centres(children.flatten().to_numpy())
        column, row = cell_numbers(*centres.T)
        columns.append(column.astype(np.int32))
        rows.append(row.astype(np.int32))
    if not counts:
        none = np.empty(0, dtype=np.int64)
        return _Children(none, none, none, np.empty(0), (0, 0), 0, 0)
    column, row, count = np.concatenate(columns), np.concatenate(rows), np.concatenate(counts).astype(np.int64)
    left, top = int(column.min()), int(row.max()) + 1
    shape = (top - int(row.min()), int(column.max()) + 1 - left)
    square = (top - 1 - row) * shape[1] + column - left
    cell = np.repeat(np.arange(count.size), count)
    area = np.bincount(square, (layer.areas / count)[cell], shape[0] * shape[1]).astype(np.float64)
    return _Children(square, cell, count, area, shape, left, top)
