"""
Documented corridors: who moves from where to where is named, how many is not.

They get no width, so that nobody reads a quantity into them: thin dashes of one width with an open head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.arrow_layout import STEPS, IntArray, bezier_points, lay_out
from layers.projection import FloatArray, degree_decimals, to_lonlat, to_pixels

__all__ = ["Corridors", "draw_dashed_arrows"]

HEAD_LENGTH = 10.0
"""CSS pixels along each stroke of the open head."""

HEAD_ANGLE = np.radians(30.0)
"""Angle between each stroke of the open head and the line."""


@dataclass(frozen=True)
class Corridors:
    """
    Dashed arrows in the order given.

    Attributes
    ----------
    row
        Which input flow each is, shape ``(n,)``.
    ids
        Identifier of each.
    parts
        For each, closed rings in degrees, lon then lat: the dashes from start to tip, then the open head.
    lines
        Middle line from start to tip, degrees, shape ``(n, 26, 2)``.
    labels
        Middle of each line, degrees, shape ``(n, 2)``.
    ring
        For each node, CSS pixels from its middle to the ends round it.
    zoom
        Zoom the pixels belong to.
    """

    row: IntArray
    ids: list[str | int]
    parts: list[list[FloatArray]]
    lines: FloatArray
    labels: FloatArray
    ring: FloatArray
    zoom: float

    def __len__(self) -> int:
        """Count the corridors drawn."""
        return len(self.row)


def draw_dashed_arrows(
    nodes: npt.ArrayLike,
    flows: npt.ArrayLike,
    *,
    zoom: float,
    width: float = 1.8,
    dash: float = 7.0,
    space: float = 4.0,
    node_radius: float | npt.ArrayLike = 4.0,
    gap: float = 3.0,
    length_min: float = 26.0,
    ids: Sequence[str | int] | None = None,
) -> Corridors:
    """
    Draw corridors without a number as dashed curves with an open head.

    The curves are those `arrows.draw_arrows` would draw for flows of equal size.

    Parameters
    ----------
    nodes
        Degrees, shape ``(k, 2)``, lon then lat.
    flows
        Origin and destination as indices into `nodes`, shape ``(n, 2)``. From a place to itself, or between
        places without coordinates, nothing is drawn.
    zoom
        MapLibre zoom at which the pixel sizes hold.
    width, dash, space
        Line width, length of a dash and of the space after it, CSS pixels.
    node_radius, gap, length_min
        As in `arrows.draw_arrows`.
    ids
        Identifier of each corridor; the row number when not given.

    Returns
    -------
    corridors
        In the order given; no flows give a `Corridors` of length 0.

    Raises
    ------
    ValueError
        If an index is out of range, or the number of ids is not that of the flows.
    """
    place = np.asarray(nodes, dtype=np.float64).reshape(-1, 2)
    pairs = np.asarray(flows, dtype=np.intp).reshape(-1, 2)
    if ids is not None and len(ids) != len(pairs):
        raise ValueError(f"{len(ids)} ids for {len(pairs)} corridors")
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= len(place)):
        raise ValueError(f"flows must index the {len(place)} nodes, found {pairs.min()} to {pairs.max()}")
    xy = to_pixels(place, zoom)
    radius = np.broadcast_to(np.asarray(node_radius, dtype=np.float64), len(place)) + gap
    row = np.flatnonzero(np.hypot(*(xy[pairs[:, 1]] - xy[pairs[:, 0]]).T) > 1e-6)
    origin, destination = pairs[row].T
    layout = lay_out(xy, origin, destination, np.full(len(row), width), radius, length_min)
    shaft = bezier_points(layout.start, layout.control, layout.base, STEPS)
    line = np.concatenate([shaft, layout.tip[:, None]], axis=1)
    decimals = degree_decimals(zoom)
    parts = [
        [
            np.round(to_lonlat(ring, zoom), decimals)
            for ring in [*_dashes(path, width, dash, space), _open_head(path, width)]
        ]
        for path in line
    ]
    names: Sequence[str | int] = range(len(pairs)) if ids is None else ids
    return Corridors(
        row=row,
        ids=[names[index] for index in row.tolist()],
        parts=parts,
        lines=to_lonlat(line, zoom),
        labels=to_lonlat(shaft[:, len(STEPS) // 2], zoom),
        ring=layout.ring,
        zoom=zoom,
    )


def _dashes(path: FloatArray, width: float, dash: float, space: float) -> list[FloatArray]:
    """Cut a path into dashes, as closed rings; the last dash always ends at the tip."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    ends = np.arange(along[-1], 0.0, -(dash + space))[::-1]
    at = np.stack([np.maximum(ends - dash, 0.0), ends], axis=1)
    points = np.stack([np.interp(at, along, path[:, axis]) for axis in (0, 1)], axis=-1)
    run = points[:, 1] - points[:, 0]
    side = np.stack([-run[:, 1], run[:, 0]], axis=1) * (width / 2.0 / np.maximum(np.hypot(*run.T), 1e-9))[:, None]
    corners = [
        points[:, 0] + side,
        points[:, 1] + side,
        points[:, 1] - side,
        points[:, 0] - side,
        points[:, 0] + side,
    ]
    return list(np.stack(corners, axis=1))


def _open_head(path: FloatArray, width: float) -> FloatArray:
    """Draw a two-stroke head at the end of a path, as a closed ring."""
    back = path[-2] - path[-1]
    angle = float(np.arctan2(back[1], back[0]))

    def away(turn: float, reach: float) -> FloatArray:
        point: FloatArray = path[-1] + reach * np.array([np.cos(angle + turn), np.sin(angle + turn)])
        return point

    thick = np.arctan2(width, HEAD_LENGTH)
    notch = width / np.sin(HEAD_ANGLE)
    ring = [
        path[-1],
        away(-HEAD_ANGLE, HEAD_LENGTH),
        away(-HEAD_ANGLE + thick, HEAD_LENGTH),
        away(0.0, notch),
        away(HEAD_ANGLE - thick, HEAD_LENGTH),
        away(HEAD_ANGLE, HEAD_LENGTH),
        path[-1],
    ]
    return np.array(ring)[::-1]
