"""Ends behind each other: who stands on the ring, who steps back, where they point."""

from __future__ import annotations

import numpy as np
import pytest

from layers.rows import Ends, ease_bends, settle_ends, shapes_meet

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=float)


@pytest.mark.parametrize(
    ("moved", "meet"),
    [((0.5, 0.5), True), ((0.0, 0.0), True), ((1.0, 0.0), False), ((1.0, 1.0), False), ((3.0, 0.2), False)],
)
def test_shapes_that_share_an_edge_or_a_corner_do_not_meet(moved: tuple[float, float], meet: bool) -> None:
    assert shapes_meet(SQUARE[None], SQUARE[None] + moved).tolist() == [[meet]]


def test_every_shape_is_held_against_every_other() -> None:
    triangle = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
    others = np.stack([SQUARE, SQUARE + [1.1, 1.1], SQUARE + [1.5, -0.5]])
    # the second square lies beyond the long side x + y = 2
    assert shapes_meet(np.stack([triangle, triangle + 9.0]), others).tolist() == [[True, False, True], [False] * 3]


@pytest.mark.parametrize(("reach", "skew"), [(600.0, 0.0), (30.0, 0.7)])
def test_no_skew_and_short_flows_leave_the_bend(reach: float, skew: float) -> None:
    assert ease_bends(np.array([-1.0, 0.3]), reach, skew).tolist() == [-1.0, 0.3]


def test_long_flows_bend_less_to_the_same_side_and_point_past_by_the_skew_at_most() -> None:
    bend = np.linspace(-1.2, 1.2, 25)
    eased = ease_bends(bend, 600.0, 0.5)
    assert (eased * bend >= 0.0).all()
    assert (np.abs(eased) <= np.abs(bend) + 1e-12).all()
    assert np.abs(bend - eased).max() == pytest.approx(0.5)
    assert (np.diff(eased) > 0.0).all()


def stand(
    angles: list[float], wide: list[float], large: list[int], dots: list[list[float]] | None = None
) -> np.ndarray:
    """Settle ends with heads 6 px wider than their shafts and 10 px long, first put 40 px out; the ring is 20."""
    angle, shaft = np.array(angles), np.array(wide)
    count = len(angle)
    ends = Ends(
        angle, shaft, shaft + 6.0, np.full(count, 10.0), np.full(count, 300.0), angle, np.arange(count), skew=0.0
    )
    near = np.array(dots or []).reshape(-1, 2)
    return settle_ends(ends, angle, np.full(count, 40.0), np.array(large), near, ring=20.0)


def test_ends_with_room_move_in_to_the_ring() -> None:
    assert stand([0.0, 1.5, 3.0], [4.0, 3.0, 1.0], [0, 1]).tolist() == [20.0, 20.0, 20.0]


def test_the_thinner_head_waits_behind_the_wider_one() -> None:
    wide, thin = stand([0.0, 0.25], [8.0, 2.0], [0])
    assert wide == 20.0
    # 0.25 rad are 5 px on the ring, where two heads need (14 + 8) / 2 px; the wider head is 10 px long
    assert 25.0 < thin <= 32.0


def test_a_large_head_steps_back_from_the_dot_of_another_place() -> None:
    # its head covers 20 to 30 px; 8 px are kept round the dot, 22 px out
    (distance,) = stand([0.0], [4.0], [0], [[22.0, 0.0]])
    assert distance == 32.0
    assert stand([0.0], [4.0], [0], [[300.0, 0.0]]).tolist() == [20.0]
