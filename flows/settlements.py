"""
Official and claimed counts of katchi abadis, settlement by settlement nowhere: numbers by place only.

A count is shown where its place has a town, never where the settlements lie: no published list says where they are. A
place without a published list has no marker.

Read with the standard library, since the page asks for them while a reader waits.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from boundaries.language import mark, tr

from ._carried import FOLDER

__all__ = ["Marker", "SettlementCount", "abadi_markers", "katchi_abadis"]


@dataclass(frozen=True, slots=True)
class SettlementCount:
    """
    How many katchi abadis a source gives for a place.

    Attributes
    ----------
    area
        The place as the source names it.
    code
        The place's code.
    identified
        Settlements, not people.
    what
        What was counted, in the source's words where it is not "katchi abadis identified".
    as_of, publisher
        When, and by whom printed.
    speaker
        Who claims it; "" where it is an official count.
    notified
        How many of them had been notified by then; None where the source does not say.
    note
        Who counted, and on which districts, where the table says so; "" else.
    """

    area: str
    code: str
    identified: int
    what: str
    as_of: str
    publisher: str
    speaker: str
    notified: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """
    A point of the map that shows how many katchi abadis were counted in a place.

    Attributes
    ----------
    code
        The place's code.
    lon, lat
        The place's main town, EPSG:4326; a well-known part of the four districts of Karachi that have none, and the
        middle of a province. Not where the settlements lie.
    label
        The place and its newest official count, or the newest claim where there is no official one.
    title
        One sentence for each count of the place, the label's first, with its year and authority.
    evidence
        "counted", or "claim" where a speaker gave the label's number.
    """

    code: str
    lon: float
    lat: float
    label: str
    title: str
    evidence: Literal["counted", "claim"]


@cache
def _read() -> tuple[SettlementCount, ...]:
    publishers = {row["key"]: row["publisher"] for row in _read_rows("publications.csv")}
    return tuple(
        SettlementCount(
            row["area"],
            row["code"],
            int(row["identified"]),
            row["note"] if row["claim"] == "yes" else mark("katchi abadis identified"),
            row["as_of"],
            publishers[row["source"]],
            row["speaker"] if row["claim"] == "yes" else "",
            int(row["notified"]) if row["notified"] else None,
            row["note"] if row["claim"] == "no" else "",
        )
        for row in _read_rows("katchi_abadis.csv")
        if row["identified"]
    )


def _read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def katchi_abadis(codes: Iterable[str]) -> list[SettlementCount]:
    """
    List the counts of katchi abadis that were published for some places.

    Parameters
    ----------
    codes
        Codes of districts, divisions or provinces, or of Karachi as one.

    Returns
    -------
    counts
        In the table's order; empty where no list was published. Counts of different years and of a city and its
        districts overlap: never add them.
    """
    wanted = set(codes)
    return [count for count in _read() if count.code in wanted]


def abadi_markers(codes: Iterable[str]) -> list[Marker]:
    """
    Place the counts of katchi abadis on the map, one marker for each place that has any.

    Parameters
    ----------
    codes
        As for `katchi_abadis`.

    Returns
    -------
    markers
        In the table's order of places; empty where no list was published. Markers of a city and of its districts
        overlap in what they count: never add them.
    """
    places: dict[str, list[SettlementCount]] = {}
    for count in katchi_abadis(codes):
        places.setdefault(count.code, []).append(count)
    points = _read_points()
    return [_mark(points[code], counts) for code, counts in places.items()]


def _mark(point: tuple[float, float], counts: Sequence[SettlementCount]) -> Marker:
    # Official before claimed, then the newest; dates of a year sort before those of its months.
    ordered = sorted(counts, key=lambda count: (not count.speaker, _find_date(count.as_of)), reverse=True)
    first = ordered[0]
    return Marker(
        first.code,
        *point,
        label=tr("{place}: {number}").format(place=_name_place(first), number=f"{first.identified:,}"),
        title=" ".join(_say_count(count) for count in ordered),
        evidence="claim" if first.speaker else "counted",
    )


def _say_count(count: SettlementCount) -> str:
    """Say one count in a sentence: number, what, when, by whom."""
    place, what, number = _name_place(count), tr(count.what), f"{count.identified:,}"
    source = tr("{publisher}, {date}")
    if count.speaker:
        source = tr("claim by {speaker}, {publisher}, {date}")
    elif count.note:
        source = tr("{publisher}, {date}; {note}")
    source = source.format(
        speaker=tr(count.speaker), publisher=tr(count.publisher), date=_say_date(count.as_of), note=tr(count.note)
    )
    if count.notified is None:
        return tr("{place}: {number} {what} ({source}).").format(place=place, number=number, what=what, source=source)
    return tr("{place}: {number} {what}, {notified} of them notified ({source}).").format(
        place=place, number=number, what=what, notified=f"{count.notified:,}", source=source
    )


def _name_place(count: SettlementCount) -> str:
    """Tell a division from the city that lends it its name."""
    name = tr(count.area)
    return tr("{name} division").format(name=name) if count.code.endswith("-division") else name


def _find_date(as_of: str) -> str:
    """Find the year, and the month where there is one, so that dates can be put in order."""
    found = re.search(r"\d{4}(-\d{2})?", as_of)
    return found.group() if found else ""


def _say_date(as_of: str) -> str:
    """Say "2019-11" as "November 2019" and "1997-survey" as "survey of 1997"; other dates as they stand."""
    from .seasonal import MONTHS

    year, _, rest = as_of.partition("-")
    if rest.isdigit():
        return tr("{month} {year}").format(month=tr(MONTHS[int(rest) - 1]), year=year)
    if rest == "survey":
        return tr("survey of {year}").format(year=year)
    about, _, when = as_of.rpartition(" ")
    return tr("about {year}").format(year=when) if about == "about" else as_of


@cache
def _read_points() -> Mapping[str, tuple[float, float]]:
    """Longitude and latitude of every place that can have a count; a division stands at its namesake district."""
    from boundaries.tables import read_table

    points = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in read_table("seats.csv")}
    points |= {f"{code}-division": point for code, point in points.items()}
    return points | {row["code"]: (float(row["lon"]), float(row["lat"])) for row in _read_rows("abadi_points.csv")}
