"""
Rows of flow ends behind each other round a node: how far out each stops, and where it points.

Angles are radians as ``arctan2(y, x)`` gives them in map pixels (y to the south, so they grow clockwise).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.projection import FloatArray
from layers.spacing import TURN

__all__ = ["DEPTH", "DOT_CLEARANCE", "HEAD_CLEARANCE", "Ends", "ease_bends", "settle_ends", "shapes_meet"]

LEEWAY_LONG, LEEWAY_SHORT = math.radians(22), math.radians(40)
"""How far an end may move before the ring grows instead: on a very long flow, on a very short one."""

LEEWAY_LENGTH = 150.0
"""CSS pixels: the leeway falls from short to long with ``exp(−length / LEEWAY_LENGTH)``."""

STIFFNESS = 1.5
"""Wide flows move less than thin ones, by this power of their width."""

BEND_LONG, BEND_SHORT = math.radians(14), math.radians(32)
"""A very long flow, and a very short one, hardly bends more than this if its end may point past the node's middle."""

SKEW_REACH = (40.0, 75.0)
"""CSS pixels: shorter flows always point at the middle of the node, longer ones may point past it."""

HEAD_CLEARANCE = 1.6
"""CSS pixels kept between two neighbouring heads."""

DOT_CLEARANCE = 8.0
"""CSS pixels kept between the heads of large flows and the middles of other nodes, where possible."""

SAME_PLACE = 1e-3
"""CSS pixels between what counts as one point."""

SHAFT_LENGTH = 12.0
"""CSS pixels of shaft behind each head that are kept off other heads."""

DISC = 0.8
"""A thin head is taken for a disc that is so much of its width."""

DEPTH, ROW_STEP = 30.0, 3.0
"""CSS pixels: thin ends stop up to so far behind the ring; how finely this is tried."""

FAR_COST = 0.01
"""What a pixel further out costs, where a head on another costs 1."""

CLASH_COST = 10.0
"""What two large heads on each other, or one on the other's shaft, cost on the same measure."""

COVER_COST = 0.5
"""What a thin head under the shaft of a large arrow costs on the same measure."""

DOT_COST = 0.6
"""What the head of a large flow on another node's dot costs, on the same measure."""

OCTAGON = np.stack([np.cos(np.arange(8) * TURN / 8), np.sin(np.arange(8) * TURN / 8)], axis=1)
"""A circle of radius 1, near enough."""


@dataclass(frozen=True)
class Ends:
    """Ends round one node, in order of their angle."""

    angle: FloatArray
    wide: FloatArray
    head: FloatArray
    length: FloatArray
    reach: FloatArray
    bearing: FloatArray
    given: npt.NDArray[np.intp]
    skew: float

    def take(self, chosen: npt.NDArray[np.intp]) -> Ends:
        """Pick some of the ends, or put them in another order."""
        floats = (self.angle, self.wide, self.head, self.length, self.reach, self.bearing)
        angle, wide, head, length, reach, bearing = (part[chosen] for part in floats)
        return Ends(angle, wide, head, length, reach, bearing, self.given[chosen], self.skew)

    @property
    def leeway(self) -> FloatArray:
        """How far each end may move round the node, radians."""
        near: FloatArray = np.exp(-self.reach / LEEWAY_LENGTH)
        return LEEWAY_LONG + (LEEWAY_SHORT - LEEWAY_LONG) * near

    @property
    def stiffness(self) -> FloatArray:
        """What it costs to move each end, in proportion to the square of the move."""
        return self.wide**STIFFNESS / self.leeway**2

    def half(self, ring: float | FloatArray) -> FloatArray:
        """Half of the wedge each head needs: its base lies a head's length outside its ring."""
        return (self.head + HEAD_CLEARANCE) / 2.0 / (ring + self.length)

    @property
    def partner(self) -> FloatArray:
        """The places at the flows' other ends, CSS pixels from the node's middle, shape ``(n, 2)``."""
        places: FloatArray = self.reach[:, None] * np.stack([np.cos(self.bearing), np.sin(self.bearing)], axis=1)
        return places

    def is_strange(self, dots: FloatArray) -> npt.NDArray[np.bool_]:
        """Tell for each end which dots are not that of its own partner, shape ``(n, m)``."""
        strange: npt.NDArray[np.bool_] = np.hypot(*(self.partner[:, None] - dots).transpose(2, 0, 1)) > SAME_PLACE
        return strange

    def strain(self, slots: Sequence[float] | FloatArray) -> float:
        """Largest move, in parts of what the end may move."""
        return float((np.abs(np.asarray(slots) - self.angle) / self.leeway).max())


