"""The page's fixed frame: where the map, the finding and the controls stand before any number is known."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from layers.controls import build_questions
from layers.head import build_tools
from layers.markup import aria, data
from layers.palette import DARK, LIGHT, css_variables
from layers.view import View

INDEX = f"""<!DOCTYPE html>
<html {{%reader%}} data-theme="light">
<head>
{{%metas%}}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="The open atlas of internal migration in Pakistan">
{{%social%}}
<title>{{%title%}}</title>
{{%favicon%}}
<style>:root{{{{{css_variables(LIGHT)}color-scheme:light}}}}
:root[data-theme=dark]{{{{{css_variables(DARK)}color-scheme:dark}}}}</style>
<script>document.documentElement.dataset.theme = localStorage.getItem("rawaan-theme") ||
(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")</script>
{{%css%}}
<link rel="preload" as="script" href="/_dash-component-suites/plotly/package_data/plotly.min.js">
</head>
<body>
<noscript>Rawaan draws its map in the browser and needs JavaScript. The numbers are also at
<a href="view.json">view.json</a>.</noscript>
{{%app_entry%}}
<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
</body>
</html>""".replace("{{", "{").replace("}}", "}")

EMPTY: Any = {
    "data": [],
    "layout": {
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    },
}
"""Nothing, while the first view is on its way or when it cannot be shown."""

GRAPH_CONFIG: Any = {
    "displayModeBar": False,
    "scrollZoom": True,
    "doubleClick": False,
    "showTips": False,
    "responsive": True,
    "plotGlPixelRatio": 2,
}


def build_layout(places: list[dict[str, str]]) -> html.Div:
    """
    Build the page without its numbers, which each view brings.

    Parameters
    ----------
    places
        What "Find a place" offers: dicts of `label`, `value` (a code) and `search` (every name).

    Returns
    -------
    page
        The component tree; a callback fills `figure`, `finding`, `details`, `controls`, `legend` and
        `questions`.
    """
    return html.Div(
        className="page",
        children=[
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="screen"),
            html.A("To the figures", id="skip", className="skip", href="#panel"),
            _build_head(places),
            html.Main(
                id="panel",
                className="panel",
                tabIndex=-1,
                children=[
                    html.Section(id="finding", className="finding", **aria(live="polite")),
                    html.Div(id="details", className="details"),
                    html.P(id="print-address", className="print-address"),
                ],
            ),
            _build_map(),
            html.Dialog(
                id="dialog",
                className="dialog",
                children=[
                    html.Button("✕", id="dialog-close", className="close", **aria(label="Close")),
                    html.Div(id="dialog-content"),
                ],
            ),
        ],
    )


def _build_head(places: list[dict[str, str]]) -> html.Header:
    return html.Header(
        className="head",
        children=[
            html.A(
                ["Rawaan", html.Span("رواں", className="urdu", lang="ur")],
                href=".",
                id="brand",
                className="brand",
                **data(view=""),
                **aria(label="Rawaan: back to the opening view"),
            ),
            html.Nav(build_questions(View()), id="questions", className="questions", **aria(label="Questions")),
            html.Div(
                className="tools",
                children=[
                    dcc.Dropdown(
                        id="find", options=places, placeholder="Find a place", className="find", maxHeight=320
                    ),
                    html.Div(build_tools(View()), id="tools", className="tools"),
                ],
            ),
        ],
    )


def _build_map() -> html.Section:
    return html.Section(
        className="map",
        id="map",
        **aria(label="Map"),
        children=[
            html.Div(
                id="canvas",
                className="canvas",
                children=[
                    dcc.Graph(id="figure", figure=EMPTY, config=GRAPH_CONFIG, responsive=True, className="graph"),
                    html.Div(className="busy"),
                    html.Div(
                        className="zoom",
                        children=[
                            html.Button("+", id="zoom-in", **aria(label="Zoom in")),
                            html.Button("−", id="zoom-out", **aria(label="Zoom out")),
                            html.Button("⌂", id="zoom-home", **aria(label="Back to the opening frame")),
                            html.Button(id="present", **aria(label="Present: the finding and the map alone")),
                            html.Button(id="table", **data(dialog="table"), **aria(label="The map as a table")),
                        ],
                    ),
                    html.Div(
                        id="fault",
                        className="card",
                        hidden=True,
                        role="alert",
                        children=[
                            html.H2("This view cannot be shown", id="fault-title"),
                            html.P(id="fault-text"),
                            html.P(html.A("Back to the opening view", id="fault-home", href=".", **data(view=""))),
                        ],
                    ),
                ],
            ),
            html.Div(id="controls", className="controls"),
            html.Aside(id="legend", className="legend", **aria(label="Legend")),
        ],
    )
