"""The panel beside a scenario: bars that cancel out, turning points, caveats. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows.models.what_if import CAVEAT
from layers import View
from layers.cube import Cube
from layers.view import CHOICES
from layers.what_if import Levers, compute_outcome
from layers.what_if_panel import build_what_if_panel
from tests.layers.read_page import bars, find, follow, links, say, tags
from tests.layers.test_what_if import LEVERS, SIMPLE

NOTES = {"cities": "It starts from “Towns”.", "origins": "It starts from “Losers”."}


@pytest.fixture
def simple(with_flows: Any) -> Cube:
    return with_flows(SIMPLE)


def build(cube: Cube, levers: Levers | None = None, **choices: Any) -> list[Any]:
    view = View(question="whatif", place="city").but(**choices)
    levers = levers or replace(LEVERS, notes=NOTES)
    return build_what_if_panel(cube, levers, view, compute_outcome(cube, levers, view))


def section(parts: list[Any], heading: str) -> Any:
    """Find the section under a heading; None where there is none."""
    return next((part for part in parts if say(tags(part, "H2")).startswith(heading)), None)


def read(value: str) -> int:
    return int(value.replace("−", "-"))


def test_changed_places_then_who_gains_and_who_loses(simple: Cube) -> None:
    parts = build(simple, amount=100)
    # of the 150 who leave B, 75 instead of 50 go to the city and as many fewer to A
    assert bars(section(parts, "Changed")) == {"The City": "+25"}
    assert bars(section(parts, "Losing")) == {"A Town": "−25"}
    assert section(parts, "Gaining") is None


def test_bars_are_listed_largest_first_on_either_side(simple: Cube) -> None:
    # B's leavers who stay are its gain, and the loss of A and the city
    parts = build(simple, change="retention", place="b", amount=10)
    assert bars(section(parts, "Losing")) == {"A Town": "−10", "The City": "−5"}
    # when more leave B, the others gain
    parts = build(simple, change="retention", place="b", amount=-50)
    assert bars(section(parts, "Changed")) == {"B Town": "−75"}
    assert bars(section(parts, "Gaining")) == {"A Town": "+50", "The City": "+25"}
    # of two changed places one may have no part in it
    parts = build(simple, change="cities", levers=replace(LEVERS, cities=(3, 2), notes=NOTES), amount=100)
    assert bars(section(parts, "Changed")) == {"The City": "+25", "C Town": "0"}


@pytest.mark.parametrize("most", [1, 2, 6])
@pytest.mark.parametrize("change", CHOICES["change"])
@pytest.mark.parametrize("amount", [-50, 100])
def test_all_bars_and_rests_cancel_out(
    simple: Cube, monkeypatch: pytest.MonkeyPatch, most: int, change: str, amount: int
) -> None:
    monkeypatch.setattr("layers.what_if_panel.BARS", most)
    parts = build(simple, change=change, amount=amount)
    values = [read(value) for part in parts for value in bars(part).values()]
    assert values
    assert sum(values) == 0


def test_what_the_bars_leave_out_is_told(simple: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.what_if_panel.BARS", 1)
    # B keeps 15 of its leavers, C 3 of its; A has lost 10, the city 5 of B's and 3 of C's
    parts = build(simple, change="origins", amount=10)
    assert bars(section(parts, "Changed")) == {"B Town": "+15", "2 other places": f"{3 - 10}".replace("-", "−")}
    assert bars(section(parts, "Losing")) == {"The City": "−8"}


def test_a_bar_tries_its_place_and_says_before_and_after(simple: Cube) -> None:
    one = replace(LEVERS, cities=(3,), notes=NOTES)
    (link,) = links(section(build(simple, one, change="cities", amount=100, at=(70.0, 30.0, 6.0)), "Changed"))
    assert follow(link) == View(question="whatif", place="city", change="attraction", amount=100)
    assert link.title == "arriving 80 → 105, leaving 20 → 20 people a year, scenario"
    (fill,) = find(link, "fill")
    assert fill.className == "fill modelled"


def test_gain_and_loss_have_the_tones_of_the_map(simple: Cube) -> None:
    for amount, own, other in ((100, "var(--gain-2)", "var(--loss-2)"), (-50, "var(--loss-2)", "var(--gain-2)")):
        parts = build(simple, amount=amount)
        assert [track.style["--tone"] for track in find(parts, "track")] == [own, other]


def test_turning_points_are_named(with_flows: Any) -> None:
    # with the city doubled A's 100 − 90 becomes 75 − 90, and the city's 50 − 60 becomes 75 − 60
    world = with_flows([("b", "a", 100.0), ("b", "city", 50.0), ("a", "b", 90.0), ("city", "c", 60.0)])
    turned = section(build(world, amount=100), "Turning points")
    assert say(tags(turned, "P")) == (
        "The City would turn from losing to gaining people. A Town would turn from gaining to losing people."
    )
    assert section(build(world, amount=10), "Turning points") is None
    assert section(build(world, amount=0), "Turning points") is None


def test_many_turning_points_are_counted(with_flows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.what_if_panel.NAMED", 1)
    # B keeps all: A and the city lose all that came from it, and each has a few who leave
    world = with_flows([("b", "a", 100.0), ("b", "city", 50.0), ("a", "c", 10.0), ("city", "c", 5.0)])
    turned = section(build(world, change="retention", place="b", amount=100), "Turning points")
    assert say(tags(turned, "P")) == "A Town and 1 more would turn from gaining to losing people."


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        # 80 ± 8 arrive. A fifth more weight: of B's 150, 60/160 or 56 go to the city, 6 more than 50, and 6 < 8.
        ({"amount": 20}, "The estimate’s own range for its arrivals (72–88 a year) is wider than this change."),
        # doubled: 25 more, and 25 > 8
        ({"amount": 100}, ""),
        ({"amount": 0}, ""),
        # 150 ± 15 leave B: 5 % are 7.5, 20 % are 30
        (
            {"change": "retention", "place": "b", "amount": 5},
            "The estimate’s own range for its leavers (135–165 a year) is wider than this change.",
        ),
        ({"change": "retention", "place": "b", "amount": 20}, ""),
        # Nobody leaves A, and of that the estimate is sure; from B and C leave 150 ± 15 and 30 ± 3.
        (
            {"change": "origins", "amount": 5},
            "For 2 of the 3 places the estimate’s own range of leavers is wider than this change.",
        ),
        # A and the city change together, which changes nothing
        (
            {"change": "cities", "amount": 50},
            "For each of the 2 places the estimate’s own range of arrivals is wider than this change.",
        ),
    ],
)
def test_a_change_within_the_estimates_own_range_is_called_so(
    simple: Cube, choices: dict[str, Any], words: str
) -> None:
    assert say(tags(section(build(simple, **choices), "Changed"), "P")) == words


@pytest.mark.parametrize(
    ("power", "words"),
    [
        # 2 to the power of 0.5 is 1.41
        (
            0.5,
            "flows fall with distance to the power of 0.50: half the time makes a flow’s weight 1.41 times what it is.",
        ),
        (
            1.0,
            "flows fall with distance to the power of 1.00: half the time makes a flow’s weight 2.00 times what it is.",
        ),
        (0.0, "flows do not fall with distance, so travel time changes nothing."),
    ],
)
def test_travel_time_says_what_half_of_it_does(simple: Cube, power: float, words: str) -> None:
    levers = replace(LEVERS, decay=dict.fromkeys(LEVERS.decay, power))
    changed = section(build(simple, levers, change="time", amount=-50), "Changed")
    assert say(tags(changed, "P")).endswith(f"In the estimate {words}")
    # the other levers do not depend on it
    assert "distance" not in say(section(build(simple, levers, amount=50), "Changed"))


def test_a_scenario_is_kept_taken_back_or_left(simple: Cube) -> None:
    view = View(question="whatif", place="city", amount=35, at=(70.0, 30.0, 6.0))
    keep = section(build(simple, amount=35, at=view.at), "Keep it")
    back, estimate = links(keep)
    assert (say(back), follow(back)) == ("Change nothing", view.but(amount=0))
    assert (say(estimate), follow(estimate)) == ("The estimate it starts from", View(place="city"))
    assert "This page’s address is the scenario" in say(keep)
    # where nothing is changed there is nothing to take back
    assert [say(link) for link in links(section(build(simple, amount=0), "Keep it"))] == ["The estimate it starts from"]


@pytest.mark.parametrize(
    ("change", "clicks"), [("attraction", True), ("time", True), ("cities", False), ("origins", False)]
)
def test_a_click_on_the_map_is_offered_where_it_does_something(simple: Cube, change: str, clicks: bool) -> None:
    assert ("Click a place on the map" in say(section(build(simple, change=change), "Keep it"))) is clicks


@pytest.mark.parametrize("change", CHOICES["change"])
def test_the_card_carries_the_warning_of_the_model(simple: Cube, change: str) -> None:
    card = build(simple, change=change)[-1]
    assert card.className == "evidence scenario"
    assert say(tags(card, "H2")) == "A scenario: you set the number"
    assert CAVEAT in say(card)
    assert "Four places and some hills. Exact, being imagined." in say(card)


def test_the_card_names_places_and_where_the_idea_comes_from(simple: Cube) -> None:
    assert "Changed: A Town and The City. It starts from “Towns”." in say(build(simple, change="cities")[-1])
    assert "Changed: A Town, B Town and C Town. It starts from “Losers”." in say(build(simple, change="origins")[-1])
    assert "It starts from" not in say(build(simple, change="retention")[-1])
    nowhere = replace(LEVERS, cities=(), notes=NOTES)
    assert "Changed: no place." in say(build(simple, nowhere, change="cities")[-1])


@pytest.mark.parametrize("change", CHOICES["change"])
@pytest.mark.parametrize("amount", [-50, 0, 100])
def test_a_world_in_which_nobody_moves_has_no_bars_of_gain_or_loss(still_cube: Cube, change: str, amount: int) -> None:
    parts = build(still_cube, change=change, amount=amount)
    assert [section(parts, heading) for heading in ("Gaining", "Losing", "Turning points")] == [None] * 3
    assert set(bars(section(parts, "Changed")).values()) == {"0"}
    # nobody moves, and that is known to the person: no range is wider than no change
    assert "wider than this change" not in say(parts)
