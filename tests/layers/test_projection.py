"""Degrees to pixels: the world is a square of 512 · 2**zoom pixels, its origin in the north-west corner."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.projection import (
    degree_decimals,
    distance_km,
    km_per_pixel,
    to_lonlat,
    to_pixels,
    world_size,
)


@pytest.mark.parametrize(
    ("lonlat", "zoom", "xy"),
    [
        ((0.0, 0.0), 0, (256.0, 256.0)),  # middle of the world
        ((-180.0, 85.0511287798066), 0, (0.0, 0.0)),  # north-west corner
        ((180.0, -85.0511287798066), 0, (512.0, 512.0)),  # south-east corner
        ((90.0, 0.0), 1, (768.0, 512.0)),  # three quarters of 1024
        ((0.0, 89.9), 0, (256.0, 0.0)),  # nearer the pole than the square reaches
    ],
)
def test_known_points(lonlat: tuple[float, float], zoom: int, xy: tuple[float, float]) -> None:
    assert to_pixels([lonlat], zoom)[0] == pytest.approx(xy, abs=1e-6)


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(0, 12))
def test_there_and_back(lon: float, lat: float, zoom: float) -> None:
    assert to_lonlat(to_pixels([[lon, lat]], zoom), zoom)[0] == pytest.approx((lon, lat), abs=1e-8)


def test_one_zoom_in_doubles_every_pixel() -> None:
    lahore = [[74.34, 31.55]]
    assert to_pixels(lahore, 6) == pytest.approx(2 * to_pixels(lahore, 5))
    assert world_size(6) == 512 * 64


def test_no_points_give_no_pixels() -> None:
    assert to_pixels(np.zeros((0, 2)), 5).shape == (0, 2)


def test_distance_of_one_degree() -> None:
    # 6371.0088 km · π / 180 = 111.195 km along a meridian
    assert distance_km([0.0, 0.0], [0.0, 1.0]) == pytest.approx(111.195, abs=1e-3)
    # a degree of longitude at 60° is half as long
    assert distance_km([0.0, 60.0], [1.0, 60.0]) == pytest.approx(55.6, abs=0.01)


def test_distances_broadcast_to_a_matrix() -> None:
    places = np.array([[67.02, 24.88], [74.34, 31.55]])
    between = distance_km(places[:, None], places[None])
    assert between.shape == (2, 2)
    assert between[0, 1] == pytest.approx(1031, abs=3)  # Karachi to Lahore


def test_a_pixel_on_the_ground_agrees_with_the_distance() -> None:
    one_pixel = to_lonlat(to_pixels([[70.0, 30.0]], 6) + [1.0, 0.0], 6)[0]
    assert distance_km([70.0, 30.0], one_pixel) == pytest.approx(km_per_pixel(30.0, 6), rel=1e-3)


@pytest.mark.parametrize(("zoom", "decimals"), [(4.6, 4), (6.5, 4), (9.0, 5), (0.0, 3)])
def test_decimals_keep_a_fiftieth_of_a_pixel(zoom: float, decimals: int) -> None:
    # at zoom 4.6 a pixel is 360 / (512 · 24.3) = 0.029°, a fiftieth of it 0.0006°, so four decimals
    assert degree_decimals(zoom) == decimals
