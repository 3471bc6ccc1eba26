"""
How fast the tehsils grew between the censuses of 2017 and 2023, and which ones lie round a great city.

Growth is **derived**: arithmetic on two counts. It is not migration: births and deaths are in it, and so are
lines that were redrawn and people who were missed by one count. Where a city outgrows its own tehsils its
neighbours grow faster, so the rate shows where a city spills over, not who moved there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from boundaries.language import mark

from ._errors import UnknownDatasetError
from .census import census, years_between

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CITY_DISTRICTS", "CITY_REGIONS", "IMPLAUSIBLE", "growth_between", "tehsil_growth"]

CITY_DISTRICTS: dict[str, tuple[str, ...]] = {
    "lahore": ("lahore",),
    "karachi": (
        "karachi-central",
        "karachi-east",
        "karachi-south",
        "karachi-west",
        "keamari",
        "korangi",
        "malir",
    ),
    "quetta": ("quetta",),
}
"""The districts of 2023 that make up each city."""

CITY_REGIONS: dict[str, tuple[str, ...]] = {
    "lahore": (*CITY_DISTRICTS["lahore"], "kasur", "nankana-sahib", "sheikhupura"),
    "karachi": (*CITY_DISTRICTS["karachi"], "jamshoro", "lasbela", "thatta"),
    "quetta": (*CITY_DISTRICTS["quetta"], "harnai", "killa-abdullah", "mastung", "pishin", "ziarat"),
}
"""
The wider city: its own districts, then those that share at least 1 km of border with them.

Borders are those of the bundled boundary set. Nushki meets Quetta there in one point and is left out; so are
Chaman and Sujawal, which that set draws inside Killa Abdullah and Thatta but which lie beyond them.
Gujranwala does not touch Lahore.
"""

IMPLAUSIBLE = 15.0
"""Change, in % a year, from which on a redrawn line is likelier than growth; such tehsils are flagged."""

FLAGS = ("no 2017 count", "no 2023 count", "implausible")

CAVEAT = mark(
    "Growth, not migration: it holds births and deaths too, tehsil lines may have been redrawn between the "
    "two counts, and their coverage changed, in Balochistan and Karachi most of all."
)
"""The warning to be shown beside every number of this module."""


def tehsil_growth(district: str | Iterable[str] | None = None) -> pd.DataFrame:
    """
    Give the growth of the tehsils from 15 March 2017 to 1 March 2023 (**derived**).

    Parameters
    ----------
    district
        Code of a district, or several (as in `CITY_REGIONS`); all 136 districts when None. No codes give an
        empty table.

    Returns
    -------
    growth
        Sorted by `code`, one row per tehsil, taluka or sub-division; see `growth_between` for the columns.
        The people of a district's tehsils sum to its census total to the person. `attrs` holds `evidence`
        ("derived"), `kind` ("stock"), `period`, `years`, `caveat` and `source`.

    Raises
    ------
    UnknownDatasetError
        A code is no district of the 2023 census; the message names every one.
    """
    years = years_between(2017, 2023)
    table = growth_between(census(2017, level="tehsil"), census(2023, level="tehsil"), years=years)
    if district is not None:
        wanted = {district} if isinstance(district, str) else set(district)
        unknown = sorted(wanted - set(table["district"]))
        if unknown:
            raise UnknownDatasetError(f"no district of the 2023 census has the code {', '.join(unknown)}")
        table = table[table["district"].isin(wanted)].reset_index(drop=True)
    table.attrs = {
        "evidence": "derived",
        "kind": "stock",
        "period": "2017–2023",
        "years": years,
        "caveat": CAVEAT,
        "source": "Pakistan Bureau of Statistics, 2023 census, Table 1",
    }
    return table


def growth_between(earlier: pd.DataFrame, later: pd.DataFrame, *, years: float) -> pd.DataFrame:
    """
    Compare two counts of the same tehsils.

    Parameters
    ----------
    earlier, later
        Counts of 2017 and 2023: `code`, `name`, `district`, `people`.
    years
        Time between them.

    Returns
    -------
    growth
        Sorted by `code`: `code`, `name` and `district` (of the later count where it has the tehsil);
        `people_2017` and `people_2023`, persons, 0 where that count has no such tehsil; `growth`, % a year
        compound, NaN unless both counts are above zero; `flag`, one of `FLAGS` or "": "no 2017 count" and
        "no 2023 count" (zero or no such tehsil), "implausible" (`IMPLAUSIBLE` % a year or more, up or down).
        No tehsil is dropped. Empty counts give an empty table.

    Notes
    -----
    growth = 100 · ((people_2023 / people_2017) ** (1 / years) − 1), as the census reports compute it.
    """
    import numpy as np

    counts = ["code", "name", "district", "people"]
    table = later[counts].merge(
        earlier[counts], on="code", how="outer", suffixes=("_2023", "_2017"), validate="one_to_one"
    )
    for column in ("name", "district"):
        table[column] = table[f"{column}_2023"].fillna(table[f"{column}_2017"])
    for column in ("people_2017", "people_2023"):
        table[column] = table[column].fillna(0).astype("int64")

    both = (table["people_2017"] > 0) & (table["people_2023"] > 0)
    ratio = table["people_2023"].where(both) / table["people_2017"].where(both)
    table["growth"] = 100 * (ratio ** (1 / years) - 1)
    table["flag"] = np.select(
        [table["people_2017"] == 0, table["people_2023"] == 0, table["growth"].abs() >= IMPLAUSIBLE],
        list(FLAGS),
        default="",
    )
    kept = ["code", "name", "district", "people_2017", "people_2023", "growth", "flag"]
    return table.sort_values("code").reset_index(drop=True)[kept]
