"""Are the rows of a matrix its origins? A check against two counts of the people."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from flows._errors import OrientationWarning

from ._checks import check_growth, stop

if TYPE_CHECKING:
    import pandas as pd

# A correlation this far below zero, and so far that chance alone would give it less than once in 40 (Fisher's z).
_STRONG = -0.5
_BY_CHANCE = -1.96

# Two places always correlate at 1 or -1.
_FEWEST = 3


def check_orientation(matrix: pd.DataFrame, start: pd.Series, end: pd.Series) -> float:
    """
    Whether the places that gain people by migration are those that grow, as they should be.

    Where they shrink instead, rows and columns are probably swapped: a table of origins by destinations was read as
    one of destinations by origins, and every gain shows as a loss.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    start, end
        Persons in each place before and after the moves, indexed like the matrix in any order.

    Returns
    -------
    correlation
        From -1 to 1: Pearson's, over places, between net migration and the change of population, both divided by the
        mean of the two populations. The transposed matrix gives the same with the other sign. NaN where it has no
        meaning: fewer than three places, nobody moved, or all places alike.

    Raises
    ------
    IndicatorError
        The matrix or the populations are unsound, a place has no people, or more moved than live there.

    Warns
    -----
    OrientationWarning
        The correlation is below -0.5, and so low among so few places would come about by chance less than once in 40
        (Fisher's z): with five places below -0.88, with ten -0.63, with 16 and more -0.5. Natural increase can bring
        it about too, so nothing is swapped here.

    Notes
    -----
    Korea's table in migest was found to be transposed in this way: it correlates at -0.96.
    """
    moves, before, after = check_growth(matrix, start, end)
    middle = (before + after) / 2
    if not middle.all():
        places = ", ".join(str(place) for place in moves.places[middle == 0][:10])
        stop([f"nobody lives in {places} on either date, and this measure divides by people"])
    if len(middle) < _FEWEST:
        return np.nan
    net, change = (moves.inflow - moves.outflow) / middle, (after - before) / middle
    net, change = net - net.mean(), change - change.mean()
    size = float(np.sqrt((net @ net) * (change @ change)))
    if not size:
        return np.nan
    correlation = float(np.clip(net @ change / size, -1.0, 1.0))
    if correlation < min(_STRONG, _find_lowest(len(middle))):
        warnings.warn(
            f"places that gain people by this matrix shrink, and those that lose grow: net migration and population "
            f"change correlate at {correlation:.2f} over {len(middle)} places. Rows must be origins and columns "
            "destinations; if they are the other way round, transpose the matrix",
            OrientationWarning,
            stacklevel=2,
        )
    return correlation


def _find_lowest(places: int) -> float:
    """Find the correlation below which chance alone leads less than once in 40; -1 for three places."""
    return float(np.tanh(_BY_CHANCE / np.sqrt(places - 3))) if places > 3 else -1.0
