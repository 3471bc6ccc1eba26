"""Read the features of recognised layers: mended, matched, cleaned, in the columns of `places.load_places`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from boundaries.matching import make_slug, match_features
from boundaries.places import COLUMNS
from boundaries.recognise import Layer, find_layers, read_layer, require_neighbourhood
from boundaries.tables import read_table

if TYPE_CHECKING:
    import geopandas

__all__ = ["read_districts", "read_line_of_control", "read_tehsils"]

#: Vertices closer than this become one (degrees, about 1 m).
SNAPPING_DISTANCE = 1e-5

#: Gaps narrower than this are closed (degrees, about 200 m).
GAP_WIDTH = 0.002


def read_districts(layer: Layer) -> tuple[geopandas.GeoDataFrame, dict[str, Any]]:
    """
    Read, match, mend and clean the districts.

    Parameters
    ----------
    layer
        The layer with the districts, or with parts of them.

    Returns
    -------
    tuple of GeoDataFrame and dict
        The districts as from `places.load_places`, and what was not plain: ``guessed``, ``unmatched``, ``merged``,
        ``skipped``, ``repaired``, ``gaps`` and ``overlaps`` as in `install.InstallReport`.

    Raises
    ------
    InstallError
        When the layer lies elsewhere, lacks a coordinate reference system, or too many names are unknown.
    GeometryError
        When the polygons cannot be made a coverage.
    """
    from boundaries.topology import check_coverage, clean_coverage, merge_children, repair_rings

    column = layer.district_column or layer.column
    frame, skipped = _read_polygons(layer, column)
    names = [_text(value) for value in frame[column]]
    matching = match_features(names)
    shapes, mended = repair_rings(frame.geometry.array)
    before = check_coverage(shapes)
    cleaned = clean_coverage(shapes, snapping_distance=SNAPPING_DISTANCE, gap_width=GAP_WIDTH)
    codes = matching.codes
    merged = merge_children(cleaned, codes)
    parts = {code: codes.count(code) for code in merged} if layer.level == "district" else {}
    found = {
        "guessed": matching.guessed,
        "unmatched": matching.unmatched,
        "merged": tuple((code, count) for code, count in parts.items() if count > 1),
        "skipped": tuple(skipped),
        "repaired": tuple(sorted({names[i] for i in mended})),
        "gaps": len(before.gaps),
        "overlaps": len(before.overlaps),
    }
    return _frame_districts(merged, {code: name for name, code, _ in matching.unmatched}), found


def _frame_districts(shapes: dict[str, Any], unknown: dict[str, str]) -> geopandas.GeoDataFrame:
    """Put districts in the columns of `load_places`; an unknown one joins its neighbour's division."""
    import geopandas
    import shapely

    known = {row["code"]: row for row in read_table("places.csv") if row["level"] == "district"}
    rows = []
    for code, shape in shapes.items():
        row = known.get(code)
        if code in unknown or row is None:
            edges = {c: shapely.length(shapely.intersection(shape, s)) for c, s in shapes.items() if c in known}
            closest = max(edges, key=lambda c: (edges[c], -shapely.distance(shape, shapes[c])))
            row = {
                "code": code,
                "name": unknown.get(code, code),
                "name_ur": "",
                "parent": known[closest]["parent"],
            }
        rows.append({**row, "level": "district", "geometry": shape})
    rows.sort(key=lambda row: str(row["code"]))
    return geopandas.GeoDataFrame(rows, columns=COLUMNS, geometry="geometry", crs="EPSG:4326")


def read_tehsils(layer: Layer, districts: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """
    Read and clean the tehsils; their codes are the district's and their own name's.

    Parameters
    ----------
    layer
        The layer with the tehsils and their district's name.
    districts
        From `read_districts`; a tehsil of an unknown district belongs to the one it overlaps most.

    Returns
    -------
    GeoDataFrame
        The tehsils as from `places.load_places`, sorted by code.

    Raises
    ------
    InstallError, GeometryError
        As in `read_districts`.
    """
    import geopandas
    import shapely

    from boundaries.topology import clean_coverage, repair_rings

    frame, _ = _read_polygons(layer, layer.column)
    shapes, _ = repair_rings(frame.geometry.array)
    cleaned = clean_coverage(shapes, snapping_distance=SNAPPING_DISTANCE, gap_width=GAP_WIDTH)
    polygons = dict(zip(districts["code"], districts.geometry, strict=True))
    parents = match_features([_text(value) for value in frame[layer.district_column]]).codes
    rows: list[dict[str, Any]] = []
    taken: dict[str, int] = {}
    for value, parent, shape in zip(frame[layer.column], parents, cleaned, strict=True):
        name = _text(value)
        district = parent
        if parent not in polygons:
            district = max(polygons, key=lambda code: shapely.area(shapely.intersection(shape, polygons[code])))
        code = f"{district}-{make_slug(name)}"
        taken[code] = taken.get(code, 0) + 1
        code += f"-{taken[code]}" if taken[code] > 1 else ""
        rows.append(
            {
                "code": code,
                "name": name,
                "name_ur": "",
                "parent": district,
                "level": "tehsil",
                "geometry": shape,
            }
        )
    rows.sort(key=lambda row: str(row["code"]))
    return geopandas.GeoDataFrame(rows, columns=COLUMNS, geometry="geometry", crs="EPSG:4326")


def _read_polygons(layer: Layer, column: str) -> tuple[geopandas.GeoDataFrame, list[str]]:
    """Read a layer and set aside features without an area; give the rest and the names of those."""
    import shapely

    frame = read_layer(layer.path, layer.name)
    require_neighbourhood(frame, layer.path, layer.name)
    solid = shapely.area(frame.geometry.array) > 0
    return frame[solid], [_text(value) for value in frame.loc[~solid, column]]


def read_line_of_control(path: Path) -> Any:
    """
    Find the publisher's own Line of Control in a layer of lines.

    Parameters
    ----------
    path
        A vector file.

    Returns
    -------
    geometry
        The line in EPSG:4326; None when there is none.
    """
    import pyogrio
    import shapely

    for source, name in find_layers(path):
        if "Line" not in str(pyogrio.read_info(source, layer=name)["geometry_type"]):
            continue
        frame = read_layer(source, name)
        texts = frame.drop(columns="geometry").astype(str).agg(" ".join, axis=1).str.lower()
        lines = frame.geometry[texts.str.contains("line of control")]
        if len(lines):
            return shapely.union_all(lines.array)
    return None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "(no name)"
