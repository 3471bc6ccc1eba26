"""
The towns of GeoNames, and how the people of a town lie round its point.

Density falls off exponentially with distance r, D(r) = D0 exp(-r / b) (Clark 1951, "Urban population densities"). All
P people of a town lie under that cone, P = 2 pi b² D0, so its scale is b = sqrt(P / (2 pi D0)): a larger town reaches
further out and is no denser in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boundaries.sphere import distance_km

from .tehsil_areas import RESOLUTION, TehsilAreas, find_cells

__all__ = [
    "CENTRAL_DENSITY",
    "EDGE_DENSITY",
    "REACH_KM",
    "Cone",
    "Towns",
    "cut_cone",
    "find_towns",
    "lay_cone",
]

CENTRAL_DENSITY: Final = 50_000.0
"""
People per km² in the middle of a town: an assumption.

No fitted figure for a Pakistani city was found that could be taken over. What speaks for this one: a circle round the
centre, as large as the city's own tehsils are, holds 0.6 to 1.6 times the people the census of 2023 counts in them,
0.86 times in the mean of seven cities (Karachi least, Lahore most); with 40,000 it is 0.81, with 60,000 it is 0.91.
"""

EDGE_DENSITY: Final = 1_000.0
"""
Townspeople per km² from which a cell is all town, and no rural people live there: an assumption.

