"""
Tehsils of the census and polygons of a boundary set, matched by name within one area.

Names are compared as they stand, then without words that say what kind of area it is ("Gulberg Town"), then
without the district's name ("Quetta Saddar"), and last by spelling. Each step matches only what is the one answer
on both sides, and what an earlier step took is gone. What matches nothing stays unmatched; none is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["match_tehsils"]

# Words for a kind of area, taken off before names are compared.
_KIND = re.compile(r"\b(city|town|tehsil|taluka|sub[ -]?division|sub[ -]?tehsil|s/d|tribal area)\b", re.IGNORECASE)

Name = tuple[str, str]


def match_tehsils(tehsils: Sequence[Name], polygons: Sequence[Name]) -> NDArray[np.intp]:
    """
    Match tehsils to polygons by name.

    Parameters
    ----------
    tehsils, polygons
        ``(area, name)`` of each; only names of one area are compared.

    Returns
    -------
    matched
        Position of each tehsil's polygon, -1 where none has its name; no polygon comes twice. No tehsils give none.
    """
    matched = np.full(len(tehsils), -1, dtype=np.intp)
    for area in sorted({area for area, _ in tehsils} & {area for area, _ in polygons}):
        left = {position: name for position, (where, name) in enumerate(tehsils) if where == area}
        right = {position: name for position, (where, name) in enumerate(polygons) if where == area}
        for reduce in (_whole, _without_kind, _without_area(area)):
            _take(matched, left, right, _same(left, right, reduce))
        _take(matched, left, right, _near(left, right))
    return matched


def _take(matched: NDArray[np.intp], left: dict[int, str], right: dict[int, str], pairs: list[tuple[int, int]]) -> None:
    for tehsil, polygon in pairs:
        matched[tehsil] = polygon
        del left[tehsil], right[polygon]


def _whole(name: str) -> str:
    from boundaries.names import normalise

    return normalise(name)


def _without_kind(name: str) -> str:
    return _whole(_KIND.sub("", name)) or _whole(name)


def _without_area(area: str) -> Callable[[str], str]:
    """Take off the district's name too, unless nothing would be left."""
    own = _whole(area.replace("-", " "))

    def reduce(name: str) -> str:
        plain = _without_kind(name)
        return plain.replace(own, "") or plain

    return reduce


def _same(left: dict[int, str], right: dict[int, str], reduce: Callable[[str], str]) -> list[tuple[int, int]]:
    """Pair the names that are equal when reduced, where one of each side is."""
    keys = [{position: reduce(name) for position, name in side.items()} for side in (left, right)]
    single = [{key: p for p, key in side.items() if [*side.values()].count(key) == 1} for side in keys]
    return [(single[0][key], single[1][key]) for key in single[0].keys() & single[1].keys()]


def _near(left: dict[int, str], right: dict[int, str]) -> list[tuple[int, int]]:
    """Pair the spellings that are each other's nearest, near enough and clearly nearer than the next."""
    from rapidfuzz import fuzz, process

    from boundaries.tehsil_seats import LEAST_LEAD, LEAST_LIKENESS

    if not left or not right:
        return []
    rows, columns = list(left), list(right)
    texts = [[_without_kind(side[position]) for position in side] for side in (left, right)]
    likeness = process.cdist(*texts, scorer=fuzz.ratio)
    best = likeness.argmax(axis=1)
    pairs = []
    for row, column in enumerate(best):
        others = np.concatenate([np.delete(likeness[row], column), np.delete(likeness[:, column], row)])
        top = likeness[row, column]
        if top >= LEAST_LIKENESS and top - others.max(initial=0.0) >= LEAST_LEAD:
            pairs.append((rows[row], columns[column]))
    return pairs
