"""Great-circle distances, against a degree worked out with a pencil."""

from __future__ import annotations

import numpy as np
import pytest

from boundaries.sphere import distance_km


def test_a_degree():
    # 2 pi 6371.0088 km / 360 = 111.195 km; at 60 north a degree of longitude is half of that
    assert distance_km([0.0, 0.0], [0.0, 1.0]) == pytest.approx(111.195, abs=0.001)
    assert distance_km([0.0, 60.0], [1.0, 60.0]) == pytest.approx(55.6, abs=0.01)


def test_antipodes_are_half_the_way_round():
    # 111.195 km x 180; rounding may leave the chord a little above 1
    assert distance_km([0.0, 0.0], [180.0, 0.0]) == pytest.approx(20_015.1, abs=0.1)
    assert distance_km([20.1, 33.3], [-159.9, -33.3]) == pytest.approx(20_015.1, abs=0.1)


def test_places_broadcast_and_unknown_ones_have_no_distance():
    places = np.array([[74.3, 31.5], [67.0, 24.9], [np.nan, 30.2]])
    between = distance_km(places[:, None], places[None])
    assert between.shape == (3, 3)
    assert between[0, 0] == 0
    assert between[0, 1] == between[1, 0] == pytest.approx(1_022, abs=5)  # Lahore to Karachi
    assert np.isnan(between[2]).all()
    assert distance_km(np.empty((0, 2)), [74.3, 31.5]).shape == (0,)
