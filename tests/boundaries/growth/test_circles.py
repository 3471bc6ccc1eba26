"""Circles of pixels, by pencil and by looking at every pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from boundaries.growth.circles import count_within, half_widths

GRIDS = arrays.arrays(np.bool_, arrays.array_shapes(min_dims=2, max_dims=2, max_side=7))


@pytest.mark.parametrize(
    ("radius", "widths", "pixels"),
    [
        (0.5, [0], 1),
        (1, [1, 0], 5),
        # one row up the circle is sqrt(2 - 1) = 1 wide: the whole 3 x 3
        (2**0.5, [1, 1], 9),
        # 584 m on pixels of 100 m: sqrt(5.84² - row²) = 5.84, 5.75, 5.49, 5.01, 4.26, 3.02
        (5.84, [5, 5, 5, 5, 4, 3], 11 + 2 * (11 + 11 + 11 + 9 + 7)),
        # a pixel on the circle is in: 0.3 / 0.1 is a little less than 3 for a computer
        (0.3 / 0.1, [3, 2, 2, 0], 7 + 2 * (5 + 5 + 1)),
    ],
)
def test_a_circle_is_cut_into_rows(radius: float, widths: list[int], pixels: int) -> None:
    assert half_widths(radius) == widths
    everywhere = np.ones((21, 21), dtype=bool)
    assert count_within(everywhere, radius)[10, 10] == pixels


@settings(max_examples=60)
@given(GRIDS, st.sampled_from([0.4, 1, 1.5, 2, 2.9, 9]))
def test_counts_are_those_of_every_pair(marked: np.ndarray, radius: float) -> None:
    row, column = np.indices(marked.shape).reshape(2, -1)
    near = np.hypot(row[:, None] - row, column[:, None] - column) <= radius
    assert count_within(marked, radius).ravel().tolist() == (near @ marked.ravel().astype(int)).tolist()


def test_no_pixels_no_counts() -> None:
    assert count_within(np.zeros((0, 4), dtype=bool), 2).shape == (0, 4)
    assert count_within(np.zeros((4, 0), dtype=bool), 2).shape == (4, 0)
