"""
Every control leads to another view: it works by keyboard, and the back button undoes it.

Choices are links, which can be copied; a whole number is a slider, which the page's script turns into an address.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from dash import html

from layers.markup import aria, data
from layers.view import PRESETS, SPANS, TOP, View

LABELS: Final[dict[str, dict[Any, str]]] = {
    "direction": {"in": "Coming in", "out": "Going out", "net": "Net", "all": "Both"},
    "period": {"1998-2023": "1998–2023", "1998-2017": "1998–2017", "2017-2023": "2017–2023"},
    "measure": {"rate": "Per 1,000 inhabitants", "people": "People"},
    "scale": {"adaptive": "Suits this view", "fixed": "Same for all places"},
    "data": {
        "estimate": "Estimate",
        "counted": "1998 census reports",
        "residual": "Beyond size and distance",
        "own": "Your table",
    },
    "season": {
        "all": "All",
        "summer": "Summer",
        "winter": "Winter",
        "conflict": "Conflict",
        "study": "Study and services",
    },
    "frame": {"flows": "Main flows", "country": "Whole country"},
    "form": {"map": "Map", "matrix": "Matrix", "pair": "Before and after"},
    "sort": {"province": "By province", "size": "By arrivals", "name": "By name"},
    "ranges": {"off": "Best estimate", "on": "With low and high"},
    "change": {
        "attraction": "Draws more",
        "retention": "Keeps more",
        "time": "Travel time",
        "cities": "Intermediate cities",
        "origins": "Where people leave",
    },
    "shade": {
        "net": "Net gain",
        "growth": "Growth",
        "class": "City and belt",
        "density": "Density",
        "built": "Built-up land",
    },
    "grid": {"best": "Best there is", "census": "Census", "demonstration": "Demonstration"},
    "top": {count: str(count) if count < 500 else "All (to 500)" for count in TOP},
}
MONTHS: Final = (
    "All year",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
STARTS: Final = {"attraction": 20, "retention": 10, "time": -20, "cities": 50, "origins": 10}
"""Percent that a change starts from; those of cities and origins as in `flows/data/scenarios.csv`."""

SLIDERS: Final = {"month": "Month", "share": "Away at the peak", "amount": "By", "year": "Year"}
PLAYS: Final = {"month": "Play the months", "year": "Play the years"}
FINE: Final = {
    "estimate": ["frame", "measure", "scale", "ranges", "top"],
    "residual": ["frame", "top"],
    "own": ["frame", "ranges", "top"],
}
"""The finer choices that change the picture, by the flows it shows."""

FORMS: Final = ("map", "matrix")
"""Pictures of flows."""

TITLES: Final = {
    "period": "Period",
    "frame": "Opens on",
    "measure": "Colour places by",
    "scale": "Scale of widths and colours",
    "data": "Evidence",
    "top": "Largest flows drawn",
    "form": "Picture",
    "shade": "Colour cells by",
    "grid": "Cells from",
    "sort": "Order",
    "ranges": "Arrows",
    "change": "What changes",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """
    A picture of cells: what can be chosen, and what the page's script needs.

    Attributes
    ----------
    shades, grids
        Values of `View.shade` and `View.grid` that there is something to show for.
    epochs
        Years that the slider stops at; one or none where there is nothing to choose.
    year
        The epoch shown.
    bounds
        (west, south, east, north): inside it the page needs no other cells.
    fade
        Zooms between which cells fade in over the districts.
    """

    shades: tuple[str, ...]
    grids: tuple[str, ...]
    epochs: tuple[int, ...]
    year: int
    bounds: tuple[float, float, float, float]
    fade: tuple[float, float]


def build_questions(view: View) -> list[html.A]:
    """
    Build the links to the questions.

    Parameters
    ----------
    view
        The question that it answers is marked as current.

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


def build_controls(view: View, *, choices: tuple[str, ...], cells: Cells | None = None) -> list[Any]:
    """
    Build the controls that make sense for the view.

    Parameters
    ----------
    view
        The current choices.
    choices
        Which flows there are for the view's place, of the values of `View.data`.
    cells
        What can be chosen of the cells, where the picture has some.

    Returns
    -------
    children
        Groups of links, sliders, and a fold-out with the finer choices.
    """
    if view.question == "seasons":
        month = build_slider(view, "month", MONTHS[view.month], step=1, play=True)
        return [_build_group(view, "season"), month, _build_more(view, ["frame"])]
    if view.question == "spill" and cells is not None:
        return _build_cell_controls(view, cells)
    if view.question == "whatif":
        amount = f"{view.amount:+d} %".replace("-", "−")
        slider = build_slider(view, "amount", amount, step=5)
        return [_build_group(view, "change"), slider, _build_more(view, ["period"])]
    if view.form == "matrix":
        return [_build_group(view, "form", only=FORMS), _build_group(view, "period"), _build_group(view, "sort")]
    # What was observed is of 1998 alone: it has no period to choose.
    groups = [] if view.question == "to" and view.data in {"counted", "own"} else [_build_group(view, "period")]
    if view.question == "balance":
        return [_build_group(view, "form", only=FORMS), *groups, _build_more(view, ["measure", "scale"])]
    # A model of flows has no net, and only the estimate is shown as a matrix.
    ways = ("in", "out", "all") if view.data == "residual" else ()
    form = [_build_group(view, "form", only=FORMS)] if view.data == "estimate" else []
    offered = tuple(dict.fromkeys([*choices, view.data]))
    fine = _build_more(view, FINE.get(view.data, FINE["estimate"]), sets=offered)
    return [*form, _build_group(view, "direction", only=ways), *groups, fine]


