"""
Where things are: places, boundary sets, vintages and the crosswalk between them.

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
        InstallError,
        UnknownPlaceError,
    )
    from boundaries.names import match_names, search_places
    from boundaries.places import load_places
    from boundaries.publish import published
    from boundaries.tables import places_table, units
    from boundaries.vintages import crosswalk, recast, splits, view_units, vintage

_HOME = {
    "BoundaryError": "_errors",
    "CrosswalkError": "_errors",
    "DownloadError": "_errors",
    "GeometryError": "_errors",
    "InstallError": "_errors",
    "UnknownPlaceError": "_errors",
    "crosswalk": "vintages",
    "load_places": "places",
    "match_names": "names",
    "places_table": "tables",
    "published": "publish",
    "recast": "vintages",
    "search_places": "names",
    "splits": "vintages",
    "units": "tables",
    "view_units": "vintages",
    "vintage": "vintages",
}

__all__ = [
    "BoundaryError",
    "CrosswalkError",
    "DownloadError",
    "GeometryError",
    "InstallError",
    "UnknownPlaceError",
    "crosswalk",
    "load_places",
    "match_names",
    "places_table",
    "published",
    "recast",
    "search_places",
    "splits",
    "units",
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
