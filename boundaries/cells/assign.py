"""
Points to places: exactly what a spatial join gives, at a fraction of its time.

A fine grid of boxes is laid over the places once. Most boxes lie wholly inside one place, or outside all of them, and
answer for every point in them; only points in a box that a border runs through are tested against polygons. The boxes
are cut along longitude and latitude and not along H3 cells: a place's edge is straight in degrees and a hexagon's is
not, so a box can be told to lie wholly inside without a margin for bent edges, and a point finds its box by one
multiplication each way, where finding its H3 cell alone takes about as long as a whole spatial join.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from boundaries._errors import GeometryError
from boundaries.topology import MULTIPOLYGON, POLYGON

if TYPE_CHECKING:
    import geopandas

__all__ = ["PlaceIndex", "assign_points"]

CHUNK: Final = 1 << 20
"""Points worked on at a time, so that what is taken beside input and answer does not grow with their number."""

SMALL_CHUNK: Final = 1 << 14
"""Points looked up at a time: few enough to stay in the processor's cache."""

SIDES: Final = (64, 2048)
"""Fewest and most boxes along each side of the grid: at 2,048 the table of boxes takes 17 MB."""

GROWN: Final = 1e-6
"""How far, in boxes, a border reaches beyond its line: a million times what rounding can move a point."""

Points = NDArray[np.float64]


def assign_points(lon: ArrayLike, lat: ArrayLike, places: geopandas.GeoDataFrame) -> NDArray[np.object_]:
    """
    Find the place of each point.

    The answer is that of ``geopandas.sjoin(predicate="intersects")`` where the first matching row of `places` is kept.
    That is the border rule: a point on a border that places share, or in two places that overlap, belongs to the one
    that comes first in `places`; a point on an outer border belongs to the place.

    Parameters
    ----------
    lon, lat
        Degrees (EPSG:4326), shape (n,); lists, arrays and Series. NaN and infinity lie nowhere.
    places
        `code` and polygons in EPSG:4326, as `load_places` gives them.

    Returns
    -------
    codes
        Text, shape (n,); "" where no place is. Empty for no points.

    Raises
    ------
    GeometryError
        Places without codes or polygons, or in another CRS; coordinates of unequal length.
    """
    return PlaceIndex(places, points=np.size(lon)).assign(lon, lat)


