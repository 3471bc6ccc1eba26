"""One point for each place: where its flows start and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import shapely

from boundaries.tables import read_table

#: A seat up to this far outside its generalised polygon (degrees, about 12 km) is moved inside.
NEAR = 0.12

#: How deep inside that point is, where the polygon is wide enough, so that it is seen to be inside (degrees).
DEPTH = 0.02


@cache
def seats() -> dict[str, tuple[str, float, float]]:
    """
    Read the main town of each district and tehsil: code to town, longitude, latitude (EPSG:4326).

    Places without a town in the source are not in the table. GeoNames, CC BY 4.0, by ``geonameid``.
    """
    rows = (*read_table("tehsil_seats.csv"), *read_table("seats.csv"))
    return {row["code"]: (row["town"], float(row["lon"]), float(row["lat"])) for row in rows if row["lon"]}


def inner_point(shape: Any) -> tuple[float, float]:
    """
    Find the point of a polygon that is farthest from its border, in its largest part.

    Parameters
    ----------
    shape
        A (multi)polygon in EPSG:4326.

    Returns
    -------
    tuple of float
        Longitude and latitude, rounded to 4 decimals; inside the polygon.
    """
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.area, 1e-12) ** 0.5 / 100)
    x, y = shapely.get_coordinates(radius)[0]
    return round(float(x), 4), round(float(y), 4)


def place_node(code: str, shape: Any, *, children: Mapping[str, Any] | None = None) -> tuple[str, float, float]:
    """
    Choose the point that stands for a place: its main town, else a point well inside.

    The point is always inside the polygon. A town just outside (the drawing is off by some kilometres there)
    is moved to the nearest point inside; a town farther out is not used.

    Parameters
    ----------
    code
        Code of the place or of a merged unit.
    shape
        Its (multi)polygon in EPSG:4326.
    children
        For a merged unit, code to polygon of its members. The member the unit is named after (its code starts
        the unit's) lends its town; else the largest member with a town does.

    Returns
    -------
    tuple
        Town ("" when the point is no town), longitude, latitude.
    """
    members: Mapping[str, Any] = children or {}
    named = sorted((c for c in members if code.startswith(f"{c}-")), key=len, reverse=True)
    by_size = sorted(members, key=lambda c: -float(shapely.area(members[c])))
    for candidate in _unique([code, *named, *by_size]):
        if candidate in seats():
            town, lon, lat = seats()[candidate]
            if shapely.contains_xy(shape, lon, lat):
                return town, lon, lat
            moved = _move_inside(shape, lon, lat)
            if moved is not None:
                return town, *moved
    return ("", *inner_point(shape))


def _move_inside(shape: Any, lon: float, lat: float) -> tuple[float, float] | None:
    point = shapely.Point(lon, lat)
    if shapely.distance(point, shape) > NEAR:
        return None
    core = shapely.buffer(shape, -DEPTH)
    if core.is_empty or shapely.distance(point, core) > NEAR + DEPTH:
        return None
    x, y = (round(float(v), 4) for v in shapely.get_coordinates(shapely.shortest_line(point, core))[-1])
    return x, y


def _unique(codes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(codes))
