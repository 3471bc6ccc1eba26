"""
Scenarios to start from: what planners ask for, written as data in `flows/data/scenarios.csv`.

Each row of the file pulls one lever of `flows.models.what_if.what_if` for the places that a rule finds:

========  ==========================================================================================
rule      places
========  ==========================================================================================
town      no capital of the country or a province, and its largest tehsil has from `low` to under
          `high` urban people in the census of 2023
losing    ranks `low` to `high` by net loss of people in the matrix at hand; only places that lose
========  ==========================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from flows._carried import read_carried
from flows._errors import ModelError

if TYPE_CHECKING:
    import pandas as pd

CAPITALS = ("islamabad", "karachi", "lahore", "peshawar", "quetta")
"""The capitals of the country and of the provinces that censuses cover; Karachi as one place."""

LEVELS = ("cities", "bundled")
"""Place sets that the rules know; both hold Karachi as one."""


@dataclass(frozen=True)
class Preset:
    """
    A scenario to start from.

    Attributes
    ----------
    name
        A short key, such as "intermediate-cities".
    title
        What it assumes, in a few words.
    note
        Who asks for it, the rule behind its places, and what is our assumption.
    attraction, retention, travel_time
        For `what_if`; a lever that is not pulled is empty.
    """

    name: str
    title: str
    note: str
    attraction: Mapping[str, float] = field(default_factory=dict)
    retention: Mapping[str, float] = field(default_factory=dict)
    travel_time: Mapping[str, float] = field(default_factory=dict)


def presets(matrix: pd.DataFrame, *, level: str = "cities") -> dict[str, Preset]:
    """
    List the scenarios to start from, with the places their rules find in a matrix.

    Parameters
    ----------
    matrix
        Moves; rows are origins, columns are destinations.
    level
        Whose codes they are: "cities" (123 places) or "bundled" (120).

    Returns
    -------
    presets
        By name, in the file's order. Places that the matrix does not have are left out; a preset may have none.

    Raises
    ------
    ModelError
        The rules do not know the level.
    """
    if level not in LEVELS:
        raise ModelError(f"there are no presets for places of {level!r}; choose from {', '.join(LEVELS)}")
    found: dict[str, Preset] = {}
    for row in read_carried("scenarios.csv").to_dict("records"):
        low, high = float(row["low"]), float(row["high"])
        codes = _find_towns(level, low, high) if row["rule"] == "town" else _find_losing(matrix, int(low), int(high))
        values = {code: float(row["value"]) for code in codes if code in matrix.index}
        found[row["name"]] = Preset(row["name"], row["title"], row["note"], **{row["lever"]: values})
    return found


def _find_towns(level: str, low: float, high: float) -> list[str]:
    from flows.census import census, find_parents

    tehsils = census(2023, level="tehsil")
    largest = tehsils.groupby(tehsils["district"].map(find_parents(level)))["urban"].max()
    within = largest[(largest >= low) & (largest < high)].sort_values(ascending=False, kind="stable")
    return [str(code) for code in within.index if code not in CAPITALS]


def _find_losing(matrix: pd.DataFrame, first: int, last: int) -> list[str]:
    moves = matrix.to_numpy("float64")
    # The diagonal is in both sums and falls out.
    net = moves.sum(axis=0) - moves.sum(axis=1)
    order = [int(at) for at in np.argsort(net, kind="stable") if net[at] < 0]
    return [str(matrix.index[at]) for at in order[first - 1 : last]]
