"""Numbers of marks that the map's own layout found no room for: written farther off, at the end of a thin line."""

from __future__ import annotations

import math
import re
from typing import Any, Final

from layers.palette import Palette
from layers.paper.canvas import Canvas, TextBox
from layers.paper.space import Space
from layers.paper.text import Style, is_urdu, lay_line
from layers.wording import write_digits

LABEL: Final = re.compile("<b>(.*?)</b>")
"""In what a mark says to the mouse."""

SIZE: Final = 11.5
"""CSS pixels of the layout."""

TURNS: Final = 24
"""Directions that are tried round a mark."""

REACH: Final = tuple(range(16, 400, 8))
"""CSS pixels of the layout from a mark to its number, the nearest first."""

GAP: Final = 3.0


def draw_missing_numbers(
    canvas: Canvas, trace: dict[str, Any], space: Space, palette: Palette, digits: str, taken: list[TextBox]
) -> None:
    """
    Write the number of every mark that has none yet.

    Parameters
    ----------
    canvas, space, palette
        Where to, which map, colours.
    trace
        The marks, a `scattermap` whose "hovertext" begins with each mark's label in bold.
    digits
        Figures.
    taken
        Boxes of what is written already; marks are kept free as well, and those written are added.
    """
    style = Style(SIZE * space.scale, palette.ink, 600)
    radius = trace["marker"]["size"] / 2 * space.scale + GAP
    spots = [tuple(space.project([lon, lat]).tolist()) for lon, lat in zip(trace["lon"], trace["lat"], strict=True)]
    discs = [TextBox("", x - radius, y - radius, 2 * radius, 2 * radius, "mark") for x, y in spots]
    lines: list[TextBox] = []
    said = " ".join(box.text for box in taken)
    for (x, y), disc, title in zip(spots, discs, trace["hovertext"], strict=True):
        found = LABEL.match(title)
        label = write_digits(found.group(1).replace("\N{NO-BREAK SPACE}", " "), digits) if found else ""
        if not label or label in said or not space.holds(x, y):
            continue
        others = [*taken, *lines, *(one for one in discs if one is not disc)]
        place = _find_place(label, style, (x, y), space, others)
        if place is None:
            continue
        box, baseline, end = place
        # Lines neither cross nor run through a number.
        lines += [TextBox("", x - 1.5, y - 1.5, 3.0, 3.0, "mark") for x, y in _walk((x, y), end)[2:]]
        stroke = f'd="M{x:.2f} {y:.2f}L{end[0]:.2f} {end[1]:.2f}" fill="none" stroke-linecap="round"'
        canvas.add(f'<path {stroke} stroke="{palette.halo}" stroke-width="2.6"/>')
        canvas.add(f'<path {stroke} stroke="{palette.ink}" stroke-width="0.9"/>')
        canvas.circle(x, y, 1.6, palette.ink)
        left = box.x - lay_line(label, style, leftward=is_urdu(label)).span[0]
        taken.append(canvas.line(label, left, baseline, style, part="map", anchor="left", halo=palette.halo))


def _find_place(
    label: str, style: Style, spot: tuple[float, float], space: Space, taken: list[TextBox]
) -> tuple[TextBox, float, tuple[float, float]] | None:
    """Find the nearest free place: the box, its baseline, and where the line from the mark ends."""
    line = lay_line(label, style, leftward=is_urdu(label))
    first, last = line.span
    wide, tall = last - first, line.rise + line.fall
    for away in REACH:
        for turn in range(TURNS):
            # Level directions first: a number beside its mark is read with it.
            angle = math.pi * ((turn + 1) // 2 * (-1) ** turn) / (TURNS / 2)
            end = (spot[0] + away * math.cos(angle) * space.scale, spot[1] + away * math.sin(angle) * space.scale)
            left = end[0] + GAP if math.cos(angle) >= 0 else end[0] - GAP - wide
            box = TextBox(label, left, end[1] - tall / 2, wide, tall, "map")
            inside = space.holds(left - GAP, box.y - GAP) and space.holds(left + wide + GAP, box.y + tall + GAP)
            if inside and not any(box.overlaps(one, gap=GAP) or _crosses(spot, end, one) for one in taken):
                return box, box.y + line.rise, end
    return None


def _crosses(start: tuple[float, float], end: tuple[float, float], box: TextBox) -> bool:
    return any(
        box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height for x, y in _walk(start, end)
    )


def _walk(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """List points of a line, two pixels apart."""
    steps = max(2, int(math.dist(start, end) / 2))
    (x0, y0), (x1, y1) = start, end
    return [(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(steps + 1)]
