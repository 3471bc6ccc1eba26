"""
Slots for flow ends round a node, in the order of their bearings, so that arrowheads stay apart.

Angles are radians as ``arctan2(y, x)`` gives them in map pixels (y to the south, so they grow clockwise).
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from layers.projection import FloatArray
from layers.rows import DEPTH, DOT_CLEARANCE, HEAD_CLEARANCE, Ends, settle_ends
from layers.spacing import TURN, open_circle, spread_circle, spread_line

__all__ = ["dock_ends"]

FULL_SLOTS = 10
"""How many of the largest ends at a node are promised a slot as wide as their head."""

RING_MAX = 22.0
"""CSS pixels: no ring is wider, unless the node's own circle is or the widest heads need it even in two rows."""

RINGS = 4
"""How many sizes of ring are tried up to the widest."""

FITS = ((10, 1.0), (10, 0.3), (6, 1.0), (6, 0.0), (3, 0.0))
"""Tried on every ring: how many heads dock on it, and the part of the room thin ends between them want."""

RING_COST = 40.0
"""CSS pixels of ring that are as bad as ends moved twice as far as their leeway."""

CROWD_COST = 0.35
"""What it costs, on the same measure, to give thin ends none of the room they want."""

THIN_LEEWAY = 0.6
"""Thin ends close up rather than move further than this part of their leeway."""

STRAIN_MAX, DODGE_MAX = 1.5, math.radians(20)
"""Heads turn away from other nodes' dots up to so many times their leeway, and by so much at a time."""

SMALL_CLEARANCE = 1.1
"""CSS pixels wanted between two neighbouring thin shafts."""


def dock_ends(
    preferred: FloatArray,
    width: FloatArray,
    head_width: FloatArray,
    head_length: FloatArray,
    reach: FloatArray,
    bearing: FloatArray,
    others: FloatArray,
    *,
    radius: float,
    skew: float,
) -> tuple[FloatArray, FloatArray, float]:
    """
    Give every flow end at a node its angle and its distance from the node's middle.

    Where all heads fit side by side on a small ring, near their bearings, they dock there. Else the ten
    largest are promised room for their whole head: the largest of them on the ring, which grows to `RING_MAX` at
    most, the others in a second row behind the heads of the first; they turn further from their bearings rather
    than let the ring grow, and a little more where a head would lie on another node. All further ends go into the
    gaps, in order, and into rows behind each other (`rows.settle_ends`).

    Parameters
    ----------
    preferred
        Angle each end would like, shape ``(n,)``, radians.
    width
        Shaft widths, CSS pixels; of two equal ones the later counts as the larger.
    head_width, head_length
        Size of the arrowhead, CSS pixels; for the start of a flow its shaft width and 0.
    reach
        Length of each flow, CSS pixels. The curve of a long flow shows a moved end more, so it is moved less.
    bearing
        Angle of the straight way to each flow's other end, radians.
    others
        Other nodes near this one, CSS pixels from its middle, shape ``(m, 2)``.
    radius
        CSS pixels from the node's middle to the ends, at least.
    skew
        How far an end may point past the middle of the node, radians; see `ease_bends`.

    Returns
    -------
    angles, distances
        Shape ``(n,)``; in the order given.
    ring
        Distance of the innermost ends, at least `radius`.
    """
    count = len(preferred)
    if count == 1:
        return preferred.copy(), np.full(1, radius), radius
    order, opened = open_circle(preferred)
    ends = Ends(preferred, width, head_width, head_length, reach, bearing, np.arange(count), skew).take(order)
    ends = replace(ends, angle=opened)
    near = others[np.hypot(*others.T) < max(radius, RING_MAX) + DEPTH + DOT_CLEARANCE]
    angles, distances, ring = _dock_together(ends, radius) or _dock_rows(ends, radius, near)
    result, result_distances = np.empty(count), np.empty(count)
    result[order], result_distances[order] = angles, distances
    return result, result_distances, ring


