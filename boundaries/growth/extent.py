"""
Urban extent: which land, built or open, belongs to a town by the share of built-up land within a short walk.

Every built-up pixel is urban, suburban or rural by the share of the circle round it that is built up. Open land a few
steps from urban or suburban pixels is fringe, open land that these enclose is captured; the four together are the
urban extent (Angel and others, Atlas of Urban Expansion, 2016 edition; UN-Habitat, training module of SDG indicator
11.3.1, 2019). Water is open land here.

A raster too large for memory is given as a memory-mapped array and read in blocks. Each is read with as many pixels
around it as the circle and the fringe reach, and open land cut by a seam is put together again, so the answer is that
of one piece.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import UrbanError
from boundaries.growth.circles import count_within
from boundaries.urban.contiguity import Block, Clusters, cut_blocks

__all__ = ["ATLAS_2016", "EXTENT_NAMES", "IN_EXTENT", "UN_HABITAT_2019", "ExtentRule", "urban_extent"]

URBAN, SUBURBAN, RURAL, FRINGE, CAPTURED, OPEN = range(1, 7)

EXTENT_NAMES: Final = {
    URBAN: "urban built-up",
    SUBURBAN: "suburban built-up",
    RURAL: "rural built-up",
    FRINGE: "fringe open space",
    CAPTURED: "captured open space",
    OPEN: "rural open space",
}
"""What the codes mean."""

IN_EXTENT: Final = (URBAN, SUBURBAN, FRINGE, CAPTURED)
"""The classes that make up the urban extent."""

M2_PER_HA: Final = 10_000

BLOCK: Final = 1000
"""Pixels along a side of the blocks; small enough to stay near the processor, so faster than one piece."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class ExtentRule:
    """
    The numbers of the urban extent; `dataclasses.replace` changes one.

    The two published variants are `ATLAS_2016` and `UN_HABITAT_2019`.

    Attributes
    ----------
    radius_m
        Of the circle round each pixel.
    urban_share, half_is_urban
        A built-up pixel is urban when more than this share of its circle is built up; and whether exactly this share
        is enough.
    suburban_share
        It is suburban from this share, and rural below.
    fringe_m
        Open land no farther than this from an urban or suburban pixel is fringe.
    captured_ha
        Enclosed open land of this many hectares or more stays outside; infinity captures all.
    """

    radius_m: float = 584
    urban_share: float = 0.5
    half_is_urban: bool = True
    suburban_share: float = 0.25
    fringe_m: float = 100
    captured_ha: float = 200


ATLAS_2016: Final = ExtentRule()
"""
Atlas of Urban Expansion, 2016: the walking distance circle of 584 m, captured land below 200 ha.

The Atlas calls that circle one of 1 km²; 584 m make 1.07 km², 564 m would make 1. The radius is the published one.
"""

UN_HABITAT_2019: Final = ExtentRule(radius_m=500, half_is_urban=False, captured_ha=math.inf)
"""UN-Habitat's training module of 2019: a circle of 500 m, urban above half, enclosed open land of any size."""


def urban_extent(
    built: NDArray[np.bool_], *, cell_m: float, rule: ExtentRule = ATLAS_2016, block: int | None = BLOCK
) -> NDArray[np.uint8]:
    """
    Classify built-up and open land by its part in a town.

    Distances go from pixel centre to pixel centre. The share of a circle that reaches over the edge of the raster is
    that of the part inside. Open land is enclosed when its pixels, joined by their sides, reach neither the edge of
    the raster nor open land beyond; lone rural built-up pixels in it do not open it, and stay what they are.

    Parameters
    ----------
    built
        Rows × columns; True (or 1) where a pixel is built up, as from `epochs.BuiltSeries.is_built`. May be a
        memory-mapped array.
    cell_m
        Side of a pixel, metres.
    rule
        `ATLAS_2016`, `UN_HABITAT_2019`, or one of your own.
    block
        Pixels along a side of the blocks that are held in memory at once; None for all in one piece. The answer is
        the same.

    Returns
    -------
    classes
        Codes 1 to 6 as in `EXTENT_NAMES`, same shape; those in `IN_EXTENT` are the urban extent.

    Raises
    ------
    UrbanError
        Not a raster of yes and no; pixels coarser than the fringe or the circle, which could then find nothing; a
        block smaller than a pixel. All faults at once.
    """
    _check(built, cell_m, rule, block)
    shape = (built.shape[0], built.shape[1])
    classes = np.zeros(shape, dtype=np.uint8)
    blocks = cut_blocks(shape, block)
    reach = math.floor((rule.radius_m + rule.fringe_m) / cell_m) + 2
    outside = Clusters(shape, 4)
    for part in blocks:
        around = part.grow(reach, shape)
        classes[part] = _classify(_read(built, around), cell_m, rule)[part.inside(around)]
        outside.add(part, _is_outside(classes[part]), (classes[part] == OPEN).astype(np.float64))
    outside.join()
    captured = outside.people * (cell_m**2 / M2_PER_HA) < rule.captured_ha
    captured[0] = False  # pixels of the town itself
    for part in blocks:
        captured[_list_edges(outside.label(part, _is_outside(classes[part])), part, shape)] = False
    for part in blocks:
        own = classes[part]
        own[captured[outside.label(part, _is_outside(own))] & (own == OPEN)] = CAPTURED
    return classes


