"""Gini indices: sorting gives what comparing all pairs would."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import IndicatorError
from flows.indicators import gini, gini_destination, gini_origin, mean_weighted_gini


def compare_pairs(flows: np.ndarray) -> float:
    """Sum |x - y| over all ordered pairs, one by one."""
    return float(np.abs(flows[:, None] - flows[None, :]).sum())


def off_diagonal(moves: np.ndarray) -> np.ndarray:
    return moves[~np.eye(len(moves), dtype=bool)]


matrices = st.integers(3, 7).flatmap(
    lambda n: st.lists(st.floats(0, 1e6).map(lambda x: round(x, 3)), min_size=n * n, max_size=n * n).map(
        lambda cells: np.array(cells).reshape(n, n)
    )
)


@given(moves=matrices)
def test_law_sorting_is_comparing_all_pairs(moves: np.ndarray) -> None:
    moves = moves + 1
    matrix, flows, n = pd.DataFrame(moves), off_diagonal(moves), len(moves)
    pairs = compare_pairs(flows) / (2 * flows.sum())
    assert gini(matrix) == pytest.approx(pairs / (n * (n - 1) - 1), abs=1e-12)
    assert gini(matrix, corrected=False) == pytest.approx(pairs / (n * (n - 1)), abs=1e-12)
    for place in range(n):
        out, into = np.delete(moves[place], place), np.delete(moves[:, place], place)
        for field, one in ((gini_origin, out), (gini_destination, into)):
            fields = compare_pairs(one) / (2 * one.sum())
            assert field(matrix)[place] == pytest.approx(fields / (n - 2), abs=1e-12)
            assert field(matrix, corrected=False)[place] == pytest.approx(fields / (n - 1), abs=1e-12)


def test_all_on_one_route_is_1_only_when_corrected() -> None:
    # 5 pairs differ by 60, twice: 600 / (2 · 5 · 60); Plane and Mulligan divide by 2 · 6 · 60
    matrix = pd.DataFrame([[0, 60, 0], [0, 0, 0], [0, 0, 0]])
    assert gini(matrix) == pytest.approx(1)
    assert gini(matrix, corrected=False) == pytest.approx(5 / 6)


def test_equally_busy_routes() -> None:
    matrix = pd.DataFrame(np.full((4, 4), 7))
    assert gini(matrix) == 0
    assert gini_origin(matrix).tolist() == [0, 0, 0, 0]
    assert mean_weighted_gini(matrix) == 0


def test_fields_by_pencil() -> None:
    # a sends 30 and 10 (20 twice, by 2 · 1 · 40: a half); nobody leaves b; c sends 5 and 5
    matrix = pd.DataFrame([[9, 30, 10], [0, 9, 0], [5, 5, 9]], list("abc"), list("abc"))
    assert gini_origin(matrix).to_dict() == pytest.approx({"a": 0.5, "b": np.nan, "c": 0}, nan_ok=True)
    # a gets 0 and 5: all from one; b 30 and 5: 50 / (2 · 35); c 10 and 0
    assert gini_destination(matrix).to_dict() == pytest.approx({"a": 1, "b": 25 / 35, "c": 1})


def test_mean_weighted_gini_by_pencil() -> None:
    # The same 50 moves. Own weights: out (40 · ½ + 10 · 0) / 50 / 3, in (5 · 1 + 35 · 25/35 + 10 · 1) / 50 / 3.
    matrix = pd.DataFrame([[9, 30, 10], [0, 9, 0], [5, 5, 9]], list("abc"), list("abc"))
    assert mean_weighted_gini(matrix, field="origin") == pytest.approx(20 / 150)
    assert mean_weighted_gini(matrix, field="destination") == pytest.approx(40 / 150)
    assert mean_weighted_gini(matrix) == pytest.approx(30 / 150)
    # Swapped: a weighs what it receives, 5 of 50, and b, which has no index, still adds nothing.
    swapped = mean_weighted_gini(matrix, field="origin", variant="migration.indices")
    assert swapped == pytest.approx(2.5 / 150)


def test_unknown_words_are_told_together() -> None:
    with pytest.raises(IndicatorError) as caught:
        mean_weighted_gini(pd.DataFrame(np.ones((3, 3))), field="rows", variant="mean")  # type: ignore[arg-type]
    assert "not 'rows'" in str(caught.value)
    assert "not 'mean'" in str(caught.value)
