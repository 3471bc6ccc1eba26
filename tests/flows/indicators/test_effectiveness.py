"""What migration alters, by pencil."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flows.indicators import (
    aggregate_net_migration_rate,
    crude_migration_intensity,
    effectiveness_by_place,
    migration_effectiveness,
)

PLACES = list("abc")
# out: a 60, b 70, c 70; in: a 90, b 60, c 50; net: +30, -10, -20
MATRIX = pd.DataFrame([[999, 50, 10], [30, 999, 40], [60, 10, 999]], PLACES, PLACES)
PEOPLE = pd.Series([5000, 3000, 2000], PLACES)


def test_of_a_hundred_moves_fifteen_change_the_map() -> None:
    # (30 + 10 + 20) / (150 + 130 + 120) = 60 / 400
    assert migration_effectiveness(MATRIX) == pytest.approx(15)


def test_each_place_by_itself() -> None:
    # 30 / 150, -10 / 130, -20 / 120
    expected = pd.Series([20, -100 / 13, -100 / 6], PLACES, name="effectiveness")
    pd.testing.assert_series_equal(effectiveness_by_place(MATRIX), expected)


def test_the_net_rate_is_half_the_sum_of_gains_and_losses_by_all_people() -> None:
    # 30 of 10,000 live elsewhere than they would: 0.3 %, which is 2 % · 15 %
    assert aggregate_net_migration_rate(MATRIX, population=PEOPLE) == pytest.approx(0.3)
    assert crude_migration_intensity(MATRIX, PEOPLE) * migration_effectiveness(MATRIX) / 100 == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("matrix", "effectiveness"),
    [([[0, 100], [0, 0]], 100), ([[0, 100], [100, 0]], 0), ([[0, 100], [50, 0]], 100 / 3)],
)
def test_between_one_way_and_there_and_back(matrix: list[list[float]], effectiveness: float) -> None:
    assert migration_effectiveness(pd.DataFrame(matrix)) == pytest.approx(effectiveness)


def test_a_place_that_nobody_enters_or_leaves_has_none() -> None:
    found = effectiveness_by_place(pd.DataFrame([[0, 3, 0], [1, 0, 0], [0, 0, 9]]))
    assert found.to_numpy() == pytest.approx([-50, 50, np.nan], nan_ok=True)
