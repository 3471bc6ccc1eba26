"""Which flows a view draws, and how much of all movement they are. Numbers only; no pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.cube import Cube, Matrix
from layers.view import View

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Selection:
    """
    The flows of a view, largest first.

    Attributes
    ----------
    origin, destination
        Positions in the cube's flow units, shape (k,).
    people, low, high
        Persons (a year unless the kind says otherwise), shape (k,).
    partner
        The end that is not the view's place; for a flow between two other places, its origin.
    total
        Persons in all flows of the question, drawn or not.
    count
        How many flows above zero the question has, drawn or not.
    drawn
        How many of the first rows are drawn.
    """

    origin: Integers
    destination: Integers
    people: Floats
    low: Floats
    high: Floats
    partner: Integers
    total: float
    count: int
    drawn: int

    @property
    def unclear(self) -> NDArray[np.bool_]:
        """Flows that cannot be told from none: their range holds zero. None where no range is known."""
        return (self.low <= 0) & (self.high > self.low)

    @property
    def share(self) -> float:
        """Part of all movers that is drawn, 0 to 1; 0 when nobody moves."""
        return float(self.people[: self.drawn].sum()) / self.total if self.total > 0 else 0.0


def select_flows(cube: Cube, view: View) -> Selection:
    """
    Pick the flows of the view's place and direction.

    Parameters
    ----------
    cube
        The numbers.
    view
        `place`, `direction`, `period`, `data` and `top` are used.

    Returns
    -------
    selection
        Largest first, ties in code order; empty when the place sends and receives nobody. For "net" each
        pair of places appears once, in the direction of the larger flow; its range is that of the differences over
        the ensemble, or where there is none the lowest and highest that the two flows' ranges allow. A withheld flow
        is not in it, nor is a net flow of which one side is withheld.
    """
    matrix = cube.matrix(view)
    here = cube.flow_units.index(view.place)
    others = np.array([unit for unit in range(len(cube.flow_units.codes)) if unit != here], dtype=np.int64)
    mine = np.full(others.size, here, dtype=np.int64)
    coming = _pick(matrix, others, mine)
    going = _pick(matrix, mine, others)
    if view.direction == "in":
        parts = [(others, mine, *coming, others)]
    elif view.direction == "out":
        parts = [(mine, others, *going, others)]
    elif view.direction == "all":
        parts = [(others, mine, *coming, others), (mine, others, *going, others)]
    else:
        nets = None if matrix.nets is None else (matrix.nets[0][others, here], matrix.nets[1][others, here])
        parts = [_difference(others, mine, coming, going, nets)]
    origin, destination, people, low, high, partner = (
        np.concatenate([part[column] for part in parts]) for column in range(6)
    )
    keep = np.flatnonzero(people > 0)
    order = keep[np.argsort(-people[keep], kind="stable")]
    return Selection(
        origin[order],
        destination[order],
        people[order],
        low[order],
        high[order],
        partner[order],
        total=float(np.nansum(people)),
        count=int(order.size),
        drawn=min(view.top, int(order.size)),
    )


def _pick(matrix: Matrix, rows: Integers, columns: Integers) -> tuple[Floats, Floats, Floats]:
    return matrix.people[rows, columns], matrix.low[rows, columns], matrix.high[rows, columns]


def _difference(
    others: Integers,
    mine: Integers,
    coming: tuple[Floats, Floats, Floats],
    going: tuple[Floats, Floats, Floats],
    nets: tuple[Floats, Floats] | None,
) -> tuple[Integers, Integers, Floats, Floats, Floats, Integers]:
    net = coming[0] - going[0]
    low, high = nets or (coming[1] - going[2], coming[2] - going[1])
    # The ranges are of many runs, the flow is of one: it lies within by definition.
    low, high = np.minimum(low, net), np.maximum(high, net)
    inward = net >= 0
    return (
        np.where(inward, others, mine),
        np.where(inward, mine, others),
        np.abs(net),
        np.where(inward, low, -high),
        np.where(inward, high, -low),
        others,
    )
