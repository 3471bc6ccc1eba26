"""Sheets of an XLSX workbook: written row by row, text never as a formula, numbers as numbers in a fitting format."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from boundaries.language import is_right_to_left, tr
from layers.files.readme import list_about
from layers.files.steps import split_rows
from layers.files.zips import copy_steadily

if TYPE_CHECKING:
    from layers.files.content import About, Column

FORMATS: Final = (("#geo+lat", "0.00000"), ("#geo+lon", "0.00000"), ("#meta", "0"), ("#geo+class", "0"))
"""Start of a column's hashtag → how its numbers are shown; the others by `PARTS`."""

PARTS: Final = ("+rate", "+growth", "+density", "+area", "+pct", "+built")
"""Of hashtags of columns whose numbers are shown with decimals; the others are whole people."""

WIDEST: Final = 60
"""Letters a column is wide at most."""

LINE: Final = 15
"""Height of a line in points."""

LONGEST: Final = 32767
"""Letters that a cell may have."""


@contextmanager
def write_book(path: Path, about: About) -> Iterator[Any]:
    """
    Write a workbook from the first row to the last, the same to the byte on the same day.

    Parameters
    ----------
    path
        Of the file.
    about
        What the file says of itself, for its properties.

    Yields
    ------
    book
        Of openpyxl, to add sheets to.
    """
    from openpyxl import Workbook
    from openpyxl.xml.functions import tostring

    book, made = Workbook(write_only=True), datetime.fromisoformat(about.date)
    facts = book.properties
    facts.title, facts.creator, facts.description = about.title, about.software, about.description
    facts.subject, facts.identifier, facts.created = about.source, about.view_url, made
    draft = path.with_name(f"{path.name}.draft")
    try:
        yield book
        book.save(draft)
    except BaseException as error:
        for sheet in book.worksheets:
            _drop_sheet(sheet)
        if type(error).__module__.startswith("lxml"):
            # Where lxml is installed openpyxl writes with it, and a full disk is called IO_ENOSPC.
            number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
            raise OSError(number, os.strerror(number)) from None
        raise
    # openpyxl writes down the moment of saving, and so does the zip.
    facts.modified = made
    copy_steadily(draft, path, about.date, instead={"docProps/core.xml": tostring(facts.to_tree())})
    draft.unlink()


def _drop_sheet(sheet: Any) -> None:
    """Close a half-written sheet, whose rows are in a file of its own that stays open otherwise."""
    with suppress(Exception):
        if not sheet.closed:
            sheet.close()
        sheet._writer.cleanup()


def choose_format(column: Column) -> str:
    """
    Choose how the numbers of a column are shown; what is stored is the number itself.

    Parameters
    ----------
    column
        Its hashtag says what it holds, in every language.

    Returns
    -------
    format
        Of the spreadsheet.
    """
    for start, shown in FORMATS:
        if column.hxl.startswith(start):
            return shown
    return "#,##0.0" if any(part in column.hxl for part in PARTS) else "#,##0"


def add_about_sheet(book: Any, about: About, tables: Sequence[tuple[str, Sequence[Column], str]]) -> None:
    """
    Add the sheet that explains the others.

    Parameters
    ----------
    book
        The workbook.
    about
        What the file says of itself.
    tables
        Name of each other sheet, its columns, and what it holds.
    """
    widths = (24, 80, 24, 22)
    sheet = _add_sheet(book, tr("Read me"), widths=widths)
    _append_words(sheet, 1, [about.title], bold=True, size=14)
    heads = [tr("Sheet"), tr("What it holds"), tr("Column"), tr("Unit")]
    rows: list[Sequence[str]] = [(), *list_about(about)[1:], (), heads]
    for name, columns, words in tables:
        rows += [(name, words), *(("", column.title, column.name, column.unit) for column in columns)]
    for number, texts in enumerate(rows, start=2):
        _append_words(sheet, number, texts, bold=texts is heads, widths=widths)


def add_table_sheet(
    book: Any, name: str, columns: Sequence[Column], values: Sequence[Sequence[Any]], *, plain: bool = False
) -> None:
    """
    Add a sheet with a table.

    Parameters
    ----------
    book
        The workbook.
    name
        Of the sheet.
    columns
        Of the table.
    values
        Column by column: text, numbers, None or NaN for an empty cell.
    plain
        The header is one line of titles, and stays in sight with the first column; else it is a line of titles with
        units, and below it one of names.
    """
    from openpyxl.utils import get_column_letter

    titles = [f"{column.title} ({column.unit})" if column.unit else column.title for column in columns]
    names = titles if plain else [column.name for column in columns]
    widths = [_measure(head, cells) for head, cells in zip(names, values, strict=True)]
    sheet = _add_sheet(book, name, widths=widths)
    header = 1 if plain else 2
    sheet.print_title_rows = f"1:{header}"
    sheet.freeze_panes = f"{'B' if plain else 'A'}{header + 1}"
    if not plain:
        _append_words(sheet, 1, titles, widths=widths)
    _append_words(sheet, header, names, bold=True)
    # A cell is written as soon as its row is handed over, so that one serves a whole column.
    cells = [_make_cell(sheet, column, row) for column, row in zip(columns, values, strict=True)]
    for part in split_rows(len(values[0]), tr("Writing {layer}").format(layer=name)):
        for row in zip(*(column[part] for column in values), strict=True):
            sheet.append([_fill(cell, value) for cell, value in zip(cells, row, strict=True)])
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(columns))}{header + len(values[0])}"


def _make_cell(sheet: Any, column: Column, values: Sequence[Any]) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    # A cell of the format "text" stays text when someone edits it.
    is_text = isinstance(next((value for value in values if value is not None), None), str)
    cell.number_format = "@" if is_text else choose_format(column)
    return cell


def _add_sheet(book: Any, name: str, *, widths: Iterable[float]) -> Any:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet = book.create_sheet(name)
    sheet.sheet_view.rightToLeft = is_right_to_left()
    # Printed across one page, however many it is long.
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    return sheet


def _measure(head: str, values: Sequence[Any]) -> float:
    """Make room for the heading and the filter's button, and for the longest text of the first rows."""
    texts = [value for value in values[:500] if isinstance(value, str)]
    return min(max([len(head) + 4, 10, *(len(text) + 1 for text in texts)]), WIDEST)


def _append_words(
    sheet: Any, row: int, texts: Sequence[str], *, bold: bool = False, size: int = 11, widths: Sequence[float] = ()
) -> None:
    """Write a row of words; they are folded where widths are given, and the row is as high as its longest text."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cells = []
    for text in texts:
        cell = WriteOnlyCell(sheet)
        cell.font = Font(bold=bold, size=size)
        cell.alignment = Alignment(wrap_text=bool(widths), vertical="top")
        cells.append(_fill(cell, text))
    # Not every program finds the height of a row by itself.
    lines = [ceil(1.1 * len(text) / width) for text, width in zip(texts, widths, strict=False)]
    if max(lines, default=1) > 1:
        sheet.row_dimensions[row].height = LINE * max(lines)
    sheet.append(cells)


def _fill(cell: Any, value: Any) -> Any:
    """Put a value into a cell; None for an empty one."""
    if value is None or value != value:
        return None
    if not isinstance(value, str):
        cell.value = value
        return cell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
    # Whatever it looks like: openpyxl takes "=1+1" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    return cell
