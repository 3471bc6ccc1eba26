"""
Pieces of a line in the order they stand on paper, for text that mixes Urdu and Latin.

The drawing program orders nothing: every piece runs one way and is put where it belongs. The rules are those of the
Unicode Bidirectional Algorithm (UAX 9, W1 to L2) for text without embeddings; beyond them a sign keeps to the left of
its number, as it is written in Urdu too, and « » are a pair like brackets.
"""

from __future__ import annotations

import unicodedata
from typing import Final

SIGNS: Final = frozenset("+−-±~")
MIRRORED: Final = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))
STRONG: Final = frozenset({"L", "R"})
PAIRS: Final = {"(": ")", "[": "]", "«": "»"}
DEEPEST: Final = 63
"""Brackets open at once; beyond them the algorithm looks for no more pairs."""


def find_levels(text: str, *, leftward: bool) -> list[int]:
    """
    Find how deep each character is nested; odd levels run to the left.

    Parameters
    ----------
    text
        One line, in the order it is read.
    leftward
        Whether the line as a whole runs from right to left.

    Returns
    -------
    levels
        One a character: 0 or 2 in text to the right, 1 in text to the left.
    """
    base = 1 if leftward else 0
    way = "R" if leftward else "L"
    kinds = _settle_neutrals(_settle_brackets(text, _settle_numbers(text, way), way), way)
    deeper = {"L": (0, 2), "R": (1, 1), "EN": (2, 2), "AN": (2, 2)}
    return [deeper[kind][base] for kind in kinds]


def _settle_numbers(text: str, start: str) -> list[str]:
    """Rules W1 to W7: what letters and signs round a number belong to it."""
    kinds = [unicodedata.bidirectional(letter) or "L" for letter in text]
    for at, kind in enumerate(kinds):
        before = kinds[at - 1] if at else start
        if kind == "NSM":
            kinds[at] = before
        elif text[at] in SIGNS and at + 1 < len(text) and kinds[at + 1] == "EN" and (not at or text[at - 1].isspace()):
            kinds[at] = "EN"
    strong = start
    for at, kind in enumerate(kinds):
        if kind == "AL" or kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for at in range(1, len(kinds) - 1):
        around = kinds[at - 1] if kinds[at - 1] == kinds[at + 1] else ""
        if (kinds[at] == "ES" and around == "EN") or (kinds[at] == "CS" and around in {"EN", "AN"}):
            kinds[at] = around
    _join_terminators(kinds)
    strong = start
    for at, kind in enumerate(kinds):
        if kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
        elif kind not in {"EN", "AN"}:
            kinds[at] = "ON"
    return kinds


def _join_terminators(kinds: list[str]) -> None:
    """Percent signs and the like beside a number belong to it (W5)."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        near = {kinds[at - 1] if at else "", kinds[end] if end < len(kinds) else ""}
        if end > at and near & {"EN", "AN"}:
            kinds[at:end] = ["EN" if "EN" in near else "AN"] * (end - at)
        at = max(end, at + 1)


def find_brackets(text: str) -> list[tuple[int, int]]:
    """
    Pair opening and closing brackets (rule BD16).

    Parameters
    ----------
    text
        One line.

    Returns
    -------
    pairs
        Places of both, in the order they open; one that nothing closes is no pair.
    """
    pairs: list[tuple[int, int]] = []
    still: list[tuple[str, int]] = []
    for at, letter in enumerate(text):
        if letter in PAIRS:
            if len(still) == DEEPEST:
                return []
            still.append((PAIRS[letter], at))
        elif letter in PAIRS.values():
            depth = next((back for back in range(len(still) - 1, -1, -1) if still[back][0] == letter), -1)
            if depth >= 0:
                pairs.append((still[depth][1], at))
                del still[depth:]
    return sorted(pairs)


def _settle_brackets(text: str, kinds: list[str], base: str) -> list[str]:
    """Rule N0: both brackets of a pair run as the line, or as what they hold where that stands before them too."""
    settled = list(kinds)
    for first, last in find_brackets(text):
        inside = {"L" if kind == "L" else "R" for kind in settled[first + 1 : last] if kind != "ON"}
        if not inside:
            continue
        before = next(("L" if kind == "L" else "R" for kind in reversed(settled[:first]) if kind != "ON"), base)
        settled[first] = settled[last] = base if base in inside else before
    return settled


def _settle_neutrals(kinds: list[str], base: str) -> list[str]:
    """Rules N1 and N2: blanks and punctuation run as what stands on both sides of them."""
    settled = list(kinds)
    at = 0
    while at < len(settled):
        end = at
        while end < len(settled) and kinds[end] == "ON":
            end += 1
        if end > at:
            sides = {
                base if not 0 <= side < len(kinds) else "L" if kinds[side] == "L" else "R" for side in (at - 1, end)
            }
            settled[at:end] = [sides.pop() if len(sides) == 1 else base] * (end - at)
        at = max(end, at + 1)
    return settled


def order_pieces(text: str, *, leftward: bool) -> list[tuple[str, bool]]:
    """
    Cut a line where its direction changes, and put the parts in order from left to right.

    Parameters
    ----------
    text
        One line, in the order it is read.
    leftward
        Whether the line as a whole runs from right to left.

    Returns
    -------
    pieces
        Text in the order it is read, and whether it runs to the left.
    """
    levels = find_levels(text, leftward=leftward)
    # Blanks at the end of a line keep to its end (L1).
    for at in range(len(text.rstrip()), len(text)):
        levels[at] = 1 if leftward else 0
    runs: list[tuple[int, int, int]] = []
    for at, level in enumerate(levels):
        if runs and runs[-1][2] == level:
            runs[-1] = (runs[-1][0], at + 1, level)
        else:
            runs.append((at, at + 1, level))
    for deep in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(runs):
            end = at
            while end < len(runs) and runs[end][2] >= deep:
                end += 1
            runs[at:end] = runs[at:end][::-1]
            at = max(end, at + 1)
    return [(text[first:last], level % 2 == 1) for first, last, level in runs]
