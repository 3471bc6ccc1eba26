"""Find out what a vector file holds: which layer has districts or tehsils, which column their names."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries._errors import InstallError

if TYPE_CHECKING:
    import geopandas

__all__ = ["Layer", "find_layers", "read_layer", "recognise_layers", "require_neighbourhood"]

#: West, south, east and north of Pakistan with its neighbourhood, generously (degrees).
NEIGHBOURHOOD = (55.0, 20.0, 85.0, 40.0)

#: A column names districts when at least this share of its values are known districts.
KNOWN_SHARE = 0.7

#: Columns that look like names of the smallest places of a layer, the likeliest first.
NAME_HINTS = (
    r"(adm|admin)_?3.*name|adm3_en",
    r"tehsil|taluka|tahsil|sub_?division",
    r"shapename",
    r"^name(_en)?$",
    r"name",
)

VECTOR_FILES = (".gpkg", ".geojson", ".json", ".shp", ".fgb", ".kml", ".topojson")


@dataclass(frozen=True)
class Layer:
    """
    One polygon layer, recognised.

    Attributes
    ----------
    path, name
        What pyogrio opens, and the layer in it.
    level
        "district" or "tehsil".
    column
        The column with the places' names.
    district_column
        For tehsils, the column with their district's name.
    """

    path: str
    name: str
    level: str
    column: str
    district_column: str = ""


def find_layers(path: Path) -> list[tuple[str, str]]:
    """
    List every layer of a file: what to open, and the layer's name.

    Parameters
    ----------
    path
        A GeoPackage, GeoJSON, TopoJSON, FlatGeobuf, shapefile, File Geodatabase, or a zip with any of these.

    Raises
    ------
    InstallError
        When the file is missing or GDAL cannot read it.
    """
    import pyogrio

    if not path.exists():
        raise InstallError(f"no such file: {path}")
    found = []
    for source in _sources(path):
        try:
            found += [(source, str(name)) for name, _ in pyogrio.list_layers(source)]
        except pyogrio.errors.DataSourceError as error:
            raise InstallError(f"cannot read {path} as a vector file: {error}") from error
    if not found:
        raise InstallError(f"no vector layer in {path}")
    return found


def read_layer(source: str, layer: str) -> geopandas.GeoDataFrame:
    """
    Read one layer in EPSG:4326.

    Parameters
    ----------
    source, layer
        As from `find_layers`.

    Raises
    ------
    InstallError
        When the layer does not say its coordinate reference system. (TopoJSON cannot say it; longitude and
        latitude are taken for granted when the numbers allow it.)
    """
    import pyogrio

    frame = pyogrio.read_dataframe(source, layer=layer)
    if frame.crs is None:
        west, south, east, north = frame.total_bounds
        plain = west >= -180 and east <= 180 and south >= -90 and north <= 90
        if pyogrio.read_info(source, layer=layer)["driver"] == "TopoJSON" and plain:
            return frame.set_crs("EPSG:4326")
        raise InstallError(
            f"{source}, layer {layer!r}, does not say its coordinate reference system (its numbers run from "
            f"{west:g} to {east:g} and {south:g} to {north:g}). Ask whoever made it, then write it into the "
            "file, for example with: ogr2ogr -a_srs EPSG:4326 with-crs.gpkg the-file"
        )
    return frame.to_crs("EPSG:4326")


def require_neighbourhood(frame: geopandas.GeoDataFrame, source: str, layer: str) -> None:
    """
    Refuse a layer that lies elsewhere, because its coordinates are not what they are said or taken to be.

    Parameters
    ----------
    frame
        The layer in EPSG:4326. Without any geometry it passes.
    source, layer
        As from `find_layers`; for the message.

    Raises
    ------
    InstallError
        When the layer reaches beyond `NEIGHBOURHOOD`.

    Notes
    -----
    GeoJSON without a ``crs`` member is longitude and latitude by definition (RFC 7946), and GDAL takes it so;
    metres in such a file would go unnoticed.
    """
    west, south, east, north = frame.total_bounds
    if west < NEIGHBOURHOOD[0] or south < NEIGHBOURHOOD[1] or east > NEIGHBOURHOOD[2] or north > NEIGHBOURHOOD[3]:
        raise InstallError(
            f"{source}, layer {layer!r}, does not lie in Pakistan: read as degrees it runs from {west:.7g} to "
            f"{east:.7g} east and {south:.7g} to {north:.7g} north, beyond {NEIGHBOURHOOD[0]:g} to "
            f"{NEIGHBOURHOOD[2]:g} and {NEIGHBOURHOOD[1]:g} to {NEIGHBOURHOOD[3]:g}; its coordinate reference system "
            "is missing or wrong, so declare the true one, for example for metres of UTM zone 42 with: "
            "ogr2ogr -a_srs EPSG:32642 with-crs.gpkg the-file"
        )


def recognise_layers(path: Path, *, layer: str | None = None) -> list[Layer]:
    """
    Find the layers with districts and tehsils by the names in them.

    Parameters
    ----------
    path
        A vector file.
    layer
        Look at this layer only.

    Returns
    -------
    list of Layer
        The district layer first, then the tehsil layer if there is one. A tehsil layer alone, with a column
        of district names, stands for both.

    Raises
    ------
    InstallError
        When no layer holds districts of Pakistan; the message says what was looked at.
    """
    found = find_layers(path)
    if layer is not None:
        names = [name for _, name in found]
        found = [item for item in found if item[1] == layer]
        if not found:
            raise InstallError(f"no layer {layer!r} in {path}; it has {', '.join(names)}")
    layers: dict[str, tuple[int, Layer]] = {}
    seen = []
    for source, name in found:
        table = _attributes(source, name)
        if table is None:
            continue
        recognised, note = _recognise(source, name, table)
        seen.append(f"{name}: {note}")
        # Divisions are named after districts: of several layers the one with most places has the districts.
        if recognised is not None and len(table) > layers.get(recognised.level, (0,))[0]:
            layers[recognised.level] = (len(table), recognised)
    if not layers:
        what = "; ".join(seen) or "no layer of polygons"
        raise InstallError(f"no districts of Pakistan recognised in {path} ({what})")
    return [layers[level][1] for level in ("district", "tehsil") if level in layers]


def _sources(path: Path) -> list[str]:
    if path.suffix.lower() != ".zip":
        return [str(path)]
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    folders = sorted({m[0] for n in names if (m := re.match(r".*?\.gdb(?=/)", n))})
    files = sorted(n for n in names if n.lower().endswith(VECTOR_FILES) and not n.startswith("__MACOSX"))
    if not folders + files:
        raise InstallError(f"no vector file in {path}")
    return [f"/vsizip/{path}/{name}" for name in folders + files]


def _attributes(source: str, layer: str) -> Any:
    """Read a polygon layer's columns without its geometry; None for points and lines."""
    import pyogrio

    info = pyogrio.read_info(source, layer=layer)
    if any(kind in str(info["geometry_type"]) for kind in ("Point", "Line", "None")):
        return None
    return pyogrio.read_dataframe(source, layer=layer, read_geometry=False)


