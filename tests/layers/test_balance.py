"""The question "Where are people gaining and losing?", whole. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from dash import html

from boundaries.language import speak
from layers import View
from layers.balance import draw_balance
from layers.cube import Cube
from layers.palette import DARK, LIGHT
from layers.picture import Picture
from layers.screen import Screen
from tests.layers.other_tongue import list_untold, teach
from tests.layers.read_page import bars, follow, links, say

MEASURES = html.Section("Measures of all moves")


def draw(cube: Cube, view: View, screen: Screen | None = None, caveat: str = "") -> Picture:
    return draw_balance(cube, view, screen or Screen(), caveat, MEASURES)


def test_gains_and_losses_are_listed_largest_first(cube: Cube) -> None:
    gains, losses, *_ = draw(cube, View(question="balance"), caveat="Beware of this.").details
    assert bars(gains) == {"City East": "+300", "City West": "+155"}
    assert bars(losses) == {"A Town": "−275", "B Town": "−160", "C Town": "−20"}


def test_on_this_small_world_the_bars_show_every_mover_and_cancel_out(cube: Cube) -> None:
    gains, losses, *_ = draw(cube, View(question="balance")).details
    numbers = [int(value.replace("−", "-")) for part in (gains, losses) for value in bars(part).values()]
    assert sum(numbers) == 300 + 155 - 275 - 160 - 20 == 0


def test_bars_lead_to_the_flows_of_the_place_or_of_its_city(cube: Cube) -> None:
    gains, losses, *_ = draw(cube, View(question="balance", at=(70.0, 30.0, 6.0))).details
    assert [follow(link) for link in links(gains)] == [View(place="city"), View(place="city")]
    assert follow(links(losses)[0]) == View(place="a")
    assert links(losses)[2].title == "−20 people a year, range −70 to +30, derived"


def test_the_caveat_stands_beside_the_numbers(cube: Cube) -> None:
    card = draw(cube, View(question="balance"), caveat="Beware of this.").details[2]
    assert card.className == "evidence derived"
    assert "Beware of this." in say(card)


def test_the_measures_of_the_estimate_come_last(cube: Cube) -> None:
    assert draw(cube, View(question="balance")).details[-1] is MEASURES


def test_the_whole_country_is_shown_without_arrows(cube: Cube) -> None:
    picture = draw(cube, View(question="balance"))
    assert picture.flow_trace is None
    assert picture.frame.bounds == tuple(cube.manifest["bbox"])
    assert picture.legend.sentence == "Showing all 5 places with census figures. Derived from two censuses."
    assert (picture.legend.title, picture.legend.ends) == (
        "Net migration per 1,000 people a year",
        ("losing people", "gaining people"),
    )
    assert "0" in picture.legend.limits
    assert not any("-" in limit for limit in picture.legend.limits)  # true minus signs only
    assert picture.credit == (
        "Derived from the censuses of 1998 and 2023 (Pakistan Bureau of Statistics). "
        "Boundaries: drawn by hand. No border is disputed here."
    )


def test_limits_of_thousands_are_short(cube: Cube) -> None:
    net = 1000 * np.array([-30.0, -3, 0, 3, 30])
    large = replace(cube, balance=dict.fromkeys(cube.balance, (net, net, net)))
    limits = draw(large, View(question="balance", measure="people")).legend.limits
    assert limits == ("−20k", "−3k", "0", "3k", "20k")


def test_each_theme_has_its_colours(cube: Cube) -> None:
    for theme, palette in (("light", LIGHT), ("dark", DARK)):
        legend = draw(cube, View(question="balance"), Screen(theme=theme)).legend
        half = len(legend.colours) // 2
        assert set(legend.colours[:half]) <= set(palette.loss)
        assert set(legend.colours[half:]) <= set(palette.gain)


def test_a_world_in_balance(still_cube: Cube) -> None:
    gains, losses, *_ = draw(still_cube, View(question="balance")).details
    assert bars(gains) == bars(losses) == {}


@pytest.mark.parametrize("choices", [{}, {"period": "2017-2023", "measure": "people", "scale": "fixed"}])
def test_every_text_is_translated(cube: Cube, monkeypatch: pytest.MonkeyPatch, choices: dict[str, str]) -> None:
    teach(monkeypatch)
    with speak("ur"):
        picture = draw(cube, View(question="balance").but(**choices), caveat="Beware of this.")
    names = [*cube.balance_units.names, *cube.flow_units.names, *(place.name for place in cube.places)]
    assert list_untold(picture, [*names, MEASURES.children]) == []
