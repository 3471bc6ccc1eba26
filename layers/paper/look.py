"""Sizes of a sheet: its parts, its type, and what gives way when a text is long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from layers.palette import LIGHT, Palette
from layers.paper.text import Style

PAPER: Final[Palette] = LIGHT
"""Paper is white: a sheet is always drawn in the light colours."""


@dataclass(frozen=True, slots=True)
class Look:
    """
    How a sheet is set, in CSS pixels (96 to the inch).

    Attributes
    ----------
    width, height, margin
        Of the sheet.
    headline, lead, number, label, body, foot
        Sizes of type: the finding, the sentence below it, key figures, what they count, legend and evidence, sources.
    sentences, lead_sentences
        How many sentences the evidence card, and the text below the finding, may have.
    map_scale
        Of type and arrows on the map, against the screen's.
    """

    width: float
    height: float
    margin: float
    headline: float
    lead: float
    number: float
    label: float
    body: float
    foot: float
    sentences: int
    map_scale: float
    lead_sentences: int = 9

    @property
    def kicker(self) -> Style:
        """The question."""
        return Style(self.label + 1, PAPER.coming_line, 600)

    @property
    def title(self) -> Style:
        """The finding."""
        return Style(self.headline, PAPER.ink, 600, serif=True, leading=1.16)

    @property
    def text(self) -> Style:
        """The sentence below the finding."""
        return Style(self.lead, PAPER.muted, leading=1.42)

    @property
    def strong(self) -> Style:
        """Titles of parts."""
        return Style(self.body, PAPER.ink, 600, leading=1.36)

    @property
    def plain(self) -> Style:
        """What the parts say."""
        return Style(self.body, PAPER.ink, leading=1.4)

    @property
    def quiet(self) -> Style:
        """What is said beside it."""
        return Style(self.body - 0.5, PAPER.muted, leading=1.36)

    @property
    def small(self) -> Style:
        """Sources."""
        return Style(self.foot, PAPER.muted, leading=1.4)

    def growing(self) -> tuple[Look, ...]:
        """List larger looks for a column with few words, the largest first; a long headline may not grow with them."""
        grown = {"headline": 0.14, "lead": 0.2, "number": 0.2, "label": 0.14, "body": 0.14}
        looks = []
        for times in (2.4, 2.0, 1.6, 1.3, 1.0, 0.75, 0.5, 0.25):
            sizes = {name: getattr(self, name) * (1 + by * times) for name, by in grown.items()}
            looks += [replace(self, **sizes), replace(self, **{**sizes, "headline": self.headline})]
        return tuple(looks)

    def yielding(self) -> tuple[Look, ...]:
        """
        List this look and those to try when a text does not fit, in order.

        The headline becomes smaller, then the text below it, then the evidence card is cut to its first sentences, then
        all becomes smaller, last the text below the finding goes sentence by sentence; nothing is ever clipped, and
        the key figures, the evidence's title, the legend, the sources and the note on borders never go.
        """
        looks = [self]
        for change in (
            {"headline": self.headline * 0.86},
            {"headline": self.headline * 0.74},
            {"lead": self.lead * 0.9},
            {"sentences": min(self.sentences, 4)},
            {"sentences": 3},
            {"headline": self.headline * 0.64},
            {"sentences": 2},
            {"body": self.body * 0.94, "label": self.label * 0.95},
            {"sentences": 1, "lead": self.lead * 0.84},
            {"sentences": 0},
            {"body": self.body * 0.88, "number": self.number * 0.85},
            {"headline": self.headline * 0.54, "lead_sentences": 2},
            {"lead_sentences": 1},
            {"lead_sentences": 0},
            {"number": self.number * 0.7, "label": self.label * 0.86},
        ):
            looks.append(replace(looks[-1], **change))
        return tuple(looks)


A4: Final = Look(
    width=794,
    height=1123,
    margin=44,
    headline=35,
    lead=15.5,
    number=28,
    label=12.5,
    body=11.5,
    foot=9.4,
    sentences=6,
    map_scale=0.95,
)
"""210 × 297 mm, upright: the sheet that lies on a desk."""

SLIDE: Final = Look(
    width=1280,
    height=720,
    margin=36,
    headline=33,
    lead=15.5,
    number=28,
    label=12.5,
    body=12,
    foot=9.8,
    sentences=6,
    map_scale=1.1,
)
"""13.333 × 7.5 inches, 16:9."""

LOOKS: Final = {"a4": A4, "wide": SLIDE}
