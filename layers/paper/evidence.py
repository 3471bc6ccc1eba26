"""How sure a picture is, read from its panel, so that the sheet says what the page says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from boundaries.language import tr
from layers.cube import Cube
from layers.paper.canvas import Canvas
from layers.paper.look import PAPER, Look
from layers.paper.text import wrap_text
from layers.picture import Picture
from layers.terms import say_evidence
from layers.view import View
from layers.wording import write_digits

DRAWN_AS_GUESS: Final = frozenset({"modelled", "scenario", "documented", "demonstration"})
"""Grades whose card is dashed and tinted: what nobody counted never looks like what was."""

END: Final = re.compile(r"(?<=[.!?۔])\s+(?=\S)")
"""Between two sentences."""


@dataclass(frozen=True, slots=True)
class Card:
    """
    What the sheet says of its evidence.

    Attributes
    ----------
    grade
        One of the design's words, in English.
    title
        Bold; never left out.
    summary, warning
        Sentences, of which the last ones may have to go.
    """

    grade: str
    title: str
    summary: tuple[str, ...]
    warning: tuple[str, ...]

    def in_digits(self, digits: str) -> Card:
        """Return the card with every number in the reader's figures."""
        parts = (tuple(write_digits(sentence, digits) for sentence in part) for part in (self.summary, self.warning))
        return Card(self.grade, write_digits(self.title, digits), *parts)

    def shorten(self, count: int) -> tuple[str, str]:
        """Write so many sentences at most, as summary and warning: the first of each is the last to go."""
        first = max(min(count, 1), count - len(self.warning))
        return " ".join(self.summary[:first]), " ".join(self.warning[: max(count - first, 0)])


def read_card(picture: Picture, cube: Cube, view: View) -> Card:
    """
    Find the evidence of a picture.

    Parameters
    ----------
    picture, cube, view
        Its panel has the page's card; a matrix has none, and its numbers say what they are.

    Returns
    -------
    card
        In the language of the moment.
    """
    for part in picture.details:
        name = getattr(part, "className", None) or ""
        if name.startswith("evidence "):
            title, summary, terms = part.children
            # Pairs of a term and what is said of it: the source, the boundaries and, last, what to beware of.
            warning = read_text(terms.children[-1]) if len(terms.children) > 4 else ""
            return Card(name.split()[1], read_text(title), cut_sentences(read_text(summary)), cut_sentences(warning))
    grade = cube.matrices[view.period].evidence
    words = say_evidence(grade)
    return Card(grade, words[:1].upper() + words[1:], (tr("Nobody counts moves between districts in Pakistan."),), ())


def cut_sentences(text: str) -> tuple[str, ...]:
    """
    Cut a text into its sentences.

    Parameters
    ----------
    text
        In English or Urdu.

    Returns
    -------
    sentences
        None for no text.
    """
    return tuple(sentence for sentence in END.split(text) if sentence)


def read_text(part: Any) -> str:
    """
    Read the words of a page component, whatever they are nested in.

    Parameters
    ----------
    part
        Component, text, or several of them.

    Returns
    -------
    text
        "" for nothing.
    """
    if part is None:
        return ""
    if isinstance(part, (list, tuple)):
        return "".join(read_text(child) for child in part)
    return part if isinstance(part, str) else read_text(getattr(part, "children", ""))


def draw_card(canvas: Canvas, card: Card, x: float, top: float, width: float, look: Look) -> float:
    """
    Draw the card.

    Parameters
    ----------
    canvas, card, look
        Where to, what, type and how many sentences.
    x, top, width
        Its place, CSS pixels.

    Returns
    -------
    bottom
        Where it ends.
    """
    inner, inset = width - 24, 12.0
    start = x + width - inset if canvas.leftward else x + inset
    guess = card.grade in DRAWN_AS_GUESS
    slot = len(canvas.parts)
    y = top + 9
    title = wrap_text(card.title, look.strong, inner, leftward=canvas.leftward)
    y = canvas.block(title, start, y, look.strong, part="evidence")
    for words in card.shorten(look.sentences):
        lines = wrap_text(words, look.plain, inner, leftward=canvas.leftward)
        y = canvas.block(lines, start, y + 2, look.plain, part="evidence")
    y += 9
    fill, rule = (PAPER.note, PAPER.note_rule) if guess else (PAPER.panel, PAPER.muted)
    dashes = ' stroke-dasharray="4 3"' if guess else ""
    canvas.parts.insert(
        slot,
        f'<rect x="{x:.2f}" y="{top:.2f}" width="{width:.2f}" height="{y - top:.2f}" rx="5" fill="{fill}" '
        f'stroke="{rule}" stroke-width="1"{dashes}/>',
    )
    return y
