"""A province, or the country, as one: what comes, goes and moves inside, with the ranges of the sums."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.cube import Cube

Ranged = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Sums:
    """
    What moves, people a year: (value, low, high) each.

    Attributes
    ----------
    coming, going, net
        Over the border of the region.
    inside
        Between its own places.
    """

    coming: Ranged
    going: Ranged
    net: Ranged
    inside: Ranged


def find_members(cube: Cube, region: str) -> NDArray[np.bool_]:
    """
    Find the flow units of a region.

    Parameters
    ----------
    cube
        The places.
    region
        Code of a province, or "pakistan".

    Returns
    -------
    members
        One flag a unit.
    """
    provinces = np.array(cube.flow_units.provinces)
    return np.ones(provinces.size, dtype=bool) if region == "pakistan" else provinces == region


def sum_region(cube: Cube, region: str, period: str) -> Sums:
    """
    Sum the flows of a region; moves between its own places count in no total.

    Parameters
    ----------
    cube
        The estimate.
    region, period
        Code, and such as "1998-2023".

    Returns
    -------
    sums
        Ranges are those of the sums over the ensemble; where none is carried for them, from the sum of the flows' lows
        to that of their highs, which is wider.
    """
    matrix, mine = cube.matrices[period], find_members(cube, region)
    others = ~mine
    parts = (matrix.people, matrix.low, matrix.high)
    coming, going, inside = (
        tuple(float(part[np.ix_(rows, columns)].sum()) for part in parts)
        for rows, columns in ((others, mine), (mine, others), (mine, mine))
    )
    net = coming[0] - going[0]
    known = _read_ranges(period).get(region)
    # The carried ranges are of the same sums only where the places are those of the carried estimate.
    if known and abs(known[0][0] - coming[0]) < 1 and abs(known[1][0] - going[0]) < 1:
        return Sums(known[0], known[1], known[2], (inside[0], inside[1], inside[2]))
    return Sums(
        (coming[0], coming[1], coming[2]),
        (going[0], going[1], going[2]),
        (net, coming[1] - going[2], coming[2] - going[1]),
        (inside[0], inside[1], inside[2]),
    )


@lru_cache(maxsize=8)
def _read_ranges(period: str) -> dict[str, tuple[Ranged, Ranged, Ranged]]:
    from flows import estimate_totals

    start, end = period.split("-")
    rows = estimate_totals(start, end, level="province").set_index("code")
    return {
        str(code): (
            (row["inflow"], row["inflow_low"], row["inflow_high"]),
            (row["outflow"], row["outflow_low"], row["outflow_high"]),
            (row["net"], row["net_low"], row["net_high"]),
        )
        for code, row in rows.iterrows()
    }


def sum_pairs(cube: Cube, period: str) -> list[tuple[str, str, float, float, float]]:
    """
    Sum the flows between provinces.

    Parameters
    ----------
    cube, period
        The estimate.

    Returns
    -------
    flows
        Origin, destination (codes), people a year, low and high (sums of lows and of highs), largest first.
    """
    matrix = cube.matrices[period]
    members = {code: find_members(cube, code) for code in dict.fromkeys(cube.flow_units.provinces)}
    flows = []
    for first, mine in members.items():
        for second, theirs in members.items():
            pairs = np.ix_(mine, theirs)
            people, low, high = (float(part[pairs].sum()) for part in (matrix.people, matrix.low, matrix.high))
            if first != second and people > 0:
                flows.append((first, second, people, low, high))
    return sorted(flows, key=lambda flow: (-flow[2], flow[0], flow[1]))
