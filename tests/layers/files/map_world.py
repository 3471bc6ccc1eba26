"""
The pencil world of four places with shapes: squares of 0.6 degrees, and the city in two halves.

            hills (nobody counted)
    a ■  ■ b
    c ■
            west ▐▌ east: the city, one place of the flows and two of the balance
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from layers.atlas import Atlas
from layers.cube import Cube, Matrix
from layers.files.content import Content
from layers.files.gather import gather_content
from layers.own import Own
from layers.seasons import Corridor
from layers.view import View
from tests.layers.tiny_world import make_atlas, make_cube

DAY = date(2026, 11, 22)

SQUARES = {
    "a": (69.7, 29.7, 70.3, 30.3),
    "b": (70.7, 29.7, 71.3, 30.3),
    "c": (69.7, 28.7, 70.3, 29.3),
    "city-west": (71.7, 27.7, 72.0, 28.3),
    "city-east": (72.0, 27.7, 72.3, 28.3),
    "hills": (72.5, 30.5, 73.0, 31.0),
}

CORRIDORS = (
    Corridor("c", "a", "summer", "C Town", "A Town", "Named by hand & pencil."),
    Corridor("b", "city", "winter", "B Town", "The City", "Named too."),
    Corridor("", "a", "study", "elsewhere", "A Town", "Nobody said from where."),
)


def make_map_atlas(folder: Path, cube: Cube | None = None, own: Own | None = None) -> Atlas:
    """Make the atlas, its boundaries in a folder."""
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code},
            "geometry": {
                "type": "Polygon",
                # Clockwise, as some tools write it: RFC 7946 wants it the other way round.
                "coordinates": [[[w, s], [w, n], [e, n], [e, s], [w, s]]],
            },
        }
        for code, (w, s, e, n) in SQUARES.items()
    ]
    name = "tiny-district.0123456789ab.json"
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    cube = cube or make_cube()
    cube = replace(cube, manifest={**cube.manifest, "folder": str(folder), "vintage": "2010", "licence": "free"})
    atlas = make_atlas(cube if own is None else replace(cube, own=own.matrix))
    atlas.corridors, atlas.own = CORRIDORS, own
    return atlas


def gather(folder: Path, view: View, **options: Any) -> Content:
    """Gather a view of the pencil world."""
    return gather_content(make_map_atlas(folder), view, date=DAY, **options)


def make_own() -> Own:
    """Make a reader's table: b to the city may be told, a to the city is withheld."""
    people = np.zeros((4, 4))
    people[1, 3], people[0, 3] = 120, np.nan
    totals = (people.sum(axis=0), people.sum(axis=1))
    ranges = [(part, part, part) for part in (*totals, totals[0] - totals[1])]
    matrix = Matrix(people, people, people, *ranges, "surveyed", "people")
    return Own(
        name="mine.csv",
        matrix=matrix,
        kind="transition",
        source="My survey",
        period="2024",
        caveat="",
        protection="One flow of fewer than 10 people is withheld.",
        withheld=1,
        months=None,
    )


def run_tool(name: str, *arguments: str | Path) -> str:
    """Run a program of GDAL's; the test is skipped where it is not installed."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not here")
    done = subprocess.run([name, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
