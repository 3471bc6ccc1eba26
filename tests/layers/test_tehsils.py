"""Tehsils, counted twice."""

from __future__ import annotations

import math

from layers.tehsils import Tehsil


def test_a_tehsil_knows_what_it_added() -> None:
    assert Tehsil("a-old", "Old Town", "a", 70.0, 30.0, 1000, 1100, 1.6).added == 1100 - 1000
    assert math.isnan(Tehsil("b-split", "Split", "b", math.nan, math.nan, math.nan, 300).added)
