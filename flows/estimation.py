"""
The estimated OD matrix: how many people a year move between the 123 city units (**modelled**).

Nobody counts moves between districts in Pakistan. The estimate agrees with the growth of every place between
two censuses (`flows.net_migration`) and with the one published inflow (Karachi's). It shares moves out by size, by
how many people live in between, by mother tongue and by documented corridors: `flows.models.interaction` has the
formulas, `flows/data/parameters.csv` every number that was put in, `flows.yardsticks` what it was held against,
`flows.specifications` what else was tried. `flows.estimate_build` makes the carried files; reading them needs
neither scipy nor a model run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._carried import read_carried
from ._errors import EstimateError
from .net_migration import PERIODS
from .table import Flows

if TYPE_CHECKING:
    import pandas as pd

UNIT = "people a year"

SOURCE = (
    "Rawaan: spatial interaction model on the censuses of 1998, 2017 and 2023 "
    "(Pakistan Bureau of Statistics) and published totals (IOM 2005; NSPP 2021)"
)

CAVEAT = (
    "Modelled, not counted: no survey or census of Pakistan since 1998 published moves between districts. "
    "Growth that natural increase does not explain is taken for migration, so changes in how completely "
    "a census counted, and births above the national rate, look like moves. Low and high are the 10th and "
    "90th percentiles of an ensemble over the uncertain parameters; they are not sampling errors and do not "
    "hold the doubt about the form of the model."
)
"""The warning to be shown beside every number of this module."""

LEVELS = ("cities", "bundled", "province", "country")

MEASURES = ("inflow", "outflow", "net")

NET_LEVELS = ("cities", "bundled")

RANGES_FILE = "estimate_totals.csv"
CHECKS_FILE = "estimate_yardsticks.csv"


def estimate(start: int | str, end: int | str) -> Flows:
    """
    Give the modelled moves a year between places in the years between two censuses.

    Parameters
    ----------
    start, end
        Census years: 1998 and 2017, 2017 and 2023, or 1998 and 2023.

    Returns
    -------
    flows
        Kind "event" (a year's changes of residence between places, each move counted when it happens),
        evidence "modelled", vintage "cities": 123 × 122 rows of `origin`, `destination`, `people` (a year, a
        float rounded to a thousandth), `low` and `high` (10th and 90th percentile of the ensemble, widened
        to hold `people` where needed). No place moves to itself. Sums of `low` or `high` are not the range
        of a sum: ask `estimate_totals`; nor are their differences that of a net flow: ask `estimate_nets`.

    Raises
    ------
    EstimateError
        No such period.
    """
    period = _check_period(start, end)
    table = _read_flows(period)
    return Flows(
        table,
        kind="event",
        evidence="modelled",
        source=SOURCE,
        vintage="cities",
        period=f"{period[0]}–{period[1]}",
        unit=UNIT,
        caveat=CAVEAT,
    )


def estimate_totals(start: int | str, end: int | str, *, level: str = "cities") -> pd.DataFrame:
    """
    Add up the modelled moves into, out of and between places, with the range of each sum.

    Parameters
    ----------
    start, end
        As for `estimate`.
    level
        "cities" (123), "bundled" (120, the places drawn on the bundled map), "province" or "country". Moves
        inside a place of that level count in no total of it; for "country", `inflow` and `outflow` are both
        the sum of all moves between city units.

    Returns
    -------
    totals
        Sorted by `code`: `code`, then `inflow`, `inflow_low`, `inflow_high` and the same for `outflow` and
        `net`, people a year. The value is the sum of the flows of `estimate`; the range is from the ensemble
        of the sums, widened to hold the value.

    Raises
    ------
    EstimateError
        No such period or level.
    """
    import pandas as pd

    period = _check_period(start, end)
    if level not in LEVELS:
        raise EstimateError(f"there is no estimate by {level!r}; choose from {', '.join(LEVELS)}")
    table = _read_flows(period)
    parents = find_groups(level)
    sums = pd.DataFrame(index=pd.Index(sorted(set(parents.values())), name="code", dtype="str"))
    origin, destination = table["origin"].map(parents), table["destination"].map(parents)
    between = (origin != destination) | (level == "country")
    sums["inflow"] = table["people"][between].groupby(destination[between]).sum()
    sums["outflow"] = table["people"][between].groupby(origin[between]).sum()
    sums["net"] = sums["inflow"] - sums["outflow"]
    ranges = read_carried(RANGES_FILE)
    ranges = ranges[(ranges["period"] == name_period(period)) & (ranges["level"] == level)].set_index("code")
    for measure in MEASURES:
        sums[f"{measure}_low"] = ranges[f"{measure}_low"].clip(upper=sums[measure])
        sums[f"{measure}_high"] = ranges[f"{measure}_high"].clip(lower=sums[measure])
    ordered = [f"{measure}{end}" for measure in MEASURES for end in ("", "_low", "_high")]
    return sums[ordered].reset_index()


def estimate_nets(start: int | str, end: int | str, *, level: str = "cities") -> pd.DataFrame:
    """
    Give the modelled net exchange of every two places: what the one gains from the other, with its range.

    Parameters
    ----------
    start, end
        As for `estimate`.
    level
        "cities" (123 places) or "bundled" (120, the places drawn on the bundled map).

    Returns
    -------
    nets
        One row for every two places, `origin` before `destination` in the alphabet (7,503 rows for "cities",
        7,140 for "bundled"): `net`, moves from origin to destination less moves back, people a year;
        `low` and `high`, 10th and 90th percentile of that difference over the ensemble, widened to hold
        `net`. Below zero the origin is the one that gains.

    Raises
    ------
    EstimateError
        No such period or level.

    Notes
    -----
    A net flow whose `low` and `high` have different signs is not distinguishable from zero: the ensemble
    does not agree on who gains. The range must not be put together from the low and high of the two flows:
    they rise and fall together when turnover does, so much of what each is uncertain by cancels.
    """
    period = _check_period(start, end)
    if level not in NET_LEVELS:
        raise EstimateError(f"there are no net flows by {level!r}; choose from {', '.join(NET_LEVELS)}")
    places = find_groups(level)
    table = _read_flows(period)
    table["origin"], table["destination"] = table["origin"].map(places), table["destination"].map(places)
    people = table.groupby(["origin", "destination"])["people"].sum()
    # Sums of thousandths: rounding takes off only what adding floats put on.
    nets = (people - people.swaplevel().reindex(people.index)).round(3).rename("net").reset_index()
    nets = nets[nets["origin"] < nets["destination"]]
    ranges = read_carried(f"estimate_nets_{name_period(period, joined='_')}.csv.gz")
    nets = nets.merge(ranges, on=["origin", "destination"], validate="one_to_one")
    nets["low"], nets["high"] = nets["low"].clip(upper=nets["net"]), nets["high"].clip(lower=nets["net"])
    return nets


def estimate_yardsticks(start: int | str, end: int | str) -> pd.DataFrame:
    """
    Hold the estimate of a period against the published yardsticks, with the range of each comparison.

    Parameters
    ----------
    start, end
        As for `estimate`.

    Returns
    -------
    comparison
        `flows.yardsticks.compare_yardsticks` with `low` and `high` from the ensemble.

    Raises
    ------
    EstimateError
        No such period.
    """
    from .yardsticks import compare_yardsticks

    period = _check_period(start, end)
    ranges = read_carried(CHECKS_FILE)
    ranges = ranges[ranges["period"] == name_period(period)].set_index("name")[["low", "high"]]
    return compare_yardsticks(estimate(*period), ranges=ranges)


def find_groups(level: str) -> dict[str, str]:
    """
    Map each city unit to its place of a level.

    Parameters
    ----------
    level
        One of `LEVELS`; the one place of "country" is "pakistan".

    Returns
    -------
    groups
        City unit → place.
    """
    from .census import find_parents

    cities = find_parents("cities")
    if level == "country":
        return dict.fromkeys(cities.values(), "pakistan")
    above = find_parents(level)
    return {city: above[district] for district, city in cities.items()}


def name_period(period: tuple[int, int], *, joined: str = "-") -> str:
    """
    Name a period as the carried files do.

    Parameters
    ----------
    period
        Two census years.
    joined
        What stands between them: "-" in a column, "_" in a file's name.

    Returns
    -------
    name
        Such as "1998-2023".
    """
    return joined.join(str(year) for year in period)


def _read_flows(period: tuple[int, int]) -> pd.DataFrame:
    return read_carried(f"estimate_{name_period(period, joined='_')}.csv.gz")


def _check_period(start: int | str, end: int | str) -> tuple[int, int]:
    for period in PERIODS:
        if (str(start), str(end)) == (str(period[0]), str(period[1])):
            return period
    known = ", ".join(f"{a}–{z}" for a, z in PERIODS)
    raise EstimateError(f"there is no estimate for {start}–{end}; choose from {known}")
