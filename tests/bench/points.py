"""
How long ten million points take to their cells; beside loops over `h3.latlng_to_cell`, run whole, in turns.

`python -m tests.bench.points` prints this part alone. The promise is held against the faster of two loops, which finds
the cells and forgets them; the other does the same work as `bin_points`, weights added up in a dict, and is run once.
`bin_points` uses every processor, a loop one; so on a machine busy with other things it loses more. Memory is the peak
of a process of its own, on top of the input (Linux).
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h3
import numpy as np
from numpy.typing import NDArray

from boundaries.cells.points import bin_points
from tests.bench.tables import Row, show
from tests.serving import ROOT

POINTS = 10_000_000
RESOLUTION = 8
REPEATS = 3

Column = NDArray[np.float64]


def make_points(count: int = POINTS) -> tuple[Column, Column, Column]:
    """
    Make up points: half of them round 200 towns, half anywhere in the country's box.

    Parameters
    ----------
    count
        How many.

    Returns
    -------
    columns
        Longitude, latitude, weight; the same at every call.
    """
    chance = np.random.default_rng(1947)
    lon, lat = chance.uniform(61, 77, count), chance.uniform(24, 37, count)
    half = count // 2
    town = chance.integers(0, 200, half)
    lon[:half] = chance.uniform(61, 77, 200)[town] + chance.normal(0, 0.05, half)
    lat[:half] = chance.uniform(24, 37, 200)[town] + chance.normal(0, 0.05, half)
    order = chance.permutation(count)
    return lon[order], lat[order], chance.uniform(0, 10, count)


def sum_in_loop(lon: Column, lat: Column, weight: Column) -> dict[str, float]:
    """
    Sum points by cell, one after the other.

    Parameters
    ----------
    lon, lat, weight
        As for `bin_points`.

    Returns
    -------
    sums
        By the cell's name.
    """
    sums: dict[str, float] = {}
    for some in _cut_slices(lon.size):
        for y, x, people in zip(lat[some].tolist(), lon[some].tolist(), weight[some].tolist(), strict=True):
            cell = h3.latlng_to_cell(y, x, RESOLUTION)
            sums[cell] = sums.get(cell, 0.0) + people
    return sums


def find_in_loop(lon: Column, lat: Column) -> None:
    """
    Find the cell of each point, one after the other, and forget it.

    Parameters
    ----------
    lon, lat
        As for `bin_points`.
    """
    for some in _cut_slices(lon.size):
        for y, x in zip(lat[some].tolist(), lon[some].tolist(), strict=True):
            h3.latlng_to_cell(y, x, RESOLUTION)


def _cut_slices(count: int) -> list[slice]:
    """Cut rows into millions: all at once, as plain numbers, they would fill a gigabyte."""
    return [slice(start, start + 1_000_000) for start in range(0, count, 1_000_000)]


def measure_points(count: int = POINTS) -> dict[str, Any]:
    """
    Measure `bin_points` and the loops in turns.

    Parameters
    ----------
    count
        How many points.

    Returns
    -------
    figures
        "points", "cells"; "seconds" of `bin_points` and "loop_seconds" of the bare loop (medians), "ratio" of the two;
        "dict_seconds" of the loop that sums, "dict_ratio"; "off": the largest difference of a cell's sum from that
        loop's, as a part of it; "memory_mb".
    """
    lon, lat, weight = make_points(count)
    bin_points(lon[:10], lat[:10], weight[:10], resolution=RESOLUTION)  # libraries are loaded before the watch starts
    takes: dict[str, Callable[[], Any]] = {
        "seconds": lambda: bin_points(lon, lat, weight, resolution=RESOLUTION),
        "loop_seconds": lambda: find_in_loop(lon, lat),
    }
    rounds = [{name: _watch(take) for name, take in takes.items()} for _ in range(REPEATS)]
    median = {name: statistics.median(one[name] for one in rounds) for name in takes}
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "points.npy", [lon, lat, weight])
        done = subprocess.run(
            [sys.executable, "-c", f"from tests.bench.points import print_memory; print_memory({folder!r})"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
    start = time.perf_counter()
    theirs = sum_in_loop(lon, lat, weight)
    summed = time.perf_counter() - start
    ours = takes["seconds"]()
    peers = np.array([theirs[f"{cell:x}"] for cell in ours["cell"]])
    return {
        "points": count,
        "cells": len(ours),
        **{name: round(seconds, 2) for name, seconds in median.items()},
        "ratio": round(median["loop_seconds"] / median["seconds"], 2),
        "dict_seconds": round(summed, 2),
        "dict_ratio": round(summed / median["seconds"], 2),
        "off": float(np.abs(ours["value"] / peers - 1).max()) if len(ours) == len(theirs) else 1.0,
        "memory_mb": json.loads(done.stdout),
    }


def print_memory(folder: str) -> None:
    """
    Print by how many MB the peak of this process rises while points are put into cells.

    Parameters
    ----------
    folder
        Has the columns; they are read, not made, because making them would raise the peak.
    """
    columns = np.load(Path(folder) / "points.npy")
    bin_points(*columns[:, :10], resolution=RESOLUTION)
    before = read_peak()
    bin_points(*columns, resolution=RESOLUTION)
    print(json.dumps(read_peak() - before))


def read_peak() -> int:
    """
    Read the highest memory of this process so far.

    Returns
    -------
    megabytes
        0 where the system does not tell (only Linux does); getrusage would begin with the peak of the parent.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return round(int(found[1]) / 1024) if found else 0


def _watch(take: Callable[[], Any]) -> float:
    start = time.perf_counter()
    take()
    return time.perf_counter() - start


def tabulate_points(figures: dict[str, Any]) -> list[Row]:
    """
    Lay the figures out: what, promise, measured, peer.

    Parameters
    ----------
    figures
        Of `measure_points`.

    Returns
    -------
    rows
        With a head.
    """
    what = f"{figures['points']:,} points to {figures['cells']:,} cells"
    seconds, loop, summed = (f"{figures[name]:.2f} s" for name in ("seconds", "loop_seconds", "dict_seconds"))
    return [
        (what, "promise", "bin_points", "loop over h3.latlng_to_cell"),
        ("seconds (median of 3)", "", seconds, f"{loop}, nothing summed"),
        ("times as fast", "> 3 ×", f"{figures['ratio']:.1f} ×", "1 ×"),
        ("  as a loop that sums", "", f"{figures['dict_ratio']:.1f} ×", f"{summed}, in a dict"),
        ("sums differ at most by", "< 1e-12", f"{figures['off']:.0e}", "·"),
        ("memory on top of the input", "", f"{figures['memory_mb']} MB", "·"),
    ]


if __name__ == "__main__":
    show(tabulate_points(measure_points()))
