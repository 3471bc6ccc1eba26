"""
What layers of cells and tables of months say of themselves, in the language of the moment.

Their titles, sources and notes are filled-in templates, made once and kept in English with the layer: on disk, in the
store of grids, or in memory. Here they are recognised, sentence by sentence, and translated when they are shown.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from boundaries.language import speaks, tr

NUMBERS: Final = frozenset({"outside", "read", "files", "year", "resolution", "lost", "every", "more"})
"""Values that are numbers; any other may be of several words."""

_VALUE: Final = re.compile(r"\{(\w+)\}")
_NUMBER: Final = r"\d[\d,]*"
_SENTENCE_END: Final = re.compile(r"\.\s+|$")


def say_kept(text: str) -> str:
    """
    Translate a title, a source or a note that was made and kept in English.

    Parameters
    ----------
    text
        A text of `SAID` in `boundaries.grids.words`, `flows.density` or `flows.monthly`, filled in, or several of
        their sentences one after the other.

    Returns
    -------
    text
        Sentences that are none of them stay as they are.
    """
    language = speaks()
    return text if language == "en" else _say(text, language)


@lru_cache(maxsize=256)
def _say(text: str, language: str) -> str:
    """Translate a text; `language` is that of the moment, and keeps the answers apart."""
    said = tr(text)
    if said != text:
        return said
    names, sentences = _list_templates()
    for template, pattern in names:
        if found := pattern.fullmatch(text):
            return _fill(template, found, language)
    parts, position = [], 0
    while position < len(text):
        for template, pattern in sentences:
            if found := pattern.match(text, position):
                parts.append(_fill(template, found, language))
                break
        else:
            found = _SENTENCE_END.search(text, position)
            assert found is not None  # the end of the text is one
            parts.append(text[position : found.end()].rstrip())
        position = found.end()
        position += len(text[position:]) - len(text[position:].lstrip())
    return " ".join(parts)


def _fill(template: str, found: re.Match[str], language: str) -> str:
    """Fill in the translated template; a value may be a text of its own."""
    return tr(template).format(**{name: _say(value, language) for name, value in found.groupdict().items()})


@lru_cache(maxsize=1)
def _list_templates() -> tuple[list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]]:
    """List what can be recognised: names, which are a text's whole, and sentences."""
    from boundaries.grids import words
    from flows.density import SAID as OF_CELLS
    from flows.monthly import SAID as OF_MONTHS

    names, sentences = [], []
    for template in (*words.SAID, *OF_CELLS, *OF_MONTHS):
        if template.endswith("."):
            sentences.append((template, re.compile(_write_pattern(template) + r"(?=\s|$)")))
        else:
            names.append((template, re.compile(_write_pattern(template))))
    return names, sentences


def _write_pattern(template: str) -> str:
    parts = _VALUE.split(template)
    # Texts and names of values take turns.
    texts, names = [re.escape(text) for text in parts[::2]], parts[1::2]
    groups = [f"(?P<{name}>{_NUMBER if name in NUMBERS else '.+?'})" for name in names]
    return "".join(text + group for text, group in zip(texts, [*groups, ""], strict=True))
