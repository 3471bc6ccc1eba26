"""The distance decay of a doubly constrained spatial interaction model, in arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flows._errors import ModelError

from .poisson import fit_poisson, sum_margins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Margins are sums of floats; they are the same up to this share.
_SAME_SUM = 1e-12


def fit_decay(moves: Floats, cost: Floats) -> float:
    """
    Fit β of m_ij = A_i O_i B_j D_j exp(β c_ij) by Poisson maximum likelihood.

    Parameters
    ----------
    moves
        n × n, not negative; rows are origins. The diagonal is not used.
    cost
        n × n: distance for exponential decay, its logarithm for power decay. The diagonal is not used and may
        hold anything.

    Returns
    -------
    beta
        The value at which the fitted flows have the observed margins and the observed mean cost (Hyman,
        1969); negative when flows fall with cost. A place that nobody leaves, or nobody enters, is fitted by
        zeros and has no say.

    Raises
    ------
    ModelError
        The flows do not fix β: nobody moves (no place and one place included), every move begins or ends at
        one place, there are too few places (fewer than four, if costs are the same both ways), costs say
        nothing beside the factors, or β runs off.
    """
    fault = find_fault(moves, [str(place) for place in range(len(moves))])
    if fault:
        raise ModelError(fault)
    return float(fit_poisson(moves, [fill_diagonal(cost)], ["distance"], "both").parameters[0])


def fill_diagonal(term: Floats) -> Floats:
    """Copy a term of two places or more; its diagonal becomes a value of the term, so that it is never in the way."""
    whole = np.array(term, dtype="float64", order="C")
    np.fill_diagonal(whole, whole[0, -1])
    return whole


def find_fault(moves: Floats, places: list[str]) -> str | None:
    """
    Find out why the margins leave a doubly constrained model no choice.

    Parameters
    ----------
    moves
        n × n; the diagonal is not used.
    places
        n names.

    Returns
    -------
    fault
        A sentence if nobody moves, or if every move begins or ends at one place: then the margins alone fix
        every flow. None if there is a choice.
    """
    out, into = sum_margins(moves)
    total = float(out.sum())
    if total == 0:
        return "nobody moves between two places, so there is nothing to fit"
    hub = int(np.argmax(out + into))
    if out[hub] + into[hub] >= total * (1 - _SAME_SUM):
        return (
            f"every move begins or ends at {places[hub]}: the totals alone fix all flows, and nothing is left to "
            'tell how they fall with distance; choose another constraint than "both"'
        )
    return None
