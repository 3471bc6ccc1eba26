"""The tiny world with published polygons, and a table of the reader's own of which one flow is withheld."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from layers.atlas import Atlas
from layers.own import Own
from tests.layers.tiny_world import PEOPLE, make_atlas, make_cube, make_matrix

SQUARES = {
    "a": (69.5, 29.5),
    "b": (70.5, 29.5),
    "c": (69.5, 28.5),
    "city-east": (72.0, 27.5),
    "city-west": (71.0, 27.5),
}
"""South-west corners of the places, which are one degree wide and high; the hills are at 73, 31."""


def make_square(west: float, south: float) -> dict[str, Any]:
    ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_published_atlas(folder: Path, *, own: bool = True) -> Atlas:
    """Make the tiny world with its polygons on disk, and a reader's table whose flow from b to the city is hidden."""
    corners = {**SQUARES, "hills": (73.0, 31.0)}
    features = [
        {"type": "Feature", "id": code, "properties": {"code": code, "name": code}, "geometry": make_square(*corner)}
        for code, corner in corners.items()
    ]
    cube = make_cube()
    body = gzip.compress(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    files = {**cube.manifest["files"], "view": {"file": "tiny-view.json"}}
    for entry in (files["view"], files["district"]):
        (folder / f"{entry['file']}.gz").write_bytes(body)
    units = [
        {"code": code, "name": code.title(), "name_ur": "", "parent": "punjab", "area_km2": 100.0} for code in corners
    ]
    manifest = {**cube.manifest, "folder": str(folder), "files": files, "view_units": units, "places": units}
    atlas = make_atlas(replace(cube, manifest=manifest), caveat="Beware.")
    if not own:
        return atlas
    people = PEOPLE * 3
    people[1, 3] = np.nan
    matrix = replace(make_matrix(people), evidence="surveyed", unit="people")
    table = Own("mine.csv", matrix, "event", "=My own survey", "2019", "", "One flow is withheld.", 1, None)
    atlas.cube = replace(atlas.cube, own=matrix)
    atlas.cubes = dict.fromkeys(atlas.cubes, atlas.cube)
    atlas.own = table
    return atlas
