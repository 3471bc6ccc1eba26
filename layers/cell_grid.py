"""Cells as a view reads them: what lives there at each epoch, and whose flow unit and tehsil each cell is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.cells.hierarchy import cell_parents
from boundaries.cells.layer import COARSEST, CellLayer
from layers.tehsils import Tehsil

CORE: Final = (30,)
BELT: Final = (23, 22, 21)
HINTERLAND: Final = (13, 12, 11, 10)
"""Degree of Urbanisation: the urban centre; towns and suburbs round it; rural cells."""

ZONES: Final = {"core": CORE, "belt": BELT, "hinterland": HINTERLAND}


@dataclass(frozen=True, eq=False)
class CellGrid:
    """
    A layer of cells, joined to the places of the atlas.

    Attributes
    ----------
    layer
        Values of every epoch, and the urban classes.
    unit
        Position of each cell's flow unit, −1 where no census covers it; shape (n,).
    tehsil
        Position in `tehsils`, −1 where a cell's tehsil is not known; shape (n,).
    tehsils
        All of the country.
    times
        Of the epochs, in years with decimals.
    cluster
        Number of the town that a cell of the newest epoch's core or belt belongs to, −1 elsewhere, shape (n,); None
        where towns were not told apart.
    """

    layer: CellLayer
    unit: NDArray[np.int32]
    tehsil: NDArray[np.int32]
    tehsils: tuple[Tehsil, ...]
    times: tuple[float, ...]
    cluster: NDArray[np.int32] | None = None
    # By resolution; under −1 the sums of the units.
    _kept: dict[int, CellGrid] = field(default_factory=dict, repr=False)

    @property
    def resolutions(self) -> range:
        """What it can be summed to, coarsest first."""
        return range(min(COARSEST, self.layer.resolution), self.layer.resolution + 1)

    def at(self, resolution: int) -> CellGrid:
        """
        Sum to coarser cells.

        Parameters
        ----------
        resolution
            One of `resolutions`.

        Returns
        -------
        grid
            A parent belongs to the unit and tehsil of most of its people.
        """
        if resolution == self.layer.resolution:
            return self
        if resolution not in self._kept:
            layer = self.layer.at(resolution)
            home = np.searchsorted(layer.cells, cell_parents(self.layer.cells, resolution))
            weight = self.layer.values[-1]
            self._kept[resolution] = replace(
                self,
                layer=layer,
                unit=take_heaviest(home, weight, self.unit),
                tehsil=take_heaviest(home, weight, self.tehsil),
                cluster=None,
                _kept={},
            )
        return self._kept[resolution]

    def take(self, positions: NDArray[np.intp]) -> CellGrid:
        """
        Keep some of the cells.

        Parameters
        ----------
        positions
            Rising.

        Returns
        -------
        grid
            Of these cells alone, in the same order.
        """
        layer = self.layer
        part = replace(
            layer,
            cells=layer.cells[positions],
            values=layer.values[:, positions],
            classes=None if layer.classes is None else layer.classes[:, positions],
            _kept={"areas": layer.areas[positions], "centres": layer.centres[positions]},
        )
        return replace(
            self, layer=part, unit=self.unit[positions], tehsil=self.tehsil[positions], cluster=None, _kept={}
        )

    def by_unit(self, count: int) -> CellGrid:
        """
        Sum the cells of every flow unit, for the far view.

        Parameters
        ----------
        count
            How many units there are.

        Returns
        -------
        grid
            One row a unit, in their order, in place of cells; the area of a unit without cells is NaN.
        """
        if -1 not in self._kept:
            known, layer = self.unit >= 0, self.layer
            values = np.stack([np.bincount(self.unit[known], row[known], count) for row in layer.values])
            areas = np.bincount(self.unit[known], layer.areas[known], count)
            sums = replace(
                layer,
                cells=np.arange(count, dtype=np.uint64),
                values=values.astype(np.float64),
                classes=None,
                _kept={"areas": np.where(areas > 0, areas, np.nan)},
            )
            self._kept[-1] = replace(self, layer=sums, _kept={})
        return self._kept[-1]

    def zone(self, epoch: int) -> NDArray[np.str_]:
        """
        Name the zone of each cell.

        Parameters
        ----------
        epoch
            Position.

        Returns
        -------
        zone
            A key of `ZONES`; "hinterland" where no class was computed.
        """
        if self.layer.classes is None:
            return np.full(self.layer.cells.size, "hinterland")
        classes = self.layer.classes[epoch]
        return np.select([np.isin(classes, CORE), np.isin(classes, BELT)], ["core", "belt"], "hinterland")


def take_heaviest(home: NDArray[np.intp], weight: NDArray[np.float64], labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """
    Give each parent the label that carries most weight among its children.

    Parameters
    ----------
    home
        Position of each child's parent; every parent has a child.
    weight, labels
        Of each child.

    Returns
    -------
    labels
        Of each parent; among equals the lowest label, and children of no weight count a little.
    """
    count = int(home.max(initial=-1)) + 1
    kinds, kind = np.unique(labels, return_inverse=True)
    keys, place = np.unique(home * kinds.size + kind, return_inverse=True)
    sums = np.bincount(place, weight + 1e-9 * max(float(weight.max(initial=0.0)), 1.0))
    order = np.lexsort((keys, -sums, keys // kinds.size))
    first = np.searchsorted((keys // kinds.size)[order], np.arange(count))
    winners: NDArray[np.int32] = kinds[keys[order][first] % kinds.size].astype(np.int32)
    return winners


def join_grid(layer: CellLayer, base: CellGrid) -> CellGrid:
    """
    Join a loaded layer to units and tehsils through the cells of the census layer.

    Parameters
    ----------
    layer
        Any resolution.
    base
        The census layer.

    Returns
    -------
    grid
        A cell belongs where its ancestor (or itself) in `base` does; −1 where there is none. Where the layer is the
        coarser one, to the unit of most people.
    """
    if layer.resolution < base.layer.resolution:
        base = base.at(max(layer.resolution, COARSEST))
    ancestors = cell_parents(layer.cells, base.layer.resolution) if layer.cells.size else layer.cells
    found = np.minimum(np.searchsorted(base.layer.cells, ancestors), base.layer.cells.size - 1)
    known = base.layer.cells[found] == ancestors
    labels: dict[str, Any] = {
        name: np.where(known, getattr(base, name)[found], -1).astype(np.int32) for name in ("unit", "tehsil")
    }
    return CellGrid(layer, **labels, tehsils=base.tehsils, times=tuple(float(year) for year in layer.epochs))
