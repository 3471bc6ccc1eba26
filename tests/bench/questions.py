"""What the readers ask: the same changes of the controls, in the words of either server."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import count

from layers.view import View

PLACES = (
    "lahore",
    "karachi",
    "quetta",
    "faisalabad",
    "multan",
    "peshawar",
    "islamabad",
    "rawalpindi",
    "hyderabad",
    "gujranwala",
)
SIZES = ((1000, 660), (980, 660), (1520, 900), (1140, 700), (400, 400))
"""Map sizes in CSS pixels, as five common windows give them."""

Request = tuple[str, str]


def change_controls(chance: random.Random, *, top: int = 40) -> Iterator[View]:
    """
    Walk through views as a reader does: mostly one control at a time, sometimes another place.

    Parameters
    ----------
    chance
        Source of the choices.
    top
        Flows drawn.

    Yields
    ------
    view
        For ever.
    """
    view = View(place=chance.choice(PLACES), top=top)
    while True:
        yield view
        name, values = chance.choice(
            (
                ("place", PLACES),
                ("direction", ("in", "out", "net", "all")),
                ("period", ("1998-2023", "1998-2017", "2017-2023")),
                ("measure", ("rate", "people")),
            )
        )
        view = view.but(**{name: chance.choice([value for value in values if value != getattr(view, name)])})


def ask_atlas(number: int, *, top: int = 40, unseen: bool = False) -> list[Request]:
    """
    Write requests to the atlas.

    Parameters
    ----------
    number
        How many.
    top
        Flows drawn.
    unseen
        Whether every request is one that no server can have answered before (each its own map size).

    Returns
    -------
    requests
        The same ones at every call.
    """
    chance = random.Random(1947)
    views = change_controls(chance, top=top)
    widths = count(1001)
    requests = []
    for _ in range(number):
        width, height = (next(widths), 663) if unseen else chance.choice(SIZES)
        query = next(views).to_query()
        requests.append((f"GET /view.json?{query}&width={width}&height={height}&theme=light", ""))
    return requests


def ask_naive(number: int, *, top: int = 40) -> list[Request]:
    """
    Write requests to the naive peer: the same walk, as Dash's browser half sends it.

    Parameters
    ----------
    number, top
        As above.

    Returns
    -------
    requests
        The same ones at every call.
    """
    views = change_controls(random.Random(1947), top=top)
    requests = []
    for _ in range(number):
        view = next(views)
        inputs = [
            {"id": name, "property": "value", "value": getattr(view, name)}
            for name in ("place", "direction", "period", "top")
        ]
        body = {
            "output": "map.figure",
            "outputs": {"id": "map", "property": "figure"},
            "inputs": inputs,
            "changedPropIds": ["place.value"],
        }
        requests.append(("POST /_dash-update-component", json.dumps(body)))
    return requests
