"""Of every 1,000 people: how many came, how many left, and the difference."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.indicators import in_migration_rate, net_migration_rate, out_migration_rate

PLACES = list("abc")
# out: a 60, b 70, c 70; in: a 90, b 60, c 50
MATRIX = pd.DataFrame([[999, 50, 10], [30, 999, 40], [60, 10, 999]], PLACES, PLACES)
PEOPLE = pd.Series([5000, 3000, 2000], PLACES)


@pytest.mark.parametrize(
    ("rate", "a", "b", "c"),
    [
        (in_migration_rate, 90 / 5, 60 / 3, 50 / 2),
        (out_migration_rate, 60 / 5, 70 / 3, 70 / 2),
        (net_migration_rate, 30 / 5, -10 / 3, -20 / 2),
    ],
)
def test_rates_by_pencil(rate, a: float, b: float, c: float) -> None:
    found = rate(MATRIX, population=PEOPLE)
    assert found.to_dict() == pytest.approx({"a": a, "b": b, "c": c})
    assert found.name == rate.__name__


def test_the_net_rate_weighted_by_people_is_nought() -> None:
    assert (net_migration_rate(MATRIX, PEOPLE) * PEOPLE).sum() == pytest.approx(0)
