"""How new built-up land lies to the old: it fills gaps, grows at the edge, or leaps over open land."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import UrbanError
from boundaries.growth.circles import half_widths

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CUT_OFFS", "CutOffs", "landscape_expansion_index"]

Bools = NDArray[np.bool_]
Flat = NDArray[np.int64]

ROOM: Final = 20_000_000
"""Pixels of the boxes round patches that are marked at once; a single larger patch is taken alone."""

LEAPFROG, EDGE, INFILL = "leapfrog", "edge expansion", "infill"


@dataclass(frozen=True)
class CutOffs:
    """
    Where the kinds of expansion part, on the index from 0 to 100.

    Attributes
    ----------
    leapfrog
        Leapfrog up to this index, this one included.
    infill, infill_included
        Infill above this index, and whether this one is infill too. Between the two: edge expansion.
    """

    leapfrog: float
    infill: float
    infill_included: bool


CUT_OFFS: Final = {
    "liu-2010": CutOffs(leapfrog=0, infill=50, infill_included=False),
    "world-bank": CutOffs(leapfrog=5, infill=90, infill_included=True),
}
"""
The two published variants.

"liu-2010": Liu and others, Landscape Ecology 25 (2010), who call leapfrog "outlying" and look at a ring as thin as the
data allow. "world-bank": the World Bank's GOSTurban, with a ring of 300 m.
"""


def landscape_expansion_index(
    old: Bools, new: Bools, *, buffer_m: float, cell_m: float, cut_offs: str = "liu-2010"
) -> tuple[pd.DataFrame, NDArray[np.int32]]:
    """
    Measure each patch of new built-up land by how much of the ring round it was built up before.

    LEI = 100 · A_old / (A_old + A_other), areas within the ring (Liu and others 2010). What is not old in the ring is
    other, new land of another patch too. The ring takes the pixels whose centre is no farther than `buffer_m` from the
    centre of a pixel of the patch; what lies beyond the edge of the raster is not counted.

    Parameters
    ----------
    old, new
        Rows × columns of the same shape, True where built up at the earlier and at the later date. A patch is new
        land that touches by sides or corners; land that was built up before is never new.
    buffer_m
        Width of the ring, metres; a pixel at least.
    cell_m
        Side of a pixel, metres.
    cut_offs
        A key of `CUT_OFFS`.

    Returns
    -------
    patches
        One row each: patch (its number, from 1), area_m2, ring_m2, old_m2 (of the ring), lei (0 to 100; NaN where the
        whole ring lies beyond the edge), kind ("infill", "edge expansion", "leapfrog"; "" for NaN). ``attrs`` has
        "cut_offs" and "buffer_m". Empty where nothing is new.
    labels
        Number of the patch of each pixel, 0 elsewhere; same shape.

    Raises
    ------
    UrbanError
        Shapes differ, a raster is not of yes and no, the ring is thinner than a pixel, or there are no such cut-offs;
        all faults at once.
    """
    import pandas as pd
    from scipy import ndimage

    _check(old, new, buffer_m, cell_m, cut_offs)
    grown = np.asarray(new, dtype=np.bool_) & ~np.asarray(old, dtype=np.bool_)
    labels, count = ndimage.label(grown, np.ones((3, 3)), output=np.int32)
    pixel_m2 = float(cell_m) ** 2
    ring, built = _measure_rings(np.asarray(old, dtype=np.bool_), grown, labels, buffer_m / cell_m)
    index = np.full(count, np.nan)
    np.divide(100 * built, ring, out=index, where=ring > 0)
    cuts = CUT_OFFS[cut_offs]
    infill = (index >= cuts.infill) if cuts.infill_included else (index > cuts.infill)
    kind = np.select([np.isnan(index), index <= cuts.leapfrog, infill], ["", LEAPFROG, INFILL], default=EDGE)
    patches = pd.DataFrame(
        {
            "patch": np.arange(1, count + 1, dtype=np.int64),
            "area_m2": np.bincount(labels[grown], minlength=count + 1)[1:] * pixel_m2,
            "ring_m2": ring * pixel_m2,
            "old_m2": built * pixel_m2,
            "lei": index,
            "kind": kind.tolist(),
        }
    )
    patches["kind"] = patches["kind"].astype("str")
    patches.attrs = {"cut_offs": cut_offs, "buffer_m": buffer_m}
    return patches, labels


def _check(old: Bools, new: Bools, buffer_m: float, cell_m: float, cut_offs: str) -> None:
    faults = []
    if old.ndim != 2 or old.shape != new.shape:
        faults.append(f"the dates have shapes {old.shape} and {new.shape}, not the same rows and columns")
    for name, one in (("earlier", old), ("later", new)):
        if one.dtype != np.bool_:
            faults.append(f"the {name} date is {one.dtype}, not yes or no; decide with BuiltSeries.is_built")
    if not (cell_m > 0 and buffer_m >= cell_m):
        faults.append(f"a ring of {buffer_m:g} m round pixels of {cell_m:g} m; it must be as wide as a pixel")
    if cut_offs not in CUT_OFFS:
        faults.append(f"there are no cut-offs {cut_offs!r}, only {', '.join(CUT_OFFS)}")
    if faults:
        raise UrbanError("no landscape expansion index: " + "; ".join(faults))


def _measure_rings(old: Bools, grown: Bools, labels: NDArray[np.int32], radius: float) -> tuple[Flat, Flat]:
    """Count the pixels of each patch's ring, and those of them that were built up before."""
    from scipy import ndimage

    boxes = ndimage.find_objects(labels)
    ring, built = np.zeros(len(boxes), dtype=np.int64), np.zeros(len(boxes), dtype=np.int64)
    widths = half_widths(radius)
    reach = len(widths) - 1
    top = np.array([rows.start - reach for rows, _ in boxes], dtype=np.int64)
    left = np.array([columns.start - reach for _, columns in boxes], dtype=np.int64)
    height = np.array([rows.stop - rows.start + 2 * reach for rows, _ in boxes], dtype=np.int64)
    width = np.array([columns.stop - columns.start + 2 * reach for _, columns in boxes], dtype=np.int64)
    # Only the rim of a patch reaches land that its inner pixels do not.
    row, column = np.nonzero(grown & ~ndimage.binary_erosion(grown, np.ones((3, 3)), border_value=1))
    of = labels[row, column].astype(np.int64) - 1
    order = np.argsort(of, kind="stable")
    row, column, of = row[order], column[order], of[order]
    for some in _cut_patches(height * width):
        first, last = np.searchsorted(of, [some.start, some.stop])
        patch = of[first:last]
        start = np.concatenate([[0], np.cumsum((height * width)[some])])
        step = width[patch]
        at = start[patch - some.start] + (row[first:last] - top[patch]) * step + column[first:last] - left[patch]
        near = np.zeros(start[-1], dtype=np.bool_)
        for down in range(-reach, reach + 1):
            for across in range(-widths[abs(down)], widths[abs(down)] + 1):
                near[at + down * step + across] = True
        hits = np.flatnonzero(near)
        patch = np.searchsorted(start, hits, side="right") - 1 + some.start
        down, right = np.divmod(hits - start[patch - some.start], width[patch])
        down, right = down + top[patch], right + left[patch]
        inside = (down >= 0) & (down < old.shape[0]) & (right >= 0) & (right < old.shape[1])
        patch, down, right = patch[inside], down[inside], right[inside]
        other = labels[down, right] != patch + 1
        patch, was_built = patch[other], old[down[other], right[other]]
        ring[some] = np.bincount(patch - some.start, minlength=some.stop - some.start)
        built[some] = np.bincount((patch - some.start)[was_built], minlength=some.stop - some.start)
    return ring, built


def _cut_patches(pixels: Flat) -> Iterator[slice]:
    """Take as many patches at once as have room, one at least."""
    start, room = 0, 0
    for patch, size in enumerate(pixels.tolist()):
        if room and room + size > ROOM:
            yield slice(start, patch)
            start, room = patch, 0
        room += size
    if start < pixels.size:
        yield slice(start, pixels.size)
