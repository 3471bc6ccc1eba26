"""
Suppression: blank small numbers, and as many others as it takes that nobody can work them out.

Primary cells hold more than 0 and fewer than the threshold. Complementary cells are blanked with them so that
each primary cell keeps its protection interval: see the text of `flows.disclosure` for what the attacker is
taken to know. Blanks are bought along the cheapest closed paths of the network of `flows.disclosure.intervals`
(after Cox, 1995, and Castro, 2007: shortest paths), a price being the people hidden; then each
bought blank, the largest first, is given back if every primary cell keeps its interval without it. That is a
heuristic for the loss, never for the protection, which the greatest flow proves cell by cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from flows._errors import DisclosureError

from .intervals import NOTHING, Cell, Network

if TYPE_CHECKING:
    import pandas as pd

    from .intervals import Bools, Floats

# How many cells are listed by name before the rest are only counted.
_LISTED = 10


class Blanks(NamedTuple):
    """
    Which cells are blank, and what can then be said of the primary ones.

    Attributes
    ----------
    blank
        n × m.
    narrow
        Primary cells that no blanking gives the whole protection interval, each with the lowest and highest number
        it may still be; the smallest possible number, or infinity, at an end where the interval is whole.
    """

    blank: Bools
    narrow: dict[Cell, tuple[float, float]]


def suppress(
    matrix: pd.DataFrame,
    threshold: float,
    *,
    margins_published: bool = True,
    protection: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """
    Blank small cells, and others that would give them away.

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
        to the threshold when not given (from 0 where the matrix holds fractions): nobody can tell that it
        is below the threshold, nor that it is more than one person. Published totals may themselves say
        more: of a row of 7 no cell is above 7, blank or not. There a primary cell keeps every number of the interval
        that totals and zeros alone leave possible.

    Returns
    -------
    suppressed
        The matrix as floats, suppressed cells NaN. `attrs` has `primary` and `complementary`, the number of cells
        blanked for either reason, and `narrow`, the number of primary cells whose interval the totals cut. An
        empty matrix gives an empty one.

    Raises
    ------
    DisclosureError
        A number is negative or not finite, a place is named twice, or threshold or protection are no
        limits of a number of people; or the published totals alone give a primary cell away to within less than one
        person, such as the only people of a row: no blanking can help then, and the message names the cells.
    """
    import pandas as pd

    values = check_table(matrix)
    low, high = _check_limits(threshold, protection, values)
    primary = (values > 0) & (values < threshold)
    blank, narrow = choose_blanks(values, primary, (low, high)) if margins_published else Blanks(primary, {})
    _refuse_given_away(narrow, matrix)
    result = pd.DataFrame(np.where(blank, np.nan, values), index=matrix.index, columns=matrix.columns)
    result.attrs = {
        "primary": int(primary.sum()),
        "complementary": int(blank.sum() - primary.sum()),
        "narrow": len(narrow),
    }
    return result


def choose_blanks(
    values: Floats, primary: Bools, protection: tuple[float, float], *, totals: Bools | None = None
) -> Blanks:
    """
    Choose the complementary cells of a table whose arrays are known to be sound; see `suppress`.

    Parameters
    ----------
    values
        n × m, not negative; 0 is always published.
    primary
        n × m, the cells to protect.
    protection
        Lowest and highest number that each must still possibly be.
    totals
        n × m, True where a cell is a total of others that enters its row and its column with the opposite sign; none
        when not given. All sums of rows and of columns that are not cells here are taken as published.

    Returns
    -------
    blanks
        See `Blanks`.
    """
    least = find_least(values)
    opposite = np.zeros(values.shape, dtype=bool) if totals is None else totals
    network = Network(values, least, np.where(values > 0, values, np.inf), opposite)
    network.open(primary)
    wanted = {
        ((row, column), up): float(protection[1] - here if up else here - max(protection[0], least))
        for row, column in np.argwhere(primary).tolist()
        for here in (values[row, column],)
        for up in (True, False)
    }
    short = {
        (cell, up): missing
        for (cell, up), amount in wanted.items()
        if (missing := amount - network.move(cell, amount, up=up)[0]) > NOTHING
    }
    # The one that lacks most buys the most room, which others then share.
    found = {
        (cell, up): network.move(cell, wanted[cell, up], up=up, buying=True)
        for cell, up in sorted(short, key=lambda move: -short[move])
    }
    _give_back(network, found, values, primary)
    ends: dict[Cell, list[float]] = {}
    for (cell, up), (moved, _) in found.items():
        if moved < wanted[cell, up] - NOTHING:
            ends.setdefault(cell, [least, np.inf])[int(up)] = values[cell] + (moved if up else -moved)
    return Blanks(network.blank, {cell: (low, high) for cell, (low, high) in ends.items()})


def _give_back(
    network: Network, found: dict[tuple[Cell, bool], tuple[float, frozenset[Cell]]], values: Floats, primary: Bools
) -> None:
    """Publish again, largest first, what was blanked and turns out not to be needed."""
    bought = np.argwhere(network.blank & ~primary).tolist()
    for row, column in sorted(bought, key=lambda cell: -values[tuple(cell)]):
        network.close((row, column))
        again = {}
        for (cell, up), (moved, used) in found.items():
            if (row, column) in used:
                again[cell, up] = network.move(cell, moved, up=up)
                if again[cell, up][0] < moved - NOTHING:
                    network.open((row, column))
                    break
        else:
            found.update(again)


def find_least(values: Floats) -> float:
    """
    Tell the smallest number an attacker thinks possible in a blank: zeros are published, so it is not one.

    Parameters
    ----------
    values
        The true table.

    Returns
    -------
    least
        1 where all people are whole numbers, else 0.
    """
    return 1.0 if bool((values == np.round(values)).all()) else 0.0


def check_table(matrix: pd.DataFrame) -> Floats:
    """
    Refuse what is not a table of people.

    Parameters
    ----------
    matrix
        People; see `suppress`.

    Returns
    -------
    values
        n × m.

    Raises
    ------
    DisclosureError
        A number is negative or not finite, or a place is named twice.
    """
    faults = [
        f"a {word} is named twice"
        for word, labels in (("row", matrix.index), ("column", matrix.columns))
        if not labels.is_unique
    ]
    values = matrix.to_numpy(dtype="float64", na_value=np.nan)
    if not np.isfinite(values).all():
        faults.append("the matrix holds a value that is not a finite number")
    elif (values < 0).any():
        faults.append("the matrix holds a negative value; people are counted, nets are differences of two counts")
    if faults:
        raise DisclosureError("cannot protect this matrix:\n- " + "\n- ".join(faults))
    return values


def _check_limits(threshold: float, protection: tuple[float, float] | None, values: Floats) -> tuple[float, float]:
    low, high = (find_least(values), threshold) if protection is None else protection
    faults = []
    if not (np.isfinite(threshold) and threshold > 0):
        faults.append(f"the threshold is {threshold!r}; it must be a number of people above 0")
    elif not (np.isfinite(high) and 0 <= low <= high):
        faults.append(f"the protection interval is {low!r} to {high!r}; it must rise from 0 or more to a finite number")
    if faults:
        raise DisclosureError("cannot protect this matrix:\n- " + "\n- ".join(faults))
    return low, high


def _refuse_given_away(narrow: dict[Cell, tuple[float, float]], matrix: pd.DataFrame) -> None:
    away = [cell for cell, (low, high) in narrow.items() if high - low < 1 - NOTHING]
    if away:
        names = [f"row {matrix.index[row]!r}, column {matrix.columns[column]!r}" for row, column in away[:_LISTED]]
        more = [f"and {len(away) - _LISTED} more"] if len(away) > _LISTED else []
        raise DisclosureError(
            "published totals and zeros alone give these small cells away, whatever else is blanked; merge the place "
            "with another, withhold all totals (margins_published=False), or release a flow table by `protect`, which "
            "withholds the few totals it must:\n- " + "\n- ".join(names + more)
        )
