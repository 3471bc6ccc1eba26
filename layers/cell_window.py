"""Which cells a screen needs: those it shows and a little more, coarse from afar and fine from near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from layers.cell_grid import CellGrid
from layers.frame import Frame
from layers.projection import to_lonlat, to_pixels
from layers.screen import Screen
from layers.view import View

MOST: Final = 6000
"""Cells sent at most: the finest resolution that stays below is taken."""

FADE: Final = (4.6, 5.6)
"""Zooms between which cells fade in over the districts; from further off there are none."""

MARGIN: Final = 0.15
"""Of the screen, sent beyond each side: a small drag shows no edge."""


@dataclass(frozen=True, slots=True)
class CellWindow:
    """
    A part of a grid.

    Attributes
    ----------
    grid
        The cells in it, at the resolution chosen.
    bounds
        (west, south, east, north) in degrees: inside it the page needs no other cells.
    zoom
        MapLibre zoom it was chosen for.
    """

    grid: CellGrid
    bounds: tuple[float, float, float, float]
    zoom: float


def choose_window(grid: CellGrid, view: View, screen: Screen, frame: Frame) -> CellWindow:
    """
    Choose the cells of a view.

    Parameters
    ----------
    grid
        At its finest.
    view, screen, frame
        Where the reader has moved the map, her window, where the map opens.

    Returns
    -------
    window
        Of `MOST` cells or fewer, or of the coarsest resolution.
    """
    lon, lat, zoom = view.at or (frame.lon, frame.lat, frame.zoom)
    if screen.centre is not None:
        lon, lat = screen.centre
    if screen.zoom is not None:
        zoom = screen.zoom
    half = np.array([screen.width, screen.height]) * (0.5 + MARGIN)
    centre = to_pixels([lon, lat], zoom)
    (west, north), (east, south) = to_lonlat(np.stack([centre - half, centre + half]), zoom).tolist()
    bounds = (west, south, east, north)
    if zoom < FADE[0]:
        return CellWindow(grid.at(grid.resolutions[0]).take(np.zeros(0, dtype=np.intp)), bounds, zoom)
    for resolution in reversed(grid.resolutions):
        chosen = grid.at(resolution)
        positions = chosen.layer.within(*bounds)
        if positions.size <= MOST:
            break
    return CellWindow(chosen.take(positions), bounds, zoom)
