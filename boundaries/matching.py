"""Give the features of a boundary file their codes, and say which names were not plain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from boundaries._errors import InstallError
from boundaries.tables import read_table

__all__ = ["MOST_UNKNOWN", "Matching", "make_slug", "match_features"]

#: With a larger share of unknown names a file is refused: it shows something else.
MOST_UNKNOWN = 0.2


@dataclass(frozen=True)
class Matching:
    """
    The codes of a file's features.

    Attributes
    ----------
    codes
        One per feature; a place with an unknown name has a code made from its name.
    guessed
        ``(name, code)`` of names matched by spelling.
    unmatched
        ``(name, code, nearest known name)`` of unknown names.
    """

    codes: list[str]
    guessed: tuple[tuple[str, str], ...]
    unmatched: tuple[tuple[str, str, str], ...]


def match_features(names: Sequence[str]) -> Matching:
    """
    Match the names of a district layer to codes.

    Parameters
    ----------
    names
        One per feature, in the file's spelling; repeats are parts of one place. No names give no codes.

    Returns
    -------
    Matching
        Exact names and aliases are taken; a match by spelling only when no other name claims the same
        district. Every other name stays in as a place of its own, without figures.

    Raises
    ------
    InstallError
        When more than a fifth of the names are unknown; every one is listed with the nearest known name.
    """
    from boundaries.names import match_names

    distinct = sorted(set(names))
    found = match_names(distinct, level="district")
    how = dict(zip(distinct, found["how"], strict=True))
    code = dict(zip(distinct, found["code"], strict=True))
    sure = {code[name] for name in distinct if how[name] in {"exact", "alias"}}
    by_spelling = [name for name in distinct if how[name] == "fuzzy"]
    rivals = [code[name] for name in by_spelling]
    guessed = [n for n in by_spelling if code[n] not in sure and rivals.count(code[n]) == 1]
    unknown = [n for n in distinct if how[n] == "none" or (how[n] == "fuzzy" and n not in guessed)]
    nearest = {name: _nearest(name) for name in unknown}
    if len(unknown) > MOST_UNKNOWN * len(distinct):
        listed = "; ".join(f"{name} (nearest: {near or 'none'})" for name, near in nearest.items())
        raise InstallError(f"{len(unknown)} of {len(distinct)} names are no district that is known: {listed}")
    known = {row["code"] for row in read_table("places.csv")}
    for name in unknown:
        slug = make_slug(name) or "unnamed"
        code[name] = f"other-{slug}" if slug in known else slug
    return Matching(
        codes=[code[name] for name in names],
        guessed=tuple((name, code[name]) for name in guessed),
        unmatched=tuple((name, code[name], nearest[name]) for name in unknown),
    )


def make_slug(name: str) -> str:
    """Turn a name into a code: lower case, without accents, everything else a hyphen."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _nearest(name: str) -> str:
    from rapidfuzz import fuzz, process

    official = [row["name"] for row in read_table("places.csv") if row["level"] == "district"]
    best = process.extractOne(name, official, scorer=fuzz.WRatio)
    return str(best[0]) if best else ""
