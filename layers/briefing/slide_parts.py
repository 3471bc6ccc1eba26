"""
The parts of a slide: text, rules, pictures and tables, in the reader's direction and fonts.

A deck names its fonts and cannot carry them. Urdu is set in Noto Nastaliq Urdu, and its letters are marked as Arabic
script: a computer without the font takes another that has them (Arial on Windows), in Naskh. Who wants Nastaliq there
installs Noto Nastaliq Urdu, which is free.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from boundaries.language import is_right_to_left, speaks
from layers.briefing.boxes import CELL, HEAD, URDU_STEP, Grid
from layers.briefing.content import Table
from layers.palette import LIGHT
from layers.paper.text import is_urdu

if TYPE_CHECKING:
    from pptx.slide import Slide

SANS: Final = "Inter"
SERIF: Final = "Source Serif 4"
URDU: Final = "Noto Nastaliq Urdu"

ARABIC: Final = "-78"
"""Character set of the Arabic script, 178 as a signed byte: what takes a missing font's place has to have it."""

KINDS: Final = {SANS: "34", SERIF: "18"}
"""Swiss and roman: what a computer without the font takes in its place."""

TAGS: Final = {"en": "en-GB", "ur": "ur-PK"}

Box = tuple[float, float, float, float]
"""Left, top, width, height in points."""


def add_text(
    slide: Slide,
    paragraphs: Sequence[str],
    box: Box,
    *,
    size: float,
    weight: int = 400,
    colour: str = LIGHT.ink,
    serif: bool = False,
    gap: float = 0.5,
    far: bool = False,
    title: bool = False,
    link: str = "",
) -> None:
    """
    Add a box of text.

    Parameters
    ----------
    slide
        It is added to this.
    paragraphs
        In order.
    box
        Where; no margins inside.
    size
        Points.
    weight
        600 and more is bold.
    colour
        CSS hex.
    serif
        Whether it is a headline.
    gap
        Between paragraphs, in em.
    far
        Whether it stands at the far side of the box.
    title
        Whether it names the slide, for outlines and screen readers.
    link
        Address that its words open; "" for none.
    """
    from pptx.util import Pt

    shape = slide.shapes.add_textbox(*(Pt(value) for value in box))
    if title:
        shape.name = "Title"
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for index, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.space_before = Pt(gap * size if index else 0)
        _write(paragraph, text, size=size, bold=weight >= 600 or serif, colour=colour, serif=serif, far=far, link=link)


def _write(
    paragraph: Any, text: str, *, size: float, bold: bool, colour: str, serif: bool = False, far: bool = False,
    link: str = "",
) -> None:
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = _read_colour(colour)
    properties = run._r.get_or_add_rPr()
    properties.set("lang", TAGS[speaks()])
    name = SERIF if serif else SANS
    for tag, font in (("latin", name), ("ea", name), ("cs", URDU)):
        element = properties.makeelement(qn(f"a:{tag}"), {"typeface": font})
        if font in KINDS:
            element.set("pitchFamily", KINDS[font])
        if font == URDU:
            element.set("charset", ARABIC)
        properties.append(element)
    if link:
        run.hyperlink.address = link
    leftward = is_right_to_left() and (is_urdu(text) or not any(letter.isalpha() for letter in text))
    mirrored = is_right_to_left()
    settings = paragraph._p.get_or_add_pPr()
    if leftward:
        settings.set("rtl", "1")
    if mirrored:
        # Stated in points: programs without this font, or with a wider cut of it, keep the lines apart all the same.
        paragraph.line_spacing = Pt(round(size * URDU_STEP, 1))
    settings.set("algn", "r" if mirrored != far else "l")


def _read_colour(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    make: Any = RGBColor
    return make(*bytes.fromhex(colour.lstrip("#")))


def add_rule(slide: Slide, x: float, y: float, width: float, colour: str, *, weight: float = 0.75) -> None:
    """
    Add a thin level line.

    Parameters
    ----------
    slide
        It is added to this.
    x, y, width
        Points.
    colour
        CSS hex.
    weight
        Points.
    """
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Pt

    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(x), Pt(y), Pt(x + width), Pt(y))
    line.line.color.rgb = _read_colour(colour)
    line.line.width = Pt(weight)


def add_picture(slide: Slide, png: bytes, box: Box, *, words: str) -> None:
    """
    Add a picture.

    Parameters
    ----------
    slide
        It is added to this.
    png
        The picture.
    box
        Where.
    words
        What it shows, for those who cannot see it.
    """
    from pptx.util import Pt

    picture: Any = slide.shapes.add_picture(io.BytesIO(png), *(Pt(value) for value in box))
    picture._element.nvPicPr.cNvPr.set("descr", words)


def add_table(slide: Slide, table: Table, grid: Grid, corner: tuple[float, float]) -> None:
    """
    Add a native table.

    Parameters
    ----------
    slide
        It is added to this.
    table, grid
        What, and how it is laid out.
    corner
        Left and top, points.
    """
    from pptx.enum.text import MSO_ANCHOR
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    rows = [table.head, *table.rows]
    # Columns are set in the order they are read; not every program turns round a table that says it is to be.
    order = range(len(table.head))[:: -1 if is_right_to_left() else 1]
    frame: Any = slide.shapes.add_table(
        len(rows), len(table.head), Pt(corner[0]), Pt(corner[1]), Pt(sum(grid.widths)), Pt(grid.height)
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", table.caption)
    native = frame.table
    properties = native._tbl.tblPr
    for name in ("bandRow", "firstCol"):
        properties.set(name, "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid: lines are ours
    for position, column in enumerate(order):
        native.columns[position].width = Pt(grid.widths[column])
    for row, (texts, height) in enumerate(zip(rows, grid.heights, strict=True)):
        native.rows[row].height = Pt(height)
        for position, column in enumerate(order):
            cell = native.cell(row, position)
            cell.margin_left = cell.margin_right = Pt(CELL[0])
            cell.margin_top = cell.margin_bottom = Pt(CELL[1])
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            number = column > 0 and column not in table.words
            _write(
                cell.text_frame.paragraphs[0],
                texts[column],
                size=HEAD * grid.size if row == 0 else grid.size,
                bold=row == 0,
                colour=LIGHT.muted if row == 0 else LIGHT.ink,
                far=number,
            )
            _underline(cell, LIGHT.ink if row == 0 else LIGHT.rule)


def _underline(cell: Any, colour: str) -> None:
    """Draw the line below a cell: python-pptx has no word for it."""
    from pptx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "9525"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour.lstrip("#").upper()}))
    line.append(fill)
    properties.append(line)


def write_notes(slide: Slide, text: str) -> None:
    """
    Write the speaker's notes.

    Parameters
    ----------
    slide
        Whose.
    text
        Sources, mostly.
    """
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = text
