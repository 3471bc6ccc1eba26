"""From degrees to a place on the sheet, and the published geometry there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.frame import Frame
from layers.projection import FloatArray, km_per_pixel, to_lonlat, to_pixels
from layers.view import View

Geometries = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Space:
    """
    A map's place on the sheet.

    Attributes
    ----------
    x, y, width, height
        CSS pixels of the sheet.
    lon, lat, zoom
        Middle of the map and MapLibre zoom of its layout.
    scale
        CSS pixels of the sheet for one of the layout: type and arrows are drawn so much smaller or larger.
    """

    x: float
    y: float
    width: float
    height: float
    lon: float
    lat: float
    zoom: float
    scale: float

    @classmethod
    def of(cls, frame: Frame, view: View, box: tuple[float, float, float, float], scale: float) -> Space:
        """Open a map as it is framed, or where the reader has moved it."""
        lon, lat, zoom = view.at or (frame.lon, frame.lat, frame.zoom)
        return cls(*box, lon, lat, zoom, scale)

    def _affine(self) -> tuple[float, FloatArray]:
        centre = to_pixels([self.lon, self.lat], 0.0)
        middle = np.array([self.x + self.width / 2, self.y + self.height / 2])
        factor = self.scale * 2.0**self.zoom
        return factor, middle - centre * factor

    def place(self, flat: FloatArray) -> FloatArray:
        """Put points of the projection at zoom 0 on the sheet."""
        factor, shift = self._affine()
        placed: FloatArray = flat * factor + shift
        return placed

    def project(self, lonlat: Any) -> FloatArray:
        """Put degrees, shape (..., 2), on the sheet."""
        return self.place(to_pixels(lonlat, 0.0))

    def clip(self, geometries: Geometries) -> Geometries:
        """Cut placed shapes at the map's edge: a clip path in the drawing would make its pictures five times slower."""
        right, bottom = self.x + self.width, self.y + self.height
        cut: Geometries = shapely.clip_by_rect(geometries, self.x, self.y, right, bottom)
        return cut

    def shape(self, geometries: Geometries) -> Geometries:
        """Put shapes of the projection at zoom 0 on the sheet, cut at the map's edge."""
        return self.clip(self.spread(geometries))

    def spread(self, geometries: Geometries) -> Geometries:
        """Put shapes of the projection at zoom 0 on the sheet, uncut."""
        return np.atleast_1d(shapely.transform(geometries, self.place))

    def contains(self, shape: Any) -> bool:
        """Say whether a placed shape lies on the map as a whole."""
        left, top, right, bottom = shapely.bounds(shape).tolist()
        return self.holds(left, top) and self.holds(right, bottom)

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point of the sheet lies on the map."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Find the degrees of a point of the sheet."""
        factor, shift = self._affine()
        lon, lat = to_lonlat((np.array([x, y]) - shift) / factor, 0.0).tolist()
        return lon, lat

    @property
    def km(self) -> float:
        """Kilometres of one CSS pixel of the sheet, in the middle of the map."""
        return km_per_pixel(self.lat, self.zoom) / self.scale


def project_shapes(geometries: Any) -> Geometries:
    """
    Project shapes at zoom 0.

    Parameters
    ----------
    geometries
        Shapely geometries in degrees.

    Returns
    -------
    flat
        In the projection of the moment; polygons are closed rings of straight lines there.
    """
    flat: Geometries = np.atleast_1d(shapely.transform(geometries, lambda xy: to_pixels(xy, 0.0)))
    return flat


@lru_cache(maxsize=16)
def read_published(folder: Path, name: str) -> tuple[tuple[str, ...], tuple[str, ...], Geometries]:
    """
    Read a file of published geometry, projected for paper.

    Parameters
    ----------
    folder, name
        The manifest's folder, and the file's name in it.

    Returns
    -------
    ids, kinds, flat
        One a feature: its id, its property "kind", "" where it has none, and its shape at zoom 0 of the paper's
        projection: call it inside `projection.on_paper`.
    """
    path = folder / f"{name}.gz"
    text = gzip.decompress(path.read_bytes()) if path.is_file() else (folder / name).read_bytes()
    features = json.loads(text)["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    ids = tuple(str(feature.get("id", "")) for feature in features)
    return ids, tuple(feature["properties"].get("kind", "") for feature in features), project_shapes(shapes)


def write_shapes(geometries: Iterable[Any], *, areas: bool) -> str:
    """
    Write shapes as the data of one SVG path.

    Parameters
    ----------
    geometries
        Placed and clipped.
    areas
        Whether edges of areas are wanted, or else lines.

    Returns
    -------
    data
        "" when nothing of them lies on the map.
    """
    parts = shapely.get_parts(shapely.get_parts(np.asarray(list(geometries), dtype=object)))
    parts = parts[shapely.get_dimensions(parts) == (2 if areas else 1)]
    lines = shapely.get_rings(parts) if areas else parts
    points, which = shapely.get_coordinates(lines, return_index=True)
    if not len(points):
        return ""
    return write_runs(points, np.flatnonzero(np.diff(which, prepend=-1)), closed=areas)


def write_runs(points: FloatArray, starts: Sequence[int] | NDArray[np.intp], *, closed: bool) -> str:
    """
    Write points that follow each other as the data of an SVG path.

    Parameters
    ----------
    points
        CSS pixels, shape (n, 2).
    starts
        Where each line begins, rising, the first 0.
    closed
        Whether each is an area's edge, whose last point is its first.

    Returns
    -------
    data
        Whole hundredths of a pixel, so that nothing of the rounding is seen at any scale offered; points that fall
        together are written once.
    """
    whole = np.rint(points * 100).astype(np.int64)
    first = np.zeros(len(whole), dtype=bool)
    first[np.asarray(starts, dtype=np.intp)] = True
    moved = np.ones(len(whole), dtype=bool)
    moved[1:] = (whole[1:] != whole[:-1]).any(axis=1)
    keep = first | moved
    marks = np.where(first[keep], "M", "L").tolist()
    rows = (whole[keep] / 100).tolist()
    end = "Z" if closed else ""
    data = "".join(
        [f"{end if mark == 'M' else ''}{mark}{x:g} {y:g}" for mark, (x, y) in zip(marks, rows, strict=True)]
    )
    return data[len(end) :] + end


