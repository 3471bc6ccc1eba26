"""How far people move."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import IndicatorError
from flows.indicators import distance_decay, distances, mean_distance, median_distance

NAN = float("nan")
PLACES = list("abc")
# 10 go 100 km, 30 go 200, 60 go 400
MATRIX = pd.DataFrame([[999, 4, 30], [6, 999, 20], [0, 40, 999]], PLACES, PLACES)
KM = pd.DataFrame([[NAN, 100, 200], [100, NAN, 400], [200, 400, NAN]], PLACES, PLACES)


def test_the_mean_by_pencil() -> None:
    # (10 · 100 + 30 · 200 + 60 · 400) / 100
    assert mean_distance(MATRIX, distance=KM) == 310


def test_the_median_by_pencil() -> None:
    # The 50th of 100 is among the 60 who go 400 km.
    assert median_distance(MATRIX, distance=KM) == 400
    # Middles of the steps: the 5th mover at 100, the 25th at 200, the 70th at 400; the 50th is 25/45 of the way.
    assert median_distance(MATRIX, KM, rule="interpolated") == pytest.approx(200 + 200 * 25 / 45)


@pytest.mark.parametrize(
    ("movers", "step", "interpolated"),
    [
        ([50, 25, 25], 100, 100 + 100 * 25 / 37.5),  # half reach 100 km exactly; middles 25 and 62.5
        ([100, 0, 0], 100, 100),
        ([0, 0, 100], 400, 400),
        ([45, 10, 45], 200, 200),  # the middle of the middle step
        ([80, 20, 0], 100, 100 + 100 * 10 / 50),  # middles 40 and 90
        ([20, 80, 0], 200, 200 - 100 * 10 / 50),  # middles 10 and 60
    ],
)
def test_where_half_of_the_movers_are_reached(movers: list[float], step: float, interpolated: float) -> None:
    near, middle, far = movers
    matrix = pd.DataFrame([[0, near, middle], [0, 0, far], [0, 0, 0]], PLACES, PLACES)
    assert median_distance(matrix, KM) == step
    assert median_distance(matrix, KM, rule="interpolated") == pytest.approx(interpolated)


@given(
    moves=st.lists(st.integers(0, 50), min_size=49, max_size=49),
    km=st.lists(st.one_of(st.integers(0, 9), st.floats(0, 1e4)), min_size=49, max_size=49),
    few=st.sampled_from([1, 5, 1000]),
    classes=st.sampled_from([2, 3, 4096]),
)
def test_law_the_median_is_that_of_everybody_in_a_row(moves: list, km: list, few: int, classes: int) -> None:
    people = np.array(moves).reshape(7, 7)
    far = np.array(km, dtype="float64").reshape(7, 7)
    off = ~np.eye(7, dtype=bool)
    row = np.sort(np.repeat(far[off], people[off]))
    if not len(row):
        return
    with pytest.MonkeyPatch.context() as patch:  # so that classes are refined in a small world too
        patch.setattr(distances, "_FEW", few)
        patch.setattr(distances, "_CLASSES", classes)
        assert median_distance(pd.DataFrame(people), pd.DataFrame(far)) == row[(len(row) - 1) // 2]


def made_by_model(beta: float, decay: str, places: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Flows that fall with distance exactly as a model says, and the distances."""
    rng = np.random.default_rng(1998)
    x, y, push, pull = rng.uniform(1, 900, (4, places))
    km = np.hypot(x[:, None] - x, y[:, None] - y) + 1
    fall = km**beta if decay == "power" else np.exp(beta * km)
    return pd.DataFrame(np.outer(push, pull) * fall), pd.DataFrame(km)


@pytest.mark.parametrize(("decay", "beta"), [("power", -1.3), ("power", 0.4), ("exponential", -0.004)])
def test_the_decay_of_a_model_is_found_again(decay: str, beta: float) -> None:
    matrix, km = made_by_model(beta, decay)
    assert distance_decay(matrix, distance=km, decay=decay) == pytest.approx(beta, rel=1e-6)  # type: ignore[arg-type]


