"""Who is where, month by month, on the places drawn: the seasonal scenario or the reader's own monthly table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.language import mark, tr
from flows.monthly import sum_by_place
from flows.seasonal_scenario import simulate_year
from layers.cube import Cube

if TYPE_CHECKING:
    from flows.monthly import Months
    from flows.seasonal_model import SeasonModel

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

YEAR: Final = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class MonthTable:
    """
    People between flow units, month by month.

    Attributes
    ----------
    months
        Calendar month of each row, 1 to 12, in order; a month that is not there is not known.
    labels
        How each is written in English, such as "July" or "July 2024"; see `say_month`.
    origins, destinations
        Flow units, shape (c,).
    seasons
        What moves people along each pair, such as "summer"; "" where it is not said.
    people
        Shape (t, c); NaN where the number is withheld.
    change
        People in each flow unit more or fewer than usual, shape (t, n); NaN where it could give a withheld number away.
    kind, evidence, source, unit, caveat
        As the flow table states them; "stock" counts those who are away, "event" those who move in the month.
    """

    months: tuple[int, ...]
    labels: tuple[str, ...]
    origins: Integers
    destinations: Integers
    seasons: tuple[str, ...]
    people: Floats
    change: Floats
    kind: str
    evidence: str
    source: str
    unit: str
    caveat: str

    @property
    def solid(self) -> bool:
        """Whether it is drawn as counted: full tones, no outline."""
        return self.evidence in {"counted", "surveyed"}

    def find_row(self, month: int) -> int | None:
        """Find the row of a calendar month, the latest where several years have it; None where none has."""
        rows = [row for row, known in enumerate(self.months) if known == month]
        return rows[-1] if rows else None


def simulate_months(cube: Cube, model: SeasonModel, share: int) -> MonthTable:
    """
    Simulate the seasonal year on the places drawn.

    Parameters
    ----------
    cube, model
        The places, and the scenario's corridors and temperatures.
    share
        Percent of an origin's people who are away in the month that drives most of them.

    Returns
    -------
    table
        Kind "stock": those away from home in each month.
    """
    year = simulate_year(model, share=share / 100)
    return place_months(cube, year.months(), seasons=model.seasons)


def place_months(cube: Cube, months: Months, *, seasons: tuple[str, ...] = ()) -> MonthTable:
    """
    Sum a monthly table to the places drawn.

    Parameters
    ----------
    cube
        The places.
    months
        See `flows.monthly.Months`; its codes are places of the census lists.
    seasons
        What moves people along each of its pairs, if that is known.

    Returns
    -------
    table
        Pairs inside one flow unit are left out: on this map they are no movement.

    Raises
    ------
    ViewError
        A code is no place of this atlas.
    """
    unit = np.array([cube.flow_units.index(cube.flow_unit_of(code)) for code in months.codes], dtype=np.int64)
    origins, destinations = unit[months.origins], unit[months.destinations]
    kinds = seasons or ("",) * len(origins)
    keys = list(zip(origins.tolist(), destinations.tolist(), kinds, strict=True))
    pairs = [key for key in dict.fromkeys(keys) if key[0] != key[1]]
    people = np.zeros((len(months.labels), len(pairs)))
    for column, key in enumerate(keys):
        if key in pairs:
            people[:, pairs.index(key)] += np.asarray(months.people[:, column], dtype=np.float64)
    change = sum_by_place(np.asarray(months.change, dtype=np.float64), unit, len(cube.flow_units.codes))
    return MonthTable(
        months=tuple(int(label[-2:]) for label in months.labels),
        labels=tuple(_name_month(label) for label in months.labels),
        origins=np.array([pair[0] for pair in pairs], dtype=np.int64),
        destinations=np.array([pair[1] for pair in pairs], dtype=np.int64),
        seasons=tuple(pair[2] for pair in pairs),
        people=people,
        change=change,
        kind=months.kind,
        evidence=months.evidence or mark("not declared"),
        source=months.source,
        unit=months.unit,
        caveat=months.caveat or "",
    )


def say_month(label: str) -> str:
    """
    Write a month in the reader's language.

    Parameters
    ----------
    label
        Of `MonthTable.labels`.

    Returns
    -------
    words
        Such as "July 2024".
    """
    name, _, year = label.partition(" ")
    return tr("{month} {year}").format(month=tr(name), year=year) if year else tr(name)


def say_date(day: date) -> str:
    """
    Write a date in words.

    Parameters
    ----------
    day
        The date.

    Returns
    -------
    text
        Such as "5 March 2026".
    """
    from flows.seasonal import MONTHS

    return tr("{day} {month} {year}").format(day=day.day, month=tr(MONTHS[day.month - 1]), year=day.year)


def choose_season(table: MonthTable, season: str) -> MonthTable:
    """
    Keep the pairs of one season.

    Parameters
    ----------
    table
        Who is where.
    season
        Of `View.season`.

    Returns
    -------
    table
        With the change that those pairs alone make; none for conflict and study, which have no months. The same table
        for "all", and where nothing is said of seasons.
    """
    if season == "all" or not any(table.seasons):
        return table
    kept = [column for column, kind in enumerate(table.seasons) if kind == season]
    origins, destinations, people = table.origins[kept], table.destinations[kept], table.people[:, kept]
    count = table.change.shape[1]
    return replace(
        table,
        origins=origins,
        destinations=destinations,
        seasons=(season,) * len(kept),
        people=people,
        # Only the scenario says seasons, and counts those who are away.
        change=sum_by_place(people, destinations, count) - sum_by_place(people, origins, count),
    )


def _name_month(label: str) -> str:
    from flows.seasonal import MONTHS

    name = MONTHS[int(label[-2:]) - 1]
    return f"{name} {label[:4]}" if len(label) > 2 else name
