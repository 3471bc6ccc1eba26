"""
Where every arrow runs: ends, curve and head of all flows of a view, in CSS pixels at one zoom.

Plain arrows and dashed corridors share this layout. Angles are ``arctan2(y, x)`` with y to the south.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.projection import FloatArray
from layers.rows import ease_bends, shapes_meet
from layers.slots import dock_ends
from layers.spacing import TURN

__all__ = ["STEPS", "IntArray", "Layout", "bezier_points", "head_size", "lay_out"]

IntArray = npt.NDArray[np.intp]

BEND_MAX = math.radians(14)
"""Angle between chord and curve at the ends of a very long flow, before ends are spread."""

BEND_LENGTH = 600.0
"""CSS pixels: shorter flows bend in proportion to length, so that near and far ones run side by side."""

BEND_LIMIT = math.radians(48)
"""No curve leaves or meets its chord at a wider angle than this."""

TURN_LIMIT = math.radians(70)
"""As the limit of bends, for the shaft alone: without its head a short arrow's chord lies at a wider angle."""

SKEW = math.radians(40)
"""The ends of long arrows point past the middle of a crowded node by at most this, lest they bend widely."""

SWINGS = tuple(math.radians(turn) for turn in (12, -12, 24, -24, 40, -40))
"""Tried in this order where two heads would lie on each other."""

SHORT_TURN = math.radians(30)
"""A lengthened short arrow points at most this far from its slot's own direction."""

SLIMMEST = 2.3
"""No arrow is shorter than this many times its shaft's width."""

HEAD_SHARE = 0.7
"""The head takes at most this part of an arrow."""

TIGHTEST = 4.5
"""Half the turn of a shaft has a sine of at most its chord over this many shaft widths."""

START_ROOM = 14.0
"""CSS pixels out from the ring at which starting shafts are apart; nearer the node they may touch."""

STEPS = np.linspace(0.0, 1.0, 25)
"""Parameters at which curves are sampled; coarser curves take every second, third, … of them."""


@dataclass(frozen=True)
class Layout:
    """
    Arrows laid out in pixels; every array has one row per flow.

    Attributes
    ----------
    start, control, base
        Quadratic Bezier curve of the shaft's middle, shape ``(n, 2)``.
    tip
        Point of the head; `base` is the middle of its back.
    head
        Triangle right, tip, left, shape ``(n, 3, 2)``.
    turn
        Signed angle between chord and curve at either end of the shaft, radians.
    span
        Length of the shaft's chord.
    lengthened
        Whether an end was moved off its place, because the two places are too close, the shaft is too thick
        to turn, or another head would lie there.
    ring
        Distance of the arrow ends from each *node's* middle, shape ``(k,)``.
    """

    start: FloatArray
    control: FloatArray
    base: FloatArray
    tip: FloatArray
    head: FloatArray
    turn: FloatArray
    span: FloatArray
    lengthened: npt.NDArray[np.bool_]
    ring: FloatArray


def head_size(width: FloatArray) -> tuple[FloatArray, FloatArray]:
    """
    Size the arrowhead for a shaft.

    Parameters
    ----------
    width
        Shaft width, CSS pixels.

    Returns
    -------
    across, along
        Width and length of the head, CSS pixels; always wider than the shaft.
    """
    across = width + 2.0 * np.clip(0.36 * width, 1.6, 5.0)
    return across, np.clip(0.85 * across, 4.0, 20.0)


def bezier_points(start: FloatArray, control: FloatArray, end: FloatArray, at: FloatArray) -> FloatArray:
    """
    Sample quadratic Bezier curves.

    Parameters
    ----------
    start, control, end
        Shape ``(n, 2)``.
    at
        Parameters from 0 (start) to 1 (end), shape ``(t,)``.

    Returns
    -------
    points
        Shape ``(n, t, 2)``.
    """
    weights = np.stack([(1.0 - at) ** 2, 2.0 * at * (1.0 - at), at**2])
    points: FloatArray = np.einsum("kt,kni->nti", weights, np.stack([start, control, end]))
    return points


