"""Sheets of an XLSX workbook: written row by row, text never as a formula, numbers as numbers in a fitting format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from math import ceil, isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
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

FACT: Final = 255
"""Letters that a property of one's own may have."""

_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Letters that no XML may have."""


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
        Of XlsxWriter, to add sheets to.

    Raises
    ------
    OSError
        It cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # Rows leave memory for a file of each sheet, beside the book: there must be room for it anyhow.
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        draft = Path(folder) / "book.xlsx"
        book = Workbook(draft, {"constant_memory": True, "tmpdir": folder, "strings_to_numbers": False})
        book.set_properties(
            {
                "title": about.title,
                "author": about.software,
                "subject": about.source,
                "comments": about.description,
                "created": datetime.fromisoformat(about.date),
            }
        )
        if len(about.view_url) <= FACT:
            book.set_custom_property("view_url", about.view_url, "text")
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", error.args)) from None
        finally:
            # Else a book that was not finished would be written when it is forgotten, into a folder that is gone.
            book.fileclosed = 1
            for sheet in book.worksheets():
                with suppress(OSError, AttributeError, ValueError):
                    sheet.row_data_fh.close()
        copy_steadily(draft, path, about.date)


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
    _write_words(book, sheet, 0, [about.title], bold=True, size=14)
    heads = [tr("Sheet"), tr("What it holds"), tr("Column"), tr("Unit")]
    rows: list[Sequence[str]] = [(), *list_about(about)[1:], (), heads]
    for name, columns, words in tables:
        rows += [(name, words), *(("", column.title, column.name, column.unit) for column in columns)]
    for number, texts in enumerate(rows, start=1):
        _write_words(book, sheet, number, texts, bold=texts is heads, widths=widths)


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
    titles = [f"{column.title} ({column.unit})" if column.unit else column.title for column in columns]
    names = titles if plain else [column.name for column in columns]
    widths = [_measure(head, cells) for head, cells in zip(names, values, strict=True)]
    sheet = _add_sheet(book, name, widths=widths)
    header = 1 if plain else 2
    sheet.repeat_rows(0, header - 1)
    sheet.freeze_panes(header, int(plain))
    sheet.autofilter(header - 1, 0, header - 1 + len(values[0]), len(columns) - 1)
    if not plain:
        _write_words(book, sheet, 0, titles, widths=widths)
    _write_words(book, sheet, header - 1, names, bold=True)
    shown = [_find_style(book, column, cells) for column, cells in zip(columns, values, strict=True)]
    for part in split_rows(len(values[0]), tr("Writing {layer}").format(layer=name)):
        rows = zip(*(column[part] for column in values), strict=True)
        for number, row in enumerate(rows, start=header + part.start):
            for position, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, position, _clean(value), shown[position])
                elif value is not None and isfinite(value):
                    sheet.write_number(number, position, value, shown[position])


def _find_style(book: Any, column: Column, values: Sequence[Any]) -> Any:
    # A cell of the format "text" stays text when someone edits it.
    is_text = isinstance(next((value for value in values if value is not None), None), str)
    return book.add_format({"num_format": "@" if is_text else choose_format(column)})


def _add_sheet(book: Any, name: str, *, widths: Iterable[float]) -> Any:
    sheet = book.add_worksheet(name)
    if is_right_to_left():
        sheet.right_to_left()
    # Printed across one page, however many it is long.
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    return sheet


def _measure(head: str, values: Sequence[Any]) -> float:
    """Make room for the heading and the filter's button, and for the longest text of the first rows."""
    texts = [value for value in values[:500] if isinstance(value, str)]
    return min(max([len(head) + 4, 10, *(len(text) + 1 for text in texts)]), WIDEST)


def _write_words(
    book: Any,
    sheet: Any,
    row: int,
    texts: Sequence[str],
    *,
    bold: bool = False,
    size: int = 11,
    widths: Sequence[float] = (),
) -> None:
    """Write a row of words; they are folded where widths are given, and the row is as high as its longest text."""
    # Not every program finds the height of a row by itself.
    lines = [ceil(1.1 * len(text) / width) for text, width in zip(texts, widths, strict=False)]
    if max(lines, default=1) > 1:
        sheet.set_row(row, LINE * max(lines))
    look = book.add_format({"bold": bold, "font_size": size, "text_wrap": bool(widths), "valign": "top"})
    for position, text in enumerate(texts):
        if text:
            sheet.write_string(row, position, _clean(text), look)


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)[:LONGEST]
