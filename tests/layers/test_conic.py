"""The projection of printed maps: exact against PROJ, and how far it is from true lengths."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.conic import CENTRE, PARALLELS, conic_radius, project_conic
from layers.frame import frame_bounds
from layers.projection import distance_km, km_per_pixel, on_paper, to_lonlat, to_pixels, world_size

pyproj = pytest.importorskip("pyproj")

places = st.tuples(st.floats(60, 80), st.floats(23, 38))


@pytest.fixture(scope="module")
def albers() -> pyproj.Proj:
    return pyproj.Proj(proj="aea", lat_1=PARALLELS[0], lat_2=PARALLELS[1], lon_0=CENTRE[0], lat_0=0, R=6371008.8)


def test_it_is_the_albers_of_proj(albers: pyproj.Proj) -> None:
    lonlat = np.random.default_rng(1).uniform([60, 23], [80, 38], (500, 2))
    x, y = albers(lonlat[:, 0], lonlat[:, 1])
    ours = project_conic(lonlat, 6371008.8)
    np.testing.assert_allclose(ours[:, 0], x, atol=1e-6)
    # Ours counts y from the cone's tip to the south, theirs from the equator to the north: the sum is one constant.
    np.testing.assert_allclose(ours[:, 1] + y, (ours[:, 1] + y)[0], atol=1e-6)


@pytest.mark.parametrize("latitude", [23.7, 25.5, 30.0, 35.0, 37.1])
def test_lengths_are_true_within_half_a_percent_over_the_country(albers: pyproj.Proj, latitude: float) -> None:
    factors = albers.get_factors(CENTRE[0], latitude)
    assert factors.meridional_scale == pytest.approx(1.0, abs=0.005)
    assert factors.parallel_scale == pytest.approx(1.0, abs=0.005)
    assert factors.meridional_scale * factors.parallel_scale == pytest.approx(1.0, abs=1e-9)  # areas are exact


@given(places, st.floats(0, 10))
def test_law_on_paper_pixels_turn_back_into_the_same_degrees(place: tuple[float, float], zoom: float) -> None:
    with on_paper():
        np.testing.assert_allclose(to_lonlat(to_pixels([place], zoom), zoom), [place], atol=1e-9)


def test_paper_and_screen_have_one_scale_in_the_middle_of_the_country() -> None:
    """So that a width chosen for a zoom is as wide on both."""
    a, b = [69.5, 29.9], [69.5, 30.1]
    screen = np.hypot(*(to_pixels(b, 6) - to_pixels(a, 6)))
    with on_paper():
        paper = np.hypot(*(to_pixels(b, 6) - to_pixels(a, 6)))
    assert paper == pytest.approx(screen, rel=0.005)
    assert conic_radius(2 * np.pi * np.cos(np.radians(30))) == pytest.approx(1.0)


def test_a_pixel_on_paper_is_as_long_in_karachi_as_in_gilgit() -> None:
    with on_paper():
        assert km_per_pixel(24.9, 5) == km_per_pixel(35.9, 5)
        for lon, lat in ([67.0, 24.9], [74.3, 35.9]):
            ends = [[lon, lat], [lon + 0.1, lat]]
            pixels = np.hypot(*np.diff(to_pixels(ends, 5), axis=0)[0])
            assert pixels * km_per_pixel(lat, 5) == pytest.approx(float(distance_km(*ends)), rel=0.005)


def test_the_screen_is_mercator_again_after_the_block_even_after_a_fault() -> None:
    with pytest.raises(KeyError), on_paper():
        raise KeyError
    np.testing.assert_allclose(to_pixels([0.0, 0.0], 0), [world_size(0) / 2] * 2)


def test_a_frame_on_paper_holds_the_southern_edge_too() -> None:
    """On the conic a parallel is an arc: its middle lies below its ends."""
    with on_paper():
        frame = frame_bounds((61.0, 24.0, 78.0, 37.0), (800, 800), 20.0)
        middle = to_pixels([frame.lon, frame.lat], frame.zoom)
        lowest = to_pixels([69.5, 24.0], frame.zoom)
        assert lowest[1] - middle[1] <= 400 - 20 + 1e-6
