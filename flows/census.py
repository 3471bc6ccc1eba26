"""
The three censuses as the Pakistan Bureau of Statistics published them, by district and upwards.

Every figure is **counted**. What each census can be asked for depends on the district list its figures
were published on:

========  =======================  ==============================================================
census    district list            source
========  =======================  ==============================================================
1998      2017 (with the FATA      PBS, 2017 census provisional tables, which reprint 1998 on the
          agencies and FRs apart)  districts of 2017
2017      2023 (136 districts)     PBS, 2023 census Table 1, which reprints the final 2017 count
2023      2023 (136 districts)     PBS, 2023 census Table 1
========  =======================  ==============================================================

Sums to the person: 132,352,279 / 207,684,626 / 241,499,431; area 796,096 km².
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ._carried import read_carried
from ._errors import UnknownDatasetError

if TYPE_CHECKING:
    import pandas as pd

SETS = ("bundled", "codab", "osm")
LEVELS = ("district", "units", "cities", *SETS, "division", "province", "tehsil")

CENSUS_DAYS = {1998: date(1998, 3, 2), 2017: date(2017, 3, 15), 2023: date(2023, 3, 1)}
"""The reference day of each count: 2 March 1998, 15 March 2017, 1 March 2023."""


def census(vintage: int | str, *, level: str = "district") -> pd.DataFrame:
    """
    Give the people counted by one census.

    Parameters
    ----------
    vintage
        Census year: 1998, 2017 or 2023.
    level
        "district" (the list the figures were published on, see the module text), "units" (128, comparable
        over the three censuses), "cities" (123: Karachi as one), the view units of a boundary set, "bundled"
        (120), "codab" or "osm" (see `boundaries.view_units`), "division" and "province" (of 2023), or
        "tehsil" (2017 and 2023 only).

    Returns
    -------
    people
        Sorted by `code`, one row per place: `code`, `people` (persons), `urban` (persons in places the
        census called urban), `area_km2` (as Table 1 of 2023 prints it; NaN for the districts of 1998,
        whose figures were published on an older list). At level "tehsil" also `name` and `district`.

    Raises
    ------
    UnknownDatasetError
        No such census, no such level, or tehsils of 1998.

    Notes
    -----
    Urban is what each publication called urban: 1998 is urban as the 2017 tables reprint it. The definition
    changed between censuses, so a change of the urban share is not all migration.
    """
    year = int(vintage) if str(vintage).isdigit() else -1
    faults = []
    if year not in CENSUS_DAYS:
        faults.append(f"there is no census of {vintage!r}; choose from 1998, 2017, 2023")
    if level not in LEVELS:
        faults.append(f"there is no level {level!r}; choose from {', '.join(LEVELS)}")
    if level == "tehsil" and year == 1998:
        faults.append("no tehsil table of 1998 is complete enough to carry; 2017 and 2023 are")
    if faults:
        raise UnknownDatasetError("; ".join(faults))

    if level == "tehsil":
        table = read_carried("census_tehsils.csv")
        table = table[table["vintage"] == year].sort_values("code").reset_index(drop=True)
        return table[["code", "people", "urban", "area_km2", "name", "district"]]

    table = read_carried("census_districts.csv")
    table = table[table["vintage"] == year].sort_values("code").reset_index(drop=True)
    table = table[["code", "people", "urban", "area_km2"]]
    if level == "district":
        return table
    return _merge_up(table, find_parents(level), areas=_areas(level))


def years_between(start: int | str, end: int | str) -> float:
    """
    Count the years between two census days, in years of 365.25 days.

    Parameters
    ----------
    start, end
        Census years, such as 1998 and 2023.

    Returns
    -------
    years
        For 1998–2017 19.036, for 2017–2023 5.960, for 1998–2023 24.997.
    """
    return (CENSUS_DAYS[int(end)] - CENSUS_DAYS[int(start)]).days / 365.25


def _merge_up(table: pd.DataFrame, parents: dict[str, str], *, areas: dict[str, float]) -> pd.DataFrame:
    """Add up districts into the places they belong to; every district must have one."""
    lost = sorted(set(table["code"]) - set(parents))
    if lost:
        raise UnknownDatasetError(f"no place at this level holds {', '.join(lost)}")
    table["code"] = table["code"].map(parents)
    merged = table.groupby("code", sort=True)[["people", "urban"]].sum().reset_index()
    # The area of a merged place is the same whichever census is asked for.
    merged["area_km2"] = merged["code"].map(areas)
    return merged


def _areas(level: str) -> dict[str, float]:
    """Area in km² of each place of a level, from the one census that prints it."""
    table = read_carried("census_districts.csv")
    table = table[table["vintage"] == 2023]
    parents = find_parents(level)
    areas = table.groupby(table["code"].map(parents))["area_km2"].sum()
    return {str(code): float(area) for code, area in areas.items()}


def find_parents(level: str) -> dict[str, str]:
    """
    Map every district any census was published on to the place that holds it whole.

    Parameters
    ----------
    level
        Any level of `census` but "district" and "tehsil".

    Returns
    -------
    parents
        District code to place code; for districts of every list, those of the Frontier Regions included.
    """
    import boundaries

    places = boundaries.places_table(level="district")
    if level in {"division", "province"}:
        parents = dict(zip(places["code"], places["parent"], strict=True))
        if level == "division":
            return parents
        divisions = boundaries.places_table(level="division")
        above = dict(zip(divisions["code"], divisions["parent"], strict=True))
        return {code: above[division] for code, division in parents.items()}
    units = {code: unit for code, unit in zip(places["code"], places["unit"], strict=True) if unit}
    if level == "units":
        return units
    if level == "cities":
        weights = boundaries.crosswalk("units", "cities")
        merged = dict(zip(weights["source"], weights["target"], strict=True))
    else:
        seen = boundaries.view_units(level)
        merged = dict(zip(seen["unit"], seen["view_unit"], strict=True))
    return {code: merged[unit] for code, unit in units.items()}
