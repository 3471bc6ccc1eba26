"""
Names on the map: eight places round a point, most important first, none on top of another.

The boxes are those MapLibre draws for a plotly `scattermap` trace in text mode: the text stands half an em
beside its point, or three tenths of an em above or below it, and both grow by ``marker.size / 100`` em.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from layers.projection import FloatArray, to_pixels

__all__ = ["Labels", "place_labels", "text_width"]

POSITIONS: Final = (
    "middle right",
    "middle left",
    "top center",
    "bottom center",
    "top right",
    "bottom right",
    "top left",
    "bottom left",
)
"""Plotly's `textposition` values, best first."""

LINE_HEIGHT: Final = 1.2
"""Height of a line of text in em, as MapLibre sets it."""

HALO: Final = 2.0
"""CSS pixels kept free round every label; MapLibre drops a label that comes nearer to another."""

COVER_COST: Final = 3.0
"""What it costs a label to lie wholly on things to avoid, in steps down the list of positions."""

COVER_STEP: Final = 4.0
"""CSS pixels between the points at which outlines to avoid are tested."""

# advance widths of Inter Regular 4 in hundredths of an em, grouped by width
_ADVANCES: Final = {
    24: "ijl",
    28: " I.,:;!'’|",
    34: "tf()[]/",
    38: "r",
    41: "1",
    46: "-",
    53: "s",
    56: "acekvxyz7LJ",
    60: "bdghnopquEF–&",
    63: "023456789PRSTBZ$#?",
    68: "AVXYK",
    74: "CDGHNOQU",
    82: "w",
    89: "mM",
    98: "W@%",
}
_WIDTHS: Final = {character: width / 100.0 for width, group in _ADVANCES.items() for character in group}
_LETTER_WIDTH: Final = 0.6
_URDU_WIDTH: Final = 0.42
"""Joined Arabic letters are narrow; a mean, since each letter's width depends on its neighbours."""


@dataclass(frozen=True)
class Labels:
    """
    Where names stand; every field has one entry per label given, in the order given.

    Attributes
    ----------
    shown
        Whether there was room, shape ``(n,)``.
    position
        Plotly `textposition`, "" when not shown.
    marker_size
        `marker.size` of the text trace that moves the label clear of its point's circle; labels of one
        (position, marker_size) can share a trace.
    box
        Left, top, right, bottom in CSS pixels from the map's top-left corner, shape ``(n, 4)``; NaN when
        not shown.
    """

    shown: npt.NDArray[np.bool_]
    position: list[str]
    marker_size: list[float]
    box: FloatArray

    @property
    def dropped(self) -> list[int]:
        """Indices of the labels for which there was no room."""
        return np.flatnonzero(~self.shown).tolist()


def text_width(text: str) -> float:
    """
    Estimate how wide a line of text is.

    Parameters
    ----------
    text
        Latin text is measured as Inter Regular; Arabic script at a mean width; other letters as wide as an
        "o".

    Returns
    -------
    em
        Width in em; 0 for an empty text. Marks that combine with the letter before them have no width.
    """
    width = 0.0
    for character in text:
        known = _WIDTHS.get(character)
        if known is not None:
            width += known
        elif unicodedata.combining(character):
            continue
        elif unicodedata.bidirectional(character) in {"R", "AL"}:
            width += _URDU_WIDTH
        else:
            width += _LETTER_WIDTH
    return width


