"""
Where margins can be met, but only by making cells zero that the seed does not: what scaling tends to and never reaches.

Three places send 2, 1 and 1 people and receive as many, nobody within a place. The two others together receive from
the first all that they receive, so nothing is left for what they send each other. Scaling makes those cells smaller
for ever, by less each round; its limit is found by leaving them out from the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A share of the largest total that is nobody.
_NOBODY = 1e-9

# More cells than this take the solver too long for a question asked after scaling has failed.
MOST_CELLS = 100_000


def find_possible(weights: Floats, out: Floats, into: Floats) -> NDArray[np.bool_] | None:
    """
    Find the cells that hold anybody in any matrix with these zeros and these margins.

    Parameters
    ----------
    weights
        n × m, not negative; zeros are structural.
    out, into
        Totals of the n rows and the m columns, not negative; NaN where a total is not known.

    Returns
    -------
    possible
        n × m; None where no matrix has these zeros and these margins.

    Notes
    -----
    One such matrix is found by linear programming. From it people can be moved round any closed way of cells, up in
    one and down in the next: an empty cell can hold somebody if such a way leads through it, so if its row and its
    column lie in one strong component of the graph of such steps. Rows and columns without a known total are joined,
    as they can take from each other.
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n, m = weights.shape
    row, column = np.nonzero(weights)
    totals = np.concatenate([out, into])
    known = ~np.isnan(totals)
    scale = float(np.nanmax(totals, initial=0.0)) or 1.0
    each = np.arange(len(row))
    ends = (np.concatenate([row, n + column]), np.concatenate([each, each]))
    sums = coo_array((np.ones(2 * len(row)), ends), shape=(n + m, len(row))).tocsr()
    found = linprog(
        np.zeros(len(row)), A_eq=sums[known], b_eq=totals[known] / scale, bounds=(0, None), method="highs-ds"
    )
    if found.status != 0:
        return None
    held = found.x > _NOBODY
    # Steps up lead from row to column, steps down back; the last node stands for all that is not known.
    unknown, rest = np.flatnonzero(~known), n + m
    start = [row, n + column[held], unknown, np.full(len(unknown), rest)]
    end = [n + column, row[held], np.full(len(unknown), rest), unknown]
    steps = np.concatenate(start), np.concatenate(end)
    graph = coo_array((np.ones(len(steps[0])), steps), shape=(rest + 1, rest + 1))
    _, part = connected_components(graph, directed=True, connection="strong")
    possible = np.zeros((n, m), dtype=bool)
    possible[row, column] = held | (part[row] == part[n + column])
    return possible
