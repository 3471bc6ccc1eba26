"""
What is known beforehand about the places of Pakistan a table names: their people, their distances, what holds them.

A reader's table brings its flows; the people of its places come from the censuses, the distances from the main towns,
and the coarser zonings from the list of divisions and provinces, wherever the codes are ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ._carried import read_carried
from ._errors import IndicatorError
from .census import CENSUS_DAYS, census, find_parents

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

# Where several levels know all codes of a table, the first of them is meant.
_LEVELS = ("district", "units", "cities", "bundled", "division", "province")

ZONINGS = ("division", "province")
"""The official zonings above the districts, from fine to coarse."""

_MOST_NAMED = 5


def find_population(codes: Iterable[str], *, period: str | None = None, vintage: str | None = None) -> pd.Series:
    """
    Look up the people of places in the censuses.

    Parameters
    ----------
    codes
        Districts, units, cities, places of the bundled map, divisions or provinces.
    period
        The years the moves are about, such as "1998–2023".
    vintage
        The place set the codes follow, such as "cities"; found from the codes when not given.

    Returns
    -------
    population
        Persons by code. For a period with two years the mean of the census nearest to each, which is the population
        at risk in between; for one year the census nearest to it; without a year that of the vintage, or of 2023.

    Raises
    ------
    IndicatorError
        No census knows all the codes; the message names those missing from the level that knows most.
    """
    wanted = list(codes)
    years = _nearest_censuses(period, vintage)
    levels = sorted(_LEVELS, key=lambda level: level != vintage)
    best: list[str] = wanted
    for level in levels:
        counts = [census(year, level=level).set_index("code")["people"].astype("float64") for year in years]
        missing = [code for code in wanted if any(code not in count.index for count in counts)]
        if not missing:
            mean: pd.Series = sum(count.reindex(wanted) for count in counts) / len(counts)  # type: ignore[assignment]
            return mean.rename("people")
        best = min(best, missing, key=len)
    raise IndicatorError(f"no census has the people of {_name(best)}; give a population for every place")


def find_distances(codes: Iterable[str]) -> pd.DataFrame:
    """
    Measure how far the main towns of places lie from each other.

    Parameters
    ----------
    codes
        Districts, units, cities or places of the bundled map.

    Returns
    -------
    distance
        Square, km (great circle), rows and columns in the order of `codes`.

    Raises
    ------
    IndicatorError
        The main town of a place is not known.
    """
    import pandas as pd

    from boundaries.nodes import seats

    from .models.interaction import measure_distances

    wanted = list(codes)
    towns = {code: (lon, lat) for code, (_, lon, lat) in seats().items()}
    nodes = read_carried("nodes.csv")
    towns |= dict(zip(nodes["code"], zip(nodes["lon"], nodes["lat"], strict=True), strict=True))
    missing = [code for code in wanted if code not in towns]
    if missing:
        raise IndicatorError(f"the main town of {_name(missing)} is not known; give the distances")
    at = pd.DataFrame([towns[code] for code in wanted], columns=["lon", "lat"], dtype="float64")
    km = measure_distances(at["lon"].to_numpy(), at["lat"].to_numpy())
    return pd.DataFrame(km, index=pd.Index(wanted), columns=pd.Index(wanted))


def find_zonings(codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """
    Look up the division and the province of places.

    Parameters
    ----------
    codes
        Districts, units, cities or places of the bundled map.

    Returns
    -------
    zonings
        "division" and "province": place to what holds it. A place over two divisions goes whole to the one with more
        of its people (census of 2023).

    Raises
    ------
    IndicatorError
        No level has all the codes.
    """
    wanted = list(codes)
    people = census(2023, level="district").set_index("code")["people"].sort_values()
    for level in ("district", "units", "cities", "bundled"):
        place = {code: code for code in people.index} if level == "district" else find_parents(level)
        if set(wanted) <= {place[code] for code in people.index}:
            # In order of size, so that the largest part has the last word.
            above = {name: find_parents(name) for name in ZONINGS}
            held = {name: {place[code]: above[name][code] for code in people.index} for name in ZONINGS}
            return {name: {code: held[name][code] for code in wanted} for name in ZONINGS}
    known = set(people.index)
    raise IndicatorError(f"the division of {_name([code for code in wanted if code not in known])} is not known")


def _nearest_censuses(period: str | None, vintage: str | None) -> list[int]:
    """Find the census nearest to each end of a period; to the year of the district list where there is no period."""
    named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", period or "") or re.findall(r"^(?:19|20)\d\d$", vintage or "")
    years = [int(year) for year in named] or [max(CENSUS_DAYS)]
    ends = {min(years), max(years)}
    return sorted({min(CENSUS_DAYS, key=lambda held: (abs(held - year), -held)) for year in ends})


def _name(codes: list[str]) -> str:
    more = len(codes) - _MOST_NAMED
    return ", ".join(codes[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
