"""
Everything `layers` can refuse, in one place.

    ValueError
    ├── ViewError      a view asks for something that does not exist
    └── LayerError     a picture cannot be made from these numbers
        └── ExportError    a view cannot be written to this file
"""

from __future__ import annotations


class ViewError(ValueError):
    """A view names a question, place, period or option that does not exist."""


class LayerError(ValueError):
    """The numbers handed to a layer cannot be drawn."""


class ExportError(LayerError):
    """A view cannot be written to this file."""
