"""
How long a gravity model takes on 3,000 zones, 9 million flows; beside a GLM with dummies on as many as it can bear.

`python -m tests.bench.gravity` prints this part alone. Times and memory come from separate runs, because watching
memory costs time. Memory is what is taken on top of the input.
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np

from flows.models.gravity import gravity
from tests.bench.indicators import World, make_world
from tests.bench.tables import Row, show

ZONES = 3000
REPEATS = 3

# A dummy variable for each origin and destination: the design of 3,000 zones would take 430 GB.
FEW = 120


def fit_with_dummies(world: World) -> float:
    """
    Fit the doubly constrained model the usual way, by statsmodels.

    Parameters
    ----------
    world
        What to fit.

    Returns
    -------
    beta
        The power of distance.
    """
    import statsmodels.api as api

    moves, km = world.matrix.to_numpy(), world.distance.to_numpy()
    inside = ~np.eye(len(moves), dtype=bool)
    origin, destination = np.nonzero(inside)
    places = np.eye(len(moves))
    terms = np.column_stack([np.log(km[inside]), places[origin], places[destination][:, 1:]])
    return float(api.GLM(moves[inside], terms, family=api.families.Poisson()).fit().params[0])


def list_fits(world: World) -> dict[str, Callable[[], float]]:
    """
    Bind the models to the world.

    Parameters
    ----------
    world
        What to fit.

    Returns
    -------
    fits
        Functions that give β, by name.
    """
    matrix, km, mass = world.matrix, world.distance, world.population
    near = km < 100
    return {
        "both, power": lambda: gravity(matrix, km, constraint="both", decay="power").beta,
        "both, exponential": lambda: gravity(matrix, km, constraint="both").beta,
        "both, power, contiguity": lambda: (
            gravity(matrix, km, constraint="both", decay="power", covariates={"near": near}).beta
        ),
        "origin, power": lambda: gravity(matrix, km, constraint="origin", decay="power", destination_mass=mass).beta,
        "none, power": lambda: gravity(matrix, km, decay="power", origin_mass=mass, destination_mass=mass).beta,
    }


def measure_gravity(zones: int = ZONES) -> dict[str, Any]:
    """
    Measure every model on all zones, and the doubly constrained one beside its peer on a few.

    Parameters
    ----------
    zones
        How many.

    Returns
    -------
    figures
        By model: "beta", "seconds" (median of three) and "megabytes" (peak on top of the input). "few" has "zones",
        "ours" and "dummies" with the same.
    """
    small = make_world(FEW)
    ours = list_fits(small)["both, power"]
    ours()  # libraries are loaded before the watch starts
    figures: dict[str, Any] = {"zones": zones}
    figures["few"] = {"zones": FEW, "ours": _watch(ours), "dummies": _watch(lambda: fit_with_dummies(small))}
    figures |= {name: _watch(fit) for name, fit in list_fits(make_world(zones)).items()}
    return figures


def _watch(fit: Callable[[], float]) -> dict[str, float]:
    seconds, beta = [], np.nan
    for _ in range(REPEATS):
        start = time.perf_counter()
        beta = fit()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    fit()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"beta": beta, "seconds": round(statistics.median(seconds), 3), "megabytes": round(peak / 1e6)}


def tabulate_gravity(figures: dict[str, Any]) -> list[Row]:
    """
    Lay the figures out: what, promise, measured, peer.

    Parameters
    ----------
    figures
        Of `measure_gravity`.

    Returns
    -------
    rows
        With a head.
    """
    few = figures["few"]
    rows: list[Row] = [
        ("gravity models", "promise", "flows.models.gravity", "GLM with dummies"),
        (f"both, power, {few['zones']:,} zones", "", _tell(few["ours"]), _tell(few["dummies"])),
    ]
    rows += [
        (f"{name}, {figures['zones']:,} zones", "seconds", _tell(one), "·")
        for name, one in figures.items()
        if name not in {"zones", "few"}
    ]
    return rows


def _tell(one: dict[str, float]) -> str:
    return f"{one['seconds']:.2f} s, {one['megabytes']:,.0f} MB, β {one['beta']:.5f}"


if __name__ == "__main__":
    show(tabulate_gravity(measure_gravity()))