class PlaceIndex:
    """
    Places made ready for many points: a second call costs only the points.

    Parameters
    ----------
    places
        `code` and polygons in EPSG:4326 (taken to be so where no CRS is set), as `load_places` gives them. They are not
        changed; rows without a geometry, or with an empty one, get no points.
    points
        How many points are expected in all. Few points get a coarse grid, which is made sooner and leaves more of them
        to the exact test; the answer is the same.

    Attributes
    ----------
    codes
        Of the rows of `places`, in their order.

    Raises
    ------
    GeometryError
        Places without codes or polygons, or in another CRS; the message lists every fault.
    """

    def __init__(self, places: geopandas.GeoDataFrame, *, points: int = 10_000_000) -> None:
        self.codes = _check_places(places)
        # Taking a place apart copies it, so preparing the parts leaves the caller's polygons as they were; and a place
        # of many islands need not be searched as a whole.
        self._parts, home = shapely.get_parts(places.geometry.to_numpy(), return_index=True)
        full = ~shapely.is_empty(self._parts)
        self._parts, self._home = self._parts[full], home[full].astype(np.int32)
        self._sound = shapely.is_valid(self._parts)
        sound = self._parts[self._sound]
        shapely.prepare(sound)
        # A part sorts its edges at the first question; asked now, threads that share the index only read.
        shapely.intersects_xy(sound, *shapely.bounds(sound).T[:2])
        self._side = min(max(int(points**0.5), SIDES[0]), SIDES[1])
        corners = shapely.get_coordinates(self._parts) if self._parts.size else np.zeros((1, 2))
        self._corner = corners.min(axis=0)
        # A box must stay far larger than what two neighbouring numbers differ by.
        span = np.maximum(np.ptp(corners, axis=0), 1e-7 * max(1.0, np.abs(corners).max()))
        # An empty ring of boxes all round takes in whatever lies outside the bounds.
        self._scale = (self._side - 3) / span
        self._lay_grid()

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int32]:
        """
        Find the row of each point's place.

        Parameters
        ----------
        lon, lat
            Degrees (EPSG:4326), shape (n,). NaN and infinity lie nowhere.

        Returns
        -------
        rows
            Positions in `codes`, shape (n,); -1 where no place is. Empty for no points.

        Raises
        ------
        GeometryError
            Coordinates are not two lists of numbers of one length.
        """
        x, y = _check_points(lon, lat)
        rows = np.empty(x.size, dtype=np.int32)
        for start in range(0, x.size, CHUNK):
            stop = min(start + CHUNK, x.size)
            for begin in range(start, stop, SMALL_CHUNK):
                few = slice(begin, min(begin + SMALL_CHUNK, stop))
                self._look_up(x[few], y[few], rows[few])
            unsure = start + np.flatnonzero(rows[start:stop] < -1)
            rows[unsure] = self._test_points(x[unsure], y[unsure], -2 - rows[unsure])
        return rows

    def assign(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.object_]:
        """
        Find the place of each point, by the rule of `assign_points`.

        Parameters
        ----------
        lon, lat
            Degrees (EPSG:4326), shape (n,). NaN and infinity lie nowhere.

        Returns
        -------
        codes
            Text, shape (n,); "" where no place is. Empty for no points.

        Raises
        ------
        GeometryError
            Coordinates are not two lists of numbers of one length.
        """
        names = np.array([*self.codes, ""], dtype=object)  # row -1, no place, is the last one
        return names[self.locate(lon, lat)]

    def _look_up(self, x: Points, y: Points, answers: NDArray[np.int32]) -> None:
        with np.errstate(over="ignore"):
            column, row = self._to_boxes(x, 0), self._to_boxes(y, 1)
        for place in (column, row):
            np.fmax(place, 0.0, out=place)  # NaN too goes to box 0, which is of the empty ring
            np.fmin(place, self._side - 1.0, out=place)
        box = row.astype(np.intp)
        box *= self._side
        box += column.astype(np.intp)
        # No box is out of range, so "clip" clips nothing; it spares a check and a copy.
        np.take(self._answers, box, out=answers, mode="clip")

    def _test_points(self, x: Points, y: Points, mixed: NDArray[np.int32]) -> NDArray[np.int32]:
        """Test points in boxes with a border against the parts found there, first row first."""
        first, count = self._first[mixed], self._first[mixed + 1] - self._first[mixed]
        point, step = _repeat(count)
        part = self._candidates[first[point] + step]
        point = point[np.argsort(part, kind="stable")]
        rows = np.full(x.size, -1, dtype=np.int32)
        start = 0
        # Parts are in the order of their rows, so a point once found is not looked for again.
        for chosen, number in zip(*np.unique(part, return_counts=True), strict=True):
            asked = point[start : start + number]
            start += number
            asked = asked[rows[asked] < 0]
            hit = self._holds(chosen, x[asked], y[asked])
            rows[asked[hit]] = self._home[chosen]
        return np.where(rows < 0, self._otherwise[mixed], rows)

    def _holds(self, part: int, x: Points, y: Points) -> NDArray[np.bool_]:
        hit: NDArray[np.bool_]
        if self._sound[part]:
            hit = shapely.intersects_xy(self._parts[part], x, y)
        else:
            # Of a ring that crosses itself, or a hole outside its shell, GEOS has two opinions: here it is asked with
            # the points prepared and not the polygon, as the join asks it.
            points = shapely.points(x, y)
            shapely.prepare(points)
            hit = shapely.intersects(points, self._parts[part])
        return hit

    def _to_boxes(self, degrees: Points, axis: int) -> Points:
        boxes: Points = degrees - self._corner[axis]
        boxes *= self._scale[axis]
        boxes += 1.5
        return boxes

    def _lay_grid(self) -> None:
        """Fill the table of boxes: a row, -1 for no place, or -2 - k for the k-th box that a border runs through."""
        inside = np.full(self._side**2, -1, dtype=np.int32)
        boxes, parts = [np.empty(0, np.intp)], [np.empty(0, np.int32)]
        # From the last row to the first, so that the first one stays where places overlap.
        for part in range(self._parts.size)[::-1]:
            crossed = self._find_crossed(part)
            boxes.append(crossed)
            parts.append(np.full(crossed.size, part, dtype=np.int32))
            for start, stop in self._find_full(part, crossed):
                inside[start:stop] = self._home[part]
        box, part_of = np.concatenate(boxes), np.concatenate(parts)
        # A box wholly inside a place needs no test against the places that come after it.
        needed = (inside[box] < 0) | (self._home[part_of] < inside[box])
        box, part_of = box[needed], part_of[needed]
        order = np.argsort(box, kind="stable")
        self._candidates = part_of[order]
        mixed, first = np.unique(box[order], return_index=True)
        self._first = np.append(first, order.size)
        self._otherwise = inside[mixed]
        inside[mixed] = -2 - np.arange(mixed.size, dtype=np.int32)
        self._answers = inside

    def _find_crossed(self, part: int) -> NDArray[np.intp]:
        """List the boxes that a part's border may touch, rising; a few neighbours too many do no harm."""
        corners, ring = shapely.get_coordinates(shapely.get_rings(self._parts[part]), return_index=True)
        corners = np.column_stack([self._to_boxes(corners[:, axis], axis) for axis in (0, 1)])
        same = ring[1:] == ring[:-1]
        start, step = corners[:-1][same], np.diff(corners, axis=0)[same]
        # Pieces of a quarter of a box at most lie in the boxes of the corners of their bounding rectangle.
        pieces = np.ceil(4 * np.abs(step).max(axis=1)).astype(np.intp).clip(min=1)
        edge, piece = _repeat(pieces)
        step = step[edge] / pieces[edge, None]
        begin = start[edge] + step * piece[:, None]
        low = (np.minimum(begin, begin + step) - GROWN).astype(np.intp)
        high = (np.maximum(begin, begin + step) + GROWN).astype(np.intp)
        found = [row[:, 1] * self._side + column[:, 0] for row in (low, high) for column in (low, high)]
        return np.unique(np.concatenate(found))

    def _find_full(self, part: int, crossed: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
        """
        Give the runs of boxes wholly inside a part.

        Between two boxes with a border, along a row, all are inside or all outside: one point decides. A run that goes
        on into the next row is outside, for rows begin and end outside.
        """
        gap = np.flatnonzero(np.diff(crossed) > 1)
        start, stop = crossed[gap] + 1, crossed[gap + 1]
        row, column = np.divmod(start, self._side)
        # The middle of box 1 is the corner of the bounds, see _to_boxes.
        x, y = ((number - 1) / self._scale[axis] + self._corner[axis] for axis, number in enumerate((column, row)))
        full = self._holds(part, x, y)
        return zip(start[full].tolist(), stop[full].tolist(), strict=True)


def _repeat(count: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give, for each thing `count` times, its position and the number of the repetition."""
    which = np.repeat(np.arange(count.size), count)
    return which, np.arange(which.size) - np.repeat(np.cumsum(count) - count, count)


def _check_points(lon: ArrayLike, lat: ArrayLike) -> tuple[Points, Points]:
    try:
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise GeometryError(f"longitude and latitude must be numbers: {error}") from error
    if x.ndim != 1 or x.shape != y.shape:
        raise GeometryError(
            f"longitude has shape {x.shape} and latitude {y.shape}; they must be two lists of one length"
        )
    return x, y


def _check_places(places: geopandas.GeoDataFrame) -> tuple[str, ...]:
    """Read the codes, or refuse the places with all that is wrong with them."""
    if "code" not in getattr(places, "columns", ()) or not hasattr(places, "geometry"):
        raise GeometryError("places need a column code and polygons, as load_places gives them")
    faults = []
    crs, codes, shapes = places.crs, places["code"], places.geometry.to_numpy()
    if crs is not None and not crs.equals("EPSG:4326", ignore_axis_order=True):
        faults.append(f"they are in {crs.name}; give longitude and latitude: places.to_crs('EPSG:4326')")
    nameless = np.flatnonzero(codes.isna().to_numpy() | (codes.astype(str) == "").to_numpy())
    if nameless.size:
        faults.append(f"no code in row {_list(nameless)}")
    strange = np.flatnonzero(~np.isin(shapely.get_type_id(shapes), [-1, POLYGON, MULTIPOLYGON]))
    if strange.size:
        faults.append(f"not a polygon in row {_list(strange)}")
    corners, owner = shapely.get_coordinates(shapes, return_index=True)
    endless = np.unique(owner[~np.isfinite(corners).all(axis=1)])
    if endless.size:
        faults.append(f"corners without a position (NaN or infinite) in row {_list(endless)}")
    if faults:
        raise GeometryError("points cannot be assigned to these places: " + "; ".join(faults))
    return tuple(codes.astype(str))


def _list(rows: NDArray[np.intp]) -> str:
    few = ", ".join(str(row) for row in rows[:5])
    return few if rows.size <= 5 else f"{few} and {rows.size - 5} more"
