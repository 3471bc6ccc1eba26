"""What if a place drew or kept more people: the view's scenario, computed from the estimate. Numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flows.models.what_if import redistribute, resist
from layers.cube import Cube
from layers.view import View

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Levers:
    """
    What a scenario needs beside the estimate.

    Attributes
    ----------
    decay
        Period → b, the power by which the estimate's flows fall with distance, measured in them.
    cities
        Positions of the intermediate cities, largest first.
    origins
        Period → positions of the places that lose most in its estimate, the largest loss first.
    notes
        "cities" and "origins" → the carried scenario they start from, and who asks for it.
    """

    decay: dict[str, float]
    cities: tuple[int, ...]
    origins: dict[str, tuple[int, ...]]
    notes: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """
    The estimate and the scenario side by side.

    Attributes
    ----------
    places
        Positions of the flow units that were changed.
    before, after
        People a year from row to column, shape (n, n).
    stay
        People a year who no longer leave each place, shape (n,); negative where more leave.
    """

    places: tuple[int, ...]
    before: Floats
    after: Floats
    stay: Floats

    @cached_property
    def change(self) -> Floats:
        """Flows now less before, shape (n, n); with those who stay it sums to nothing."""
        return self.after - self.before

    @cached_property
    def inflow(self) -> Floats:
        """Arrivals now less before, shape (n,)."""
        return np.asarray(self.change.sum(axis=0))

    @cached_property
    def outflow(self) -> Floats:
        """Leavers now less before, shape (n,)."""
        return np.asarray(self.change.sum(axis=1))

    @cached_property
    def net(self) -> Floats:
        """What each place gains or loses against the estimate, shape (n,); sums to 0."""
        return self.inflow - self.outflow

    @property
    def redirected(self) -> float:
        """People a year who still move, but elsewhere than before."""
        leaving = self.before.sum(axis=1)
        kept = 1 - np.divide(self.stay, leaving, out=np.zeros_like(leaving), where=leaving > 0)
        return float(np.maximum(self.after - kept[:, None] * self.before, 0.0).sum())

    @property
    def turned(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Places that turn from losing to gaining people, and those that turn back; in whole people, largest first."""
        before = self.before.sum(axis=0) - self.before.sum(axis=1)
        signs = np.sign(np.round(before)), np.sign(np.round(before + self.net))
        order = np.argsort(-np.abs(self.net), kind="stable").tolist()
        up, down = ([row for row in order if (signs[0][row], signs[1][row]) == turn] for turn in ((-1, 1), (1, -1)))
        return tuple(up), tuple(down)


def compute_outcome(cube: Cube, levers: Levers, view: View) -> Outcome:
    """
    Share the movers of the view's period out anew.

    Parameters
    ----------
    cube, levers
        The estimate, and what a scenario needs.
    view
        `place`, `period`, `change` and `amount` are used.

    Returns
    -------
    outcome
        See `flows.models.what_if`; an amount of 0 changes nothing.
    """
    before = cube.matrices[view.period].people
    count = before.shape[0]
    places = find_places(cube, levers, view)
    chosen = list(places)
    factor = 1 + view.amount / 100
    pull, stays, resistance = np.ones(count), np.zeros(count), None
    if view.change in {"attraction", "cities"}:
        pull[chosen] = factor
    elif view.change in {"retention", "origins"}:
        stays[chosen] = view.amount / 100
    else:
        times = np.ones((count, count))
        times[chosen, :] = times[:, chosen] = factor
        resistance = resist(times, levers.decay[view.period])
    after = redistribute(before, pull, stays, resistance)
    return Outcome(places, before, after, before.sum(axis=1) * stays)


def find_places(cube: Cube, levers: Levers, view: View) -> tuple[int, ...]:
    """
    Find which places a scenario changes.

    Parameters
    ----------
    cube, levers, view
        As for `compute_outcome`.

    Returns
    -------
    places
        The view's own, the intermediate cities, or those that lose most in the estimate of the view's period.
    """
    if view.change == "cities":
        return levers.cities
    if view.change == "origins":
        return levers.origins[view.period]
    return (cube.flow_units.index(view.place),)
