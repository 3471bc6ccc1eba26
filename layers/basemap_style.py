"""The base map: a local MapLibre style made of our own files. It names no address outside this server."""

from __future__ import annotations

from typing import Any

from layers.palette import Palette


def build_style(manifest: dict[str, Any], palette: Palette, *, base: str) -> dict[str, Any]:
    """
    Build the style on which every map is drawn.

    Parameters
    ----------
    manifest
        What `boundaries.published` says: the files `context` and `lines`.
    palette
        Colours.
    base
        Address of the folder that serves the published files, with the final slash.

    Returns
    -------
    style
        A MapLibre style (version 8). It has no `glyphs`, so labels are drawn in the browser, and no
        tiles. The layer "rawaan-lines" is the first above the places; disputed lines are dashed.
    """
    files = manifest["files"]
    context = {"type": "geojson", "data": base + files["context"]["file"]}
    lines = {"type": "geojson", "data": base + files["lines"]["file"]}
    return {
        "version": 8,
        "name": "rawaan",
        "sources": {"context": context, "lines": lines},
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": palette.sea}},
            _fill("neighbours", "land", palette.land),
            _line("neighbours-borders", "context", "country", palette.rule, 1.0),
            _dashed("neighbours-disputed", "context", palette.rule, 1.0),
            _line("rawaan-lines", "lines", "province", palette.border_strong, 0.9),
            _line("rivers", "context", "river", palette.river, 1.1),
            _line("coast", "lines", "coast", palette.border_strong, 0.7),
            _line("country", "lines", "country", palette.border_strong, 1.4),
            _dashed("disputed", "lines", palette.border_strong, 1.5),
        ],
    }


def _fill(name: str, kind: str, colour: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": "fill",
        "source": "context",
        "filter": ["==", ["get", "kind"], kind],
        "paint": {"fill-color": colour},
    }


def _line(name: str, source: str, kind: str, colour: str, width: float) -> dict[str, Any]:
    return {
        "id": name,
        "type": "line",
        "source": source,
        "filter": ["==", ["get", "kind"], kind],
        "layout": {"line-join": "round", "line-cap": "round"},
        "paint": {"line-color": colour, "line-width": width},
    }


def _dashed(name: str, source: str, colour: str, width: float) -> dict[str, Any]:
    line = _line(name, source, "disputed", colour, width)
    # Round caps would close the gaps between the dashes. No empty layout: Plotly drops it, takes the next style, though
    # the same, for another, and the map loses every layer for a moment.
    del line["layout"]
    return {**line, "paint": {**line["paint"], "line-dasharray": [3, 2.4]}}
