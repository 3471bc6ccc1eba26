"""Coefficients of variation, by pencil."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from flows import IndicatorError
from flows.indicators import (
    aggregate_coefficient_of_variation,
    coefficient_of_variation,
    coefficient_of_variation_destination,
    coefficient_of_variation_origin,
)

PLACES = list("abc")
# a sends 30 and 10, c 5 and 5, nobody leaves b
MATRIX = pd.DataFrame([[9, 30, 10], [0, 9, 0], [5, 5, 9]], PLACES, PLACES)


def test_all_flows_together() -> None:
    # 30, 10, 0, 0, 5, 5: mean 50/6; squares 1050 / 6 - (50/6)² = 175 - 69.44
    assert coefficient_of_variation(MATRIX) == pytest.approx(math.sqrt(175 - (50 / 6) ** 2) / (50 / 6))


def test_each_origin_and_each_destination() -> None:
    # 30 and 10 lie 10 from their mean 20; 5 and 0 lie 2.5 from 2.5; 30 and 5 lie 12.5 from 17.5
    origin, destination = coefficient_of_variation_origin(MATRIX), coefficient_of_variation_destination(MATRIX)
    assert origin.to_dict() == pytest.approx({"a": 0.5, "b": np.nan, "c": 0}, nan_ok=True)
    assert destination.to_dict() == pytest.approx({"a": 1, "b": 12.5 / 17.5, "c": 1})


def test_the_aggregate_weighs_places_by_their_share_and_adds_both_ways() -> None:
    # out 40/50 · ½ + 10/50 · 0; in 5/50 · 1 + 35/50 · 12.5/17.5 + 10/50 · 1
    assert aggregate_coefficient_of_variation(MATRIX, field="origin") == pytest.approx(0.4)
    assert aggregate_coefficient_of_variation(MATRIX, field="destination") == pytest.approx(0.8)
    assert aggregate_coefficient_of_variation(MATRIX) == pytest.approx(1.2)


@pytest.mark.parametrize("flow", [7, 0.1, 1 / 3])
def test_equal_flows_do_not_vary_at_all(flow: float) -> None:
    matrix = pd.DataFrame(np.full((5, 5), flow) + 1e9)
    assert coefficient_of_variation(matrix) == pytest.approx(0, abs=1e-12)
    assert aggregate_coefficient_of_variation(matrix) == pytest.approx(0, abs=1e-12)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(IndicatorError, match="not 'in'"):
        aggregate_coefficient_of_variation(MATRIX, field="in")  # type: ignore[arg-type]
