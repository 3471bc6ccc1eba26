"""
A raster of 12,000 × 12,000 pixels brought to H3 cells, and summed by district: time, memory, and the peers.

`python -m tests.bench.rasters` prints this part alone. The raster (576 MB) is made here and thrown away. Memory is the
peak of a process that does nothing else, its libraries included. The peer of the cells is the obvious loop, on a
window of the raster, so times are given per million pixels; the peer of the sums is exactextract, by the faster of
its two strategies. It has no mode that counts pixels by their centre: it weighs pixels on a border by the share
inside.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.tables import Row, show
from tests.serving import ROOT

SIDE = 12_000
REPEATS = 3
RESOLUTION = 8

# The loop takes some microseconds a pixel.
LOOP_SIDE = 1000

MEMORY = """
import resource, sys
from boundaries.places import load_places
from boundaries.rasters.bin_raster import bin_raster
from boundaries.rasters.zones import sum_raster
if sys.argv[2] == "cells":
    bin_raster(sys.argv[1], resolution=int(sys.argv[3]))
else:
    sum_raster(sys.argv[1], load_places())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write_people(path: Path, side: int = SIDE) -> None:
    """
    Write a made-up population grid like WorldPop's: 3 arc seconds, float32, a fifth without data.

    Parameters
    ----------
    path
        Of the GeoTIFF, tiled, not compressed.
    side
        Rows and columns; the upper left corner is 65 east, 36 north.
    """
    import rasterio
    from affine import Affine
    from rasterio.windows import Window

    chance = np.random.default_rng(1947)
    shape = {"driver": "GTiff", "count": 1, "width": side, "height": side, "dtype": "float32", "nodata": -99999.0}
    tiles = {"tiled": True, "blockxsize": 512, "blockysize": 512}
    place = Affine(1 / 1200, 0, 65, 0, -1 / 1200, 36)
    with rasterio.open(path, "w", crs="EPSG:4326", transform=place, **shape, **tiles) as data:
        for row in range(0, side, 512):
            rows = min(512, side - row)
            people = chance.gamma(0.3, 3, (rows, side)).astype("float32")
            people[chance.random((rows, side)) < 0.2] = -99999
            data.write(people, 1, window=Window(0, row, side, rows))


def loop_over_pixels(path: Path, side: int = LOOP_SIDE) -> dict[str, float]:
    """
    Bring the first pixels of the raster to cells one by one.

    Parameters
    ----------
    path
        Of the raster.
    side
        Rows and columns taken.

    Returns
    -------
    sums
        By cell.
    """
    import h3
    import rasterio
    from rasterio.windows import Window

    sums: dict[str, float] = {}
    with rasterio.open(path) as data:
        people = data.read(1, window=Window(0, 0, side, side), masked=True)
        place = data.transform
    for row, column in zip(*np.nonzero(~np.ma.getmaskarray(people)), strict=True):
        lon, lat = place.c + place.a * (column + 0.5), place.f + place.e * (row + 0.5)
        cell = h3.latlng_to_cell(lat, lon, RESOLUTION)
        sums[cell] = sums.get(cell, 0.0) + float(people[row, column])
    return sums


def measure_rasters(side: int = SIDE) -> dict[str, Any]:
    """
    Measure both ways of summing, and the peers, in turns.

    Parameters
    ----------
    side
        Rows and columns of the raster.

    Returns
    -------
    figures
        "cells" and "places", each with "seconds" (of ours), "peer" (seconds) and "memory_mb"; those of "cells" are
        per million pixels.
    """
    from exactextract import exact_extract

    from boundaries.places import load_places
    from boundaries.rasters.bin_raster import bin_raster
    from boundaries.rasters.zones import sum_raster

    places = load_places()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.tif"
        write_people(path, side)

        def extract(strategy: str) -> Any:
            return exact_extract(path, places, ["sum"], include_cols=["code"], output="pandas", strategy=strategy)

        ways: dict[str, Callable[[], Any]] = {
            "ours": lambda: sum_raster(path, places),
            "feature-sequential": lambda: extract("feature-sequential"),
            "raster-sequential": lambda: extract("raster-sequential"),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(REPEATS):
            for name, take in ways.items():
                seconds[name].append(_watch(take))
        times = {name: statistics.median(each) for name, each in seconds.items()}
        strategy = min(("feature-sequential", "raster-sequential"), key=lambda name: times[name])
        loop_side = min(LOOP_SIDE, side)
        cells = _watch(lambda: bin_raster(path, resolution=RESOLUTION))
        loop = _watch(lambda: loop_over_pixels(path, loop_side))
        return {
            "side": side,
            "cells": {
                "seconds": round(cells / side**2 * 1e6, 3),
                "peer": round(loop / loop_side**2 * 1e6, 3),
                "memory_mb": _measure_memory(path, "cells"),
            },
            "places": {
                "count": len(places),
                "seconds": round(times["ours"], 2),
                "peer": round(times[strategy], 2),
                "strategy": strategy,
                "memory_mb": _measure_memory(path, "places"),
            },
        }


def _watch(take: Callable[[], Any]) -> float:
    start = time.perf_counter()
    take()
    return time.perf_counter() - start


def _measure_memory(path: Path, what: str) -> int:
    """Peak of a process of its own, MB; started through a small one, whose own peak Linux would hand on."""
    inner = json.dumps([sys.executable, "-c", MEMORY, str(path), what, str(RESOLUTION)])
    outer = f"import json, subprocess; print(subprocess.check_output(json.loads({inner!r}), text=True))"
    done = subprocess.run([sys.executable, "-c", outer], capture_output=True, text=True, cwd=ROOT, check=True)
    # Linux counts in kB, macOS in bytes
    return round(int(done.stdout) / (1024**2 if sys.platform == "darwin" else 1024))


def tabulate_rasters(figures: dict[str, Any]) -> list[Row]:
    """
    Lay the figures out: what, promise, measured, peer.

    Parameters
    ----------
    figures
        Of `measure_rasters`.

    Returns
    -------
    rows
        With a head.
    """
    side, cells, places = figures["side"], figures["cells"], figures["places"]
    faster = f"{places['peer']} s (exactextract, {places['strategy']})"
    return [
        (f"raster of {side:,} × {side:,} pixels", "promise", "boundaries.rasters", "peer"),
        (
            f"to H3 cells of resolution {RESOLUTION}, a million pixels",
            "",
            f"{cells['seconds']} s",
            f"{cells['peer']} s (loop over h3)",
        ),
        ("  peak memory of the process", "< 700 MB", f"{cells['memory_mb']} MB", "·"),
        (f"summed by {places['count']} districts", "no slower", f"{places['seconds']} s", faster),
        ("  peak memory of the process", "< 700 MB", f"{places['memory_mb']} MB", "·"),
    ]


if __name__ == "__main__":
    show(tabulate_rasters(measure_rasters()))
