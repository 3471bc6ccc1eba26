"""
The Degree of Urbanisation of 1 km² grid cells, at both levels, in the codes of the Global Human Settlement Layer.

====  ==========================  =================================================================================
code  class                       rule (density per km² of land; people of the whole cluster)
====  ==========================  =================================================================================
30    urban centre                1,500 per km², cells joined by sides, 50,000 people; edges smoothed, gaps filled
23    dense urban cluster         1,500 per km², joined by sides, 5,000 people
22    semi-dense urban cluster    differs by edition, see `Thresholds`; away from 30 and 23
21    suburban or peri-urban      the other cells of clusters of 300 per km², joined by sides or corners, 5,000 people
13    rural cluster               300 per km², joined by sides or corners, 500 people
12    low density rural           50 per km²
11    very low density rural      the rest
10    water                       less than half land, nobody lives there, nothing is built
====  ==========================  =================================================================================

Sources: Eurostat and others (2021), "Applying the Degree of Urbanisation", with the changes of July 2024 to semi-dense
clusters; Schiavina and others (2022, 2023), GHSL Data Packages. Van Migerode and others (2024), flexurba, describe
how the rules are computed and where the editions differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import UrbanError
from boundaries.urban.contiguity import Block, Clusters, Smoothing, cut_blocks, fill_gaps, smooth_edges

__all__ = [
    "CLASS_NAMES",
    "GHSL_R2023A",
    "MANUAL_2021",
    "Piece",
    "Thresholds",
    "classify_pieces",
    "degree_of_urbanisation",
]

CLASS_NAMES: Final = {
    30: "urban centre",
    23: "dense urban cluster",
    22: "semi-dense urban cluster",
    21: "suburban or peri-urban",
    13: "rural cluster",
    12: "low density rural",
    11: "very low density rural",
    10: "water",
}
"""What the codes mean; 0 stands for cells without data."""

NEARLY: Final = 0.001
"""People that a cluster may fall short of its threshold: what rounding can take from a sum that reaches it."""


@dataclass(frozen=True)
class Thresholds:
    """
    The numbers of the Degree of Urbanisation; `dataclasses.replace` changes one.

    The two published variants are `MANUAL_2021` and `GHSL_R2023A`. They differ in these:

    ==========================  ==============================  ==========================================
    field                       MANUAL_2021                     GHSL_R2023A
    ==========================  ==============================  ==========================================
    semi_density, semi_people   300 and 5,000                   900 and 2,500 (July 2024)
    semi_neighbours             8                               4
    semi_distance               3 cells                         2 cells
    smoothing                   "five of eight"                 "majority of land"
    built_share                 0.5                             0.2
    ==========================  ==============================  ==========================================

    Attributes
    ----------
    dense_density, dense_people, centre_people
        People per km² of urban centres and dense urban clusters; people of each.
    dense_neighbours
        4 or 8: how their cells touch.
    built_share
        Share of the land that is built up from which a cell counts as dense, where built-up land is given.
    gap_km2
        Gaps of an urban centre smaller than this are filled.
    smoothing
        How the edges of urban centres are smoothed: see `boundaries.urban.contiguity.smooth_edges`.
    semi_density, semi_people, semi_neighbours
        People per km² and people of semi-dense urban clusters; how their cells touch.
    semi_distance
        Cells around urban centres and dense urban clusters in which no part of a semi-dense one may lie. Both texts
        say "within 2 km"; the manual of 2021 measures it by a buffer of three cells.
    cluster_density, cluster_people, rural_people, cluster_neighbours
        People per km² of urban and of rural clusters; people of each; how their cells touch.
    low_density
        People per km² from which a cell is low density rural, not very low.
    water_land
        Share of land below which an empty cell is water.
    """

    dense_density: float = 1_500
    dense_people: float = 5_000
    centre_people: float = 50_000
    dense_neighbours: Literal[4, 8] = 4
    built_share: float = 0.2
    gap_km2: float = 15
    smoothing: Smoothing = "majority of land"
    semi_density: float = 900
    semi_people: float = 2_500
    semi_neighbours: Literal[4, 8] = 4
    semi_distance: int = 2
    cluster_density: float = 300
    cluster_people: float = 5_000
    rural_people: float = 500
    cluster_neighbours: Literal[4, 8] = 8
    low_density: float = 50
    water_land: float = 0.5


GHSL_R2023A: Final = Thresholds()
"""As the GHSL of release R2023A computes it, with the semi-dense clusters of July 2024."""

MANUAL_2021: Final = Thresholds(
    built_share=0.5,
    smoothing="five of eight",
    semi_density=300,
    semi_people=5_000,
    semi_neighbours=8,
    semi_distance=3,
)
"""As the manual of 2021 has it, with the edges of GHSL R2022A."""

# What is remembered of each cell after it was read, one bit each.
_DENSE, _SEMI, _MODERATE, _LOW, _WATER, _VOTER, _DATA = (1 << bit for bit in range(7))

Floats = NDArray[np.float64]


def degree_of_urbanisation(
    population: NDArray[np.floating],
    *,
    built: NDArray[np.floating] | None = None,
    land: NDArray[np.floating] | None = None,
    level: Literal[1, 2] = 2,
    thresholds: Thresholds = GHSL_R2023A,
    block: int | None = None,
) -> NDArray[np.uint8]:
    """
    Classify the cells of a 1 km² equal-area population grid.

    Parameters
    ----------
    population
        People of each cell, rows × columns, north at the top; NaN where there are no data. The rules ask for a 1 km
        grid of equal area: `boundaries.urban.mollweide.to_mollweide` makes one. Any array that can be sliced by rows
        and columns will do, such as numpy.memmap.
    built
        Share of each cell that is built up, 0 to 1; adds cells to dense clusters, and keeps them from being water.
        GHS-BUILT-S gives m² per cell: divide by 1,000,000. NaN counts as nothing built.
    land
        Share of each cell that is permanent land, 0 to 1, by which people and built-up land are divided; all land
        where it is not given. Where people live and there is no land, the whole cell is counted. NaN is no land.
    level
        2 for the codes 30 23 22 21 13 12 11 10; 1 for their first digits: 3 urban centre, 2 urban cluster, 1 rural
        (water is among it). GHSL derives level 1 from level 2 in this way.
    thresholds
        `GHSL_R2023A`, `MANUAL_2021` or your own.
    block
        Read and classify in square blocks of this many cells a side, for grids that do not fit in memory as numbers;
        the answer is the same. About 4 bytes a cell are needed besides, for the classes and what is noted of a cell.

    Returns
    -------
    classes
        Same shape; 0 where there are no data. Empty for an empty grid.

    Raises
    ------
    UrbanError
        Shapes differ, people are negative or infinite, shares are not between 0 and 1; every fault is named.

    Notes
    -----
    Clusters cut off by the edge of the grid are judged by what lies inside: give the grid a margin of about 100 km
    around the area of interest. Edges are smoothed first and gaps filled then, as flexurba does; a gap is joined by
    sides.
    """
    _check_options(level, block)
    grids = {"population": population, "built": built, "land": land}
    shapes = {name: np.shape(grid) for name, grid in grids.items() if grid is not None}
    if len(shapes["population"]) != 2 or len(set(shapes.values())) > 1:
        told = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise UrbanError(f"the grids must have the same rows and columns; their shapes are {told}")
    faults: Counter[str] = Counter()

    def read(block: Block) -> Piece:
        people = np.asarray(population[block], dtype=np.float64)
        wrong = (people < 0) | np.isinf(people)
        faults["cells of population are negative or infinite"] += int(wrong.sum())
        shares = {}
        for name in ("built", "land"):
            grid = grids[name]
            if grid is not None:
                share = np.nan_to_num(np.asarray(grid[block], dtype=np.float64), nan=0.0, posinf=2.0, neginf=-1.0)
                faults[f"cells of {name} are not shares from 0 to 1"] += int(((share < 0) | (share > 1)).sum())
                shares[name] = share.clip(0, 1)
        ground = shares.get("land")
        area = None if ground is None else np.where(ground > 0, ground, 1.0)
        return Piece(np.where(wrong, 0.0, people), shares.get("built"), ground, area)

    def check() -> None:
        if faults.total():
            raise UrbanError("; ".join(f"{count:,} {what}" for what, count in faults.items() if count))

    codes = classify_pieces(read, shapes["population"], thresholds=thresholds, block=block, check=check)
    return codes // 10 if level == 1 else codes


class Piece(NamedTuple):
    """
    A block of the grids: people (NaN for no data), built-up and land shares if known, and the km² that people live on.

    No `area` means 1 km² for every cell.
    """

    people: Floats
    built: Floats | None = None
    land: Floats | None = None
    area: Floats | None = None


def classify_pieces(
    read: Callable[[Block], Piece],
    shape: tuple[int, int],
    *,
    thresholds: Thresholds = GHSL_R2023A,
    block: int | None = None,
    check: Callable[[], None] = lambda: None,
) -> NDArray[np.uint8]:
    """
    Classify a grid that is read piece by piece; `degree_of_urbanisation` for those who have arrays.

    Parameters
    ----------
    read
        Gives the block asked for. Each block is read once.
    shape
        Rows and columns of the grid.
    thresholds, block
        As in `degree_of_urbanisation`.
    check
        Called when all is read; raises what was found wrong.

    Returns
    -------
    codes
        Of level 2; 0 where there are no data.
    """
    blocks = cut_blocks(shape, block)
    noted = np.zeros(shape, dtype=np.uint8)
    kinds = {_DENSE: thresholds.dense_neighbours, _SEMI: thresholds.semi_neighbours}
    kinds[_MODERATE] = thresholds.cluster_neighbours
    clusters = {mark: Clusters(shape, neighbours) for mark, neighbours in kinds.items()}
    for part in blocks:
        piece = read(part)
        noted[part] = _note(piece, thresholds)
        people = np.nan_to_num(piece.people, nan=0.0)
        for mark, found in clusters.items():
            found.add(part, noted[part] & mark > 0, people)
    check()
    for found in clusters.values():
        found.join()

    def select(mark: int, part: Block, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        selected: NDArray[np.bool_] = chosen[clusters[mark].label(part, noted[part] & mark > 0)]
        return selected

    def reach(mark: int, people: float) -> NDArray[np.bool_]:
        large = clusters[mark].people >= people - NEARLY
        large[0] = False  # cells that are in no cluster
        return large

    codes = np.zeros(shape, dtype=np.uint8)
    codes.reshape(-1)[_find_centres(clusters[_DENSE], blocks, noted, thresholds)] = 30
    dense = reach(_DENSE, thresholds.dense_people)
    for part in blocks:
        _fill(codes[part], select(_DENSE, part, dense), 23)
    semi = reach(_SEMI, thresholds.semi_people)
    for part in blocks:
        near = _spread(codes, part, thresholds.semi_distance)
        semi[clusters[_SEMI].label(part, noted[part] & _SEMI > 0)[near]] = False
    urban = reach(_MODERATE, thresholds.cluster_people)
    rural = reach(_MODERATE, thresholds.rural_people)
    for part in blocks:
        _fill(codes[part], select(_SEMI, part, semi), 22)
        _fill(codes[part], select(_MODERATE, part, urban), 21)
        _fill(codes[part], select(_MODERATE, part, rural), 13)
        for mark, code in ((_LOW, 12), (_WATER, 10), (_DATA, 11)):
            _fill(codes[part], noted[part] & mark > 0, code)
    codes[noted & _DATA == 0] = 0
    return codes


def _check_options(level: int, block: int | None) -> None:
    faults = []
    if level not in (1, 2):
        faults.append(f"there is no level {level!r}; ask for 1 or 2")
    if block is not None and block < 1:
        faults.append(f"a block of {block} cells cannot be read; ask for 1 or more")
    if faults:
        raise UrbanError("; ".join(faults))


def _note(piece: Piece, thresholds: Thresholds) -> NDArray[np.uint8]:
    """Write down what the rules ask of each cell, as bits."""
    data = ~np.isnan(piece.people)
    people = np.where(data, piece.people, 0.0)
    area = np.ones_like(people) if piece.area is None else piece.area
    built = np.zeros_like(people) if piece.built is None else piece.built
    land = np.ones_like(people) if piece.land is None else piece.land
    density = people / area
    water = (land < thresholds.water_land) & (people == 0) & (built == 0)
    noted = np.where(data, _DATA, 0)
    for mark, holds in (
        (_DENSE, (density >= thresholds.dense_density) | (built / area >= thresholds.built_share)),
        (_SEMI, density >= thresholds.semi_density),
        (_MODERATE, density >= thresholds.cluster_density),
        (_LOW, density >= thresholds.low_density),
        (_WATER, water),
        (_VOTER, (people > 0) | (land >= thresholds.water_land)),
    ):
        noted |= np.where(data & holds, mark, 0)
    return noted.astype(np.uint8)


def _find_centres(
    clusters: Clusters, blocks: list[Block], noted: NDArray[np.uint8], thresholds: Thresholds
) -> NDArray[np.int64]:
    """Find the cells of urban centres, flat: large dense clusters, their edges smoothed and their gaps filled."""
    large = clusters.people >= thresholds.centre_people - NEARLY
    large[0] = False
    found, of = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for part in blocks:
        labels = clusters.label(part, noted[part] & _DENSE > 0)
        rows, columns = np.nonzero(large[labels])
        found.append((rows + part.rows.start) * noted.shape[1] + columns + part.columns.start)
        of.append(labels[rows, columns])
    cells, cluster = np.concatenate(found), np.concatenate(of)
    order = np.argsort(cells)
    flat = noted.reshape(-1)
    closed = _WATER if thresholds.smoothing == "majority of land" else 0
    cells, cluster = smooth_edges(
        cells[order],
        cluster[order],
        shape=noted.shape,
        may_join=flat & (_DATA | closed) == _DATA,
        counted=flat & _VOTER > 0,
        rule=thresholds.smoothing,
    )
    cells, _ = fill_gaps(cells, cluster, shape=noted.shape, less_than=thresholds.gap_km2)
    return cells


def _spread(codes: NDArray[np.uint8], part: Block, distance: int) -> NDArray[np.bool_]:
    """Mark the cells of a block that lie within some cells of a dense class, in the block or beside it."""
    from scipy import ndimage

    wide = part.grow(distance, codes.shape)
    dense = codes[wide] > 0
    grown: NDArray[np.bool_] = ndimage.maximum_filter(dense, size=2 * distance + 1, mode="constant")
    return grown[part.inside(wide)]


def _fill(codes: NDArray[np.uint8], where: NDArray[np.bool_], code: int) -> None:
    """Give a class to those of the cells that have none yet."""
    codes[where & (codes == 0)] = code
