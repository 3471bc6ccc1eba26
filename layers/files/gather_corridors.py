"""Corridors that a source names without a number: as dashes and lines, and as points where only the end is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.atlas import Atlas
    from layers.picture import Picture
    from layers.seasons import Corridor
    from layers.view import View


def gather_corridors(
    atlas: Atlas, view: View, picture: Picture, *, whole: bool
) -> Iterator[tuple[str, str, str, Any, Any]]:
    """
    Gather the documented corridors.

    Parameters
    ----------
    atlas, view, picture
        Corridors, the season asked for, and where the map opens.
    whole
        Those of every season.

    Yields
    ------
    layer
        Name, title, kind, table and geometry: "corridors" as lines, "arrows" as the dashes on the screen,
        "destinations" as points where the source names no single origin. Only those that have rows.
    """
    import pandas as pd
    import shapely

    from layers.arrows import to_geojson
    from layers.corridors import draw_dashed_arrows
    from layers.files.shapes import read_features

    units = atlas.cube.flow_units
    chosen = [one for one in atlas.corridors if whole or view.season in {"all", one.season}]
    lines, ends = [one for one in chosen if one.origin], [one for one in chosen if not one.origin]
    if lines:
        pairs = np.array([[_find(atlas, one.origin), _find(atlas, one.destination)] for one in lines])
        zoom = view.at[2] if view.at else picture.frame.zoom
        keys = [f"{one.origin}>{one.destination}>{one.season}" for one in lines]
        drawn = draw_dashed_arrows(units.nodes, pairs, zoom=zoom, ids=keys)
        table = pd.DataFrame([_describe(atlas, lines[row]) for row in drawn.row.tolist()])
        paths = [
            np.concatenate([units.nodes[origin][None], path, units.nodes[destination][None]])
            for (origin, destination), path in zip(pairs[drawn.row].tolist(), drawn.lines, strict=True)
        ]
        curves = np.array([shapely.linestrings(np.round(path, 6)) for path in paths], dtype=object)
        yield "corridors", tr("Documented corridors, without numbers"), "line", table, curves
        shapes = read_features(to_geojson(drawn))
        # Dashes may touch, and the first may be of no length: a valid shape is what other programs expect.
        drawn_shapes = np.array([shapes[str(key)] for key in drawn.ids], dtype=object)
        dashes = shapely.make_valid(drawn_shapes, method="structure", keep_collapsed=False)
        yield "arrows", tr("The dashed arrows drawn on the screen"), "polygon", table, dashes
    if ends:
        table = pd.DataFrame([_describe(atlas, one) for one in ends])
        points = shapely.points(units.nodes[[_find(atlas, one.destination) for one in ends]])
        yield "destinations", tr("Destinations whose source names no single origin"), "point", table, points


def _find(atlas: Atlas, code: str) -> int:
    return atlas.cube.flow_units.index(atlas.cube.flow_unit_of(code))


def _describe(atlas: Atlas, one: Corridor) -> dict[str, Any]:
    from layers.files.gather import SEASONS

    return {
        "origin": atlas.cube.flow_unit_of(one.origin) if one.origin else "",
        "destination": atlas.cube.flow_unit_of(one.destination),
        "origin_name": one.origin_name,
        "destination_name": one.destination_name,
        "season": one.season,
        "note": one.note,
        "evidence": "documented",
        "kind": "event",
        "shade": list(SEASONS).index(one.season),
    }
