"""
One layer as GeoParquet 1.1.

Shapes are well-known binary; by a column of bounding boxes readers skip what they do not need. What the file says of
itself is in its key-value metadata. Many rows are in the order of a Hilbert curve rather than that of the table.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from layers.files.content import CRS
from layers.files.frames import pick_layer
from layers.files.geojson import round_shapes

if TYPE_CHECKING:
    from layers.files.content import Content

VERSION: Final = "1.1.0"

GROUP: Final = 20_000
"""Rows of a row group: the least that a reader can skip."""

SIDES: Final = ("xmin", "ymin", "xmax", "ymax")


def write_geoparquet(content: Content, path: Path, *, layer: str = "") -> None:
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
    import geopandas
    import pyarrow as pa
    import shapely
    from pyarrow import parquet

    picked = pick_layer(content, layer)
    shapes = round_shapes(picked.geometry)
    rows = picked.table
    if len(rows) > GROUP:
        # Neighbours in the same group: else every group would be all over the country, and none could be skipped.
        order = geopandas.GeoSeries(shapes).hilbert_distance().argsort(kind="stable").to_numpy()
        rows, shapes = rows.iloc[order], shapes[order]
    table = pa.Table.from_pandas(rows, preserve_index=False)
    boxes = shapely.bounds(shapes)
    box = pa.StructArray.from_arrays([pa.array(boxes[:, side]) for side in range(4)], names=list(SIDES))
    table = table.append_column("geometry", pa.array(shapely.to_wkb(shapes).tolist(), type=pa.binary()))
    table = table.append_column("bbox", box)
    described = {column.name: {"title": column.title, "unit": column.unit} for column in picked.columns}
    metadata = {
        "geo": json.dumps(describe_shapes(shapes)),
        **dict(content.about.items()),
        "layer": picked.title,
        "columns": json.dumps(described, ensure_ascii=False),
    }
    table = table.replace_schema_metadata({name.encode(): text.encode() for name, text in metadata.items()})
    parquet.write_table(table, path, compression="zstd", row_group_size=GROUP)


def describe_shapes(shapes: Any) -> dict[str, Any]:
    """
    Write the "geo" member of the metadata.

    Parameters
    ----------
    shapes
        Outer rings counterclockwise.

    Returns
    -------
    description
        As GeoParquet 1.1 asks for.
    """
    import shapely
    from pyproj import CRS as Crs  # noqa: N811 (CRS is the name of ours)

    kinds = {shape.geom_type for shape in shapes}
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(kinds),
        "crs": Crs(CRS).to_json_dict(),
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": {"bbox": {side: ["bbox", side] for side in SIDES}},
    }
    if len(shapes):
        column["bbox"] = [float(number) for number in shapely.total_bounds(shapes)]
    return {"version": VERSION, "primary_column": "geometry", "columns": {"geometry": column}}
