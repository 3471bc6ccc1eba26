"""The border lines of a boundary set: between provinces, round the country, and the Line of Control."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely

from boundaries.basemap import BORDER_BAND, DECIMALS, HOME, Feature
from boundaries.topology import Geometries, as_geometries

#: Places of these provinces meet Indian-administered territory along the Line of Control, not along a border.
DISPUTED_PROVINCES = ("azad-jammu-kashmir", "gilgit-baltistan")

#: On the far side of the Line of Control in Natural Earth's own division of the land.
ACROSS = ("India", "Siachen Glacier")

#: A set's outline this near (degrees) to a Line of Control drawn by its publisher is that line.
LINE_BAND = 0.02

#: Remains of a neighbour below this area (square degrees, about 100 km²) are differences of drawing.
SLIVER = 0.01

Edge = tuple[tuple[float, float], tuple[float, float]]


def border_lines(
    geometries: Sequence[Any] | Geometries,
    provinces: Sequence[str],
    context: Iterable[Feature],
    *,
    line_of_control: Any = None,
) -> list[Feature]:
    """
    Draw each border of a set once, from the edges of its own polygons.

    Parameters
    ----------
    geometries
        A valid coverage in EPSG:4326.
    provinces
        The province code of each polygon.
    context
        Features of `basemap.build_context`; the neighbours' land tells which stretch faces whom.
    line_of_control
        The publisher's own line, if the file carries one; it then decides which stretch is dashed.

    Returns
    -------
    list of dict
        GeoJSON features with ``kind`` province (between two provinces), country (border with a neighbour),
        coast, and disputed (the Line of Control, to be dashed), 4 decimals. Each stretch is in one of them
        only.
    """
    shapes = as_geometries(geometries)
    kinds: dict[str, list[Edge]] = {"province": [], "country": [], "coast": [], "disputed": []}
    outline: list[Edge] = []
    contested: list[bool] = []
    for edge, places in _edge_owners(shapes).items():
        sides = {provinces[i] for i in places}
        if len(places) == 1:
            outline.append(edge)
            contested.append(bool(sides & {*DISPUTED_PROVINCES}))
        elif len(sides) > 1:
            kinds["province"].append(edge)
    if outline:
        land = _land_outside(context, shapes)
        for edge, kind in zip(outline, _outline_kinds(outline, contested, land, line_of_control), strict=True):
            kinds[kind].append(edge)
    return [_line_feature(kind, edges) for kind, edges in kinds.items() if edges]


def _edge_owners(shapes: Geometries) -> dict[Edge, set[int]]:
    """Every straight edge of the coverage with the polygons that have it (one on the outline, two inside)."""
    owners: dict[Edge, set[int]] = {}
    parts, place_of = shapely.get_parts(shapes, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    for ring, place in zip(rings, place_of[part_of], strict=True):
        points = [(float(x), float(y)) for x, y in shapely.get_coordinates(ring)]
        for a, b in zip(points, points[1:], strict=False):
            owners.setdefault((a, b) if a < b else (b, a), set()).add(int(place))
    return owners


def _land_outside(context: Iterable[Feature], shapes: Geometries) -> dict[str, Any]:
    """Each neighbour's land outside the set: a set may claim a glacier that Natural Earth gives to nobody."""
    inside = shapely.coverage_union_all(shapes)
    land = {
        f["properties"]["name"]: shapely.difference(shapely.geometry.shape(f["geometry"]), inside)
        for f in context
        if f["properties"]["kind"] == "land" and f["properties"]["name"] != HOME
    }
    return {name: shape for name, shape in sorted(land.items()) if shapely.area(shape) > SLIVER}


def _outline_kinds(edges: list[Edge], contested: list[bool], land: dict[str, Any], line_of_control: Any) -> list[str]:
    """Tell for each edge of the outline what it is: a border, the coast or the Line of Control."""
    if not land:
        return ["country"] * len(edges)
    middle = shapely.points([((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in edges])
    distance = np.array([shapely.distance(middle, shape) for shape in land.values()])
    nearest = [list(land)[i] for i in distance.argmin(axis=0)]
    across = [name in ACROSS for name in nearest]
    if line_of_control is not None:
        across = [bool(near) for near in shapely.dwithin(middle, line_of_control, LINE_BAND)]
    return [
        "disputed" if part and beyond else "country" if part or near < BORDER_BAND else "coast"
        for part, beyond, near in zip(contested, across, distance.min(axis=0), strict=True)
    ]


def _line_feature(kind: str, edges: list[Edge]) -> Feature:
    merged = shapely.line_merge(shapely.multilinestrings([shapely.linestrings(edge) for edge in sorted(edges)]))
    parts = shapely.multilinestrings(list(shapely.get_parts(merged)))
    exact = shapely.transform(parts, lambda xy: np.round(xy, DECIMALS) + 0.0)
    return {"type": "Feature", "properties": {"kind": kind}, "geometry": shapely.geometry.mapping(exact)}
