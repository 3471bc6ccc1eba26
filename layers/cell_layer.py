"""The trace of the cells: ids, classes and what the hover says; the browser makes the hexagons from the ids."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from boundaries.cells.layer import CellLayer
from layers.cell_grid import CellGrid
from layers.cell_measures import CellColours
from layers.palette import Palette
from layers.place_layer import step_scale


def build_cell_trace(
    grid: CellGrid,
    colours: CellColours,
    palette: Palette,
    *,
    units: tuple[str, ...],
    zones: NDArray[np.str_] | None = None,
    again: bool = False,
) -> dict[str, Any]:
    """
    Build the trace of some cells.

    Parameters
    ----------
    grid
        The cells drawn.
    colours
        One a cell.
    palette
        Colour of cells without a value.
    units
        Names of the flow units.
    zones
        Zone of each cell; the core and the belt get an outline. None: no outlines.
    again
        Whether the trace before it has the same cells: they are not sent twice.

    Returns
    -------
    trace
        A `choroplethmap` without locations and geometry. ``meta["cells"]`` has its cells (see `pack_cells`);
        `customdata` are columns, not rows, and the first has positions in ``meta["names"]``; ``meta["outlines"]`` has,
        by zone, positions among the cells. The page's script fills in ids, hexagons, names and outlines.
    """
    ramp = [palette.no_data, *colours.classes.colours]
    index = colours.classes.colour_index(colours.values) + 1
    # Where the tehsil is not known the flow unit gives its name; −1 is for no unit.
    whose = np.where(grid.tehsil >= 0, grid.tehsil, -2 - grid.unit)
    keys, name = np.unique(whose, return_inverse=True)
    names = [grid.tehsils[key].name if key >= 0 else ("", *units)[-1 - key] for key in keys.tolist()]
    outlines = {}
    if zones is not None:
        outlines = {zone: np.flatnonzero(zones == zone).tolist() for zone in ("core", "belt")}
    return {
        "type": "choroplethmap",
        "name": "cells",
        "featureidkey": "id",
        "z": index.tolist(),
        "zmin": -0.5,
        "zmax": len(ramp) - 0.5,
        "colorscale": step_scale(ramp),
        "showscale": False,
        "below": "rawaan-lines",
        "marker": {"line": {"width": 0}},
        "customdata": [name.tolist(), *colours.facts],
        "hovertemplate": f"<b>%{{customdata[0]}}</b><br>{colours.hover}<extra></extra>",
        "meta": {"names": names, "outlines": outlines, **({} if again else {"cells": pack_cells(grid.layer)})},
    }


def pack_cells(layer: CellLayer) -> dict[str, Any]:
    """
    Write ids in few bytes.

    Parameters
    ----------
    layer
        Cells of one resolution, rising.

    Returns
    -------
    packed
        "resolution" and "steps": the first cell and then the way to each next one, where a cell's number is that part
        of its id (base cell, then three bits for each digit) which differs from cell to cell.
    """
    numbers = (layer.cells & np.uint64((1 << 52) - 1)) >> np.uint64(45 - 3 * layer.resolution)
    return {"resolution": layer.resolution, "steps": np.diff(numbers, prepend=np.uint64(0)).tolist()}


def unpack_cells(packed: dict[str, Any]) -> NDArray[np.uint64]:
    """
    Turn packed ids back into cells, as the page's script does; the inverse of `pack_cells`.

    Parameters
    ----------
    packed
        As it gave them.

    Returns
    -------
    cells
        H3 ids, rising.
    """
    resolution = packed["resolution"]
    rest = 45 - 3 * resolution
    numbers = np.cumsum(np.asarray(packed["steps"], dtype=np.uint64), dtype=np.uint64)
    # A cell's mode and resolution stand above its number, and the digits it does not use are all sevens.
    return numbers << np.uint64(rest) | np.uint64((1 << 59) | (resolution << 52) | ((1 << rest) - 1))


def pack_counts(customdata: list[list[Any]], beside: list[int] | None = None) -> list[Any]:
    """
    Write columns of whole numbers in few bytes: as what is left when others of the same cells explain them.

    Parameters
    ----------
    customdata
        Columns of `build_cell_trace`; the first has positions of names.
    beside
        Whole numbers of the same cells that the page has already, which explain the second column.

    Returns
    -------
    columns
        A column that is explained becomes "times", one a name, and "rest", one a cell: the number is the whole part of
        what explains it times its name's "times" plus a half, plus its rest. The second column explains those after
        it. Other columns are left as they are.
    """
    name, *facts = customdata
    names = np.asarray(name, dtype=np.intp)
    packed: list[Any] = [name]
    base = beside
    for position, column in enumerate(facts):
        counted = bool(column) and isinstance(column[0], int)
        packed.append(_explain(column, base, names) if counted and base is not None else column)
        if position == 0:
            base = column if counted else None
    return packed


def unpack_counts(packed: list[Any], beside: list[int] | None = None) -> list[Any]:
    """
    Turn packed columns back into numbers, as the page's script does; the inverse of `pack_counts`.

    Parameters
    ----------
    packed, beside
        As it gave and took them.

    Returns
    -------
    columns
        One list a fact, the first with positions of names.
    """
    name, *facts = packed
    names = np.asarray(name, dtype=np.intp)
    columns: list[Any] = [name]
    base = beside
    for position, column in enumerate(facts):
        whole = column
        if isinstance(column, dict):
            usual = np.asarray(base, dtype=np.float64) * np.asarray(column["times"])[names]
            whole = (np.floor(usual + 0.5) + np.asarray(column["rest"])).astype(np.int64).tolist()
        columns.append(whole)
        if position == 0:
            base = whole if whole and isinstance(whole[0], int) else None
    return columns


def _explain(column: list[int], base: list[int], names: NDArray[np.intp]) -> dict[str, list[Any]]:
    counts, others = np.asarray(column, dtype=np.float64), np.asarray(base, dtype=np.float64)
    sums, wholes = np.bincount(names, counts), np.bincount(names, others)
    times = np.round(np.divide(sums, wholes, out=np.zeros_like(sums), where=wholes > 0), 4)
    rest = counts - np.floor(others * times[names] + 0.5)
    return {"times": times.tolist(), "rest": rest.astype(np.int64).tolist()}
