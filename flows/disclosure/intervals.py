"""
How far the blanks of a table can move while everything published stays true.

Blanks in a table with published totals are a network (Cox, 1995): rows and columns are its nodes, each blank is
an edge between its row and its column. Whoever raises one blank must lower another in the same row and another
in the same column, and so on round a closed path: the tables an attacker cannot rule out differ from the true
one by such paths. A blank on no closed path, a bridge of the network, is disclosed exactly (Gusfield, 1988);
how far another one can be raised or lowered is the greatest flow that can be sent round it. With whole numbers
the greatest flow is a whole number too, so these bounds are those of linear and of integer programming alike.

A total that is not published is one more edge, between its row and a column of totals. There a total enters
with the opposite sign: raising a total is lowering its edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

Cell = tuple[int, int]

# An edge of a path: row, column, and whether it is walked from the row to the column.
_Arc = tuple[int, int, bool]

NOTHING = 1e-6
"""Less than a millionth of a person is the rounding of floats."""

# Of two ways that hide as many people the shorter one is taken.
_STEP = 1e-6


class Network:
    """
    The blanks of a table, and what it would cost to blank more.

    Parameters
    ----------
    values
        n × m, the true table, not negative.
    least
        The smallest number that an attacker thinks possible in a blank.
    price
        n × m, the loss from blanking a cell; infinite where it must stay published.
    opposite
        n × m, True where a cell enters its row and column with the opposite sign: a total of cells.

    Attributes
    ----------
    blank
        n × m, the cells that are blank now; none at first, see `open` and `close`.
    """

    def __init__(self, values: Floats, least: float, price: Floats, opposite: Bools) -> None:
        self._above_least = down = np.maximum(values - least, 0.0)
        self._room_up = np.where(opposite, down, np.inf)
        self._room_down = np.where(opposite, np.inf, down)
        self._price = price
        self._opposite = opposite
        self.blank = np.zeros(values.shape, dtype=bool)
        self._up = np.zeros(values.shape)
        self._down = np.zeros(values.shape)

    def open(self, cells: Cell | Bools) -> None:
        """
        Blank cells.

        Parameters
        ----------
        cells
            One cell as (row, column), or a mask n × m.
        """
        self.blank[cells] = True
        self._up[cells], self._down[cells] = self._room_up[cells], self._room_down[cells]

    def close(self, cell: Cell) -> None:
        """
        Publish a cell again.

        Parameters
        ----------
        cell
            Row and column.
        """
        self.blank[cell] = False
        self._up[cell] = self._down[cell] = 0.0

    def move(self, cell: Cell, amount: float, *, up: bool, buying: bool = False) -> tuple[float, frozenset[Cell]]:
        """
        Find how far one blank can be moved away from its true number.

        Parameters
        ----------
        cell
            Row and column of a blank.
        amount
            People; no need to move it further than this.
        up
            Raise it, else lower it, down to the least possible number at most.
        buying
            Where the blanks do not allow the whole amount, blank the cheapest cells that do, as far as any can.

        Returns
        -------
        moved, used
            People, at most `amount`; and the other blanks whose numbers change with it.
        """
        # A raised cell goes from the column over other blanks back to the row: the two change places.
        turned = bool(self._opposite[cell]) != up
        forward, backward = (self._down.T, self._up.T) if turned else (self._up, self._down)
        start, end = _turn(cell) if turned else cell
        before: dict[Cell, tuple[float, float]] = {(start, end): (forward[start, end], backward[start, end])}
        forward[start, end] = backward[start, end] = 0.0
        amount = amount if up else min(amount, float(self._above_least[cell]))
        left = amount
        while left > NOTHING:
            path = _find_widest_path(forward, backward, start, end)
            if path is None and buying:
                path = self._find_cheapest_path(start, end, left, turned=turned)
            if path is None:
                break
            left -= _push(path, left, forward, backward, before)
        for (row, column), (there, back) in before.items():
            forward[row, column], backward[row, column] = there, back
        used = frozenset(_turn(other) if turned else other for other in before if other != (start, end))
        return amount - max(left, 0.0), used

    def _find_cheapest_path(self, start: int, end: int, amount: float, *, turned: bool) -> list[_Arc] | None:
        """Find the cheapest path that carries the amount, or else a half, a quarter, anything; and blank it."""
        up = np.where(self.blank, self._up, self._room_up)
        down = np.where(self.blank, self._down, self._room_down)
        price = np.where(self.blank, 0.0, self._price) + _STEP
        forward, backward, price = (down.T, up.T, price.T) if turned else (up, down, price)
        for need in (amount, amount / 2, amount / 4, 2 * NOTHING):
            path = _find_path(
                np.where(forward >= need - NOTHING, price, np.inf),
                np.where(backward >= need - NOTHING, price, np.inf),
                start,
                end,
            )
            if path is not None:
                for row, column, _ in path:
                    cell = _turn((row, column)) if turned else (row, column)
                    if not self.blank[cell]:
                        self.open(cell)
                return path
        return None


def _turn(cell: Cell) -> Cell:
    return cell[1], cell[0]


def _push(
    path: list[_Arc], amount: float, forward: Floats, backward: Floats, before: dict[Cell, tuple[float, float]]
) -> float:
    """Send as much as fits, up to the amount; note what each edge held before it was first changed."""
    fits = min(float((forward if there else backward)[row, column]) for row, column, there in path)
    sent = min(fits, amount)
    for row, column, there in path:
        before.setdefault((row, column), (forward[row, column], backward[row, column]))
        sign = sent if there else -sent
        forward[row, column] -= sign
        backward[row, column] += sign
    return sent


def _find_widest_path(forward: Floats, backward: Floats, start: int, end: int) -> list[_Arc] | None:
    """Find a shortest path from a row to a column, layer by layer, each node reached by its widest edge."""
    row_width, column_width = np.zeros(forward.shape[0]), np.zeros(forward.shape[1])
    to_row, to_column = np.zeros(len(row_width), dtype=int), np.zeros(len(column_width), dtype=int)
    row_width[start] = np.inf
    rows = np.array([start])
    while len(rows):
        last = np.minimum(row_width[rows], forward[rows, end])
        if last.max() > NOTHING:
            to_column[end] = rows[last.argmax()]
            return _trace(to_row, to_column, start, end)
        width = np.minimum(row_width[rows, None], forward[rows])
        best = width.argmax(axis=0)
        width = np.where(column_width > 0, 0.0, width[best, np.arange(len(best))])
        columns = np.flatnonzero(width > NOTHING)
        if not len(columns):
            return None
        column_width[columns], to_column[columns] = width[columns], rows[best[columns]]
        width = np.minimum(column_width[columns], backward[:, columns])
        best = width.argmax(axis=1)
        width = np.where(row_width > 0, 0.0, width[np.arange(len(best)), best])
        rows = np.flatnonzero(width > NOTHING)
        row_width[rows], to_row[rows] = width[rows], columns[best[rows]]
    return None


def _find_path(forward: Floats, backward: Floats, start: int, end: int) -> list[_Arc] | None:
    """Find the cheapest path from a row to a column (Bellman and Ford), given the price of each edge each way."""
    row_cost, column_cost = np.full(forward.shape[0], np.inf), np.full(forward.shape[1], np.inf)
    to_row, to_column = np.zeros(len(row_cost), dtype=int), np.zeros(len(column_cost), dtype=int)
    row_cost[start] = 0.0
    while True:
        cost = row_cost[:, None] + forward
        best = cost.argmin(axis=0)
        cost = cost[best, np.arange(len(best))]
        cheaper = cost < column_cost
        column_cost[cheaper], to_column[cheaper] = cost[cheaper], best[cheaper]
        cost = column_cost + backward
        best = cost.argmin(axis=1)
        cost = cost[np.arange(len(best)), best]
        cheaper = cost < row_cost
        row_cost[cheaper], to_row[cheaper] = cost[cheaper], best[cheaper]
        if not cheaper.any():
            break
    return _trace(to_row, to_column, start, end) if np.isfinite(column_cost[end]) else None


def _trace(to_row: NDArray[np.int_], to_column: NDArray[np.int_], start: int, end: int) -> list[_Arc]:
    path, column = [], end
    while True:
        row = int(to_column[column])
        path.append((row, column, True))
        if row == start:
            return path
        column = int(to_row[row])
        path.append((row, column, False))
