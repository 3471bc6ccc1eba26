"""
Whether a point in a count stands before decimals or between thousands.

Offices that separate cells by semicolons often do so because their comma stands before decimals and their point
between thousands: there "1.200" may be twelve hundred people or 1.2. Other counts of the same file may settle it;
otherwise nobody guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ._errors import ReadError
from .read_grid import Grid

MARKS = (".", ",")

_UNCLEAR = re.compile(r"[+-]?(?!0)\d{1,3}\.\d{3}")
# 1.200.300, 1.200,5 and 12,5: with a point between thousands, or a comma before decimals.
_COMMA_BEFORE_DECIMALS = re.compile(r"[+-]?(\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}\.\d{3},\d+|\d+,(\d{1,2}|\d{4,}))")
# 12.5, 0.125, 1234.567, 1,200.5 and 1,200,300: with a point before decimals, or commas between thousands.
_POINT_BEFORE_DECIMALS = re.compile(r"[+-]?(\d+\.\d+([eE][+-]?\d+)?|\d{1,3}(,\d{2,3})+\.\d+|\d{1,3}(,\d{2,3}){2,})")


class Cell(NamedTuple):
    """A cell that should hold a count: its line and column from 1, and its text."""

    line: int
    column: int
    text: str


class DecimalMark(NamedTuple):
    """What stands before decimals, "." or ",", and sentences on how that was found."""

    mark: str
    notes: list[str]


def find_decimal_mark(grid: Grid, cells: Iterable[Cell]) -> DecimalMark:
    """
    Find the mark before decimals in the counts of a file.

    Parameters
    ----------
    grid
        The file; its `decimal` is what the caller says, and decides.
    cells
        Every cell that should hold a count.

    Returns
    -------
    found
        Where cells are not separated by semicolons it is a point, unless the caller says otherwise.

    Raises
    ------
    ReadError
        Cells are separated by semicolons, a count such as 1.200 may be two numbers, and no other count settles it
        or some say this and some that.
    """
    if grid.decimal is not None:
        return DecimalMark(grid.decimal, [])
    if grid.separator != ";":
        return DecimalMark(".", [])
    listed = list(cells)
    unclear = [cell for cell in listed if _UNCLEAR.fullmatch(cell.text)]
    comma = [cell for cell in listed if _COMMA_BEFORE_DECIMALS.fullmatch(cell.text)]
    point = [cell for cell in listed if _POINT_BEFORE_DECIMALS.fullmatch(cell.text) and cell not in unclear]
    pointed = [cell for cell in comma if "." in cell.text]
    if (unclear or pointed) and comma and not point:
        first = (pointed or comma)[0]
        where = f"{first.text!r}, line {first.line}"
        return DecimalMark(",", [f"points were read as standing between thousands, commas before decimals: {where}"])
    if unclear and (comma or not point):
        example = unclear[0].text
        where = ", ".join(f"{cell.text!r} in line {cell.line} column {cell.column}" for cell in unclear[:5])
        where += ", …" if len(unclear) > 5 else ""
        raise ReadError(
            f"{grid.name}: {len(unclear)} count(s) may be read in two ways, {where}: where semicolons separate cells, "
            f"{example} may be {example.replace('.', '')} people or {float(example):g}; say decimal=',' (points stand "
            "between thousands) or decimal='.', or write the counts without points"
        )
    return DecimalMark(".", [])
