"""
Slots for flow ends round a node, in the order of their bearings, so that arrowheads stay apart.

Angles are radians as ``arctan2(y, x)`` gives them in map pixels (y to the south, so they grow clockwise).
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.projection import FloatArray
from layers.spacing import TURN, open_circle, spread_circle, spread_line

__all__ = ["dock_ends"]

FULL_SLOTS = 10
"""How many of the largest ends at a node are promised a slot as wide as their head."""

LEEWAY_LONG, LEEWAY_SHORT = math.radians(22), math.radians(40)
"""How far an end may move before the ring grows instead: on a very long flow, on a very short one."""

LEEWAY_LENGTH = 150.0
"""CSS pixels: the leeway falls from short to long with ``exp(−length / LEEWAY_LENGTH)``."""

RADIUS_MAX = 60.0
"""CSS pixels: the ring of a crowded node does not grow beyond this to lessen displacement."""

FITS = ((10, 1.0), (10, 0.3), (6, 1.0), (6, 0.0), (3, 0.0))
"""Tried on every ring: how many heads dock on it, and the part of the room thin ends between them want."""

RING_COST = 40.0
"""CSS pixels of ring that are as bad as ends moved twice as far as their leeway."""

CROWD_COST = 0.35
"""What it costs, on the same measure, to give thin ends none of the room they want."""

THIN_LEEWAY = 0.6
"""Thin ends close up rather than move further than this part of their leeway."""

HEAD_CLEARANCE = 1.6
"""CSS pixels kept between two neighbouring heads."""

SMALL_CLEARANCE = 1.1
"""CSS pixels wanted between two neighbouring thin shafts."""


def dock_ends(
    preferred: FloatArray,
    width: FloatArray,
    head_width: FloatArray,
    head_length: FloatArray,
    reach: FloatArray,
    *,
    radius: float,
) -> tuple[FloatArray, FloatArray, float]:
    """
    Give every flow end at a node its angle and its distance from the node's middle.

    Where all heads fit side by side on a small ring, near their bearings, they dock there. Else the ten
    largest are promised room for their whole head (a head points inwards, so it stays in the wedge its base
    covers): the largest of them on the ring, the others in a second row behind the heads of the first; the
    ring grows as needed. All further ends stop in the second row too, in the gaps, or on the ring where it
    has room; where the gaps are too narrow they close up, in order.

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
    radius
        CSS pixels from the node's middle to the ends, at least.

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
    ends = _Ends(opened, width[order], head_width[order], head_length[order], reach[order], order)
    angles, distances, ring = _dock_together(ends, radius) or _dock_two_rows(ends, radius)
    result, result_distances = np.empty(count), np.empty(count)
    result[order], result_distances[order] = angles, distances
    return result, result_distances, ring


@dataclass(frozen=True)
class _Ends:
    """Ends round one node, in order of their angle."""

    angle: FloatArray
    wide: FloatArray
    head: FloatArray
    length: FloatArray
    reach: FloatArray
    given: npt.NDArray[np.intp]

    def take(self, chosen: npt.NDArray[np.intp]) -> _Ends:
        floats = (self.angle, self.wide, self.head, self.length, self.reach)
        angle, wide, head, length, reach = (part[chosen] for part in floats)
        return _Ends(angle, wide, head, length, reach, self.given[chosen])

    @property
    def leeway(self) -> FloatArray:
        near: FloatArray = np.exp(-self.reach / LEEWAY_LENGTH)
        return LEEWAY_LONG + (LEEWAY_SHORT - LEEWAY_LONG) * near

    @property
    def stiffness(self) -> FloatArray:
        return self.wide / self.leeway**2

    def half(self, ring: float | FloatArray) -> FloatArray:
        """Half of the wedge each head needs: its base lies a head's length outside its ring."""
        return (self.head + HEAD_CLEARANCE) / 2.0 / (ring + self.length)

    def strain(self, slots: Sequence[float] | FloatArray) -> float:
        """Largest move, in parts of what the end may move."""
        return float((np.abs(np.asarray(slots) - self.angle) / self.leeway).max())


