"""The cells of a view as rows: those in its frame, or all of the country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from layers.atlas import Atlas
    from layers.cell_grid import CellGrid
    from layers.cell_measures import CellColours
    from layers.frame import Frame
    from layers.screen import Screen
    from layers.view import View


def choose_cells(atlas: Atlas, view: View, screen: Screen, frame: Frame, *, whole: bool) -> CellGrid:
    """
    Choose the cells of a file.

    Parameters
    ----------
    atlas, view, screen, frame
        Cells, choices, and what is in sight.
    whole
        Every cell at its finest, instead of those in sight.

    Returns
    -------
    grid
        Cells of one resolution.
    """
    from layers.cell_window import choose_window
    from layers.fringe import choose_epoch, part_screen

    grid = atlas.grids.choose(view)
    if whole:
        return grid
    pair = view.form == "pair" and choose_epoch(grid, view) > 0 and view.shade not in {"growth", "net"}
    return choose_window(grid, view, part_screen(screen) if pair else screen, frame).grid


def colour_shown(atlas: Atlas, view: View, shown: CellGrid) -> CellColours:
    """
    Colour cells as the view does.

    Parameters
    ----------
    atlas, view, shown
        The whole grid, the shade, and the cells to colour.

    Returns
    -------
    colours
        One value a cell, and the classes.
    """
    from layers.cell_measures import colour_cells
    from layers.fringe import choose_epoch
    from layers.palette import LIGHT

    grid = atlas.grids.choose(view)
    last = choose_epoch(grid, view)
    total = tuple(float(grid.layer.values[epoch].sum()) for epoch in (max(last - 1, 0), last))
    return colour_cells(shown, view.shade, last, LIGHT, total=(total[0], total[1]))


def gather_cells(atlas: Atlas, view: View, shown: CellGrid, colours: CellColours) -> tuple[pd.DataFrame, Any]:
    """
    Gather cells with everything known of them.

    Parameters
    ----------
    atlas, view
        Places and choices.
    shown
        The cells, from `choose_cells`.
    colours
        From `colour_shown`.

    Returns
    -------
    table, geometry
        A row for every cell, its id as hexadecimal text, since 64 bits are more than most programs keep of a number.
    """
    import pandas as pd

    from layers.cell_measures import CLASS_NAMES, growth_a_year, net_gain
    from layers.fringe import choose_epoch

    layer, units = shown.layer, atlas.cube.flow_units
    whole = atlas.grids.choose(view)
    last = choose_epoch(whole, view)
    first = max(last - 1, 0)
    codes = np.array([*(tehsil.code for tehsil in shown.tehsils), ""], dtype=object)
    names = np.array([*(tehsil.name for tehsil in shown.tehsils), ""], dtype=object)
    columns: dict[str, Any] = {
        "cell": [f"{cell:x}" for cell in layer.cells.tolist()],
        "district": np.array([*units.codes, ""], dtype=object)[shown.unit],
        "name": np.array([*units.names, ""], dtype=object)[shown.unit],
        "tehsil": codes[shown.tehsil],
        "tehsil_name": names[shown.tehsil],
        "area_km2": layer.areas,
    }
    if layer.kind == "people":
        columns |= {f"people_{year}": row for year, row in zip(layer.epochs, layer.values, strict=True)}
        columns["density"] = layer.values[last] / layer.areas
        if last > first:
            before, after, years = layer.values[first], layer.values[last], whole.times[last] - whole.times[first]
            sums = float(whole.layer.values[first].sum()), float(whole.layer.values[last].sum())
            columns["growth"] = growth_a_year(before, after, years)
            columns["gain"] = net_gain(before, after, sums) / layer.areas / years
    else:
        columns |= {f"built_km2_{year}": row / 1e6 for year, row in zip(layer.epochs, layer.values, strict=True)}
        columns["built_share"] = 100 * layer.values[last] / 1e6 / layer.areas
    if layer.classes is not None:
        kinds = layer.classes[last]
        columns["urban_class"] = kinds.astype(np.int64)
        columns["urban_name"] = [CLASS_NAMES[kind] for kind in kinds.tolist()]
    columns["evidence"] = layer.evidence
    columns["shade"] = colours.classes.colour_index(colours.values)
    return pd.DataFrame(columns), draw_hexagons(layer.cells)


def draw_hexagons(cells: NDArray[np.uint64]) -> Any:
    """
    Draw cells as polygons.

    Parameters
    ----------
    cells
        H3 ids.

    Returns
    -------
    polygons
        shapely, EPSG:4326, in the same order.
    """
    import pyarrow as pa
    import shapely
    from h3ronpy.vector import cells_to_wkb_polygons

    found = cells_to_wkb_polygons(pa.array(cells, type=pa.uint64()))
    return shapely.from_wkb(pa.array(found).to_numpy(zero_copy_only=False))
