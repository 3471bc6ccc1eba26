"""A map on paper: the base map, the picture's traces and names, a scale bar and an arrow to the north."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.basemap import WINDOW
from boundaries.language import tr
from layers.basemap_style import build_style
from layers.conic import CENTRE, PARALLELS
from layers.palette import Palette
from layers.paper.canvas import Canvas, TextBox
from layers.paper.marks import draw_missing_numbers
from layers.paper.space import Geometries, Space, project_shapes, read_published, write_shapes
from layers.paper.text import Style
from layers.paper.traces import draw_cells, draw_discs, draw_names, draw_polygons, fade_in, unpack_cells
from layers.picture import Picture
from layers.wording import write_digits

BAR: Final = 118.0
"""CSS pixels of the scale bar at most."""

STEPS: Final = (1, 2, 5)
"""First figures of the lengths it may have."""


@lru_cache(maxsize=1)
def project_window() -> Geometries:
    """
    Project the window of the base map.

    Returns
    -------
    flat
        One polygon at zoom 0 of the paper's projection: call it inside `projection.on_paper`. Its parallels are arcs.
    """
    return project_shapes(shapely.segmentize(shapely.box(*WINDOW), 0.5))


def say_projection() -> str:
    """Name the projection of printed maps."""
    low, high = PARALLELS
    said = tr("Albers equal-area conic, {low}° and {high}° N, {middle}° E").format(
        low=f"{low:g}", high=f"{high:g}", middle=f"{CENTRE[0]:g}"
    )
    return said.replace("° ", "°\N{NO-BREAK SPACE}")


def draw_map_body(
    canvas: Canvas,
    picture: Picture,
    manifest: dict[str, Any],
    space: Space,
    palette: Palette,
    *,
    subplot: str = "map",
    digits: str = "latin",
    caption: tuple[str, Style, float] | None = None,
    covered: TextBox | None = None,
) -> None:
    """
    Draw one map.

    Parameters
    ----------
    canvas
        Where to.
    picture, manifest
        What, and where the published geometry lies; call it inside `projection.on_paper`.
    space, palette
        Which part of the sheet, colours.
    subplot
        Which of the picture's maps.
    digits
        Figures of the scale bar.
    caption
        Of one of two maps: its words, their look and width.
    covered
        What will lie on the map: no name is written under it.
    """
    folder = Path(manifest["folder"])
    traces = [trace for trace in picture.traces if trace.get("subplot", "map") == subplot]
    cells = _find_cells(picture)
    _draw_base(canvas, picture, manifest, traces, cells, space, palette)
    for trace in traces:
        if trace.get("below") is None and trace["type"] == "choroplethmap":
            draw_polygons(canvas, trace, space, folder)
        elif trace["type"] == "scattermap" and "text" not in trace["mode"]:
            draw_discs(canvas, trace, space)
    taken = [*_draw_furniture(canvas, space, palette, digits)]
    if covered is not None:
        taken.append(covered)
    if caption is not None:
        taken.append(_draw_caption(canvas, space, palette, caption))
    for trace in traces:
        if trace["type"] == "scattermap" and "text" in trace["mode"]:
            draw_names(canvas, trace, space, halo=palette.halo, taken=taken)
    for trace in traces:
        if trace.get("name") == "abadis":
            draw_missing_numbers(canvas, trace, space, palette, digits, taken)


def _draw_caption(canvas: Canvas, space: Space, palette: Palette, caption: tuple[str, Style, float]) -> TextBox:
    """Write what a map shows into the corner where the page starts, on a card."""
    text, style, width = caption
    tall = style.size * (2.6 if canvas.leftward else 1.9)
    left = space.x + space.width - width - 28 if canvas.leftward else space.x + 10
    canvas.rect(left, space.y + 10, width + 18, tall, palette.panel, more=' rx="3" fill-opacity="0.92"')
    return canvas.line(text, left + 9, space.y + 10 + tall * 0.66, style, part="furniture", anchor="left")


def _find_cells(picture: Picture) -> NDArray[np.uint64]:
    """Find the cells' ids; the second of two maps has those of the first."""
    packed = [trace["meta"]["cells"] for trace in picture.traces if "cells" in (trace.get("meta") or {})]
    return unpack_cells(packed[0]) if packed else np.zeros(0, dtype=np.uint64)


