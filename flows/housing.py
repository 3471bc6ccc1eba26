"""
How the households of 2023 are housed, by tehsil: walls and roof, rooms, tenure, huts.

The census of 2023 counted housing, and what it counted stands near what a planner looks for round a city: households
in kacha (mud or other weak) walls, in one room, in rent, and huts. None of it is a count of katchi abadis: a katchi
abadi is a settlement whose land is in dispute, and most of its houses are of brick. Every figure is **counted**.

=====  ==========================================  =========================================================
table  what it counts                              measures
=====  ==========================================  =========================================================
20     housing units by type                       pakka, semi_pakka, kacha
21     households by type, and their people        regular, homeless, homeless_people
25     households by tenure and number of rooms    owned, rented, rent_free, government, non_government,
                                                   other_tenure; one_room, two_rooms, three_rooms,
                                                   four_or_more_rooms
26     structures, dwellings or not                structures, huts
=====  ==========================================  =========================================================

Tables 20 and 25 count the same 38,292,556 households in every tehsil, and tehsils add up to the printed figure of their
district in all four tables. Three things do not add up, and are left as printed:

- Table 21 has 38,312,137 regular households, 19,581 more. 19,185 of them are of the three Kohistan districts, where
  tables 20 and 25 cover 71 % (Palas) to 98 % of a tehsil. Elsewhere a tehsil gains what its neighbours lose: Nana Sahib
  has 2,790 households more than in table 21, Karezat and Barshore have 2,790 fewer.
- Table 21 covers 240,458,089 people, 1,041,342 fewer than Table 1.
- The eight kinds of structure of table 26 add up to a little more than its total in 59 tehsils, by at most 99.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from boundaries.language import mark

from ._carried import FOLDER, read_carried
from ._errors import UnknownDatasetError
from .census import LEVELS, find_parents

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CAVEAT", "MEASURES", "RESIDENCES", "HousingShare", "housing", "housing_shares"]

FILE: Final = "housing_tehsils.csv"

RESIDENCES: Final = ("all", "rural", "urban")
"""Whose homes: everyone's, or those of the places the census called rural or urban."""

MEASURES: Final = (
    "pakka",
    "semi_pakka",
    "kacha",
    "owned",
    "rented",
    "rent_free",
    "government",
    "non_government",
    "other_tenure",
    "one_room",
    "two_rooms",
    "three_rooms",
    "four_or_more_rooms",
    "structures",
    "huts",
    "regular",
    "homeless",
    "homeless_people",
)
"""What is counted, in the order of the columns of `housing`."""

SHARED: Final = ("kacha", "one_room", "owned", "rented")
"""The measures that are also given in percent of the households."""

CAVEAT = mark(
    "Counts of homes, not of katchi abadis: most of those are of brick. Huts are structures (jhuggi: huts and tents), "
    "not households. In the three Kohistan districts 2 to 29 % of a tehsil's households are missing."
)
"""The warning to be shown beside every number of this module."""


@dataclass(frozen=True, slots=True)
class HousingShare:
    """
    How the households of one tehsil are housed.

    Attributes
    ----------
    households
        Households counted, each in one housing unit.
    kacha, one_room, owned, rented
        Percent of the households: in kacha homes, in one room, in their own home, in a rented one. The rest of the
        tenures (rent-free, official and other homes) is what the last two leave of 100.
    huts, structures
        Huts (jhuggi) and all structures, shops and others included; numbers, not percent.
    """

    households: int
    kacha: float
    one_room: float
    owned: float
    rented: float
    huts: int
    structures: int


@cache
def housing_shares() -> Mapping[str, HousingShare]:
    """
    Give the shares of housing of every tehsil of the 2023 census, rural and urban together.

    Read with the standard library and kept, since the page asks for them while a reader waits.

    Returns
    -------
    shares
        Tehsil code to its shares, for the 591 tehsils; a tehsil without a counted household would not be in it.
        Shared between callers: do not change it. The same figures as ``housing(level="tehsil")``.
    """
    sums: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    with (FOLDER / FILE).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for code, _residence, measure, count, _table in rows:
            sums[code][measure] += int(count)
    return {code: _share(counts) for code, counts in sums.items() if _households(counts)}


def _households(counts: Mapping[str, int]) -> int:
    return counts["pakka"] + counts["semi_pakka"] + counts["kacha"]


def _share(counts: Mapping[str, int]) -> HousingShare:
    households = _households(counts)
    percent = {measure: 100 * counts[measure] / households for measure in SHARED}
    return HousingShare(households, **percent, huts=counts["huts"], structures=counts["structures"])


def housing(*, level: str = "tehsil", residence: str = "all") -> pd.DataFrame:
    """
    Give the housing counts of the 2023 census.

    Parameters
    ----------
    level
        "tehsil", or any other level of `flows.census`, whose counts are those of its tehsils added up.
    residence
        One of `RESIDENCES`.

    Returns
    -------
    housing
        Sorted by `code`, one row per place: `code`; at level "tehsil" also `name` and `district`; `households`; one
        column of counts for each of `MEASURES`, 0 where the tables print nothing; `kacha_percent`,
        `one_room_percent`, `owned_percent` and `rented_percent`, percent of the households, NaN where there are none
        (the urban part of a tehsil without a town). `attrs` holds `evidence` ("counted"), `kind` ("stock"), `period`,
        `residence`, `caveat` and `source`.

    Raises
    ------
    UnknownDatasetError
        No such level or residence.

    Notes
    -----
    `households` are the housing units of table 20. `regular` is the same count in table 21: where the two differ, the
    shares stand for the households of table 20 only (see the module text).
    """
    faults = []
    if level not in LEVELS:
        faults.append(f"there is no level {level!r}; choose from {', '.join(LEVELS)}")
    if residence not in RESIDENCES:
        faults.append(f"there is no residence {residence!r}; choose from {', '.join(RESIDENCES)}")
    if faults:
        raise UnknownDatasetError("; ".join(faults))

    facts = read_carried(FILE)
    if residence != "all":
        facts = facts[facts["residence"] == residence]
    tehsils = _name_tehsils()
    counts = facts.pivot_table(index="code", columns="measure", values="count", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=tehsils.index, columns=list(MEASURES), fill_value=0).astype("int64")
    if level != "tehsil":
        above = tehsils["district"] if level == "district" else tehsils["district"].map(find_parents(level))
        counts = counts.groupby(above.rename("code")).sum()

    counts.insert(0, "households", counts[["pakka", "semi_pakka", "kacha"]].sum(axis=1))
    for measure in SHARED:
        counts[f"{measure}_percent"] = 100 * counts[measure] / counts["households"].where(counts["households"] > 0)
    if level == "tehsil":
        counts = tehsils.join(counts)
    table = counts.sort_index().reset_index()
    table.columns.name = None
    table.attrs = {
        "evidence": "counted",
        "kind": "stock",
        "period": "2023",
        "residence": residence,
        "caveat": CAVEAT,
        "source": "Pakistan Bureau of Statistics, 2023 census, Tables 20, 21, 25 and 26",
    }
    return table


def _name_tehsils() -> pd.DataFrame:
    """Name and district of each tehsil of 2023, by its code."""
    tehsils = read_carried("census_tehsils.csv")
    return tehsils[tehsils["vintage"] == 2023].set_index("code")[["name", "district"]]
