"""
Built-up land over several epochs: when each pixel was built, after passing errors were taken out.

`boundaries.growth.read_epochs` reads such a series from files; here is what it is and what is asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import UrbanError

if TYPE_CHECKING:
    from rasterio import Affine

__all__ = ["BUILT_FROM", "BuiltSeries", "make_consistent", "year_of_conversion"]

BUILT_FROM: Final = 0.5
"""Share of a pixel from which it counts as built up, unless the reader says otherwise: most of it."""

HAIR: Final = 1e-6
"""A share may pass 1 by this much, which rounding to 32 bits leaves."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class BuiltSeries:
    """
    Built-up land on one raster, for several epochs.

    Attributes
    ----------
    years
        Rising.
    share
        Share of each pixel that is built up, 0 to 1, NaN where there are no data; years × rows × columns.
    cell_m
        Side of a pixel, metres.
    transform
        From column and row to the coordinates of `crs`, as rasterio writes it.
    crs
        What pyproj reads: "ESRI:54009" or WKT.
    projected
        Years that the producer projected rather than observed.
    evidence
        "modelled" (by its producer), or "demonstration" for land that was made up.
    source, licence, note
        Who made it and how it may be used; what a reader must know.

    Raises
    ------
    UrbanError
        Years do not rise or do not fit the shares, shares are not between 0 and 1, a projected year is not there, or
        pixels have no width; all faults at once.
    """

    years: tuple[int, ...]
    share: NDArray[np.float32]
    cell_m: float
    transform: Affine
    crs: str
    projected: tuple[int, ...] = ()
    evidence: str = "modelled"
    source: str = ""
    licence: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        faults = []
        if list(self.years) != sorted(set(self.years)):
            faults.append(f"the years {self.years} do not rise")
        if self.share.ndim != 3 or self.share.shape[0] != len(self.years):
            faults.append(f"shares have shape {self.share.shape}, {len(self.years)} years ask for as many rasters")
        elif self.share.size:
            low, high = np.fmin.reduce(self.share, axis=None), np.fmax.reduce(self.share, axis=None)
            if low < 0 or high > 1 + HAIR:
                faults.append(f"shares go from {low:g} to {high:g}, not from 0 to 1")
        if unknown := sorted(set(self.projected) - set(self.years)):
            faults.append(f"the projected years {unknown} are not among the years")
        if not self.cell_m > 0:
            faults.append(f"pixels are {self.cell_m} m wide")
        if faults:
            raise UrbanError("no series of built-up land: " + "; ".join(faults))

    @property
    def areas_km2(self) -> NDArray[np.float64]:
        """Built-up land of each epoch, km², shape (years,); pixels without data add nothing."""
        pixels = np.asarray(np.nansum(self.share, axis=(1, 2), dtype=np.float64))
        return pixels * (self.cell_m / 1000) ** 2

    def is_built(self, share: float = BUILT_FROM) -> Bools:
        """
        Decide which pixels are built up.

        Parameters
        ----------
        share
            Of a pixel from which it is.

        Returns
        -------
        built
            Years × rows × columns; False where there are no data.
        """
        built: Bools = self.share >= share
        return built

    def without_projected(self) -> BuiltSeries:
        """
        Leave out the epochs that nobody observed.

        Returns
        -------
        series
            The same one where nothing is projected.
        """
        seen = [year not in self.projected for year in self.years]
        years = tuple(year for year in self.years if year not in self.projected)
        return replace(self, years=years, share=self.share[seen], projected=()) if self.projected else self


def make_consistent(built: Bools, *, share: float = 0.5) -> Bools:
    """
    Take land that was built up in passing for an error of the images, and let built-up land stay built up.

    A pixel counts as built up from the first epoch that shows it so, if at least half of the epochs after that one
    show it so too; if not, it never counts. Land that first shows in the last epoch has nothing against it, and counts
    (the rule of Trends.Earth for SDG 11.3.1, which asks one epoch more of the images for such land).

    Parameters
    ----------
    built
        Years × rows × columns, in the order of years.
    share
        Of the later epochs that must agree.

    Returns
    -------
    consistent
        Same shape; never True and then False. Empty for no epochs.

    Raises
    ------
    UrbanError
        Not a stack of yes and no, or no share.
    """
    _require_stack(built)
    if not 0 <= share <= 1:
        raise UrbanError(f"a share of epochs lies between 0 and 1, not at {share}")
    since = np.logical_or.accumulate(built, axis=0)
    later = since.sum(axis=0) - 1
    agree = built.sum(axis=0) - 1
    # 0.1 × 30 epochs is a little more than 3 for a computer.
    consistent: Bools = since & (agree >= share * later - 1e-9)
    return consistent


def year_of_conversion(built: Bools, years: Sequence[int]) -> NDArray[np.int16]:
    """
    Date the land: the first epoch that shows it built up.

    Parameters
    ----------
    built
        Years × rows × columns, best from `make_consistent`.
    years
        Rising, one for each raster.

    Returns
    -------
    converted
        Rows × columns; the first year stands for "by then", 0 for land that is not built up in any.

    Raises
    ------
    UrbanError
        Not a stack of yes and no, or years that do not rise or fit.
    """
    _require_stack(built)
    if len(years) != built.shape[0] or list(years) != sorted(set(years)):
        raise UrbanError(f"years {tuple(years)} must rise and be as many as the {built.shape[0]} rasters")
    if not len(years):
        return np.zeros(built.shape[1:], dtype=np.int16)
    first = np.asarray(years, dtype=np.int16)[built.argmax(axis=0)]
    return np.where(built.any(axis=0), first, np.int16(0))


def _require_stack(built: Bools) -> None:
    if built.ndim != 3 or built.dtype != np.bool_:
        raise UrbanError(
            f"built-up land over time is years × rows × columns of yes and no, not {built.dtype} of shape "
            f"{built.shape}; decide with BuiltSeries.is_built"
        )
