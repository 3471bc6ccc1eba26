"""A made-up language without Latin letters: what still has one after translation has not been through the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from gettext import NullTranslations
from typing import Any

import pytest

from boundaries import language
from layers.picture import Picture
from tests.layers.read_page import walk


class _Tongue(NullTranslations):
    def __init__(self, only: tuple[str, ...]) -> None:
        super().__init__()
        self.only = only

    def gettext(self, message: str) -> str:
        if self.only and message not in self.only:
            return message
        # Names of values and markup stay, as in any translation.
        return re.sub(r"(\{\w*\}|<[^>]*>)|[A-Za-z]", lambda found: found[1] or "ن", message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def teach(monkeypatch: pytest.MonkeyPatch, *, only: tuple[str, ...] = ()) -> None:
    """Make Urdu the made-up language until the test ends; with `only`, its catalogue has nothing else."""
    english, tongue = language._catalogue("en"), _Tongue(only)
    monkeypatch.setattr(language, "_catalogue", lambda code: tongue if code == "ur" else english)


def list_untold(picture: Picture, known: Iterable[str]) -> list[str]:
    """List the texts of a picture with a Latin letter in them beside what is known to stay, such as names."""
    names = sorted(known, key=len, reverse=True)
    untold = []
    for text in _list_texts(picture):
        rest = re.sub(r"<[^>]*>", "", text)
        for name in names:
            rest = rest.replace(name, "").replace(name.replace(" ", "\N{NO-BREAK SPACE}"), "")
        if re.search("[A-Za-z]", rest):
            untold.append(text)
    return untold


def _list_texts(picture: Picture) -> Iterator[str]:
    finding, legend = picture.finding, picture.legend
    yield from (finding.title, finding.headline, finding.lead, picture.credit)
    for figure in finding.figures:
        yield from (figure.number, figure.label, figure.sureness)
    yield from (legend.title, legend.sentence, legend.note, legend.no_data_text, *legend.limits, *legend.ends)
    yield from (key.text for key in legend.keys)
    for trace in picture.traces:
        yield from (*trace.get("hovertext", ()), *trace.get("text", ()))
    for part in walk(picture.details):
        yield from _say_own(part)


def _say_own(part: Any) -> Iterator[str]:
    children = getattr(part, "children", None)
    for child in children if isinstance(children, list | tuple) else (children,):
        if isinstance(child, str):
            yield child
    for name in ("title", "alt", "aria-label"):
        if said := getattr(part, name, None):
            yield said
