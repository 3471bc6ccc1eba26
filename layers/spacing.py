"""
Spread points along a line or round a circle: in order, far enough apart, as near their wishes as can be.

A one-dimensional least-squares problem: with the needed separations taken off, keeping order and distance
becomes isotonic regression, solved exactly by pooling adjacent violators (Barlow et al. 1972).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from layers.projection import FloatArray

__all__ = ["TURN", "open_circle", "spread_circle", "spread_line"]

TURN = 2.0 * math.pi
"""A whole turn in radians."""


def spread_line(
    preferred: Sequence[float],
    apart: Sequence[float],
    weight: Sequence[float],
    *,
    low: float = -math.inf,
    high: float = math.inf,
) -> list[float]:
    """
    Move sorted points as little as possible so that neighbours are far enough apart.

    Minimises ``Σ weight · (position − preferred)²`` under ``position[i+1] − position[i] ≥ apart[i]`` and
    ``low ≤ position ≤ high``.

    Parameters
    ----------
    preferred
        Where each point would like to be, ascending.
    apart
        Separation needed between point i and i+1; one fewer than the points.
    weight
        Above 0; a heavy point moves less.
    low, high
        Bounds. Where they are too narrow for the separations, these shrink in proportion.

    Returns
    -------
    positions
        Ascending. Empty input gives an empty list.
    """
    count = len(preferred)
    if count == 0:
        return []
    needed = math.fsum(apart)
    shrink = max(min(1.0, (high - low) / needed), 0.0) if needed > 0.0 else 1.0
    offsets, total = [0.0], 0.0
    for gap in apart:
        total += gap * shrink
        offsets.append(total)
    # each block: weighted mean of (preferred - offset), its weight, how many points
    means: list[float] = []
    masses: list[float] = []
    counts: list[int] = []
    for place, offset, mass in zip(preferred, offsets, weight, strict=True):
        mean, number = place - offset, 1
        while means and means[-1] >= mean:
            other = masses.pop()
            mean = (means.pop() * other + mean * mass) / (other + mass)
            mass += other  # noqa: PLW2901
            number += counts.pop()
        means.append(mean)
        masses.append(mass)
        counts.append(number)
    top = max(high - total, low)
    positions: list[float] = []
    for mean, number in zip(means, counts, strict=True):
        bounded = min(max(mean, low), top)
        positions.extend(bounded + offset for offset in offsets[len(positions) : len(positions) + number])
    return positions


def spread_circle(preferred: Sequence[float], apart: Sequence[float], weight: Sequence[float]) -> list[float]:
    """
    Spread points round a circle, keeping their order.

    The circle is cut at its widest empty arc and the rest solved by `spread_line`.

    Parameters
    ----------
    preferred
        Angles wanted, ascending and starting just after the widest empty arc (`open_circle` puts them so).
    apart
        Separation needed between point i and the next, the last one from the last point to the first; as many
        as the points.
    weight
        Above 0; a heavy point moves less.

    Returns
    -------
    angles
        In the given order; all within one turn. Where they cannot fit in a turn the separations shrink in
        proportion.
    """
    if len(preferred) < 2:
        return list(preferred)
    needed = math.fsum(apart)
    shrink = min(1.0, TURN / needed) if needed > 0.0 else 1.0
    *between, closing = (gap * shrink for gap in apart)
    angles = spread_line(preferred, between, weight)
    span = TURN - closing
    if angles[-1] - angles[0] > span:
        middle = (angles[0] + angles[-1]) / 2.0
        angles = spread_line(preferred, between, weight, low=middle - span / 2.0, high=middle + span / 2.0)
    return angles


def open_circle(angles: FloatArray) -> tuple[npt.NDArray[np.intp], FloatArray]:
    """
    Cut a circle of angles at its widest empty arc.

    Parameters
    ----------
    angles
        Shape ``(n,)``, any turn.

    Returns
    -------
    order
        Indices that sort the angles, beginning just after the widest empty arc.
    opened
        The angles in that order, ascending, within one turn.
    """
    turned = angles % TURN
    order = np.argsort(turned, kind="stable")
    opened = turned[order]
    if len(opened) < 2:
        return order, opened
    gaps = np.append(np.diff(opened), opened[0] + TURN - opened[-1])
    first = (int(gaps.argmax()) + 1) % len(opened)
    order = np.roll(order, -first)
    opened = np.roll(opened, -first)
    if first:
        opened[len(opened) - first :] += TURN
    return order, opened