def _draw_base(
    canvas: Canvas,
    picture: Picture,
    manifest: dict[str, Any],
    traces: list[dict[str, Any]],
    cells: NDArray[np.uint64],
    space: Space,
    palette: Palette,
) -> None:
    """Draw the layers of the screen's style in their order; what lies "below" a layer comes before it."""
    folder = Path(manifest["folder"])
    style = build_style(manifest, palette, base="")
    for layer in style["layers"]:
        for trace in traces:
            if trace.get("below") != layer["id"]:
                continue
            if trace["name"] == "cells":
                opacity = fade_in(picture, space.zoom)
                draw_cells(canvas, trace, cells, space, opacity=opacity, ink=palette.ink)
            else:
                draw_polygons(canvas, trace, space, folder)
        paint = layer["paint"]
        if layer["type"] == "background":
            # Beyond the base map's window nobody knows where the sea is, so none is shown there.
            canvas.rect(space.x, space.y, space.width, space.height, palette.land)
            sea = write_shapes(space.shape(project_window()), areas=True)
            if sea:
                canvas.add(f'<path d="{sea}" fill="{paint["background-color"]}"/>')
            continue
        _, kinds, flat = read_published(folder, style["sources"][layer["source"]]["data"])
        wanted = [row for row, kind in enumerate(kinds) if kind == layer["filter"][2]]
        if not wanted:
            continue
        data = write_shapes(space.shape(flat[wanted]), areas=layer["type"] == "fill")
        if data and layer["type"] == "fill":
            canvas.add(f'<path d="{data}" fill="{paint["fill-color"]}" fill-rule="evenodd"/>')
        elif data:
            width = paint["line-width"] * space.scale
            dashes = " ".join(f"{part * width:.2f}" for part in paint.get("line-dasharray", ()))
            ends = f'stroke-dasharray="{dashes}"' if dashes else 'stroke-linecap="round"'
            canvas.add(
                f'<path d="{data}" fill="none" stroke="{paint["line-color"]}" stroke-width="{width:.2f}" '
                f'stroke-linejoin="round" {ends}/>'
            )


def measure_bar(space: Space) -> tuple[float, float]:
    """
    Choose the length of the scale bar.

    Parameters
    ----------
    space
        The map.

    Returns
    -------
    km, pixels
        The longest round length that fits.
    """
    longest = BAR * min(space.scale, 1.0) * space.km
    power = 10.0 ** math.floor(math.log10(longest))
    km = max(step * power for step in STEPS if step * power <= longest)
    return km, km / space.km


def find_north(space: Space, x: float, y: float) -> float:
    """
    Find where north lies at a point of the map.

    Parameters
    ----------
    space, x, y
        The map, CSS pixels of the sheet.

    Returns
    -------
    angle
        Degrees clockwise from straight up; on a conic it is 0 on the central meridian alone.
    """
    lon, lat = space.lonlat(x, y)
    (x0, y0), (x1, y1) = space.project([[lon, lat], [lon, lat + 0.01]]).tolist()
    return math.degrees(math.atan2(x1 - x0, y0 - y1))


def _draw_furniture(canvas: Canvas, space: Space, palette: Palette, digits: str) -> list[TextBox]:
    """Draw the scale bar and, beside it, the arrow to the north, in the corner where the page starts."""
    km, length = measure_bar(space)
    unit = min(space.scale, 1.0)
    margin, baseline = 14 * unit, space.y + space.height - 14 * unit
    style = Style(10.5 * unit, palette.ink, 500)
    north = 13 * unit
    if canvas.leftward:
        right = space.x + space.width - margin
        arrow, bar = right - north / 2, right - north - 34 * unit - length
    else:
        arrow, bar = space.x + margin + north / 2, space.x + margin + north + 14 * unit
    turn = find_north(space, arrow, baseline - 8 * unit)
    canvas.add(
        f'<g transform="rotate({turn:.2f} {arrow:.2f} {baseline - 10 * unit:.2f})">'
        f'<path d="M{arrow:.2f} {baseline - 22 * unit:.2f}l{north * 0.38:.2f} {20 * unit:.2f}'
        f'l{-north * 0.38:.2f} {-4.5 * unit:.2f}l{-north * 0.38:.2f} {4.5 * unit:.2f}Z" fill="{palette.ink}" '
        f'stroke="{palette.halo}" stroke-width="0.8"/></g>'
    )
    boxes = [
        canvas.line(
            tr("N"),
            arrow + 23 * unit * math.sin(math.radians(turn)),
            baseline - 25 * unit,
            Style(10 * unit, palette.ink, 600),
            part="furniture",
            anchor="middle",
            halo=palette.halo,
        )
    ]
    top = baseline - 4 * unit
    canvas.rect(bar - 0.8, top - 0.8, length + 1.6, 4 * unit + 1.6, palette.halo)
    for at, colour in enumerate((palette.ink, palette.panel, palette.ink, palette.panel)):
        canvas.rect(bar + at * length / 4, top, length / 4, 4 * unit, colour)
    more = f' stroke="{palette.ink}" stroke-width="0.6"'
    canvas.rect(bar, top, length, 4 * unit, "none", more=more)
    ends = ((bar, "0"), (bar + length, tr("{n} km").format(n=f"{km:,g}")))
    boxes += [
        canvas.line(
            write_digits(text, digits), x, top - 5 * unit, style, part="furniture", anchor="middle", halo=palette.halo
        )
        for x, text in ends
    ]
    return boxes