def _recognise(source: str, name: str, table: Any) -> tuple[Layer | None, str]:
    from boundaries.names import match_names

    texts = [c for c in table.columns if table[c].map(lambda v: isinstance(v, str)).mean() > KNOWN_SHARE]
    best: tuple[float, float, str] = (0.0, 0.0, "")
    for column in texts:
        values = table[column].dropna().astype(str)
        distinct = values.unique()
        if len(distinct) < 2:  # noqa: PLR2004 (one value cannot tell a column of districts)
            continue
        known = float((match_names(distinct, level="district")["how"] != "none").mean())
        unique = len(distinct) / len(table)
        # A column of districts, not of tehsils named after them: nearly every value known, then most values.
        best = max(best, (round(known, 1), unique, column))
    known, unique, column = best
    note = f"{len(table)} features"
    if known < KNOWN_SHARE:
        return None, f"{note}, at best {known:.0%} of the names in a column ({column or 'none'}) known"
    if unique > 0.9:  # noqa: PLR2004 (a district may come in two parts)
        return Layer(source, name, "district", column), f"{note}, districts in {column}"
    smaller = _smaller_names(table, [c for c in texts if c != column], column)
    if not smaller:
        return Layer(source, name, "district", column), f"{note}, parts of districts in {column}"
    return Layer(source, name, "tehsil", smaller, column), f"{note}, tehsils in {smaller}"


def _smaller_names(table: Any, columns: list[str], district_column: str) -> str:
    """Choose the column that, with the district, tells the features apart and looks like a name."""
    telling = [
        c
        for c in columns
        if len(table[[district_column, c]].drop_duplicates()) > 0.8 * len(table)  # noqa: PLR2004
        and np.mean([bool(re.search(r"\d", str(v))) for v in table[c]]) < 0.5  # noqa: PLR2004 (codes have digits)
    ]
    for hint in NAME_HINTS:
        for c in telling:
            if re.search(hint, c.lower()):
                return str(c)
    return str(telling[0]) if telling else ""
