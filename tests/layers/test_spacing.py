"""Points pushed apart: in order, no further than needed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.spacing import TURN, open_circle, spread_circle, spread_line


@pytest.mark.parametrize(
    ("preferred", "apart", "weight", "expected"),
    [
        ([], [], [], []),
        ([3.0], [], [1.0], [3.0]),
        ([0.0, 5.0], [2.0], [1.0, 1.0], [0.0, 5.0]),  # far enough apart: nobody moves
        ([0.0, 0.0], [2.0], [1.0, 1.0], [-1.0, 1.0]),  # both give way alike
        ([0.0, 0.0], [2.0], [3.0, 1.0], [-0.5, 1.5]),  # the heavy one a third as far
        ([0.0, 1.0, 2.0], [2.0, 2.0], [1.0, 1.0, 1.0], [-1.0, 1.0, 3.0]),
    ],
)
def test_spread_line(preferred: list[float], apart: list[float], weight: list[float], expected: list[float]) -> None:
    assert spread_line(preferred, apart, weight) == pytest.approx(expected)


def test_bounds_hold_and_separations_shrink_to_fit() -> None:
    # three points that want 4 + 4 apart in a room of 6 get 3 + 3
    assert spread_line([0.0, 0.0, 0.0], [4.0, 4.0], [1.0] * 3, low=10.0, high=16.0) == pytest.approx([10, 13, 16])


wishes = st.lists(st.floats(-100, 100), min_size=1, max_size=20).map(sorted)


@given(wishes, st.floats(0, 10))
def test_law_apart_and_in_order(preferred: list[float], gap: float) -> None:
    placed = np.array(spread_line(preferred, [gap] * (len(preferred) - 1), [1.0] * len(preferred)))
    assert (np.diff(placed) >= gap - 1e-9).all()
    # equal weights: the mean stays where it was
    assert placed.mean() == pytest.approx(np.mean(preferred), abs=1e-6)


@given(wishes)
def test_law_nobody_moves_without_need(preferred: list[float]) -> None:
    assert spread_line(preferred, [0.0] * (len(preferred) - 1), [1.0] * len(preferred)) == pytest.approx(preferred)


def test_circle_is_cut_at_its_widest_gap() -> None:
    order, opened = open_circle(np.radians([350.0, 10.0, 20.0]))
    assert order.tolist() == [0, 1, 2]
    assert np.degrees(opened) == pytest.approx([350, 370, 380])


@given(st.lists(st.floats(0, TURN), min_size=2, max_size=15), st.floats(0.01, 1.0))
def test_law_neighbours_round_the_circle_are_apart(angles: list[float], half: float) -> None:
    _, opened = open_circle(np.array(angles))
    count = len(angles)
    placed = np.array(spread_circle(opened.tolist(), [2 * half] * count, [1.0] * count))
    needed = min(2 * half, TURN / count)
    around = np.append(np.diff(placed), placed[0] + TURN - placed[-1])
    assert (around >= needed - 1e-9).all()
    assert around.sum() == pytest.approx(2 * math.pi)
