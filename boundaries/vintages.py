"""
Lists of districts by year, boundary sets, and the crosswalk that joins them.

Every list is made of the same 145 *parts*, the smallest areas that no list divides: 2023 districts, with the
six former Frontier Regions and three other tehsils or pairs of tehsils apart. A part has three census counts,
so a weight is always people over people, never an area.

=========  ======  ===================================================================================
list       places  what it is
=========  ======  ===================================================================================
1998       119     106 districts (Punjab 34, Sindh 21, NWFP 24, Balochistan 26, Islamabad), and outside
                   any district the 7 tribal agencies and 6 Frontier Regions of FATA
2017       135     122 districts (Punjab 36, Sindh 29, KP 25, Balochistan 31, Islamabad), 7 agencies and
                   6 Frontier Regions: the list of the final results
2023       136     136 districts
units      128     districts merged until the three censuses agree
cities     123     units, with the six of Karachi as one
bundled    127     places of the bundled boundaries that have census figures (of 144 drawn)
codab      136     the same for OCHA's COD-AB of 2022 (of 160)
osm        136     the same for the OpenStreetMap districts of 2023 (of 156)
=========  ======  ===================================================================================

The 1998 counts are those the provisional tables of 2017 reprint on the districts and tehsils of 2017, put
back together by who was split from whom. Other transfers of villages between districts since 1998 cannot be
undone with them, so a 1998 district here may differ from its own printed count; the country, 132,352,279,
does not. The provisional tables of 2017 hold Lehri apart (136 places, 207,774,520 people); the final count,
207,684,626, is taken from Table 1 of 2023, which prints it beside the new one and has Lehri inside Kachhi
and Sibi.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from boundaries._errors import CrosswalkError, UnknownPlaceError
from boundaries.tables import read_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LISTS",
    "SETS",
    "VINTAGES",
    "crosswalk",
    "recast",
    "splits",
    "view_units",
    "vintage",
]

VINTAGES = ("1998", "2017", "2023")
SETS = ("bundled", "codab", "osm")
LISTS = (*VINTAGES, "units", "cities", *SETS)
"""Every name that `crosswalk` knows."""

KARACHI = "karachi"
_KARACHI_UNITS = frozenset(
    {"karachi-central", "karachi-east", "karachi-south", "karachi-west-keamari", "korangi", "malir"}
)


def vintage(year: int | str) -> pd.DataFrame:
    """
    List the districts of a census year.

    Parameters
    ----------
    year
        1998, 2017 or 2023.

    Returns
    -------
    districts
        Sorted by `code`: `code`, `status` ("district", "agency" or "frontier region"), `people` (persons
        counted by that census). They sum to 132,352,279, 207,684,626 and 241,499,431.

    Raises
    ------
    UnknownPlaceError
        There is no such vintage.
    """
    import pandas as pd

    if str(year) not in VINTAGES:
        raise UnknownPlaceError(f"there is no vintage {year!r}; choose from {', '.join(VINTAGES)}")
    rows = [row for row in read_table("vintages.csv") if row["vintage"] == str(year)]
    table = pd.DataFrame(rows).astype({"people": "int64"})
    return table.groupby(["code", "status"], sort=True)["people"].sum().reset_index()


def splits() -> pd.DataFrame:
    """
    List what was split from what between 1998 and 2023, and when.

    Returns
    -------
    splits
        By `year`: `new` and `parent` (codes), `kind` ("split", or "merged" where the parent went into a
        district that was there), `note`, `source` (who reports it, or that it was not checked).
    """
    import pandas as pd

    return pd.DataFrame(read_table("splits.csv")).astype({"year": "int64"})


def crosswalk(source: str, target: str, *, others: bool = False) -> pd.DataFrame:
    """
    Join two lists of places by people.

    Parameters
    ----------
    source, target
        Names out of `LISTS`: a census year ("1998", "2017", "2023"), "units", "cities", or a boundary set
        ("bundled", "codab", "osm").
    others
        Also take as sources the places of the other lists, such as "karachi" in a table of 2023 or "lehri" in
        one of 2017, with the people of the source's year. Their figures overlap those of the list itself.

    Returns
    -------
    weights
        `source`, `target` (codes), `weight`: the share of the source's people that lives in the target, by
        the census of the source; a list that is not a census takes the census of the target, or else 2023.
        Sorted; weights are above 0 and those of a source sum to 1. Places without census figures (Azad Jammu
        and Kashmir, Gilgit-Baltistan) are in no crosswalk.

    Raises
    ------
    CrosswalkError
        A name is not in `LISTS`.

    Notes
    -----
    Inside a split district the weights are of people as counted, not of whatever is carried over with them:
    a flow out of Chitral divides between Upper and Lower Chitral as its people do.
    """
    import pandas as pd

    unknown = [repr(name) for name in (source, target) if name not in LISTS]
    if unknown:
        raise CrosswalkError(f"there is no list {' or '.join(unknown)}; choose from {', '.join(LISTS)}")
    year = source if source in VINTAGES else target if target in VINTAGES else VINTAGES[-1]
    people = _people(year)
    members = _members(source) | (_other_members(source) if others else {})
    target_of = {part: code for code, parts in _members(target).items() for part in parts}
    shared: dict[tuple[str, str], int] = {}
    for code, parts in members.items():
        for part in parts:
            pair = (code, target_of[part])
            shared[pair] = shared.get(pair, 0) + people[part]
    total = {code: sum(people[part] for part in parts) for code, parts in members.items()}
    rows = [(*pair, count / total[pair[0]]) for pair, count in sorted(shared.items())]
    return pd.DataFrame(rows, columns=["source", "target", "weight"])


def recast(values: pd.Series, weights: pd.DataFrame, *, whole: bool = False) -> pd.Series:
    """
    Push the totals of one list through a crosswalk to another.

    Parameters
    ----------
    values
        Totals by source code (the index, without repeats); counts of persons, never rates.
    weights
        A crosswalk: `source`, `target`, `weight`.
    whole
        Give whole numbers: the parts of each source are rounded by largest remainder (ties to the earlier
        target code), so that every source still gives exactly what it had. Then `values` must be whole.

    Returns
    -------
    totals
        By target code, sorted, for every target a value reaches; same sum as `values` (exactly when `whole`).
        Empty values give an empty series.

    Raises
    ------
    CrosswalkError
        Codes the crosswalk does not have, repeated codes, missing values, or fractions when `whole`; all
        faults are listed. Nothing is dropped.
    """
    import numpy as np
    import pandas as pd

    faults = []
    lost = sorted(set(values.index) - set(weights["source"]))
    if lost:
        faults.append(f"not in the crosswalk: {', '.join(map(str, lost))}")
    repeated = sorted(set(values.index[values.index.duplicated()]))
    if repeated:
        faults.append(f"more than once: {', '.join(map(str, repeated))}")
    if values.isna().any():
        faults.append(f"no value for: {', '.join(map(str, values.index[values.isna()]))}")
    elif whole and (values != values.round()).any():
        faults.append("values are not whole numbers")
    if faults:
        raise CrosswalkError("; ".join(faults))

    rows = weights[weights["source"].isin(values.index)].sort_values(["source", "target"])
    shares = rows["weight"].to_numpy() * rows["source"].map(values).to_numpy(dtype=float)
    if whole:
        sources = rows["source"].to_numpy()
        rounded = np.floor(shares).astype(np.int64)
        for code in values.index:
            (at,) = np.nonzero(sources == code)
            missing = int(values[code]) - int(rounded[at].sum())
            largest = at[np.argsort(-(shares[at] - rounded[at]), kind="stable")]
            rounded[largest[:missing]] += 1
        shares = rounded
    totals = pd.Series(shares, index=pd.Index(rows["target"], name="code"))
    return totals.groupby(level=0, sort=True).sum()


def view_units(set: str) -> pd.DataFrame:  # noqa: A002 - the word the design uses
    """
    Find the finest merging on which the comparable units and a boundary set agree.

    Parameters
    ----------
    set
        A boundary set that the package carries a table for: "bundled", "codab" or "osm".

    Returns
    -------
    members
        One row for each place and unit that overlap, sorted: `place`, `unit`, `view_unit` (code), `name`,
        `name_ur` (of the view unit). A place without census figures has the unit "" and is its own view unit.
        The 144 places of "bundled" make 120 view units that have figures: the 123 cities, with Mansehra and
        Torghar, Jaffarabad and Sohbatpur, Thatta and Sujawal as one each.

    Raises
    ------
    CrosswalkError
        There is no such set.

    See Also
    --------
    boundaries.view : the merging itself, also for sets that a reader installs.
    """
    import pandas as pd

    from boundaries.view import group_names, join_places, unit_pairs

    if set not in SETS:
        raise CrosswalkError(f"there is no boundary set {set!r} with a table; choose from {', '.join(SETS)}")
    pairs = unit_pairs({row["code"] for row in read_table(f"sets/{set}.csv")}, set=set)
    view_unit = join_places(pairs)
    names = group_names(view_unit, pairs)
    rows = [(place, unit, view_unit[place], *names[view_unit[place]][:2]) for place, unit in pairs]
    return pd.DataFrame(rows, columns=["place", "unit", "view_unit", "name", "name_ur"])


@cache
def _members(name: str) -> dict[str, tuple[str, ...]]:
    """Parts of every place of a list."""
    if name in VINTAGES:
        pairs = [(row["code"], row["part"]) for row in read_table("vintages.csv") if row["vintage"] == name]
    elif name in SETS:
        pairs = [(row["code"], row["part"]) for row in read_table(f"sets/{name}.csv") if row["part"]]
    else:
        pairs = [(row["unit"], row["part"]) for row in read_table("vintages.csv") if row["vintage"] == "2023"]
        if name == "cities":
            pairs = [(KARACHI if unit in _KARACHI_UNITS else unit, part) for unit, part in pairs]
    parts: dict[str, tuple[str, ...]] = {}
    for code, part in pairs:
        parts[code] = (*parts.get(code, ()), part)
    return parts


@cache
def _other_members(name: str) -> dict[str, tuple[str, ...]]:
    """Parts of the places of other lists that are not on this one; the latest list says what they are."""
    parts: dict[str, tuple[str, ...]] = {}
    for other in (*reversed(VINTAGES), "bundled", "codab"):
        for code, members in _members(other).items():
            if code not in _members(name):
                parts.setdefault(code, members)
    return parts


@cache
def _people(year: str) -> dict[str, int]:
    """Census count of every part."""
    rows = read_table("vintages.csv")
    return {row["part"]: int(row["people"]) for row in rows if row["vintage"] == year}
