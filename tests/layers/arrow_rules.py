"""
The cartographic rules as numbers: what a drawn set of arrows keeps and what it breaks.

Rules R1 to R10 follow Jenny et al. (2018, Cartography and Geographic Information Science 45:1): R1 few
crossings, R2 symmetric curves, R3 longer flows bend more, R4 no acute crossings, R5 no sharp bends, R6 no
flow under another node, R7 ends spread round a node, R8 arrowheads, R9 width proportional to the quantity,
R10 ends at nodes with a gap. All are measured in pixels at the zoom the arrows were drawn for.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.arrow_layout import STEPS, IntArray
from layers.arrows import Arrows
from layers.projection import FloatArray, to_pixels
from layers.spacing import TURN, open_circle

__all__ = [
    "bend_offsets",
    "control_shifts",
    "crossing_angles",
    "end_gaps",
    "head_overlaps",
    "head_ratios",
    "measure_rules",
    "nodes_covered",
    "slot_separations",
    "turning_angles",
    "width_errors",
]


def crossing_angles(lines: FloatArray, *, straight: bool = False) -> FloatArray:
    """
    Find where middle lines cross (R1) and how acutely (R4).

    Parameters
    ----------
    lines
        Middle lines in pixels or any even scale, shape ``(n, m, 2)``.
    straight
        Take the chord of each line instead, to compare with straight arrows.

    Returns
    -------
    degrees
        One angle from 0 to 90 for each crossing of two lines; its length is the number of crossings. Lines
        that meet in a common end do not cross there.
    """
    paths = lines[:, [0, -1]] if straight else lines
    starts, runs = paths[:, :-1], np.diff(paths, axis=1)
    found: list[FloatArray] = [np.zeros(0)]
    for one in range(len(paths) - 1):
        p, r = starts[one][:, None, None], runs[one][:, None, None]
        q, s = starts[None, one + 1 :], runs[None, one + 1 :]
        cross = _cross(r, s)
        with np.errstate(divide="ignore", invalid="ignore"):
            t, u = _cross(q - p, s) / cross, _cross(q - p, r) / cross
        hit = (t > 1e-9) & (t <= 1.0 - 1e-9) & (u > 1e-9) & (u <= 1.0 - 1e-9)
        dot = np.abs((r * s).sum(axis=-1))
        found.append(np.degrees(np.arctan2(np.abs(cross[hit]), np.broadcast_to(dot, hit.shape)[hit])))
    return np.concatenate(found)


def control_shifts(arrows: Arrows) -> FloatArray:
    """
    Measure how far each curve is from symmetric (R2).

    Parameters
    ----------
    arrows
        Drawn flows.

    Returns
    -------
    shift
        Distance along the chord from its middle to the foot of the Bezier control point, in parts of the
        chord.
    """
    shaft = to_pixels(arrows.lines, arrows.zoom)[:, : len(STEPS)]
    start, middle, end = shaft[:, 0], shaft[:, len(STEPS) // 2], shaft[:, -1]
    control = 2.0 * middle - (start + end) / 2.0
    chord = end - start
    foot = ((control - start) * chord).sum(axis=1) / (chord**2).sum(axis=1)
    shift: FloatArray = np.abs(foot - 0.5)
    return shift


def bend_offsets(arrows: Arrows) -> FloatArray:
    """
    Measure how far each curve stands off its chord (R3).

    Parameters
    ----------
    arrows
        Drawn flows.

    Returns
    -------
    offset
        Pixels between the middle of the shaft and the middle of its chord.
    """
    shaft = to_pixels(arrows.lines, arrows.zoom)[:, : len(STEPS)]
    return _length(shaft[:, len(STEPS) // 2] - (shaft[:, 0] + shaft[:, -1]) / 2.0)


def turning_angles(arrows: Arrows) -> FloatArray:
    """
    Find the sharpest turn in each drawn shaft (R5).

    Parameters
    ----------
    arrows
        Drawn flows.

    Returns
    -------
    degrees
        Largest angle between two successive segments of the polygon's right side; 0 for a straight arrow.
    """
    sharpest = np.zeros(len(arrows))
    for index in range(len(arrows)):
        ring = to_pixels(arrows.polygon(index), arrows.zoom)
        runs = np.diff(ring[: (len(ring) - 4) // 2], axis=0)
        if len(runs) > 1:
            headings = np.arctan2(runs[:, 1], runs[:, 0])
            turns = np.abs((np.diff(headings) + np.pi) % TURN - np.pi)
            sharpest[index] = np.degrees(turns.max())
    return sharpest


def nodes_covered(arrows: Arrows, nodes: npt.ArrayLike, flows: npt.ArrayLike, *, radius: float = 2.0) -> int:
    """
    Count nodes that lie under a flow they do not belong to (R6).

    Parameters
    ----------
    arrows
        Drawn flows.
    nodes, flows
        As given to `draw_arrows`.
    radius
        Of the nodes, CSS pixels.

    Returns
    -------
    count
        Pairs of a flow and a node of another place whose circle its shaft touches.
    """
    xy = to_pixels(np.asarray(nodes, dtype=np.float64), arrows.zoom)
    ends = np.asarray(flows, dtype=np.intp).reshape(-1, 2)[arrows.row]
    count = 0
    for line, width, pair in zip(to_pixels(arrows.lines, arrows.zoom), arrows.width, ends, strict=True):
        start, run = line[:-1], np.diff(line, axis=0)
        along = ((xy[:, None] - start) * run).sum(axis=-1) / np.maximum((run**2).sum(axis=-1), 1e-12)
        nearest = start + np.clip(along, 0.0, 1.0)[..., None] * run
        touched = _length(xy[:, None] - nearest).min(axis=1) < radius + width / 2.0
        touched[pair] = False
        count += int(touched.sum())
    return count


def slot_separations(arrows: Arrows, nodes: npt.ArrayLike, flows: npt.ArrayLike, hub: int) -> FloatArray:
    """
    Measure the angles between neighbouring arrow tips round a node (R7).

    Parameters
    ----------
    arrows
        Drawn flows.
    nodes, flows
        As given to `draw_arrows`.
    hub
        Index of the node.

    Returns
    -------
    degrees
        One for each pair of neighbours round the whole circle, in no fixed order; empty below two tips.
    """
    centre = to_pixels(np.asarray(nodes, dtype=np.float64)[hub], arrows.zoom)
    arriving = np.asarray(flows, dtype=np.intp).reshape(-1, 2)[arrows.row, 1] == hub
    away = to_pixels(arrows.lines[arriving, -1], arrows.zoom) - centre
    if len(away) < 2:
        return np.zeros(0)
    _, angles = open_circle(np.arctan2(away[:, 1], away[:, 0]))
    degrees: FloatArray = np.degrees(np.append(np.diff(angles), angles[0] + TURN - angles[-1]))
    return degrees


def head_overlaps(arrows: Arrows, *, top: int = 10) -> list[tuple[int, int]]:
    """
    Find arrowheads that lie on each other, among the widest arrows.

    Parameters
    ----------
    arrows
        Drawn flows.
    top
        How many of the widest to look at.

    Returns
    -------
    pairs
        Positions in drawing order of every two heads whose triangles share area.
    """
    heads = to_pixels(arrows.heads, arrows.zoom)
    chosen = range(max(len(arrows) - top, 0), len(arrows))
    return [(a, b) for a in chosen for b in chosen if a < b and _triangles_meet(heads[a], heads[b])]


def head_ratios(arrows: Arrows) -> FloatArray:
    """
    Compare the head's width with the shaft's (R8).

    Parameters
    ----------
    arrows
        Drawn flows.

    Returns
    -------
    ratio
        Above 1 for a head wider than its shaft.
    """
    heads = to_pixels(arrows.heads, arrows.zoom)
    return _length(heads[:, 0] - heads[:, 2]) / arrows.width


def width_errors(arrows: Arrows, people: npt.ArrayLike) -> FloatArray:
    """
    Compare drawn widths with widths in proportion to the people (R9).

    Parameters
    ----------
    arrows
        Drawn flows.
    people
        As given to `draw_arrows`.

    Returns
    -------
    error
        Pixels drawn too wide; 0 but for arrows at the floor.
    """
    amount = np.asarray(people, dtype=np.float64)[arrows.row]
    shaft = [to_pixels(arrows.polygon(index)[[0, -2]], arrows.zoom) for index in range(len(arrows))]
    drawn = _length(np.diff(np.reshape(shaft, (-1, 2, 2)), axis=1)[:, 0])
    return drawn - arrows.width_max * amount / arrows.people_max


def end_gaps(arrows: Arrows, nodes: npt.ArrayLike, flows: npt.ArrayLike) -> FloatArray:
    """
    Measure the distance from each tip to the middle of its destination (R10).

    Parameters
    ----------
    arrows
        Drawn flows.
    nodes, flows
        As given to `draw_arrows`.

    Returns
    -------
    distance
        Pixels beyond the destination's ring; 0 on it, positive for the second row round a crowded node.
    """
    destination: IntArray = np.asarray(flows, dtype=np.intp).reshape(-1, 2)[arrows.row, 1]
    centre = to_pixels(np.asarray(nodes, dtype=np.float64)[destination], arrows.zoom)
    return _length(to_pixels(arrows.lines[:, -1], arrows.zoom) - centre) - arrows.ring[destination]


def measure_rules(
    arrows: Arrows, nodes: npt.ArrayLike, flows: npt.ArrayLike, people: npt.ArrayLike
) -> dict[str, float]:
    """
    Sum up every rule for one drawing, for tests and the benchmark.

    Parameters
    ----------
    arrows
        Drawn flows, at least one.
    nodes, flows, people
        As given to `draw_arrows`.

    Returns
    -------
    measures
        Counts, shares and extremes, each under the name of its rule.
    """
    lines = to_pixels(arrows.lines, arrows.zoom)
    angles = crossing_angles(lines)
    by_length, by_bend = (np.argsort(np.argsort(values)) for values in (arrows.length, bend_offsets(arrows)))
    floored = arrows.width > arrows.width_max * np.asarray(people)[arrows.row] / arrows.people_max + 1e-9
    return {
        "R1 crossings": float(len(angles)),
        "R1 crossings if straight": float(len(crossing_angles(lines, straight=True))),
        "R2 largest control shift": float(control_shifts(arrows).max()),
        "R3 rank correlation of bend and length": float(np.corrcoef(by_length, by_bend)[0, 1])
        if len(arrows) > 2
        else 1.0,
        "R4 crossings under 30 degrees": float((angles < 30.0).sum()),
        "R5 largest turn, degrees": float(turning_angles(arrows).max()),
        "R6 nodes covered": float(nodes_covered(arrows, nodes, flows)),
        "R8 smallest head ratio": float(head_ratios(arrows).min()),
        "R9 arrows at the floor": float(floored.sum()),
        "R10 smallest gap beyond the ring": float(end_gaps(arrows, nodes, flows).min()),
        "heads on each other, top ten": float(len(head_overlaps(arrows))),
        "shortest of the top ten, px": float(arrows.length[-10:].min()),
    }


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    product: FloatArray = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return product


def _length(vector: FloatArray) -> FloatArray:
    length: FloatArray = np.hypot(vector[..., 0], vector[..., 1])
    return length


def _triangles_meet(a: FloatArray, b: FloatArray) -> bool:
    """Whether two triangles share area: no side of either separates them."""
    for one, other in ((a, b), (b, a)):
        sides = np.roll(one, -1, axis=0) - one
        for corner, side in zip(one, sides, strict=True):
            mine, theirs = _cross(side, one - corner), _cross(side, other - corner)
            if mine.max() <= theirs.min() + 1e-9 or theirs.max() <= mine.min() + 1e-9:
                return False
    return True
