"""What a briefing holds before it is pages or slides: words, figures, tables, maps to draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from layers.finding import KeyFigure
from layers.view import View


@dataclass(frozen=True, slots=True)
class Span:
    """
    A bar beside a table's row: its value and range as parts of the largest number of the table, 0 to 1.

    One of a loss has another colour and grows the other way.
    """

    low: float
    value: float
    high: float
    loss: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table.

    Attributes
    ----------
    caption
        What its rows are, and the unit.
    head
        One text a column; the first column holds names.
    rows
        One text a column.
    words
        Positions of further columns that hold words and not numbers.
    spans
        One a row, or () where no bars are drawn.
    grade
        Evidence of the bars: those of modelled numbers are drawn pale.
    note
        What must be read with it; "" for nothing.
    shares
        Of the width, one a column; () where columns are as wide as what is in them.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    grade: str = "modelled"
    note: str = ""
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """
    A part under one heading.

    Attributes
    ----------
    key
        Its name in the code, such as "moves".
    title
        Heading.
    paragraphs
        Whole sentences.
    tables
        In the order wanted.
    source
        Of its numbers: for the notes of a slide.
    leaf
        Whether it starts a page.
    view
        Of its own map; None for none.
    map_words
        That map in words.
    """

    key: str
    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    source: str = ""
    leaf: bool = False
    view: View | None = None
    map_words: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """
    A briefing, the same for paper and slides.

    Attributes
    ----------
    kind
        What it is: "Briefing on internal migration".
    place
        Whom or what it is about.
    question, headline, lead
        As the finding has them.
    figures
        Three key figures.
    notice
        What must be read first, such as that several districts share their figures; "" for nothing.
    view
        What the map shows.
    map_words, map_caption
        The map in words, for those who cannot see it; the sentence below it.
    sections
        In order.
    credit
        Sources in one line.
    link
        Address of the view; its query alone where the page's address is not known.
    date
        In words.
    region
        Code of the province that the map is framed on and drawn of; "" for a map as the view has it.
    """

    kind: str
    place: str
    question: str
    headline: str
    lead: str
    figures: tuple[KeyFigure, ...]
    notice: str
    view: View
    map_words: str
    map_caption: str
    sections: tuple[Section, ...]
    credit: str
    link: str
    date: str
    region: str = ""

    @property
    def title(self) -> str:
        """The document's title: what it is about, and what it says."""
        return f"{self.place}: {self.headline}"


def rewrite(brief: Brief, write: Callable[[str], str]) -> Brief:
    """
    Pass every text of a briefing through a function, such as one that changes its digits.

    Parameters
    ----------
    brief
        Not changed.
    write
        From text to text; the link is left alone, since it is an address.

    Returns
    -------
    brief
        A new one.
    """

    def rewrite_table(table: Table) -> Table:
        return replace(
            table,
            caption=write(table.caption),
            head=tuple(map(write, table.head)),
            rows=tuple(tuple(map(write, row)) for row in table.rows),
            note=write(table.note),
        )

    def rewrite_section(section: Section) -> Section:
        return replace(
            section,
            title=write(section.title),
            paragraphs=tuple(map(write, section.paragraphs)),
            tables=tuple(map(rewrite_table, section.tables)),
            source=write(section.source),
            map_words=write(section.map_words),
        )

    texts = ("kind", "place", "question", "headline", "lead", "notice", "map_words", "map_caption", "credit", "date")
    said: dict[str, Any] = {name: write(getattr(brief, name)) for name in texts}
    return replace(
        brief,
        **said,
        figures=tuple(
            KeyFigure(write(one.number), write(one.label), write(one.sureness)) for one in brief.figures
        ),
        sections=tuple(map(rewrite_section, brief.sections)),
    )