def settle_ends(
    ends: Ends,
    angles: FloatArray,
    distances: FloatArray,
    large: npt.NDArray[np.intp],
    dots: FloatArray,
    *,
    ring: float,
) -> FloatArray:
    """
    Move every end in to the ring, or as near to it as larger ones let it, widest first.

    Large heads never come to lie on each other nor on each other's shafts, unless they do so from the
    beginning, and keep off other nodes where a row does. Thin heads stop at the first place, up to `DEPTH` behind
    the ring, where they cover least of other heads; thin starts all stand on the ring.

    Parameters
    ----------
    ends
        All ends round one node.
    angles, distances
        Where each end would stand, shape ``(n,)``, radians and CSS pixels from the node's middle.
    large
        Which ends are large, at least one.
    dots
        Other nodes near this one, CSS pixels from its middle, shape ``(m, 2)``.
    ring
        CSS pixels from the node's middle to the innermost ends.

    Returns
    -------
    distances
        Shape ``(n,)``, at least `ring`.
    """
    settled = distances.copy()
    starts = ends.head <= ends.wide
    length, half = np.where(starts, 0.0, ends.length), (ends.head + HEAD_CLEARANCE) / 2.0
    tail = (ends.wide + HEAD_CLEARANCE) / 2.0
    is_large = np.zeros(len(angles), dtype=bool)
    is_large[large] = True
    settled[starts & ~is_large] = ring
    steps = ring + np.arange(0.0, DEPTH + ROW_STEP, ROW_STEP)
    # column 0 is where the end stands now
    tries = np.column_stack([settled, np.broadcast_to(steps, (len(angles), len(steps)))])
    tips, axes = _point_ends(ends, angles, tries)
    order = np.lexsort((-ends.given, -ends.wide, ~is_large))
    first, rest = order[: len(large)], order[len(large) :]
    heads, shafts = _draw_ends(tips[first], axes[first], length[first], half[first], tail[first])
    octagons, strange = dots[:, None] + DOT_CLEARANCE * OCTAGON, ends.is_strange(dots)
    at = np.zeros(len(angles), dtype=np.intp)
    for place, end in enumerate(first.tolist()):
        open_to = np.append(np.flatnonzero(steps < settled[end]) + 1, 0)
        if len(open_to) == 1:
            continue
        # neither on those moved in already nor on those still in their first place
        other = np.flatnonzero(np.arange(len(first)) != place)
        there = at[first[other]]
        head, shaft = heads[place, open_to], shafts[place, open_to]
        other_heads, other_shafts = heads[other, there], shafts[other, there]
        meet = shapes_meet(np.concatenate([head, shaft]), np.concatenate([other_heads, other_shafts]))
        # shafts may cross
        clashes = meet[: len(head)].sum(axis=1) + meet[len(head) :, : len(other)].sum(axis=1)
        cost = CLASH_COST * clashes + FAR_COST * (tries[end, open_to] - ring)
        if len(dots) and not starts[end]:
            cost += DOT_COST * (shapes_meet(head, octagons) & strange[end]).any(axis=1)
        at[end] = open_to[cost.argmin()]
    standing = [*first.tolist(), *(end for end in rest.tolist() if not starts[end])]
    cover_cost = np.where(is_large, COVER_COST, 0.0)
    for count in range(len(first), len(standing)):
        end, before = standing[count], np.array(standing[:count])
        centre = tips[end, 1:] + length[end] / 2.0 * axes[end, 1:]
        size = length[before], half[before], tail[before]
        now = tips[before, at[before]], axes[before, at[before]]
        cover = _measure_cover(centre, float(half[end]) * DISC, *now, *size, cover_cost[before])
        at[end] = 1 + (cover + FAR_COST * (steps - ring)).argmin()
    result: FloatArray = tries[np.arange(len(angles)), at]
    return result


