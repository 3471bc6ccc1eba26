"""
A flow table laid out month by month, whatever it counts: what a screen with a month slider draws.

A reader's own monthly file (rounds of DTM, a survey, a register) goes through `months_of` and then stands where
the seasonal scenario stood, under its own evidence. Two kinds of table have months:

==========  ====================================================  ==========================================
kind        `people` of a month                                   `change` of a place in a month
==========  ====================================================  ==========================================
event       moves made in the month                               arrivals less departures since the start
stock       people of the origin present at the destination       those hosted less its own who are elsewhere
==========  ====================================================  ==========================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from boundaries.language import mark

from ._errors import SeasonError
from .seasonal import MONTHS, describe_season, return_ratio

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .table import Flows

    Counts = NDArray[np.number[Any]]

# Whole persons stay whole where they are added up.
Number = TypeVar("Number", bound=np.number[Any])

_YEAR_AND_MONTH: Final = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))(?:-\d\d(?:[ T].*)?)?")
_MONTH: Final = re.compile(r"0?[1-9]|1[0-2]")

LEFT_OUT: Final = mark(
    "Of several rounds in a month the last stands for it; pairs of places that only an earlier round has count as 0: "
    "{named}."
)
LEFT_OUT_MORE: Final = mark(
    "Of several rounds in a month the last stands for it; pairs of places that only an earlier round has count as 0: "
    "{named} and {more} more months."
)
SAID: Final = (LEFT_OUT_MORE, LEFT_OUT)
"""What is added to a caveat, which is kept in English and translated where it is shown; the narrower first."""

# How many unreadable periods are named before the rest are only counted.
_NAMED: Final = 5

_NO_MONTHS: Final = {
    "transition": "a transition asks once where people lived at another date, so it has no months",
    "lifetime": "lifetime migrants have come over many years, so they have no months",
    "net": "a net figure hides who went where, so it cannot be laid out by pairs of places",
    None: "its kind is not declared; say whether it counts moves (event) or people present (stock)",
}


@dataclass(frozen=True, eq=False)
class Months:
    """
    People between places, one row of numbers a month. Arrays are not to be written to.

    Attributes
    ----------
    labels
        The t months in order: "01" to "12" for a usual year, or such as "2024-03".
    codes
        The n places, sorted.
    origins, destinations
        Positions in `codes`, shape (c,): the pairs that occur, never a place with itself.
    people
        Shape (t, c), see the module text.
    change
        Shape (t, n), see the module text; sums to 0 in every month.
    kind
        "event" or "stock".
    evidence, source, vintage, unit, caveat
        As the flow table states them; the caveat of a stock goes on where a month's last round leaves pairs out.
    """

    labels: tuple[str, ...]
    codes: tuple[str, ...]
    origins: NDArray[np.intp]
    destinations: NDArray[np.intp]
    people: Counts
    change: Counts
    kind: str
    evidence: str | None
    source: str
    vintage: str | None = None
    unit: str = "people"
    caveat: str | None = None

    def pairs(self) -> pd.DataFrame:
        """
        List the pairs of places that have people, month by month.

        Returns
        -------
        pairs
            `origin`, `destination`, `month` (a label), `people`; pairs without people are left out.
        """
        import pandas as pd

        months, pairs = np.nonzero(self.people)
        codes = np.array(self.codes, dtype=object)
        return pd.DataFrame(
            {
                "origin": codes[self.origins[pairs]],
                "destination": codes[self.destinations[pairs]],
                "month": np.array(self.labels, dtype=object)[months],
                "people": self.people[months, pairs],
            }
        ).astype({"origin": "str", "destination": "str", "month": "str"})

    def places(self) -> pd.DataFrame:
        """
        List the places, month by month.

        Returns
        -------
        places
            t × n rows by month: `code`, `month` (a label), `inflow` and `outflow` (the month's `people` by
            destination and by origin), `change`.
        """
        import pandas as pd

        t, n = self.change.shape
        return pd.DataFrame(
            {
                "code": list(self.codes) * t,
                "month": np.repeat(np.array(self.labels, dtype=object), n),
                "inflow": sum_by_place(self.people, self.destinations, n).ravel(),
                "outflow": sum_by_place(self.people, self.origins, n).ravel(),
                "change": self.change.ravel(),
            }
        ).astype({"code": "str", "month": "str"})


def months_of(flows: Flows) -> Months:
    """
    Lay a flow table with monthly periods out by month.

    Parameters
    ----------
    flows
        Of kind event or stock, with a column `period`: "2024-03", a date such as "2024-03-15" (events of one
        month are summed; of several rounds of a stock in one month the last stands for it, and the caveat names
        the months in which an earlier round has pairs that the last does not), or a month of a usual year, "1" or
        "01" to "12". Groups are summed. Internal movement is left out.

    Returns
    -------
    months
        The months the table names, in order, and no others: a month without a row is not known, it is not 0.
        A pair without a row in a month that is there has 0. An empty table gives no months.

    Raises
    ------
    SeasonError
        The kind has no months (the message says why), the corridors are only documented, there is no column
        `period`, or a period is not a month. All faults are told at once.
    """
    table = flows.table
    faults = [_NO_MONTHS[flows.kind]] if flows.kind in _NO_MONTHS else []
    if flows.evidence == "documented":
        faults.append("its corridors are named without a number")
    if "period" not in table:
        faults.append("it has no column period; give one with months such as 2024-03")
    else:
        faults += _find_period_faults(table["period"])
    if faults:
        raise SeasonError(f"{flows.source!r} cannot be laid out by month:\n- " + "\n- ".join(faults))

    labels = table["period"].map(_label)
    caveat = flows.caveat
    if flows.kind == "stock":
        last = table["period"] == table["period"].groupby(labels).transform("max")
        caveat = " ".join(text for text in (caveat, _say_left_out(table.assign(period=labels), last)) if text) or None
        table = table[last]
    named = sorted(set(labels))
    codes = np.unique(table[["origin", "destination"]].to_numpy(dtype=object))
    moves = table[table["origin"] != table["destination"]]
    ends = [np.searchsorted(codes, moves[end].to_numpy(dtype=object)) for end in ("origin", "destination")]
    pairs, pair = np.unique(np.stack(ends, axis=1), axis=0, return_inverse=True)
    counts = moves["people"].to_numpy()
    people = np.zeros((len(named), len(pairs)), dtype=counts.dtype)
    np.add.at(people, (np.searchsorted(named, labels[moves.index]), pair), counts)
    origins, destinations = pairs.T
    balance = sum_by_place(people, destinations, len(codes)) - sum_by_place(people, origins, len(codes))
    return Months(
        labels=tuple(named),
        codes=tuple(codes),
        origins=origins,
        destinations=destinations,
        people=people,
        change=balance.cumsum(axis=0) if flows.kind == "event" else balance,
        kind=str(flows.kind),
        evidence=flows.evidence,
        source=flows.source,
        vintage=flows.vintage,
        unit=flows.unit,
        caveat=caveat,
    )


def measure_seasons(months: Months) -> pd.DataFrame:
    """
    Take the seasonal measures of every place's monthly arrivals and departures.

    Parameters
    ----------
    months
        Of kind event, with all twelve calendar months; a month that several years have counts with its mean.

    Returns
    -------
    seasons
        Two rows a place, or one where nobody arrives or nobody leaves: `code`, `direction` ("in" or "out"),
        `people` (of a year), `seasonality_index` (0–1.8333), `harmonic` (1 or 2 seasons, 0 none), `strength` (0–1),
        `first_peak`, `second_peak` (months 1–12, 0 for none), `top_three_share` (0.25–1) and `return_ratio`
        (0–1, the same in both rows: arrivals against departures of the year). See `flows.seasonal`.

    Raises
    ------
    SeasonError
        The table is a stock, or months of the year are missing (they are named).
    """
    import pandas as pd

    if months.kind != "event":
        raise SeasonError("a stock tells who is away, not who moves: arrivals and departures need a table of events")
    calendar = np.array([int(label[-2:]) for label in months.labels], dtype=np.intp)
    missing = [MONTHS[month - 1] for month in range(1, 13) if month not in calendar]
    if missing:
        raise SeasonError(f"a season needs all twelve months; the table has none for {', '.join(missing)}")
    year = np.array([months.people[calendar == month].mean(axis=0) for month in range(1, 13)])
    n = len(months.codes)
    inflow, outflow = (sum_by_place(year, ends, n) for ends in (months.destinations, months.origins))
    rows = []
    for position, code in enumerate(months.codes):
        for direction, counts in (("in", inflow[:, position]), ("out", outflow[:, position])):
            if not counts.any():
                continue
            season = describe_season(counts)
            rows.append(
                {
                    "code": code,
                    "direction": direction,
                    "people": float(counts.sum()),
                    "seasonality_index": season.index,
                    "harmonic": season.harmonic,
                    "strength": season.strength,
                    "first_peak": season.peaks[0] if season.peaks else 0,
                    "second_peak": season.peaks[1] if len(season.peaks) == 2 else 0,
                    "top_three_share": season.top_three,
                    "return_ratio": return_ratio(outflow[:, position], inflow[:, position]),
                }
            )
    columns = ["code", "direction", "people", "seasonality_index", "harmonic", "strength"]
    columns += ["first_peak", "second_peak", "top_three_share", "return_ratio"]
    return pd.DataFrame(rows, columns=columns)


def sum_by_place(people: NDArray[Number], ends: NDArray[np.intp], places: int) -> NDArray[Number]:
    """
    Add up what belongs to each place, month by month.

    Parameters
    ----------
    people
        Shape (t, c).
    ends
        Which of the places each of the c pairs belongs to, by its origin or by its destination.
    places
        How many places there are, n.

    Returns
    -------
    sums
        Shape (t, n), of the type of `people`.
    """
    sums = np.zeros((places, len(people)), dtype=people.dtype)
    np.add.at(sums, ends, people.T)
    return sums.T


def _label(period: str) -> str:
    dated = _YEAR_AND_MONTH.fullmatch(period)
    return dated[1] if dated else period.zfill(2)


def _say_left_out(rows: pd.DataFrame, last: pd.Series) -> str:
    """Name the months whose last round lacks pairs of places that an earlier round had."""
    keys = ["period", "origin", "destination"]
    moves = rows["origin"] != rows["destination"]
    earlier = rows.loc[~last & moves & (rows["people"] > 0), keys].drop_duplicates()
    both = earlier.merge(rows.loc[last, keys].drop_duplicates(), how="left", indicator=True)
    counts = both.loc[both["_merge"] == "left_only", "period"].value_counts().sort_index()
    if counts.empty:
        return ""
    named = ", ".join(f"{month} ({pairs})" for month, pairs in counts.iloc[:_NAMED].items())
    if len(counts) > _NAMED:
        return LEFT_OUT_MORE.format(named=named, more=len(counts) - _NAMED)
    return LEFT_OUT.format(named=named)


def _find_period_faults(periods: pd.Series) -> list[str]:
    named = periods.unique()
    dated = [period for period in named if _YEAR_AND_MONTH.fullmatch(period)]
    bare = [period for period in named if _MONTH.fullmatch(period)]
    odd = sorted(set(named) - {*dated, *bare})
    faults = []
    if odd:
        more = f" and {len(odd) - _NAMED} more" if len(odd) > _NAMED else ""
        faults.append(
            f"not a month: {', '.join(map(repr, odd[:_NAMED]))}{more}; write 2024-03, or 01 to 12 for a usual year"
        )
    if dated and bare:
        faults.append(f"some periods have a year and some have none ({dated[0]}, {bare[0]}); write them one way")
    return faults
