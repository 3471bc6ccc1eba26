"""
Somebody with linear programming and everything that was published.

Written without the code under test: each total is an equation, each blank a variable, and the least and the
greatest value of a blank are two linear programs.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.optimize import linprog


class Attacker:
    """
    Knows a table with its totals as one array: the last column and the last row are totals, NaN is hidden.

    Every blank is taken to hold at least `least`.
    """

    def __init__(self, table: np.ndarray, *, least: float) -> None:
        self.blanks = [(int(row), int(column)) for row, column in np.argwhere(np.isnan(table))]
        self.least = least
        number = {cell: i for i, cell in enumerate(self.blanks)}
        n, m = table.shape
        sums = [[(row, column) for column in range(m)] for row in range(n)]
        sums += [[(row, column) for row in range(n)] for column in range(m)]
        self.left, self.right = np.zeros((len(sums), len(self.blanks))), np.zeros(len(sums))
        for i, cells in enumerate(sums):
            for cell, sign in zip(cells, [1.0] * (len(cells) - 1) + [-1.0], strict=True):
                if cell in number:
                    self.left[i, number[cell]] = sign
                else:
                    self.right[i] -= sign * table[cell]

    def bound(self, cell: tuple[int, int]) -> tuple[float, float]:
        """Work out the least and the greatest number a blank can hold."""
        aim = np.zeros(len(self.blanks))
        aim[self.blanks.index(cell)] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            solved = linprog(sign * aim, A_eq=self.left, b_eq=self.right, bounds=(self.least, None))
            if solved.status == 3:  # unbounded
                ends.append(sign * -np.inf)
                continue
            assert solved.status == 0, solved.message
            ends.append(sign * solved.fun)
        return ends[0], ends[1]


def with_totals(cells: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Put the true totals beside the cells that are shown."""
    return np.block([[cells, truth.sum(1, keepdims=True)], [truth.sum(0, keepdims=True), truth.sum(keepdims=True)]])


def argwhere(mask: np.ndarray) -> Iterable[tuple[int, int]]:
    return ((int(row), int(column)) for row, column in np.argwhere(mask))