def _point_ends(ends: Ends, angles: FloatArray, distances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Find the tip of every end at each of its distances, and the way from it along the arrow."""
    tip = distances[..., None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)[:, None]
    way = ends.partner[:, None] - tip
    chord = np.arctan2(way[..., 1], way[..., 0])
    bend = (angles[:, None] - chord + math.pi) % TURN - math.pi
    axis = chord + ease_bends(bend, ends.reach[:, None], ends.skew)
    return tip, np.stack([np.cos(axis), np.sin(axis)], axis=-1)


def _draw_ends(
    tip: FloatArray, axis: FloatArray, length: FloatArray, half: FloatArray, tail: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Draw heads (a thin rectangle for a start) and the beginnings of shafts, with four corners each."""
    across = np.stack([-axis[..., 1], axis[..., 0]], axis=-1)
    long, wide, thin = (part[:, None, None] for part in (np.maximum(length, 1.0), half, tail))
    base, rear = tip + long * axis, tip + (long + SHAFT_LENGTH) * axis
    front = np.where(long > 1.0, 0.0, wide) * across
    # the fourth corner of a head is the middle of its base
    last = np.where(long > 1.0, base, tip + front)
    head = np.stack([tip - front, base - wide * across, base + wide * across, last], axis=-2)
    head[long[:, 0, 0] > 1.0] = head[long[:, 0, 0] > 1.0][..., [0, 1, 3, 2], :]
    shaft = np.stack([base - thin * across, rear - thin * across, rear + thin * across, base + thin * across], axis=-2)
    return head, shaft


def _measure_cover(
    centre: FloatArray,
    radius: float,
    tips: FloatArray,
    axes: FloatArray,
    length: FloatArray,
    half: FloatArray,
    tail: FloatArray,
    under: FloatArray,
) -> FloatArray:
    """Count the heads that a small head, taken for a disc, lies on at each place; shafts count as `under` says."""
    off = centre[:, None] - tips
    along = off[..., 0] * axes[:, 0] + off[..., 1] * axes[:, 1]
    aside = np.abs(off[..., 0] * axes[:, 1] - off[..., 1] * axes[:, 0])
    room = half * np.clip(along / np.maximum(length, 1e-9), 0.0, 1.0) + radius
    on_head = (along > -radius) & (along < length + radius) & (aside < room) & (length > 0.0)
    on_shaft = (along >= length) & (aside < tail + radius)
    cover: FloatArray = np.where(on_head, 1.0, np.where(on_shaft, under, 0.0)).sum(axis=1)
    return cover


def ease_bends(bend: FloatArray, reach: FloatArray | float, skew: float) -> FloatArray:
    """
    Lessen wide bends of long flows by letting their ends point past the middle of the node.

    Parameters
    ----------
    bend
        Signed angle between chord and curve if the end points at the middle of its node, radians.
    reach
        Length of the flow, CSS pixels.
    skew
        How far an end may point past the middle, radians.

    Returns
    -------
    bend
        Of the same sign, never wider.
    """
    limit = BEND_LONG + (BEND_SHORT - BEND_LONG) * np.exp(-np.asarray(reach) / LEEWAY_LENGTH)
    most = skew * np.clip((np.asarray(reach) - SKEW_REACH[0]) / (SKEW_REACH[1] - SKEW_REACH[0]), 0.0, 1.0)
    excess = bend - limit * np.tanh(bend / limit)
    eased: FloatArray = bend - np.clip(excess, -most, most)
    return eased


def shapes_meet(one: FloatArray, other: FloatArray) -> npt.NDArray[np.bool_]:
    """
    Find which convex polygons share area: those that no side of either separates.

    Parameters
    ----------
    one, other
        Corners in order, shape ``(a, m, 2)`` and ``(b, n, 2)``.

    Returns
    -------
    meet
        Shape ``(a, b)``.
    """
    return ~(_find_split(one, other) | _find_split(other, one).T)


def _find_split(one: FloatArray, other: FloatArray) -> npt.NDArray[np.bool_]:
    """Find which polygons a side of the first one separates, shape ``(a, b)``."""
    count, sides = one.shape[:2]
    # Sides and corners are put first: the least and the most of a few are found fastest along the first axis.
    corners = one.transpose(1, 0, 2)
    side = corners[[*range(1, sides), 0]] - corners
    normal = side[..., ::-1] * (-1.0, 1.0)
    mine = np.matmul(one, normal[..., None])[..., 0]
    theirs = other.transpose(1, 0, 2).reshape(-1, 2) @ normal.reshape(-1, 2).T
    theirs = theirs.reshape(other.shape[1], len(other), sides, count)
    gap = theirs.min(axis=0) >= mine.max(axis=-1) - 1e-9
    gap |= theirs.max(axis=0) <= mine.min(axis=-1) + 1e-9
    split: npt.NDArray[np.bool_] = gap.any(axis=1).T
    return split
