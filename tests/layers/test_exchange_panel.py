"""The panel beside the arrows: partners, change over time, evidence. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from dash import html

from layers import View
from layers.cube import Cube
from layers.evidence import Check
from layers.exchange_panel import build_exchange_panel, describe_evidence
from layers.flow_selection import select_flows
from tests.layers.read_page import bars, find, follow, links, say, tags
from tests.layers.tiny_world import move_to_balochistan

MEASURES = html.Section("Measures of all moves")
CHECKS = ((Check("Share of Sindh", "71 %", "69 %", "test", "near", "kept out"),), ("It comes near.",))


def build(cube: Cube, **choices: Any) -> list[Any]:
    view = View(place="city").but(**choices)
    return build_exchange_panel(cube, view, select_flows(cube, view), CHECKS, MEASURES)


@pytest.mark.parametrize(
    ("place", "direction", "heading", "numbers"),
    [
        ("city", "in", "Where they come from people a year", {"A Town": "400", "B Town": "100"}),
        ("city", "out", "Where they go people a year", {"C Town": "40", "A Town": "5"}),
        # + is a gain of the place, − a loss: they add up to 155 − 430
        (
            "a",
            "net",
            "Gains from (red) and losses to (blue) people a year",
            {"The City": "−395", "B Town": "+90", "C Town": "+30"},
        ),
    ],
)
def test_partners(cube: Cube, place: str, direction: str, heading: str, numbers: dict[str, str]) -> None:
    partners = build(cube, place=place, direction=direction)[0]
    assert say(tags(partners, "H2")) == heading
    assert list(bars(partners).items()) == list(numbers.items())  # largest first


def test_bars_and_rest_add_up_to_the_total(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.exchange_panel.BARS", 1)
    assert bars(build(cube)[0]) == {"A Town": "400", "1 other place": f"{500 - 400}"}
    into_a = build(cube, place="a")[0]
    assert bars(into_a) == {"B Town": "100", "2 other places": f"{155 - 100}"}
    # in and out of A Town: 155 + 430, of which 400 to the city
    both = build(cube, place="a", direction="all")[0]
    assert bars(both) == {"The City": "400", "5 other flows": f"{155 + 430 - 400}"}
    # its net is 155 − 430 = −275, of which −395 with the city
    net = build(cube, place="a", direction="net")[0]
    assert bars(net) == {"The City": "−395", "2 other places": f"+{-275 + 395}"}


def test_a_bar_opens_its_place_and_lights_its_arrow(cube: Cube) -> None:
    first, second = links(build(cube, at=(70.0, 30.0, 6.0))[0])
    assert follow(first) == View(place="a")  # in that place's own frame
    assert [getattr(link, "data-flow") for link in (first, second)] == ["a>city", "b>city"]
    assert second.title == "100 people a year, range 50–200, modelled"


def test_a_losses_range_is_read_from_its_greater_loss_to_its_smaller(cube: Cube) -> None:
    loss = links(build(cube, place="a", direction="net")[0])[0]
    # 200 to 800 go to the city, 2.5 to 10 come back
    assert loss.title == f"−395 people a year, range −{800 - 2.5:.0f} to −{200 - 10}, modelled"


def test_change_over_time_links_to_the_periods(cube: Cube) -> None:
    change = build(cube)[1]
    assert bars(change) == {"1998–2017": f"{500 // 2}", "2017–2023": "1.0k"}
    assert [follow(link).period for link in links(change)] == ["1998-2017", "2017-2023"]
    assert "People counted: 1998: 3.0k, 2017: 6.0k, 2023: 7.0k (census)." in say(change)
    leaving = build(cube, direction="out")[1]
    assert "Change over time, leaving" in say(leaving)
    assert bars(leaving) == {"1998–2017": f"{45 / 2:.0f}", "2017–2023": f"{45 * 2}"}


def rename_city(cube: Cube) -> Cube:
    return replace(cube, flow_units=replace(cube.flow_units, codes=("a", "b", "c", "karachi")))


def test_a_published_inflow_that_never_changes_is_no_change_over_time(cube: Cube) -> None:
    karachi = rename_city(cube)
    change = build(karachi, place="karachi")[1]
    assert bars(change) == {}
    assert say(change) == (
        "Change over time Karachi’s inflow is set to the one published figure, 360,000 a year, in every period. "
        " People counted: 1998: 3.0k, 2017: 6.0k, 2023: 7.0k (census)."
    )
    # nobody published how many leave: that is estimated, and changes
    assert len(bars(build(karachi, place="karachi", direction="out")[1])) == 2


def test_the_evidence_card_says_modelled_and_shows_its_tests(cube: Cube) -> None:
    card, _place, measures, checks = build(cube)[2:]
    assert card.className == "evidence modelled"
    assert measures is MEASURES
    assert "Nobody counts moves between districts" in say(card)
    assert "Of 1 published figures that it was not fitted to, it meets 0." in say(card)  # near is not met
    assert "Four places and some hills. Exact, being imagined." in say(card)
    assert say(checks) == (
        "How good is this estimate? It comes near. Not fitted to: tests ◐ near Share of Sindh published 71 %; here 69 %"
    )


def test_published_flows_stand_alone(cube: Cube) -> None:
    partners, card = build(cube, data="counted")
    assert say(tags(partners, "H2")) == "Where they come from lifetime migrants"
    assert bars(partners) == {"B Town": "70"}
    assert find(partners, "fill")[0].className == "fill derived"
    (link,) = links(partners)
    assert link.title == "70 lifetime migrants, range 60–80, derived"
    assert follow(link) == View(place="b")  # the estimate: nothing is published for most places
    assert card.className == "evidence derived"


def test_published_flows_are_called_derived_and_say_how(cube: Cube) -> None:
    view = View(place="city", data="counted")
    evidence = describe_evidence(cube, view, select_flows(cube, view), CHECKS[0])
    assert (evidence.grade, evidence.title) == ("derived", "Derived from counts, 1998 (lifetime migrants)")
    assert "counted leavers times counted shares" in evidence.summary
    assert "Never added to a yearly estimate." in evidence.summary
    assert evidence.beware.endswith("Only moves inside Punjab were traced.")


COVERAGE = "How completely Karachi and Balochistan were counted changed by 2023; part of their growth is that."
KARACHI_LEADS = (
    "Karachi leads because the model lets people leave a great city as readily as they come; nobody has counted those "
    "who leave it."
)


@pytest.mark.parametrize(
    ("place", "period", "warning"),
    [
        ("karachi", "1998-2017", "Read the range, not the single number."),
        ("karachi", "1998-2023", COVERAGE),
        ("karachi", "2017-2023", COVERAGE),
        # most who move to C Town come from the city
        ("c", "1998-2017", KARACHI_LEADS),
        ("c", "2017-2023", f"{KARACHI_LEADS} {COVERAGE}"),
    ],
)
def test_the_card_warns_of_what_the_view_shows(cube: Cube, place: str, period: str, warning: str) -> None:
    view = View(place=place, period=period)
    world = rename_city(cube)
    evidence = describe_evidence(world, view, select_flows(world, view), CHECKS[0])
    assert evidence.title == f"Modelled, {period.replace('-', '–')}"
    assert evidence.beware == warning


@pytest.mark.parametrize("period", ["1998-2023", "1998-2017", "2017-2023"])
def test_the_card_of_a_place_in_balochistan_says_not_to_rely_on_it(cube: Cube, period: str) -> None:
    world, view = move_to_balochistan(cube, "city"), View(place="city", period=period)
    beware = describe_evidence(world, view, select_flows(world, view), CHECKS[0]).beware
    assert beware.startswith("Do not rely on the origins and destinations in Balochistan.")
    # its partners' cards do not: only their arrows to it are faint
    view = View(place="a", period=period)
    assert "Do not rely" not in describe_evidence(world, view, select_flows(world, view), CHECKS[0]).beware


@pytest.mark.parametrize(("direction", "data"), [("in", "estimate"), ("net", "estimate"), ("in", "counted")])
def test_a_place_that_nobody_moves_to_has_no_bars(still_cube: Cube, direction: str, data: str) -> None:
    assert bars(build(still_cube, direction=direction, data=data)[0]) == {}
