"""
One layer as a CSV: a plain table for Excel, pandas and everything between.

- UTF-8 with a byte-order mark: without it Excel shows Urdu names as signs of another alphabet; pandas, pyarrow, DuckDB
  and R's readr pass over it.
- The first line is the header and every other line a row, so that any program reads a table. Lines of remarks above it
  would break that. So what the file says of itself stands in columns at the right, "about_title" to "about_date", once,
  in the first row: said in every row it would be ten times as long as the numbers.
- Text stands in quotes and numbers do not ("007" is a code, 7 a number), and a withheld or unknown number is empty.
- Text that a spreadsheet would take for a formula has an apostrophe before it.
- Shapes are left out, codes join them; points have longitude and latitude.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from layers.files.text_cells import BOM, build_text_table

if TYPE_CHECKING:
    from layers.files.content import Content


def write_csv(content: Content, path: Path, *, layer: str = "") -> None:
    """
    Write one layer as a CSV.

    Parameters
    ----------
    content
        What there is to write.
    path
        Of the file.
    layer
        Its name; "" for the main one.

    Raises
    ------
    ExportError
        There is no such layer.
    """
    from pyarrow import csv

    table = build_text_table(content.layer(layer), content.about)
    with path.open("wb") as file:
        file.write(BOM)
        csv.write_csv(table, file)
