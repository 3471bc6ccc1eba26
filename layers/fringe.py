"""The question "Where do cities spill over?": people on cells round a city, its core, its belt and the land beyond."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np

from boundaries.language import tr
from layers.abadi_layer import RADIUS, build_abadi_traces, find_abadis, name_abadis
from layers.cell_grid import CellGrid
from layers.cell_layer import build_cell_trace, pack_counts
from layers.cell_measures import CellColours, colour_cells
from layers.cell_window import FADE, CellWindow, choose_window
from layers.controls import Cells
from layers.credit import say_credit, say_note
from layers.cube import Cube
from layers.frame import Frame, frame_bounds
from layers.fringe_panel import build_fringe_panel
from layers.fringe_words import find_fringe, say_cells, say_epoch, say_unit
from layers.grids import Grids
from layers.kept_words import say_kept
from layers.label_layer import Name, build_label_traces
from layers.legend import Key, Legend
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture, split_domains
from layers.place_layer import PlaceColours, build_place_trace
from layers.projection import distance_km
from layers.region import REACH, box_round, find_region
from layers.screen import Screen
from layers.view import View
from layers.wording import say_limit

OUTLINED: Final = 7
"""Resolution from which core and belt are outlined."""

NAMED: Final = 90.0
"""Kilometres: main towns of other places are named as far from the centre."""

STAMP_NORTH: Final = 0.2
"""Degrees north of the centre that a demonstration is marked."""

ZOOM_STEP: Final = 0.4
"""How far the reader may zoom before the page asks anew, as in assets/atlas.js."""


def draw_fringe(cube: Cube, grids: Grids, view: View, screen: Screen) -> Picture:
    """
    Draw people, growth or built-up land on the cells round a place.

    Parameters
    ----------
    cube, grids
        Places, cells.
    view, screen
        Choices, window.

    Returns
    -------
    picture
        Cells from afar or near, the districts below them, core and belt outlined.

    Raises
    ------
    ViewError
        The place has no figures.
    """
    palette = THEMES[screen.theme]
    here = cube.flow_units.index(view.place)
    centre = (float(cube.flow_units.nodes[here, 0]), float(cube.flow_units.nodes[here, 1]))
    grid = grids.choose(view)
    last = choose_epoch(grid, view)
    pair = view.form == "pair" and last > 0 and view.shade not in {"growth", "net"}
    part = part_screen(screen) if pair else screen
    frame = frame_city(centre, part)
    window = choose_window(grid, view, part, frame)
    epochs = (0, last) if pair else (last,)
    colours = _colour(window.grid, grid, view, last, palette)
    markers = find_abadis(cube, view.place)
    away = distance_km(cube.flow_units.nodes, np.asarray(centre))
    near = tuple(unit for unit in np.argsort(away).tolist() if 0 < away[unit] <= NAMED)
    traces: list[dict[str, Any]] = []
    beside: list[int] | None = None
    for position, epoch in enumerate(epochs):
        subplot = {"subplot": "map2"} if position else {}
        shown = colours if epoch == last else _colour(window.grid, grid, view, epoch, palette)
        layers = _build_layers(
            cube,
            window,
            shown,
            _colour_units(cube, grid, view, epoch, palette, window.zoom),
            epoch,
            view,
            palette,
            beside=beside,
        )
        beside = shown.facts[0]
        marks = (*_stamp(grid, centre), *name_abadis(markers, view.place))
        names = build_label_traces(cube, view, part, frame, palette, partners=(here, *near), marks=marks)
        traces += [{**trace, **subplot} for trace in (*layers, *build_abadi_traces(markers, palette), *names)]
    census = grids.census
    region = find_region(census, centre, (0, len(census.times) - 1))
    return Picture(
        finding=find_fringe(cube.flow_units.names[here], region, cube),
        legend=_build_legend(cube, colours, window, view, palette, abadis=bool(markers)),
        traces=traces,
        details=build_fringe_panel(cube, grids, view, region, palette),
        frame=frame,
        flow_trace=None,
        credit=say_credit(cube, f"{say_kept(grid.layer.title)} ({say_kept(grid.layer.source)})"),
        cells=Cells(
            grids.shades(view),
            grids.offers(),
            list_epochs(grid, view),
            grid.layer.epochs[last],
            window.bounds,
            FADE,
        ),
        captions=tuple(say_epoch(grid.layer, epoch) for epoch in epochs) if pair else (),
    )


def _stamp(grid: CellGrid, centre: tuple[float, float]) -> tuple[Name, ...]:
    """Write on the map itself, and so on every saved picture of it, that its land is made up."""
    if grid.layer.evidence != "demonstration":
        return ()
    return (Name(centre[0], centre[1] + STAMP_NORTH, tr("DEMONSTRATION"), 5),)


def list_epochs(grid: CellGrid, view: View) -> tuple[int, ...]:
    """
    List the years a reader can choose from.

    Parameters
    ----------
    grid, view
        Its epochs; what is shown.

    Returns
    -------
    epochs
        Growth, net gain and a pair are of the time before an epoch, so that the first has none.
    """
    return grid.layer.epochs[1:] if _looks_back(view) else grid.layer.epochs


def choose_epoch(grid: CellGrid, view: View) -> int:
    """
    Choose the epoch a view shows.

    Parameters
    ----------
    grid, view
        Its epochs; the year asked for.

    Returns
    -------
    position
        Growth, net gain and a pair need an epoch before: at least the second one, where there are two.
    """
    epoch = grid.layer.epoch(view.year)
    return max(epoch, min(1, len(grid.times) - 1)) if _looks_back(view) else epoch


def _looks_back(view: View) -> bool:
    return view.form == "pair" or view.shade in {"growth", "net"}


def frame_city(centre: tuple[float, float], screen: Screen) -> Frame:
    """
    Frame a city and what lies round it, at the same scale for every city.

    Parameters
    ----------
    centre
        Longitude, latitude.
    screen
        The window.

    Returns
    -------
    frame
        The circle of `region.REACH` round the centre.
    """
    return frame_bounds(box_round(centre, REACH), (screen.width, screen.height), screen.padding, zoom_max=11.0)


def part_screen(screen: Screen) -> Screen:
    """
    Divide the window between two maps: beside each other and clear of the legend, or one above the other.

    Parameters
    ----------
    screen
        The whole window.

    Returns
    -------
    screen
        One of the two, see `picture.split_domains`.
    """
    (left, right), (bottom, top) = split_domains(screen)[0]
    return replace(screen, width=round(screen.width * (right - left)), height=round(screen.height * (top - bottom)))


def _build_layers(
    cube: Cube,
    window: CellWindow,
    colours: CellColours,
    units: PlaceColours | None,
    epoch: int,
    view: View,
    palette: Palette,
    *,
    beside: list[int] | None,
) -> list[dict[str, Any]]:
    """Build districts and, above them, cells."""
    cells = build_cell_trace(
        window.grid,
        colours,
        palette,
        units=cube.flow_units.names,
        zones=window.grid.zone(epoch) if _is_outlined(window, view) else None,
        again=beside is not None,
    )
    cells["customdata"] = pack_counts(cells["customdata"], beside)
    address = GEO + cube.manifest["files"]["district"]["file"]
    return [build_place_trace(cube, units, palette, geojson=address), cells]


def _is_outlined(window: CellWindow, view: View) -> bool:
    """From afar every town would be a ring, and the map a net."""
    layer = window.grid.layer
    return view.shade != "class" and layer.classes is not None and layer.resolution >= OUTLINED


def _colour(shown: CellGrid, whole: CellGrid, view: View, last: int, palette: Palette) -> CellColours:
    total = tuple(float(whole.layer.values[epoch].sum()) for epoch in (max(last - 1, 0), last))
    return colour_cells(shown, view.shade, last, palette, total=(total[0], total[1]))


def _colour_units(
    cube: Cube, grid: CellGrid, view: View, last: int, palette: Palette, zoom: float
) -> PlaceColours | None:
    """Colour the districts by the same measure, for the far view; from near they would show between the cells."""
    if view.shade == "class" or grid.layer.evidence == "demonstration" or zoom >= FADE[1] + ZOOM_STEP:
        return None
    colours = _colour(grid.by_unit(len(cube.flow_units.codes)), grid, view, last, palette)
    sentences = tuple(say_unit(view.shade, value, grid.layer.evidence) for value in colours.values.tolist())
    return PlaceColours(colours.title, colours.values, colours.classes, colours.ends, sentences)


def _build_legend(
    cube: Cube, colours: CellColours, window: CellWindow, view: View, palette: Palette, *, abadis: bool
) -> Legend:
    keys = list(colours.keys)
    if _is_outlined(window, view):
        keys += [
            Key(tr("urban centre: the core"), "", palette.ink, 2.4, "hexagon"),
            Key(tr("towns and suburbs: the belt"), "", palette.ink, 1.1, "hexagon"),
        ]
    if abadis:
        words = tr("katchi abadis: a published number")
        keys.append(Key(words, palette.note_rule, palette.ink, RADIUS, "circle"))
    shown = colours.classes if colours.title else None
    return Legend(
        title=colours.title,
        colours=shown.colours if shown else (),
        limits=tuple(say_limit(limit) for limit in shown.breaks) if shown else (),
        ends=colours.ends,
        keys=tuple(keys),
        sentence=say_cells(window, view),
        note=say_note(cube),
        no_data=palette.no_data if shown and view.shade != "built" else "",
        no_data_text=tr("nobody counted, or not comparable"),
    )
