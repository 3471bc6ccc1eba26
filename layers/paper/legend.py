"""The legend on paper: the classes of colour, the marks, what is drawn of how much."""

from __future__ import annotations

from typing import Final

from layers.legend import Key, Legend, draw_key_arrow
from layers.paper.canvas import Canvas
from layers.paper.look import PAPER, Look
from layers.paper.text import is_urdu, lay_line, wrap_text

MARK: Final = 58.0
"""CSS pixels of a legend's arrow, as long as its shape needs to be read."""

BETWEEN: Final = 14.0
"""CSS pixels between two keys side by side."""

HEXAGON: Final = "M9 1.5L15.5 5.2V12.8L9 16.5L2.5 12.8V5.2Z"


def draw_legend(
    canvas: Canvas, legend: Legend, x: float, top: float, width: float, look: Look, *, scale: float
) -> float:
    """
    Draw a legend.

    Parameters
    ----------
    canvas, legend, look
        Where to, what, type.
    x, top, width
        Its column, CSS pixels.
    scale
        Of the map's marks: those of the legend are as large.

    Returns
    -------
    bottom
        Where it ends.
    """
    start = x + width if canvas.leftward else x
    y = top
    if legend.title:
        lines = wrap_text(legend.title, look.strong, width, leftward=canvas.leftward)
        y = canvas.block(lines, start, y, look.strong, part="legend") + 4
        y = _draw_classes(canvas, legend, x, y, width, look)
    nobody = [Key(legend.no_data_text, legend.no_data)] if legend.title and legend.no_data else []
    for row in _pair_keys([*nobody, *legend.keys], width, look, scale, leftward=canvas.leftward):
        part = (width - BETWEEN * (len(row) - 1)) / len(row)
        lefts = [x + place * (part + BETWEEN) for place in range(len(row))]
        placed = zip(row, lefts[::-1] if canvas.leftward else lefts, strict=True)
        y = max(_draw_key(canvas, key, left, y, part, look, scale) for key, left in placed) + 3
    if legend.sentence:
        lines = wrap_text(legend.sentence, look.strong, width, leftward=canvas.leftward)
        y = canvas.block(lines, start, y + 2, look.strong, part="legend")
    return y


def _pair_keys(keys: list[Key], width: float, look: Look, scale: float, *, leftward: bool) -> list[list[Key]]:
    """Put two marks beside each other where both have room for their words."""
    rows: list[list[Key]] = []
    open_row = False
    for key in keys:
        wide, _ = _measure_mark(key, scale)
        words = lay_line(key.text, look.plain, leftward=leftward).width
        short = (wide + 9 if wide else 0) + words <= (width - BETWEEN) / 2
        if short and open_row:
            rows[-1].append(key)
        else:
            rows.append([key])
        open_row = short and not open_row
    return rows


def _draw_classes(canvas: Canvas, legend: Legend, x: float, y: float, width: float, look: Look) -> float:
    """Low stands left on every page, as on an axis; a limit whose words would touch the last ones is left out."""
    if not legend.colours:
        return y
    step, tall = width / len(legend.colours), 11.0
    top = y + tall
    for index, colour in enumerate(legend.colours):
        canvas.rect(x + index * step, y, step, tall, colour)
    canvas.rect(x, y, width, tall, "none", more=f' stroke="{PAPER.rule}" stroke-width="0.6"')
    baseline, free = y + tall + look.quiet.size + 2, x - 9.0
    ends = [(end, lay_line(end, look.quiet, leftward=is_urdu(end))) for end in legend.ends or ()]
    halves = [lay_line(text, look.quiet).width / 2 for text in (*legend.limits[:1], *legend.limits[-1:])]
    # What the ends mean stands beside the limits where it fits, or else below them.
    beside = bool(ends) and all(
        line.width + half + 8 <= step for (_, line), half in zip(ends, halves, strict=bool(halves))
    )
    for index, text in enumerate(legend.limits):
        middle, half = x + (index + 1) * step, lay_line(text, look.quiet).width / 2
        if middle - half >= free + 4 and middle + half <= x + width + 6:
            canvas.line(text, middle, baseline, look.quiet, part="legend", anchor="middle")
            free = middle + half
    y = baseline + 5
    if ends:
        urdu = is_urdu(legend.ends[0])
        step = look.quiet.step(urdu=urdu)
        rise = max(line.rise for _, line in ends)
        below = max(baseline, top + rise + 2) if beside else y + max(step * (0.62 if urdu else 0.75), rise + 1)
        canvas.line(legend.ends[0], x, below, look.quiet, part="legend", anchor="left")
        canvas.line(legend.ends[1], x + width, below, look.quiet, part="legend", anchor="right")
        y = below + max(step * (0.4 if urdu else 0.25), *(line.fall for _, line in ends)) + 3
    return y + 3


def _draw_key(canvas: Canvas, key: Key, x: float, y: float, width: float, look: Look, scale: float) -> float:
    wide, tall = _measure_mark(key, scale)
    room = width - (wide + 9 if wide else 0)
    lines = wrap_text(key.text, look.plain, room, leftward=canvas.leftward)
    step = look.plain.step(urdu=is_urdu(key.text))
    height = max(tall, len(lines) * step)
    left = x + width - wide if canvas.leftward else x
    if wide:
        # Where the words take several lines the mark stands by the first one.
        _draw_mark(canvas, key, left, y + max(0.0, (min(height, step) - tall) / 2), wide, tall, scale)
    start = x + room if canvas.leftward else x + width - room
    above = max(0.0, (tall - step) / 2) if wide else 0.0
    return max(canvas.block(lines, start, y + above, look.plain, part="legend"), y + height)


def _measure_mark(key: Key, scale: float) -> tuple[float, float]:
    if key.style == "words":
        return 0.0, 0.0
    if key.style in {"swatch", "hexagon"}:
        return 18.0, 16.0
    if key.style == "circle":
        return max(18.0, 2 * key.width * scale + 2), max(16.0, 2 * key.width * scale + 2)
    return MARK, max(key.width * scale + 10, 14.0)


def _draw_mark(canvas: Canvas, key: Key, x: float, y: float, wide: float, tall: float, scale: float) -> None:
    middle, centre = x + wide / 2, y + tall / 2
    if key.style == "swatch":
        more = f' stroke="{PAPER.rule}" stroke-width="0.6"'
        canvas.rect(x + 1, centre - 5.5, 16, 11, key.colour, more=more)
    elif key.style == "hexagon":
        stroke = f' stroke="{key.line}" stroke-width="{key.width * scale:.2f}"' if key.line else ""
        move = f"translate({x:.2f} {centre - 9:.2f})"
        canvas.add(f'<path d="{HEXAGON}" transform="{move}" fill="{key.colour or "none"}"{stroke}/>')
    elif key.style == "circle":
        more = f' fill-opacity="0.6" stroke="{key.line}"'
        canvas.circle(middle, centre, key.width * scale, key.colour, more=more)
    else:
        arrow = draw_key_arrow(key, wide / scale, tall / scale)
        turn = f" translate({wide / scale:.2f} 0) scale(-1 1)" if canvas.leftward else ""
        canvas.add(f'<g transform="translate({x:.2f} {y:.2f}) scale({scale:g}){turn}">{arrow}</g>')
