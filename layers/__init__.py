"""From numbers to pictures: the view, the map layers, the legend, the panel."""

from __future__ import annotations

from layers._errors import LayerError, ViewError
from layers.view import PRESETS, View

__all__ = ["PRESETS", "LayerError", "View", "ViewError"]