def test_transposing_leaves_the_decay_alone() -> None:
    matrix, km = made_by_model(-1.1, "power")
    matrix = matrix.round() + np.arange(49).reshape(7, 7) % 5
    assert distance_decay(matrix.T, km) == pytest.approx(distance_decay(matrix, km), rel=1e-7)


@pytest.mark.parametrize("decay", ["power", "exponential"])
def test_the_decay_is_that_of_a_regression_with_a_dummy_for_each_place(decay: str) -> None:
    api = pytest.importorskip("statsmodels.api")
    matrix, km = made_by_model(-0.8, "power", places=5)
    matrix = pd.DataFrame(np.random.default_rng(2017).poisson(matrix * 300 / matrix.to_numpy().mean()))
    off = ~np.eye(5, dtype=bool)
    origin, destination = np.nonzero(off)
    cost = np.log(km.to_numpy()) if decay == "power" else km.to_numpy()
    terms = np.column_stack([cost[off], np.eye(5)[origin], np.eye(5)[destination][:, 1:]])
    fit = api.GLM(matrix.to_numpy()[off], terms, family=api.families.Poisson()).fit(tol=1e-12)
    assert distance_decay(matrix, km, decay=decay) == pytest.approx(fit.params[0], rel=1e-6)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "moves",
    [
        [[0, 5, 7, 1], [2, 0, 0, 0], [3, 0, 0, 0], [9, 0, 0, 0]],  # all to or from one place
        [[0, 5], [3, 0]],
    ],
)
def test_flows_that_say_nothing_about_distance_have_no_decay(moves: list[list[float]]) -> None:
    matrix = pd.DataFrame(moves)
    km = pd.DataFrame(np.abs(np.subtract.outer(range(len(moves)), range(len(moves)))) * 100.0)
    assert math.isnan(distance_decay(matrix, km))


@pytest.mark.parametrize("decay", ["power", "exponential"])
@pytest.mark.parametrize("km", [100.0, 0.3, 77.7])
def test_distances_all_alike_have_no_decay(decay: str, km: float) -> None:
    for seed in range(10):
        matrix = pd.DataFrame(np.random.default_rng(seed).poisson(50, (5, 5)))
        assert math.isnan(distance_decay(matrix, pd.DataFrame(km, range(5), range(5)), decay=decay))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["float64", "int64", "int32"])
def test_no_third_copy_of_the_matrix_is_made(kind: str) -> None:
    # Distances as costs and fitted flows: two. Blocks of rows come on top, so places must be many.
    chance = np.random.default_rng(3)
    matrix = pd.DataFrame(chance.integers(1, 90, (1200, 1200)).astype(kind))
    km = pd.DataFrame(chance.integers(1, 900, (1200, 1200)).astype(kind))
    tracemalloc.start()
    try:
        distance_decay(matrix, km)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2.8 * 8 * matrix.size


@pytest.mark.parametrize("kind", ["int64", "float32"])
def test_whole_and_short_numbers_give_the_same_distances(kind: str) -> None:
    km = KM.fillna(0)
    for measure in (mean_distance, median_distance, lambda *given: median_distance(*given, rule="interpolated")):
        assert measure(MATRIX.astype(kind), km.astype(kind)) == measure(MATRIX.astype(float), km)


def test_places_at_one_point_have_no_power_decay() -> None:
    matrix, km = made_by_model(-0.004, "exponential")
    km = km.mask(km == km.loc[0, 1], 0)
    with pytest.raises(IndicatorError, match="0 → 1, 1 → 0 is 0 km, which has no logarithm"):
        distance_decay(matrix, km)
    assert distance_decay(matrix, km, decay="exponential") < 0


def test_unknown_rules_are_refused() -> None:
    with pytest.raises(IndicatorError, match="not 'upper'"):
        median_distance(MATRIX, KM, rule="upper")  # type: ignore[arg-type]
    with pytest.raises(IndicatorError, match="not 'linear'"):
        distance_decay(MATRIX, KM, decay="linear")  # type: ignore[arg-type]
