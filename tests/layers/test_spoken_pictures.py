"""Every text of the seasons and of the fringe of cities is looked up in the catalogue: nothing stays English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from gettext import NullTranslations
from typing import Any

import pytest

from boundaries import language
from flows.settlements import abadi_markers
from layers import View
from layers.cell_grid import join_grid
from layers.cube import Cube
from layers.fringe import draw_fringe
from layers.kept_words import _say
from layers.month_view import draw_month
from layers.months import simulate_months
from layers.picture import Picture
from layers.screen import Screen
from layers.seasons import QUESTION, draw_seasons
from tests.layers.read_page import walk
from tests.layers.test_month_view import make_own
from tests.layers.test_months import NAN
from tests.layers.test_seasons import CORRIDORS
from tests.layers.tiny_world import TEHSILS, make_census, make_grids, make_layer, make_seasons

pytestmark = pytest.mark.usefixtures("shouting")

KEPT = re.compile(r"\{\w*\}|%\{[^}]*\}|<[^>]*>")
"""What no translation touches: names of values, Plotly's and HTML's marks."""

ALLOWED = re.compile(r"%\{[^}]*\}|<[^>]*>|\d[kmg]\b|" + "|".join(tehsil.name for tehsil in TEHSILS))
"""Also the names of tehsils, which have no other, and the short forms of thousands and millions."""


class Shouting(NullTranslations):
    """A language in which everything is written in capitals."""

    def gettext(self, message: str) -> str:
        kept = iter([*KEPT.findall(message), ""])
        return "".join(part.upper() + next(kept) for part in KEPT.split(message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    catalogues = {"en": NullTranslations(), "ur": Shouting()}
    monkeypatch.setattr(language, "_catalogue", catalogues.__getitem__)
    _say.cache_clear()
    with language.speak("ur"):
        yield
    _say.cache_clear()


@pytest.fixture
def loud(cube: Cube) -> Cube:
    """Name the places in capitals, as they would be in that language."""
    units = replace(cube.flow_units, names=tuple(name.upper() for name in cube.flow_units.names))
    return replace(
        cube, flow_units=units, places=tuple(replace(place, name=place.name.upper()) for place in cube.places)
    )


def texts(value: Any) -> Iterator[str]:
    """Yield the texts in nested lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def read(picture: Picture) -> Iterator[str]:
    """Yield whatever a reader of a picture sees or hears."""
    finding, legend = picture.finding, picture.legend
    yield from (finding.title, finding.headline, finding.lead, picture.credit, *picture.captions)
    for figure in finding.figures:
        yield from (figure.number, figure.label, figure.sureness)
    yield from (legend.title, *legend.limits, *legend.ends, legend.sentence, legend.note, legend.no_data_text)
    yield from (key.text for key in legend.keys)
    for trace in picture.traces:
        yield from texts(trace.get("hovertext"))
        yield from texts(trace.get("text"))
        yield from texts(trace.get("hovertemplate"))
        if trace["type"] == "choroplethmap" and trace["name"] == "cells":
            yield from texts([column for column in trace["customdata"] if isinstance(column, list)])
    for part in walk(picture.details):
        yield from texts(getattr(part, "children", None))
        yield from (getattr(part, name, None) or "" for name in ("title", "aria-label"))


def find_english(picture: Picture) -> list[str]:
    return sorted({text for text in read(picture) if re.search("[a-z]", ALLOWED.sub("", text))})


@pytest.mark.parametrize("season", ["all", "summer", "winter", "conflict", "study"])
def test_the_corridors(loud: Cube, season: str) -> None:
    view = View(question="seasons", place="a", season=season)
    months = simulate_months(loud, make_seasons(), 10)
    assert find_english(draw_seasons(loud, view, Screen(), CORRIDORS, months)) == []


@pytest.mark.parametrize(("month", "season"), [(7, "all"), (1, "summer"), (7, "summer"), (7, "study")])
def test_a_month_of_the_scenario(loud: Cube, month: int, season: str) -> None:
    view = View(question="seasons", place="a", month=month, season=season)
    table = simulate_months(loud, make_seasons(), 10)
    assert find_english(draw_month(loud, table, view, Screen(), QUESTION)) == []


@pytest.mark.parametrize(
    ("people", "month", "stated"),
    [
        ([[30, 5]], 1, {"kind": "event", "evidence": None, "caveat": "Few were asked."}),
        ([[30, NAN]], 1, {"evidence": "surveyed"}),
        ([[NAN, NAN]], 1, {}),
        ([[NAN, NAN]], 1, {"kind": "event"}),
        ([[30, 5]], 7, {}),
        ([[0, 0]], 1, {"kind": "event"}),
        ([[30, 5], *[[0, 5]] * 11], 1, {"kind": "event"}),
        ([[5, 5]] * 12, 1, {}),
    ],
)
def test_a_month_of_a_table_of_ones_own(
    loud: Cube, people: list[list[float]], month: int, stated: dict[str, Any]
) -> None:
    view = View(question="seasons", place="a", month=month)
    table = make_own(loud, people, **stated)
    assert find_english(draw_month(loud, table, view, Screen(), QUESTION)) == []


@pytest.mark.parametrize("place", ["a", "b", "city"])
@pytest.mark.parametrize("shade", ["net", "growth", "density", "class", "built"])
@pytest.mark.parametrize("form", ["map", "pair"])
def test_the_fringe_of_a_city(loud: Cube, monkeypatch: pytest.MonkeyPatch, place: str, shade: str, form: str) -> None:
    # the published numbers of a real city, so that their words are read too
    markers = abadi_markers(["karachi", "quetta", "hyderabad-division", "lahore"])
    for name in ("layers.fringe.find_abadis", "layers.fringe_panel.find_abadis"):
        monkeypatch.setattr(name, lambda _cube, _place: markers)
    census = make_census()
    built = join_grid(make_layer("built", (2000, 2020, 2030)), census)
    people = join_grid(make_layer("people", (2000, 2020)), census)
    view = View(question="spill", place=place, shade=shade, form=form)
    assert find_english(draw_fringe(loud, make_grids(people=people, built=built), view, Screen())) == []


@pytest.mark.parametrize("zoom", [4.0, 9.0])
def test_a_demonstration(loud: Cube, zoom: float) -> None:
    view = View(question="spill", place="a", shade="built", grid="demonstration")
    assert find_english(draw_fringe(loud, make_grids(), view, Screen(zoom=zoom))) == []
