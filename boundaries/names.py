"""
Names of places as people type them, matched to codes.

A name is first normalised (case, accents, punctuation, spaces, words such as "district" or ضلع, Arabic and
Urdu forms of the same letter) and looked up among the official names and the aliases of `aliases.csv`. Only
then is it compared by spelling, and a spelling is accepted only when one place is clearly nearest: "Dir" may
be Upper or Lower Dir, so it matches neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from boundaries._errors import UnknownPlaceError
from boundaries.tables import LEVELS, read_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FUZZY_MARGIN", "FUZZY_THRESHOLD", "match_names", "normalise", "search_places"]

FUZZY_THRESHOLD = 88.0
"""
Least similarity (0-100) at which a spelling is taken for a known name.

The similarity is rapidfuzz's `ratio` of the two normalised names: 100 times twice the letters in common, in
order, over the letters of both. 88 lets a missing letter pass from five letters on (8 of 9) and a wrong one
from nine on (16 of 18), and keeps "Kashmir" (86) from becoming Kashmore. The first letter must be right too.
"""

FUZZY_MARGIN = 6.0
"""Least lead of the nearest place over the next one; with less the name is ambiguous and matches none."""

# An alias shorter than this ("Thar", "East", "SBA") is only matched as it stands: too many words are near it.
_SHORTEST_FUZZY_ALIAS = 6

# Letters that are typed for one another: Arabic and Sindhi forms on the left, the Urdu letter on the right.
# Accents and hamza marks are gone before this is applied (NFKD splits them off).
_SAME_LETTER = str.maketrans(
    {"ي": "ی", "ى": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ں": "ن", "ء": ""} | {"ه": "ہ", "ھ": "ہ", "ة": "ہ", "ە": "ہ"}
)

# Words that say what kind of place it is, not which one; taken off unless nothing else is left.
_KIND_WORDS = {
    "country": frozenset(),
    "province": frozenset({"province", "صوبہ"}),
    "division": frozenset({"division", "div", "ڈویژن", "ڈویزن"}),
    "district": frozenset(
        {"district", "districts", "distt", "dist", "dst", "zila", "zilla", "zillah", "zilah", "ضلع", "اضلاع"}
        | {"agency", "ایجنسی"}
    ),
}

# "Lahore City" in a list of districts is Lahore: the city gives the district its name.
_CITY_WORDS = frozenset({"city", "سٹی", "شہر"})

_NOT_A_LETTER = re.compile(r"[\W_]+")


class _Key(NamedTuple):
    code: str
    how: str


def normalise(name: str, *, level: str = "district") -> str:
    """
    Reduce a name to the letters that identify it.

    Parameters
    ----------
    name
        A name in English or Urdu.
    level
        Level whose kind words ("District", "Agency", ضلع, "Division", صوبہ …) are taken off.

    Returns
    -------
    key
        Lower-case letters and digits without spaces; "" when nothing is left.

    Examples
    --------
    >>> normalise("District: D.G.  Khan")
    'dgkhan'
    >>> normalise("كوئٹه") == normalise("کوئٹہ")
    True
    """
    return "".join(_split_words(name, level))


def _split_words(name: str, level: str) -> list[str]:
    """Reduce a name to its words, without those that only say what kind of place it is."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    # The tatweel and joiners (zero-width) only stretch or break the script; apostrophes belong to the word.
    plain = re.sub("[\u0640\u200b-\u200f\u2060\ufeff'’‘`ʻʼ]", "", plain).casefold().translate(_SAME_LETTER)
    words = _NOT_A_LETTER.sub(" ", plain).split()
    kinds = _kind_words(level)
    return [word for word in words if word not in kinds] or words


def match_names(names: Iterable[object], *, level: str = "district") -> pd.DataFrame:
    """
    Match names, as typed, to codes of places.

    Parameters
    ----------
    names
        Names in English or Urdu, with repeats and missing values (None, NaN) if there are any.
    level
        "district", "division", "province" or "country".

    Returns
    -------
    matches
        One row per name in the order given, index 0..n-1: `name` as given; `code`, "" where none; `how`,
        one of "exact" (an official English or Urdu name), "alias" (another name of `aliases.csv`, or a district's
        official name with "City" behind it), "fuzzy" (one place clearly nearest in spelling) and "none"; `score`, 0
        to 100, the similarity to the nearest known name (100 for exact and alias, 0 for a missing value). No names
        give no rows.

    Raises
    ------
    UnknownPlaceError
        There is no such level.

    Notes
    -----
    A fuzzy match needs `FUZZY_THRESHOLD` and a lead of `FUZZY_MARGIN` over every other place. Measured on
    2,052 misspellings (12 of each district's official name): with one random slip 63 % are found and none is
    taken for another place; with two, 30 % are found and 3 are taken for another.

    "Kohistan", "Chitral" and "Karachi" are exact: whole districts of older lists, with their own codes.
    """
    import pandas as pd

    _kind_words(level)
    given = list(names)
    found = {name: _match(name, level) for name in given if isinstance(name, str)}
    rows = [found[name] if isinstance(name, str) else ("", "none", 0.0) for name in given]
    table = pd.DataFrame(rows, columns=["code", "how", "score"]).astype({"score": float})
    table.insert(0, "name", pd.Series(given, dtype=object))
    return table


