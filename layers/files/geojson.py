"""
One layer as GeoJSON (RFC 7946): longitude and latitude of seven decimals, outer rings counterclockwise, a bounding box.

What the file says of itself is a foreign member, "metadata", which readers pass over that do not know it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson

from boundaries.language import tr
from layers.files.frames import pick_layer
from layers.files.steps import split_rows

if TYPE_CHECKING:
    from layers.files.content import Content, Layer

DECIMALS: Final = 7
"""A centimetre."""


def write_geojson(content: Content, path: Path, *, layer: str = "") -> None:
    """
    Write one layer.

    Parameters
    ----------
    content, path
        What there is, and where it goes.
    layer
        Its name; "" for the main one.

    Raises
    ------
    ExportError
        There is no such layer, or it has no shapes.
    """
    import shapely

    picked = pick_layer(content, layer)
    shapes = round_shapes(picked.geometry)
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": picked.name,
        "metadata": {
            **dict(content.about.items()),
            "layer": picked.title,
            "columns": {
                column.name: {"title": column.title, **({"unit": column.unit} if column.unit else {})}
                for column in picked.columns
            },
        },
    }
    if len(shapes):
        head["bbox"] = [float(number) for number in shapely.total_bounds(shapes)]
    ids = identify_rows(picked)
    # Written by hand, feature by feature, all in one line as RFC 7946 allows: a whole country of cells is 100 MB.
    with path.open("wb") as file:
        file.write(orjson.dumps(head)[:-1] + b',"features":[')
        for rows in split_rows(len(shapes), tr("Writing {layer}").format(layer=picked.name)):
            drawn = shapely.to_geojson(shapes[rows]).tolist()
            records = picked.table.iloc[rows].to_dict("records")
            lines = [
                b'{"type":"Feature","id":%b,"geometry":%b,"properties":%b}'
                % (orjson.dumps(key), shape.encode(), orjson.dumps(_plain(record)))
                for key, shape, record in zip(ids[rows], drawn, records, strict=True)
            ]
            file.write((b",\n" if rows.start else b"\n") + b",\n".join(lines))
        file.write(b"\n]}\n")


def round_shapes(shapes: Any) -> Any:
    """
    Round shapes to seven decimals and turn outer rings counterclockwise.

    Parameters
    ----------
    shapes
        shapely, degrees.

    Returns
    -------
    shapes
        New ones.
    """
    import shapely

    rounded = shapely.transform(shapes, lambda places: np.round(places, DECIMALS))
    return shapely.orient_polygons(rounded, exterior_cw=False)


def identify_rows(layer: Layer) -> list[str]:
    """
    Give every row an id that stays the same from file to file.

    Parameters
    ----------
    layer
        Rows.

    Returns
    -------
    ids
        Code, cell, or origin and destination; with what tells equal ones apart.
    """
    table = layer.table
    keys = next(
        names
        for names in (["cell"], ["code"], ["origin", "destination"], list(table.columns[:1]))
        if set(names) <= set(table)
    )
    keys += [name for name in ("season", "month") if name in table and "origin" in keys]
    return [">".join(map(str, key)) for key in table[keys].itertuples(index=False)]


def _plain(record: dict[Any, Any]) -> dict[str, Any]:
    """JSON has no NaN: a number that is withheld or unknown is null."""
    return {name: None if isinstance(value, float) and value != value else value for name, value in record.items()}
