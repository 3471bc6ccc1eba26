"""
A made-up town that grows, to show what epochs of built-up land look like before any are loaded.

The town is drawn by formulas: a core that widens, three roads along which it runs out, two villages that leap over open
land, a gap that fills late and a park that stays open. It stands where the reader puts it and has nothing to do with
the land there. Everything made of it says DEMONSTRATION.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError
from boundaries.cells.layer import CellLayer
from boundaries.cells.points import find_resolution_fault
from boundaries.growth.read_epochs import DEMONSTRATION_TAG
from boundaries.language import mark

if TYPE_CHECKING:
    from pyproj import Transformer

__all__ = ["DEMONSTRATION_EPOCHS", "demonstration_layer", "write_demonstration"]

DEMONSTRATION_EPOCHS: Final = (1990, 1995, 2000, 2005, 2010, 2015, 2020)
"""Years of the made-up town."""

TITLE: Final = mark("DEMONSTRATION: built-up land of a made-up town")
NOTE: Final = mark("DEMONSTRATION. A made-up town drawn by formulas, in no relation to the land it is shown on.")
SOURCE: Final = mark("Rawaan: made by the code, observed by nobody")
LICENCE: Final = "CC0"

MOLLWEIDE: Final = "ESRI:54009"
CELL_M: Final = 100
HALF_WIDTH_KM: Final = 12
KM_A_DEGREE: Final = 111.2
FILLING_YEARS: Final = 12
"""A pixel is built over within so many years."""

ROADS: Final = (20, 140, 250)
"""Directions of the three roads, degrees anticlockwise from east."""

VILLAGES: Final = ((7.0, -6.0, 2001), (-8.0, 4.5, 2008))
"""East and north of the centre in km, and the year each begins."""

Floats = NDArray[np.float64]


def write_demonstration(path: str | Path, centre: tuple[float, float]) -> Path:
    """
    Write the made-up town as a GeoTIFF in the form of GHS-BUILT-S: square metres built up per pixel.

    Parameters
    ----------
    path
        A name ending in .tif; the file appears whole or not at all, and replaces one of that name.
    centre
        Longitude and latitude of the middle of the town, degrees (EPSG:4326).

    Returns
    -------
    path
        The file: 240 × 240 pixels of 100 m in the Mollweide projection, one band for each year of
        `DEMONSTRATION_EPOCHS`. Its name for every band, its tags and its description say DEMONSTRATION.
        `read_epochs.read_built_series` reads it.

    Raises
    ------
    GridError
        The name ends otherwise, the folder is not there, the file cannot be written, or the centre is not on earth.
    """
    import rasterio
    from rasterio.errors import RasterioError

    path = Path(path)
    if path.suffix.lower() not in {".tif", ".tiff"}:
        raise GridError(f"a demonstration is written as .tif, not as {path.name!r}")
    if not path.parent.is_dir():
        raise GridError(f"there is no folder {str(path.parent)!r} to write {path.name!r} into")
    left, top = _find_corner(centre)
    built = _build_town(*_locate(left, top), centre)
    profile = {
        "driver": "GTiff",
        "crs": MOLLWEIDE,
        "transform": rasterio.Affine(CELL_M, 0, left, 0, -CELL_M, top),
        "width": built.shape[2],
        "height": built.shape[1],
        "count": built.shape[0],
        "dtype": "uint16",
        "compress": "deflate",
    }
    tags = {
        "TIFFTAG_IMAGEDESCRIPTION": NOTE,
        DEMONSTRATION_TAG: "demonstration",
        "RAWAAN_SOURCE": SOURCE,
        "RAWAAN_LICENCE": LICENCE,
        "RAWAAN_NOTE": NOTE,
    }
    scratch = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}.tif")
    try:
        with rasterio.open(scratch, "w", **profile) as data:
            data.write(built)
            data.update_tags(**tags)
            for band, year in enumerate(DEMONSTRATION_EPOCHS, start=1):
                data.set_band_description(band, f"DEMONSTRATION {year}: built-up land, m² per pixel")
                data.update_tags(band, YEAR=str(year))
        scratch.replace(path)
    except (RasterioError, OSError) as error:
        raise GridError(f"{path} cannot be written ({error})") from error
    finally:
        scratch.unlink(missing_ok=True)
    return path


def demonstration_layer(centres: Sequence[tuple[float, float]], *, resolution: int = 8) -> CellLayer:
    """
    Lay the made-up town on H3 cells, once for each centre.

    Parameters
    ----------
    centres
        Longitude and latitude in degrees (EPSG:4326). Where two towns meet, a cell has what the larger one built.
    resolution
        Of H3.

    Returns
    -------
    layer
        Square metres built up (kind "built", evidence "demonstration"), epochs `DEMONSTRATION_EPOCHS`; only cells that
        have any by the last year. Title, source and note say that it is made up. Empty for no centres.

    Raises
    ------
    GridError
        A centre is not on earth, or there is no such resolution.
    """
    import pyarrow as pa
    from h3ronpy.vector import coordinates_to_cells

    if fault := find_resolution_fault(resolution):
        raise GridError(f"no demonstration: {fault}")
    towns = []
    for centre in centres:
        lon, lat = _locate(*_find_corner(centre))
        built = _build_town(lon, lat, centre).reshape(len(DEMONSTRATION_EPOCHS), -1)
        some = built[-1] > 0
        found = pa.array(coordinates_to_cells(lat.ravel()[some], lon.ravel()[some], resolution)).to_numpy()
        own, home = np.unique(found, return_inverse=True)
        towns.append((own, np.stack([np.bincount(home, epoch[some], own.size) for epoch in built])))
    every = np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *(own for own, _ in towns)]))
    values = np.zeros((len(DEMONSTRATION_EPOCHS), every.size))
    for own, sums in towns:
        place = np.searchsorted(every, own)
        values[:, place] = np.maximum(values[:, place], sums)
    return CellLayer(
        name="demonstration",
        title=TITLE,
        kind="built",
        evidence="demonstration",
        cells=every,
        epochs=DEMONSTRATION_EPOCHS,
        values=values,
        source=SOURCE,
        licence=LICENCE,
        note=NOTE,
    )


def _transformer() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", MOLLWEIDE, always_xy=True)


def _find_corner(centre: tuple[float, float]) -> tuple[int, int]:
    """Find the upper left corner of the town's raster, in whole pixels of the Mollweide grid."""
    lon, lat = centre
    if not (-179 <= lon <= 179 and -80 <= lat <= 80):
        raise GridError(f"a town needs a longitude and a latitude in degrees, south of 80 north, not {centre}")
    x, y = _transformer().transform(lon, lat)
    half = HALF_WIDTH_KM * 1000
    return round((x - half) / CELL_M) * CELL_M, round((y + half) / CELL_M) * CELL_M


