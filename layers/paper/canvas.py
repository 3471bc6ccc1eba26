"""A sheet of SVG being filled: shapes, and text whose every box is kept, so that nothing can hide under anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from layers.paper.fonts import SANS, SERIF, URDU
from layers.paper.text import Style, find_steps, is_urdu, lay_line

STACKS: Final = {
    SANS: "Inter, 'Noto Nastaliq Urdu', Helvetica, Arial, sans-serif",
    SERIF: "'Rawaan Serif', 'Source Serif 4', 'Source Serif Pro', Georgia, serif",
    URDU: "'Noto Nastaliq Urdu', 'Noto Naskh Arabic', serif",
}
"""What a program falls back on that has not our fonts; letters stay where they are, since every piece has its place."""


@dataclass(frozen=True, slots=True)
class TextBox:
    """
    Where the ink of one line of text lies, or of one word of it, CSS pixels from the sheet's upper left corner.

    `part` says what it belongs to: "map" or one of the sheet's parts; `line` is the same for the words of one line.
    """

    text: str
    x: float
    y: float
    width: float
    height: float
    part: str
    line: int = -1

    def overlaps(self, other: TextBox, *, gap: float = 0.0) -> bool:
        """Say whether boxes of two lines share more than an edge, or come nearer than `gap`."""
        return (
            (self.line < 0 or self.line != other.line)
            and self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height + gap
            and other.y < self.y + self.height + gap
        )


class Canvas:
    """
    Markup and the boxes of its text, in drawing order.

    Parameters
    ----------
    leftward
        Whether the page runs from right to left.
    trial
        Whether only sizes are wanted: nothing is kept.
    """

    def __init__(self, *, leftward: bool = False, trial: bool = False) -> None:
        self.leftward = leftward
        self.trial = trial
        self.parts: list[str] = []
        self.boxes: list[TextBox] = []
        self._lines = 0

    def try_out(self) -> Canvas:
        """Return an empty sheet on which a layout is tried."""
        return Canvas(leftward=self.leftward, trial=True)

    def add(self, markup: str) -> None:
        """Add a shape."""
        if not self.trial:
            self.parts.append(markup)

    def rect(self, x: float, y: float, width: float, height: float, colour: str, *, more: str = "") -> None:
        """Add a rectangle; `more` are further attributes."""
        self.add(f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{colour}"{more}/>')

    def rule(self, x: float, y: float, length: float, colour: str, *, width: float = 1.0) -> None:
        """Add a level line."""
        self.add(f'<path d="M{x:.2f} {y:.2f}h{length:.2f}" stroke="{colour}" stroke-width="{width:g}" fill="none"/>')

    def circle(self, x: float, y: float, radius: float, colour: str, *, more: str = "") -> None:
        """Add a disc."""
        self.add(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{colour}"{more}/>')

    def line(
        self,
        text: str,
        x: float,
        baseline: float,
        style: Style,
        *,
        part: str,
        anchor: str = "start",
        halo: str = "",
        upright: bool = False,
    ) -> TextBox:
        """
        Write one line.

        Parameters
        ----------
        text, x, baseline, style
            What, where, how.
        part
            What it belongs to.
        anchor
            "start" (where the language starts), "end", "middle", "left" or "right": what stands at `x`.
        halo
            Colour round the letters.
        upright
            Whether it is written upwards, turned by a quarter; `x` is then its baseline and `baseline` its start.

        Returns
        -------
        box
            Where its ink lies.
        """
        line = lay_line(text, style, leftward=self.leftward or (is_urdu(text) and text[0] > "\u05ff"))
        side = {"start": "right" if self.leftward else "left", "end": "left" if self.leftward else "right"}.get(
            anchor, anchor
        )
        shift = {"left": 0.0, "right": -line.width, "middle": -line.width / 2}[side]
        at = self._lines = self._lines + 1
        (left, right), tall = line.span, line.rise + line.fall
        if upright:
            box = TextBox(text, x - line.rise, baseline - shift - right, tall, right - left, part, at)
        else:
            box = TextBox(text, x + shift + left, baseline - line.rise, right - left, tall, part, at)
        if self.trial:
            return box
        if is_urdu(text) and not upright:
            # Nastaliq slopes: words of two lines may stand within each other's height, not within each other's width.
            self.boxes += [
                TextBox(
                    text,
                    x + shift + word.left,
                    baseline - word.rise,
                    word.right - word.left,
                    word.rise + word.fall,
                    part,
                    at,
                )
                for word in line.words
            ]
        else:
            self.boxes.append(box)
        edge = f' paint-order="stroke" stroke="{halo}" stroke-width="{style.size * 0.24:.2f}" stroke-linejoin="round"'
        turn = f' transform="rotate(-90 {x:.2f} {baseline:.2f})"' if upright else ""
        for piece in line.pieces:
            self.add(
                f'<text x="{x + shift + piece.left:.2f}" y="{baseline:.2f}" font-family="{STACKS[piece.face.family]}" '
                f'font-size="{piece.size:.2f}" font-weight="{piece.face.weight}" fill="{style.colour}"'
                f'{edge if halo else ""}{turn} xml:space="preserve">{escape(piece.text)}</text>'
            )
        return box

    def block(
        self, lines: Iterable[str], x: float, top: float, style: Style, *, part: str, anchor: str = "start"
    ) -> float:
        """
        Write lines below each other.

        Parameters
        ----------
        lines, x, top, style, part, anchor
            What, where the first line's box starts, how; see `line`.

        Returns
        -------
        bottom
            Where the next block can start.
        """
        texts = tuple(text for text in lines if text)
        if not texts:
            return top
        # Where lines end together on the right their words are compared from there.
        *baselines, bottom = _stack_lines(texts, style, self.leftward, self.leftward == (anchor == "start"))
        if not self.trial:
            for text, below in zip(texts, baselines, strict=True):
                self.line(text, x, top + below, style, part=part, anchor=anchor)
        return top + bottom


@lru_cache(maxsize=4_000)
def _stack_lines(texts: tuple[str, ...], style: Style, leftward: bool, flush: bool) -> tuple[float, ...]:
    """Find each line's baseline below the top, and last the bottom."""
    laid = [lay_line(text, style, leftward=leftward) for text in texts]
    urdu = any(is_urdu(text) for text in texts)
    usual = style.step(urdu=urdu)
    baselines = [max(find_baseline(style, usual, urdu=urdu), laid[0].rise)]
    for step in find_steps(laid, style, leftward=flush):
        baselines.append(baselines[-1] + step)
    bottom = baselines[-1] + max(usual - find_baseline(style, usual, urdu=urdu), laid[-1].fall + 1)
    return (*baselines, bottom)


def find_baseline(style: Style, step: float, *, urdu: bool) -> float:
    """
    Find where in a line's height its letters stand.

    Parameters
    ----------
    style, step
        Look, and height of the line.
    urdu
        Whether it has Urdu letters, which reach further down.

    Returns
    -------
    baseline
        CSS pixels below the line's top.
    """
    return step * 0.62 if urdu else step / 2 + style.size * 0.36
