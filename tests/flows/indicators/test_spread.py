"""How evenly people spread over the routes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import IndicatorError
from flows.indicators import connectivity, inequality
from flows.indicators.spread import _fit_independence


def test_connectivity_counts_the_routes_taken() -> None:
    # of six routes four; the nine who stayed in c took none
    assert connectivity(pd.DataFrame([[0, 5, 1], [2, 0, 0], [7, 0, 9]])) == pytest.approx(4 / 6)


def test_inequality_against_equal_by_pencil() -> None:
    # 60 of 120 take one of six routes, 12 each of the five others: ½ (60 - 20 + 5 · (20 - 12)) / 120 = 40 / 120
    matrix = pd.DataFrame([[0, 60, 12], [12, 0, 12], [12, 12, 0]])
    assert inequality(matrix) == pytest.approx(1 / 3)
    assert inequality(matrix, against="equal") == inequality(matrix)


def test_all_on_one_of_six_routes() -> None:
    # five sixths would have to take another route; but the origin and the destination explain it wholly
    matrix = pd.DataFrame([[0, 60, 0], [0, 0, 0], [0, 0, 0]])
    assert inequality(matrix) == pytest.approx(5 / 6)
    assert inequality(matrix, against="independence") == pytest.approx(0)


def test_what_the_sizes_of_places_explain_is_no_inequality() -> None:
    # 1, 2, 3, 4 push and 4, 3, 2, 1 pull
    matrix = pd.DataFrame(np.outer([1, 2, 3, 4], [4, 3, 2, 1]))
    assert inequality(matrix) > 0.1
    assert inequality(matrix, against="independence") == pytest.approx(0, abs=1e-12)


def test_independence_by_pencil() -> None:
    # Four places send 3 and receive 3, so independence expects 1 on each of twelve routes. In two pairs that exchange
    # 3 all of the 12 move on four routes: ½ (4 · 2 + 8 · 1) / 12 = 8 / 12.
    matrix = pd.DataFrame([[0, 3, 0, 0], [3, 0, 0, 0], [0, 0, 0, 3], [0, 0, 3, 0]])
    assert inequality(matrix, against="independence") == pytest.approx(2 / 3)


def test_a_star_allows_no_other_table() -> None:
    # everybody moves to or from the capital: its own totals and those of the others fix every flow
    star = pd.DataFrame([[0, 5, 7, 1], [2, 0, 0, 0], [3, 0, 0, 0], [9, 0, 0, 0]])
    assert inequality(star, against="independence") == 0


def test_independence_is_that_of_a_poisson_regression_on_origin_and_destination() -> None:
    api = pytest.importorskip("statsmodels.api")
    moves = np.random.default_rng(3).poisson(50, (6, 6)).astype("float64") * np.arange(1, 7)
    off = ~np.eye(6, dtype=bool)
    origin, destination = np.nonzero(off)
    dummies = np.hstack([np.eye(6)[origin], np.eye(6)[destination][:, 1:]])
    fitted = api.GLM(moves[off], dummies, family=api.families.Poisson()).fit(tol=1e-12).fittedvalues
    expected = 0.5 * np.abs(moves[off] - fitted).sum() / moves[off].sum()
    assert inequality(pd.DataFrame(moves), against="independence") == pytest.approx(expected, rel=1e-9)


@given(
    moves=st.integers(3, 6).flatmap(
        lambda n: st.lists(st.integers(0, 10**6), min_size=n * n, max_size=n * n).map(
            lambda cells: np.array(cells, dtype="float64").reshape(n, n) * (1 - np.eye(n))
        )
    ),
    capital=st.sampled_from([1.0, 1e3, 1e6]),
)
def test_law_the_fit_keeps_what_each_place_sends_and_receives(moves: np.ndarray, capital: float) -> None:
    # a capital that takes part in nearly all moves makes balancing creep; the root is found all the same
    moves[0] *= capital
    moves[:, 0] *= capital
    out, into = moves.sum(axis=1), moves.sum(axis=0)
    if not moves.any():
        return
    row, column = _fit_independence(out, into)
    if len(row):
        fitted = np.outer(row, column) * (1 - np.eye(len(row)))
        assert (fitted >= 0).all()
        np.testing.assert_allclose(fitted.sum(axis=1), out, rtol=1e-7, atol=1e-7)
        np.testing.assert_allclose(fitted.sum(axis=0), into, rtol=1e-7, atol=1e-7)


def test_an_unknown_expectation_is_refused() -> None:
    with pytest.raises(IndicatorError, match='"equal" or "independence", not \'weighted\''):
        inequality(pd.DataFrame([[0, 1], [1, 0]]), against="weighted")  # type: ignore[arg-type]
