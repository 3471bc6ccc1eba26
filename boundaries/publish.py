"""Write a boundary set as the static files the page draws: hashed by content, simplified, compressed."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boundaries._errors import UnknownPlaceError
from boundaries.places import BUNDLED, installed_sets, load_places, set_folder, set_members
from boundaries.tables import read_table

if TYPE_CHECKING:
    import geopandas

ASSETS = Path(__file__).resolve().parents[1] / "assets" / "geo"

#: Where the page finds the files: the bundled set is an asset, installed sets are served from the data
#: folder.
BUNDLED_URL = "/assets/geo"
INSTALLED_URL = "/geo"

DECIMALS = 4

#: Levels with a file of polygons of their own (tehsil only where a set has it).
DRAWN_LEVELS = ("district", "view", "division", "province", "tehsil")

BORDER_NOTE = (
    "Boundaries are shown as in the named source and imply no position on any territory. The Line of "
    "Control in Jammu and Kashmir is dashed: it is a ceasefire line in a disputed territory, whose final "
    "status has not been agreed upon by the parties."
)


WORLDVIEW = (
    "Azad Jammu and Kashmir and Gilgit-Baltistan are shown as in the source, as Pakistan administers "
    "them; Indian-administered Jammu and Kashmir is left out. Pakistan's official map shows the whole of "
    "the former princely state."
)


@dataclass(frozen=True)
class SetInfo:
    """
    What has to be said of a boundary set wherever it is drawn.

    Attributes
    ----------
    set
        Short name, as in `load_places`.
    title
        One line for the legend.
    vintage
        The year or date whose districts it shows.
    licence, source, credit
        Terms of use, where it comes from, and the words to print on a map.
    accuracy
        How far its lines may be off.
    worldview
        Whose view of the disputed areas it follows.
    tolerance
        Simplification of the browser files, in degrees (see `topology.simplify_coverage`).
    border_note
        The note for every map and export.
    """

    set: str
    title: str
    vintage: str
    licence: str
    source: str
    credit: str
    accuracy: str
    worldview: str
    tolerance: float
    border_note: str = BORDER_NOTE


BUNDLED_INFO = SetInfo(
    set=BUNDLED,
    title="Generalised districts of about 2010",
    vintage="2010",
    licence="Public domain (Unlicense; base map Natural Earth)",
    source="npm @svg-maps/pakistan.districts 2.0.0, fitted to Natural Earth 1:10m (world-atlas 2.0.2)",
    credit="Boundaries: svg-maps (public domain)",
    accuracy="A generalised drawing: the outline is 1 to 2.5 km off, district lines 1 to 8 km.",
    worldview=WORLDVIEW,
    tolerance=0.002,
)


def published(data_dir: str | Path | None = None) -> dict[str, Any]:
    """
    Read the manifest of the browser files of the active set: the one installed last, else the bundled one.

    Parameters
    ----------
    data_dir
        Where installed sets are; see `places.data_folder`.

    Returns
    -------
    dict
        The manifest as `publish_places` wrote it, plus ``folder``: the directory the files are in.

    Raises
    ------
    UnknownPlaceError
        When not even the bundled files are there.

    Notes
    -----
    Reads JSON only; no geometry library is imported.
    """
    folders = [set_folder(str(info["set"]), data_dir) / "published" for info in installed_sets(data_dir)]
    for folder in [*folders, ASSETS]:
        path = folder / "manifest.json"
        if path.exists():
            manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return {**manifest, "folder": str(folder)}
    raise UnknownPlaceError(f"no published boundaries in {ASSETS}; run: python -m boundaries publish")


def publish_bundled(folder: Path = ASSETS) -> dict[str, Any]:
    """
    Write the bundled set's browser files; the same input gives the same bytes.

    Parameters
    ----------
    folder
        Where they go; files of an earlier build are removed.

    Returns
    -------
    dict
        The manifest.
    """
    levels = {level: load_places(BUNDLED, level=level) for level in ("district", "view", "division", "province")}
    return publish_places(levels, set_members(BUNDLED), BUNDLED_INFO, folder, url=BUNDLED_URL)


def publish_places(
    levels: Mapping[str, geopandas.GeoDataFrame],
    members: Sequence[Mapping[str, str]],
    info: SetInfo,
    folder: Path,
    *,
    url: str,
    line_of_control: Any = None,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """
    Write one set as static files and a manifest.

    Parameters
    ----------
    levels
        Level to places, as from `load_places`; at least district, view and province. EPSG:4326.
    members
        For each district: ``place``, ``unit`` (its comparable unit, "" if none or several), ``units`` (all of
        them, separated by spaces), ``view_unit``.
    info
        What to say of the set.
    folder
        Where the files go; other ``.json`` and ``.gz`` files in it are removed.
    url
        The address of that folder on the page's server.
    line_of_control
        The publisher's own line, if any, in EPSG:4326.
    extra
        More to put in the manifest.

    Returns
    -------
    dict
        The manifest, also written as ``manifest.json``: the fields of `SetInfo`; ``bbox``; ``files`` (name to
        ``file``, ``url``, ``bytes``, ``gzip_bytes``, ``features``, ``vertices``); ``places``, ``view_units``,
        ``divisions``, ``provinces`` (code, name, name_ur, parent, node, town, bbox, area_km2, and for places
        unit and view_unit, for view units their places and units), and ``tehsils`` where the set has them.

    Raises
    ------
    GeometryError
        When simplifying or rounding breaks a coverage.

    Notes
    -----
    Districts, view units, divisions and provinces are merged from the *simplified* districts, so every line
    on the page coincides with the line under it. Areas are ellipsoidal (WGS 84) and of the unsimplified
    polygons.
    """
    import shapely

    from boundaries.basemap import fit_context
    from boundaries.lines import border_lines
    from boundaries.topology import merge_children, round_coverage, simplify_coverage

    districts = levels["district"]
    view = {row["place"]: row["view_unit"] for row in members}
    thin = round_coverage(simplify_coverage(districts.geometry.array, info.tolerance), DECIMALS)
    codes = [str(code) for code in districts["code"]]
    division = dict(zip(codes, map(str, districts["parent"]), strict=True))
    province = _province_of(division)
    drawn: dict[str, dict[str, Any]] = {
        "district": dict(zip(codes, thin, strict=True)),
        "view": merge_children(thin, [view[code] for code in codes]),
        "division": merge_children(thin, [division[code] for code in codes]),
        "province": merge_children(thin, [province[code] for code in codes]),
    }
    if "tehsil" in levels:
        tehsils = levels["tehsil"]
        small = round_coverage(simplify_coverage(tehsils.geometry.array, info.tolerance / 2), DECIMALS)
        drawn["tehsil"] = dict(zip(map(str, tehsils["code"]), small, strict=True))
    names = {level: dict(zip(levels[level]["code"], levels[level]["name"], strict=True)) for level in drawn}
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        level: _write(folder, f"{info.set}-{level}", [_place(c, names[level][c], s) for c, s in shapes.items()], url)
        for level, shapes in drawn.items()
    }
    context = _context()
    outline = shapely.coverage_union_all(thin)
    lines = border_lines(thin, [province[code] for code in codes], context, line_of_control=line_of_control)
    files["lines"] = _write(folder, f"{info.set}-lines", lines, url)
    files["context"] = _write(folder, f"{info.set}-context", fit_context(context, outline), url)
    manifest = {
        **asdict(info),
        **(extra or {}),
        "credit": f"{info.credit}; base map: Natural Earth; towns: GeoNames (CC BY 4.0)",
        "bbox": _bbox(outline),
        "files": files,
        **_tables(levels, drawn, members),
    }
    _write_text(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    keep = {
        "manifest.json",
        *(f["file"] for f in files.values()),
        *(f["file"] + ".gz" for f in files.values()),
    }
    for path in folder.iterdir():
        if path.name not in keep and path.suffix in {".json", ".gz"}:
            path.unlink()
    return manifest


def _tables(
    levels: Mapping[str, geopandas.GeoDataFrame],
    drawn: Mapping[str, Mapping[str, Any]],
    members: Sequence[Mapping[str, str]],
) -> dict[str, list[dict[str, Any]]]:
    from boundaries.nodes import place_node

    of_place = {row["place"]: row for row in members}
    inside: dict[str, dict[str, Any]] = {}
    for code, shape in drawn["district"].items():
        inside.setdefault(of_place[code]["view_unit"], {})[code] = shape
    result: dict[str, list[dict[str, Any]]] = {}
    for level, key in (
        ("district", "places"),
        ("view", "view_units"),
        ("division", "divisions"),
        ("province", "provinces"),
        ("tehsil", "tehsils"),
    ):
        if level not in levels:
            continue
        rows = []
        for row in levels[level].itertuples():
            shape = drawn[level][row.code]
            children = inside[row.code] if level == "view" else None
            town, lon, lat = place_node(row.code, shape, children=children)
            entry = {"code": row.code, "name": row.name, "name_ur": row.name_ur, "parent": row.parent}
            if level == "district":
                entry |= {"unit": of_place[row.code]["unit"], "view_unit": of_place[row.code]["view_unit"]}
            if level == "view":
                units = {unit for place in children or {} for unit in of_place[place]["units"].split()}
                entry |= {"places": sorted(children or {}), "units": sorted(units)}
            entry |= {
                "node": [lon, lat],
                "town": town,
                "bbox": _bbox(shape),
                "area_km2": area_km2(row.geometry),
            }
            rows.append(entry)
        result[key] = rows
    return result


def area_km2(shape: Any) -> float:
    """
    Measure a polygon in EPSG:4326 on the WGS 84 ellipsoid.

    Parameters
    ----------
    shape
        A (multi)polygon, longitude before latitude.

    Returns
    -------
    float
        Its area in km², rounded to one decimal (geodesic area by pyproj).
    """
    import pyproj

    area, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shape)
    return round(abs(area) / 1e6, 1)


def _province_of(division: Mapping[str, str]) -> dict[str, str]:
    parent = {row["code"]: row["parent"] for row in read_table("places.csv") if row["level"] == "division"}
    return {code: parent[above] for code, above in division.items()}


def _place(code: str, name: str, shape: Any) -> dict[str, Any]:
    import shapely

    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "name": name},
        "geometry": shapely.geometry.mapping(shape),
    }


def _write(folder: Path, name: str, features: list[dict[str, Any]], url: str) -> dict[str, Any]:
    import shapely

    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    content = text.encode()
    file = f"{name}.{hashlib.sha256(content).hexdigest()[:12]}.json"
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    (folder / file).write_bytes(content)
    (folder / f"{file}.gz").write_bytes(packed)
    vertices = sum(int(shapely.get_num_coordinates(shapely.geometry.shape(f["geometry"]))) for f in features)
    return {
        "file": file,
        "url": f"{url}/{file}",
        "bytes": len(content),
        "gzip_bytes": len(packed),
        "features": len(features),
        "vertices": vertices,
    }


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _context() -> list[dict[str, Any]]:
    from boundaries.bundle import CONTEXT_FILE

    features: list[dict[str, Any]] = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["features"]
    return features


def _bbox(shape: Any) -> list[float]:
    west, south, east, north = (round(float(v), DECIMALS) for v in shape.bounds)
    return [west, south, east, north]
