"""The matrix on paper: cells, the lines between provinces, and as many names as can be read."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from layers.paper.canvas import Canvas
from layers.paper.look import PAPER
from layers.paper.text import Style, is_urdu, lay_line
from layers.paper.traces import find_colours
from layers.picture import Picture

NAME: Final = 8.8
"""CSS pixels of the names beside the matrix; smaller ones could not be read on paper, so fewer are shown instead."""

GAP: Final = 5.0


def draw_matrix_body(canvas: Canvas, picture: Picture, box: tuple[float, float, float, float]) -> None:
    """
    Draw a matrix as large as fits.

    Parameters
    ----------
    canvas, picture
        Where to, what.
    box
        x, y, width, height in CSS pixels.
    """
    x, y, width, height = box
    trace, plot = picture.traces[0], picture.plot or {}
    names, count = trace["y"], len(trace["y"])
    style = Style(NAME, PAPER.ink, 400)
    # Before the matrix come its rows' names, and as much stands above it.
    room = max(lay_line(name, style, leftward=canvas.leftward).width for name in names) + 2 * GAP
    side = min(width, height) - room
    cell = side / count
    left = x + (width - room - side) / 2 + (0 if canvas.leftward else room)
    top = y + (height - room - side) / 2 + room
    canvas.rect(left, top, side, side, PAPER.rule)
    _draw_cells(canvas, trace, left, top, cell)
    _draw_shapes(canvas, plot, left, top, cell)
    for note in plot.get("annotations", ()):
        _write_block(canvas, note, left, top, cell)
    here = _find_outlined(plot)
    shown = _choose_names(trace, here, cell)
    for row in shown:
        bold = Style(NAME, PAPER.ink, 600 if row == here else 400)
        line = lay_line(names[row], bold, leftward=canvas.leftward)
        middle = top + (row + 0.5) * cell
        baseline = middle + ((line.rise - line.fall) / 2 if is_urdu(names[row]) else 0.36 * NAME)
        if canvas.leftward:
            canvas.line(names[row], left + side + GAP, baseline, bold, part="plot", anchor="left")
        else:
            canvas.line(names[row], left - GAP, baseline, bold, part="plot", anchor="right")
        across = left + (row + 0.5) * cell + ((line.rise - line.fall) / 2 if is_urdu(names[row]) else 0.36 * NAME)
        canvas.line(names[row], across, top - GAP, bold, part="plot", anchor="left", upright=True)


def _draw_cells(canvas: Canvas, trace: dict[str, Any], left: float, top: float, cell: float) -> None:
    """One path a colour; cells without a value show the ground."""
    steps = np.array([[np.nan if value is None else value for value in row] for row in trace["z"]], dtype=float)
    gap = min(0.5, cell * 0.1)
    size = cell - gap
    for step in np.unique(steps[np.isfinite(steps)]).tolist():
        colour = find_colours({**trace, "z": [step]})[0]
        rows, columns = np.nonzero(steps == step)
        data = "".join(
            f"M{left + column * cell + gap / 2:.2f} {top + row * cell + gap / 2:.2f}h{size:.2f}v{size:.2f}h-{size:.2f}z"
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        )
        canvas.add(f'<path d="{data}" fill="{colour}"/>')


def _draw_shapes(canvas: Canvas, plot: dict[str, Any], left: float, top: float, cell: float) -> None:
    for shape in plot.get("shapes", ()):
        x0, x1 = (left + (shape[name] + 0.5) * cell for name in ("x0", "x1"))
        y0, y1 = (top + (shape[name] + 0.5) * cell for name in ("y0", "y1"))
        stroke = f'stroke="{shape["line"]["color"]}" stroke-width="{shape["line"]["width"]}" fill="none"'
        if shape["type"] == "line":
            canvas.add(f'<path d="M{x0:.2f} {y0:.2f}L{x1:.2f} {y1:.2f}" {stroke}/>')
        else:
            canvas.add(f'<path d="M{x0:.2f} {y0:.2f}H{x1:.2f}V{y1:.2f}H{x0:.2f}Z" {stroke}/>')


def _write_block(canvas: Canvas, note: dict[str, Any], left: float, top: float, cell: float) -> None:
    """Name a province in the corner of its block."""
    text = note["text"].replace("<b>", "").replace("</b>", "")
    style = Style(10.0, PAPER.ink, 600)
    x, y = left + (note["x"] + 0.5) * cell, top + (note["y"] + 0.5) * cell
    line = lay_line(text, style, leftward=canvas.leftward)
    tall = line.rise + line.fall
    canvas.rect(x - line.width - 7, y - tall - 7, line.width + 6, tall + 6, PAPER.panel, more=' fill-opacity="0.88"')
    canvas.line(text, x - 4, y - 4 - line.fall, style, part="plot", anchor="right")


def _find_outlined(plot: dict[str, Any]) -> int:
    """Find the row of the view's own place, −1 where none is outlined."""
    outlines = [shape for shape in plot.get("shapes", ()) if shape["type"] == "rect"]
    wide = [shape for shape in outlines if shape["y1"] - shape["y0"] == 1]
    return round(wide[0]["y0"] + 0.5) if wide else -1


def _choose_names(trace: dict[str, Any], here: int, cell: float) -> list[int]:
    """Rows to name: the view's own first, then those with most movers, while their letters do not touch."""
    people = np.asarray(trace["customdata"], dtype=np.float64)
    weight = people.sum(axis=0) + people.sum(axis=1)
    order = [row for row in [here, *np.argsort(-weight, kind="stable").tolist()] if row >= 0]
    lines = [lay_line(name, Style(NAME, PAPER.ink, 600), leftward=is_urdu(name)) for name in trace["y"]]
    # A name stands in the middle of its row, so that half of its height is on either side.
    need = [max(line.rise + line.fall + 1, NAME * 1.22) / 2 for line in lines]
    shown: list[int] = []
    for row in order:
        if all(abs(row - other) * cell >= need[row] + need[other] for other in shown):
            shown.append(row)
    return sorted(shown)
