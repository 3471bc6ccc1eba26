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

from boundaries.language import LANGUAGES, mark, tr
from layers.markup import aria, data
from layers.view import PRESETS, SPANS, TOP, View
from layers.wording import say_people

LABELS: Final[dict[str, dict[Any, str]]] = {
    "direction": {"in": mark("Coming in"), "out": mark("Going out"), "net": mark("Net"), "all": mark("Both")},
    "period": {"1998-2023": mark("1998–2023"), "1998-2017": mark("1998–2017"), "2017-2023": mark("2017–2023")},
    "measure": {"rate": mark("Per 1,000 inhabitants"), "people": mark("People")},
    "scale": {"adaptive": mark("Suits this view"), "fixed": mark("Same for all places")},
    "data": {
        "estimate": mark("Estimate"),
        "counted": mark("1998 census reports"),
        "residual": mark("Beyond size and distance"),
        "own": mark("Your table"),
    },
    "season": {
        "all": mark("All"),
        "summer": mark("Summer"),
        "winter": mark("Winter"),
        "conflict": mark("Conflict"),
        "study": mark("Study and services"),
    },
    "frame": {"flows": mark("Main flows"), "country": mark("Whole country")},
    "form": {"map": mark("Map"), "matrix": mark("Matrix"), "pair": mark("Before and after")},
    "sort": {"province": mark("By province"), "size": mark("By arrivals"), "name": mark("By name")},
    "ranges": {"off": mark("Best estimate"), "on": mark("With low and high")},
    "change": {
        "attraction": mark("Draws more"),
        "retention": mark("Keeps more"),
        "time": mark("Travel time"),
        "cities": mark("Intermediate cities"),
        "origins": mark("Where people leave"),
    },
    "shade": {
        "net": mark("Net gain"),
        "growth": mark("Growth"),
        "class": mark("City and belt"),
        "density": mark("Density"),
        "built": mark("Built-up land"),
    },
    "grid": {"best": mark("Best there is"), "census": mark("Census"), "demonstration": mark("Demonstration")},
    "lang": LANGUAGES,
    "digits": {"latin": "1 2 3", "urdu": "۱ ۲ ۳"},
    "mode": {"page": mark("Page"), "present": mark("Present")},
    "top": {count: str(count) if count < 500 else mark("All (to 500)") for count in TOP},
}
MONTHS: Final = (
    mark("All year"),
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)
STARTS: Final = {"attraction": 20, "retention": 10, "time": -20, "cities": 50, "origins": 10}
"""Percent that a change starts from; those of cities and origins as in `flows/data/scenarios.csv`."""

SLIDERS: Final = {"month": mark("Month"), "share": mark("Away at the peak"), "amount": mark("By"), "year": mark("Year")}
PLAYS: Final = {"month": mark("Play the months"), "year": mark("Play the years")}
FINE: Final = {
    "estimate": ["frame", "measure", "scale", "ranges", "top"],
    "residual": ["frame", "top"],
    "own": ["frame", "ranges", "top"],
}
"""The finer choices that change the picture, by the flows it shows."""

CITIES: Final = (("lahore", mark("Lahore")), ("karachi", mark("Karachi")), ("quetta", mark("Quetta")))

FORMS: Final = ("map", "matrix")
"""Pictures of flows."""

TITLES: Final = {
    "direction": mark("Direction"),
    "season": mark("Season"),
    "period": mark("Period"),
    "frame": mark("Opens on"),
    "measure": mark("Colour places by"),
    "scale": mark("Scale of widths and colours"),
    "data": mark("Evidence"),
    "top": mark("Largest flows drawn"),
    "form": mark("Picture"),
    "shade": mark("Colour cells by"),
    "grid": mark("Cells from"),
    "sort": mark("Order"),
    "ranges": mark("Arrows"),
    "change": mark("What changes"),
    "lang": mark("Language"),
    "digits": mark("Figures"),
    "mode": mark("Mode"),
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
        address = f"?{preset.for_reader_of(view).to_query()}"
        links.append(html.A(tr(label), href=address, title=tr(question), **current, **data(view="")))
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
        month = build_slider(view, "month", tr(MONTHS[view.month]), step=1, play=True)
        return [_build_group(view, "season"), month, _build_more(view, ["frame"])]
    if view.question == "spill" and cells is not None:
        return _build_cell_controls(view, cells)
    if view.question == "whatif":
        amount = tr("{number} %").format(number=say_people(view.amount, signed=True))
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
    cities = [_link(view.but(place=code, at=None), tr(label), view.place == code) for code, label in CITIES]
    groups = [
        html.Div(cities, className="group", role="group", **aria(label=tr("City"))),
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
    label = tr(SLIDERS[name])
    values = {"name": name, "min": low, "max": high, "step": step, "value": getattr(view, name), "label": label}
    rail = html.Span(className="rail", **data(**{key: str(value) for key, value in values.items()}))
    button = html.Button("▶", className="play", **data(play=name), **aria(label=tr(PLAYS[name]))) if play else None
    parts = [button, html.Span(label), rail, html.Output(said)]
    return html.Div([part for part in parts if part is not None], className="group slider")


def _build_more(
    view: View, names: list[str], *, sets: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> html.Details:
    rows = [_build_row(view, name, only) for name in names]
    if view.lang == "ur":
        rows.append(_build_row(view, "digits", ()))
    if sets:
        rows.append(_build_row(view, "data", sets))
    return html.Details([html.Summary(tr("Options")), html.Div(rows)], className="more")


def _build_row(view: View, name: str, only: tuple[Any, ...]) -> html.Div:
    return html.Div([html.Div(tr(TITLES[name]), className="label"), _build_group(view, name, only=only)])


def _build_group(view: View, name: str, *, only: tuple[Any, ...] = ()) -> html.Div:
    links = [
        _link(_choose(view, name, value), tr(label), getattr(view, name) == value)
        for value, label in LABELS[name].items()
        if not only or value in only
    ]
    return html.Div(links, className="group", role="group", **aria(label=tr(TITLES[name])))


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
    shown = aria(current="true") if current else {}
    return html.A(label, href=f"?{view.to_query()}", **shown, **data(view=""))