def lay_out(
    xy: FloatArray,
    origin: IntArray,
    destination: IntArray,
    width: FloatArray,
    radius: FloatArray,
    length_min: float,
) -> Layout:
    """
    Place every arrow.

    Parameters
    ----------
    xy
        Nodes in pixels, shape ``(k, 2)``.
    origin, destination
        Node indices, shape ``(n,)``; never equal, never at the same point.
    width
        Shaft widths in pixels, shape ``(n,)``.
    radius
        Distance kept from each node's middle, shape ``(k,)``.
    length_min
        Pixels; the ten widest arrows are at least this long, thin ones at least half of it.

    Returns
    -------
    layout
        In the order given.
    """
    busy = np.bincount(np.concatenate([origin, destination]), minlength=len(xy))
    for skew in (SKEW, SKEW / 2.0, 0.0):
        docked = _dock_all(xy, origin, destination, width, radius, busy, skew)
        swung = np.zeros(len(origin))
        layout = _shape(xy, origin, destination, width, length_min, busy, docked, skew, swung)
        pairs = _find_overlaps(layout, width)
        # heads at two neighbouring nodes may touch: the thinner arrow swings its free end
        for thinner in sorted({pair[0] for pair in pairs}):
            for swing in SWINGS if busy[destination[thinner]] < busy[origin[thinner]] else ():
                tried = swung.copy()
                tried[thinner] = swing
                other = _shape(xy, origin, destination, width, length_min, busy, docked, skew, tried)
                found = _find_overlaps(other, width)
                if len(found) < len(pairs):
                    layout, pairs, swung = other, found, tried
                    break
        if not pairs:
            break
    return layout


def _find_overlaps(layout: Layout, width: FloatArray) -> list[tuple[int, int]]:
    """Pairs of the ten widest flows whose heads lie on each other, the thinner first."""
    top = np.argsort(width, kind="stable")[-10:]
    meet = np.triu(shapes_meet(layout.head[top], layout.head[top]), 1)
    return [(int(top[a]), int(top[b])) for a, b in np.argwhere(meet)]


def _shape(
    xy: FloatArray,
    origin: IntArray,
    destination: IntArray,
    width: FloatArray,
    length_min: float,
    busy: IntArray,
    docked: tuple[FloatArray, FloatArray, FloatArray],
    skew: float,
    swung: FloatArray,
) -> Layout:
    """Draw every arrow between its docked ends; its end off the hub is turned round the other by `swung` radians."""
    angles, distances, ring = docked
    count = len(origin)
    across, along = head_size(width)
    chord = xy[destination] - xy[origin]
    apart, bearing = np.hypot(chord[:, 0], chord[:, 1]), _angle(chord)

    # the busier end decides the curve, the other follows by symmetry
    crowd_start, crowd_end = (busy[origin] - 1.0) ** 2, (busy[destination] - 1.0) ** 2
    crowd = crowd_start + crowd_end
    trust = np.where(crowd > 0.0, crowd_start / np.maximum(crowd, 1.0), 0.5)
    bend = trust * _wrap(angles[:count] - bearing) + (1.0 - trust) * _wrap(bearing + math.pi - angles[count:])
    bend = ease_bends(np.clip(bend, -BEND_LIMIT, BEND_LIMIT), apart, skew)
    leave = np.where(busy[origin] == 1, bearing + bend, angles[:count])
    meet = np.where(busy[destination] == 1, bearing + math.pi - bend, angles[count:])
    start = xy[origin] + distances[:count, None] * _unit(leave)
    tip = xy[destination] + distances[count:, None] * _unit(meet)

    # too short: draw the arrow outwards from its busier end, near the direction of its slot
    least = np.minimum(length_min, np.maximum(length_min * 0.5, along + 1.2 * width))
    least = np.where(width >= np.sort(width)[-10:].min(initial=np.inf), length_min, least)
    least = np.maximum(least, SLIMMEST * width)
    forward = np.einsum("ij,ij->i", tip - start, chord) / apart
    short = forward < least
    keep_tip = trust <= 0.5
    slot = np.where(keep_tip, meet, leave + math.pi)
    aim = slot + np.clip(_wrap(_angle(start - tip) - slot), -SHORT_TURN, SHORT_TURN)
    push = least[:, None] * _unit(np.where(forward < 0.25 * least, slot, aim))
    start = np.where((short & keep_tip)[:, None], tip + push, start)
    tip = np.where((short & ~keep_tip)[:, None], start - push, tip)

    # the bend on the final chord; heads at a hub point at its middle, or a little past it where that saves a wide bend
    backward, reach = _angle(start - tip), np.hypot(*(start - tip).T)
    bend_start, bend_end = _wrap(leave - backward - math.pi), _wrap(backward - meet)
    aimed = trust * bend_start + (1.0 - trust) * bend_end
    bend = ease_bends(aimed, apart, skew)
    past = aimed - bend
    # a head shortened for a short arrow gets slimmer too, so that it stays in its wedge
    shorter = np.minimum(1.0, HEAD_SHARE * reach / along)
    along, across = along * shorter, np.maximum(across * shorter, 1.15 * width)

    # no bend tighter than the shaft allows, nor wider than the limit: the arrow swings its free end instead
    tightest = np.arcsin(np.clip((reach - along) / (TIGHTEST * width), 0.1, math.sin(BEND_LIMIT)))
    swing = bend - np.clip(bend, -tightest, tightest)
    bend = bend - swing
    swing = swing + swung
    turned = reach[:, None] * _unit(backward - np.where(keep_tip, swing, -swing))
    start, tip = (
        np.where(keep_tip[:, None], tip + turned, start),
        np.where(keep_tip[:, None], tip, start - turned),
    )
    axis = np.where(trust < 1e-9, meet + past, _angle(start - tip) - bend)

    base = tip + along[:, None] * _unit(axis)
    behind = start - base
    span = np.hypot(behind[:, 0], behind[:, 1])
    turn = np.clip(_wrap(_angle(behind) - axis), -TURN_LIMIT, TURN_LIMIT)
    control = base + (span / (2.0 * np.cos(turn)))[:, None] * _unit(axis)
    sideways = np.stack([-np.sin(axis), np.cos(axis)], axis=-1) * (across / 2.0)[:, None]
    head = np.stack([base - sideways, tip, base + sideways], axis=1)
    return Layout(start, control, base, tip, head, turn, span, short | (np.abs(swing) > 1e-9), ring)


