"""What the readers ask: the same changes of the controls, in the words of either server."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from itertools import count, cycle

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

Controls = tuple[tuple[str, tuple[str | int, ...]], ...]
"""Names of a view's choices, and what each is set to."""

DIRECTION = ("direction", ("in", "out", "net", "all"))
PERIOD = ("period", ("1998-2023", "1998-2017", "2017-2023"))
EXCHANGE: Controls = (("place", PLACES), DIRECTION, PERIOD, ("measure", ("rate", "people")))
CITY = ("place", ("lahore", "karachi", "quetta", "faisalabad", "multan", "peshawar"))
YEAR = ("year", (2017, 2023))
MOVED = "cells, map moved"
"""The kind of view whose map is moved with every question, since other cells come with it."""

KINDS: dict[str, tuple[View, Controls]] = {
    "who moves": (View(), EXCHANGE),
    "ranges": (View(ranges="on"), EXCHANGE),
    "residuals": (View(data="residual"), (("place", PLACES), DIRECTION, PERIOD)),
    "gains and losses": (View(question="balance"), (PERIOD, ("measure", ("rate", "people")))),
    "matrix": (View(form="matrix"), (PERIOD, ("sort", ("province", "size", "name")), ("place", PLACES))),
    "what if": (
        View(question="whatif"),
        (
            ("place", PLACES),
            PERIOD,
            ("change", ("attraction", "retention", "time", "cities", "origins")),
            ("amount", (-30, -10, 20, 35, 50, 80)),
        ),
    ),
    "seasons": (View(question="seasons", place="quetta"), (("season", ("all", "summer", "winter", "conflict")),)),
    "months": (
        View(question="seasons", place="quetta", month=7),
        (("month", tuple(range(1, 13))), ("share", (5, 10, 15, 20, 30)), ("season", ("all", "summer", "winter"))),
    ),
    "cells, net gain": (View(question="spill"), (CITY,)),
    "cells, growth": (View(question="spill", shade="growth"), (CITY,)),
    "cells, classes": (View(question="spill", shade="class"), (CITY, YEAR)),
    "cells, density": (View(question="spill", shade="density"), (CITY, YEAR)),
    "cells, side by side": (
        View(question="spill", form="pair", shade="density"),
        (CITY, ("shade", ("density", "class"))),
    ),
    MOVED: (View(question="spill", shade="density"), (CITY, ("shade", ("net", "growth", "class", "density")))),
}
"""Every kind of view: where a reader begins, and the controls that they change there."""

CAMERAS = (
    (5.2, 69.5, 30.4),
    (6.4, 72.6, 31.2),
    (7.3, 67.6, 25.2),
    (7.6, 74.2, 31.6),
    (8.5, 74.4, 31.5),
    (8.5, 66.9, 30.2),
    (9.8, 67.1, 24.9),
    (11.0, 74.3, 31.5),
)
"""Zoom, longitude and latitude that a reader of cells moves to, from the whole country down to a town."""


def change_controls(chance: random.Random, kind: str, *, top: int = 40) -> Iterator[View]:
    """
    Walk through views as a reader does: mostly one control at a time, sometimes another place.

    Parameters
    ----------
    chance
        Source of the choices.
    kind
        One of `KINDS`.
    top
        Flows drawn.

    Yields
    ------
    view
        For ever.
    """
    view, controls = KINDS[kind]
    if "place" in dict(controls):
        view = view.but(place=chance.choice(dict(controls)["place"]))
    view = view.but(top=top)
    while True:
        yield view
        name, values = chance.choice(controls)
        view = view.but(**{name: chance.choice([value for value in values if value != getattr(view, name)])})


def ask_atlas(
    number: int, *, kinds: Sequence[str] = ("who moves",), top: int = 40, unseen: bool = False
) -> list[Request]:
    """
    Write requests to the atlas.

    Parameters
    ----------
    number
        How many.
    kinds
        Kinds of view asked for, one after the other.
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
    walks = cycle([(kind, change_controls(chance, kind, top=top)) for kind in kinds])
    widths = count(1001)
    requests = []
    for _ in range(number):
        width, height = (next(widths), 663) if unseen else chance.choice(SIZES)
        kind, walk = next(walks)
        query = f"{next(walk).to_query()}&width={width}&height={height}&theme=light"
        if kind == MOVED:
            zoom, lon, lat = chance.choice(CAMERAS)
            query += f"&zoom={zoom}&centre={lon},{lat}"
        requests.append((f"GET /view.json?{query}", ""))
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
    views = change_controls(random.Random(1947), "who moves", top=top)
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