def _locate(left: int, top: int) -> tuple[Floats, Floats]:
    """Longitude and latitude of every pixel's middle, rows × columns."""
    middle = (np.arange(2 * HALF_WIDTH_KM * 1000 // CELL_M) + 0.5) * CELL_M
    x, y = np.meshgrid(left + middle, top - middle)
    lon, lat = _transformer().transform(x, y, direction="INVERSE")
    return lon, lat


def _build_town(lon: Floats, lat: Floats, centre: tuple[float, float]) -> NDArray[np.uint16]:
    """Square metres built up per pixel, epochs × rows × columns; never less than the epoch before."""
    east = (lon - centre[0]) * KM_A_DEGREE * np.cos(np.radians(centre[1]))
    north = (lat - centre[1]) * KM_A_DEGREE
    away = np.hypot(east, north)
    begun = 1990 + 12 * (away - 2.5)  # a core of 2.5 km that widens by 83 m a year
    for direction in np.radians(ROADS):
        along = east * np.cos(direction) + north * np.sin(direction)
        beside = np.abs(north * np.cos(direction) - east * np.sin(direction))
        begun = np.minimum(begun, np.where(along > 0, 1982 + 4 * along + 60 * beside, np.inf))
    for right, up, year in VILLAGES:
        begun = np.minimum(begun, year + 12 * np.hypot(east - right, north - up))
    begun = begun + 4 * np.sin(5.3 * east + 1.7) * np.cos(4.1 * north - 0.6)  # blocks of streets, sooner and later
    gap = np.hypot(east + 1.5, north + 0.6) < 0.5
    begun = np.where(gap, np.maximum(begun, 2011), begun)
    begun = np.where(np.hypot(east - 1.0, north - 1.2) < 0.35, np.inf, begun)  # the park
    full = np.clip(0.9 - 0.03 * away, 0.55, None)
    years = np.array(DEMONSTRATION_EPOCHS)[:, None, None]
    built: NDArray[np.uint16] = np.rint(np.clip((years - begun) / FILLING_YEARS, 0, 1) * full * CELL_M**2).astype(
        np.uint16
    )
    return built
