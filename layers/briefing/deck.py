"""A briefing as a deck of slides: native text and tables, pictures of the map, sources in the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from boundaries.language import is_right_to_left, speak, tr
from layers.briefing.boxes import can_be_read, fit_text, lay_grid, measure_text
from layers.briefing.content import Brief, Section, Table
from layers.briefing.pdf import say_link
from layers.briefing.slide_parts import add_picture, add_rule, add_table, add_text, write_notes
from layers.files.content import SOFTWARE
from layers.palette import LIGHT
from layers.paper.qr import QUIET

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDTH: Final = 960.0
HEIGHT: Final = 540.0
"""Points: 16:9, 13.33 by 7.5 inches."""

EDGE: Final = 36.0
TOP: Final = 92.0
"""Below the heading."""

FOOT: Final = 34.0
"""Kept for the line with place, kind and date."""

BESIDE: Final = 0.36
"""Part of the width that paragraphs beside a table have."""

CAPTION: Final = 60.0
"""Points kept for a table's caption, in Urdu, and its note."""

NOTE: Final = 9.0
"""Points of the note below a table, and of sources."""

SETTLE: Final = 6
"""Rounds in which the width of the map and the height of its sources find each other."""

CODE: Final = 84.0
"""Points: side of the QR code."""

GUTTER: Final = 24.0
"""Between two tables."""

LONGEST: Final = 255
"""Letters of a property of the file."""

BLANK: Final = 6
"""Layout of python-pptx's own template that holds nothing."""


def draw_brief_pptx(brief: Brief, maps: dict[str, bytes]) -> bytes:
    """
    Draw a briefing as slides.

    Parameters
    ----------
    brief
        What it says, in its view's language.
    maps
        "" → the map of the finding, key of a section → its own: PNG.

    Returns
    -------
    pptx
        One slide for the finding, then those of each section: tables first, its own map last.
    """
    from pptx import Presentation
    from pptx.util import Pt

    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    about = deck.core_properties
    texts = {"title": brief.title, "subject": brief.kind, "keywords": brief.place, "comments": brief.credit}
    for name, text in {**texts, "author": SOFTWARE, "language": brief.view.lang}.items():
        setattr(about, name, shorten(text, LONGEST, placeholder=" …"))
    with speak(brief.view.lang):
        _draw_finding(deck, brief, maps[""])
        for section in brief.sections:
            groups = share_tables(section.tables)
            shares = share_paragraphs(section.paragraphs, groups)
            count = len(groups) + (section.view is not None)
            for position, (words, tables) in enumerate(zip(shares, groups, strict=True)):
                _draw_section(deck, brief, _number(section, position, count), words, tables)
            if section.view is not None:
                _draw_picture(deck, brief, _number(section, count - 1, count), maps[section.key])
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def share_tables(tables: tuple[Table, ...]) -> list[tuple[Table, ...]]:
    """
    Share the tables of a section among slides.

    Parameters
    ----------
    tables
        Of the section.

    Returns
    -------
    slides
        At least one. Two tables stand side by side; in Urdu, whose lines stand further apart, the first stands beside
        the paragraphs, the others in pairs where they can be read so, and a long one goes on on the next slide.
    """
    if not is_right_to_left():
        return [tables[start : start + 2] for start in range(0, len(tables), 2)] or [()]
    whole, high = WIDTH - 2 * EDGE, HEIGHT - FOOT - TOP - CAPTION
    slides: list[tuple[Table, ...]] = []
    for position, table in enumerate(tables):
        pair = (*slides[-1], table) if len(slides) > 1 and len(slides[-1]) == 1 else ()
        if pair and all(can_be_read(one, (whole - GUTTER) / 2, high) for one in pair):
            slides[-1] = pair
            continue
        room = (1 - BESIDE) * whole - GUTTER if position == 0 else whole
        slides += [(part,) for part in split_table(table, room, high)]
    return slides or [()]


