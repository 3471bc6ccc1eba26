"""
What it costs to carry the people of two censuses to cells and to classify the cells; beside a plain overlay.

`python -m tests.bench.density` prints this part alone. Every figure is of a process of its own, libraries loaded in it,
as at a first start of the atlas; memory is the peak of that process. The plain way lays the hexagons of the same cells
over the districts with geopandas and shares each district's people out by area: it knows neither tehsils nor towns, and
classifies nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.points import read_peak
from tests.bench.tables import Row, show
from tests.serving import ROOT

if TYPE_CHECKING:
    import pandas as pd

EQUAL_AREA = "EPSG:6933"


def overlay_people(cells: NDArray[np.uint64]) -> pd.DataFrame:
    """
    Share people out by area, the plain way.

    Parameters
    ----------
    cells
        H3 ids (uint64).

    Returns
    -------
    people
        By cell, columns 2017 and 2023.
    """
    import geopandas
    import h3
    import shapely

    from boundaries import load_places
    from flows import census

    hexagons = [
        shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(f"{cell:x}")]) for cell in cells.tolist()
    ]
    grid = geopandas.GeoDataFrame({"cell": cells}, geometry=hexagons, crs="EPSG:4326").to_crs(EQUAL_AREA)
    places = load_places().to_crs(EQUAL_AREA)
    parts = geopandas.overlay(grid, places[["code", "geometry"]], how="intersection", keep_geom_type=True)
    part = parts.area / parts.area.groupby(parts["code"]).transform("sum")
    for year in (2017, 2023):
        counts = census(year, level="district").set_index("code")["people"]
        parts[year] = part * parts["code"].map(counts).fillna(0)
    return parts.groupby("cell")[[2017, 2023]].sum()


def print_density(path: str) -> None:
    """
    Print what it costs in this process to spread people and to classify their cells.

    Parameters
    ----------
    path
        Where to leave the ids of the cells.
    """
    start = time.perf_counter()
    from flows.density import density
    from flows.urban_zones import classify_census

    found = density()
    spread = time.perf_counter()
    classify_census(found)
    figures = {
        "cells": int(found.layer.cells.size),
        "spread_s": round(spread - start, 2),
        "classify_s": round(time.perf_counter() - spread, 2),
        "memory_mb": read_peak(),
    }
    np.save(path, found.layer.cells)
    print(json.dumps(figures))


def print_overlay(path: str) -> None:
    """
    Print what the plain way costs in this process.

    Parameters
    ----------
    path
        Has the ids of the cells.
    """
    cells = np.load(path)
    start = time.perf_counter()
    overlay_people(cells)
    print(json.dumps({"spread_s": round(time.perf_counter() - start, 2), "memory_mb": read_peak()}))


def measure_density() -> dict[str, Any]:
    """
    Measure both ways.

    Returns
    -------
    figures
        "ours" and "overlay": "spread_s" and "memory_mb"; of ours "cells" and "classify_s" too.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "cells.npy")
        return {"ours": _run("print_density", path), "overlay": _run("print_overlay", path)}


def _run(what: str, path: str) -> dict[str, Any]:
    code = f"from tests.bench.density import {what}; {what}({path!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def tabulate_density(figures: dict[str, Any]) -> list[Row]:
    """
    Lay the figures out: what, promise, measured, peer.

    Parameters
    ----------
    figures
        Of `measure_density`.

    Returns
    -------
    rows
        With a head.
    """
    ours, plain = figures["ours"], figures["overlay"]
    return [
        (
            f"people of two censuses on {ours['cells']:,} cells",
            "promise",
            "flows.density",
            "overlay by area, districts",
        ),
        ("spread", "", f"{ours['spread_s']} s", f"{plain['spread_s']} s"),
        ("classified: Degree of Urbanisation", "", f"{ours['classify_s']} s", "·"),
        ("  peak memory of the process", "", f"{ours['memory_mb']} MB", f"{plain['memory_mb']} MB"),
    ]


if __name__ == "__main__":
    show(tabulate_density(measure_density()))