def _build_cell_controls(view: View, cells: Cells) -> list[Any]:
    cities = [
        _link(view.but(place=code, at=None), label, view.place == code)
        for code, label in (("lahore", "Lahore"), ("karachi", "Karachi"), ("quetta", "Quetta"))
    ]
    groups = [
        html.Div(cities, className="group", role="group", **aria(label="City")),
        _build_group(view, "shade", only=cells.shades),
    ]
    epochs = cells.epochs
    if len(epochs) > 1:
        step = math.gcd(*(later - epoch for epoch, later in pairwise(epochs)))
        shown = view.but(year=cells.year)
        groups.append(build_slider(shown, "year", str(cells.year), step=step, span=(epochs[0], epochs[-1]), play=True))
    groups.append(_build_group(view, "form", only=("map", "pair")))
    return [*groups, _build_more(view, ["grid"], only=cells.grids)] if len(cells.grids) > 1 else groups


def build_slider(
    view: View, name: str, said: str, *, step: int, span: tuple[int, int] | None = None, play: bool = False
) -> html.Div:
    """
    Build a slider for one of the view's whole numbers.

    Parameters
    ----------
    view
        Its value now.
    name
        Field of the view, one of `view.SPANS`.
    said
        The value in words, such as "July".
    step
        Between two stops.
    span
        Least and largest value; None: those the view allows.
    play
        Whether a button runs through the values one after the other.

    Returns
    -------
    slider
        The page's script opens the view with the new value when the slider is let go.
    """
    low, high = span or SPANS[name]
    # Dash has no plain range input: the page's script puts one into the rail.
    values = {"name": name, "min": low, "max": high, "step": step, "value": getattr(view, name), "label": SLIDERS[name]}
    rail = html.Span(className="rail", **data(**{key: str(value) for key, value in values.items()}))
    button = html.Button("▶", className="play", **data(play=name), **aria(label=PLAYS[name])) if play else None
    parts = [button, html.Span(SLIDERS[name]), rail, html.Output(said)]
    return html.Div([part for part in parts if part is not None], className="group slider")


def _build_more(
    view: View, names: list[str], *, sets: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> html.Details:
    rows = [
        html.Div([html.Div(TITLES[name], className="label"), _build_group(view, name, only=only)]) for name in names
    ]
    if sets:
        rows.append(html.Div([html.Div(TITLES["data"], className="label"), _build_group(view, "data", only=sets)]))
    return html.Details([html.Summary("Options"), html.Div(rows)], className="more")


def _build_group(view: View, name: str, *, only: tuple[Any, ...] = ()) -> html.Div:
    links = [
        _link(_choose(view, name, value), label, getattr(view, name) == value)
        for value, label in LABELS[name].items()
        if not only or value in only
    ]
    return html.Div(links, className="group", role="group", **aria(label=TITLES.get(name, name.capitalize())))


def _choose(view: View, name: str, value: Any) -> View:
    """Change one choice, and what does not make sense with it: the camera of another map, another change's amount."""
    if name == "shade" and value != view.shade:
        # A demonstration is of built-up land alone, and each shade has years of its own.
        form = "map" if value in {"growth", "net"} else view.form
        grid = "best" if view.grid == "demonstration" and value != "built" else view.grid
        return view.but(shade=value, form=form, year=0, grid=grid)
    if name == "grid" and value != view.grid:
        shade = "built" if value == "demonstration" else "density" if view.shade == "built" else view.shade
        return view.but(grid=value, shade=shade, year=0)
    if name == "form" and value == "pair" and view.shade in {"growth", "net"}:
        return view.but(form=value, shade="density", at=None)
    if name in {"frame", "form"}:
        return view.but(**{name: value}, at=None)
    if name == "change" and value != view.change:
        return view.but(change=value, amount=STARTS[value])
    return view.but(**{name: value})


def _link(view: View, label: str, current: bool) -> html.A:
    mark = aria(current="true") if current else {}
    return html.A(label, href=f"?{view.to_query()}", **mark, **data(view=""))
