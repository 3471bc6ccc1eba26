"""A city and what lies round it: people by zone, by distance, and the cells that grow most."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.cell_grid import ZONES, CellGrid
from layers.cell_measures import growth_a_year
from layers.projection import distance_km

Floats = NDArray[np.float64]

KM_PER_DEGREE: Final = 111.2
"""Of latitude."""

REACH: Final = 50.0
"""Kilometres: how far from its centre a city's surroundings are counted, the same for every city."""

RINGS: Final = (0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0)
"""Kilometres: limits of the rings of the radial profile."""


@dataclass(frozen=True, slots=True)
class Band:
    """
    A zone or a ring: people at two dates and land.

    Attributes
    ----------
    name
        "core", "belt", "hinterland" or a range of kilometres.
    before, after
        People.
    area
        km².
    growth
        % a year, NaN where not defined.
    """

    name: str
    before: float
    after: float
    area: float
    growth: float

    @property
    def added(self) -> float:
        """People added between the two dates."""
        return self.after - self.before

    @property
    def density(self) -> float:
        """People per km² at the later date; 0 without land."""
        return self.after / self.area if self.area else 0.0


@dataclass(frozen=True, slots=True)
class Region:
    """
    What lies within `REACH` of a centre.

    Attributes
    ----------
    zones
        Core, belt, hinterland, in this order, also where one is empty.
    rings
        By distance of the cell's centre, nearest first.
    positions
        Of its cells in the grid.
    years
        Between the two dates.
    """

    zones: tuple[Band, Band, Band]
    rings: tuple[Band, ...]
    positions: NDArray[np.intp]
    years: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that grows: its tehsil, where it is, people at two dates, % a year, people added per km² a year."""

    name: str
    lon: float
    lat: float
    before: float
    after: float
    growth: float
    density_added: float


def find_region(grid: CellGrid, centre: tuple[float, float], epochs: tuple[int, int]) -> Region:
    """
    Add up a city and its surroundings.

    Parameters
    ----------
    grid
        People on cells, classified.
    centre
        Longitude, latitude.
    epochs
        Positions of the two dates; zones are those of the later one.

    Returns
    -------
    region
        A cell belongs where its centre lies. Core and belt are those of the town nearest to the centre; other towns
        are part of the hinterland. No cells give bands of nobody.
    """
    first, last = epochs
    here, away = find_near(grid, centre)
    years = grid.times[last] - grid.times[first]
    zone = grid.zone(last)[here]
    if grid.cluster is not None:
        town = grid.cluster[here]
        if (town >= 0).any():
            own = town[np.where(town >= 0, away, np.inf).argmin()]
            zone = np.where(town == own, zone, "hinterland")
    ring = np.clip(np.searchsorted(RINGS, away, side="right") - 1, 0, len(RINGS) - 2)
    names = [f"{low:.0f}–{high:.0f} km" for low, high in zip(RINGS, RINGS[1:], strict=False)]
    core, belt, hinterland = (_add_up(grid, here[zone == name], name, epochs, years) for name in ZONES)
    rings = tuple(_add_up(grid, here[ring == index], name, epochs, years) for index, name in enumerate(names))
    return Region((core, belt, hinterland), rings, here, years)


def find_near(grid: CellGrid, centre: tuple[float, float]) -> tuple[NDArray[np.intp], Floats]:
    """
    Find the cells within `REACH` of a centre.

    Parameters
    ----------
    grid, centre
        As in `find_region`.

    Returns
    -------
    positions, distances
        Rising; kilometres from the centre to each cell's.
    """
    # The distance to every cell of the country takes longer than all the rest; a box a little too large loses none.
    box = grid.layer.within(*box_round(centre, 1.02 * REACH))
    away = distance_km(grid.layer.centres[box], np.asarray(centre))
    near = away <= REACH
    return box[near], away[near]


def box_round(centre: tuple[float, float], reach: float) -> tuple[float, float, float, float]:
    """
    Draw a box round a circle.

    Parameters
    ----------
    centre, reach
        Longitude, latitude; kilometres.

    Returns
    -------
    bounds
        (west, south, east, north) in degrees, to a thousandth of the reach.
    """
    north = reach / KM_PER_DEGREE
    east = north / math.cos(math.radians(centre[1]))
    return (centre[0] - east, centre[1] - north, centre[0] + east, centre[1] + north)


def _add_up(grid: CellGrid, cells: NDArray[np.intp], name: str, epochs: tuple[int, int], years: float) -> Band:
    before, after = (float(grid.layer.values[epoch, cells].sum()) for epoch in epochs)
    growth = float(growth_a_year(np.array(before), np.array(after), years)) if years else float("nan")
    return Band(name, before, after, float(grid.layer.areas[cells].sum()), growth)


def find_fastest_cells(grid: CellGrid, region: Region, epochs: tuple[int, int], *, count: int = 10) -> list[Spot]:
    """
    Find the cells that gained most people on their land.

    Parameters
    ----------
    grid, region, epochs
        As in `find_region`.
    count
        How many.

    Returns
    -------
    spots
        By people added per km² a year, most first: the rate alone would be the same all over a tehsil. Only cells
        that gained.
    """
    cells = region.positions
    before, after = (grid.layer.values[epoch, cells] for epoch in epochs)
    added = (after - before) / grid.layer.areas[cells] / (region.years or 1.0)
    growth = growth_a_year(before, after, region.years or 1.0)
    order = np.lexsort((cells, -added))[:count]
    tehsil = grid.tehsil[cells]
    return [
        Spot(
            grid.tehsils[tehsil[row]].name if tehsil[row] >= 0 else "",
            float(grid.layer.centres[cells[row], 0]),
            float(grid.layer.centres[cells[row], 1]),
            float(before[row]),
            float(after[row]),
            float(growth[row]),
            float(added[row]),
        )
        for row in order.tolist()
        if added[row] > 0
    ]