def _dock_together(ends: _Ends, radius: float) -> tuple[FloatArray, FloatArray, float] | None:
    """Dock all ends on one small ring, each with room for its head; None where some would move too far."""
    for ring in (radius, radius * 1.25 + 2.0, radius * 1.5 + 4.0):
        half = ends.half(ring)
        if 2.0 * half.sum() > TURN * 0.9:
            continue
        apart = half + np.roll(half, -1)
        slots = spread_circle(ends.angle.tolist(), apart.tolist(), ends.stiffness.tolist())
        if ends.strain(slots) <= 1.0:
            return np.array(slots), np.full(len(slots), ring), ring
    return None


def _dock_two_rows(ends: _Ends, radius: float) -> tuple[FloatArray, FloatArray, float]:
    """Dock the largest ends in two rows on a ring that grows as needed, the others in the gaps."""
    # of equal widths the one given later is drawn on top, so it comes first here
    chosen = np.sort(np.lexsort((-ends.given, -ends.wide))[:FULL_SLOTS])
    large = ends.take(chosen)
    rank = np.argsort(np.argsort(-large.wide, kind="stable"), kind="stable")
    crowd = np.append(np.diff(chosen), len(ends.angle) - chosen[-1] + chosen[0]) - 1
    ring = radius
    best: tuple[float, list[float], npt.NDArray[np.bool_], float, float] | None = None
    while ring <= RADIUS_MAX or best is None:
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
                best = (cost, slots, inner, ring, far)
        ring = ring * 1.2 + 1.0
        if best is not None and (ring - radius) / RING_COST >= best[0]:
            break
    _, slots, inner, ring, far = best
    angles, distances = np.empty(len(ends.angle)), np.full(len(ends.angle), far)
    angles[chosen] = slots
    distances[chosen[inner]] = ring
    if len(chosen) < len(angles):
        _dock_thin_ends(angles, ends, chosen, np.where(inner, large.wide, large.head), far)
    _move_in(angles, distances, ends, ring, far)
    return angles, distances, ring


def _row_separations(large: _Ends, inner: npt.NDArray[np.bool_], ring: float, far: float) -> FloatArray:
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
    angles: FloatArray, ends: _Ends, chosen: npt.NDArray[np.intp], blocked: FloatArray, far: float
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


def _move_in(angles: FloatArray, distances: FloatArray, ends: _Ends, ring: float, far: float) -> None:
    """Dock ends of the second row on the ring where they have room, widest first (changes `distances`)."""
    by_angle = np.argsort(angles, kind="stable")
    half, place = ends.half(ring)[by_angle].tolist(), angles[by_angle].tolist()
    passing = ((ends.head + HEAD_CLEARANCE) / 2.0 / far)[by_angle].tolist()
    shaft = (ends.wide / 2.0 / far)[by_angle].tolist()
    count = len(place)
    inside = (distances[by_angle] == ring).tolist()
    docked = [end for end in range(count) if inside[end]]
    for end in np.argsort(-ends.wide[by_angle], kind="stable").tolist():
        if inside[end]:
            continue
        at = bisect.bisect_left(docked, end)
        before, after = docked[at - 1], docked[at % len(docked)]
        behind, ahead = (end - 1) % count, (end + 1) % count
        if (
            (place[end] - place[before]) % TURN >= half[end] + half[before]
            and (place[after] - place[end]) % TURN >= half[end] + half[after]
            and (inside[behind] or (place[end] - place[behind]) % TURN >= shaft[end] + passing[behind])
            and (inside[ahead] or (place[ahead] - place[end]) % TURN >= shaft[end] + passing[ahead])
        ):
            docked.insert(at, end)
            inside[end] = True
    distances[by_angle[inside]] = ring
