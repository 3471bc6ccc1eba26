"""
Flows as curved arrow polygons: one geometry for the screen, the GIS file and the printed page.

Everything is laid out in CSS pixels at one zoom and turned back into degrees. The rules are those of Jenny
et al. (2018, Cartography and Geographic Information Science 45:1): symmetric curves, longer flows bent
more, ends spread round their node, arrowheads rather than tapering, width proportional to the quantity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from layers.arrow_layout import STEPS, IntArray, Layout, bezier_points, lay_out
from layers.corridors import Corridors, draw_dashed_arrows
from layers.projection import FloatArray, degree_decimals, to_lonlat, to_pixels

__all__ = ["Arrows", "draw_arrows", "draw_dashed_arrows", "to_geojson", "to_geojson_bytes"]

THIN = 3.0
"""CSS pixels: shafts below this are drawn with half the vertices."""

TURN_PER_PIECE = np.radians(5.0)
"""Half the turn of a curve over its number of segments, at most."""

TOLERANCE = 0.15
"""CSS pixels between a curve and the segments drawn for it; twice that for thin shafts."""


@dataclass(frozen=True)
class Arrows:
    """
    Drawn flows, in drawing order: the last lies on top and is the widest.

    Attributes
    ----------
    row
        Which input flow each arrow is, shape ``(n,)``.
    ids
        Identifier of each arrow.
    xy
        Vertices of all polygons one after the other, degrees, lon then lat, shape ``(v, 2)``; rings are
        closed.
    first
        Where each polygon begins in `xy`, shape ``(n + 1,)``.
    width
        Shaft width, CSS pixels.
    length
        Length of the whole arrow along its middle, CSS pixels.
    heads
        Arrowheads as triangles (right, tip, left), degrees, shape ``(n, 3, 2)``.
    lines
        Middle line from start to tip, degrees, shape ``(n, 26, 2)``.
    labels
        Middle of the shaft, degrees, shape ``(n, 2)``: where a name or number may stand.
    ring
        For each node, CSS pixels from its middle to the arrow ends round it, at least the node's own radius.
    zoom
        Zoom the pixels belong to.
    people_max
        People drawn with `width_max`.
    width_max
        CSS pixels.
    floored
        How many arrows are drawn wider than in proportion, because they would vanish.
    lengthened
        How many arrows begin (or end) beyond their place, because the two places are too close on the map.
    """

    row: IntArray
    ids: list[str | int]
    xy: FloatArray
    first: IntArray
    width: FloatArray
    length: FloatArray
    heads: FloatArray
    lines: FloatArray
    labels: FloatArray
    ring: FloatArray
    zoom: float
    people_max: float
    width_max: float
    floored: int
    lengthened: int

    def __len__(self) -> int:
        """Count the arrows drawn."""
        return len(self.row)

    def polygon(self, index: int) -> FloatArray:
        """
        Take one arrow's ring.

        Parameters
        ----------
        index
            Position in drawing order.

        Returns
        -------
        ring
            Degrees, lon then lat, closed, shape ``(m, 2)``.
        """
        return self.xy[self.first[index] : self.first[index + 1]]


def draw_arrows(
    nodes: npt.ArrayLike,
    flows: npt.ArrayLike,
    people: npt.ArrayLike,
    *,
    zoom: float,
    people_max: float | None = None,
    width_max: float = 14.0,
    width_min: float = 1.2,
    node_radius: float | npt.ArrayLike = 4.0,
    gap: float = 3.0,
    length_min: float = 26.0,
    ids: Sequence[str | int] | None = None,
) -> Arrows:
    """
    Draw flows as curved arrows of a width proportional to the people.

    Width is linear through zero: ``width_max · people / people_max`` CSS pixels, and never under `width_min`
    (`Arrows.floored` says how many were). Give a fixed `people_max` to compare views; without it the
    largest flow gets `width_max`.

    Ends at a node that several flows share get slots on a ring round it, in the order of their bearings
    (`slots.dock_ends`). An arrow whose places are nearer than `length_min` on the map is drawn outwards from
    the busier of the two, so that it is still an arrow. Where flows run both ways between two places, all
    bend to the same hand, so that the two never lie on each other; otherwise they fan out from the middle
    of the crowd.

    Parameters
    ----------
    nodes
        Degrees, shape ``(k, 2)``, lon then lat.
    flows
        Origin and destination of each flow as indices into `nodes`, shape ``(n, 2)``.
    people
        Shape ``(n,)``. Flows without people (0, negative, NaN), from a place to itself or between places
        without coordinates are not drawn; `Arrows.row` says which are.
    zoom
        MapLibre zoom at which the pixel sizes hold.
    people_max
        People drawn with `width_max`; the largest flow when not given.
    width_max, width_min
        CSS pixels.
    node_radius
        Radius of the node's circle, CSS pixels, one number or shape ``(k,)``.
    gap
        CSS pixels left between a node's circle and the arrows.
    length_min
        CSS pixels; a thin arrow may be half as long.
    ids
        Identifier of each flow, for the GeoJSON feature; the row number when not given.

    Returns
    -------
    arrows
        In drawing order, the widest last. No flows gives an `Arrows` of length 0.

    Raises
    ------
    ValueError
        If shapes do not match, an index is out of range, or `people_max` is not above 0.
    """
    place = np.asarray(nodes, dtype=np.float64).reshape(-1, 2)
    pairs = np.asarray(flows, dtype=np.intp).reshape(-1, 2)
    amount = np.asarray(people, dtype=np.float64).reshape(-1)
    _check(place, pairs, amount, people_max, ids)
    xy = to_pixels(place, zoom)
    radius = np.broadcast_to(np.asarray(node_radius, dtype=np.float64), len(place)) + gap
    apart = np.hypot(*(xy[pairs[:, 1]] - xy[pairs[:, 0]]).T)
    row = np.flatnonzero((amount > 0.0) & np.isfinite(amount) & (apart > 1e-6))
    # stable: equal flows keep the caller's order
    row = row[np.argsort(amount[row], kind="stable")]
    largest = float(amount[row].max()) if len(row) else 1.0
    top = float(people_max) if people_max is not None else largest
    exact = width_max * amount[row] / top
    width = np.maximum(exact, width_min)
    origin, destination = pairs[row].T
    layout = lay_out(xy, origin, destination, width, radius, length_min)
    corners, first = _outline(layout, width)
    shaft = bezier_points(layout.start, layout.control, layout.base, STEPS)
    line = np.concatenate([shaft, layout.tip[:, None]], axis=1)
    names: Sequence[str | int] = range(len(amount)) if ids is None else ids
    return Arrows(
        row=row,
        ids=[names[index] for index in row.tolist()],
        xy=np.round(to_lonlat(corners, zoom), degree_decimals(zoom)),
        first=first,
        width=width,
        length=np.hypot(*np.diff(line, axis=1).transpose(2, 0, 1)).sum(axis=1),
        heads=to_lonlat(layout.head, zoom),
        lines=to_lonlat(line, zoom),
        labels=to_lonlat(shaft[:, len(STEPS) // 2], zoom),
        ring=layout.ring,
        zoom=zoom,
        people_max=top,
        width_max=width_max,
        floored=int((exact < width_min).sum()),
        lengthened=int(layout.lengthened.sum()),
    )


def to_geojson(arrows: Arrows | Corridors) -> dict[str, Any]:
    """
    Write arrows or dashed corridors as a GeoJSON FeatureCollection (RFC 7946).

    Parameters
    ----------
    arrows
        Drawn flows.

    Returns
    -------
    collection
        One Polygon per arrow, or one MultiPolygon per corridor, in drawing order, its ``id`` that of the
        flow, without properties.
    """
    return _collection(arrows, [_plain(shape) for shape in _shapes(arrows)])


def to_geojson_bytes(arrows: Arrows | Corridors) -> bytes:
    """
    Write arrows or dashed corridors as GeoJSON text, fast.

    Parameters
    ----------
    arrows
        Drawn flows.

    Returns
    -------
    text
        UTF-8 JSON, the same collection as `to_geojson`.
    """
    import orjson

    return orjson.dumps(_collection(arrows, _shapes(arrows)), option=orjson.OPT_SERIALIZE_NUMPY)


def _shapes(arrows: Arrows | Corridors) -> list[Any]:
    """GeoJSON coordinates of every feature, with arrays for the rings."""
    if isinstance(arrows, Corridors):
        return [[[ring] for ring in rings] for rings in arrows.parts]
    return [[arrows.polygon(index)] for index in range(len(arrows))]


def _plain(shape: Any) -> Any:
    return shape.tolist() if isinstance(shape, np.ndarray) else [_plain(part) for part in shape]


def _collection(arrows: Arrows | Corridors, shapes: Sequence[Any]) -> dict[str, Any]:
    kind = "MultiPolygon" if isinstance(arrows, Corridors) else "Polygon"
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": name,
                "properties": {},
                "geometry": {"type": kind, "coordinates": shape},
            }
            for name, shape in zip(arrows.ids, shapes, strict=True)
        ],
    }


def _check(
    place: FloatArray,
    pairs: IntArray,
    amount: FloatArray,
    people_max: float | None,
    ids: Sequence[str | int] | None,
) -> None:
    faults = []
    if len(pairs) != len(amount):
        faults.append(f"{len(pairs)} flows but {len(amount)} numbers of people")
    if ids is not None and len(ids) != len(amount):
        faults.append(f"{len(ids)} ids for {len(amount)} flows")
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= len(place)):
        faults.append(f"flows must index the {len(place)} nodes, found {pairs.min()} to {pairs.max()}")
    if people_max is not None and not people_max > 0.0:
        faults.append(f"people_max must be above 0, got {people_max!r}")
    if faults:
        raise ValueError("; ".join(faults))


def _outline(layout: Layout, width: FloatArray) -> tuple[FloatArray, IntArray]:
    """Build the closed rings, counterclockwise on the map: right side of the shaft, head, left side."""
    finest = len(STEPS) - 1
    divisors = np.array([number for number in range(1, finest + 1) if finest % number == 0])
    # an arc stands about length · angle / 8 over its chord; n segments divide both by n
    tolerance = np.where(width < THIN, 2.0 * TOLERANCE, TOLERANCE)
    most = np.where(width < THIN, finest // 2, finest)
    wanted = np.sqrt(layout.span * np.abs(layout.turn) * 2.0 / 8.0 / tolerance)
    # a sharp short bend turns most in its middle: no segment turns by more than about 15 degrees
    wanted = np.maximum(wanted, np.abs(layout.turn) / TURN_PER_PIECE)
    pieces = divisors[np.searchsorted(divisors, np.minimum(wanted, most))]
    middle = bezier_points(layout.start, layout.control, layout.base, STEPS)
    at = STEPS[None, :, None]
    along = (1.0 - at) * (layout.control - layout.start)[:, None] + at * (layout.base - layout.control)[:, None]
    across = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    across *= (width[:, None] / 2.0 / np.hypot(along[..., 0], along[..., 1]))[..., None]
    right, left = middle + across, middle - across
    first = np.concatenate([[0], np.cumsum(2 * (pieces + 1) + 4)])
    corners = np.empty((int(first[-1]), 2))
    for number in np.unique(pieces).tolist():
        rows, step = np.flatnonzero(pieces == number), finest // number
        back = left[rows, ::step][:, ::-1]
        ring = np.concatenate([right[rows, ::step], layout.head[rows], back, right[rows, :1]], axis=1)
        corners[first[rows][:, None] + np.arange(ring.shape[1])] = ring
    return corners, first
