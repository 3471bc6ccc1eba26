"""Text in tables that nobody's spreadsheet takes for a formula, and what a file says of itself as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from boundaries.language import tr

if TYPE_CHECKING:
    import pyarrow as pa

    from layers.files.content import About, Layer

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet that opens a text file takes a cell that starts so for a formula and works it out."""

BOM: Final = b"\xef\xbb\xbf"
"""Without it Excel reads UTF-8 as the Windows alphabet, and Urdu names are lost."""

ABOUT_PREFIX: Final = "about_"


def guard_text(text: Any) -> str | None:
    """
    Make a text harmless to spreadsheets.

    Parameters
    ----------
    text
        Of a cell; None and NaN where there is none.

    Returns
    -------
    text
        With an apostrophe before it where it would be a formula (a spreadsheet's own mark for text).
    """
    if text is None or text != text:
        return None
    text = str(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def name_about(about: About) -> dict[str, str]:
    """
    Lay what a file says of itself out as columns.

    Parameters
    ----------
    about
        What it says.

    Returns
    -------
    columns
        Name ("about_title") → harmless text on one line.
    """
    return {f"{ABOUT_PREFIX}{name}": guard_text(" ".join(text.split())) or "" for name, text in about.items()}


def add_coordinates(layer: Layer) -> Layer:
    """
    Write where points are as columns, for formats without shapes.

    Parameters
    ----------
    layer
        Rows and shapes.

    Returns
    -------
    layer
        A layer of points has "lon" and "lat", in degrees, as its last columns, and no shapes; any other is as it was.
    """
    from dataclasses import replace

    import shapely

    from layers.files.content import Column

    if layer.kind != "point" or layer.geometry is None:
        return layer
    columns = (
        Column("lon", tr("Longitude"), "°", "#geo+lon", "lon"),
        Column("lat", tr("Latitude"), "°", "#geo+lat", "lat"),
    )
    table = layer.table.assign(lon=shapely.get_x(layer.geometry), lat=shapely.get_y(layer.geometry))
    return replace(layer, columns=(*layer.columns, *columns), table=table, geometry=None, kind="")


def build_text_table(layer: Layer, about: About | None = None) -> pa.Table:
    """
    Build the table that text formats write.

    Parameters
    ----------
    layer
        Rows; shapes are left out, but points have their coordinates.
    about
        Said in columns after the layer's own, in the first row alone; None: not said. A layer without rows gets one
        row that has nothing else.

    Returns
    -------
    table
        Numbers are numbers, NaN is null, text is harmless. Columns have the names of the layer's.
    """
    import pyarrow as pa

    layer = add_coordinates(layer)
    names = [column.name for column in layer.columns]
    arrays = [_take_column(layer.table[name]) for name in names]
    table = pa.table(arrays, names=names)
    if about is None:
        return table
    said = name_about(about)
    count = max(table.num_rows, 1)
    if not table.num_rows:
        table = pa.table([pa.nulls(1, array.type) for array in arrays], names=names)
    for name, text in said.items():
        table = table.append_column(name, pa.array([text, *[None] * (count - 1)], pa.string()))
    return table


def _take_column(values: Any) -> pa.Array:
    import pyarrow as pa
    from pandas.api.types import is_numeric_dtype

    if is_numeric_dtype(values):
        return pa.array(values.to_numpy(), from_pandas=True)
    return pa.array([guard_text(text) for text in values.tolist()], pa.string())
