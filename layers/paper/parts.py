"""Parts of a sheet that both sizes have: the finding, key figures, the picture itself, sources and the link."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from boundaries.language import is_right_to_left, tr
from layers.finding import Finding
from layers.months import say_date
from layers.paper.canvas import Canvas, TextBox, find_baseline
from layers.paper.evidence import cut_sentences
from layers.paper.look import PAPER, Look
from layers.paper.map import draw_map_body, say_projection
from layers.paper.plot import draw_matrix_body
from layers.paper.qr import draw_code
from layers.paper.space import Space
from layers.paper.text import Style, lay_line, wrap_text
from layers.picture import Picture
from layers.screen import Screen
from layers.terms import say_carried
from layers.view import View
from layers.wording import write_digits

BRAND: Final = "Rawaan"
BRAND_URDU: Final = "رواں"

CLEAR: Final = (30.0, 46.0, 52.0, 46.0)
"""CSS pixels of the layout kept free round what a map frames: room for names, and below for the scale bar."""

FIGURE_GAP: Final = 18.0

BRAND_ROOM: Final = 130.0
"""CSS pixels that the name of the program takes of the question's line on a page."""


def write_picture_digits(picture: Picture, digits: str) -> Picture:
    """
    Write every number that a picture says with the reader's figures.

    Parameters
    ----------
    picture, digits
        As it was drawn; "latin" changes nothing.

    Returns
    -------
    picture
        A new one.
    """
    if digits == "latin":
        return picture

    def say(text: str) -> str:
        return write_digits(text, digits)

    finding, legend = picture.finding, picture.legend
    figures = tuple(
        replace(one, number=say(one.number), label=say(one.label), sureness=say(one.sureness))
        for one in finding.figures
    )
    traces = [
        {**trace, "text": [say(text) for text in trace["text"]]} if "text" in trace else trace
        for trace in picture.traces
    ]
    return replace(
        picture,
        finding=Finding(say(finding.title), say(finding.headline), say(finding.lead), figures),
        legend=replace(
            legend,
            title=say(legend.title),
            limits=tuple(say(limit) for limit in legend.limits),
            keys=tuple(replace(key, text=say(key.text)) for key in legend.keys),
            sentence=say(legend.sentence),
        ),
        traces=traces,
        credit=say(picture.credit),
        captions=tuple(say(caption) for caption in picture.captions),
    )


def draw_finding(
    canvas: Canvas, finding: Finding, x: float, top: float, width: float, look: Look, *, beside: float = 0.0
) -> float:
    """
    Write question, finding and the sentence below it.

    Parameters
    ----------
    canvas, finding, look
        Where to, what, type.
    x, top, width
        The column, CSS pixels.
    beside
        CSS pixels that something else takes of the question's line.

    Returns
    -------
    bottom
        Where it ends.
    """
    start, leftward = x + width if canvas.leftward else x, canvas.leftward
    lines = wrap_text(finding.title, look.kicker, width - beside, leftward=leftward)
    y = canvas.block(lines, start, top, look.kicker, part="question")
    lines = wrap_text(finding.headline, look.title, width, leftward=leftward, even=True)
    y = canvas.block(lines, start, y + 4, look.title, part="headline")
    lead = " ".join(cut_sentences(finding.lead)[: look.lead_sentences])
    return canvas.block(wrap_text(lead, look.text, width, leftward=leftward), start, y + 8, look.text, part="lead")


def draw_figures(canvas: Canvas, finding: Finding, x: float, top: float, width: float, look: Look) -> float:
    """
    Write the key figures side by side, each below a rule, with how sure it is.

    Parameters
    ----------
    canvas, finding, look
        Where to, what, type.
    x, top, width
        The column, CSS pixels.

    Returns
    -------
    bottom
        Where the longest ends.
    """
    count = len(finding.figures)
    if not count:
        return top
    room = (width - FIGURE_GAP * (count - 1)) / count
    label, sure = Style(look.label, PAPER.ink, leading=1.32), Style(look.label - 1, PAPER.muted, leading=1.36)
    wanted = Style(look.number, PAPER.ink, 600, leading=1.2)
    widest = max(lay_line(figure.number, wanted, leftward=canvas.leftward).width for figure in finding.figures)
    number = wanted.at(wanted.size * min(1.0, room / widest))
    # Figures with Urdu words reach higher and lower: all stand on one line, and what they count starts on another.
    lines = [lay_line(figure.number, number, leftward=canvas.leftward) for figure in finding.figures]
    step = number.step(urdu=False)
    below = max(find_baseline(number, step, urdu=False), *(line.rise for line in lines))
    fall = max(step - find_baseline(number, step, urdu=False), *(line.fall + 2 for line in lines))
    ends = []
    for place, figure in enumerate(finding.figures):
        column = count - 1 - place if canvas.leftward else place
        left = x + column * (room + FIGURE_GAP)
        start = left + room if canvas.leftward else left
        canvas.rect(left, top, room, 2, PAPER.ink)
        canvas.line(figure.number, start, top + 7 + below, number, part="figures")
        y = top + 7 + below + fall
        for text, style in ((figure.label, label), (figure.sureness, sure)):
            y = canvas.block(
                wrap_text(text, style, room, leftward=canvas.leftward), start, y + 1, style, part="figures"
            )
        ends.append(y)
    return max(ends)