Of the 441 tehsils that are less than 30 % urban in 2023 more than nine in ten have fewer rural people per km².
"""

LEAST_DENSITY: Final = 10.0
"""People per km² at which the decline is cut off; under the cone beyond it lie 0.2 % of the people."""

REACH_KM: Final = 10.0
"""How far from the nearest cell a town may lie (on a coast, or beyond a drawn line) and still count."""

LEAST_WEIGHT: Final = 500
"""Weight of a town whose size GeoNames does not give: the least size on its list."""

FINER: Final = 2
"""Levels of H3 by which the decline is finer than the cells it is summed to: 49 points a cell."""

_SPACING_KM = 0.3  # Less than the distance between neighbouring cells of resolution 9 anywhere in Pakistan.

Values = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Towns:
    """
    Points to which urban people go.

    Attributes
    ----------
    lon, lat
        Degrees (EPSG:4326), shape (k,).
    weight
        Size beside the other towns of a tehsil, above zero.
    home
        Position of the cell each lies in; -1 for a town that counts only for the tehsils it is the seat of.
    seat_of
        Per town the positions of the tehsils it is the seat of; mostly none.
    """

    lon: Values
    lat: Values
    weight: Values
    home: Positions
    seat_of: tuple[frozenset[int], ...]

    def of(self, cells: Positions, tehsils: Positions) -> Positions:
        """Find the towns in some cells and those that are a seat of some tehsils, rising."""
        own = {*tehsils.tolist()}
        seats = [town for town, of in enumerate(self.seat_of) if of & own]
        return np.union1d(np.flatnonzero(np.isin(self.home, cells)), np.array(seats, dtype=np.intp))


@dataclass(frozen=True, eq=False)
class Cone:
    """
    The decline round one town.

    Attributes
    ----------
    lon, lat
        Its middle, degrees.
    cells
        Positions of the cells it reaches, rising; none where it lies outside all of them.
    amount
        What falls on each, in a unit of its own; above zero.
    """

    lon: float
    lat: float
    cells: Positions
    amount: Values


def find_towns(areas: TehsilAreas) -> Towns:
    """
    Put GeoNames' towns into the cells.

    Parameters
    ----------
    areas
        From `tehsil_areas.find_tehsil_areas`.

    Returns
    -------
    towns
        Each in the cell that holds it; outside every place the set draws, in the nearest cell within `REACH_KM`. A seat
        that the set draws in another district than its tehsil's counts for that tehsil only. Towns of places without
        census figures are left out.
    """
    import pyarrow as pa
    from h3ronpy.vector import coordinates_to_cells
    from scipy.spatial import cKDTree

    from boundaries.cells.hierarchy import cell_centres
    from boundaries.settlements import load_settlements
    from boundaries.tehsil_seats import load_tehsil_seats

    table = load_settlements()
    lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
    own = pa.array(coordinates_to_cells(lat, lon, RESOLUTION)).to_numpy()
    home = find_cells(areas.cells, own)

    outside = np.flatnonzero((home < 0) & (find_cells(areas.elsewhere, own) < 0))
    centres = cell_centres(areas.cells)
    flat = np.array([np.cos(np.radians(lat.mean())), 1.0])
    nearest = cKDTree(centres * flat).query(np.column_stack([lon, lat])[outside] * flat)[1]
    away = distance_km(centres[nearest], np.column_stack([lon, lat])[outside])
    home[outside] = np.where(away <= REACH_KM, nearest, -1)

    place_of = {int(t): int(areas.place[s.cells[0]]) for s in areas.supports for t in s.tehsils}
    number = {code: index for index, code in enumerate(areas.tehsils)}
    seats = load_tehsil_seats()
    held: dict[str, set[int]] = {}
    for code, town in zip(seats["code"], seats["geonameid"], strict=True):
        if town:
            held.setdefault(town, set()).add(number[code])
    seat_of = tuple(frozenset(held.get(town, ())) for town in table["geonameid"])
    for town, tehsils in enumerate(seat_of):
        if tehsils and areas.place[home[town]] not in {place_of[tehsil] for tehsil in tehsils}:
            home[town] = -1
    kept = np.flatnonzero((home >= 0) | np.array([bool(tehsils) for tehsils in seat_of]))
    weight = np.maximum(table["population"].to_numpy(dtype=np.float64), LEAST_WEIGHT)
    return Towns(lon[kept], lat[kept], weight[kept], home[kept], tuple(seat_of[town] for town in kept))


def lay_cone(cells: NDArray[np.uint64], lon: float, lat: float, *, people: float) -> Cone:
    """
    Lay the decline of a town over the cells.

    Parameters
    ----------
    cells
        H3 ids (uint64) of `RESOLUTION`, rising.
    lon, lat
        The town's middle, degrees.
    people
        Its people; they set how far it reaches.

    Returns
    -------
    cone
        Summed from points a seventh of a cell apart, each counted in the parent of its own cell.
    """
    import pyarrow as pa
    from h3.api import basic_int as h3
    from h3ronpy import grid_disk

    from boundaries.cells.hierarchy import cell_centres, cell_parents

    scale = float(np.sqrt(max(people, 1.0) / (2 * np.pi * CENTRAL_DENSITY)))
    reach = scale * float(np.log(CENTRAL_DENSITY / LEAST_DENSITY))
    middle = h3.latlng_to_cell(lat, lon, RESOLUTION + FINER)
    disk = pa.array(
        grid_disk(np.array([middle], dtype=np.uint64), int(reach / _SPACING_KM) + 1, flatten=True)
    ).to_numpy()
    away = distance_km(cell_centres(disk), [lon, lat])
    near = (away <= reach) | (away == away.min())
    parents = cell_parents(disk[near], RESOLUTION)
    position = find_cells(cells, parents)
    known = position >= 0
    reached, which = np.unique(position[known], return_inverse=True)
    amount = np.bincount(which, np.exp(-away[near][known] / scale), reached.size).astype(np.float64)
    return Cone(lon, lat, reached, amount)


def cut_cone(cone: Cone, support: Positions, cells: NDArray[np.uint64]) -> Values:
    """
    Cut a town's decline to the cells of a tehsil.

    Parameters
    ----------
    cone
        From `lay_cone`.
    support
        Positions of the tehsil's cells, rising, at least one.
    cells
        All cells, as for `lay_cone`.

    Returns
    -------
    pattern
        Share of the town's people in each cell of the support, summing to 1; where the town reaches none of them, the
        nearest has all.
    """
    from boundaries.cells.hierarchy import cell_centres

    pattern = np.zeros(support.size)
    _, mine, theirs = np.intersect1d(support, cone.cells, assume_unique=True, return_indices=True)
    pattern[mine] = cone.amount[theirs]
    if not pattern.any():
        pattern[distance_km(cell_centres(cells[support]), [cone.lon, cone.lat]).argmin()] = 1.0
    cut: Values = pattern / pattern.sum()
    return cut
