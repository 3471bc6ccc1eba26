"""The map of a briefing with its legend: one drawing, for paper and for slides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from boundaries.language import is_right_to_left, speak
from layers.briefing.content import Brief
from layers.briefing.place_brief import find_province_name
from layers.briefing.region_map import frame_region, narrow_picture
from layers.paper.canvas import Canvas
from layers.paper.legend import draw_legend
from layers.paper.look import LOOKS
from layers.paper.parts import draw_picture, say_sources, screen_for, write_picture_digits
from layers.paper.sheet import NAMESPACE
from layers.paper.text import wrap_text
from layers.projection import on_paper
from layers.wording import write_digits

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.picture import Picture
    from layers.view import View

Box = tuple[float, float, float, float]

WIDTH: Final = 660.0
HEIGHT: Final = 520.0
"""CSS pixels of the map itself; the legend stands below it."""

BESIDE: Final = (430.0, 245.0)
"""CSS pixels of a section's map, width and height; its legend stands beside it."""

BESIDE_SLIDE: Final = (440.0, 300.0)
"""The same for a slide, which has no text below it."""

GAP: Final = 12.0

LEGEND: Final = 0.5
"""Part of the width that the legend has; the sources stand beside it."""

LOOK: Final = LOOKS["a4"]

SLIDE_LOOK: Final = replace(LOOK, body=15.5, label=15.0)
"""On a slide the picture is about 0.6 points for each of its pixels: its legend is at least nine points."""

PPI: Final = 192
"""Of the picture for slides: two of its dots for one of the map's pixels."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole SVG document and its size in CSS pixels."""

    svg: str
    width: float
    height: float


def draw_maps(atlas: Atlas, brief: Brief, *, slide: bool = False) -> dict[str, Drawing]:
    """
    Draw the maps of a briefing.

    Parameters
    ----------
    atlas
        Numbers.
    brief
        Its own view, of one province where it has one, and the views of its sections.
    slide
        Whether they are for slides, which say their sources themselves and are read from afar.

    Returns
    -------
    drawings
        "" → the map of the finding; key of a section → its map.
    """
    sections = {section.key: section.view for section in brief.sections if section.view is not None}
    return {
        "": draw_above(atlas, brief.view, brief.region, slide=slide),
        **{key: draw_beside(atlas, view, slide=slide) for key, view in sections.items()},
    }


def draw_above(atlas: Atlas, view: View, region: str = "", *, slide: bool = False) -> Drawing:
    """
    Draw a map above its legend and, on paper, its sources.

    Parameters
    ----------
    atlas, view
        Numbers, and what is drawn of them.
    region
        Code of the province that it is of; "": as the view frames it.
    slide
        Whether it is for a slide: the legend is larger, and has the whole width.

    Returns
    -------
    drawing
        In the language and with the digits of the view.
    """
    with speak(view.lang), on_paper():
        canvas = Canvas(leftward=is_right_to_left())
        picture = _draw(canvas, atlas, view, (0.0, 0.0, WIDTH, HEIGHT), region)
        if slide:
            low = draw_legend(canvas, picture.legend, 0.0, HEIGHT + GAP, WIDTH, SLIDE_LOOK, scale=LOOK.map_scale)
            return _finish(canvas, low)
        wide = round(LEGEND * WIDTH)
        beside = WIDTH - wide - 2 * GAP
        left = WIDTH - wide if canvas.leftward else 0.0
        top = HEIGHT + GAP
        low = draw_legend(canvas, picture.legend, left, top, wide, LOOK, scale=LOOK.map_scale)
        sources = write_digits(say_sources(picture, atlas.cube.manifest), view.digits)
        lines = wrap_text(sources, LOOK.small, beside, leftward=canvas.leftward)
        start = beside if canvas.leftward else WIDTH - beside
        low = max(low, canvas.block(lines, start, top, LOOK.small, part="sources"))
    return _finish(canvas, low)


def draw_beside(atlas: Atlas, view: View, *, slide: bool = False) -> Drawing:
    """
    Draw a map beside its legend.

    Parameters
    ----------
    atlas, view
        Numbers, and what is drawn of them.
    slide
        Whether it is for a slide: the map is larger.

    Returns
    -------
    drawing
        In the language and with the digits of the view.
    """
    width, height = BESIDE_SLIDE if slide else BESIDE
    with speak(view.lang), on_paper():
        canvas = Canvas(leftward=is_right_to_left())
        wide = WIDTH - width - GAP
        left, legend = (wide + GAP, 0.0) if canvas.leftward else (0.0, width + GAP)
        picture = _draw(canvas, atlas, view, (left, 0.0, width, height), "")
        low = draw_legend(canvas, picture.legend, legend, 0.0, wide, LOOK, scale=LOOK.map_scale)
    return _finish(canvas, max(low, height))


def _draw(canvas: Canvas, atlas: Atlas, view: View, box: Box, region: str) -> Picture:
    """Draw the map alone; call it inside `on_paper`."""
    screen = screen_for(box[2], box[3], LOOK.map_scale)
    if region:
        view = frame_region(atlas.cube, view, screen, region)
    picture = atlas.draw(view, screen)
    if region:
        cube = atlas.cubes[view.lang]
        picture = narrow_picture(cube, picture, view, screen, region, find_province_name(cube, region))
    picture = write_picture_digits(picture, view.digits)
    draw_picture(canvas, picture, view, atlas.cube.manifest, box, LOOK.map_scale)
    return picture


def _finish(canvas: Canvas, low: float) -> Drawing:
    tall = round(low + 4)
    svg = (
        f'<svg xmlns="{NAMESPACE}" width="{WIDTH:g}" height="{tall}" viewBox="0 0 {WIDTH:g} {tall}">'
        f"{''.join(canvas.parts)}</svg>"
    )
    return Drawing(svg, WIDTH, tall)


def rasterise(drawing: Drawing) -> bytes:
    """
    Turn a drawing into a picture.

    Parameters
    ----------
    drawing
        The map.

    Returns
    -------
    png
        Two dots for a CSS pixel each way.
    """
    from layers.briefing.pdf import open_compiler

    points = 72 / 96
    page = (
        f"#set page(width: {drawing.width * points}pt, height: {drawing.height * points}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.map), format: "svg", width: 100%)'
    )
    made = open_compiler().compile(page.encode(), format="png", ppi=PPI, sys_inputs={"map": drawing.svg})
    assert isinstance(made, bytes)
    return made
