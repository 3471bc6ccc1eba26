"""Recognise a population or built-up grid by its name and its metadata."""

from __future__ import annotations

import csv
import math
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from boundaries._errors import GridError
from boundaries.grids.looks import describe_raster, name_fault
from boundaries.grids.names import READ, GridInfo, parse_grid_name
from boundaries.grids.unpack import GRID_FILES, unpacked
from boundaries.recognise import NEIGHBOURHOOD

__all__ = ["GridInfo", "degree_bounds", "h3_layer", "point_columns", "recognise_grid"]

TOLERANCE: Final = 0.02
"""Share by which a pixel may differ from the size in the name (WorldPop's is 3 seconds of arc to seven digits)."""

LONGITUDES: Final = ("longitude", "lon", "lng", "long", "x")
LATITUDES: Final = ("latitude", "lat", "y")
PEOPLE: Final = r"(population|general|pop)"


def recognise_grid(path: str | Path) -> GridInfo:
    """
    Tell what a grid is.

    Parameters
    ----------
    path
        A GeoTIFF of WorldPop, GHS-POP, GHS-BUILT-S or HRSL; Kontur's GeoPackage (columns ``h3`` and ``population``);
        HRSL's CSV (a latitude, a longitude and a population column). Unmodified, so also in the zip or gz it came in.

    Returns
    -------
    info
        What its name says, held against what is in the file. A CSV or a GeoPackage that was renamed is known by its
        columns, a GeoTIFF only by its name, or by a producer's name in its tags.

    Raises
    ------
    GridError
        The file is something else (the message says what it seems to be), is another quantity of a known producer,
        contradicts its name, has no coordinate reference system, lies outside Pakistan, or cannot be read.
    """
    with unpacked(path) as plain:
        suffix = plain.suffix.lower()
        if suffix == ".csv":
            return _recognise_csv(plain)
        if suffix == ".gpkg":
            return _recognise_gpkg(plain)
        return _recognise_raster(plain)


def degree_bounds(data: Any) -> tuple[float, float, float, float]:
    """
    Find the box of a raster in degrees.

    Parameters
    ----------
    data
        An open rasterio dataset with a coordinate reference system.

    Returns
    -------
    bounds
        West, south, east, north in EPSG:4326, from a lattice over the raster; points off the globe (the corners of
        a Mollweide map of the world) are left out.
    """
    from pyproj import Transformer

    x, y = np.meshgrid(np.linspace(0, data.width, 41), np.linspace(0, data.height, 41))
    transform = data.transform
    east, north = transform.a * x + transform.b * y + transform.c, transform.d * x + transform.e * y + transform.f
    lon, lat = Transformer.from_crs(data.crs, "EPSG:4326", always_xy=True).transform(east, north)
    seen = np.isfinite(lon) & np.isfinite(lat)
    if not seen.any():
        return math.nan, math.nan, math.nan, math.nan
    lon, lat = lon[seen], lat[seen]
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def point_columns(path: Path) -> tuple[str, str, str, str]:
    """
    Find the columns of a CSV of points.

    Parameters
    ----------
    path
        A text file with a header row; commas, tabs or semicolons.

    Returns
    -------
    columns
        Longitude, latitude, people (of several years, the newest), and the separator.

    Raises
    ------
    GridError
        It is no text, has no such columns, or its people are one sex or age group.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline(10_000)
    except UnicodeDecodeError as error:
        raise GridError(f"{path.name} is not text in UTF-8, so not a CSV of points") from error
    separator = max(",\t;", key=line.count)
    header = next(csv.reader([line], delimiter=separator), [])
    names = {name.strip().lower(): name for name in header}
    lon = next((names[name] for name in LONGITUDES if name in names), "")
    lat = next((names[name] for name in LATITUDES if name in names), "")
    rest = sorted((name for name in names if names[name] not in {lon, lat}), key=_year, reverse=True)
    people = next((names[name] for name in rest if re.search(PEOPLE, name)), "")
    if not (lon and lat and people):
        if lon and lat:
            parse_grid_name(next(iter(rest), ""))  # "pak_women_2020" says itself what it is
        raise GridError(
            f"{path.name} is a table with the columns {', '.join(header[:8]) or 'none'}; "
            "people as points need a longitude, a latitude and a population column, as HRSL's CSV has them"
        )
    return lon, lat, people, separator


def h3_layer(path: Path) -> str:
    """
    Find the layer of a GeoPackage that has people by H3 cell.

    Parameters
    ----------
    path
        A GeoPackage.

    Returns
    -------
    layer
        Its name.

    Raises
    ------
    GridError
        It cannot be read, or no layer has the columns ``h3`` and ``population``.
    """
    import pyogrio

    seen = []
    try:
        for name, _ in pyogrio.list_layers(path):
            columns = list(pyogrio.read_info(path, layer=name)["fields"])
            if {"h3", "population"} <= set(columns):
                return str(name)
            seen.append(f"{name}: {', '.join(columns[:8])}")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise GridError(
            f"{path.name} cannot be read as a GeoPackage; it is damaged or truncated, fetch it again"
        ) from error
    raise GridError(
        f"{path.name} has no layer with the columns h3 and population, as Kontur's has ({'; '.join(seen) or 'none'})"
    )


def _recognise_csv(path: Path) -> GridInfo:
    named = parse_grid_name(path.name)
    people = point_columns(path)[2]
    info = named or parse_grid_name("hrsl_pak.csv")
    if info is None or info.product != "hrsl":
        raise GridError(f"{path.name} is named like {info.title if info else 'nothing known'}, but is a CSV of points")
    if named is None:
        info = replace(info, tile="")
    return _require_epoch(replace(info, epoch=_year(people) or info.epoch), path, f"the column {people}")


def _recognise_gpkg(path: Path) -> GridInfo:
    import pyarrow as pa
    import pyogrio
    from h3ronpy import cells_parse

    from boundaries.cells.hierarchy import cell_resolution

    named = parse_grid_name(path.name)
    layer = h3_layer(path)
    info = named or parse_grid_name(layer) or parse_grid_name("kontur_population")
    if info is None or info.product != "kontur-population":
        raise GridError(f"{path.name} is named like {info.title if info else 'nothing known'}, but is a GeoPackage")
    first = pyogrio.read_dataframe(path, layer=layer, columns=["h3"], read_geometry=False, max_features=1000)
    cells = pa.array(cells_parse(pa.array(first["h3"].astype(str)), set_failing_to_invalid=True)).drop_null()
    if not len(cells):
        raise GridError(f"{path.name}: the column h3 holds no H3 ids")
    resolution = int(cell_resolution(cells.to_numpy()).max())
    return _require_epoch(replace(info, resolution=str(resolution)), path, "its layer")


def _recognise_raster(path: Path) -> GridInfo:
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioIOError

    named = parse_grid_name(path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            data = rasterio.open(path)
    except RasterioIOError as error:
        kinds = "damaged or truncated" if path.suffix.lower() in GRID_FILES else "not a GeoTIFF, GeoPackage or CSV"
        raise GridError(f"{path.name} cannot be read: it is {kinds} ({error})") from error
    with data:
        info = named or _from_tags(data)
        if info is None:
            raise GridError(
                f"{path.name} is not known by its name or its tags; it seems to be {describe_raster(data)}. "
                f"Grids are known by the name their producer gave them: {READ}"
            )
        faults = _contradictions(info, data)
    if faults:
        raise GridError(f"{path.name} is named like {info.title}, but " + "; ".join(faults))
    return _require_epoch(info, path, "its tags")


def _from_tags(data: Any) -> GridInfo | None:
    """Look for a producer's file name in the tags of a raster that was renamed."""
    for text in [*data.tags().values(), *data.tags(1).values(), *data.descriptions]:
        for word in re.findall(r"\w{8,}", text or ""):
            if info := parse_grid_name(word):
                return info
    return None


