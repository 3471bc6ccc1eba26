"""
Rounding to a base: every number becomes one of the two multiples next to it, and small ones can no longer be told.

Two ways. Random rounding draws each number by itself and is right on average (Nargundkar and Saveland, 1972; with base
3 the RR3 of Statistics New Zealand); what is published then no longer adds up. Controlled rounding rounds cells
and totals together so that they do (Cox and Ernst, 1982), which in two dimensions can always be done: it is a
transportation problem, whose corners are whole numbers (Causey, Cox and Ernst, 1985).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from flows._errors import DisclosureError

from .checks import check_table, tell_base_fault

if TYPE_CHECKING:
    import pandas as pd

    from .intervals import Floats

    Table = TypeVar("Table", pd.DataFrame, pd.Series)

# A number this near to a multiple, in bases, is that multiple: the rounding of floats.
_SAME = 1e-9


def round_random(matrix: Table, *, base: int = 3, seed: int | np.random.Generator) -> Table:
    """
    Round each number up or down by chance, so that it is right on average.

    Parameters
    ----------
    matrix
        People, not negative: a matrix, or a series of totals. **Totals are rounded independently**: give each
        margin to this function by itself. Rounded cells then do not add up to rounded totals, and must be
        published with that sentence; to sum rounded cells instead would add up their errors.
    base
        Numbers become multiples of it; 3 is usual.
    seed
        The same seed gives the same rounding. Keep it secret, and keep to it: many roundings of one table average
        to the truth. A generator is used on, so that margins get draws of their own.

    Returns
    -------
    rounded
        Same labels. A number r above a multiple goes up with probability r / base, else down: its expectation is
        itself, and it is less than `base` away. Zeros and other multiples stay. Whole numbers stay integers. Empty
        gives empty.

    Raises
    ------
    DisclosureError
        A cell is no number, negative or not finite, a label is there twice, or the base is no whole number from 2 up.
    """
    import pandas as pd

    values = check_table(matrix.to_frame() if isinstance(matrix, pd.Series) else matrix).reshape(matrix.shape)
    down, over = _split(values, base)
    generator = np.random.default_rng(seed)
    rounded = ((down + (generator.random(values.shape) < over)) * base).astype("int64")
    if isinstance(matrix, pd.Series):
        return pd.Series(rounded, index=matrix.index, name=matrix.name)
    return pd.DataFrame(rounded, index=matrix.index, columns=matrix.columns)


def round_controlled(matrix: pd.DataFrame, *, base: int = 3) -> pd.DataFrame:
    """
    Round a matrix so that its cells and all its totals are next to the true ones, and add up.

    Parameters
    ----------
    matrix
        People, not negative; it need not be square. The diagonal is a cell like any other.
    base
        Cells and totals become multiples of it.

    Returns
    -------
    rounded
        Integers, same labels. Every cell, every row and column total and the total of the table is one of the
        two multiples of `base` next to the true one; multiples, zeros among them, stay. Of all such matrices it
        is one with the least sum of changes. Nothing is drawn, so the same matrix always gives the same
        rounding, and a cell by itself is not right on average. Empty gives empty.

    Raises
    ------
    DisclosureError
        A cell is no number, negative or not finite, a place is named twice, or the base is no whole number from 2 up.
    """
    import pandas as pd

    values = check_table(matrix)
    down, over = _split(values, base)
    rounded = ((down + _choose_up(over)) * base).astype("int64")
    return pd.DataFrame(rounded, index=matrix.index, columns=matrix.columns)


def _split(values: Floats, base: int) -> tuple[Floats, Floats]:
    """Split into whole multiples and the share of a base above them."""
    if faults := tell_base_fault(base):
        raise DisclosureError("cannot round this matrix:\n- " + "\n- ".join(faults))
    multiples = values / base
    nearest = np.round(multiples)
    multiples = np.where(np.abs(multiples - nearest) <= _SAME * np.maximum(nearest, 1), nearest, multiples)
    down = np.floor(multiples)
    return down, multiples - down


def _choose_up(over: Floats) -> Floats:
    """Choose the cells that go up: 1, else 0. The linear program has whole corners, so none is half up."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, vstack

    chosen = np.zeros(over.shape)
    rows, columns = np.nonzero(over)
    if not len(rows):
        return chosen
    share = over[rows, columns]
    one, cells = np.ones(len(rows)), np.arange(len(rows))
    sums = vstack(
        [
            coo_array((one, (rows, cells)), shape=(over.shape[0], len(rows))),
            coo_array((one, (columns, cells)), shape=(over.shape[1], len(rows))),
            coo_array((one, (np.zeros(len(rows), dtype=int), cells)), shape=(1, len(rows))),
        ]
    ).tocsr()
    margins = sums @ share
    whole = np.round(margins)
    margins = np.where(np.abs(margins - whole) <= _SAME * np.maximum(whole, 1), whole, margins)
    solved = linprog(
        # Going up changes a cell by 1 - share of a base, staying down by share.
        1 - 2 * share,
        A_ub=vstack([sums, -sums]),
        b_ub=np.concatenate([np.ceil(margins), -np.floor(margins)]),
        bounds=(0, 1),
        method="highs-ds",
    )
    chosen[rows, columns] = np.round(solved.x)
    return chosen