def _dock_together(ends: Ends, radius: float) -> tuple[FloatArray, FloatArray, float] | None:
    """Dock all ends on one small ring, each with room for its head; None where some would move too far."""
    for ring in (radius, radius * 1.25 + 2.0, radius * 1.5 + 4.0):
        half = ends.half(ring)
        if ring > max(radius, RING_MAX) or 2.0 * half.sum() > TURN * 0.9:
            continue
        apart = half + np.roll(half, -1)
        slots = spread_circle(ends.angle.tolist(), apart.tolist(), ends.stiffness.tolist())
        if ends.strain(slots) <= 1.0:
            return np.array(slots), np.full(len(slots), ring), ring
    return None


def _dock_rows(ends: Ends, radius: float, dots: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Dock the largest ends in two rows, the others in the gaps and behind."""
    # of equal widths the one given later is drawn on top, so it comes first here
    chosen = np.sort(np.lexsort((-ends.given, -ends.wide))[:FULL_SLOTS])
    large = ends.take(chosen)
    rank = np.argsort(np.lexsort((-large.given, -large.wide)))
    crowd = np.append(np.diff(chosen), len(ends.angle) - chosen[-1] + chosen[0]) - 1
    rings = np.linspace(radius, max(radius, RING_MAX), RINGS).tolist()
    best: tuple[float, list[float], npt.NDArray[np.bool_], float, float, FloatArray] | None = None
    ring = radius
    while rings or best is None:
        ring = rings.pop(0) if rings else ring * 1.2
        strain = math.inf
        for front, part in FITS:
            cost = (ring - radius) / RING_COST + (1.0 - part) * CROWD_COST + (10 - front) / 100.0
            if strain <= 1.0 or (best is not None and cost >= best[0]):
                continue
            inner = rank < front
            # the second row begins behind the outermost corners of the first
            far = float(np.hypot(ring + large.length[inner], large.head[inner] / 2.0).max()) + 1.0
            apart = _row_separations(large, inner, ring, far)
            if apart.sum() > TURN * 0.92:
                continue
            room = ((large.wide + np.roll(large.wide, -1)) / 2.0 + part * 2.2 * crowd) / far
            wanted = np.maximum(apart, room)
            # room for thin ends must never cost the heads theirs
            kept = wanted if wanted.sum() <= TURN else apart
            slots = spread_circle(large.angle.tolist(), kept.tolist(), large.stiffness.tolist())
            strain = large.strain(slots)
            cost += max(strain - 1.0, 0.0)
            if best is None or cost < best[0]:
                best = (cost, slots, inner, ring, far, kept)
    _, slots, inner, ring, far, kept = best
    slots = _avoid_dots(large, slots, kept, np.where(inner, ring, far), dots)
    angles, distances = np.empty(len(ends.angle)), np.full(len(ends.angle), far)
    angles[chosen] = slots
    distances[chosen[inner]] = ring
    if len(chosen) < len(angles):
        _dock_thin_ends(angles, ends, chosen, np.where(inner, large.wide, large.head), far)
    return angles, settle_ends(ends, angles, distances, chosen, dots, ring=ring), ring


def _avoid_dots(
    large: Ends, slots: list[float], apart: FloatArray, distances: FloatArray, dots: FloatArray
) -> list[float]:
    """Turn the heads that lie on other nodes to one side or the other, where this leaves fewer of them there."""
    heads = large.head > large.wide
    if not len(dots) or not heads.any():
        return slots
    middle, clear = distances + large.length / 2.0, DOT_CLEARANCE + large.head / 2.0
    heads = heads[:, None] & large.is_strange(dots)

    def find_hits(angles: list[float]) -> npt.NDArray[np.bool_]:
        at = middle[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        hits: npt.NDArray[np.bool_] = np.hypot(*(at[:, None] - dots).transpose(2, 0, 1)) < clear[:, None]
        return hits & heads

    hits, wishes, stiffness = find_hits(slots), large.angle.copy(), large.stiffness.copy()
    most = max(large.strain(slots), STRAIN_MAX)
    for end in np.flatnonzero(hits.any(axis=1)).tolist():
        if not hits[end].any():
            continue
        toward = np.arctan2(dots[hits[end], 1], dots[hits[end], 0])
        off = (toward - slots[end] + math.pi) % TURN - math.pi
        turn = float(clear[end] / middle[end])
        for wish in sorted((off.max() + turn, off.min() - turn), key=abs):
            if abs(wish) > DODGE_MAX:
                continue
            moved, stiff = wishes.copy(), stiffness.copy()
            moved[end], stiff[end] = slots[end] + wish, 10.0 * stiffness.max()
            tried = spread_circle(moved.tolist(), apart.tolist(), stiff.tolist())
            found = find_hits(tried)
            if found.sum() < hits.sum() and large.strain(tried) <= most:
                slots, hits, wishes, stiffness = tried, found, moved, stiff
                break
    return slots


def _row_separations(large: Ends, inner: npt.NDArray[np.bool_], ring: float, far: float) -> FloatArray:
    """Find the angles between neighbours, round the whole circle, at which no two heads touch."""
    half = np.where(inner, large.half(ring), large.half(far))
    shaft = (large.wide + HEAD_CLEARANCE) / 2.0 / far
    after = np.roll(half, -1)
    # in different rows a head only has to pass the other's shaft
    mixed = np.where(inner, shaft + after, half + np.roll(shaft, -1))
    apart = np.where(inner == np.roll(inner, -1), half + after, mixed)
    count = len(half)
    for row in (inner, ~inner):
        members = np.flatnonzero(row)
        if len(members) < 2:
            continue
        for a, b in zip(members.tolist(), [*members[1:].tolist(), int(members[0]) + count], strict=True):
            steps = np.arange(a, b) % count
            lacking = half[a] + half[b % count] - apart[steps].sum()
            if lacking > 0.0:
                apart[steps] += lacking / (b - a)
    return apart


def _dock_thin_ends(
    angles: FloatArray, ends: Ends, chosen: npt.NDArray[np.intp], blocked: FloatArray, far: float
) -> None:
    """Fill in the angles of the ends between the slots of the large ones (`angles` is written in place)."""
    slots = angles[chosen]
    cut = (slots[0] + TURN + slots[-1]) / 2.0
    lows = [cut - TURN, *(slots + blocked / 2.0 / far).tolist()]
    highs = [*(slots - blocked / 2.0 / far).tolist(), cut]
    thin = np.setdiff1d(np.arange(len(angles)), chosen)
    # the side of a large flow that a thin one is on, where the nearer of the two begins
    beside = np.minimum(ends.reach[thin][:, None] / ends.reach[chosen], 1.0)
    passed = slots + beside * (ends.angle[chosen] - slots)
    gap_of = (ends.angle[thin][:, None] > passed).sum(axis=1)
    for gap in np.unique(gap_of).tolist():
        members = thin[gap_of == gap]
        edge = (ends.wide[members] + SMALL_CLEARANCE) / 2.0 / far
        low, high = lows[gap] + float(edge[0]), highs[gap] - float(edge[-1])
        if high < low:
            low = high = (low + high) / 2.0
        room = (ends.head[members] * 0.8 + SMALL_CLEARANCE) / far
        apart = (room[:-1] + room[1:]) / 2.0
        wanted, mass = ends.angle[members].tolist(), ends.stiffness[members].tolist()
        for part in (1.0, 0.7, 0.45, 0.3, 0.2):
            placed = np.array(spread_line(wanted, (apart * part).tolist(), mass, low=low, high=high))
            bounded = np.clip(wanted, low, high)
            if (np.abs(placed - bounded) <= THIN_LEEWAY * ends.leeway[members]).all():
                break
        angles[members] = placed
