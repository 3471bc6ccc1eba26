"""Text and tables measured for a slide: the largest type with which they fit their box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from boundaries.language import is_right_to_left
from layers.briefing.content import Table
from layers.paper.text import Style, is_urdu, lay_line, wrap_text

PX: Final = 96 / 72
"""CSS pixels of a point."""

SPARE: Final = 1.14
"""What a line is taken to be wider than measured: other programs set the same font a little differently."""

COLUMN_SPARE: Final = 1.2
"""The same for cells: without this font a wider one takes its place, and a head broken inside a word cannot be read."""

LATIN_STEP: Final = 1.22
URDU_STEP: Final = 2.1
"""From one line to the next, in em, as presentation programs set these fonts."""

CELL: Final = (5.0, 2.0)
"""Points kept free beside and above the text of a cell."""

HEAD: Final = 0.84
"""Size of a table's head against that of its rows."""

WHOLE: Final = 10.0
"""Points down to which type is made smaller so that no cell is broken over lines."""

READABLE: Final = 11.0
"""The same for Urdu, whose letters are smaller and whose lines stand far apart: longer tables go on on a next slide."""

LEAST: Final = 7.5
"""Points; smaller type cannot be read in a room or on paper."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out: the size of its type, widths of columns and heights of rows (the head first), in points."""

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        """Of the whole table, points."""
        return sum(self.heights)


def measure_text(text: str, size: float, width: float, *, weight: int = 400, serif: bool = False) -> float:
    """
    Measure how tall a paragraph is.

    Parameters
    ----------
    text
        One paragraph.
    size, width
        Points.
    weight, serif
        Of the font.

    Returns
    -------
    height
        Points.
    """
    if not text:
        return 0.0
    urdu = is_urdu(text) or is_right_to_left()
    lines = wrap_text(text, Style(size * PX, "#000000", weight, serif), width * PX / SPARE, leftward=urdu)
    return len(lines) * size * (URDU_STEP if urdu else LATIN_STEP)


def fit_text(
    paragraphs: Sequence[str], width: float, height: float, *, most: float, gap: float = 0.5, serif: bool = False
) -> float:
    """
    Find the largest type with which paragraphs fit a box.

    Parameters
    ----------
    paragraphs
        In order.
    width, height
        Points.
    most
        Size wanted.
    gap
        Between two paragraphs, in em.
    serif
        Whether it is a headline.

    Returns
    -------
    size
        Points, in steps of a half; `LEAST` where nothing fits.
    """
    size = most
    while size > LEAST:
        tall = sum(measure_text(text, size, width, weight=600 if serif else 400, serif=serif) for text in paragraphs)
        if tall + gap * size * max(len(paragraphs) - 1, 0) <= height:
            break
        size -= 0.5
    return size


def lay_grid(table: Table, width: float, height: float, *, most: float = 13.0) -> Grid:
    """
    Lay out a table.

    Parameters
    ----------
    table
        Head and rows.
    width, height
        Points there are.
    most
        Size wanted.

    Returns
    -------
    grid
        In the largest type that fits.
    """
    size = most
    whole = READABLE if is_right_to_left() else WHOLE
    # Smaller type, as long as it can be read from afar, is better than words broken over lines.
    while size > whole and (sum(_measure_columns(table, size)) > width or _lay(table, width, size).height > height):
        size -= 0.5
    if sum(_measure_columns(table, size)) > width:
        size = most
    while size > LEAST and _lay(table, width, size).height > height:
        size -= 0.5
    return _lay(table, width, size)


def can_be_read(table: Table, width: float, height: float) -> bool:
    """
    Say whether a table fits a box in type that Urdu can be read in.

    Parameters
    ----------
    table
        Head and rows.
    width, height
        Points there are.

    Returns
    -------
    fits
        Its cells may have several lines.
    """
    return _lay(table, width, READABLE).height <= height


def _measure_columns(table: Table, size: float) -> list[float]:
    """Measure how wide each column is when nothing in it is broken."""
    head, body = Style(HEAD * size * PX, "#000000", 600), Style(size * PX, "#000000")
    return [
        max(
            lay_line(row[column], head if index == 0 else body, leftward=is_urdu(row[column])).width
            for index, row in enumerate((table.head, *table.rows))
        )
        / PX
        * COLUMN_SPARE
        + 2 * CELL[0]
        for column in range(len(table.head))
    ]


def _lay(table: Table, width: float, size: float) -> Grid:
    rows = [table.head, *table.rows]
    needed = _measure_columns(table, size)
    widths = _share(needed, width)
    step = URDU_STEP if is_right_to_left() else LATIN_STEP
    heights = tuple(
        max(
            max(measure_text(text, size, widths[column] - 2 * CELL[0]) for column, text in enumerate(row)),
            size * step,
        )
        + 2 * CELL[1]
        for row in rows
    )
    return Grid(size, widths, heights)


def _share(needed: Sequence[float], width: float) -> tuple[float, ...]:
    """Give every column what it needs where that fits; else the wide ones share what the narrow ones leave."""
    if sum(needed) <= width:
        # The rest goes to the names, so that numbers stand together at the far side.
        return (needed[0] + width - sum(needed), *needed[1:])
    fair = width / len(needed)
    narrow = sum(one for one in needed if one <= fair)
    wide = sum(one for one in needed if one > fair)
    return tuple(one if one <= fair else one * (width - narrow) / wide for one in needed)
