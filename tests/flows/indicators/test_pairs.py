"""Which routes carry more than expected."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flows import IndicatorError
from flows.indicators import modularity, preference, velocity

PLACES = list("abc")
# 200 moved; half of the people live in a, three tenths in b, a fifth in c
MATRIX = pd.DataFrame([[999, 50, 10], [30, 999, 40], [60, 10, 999]], PLACES, PLACES)
PEOPLE = pd.Series([5000, 3000, 2000], PLACES)


def test_preference_by_pencil() -> None:
    # 1 - Σp² = 1 - .25 - .09 - .04 = .62; a → b expects 200 · .5 · .3 / .62 = 48.39 and carries 50
    found = preference(MATRIX, population=PEOPLE)
    assert found.loc["a", "b"] == pytest.approx(50 / (200 * 0.15 / 0.62))
    assert found.loc["c", "a"] == pytest.approx(60 / (200 * 0.10 / 0.62))
    assert np.isnan(np.diag(found)).all()


def test_what_preference_expects_sums_to_all_who_moved() -> None:
    assert (MATRIX / preference(MATRIX, PEOPLE)).sum().sum() == pytest.approx(200)
    # without the bracket the movers expected to stay, 38 of 100, are missing
    assert (MATRIX / preference(MATRIX, PEOPLE, variant="migest")).sum().sum() == pytest.approx(200 * 0.62)


def test_velocity_by_pencil() -> None:
    # 1 % of a's 5,000 went to b, where 30 % of all people live: .01 / .3
    found = velocity(MATRIX, population=PEOPLE)
    assert found.loc["a", "b"] == pytest.approx(0.01 / 0.3)
    assert np.isnan(np.diag(found)).all()


def test_more_may_have_left_a_place_than_live_there() -> None:
    # in their lifetime 60 left c, where 50 live now, of 8,050: 60 / 50 of them to a, where 5,000 of 8,050 live
    few = PEOPLE.replace(2000, 50)
    assert velocity(MATRIX, few).loc["c", "a"] == pytest.approx(60 / 50 / (5000 / 8050))
    share = few / few.sum()
    expected = 200 * share["c"] * share["a"] / (1 - share @ share)
    assert preference(MATRIX, few).loc["c", "a"] == pytest.approx(60 / expected)


def test_whole_numbers_do_not_round_the_answers() -> None:
    for measure in (modularity, lambda matrix: preference(matrix, PEOPLE), lambda matrix: velocity(matrix, PEOPLE)):
        pd.testing.assert_frame_equal(measure(MATRIX.astype("int32")), measure(MATRIX.astype("float64")))


def test_modularity_by_pencil() -> None:
    # out 60 70 70, in 90 60 50: T² - ΣOD = 40,000 - 5,400 - 4,200 - 3,500 = 26,900
    # a → b expects 60 · 60 · 200 / 26,900 = 26.77 and carries 50
    found = modularity(MATRIX)
    assert found.loc["a", "b"] == pytest.approx(50 - 60 * 60 * 200 / 26_900)
    assert found.loc["b", "c"] == pytest.approx(40 - 70 * 50 * 200 / 26_900)
    assert np.isnan(np.diag(found)).all()
    assert found.sum().sum() == pytest.approx(0, abs=1e-9)


def test_the_labels_are_those_of_the_matrix() -> None:
    for found in (preference(MATRIX, PEOPLE), velocity(MATRIX, PEOPLE), modularity(MATRIX)):
        assert list(found.index) == PLACES
        assert list(found.columns) == PLACES


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(IndicatorError, match="not 'un'"):
        preference(MATRIX, PEOPLE, variant="un")  # type: ignore[arg-type]
