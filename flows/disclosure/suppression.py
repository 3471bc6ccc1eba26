"""
Suppression: blank small numbers, and as many others as it takes that nobody can work them out.

Primary cells hold more than 0 and fewer than the threshold. Complementary cells are blanked with them so that
each blank keeps an interval: see the text of `flows.disclosure` for what the attacker is taken to know,
and `flows.disclosure.choice` for how they are chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from flows._errors import DisclosureError

from .checks import check_limits, check_same_places, check_table
from .choice import choose_blanks, find_narrow, hide_with_totals
from .intervals import NOTHING

if TYPE_CHECKING:
    import pandas as pd

    from .intervals import Bools, Cell

# How many cells are listed by name before the rest are only counted.
_LISTED = 10


@dataclass(frozen=True, eq=False)
class Suppressed:
    """
    A matrix and its totals as they may be published together; NaN is hidden.

    Parameters
    ----------
    cells
        People; rows are origins, columns are destinations.
    rows, columns
        Totals of the rows and of the columns.
    total
        All people.
    """

    cells: pd.DataFrame
    rows: pd.Series
    columns: pd.Series
    total: float


class BlankCounts(NamedTuple):
    """
    How many cells of a matrix are blank, and why.

    Attributes
    ----------
    primary
        Small themselves.
    complementary
        Blanked to protect others.
    narrow
        Of both, those whose interval published totals cut.
    """

    primary: int
    complementary: int
    narrow: int


def suppress(
    matrix: pd.DataFrame,
    threshold: float,
    *,
    margins_published: bool = True,
    protection: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """
    Blank small cells, and others that would give them away.

    With all totals published, sparse tables are often refused: a row or a column whose only people are three is
    told by its total. `suppress_with_totals` hides such totals too and always has an answer.

    Parameters
    ----------
    matrix
        People, not negative; rows are origins, columns are destinations. It need not be square. The diagonal is
        a cell like any other and belongs to the totals: set it to 0 where totals leave internal movement
        out, as those of `flows.totals` do. The frame is not changed.
    threshold
        Cells above 0 and below this number are blanked. Zeros are published as zeros.
    margins_published
        The total of every row, of every column and of the table are published beside the cells. If not, not
        even the total of the table may be, and only the cells below the threshold are blanked.
    protection
        What every primary cell must still possibly be: all numbers from the first to the second. From 1
        to the threshold when not given (from 0 where the matrix holds fractions; to the whole number above it
        where it holds none, and over one person at least): nobody can tell that it is below the threshold,
        nor that it is more than one person. An interval that is given must hold that one. What a complementary
        cell may still be is at least as wide an interval: threshold - 1 where nothing is given.

    Returns
    -------
    suppressed
        The matrix as floats, suppressed cells NaN; nothing tells which of them are small (`count_blanks` does). An
        empty matrix gives an empty one. Published totals may say more than blanks hide: of a row of 7 no cell is
        above 7, blank or not. There a suppressed cell keeps every number of its interval, or of its width, that
        totals and zeros alone leave possible.

    Raises
    ------
    DisclosureError
        A cell is no number, negative or not finite, a place is named twice, or threshold or protection are no
        limits that protect; or the published totals alone give a primary cell away to within less than one
        person, such as the only people of a row: no blanking can help then, and the message names the cells.
    """
    import pandas as pd

    values = check_table(matrix)
    limits = check_limits(threshold, protection, values)
    blank = primary = (values > 0) & (values < threshold)
    if margins_published:
        blank, narrow = choose_blanks(values, primary, limits)
        _refuse_given_away(narrow, primary, matrix)
    return pd.DataFrame(np.where(blank, np.nan, values), index=matrix.index, columns=matrix.columns)


def suppress_with_totals(
    matrix: pd.DataFrame, threshold: float, *, protection: tuple[float, float] | None = None
) -> Suppressed:
    """
    Blank small cells and small totals, and others of both that would give them away.

    Parameters
    ----------
    matrix, threshold, protection
        As for `suppress`; totals are cells like any other here, the total of the table too.

    Returns
    -------
    suppressed
        See `Suppressed`. Publish these totals and no others. Every small cell may be any number of the protection
        interval, whatever the totals; a small total any of it from the number of cells above 0 that it sums; and
        every hidden number any of an interval as wide. Of an empty matrix the total is 0.

    Raises
    ------
    DisclosureError
        A cell is no number, negative or not finite, a place is named twice, or threshold or protection are no
        limits that protect.
    """
    import pandas as pd

    values = check_table(matrix)
    table = hide_with_totals(values, threshold, check_limits(threshold, protection, values))
    return Suppressed(
        pd.DataFrame(table[:-1, :-1], index=matrix.index, columns=matrix.columns),
        pd.Series(table[:-1, -1], index=matrix.index),
        pd.Series(table[-1, :-1], index=matrix.columns),
        float(table[-1, -1]),
    )


def count_blanks(
    matrix: pd.DataFrame,
    suppressed: pd.DataFrame,
    threshold: float,
    *,
    margins_published: bool = True,
    protection: tuple[float, float] | None = None,
) -> BlankCounts:
    """
    Count what `suppress` blanked: for whoever publishes the table, not for publication.

    Parameters
    ----------
    matrix
        The true matrix.
    suppressed
        What `suppress` made of it with the same options.
    threshold, margins_published, protection
        As for `suppress`.

    Returns
    -------
    counts
        See `BlankCounts`.

    Raises
    ------
    DisclosureError
        As for `suppress`, but for cells that are given away; or the two matrices do not have the same labels in
        the same order.
    """
    values = check_table(matrix)
    limits = check_limits(threshold, protection, values)
    check_same_places(matrix, suppressed)
    blank = suppressed.isna().to_numpy()
    primary = blank & (values > 0) & (values < threshold)
    narrow = find_narrow(values, primary, limits, blank) if margins_published else {}
    return BlankCounts(int(primary.sum()), int(blank.sum() - primary.sum()), len(narrow))


def _refuse_given_away(narrow: dict[Cell, float], primary: Bools, matrix: pd.DataFrame) -> None:
    away = sorted(cell for cell, width in narrow.items() if primary[cell] and width < 1 - NOTHING)
    if away:
        names = [f"row {matrix.index[row]!r}, column {matrix.columns[column]!r}" for row, column in away[:_LISTED]]
        more = [f"and {len(away) - _LISTED} more"] if len(away) > _LISTED else []
        raise DisclosureError(
            "published totals and zeros alone give these small cells away, whatever else is blanked; use "
            "suppress_with_totals, which withholds totals too (`protect` for a flow table), or merge the place with "
            "another, or withhold all totals (margins_published=False):\n- " + "\n- ".join(names + more)
        )
