"""Cells that touch each other hang together; a gap of one cell parts them."""

from __future__ import annotations

import h3.api.numpy_int as h3
import numpy as np

from boundaries.cells.clusters import find_clusters

MIDDLE = h3.latlng_to_cell(31.55, 74.35, 7)


def test_a_ring_with_its_middle_left_out_is_one_and_a_far_cell_another() -> None:
    far = h3.latlng_to_cell(24.86, 67.01, 7)
    cells = np.sort(np.array([*h3.grid_disk(MIDDLE, 1), far], dtype=np.uint64))
    clusters = find_clusters(cells, cells != MIDDLE)
    assert clusters[cells == MIDDLE] == -1
    ring = clusters[(cells != MIDDLE) & (cells != far)]
    assert np.unique(ring).size == 1  # six cells round a hole
    assert clusters[cells == far] not in ring


def test_two_cells_with_one_between_them_are_apart_until_it_is_chosen() -> None:
    first = h3.grid_ring(MIDDLE, 1)[0]
    last = next(cell for cell in h3.grid_ring(MIDDLE, 1) if h3.grid_distance(first, cell) == 2)
    cells = np.sort(np.array([first, MIDDLE, last], dtype=np.uint64))
    assert np.unique(find_clusters(cells, cells != MIDDLE)).tolist() == [-1, 0, 1]
    assert find_clusters(cells, np.ones(3, dtype=bool)).tolist() == [0, 0, 0]


def test_nothing_chosen_and_no_cells() -> None:
    cells = np.sort(np.array(h3.grid_disk(MIDDLE, 1), dtype=np.uint64))
    assert (find_clusters(cells, np.zeros(7, dtype=bool)) == -1).all()
    assert find_clusters(cells[:0], np.zeros(0, dtype=bool)).size == 0
