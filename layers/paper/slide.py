"""The slide: words in a column, and the picture over the rest of the screen with its legend on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from layers.paper.bars import draw_bars
from layers.paper.canvas import Canvas, TextBox
from layers.paper.evidence import draw_card
from layers.paper.legend import draw_legend
from layers.paper.look import PAPER, Look
from layers.paper.page import MOST, Content, Draw
from layers.paper.parts import draw_brand, draw_figures, draw_finding, draw_link, draw_picture
from layers.paper.text import wrap_text

COLUMN: Final = 396.0
"""CSS pixels of the words."""

LEGEND: Final = 236.0
CODE: Final = 78.0
SPACE: Final = 18.0
"""CSS pixels between the parts of the column."""

LINES: Final = 4
"""Of a headline; a longer one is set smaller."""

INSET: Final = 16.0


def set_slide(canvas: Canvas, look: Look, draw: Draw) -> Content:
    """
    Set the slide.

    Parameters
    ----------
    canvas, look, draw
        Where to, sizes, and how to get the picture for a width and height.

    Returns
    -------
    content
        As it was drawn.
    """
    left = look.margin + COLUMN + 28.0
    width = look.width - left
    height = 600.0
    for _ in range(3):
        content = draw(width, height, column=LEGEND + INSET)
        foot = _draw_foot(canvas.try_out(), content, look, left, 0.0)
        if look.height - foot == height:
            break
        height = look.height - foot
    apart = bool(content.picture.captions) or content.picture.plot is not None
    if apart:
        # Two maps and a matrix have no room to spare: the legend stands beside them.
        content = draw(width - LEGEND - 2 * INSET, height)
    content, used = _choose_look(canvas, content, look)
    _draw_picture(canvas, content, look, left, width, height, apart=apart)
    _draw_words(canvas, content, used)
    _draw_foot(canvas, content, look, left, height)
    return content


def _mirror(canvas: Canvas, look: Look, x: float, width: float) -> float:
    return look.width - x - width if canvas.leftward else x


def _choose_look(canvas: Canvas, content: Content, look: Look) -> tuple[Content, Look]:
    """Choose how large the words are; bars that have no room beside them are left out."""
    if content.bars:
        # Bars say more than a long text beside them, but not more than the finding and one sentence of evidence.
        for used in replace(look, sentences=3).yielding():
            if used.sentences and _is_short(canvas, content, used) and _measure_words(canvas, content, used) <= 0:
                return content, used
        content = replace(content, bars=None)
    # Without bars there is room for larger type and more of the evidence.
    for used in (*look.growing(), *look.yielding()):
        if _is_short(canvas, content, used) and _measure_words(canvas, content, used) <= 0:
            break
    for count in range(MOST, used.sentences, -1):
        fuller = replace(used, sentences=count)
        if _measure_words(canvas, content, fuller) <= 0:
            return content, fuller
    return content, used


def _is_short(canvas: Canvas, content: Content, look: Look) -> bool:
    return len(wrap_text(content.picture.finding.headline, look.title, COLUMN, leftward=canvas.leftward)) <= LINES


def _measure_words(canvas: Canvas, content: Content, look: Look) -> float:
    return _draw_words(canvas.try_out(), content, look)


def _draw_picture(
    canvas: Canvas, content: Content, look: Look, left: float, width: float, height: float, *, apart: bool
) -> None:
    room = width - LEGEND - 2 * INSET if apart else width
    x = _mirror(canvas, look, left, room)
    box = (x, 0.0, room, height)
    trial = canvas.try_out()
    tall = draw_legend(trial, content.picture.legend, 0.0, 0.0, LEGEND - 2 * 12, look, scale=look.map_scale)
    side = _mirror(canvas, look, look.width - LEGEND - INSET, LEGEND)
    top = look.margin - 12 if apart else height - tall - 2 * 12 - INSET
    covered = None if apart else TextBox("", side, top, LEGEND, tall + 2 * 12, "legend")
    draw_picture(canvas, content.picture, content.view, content.manifest, box, look.map_scale, covered=covered)
    if not apart:
        canvas.rect(side, top, LEGEND, tall + 2 * 12, PAPER.panel, more=' rx="5" fill-opacity="0.94"')
    draw_legend(canvas, content.picture.legend, side + 12, top + 12, LEGEND - 2 * 12, look, scale=look.map_scale)


def _draw_words(canvas: Canvas, content: Content, look: Look) -> float:
    """Draw the column; returns by how much it is too long, at most 0 when all of it fits, the bars included."""
    finding = content.picture.finding
    x = _mirror(canvas, look, look.margin, COLUMN)
    tall = draw_card(canvas.try_out(), content.card, x, 0.0, COLUMN, look)
    bottom = look.height - look.margin - look.label * 1.9
    y = draw_finding(canvas, finding, x, look.margin - 6, COLUMN, look)
    spare = bottom - tall - draw_figures(canvas.try_out(), finding, x, y + SPACE, COLUMN, look) - SPACE
    # What is left over without bars stands in equal parts above and below the figures.
    apart = SPACE if content.bars else SPACE + max(spare / 2, 0.0)
    y = draw_figures(canvas, finding, x, y + apart, COLUMN, look)
    if content.bars is not None:
        below = draw_bars(canvas, content.bars, x, y + SPACE, COLUMN, spare - SPACE, look)
        spare = spare if below > y + SPACE else -SPACE
    draw_card(canvas, content.card, x, bottom - tall, COLUMN, look)
    end = look.width - look.margin if canvas.leftward else look.margin
    draw_brand(canvas, end, look.height - look.margin * 0.9, look, ends=False)
    return -spare


def _draw_foot(canvas: Canvas, content: Content, look: Look, left: float, top: float) -> float:
    """Draw sources and link; returns how tall they are, the slide's margin included."""
    width = look.width - left - look.margin * 0.7
    code = CODE if content.link else 0.0
    x = _mirror(canvas, look, left, width)
    room = width - (code + 14 if code else 0.0)
    start = x + width if canvas.leftward else x
    y = top + 10
    for text in (content.sources, content.made):
        lines = wrap_text(text, look.small, room, leftward=canvas.leftward)
        y = canvas.block(lines, start, y, look.small, part="foot") + 2
    if code:
        draw_link(canvas, content.link, x if canvas.leftward else x + width - code, top + 6, code)
    return max(y - top, code + 10) + 10
