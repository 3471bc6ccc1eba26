"""
How long ten million points take to find their district, and how much memory; beside a spatial join by geopandas.

`python -m tests.bench.assign` prints this part alone. Times and memory come from separate runs. The join gets its
points a million at a time, which it needs to fit into memory; what it takes to make points of the coordinates is
measured apart, and `assign_points` is also faster than the join alone. The answers are compared, point by point.
"""

from __future__ import annotations

import os
import statistics
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from boundaries import load_places
from boundaries.cells.assign import PlaceIndex, assign_points
from tests.bench.tables import Row, show
from tests.serving import ROOT

if TYPE_CHECKING:
    import geopandas

POINTS = 10_000_000
REPEATS = 3
BATCH = 1_000_000

# With 250,000 vertices the join takes minutes for ten million points; both get as many as it does in seconds.
FEW = 300_000
DETAILED = "boundaries/codab_pak_2022-09-09.gpkg"

Points = NDArray[np.float64]


def make_points(places: geopandas.GeoDataFrame, count: int) -> tuple[Points, Points]:
    """
    Scatter points over the rectangle round places; about half of them lie in one.

    Parameters
    ----------
    places
        What to scatter over.
    count
        How many.

    Returns
    -------
    lon, lat
        Degrees (EPSG:4326), the same ones at every call.
    """
    chance = np.random.default_rng(1947)
    west, south, east, north = places.total_bounds
    return chance.uniform(west, east, count), chance.uniform(south, north, count)


def load_detailed() -> geopandas.GeoDataFrame | None:
    """
    Read the districts of the Common Operational Dataset, 250,000 vertices.

    Returns
    -------
    places
        None where the file is not beside the checkout (or in RAWAAN_SHARED).
    """
    import geopandas

    path = Path(os.environ.get("RAWAAN_SHARED", ROOT.parent / "shared" / "data")) / DETAILED
    if not path.exists():
        return None
    return geopandas.read_file(path, layer="adm2").rename(columns={"admin2Pcode": "code"})


def join_points(lon: Points, lat: Points, places: geopandas.GeoDataFrame) -> tuple[NDArray[np.object_], float, float]:
    """
    Do it with geopandas, and keep the first matching place.

    Parameters
    ----------
    lon, lat
        Degrees.
    places
        With codes.

    Returns
    -------
    codes, making, joining
        The answer; seconds to make points, and seconds in `geopandas.sjoin` alone.
    """
    import geopandas

    rows = places.reset_index(drop=True)[["geometry"]].rename_axis("row").reset_index()
    names = places["code"].to_numpy(dtype=object)
    codes = np.full(lon.size, "", dtype=object)
    making = joining = 0.0
    for start in range(0, lon.size, BATCH):
        batch = slice(start, start + BATCH)
        begin = time.perf_counter()
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon[batch], lat[batch], crs="EPSG:4326"))
        made = time.perf_counter()
        pairs = geopandas.sjoin(points, rows, predicate="intersects")
        joining += time.perf_counter() - made
        making += made - begin
        first = pairs.groupby(level=0)["row"].min()
        codes[start + first.index.to_numpy()] = names[first.to_numpy()]
    return codes, making, joining


def measure_assign(points: int = POINTS, few: int = FEW) -> dict[str, Any]:
    """
    Measure both ways on the bundled districts, and on detailed ones where they are at hand.

    Parameters
    ----------
    points
        How many for the bundled districts.
    few
        How many for the detailed ones.

    Returns
    -------
    figures
        By set: "points", "vertices", "seconds" (median of three, the index included), "again" (with an index at hand),
        "memory" (peak in MB, the answer included), "making" and "joining" (seconds, once), "same" (answers).
    """
    figures = {"bundled": _measure(load_places(), points)}
    detailed = load_detailed()
    if detailed is not None:
        figures["COD-AB"] = _measure(detailed, few)
    return figures


def _measure(places: geopandas.GeoDataFrame, count: int) -> dict[str, Any]:
    import shapely

    lon, lat = make_points(places, count)
    assign_points(lon[:1000], lat[:1000], places)  # libraries are loaded before the watch starts
    index = PlaceIndex(places, points=count)
    codes, making, joining = join_points(lon, lat, places)
    found = assign_points(lon, lat, places)
    same = bool((found == codes).all())
    del codes, found
    seconds = _watch(lambda: assign_points(lon, lat, places))
    again = _watch(lambda: index.assign(lon, lat))
    tracemalloc.start()
    assign_points(lon, lat, places)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        "points": count,
        "vertices": int(shapely.get_num_coordinates(places.geometry.to_numpy()).sum()),
        "seconds": round(seconds, 3),
        "again": round(again, 3),
        "memory": round(peak / 1e6),
        "making": round(making, 2),
        "joining": round(joining, 2),
        "same": same,
    }


def _watch(take: Callable[[], Any]) -> float:
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        take()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def tabulate_assign(figures: dict[str, Any]) -> list[Row]:
    """
    Lay the figures out: what, promise, measured, peer.

    Parameters
    ----------
    figures
        Of `measure_assign`.

    Returns
    -------
    rows
        With a head.
    """
    rows: list[Row] = [("points to districts", "promise", "assign_points", "geopandas.sjoin")]
    for name, one in figures.items():
        ratio = one["joining"] / one["seconds"]
        title = f"{one['points']:,} points, {name} ({one['vertices']:,} vertices)"
        rows.append((title, "≥ 10 ×", f"{one['seconds']:.2f} s, {ratio:.1f} × as fast", f"{one['joining']:.2f} s"))
        whole = one["making"] + one["joining"]
        rows.append(("  points made of coordinates too", "", f"{whole / one['seconds']:.1f} ×", f"{whole:.2f} s"))
        rows.append(("  with an index at hand", "", f"{one['again']:.2f} s", "·"))
        rows.append(("  memory beside the input, the answer included", "", f"{one['memory']} MB", "·"))
        rows.append(("  answers", "identical", "identical" if one["same"] else "DIFFERENT", "·"))
    return rows


if __name__ == "__main__":
    show(tabulate_assign(measure_assign()))
