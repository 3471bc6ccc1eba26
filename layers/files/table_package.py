"""
Every layer of a view as a CSV of its own, zipped with a README and a `datapackage.json` (Frictionless Data Package 1).

The description says of each column whether it is text or a number, what it holds and in which unit, so that programs
need not guess and codes such as "007" stay text. The tables are those of `csv_table`, less the columns at the right.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from layers.files.readme import write_readme
from layers.files.text_cells import BOM, add_coordinates, build_text_table
from layers.files.zips import add_file

if TYPE_CHECKING:
    from layers.files.content import Content, Layer


def write_package(content: Content, path: Path) -> None:
    """
    Write all layers as a package of tables.

    Parameters
    ----------
    content
        What there is to write; shapes are left out.
    path
        Of the zip.
    """
    from pyarrow import csv

    day = content.about.date
    layers = [add_coordinates(layer) for layer in content.layers]
    files = {f"{layer.name}.csv": layer.title for layer in layers}
    with ZipFile(path, "w") as archive:
        with add_file(archive, "README.txt", day) as file:
            file.write(write_readme(content.about, files, layers).encode())
        with add_file(archive, "datapackage.json", day) as file:
            file.write(json.dumps(describe_package(content), ensure_ascii=False, indent=2).encode())
        for layer in layers:
            with add_file(archive, f"{layer.name}.csv", day) as file:
                file.write(BOM)
                csv.write_csv(build_text_table(layer), file)


def describe_package(content: Content) -> dict[str, Any]:
    """
    Describe a package of tables.

    Parameters
    ----------
    content
        What it holds.

    Returns
    -------
    description
        What `datapackage.json` says; what the standard has no word for stands in "about".
    """
    about = content.about
    return {
        "profile": "tabular-data-package",
        "name": "rawaan",
        "title": about.title,
        "description": about.description,
        "created": f"{about.date}T00:00:00Z",
        "licenses": [{"name": "other", "title": about.licence}],
        "sources": [{"title": about.source}],
        "about": dict(about.items()),
        "resources": [_describe_layer(add_coordinates(layer)) for layer in content.layers],
    }


def _describe_layer(layer: Layer) -> dict[str, Any]:
    from pandas.api.types import is_integer_dtype, is_numeric_dtype

    fields = []
    for column in layer.columns:
        values = layer.table[column.name]
        kind = "integer" if is_integer_dtype(values) else "number" if is_numeric_dtype(values) else "string"
        field = {"name": column.name, "type": kind, "title": column.title, "unit": column.unit, "hxl": column.hxl}
        fields.append({key: text for key, text in field.items() if text})
    return {
        "profile": "tabular-data-resource",
        "name": layer.name,
        "path": f"{layer.name}.csv",
        "title": layer.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": {"fields": fields, "missingValues": [""]},
    }
