"""
Shares and rates given as if they were people.

People need not be whole numbers, and a model may expect less than one person in all: most measures do not depend on
the unit. Shares and rates are no people, though, and give themselves away in two ways. Fractions whose total, whose
rows or whose columns (with the diagonal or without) all sum to 1 or to 100 are refused by every measure. Fractions of
which none reaches 1 are refused by the measures that set them against populations: there they are rates such as M / P.
A table of rates that hides from both cannot be told from people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ._moves import Moves

if TYPE_CHECKING:
    from ._moves import Floats

_WHOLES = (1.0, 100.0)

# Shares that were rounded for print still sum to a whole within this part of it.
_ROUNDING = 5e-3


def find_whole(moves: Moves) -> str:
    """
    Find the sums that give a matrix away as shares.

    Parameters
    ----------
    moves
        A matrix that is sound but for what it holds.

    Returns
    -------
    whole
        What sums to 1 or to 100, for a sentence; empty if nothing does, or if all numbers are whole.
    """
    if not moves.total:
        return ""
    inside = np.diagonal(moves.values).astype("float64")
    # What stands there may be anything; what is more than all shares can be is none.
    stayed = np.where((inside >= 0) & (inside <= _WHOLES[-1]), inside, 0.0)
    sums = {
        "all its cells sum": (np.array([moves.total]), np.array([moves.total + stayed.sum()])),
        "each row sums": (moves.outflow, moves.outflow + stayed),
        "each column sums": (moves.inflow, moves.inflow + stayed),
    }
    found = [
        f"{said} to {whole:g}"
        for said, both in sums.items()
        for total in both
        for whole in _WHOLES
        if np.abs(total[total > 0] - whole).max() <= whole * _ROUNDING
    ]
    # A matrix in which one person leaves each place is no table of shares.
    return found[0] if found and any((block % 1 != 0).any() for _, block in moves.blocks()) else ""


def are_rates(moves: Moves) -> bool:
    """
    Tell whether people moved, but less than one of them between any two places.

    Parameters
    ----------
    moves
        A sound matrix.

    Returns
    -------
    rates
        False if nobody moved.
    """
    return moves.total > 0 and all(block.max() < 1 for _, block in moves.blocks())


def are_shares(people: Floats) -> bool:
    """
    Tell whether populations are shares of all people.

    Parameters
    ----------
    people
        0 or more, finite; n.

    Returns
    -------
    shares
        Whether they are not whole and sum to 100, or to 1 or less.
    """
    total = float(people.sum())
    whole = total <= 1 + _ROUNDING or abs(total - _WHOLES[-1]) <= _WHOLES[-1] * _ROUNDING
    return whole and bool((people % 1 != 0).any())
