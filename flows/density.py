"""
Where the people of the censuses of 2017 and 2023 live: their counts carried to H3 cells (**derived**).

A tehsil is counted as a whole; how its people lie within it is an assumption, the same for both years:

1. Every tehsil has cells of its own, or shares cells with others (`flows.tehsil_areas`).
2. Its urban people go to the towns among those cells, and to the town it is named after wherever that lies. Towns are
   the populated places of GeoNames; their points are trusted, their sizes only weigh one town against the next.
3. Round each town density falls off exponentially (`flows.towns`), up to the border of the tehsil's cells; what is cut
   off there is given back to the rest in proportion.
4. Its rural people are spread evenly over the cells that towns do not fill (`towns.EDGE_DENSITY`). Urban people of a
   tehsil without any town are spread so too.

The urban share is that of 2023 in both years. The lines of towns were redrawn between the counts (31 tehsils changed by
more than ten points; Murree fell from 67 to 10 % urban), and cells would seem to empty or fill where only a line moved.
So a tehsil's people grow at its own rate wherever in it they are. Every tehsil's sum, and so every district's, is the
printed one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from boundaries.language import mark

from .census import census

# `import flows` takes this module in and must stay cheap, so even numpy waits until it is used.
if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from boundaries.cells.layer import CellLayer

    from .cell_division import Support
    from .towns import Towns

    Values = NDArray[np.float64]
    Positions = NDArray[np.intp]

__all__ = ["CAVEAT", "YEARS", "Density", "Shares", "density", "net_gain", "spread"]

YEARS: Final = (2017, 2023)

CAVEAT = mark(
    "Derived: the census counts tehsils, not cells. Within a tehsil people are placed by rule (urban people round "
    "its towns, rural people evenly), so a cell is an estimate and only a tehsil's or a district's sum is counted. "
    "A tehsil's people grow at its own rate wherever in it they are."
)
BY_SEATS = mark("No tehsil lines are installed: each cell is given to the tehsil with the nearest seat.")
BY_BOUNDARIES = mark("Cells follow the tehsil lines of the boundary set where they bear a name of the 2023 census.")
LOST = mark(
    "{lost} of {every} tehsils have no known place; their people lie over what no other claims of their district, "
    "mostly all of it."
)

TITLE: Final = mark("People, censuses of 2017 and 2023 carried to cells")
SOURCE: Final = mark("Pakistan Bureau of Statistics, 2023 census, Table 1; towns: GeoNames")
LICENCE: Final = mark("figures are facts, credit the publisher; GeoNames CC BY 4.0")

SAID: Final = (CAVEAT, BY_SEATS, BY_BOUNDARIES, LOST, TITLE, SOURCE, LICENCE)
"""What the layer says of itself: it is kept in English, and translated where it is shown."""


@dataclass(frozen=True, eq=False)
class Shares:
    """
    What share of which tehsil's people each cell has; people of a year times `share` are what lies in the cell.

    Attributes
    ----------
    cell, tehsil
        Positions; a cell comes several times where tehsils share it.
    share
        Above zero; those of a tehsil sum to 1.
    town
        The part of `share` that is urban, from 0 to `share`.
    """

    cell: Positions
    tehsil: Positions
    share: Values
    town: Values


@dataclass(frozen=True, eq=False)
class Density:
    """
    People of 2017 and 2023 on cells, and whose the cells are.

    Attributes
    ----------
    layer
        The people, persons per cell: name "census", kind "people", evidence "derived", epochs 2017 and 2023.
    tehsil, district, place, tehsils, districts, places, unlocated, how
        Whose the cells are, as in `tehsil_areas.TehsilAreas`.
    shares
        What the layer was added up from.
    people
        Counted people of each tehsil, shape (epochs, tehsils).
    townspeople
        Those of the layer's people whom the census counts as urban, shape (epochs, n).
    caveat
        What must be said beside the figures.
    """

    layer: CellLayer
    tehsil: NDArray[np.int32]
    district: NDArray[np.int32]
    place: NDArray[np.int32]
    tehsils: tuple[str, ...]
    districts: tuple[str, ...]
    places: tuple[str, ...]
    unlocated: tuple[str, ...]
    how: str
    shares: Shares
    people: Values
    townspeople: Values
    caveat: str


def density(
    set: str = "bundled",  # noqa: A002 (as in `boundaries.load_places`)
    *,
    data_dir: str | Path | None = None,
) -> Density:
    """
    Carry the people of both censuses to cells (**derived**); the rule is in the module text.

    Parameters
    ----------
    set
        Boundary set; its tehsil polygons are used if it has any, else the tehsil seats.
    data_dir
        Where installed sets are; see `boundaries.places.data_folder`.

    Returns
    -------
    density
        207,684,626 people of 2017 and 241,499,431 of 2023 on some 147,000 cells; every tehsil and district keeps its
        own count.

    Raises
    ------
    UnknownPlaceError
        There is no such set.
    """
    import numpy as np

    from boundaries.cells.layer import CellLayer

    from .tehsil_areas import find_tehsil_areas
    from .towns import find_towns

    areas = find_tehsil_areas(set, data_dir=data_dir)
    counts = [census(year, level="tehsil").set_index("code").loc[list(areas.tehsils)] for year in YEARS]
    people = np.stack([count["people"].to_numpy(dtype=np.float64) for count in counts])
    newest = counts[-1]
    shares = spread(
        areas.cells,
        areas.supports,
        find_towns(areas),
        urban=newest["urban"].to_numpy(dtype=np.float64),
        people=people[-1],
    )
    values, townspeople = (
        np.stack([np.bincount(shares.cell, row, areas.cells.size) for row in people[:, shares.tehsil] * part]).astype(
            np.float64
        )
        for part in (shares.share, shares.town)
    )
    lost = LOST.format(lost=len(areas.unlocated), every=len(areas.tehsils))
    caveat = f"{CAVEAT} {BY_SEATS if areas.how == 'seats' else BY_BOUNDARIES} {lost}"
    layer = CellLayer(
        name="census",
        title=TITLE,
        kind="people",
        evidence="derived",
        cells=areas.cells,
        epochs=YEARS,
        values=values,
        source=SOURCE,
        licence=LICENCE,
        note=caveat,
    )
    return Density(
        layer,
        areas.tehsil,
        areas.district,
        areas.place,
        areas.tehsils,
        areas.districts,
        areas.places,
        areas.unlocated,
        areas.how,
        shares,
        people,
        townspeople,
        caveat,
    )


def net_gain(found: Density) -> Values:
    """
    Take out of each cell's growth what the country's own growth explains (**derived**).

    Parameters
    ----------
    found
        From `density`.

    Returns
    -------
    net
        People of 2023 less those of 2017 grown at the national rate, persons over the whole interval, shape (n,). Sums
        to 0 over the country, and over a place to its `net_migration` of 2017–2023 times the years.

    Notes
    -----
    net = P1 - P0 · (sum of P1 / sum of P0), the national growth rate method of `flows.net_migration`; its warnings
    hold here too.
    """
    first, last = found.layer.values
    rates = found.people.sum(axis=1)
    net: Values = last - first * (rates[1] / rates[0])
    return net


def spread(
    cells: NDArray[np.uint64], supports: Sequence[Support], towns: Towns, *, urban: Values, people: Values
) -> Shares:
    """
    Share each tehsil's people out to the cells of its support.

    Parameters
    ----------
    cells
        H3 ids (uint64) of `tehsil_areas.RESOLUTION`, rising.
    supports
        The cells of every tehsil; each tehsil in one of them.
    towns
        The towns; none is allowed.
    urban, people
        Urban and all people of each tehsil, shape (t,). A tehsil without people is spread as a rural one.

    Returns
    -------
    shares
        Those of each tehsil sum to 1.
    """
    import numpy as np

    from boundaries.cells.hierarchy import cell_areas

    from .towns import EDGE_DENSITY

    area = cell_areas(cells)
    townsfolk = np.array([urban[support.tehsils].sum() for support in supports])
    patterns = _lay_towns(cells, supports, towns, townsfolk)
    filled = np.zeros(cells.size)
    for support, pattern, count in zip(supports, patterns, townsfolk, strict=True):
        filled[support.cells] += count * pattern
    open_land = np.where(filled < EDGE_DENSITY * area, area, 0.0)

    found = []
    for support, pattern in zip(supports, patterns, strict=True):
        land = open_land[support.cells]
        land = land if land.any() else area[support.cells]
        land = land / land.sum()
        # Without a known town urban people are spread as rural ones are, and stay urban.
        towns_here = pattern if pattern.any() else land
        for tehsil in support.tehsils.tolist():
            part = urban[tehsil] / people[tehsil] if people[tehsil] else 0.0
            share = part * towns_here + (1.0 - part) * land
            kept = share > 0
            town = part * towns_here[kept] / share.sum()
            found.append((support.cells[kept], np.full(kept.sum(), tehsil), share[kept] / share.sum(), town))
    cell, tehsils, shares, town = (np.concatenate(column) for column in zip(*found, strict=True))
    return Shares(cell, tehsils, shares, town)


def _lay_towns(cells: NDArray[np.uint64], supports: Sequence[Support], towns: Towns, townsfolk: Values) -> list[Values]:
    """Give for each support the share of its urban people in each of its cells; zeros where it has no town."""
    import numpy as np

    from .towns import cut_cone, lay_cone

    members = [towns.of(support.cells, support.tehsils) for support in supports]
    weights = [towns.weight[of] / towns.weight[of].sum() for of in members]
    # A town that several tehsils send people to reaches as far as all of them together carry it.
    size = np.zeros(towns.lon.size)
    for of, weight, count in zip(members, weights, townsfolk, strict=True):
        size[of] += count * weight
    cones = {
        town: lay_cone(cells, float(towns.lon[town]), float(towns.lat[town]), people=float(size[town]))
        for town in {int(town) for of in members for town in of}
    }
    patterns = []
    for support, of, weight in zip(supports, members, weights, strict=True):
        pattern = np.zeros(support.cells.size)
        for town, part in zip(of.tolist(), weight, strict=True):
            pattern += part * cut_cone(cones[town], support.cells, cells)
        patterns.append(pattern)
    return patterns
