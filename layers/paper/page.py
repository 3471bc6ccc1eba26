"""The upright page: finding and figures above, the picture across the page, below it legend, evidence and sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from layers.paper.bars import Bars
from layers.paper.canvas import Canvas
from layers.paper.evidence import Card, draw_card
from layers.paper.legend import draw_legend
from layers.paper.look import PAPER, Look
from layers.paper.parts import BRAND_ROOM, draw_brand, draw_figures, draw_finding, draw_link, draw_picture
from layers.paper.text import wrap_text
from layers.picture import Picture
from layers.view import View

LEGENDS: Final = (0.42, 0.5, 0.58, 0.66)
"""Parts of the page's width that the legend may have: a long one beside little evidence has more."""

GUTTER: Final = 26.0
CODE: Final = 86.0
"""CSS pixels of the QR code, 23 mm: it is read at arm's length."""

LEAST: Final = 0.4
"""Part of the page's height that the picture has at least; texts give way before it does."""

MOST: Final = 12
"""Sentences of evidence at most."""

STEP: Final = 8.0
"""The picture's height is a multiple of it."""


@dataclass(frozen=True, slots=True)
class Content:
    """
    What a sheet has to say.

    Attributes
    ----------
    picture, card, bars, view, manifest
        The picture with its finding and legend, its evidence, the panel's first bars, what was asked, the boundary set.
    sources, made
        The lines at the foot.
    link
        What the QR code says; "" for none.
    """

    picture: Picture
    card: Card
    bars: Bars | None
    view: View
    manifest: dict[str, Any]
    sources: str
    made: str
    link: str


Draw = Callable[..., Content]
"""Draws the view for a picture of a width and height."""


def set_page(canvas: Canvas, look: Look, draw: Draw) -> Content:
    """
    Set the page.

    Parameters
    ----------
    canvas, look, draw
        Where to, sizes, and how to get the picture for a width and height.

    Returns
    -------
    content
        As it was drawn.
    """
    width = look.width - 2 * look.margin
    least = LEAST * look.height
    height = least + 50.0
    # The words depend a little on the picture's size (how many arrows are too thin), and its size on the words.
    for _ in range(3):
        content = draw(width, height)
        for used in look.yielding():
            head = _draw_head(canvas.try_out(), content, used)
            foot = _draw_foot(canvas.try_out(), content, used, 0.0)
            room = look.height - head - foot - 26.0
            if room >= least:
                break
        if 0 <= room - height < STEP:
            break
        height = room // STEP * STEP
    top = _draw_head(canvas, content, used) + 14.0
    box = (look.margin, top, width, height)
    draw_picture(canvas, content.picture, content.view, content.manifest, box, look.map_scale)
    _draw_foot(canvas, content, used, look.height - foot)
    return content


def _draw_head(canvas: Canvas, content: Content, look: Look) -> float:
    x, width, finding = look.margin, look.width - 2 * look.margin, content.picture.finding
    end = look.margin if canvas.leftward else look.width - look.margin
    draw_brand(canvas, end, look.margin + look.label, look)
    y = draw_finding(canvas, finding, x, look.margin - 4, width, look, beside=BRAND_ROOM)
    return draw_figures(canvas, finding, x, y + 14, width, look)


def _draw_foot(canvas: Canvas, content: Content, look: Look, top: float) -> float:
    """Draw legend, evidence, sources and link; returns how tall they are, the page's margin included."""
    width = look.width - 2 * look.margin
    left, fuller = min(
        (_share_width(canvas, content, look, round(part * width), width) for part in LEGENDS), key=lambda one: one[0]
    )[1:]
    right = width - left - GUTTER
    first, second = look.margin, look.margin + left + GUTTER
    if canvas.leftward:
        first, second = look.margin + right + GUTTER, look.margin
    legend = draw_legend(canvas, content.picture.legend, first, top, left, look, scale=look.map_scale)
    card = draw_card(canvas, content.card, second, top, right, fuller)
    y = max(legend, card) + 14
    canvas.rule(look.margin, y, width, PAPER.rule)
    y += 9
    code = CODE if content.link else 0.0
    room = width - (code + GUTTER / 2 if code else 0.0)
    start = look.margin + width if canvas.leftward else look.margin
    lines = wrap_text(f"{content.sources} {content.made}", look.small, room, leftward=canvas.leftward)
    bottom = canvas.block(lines, start, y, look.small, part="foot") + 3
    if code:
        draw_link(
            canvas, content.link, look.margin if canvas.leftward else look.margin + width - code, y - 2, code
        )
    return max(bottom, y + code) + look.margin * 0.7 - top


def _share_width(canvas: Canvas, content: Content, look: Look, left: float, width: float) -> tuple[float, float, Look]:
    """Measure legend and evidence for a width of the legend: how tall they are, the width, the evidence's look."""
    trial = canvas.try_out()
    legend = draw_legend(trial, content.picture.legend, 0.0, 0.0, left, look, scale=look.map_scale)
    # Beside a long legend there is room for more sentences.
    for count in range(MOST, look.sentences - 1, -1):
        fuller = replace(look, sentences=count)
        card = draw_card(trial, content.card, 0.0, 0.0, width - left - GUTTER, fuller)
        if card <= legend:
            break
    return max(legend, card), left, fuller
