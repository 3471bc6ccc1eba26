"""The decay of a doubly constrained model in arrays: by pencil, whatever the diagonal holds, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import ModelError
from flows.models.doubly_constrained import fit_decay
from tests.flows.models.austria import load_distance, load_moves

# Near ways of 1 between a-b and c-d, far ones of 2: see test_gravity.py for the arithmetic. β = -ln 3.
MOVES = np.array([[0, 6, 3, 1], [6, 0, 1, 3], [3, 1, 0, 6], [1, 3, 6, 0]])
COST = np.array([[0, 1, 2, 2], [1, 0, 2, 2], [2, 2, 0, 1], [2, 2, 1, 0]], dtype="float64")


def test_by_pencil() -> None:
    assert fit_decay(MOVES, COST) == pytest.approx(-np.log(3))


@pytest.mark.parametrize("inside", [np.nan, np.inf, -np.inf, 1e300])
def test_the_diagonal_is_not_used(inside: float) -> None:
    moves, cost = MOVES + np.diag([9e9, 0, 1, 2]), COST + np.diag(np.full(4, inside))
    assert fit_decay(moves, cost) == pytest.approx(-np.log(3))
    assert moves[0, 0] == 9e9  # and the caller's arrays are left alone
    assert cost[0, 1] == 1


def test_austria_as_in_spint() -> None:
    assert fit_decay(load_moves().to_numpy(), load_distance().to_numpy()) == pytest.approx(-0.00791533, rel=1e-6)


def test_a_place_without_moves_has_no_say() -> None:
    moves, cost = np.zeros((5, 5)), np.full((5, 5), 7.0)
    moves[:4, :4], cost[:4, :4] = MOVES, COST
    assert fit_decay(moves, cost) == pytest.approx(-np.log(3))


@given(out=st.lists(st.floats(0.1, 10), min_size=4, max_size=4), toll=st.lists(st.floats(0, 5), min_size=4, max_size=4))
def test_law_what_is_paid_wherever_one_goes_changes_nothing(out: list[float], toll: list[float]) -> None:
    # A toll for leaving i or entering j is taken up by the factors of i and j.
    cost = COST + np.array(out)[:, None] + np.array(toll)
    assert fit_decay(MOVES, cost) == pytest.approx(-np.log(3), rel=1e-6)


@pytest.mark.parametrize(
    ("moves", "cost", "said"),
    [
        (np.zeros((0, 0)), np.zeros((0, 0)), "nobody moves"),
        (np.ones((1, 1)), np.ones((1, 1)), "nobody moves"),
        (np.array([[0, 3], [4, 0]]), COST[:2, :2], "every move begins or ends at 0"),
        (MOVES, np.ones((4, 4)), "'distance' cannot be told"),
        (MOVES * (COST == 1), COST, "no finite value"),
    ],
)
def test_what_does_not_fix_it_is_told(moves: np.ndarray, cost: np.ndarray, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        fit_decay(moves, cost)
