"""
A sound matrix of people, read where it lies.

A matrix of 3,000 places fills 72 MB, and each careless step copies it. So it is read in blocks of rows, small enough
to stay near the processor, and a measure works on one block after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# 2 MB of cells: small beside the matrix and large enough for numpy to be at full speed.
_BLOCK = 262_144


@dataclass(frozen=True)
class Moves:
    """
    A matrix known to be sound.

    Attributes
    ----------
    places
        The n labels, in the order of the rows and of the columns.
    values
        n × n people, rows origins; the caller's own numbers, whole or not, diagonal and all: read them through
        `blocks`.
    outflow, inflow
        n each: people who left and who arrived, without the diagonal.
    total
        All who moved.
    """

    places: pd.Index
    values: Floats
    outflow: Floats
    inflow: Floats
    total: float

    @property
    def cells(self) -> int:
        """Count the ordered pairs of different places, n (n - 1)."""
        return len(self.places) * (len(self.places) - 1)

    def blocks(self) -> Iterator[tuple[slice, Floats]]:
        """Yield some rows at a time: which ones, and a copy of them in floats, with 0 on the diagonal."""
        return cut_blocks(self.values)

    def transpose(self) -> Moves:
        """Swap origins and destinations, without copying."""
        return Moves(self.places, self.values.T, self.inflow, self.outflow, self.total)

    def series(self, values: Floats, name: str) -> pd.Series:
        """Label one number a place."""
        import pandas as pd

        return pd.Series(values, index=self.places, name=name, dtype="float64")

    def frame(self, values: Floats) -> pd.DataFrame:
        """Label one number a pair, with NaN on the diagonal; `values` must not be the caller's."""
        import pandas as pd

        np.fill_diagonal(values, np.nan)
        return pd.DataFrame(values, index=self.places, columns=self.places, copy=False)


def cut_blocks(values: Floats) -> Iterator[tuple[slice, Floats]]:
    """
    Read a square array some rows at a time.

    Parameters
    ----------
    values
        n × n.

    Yields
    ------
    rows, block
        Which rows, and a copy of them in floats, with 0 on the diagonal.
    """
    n = len(values)
    step = max(1, _BLOCK // max(1, n))
    for start in range(0, n, step):
        rows = slice(start, min(start + step, n))
        block = np.array(values[rows], dtype="float64", order="C")
        clear_diagonal(rows, block)
        yield rows, block


def clear_diagonal(rows: slice, block: Floats) -> None:
    """
    Put 0 on the diagonal again, after arithmetic on a block.

    Parameters
    ----------
    rows
        Which rows of the matrix the block holds.
    block
        The rows; changed in place.
    """
    inside = np.arange(len(block))
    block[inside, rows.start + inside] = 0.0
