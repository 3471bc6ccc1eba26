"""The two hypothetical matrices of Plane and Mulligan (1997), with every figure printed of them.

Plane and Mulligan, "Measuring spatial focusing in a migration system", Demography 34 (1997), p. 253. The Gini
figures are those of the article; the corrected ones (Bell and others, 2002), the weighted ones and the coefficients
of variation of Rogers and Sweeney (1998) are printed in the examples of the R package migration.indices.
"""

from __future__ import annotations

import pandas as pd
import pytest

from flows import indicators

FIRST = [[0, 10, 10], [20, 0, 20], [30, 30, 0]]
SECOND = [[0, 20, 20], [30, 0, 50], [20, 20, 0]]


def table(rows: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=list("abc"), columns=list("abc"))


both = pytest.mark.parametrize("times", [1, 7, 534])


@both
@pytest.mark.parametrize(("rows", "printed"), [(FIRST, 0.22222222), (SECOND, 0.1875)])
def test_the_total_index_of_plane_and_mulligan(rows: list[list[int]], printed: float, times: int) -> None:
    assert indicators.gini(table(rows) * times, corrected=False) == pytest.approx(printed, abs=1e-8)


@both
@pytest.mark.parametrize(("rows", "printed"), [(FIRST, 0.22222222), (SECOND, 0.1875)])
def test_bell_divides_by_one_pair_less(rows: list[list[int]], printed: float, times: int) -> None:
    # 3 · 2 flows: 2 · 6 becomes 2 · (6 - 1)
    assert indicators.gini(table(rows) * times) == pytest.approx(printed * 6 / 5, abs=1e-8)


@both
@pytest.mark.parametrize(
    ("rows", "origin", "destination"),
    [(FIRST, [0, 0, 0], [0.2, 0.5, 0.333333333333333]), (SECOND, [0, 0.25, 0], [0.2, 0, 0.428571428571429])],
)
def test_the_fields_as_corrected(
    rows: list[list[int]], origin: list[float], destination: list[float], times: int
) -> None:
    matrix = table(rows) * times
    assert indicators.gini_origin(matrix).to_numpy() == pytest.approx(origin)
    assert indicators.gini_destination(matrix).to_numpy() == pytest.approx(destination)


def test_the_fields_of_the_article_are_half_as_large() -> None:
    # three places: 2 (n - 1) is twice 2 (n - 2); printed in the first README of migration.indices
    found = indicators.gini_destination(table(FIRST), corrected=False)
    assert found.to_numpy() == pytest.approx([0.1, 0.25, 0.1666667], abs=1e-7)


@pytest.mark.parametrize(
    ("rows", "origin", "destination", "mean"),
    [
        (FIRST, 0, 0.122222222222222, 0.0611111111111111),
        (SECOND, 0.0208333333333333, 0.0523809523809524, 0.0366071428571429),
    ],
)
def test_the_weighted_index_as_the_package_prints_it(
    rows: list[list[int]], origin: float, destination: float, mean: float
) -> None:
    printed = {"origin": origin, "destination": destination, "both": mean}
    for field, value in printed.items():
        found = indicators.mean_weighted_gini(table(rows), field=field, variant="migration.indices")  # type: ignore[arg-type]
        assert found == pytest.approx(value), field


def test_the_weighted_index_with_everybodys_own_weight() -> None:
    # FIRST: destinations take 50, 40 and 30 of 120; (50 · 0.2 + 40 · 0.5 + 30 / 3) / 120 / 3 = 40 / 360
    assert indicators.mean_weighted_gini(table(FIRST), field="destination") == pytest.approx(1 / 9)
    # SECOND: the origin b sends 80 of 160; 80 · 0.25 / 160 / 3 = 1 / 24
    assert indicators.mean_weighted_gini(table(SECOND), field="origin") == pytest.approx(1 / 24)


@both
@pytest.mark.parametrize(
    ("rows", "out", "into"),
    [(FIRST, [0, 0, 0], [0.2, 0.5, 0.3333333]), (SECOND, [0, 0.25, 0], [0.2, 0, 0.4285714])],
)
def test_the_coefficients_of_rogers_and_sweeney(
    rows: list[list[int]], out: list[float], into: list[float], times: int
) -> None:
    matrix = table(rows) * times
    assert indicators.coefficient_of_variation_origin(matrix).to_numpy() == pytest.approx(out, abs=1e-7)
    assert indicators.coefficient_of_variation_destination(matrix).to_numpy() == pytest.approx(into, abs=1e-7)


@pytest.mark.parametrize(
    ("rows", "out", "into", "system"), [(FIRST, 0, 0.3333333, 0.3333333), (SECOND, 0.125, 0.25, 0.375)]
)
def test_the_aggregate_coefficients_of_rogers_and_sweeney(
    rows: list[list[int]], out: float, into: float, system: float
) -> None:
    for field, value in (("origin", out), ("destination", into), ("both", system)):
        found = indicators.aggregate_coefficient_of_variation(table(rows), field=field)  # type: ignore[arg-type]
        assert found == pytest.approx(value, abs=1e-7), field


@pytest.mark.parametrize(
    ("rows", "effectiveness", "equal"),
    [
        # nets 30, 0, -30 of 120 movers: 100 · 60 / 240; flows 10 10 20 20 30 30 about 20: ½ · 40 / 120
        (FIRST, 25.0, 1 / 6),
        # in 50, 40, 70, out 40, 80, 40: 100 · (10 + 40 + 30) / 320; flows about 26⅔: ½ (4 · 6⅔ + 3⅓ + 23⅓) / 160
        (SECOND, 25.0, 1 / 6),
    ],
)
def test_by_pencil_what_the_article_does_not_print(rows: list[list[int]], effectiveness: float, equal: float) -> None:
    matrix = table(rows)
    assert indicators.migration_effectiveness(matrix) == pytest.approx(effectiveness)
    assert indicators.inequality(matrix) == pytest.approx(equal)
    assert indicators.connectivity(matrix) == 1
