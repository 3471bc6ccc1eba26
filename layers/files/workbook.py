"""
A view as an XLSX workbook: a sheet that explains it, then one sheet a layer.

The first line of a sheet says what a column holds and in which unit, the second is its name in every format, with
filters; both stay in sight. Numbers are stored whole and shown rounded, codes are text, and so is whatever looks like a
formula. A withheld or unknown number is an empty cell. In Urdu sheets run from right to left.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from layers.files.sheets import add_about_sheet, add_table_sheet, write_book
from layers.files.text_cells import add_coordinates

if TYPE_CHECKING:
    from layers.files.content import Content


def write_xlsx(content: Content, path: Path) -> None:
    """
    Write the layers as a workbook.

    Parameters
    ----------
    content
        What there is to write; shapes are left out, but points have their coordinates.
    path
        Of the file.
    """
    layers = [add_coordinates(layer) for layer in content.layers]
    with write_book(path, content.about) as book:
        add_about_sheet(book, content.about, [(layer.name, layer.columns, layer.title) for layer in layers])
        for layer in layers:
            values = [layer.table[column.name].tolist() for column in layer.columns]
            add_table_sheet(book, layer.name, layer.columns, values)
