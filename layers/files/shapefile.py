"""
All layers as zipped Shapefiles, with a README and a table of the names that had to be cut.

A Shapefile's column names have ten letters, its texts 254 bytes, its numbers no unit: `columns.csv` says what each is.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from boundaries.language import mark, tr
from layers.files.frames import build_frame, find_drawn, write_frame
from layers.files.readme import write_readme
from layers.files.zips import add_file

if TYPE_CHECKING:
    from layers.files.content import Content, Layer

PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")

NOTE: Final = mark(
    "Names of columns are cut to ten letters, as Shapefiles have them: columns.csv has the full ones. Texts of more "
    "than 254 bytes are cut. A number that is withheld or not known is empty."
)


def write_shapefile(content: Content, path: Path) -> None:
    """
    Write every layer that has shapes.

    Parameters
    ----------
    content, path
        What there is, and the zip.

    Raises
    ------
    ExportError
        No layer has shapes.
    """
    layers, day = find_drawn(content), content.about.date
    files = {f"{layer.name}.shp": layer.title for layer in layers}
    files["columns.csv"] = tr("Every column by its short name, and what it holds")
    with ZipFile(path, "w") as archive:
        with add_file(archive, "README.txt", day) as file:
            file.write(write_readme(content.about, files, notes=[tr(NOTE)]).encode())
        with add_file(archive, "columns.csv", day) as file:
            file.write(b"\xef\xbb\xbf" + list_columns(layers).encode())
        for layer in layers:
            draft = path.with_name(f"{layer.name}.shp")
            short = {column.name: column.short for column in layer.columns}
            frame = build_frame(layer).rename(columns=short)
            write_frame(frame, draft, layer, driver="ESRI Shapefile", layer_options={"ENCODING": "UTF-8"})
            for suffix in PARTS:
                with add_file(archive, f"{layer.name}{suffix}", day) as file:
                    file.write(draft.with_suffix(suffix).read_bytes())


def list_columns(layers: tuple[Layer, ...]) -> str:
    """
    List what the columns hold.

    Parameters
    ----------
    layers
        Whose columns.

    Returns
    -------
    text
        CSV: layer, short name, full name, words, unit.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["layer", "short", "name", "title", "unit"])
    for layer in layers:
        writer.writerows([layer.name, one.short, one.name, one.title, one.unit] for one in layer.columns)
    return text.getvalue()
