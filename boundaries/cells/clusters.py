"""Cells that touch each other: the towns among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["find_clusters"]


def find_clusters(cells: NDArray[np.uint64], chosen: NDArray[np.bool_]) -> NDArray[np.int32]:
    """
    Find the groups of cells that hang together by their edges.

    Parameters
    ----------
    cells
        H3 ids of one resolution, rising; shape (n,).
    chosen
        Which of them are grouped.

    Returns
    -------
    cluster
        Shape (n,): a number from 0 for each group, in no order that means anything; −1 where a cell is not chosen.
    """
    import pyarrow as pa
    from h3ronpy import grid_disk
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    cluster = np.full(cells.size, -1, dtype=np.int32)
    members = cells[chosen]
    if not members.size:
        return cluster
    disks = pa.array(grid_disk(members, 1, flatten=False))
    start = np.repeat(np.arange(members.size), np.diff(disks.offsets.to_numpy()))
    neighbours = disks.values.to_numpy()
    end = np.minimum(np.searchsorted(members, neighbours), members.size - 1)
    known = members[end] == neighbours
    size = (members.size, members.size)
    edges = coo_array((np.ones(known.sum(), dtype=np.int8), (start[known], end[known])), shape=size)
    cluster[chosen] = connected_components(edges, directed=False)[1]
    return cluster
