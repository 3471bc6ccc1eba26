"""
Two towns and a village, written down by hand, with all that tables stumble over.

    007 ──1,200.25──► 07 ──withheld──► =1+1
     ▲                                  │
     └──────────────0.75────────────────┘
"""

from __future__ import annotations

import csv
import math
import shutil
import subprocess
from pathlib import Path

import h3
import numpy as np
import pandas as pd
import pytest
import shapely

from layers.files.columns import describe_columns
from layers.files.content import About, Column, Content, Layer
from layers.view import View

ABOUT = About(
    title="Who moves to 007?",
    description="=SUM(1,2) is no formula here.\nTwo lines.",
    evidence="modelled",
    source="The Office of Pencils; table 1",
    licence="free",
    boundaries="Drawn by hand. No border is disputed here.",
    vintage="2010",
    view_url="?place=007",
    date="2026-11-22",
    protection="Numbers below 10 are withheld.",
)

CODES = ("007", "07", "=1+1")
NAMES = ("Old, Town", "@New \"Town\"", "-Hamlet")
NAMES_UR = ("پرانا", "", "گاؤں")
NODES = ((70.0, 30.0), (71.0, 30.5), (70.5, 29.25))
FLOWS = (("007", "07", 1200.25), ("07", "=1+1", math.nan), ("=1+1", "007", 0.75))
PEOPLE = 1200.25 + 0.75


def make_flows(rows: tuple[tuple[str, str, float], ...] = FLOWS, **columns: list[object]) -> Layer:
    """Make the flows in the picture above, or others, with more columns if need be."""
    table = pd.DataFrame(rows, columns=["origin", "destination", "people"])
    names = dict(zip(CODES, NAMES, strict=True))
    table["origin_name"] = table["origin"].map(names)
    table["kind"], table["evidence"], table["unit"], table["period"] = "event", "modelled", "people a year", "2017–2023"
    table = table.assign(**columns)
    at = dict(zip(CODES, NODES, strict=True))
    ends = [[at.get(code, (70.0, 29.0)) for code in (one, two)] for one, two, _ in rows]
    lines = np.array([shapely.LineString(line) for line in ends], dtype=object)
    return Layer("flows", "Flows, as lines", describe_columns(table.columns), table, lines, "line")


def make_nodes() -> Layer:
    """Make the three places."""
    table = pd.DataFrame({"code": CODES, "name": NAMES, "name_ur": NAMES_UR, "province": "punjab"})
    table["net_rate"] = [-0.5, math.nan, 12.25]
    columns = describe_columns(table.columns)
    return Layer("nodes", "Points", columns, table, shapely.points(NODES), "point")


def make_cells(*, people: tuple[float, ...] = (1000.5, 0.0, 70.0)) -> Layer:
    """Make three cells of 5 km² side by side, one of them without a growth that could be told."""
    middle = h3.latlng_to_cell(31.5, 74.3, 7)
    cells = [middle, *sorted(h3.grid_ring(middle, 1))][: len(people)]
    shapes = [shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]) for cell in cells]
    growth = [2.0, math.nan, -1.0]
    kinds = [30, 11, 21]
    table = pd.DataFrame({"cell": cells, "name": "Old, Town", "people_2023": people})
    table["growth"] = growth[: len(people)]
    table["urban_class"] = np.array(kinds[: len(people)], dtype=np.int64)
    return Layer("cells", "Cells", describe_columns(table.columns), table, np.array(shapes, dtype=object), "polygon")


def make_content(*layers: Layer, lang: str = "en") -> Content:
    """Put layers into a file; those of the flows unless others are given."""
    return Content(ABOUT, layers or (make_flows(), make_nodes()), View(lang=lang))


def make_empty() -> Layer:
    """Make a layer without rows."""
    columns = (Column("code", "Code", "", "#adm2+code", "code"), Column("people", "People", "people", "", "people"))
    return Layer("places", "Nothing", columns, pd.DataFrame({"code": pd.Series([], dtype=object), "people": []}))


def open_with_libreoffice(book: Path, sheet: int) -> list[list[str]]:
    """Read a sheet (from 1) as LibreOffice shows it, with all its decimals; the test is skipped where it is absent."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice (LibreOffice) is not here")
    folder = book.parent / "office"
    # Comma, quotes, UTF-8, from line 1; text in quotes, numbers as stored, formulas as results; one sheet.
    form = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,{sheet}"
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{folder / 'profile'}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            str(book),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = list(folder.glob("*.csv"))
    assert len(found) == 1
    with found[0].open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
