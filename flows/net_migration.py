"""
Net migration by the residual method: what a place's growth leaves over when natural increase is taken out.

For a place with P0 people at the first census and P1 at the second, t years apart,

    net = (P1 - P0 · R) / t          people a year,

where R is the growth natural increase alone would have given (United Nations, Manual VI, "Methods of
Measuring Internal Migration", 1970, chapter 2, national growth rate method). No district has complete
birth and death registration, so R is taken from the censuses: the country's own growth between the two
counts, the same for every place. The country is treated as closed, and the nets therefore sum to zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundaries.language import mark

from ._errors import UnknownDatasetError
from .census import LEVELS, census, find_parents, years_between

if TYPE_CHECKING:
    import pandas as pd

NET_LEVELS = tuple(name for name in LEVELS if name not in {"district", "tehsil"})

PERIODS = ((1998, 2017), (2017, 2023), (1998, 2023))

CAVEAT = mark(
    "Derived, not counted: growth that one rate of natural increase does not explain. It mixes migration "
    "with differences in births and deaths, with moves across the border, and with changes in how completely "
    "each census counted. 2017–2023 moves oddly in Balochistan and Karachi, where coverage changed."
)
"""The warning to be shown beside every number of this module."""

# Islamabad is carved out of Punjab's plateau and grows almost wholly by migration: closed by itself, its
# migration would vanish by construction. It is closed together with Punjab.
_CLOSED_WITH = {"islamabad-capital-territory": "punjab"}


def net_migration(start: int | str, end: int | str, *, level: str = "units") -> pd.DataFrame:
    """
    Estimate the people a year each place gained or lost by migration between two censuses (**derived**).

    Parameters
    ----------
    start, end
        Census years: 1998 and 2017, 2017 and 2023, or 1998 and 2023.
    level
        "units" (128), "cities" (123), the view units of a boundary set, "bundled" (120), "codab" or "osm",
        "division" or "province". Districts of one census only have no net migration.

    Returns
    -------
    net
        Sorted by `code`: `code`; `net`, people a year (floats, gains positive), with the national rate;
        `low` and `high`, the least and the most that four other readings of natural increase give. `net`
        sums to 0. `attrs` holds `caveat`, `evidence` ("derived"), `kind` ("net"), `period`, `years`,
        `national_rate` and `rate_spread` (both a year, continuous).

    Raises
    ------
    UnknownDatasetError
        No such period or level.

    Notes
    -----
    The other readings: (1) each province closed, growing at its own rate (Islamabad with Punjab), (2) and
    (3) the place's natural increase above or below the national by the spread of those provincial rates
    (standard deviation, weighted by people), (4) the national reading itself. Everything is computed on units
    and added up, so a province's net is the sum of its units'.

    The interval is exact: 2 March 1998, 15 March 2017, 1 March 2023. `net` counts people present at the
    second census, so it holds children born to those who came; as movers at the time of moving it would be
    smaller by the factor ln R / (R - 1): 0.73 for 1998–2023, 0.79 for 1998–2017 and 0.93 for 2017–2023.
    """
    import numpy as np
    import pandas as pd

    years = _check_period(start, end, level)
    first = census(start, level="units").set_index("code")["people"].astype("float64")
    last = census(end, level="units").set_index("code")["people"].astype("float64")
    province = _province_of_units().reindex(first.index)
    t = years_between(*years)

    national = last.sum() / first.sum()
    closed = last.groupby(province).sum() / first.groupby(province).sum()
    weights = first.groupby(province).sum()
    rates = np.log(closed) / t
    spread = float(np.sqrt(np.average((rates - np.log(national) / t) ** 2, weights=weights)))

    growth = {
        "national": national,
        "provincial": province.map(closed),
        "slower": national * np.exp(-spread * t),
        "faster": national * np.exp(spread * t),
    }
    readings = pd.DataFrame({name: (last - first * factor) / t for name, factor in growth.items()})
    readings = _add_up(readings, level)
    table = pd.DataFrame(
        {
            "code": readings.index,
            "net": readings["national"].to_numpy(),
            "low": readings.min(axis=1).to_numpy(),
            "high": readings.max(axis=1).to_numpy(),
        }
    )
    table.attrs = {
        "caveat": CAVEAT,
        "evidence": "derived",
        "kind": "net",
        "period": f"{years[0]}–{years[1]}",
        "years": t,
        "national_rate": float(np.log(national) / t),
        "rate_spread": spread,
    }
    return table


def _check_period(start: int | str, end: int | str, level: str) -> tuple[int, int]:
    faults = []
    text = (str(start), str(end))
    if text not in {(str(a), str(b)) for a, b in PERIODS}:
        known = ", ".join(f"{a}–{b}" for a, b in PERIODS)
        faults.append(f"there is no net migration for {start}–{end}; choose from {known}")
    if level not in NET_LEVELS:
        faults.append(f"there is no net migration by {level!r}; choose from {', '.join(NET_LEVELS)}")
    if faults:
        raise UnknownDatasetError("; ".join(faults))
    return int(start), int(end)


def _province_of_units() -> pd.Series:
    """Give each unit the region it is closed in: its province, Islamabad with Punjab."""
    import pandas as pd

    units, provinces = find_parents("units"), find_parents("province")
    region = {unit: provinces[district] for district, unit in units.items()}  # no unit lies in two provinces
    return pd.Series(region).replace(_CLOSED_WITH)


def _add_up(readings: pd.DataFrame, level: str) -> pd.DataFrame:
    """Add the units' readings up to a coarser level; a unit in two divisions counts in the larger part's."""
    if level == "units":
        return readings.sort_index()
    units, above = find_parents("units"), find_parents(level)
    # Sibi-Kachhi is the one unit over two divisions; it goes whole to the one with more of its people.
    people = census(2023, level="district").set_index("code")["people"].sort_values()
    parent = {units[code]: above[code] for code in people.index}
    return readings.groupby(readings.index.map(parent)).sum().sort_index()