def _wrap(angle: FloatArray) -> FloatArray:
    """Turn angles into (−π, π]."""
    wrapped: FloatArray = math.pi - (math.pi - angle) % TURN
    return wrapped


def _unit(angle: FloatArray) -> FloatArray:
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def _angle(vector: FloatArray) -> FloatArray:
    angle: FloatArray = np.arctan2(vector[..., 1], vector[..., 0])
    return angle


def _bends(
    origin: IntArray,
    destination: IntArray,
    bearing: FloatArray,
    apart: FloatArray,
    width: FloatArray,
    busy: IntArray,
) -> FloatArray:
    """
    Choose the signed angle between chord and curve before the ends are spread.

    A flow leaves its origin at ``bearing + bend`` and is met from ``bearing + π − bend``. With the same sign
    everywhere, the two directions between two places bend to opposite sides.
    """
    size = BEND_MAX * np.minimum(apart / BEND_LENGTH, 1.0)
    if len(origin) < 2:
        return size
    hub = int(busy.argmax())
    at_start, at_end = origin == hub, destination == hub
    there, back = origin * len(busy) + destination, destination * len(busy) + origin
    if not (at_start | at_end).all() or np.isin(there, back).any():
        return size
    outward = np.where(at_start, bearing, bearing + math.pi)
    pull = (_unit(outward) * width[:, None]).sum(axis=0) / width.sum()
    side = np.sin(outward - _angle(pull)) * np.hypot(*pull)
    # a slot moved by +angle at the hub is a bend of +angle for a start there, of -angle for an end
    fanned: FloatArray = size * side * np.where(at_start, 1.0, -1.0)
    return fanned


def _dock_all(
    xy: FloatArray,
    origin: IntArray,
    destination: IntArray,
    width: FloatArray,
    radius: FloatArray,
    busy: IntArray,
    skew: float,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give every end (all starts, then all tips) its angle and distance; and every node its ring."""
    across, along = head_size(width)
    chord = xy[destination] - xy[origin]
    apart, bearing = np.hypot(chord[:, 0], chord[:, 1]), _angle(chord)
    bend = _bends(origin, destination, bearing, apart, width, busy)
    preferred = np.concatenate([bearing + bend, bearing + math.pi - bend])
    of_ends = (
        preferred,
        np.concatenate([width, width]),
        np.concatenate([width, across]),
        np.concatenate([np.full(len(width), START_ROOM), along]),
        np.concatenate([apart, apart]),
        np.concatenate([bearing, bearing + math.pi]),
    )
    ends_at = np.concatenate([origin, destination])
    angles, distances, ring = preferred.copy(), radius[ends_at], radius.copy()
    order = np.argsort(ends_at, kind="stable")
    stops = np.cumsum(busy)
    for node in np.flatnonzero(busy > 1).tolist():
        ends = order[stops[node] - busy[node] : stops[node]]
        others = xy[(busy > 0) & (np.arange(len(xy)) != node)] - xy[node]
        wish, shaft, wide, deep, reach, straight = (part[ends] for part in of_ends)
        angles[ends], distances[ends], ring[node] = dock_ends(
            wish, shaft, wide, deep, reach, straight, others, radius=float(radius[node]), skew=skew
        )
    return angles, distances, ring
