"""
Official and claimed counts of katchi abadis, settlement by settlement nowhere: numbers by place only.

Read with the standard library, since the page asks for them while a reader waits.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ._carried import FOLDER


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
    """

    area: str
    code: str
    identified: int
    what: str
    as_of: str
    publisher: str
    speaker: str


@cache
def _read() -> tuple[SettlementCount, ...]:
    publishers = {row["key"]: row["publisher"] for row in _read_rows("publications.csv")}
    return tuple(
        SettlementCount(
            row["area"],
            row["code"],
            int(row["identified"]),
            row["note"] if row["claim"] == "yes" else "katchi abadis identified",
            row["as_of"],
            publishers[row["source"]],
            row["speaker"] if row["claim"] == "yes" else "",
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
