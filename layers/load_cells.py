"""Load the layers of cells: people of the censuses, spread; and the grids that were installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from layers.cell_grid import BELT, CellGrid, join_grid
from layers.cube import Cube
from layers.grids import Grids
from layers.tehsils import Tehsil

if TYPE_CHECKING:
    from boundaries.cells.layer import CellLayer
    from flows.density import Density


def load_grids(cube: Cube, tehsils: tuple[Tehsil, ...], data_dir: Path | None = None) -> Grids:
    """
    Load every layer of cells, classified.

    Parameters
    ----------
    cube, tehsils
        Places and tehsils of the atlas.
    data_dir
        Folder of installed boundary sets and grids; None: the user's own.

    Returns
    -------
    grids
        The census's cells follow the boundary set in use; of installed grids the newest of each kind is taken.
    """
    from boundaries.grids.land import country_cells
    from boundaries.grids.store import load_grids as load_installed
    from boundaries.urban.cells import classify_cells
    from flows.density import BY_BOUNDARIES, BY_SEATS, density

    spread = density(cube.manifest["set"], data_dir=data_dir)
    census = join_census(spread, cube, tehsils)
    installed = load_installed(data_dir)
    people, built = ([layer for layer in installed if layer.kind == kind] for kind in ("people", "built"))
    lost: dict[str, list[str]] = {}
    for tehsil in tehsils:
        if tehsil.code in spread.unlocated:
            lost.setdefault(cube.flow_units.codes[cube.home[tehsil.district]], []).append(tehsil.name)
    grids = Grids(
        census=census,
        how=BY_SEATS if spread.how == "seats" else BY_BOUNDARIES,
        unlocated={code: tuple(names) for code, names in lost.items()},
        people=join_grid(classify_cells(_take_newest(people), land=country_cells(data_dir=data_dir)), census)
        if people
        else None,
        built=join_grid(_take_newest(built), census) if built else None,
        cities=tuple((float(lon), float(lat)) for lon, lat in cube.flow_units.nodes),
    )
    for grid in (grids.census, grids.people, grids.built):
        _sum_ahead(grid)
    return grids


def _take_newest(layers: list[CellLayer]) -> CellLayer:
    """Take the grid observed last; of several the one that comes last by name."""
    return max(layers, key=lambda layer: (layer.epochs[layer.epoch(0)], layer.name))


def _sum_ahead(grid: CellGrid | None) -> None:
    """Make what a reader would wait for, so that it is kept with the grid: sums, centres and areas."""
    if grid is None:
        return
    for resolution in grid.resolutions:
        layer = grid.at(resolution).layer
        _ = layer.centres, layer.areas


def join_census(spread: Density, cube: Cube, tehsils: tuple[Tehsil, ...]) -> CellGrid:
    """
    Join the census's cells to the units and tehsils of the atlas.

    Parameters
    ----------
    spread
        People on cells.
    cube, tehsils
        Places and tehsils of the atlas.

    Returns
    -------
    grid
        Classified.
    """
    from boundaries.cells.clusters import find_clusters
    from flows.census import years_between
    from flows.urban_zones import classify_census

    place = {tehsil.code: position for position, tehsil in enumerate(tehsils)}
    codes = np.array([*(place.get(code, -1) for code in spread.tehsils), -1])
    # A city drawn as one has several districts of the census, and its cells are no one's of them.
    units = np.array([*(cube.home.get(code, -1) for code in spread.places), -1])
    first, last = spread.layer.epochs
    layer = classify_census(spread)
    assert layer.classes is not None
    return CellGrid(
        layer,
        unit=units[spread.place].astype(np.int32),
        tehsil=codes[spread.tehsil].astype(np.int32),
        tehsils=tehsils,
        times=(float(first), first + years_between(first, last)),
        cluster=find_clusters(layer.cells, layer.classes[-1] >= min(BELT)),
    )
