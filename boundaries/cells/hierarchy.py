"""What an H3 id tells by itself: resolution, parents, centre, area, name. Vectorised, ids are uint64."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["cell_areas", "cell_centres", "cell_names", "cell_parents", "cell_resolution"]

Cells = NDArray[np.uint64]


def cell_resolution(cells: Cells) -> NDArray[np.int64]:
    """
    Read the resolution (0 to 15) out of each id: bits 52 to 55 (H3 index, mode 1).

    Parameters
    ----------
    cells
        Ids of any resolutions.

    Returns
    -------
    resolution
        Same shape; empty for none.
    """
    return ((cells >> np.uint64(52)) & np.uint64(15)).astype(np.int64)


def cell_parents(cells: Cells, resolution: int) -> Cells:
    """
    Find the ancestor of each cell by its id; no geometry is overlaid, so sums over parents lose nothing.

    Parameters
    ----------
    cells
        Ids of `resolution` or finer.
    resolution
        Of the ancestors.

    Returns
    -------
    parents
        Same shape; empty for none.

    Raises
    ------
    GridError
        A cell is coarser than `resolution`.
    """
    from h3ronpy import change_resolution

    from boundaries._errors import GridError

    own = cell_resolution(cells)
    if own.size and own.min() < resolution:
        raise GridError(f"cells of resolution {own.min()} have no ancestor of resolution {resolution}")
    return _to_numpy(change_resolution(cells, resolution), np.uint64)


def cell_centres(cells: Cells) -> NDArray[np.float64]:
    """
    Locate the centre of each cell.

    Parameters
    ----------
    cells
        Ids.

    Returns
    -------
    centres
        Longitude, latitude in degrees (EPSG:4326), shape (n, 2).
    """
    import pyarrow as pa
    from h3ronpy.vector import cells_to_coordinates

    table = pa.record_batch(cells_to_coordinates(cells))
    return np.column_stack([table["lng"].to_numpy(), table["lat"].to_numpy()])


def cell_areas(cells: Cells) -> NDArray[np.float64]:
    """
    Measure each cell on H3's sphere (radius 6,371.007 km): cells of one resolution differ by up to a factor of two.

    Parameters
    ----------
    cells
        Ids.

    Returns
    -------
    areas
        km², shape (n,).
    """
    from h3ronpy import cells_area_km2

    return _to_numpy(cells_area_km2(cells), np.float64)


def cell_names(cells: Cells) -> list[str]:
    """
    Write ids as H3's 15-digit hexadecimal text.

    Parameters
    ----------
    cells
        Ids.

    Returns
    -------
    names
        Such as "873d8a0dcffffff".
    """
    return [f"{cell:x}" for cell in cells.tolist()]


def _to_numpy(values: Any, dtype: Any) -> NDArray[Any]:
    import pyarrow as pa

    array: NDArray[Any] = pa.array(values).to_numpy(zero_copy_only=False).astype(dtype, copy=False)
    return array