def place_labels(
    points: npt.ArrayLike,
    texts: Sequence[str],
    *,
    size: tuple[float, float],
    zoom: float,
    centre: tuple[float, float],
    priorities: npt.ArrayLike | None = None,
    text_size: float | npt.ArrayLike = 13.0,
    radius: float | npt.ArrayLike = 3.0,
    avoid: Sequence[npt.ArrayLike] = (),
    keep_out: Sequence[tuple[float, float, float, float]] = (),
    margin: float = 4.0,
) -> Labels:
    """
    Find a place for each name so that none lies on another.

    Labels are placed one by one, the most important first, each at the best of eight positions that is inside
    the frame, clear of every label placed before, of every point's circle and of the boxes to keep out of.
    Things to avoid (arrowheads, arrows) are not forbidden: the position that covers least of them wins.

    Parameters
    ----------
    points
        Degrees, shape ``(n, 2)``, lon then lat.
    texts
        One name per point, one line each; an empty text is never shown.
    size
        (width, height) of the map element in CSS pixels.
    zoom, centre
        MapLibre zoom and (lon, lat) of the map's middle.
    priorities
        Higher goes first, shape ``(n,)``; the given order when left out. Ties keep the given order.
    text_size
        CSS pixels, one number or shape ``(n,)``.
    radius
        Radius of each point's circle, CSS pixels, one number or shape ``(n,)``.
    avoid
        Polygons or lines in degrees, each of shape ``(m, 2)``: `Arrows.heads`, for example.
    keep_out
        Boxes (left, top, right, bottom) in CSS pixels from the map's top-left corner, under controls and
        legends.
    margin
        CSS pixels kept free along the frame's edge.

    Returns
    -------
    labels
        Which are shown and where. The same input always gives the same placing; no points give no labels.

    Raises
    ------
    ValueError
        If the number of texts or priorities is not that of the points.
    """
    place = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    count = len(place)
    rank = np.zeros(count) if priorities is None else np.asarray(priorities, dtype=np.float64)
    if len(texts) != count or len(rank) != count:
        raise ValueError(f"{count} points, {len(texts)} texts and {len(rank)} priorities do not match")
    em = np.broadcast_to(np.asarray(text_size, dtype=np.float64), count)
    circle = np.broadcast_to(np.asarray(radius, dtype=np.float64), count)
    corner = to_pixels(centre, zoom) - np.asarray(size) / 2.0
    xy = to_pixels(place, zoom) - corner
    marker = np.maximum(100.0 * ((circle + HALO) / em - 0.4), 0.0).round()
    boxes = _candidate_boxes(xy, np.array([text_width(text) for text in texts]), em, marker)
    possible = (boxes[..., :2] >= margin).all(axis=-1) & (boxes[..., 2:] <= np.asarray(size) - margin).all(axis=-1)
    possible &= np.array([bool(text) for text in texts], dtype=bool)[:, None]
    for box in keep_out:
        possible &= ~_overlap(boxes, np.asarray(box, dtype=np.float64))
    circles = np.concatenate([xy - circle[:, None], xy + circle[:, None]], axis=1)
    own = np.eye(count, dtype=bool)
    possible &= ~(_overlap(boxes[:, :, None], circles) & ~own[:, None]).any(axis=-1)
    cost = np.arange(len(POSITIONS)) / len(POSITIONS) + COVER_COST * _cover(boxes, avoid, zoom, corner)

    shown, position, taken = np.zeros(count, dtype=bool), [""] * count, np.full((count, 4), np.nan)
    for label in np.argsort(-rank, kind="stable").tolist():
        free = possible[label] & ~_overlap(boxes[label][:, None], taken[shown]).any(axis=1)
        if not free.any():
            continue
        choice = int(np.where(free, cost[label], np.inf).argmin())
        shown[label], position[label], taken[label] = True, POSITIONS[choice], boxes[label, choice]
    return Labels(shown, position, marker.tolist(), taken)


def _candidate_boxes(xy: FloatArray, width: FloatArray, em: FloatArray, marker: FloatArray) -> FloatArray:
    """Boxes of each label at each position, shape (n, 8, 4), with the halo."""
    across, tall = (width * em)[:, None], (LINE_HEIGHT * em)[:, None]
    beside, above = ((0.5 + marker / 100.0) * em)[:, None], ((1.5 + marker / 100.0) * em)[:, None]
    side = np.array([{"left": -1, "center": 0, "right": 1}[name.split()[1]] for name in POSITIONS])
    row = np.array([{"top": -1, "middle": 0, "bottom": 1}[name.split()[0]] for name in POSITIONS])
    left = xy[:, :1] + np.where(side == 0, -across / 2.0, np.where(side > 0, beside, -beside - across))
    top = xy[:, 1:] + np.where(row == 0, -tall / 2.0, np.where(row < 0, -above, above - tall))
    return np.stack([left - HALO, top - HALO, left + across + HALO, top + tall + HALO], axis=-1)


def _overlap(a: FloatArray, b: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether boxes overlap; the leading shapes broadcast."""
    across = (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2])
    down = (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
    both: npt.NDArray[np.bool_] = across & down
    return both


def _cover(boxes: FloatArray, avoid: Sequence[npt.ArrayLike], zoom: float, corner: FloatArray) -> FloatArray:
    """Measure how much of a label lies on outlines to avoid: 1 is one line along its whole width."""
    if not len(avoid) or not len(boxes):
        return np.zeros(boxes.shape[:2])
    outlines = [np.asarray(outline, dtype=np.float64).reshape(-1, 2) for outline in avoid]
    marks = _mark(to_pixels(np.concatenate(outlines), zoom) - corner, np.array([len(outline) for outline in outlines]))
    low, high = boxes[..., :2].min(axis=(0, 1)), boxes[..., 2:].max(axis=(0, 1))
    x, y = marks[((marks > low) & (marks < high)).all(axis=1)].T
    left, top, right, bottom = np.moveaxis(boxes, -1, 0)[..., None]
    inside = (x > left) & (x < right) & (y > top) & (y < bottom)
    crossing = (boxes[..., 2] - boxes[..., 0]) / COVER_STEP
    share: FloatArray = np.minimum(inside.sum(axis=-1) / crossing, 2.0)
    return share


def _mark(corners: FloatArray, sizes: npt.NDArray[np.intp]) -> FloatArray:
    """Points along outlines that follow each other in `corners`, about `COVER_STEP` apart and at both ends."""
    last = np.cumsum(sizes) - 1
    steps = np.hypot(*np.diff(corners, axis=0).T)
    # Nothing is drawn from one outline to the next.
    steps[last[:-1]] = COVER_STEP
    along = np.concatenate([[0.0], np.cumsum(steps)])
    begin, end = along[last - sizes + 1], along[last]
    counts = np.ceil((end - begin) / COVER_STEP).astype(np.intp) + 1
    number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    at = np.minimum(np.repeat(begin, counts) + COVER_STEP * number, np.repeat(end, counts))
    return np.stack([np.interp(at, along, corners[:, axis]) for axis in (0, 1)], axis=1)
