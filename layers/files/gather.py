"""From a view to all that a file could hold of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date  # noqa: N812 (the parameter is called date)
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from boundaries.language import mark, speak, tr
from layers.files.columns import describe_columns
from layers.files.content import Content, Layer, Look, Style
from layers.files.describe import describe_view
from layers.files.gather_flows import FlowRows, gather_flows
from layers.files.looks import name_classes, style_abadis, style_arrows, style_lines, style_nodes, style_places

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.palette import Palette
    from layers.picture import Picture
    from layers.screen import Screen
    from layers.view import View

FAINT: Final = 0.5
"""Opacity below which an arrow is drawn faint because it cannot be relied on."""

SEASONS: Final = {
    "summer": mark("Summer: from the hot plains"),
    "winter": mark("Winter: from the cold uplands"),
    "conflict": mark("Driven by conflict"),
    "study": mark("For study and services"),
}


def gather_content(
    atlas: Atlas, view: View, *, scope: str = "view", base: str = "", date: Date | None = None
) -> Content:
    """
    Gather all that a file could hold of a view.

    Parameters
    ----------
    atlas, view
        Numbers and choices.
    scope
        "view": the flows that are drawn, the places with what colours them, the cells in sight. "all": every flow
        of the question's matrix, every measure of every place, every cell of the country. Arrows are what is drawn
        either way: thousands of them would hide each other.
    base
        Address of the page, without a query; "" where it is not known.
    date
        Of the file; today when not given.

    Returns
    -------
    content
        The layers that the question has, the main one first, in the view's language. Nothing withheld is in it.

    Raises
    ------
    ViewError
        The view names a place that has no figures.
    ExportError
        `scope` is neither, or the boundaries are not there.
    """
    from layers._errors import ExportError
    from layers.screen import Screen

    if scope not in {"view", "all"}:
        raise ExportError(tr("scope {scope} is not one of view, all").format(scope=scope))
    with speak(view.lang):
        view = view.but(place=atlas.cube.flow_unit_of(view.place))
        screen, whole = Screen(), scope == "all"
        # A matrix is no map: its places and flows are those of the map beside it, and it has no arrows.
        told = atlas.draw(view, screen)
        picture = atlas.draw(view.but(form="map"), screen) if view.form == "matrix" else told
        about = describe_view(atlas, view, told, whole=whole, base=base, date=date or Date.today())
        layers = [
            *_build_cells(atlas, view, screen, picture, whole=whole),
            *_build_flows(atlas, view, picture, whole=whole),
            *_build_corridors(atlas, view, picture, whole=whole),
            *_build_places(atlas, view, picture, whole=whole),
            *_build_nodes(atlas, view),
            *_build_abadis(atlas, view),
        ]
    main = MAIN[view.question]
    layers.sort(key=lambda layer: layer.name != main)
    return Content(about, tuple(layers), view)


MAIN: Final = {"to": "flows", "balance": "places", "seasons": "flows", "spill": "cells", "whatif": "flows"}
"""The layer that a format of one layer takes unless another is asked for: the numbers rather than their picture."""


def _palette() -> Palette:
    from layers.palette import LIGHT

    return LIGHT


def _find_trace(picture: Picture, *names: str) -> dict[str, Any] | None:
    return next((trace for trace in picture.traces if trace.get("name") in names), None)


def _build_places(atlas: Atlas, view: View, picture: Picture, *, whole: bool) -> list[Layer]:
    from layers.files.gather_flows import name_unit
    from layers.files.gather_places import gather_places

    trace = _find_trace(picture, "places")
    if trace is None:
        return []
    shades = dict(zip(trace["locations"], trace["z"], strict=True))
    table, geometry = gather_places(atlas, view, shades, whole=whole)
    style = style_places(trace, picture.legend, _palette(), subject=name_unit(atlas.cube, view.place))
    title = picture.legend.title if view.question != "spill" else ""
    columns = describe_columns(table.columns, title=title, unit=_find_unit(table))
    return [Layer("places", title or tr("Places"), columns, table, geometry, "polygon", style)]


def _find_unit(table: Any) -> str:
    units = set(table["unit"]) if "unit" in table else set()
    return str(units.pop()) if len(units) == 1 else ""


def _build_nodes(atlas: Atlas, view: View) -> list[Layer]:
    from layers.files.gather_places import gather_nodes

    table, geometry = gather_nodes(atlas, view)
    columns = describe_columns(table.columns, unit=_find_unit(table))
    title = tr("Points where flows start and end")
    return [Layer("nodes", title, columns, table, geometry, "point", style_nodes(_palette()))]


def _build_flows(atlas: Atlas, view: View, picture: Picture, *, whole: bool) -> list[Layer]:
    from layers.files.shapes import bend_lines

    rows = gather_flows(atlas, view, whole=whole)
    if rows is None:
        return []
    trace = _find_trace(picture, "flows") if view.form != "matrix" else None
    arrows = _build_arrows(atlas, view, trace, rows, whole=whole) if trace and trace["locations"] else []
    drawn = {}
    for layer in arrows:
        keys = zip(layer.table["origin"], layer.table["destination"], strict=True)
        drawn = dict(zip(keys, zip(layer.geometry, layer.table["shade"], strict=True), strict=True))  # type: ignore[arg-type]
    table = rows.table
    pairs = list(zip(table["origin"], table["destination"], strict=True))
    geometry = bend_lines(atlas.cube.flow_units, pairs, {pair: shape for pair, (shape, _) in drawn.items()})
    table = table.assign(shade=np.array([drawn[pair][1] if pair in drawn else -1 for pair in pairs], dtype=np.int64))
    style = style_lines(arrows[0].style if arrows and arrows[0].style else Style("shade", ()))
    if not (table["shade"] == -1).any():
        style = replace(style, looks=style.looks[:-1])
    title = tr("Every flow, as a line") if whole else tr("Flows, as lines")
    flows = Layer("flows", title, describe_columns(table.columns, unit=rows.unit), table, geometry, "line", style)
    return [flows, *arrows]


def _build_arrows(
    atlas: Atlas, view: View, trace: dict[str, Any], rows: FlowRows, *, whole: bool
) -> list[Layer]:
    """Take the very polygons of the screen, with the rows of their flows."""
    from layers.files.shapes import read_features

    drawn = gather_flows(atlas, view, whole=False) if whole else rows
    if drawn is None:
        return []
    shapes = read_features(trace["geojson"])
    codes = [tuple(key.split(">")[:2]) for key in trace["locations"]]
    faint = np.broadcast_to(np.asarray(trace["marker"]["opacity"], dtype=np.float64), len(codes)) < FAINT
    names = [
        tr("{meaning}; touches Balochistan, not to be relied on").format(meaning=drawn.meanings[int(z)])
        if low
        else drawn.meanings[int(z)]
        for z, low in zip(trace["z"], faint.tolist(), strict=True)
    ]
    shade, style = style_arrows(trace, names, tr("Flows"))
    at = {pair: row for row, pair in enumerate(zip(drawn.table["origin"], drawn.table["destination"], strict=True))}
    table = drawn.table.iloc[[at[pair] for pair in codes]].reset_index(drop=True)
    table = table.assign(shade=np.array(shade, dtype=np.int64))
    geometry = np.array([shapes[key] for key in trace["locations"]], dtype=object)
    title = tr("The {count} arrows drawn on the screen, their width in proportion to people").format(count=len(codes))
    columns = describe_columns(table.columns, unit=drawn.unit)
    return [Layer("arrows", title, columns, table, geometry, "polygon", style)]


def _build_corridors(atlas: Atlas, view: View, picture: Picture, *, whole: bool) -> list[Layer]:
    from layers.files.gather_corridors import gather_corridors

    if view.question != "seasons" or view.month:
        return []
    colours = _palette().corridor
    looks = tuple(
        Look(at, tr(words), "", colours[name], 1.8, dashed=True) for at, (name, words) in enumerate(SEASONS.items())
    )
    layers = []
    for name, title, kind, table, geometry in gather_corridors(atlas, view, picture, whole=whole):
        style = Style("shade", looks, tr("Documented corridors"))
        if kind != "line":
            filled = tuple(replace(look, fill=look.line, line="", width=0.0, dashed=False) for look in looks)
            sized = tuple(replace(look, size=26.0, opacity=0.35) for look in filled)
            style = Style("shade", sized if kind == "point" else filled, tr("Documented corridors"))
        layers.append(Layer(name, title, describe_columns(table.columns), table, geometry, kind, style))
    return layers


def _build_abadis(atlas: Atlas, view: View) -> list[Layer]:
    """Mark published numbers of settlements where the place lies that has one, not where the settlements lie."""
    import pandas as pd
    import shapely

    from layers.abadi_layer import find_abadis

    marks = find_abadis(atlas.cube, view.place) if view.question == "spill" else []
    if not marks:
        return []
    # What a speaker claimed is documented by whoever wrote it down.
    grades = {"claim": "documented"}
    rows = [(one.code, one.label, one.title, grades.get(one.evidence, one.evidence)) for one in marks]
    table = pd.DataFrame(rows, columns=["code", "name", "note", "evidence"])
    points = shapely.points([(one.lon, one.lat) for one in marks])
    style = style_abadis(_palette())
    return [Layer("abadis", style.title, describe_columns(table.columns), table, points, "point", style)]


def _build_cells(atlas: Atlas, view: View, screen: Screen, picture: Picture, *, whole: bool) -> list[Layer]:
    from layers.cell_measures import CLASS_NAMES
    from layers.files.gather_cells import choose_cells, colour_shown, gather_cells
    from layers.wording import say_limit

    if view.question != "spill":
        return []
    shown = choose_cells(atlas, view, screen, picture.frame, whole=whole)
    colours = colour_shown(atlas, view, shown)
    table, geometry = gather_cells(atlas, view, shown, colours)
    ramp = colours.classes.colours
    words = name_classes(tuple(say_limit(limit) for limit in colours.classes.breaks))
    if view.shade == "class":
        words = [tr(CLASS_NAMES[code]) for code in sorted(CLASS_NAMES)]
    looks = [Look(-1, tr("nobody counted, or not comparable"), _palette().no_data)]
    looks += [Look(at, word, colour) for at, (word, colour) in enumerate(zip(words, ramp, strict=True))]
    used = set(table["shade"].tolist())
    title = colours.title or tr("Urban classes (Degree of Urbanisation)")
    style = Style("shade", tuple(look for look in looks if look.value in used), title)
    columns = describe_columns(table.columns)
    return [Layer("cells", title, columns, table, geometry, "polygon", style)]