def draw_picture(
    canvas: Canvas,
    picture: Picture,
    view: View,
    manifest: dict[str, Any],
    box: tuple[float, float, float, float],
    scale: float,
    *,
    covered: TextBox | None = None,
) -> None:
    """
    Draw the picture itself: a map, two maps, or a matrix.

    Parameters
    ----------
    canvas, picture, view, manifest
        Where to, what; call it inside `projection.on_paper`.
    box
        x, y, width, height, CSS pixels: what `screen_for` was given.
    scale
        Of the map's layout.
    covered
        What will lie on a map.
    """
    x, y, width, height = box
    if picture.plot is not None:
        draw_matrix_body(canvas, picture, box)
        return
    if not picture.captions:
        space = Space.of(picture.frame, view, box, scale)
        draw_map_body(canvas, picture, manifest, space, PAPER, digits=view.digits, covered=covered)
        return
    beside = width > height
    caption = Style(13 * scale, PAPER.ink, 600)
    for place, (subplot, text) in enumerate(zip(("map", "map2"), picture.captions, strict=True)):
        # Time runs with the reading.
        column = 1 - place if canvas.leftward and beside else place
        part = (
            (x + column * (width / 2 + 2), y, width / 2 - 2, height)
            if beside
            else (x, y + place * (height / 2 + 2), width, height / 2 - 2)
        )
        space = Space.of(picture.frame, view, part, scale)
        line = lay_line(text, caption, leftward=canvas.leftward)
        draw_map_body(
            canvas,
            picture,
            manifest,
            space,
            PAPER,
            subplot=subplot,
            digits=view.digits,
            caption=(text, caption, line.width),
        )


def screen_for(width: float, height: float, scale: float, *, column: float = 0.0) -> Screen:
    """
    Find the window that a picture on paper is laid out for.

    Parameters
    ----------
    width, height
        Of the picture, CSS pixels.
    scale
        Of the map's layout.
    column
        CSS pixels that a legend takes at the end of its lines.

    Returns
    -------
    screen
        In the light colours.
    """
    top, right, bottom, left = CLEAR
    extra = column / scale
    clear = (top, right, bottom, left + extra) if is_right_to_left() else (top, right + extra, bottom, left)
    return Screen(round(width / scale), round(height / scale), "light", clear=clear)


def say_sources(picture: Picture, manifest: dict[str, Any]) -> str:
    """Name the boundary set, the sources, and say what the borders imply."""
    about = tr("{boundaries}; not a legal record.").format(boundaries=say_carried(manifest["title"]))
    parts = [picture.credit, about]
    if picture.plot is None:
        parts.append(tr("Projection: {projection}.").format(projection=say_projection()))
    return " ".join(parts)


def say_made(day: date, link: str) -> str:
    """Say who made the sheet, when, and where it is found again; the opening view has no address of its own."""
    if not link:
        return tr("Made with Rawaan on {date}.").format(date=say_date(day))
    return tr("Made with Rawaan on {date}: {link}").format(date=say_date(day), link=link)


def draw_brand(canvas: Canvas, x: float, baseline: float, look: Look, *, ends: bool = True) -> None:
    """Write the name of the program, which ends at `x` (where the page's lines end) or else starts there."""
    latin, urdu = Style(look.label + 1.5, PAPER.ink, 700), Style(look.label + 1.5, PAPER.coming, 500)
    first, second = lay_line(BRAND, latin).width, lay_line(BRAND_URDU, urdu, leftward=True).width
    left = x if canvas.leftward == ends else x - first - second - 7
    canvas.line(BRAND, left, baseline, latin, part="brand", anchor="left")
    canvas.line(BRAND_URDU, left + first + 7, baseline, urdu, part="brand", anchor="left")


def draw_link(canvas: Canvas, link: str, x: float, y: float, side: float) -> None:
    """Draw the link as a QR code, with its quiet zone inside `side`."""
    if canvas.trial:
        return
    canvas.add(draw_code(link, x, y, side, PAPER.ink))
