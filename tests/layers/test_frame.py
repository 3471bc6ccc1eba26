"""The map opens on the flows that carry most movers, clear of what lies over it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.frame import Frame, frame_bounds, frame_flows
from layers.projection import to_pixels

SIZE = (980.0, 660.0)


def on_screen(frame: Frame, lonlat: list[list[float]]) -> np.ndarray:
    """CSS pixels from the map's top-left corner."""
    middle = to_pixels([[frame.lon, frame.lat]], frame.zoom)
    return to_pixels(lonlat, frame.zoom) - middle + np.array(SIZE) / 2


def test_bounds_fit_between_the_paddings() -> None:
    top, right, bottom, left = 70.0, 20.0, 40.0, 300.0
    frame = frame_bounds((61.0, 23.6, 77.8, 37.1), SIZE, (top, right, bottom, left))
    (x0, y0), (x1, y1) = on_screen(frame, [[61.0, 37.1], [77.8, 23.6]])
    # one direction is filled exactly, the other is centred
    assert y0 == pytest.approx(top)
    assert y1 == pytest.approx(SIZE[1] - bottom)
    assert x0 - left == pytest.approx(SIZE[0] - right - x1)
    assert x0 > left


def test_far_small_flow_is_left_outside() -> None:
    hub, near, far = [74.3, 31.5], [73.1, 31.4], [67.0, 24.9]
    frame = frame_flows([near, far], [hub, hub], [90, 10], size=SIZE, share=0.8)
    assert frame.inside.tolist() == [True, False]
    assert frame.share == pytest.approx(0.9)


def test_far_large_flow_is_kept() -> None:
    hub, near, far = [74.3, 31.5], [73.1, 31.4], [67.0, 24.9]
    frame = frame_flows([near, far], [hub, hub], [10, 90], size=SIZE, share=0.8)
    # the far flow alone would do, and the near one lies inside its rectangle anyway
    assert frame.inside.tolist() == [True, True]


def test_smallest_of_two_equal_choices() -> None:
    # 50 + 30 reach 0.8 either with the place 1° away or with the one 5° away: the nearer is framed
    hub = [70.0, 30.0]
    frame = frame_flows([[70.5, 30.0], [69.0, 30.0], [75.0, 30.0]], [hub] * 3, [50, 30, 30], size=SIZE, share=0.72)
    assert frame.inside.tolist() == [True, True, False]


def test_one_place_is_framed_at_the_closest_zoom() -> None:
    frame = frame_flows([[70.0, 30.0]], [[70.0, 30.0]], [5], size=SIZE, zoom_max=8.0)
    assert (frame.lon, frame.lat, frame.zoom) == (pytest.approx(70.0), pytest.approx(30.0), 8.0)


stars = st.lists(st.tuples(st.floats(61, 77), st.floats(24, 37), st.floats(1, 1e5)), min_size=1, max_size=25)


@given(stars, st.floats(0.1, 1.0))
def test_law_share_is_reached_and_framed_flows_are_visible(
    origins: list[tuple[float, float, float]], share: float
) -> None:
    table = np.array(origins)
    hub = np.tile([[70.0, 30.0]], (len(table), 1))
    frame = frame_flows(table[:, :2], hub, table[:, 2], size=SIZE, padding=40.0, share=share)
    assert frame.share >= share - 1e-9
    xy = on_screen(frame, table[frame.inside, :2].tolist())
    assert (xy >= 40.0 - 1e-6).all()
    assert (xy <= np.array(SIZE) - 40.0 + 1e-6).all()


@given(stars, st.randoms(use_true_random=False))
def test_law_order_of_flows_does_not_matter(origins: list[tuple[float, float, float]], random) -> None:
    shuffled = origins.copy()
    random.shuffle(shuffled)
    zooms = []
    for table in (np.array(origins), np.array(shuffled)):
        hub = np.tile([[70.0, 30.0]], (len(table), 1))
        zooms.append(frame_flows(table[:, :2], hub, table[:, 2], size=SIZE).zoom)
    assert zooms[0] == pytest.approx(zooms[1], abs=1e-6)


def test_net_flows_count_by_size() -> None:
    hub = [70.0, 30.0]
    frame = frame_flows([[71.0, 30.0], [60.0, 30.0]], [hub, hub], [-90, 10], size=SIZE)
    assert frame.inside.tolist() == [True, False]


@pytest.mark.parametrize(
    ("origins", "people", "share", "message"),
    [
        ([[70.0, np.nan]], [1.0], 0.8, "no flow with finite"),
        ([[70.0, 30.0]], [1.0, 2.0], 0.8, "do not match"),
        ([[70.0, 30.0]], [1.0], 0.0, "share must lie"),
    ],
)
def test_faults_are_named(origins: list[list[float]], people: list[float], share: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        frame_flows(origins, [[71.0, 30.0]], people, size=SIZE, share=share)


def test_bounds_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="west, south, east, north"):
        frame_bounds((78.0, 23.0, 61.0, 37.0), SIZE)
