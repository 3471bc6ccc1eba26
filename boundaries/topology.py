"""Coverages: districts that share their edges exactly, without gaps or overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries._errors import GeometryError

Geometries = NDArray[np.object_]

POLYGON, MULTIPOLYGON = 3, 6


@dataclass(frozen=True)
class CoverageReport:
    """
    What is wrong with a set of polygons that should tile an area.

    Attributes
    ----------
    valid
        True when no two polygons overlap and every shared edge has the same vertices on both sides.
    bad_rings
        Positions of polygons that are empty, not polygons, or break the ring rules (self-crossing and the
        like).
    unmatched
        Positions of polygons with an edge that does not match its neighbour's.
    overlaps
        ``(position, position, area)`` for each pair that overlaps, largest first; area in squared units of
        the CRS.
    gaps
        Area of each hole that no polygon covers, largest first. A real enclave counts as one too.
    """

    valid: bool
    bad_rings: tuple[int, ...]
    unmatched: tuple[int, ...]
    overlaps: tuple[tuple[int, int, float], ...]
    gaps: tuple[float, ...]

    @property
    def clean(self) -> bool:
        """True when the coverage is valid and has no hole."""
        return self.valid and not self.gaps


def as_geometries(geometries: Sequence[Any] | Geometries) -> Geometries:
    """
    Copy any sequence of shapely geometries into a one-dimensional object array.

    Parameters
    ----------
    geometries
        Shapely geometries, a GeoSeries or an array of them. Empty input gives an empty array.
    """
    result = np.empty(len(geometries), dtype=object)
    result[:] = list(geometries)
    return result


def check_coverage(geometries: Sequence[Any] | Geometries) -> CoverageReport:
    """
    Look for everything that keeps polygons from being a coverage.

    Parameters
    ----------
    geometries
        Polygons or multipolygons in one CRS (any units, x before y). Empty input is a valid coverage.

    Returns
    -------
    CoverageReport
        Nothing is repaired or changed.
    """
    shapes = as_geometries(geometries)
    if len(shapes) == 0:
        return CoverageReport(True, (), (), (), ())
    bad = _bad_rings(shapes)
    if bad:
        return CoverageReport(False, tuple(bad), (), (), ())
    edges = shapely.coverage_invalid_edges(shapes)
    unmatched = tuple(int(i) for i in np.flatnonzero(~shapely.is_empty(edges)))
    return CoverageReport(
        valid=not unmatched,
        bad_rings=(),
        unmatched=unmatched,
        overlaps=tuple(_overlaps(shapes)),
        gaps=tuple(_gaps(shapes)),
    )


def repair_rings(geometries: Sequence[Any] | Geometries) -> tuple[Geometries, list[int]]:
    """
    Make every geometry a valid polygon or multipolygon, dropping stray points and lines.

    Parameters
    ----------
    geometries
        Any geometries; those that are valid polygons come back as they are.

    Returns
    -------
    tuple of array and list
        The polygons in the same order, and the positions that had to be repaired.

    Raises
    ------
    GeometryError
        When a geometry has no area left; every such position is named.
    """
    shapes = as_geometries(geometries)
    bad = _bad_rings(shapes)
    lost = []
    for i in bad:
        mended = shapely.make_valid(shapes[i], method="structure", keep_collapsed=False) if shapes[i] else None
        parts = [p for p in shapely.get_parts(mended) if shapely.get_type_id(p) == POLYGON and p.area > 0]
        if not parts:
            lost.append(i)
            continue
        shapes[i] = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    if lost:
        raise GeometryError(f"no area in the geometry of feature(s) {', '.join(map(str, lost))} (counted from 0)")
    return shapes, bad


def clean_coverage(
    geometries: Sequence[Any] | Geometries, *, snapping_distance: float, gap_width: float | None = None
) -> Geometries:
    """
    Close hairline gaps and overlaps so that neighbours share their edges exactly.

    Parameters
    ----------
    geometries
        Valid polygons in one CRS.
    snapping_distance
        Vertices closer than this become one, in units of the CRS.
    gap_width
        Holes narrower than this join the neighbour with the longest common edge; the snapping distance by
        default.

    Returns
    -------
    numpy.ndarray
        As many geometries, in the same order, checked to be a valid coverage. Empty input gives an empty
        array.

    Raises
    ------
    GeometryError
        When a polygon vanishes or the result is still not a coverage.

    Notes
    -----
    GEOS CoverageCleaner through ``shapely.coverage_clean``; an overlap goes to the polygon with the longest
    common edge.
    """
    shapes = as_geometries(geometries)
    if len(shapes) == 0:
        return shapes
    width = snapping_distance if gap_width is None else gap_width
    cleaned = as_geometries(shapely.coverage_clean(shapes, snapping_distance=snapping_distance, gap_width=width))
    gone = np.flatnonzero(shapely.is_empty(cleaned))
    if len(gone):
        raise GeometryError(
            f"cleaning with a snapping distance of {snapping_distance:g} swallowed feature(s) "
            f"{', '.join(map(str, gone))} (counted from 0)"
        )
    return _require_coverage(cleaned, "cleaning")


def simplify_coverage(geometries: Sequence[Any] | Geometries, tolerance: float) -> Geometries:
    """
    Thin the vertices of a coverage so that neighbours still share their edges.

    Parameters
    ----------
    geometries
        A valid coverage.
    tolerance
        Square root of the largest triangle that may be removed, in units of the CRS (degrees for EPSG:4326).

    Returns
    -------
    numpy.ndarray
        As many geometries, in the same order, still a valid coverage.

    Raises
    ------
    GeometryError
        When the result is not a coverage.

    Notes
    -----
    Visvalingam and Whyatt (1993), applied to shared edges by GEOS (``shapely.coverage_simplify``).
    """
    shapes = as_geometries(geometries)
    if len(shapes) == 0:
        return shapes
    return _require_coverage(as_geometries(shapely.coverage_simplify(shapes, tolerance)), "simplifying")


def round_coverage(geometries: Sequence[Any] | Geometries, decimals: int) -> Geometries:
    """
    Round coordinates to a number of decimals and mend what the rounding bends.

    Parameters
    ----------
    geometries
        As for `simplify_coverage`.
    decimals
        Decimals to keep; 4 decimals of a degree are about 11 m.

    Returns
    -------
    numpy.ndarray
        A valid coverage whose coordinates have no more decimals than asked for, rings as RFC 7946 wants them
        (outer ring anticlockwise).

    Raises
    ------
    GeometryError
        When a polygon collapses or the rounded polygons are not a coverage.
    """
    shapes = as_geometries(geometries)
    if len(shapes) == 0:
        return shapes
    grid = 10.0**-decimals
    rounded = as_geometries(shapely.set_precision(shapes, grid))
    if shapely.is_empty(rounded).any() or not shapely.coverage_is_valid(rounded):
        # Two edges closer than the grid can meet in one polygon and not in its neighbour: node them together.
        rounded = as_geometries(shapely.set_precision(clean_coverage(shapes, snapping_distance=2 * grid), grid))
    exact = shapely.transform(rounded, lambda xy: np.round(xy, decimals) + 0.0)
    return _require_coverage(as_geometries(shapely.orient_polygons(exact)), "rounding")


def merge_children(geometries: Sequence[Any] | Geometries, parents: Sequence[str]) -> dict[str, Any]:
    """
    Join the polygons of each parent along the edges they share.

    Parameters
    ----------
    geometries
        A valid coverage.
    parents
        The parent's code of each polygon; an empty code leaves the polygon out.

    Returns
    -------
    dict
        Parent code to merged geometry, in order of the codes. The parents are a coverage again, because
        every vertex they keep comes from the children.

    Raises
    ------
    GeometryError
        When the two sequences differ in length.
    """
    shapes = as_geometries(geometries)
    if len(shapes) != len(parents):
        raise GeometryError(f"{len(shapes)} geometries but {len(parents)} parents")
    codes = np.asarray(parents, dtype=object)
    return {
        str(code): shapely.orient_polygons(shapely.coverage_union_all(shapes[codes == code]))
        for code in sorted({str(c) for c in codes} - {""})
    }


def _bad_rings(shapes: Geometries) -> list[int]:
    kinds = shapely.get_type_id(shapes)
    good = np.isin(kinds, [POLYGON, MULTIPOLYGON]) & shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    return [int(i) for i in np.flatnonzero(~good)]


def _overlaps(shapes: Geometries) -> list[tuple[int, int, float]]:
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    area = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    found = [(int(i), int(j), float(a)) for i, j, a in zip(left, right, area, strict=True) if a > 0]
    return sorted(found, key=lambda item: -item[2])


def _gaps(shapes: Geometries) -> list[float]:
    parts = shapely.get_parts(shapely.union_all(shapes))
    rings = [ring for part in parts for ring in part.interiors]
    return sorted((float(shapely.area(shapely.polygons(ring))) for ring in rings), reverse=True)


def _require_coverage(shapes: Geometries, step: str) -> Geometries:
    bad = _bad_rings(shapes)
    if bad:
        raise GeometryError(f"{step} left feature(s) {', '.join(map(str, bad))} without a valid ring (counted from 0)")
    if not shapely.coverage_is_valid(shapes):
        edges = shapely.coverage_invalid_edges(shapes)
        where = np.flatnonzero(~shapely.is_empty(edges))
        raise GeometryError(f"{step} left unmatched edges at feature(s) {', '.join(map(str, where))} (counted from 0)")
    return shapes
