"""The factors of places: closed forms, balancing by Newton steps, and what projects on them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from flows import ModelError
from flows.models.factors import EXACT, Factors, Margins, damp, find_factors, project

WEIGHTS = np.array([[0.0, 1, 2], [1, 0, 1], [2, 2, 0]])
OUT, INTO = np.array([6.0, 4, 5]), np.array([3.0, 7, 5])


def flows(weights: np.ndarray, factors: Factors) -> np.ndarray:
    return factors.row[:, None] * weights * factors.column


@pytest.mark.parametrize(
    ("constraint", "row", "column"),
    [
        ("none", [15 / 9, 15 / 9, 15 / 9], [1, 1, 1]),  # 15 moves over weights of 9
        ("origin", [6 / 3, 4 / 2, 5 / 4], [1, 1, 1]),
        ("destination", [1, 1, 1], [3 / 3, 7 / 3, 5 / 3]),
    ],
)
def test_closed_forms(constraint: Any, row: list[float], column: list[float]) -> None:
    factors = find_factors(WEIGHTS, Margins(constraint, OUT, INTO))
    assert factors.row == pytest.approx(np.array(row))
    assert factors.column == pytest.approx(np.array(column))


def test_balancing_meets_both_totals_and_a_place_without_moves_gets_none() -> None:
    weights = np.pad(WEIGHTS + 0.5, (0, 1), constant_values=1.0)
    out, into = np.append(OUT, 0), np.append(INTO, 0)
    factors = find_factors(weights, Margins("both", out, into))
    assert flows(weights, factors).sum(axis=1) == pytest.approx(out)
    assert flows(weights, factors).sum(axis=0) == pytest.approx(into)
    assert factors.row[3] == factors.column[3] == 0


def test_places_that_hardly_exchange_are_balanced_too() -> None:
    # Two blocks joined by weights of 1e-6: scaling by turns moves people across a millionth at a time.
    weights = np.kron(np.eye(2), np.ones((3, 3))) + 1e-6
    out, into = np.array([4.0, 4, 4, 1, 1, 1]), np.array([3.0, 3, 3, 2, 2, 2])
    result = flows(weights, find_factors(weights, Margins("both", out, into)))
    assert result.sum(axis=0) == pytest.approx(into, rel=1e-10)
    assert result.sum(axis=1) == pytest.approx(out, rel=1e-10)
    # a more goes out of the first block than comes in: 12 - 9 = 3 cross over
    assert result[:3, 3:].sum() - result[3:, :3].sum() == pytest.approx(3)


def test_totals_that_zeros_forbid_are_told() -> None:
    # Nobody stays, and the first takes 8 of the 5 that the other sends.
    weights = np.array([[0.0, 1], [1, 0]])
    with pytest.raises(ModelError, match="balancing did not come to an end"):
        find_factors(weights, Margins("both", np.array([5.0, 5]), np.array([8.0, 2])))


@given(
    truth=arrays.arrays(np.float64, (4, 5), elements=st.floats(0.5, 1000)),
    weights=arrays.arrays(np.float64, (4, 5), elements=st.floats(1e-3, 10)),
)
def test_law_any_positive_weights_meet_the_totals_of_any_flows(truth: np.ndarray, weights: np.ndarray) -> None:
    result = flows(weights, find_factors(weights, Margins("both", truth.sum(1), truth.sum(0))))
    assert result.sum(axis=1) == pytest.approx(truth.sum(1), rel=1e-10)
    assert result.sum(axis=0) == pytest.approx(truth.sum(0), rel=1e-10)


@given(term=arrays.arrays(np.float64, (3, 3), elements=st.floats(-10, 10)))
@pytest.mark.parametrize("constraint", ["none", "origin", "destination", "both"])
def test_law_what_a_projection_leaves_has_constrained_totals_of_zero(constraint: Any, term: np.ndarray) -> None:
    moves = Margins(constraint, OUT, INTO)
    factors = find_factors(WEIGHTS, moves)
    fitted = flows(WEIGHTS, factors)
    of_rows, of_columns = project(
        WEIGHTS, factors, moves, (fitted * term).sum(1)[:, None], (fitted * term).sum(0)[:, None], tolerance=EXACT
    )
    left = fitted * (term - of_rows - of_columns.T)
    assert left.sum() == pytest.approx(0, abs=1e-8)
    if constraint in {"origin", "both"}:
        assert left.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-8)
    if constraint in {"destination", "both"}:
        assert left.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-8)


@pytest.mark.parametrize(("widest", "share"), [(0, 1), (1, np.log(2)), (np.e - 1, 1 / (np.e - 1))])
def test_damping(widest: float, share: float) -> None:
    assert damp(widest) == pytest.approx(share)
