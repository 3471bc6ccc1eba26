"""The country that grids are read for: its outline, and its cells with those where a grid has nobody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from boundaries.places import BUNDLED, installed_sets, load_places

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["country_cells", "load_country"]


def load_country(data_dir: str | Path | None = None) -> tuple[str, BaseGeometry]:
    """
    Load the country as the boundary set in use draws it.

    Parameters
    ----------
    data_dir
        Where boundary sets are installed (see `places.data_folder`).

    Returns
    -------
    name, country
        Of the set; its outline in degrees (EPSG:4326).
    """
    sets = installed_sets(data_dir)
    name = str(sets[0]["set"]) if sets else BUNDLED
    return name, load_places(name, level="country", data_dir=data_dir).union_all()


def country_cells(*, resolution: int = 7, data_dir: str | Path | None = None) -> NDArray[np.uint64]:
    """
    Find the H3 cells of the country, inhabited or not: published grids leave out cells where nobody lives.

    Parameters
    ----------
    resolution
        Of H3.
    data_dir
        As in `load_country`.

    Returns
    -------
    cells
        Those whose centre lies in the country, rising; some 160,000 of resolution 7.
    """
    import pyarrow as pa
    from h3ronpy.vector import geometry_to_cells

    found: Any = pa.array(geometry_to_cells(load_country(data_dir)[1], resolution)).to_numpy()
    cells: NDArray[np.uint64] = np.unique(found)
    return cells
