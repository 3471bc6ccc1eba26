"""
All layers in one GeoPackage, with metadata and styles inside: QGIS opens it looking like the screen.

The styles are in a table `layer_styles`, as QGIS itself keeps them. What the file says of itself is in
`gpkg_metadata`, once for all programs (as GDAL writes it), and for each layer in QGIS's own words, which it shows under
the properties of the layer.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as Xml

from layers.files.content import CRS
from layers.files.frames import build_frame, find_drawn, write_frame
from layers.files.qml import write_qml, write_sld

if TYPE_CHECKING:
    from layers.files.content import About, Content, Layer

VERSION: Final = "1.3"
"""Newer ones are not known to the GDAL of many a QGIS in use, and nothing here needs them."""

QGIS_METADATA: Final = "http://mrcc.com/qgis.dtd"
"""By this name QGIS finds its own metadata in a GeoPackage."""

STYLES: Final = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256),
    f_table_schema TEXT(256),
    f_table_name TEXT(256),
    f_geometry_column TEXT(256),
    styleName TEXT(30),
    styleQML TEXT,
    styleSLD TEXT,
    useAsDefault BOOLEAN,
    description TEXT,
    owner TEXT(30),
    ui TEXT(30),
    update_time DATETIME
)
"""


def write_geopackage(content: Content, path: Path) -> None:
    """
    Write every layer that has shapes.

    Parameters
    ----------
    content, path
        What there is, and where it goes.

    Raises
    ------
    ExportError
        No layer has shapes.
    OSError
        The file cannot be written.
    """
    layers, about = find_drawn(content), content.about
    # GDAL takes a "description" for the name of the file, and keeps it for itself.
    items = {"abstract" if name == "description" else name: text for name, text in about.items()}
    first: dict[str, Any] = {"dataset_metadata": items, "dataset_options": {"VERSION": VERSION}}
    for layer in layers:
        same = [one.title for one in layers].count(layer.title) > 1
        options = {
            "IDENTIFIER": f"{layer.title} ({layer.name})" if same else layer.title,
            "DESCRIPTION": _tell(about),
            "GEOMETRY_NAME": "geom",
        }
        write_frame(build_frame(layer), path, layer, driver="GPKG", layer_options=options, **first)
        first = {}
    try:
        with closing(sqlite3.connect(path)) as database, database:
            _add_styles(database, layers, about)
            _add_metadata(database, layers, about)
            # The moment would make equal exports unequal.
            moment = f"{about.date}T00:00:00.000Z"
            database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
            database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (moment,))
    except sqlite3.Error as error:
        raise OSError(str(error)) from None


def _tell(about: About) -> str:
    names = ("title", "evidence", "protection", "source", "licence", "view_url")
    return " · ".join(text for name, text in about.items() if name in names)


def _add_styles(database: sqlite3.Connection, layers: tuple[Layer, ...], about: About) -> None:
    database.execute(STYLES)
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
        "VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, '', ?)",
        [
            (layer.name, layer.name, write_qml(layer), write_sld(layer), layer.style.title, f"{about.date}T00:00:00Z")
            for layer in layers
            if layer.style is not None
        ],
    )
    # A table that the file does not list would make it no valid GeoPackage.
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?)",
        (f"{about.date}T00:00:00.000Z",),
    )


def _add_metadata(database: sqlite3.Connection, layers: tuple[Layer, ...], about: About) -> None:
    for layer in layers:
        row = database.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) "
            "VALUES ('dataset', ?, 'text/xml', ?)",
            (QGIS_METADATA, describe_layer(layer, about)),
        ).lastrowid
        database.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, md_file_id) VALUES ('table', ?, ?)",
            (layer.name, row),
        )


def describe_layer(layer: Layer, about: About) -> str:
    """
    Describe a layer as QGIS keeps metadata.

    Parameters
    ----------
    layer, about
        The layer, and what the file says of itself.

    Returns
    -------
    xml
        Title, abstract with every item, licence and rights.
    """
    root = Xml.Element("qgis", version="3.28.0")
    for name, text in (("identifier", layer.name), ("language", ""), ("type", "dataset"), ("title", layer.title)):
        Xml.SubElement(root, name).text = text
    Xml.SubElement(root, "abstract").text = "\n".join(f"{name}: {text}" for name, text in about.items())
    Xml.SubElement(root, "license").text = about.licence
    Xml.SubElement(root, "rights").text = about.source
    Xml.SubElement(root, "encoding").text = "UTF-8"
    crs = Xml.SubElement(Xml.SubElement(root, "crs"), "spatialrefsys")
    Xml.SubElement(crs, "authid").text = CRS
    return Xml.tostring(root, encoding="unicode")