def split_table(table: Table, width: float, height: float) -> list[Table]:
    """
    Split a table into parts of like length that can be read on a slide.

    Parameters
    ----------
    table
        As it is on paper.
    width, height
        Points there are.

    Returns
    -------
    parts
        As few as can be; the note stands below the last.
    """
    count = 1
    while True:
        step = -(-len(table.rows) // count) or 1
        starts = range(0, len(table.rows) or 1, step)
        parts = [
            replace(table, rows=table.rows[one : one + step], spans=(), note=table.note if one == starts[-1] else "")
            for one in starts
        ]
        if step == 1 or all(can_be_read(part, width, height) for part in parts):
            return parts
        count += 1


def share_paragraphs(paragraphs: tuple[str, ...], groups: Sequence[tuple[Table, ...]]) -> list[tuple[str, ...]]:
    """
    Share the paragraphs of a section among its slides.

    Parameters
    ----------
    paragraphs
        Of the section.
    groups
        Tables of each slide.

    Returns
    -------
    texts
        One a slide. Where there are three paragraphs or more and several slides, the later ones stand on the last.
    """
    half = -(-len(paragraphs) // 2)
    if len(groups) < 2 or len(paragraphs) < 3:
        return [paragraphs, *[()] * (len(groups) - 1)]
    return [paragraphs[:half], *[()] * (len(groups) - 2), paragraphs[half:]]


def _number(section: Section, position: int, count: int) -> Section:
    """Tell slides of one section apart."""
    if count < 2:
        return section
    title = tr("{title} ({part} of {parts})").format(title=section.title, part=position + 1, parts=count)
    return replace(section, title=title)


def _add_code(slide: Slide, link: str, corner: tuple[float, float]) -> None:
    """Add the QR code of an address."""
    import segno

    stream = io.BytesIO()
    segno.make_qr(link, error="m").save(stream, kind="png", scale=8, border=QUIET, dark=LIGHT.ink)
    add_picture(slide, stream.getvalue(), (*corner, CODE, CODE), words=link)


def _add_slide(deck: Presentation, brief: Brief, notes: str) -> Slide:
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    line = tr("{place} · {kind} · {date}").format(place=brief.place, kind=brief.kind, date=brief.date)
    add_rule(slide, EDGE, HEIGHT - FOOT, WIDTH - 2 * EDGE, LIGHT.rule)
    add_text(slide, (line,), (EDGE, HEIGHT - FOOT + 2, WIDTH - 2 * EDGE - 60, FOOT - 8), size=9, colour=LIGHT.muted)
    number = str(len(deck.slides))
    box = (WIDTH - EDGE - 50, HEIGHT - FOOT + 2, 50.0, FOOT - 8)
    add_text(slide, (number,), box, size=9, colour=LIGHT.muted, far=True)
    write_notes(slide, notes)
    return slide


def _draw_finding(deck: Presentation, brief: Brief, map_png: bytes) -> None:
    """Draw the words at the side where lines start, the map at the other."""
    said = [brief.map_words, brief.credit, _say_link(brief.link)]
    if is_right_to_left():
        said.append(
            tr(
                "The words are set in Noto Nastaliq Urdu. Install this free font to see them in Nastaliq; without it "
                "another Urdu font of the computer takes its place."
            )
        )
    slide = _add_slide(deck, brief, "\n\n".join(said))
    shape = _measure_picture(map_png)
    width = 520.0
    for _ in range(SETTLE):
        # The narrower the map, the taller its sources.
        foot = measure_text(brief.credit, NOTE, width) + 6
        width = min((HEIGHT - FOOT - 36.0 - foot) * shape, width)
    column = WIDTH - 2 * EDGE - GUTTER - width
    left, picture = (EDGE + width + GUTTER, EDGE) if is_right_to_left() else (EDGE, WIDTH - EDGE - width)
    add_picture(slide, map_png, (picture, 30.0, width, width / shape), words=brief.map_words)
    below = 34.0 + width / shape
    size = fit_text((brief.credit,), width, HEIGHT - FOOT - below, most=NOTE)
    add_text(slide, (brief.credit,), (picture, below, width, HEIGHT - FOOT - below), size=size, colour=LIGHT.muted)
    y = 30.0
    tall = measure_text(brief.kind, 11, column, weight=600) + 6
    add_text(slide, (brief.kind,), (left, y, column, tall), size=11, weight=600, colour=LIGHT.coming_line)
    y += tall + 4
    size = fit_text((brief.headline,), column, 150.0, most=28, serif=True)
    tall = measure_text(brief.headline, size, column, weight=600, serif=True) + 6
    add_text(slide, (brief.headline,), (left, y, column, tall), size=size, serif=True, title=True)
    y += tall + 6
    bottom = _draw_figures(slide, brief, left, column)
    words = tuple(text for text in (brief.lead, brief.notice) if text)
    size = fit_text(words, column, bottom - y, most=15)
    add_text(slide, words, (left, y, column, bottom - y), size=size, colour=LIGHT.muted)


def _draw_figures(slide: Slide, brief: Brief, left: float, column: float) -> float:
    """Draw the key figures at the foot of a column, in the order of reading; return where they start."""
    cell = (column - 2 * 10) / 3
    size = min(fit_text((one.label, one.sureness), cell, 76.0, most=10.5, gap=0.2) for one in brief.figures)
    high = max(measure_text(one.number, 20, cell, weight=600) for one in brief.figures) + 4
    low = max(measure_text(text, size, cell) for one in brief.figures for text in (one.label, one.sureness))
    low = 2 * low + 0.2 * size
    top = HEIGHT - FOOT - 8 - high - low
    for index, one in enumerate(brief.figures[::-1] if is_right_to_left() else brief.figures):
        x = left + index * (cell + 10)
        add_rule(slide, x, top, cell, LIGHT.ink, weight=1.5)
        add_text(slide, (one.number,), (x, top + 3, cell, high), size=20, weight=600)
        add_text(slide, (one.label, one.sureness), (x, top + 3 + high, cell, low), size=size, gap=0.2)
    return top - 8


def _draw_section(
    deck: Presentation, brief: Brief, section: Section, paragraphs: tuple[str, ...], tables: tuple[Table, ...]
) -> None:
    said = (section.source, brief.credit, _say_link(brief.link))
    slide = _add_slide(deck, brief, "\n\n".join(text for text in said if text))
    width = WIDTH - 2 * EDGE
    _write_title(slide, section.title)
    bottom = HEIGHT - FOOT - 8
    if not tables:
        if section.key == "method":
            bottom = _draw_link(slide, brief.link, bottom)
        size = fit_text(paragraphs, width, bottom - TOP, most=15)
        add_text(slide, paragraphs, (EDGE, TOP, width, bottom - TOP), size=size)
    elif len(tables) == 1 and paragraphs:
        column = BESIDE * width
        size = fit_text(paragraphs, column, bottom - TOP, most=14)
        mirrored = is_right_to_left()
        text_left = EDGE + width - column if mirrored else EDGE
        add_text(slide, paragraphs, (text_left, TOP, column, bottom - TOP), size=size)
        left = EDGE if mirrored else EDGE + column + 24
        _draw_tables(slide, tables, (left, TOP, width - column - 24, bottom - TOP))
    else:
        y = TOP
        if paragraphs:
            tall = min(0.42 * (bottom - TOP), sum(measure_text(text, 13, width) + 6.5 for text in paragraphs))
            size = fit_text(paragraphs, width, tall, most=13)
            add_text(slide, paragraphs, (EDGE, y, width, tall), size=size)
            y += tall + 8
        _draw_tables(slide, tables, (EDGE, y, width, bottom - y))


def _say_link(link: str) -> str:
    """Say how the view is opened: the address itself, or a sentence where it is not known."""
    return link if "://" in link else say_link(link)


def _draw_link(slide: Slide, link: str, bottom: float) -> float:
    """Draw how the view is opened, with a QR code where it can be; return where the room above it ends."""
    width = WIDTH - 2 * EDGE
    if "://" not in link:
        tall = measure_text(say_link(link), 12, width) + 4
        add_text(slide, (say_link(link),), (EDGE, bottom - tall, width, tall), size=12)
        return bottom - tall - 6
    top = bottom - CODE
    mirrored = is_right_to_left()
    _add_code(slide, link, (WIDTH - EDGE - CODE if mirrored else EDGE, top))
    left, room = (EDGE if mirrored else EDGE + CODE + 12), width - CODE - 12
    tall = measure_text(say_link(link), 12, room) + 4
    add_text(slide, (say_link(link),), (left, top + 6, room, tall), size=12)
    size = fit_text((link,), room, CODE - tall - 10, most=12)
    add_text(slide, (link,), (left, top + 8 + tall, room, CODE - tall - 8), size=size, link=link)
    return top - 6


def _draw_picture(deck: Presentation, brief: Brief, section: Section, png: bytes) -> None:
    """Draw a section's own map on a slide of its own."""
    said = (section.map_words, section.source, brief.credit, _say_link(brief.link))
    slide = _add_slide(deck, brief, "\n\n".join(said))
    _write_title(slide, section.title)
    shape = _measure_picture(png)
    height = HEIGHT - FOOT - TOP - 8
    width = min(height * shape, WIDTH - 2 * EDGE)
    add_picture(slide, png, ((WIDTH - width) / 2, TOP, width, width / shape), words=section.map_words)


def _measure_picture(png: bytes) -> float:
    """Width of a picture for each unit of its height."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        return float(picture.width / picture.height)


def _write_title(slide: Slide, title: str) -> None:
    width = WIDTH - 2 * EDGE
    size = fit_text((title,), width, 44.0, most=26, serif=True)
    add_text(slide, (title,), (EDGE, 32.0, width, 50.0), size=size, serif=True, title=True)


def _draw_tables(slide: Slide, tables: tuple[Table, ...], box: tuple[float, float, float, float]) -> None:
    """Draw tables side by side, in type of one size."""
    x, y, width, height = box
    cell = (width - GUTTER * (len(tables) - 1)) / len(tables)
    caption = min(fit_text((table.caption,), cell, 32.0, most=12) for table in tables)
    tall = max(measure_text(table.caption, caption, cell, weight=600) for table in tables) + 4
    below = max(measure_text(table.note, NOTE, cell) for table in tables) + 6
    size = min(lay_grid(table, cell, height - tall - below).size for table in tables)
    for index, table in enumerate(tables[::-1] if is_right_to_left() else tables):
        left = x + index * (cell + GUTTER)
        add_text(slide, (table.caption,), (left, y, cell, tall), size=caption, weight=600)
        grid = lay_grid(table, cell, height - tall - below, most=size)
        add_table(slide, table, grid, (left, y + tall))
        if table.note:
            top = y + tall + grid.height + 4
            note = measure_text(table.note, NOTE, cell) + 1
            add_text(slide, (table.note,), (left, top, cell, note), size=NOTE, colour=LIGHT.muted)
