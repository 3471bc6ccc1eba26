"""A sheet: one view on one page or slide, with everything that must stand beside the map when it leaves the atlas."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from boundaries.language import is_right_to_left, speak, tr
from layers._errors import ExportError
from layers.atlas import Atlas
from layers.finding import Finding
from layers.paper.bars import read_bars
from layers.paper.canvas import Canvas, TextBox
from layers.paper.evidence import read_card
from layers.paper.look import LOOKS, PAPER
from layers.paper.page import Content, set_page
from layers.paper.parts import draw_picture, say_made, say_sources, screen_for, write_picture_digits
from layers.paper.slide import set_slide
from layers.projection import on_paper
from layers.terms import say_carried
from layers.view import View
from layers.wording import write_digits

NAMESPACE: Final = "http://www.w3.org/2000/svg"

SETTERS: Final = {"a4": set_page, "wide": set_slide}


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One drawing.

    Attributes
    ----------
    svg
        A whole SVG document; its texts are text, in the fonts of assets/fonts/print.
    width, height
        CSS pixels, 96 to the inch.
    boxes
        Where the ink of every line of text lies.
    title, description, source, licence
        What the file says of itself.
    language
        Code of the words' language.
    date
        ISO.
    """

    svg: str
    width: float
    height: float
    boxes: tuple[TextBox, ...]
    title: str
    description: str
    source: str
    licence: str
    language: str
    date: str


def draw_sheet(
    atlas: Atlas, view: View, *, size: str = "a4", base: str = "", date: datetime.date | None = None
) -> Sheet:
    """
    Draw a view as a sheet that stands alone.

    Parameters
    ----------
    atlas, view
        Numbers, and what is asked; the view's language and digits are the sheet's.
    size
        "a4" (210 × 297 mm) or "wide" (16:9).
    base
        Address of the atlas, to which the view's query is added; the sheet then has a QR code. "" when none is known.
    date
        Of the sheet; None: today. Equal views on equal dates give equal sheets.

    Returns
    -------
    sheet
        Drawn in the light colours, in the language of the view.

    Raises
    ------
    ExportError
        There is no such size.
    ViewError
        The view names a place that has no figures.
    """
    if size not in LOOKS:
        raise ExportError(tr("a sheet is {sizes}, not {size}").format(sizes=" / ".join(LOOKS), size=repr(size)))
    look, day = LOOKS[size], date or datetime.date.today()
    view = view.but(place=atlas.cube.flow_unit_of(view.place))
    manifest = atlas.cube.manifest
    link = f"{base}?{view.to_query()}" if view.to_query() else base
    with speak(view.lang), on_paper():
        canvas = Canvas(leftward=is_right_to_left())

        def draw(width: float, height: float, *, column: float = 0.0) -> Content:
            picture = atlas.draw(view, screen_for(width, height, look.map_scale, column=column))
            card, bars = read_card(picture, atlas.cube, view), read_bars(picture)
            bars = bars and bars.in_digits(view.digits)
            picture = write_picture_digits(picture, view.digits)
            sources = write_digits(say_sources(picture, manifest), view.digits)
            made, code = write_digits(say_made(day, link), view.digits), base and link
            return Content(picture, card.in_digits(view.digits), bars, view, manifest, sources, made, code)

        content = SETTERS[size](canvas, look, draw)
        finding = content.picture.finding
        return _finish(canvas, look.width, look.height, view, day, finding, content.sources, manifest)


def draw_map(
    atlas: Atlas, view: View, *, width: float, height: float, scale: float = 1.0, date: datetime.date | None = None
) -> Sheet:
    """
    Draw a view's map alone: with its names, scale bar and north arrow, without the sheet's words.

    Parameters
    ----------
    atlas, view
        Numbers, and what is asked.
    width, height
        CSS pixels.
    scale
        Of type and arrows, against the screen's.
    date
        What the file says of itself; None: today.

    Returns
    -------
    sheet
        Whose `svg` can be embedded: whoever does must say title, legend and sources beside it.

    Raises
    ------
    ViewError
        The view names a place that has no figures.
    """
    view = view.but(place=atlas.cube.flow_unit_of(view.place))
    with speak(view.lang), on_paper():
        canvas = Canvas(leftward=is_right_to_left())
        picture = write_picture_digits(atlas.draw(view, screen_for(width, height, scale)), view.digits)
        draw_picture(canvas, picture, view, atlas.cube.manifest, (0.0, 0.0, width, height), scale)
        sources = write_digits(say_sources(picture, atlas.cube.manifest), view.digits)
        day = date or datetime.date.today()
        return _finish(canvas, width, height, view, day, picture.finding, sources, atlas.cube.manifest)


def _finish(
    canvas: Canvas,
    width: float,
    height: float,
    view: View,
    day: datetime.date,
    finding: Finding,
    sources: str,
    manifest: dict[str, Any],
) -> Sheet:
    """Put the document round what was drawn."""
    title, description = finding.headline, finding.lead
    svg = "".join(
        (
            f'<svg xmlns="{NAMESPACE}" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
            f"xml:lang={quoteattr(view.lang)} role=\"img\"><title>{escape(title)}</title>"
            f"<desc>{escape(f'{description} {sources}')}</desc>"
            f'<rect width="{width:g}" height="{height:g}" fill="{PAPER.panel}"/>',
            *canvas.parts,
            "</svg>",
        )
    )
    licence = tr("Boundaries: {licence}").format(licence=say_carried(manifest.get("licence", "")))
    return Sheet(
        svg, width, height, tuple(canvas.boxes), title, description, sources, licence, view.lang, day.isoformat()
    )
