"""
One layer as the CSV that kepler.gl maps by itself: it knows columns by their names.

Flows get origin_lat, origin_lng, dest_lat, dest_lng and count; cells get hex_id; points get lat and lng. No byte-order
mark. What the file says of itself is in columns at the right, filled in the first row (see `csv_table`). A withheld
number has no row; the description says how many there are.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from boundaries.language import tr
from layers._errors import ExportError
from layers.files.flowmapblue import say_left_out
from layers.files.text_cells import add_coordinates, build_text_table

if TYPE_CHECKING:
    from layers.files.content import Content, Layer

NAMES: Final = {
    "flows": {"people": "count", "destination": "dest", "destination_name": "dest_name"},
    "cells": {"cell": "hex_id"},
    "nodes": {"lon": "lng"},
}
"""Layer → our name of a column → kepler's."""


def write_kepler(content: Content, path: Path, *, layer: str = "") -> None:
    """
    Write one layer for kepler.gl.

    Parameters
    ----------
    content
        What there is to write.
    path
        Of the file.
    layer
        "flows", "cells" or "nodes"; "" for the first of them that there is.

    Raises
    ------
    ExportError
        There is no such layer, or kepler.gl could not place it.
    """
    from pyarrow import csv

    have = {one.name for one in content.layers}
    name = layer or next((name for name in NAMES if name in have), "nodes")
    chosen = content.layer(name)
    if name not in NAMES:
        raise ExportError(
            tr("kepler.gl's CSV holds {known}, not {layer}; take another format for it").format(
                known=", ".join(NAMES), layer=name
            )
        )
    about = content.about
    if name == "flows":
        # An empty count would be drawn as nobody.
        known = chosen.table["people"].notna()
        lost = say_left_out(int((~known).sum()))
        chosen = replace(chosen, table=chosen.table[known].reset_index(drop=True))
        about = replace(about, description=f"{about.description} · {lost}") if lost else about
    with path.open("wb") as file:
        csv.write_csv(build_text_table(name_for_kepler(chosen, content), about), file)


def name_for_kepler(layer: Layer, content: Content) -> Layer:
    """
    Name columns so that kepler.gl knows them.

    Parameters
    ----------
    layer
        Flows, cells or nodes.
    content
        With the nodes at which flows start and end.

    Returns
    -------
    layer
        Flows have the coordinates of both ends.
    """
    from layers.files.content import Column

    layer = add_coordinates(layer)
    table, columns = layer.table, layer.columns
    if layer.name == "flows":
        nodes = add_coordinates(content.layer("nodes")).table.set_index("code")
        ends = [(end, axis) for end in ("origin", "destination") for axis in ("lat", "lon")]
        short = {"origin": "origin", "destination": "dest", "lat": "lat", "lon": "lng"}
        found = {f"{short[end]}_{short[axis]}": table[end].map(nodes[axis]).astype("float64") for end, axis in ends}
        table = table.assign(**found)
        columns = (*columns, *(Column(name, name, "°", "", name) for name in found))
    names = NAMES[layer.name]
    columns = tuple(replace(column, name=names.get(column.name, column.name)) for column in columns)
    return replace(layer, columns=columns, table=table.rename(columns=names), geometry=None, kind="")
