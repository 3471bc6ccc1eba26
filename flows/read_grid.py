"""Turn a CSV, TSV or XLSX file into a grid of stripped text cells that still know their line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from ._errors import ReadError

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
# 12,34,567: lakh and crore, as a Pakistani office groups digits.
_LAKHS = re.compile(r"[+-]?\d{1,2}(,\d{2})*,\d{3}(\.\d+)?")
_SPACED = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f'’]\d{3})+(\.\d+)?")

# "sep=;": a line Excel writes for itself.
_SEPARATOR_LINE = re.compile(r"sep=.", re.IGNORECASE)

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass
class Grid:
    """
    The cells of one file.

    Parameters
    ----------
    name
        File name, for messages.
    rows
        Rows of stripped text cells, blank lines left out.
    lines
        The line (or sheet row) each row starts on, from 1.
    meta
        What a leading block of "# key: value" lines declares.
    notes
        Sentences about encoding, separator and sheet.
    separator
        What stands between the cells of a text file; a comma for any other file.
    decimal
        What the caller says stands before decimals in a text file, "." or ","; None when not said.
    """

    name: str
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    separator: str = ","
    decimal: str | None = None


def read_number(text: str, *, decimal: str = ".") -> int | float | None:
    """
    Read a count as offices write it.

    Parameters
    ----------
    text
        Digits in any script, with thousands as 1,234 or 12,34,567 or 1 234, a point for decimals.
    decimal
        "," where comma and point have changed their parts.

    Returns
    -------
    number
        An int where the text is one; None where it is no finite number, or a decimal comma makes it unclear.
    """
    text = text.strip().replace("\u2212", "-")
    if decimal == ",":
        text = text.translate({ord("."): ",", ord(","): "."})
    if any(pattern.fullmatch(text) for pattern in (_THOUSANDS, _LAKHS, _SPACED)):
        text = re.sub(r"[,'’\s\u00a0\u202f]", "", text)
    if not _PLAIN.fullmatch(text):
        return None
    number = float(text)
    if number in (float("inf"), float("-inf")):
        return None
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else number


def read_grid(path: Path, *, decimal: str | None = None) -> Grid:
    """
    Read a text or spreadsheet file into a grid.

    Parameters
    ----------
    path
        A .csv, .tsv, .txt or .xlsx file.
    decimal
        What stands before decimals in a text file, see `Grid`; in a sheet a number is a number.

    Returns
    -------
    grid
        Its cells; a byte-order mark, Windows-1252, and semicolons, tabs or bars between cells are understood
        and told in the notes.

    Raises
    ------
    ReadError
        The file is missing, empty, of another type, or a quote is never closed.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise ReadError(f"there is no file {str(path)!r}")
    if suffix == ".xlsx":
        grid = _read_sheet(path)
    elif suffix in {".csv", ".tsv", ".txt"}:
        grid = _read_text(path)
        grid.decimal = decimal
    else:
        raise ReadError(
            f"{path.name} is of a type this does not read ({suffix or 'no suffix'}); save it as CSV, XLSX or Parquet"
        )
    if not grid.rows:
        raise ReadError(f"{path.name} is empty: it has no line with anything on it")
    return grid


def _decode(raw: bytes, name: str) -> tuple[str, list[str]]:
    """Decode by the byte-order mark, else UTF-8, else what Windows writes in Pakistan's offices."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), []
            except UnicodeDecodeError as error:
                msg = f"{name} starts as {encoding} but breaks at byte {error.start}; save it again as UTF-8"
                raise ReadError(msg) from None
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        note = "read as Windows-1252, because it is not UTF-8; check names with accents"
        return raw.decode("cp1252", errors="replace"), [note]


def _read_text(path: Path) -> Grid:
    text, notes = _decode(path.read_bytes(), path.name)
    grid = Grid(path.name, notes=notes)
    lines = text.splitlines(keepends=True)
    skipped = 0
    for line in lines:
        if line.startswith("#"):
            key, colon, value = line[1:].partition(":")
            if colon:
                grid.meta[key.strip().lower()] = value.strip()
            elif line.strip().startswith("# rawaan flows"):
                grid.meta["rawaan"] = line.split()[-1]
        elif line.strip() and not _SEPARATOR_LINE.fullmatch(line.strip()):
            break
        skipped += 1
    body = lines[skipped:]
    grid.separator = separator = _find_separator(body)
    if separator != ",":
        grid.notes.append(f"cells are separated by {SEPARATORS[separator]}s")
    reader = csv.reader(io.StringIO("".join(body), newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                grid.rows.append(stripped)
                grid.lines.append(skipped + start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise ReadError(
            f"{path.name}, line {skipped + start}: a quote is opened and not closed ({error}); "
            "close it, or double a quote that belongs to a name"
        ) from None
    return grid


def _find_separator(lines: list[str]) -> str:
    """Choose the separator that the first line with any has most of, outside quotes."""
    for line in lines[:20]:
        bare = re.sub(r'"[^"]*"', "", line)
        counts = {separator: bare.count(separator) for separator in SEPARATORS}
        best = max(counts, key=lambda separator: counts[separator])
        # A tab or semicolon is never part of a name or number; a comma may be.
        for separator in ("\t", ";", "|"):
            if counts[separator] and counts[separator] * 2 >= counts[best]:
                return separator
        if counts[best]:
            return best
    return ","


def _read_sheet(path: Path) -> Grid:
    import warnings
    import zipfile

    import openpyxl

    grid = Grid(path.name)
    try:
        with warnings.catch_warnings():
            # Styles and extensions openpyxl does not know have no bearing on the cells.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        msg = f"{path.name} is not a readable XLSX workbook ({error}); save it again as XLSX"
        raise ReadError(msg) from None
    try:
        for sheet in book.worksheets:
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                texts = [_cell_text(cell) for cell in cells]
                if any(texts):
                    grid.rows.append(texts)
                    grid.lines.append(number)
            if grid.rows:
                if len(book.worksheets) > 1:
                    others = ", ".join(repr(other.title) for other in book.worksheets if other is not sheet)
                    grid.notes.append(f"read sheet {sheet.title!r}; not read: {others}")
                break
    finally:
        book.close()
    return grid


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
