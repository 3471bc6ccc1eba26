"""
The tiny world with a map to draw it on: six square places, a river, a coast and a disputed line.

    31 ┌────┬────┬────┬────┐ hills: 72–73 E, 30–31 N
       │ a  │ b  │    │hill│ each place is a square round its node; the dashed line is the hills' western edge
    29 ├────┤    └────┤┄┄┄┄│
       │ c  │    west│east │
    27 └────┘        └─────┘
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from layers.atlas import Atlas
from layers.cube import Cube
from layers.grids import Grids
from tests.layers.tiny_world import make_atlas, make_cube

DAY = date(2026, 11, 22)
BASE = "https://atlas.example/"

SQUARES = {
    "a": (69.5, 29.5, 70.5, 30.5),
    "b": (70.5, 29.5, 71.5, 30.5),
    "c": (69.5, 28.5, 70.5, 29.5),
    "city-west": (71.5, 27.5, 72.0, 28.5),
    "city-east": (72.0, 27.5, 72.5, 28.5),
    "hills": (72.0, 30.0, 73.0, 31.0),
}


def _feature(kind: str, geometry: str, coordinates: Any, code: str = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": code,
        "properties": {"kind": kind},
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


def _ring(box: tuple[float, float, float, float]) -> list[list[float]]:
    west, south, east, north = box
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def write_geometry(folder: Path, cube: Cube) -> Cube:
    """Write the files of the map into a folder, and return the cube that knows them."""
    land = _feature("land", "Polygon", [_ring((60.0, 27.2, 80.0, 38.0))])
    files = {
        "district": [_feature("", "Polygon", [_ring(box)], code) for code, box in SQUARES.items()],
        "context": [land, _feature("river", "MultiLineString", [[[71.0, 33.0], [71.2, 29.0], [70.8, 27.2]]])],
        "lines": [
            _feature("province", "MultiLineString", [[[69.5, 29.5], [71.5, 29.5]]]),
            _feature("coast", "MultiLineString", [[[60.0, 27.2], [80.0, 27.2]]]),
            _feature("disputed", "MultiLineString", [[[72.0, 30.0], [72.0, 31.0]]]),
        ],
    }
    for name, features in files.items():
        path = folder / cube.manifest["files"][name]["file"]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return replace(cube, manifest={**cube.manifest, "folder": str(folder)})


def make_drawn_atlas(folder: Path, cube: Cube | None = None, *, grids: Grids | None = None) -> Atlas:
    """Make the atlas of the tiny world, or of another with its places, with a map in a folder."""
    return make_atlas(write_geometry(folder, cube or make_cube()), grids=grids)
