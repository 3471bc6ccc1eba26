"""The panel's first bars on a slide: partners, gains and losses, with their ranges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from dash import html

from layers.palette import css_variables
from layers.paper.canvas import Canvas
from layers.paper.evidence import read_text
from layers.paper.look import PAPER, Look
from layers.paper.text import Style, is_urdu, lay_line, wrap_text
from layers.picture import Picture
from layers.wording import write_digits

LEAST, MOST = 4, 10
"""Bars on a slide: fewer say nothing, more are not read."""

NAMES: Final = 0.34
"""Part of the width that the names have at most."""

TONES: Final = dict(part.split(":") for part in css_variables(PAPER).split(";") if part)
"""Variable of the page → colour on paper."""


@dataclass(frozen=True, slots=True)
class Row:
    """
    One bar.

    Attributes
    ----------
    name, value
        As written.
    start, end, low, high
        Of the bar and of its range, parts of the track from 0 to 1; an empty range is not drawn.
    tone, modelled
        Colour, and whether it is pale with an outline.
    """

    name: str
    value: str
    start: float
    end: float
    low: float
    high: float
    tone: str
    modelled: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Title, what is counted, and rows from the first."""

    title: str
    unit: str
    rows: tuple[Row, ...]

    def in_digits(self, digits: str) -> Bars:
        """Return the bars with every number in the reader's figures."""
        rows = tuple(
            replace(row, name=write_digits(row.name, digits), value=write_digits(row.value, digits))
            for row in self.rows
        )
        return Bars(write_digits(self.title, digits), write_digits(self.unit, digits), rows)


def read_bars(picture: Picture) -> Bars | None:
    """
    Find the first bars of a picture's panel.

    Parameters
    ----------
    picture
        With its panel.

    Returns
    -------
    bars
        None where its panel begins with something else, or with fewer than `LEAST`.
    """
    for part in picture.details[:2]:
        children = getattr(part, "children", None)
        if not isinstance(children, list):
            continue
        lists = [child for child in children if isinstance(child, html.Ol) and vars(child).get("className") == "bars"]
        heads = [child for child in children if isinstance(child, html.H2)]
        if lists and heads:
            words = heads[0].children if isinstance(heads[0].children, list) else [heads[0].children]
            rows = tuple(row for item in lists[0].children if (row := _read_row(item.children)))
            return Bars(read_text(words[0]), read_text(words[1:]), rows) if len(rows) >= LEAST else None
    return None


def _read_row(bar: Any) -> Row | None:
    name, track, value = bar.children
    if not getattr(track, "children", None):
        return None
    spans = {span.className.split()[0]: span for span in track.children if getattr(span, "style", None)}
    start, end = _read_span(spans["fill"])
    low, high = _read_span(spans["whisker"]) if "whisker" in spans else (0.0, 0.0)
    modelled = "modelled" in spans["fill"].className
    tone = _find_tone(track.style["--tone"])
    return Row(read_text(name), read_text(value), start, end, low, high, tone, modelled)


def _find_tone(tone: str) -> str:
    """Look up a colour that the page names by its variable."""
    return TONES.get(tone.removeprefix("var(").rstrip(")"), tone)


def _read_span(span: Any) -> tuple[float, float]:
    start, width = (float(span.style[name].rstrip("%")) / 100 for name in ("insetInlineStart", "width"))
    return start, start + width


def draw_bars(canvas: Canvas, bars: Bars, x: float, top: float, width: float, height: float, look: Look) -> float:
    """
    Draw as many bars as there is room for.

    Parameters
    ----------
    canvas, bars, look
        Where to, what, type.
    x, top, width, height
        Their place, CSS pixels.

    Returns
    -------
    bottom
        Where they end; `top` when there is no room for `LEAST`.
    """
    leftward = canvas.leftward
    urdu = any(is_urdu(row.name) for row in bars.rows)
    step = look.label * (2.1 if urdu else 1.72)
    names = [lay_line(row.name, Style(look.label, PAPER.ink), leftward=leftward) for row in bars.rows[:MOST]]
    step = max(step, *(above.fall + below.rise + 1 for above, below in pairwise(names)))
    title, quiet = look.strong, look.quiet
    # The first name may reach up as far as the title reaches down, and no farther.
    below = canvas.try_out().block([bars.title], x, 0.0, title, part="bars")
    first = max(title.step(urdu=is_urdu(bars.title)) + 3, below + max(0.0, names[0].rise - 0.66 * step) + 1)
    count = min(len(bars.rows), MOST, int((height - first) // step))
    if count < LEAST:
        return top
    start, end = (x + width, x) if leftward else (x, x + width)
    room = width - lay_line(bars.unit, quiet, leftward=leftward).width - 12
    if len(wrap_text(bars.title, title, room, leftward=leftward)) > 1:
        room = width
    else:
        canvas.block([bars.unit], end, top, quiet, part="bars", anchor="end")
    canvas.block(wrap_text(bars.title, title, room, leftward=leftward)[:1], start, top, title, part="bars")
    name, value = Style(look.label, PAPER.ink), Style(look.label, PAPER.ink, 600)
    rows = bars.rows[:count]
    named = min(max(lay_line(row.name, name, leftward=leftward).width for row in rows) + 12, NAMES * width)
    valued = max(lay_line(row.value, value, leftward=leftward).width for row in rows) + 12
    track = width - named - valued
    y = top + first
    for row in rows:
        baseline = y + step * 0.66
        fitting = name.at(name.size * min(1.0, (named - 8) / lay_line(row.name, name, leftward=leftward).width))
        canvas.line(row.name, start, baseline, fitting, part="bars")
        canvas.line(row.value, end, baseline, value, part="bars", anchor="end")
        _draw_bar(canvas, row, x, y + step / 2, named, track, width)
        y += step
    return y


def _draw_bar(canvas: Canvas, row: Row, x: float, middle: float, named: float, track: float, width: float) -> None:
    def place(share: float) -> float:
        along = named + share * track
        return x + width - along if canvas.leftward else x + along

    left, right = sorted((place(row.start), place(row.end)))
    more = f' fill-opacity="0.4" stroke="{row.tone}" stroke-width="0.8"' if row.modelled else ""
    canvas.rect(left, middle - 4.5, right - left, 9, row.tone, more=more)
    if row.high > row.low:
        low, high = sorted((place(row.low), place(row.high)))
        canvas.rule(low, middle, high - low, PAPER.ink)
