"""The question "Who moves to …?", whole: arrows, legend, panel. The world is drawn in tiny_world.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dash import html

from boundaries.language import speak
from layers import View
from layers.cube import Cube
from layers.evidence import Check
from layers.exchange import draw_exchange
from layers.palette import DARK, LIGHT
from layers.picture import Picture
from layers.screen import Screen
from tests.layers.other_tongue import list_untold, teach
from tests.layers.read_page import bars, find

World = Callable[[list[tuple[str, str, float]]], Cube]
MEASURES = html.Section("Measures of all moves")
CHECKS = ((Check("Share of Sindh", "71 %", "69 %", "test", "near", "kept out"),), ("It comes near.",))


def draw(cube: Cube, screen: Screen | None = None, **choices: Any) -> Picture:
    return draw_exchange(cube, View(place="city").but(**choices), screen or Screen(), CHECKS, MEASURES)


def test_the_traces_lie_places_arrows_disc_dots_names(cube: Cube) -> None:
    picture = draw(cube)
    assert [trace["name"] for trace in picture.traces][:4] == ["places", "flows", "hub", "nodes"]
    assert {trace["name"] for trace in picture.traces[4:]} == {"names"}
    assert picture.traces[picture.flow_trace]["name"] == "flows"
    assert picture.traces[0]["geojson"] == "geo/tiny-district.0123456789ab.json"


def test_bars_light_the_arrows_of_the_map(cube: Cube) -> None:
    picture = draw(cube, place="a", direction="all")
    lit = [getattr(bar, "data-flow") for bar in find(picture.details[0], "bar")]
    assert sorted(lit) == sorted(picture.traces[1]["locations"])


def test_published_flows_stand_alone(cube: Cube) -> None:
    picture = draw(cube, data="counted")
    # neither change over time nor the model's tests
    partners, card = picture.details
    assert bars(partners) == {"B Town": "70"}
    assert card.className == "evidence derived"
    assert say_keys(picture).endswith(
        "| Filled: from counts, not modelled. | Published figures: small ones are shown too."
    )
    assert picture.legend.sentence == "Showing 1 published flow; what share of all movers that is, is not known"
    assert picture.credit.startswith("Census 1998, district reports, as printed in IOM (2005), tables 1.9 and 1.10.")


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_a_place_without_a_published_flow_is_not_one_without_figures(cube: Cube, theme: str, palette: Any) -> None:
    published, estimate = (draw(cube, Screen(theme=theme), data=data).legend for data in ("counted", "estimate"))
    assert (published.no_data, published.no_data_text) == (palette.home, "not published")
    assert (estimate.no_data, estimate.no_data_text) == (palette.no_data, "no census figures")


def say_keys(picture: Picture) -> str:
    return " | ".join(key.text for key in picture.legend.keys)


def test_the_width_legend_is_of_the_largest_flow_at_the_opening_frame(cube: Cube) -> None:
    large, small, words = draw(cube).legend.keys
    # 0.7 of the largest, 400, rounded to 300, and a fifth of that
    assert (large.text, small.text) == ("300 people a year", "60 people a year")
    assert large.width / small.width == pytest.approx(5)
    assert large.width == 16 * 300 / 400
    assert words.text == "Pale with an outline: modelled."


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


def test_limits_of_thousands_are_short(with_flows: World) -> None:
    world = with_flows([("a", "city", 30_000), ("b", "city", 2_000)])
    assert draw(world, measure="people").legend.limits == ("6k", "10k", "20k", "25k")


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


@pytest.mark.parametrize(
    "choices",
    [
        *({"direction": direction} for direction in ("in", "out", "net", "all")),
        {"place": "a", "direction": "out", "ranges": "on", "period": "1998-2017", "measure": "people"},
        {"data": "counted", "ranges": "on"},
        {"place": "a", "data": "counted"},
    ],
)
def test_every_text_is_translated(cube: Cube, monkeypatch: pytest.MonkeyPatch, choices: dict[str, str]) -> None:
    teach(monkeypatch)
    words = [*cube.flow_units.names, *(place.name for place in cube.places), CHECKS[0][0].name, *CHECKS[1]]
    with speak("ur"):
        picture = draw(cube, **choices)
    assert list_untold(picture, [*words, "kept out", MEASURES.children]) == []
