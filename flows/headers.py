"""
Which column of a list of flows is the origin, which the destination, which the people.

Our own headings and FlowmapBlue's are taken as they stand. Where one of the three is not there, the words people
write instead are looked for ("From district", "Destination", "No. of migrants"), and how they were read is told. Two
columns that could both be it are never chosen between.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ._errors import ReadError

COLUMNS = {
    "origin": ("origin",),
    "destination": ("destination", "dest"),
    "people": ("people", "count"),
    "low": ("low",),
    "high": ("high",),
    "moe": ("moe", "margin of error", "margin_of_error"),
    "period": ("period", "time"),
    "group": ("group",),
}

NEEDED = ("origin", "destination", "people")

# What is left of a heading when the words that only say it is a place, or a number, are taken off. Words of the second
# group may mean something else ("Source" may be a book), so they count only where there is none of the first.
_SYNONYMS = {
    "origin": (
        {"from", "origin", "orig", "sending", "departure", "birth"}
        | {f"{when} residence" for when in ("previous", "last", "former", "past")},
        {"source"},
    ),
    "destination": (
        {"to", "destination", "dest", "receiving", "arrival", "enumeration"}
        | {f"{when} residence" for when in ("current", "present")},
        {"target"},
    ),
    "people": (
        {"people", "count", "flow", "flows", "migrants", "migrant", "movers", "persons", "person"}
        | {"moves", "migrations", "movements"},
        {"value", "number"},
    ),
}
_PLACE_WORDS = frozenset({"district", "place", "province", "division", "area", "name", "code", "of", "the"})
_COUNT_WORDS = frozenset({"number", "no", "total", "of", "the"})


class Headings(NamedTuple):
    """Where the columns are: name of ours → position from 0, and sentences on how headings were read."""

    at: dict[str, int]
    notes: list[str]


def has_flow_columns(header: list[str]) -> bool:
    """Tell a list of flows by its header: it names an origin and a destination, in whatever words."""
    return all(_find_candidates(header, name) for name in ("origin", "destination"))


def has_location_columns(header: list[str]) -> bool:
    """Tell FlowmapBlue's locations by their header: `id`, `lat`, `lon`."""
    return {"id", "lat", "lon"} <= {cell.lower() for cell in header}


def find_columns(header: list[str], file: str) -> Headings:
    """
    Find our columns in a header.

    Parameters
    ----------
    header
        The headings as written.
    file
        File name, for the message.

    Returns
    -------
    headings
        Position of each column found; of low, high, moe (margin of error), period and group only under these very
        headings.

    Raises
    ------
    ReadError
        Origin, destination or people is missing, several columns could be the same, or there is a margin of error
        beside a range; every fault is told.
    """
    at: dict[str, int] = {}
    faults, read_as = [], []
    for name in COLUMNS:
        found = _find_candidates(header, name)
        if len(found) > 1:
            columns = " and ".join(str(i + 1) for i in found)
            heads = ", ".join(repr(header[i]) for i in found)
            faults.append(
                f"columns {columns} are both headed as {name} ({heads}); keep one, or head the right one {name!r}"
            )
        elif found:
            at[name] = found[0]
            if header[found[0]].lower() not in COLUMNS[name]:
                read_as.append(f"{header[found[0]]!r} as {name}")
        elif name in NEEDED:
            faults.append(f"no column is headed {' or '.join(map(repr, COLUMNS[name]))}")
    if "moe" in at and {"low", "high"} & set(at):
        faults.append(f"column {at['moe'] + 1} gives a margin of error and others a range, low and high; keep one")
    if faults:
        raise ReadError(
            f"{file} cannot be read as a list of flows: {'; '.join(faults)}; head its columns origin, destination, "
            "people, or give format='matrix' if it is a matrix"
        )
    return Headings(at, [f"read the column {', '.join(read_as)}: check it"] if read_as else [])


def _find_candidates(header: list[str], name: str) -> list[int]:
    """Find the columns that may be one of ours: those headed so, else those headed with another word for it."""
    own = [i for i, cell in enumerate(header) if cell.lower() in COLUMNS[name]]
    if own or name not in NEEDED:
        return own
    stripped = [_strip_heading(cell, name) for cell in header]
    likely, possible = ([i for i, word in enumerate(stripped) if word in words] for words in _SYNONYMS[name])
    return likely or possible


def _strip_heading(cell: str, name: str) -> str:
    """Take off the words that only say a heading is of a place, or of a number."""
    words = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell)).lower().split()
    filler = _COUNT_WORDS if name == "people" else _PLACE_WORDS
    return " ".join([word for word in words if word not in filler] or words)
