"""
How long the measures take on 3,000 places, 9 million flows, and how much memory; beside the naive way of each.

`python -m tests.bench.indicators` prints this part alone. Times and memory come from separate runs, because watching
memory costs time. Memory is what is taken on top of the input, as a multiple of the matrix (72 MB for 3,000 places).
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from flows import indicators
from tests.bench.tables import Row, show

PLACES = 3000
REPEATS = 3

# Comparing all pairs of flows, or a dummy variable for each place, is out of reach for 3,000.
FEW_FOR_PAIRS = 70
FEW_FOR_DUMMIES = 60


@dataclass(frozen=True)
class World:
    """Made-up flows that fall with distance: half of the pairs of 3,000 places exchange somebody."""

    matrix: pd.DataFrame
    population: pd.Series
    distance: pd.DataFrame


def make_world(places: int = PLACES) -> World:
    """
    Make flows between towns of very unequal size, spread over a square of 1,000 km.

    Parameters
    ----------
    places
        How many.

    Returns
    -------
    world
        The same one at every call.
    """
    chance = np.random.default_rng(1947)
    labels = [f"p{place}" for place in range(places)]
    people = np.round(chance.lognormal(11, 1, places))
    x, y = chance.uniform(0, 1000, (2, places))
    km = np.hypot(x[:, None] - x, y[:, None] - y) + 1
    expected = np.sqrt(np.outer(people, people)) * km**-1.5
    moves = chance.poisson(expected * (4 * places**2 / expected.sum())).astype("float64")
    return World(pd.DataFrame(moves, labels, labels), pd.Series(people, labels), pd.DataFrame(km, labels, labels))


def list_measures(world: World) -> dict[str, Callable[[], Any]]:
    """
    Bind every measure that takes a matrix to the world.

    Parameters
    ----------
    world
        What to measure.

    Returns
    -------
    measures
        Functions without arguments, by name.
    """
    matrix, people, km = world.matrix, world.population, world.distance
    by_matrix = (
        "migration_effectiveness effectiveness_by_place connectivity inequality gini gini_origin gini_destination "
        "mean_weighted_gini coefficient_of_variation coefficient_of_variation_origin "
        "coefficient_of_variation_destination aggregate_coefficient_of_variation modularity"
    )
    with_people = (
        "crude_migration_intensity courgeau_k aggregate_net_migration_rate in_migration_rate out_migration_rate "
        "net_migration_rate preference velocity"
    )
    with_distance = "mean_distance median_distance distance_decay"
    found: dict[str, Callable[[], Any]] = {}
    for names, given in ((by_matrix, (matrix,)), (with_people, (matrix, people)), (with_distance, (matrix, km))):
        for name in names.split():
            found[name] = partial(getattr(indicators, name), *given)
    found["inequality, independence"] = partial(indicators.inequality, matrix, against="independence")
    found["median_distance, interpolated"] = partial(indicators.median_distance, matrix, km, rule="interpolated")
    found["distance_decay, exponential"] = partial(indicators.distance_decay, matrix, km, decay="exponential")
    found["check_orientation"] = partial(indicators.check_orientation, matrix, people, people * 1.1 + 5)
    return found


def list_peers(world: World) -> dict[str, tuple[str, Callable[[], Any]]]:
    """
    Bind the obvious way of taking some of the measures.

    Parameters
    ----------
    world
        What to measure; the slowest ways get only the first of its places.

    Returns
    -------
    peers
        By the name of the measure: what is done, and a function without arguments.
    """
    values, km = world.matrix.to_numpy(), world.distance.to_numpy()
    off = ~np.eye(len(values), dtype=bool)

    def sum_by_pandas() -> float:
        """Lay the matrix out as rows and group them twice."""
        rows = world.matrix.stack().rename_axis(["origin", "destination"]).rename("people").reset_index()
        rows = rows[rows["origin"] != rows["destination"]]
        out, into = (rows.groupby(side)["people"].sum() for side in ("origin", "destination"))
        return float(100 * (into - out).abs().sum() / (into + out).sum())

    def compare_all_pairs() -> float:
        few = values[:FEW_FOR_PAIRS, :FEW_FOR_PAIRS][~np.eye(FEW_FOR_PAIRS, dtype=bool)]
        return float(np.abs(few[:, None] - few).sum() / (2 * (len(few) - 1) * few.sum()))

    def sort_all_pairs() -> float:
        far, people = km[off], values[off]
        order = np.argsort(far)
        return float(far[order][np.searchsorted(people[order].cumsum(), people.sum() / 2)])

    def regress_on_dummies() -> float:
        import statsmodels.api as api

        n = FEW_FOR_DUMMIES
        inside = ~np.eye(n, dtype=bool)
        origin, destination = np.nonzero(inside)
        places = np.eye(n)
        terms = np.column_stack([np.log(km[:n, :n][inside]), places[origin], places[destination][:, 1:]])
        return float(api.GLM(values[:n, :n][inside], terms, family=api.families.Poisson()).fit().params[0])

    return {
        "migration_effectiveness": ("pandas groupby", sum_by_pandas),
        "gini": (f"all pairs, {FEW_FOR_PAIRS} places", compare_all_pairs),
        "median_distance": ("argsort of all", sort_all_pairs),
        "distance_decay": (f"dummies, {FEW_FOR_DUMMIES} places", regress_on_dummies),
    }


def measure_indicators(places: int = PLACES) -> dict[str, Any]:
    """
    Measure every measure, and the peers, in turns.

    Parameters
    ----------
    places
        Size of the matrix.

    Returns
    -------
    figures
        By measure: "seconds" (median of three), "memory" (peak on top of the input, in multiples of the matrix) and,
        where there is one, "peer" with its "way", "seconds" and "memory".
    """
    small = make_world(max(FEW_FOR_PAIRS, FEW_FOR_DUMMIES))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for take in [*list_measures(small).values(), *(take for _, take in list_peers(small).values())]:
            take()  # libraries are loaded before the watch starts
        world = make_world(places)
        peers = list_peers(world)
        figures: dict[str, Any] = {"places": places}
        for name, take in list_measures(world).items():
            figures[name] = _watch(take, places)
            if name in peers:
                way, other = peers[name]
                figures[name]["peer"] = {"way": way} | _watch(other, places)
    return figures


def _watch(take: Callable[[], Any], places: int) -> dict[str, float]:
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        take()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    take()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"seconds": round(statistics.median(seconds), 3), "memory": round(peak / (8 * places**2), 2)}


def tabulate_indicators(figures: dict[str, Any]) -> list[Row]:
    """
    Lay the figures out: what, promise, measured, peer.

    Parameters
    ----------
    figures
        Of `measure_indicators`.

    Returns
    -------
    rows
        With a head.
    """
    rows: list[Row] = [(f"measures of {figures['places']:,} places", "promise", "flows.indicators", "naive")]
    for name, one in figures.items():
        if name != "places":
            peer = one.get("peer")
            other = f"{peer['seconds']:.2f} s, {peer['memory']:.2f} × ({peer['way']})" if peer else "·"
            rows.append((name, "< 2 s, < 3 ×", f"{one['seconds']:.2f} s, {one['memory']:.2f} ×", other))
    return rows


if __name__ == "__main__":
    show(tabulate_indicators(measure_indicators()))
