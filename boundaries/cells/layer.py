"""Values on H3 cells, for one year or several: what a density map is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError
from boundaries.cells.hierarchy import cell_areas, cell_centres, cell_parents, cell_resolution

__all__ = ["COARSEST", "CellLayer"]

COARSEST: Final = 4
"""The lowest resolution a layer is summed to: 1,770 km² a cell, 469 cells in Pakistan."""


@dataclass(frozen=True, eq=False)
class CellLayer:
    """
    One quantity on H3 cells of one resolution, for one epoch or several.

    Attributes
    ----------
    name, title
        A short key ("census", "ghs-pop-r2023a") and what a reader is told it is.
    kind
        "people" (persons) or "built" (square metres of built-up land); both are sums, so parents are sums too.
    evidence
        "derived" or "modelled" (see the design's words); "demonstration" for figures that were made up to show a form.
    cells
        Cell ids (uint64), rising, each once, all of one resolution; shape (n,).
    epochs
        Years, rising.
    values
        Shape (epochs, n); zero or more, never NaN.
    classes
        Degree of Urbanisation (30 23 22 21 13 12 11 10), shape (epochs, n); None where it was not computed.
    projected
        Epochs that the producer projected rather than observed.
    source, licence, note
        Who made it and how it may be used; what a reader must know.

    Raises
    ------
    GridError
        Arrays do not fit, cells are not rising or of several resolutions, values are negative or NaN; the message
        lists every fault.
    """

    name: str
    title: str
    kind: str
    evidence: str
    cells: NDArray[np.uint64]
    epochs: tuple[int, ...]
    values: NDArray[np.float64]
    classes: NDArray[np.uint8] | None = None
    projected: tuple[int, ...] = ()
    source: str = ""
    licence: str = ""
    note: str = ""
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        shape = (len(self.epochs), self.cells.size)
        faults = []
        if self.values.shape != shape:
            faults.append(f"values have shape {self.values.shape}, epochs and cells ask for {shape}")
        elif not (np.isfinite(self.values).all() and (self.values >= 0).all()):
            faults.append("values hold negative numbers or NaN")
        if self.classes is not None and self.classes.shape != shape:
            faults.append(f"classes have shape {self.classes.shape}, epochs and cells ask for {shape}")
        if list(self.epochs) != sorted(set(self.epochs)):
            faults.append(f"epochs {self.epochs} are not rising")
        if (self.cells[1:] <= self.cells[:-1]).any():
            faults.append("cells are not rising, or one comes twice")
        elif self.cells.size and np.unique(cell_resolution(self.cells)).size > 1:
            faults.append("cells are of several resolutions")
        if faults:
            raise GridError(f"{self.name}: " + "; ".join(faults))

    @property
    def resolution(self) -> int:
        """H3 resolution of its cells; 0 for an empty layer."""
        return int(cell_resolution(self.cells[:1])[0]) if self.cells.size else 0

    @property
    def centres(self) -> NDArray[np.float64]:
        """Longitude and latitude of each cell's centre in degrees (EPSG:4326), shape (n, 2)."""
        found: NDArray[np.float64] = self._keep("centres", lambda: cell_centres(self.cells))
        return found

    @property
    def areas(self) -> NDArray[np.float64]:
        """True area of each cell on H3's sphere, km², shape (n,); see `hierarchy.cell_areas`."""
        found: NDArray[np.float64] = self._keep("areas", lambda: cell_areas(self.cells))
        return found

    def at(self, resolution: int) -> CellLayer:
        """
        Sum the layer to coarser cells.

        Parameters
        ----------
        resolution
            Of H3, from `COARSEST` to the layer's own.

        Returns
        -------
        layer
            Parents by id, so every total is the same at every resolution. A parent's class is that of most of its
            people (of most of its cells where nobody lives).

        Raises
        ------
        GridError
            The resolution is finer than the layer's own, or below `COARSEST`.
        """
        if not self.cells.size or resolution == self.resolution:
            return self
        if not COARSEST <= resolution < self.resolution:
            raise GridError(
                f"{self.name} has cells of resolution {self.resolution}; ask for {COARSEST} to {self.resolution}, "
                f"not {resolution}"
            )
        found: CellLayer = self._keep(f"at {resolution}", lambda: self._coarsen(resolution))
        return found

    def within(self, west: float, south: float, east: float, north: float) -> NDArray[np.intp]:
        """
        Find the cells whose centre lies in a box.

        Parameters
        ----------
        west, south, east, north
            Degrees (EPSG:4326), borders included.

        Returns
        -------
        positions
            Rising; empty where no cell lies in the box.
        """
        lon, lat = self.centres.T
        return np.flatnonzero((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))

    def epoch(self, year: int) -> int:
        """
        Find the epoch shown for a year.

        Parameters
        ----------
        year
            Any year; 0 for the newest epoch that was observed.

        Returns
        -------
        position
            Of the last epoch at or before the year; of the first where the year lies before all. Of the newest where
            all are projected and no year is given.
        """
        if not year:
            observed = [position for position, epoch in enumerate(self.epochs) if epoch not in self.projected]
            return observed[-1] if observed else len(self.epochs) - 1
        return max(int(np.searchsorted(self.epochs, year, side="right")) - 1, 0)

    def _coarsen(self, resolution: int) -> CellLayer:
        parents, home = np.unique(cell_parents(self.cells, resolution), return_inverse=True)
        values = np.stack([np.bincount(home, row, parents.size) for row in self.values]).astype(np.float64)
        classes = None
        if self.classes is not None:
            pairs = zip(self.values, self.classes, strict=True)
            classes = np.stack([_take_majority(home, row, kind, parents.size) for row, kind in pairs])
        return replace(self, cells=parents, values=values, classes=classes, _kept={})

    def _keep(self, name: str, build: Any) -> Any:
        if name not in self._kept:
            self._kept[name] = build()
        return self._kept[name]


def _take_majority(
    home: NDArray[np.intp], weight: NDArray[np.float64], classes: NDArray[np.uint8], count: int
) -> NDArray[np.uint8]:
    """Give each parent the class with most weight; cells count a little, so that empty parents have one too."""
    kinds, kind = np.unique(classes, return_inverse=True)
    tiny = 1e-9 * max(float(weight.max(initial=0.0)), 1.0)
    sums = np.bincount(home * kinds.size + kind, weight + tiny, count * kinds.size).reshape(count, kinds.size)
    winners: NDArray[np.uint8] = kinds[sums.argmax(axis=1)]
    return winners
