"""
Cities, towns and rural areas: places classed by where their people live.

A place is classed by shares of its *people*, not of its cells. Level 1: a city has at least half of its people in urban
centres, a rural area more than half in rural cells; the rest are towns and semi-dense areas. Level 2 divides towns and
rural areas; its rules changed in July 2024, and both are here.

Sources: Eurostat and others (2021), "Applying the Degree of Urbanisation", chapter 7, and its online edition of July
2024; both as described by Van Migerode and others (2024), flexurba. Where flexurba's code and its text differ, on
semi-dense towns of 2024, the text is followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import UrbanError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

__all__ = ["UNIT_NAMES", "classify_units"]

UNIT_NAMES: Final = {
    3: "city",
    2: "town or semi-dense area",
    1: "rural area",
    30: "city",
    23: "dense town",
    22: "semi-dense town",
    21: "suburban or peri-urban area",
    13: "village",
    12: "dispersed rural area",
    11: "mostly uninhabited area",
}
"""Classes of places at level 1 (one digit) and level 2."""

# Classes of cells, in the order of the columns; water has few people and counts with the very low density cells.
_CELLS: Final = (30, 23, 22, 21, 13, 12, 11)
_WATER: Final = 10


def classify_units(
    classes: ArrayLike,
    population: ArrayLike,
    units: ArrayLike,
    *,
    level: Literal[1, 2] = 2,
    rules: Literal["2021", "2024"] = "2024",
    land: ArrayLike | None = None,
) -> pd.DataFrame:
    """
    Class places by the shares of their people in each class of cells.

    Parameters
    ----------
    classes
        Level 2 code of each cell, of any shape: squares of a grid or H3 cells. 0 (no data) is left out.
    population
        People of each cell; NaN counts as none.
    units
        Code of the place that each cell belongs to; "" or None (or a negative number) where it belongs to none.
    level
        1: city, town or semi-dense area, rural area. 2: seven classes.
    rules
        How level 2 divides towns and rural areas, see the notes.
    land
        km² of land of each cell, for places where nobody lives; every cell that is not water counts alike without it.

    Returns
    -------
    table
        One row per place, sorted by `code`: `code`, `people`, the shares of its people by class of cells
        (`share_30` … `share_11`, or `share_3`, `share_2`, `share_1` at level 1; they sum to 1), `class` and `name`
        (see `UNIT_NAMES`), and `by`: "people", or "land" where nobody lives and the shares are of land. A place with
        neither people nor land is mostly uninhabited (rural). Empty when no cell belongs to a place.

    Raises
    ------
    UrbanError
        Arrays do not fit, codes are not of level 2, people or land are negative, or there are no such rules.

    Notes
    -----
    With the shares C (30), D (23), S (22), P (21), V (13), L (12), U (11) and R = V + L + U, a city has C ≥ ½, a rural
    area R > ½. In this order, the first that holds:

    =======================  ====================  ==================================
    class                    2024                  2021
    =======================  ====================  ==================================
    dense town               C + D ≥ ½             D ≥ S and D + S > P
    semi-dense town          P + R < ½             D < S and D + S > P
    suburban or peri-urban   the other towns       the other towns
    village                  C + D + S + P + V ≥ ½ V is the largest of V, L, U
    dispersed rural area     U < ½                 L is the largest
    mostly uninhabited area  the other rural ones  U is the largest
    =======================  ====================  ==================================
    """
    import pandas as pd

    code, people, place, ground = _check(classes, population, units, land, level, rules)
    codes, home = np.unique(place, return_inverse=True)
    kind = np.zeros(256, dtype=np.int64)
    kind[list(_CELLS)] = np.arange(len(_CELLS))
    kind[_WATER] = len(_CELLS) - 1
    at = home * len(_CELLS) + kind[code]
    by_people, by_land = (
        np.bincount(at, weight, codes.size * len(_CELLS)).reshape(codes.size, len(_CELLS))
        for weight in (people, ground)
    )
    total = by_people.sum(axis=1)
    counted = np.where(total[:, None] > 0, by_people, by_land)
    whole = counted.sum(axis=1)
    counted[whole == 0, -1] = 1.0
    shares = counted / np.where(whole > 0, whole, 1.0)[:, None]
    if level == 1:
        names, parts = [3, 2, 1], np.column_stack([shares[:, 0], shares[:, 1:4].sum(axis=1), shares[:, 4:].sum(axis=1)])
    else:
        names, parts = list(_CELLS), shares
    found = _choose(shares, level, rules)
    table = pd.DataFrame({"code": codes, "people": total})
    for name, part in zip(names, parts.T, strict=True):
        table[f"share_{name}"] = part
    table["class"] = found
    table["name"] = [UNIT_NAMES[number] for number in found.tolist()]
    table["by"] = np.where(total > 0, "people", "land")
    return table


def _choose(shares: NDArray[np.float64], level: int, rules: str) -> NDArray[np.int64]:
    """Apply the rules to the shares of each place, rounded so that a half is a half."""
    centre, dense, semi, suburb, village, low, empty = np.round(shares, 12).T
    rural = np.round(village + low + empty, 12)
    city, country = centre >= 0.5, rural > 0.5
    if level == 1:
        return np.select([city, country], [3, 1], 2)
    half = 0.5 - 1e-12
    if rules == "2024":
        towns = [centre + dense >= half, suburb + rural < half]
        villages = [1 - low - empty >= half, empty < half]
    else:
        urban = np.round(dense + semi, 12) > suburb
        towns = [(dense >= semi) & urban, (dense < semi) & urban]
        villages = [(village >= low) & (village >= empty), low >= empty]
    town = np.select(towns, [23, 22], 21)
    return np.select([city, country], [30, np.select(villages, [13, 12], 11)], town)


def _check(
    classes: ArrayLike,
    population: ArrayLike,
    units: ArrayLike,
    land: ArrayLike | None,
    level: int,
    rules: str,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.object_], NDArray[np.float64]]:
    """Flatten what was given, leave out cells without data or place, and refuse what cannot be."""
    import pandas as pd

    code, place = np.asarray(classes, dtype=np.int64), np.asarray(units)
    if place.dtype == object:
        place = np.where(pd.isna(place), "", place)
    people = np.nan_to_num(np.asarray(population, dtype=np.float64), nan=0.0)
    ground = (code != _WATER).astype(np.float64) if land is None else np.asarray(land, dtype=np.float64)
    faults = []
    shapes = [part.shape for part in (code, people, place, ground)]
    if len(set(shapes)) > 1:
        faults.append(f"classes, population, units and land have different shapes: {', '.join(map(str, shapes))}")
    wrong = sorted({*np.unique(code).tolist()} - {0, *_CELLS, _WATER})
    if wrong:
        faults.append(f"{', '.join(map(str, wrong[:5]))}: no codes of level 2")
    for name, values in (("people", people), ("land", ground)):
        bad = int((~np.isfinite(values) | (values < 0)).sum())
        if bad:
            faults.append(f"{bad:,} cells have negative or infinite {name}")
    if level not in (1, 2):
        faults.append(f"there is no level {level!r}; ask for 1 or 2")
    if rules not in ("2021", "2024"):
        faults.append(f"there are no rules of {rules!r}; ask for '2021' or '2024'")
    if faults:
        raise UrbanError("; ".join(faults))
    kept = (code > 0) & (place >= 0 if place.dtype.kind in "iu" else place != "")
    return code[kept], people[kept], place[kept], ground[kept]
