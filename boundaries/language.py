"""
The language that texts are written in: English in the code, every other in a catalogue (gettext).

A text is looked up when it is written, in the language of the moment (`speak`), so that one process serves readers of
both. Texts that stand in tables or constants are marked with `mark` where they are written down, and looked up with
`tr` where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

__all__ = ["LANGUAGES", "is_right_to_left", "mark", "speak", "speaks", "tr", "tr_count"]

LANGUAGES: Final = {"en": "English", "ur": "اردو"}
"""Code and the language's own name for itself; the first is that of the code."""

RIGHT_TO_LEFT: Final = frozenset({"ur"})

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speak(language: str) -> Iterator[None]:
    """
    Write texts in a language for as long as the block lasts, in this thread alone.

    Parameters
    ----------
    language
        One of `LANGUAGES`.

    Raises
    ------
    ValueError
        There is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is not one of {', '.join(LANGUAGES)}")
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def speaks() -> str:
    """
    Say which language texts are written in at the moment.

    Returns
    -------
    language
        One of `LANGUAGES`.
    """
    return _LANGUAGE.get()


def is_right_to_left() -> bool:
    """Say whether the language of the moment runs from right to left."""
    return _LANGUAGE.get() in RIGHT_TO_LEFT


def tr(text: str) -> str:
    """
    Translate a text into the language of the moment.

    Parameters
    ----------
    text
        English, a whole sentence where it is one, since other languages order words in another way. What varies is
        named in braces and filled in afterwards with `str.format`.

    Returns
    -------
    text
        The English itself where the catalogue has no other.
    """
    return _catalogue(_LANGUAGE.get()).gettext(text) if text else ""


def tr_count(one: str, many: str, count: int) -> str:
    """
    Translate a text that depends on a number.

    Parameters
    ----------
    one, many
        English for one, and for any other number.
    count
        The number.

    Returns
    -------
    text
        What is in braces is still to be filled in.
    """
    return _catalogue(_LANGUAGE.get()).ngettext(one, many, count)


def mark(text: str) -> str:
    """Mark a text for the catalogue without translating it yet."""
    return text


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> NullTranslations:
    path = Path(__file__).parent / "words" / f"{language}.mo"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)
