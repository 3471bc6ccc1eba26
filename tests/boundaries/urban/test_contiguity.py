"""Clusters however the grid is cut; gaps and edges by pencil."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from boundaries.urban.contiguity import Clusters, cut_blocks, fill_gaps, smooth_edges


def draw(picture: str) -> np.ndarray[Any, Any]:
    return np.array([[sign != "." for sign in line.split()] for line in picture.strip().splitlines()])


def cluster(marked: np.ndarray[Any, Any], neighbours: int, size: int | None) -> tuple[list[float], int]:
    """People of the clusters of a grid with one person a cell, rising, and how many numbers its cells carry."""
    clusters = Clusters(marked.shape, neighbours)
    blocks = cut_blocks(marked.shape, size)
    for block in blocks:
        clusters.add(block, marked[block], np.ones(marked[block].shape))
    clusters.join()
    numbers = {int(n) for block in blocks for n in np.unique(clusters.label(block, marked[block])) if n}
    return sorted(clusters.people[1:].tolist()), len(numbers)


# One snake of 13 cells, and two cells that touch it by a corner only.
SNAKE = """
    x x x x x
    . . . . x
    x x x x x
    x . . . .
    . x x . .
"""


@pytest.mark.parametrize("size", [None, 1, 2, 3, 4])
def test_a_snake_is_one_cluster_however_it_is_cut(size: int | None) -> None:
    # 5 + 1 + 5 + 1 = 12 cells joined by sides, and 2 that touch them by a corner only.
    assert cluster(draw(SNAKE), 4, size) == ([2.0, 12.0], 2)
    assert cluster(draw(SNAKE), 8, size) == ([14.0], 1)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_corners_touch_across_seams_both_ways(size: int) -> None:
    falling = np.eye(6, dtype=bool)
    for marked in (falling, falling[::-1]):
        assert cluster(marked, 8, size) == ([6.0], 1)
        assert cluster(marked, 4, size) == ([1.0] * 6, 6)


def test_no_cells_no_clusters() -> None:
    assert cluster(np.zeros((3, 3), dtype=bool), 4, 2) == ([], 0)
    assert cut_blocks((0, 5), 2) == []


def test_sums_do_not_depend_on_the_cut() -> None:
    # 0.1 a cell: added one after another or by blocks doubles differ in the last digits; grains do not.
    marked = np.ones((7, 11), dtype=bool)
    people = []
    for size in (None, 1, 2, 5):
        clusters = Clusters(marked.shape, 4)
        for block in cut_blocks(marked.shape, size):
            clusters.add(block, marked[block], np.full(marked[block].shape, 0.1))
        clusters.join()
        people.append(clusters.people[1])
    assert len(set(people)) == 1
    assert people[0] == pytest.approx(7.7, abs=1e-4)


def fill(picture: str, less_than: float) -> np.ndarray[Any, Any]:
    marked = draw(picture)
    cells = np.flatnonzero(marked)
    cells, _ = fill_gaps(cells, np.ones(cells.size, dtype=np.int64), shape=marked.shape, less_than=less_than)
    filled = np.zeros(marked.size, dtype=bool)
    filled[cells] = True
    return filled.reshape(marked.shape)


GAP = """
    x x x x .
    x . . x .
    x x x x .
    . . . . .
"""


def test_a_gap_is_filled_if_it_is_smaller_than_the_limit() -> None:
    assert fill(GAP, 3)[1].tolist() == [True] * 4 + [False]
    np.testing.assert_array_equal(fill(GAP, 2), draw(GAP))


def test_cells_that_touch_by_a_corner_are_two_gaps() -> None:
    # Two gaps of 1 km² each, not one of 2.
    assert fill("x x x x\nx . x x\nx x . x\nx x x x", 2).all()


def test_a_gap_at_the_edge_of_the_grid_is_open() -> None:
    picture = "x . x\nx x x"
    np.testing.assert_array_equal(fill(picture, 15), draw(picture))


def test_each_gap_belongs_to_the_cluster_round_it() -> None:
    marked = draw("x x x . x x x\nx . x . x . x\nx x x . x x x")
    cells = np.flatnonzero(marked)
    of = np.where(cells % 7 < 3, 1, 2)
    cells, of = fill_gaps(cells, of, shape=marked.shape, less_than=2)
    assert dict(zip(cells.tolist(), of.tolist(), strict=True))[8] == 1  # row 1, column 1
    assert dict(zip(cells.tolist(), of.tolist(), strict=True))[12] == 2  # row 1, column 5
    assert cells.size == 18
    assert (np.diff(cells) > 0).all()


def test_five_neighbours_of_two_clusters_are_no_majority() -> None:
    # The middle has 5 neighbours in clusters, 3 of one and 2 of the other.
    cells, of = np.array([0, 1, 2, 6, 8]), np.array([1, 1, 1, 2, 2])
    anywhere = np.ones(9, dtype=bool)
    for rule in ("five of eight", "majority of land"):
        smoothed, _ = smooth_edges(cells, of, shape=(3, 3), may_join=anywhere, counted=anywhere, rule=rule)
        assert smoothed.tolist() == cells.tolist()
    smoothed, joined = smooth_edges(
        cells, np.ones(5, dtype=np.int64), shape=(3, 3), may_join=anywhere, counted=anywhere, rule="five of eight"
    )
    # In one cluster the middle joins in the first round. Left of it, cell 3 then has 0, 1, 4 and 6: four, so it stays
    # out, and so do 5 and 7.
    assert smoothed.tolist() == [0, 1, 2, 4, 6, 8]
    assert set(joined.tolist()) == {1}
