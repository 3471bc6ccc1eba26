"""Shapes of rows as GeoJSON, and which of them meet a box."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Box = tuple[float, float, float, float]

DECIMALS = 7
"""Of degrees in an answer: a centimetre."""

REACH = {4: 0.6, 5: 0.25, 6: 0.09, 7: 0.04, 8: 0.015, 9: 0.006, 10: 0.003}
"""Degrees of latitude that a cell of a resolution reaches from its centre, and more: H3's edges, rounded up."""


class Shapes(Protocol):
    """Shapes of a table's rows, in EPSG:4326, longitude first."""

    def draw(self, positions: NDArray[np.intp]) -> list[dict[str, Any]]:
        """Write the geometry of some rows as GeoJSON."""

    def meet(self, box: Box) -> Flags:
        """Say of every row whether it meets a box, its edge included; west is not greater than east."""


def meet_box(shapes: Shapes, box: Box) -> Flags:
    """
    Find the rows that meet a box.

    Parameters
    ----------
    shapes
        Of the table.
    box
        West, south, east, north; a box whose west is greater than its east crosses the date line.

    Returns
    -------
    flags
        One a row.
    """
    west, south, east, north = box
    if west <= east:
        return shapes.meet(box)
    return np.logical_or(shapes.meet((west, south, 180.0, north)), shapes.meet((-180.0, south, east, north)))


class Points:
    """Points, from longitudes and latitudes of shape (n, 2)."""

    def __init__(self, at: Floats) -> None:
        self._at = at

    def draw(self, positions: NDArray[np.intp]) -> list[dict[str, Any]]:
        """Write the geometry of some rows as GeoJSON."""
        return [{"type": "Point", "coordinates": pair} for pair in self._at[positions].round(DECIMALS).tolist()]

    def meet(self, box: Box) -> Flags:
        """Say of every row whether it meets a box."""
        (lon, lat), (west, south, east, north) = self._at.T, box
        found: Flags = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        return found


class Lines:
    """Straight lines between two ends, each of shape (n, 2)."""

    def __init__(self, start: Floats, end: Floats) -> None:
        self._ends = np.stack([start, end], axis=1)

    def draw(self, positions: NDArray[np.intp]) -> list[dict[str, Any]]:
        """Write the geometry of some rows as GeoJSON."""
        ends = self._ends[positions].round(DECIMALS).tolist()
        return [{"type": "LineString", "coordinates": pair} for pair in ends]

    def meet(self, box: Box) -> Flags:
        """Say of every row whether it meets a box."""
        return _intersect(self._lines, box)

    @cached_property
    def _lines(self) -> NDArray[np.object_]:
        import shapely

        lines: NDArray[np.object_] = shapely.linestrings(self._ends)
        return lines


class Polygons:
    """Polygons as a published file has them: GeoJSON geometries."""

    def __init__(self, geometries: list[dict[str, Any]]) -> None:
        self._geometries = geometries

    def draw(self, positions: NDArray[np.intp]) -> list[dict[str, Any]]:
        """Write the geometry of some rows as GeoJSON."""
        return [self._geometries[position] for position in positions.tolist()]

    def meet(self, box: Box) -> Flags:
        """Say of every row whether it meets a box."""
        return _intersect(self._shapes, box)

    @cached_property
    def _shapes(self) -> NDArray[np.object_]:
        import shapely
        from shapely.geometry import shape

        shapes = np.array([shape(geometry) for geometry in self._geometries], dtype=object)
        shapely.prepare(shapes)
        return shapes


class Hexagons:
    """H3 cells of one resolution, with their centres of shape (n, 2)."""

    def __init__(self, cells: NDArray[np.uint64], centres: Floats, resolution: int) -> None:
        self._cells, self._centres, self._reach = cells, centres, REACH.get(resolution, 1.0)

    def draw(self, positions: NDArray[np.intp]) -> list[dict[str, Any]]:
        """Write the geometry of some rows as GeoJSON."""
        import h3

        rings = [h3.cell_to_boundary(f"{cell:x}") for cell in self._cells[positions].tolist()]
        # All corners at once: rounding them one by one takes most of the time of an answer.
        corners = iter(np.array([corner[::-1] for ring in rings for corner in ring]).round(DECIMALS).tolist())
        drawn = [[next(corners) for _ in ring] for ring in rings]
        return [{"type": "Polygon", "coordinates": [[*ring, ring[0]]]} for ring in drawn]

    def meet(self, box: Box) -> Flags:
        """Say of every row whether it meets a box; only hexagons near its edge are looked at."""
        west, south, east, north = box
        lon, lat = self._centres.T
        # A degree of longitude is shorter than one of latitude.
        wide = self._reach / np.maximum(np.cos(np.radians(lat)), 0.05)
        near = (lon >= west - wide) & (lon <= east + wide) & (lat >= south - self._reach) & (lat <= north + self._reach)
        found: Flags = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        edge = np.flatnonzero(near & ~found)
        if edge.size:
            from shapely.geometry import shape

            found[edge] = _intersect(np.array([shape(one) for one in self.draw(edge)], dtype=object), box)
        return found


def _intersect(shapes: NDArray[np.object_], box: Box) -> Flags:
    import shapely

    found: Flags = np.asarray(shapely.intersects(shapes, shapely.box(*box)), dtype=bool)
    return found
