"""A view's answer as data."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from layers import PRESETS, View
from layers.atlas import Atlas
from layers.flow_selection import select_flows
from layers.screen import Screen
from layers.service.build_tables import Shelf
from layers.service.parameters import read_query
from layers.service.views import answer_view, list_presets, read_view, view_parameters
from tests.layers.service.conftest import Get


def test_the_presets_are_those_of_the_page(get: Get) -> None:
    found = get("/api/views")["views"]
    assert [one["question"] for one in found] == [question for _, question, _ in PRESETS]
    assert [View.from_query(one["view"]) for one in found] == [view for *_, view in PRESETS]
    assert urlsplit(found[1]["answer"]).path == "/api/view"
    assert list_presets("x")[0]["page"] == "x/"


def test_a_view_is_answered_in_words_and_numbers(get: Get) -> None:
    found = get("/api/view?place=a")
    assert found["question"] == "Who moves to A Town?"
    assert [figure["number"] for figure in found["figures"]][0] == "155"
    assert [(flow["origin"], flow["people"]) for flow in found["flows"]] == [("b", 100), ("c", 50), ("city", 5)]
    assert (found["about"]["evidence"], found["about"]["unit"]) == ("modelled", "people a year")


def test_a_part_of_a_place_is_answered_as_the_place(get: Get) -> None:
    assert get("/api/view?place=city-west")["flows"] == get("/api/view?place=city")["flows"]


def test_what_is_withheld_is_not_drawn(get: Get) -> None:
    flows = get("/api/view?place=city&data=own")["flows"]
    assert [flow["origin"] for flow in flows] == ["a"]


@pytest.mark.parametrize("view", [pytest.param(view, id=label) for label, _, view in PRESETS])
def test_the_answer_says_what_the_page_says(atlas: Atlas, view: View) -> None:
    answer = answer_view(Shelf(atlas), view)
    picture = atlas.draw(view, Screen())
    assert (answer["headline"], answer["lead"]) == (picture.finding.headline, picture.finding.lead)
    assert [figure["number"] for figure in answer["figures"]] == [one.number for one in picture.finding.figures]
    assert answer["about"]["source"]
    if view.question == "to":
        drawn = select_flows(atlas.cube, view)
        people = sum(flow["people"] for flow in answer["flows"])
        assert people == pytest.approx(drawn.people[: drawn.drawn].sum(), abs=0.5)
    else:
        assert answer["flows"] is None


def test_the_answer_is_in_the_language_of_the_view(get: Get) -> None:
    found = get("/api/view?place=a&lang=ur&digits=urdu")
    assert found["figures"][0]["number"] == "۱۵۵"
    assert [flow["people"] for flow in found["flows"]] == [100, 50, 5]


def test_a_view_is_declared_as_it_is() -> None:
    values = read_query(view_parameters(), [("top", "120"), ("direction", "out")])
    values["at"] = None
    assert View(**values) == View(top=120, direction="out")
    assert read_view("top=120&direction=out", ["top", "direction"]) == View(top=120, direction="out")
