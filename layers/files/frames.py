"""Layers as GeoDataFrames, and written with GDAL."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from boundaries.language import tr
from layers._errors import ExportError
from layers.files.content import CRS, Content, Layer
from layers.files.steps import CHUNK, report

if TYPE_CHECKING:
    import geopandas

TYPES: Final = {"polygon": "MultiPolygon", "line": "LineString", "point": "Point"}
"""Kind of a layer → the type its shapes are written as: places may have islands, and one type is what readers want."""


def find_drawn(content: Content) -> tuple[Layer, ...]:
    """
    Find the layers that have shapes.

    Parameters
    ----------
    content
        What there is.

    Raises
    ------
    ExportError
        None has.
    """
    drawn = tuple(layer for layer in content.layers if layer.geometry is not None)
    if not drawn:
        raise ExportError(tr("this view has no layer with shapes; choose a format of tables, such as CSV"))
    return drawn


def pick_layer(content: Content, name: str) -> Layer:
    """
    Pick the layer of a format that holds one.

    Parameters
    ----------
    content, name
        What there is, and which is asked for; "" for the main one.

    Raises
    ------
    ExportError
        There is no such layer, or it has no shapes.
    """
    layer = content.layer(name)
    if layer.geometry is None:
        words = tr("the layer {name} has no shapes; choose a format of tables, such as CSV")
        raise ExportError(words.format(name=layer.name))
    return layer


def build_frame(layer: Layer) -> geopandas.GeoDataFrame:
    """
    Build a GeoDataFrame.

    Parameters
    ----------
    layer
        With shapes.

    Returns
    -------
    frame
        EPSG:4326.
    """
    import geopandas

    return geopandas.GeoDataFrame(layer.table, geometry=layer.geometry, crs=CRS)


def write_frame(frame: geopandas.GeoDataFrame, path: Path, layer: Layer, *, driver: str, **options: Any) -> None:
    """
    Write a layer with GDAL, part by part, so that it can be followed and stopped.

    Parameters
    ----------
    frame
        From `build_frame`; columns may be renamed.
    path
        Of the file; what is in it stays.
    layer
        Its name and the kind of its shapes.
    driver, **options
        Of `pyogrio.write_dataframe`.

    Raises
    ------
    OSError
        GDAL cannot write it.
    """
    import pyogrio

    words = tr("Writing {layer}").format(layer=layer.name)
    report(0, max(len(frame), 1), words)
    step = CHUNK if driver == "GPKG" else max(len(frame), 1)
    for start in range(0, max(len(frame), 1), step):
        part = frame.iloc[start : start + step]
        try:
            with warnings.catch_warnings():
                # A column whose every number is unknown, or names cut to ten letters: both are meant.
                warnings.simplefilter("ignore")
                pyogrio.write_dataframe(
                    part,
                    path,
                    layer=layer.name,
                    driver=driver,
                    append=start > 0 or (driver == "GPKG" and path.exists()),
                    geometry_type=TYPES[layer.kind],
                    promote_to_multi=layer.kind == "polygon",
                    **options,
                )
        except RuntimeError as error:
            # All that pyogrio raises is one, and says what GDAL said.
            raise OSError(str(error)) from None
        report(min(start + step, len(frame)), max(len(frame), 1), words)
