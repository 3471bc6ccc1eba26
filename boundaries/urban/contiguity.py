"""
Clusters of grid cells: cells that touch, found block by block; smooth edges and filled gaps.

A grid too large for memory is read in blocks. Each block is labelled by itself, and labels that touch across a seam
are joined afterwards, so that a cluster has one number and one sum of people however it was cut.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Block", "Clusters", "Smoothing", "cut_blocks", "fill_gaps", "smooth_edges"]

Bools = NDArray[np.bool_]
Flat = NDArray[np.int64]

Smoothing = Literal["five of eight", "majority of land"]
"""How edges are smoothed; see `smooth_edges`."""

GRAIN: Final = 2.0**-20
"""
People are summed in grains of a millionth of a person: such sums are exact in double precision up to 8,000 million
people, so that the order of adding, and with it the cut into blocks, cannot decide about a threshold.
"""

LEAST_RING: Final = 7
"""Cells of the smallest cluster with a gap: a ring of eight without one corner."""

# The eight neighbours of a cell, by row and column.
_AROUND: Final = np.array([(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)])

_CROSS: Final = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
_SQUARE: Final = np.ones((3, 3), dtype=int)


class Block(NamedTuple):
    """A piece of a grid: its rows and its columns."""

    rows: slice
    columns: slice

    @property
    def corner(self) -> tuple[int, int]:
        """Row and column of its first cell."""
        return self.rows.start, self.columns.start

    def grow(self, cells: int, shape: tuple[int, int]) -> Block:
        """Take in this many cells on every side, as far as the grid reaches."""
        grown = (
            slice(max(part.start - cells, 0), min(part.stop + cells, length))
            for part, length in zip(self, shape, strict=True)
        )
        return Block(*grown)

    def inside(self, outer: Block) -> Block:
        """Say where it lies in a block that holds it."""
        own = (slice(p.start - o.start, p.stop - o.start) for p, o in zip(self, outer, strict=True))
        return Block(*own)


def cut_blocks(shape: tuple[int, int], size: int | None) -> list[Block]:
    """
    Cut a grid into square blocks, row by row from the top left.

    Parameters
    ----------
    shape
        Rows and columns.
    size
        Cells along a side; None for one block.

    Returns
    -------
    blocks
        The last of a row or column may be smaller; none for an empty grid.
    """
    if not all(shape):
        return []
    step = size or max(shape)
    return [
        Block(slice(top, min(top + step, shape[0])), slice(left, min(left + step, shape[1])))
        for top in range(0, shape[0], step)
        for left in range(0, shape[1], step)
    ]


class Clusters:
    """
    Clusters of marked cells over all blocks of a grid, with the people of each.

    `add` every block in the order of `cut_blocks`, then `join`; from then on `label` numbers the cells of a block
    with the clusters of the whole grid.

    Parameters
    ----------
    shape
        Rows and columns of the grid.
    neighbours
        4 (cells that share a side) or 8 (or a corner).

    Attributes
    ----------
    people
        Sum of each cluster by its number; position 0 belongs to cells that are in none.
    """

    def __init__(self, shape: tuple[int, int], neighbours: int) -> None:
        self.people: NDArray[np.float64] = np.zeros(1)
        self._structure = _SQUARE if neighbours == 8 else _CROSS
        self._steps = (-1, 0, 1) if neighbours == 8 else (0,)
        self._count = 0
        self._starts: dict[tuple[int, int], int] = {}
        self._sums: list[NDArray[np.float64]] = []
        self._pairs: list[NDArray[np.int64]] = []
        self._above = np.zeros(shape[1], dtype=np.int64)
        self._bottom = np.zeros(shape[1], dtype=np.int64)
        self._left: NDArray[np.int64] | None = None
        self._joined = np.zeros(1, dtype=np.int64)

    def add(self, block: Block, marked: Bools, people: NDArray[np.float64]) -> None:
        """Label one block, note what touches across its seams, and sum its people."""
        local, count = self._label(marked)
        self._starts[block.corner] = self._count
        grains = np.bincount(local.ravel(), np.rint(people / GRAIN).ravel(), count + 1)
        self._sums.append((grains[1:] * GRAIN).astype(np.float64))
        own = np.where(local > 0, local + self._count, 0)
        self._count += count
        if block.columns.start == 0:
            self._above, self._bottom, self._left = self._bottom, np.zeros_like(self._bottom), None
        padded = np.pad(self._above, 1)
        for step in self._steps:
            self._note(padded[block.columns.start + 1 + step : block.columns.stop + 1 + step], own[0])
        if self._left is not None:
            padded = np.pad(self._left, 1)
            for step in self._steps:
                self._note(padded[1 + step : padded.size - 1 + step], own[:, 0])
        self._bottom[block.columns] = own[-1]
        self._left = own[:, -1]

    def join(self) -> None:
        """Give one number to labels that touch across seams."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        first, second = np.concatenate([np.empty((0, 2), dtype=np.int64), *self._pairs]).T - 1
        links = coo_array((np.ones(first.size, dtype=bool), (first, second)), shape=(self._count, self._count))
        count, roots = connected_components(links, directed=False) if self._count else (0, np.empty(0))
        self._joined = np.concatenate([[0], roots + 1]).astype(np.int64)
        sums = np.concatenate([np.zeros(1), *self._sums])
        self.people = np.bincount(self._joined, sums, count + 1).astype(np.float64)
        self._sums, self._pairs = [], []

    def label(self, block: Block, marked: Bools) -> NDArray[np.int64]:
        """Give the marked cells of a block the numbers of their clusters in the whole grid; 0 elsewhere."""
        local, _ = self._label(marked)
        numbers: NDArray[np.int64] = self._joined[np.where(local > 0, local + self._starts[block.corner], 0)]
        return numbers

    def _label(self, marked: Bools) -> tuple[NDArray[np.int64], int]:
        from scipy import ndimage

        local, count = ndimage.label(marked, self._structure)
        return local.astype(np.int64), int(count)

    def _note(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> None:
        both = (one > 0) & (other > 0)
        if both.any():
            self._pairs.append(np.unique(np.column_stack([one[both], other[both]]), axis=0))


def smooth_edges(
    cells: Flat,
    cluster: Flat,
    *,
    shape: tuple[int, int],
    may_join: Bools,
    counted: Bools,
    rule: Smoothing,
) -> tuple[Flat, Flat]:
    """
    Add cells to the cluster that most of their eight neighbours belong to, again and again until none is added.

    Parameters
    ----------
    cells, cluster
        Flat positions (row × columns + column), rising, of the cells in clusters, and the number of each one's.
    shape
        Rows and columns of the grid.
    may_join
        Whether a cell may be added at all, flat.
    counted
        Whether a neighbour counts where only populated and land cells do, flat; cells of clusters always count.
    rule
        "five of eight": at least five of the eight neighbours are of one cluster (GHSL Data Package 2022).
        "majority of land": more than half of those neighbours that are populated or land are of one cluster (Data
        Package 2023). Beyond the edge of the grid nothing belongs to a cluster, and all of it counts.

    Returns
    -------
    cells, cluster
        As given, with the cells that were added. All cells of a round are judged by the state before it, so that the
        answer does not depend on the order they are looked at.
    """
    fresh = cells
    while fresh.size:
        around, inside = _find_neighbours(fresh, shape)
        edge = np.unique(around[inside])
        edge = edge[may_join[edge]]
        edge = edge[_look_up(edge, cells, cluster) == 0]
        around, inside = _find_neighbours(edge, shape)
        member = np.where(inside, _look_up(around, cells, cluster), 0)
        votes = ((member[:, :, None] == member[:, None, :]) & (member > 0)[:, :, None]).sum(axis=2)
        best = votes.argmax(axis=1) if edge.size else np.empty(0, dtype=np.intp)
        most = votes[np.arange(edge.size), best]
        if rule == "five of eight":
            joins = most >= 5
        else:
            voters = (~inside | counted[np.where(inside, around, 0)] | (member > 0)).sum(axis=1)
            joins = 2 * most > voters
        fresh = edge[joins]
        cells, cluster = _merge(cells, cluster, fresh, member[np.arange(edge.size), best][joins])
    return cells, cluster


def fill_gaps(cells: Flat, cluster: Flat, *, shape: tuple[int, int], less_than: float) -> tuple[Flat, Flat]:
    """
    Fill the gaps of each cluster that are smaller than a limit.

    Parameters
    ----------
    cells, cluster
        As in `smooth_edges`.
    shape
        Rows and columns of the grid.
    less_than
        Cells; a gap of this size or larger stays open.

    Returns
    -------
    cells, cluster
        As given, with the cells that were filled. A gap is a set of cells joined by their sides that one cluster
        encloses; what is open to the edge of the grid is not enclosed.
    """
    from scipy import ndimage

    rows, columns = np.divmod(cells, shape[1])
    order = np.argsort(cluster, kind="stable")
    found, of = [cells], [cluster]
    for group in np.split(order, np.flatnonzero(np.diff(cluster[order])) + 1):
        if group.size < LEAST_RING:
            continue
        top, left = rows[group].min() - 1, columns[group].min() - 1
        window = np.zeros((rows[group].max() - top + 2, columns[group].max() - left + 2), dtype=bool)
        window[rows[group] - top, columns[group] - left] = True
        open_to, _ = ndimage.label(~window, _CROSS)
        sizes = np.bincount(open_to.ravel())
        # Number 0 is the cluster itself; the corner of the window, one cell beyond the cluster, lies outside.
        sizes[[0, open_to[0, 0]]] = 0
        gap_rows, gap_columns = np.nonzero(((sizes > 0) & (sizes < less_than))[open_to])
        found.append((gap_rows + top) * shape[1] + gap_columns + left)
        of.append(np.full(gap_rows.size, cluster[group[0]]))
    both, first = np.unique(np.concatenate(found), return_index=True)
    return both, np.concatenate(of)[first]


def _find_neighbours(cells: Flat, shape: tuple[int, int]) -> tuple[NDArray[np.int64], Bools]:
    """Locate the eight neighbours of each cell, and say which lie in the grid."""
    rows, columns = np.divmod(cells, shape[1])
    near_rows, near_columns = rows[:, None] + _AROUND[:, 0], columns[:, None] + _AROUND[:, 1]
    height, width = shape
    inside = (near_rows >= 0) & (near_rows < height) & (near_columns >= 0) & (near_columns < width)
    return near_rows * width + near_columns, inside


def _look_up(wanted: NDArray[np.int64], cells: Flat, cluster: Flat) -> NDArray[np.int64]:
    """Find the cluster of each wanted cell, 0 where it is in none."""
    if not cells.size:
        return np.zeros(wanted.shape, dtype=np.int64)
    at = np.minimum(np.searchsorted(cells, wanted), cells.size - 1)
    return np.where(cells[at] == wanted, cluster[at], 0)


def _merge(cells: Flat, cluster: Flat, more: Flat, of: Flat) -> tuple[Flat, Flat]:
    both = np.concatenate([cells, more])
    order = np.argsort(both, kind="stable")
    return both[order], np.concatenate([cluster, of])[order]