def _contradictions(info: GridInfo, data: Any) -> list[str]:
    if fault := name_fault(data):
        return [f"seems to be {fault}"]
    if data.crs is None:
        return [
            "does not say its coordinate reference system; write it into the file, for example with: "
            f"gdal_edit.py -a_srs {info.crs} FILE"
        ]
    faults = []
    degrees = info.crs == "EPSG:4326"
    fits = data.crs.is_geographic if degrees else "mollweide" in data.crs.to_wkt().lower()
    if not fits:
        faults.append(f"its coordinate reference system is {data.crs.to_string()[:60]}, not {info.crs}")
    size = abs(data.transform.a)
    asked = _pixel(info.resolution)
    if fits and asked and abs(size / asked - 1) > TOLERANCE:
        unit = "degrees" if degrees else "metres"
        faults.append(f"its pixels are {size:.6g} {unit} wide, not {asked:.6g}")
    if not faults and (told := _elsewhere(degree_bounds(data))):
        faults.append(told)
    return faults


def _pixel(resolution: str) -> float | None:
    """Turn the producer's word for a resolution into metres or degrees."""
    if resolution.endswith("ss"):
        return float(resolution.removesuffix("ss")) / 3600
    return float(resolution) if resolution else None


def _elsewhere(bounds: Sequence[float]) -> str:
    west, south, east, north = bounds
    overlaps = west < NEIGHBOURHOOD[2] and east > NEIGHBOURHOOD[0]
    if overlaps and south < NEIGHBOURHOOD[3] and north > NEIGHBOURHOOD[1]:
        return ""
    return (
        f"does not reach Pakistan: it runs from {west:.4g} to {east:.4g} east and {south:.4g} to {north:.4g} north, "
        f"Pakistan with its neighbourhood from {NEIGHBOURHOOD[0]:g} to {NEIGHBOURHOOD[2]:g} and "
        f"{NEIGHBOURHOOD[1]:g} to {NEIGHBOURHOOD[3]:g}"
    )


def _year(name: str) -> int:
    found = re.search(r"(19|20)\d\d", name)
    return int(found[0]) if found else 0


def _require_epoch(info: GridInfo, path: Path, where: str) -> GridInfo:
    if info.epoch:
        return info
    raise GridError(
        f"{path.name} does not say its year, neither in its name nor in {where}; "
        f"give it the name its producer gave it: {READ}"
    )
