"""
Which cells are blanked with the small ones, so that no blank can be worked out.

Blanks are bought along the cheapest closed paths of the network of `flows.disclosure.intervals` (after Cox, 1995,
and Castro, 2007: shortest paths), a price being the people hidden. What is bought is a blank too and must not be
told either, so it may buy in its turn. Then each bought blank, the largest first, is given back if every blank
keeps what it was promised without it. That is a heuristic for the loss, never for the protection, which
the greatest flow proves blank by blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .checks import find_least
from .intervals import NOTHING, Cell, Network

if TYPE_CHECKING:
    from .intervals import Bools, Floats


class Reach(NamedTuple):
    """
    How far a blank can be from its true number, in people.

    Attributes
    ----------
    down, up
        Lower and higher.
    both
        The width of its interval.
    """

    down: float
    up: float
    both: float

    def lacks(self, promised: Reach) -> float:
        """Tell how much is missing where most is."""
        return max(there - here for here, there in zip(self, promised, strict=True))


class Blanks(NamedTuple):
    """
    Which cells are blank, and which of them keep less than the protection interval.

    Attributes
    ----------
    blank
        n × m.
    narrow
        Blanks that keep less, each with the width of what it keeps.
    """

    blank: Bools
    narrow: dict[Cell, float]


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
        Lowest and highest number that each must still possibly be. The interval of every other blank is at
        least as wide.
    totals
        n × m, True where a cell is a total of others that enters its row and its column with the opposite sign; none
        when not given. All sums of rows and of columns that are not cells here are taken as published.

    Returns
    -------
    blanks
        See `Blanks`; narrow are those that no blanking gives more.
    """
    network = _lay_network(values, totals)
    network.open(primary)
    found: dict[Cell, tuple[Reach, frozenset[Cell]]] = {}
    promised: dict[Cell, Reach] = {}
    while asked := _promise(values, primary, protection, network.blank, known=promised):
        promised |= asked
        found |= {cell: _reach(network, cell, promise) for cell, promise in asked.items()}
        # The one that lacks most buys the most room, which others then share.
        for cell in sorted(asked, key=lambda cell: -found[cell][0].lacks(asked[cell])):
            if found[cell][0].lacks(asked[cell]) > NOTHING:
                found[cell] = _reach(network, cell, asked[cell], buying=True)
    narrow = _find_narrow(found, promised)
    for cell in narrow:
        promised[cell] = Reach(*map(min, promised[cell], found[cell][0]))
    _give_back(network, found, promised, values, primary)
    return Blanks(network.blank, {cell: width for cell, width in narrow.items() if network.blank[cell]})


def find_narrow(values: Floats, primary: Bools, protection: tuple[float, float], blank: Bools) -> dict[Cell, float]:
    """
    Find the blanks that keep less than the protection interval, in a table with all totals published.

    Parameters
    ----------
    values, primary, protection
        As for `choose_blanks`.
    blank
        n × m.

    Returns
    -------
    narrow
        See `Blanks`.
    """
    network = _lay_network(values, None)
    network.open(blank)
    promised = _promise(values, primary, protection, blank, known={})
    return _find_narrow({cell: _reach(network, cell, promise) for cell, promise in promised.items()}, promised)


def hide_with_totals(cells: Floats, threshold: float, protection: tuple[float, float]) -> Floats:
    """
    Blank small cells and small totals, and what would give them away, totals too.

    Parameters
    ----------
    cells
        n × m, not negative.
    threshold
        Cells and totals above 0 and below it are small.
    protection
        As for `choose_blanks`.

    Returns
    -------
    table
        n + 1 × m + 1, totals last, blanks NaN. There is always enough to blank that every blank keeps the whole
        interval, only that a total is no less than the number of cells above 0 that it sums.
    """
    n, m = cells.shape
    # Totals are one more column, their own totals one more row: a table whose every sum is a cell.
    table = np.zeros((n + 1, m + 1))
    table[:n, :m] = cells
    table[:n, m], table[n, :m], table[n, m] = cells.sum(axis=1), cells.sum(axis=0), cells.sum()
    totals = np.zeros(table.shape, dtype=bool)
    totals[:n, m] = totals[n, :m] = True
    blank = choose_blanks(table, (table > 0) & (table < threshold), protection, totals=totals).blank
    return np.where(blank, np.nan, table)


