"""
Every error the boundaries package raises on purpose.

::

    Exception
    └── BoundaryError               anything the package refuses
        ├── UnknownPlaceError       (also LookupError)  no such place, level, vintage or set
        ├── CrosswalkError          (also ValueError)   two lists cannot be joined as asked
        ├── GeometryError           (also ValueError)   geometry is not what it should be
        ├── DownloadError           (also OSError)      a file could not be fetched, or is another file
        ├── InstallError            (also ValueError)   a boundary file cannot be installed
        ├── GridError               (also ValueError)   a grid, raster or layer of cells is not what it should be
        └── UrbanError              (also ValueError)   urban classes or growth cannot be computed as asked
"""

from __future__ import annotations

__all__ = [
    "BoundaryError",
    "CrosswalkError",
    "DownloadError",
    "GeometryError",
    "GridError",
    "InstallError",
    "UnknownPlaceError",
    "UrbanError",
]


class BoundaryError(Exception):
    """Anything the boundaries package refuses."""


class UnknownPlaceError(BoundaryError, LookupError):
    """There is no such place, level, vintage or set; the message lists those there are."""


class CrosswalkError(BoundaryError, ValueError):
    """Two lists of places cannot be joined as asked; the message lists every fault."""


class GeometryError(BoundaryError, ValueError):
    """Geometry is not what it should be; the message lists every fault."""


class DownloadError(BoundaryError, OSError):
    """A file could not be fetched, or what came is not the expected file."""


class InstallError(BoundaryError, ValueError):
    """A boundary file cannot be installed; the message lists every fault."""


class GridError(BoundaryError, ValueError):
    """A grid, a raster or a layer of cells is not what it should be; the message lists every fault."""


class UrbanError(BoundaryError, ValueError):
    """Urban classes or growth cannot be computed as asked; the message lists every fault."""
