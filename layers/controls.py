"""Every control is a link to another view: it works by keyboard, can be copied, and the back button undoes it."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from layers.markup import aria, data
from layers.view import PRESETS, TOP, View

LABELS: Final[dict[str, dict[Any, str]]] = {
    "direction": {"in": "Coming in", "out": "Going out", "net": "Net", "all": "Both"},
    "period": {"1998-2023": "1998–2023", "1998-2017": "1998–2017", "2017-2023": "2017–2023"},
    "measure": {"rate": "Per 1,000 inhabitants", "people": "People"},
    "scale": {"adaptive": "Suits this view", "fixed": "Same for all places"},
    "data": {"estimate": "Estimate", "counted": "1998 census reports"},
    "season": {
        "all": "All",
        "summer": "Summer",
        "winter": "Winter",
        "conflict": "Conflict",
        "study": "Study and services",
    },
    "frame": {"flows": "Main flows", "country": "Whole country"},
    "top": {count: str(count) if count < 500 else "All (to 500)" for count in TOP},
}
TITLES: Final = {
    "measure": "Colour places by",
    "scale": "Scale of widths and colours",
    "data": "Evidence",
    "top": "Largest flows drawn",
}


def build_questions(view: View) -> list[html.A]:
    """
    Build the links to the six questions.

    Parameters
    ----------
    view
        The one of the six that it answers is marked as current.

    Returns
    -------
    links
        In the order of `view.PRESETS`.
    """
    links = []
    for label, question, preset in PRESETS:
        same = preset.question == view.question and (view.question != "to" or preset.place == view.place)
        current = aria(current="page") if same else {}
        links.append(html.A(label, href=f"?{preset.to_query()}", title=question, **current, **data(view="")))
    return links


def build_controls(view: View, *, counted: bool) -> list[Any]:
    """
    Build the controls that make sense for the view.

    Parameters
    ----------
    view
        The current choices.
    counted
        Whether counted flows exist for the view's place.

    Returns
    -------
    children
        Groups of links, and a fold-out with the finer choices.
    """
    if view.question == "seasons":
        return [_build_group(view, "season"), _build_group(view, "frame")]
    if view.question == "spill":
        cities = [
            _link(view.but(place=code, at=None), label, view.place == code)
            for code, label in (("lahore", "Lahore"), ("karachi", "Karachi"), ("quetta", "Quetta"))
        ]
        return [html.Div(cities, className="group", role="group", **aria(label="City"))]
    fine = ["measure", "scale"]
    # What was observed is of 1998 alone: it has no period to choose.
    groups = [] if view.question == "to" and view.data == "counted" else [_build_group(view, "period")]
    if view.question == "to":
        groups = [_build_group(view, "direction"), *groups, _build_group(view, "frame")]
        fine.append("top")
        if counted or view.data == "counted":
            fine.append("data")
    return [*groups, _build_more(view, fine)]


def _build_more(view: View, names: list[str]) -> html.Details:
    rows = [html.Div([html.Div(TITLES[name], className="label"), _build_group(view, name)]) for name in names]
    return html.Details([html.Summary("Options"), html.Div(rows)], className="more")


def _build_group(view: View, name: str) -> html.Div:
    keep = {"at": None} if name == "frame" else {}
    links = [
        _link(view.but(**{name: value}, **keep), label, getattr(view, name) == value)
        for value, label in LABELS[name].items()
    ]
    return html.Div(links, className="group", role="group", **aria(label=TITLES.get(name, name.capitalize())))


def _link(view: View, label: str, current: bool) -> html.A:
    mark = aria(current="true") if current else {}
    return html.A(label, href=f"?{view.to_query()}", **mark, **data(view=""))