def _lay_network(values: Floats, totals: Bools | None) -> Network:
    opposite = np.zeros(values.shape, dtype=bool) if totals is None else totals
    return Network(values, find_least(values), np.where(values > 0, values, np.inf), opposite)


def _promise(
    values: Floats, primary: Bools, protection: tuple[float, float], blank: Bools, *, known: dict[Cell, Reach]
) -> dict[Cell, Reach]:
    """Tell how far each blank that is not known yet must be from its true number."""
    low, high = max(protection[0], find_least(values)), protection[1]
    asked = {}
    for row, column in np.argwhere(blank).tolist():
        if (row, column) not in known:
            here = float(values[row, column])
            ends = (here - low, high - here) if primary[row, column] else (0.0, 0.0)
            asked[row, column] = Reach(*ends, high - low)
    return asked


def _reach(network: Network, cell: Cell, promise: Reach, *, buying: bool = False) -> tuple[Reach, frozenset[Cell]]:
    """Find how far a blank can go, no further than promised, and the other blanks it takes with it."""
    # The longer way first: what it buys may do for the shorter one.
    asked = sorted(((promise.down, False), (promise.up, True)), reverse=True)
    ways = {up: network.move(cell, amount, up=up, buying=buying) for amount, up in asked}
    # What one side lacks of the width the other may make up, if need be with further blanks.
    for up, more in ((True, False), (False, False), (True, True), (False, True)):
        if ways[False][0] + ways[True][0] >= promise.both - NOTHING or (more and not buying):
            break
        ways[up] = network.move(cell, promise.both - ways[not up][0], up=up, buying=more)
    (down, below), (up_, above) = ways[False], ways[True]
    return Reach(down, up_, down + up_), below | above


def _find_narrow(found: dict[Cell, tuple[Reach, frozenset[Cell]]], promised: dict[Cell, Reach]) -> dict[Cell, float]:
    return {cell: reach.both for cell, (reach, _) in found.items() if reach.lacks(promised[cell]) > NOTHING}


def _give_back(
    network: Network,
    found: dict[Cell, tuple[Reach, frozenset[Cell]]],
    promised: dict[Cell, Reach],
    values: Floats,
    primary: Bools,
) -> None:
    """Publish again, largest first, what was blanked and turns out not to be needed."""
    bought = np.argwhere(network.blank & ~primary).tolist()
    for row, column in sorted(bought, key=lambda cell: -values[tuple(cell)]):
        if not network.blank[row, column]:
            continue
        again: dict[Cell, tuple[Reach, frozenset[Cell]]] = {}
        closed: set[Cell] = set()
        failed: Cell | None = (row, column)
        # What was bought too and is told by this need not be blank either, unless a small cell needs it.
        while failed is not None and not primary[failed]:
            network.close(failed)
            closed.add(failed)
            failed = _find_failed(network, found | again, promised, closed, again)
        if failed is None:
            found.update(again)
        else:
            for cell in closed:
                network.open(cell)


def _find_failed(
    network: Network,
    found: dict[Cell, tuple[Reach, frozenset[Cell]]],
    promised: dict[Cell, Reach],
    closed: set[Cell],
    again: dict[Cell, tuple[Reach, frozenset[Cell]]],
) -> Cell | None:
    """Find a blank that no longer keeps what it was promised, and note what the others do now."""
    for cell, (_, used) in found.items():
        if network.blank[cell] and not closed.isdisjoint(used):
            again[cell] = _reach(network, cell, promised[cell])
            if again[cell][0].lacks(promised[cell]) > NOTHING:
                return cell
    return None