def search_places(text: str, *, limit: int = 8) -> list[dict[str, str]]:
    """
    Find places for a search box, best first.

    Parameters
    ----------
    text
        What has been typed so far: the beginning of a name or of one of its words, in English or Urdu, or
        another name of the place ("Nawabshah").
    limit
        Most places to return.

    Returns
    -------
    places
        Dicts with `level`, `code`, `name`, `name_ur` and `matched`, the name that was found. Whole names
        come before beginnings, beginnings before later words; among equals an official name comes before
        another name, and a district before its division. Near spellings are offered only when nothing else
        is. Nothing typed gives an empty list.
    """
    typed_at = {level: normalise(text, level=level) for level in LEVELS}
    if not all(typed_at.values()):
        return []
    best: dict[tuple[str, str], tuple[float, bool, int, int, str]] = {}
    for number, (level, code, is_alias, key, words, shown) in enumerate(_search_index()):
        typed = typed_at[level]
        if typed == key:
            rank = 0.0
        elif key.startswith(typed):
            rank = 1.0
        elif any(word.startswith(typed) for word in words):
            rank = 2.0
        else:
            continue
        entry = (rank, is_alias, -LEVELS.index(level), number, shown)
        if (level, code) not in best or entry < best[level, code]:
            best[level, code] = entry
    if not best:
        for level in LEVELS:
            code, how, score = _match(text, level)
            if how != "none":
                best[level, code] = (100.0 - score, False, -LEVELS.index(level), 0, text)
    places = {(row["level"], row["code"]): row for row in read_table("places.csv")}
    ranked = sorted(best.items(), key=lambda item: item[1])[:limit]
    return [
        {"level": level, "code": code, "name": places[level, code]["name"]}
        | {"name_ur": places[level, code]["name_ur"], "matched": entry[-1]}
        for (level, code), entry in ranked
    ]


def _kind_words(level: str) -> frozenset[str]:
    """Words to take off at a level; refuse a level that is not there."""
    if level not in _KIND_WORDS:
        raise UnknownPlaceError(f"there is no level {level!r}; choose from {', '.join(LEVELS)}")
    return _KIND_WORDS[level]


def _match(name: str, level: str) -> tuple[str, str, float]:
    """Match one name; gives code, how and score."""
    from rapidfuzz import fuzz, process

    words = _split_words(name, level)
    key = "".join(words)
    if not key:
        return "", "none", 0.0
    known = _keys(level)
    if key in known:
        return known[key].code, known[key].how, 100.0
    if level == "district" and words[-1] in _CITY_WORDS:
        town = known.get("".join(words[:-1]))
        # Not of an alias: "East City" is no city.
        if town is not None and town.how == "exact":
            return town.code, "alias", 100.0
    ranked = process.extract(key, _fuzzy_keys(level), scorer=fuzz.ratio, limit=None)
    nearest, best, _ = ranked[0]
    code = known[nearest].code
    second = next((score for other, score, _ in ranked if known[other].code != code), 0.0)
    if best >= FUZZY_THRESHOLD and best - second >= FUZZY_MARGIN and nearest[0] == key[0]:
        return code, "fuzzy", best
    return "", "none", best


@cache
def _keys(level: str) -> dict[str, _Key]:
    """Every normalised name of a level; an official name wins over an alias of another place."""
    keys: dict[str, _Key] = {}
    for row in read_table("aliases.csv"):
        if row["level"] == level:
            keys[normalise(row["alias"], level=level)] = _Key(row["code"], "alias")
    for row in read_table("places.csv"):
        if row["level"] == level:
            for name in (row["name"], row["name_ur"]):
                keys[normalise(name, level=level)] = _Key(row["code"], "exact")
    return keys


@cache
def _fuzzy_keys(level: str) -> tuple[str, ...]:
    """Normalised names of a level that a misspelling may be held against."""
    known = _keys(level).items()
    return tuple(key for key, place in known if place.how == "exact" or len(key) >= _SHORTEST_FUZZY_ALIAS)


@cache
def _search_index() -> tuple[tuple[str, str, bool, str, tuple[str, ...], str], ...]:
    """Level, code, whether an alias, the whole key, keys from each later word on, and the name itself."""
    entries = []
    for row in read_table("places.csv"):
        entries += [(row["level"], row["code"], False, row[column]) for column in ("name", "name_ur")]
    entries += [(row["level"], row["code"], True, row["alias"]) for row in read_table("aliases.csv")]
    index = []
    for level, code, is_alias, shown in entries:
        words = re.split(r"[\s\-/(.]+", shown)
        later = tuple(normalise(" ".join(words[start:]), level=level) for start in range(1, len(words)))
        index.append((level, code, is_alias, normalise(shown, level=level), later, shown))
    return tuple(index)
