"""The question "Who moves to …?", whole: arrows, legend, panel. The world is drawn in tiny_world.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from layers import View
from layers.cube import Cube
from layers.evidence import Check
from layers.exchange import draw_exchange
from layers.picture import Picture
from layers.screen import Screen
from tests.layers.read_page import find, follow, links, say

World = Callable[[list[tuple[str, str, float]]], Cube]
CHECKS = ((Check("Share of Sindh", "71 %", "69 %", "test", "near", "kept out"),), ("It comes near.",))


def draw(cube: Cube, screen: Screen | None = None, **choices: Any) -> Picture:
    return draw_exchange(cube, View(place="city").but(**choices), screen or Screen(), CHECKS)


def bars(part: Any) -> dict[str, str]:
    """Name → written number of every bar, the rest included."""
    return {say(find(bar, "name")): say(find(bar, "value")) for bar in find(part, "bar")}



def test_the_traces_lie_places_arrows_disc_dots_names(cube: Cube) -> None:
    picture = draw(cube)
    assert [trace["name"] for trace in picture.traces][:4] == ["places", "flows", "hub", "nodes"]
    assert {trace["name"] for trace in picture.traces[4:]} == {"names"}
    assert picture.traces[picture.flow_trace]["name"] == "flows"
    assert picture.traces[0]["geojson"] == "geo/tiny-district.0123456789ab.json"


@pytest.mark.parametrize(
    ("place", "direction", "numbers"),
    [
        ("city", "in", {"A Town": "400", "B Town": "100"}),
        ("city", "out", {"C Town": "40", "A Town": "5"}),
        # + is a gain of the place, − a loss: they add up to 155 − 430
        ("a", "net", {"The City": "−395", "B Town": "+90", "C Town": "+30"}),
    ],
)
def test_partners(cube: Cube, place: str, direction: str, numbers: dict[str, str]) -> None:
    partners = draw(cube, place=place, direction=direction).details[0]
    assert bars(partners) == numbers


def test_bars_and_rest_add_up_to_the_total(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.exchange.BARS", 1)
    assert bars(draw(cube).details[0]) == {"A Town": "400", "1 other place": f"{500 - 400}"}
    into_a = draw(cube, place="a").details[0]
    assert bars(into_a) == {"B Town": "100", "2 other places": f"{155 - 100}"}
    # in and out of A Town: 155 + 430, of which 400 to the city
    both = draw(cube, place="a", direction="all").details[0]
    assert bars(both) == {"The City": "400", "5 other flows": f"{155 + 430 - 400}"}
    # its net is 155 − 430 = −275, of which −395 with the city
    net = draw(cube, place="a", direction="net").details[0]
    assert bars(net) == {"The City": "−395", "2 other places": f"+{-275 + 395}"}


def test_a_bar_opens_its_place_and_lights_its_arrow(cube: Cube) -> None:
    picture = draw(cube, at=(70.0, 30.0, 6.0))
    first, second = links(picture.details[0])
    assert follow(first) == View(place="a")  # in that place's own frame
    assert getattr(second, "data-flow") == "b>city"
    assert second.title == "100 people a year, range 50–200, modelled"
    assert {getattr(link, "data-flow") for link in (first, second)} <= set(picture.traces[1]["locations"])


def test_change_over_time_links_to_the_periods(cube: Cube) -> None:
    change = draw(cube).details[1]
    assert bars(change) == {"1998–2017": f"{500 // 2}", "2017–2023": "1.0k"}
    assert [follow(link).period for link in links(change)] == ["1998-2017", "2017-2023"]
    assert "People counted: 1998: 3.0k, 2017: 6.0k, 2023: 7.0k (census)." in say(change)
    leaving = draw(cube, direction="out").details[1]
    assert "Change over time, leaving" in say(leaving)
    assert bars(leaving) == {"1998–2017": f"{45 / 2:.0f}", "2017–2023": f"{45 * 2}"}


def test_the_evidence_card_says_modelled_and_warns(cube: Cube) -> None:
    card, checks = draw(cube).details[2:]
    assert card.className == "evidence modelled"
    assert "Nobody counts moves between districts" in say(card)
    assert "Four places and some hills. Exact, being imagined." in say(card)
    assert say(checks) == (
        "How good is this estimate? It comes near. Kept out of its making: tests "
        "◐ near Share of Sindh published 71 %; here 69 %"
    )


def test_counted_flows_stand_alone(cube: Cube) -> None:
    picture = draw(cube, data="counted")
    partners, card = picture.details
    assert bars(partners) == {"B Town": "70"}
    assert card.className == "evidence counted"
    assert find(partners, "fill")[0].className == "fill counted"
    assert "Filled: counted." in say_keys(picture)
    assert picture.credit.startswith("Census 1998, district reports")


def say_keys(picture: Picture) -> str:
    return " | ".join(key.text for key in picture.legend.keys)


def test_the_width_legend_shows_round_numbers_in_proportion(cube: Cube) -> None:
    large, small, words = draw(cube).legend.keys
    # 0.7 of the largest, 400, rounded to 300, and a fifth of that
    assert (large.text, small.text) == ("300 people a year", "60 people a year")
    assert large.width / small.width == pytest.approx(5)
    assert large.width == 16 * 300 / 400
    assert words.text == "Pale with an outline: modelled."


def test_the_legend_owns_up_to_arrows_drawn_too_wide(cube: Cube, with_flows: World) -> None:
    # 5 of 100 would be 0.8 px wide
    assert "The thinnest is drawn wider than in proportion" in say_keys(draw(cube, place="a"))
    many = with_flows([("a", "city", 1000), ("b", "city", 1), ("c", "city", 1)])
    assert "The 2 thinnest are drawn wider than in proportion" in say_keys(draw(many))


def test_both_directions_have_a_key_each(cube: Cube) -> None:
    keys = draw(cube, direction="all").legend.keys
    assert [key.text for key in keys[:2]] == ["in, 300 people a year", "out, 300 people a year"]
    assert keys[0].colour != keys[1].colour


def test_a_fixed_scale_draws_the_same_number_equally_wide_everywhere(cube: Cube) -> None:
    # 800 of 2017–2023 is the largest flow of all periods, and 1,000 the next round number
    for place in ("city", "a", "b"):
        large = draw(cube, place=place, scale="fixed").legend.keys[0]
        assert (large.text, large.width) == ("500 people a year", 16 * 500 / 1000)


def test_the_legend_says_how_much_is_drawn_and_on_which_boundaries(cube: Cube) -> None:
    legend = draw(cube).legend
    assert legend.sentence == "Showing 2 of 2 flows, 100\u202f% of movers (500)"
    assert legend.note == (
        "Four places and some hills; not a legal record. Dashed: Line of Control. Boundaries: drawn by hand."
    )
    assert legend.title == "Movers to The City per 1,000 people a year"
    assert len(legend.limits) == len(legend.colours) - 1


def test_a_picture_that_leaves_the_page_names_its_sources_and_the_border(cube: Cube) -> None:
    assert draw(cube).credit == (
        "Model: Rawaan, from the censuses of 1998, 2017 and 2023 (Pakistan Bureau of Statistics). "
        "Boundaries: drawn by hand. No border is disputed here."
    )


def test_the_map_opens_on_the_flows_or_on_the_country(cube: Cube) -> None:
    flows, country = draw(cube).frame, draw(cube, frame="country").frame
    assert flows.zoom > country.zoom
    assert country.bounds == tuple(cube.manifest["bbox"])


def test_arrows_follow_the_readers_zoom_and_the_frame_does_not(cube: Cube) -> None:
    still, moved = draw(cube), draw(cube, Screen(zoom=9.0))
    assert still.frame.zoom == moved.frame.zoom
    # zoomed in, the same pixels are fewer degrees
    assert extent(moved) < extent(still)


def extent(picture: Picture) -> float:
    """Width across the largest arrow's head, in degrees, by the area of its polygon."""
    ring = picture.traces[1]["geojson"]["features"][-1]["geometry"]["coordinates"][0]
    pairs = zip(ring, ring[1:], strict=False)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


@pytest.mark.parametrize("direction", ["in", "out", "net", "all"])
@pytest.mark.parametrize("data", ["estimate", "counted"])
def test_a_place_that_nobody_moves_to_has_words_and_no_arrows(still_cube: Cube, direction: str, data: str) -> None:
    picture = draw(still_cube, direction=direction, data=data)
    assert picture.flow_trace is None
    assert picture.legend.keys == ()
    assert picture.legend.sentence == "No flows to show"
    assert picture.finding.headline.startswith("No ")
    assert bars(picture.details[0]) == {}
    assert picture.frame.bounds == tuple(still_cube.manifest["bbox"])


@pytest.mark.parametrize("screen", [Screen(), Screen(360, 560), Screen(1280, 720, "dark"), Screen(100, 100)])
def test_any_window(cube: Cube, screen: Screen) -> None:
    assert len(draw(cube, screen).traces[1]["locations"]) == 2
