"""A view's answer as data: the finding in words, its key figures, the flows drawn."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from boundaries.language import speak
from layers._errors import ViewError
from layers.flow_selection import select_flows
from layers.screen import Screen
from layers.service._errors import RequestError
from layers.service.build_tables import Shelf
from layers.service.parameters import LONGEST, Parameter
from layers.view import CHOICES, DEFAULTS, PRESETS, SPANS, TOP, View
from layers.wording import write_digits

if TYPE_CHECKING:
    from layers.flow_selection import Selection

WORDS: Final = {
    "question": "What is asked: flows of a place, gains and losses, seasons, cells round a city, or a scenario.",
    "place": "Code of the place it is about.",
    "at": "Where the map is: longitude,latitude,zoom; the answer is the same everywhere.",
}


def view_parameters() -> tuple[Parameter, ...]:
    """
    List what a view may be asked with: the fields of `View`.

    Returns
    -------
    parameters
        In the order of the page's address.
    """
    found = []
    for name, default in DEFAULTS.items():
        words = WORDS.get(name, f"As in the page's address; see layers.View.{name}.")
        if name in CHOICES:
            found.append(Parameter(name, words, "choice", CHOICES[name], default=default))
        elif name in SPANS:
            found.append(Parameter(name, words, "whole", low=SPANS[name][0], high=SPANS[name][1], default=default))
        elif name == "top":
            found.append(Parameter(name, words, "whole", low=min(TOP), high=max(TOP), default=default))
        else:
            found.append(Parameter(name, words, default=default))
    return tuple(found)


def read_view(query: str, names: list[str]) -> View:
    """
    Read a view, strictly.

    Parameters
    ----------
    query
        As in the page's address.
    names
        Of all its parameters.

    Returns
    -------
    view
        With the unit that carries the place's figures.

    Raises
    ------
    RequestError
        With every fault: a name that no view has, a value that is none of its choices.
    """
    unknown = dict.fromkeys(name[:LONGEST] for name in names if name not in DEFAULTS)
    faults = [f"{name!r} is not a parameter of a view" for name in list(unknown)[:20]]
    try:
        view = View.from_query(query)
    except ViewError as fault:
        faults.append(str(fault))
    if faults:
        raise RequestError("; ".join(faults))
    return view


def list_presets(base: str) -> list[dict[str, str]]:
    """
    List the questions that the page opens with.

    Parameters
    ----------
    base
        Address of the atlas, without a slash at the end.

    Returns
    -------
    presets
        Each with the view's query, the page's address and that of its answer.
    """
    presets = []
    for label, question, view in PRESETS:
        query = view.to_query()
        ending = f"?{query}" if query else ""
        presets.append(
            {
                "label": label,
                "question": question,
                "view": query,
                "page": f"{base}/{ending}",
                "answer": f"{base}/api/view{ending}",
            }
        )
    return presets


def answer_view(shelf: Shelf, view: View) -> dict[str, Any]:
    """
    Answer a view with data.

    Parameters
    ----------
    shelf, view
        Numbers and choices.

    Returns
    -------
    answer
        "flows" are those drawn, where the view is of one place's flows; else null.

    Raises
    ------
    ViewError
        The view names a place that has no figures, or a table that is not here.
    """
    atlas = shelf.atlas
    with speak(view.lang):
        view = view.but(place=atlas.cube.flow_unit_of(view.place))
        picture = atlas.draw(view, Screen())
    finding, drawn = picture.finding, None
    plain = view.question == "to" and view.form == "map" and view.data != "residual"
    which = view.data if view.data != "estimate" else view.period
    table = shelf.get("flows" if which == shelf.sets[0] or not plain else f"flows-{which}")
    if plain:
        drawn = _write_flows(shelf, select_flows(atlas.cube, view))

    def write(text: str) -> str:
        return write_digits(text, view.digits)

    return {
        "view": view.to_query(),
        "question": write(finding.title),
        "headline": write(finding.headline),
        "lead": write(finding.lead),
        "figures": [{name: write(text) for name, text in asdict(figure).items()} for figure in finding.figures],
        "shown": write(picture.legend.sentence),
        "flows": drawn,
        "about": table.about.items() if plain else {"source": picture.credit},
        "credit": picture.credit,
    }


def _write_flows(shelf: Shelf, flows: Selection) -> list[dict[str, Any]]:
    codes = shelf.atlas.cube.flow_units.codes
    rows = zip(flows.origin, flows.destination, flows.people, flows.low, flows.high, strict=True)
    return [
        {
            "origin": codes[origin],
            "destination": codes[destination],
            "people": round(float(people), 4),
            "low": round(float(low), 4),
            "high": round(float(high), 4),
        }
        for origin, destination, people, low, high in list(rows)[: flows.drawn]
    ]