def _check(built: NDArray[np.bool_], cell_m: float, rule: ExtentRule, block: int | None) -> None:
    faults = []
    if built.ndim != 2:
        faults.append(f"built-up land has shape {built.shape}, not rows and columns; classify one epoch at a time")
    if built.dtype.kind not in "bui":
        faults.append(f"built-up land is {built.dtype}, not yes or no; decide with BuiltSeries.is_built")
    if not cell_m > 0:
        faults.append(f"pixels are {cell_m} m wide")
    elif cell_m > min(rule.fringe_m, rule.radius_m):
        faults.append(
            f"pixels of {cell_m:g} m are too coarse for a fringe of {rule.fringe_m:g} m and a circle of "
            f"{rule.radius_m:g} m; take a finer raster"
        )
    if not 0 <= rule.suburban_share <= rule.urban_share <= 1:
        faults.append(f"shares must rise from suburban ({rule.suburban_share}) to urban ({rule.urban_share}), 0 to 1")
    if block is not None and block < 1:
        faults.append(f"blocks of {block} pixels")
    if faults:
        raise UrbanError("no urban extent: " + "; ".join(faults))


def _read(built: NDArray[np.bool_], part: Block) -> Bools:
    piece = np.asarray(built[part])
    if piece.dtype != np.bool_ and piece.size and (piece.max() > 1 or piece.min() < 0):
        raise UrbanError(f"no urban extent: built-up land goes from {piece.min()} to {piece.max()}, not from 0 to 1")
    return piece.astype(np.bool_)


def _classify(built: Bools, cell_m: float, rule: ExtentRule) -> NDArray[np.uint8]:
    """Tell all but captured land apart; right as far from the cut edges of a block as circle and fringe reach."""
    radius = rule.radius_m / cell_m
    share = count_within(built, radius) / count_within(np.ones_like(built), radius)
    urban = built & ((share >= rule.urban_share) if rule.half_is_urban else (share > rule.urban_share))
    town = urban | (built & (share >= rule.suburban_share))
    classes = np.where(built, RURAL, OPEN).astype(np.uint8)
    classes[town] = SUBURBAN
    classes[urban] = URBAN
    classes[~built & (count_within(town, rule.fringe_m / cell_m) > 0)] = FRINGE
    return classes


def _is_outside(classes: NDArray[np.uint8]) -> Bools:
    """Mark what is neither town nor fringe; captured land stays in, so that labels are the same at every look."""
    return np.isin(classes, (RURAL, OPEN, CAPTURED))


def _list_edges(labels: NDArray[np.int64], part: Block, shape: tuple[int, int]) -> NDArray[np.int64]:
    """Name the clusters of a block that reach the edge of the whole raster."""
    sides = [
        labels[0] if part.rows.start == 0 else labels[:0],
        labels[-1] if part.rows.stop == shape[0] else labels[:0],
        labels[:, 0] if part.columns.start == 0 else labels[:0],
        labels[:, -1] if part.columns.stop == shape[1] else labels[:0],
    ]
    return np.unique(np.concatenate([side.ravel() for side in sides]))
