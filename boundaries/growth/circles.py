"""Counting marked pixels within a circle round every pixel, in whole numbers."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["count_within", "half_widths"]

HAIR = 1e-9
"""A pixel that lies on the circle is in it, whatever dividing metres by metres leaves in the last digit."""


def half_widths(radius: float) -> list[int]:
    """
    Cut a circle round a pixel into rows.

    Parameters
    ----------
    radius
        In pixels; a pixel is in the circle when its centre is no farther from the circle's.

    Returns
    -------
    widths
        For the row through the centre, the one above (and below) it, and so on: how many pixels the row reaches to
        either side.
    """
    return [math.floor(math.sqrt(max(radius**2 - row**2, 0)) + HAIR) for row in range(math.floor(radius + HAIR) + 1)]


def count_within(marked: NDArray[np.bool_], radius: float) -> NDArray[np.int32]:
    """
    Count the marked pixels in the circle round every pixel.

    Parameters
    ----------
    marked
        Rows × columns.
    radius
        In pixels, as in `half_widths`.

    Returns
    -------
    counts
        Same shape, the pixel itself included; nothing is marked beyond the edge.
    """
    rows, columns = marked.shape
    running = np.zeros((rows, columns + 1), dtype=np.int32)
    np.cumsum(marked, axis=1, dtype=np.int32, out=running[:, 1:])
    counts = np.zeros((rows, columns), dtype=np.int32)
    at = np.arange(columns)
    for row, width in enumerate(half_widths(radius)[: max(rows, 1)]):
        last, first = np.minimum(at + width + 1, columns), np.maximum(at - width, 0)
        across = running[:, last] - running[:, first]
        counts[row:] += across[: rows - row]
        if row:
            counts[: rows - row] += across[row:]
    return counts
