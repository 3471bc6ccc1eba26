"""
One layer as a CSV with a row of hashtags under its header: the Humanitarian Exchange Language (HXL 1.1).

As the plain CSV (see `csv_table`), but without a byte-order mark, which HXL's own library takes for a part of the first
heading. What the file says of itself are columns tagged #meta, filled in the first row.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.files.text_cells import ABOUT_PREFIX, add_coordinates, build_text_table

if TYPE_CHECKING:
    from layers.files.content import Content

META: Final = {
    "evidence": "#meta+evidence+file",
    "licence": "#meta+license",
    "view_url": "#meta+url",
    "date": "#date+created",
}
"""Hashtags of what a file says of itself, where they are not simply #meta and its name; rows have evidence too."""


def write_hxl(content: Content, path: Path, *, layer: str = "") -> None:
    """
    Write one layer as a CSV with an HXL row.

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
    import pyarrow.csv

    chosen = add_coordinates(content.layer(layer))
    table = build_text_table(chosen, content.about)
    tags = {column.name: column.hxl for column in chosen.columns}
    header = io.StringIO(newline="")
    lines = csv.writer(header, lineterminator="\n")
    lines.writerow(table.column_names)
    lines.writerow([tags[name] if name in tags else _tag_about(name) for name in table.column_names])
    with path.open("wb") as file:
        file.write(header.getvalue().encode())
        pyarrow.csv.write_csv(table, file, pyarrow.csv.WriteOptions(include_header=False))


def _tag_about(column: str) -> str:
    name = column.removeprefix(ABOUT_PREFIX)
    return META.get(name, f"#meta+{name}")
