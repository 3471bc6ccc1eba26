"""Beyond size and distance: estimate less model, as arrows and words. The world is drawn in tiny_world.py."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from layers import View
from layers.atlas import Atlas
from layers.cube import Cube
from layers.palette import LIGHT, THEMES
from layers.picture import Picture
from layers.residual import Fitted, draw_residual
from layers.screen import Screen
from tests.layers.read_page import bars, find, follow, links, say, tags
from tests.layers.test_what_if_view import paint
from tests.layers.tiny_world import PEOPLE

# The model gives the city its 500 arrivals and 45 leavers too, but shares them otherwise.
EXPECTED = PEOPLE.copy()
EXPECTED[:, 3] = [300, 150, 50, 0]  # estimated: 400, 100, 0
EXPECTED[3, :] = [20, 10, 15, 0]  # estimated: 5, 0, 40
COMMON = np.array([[0.5, 0.5, 0.5, 0.8], [0.5, 0.5, 0.5, 0.444]])
FITTED = Fitted(EXPECTED, -1.25, {"d2": 0.5, "srmse": 0.25, "cpc": 0.9}, COMMON)
THIN = "\u202f"


def draw(cube: Cube, fitted: Fitted = FITTED, screen: Screen | None = None, **choices: Any) -> Picture:
    view = View(place="city", data="residual").but(**choices)
    return draw_residual(cube, fitted, view, screen or Screen())


@pytest.mark.parametrize(
    ("direction", "headline"),
    [
        ("in", "The City takes more from A Town and fewer from B Town and C Town than size and distance give"),
        ("out", "The City sends more to C Town and fewer to A Town and B Town than size and distance give"),
        # in and out together: A +100 − 15, B −50 − 10, C −50 + 25: no place is on both sides
        ("all", "The City exchanges more with A Town and fewer with B Town and C Town than size and distance give"),
        # a model of flows has no net
        ("net", "The City exchanges more with A Town and fewer with B Town and C Town than size and distance give"),
    ],
)
def test_the_headline_names_where_there_are_more_and_where_fewer(cube: Cube, direction: str, headline: str) -> None:
    finding = draw(cube, direction=direction).finding
    assert finding.title == "What do size and distance not explain of The City?"
    assert finding.headline == headline


@pytest.mark.parametrize(
    ("direction", "share"),
    [
        # 100 too many from one place are 100 too few from the others: 100 of 500
        ("in", "20"),
        # 25 of 45
        ("out", "56"),
        # each way for itself: 125 of 545
        ("all", "23"),
    ],
)
def test_the_lead_says_how_many_the_model_would_move_elsewhere(cube: Cube, direction: str, share: str) -> None:
    assert f"would move {share}{THIN}% of The City’s movers elsewhere" in draw(cube, direction=direction).finding.lead


def test_the_key_figures_are_the_common_part_of_commuters(cube: Cube) -> None:
    assert [(figure.number, figure.label, figure.sureness) for figure in draw(cube).finding.figures] == [
        (f"90{THIN}%", "of all flows are as expected", "whole country · CPC"),
        (f"80{THIN}%", "of arrivals in The City", "local · CPC"),
        (f"44{THIN}%", "of leavers of The City", "local · CPC"),
    ]


@pytest.mark.parametrize(
    ("direction", "red", "blue"),
    [
        ("in", {"a>city"}, {"b>city", "c>city"}),
        ("out", {"city>c"}, {"city>a", "city>b"}),
        ("all", {"a>city", "city>c"}, {"b>city", "c>city", "city>a", "city>b"}),
    ],
)
def test_arrows_are_red_exactly_where_the_estimate_has_more(
    cube: Cube, direction: str, red: set[str], blue: set[str]
) -> None:
    for theme, palette in THEMES.items():
        painted = paint(draw(cube, screen=Screen(theme=theme), direction=direction).traces[1])
        assert {flow for flow, colour in painted.items() if colour == palette.coming_pale} == red
        assert {flow for flow, colour in painted.items() if colour == palette.going_pale} == blue


def test_hover_says_estimate_and_model(cube: Cube) -> None:
    places, flows = draw(cube).traces[:2]
    hover = dict(zip(flows["locations"], flows["hovertext"], strict=True))
    assert hover["a>city"] == (
        "<b>A Town → The City</b><br>estimate 400, model 300 people a year<br>modelled against modelled"
    )
    assert dict(zip(flows["locations"], flows["customdata"], strict=True)) == {
        "a>city": "a",
        "b>city": "b",
        "c>city": "c",
    }
    hover = dict(zip(places["locations"], places["hovertext"], strict=True))
    assert hover["a"].endswith(
        f"estimate <b>400</b>, model 300 people a year<br>133{THIN}% of what size and distance give · modelled"
    )
    assert hover["city-east"] == "<b>City East</b><br>counted as The City"


def test_places_are_coloured_by_how_many_times_the_model(cube: Cube) -> None:
    picture = draw(cube)
    painted, colours = paint(picture.traces[0]), picture.legend.colours
    assert picture.legend.title == "Moves to The City: % more or fewer than size and distance give"
    assert picture.legend.limits == ("−50", "−20", "0", "25", "100")
    # +33 %, −33 % and −100 %
    assert [painted[code] for code in ("a", "b", "c")] == [colours[4], colours[1], colours[0]]
    assert painted["city-west"] == LIGHT.subject
    out = draw(cube, direction="out")
    # 5 of 20, 0 of 10, 40 of 15: −75 %, −100 %, +167 %
    assert [paint(out.traces[0])[code] for code in ("a", "b", "c")] == [colours[0], colours[0], colours[5]]
    assert out.legend.title.startswith("Moves from The City")


def test_bars_of_more_and_fewer_cancel_out(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    more, fewer = draw(cube).details[:2]
    assert bars(more) == {"A Town": "+100"}
    assert bars(fewer) == {"B Town": "−50", "C Town": "−50"}
    monkeypatch.setattr("layers.residual.BARS", 1)
    more, fewer = draw(cube, direction="all").details[:2]
    assert bars(more) == {"A Town → The City": "+100", "1 other flow": "+25"}
    assert bars(fewer) == {"B Town → The City": "−50", "3 other flows": f"−{50 + 15 + 10}"}


def test_a_bar_opens_its_place_and_lights_its_arrow(cube: Cube) -> None:
    (link,) = links(draw(cube, at=(70.0, 30.0, 6.0)).details[0])
    assert follow(link) == View(place="a", data="residual")
    assert getattr(link, "data-flow") == "a>city"
    assert link.title == "estimate 400, model 300 people a year, modelled"


def test_the_plot_has_a_dot_for_every_flow_the_way_the_view_looks(cube: Cube) -> None:
    plot = draw(cube).details[2]
    assert say(tags(plot, "H2")) == "Estimate against model arriving"
    assert "Whole country: D² 0.50, SRMSE 0.25, CPC 0.90; flows fall with distance to the power −1.25." in say(plot)
    assert say(tags(draw(cube, direction="out").details[2], "H2")) == "Estimate against model leaving"


def test_both_sides_are_called_models(cube: Cube) -> None:
    picture = draw(cube)
    card = picture.details[-1]
    assert card.className == "evidence modelled"
    assert "Both sides are models" in say(card)
    assert picture.credit.startswith("Model against model")
    assert {fill.className for fill in find(picture.details, "fill")} == {"fill modelled"}
    assert picture.legend.sentence == "Showing 3 of 3 flows that differ by a person or so."


def test_only_the_largest_are_drawn(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.view.TOP", (1, 40))
    picture = draw(cube, top=1)
    assert picture.traces[1]["locations"] == ["a>city"]
    assert picture.legend.sentence == "Showing 1 of 3 flows that differ by a person or so."


def test_where_size_and_distance_explain_all_there_are_no_arrows(cube: Cube) -> None:
    exact = Fitted(PEOPLE, -1.0, {"d2": 1.0, "srmse": 0.0, "cpc": 1.0}, np.ones((2, 4)))
    picture = draw(cube, exact)
    assert picture.finding.headline == "Size and distance explain all that The City takes"
    assert picture.flow_trace is None
    assert bars(picture.details) == {}


@pytest.mark.parametrize(
    ("direction", "headline"), [("in", "Nobody moves to The City"), ("net", "Nobody moves to or from The City")]
)
def test_a_place_that_nobody_moves_to_has_a_picture(still_cube: Cube, direction: str, headline: str) -> None:
    still = Fitted(np.zeros((4, 4)), -1.0, {"d2": np.nan, "srmse": np.nan, "cpc": 1.0}, np.full((2, 4), np.nan))
    picture = draw(still_cube, still, direction=direction)
    assert picture.finding.headline == headline
    assert [figure.number for figure in picture.finding.figures[1:]] == ["–", "–"]
    assert picture.flow_trace is None


@pytest.mark.parametrize("place", ["lahore", "karachi", "kohistan", "gwadar"])
@pytest.mark.parametrize("direction", ["in", "out", "all", "net"])
def test_the_real_atlas_says_numbers_only(atlas: Atlas, place: str, direction: str) -> None:
    picture = atlas.draw(View(place=place, direction=direction, data="residual"), Screen())
    said = " ".join(
        [picture.finding.headline, picture.finding.lead, say(picture.details), *picture.traces[1]["hovertext"]]
    )
    assert not re.search(r"\b(nan|inf|None)\b", said)
    assert len(picture.traces[1]["locations"]) == View().top
