"""
The peer in the same run: the same numbers and arrows, served the way a Dash app is usually written.

A server callback returns a `go.Figure` that carries every polygon and every arrow inline. Nothing is kept from one
question to the next, nothing is compressed. Same machine, same numbers, same arrow geometry, same WSGI server.
"""

from __future__ import annotations

import gzip
import json
import sys
from typing import Any

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

import app
from layers.flow_layer import build_flow_trace, draw_selection
from layers.flow_selection import select_flows
from layers.load import load_cube
from layers.palette import LIGHT
from layers.place_layer import build_place_trace, colour_by_exchange
from layers.scales import scale_width
from layers.view import View

ZOOM = 6.5


def create_naive_app() -> Dash:
    """
    Build the app.

    Returns
    -------
    app
        With dropdowns of place, direction, period and number of arrows, and one graph.
    """
    cube = load_cube()
    entry = cube.manifest["files"]["district"]["file"]
    with gzip.open(f"{cube.manifest['folder']}/{entry}.gz", "rt", encoding="utf-8") as file:
        geometry = json.load(file)
    naive = Dash("naive", assets_folder="none")
    choices = {
        "place": cube.flow_units.codes,
        "direction": ("in", "out", "net", "all"),
        "period": tuple(cube.matrices),
        "top": (10, 40, 120, 500),
    }
    first: dict[str, Any] = {"place": "lahore", "direction": "in", "period": "1998-2023", "top": 40}
    naive.layout = html.Div(
        [*(dcc.Dropdown(list(values), first[name], id=name) for name, values in choices.items()), dcc.Graph(id="map")]
    )

    @naive.callback(Output("map", "figure"), [Input(name, "value") for name in choices])  # type: ignore[misc]
    def draw(place: str, direction: str, period: str, top: int) -> go.Figure:
        view = View(place=place, direction=direction, period=period, top=top)
        selection = select_flows(cube, view)
        arrows = draw_selection(cube, selection, scale_width(selection.people, zoom=ZOOM), zoom=ZOOM)
        places = build_place_trace(cube, colour_by_exchange(cube, view, LIGHT), LIGHT, geojson="")
        places.pop("below")
        flows = build_flow_trace(cube, view, selection, arrows, cube.matrix(view), LIGHT)
        centre = dict(zip(("lon", "lat"), cube.flow_units.nodes[cube.flow_units.index(place)].tolist(), strict=True))
        layout = {"map": {"style": "white-bg", "center": centre, "zoom": ZOOM}}
        return go.Figure([{**places, "geojson": geometry}, flows], layout)

    return naive


if __name__ == "__main__":
    app.serve(create_naive_app().server, app.Settings(port=int(sys.argv[1])))
