"""
Where things are: places, boundary sets, vintages and the crosswalk between them; H3 cells, grids, urban classes.

Importing this costs nothing: each public name loads its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boundaries._errors import (
        BoundaryError,
        CrosswalkError,
        DownloadError,
        GeometryError,
        GridError,
        InstallError,
        UnknownPlaceError,
        UrbanError,
    )
    from boundaries.cells.assign import assign_points
    from boundaries.cells.cover import cover_places, spread_over_cells
    from boundaries.cells.layer import CellLayer
    from boundaries.cells.points import bin_points
    from boundaries.grids.read import read_grid
    from boundaries.grids.store import load_grids
    from boundaries.growth.expansion import landscape_expansion_index
    from boundaries.growth.extent import urban_extent
    from boundaries.growth.land_use import land_use_efficiency
    from boundaries.growth.read_epochs import read_built_series
    from boundaries.names import match_names, search_places
    from boundaries.places import load_places
    from boundaries.publish import published
    from boundaries.rasters.bin_raster import bin_raster
    from boundaries.rasters.zones import sum_raster
    from boundaries.tables import places_table, units
    from boundaries.urban.cells import classify_cells
    from boundaries.urban.degurba import degree_of_urbanisation
    from boundaries.urban.units import classify_units
    from boundaries.vintages import crosswalk, recast, splits, view_units, vintage

_HOME = {
    "BoundaryError": "_errors",
    "CellLayer": "cells.layer",
    "CrosswalkError": "_errors",
    "DownloadError": "_errors",
    "GeometryError": "_errors",
    "GridError": "_errors",
    "InstallError": "_errors",
    "UnknownPlaceError": "_errors",
    "UrbanError": "_errors",
    "assign_points": "cells.assign",
    "bin_points": "cells.points",
    "bin_raster": "rasters.bin_raster",
    "classify_cells": "urban.cells",
    "classify_units": "urban.units",
    "cover_places": "cells.cover",
    "crosswalk": "vintages",
    "degree_of_urbanisation": "urban.degurba",
    "land_use_efficiency": "growth.land_use",
    "landscape_expansion_index": "growth.expansion",
    "load_grids": "grids.store",
    "load_places": "places",
    "match_names": "names",
    "places_table": "tables",
    "published": "publish",
    "read_built_series": "growth.read_epochs",
    "read_grid": "grids.read",
    "recast": "vintages",
    "search_places": "names",
    "splits": "vintages",
    "spread_over_cells": "cells.cover",
    "sum_raster": "rasters.zones",
    "units": "tables",
    "urban_extent": "growth.extent",
    "view_units": "vintages",
    "vintage": "vintages",
}

__all__ = [
    "BoundaryError",
    "CellLayer",
    "CrosswalkError",
    "DownloadError",
    "GeometryError",
    "GridError",
    "InstallError",
    "UnknownPlaceError",
    "UrbanError",
    "assign_points",
    "bin_points",
    "bin_raster",
    "classify_cells",
    "classify_units",
    "cover_places",
    "crosswalk",
    "degree_of_urbanisation",
    "land_use_efficiency",
    "landscape_expansion_index",
    "load_grids",
    "load_places",
    "match_names",
    "places_table",
    "published",
    "read_built_series",
    "read_grid",
    "recast",
    "search_places",
    "splits",
    "spread_over_cells",
    "sum_raster",
    "units",
    "urban_extent",
    "view_units",
    "vintage",
]


def __getattr__(name: str) -> Any:
    """Load the module of a public name (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'boundaries' has no attribute {name!r}")
    return getattr(import_module(f"boundaries.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names without loading them."""
    return sorted(__all__)
