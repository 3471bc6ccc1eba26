"""The finding in words, at the edges of grammar: one partner, none, ties. The world is drawn in tiny_world.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from layers import View
from layers.cube import Cube
from layers.finding import Finding, find_balance, find_exchange, say_count
from layers.flow_selection import select_flows

World = Callable[[list[tuple[str, str, float]]], Cube]


def find(cube: Cube, **choices: str) -> Finding:
    view = View(place="city").but(**choices)
    return find_exchange(cube, view, select_flows(cube, view))


@pytest.mark.parametrize(
    ("choices", "question"),
    [
        ({}, "Who moves to The City?"),
        ({"direction": "out"}, "Where do people go who leave The City?"),
        ({"direction": "net"}, "From whom does The City gain, to whom does it lose?"),
        ({"direction": "all"}, "Who moves to and from The City?"),
        ({"data": "counted"}, "Who moves to The City?"),
    ],
)
def test_the_title_is_the_question(cube: Cube, choices: dict[str, str], question: str) -> None:
    assert find(cube, **choices).title == question


BOTH = "The City’s newcomers come from Sindh and beyond in about equal parts"


# the city and C Town are in Sindh, A Town and B Town in Punjab
@pytest.mark.parametrize(
    ("flows", "headline"),
    [
        ([("a", "city", 41), ("c", "city", 59)], BOTH),
        ([("a", "city", 59), ("c", "city", 41)], BOTH),
        ([("a", "city", 40), ("c", "city", 60)], "The City’s newcomers mostly come from within Sindh"),
        ([("a", "city", 60), ("c", "city", 40)], "The City’s newcomers mostly come from other provinces"),
        ([("city", "a", 9)], "No movement is estimated for The City"),
    ],
)
def test_newcomers(with_flows: World, flows: list[tuple[str, str, float]], headline: str) -> None:
    assert find(with_flows(flows)).headline == headline


@pytest.mark.parametrize(
    ("flows", "headline"),
    [
        ([("city", "c", 60), ("city", "a", 40)], "People who leave The City mostly go to places in Sindh"),
        ([("city", "c", 40), ("city", "a", 60)], "People who leave The City mostly go to other provinces"),
        ([("city", "c", 1), ("city", "a", 1)], "People who leave The City go to Sindh and beyond in about equal parts"),
    ],
)
def test_leavers(with_flows: World, flows: list[tuple[str, str, float]], headline: str) -> None:
    assert find(with_flows(flows), direction="out").headline == headline


def test_the_sentence_adds_up(with_flows: World) -> None:
    world = with_flows([("a", "city", 600), ("b", "city", 300), ("c", "city", 100)])
    # 600 + 300 + 100 move; the 100 from C Town are 10 %
    assert find(world).lead == (
        "About 1.0k people a year move to The City: 10\u202f% of these newcomers come from Sindh. "
        "A Town, B Town and C Town lead, with 100\u202f% together."
    )


def test_one_partner_leads_alone(with_flows: World) -> None:
    assert find(with_flows([("c", "city", 80)])).lead.endswith(". C Town leads, with 100\u202f%.")
    both_ways = find(with_flows([("c", "city", 80), ("city", "c", 20)]), direction="all")
    assert both_ways.headline == "Most movement to and from The City stays within Sindh"
    assert both_ways.lead == (
        "About 100 people a year move to or from The City: 100\u202f% of them within Sindh. C Town leads."
    )


def test_movement_in_both_directions_may_cross_the_border(with_flows: World) -> None:
    world = with_flows([("a", "city", 70), ("city", "c", 30)])
    assert find(world, direction="all").headline == "Most movement to and from The City crosses the border of Sindh"


@pytest.mark.parametrize(
    ("flows", "direction", "headline", "lead"),
    [
        (
            [("a", "city", 90), ("c", "city", 10)],
            "in",
            "The City gains about 100 people a year; where from, nobody has counted",
            "The estimate lets about 100 people a year move to The City, only 10\u202f% of them from inside "
            "Balochistan. That contradicts the documented corridors: do not rely on these origins.",
        ),
        (
            [("city", "c", 90), ("city", "a", 10)],
            "out",
            "The City loses about 100 people a year; where to, nobody has counted",
            "The estimate lets about 100 people a year leave The City, 90\u202f% of them to places inside Balochistan. "
            "No count confirms it: do not rely on these destinations.",
        ),
    ],
)
def test_what_cannot_be_relied_on_is_no_headline(
    with_flows: World, flows: list[tuple[str, str, float]], direction: str, headline: str, lead: str
) -> None:
    """In Balochistan the balance is derived from counts, the other ends of the flows are the model's alone."""
    world = with_flows(flows)
    balochistan = replace(world.flow_units, provinces=("punjab", "punjab", "balochistan", "balochistan"))
    finding = find(replace(world, flow_units=balochistan), direction=direction)
    assert (finding.headline, finding.lead) == (headline, lead)


@pytest.mark.parametrize(
    ("direction", "headline", "lead"),
    [
        (
            "in",
            "The City’s newcomers come from A Town and B Town above all",
            "About 100 people a year move to The City. A Town and B Town lead, with 100\u202f% together.",
        ),
        (
            "all",
            "The City exchanges most people with A Town and B Town",
            "About 100 people a year move to or from The City. A Town and B Town lead.",
        ),
    ],
)
def test_a_province_of_one_place_has_no_moves_inside(
    with_flows: World, direction: str, headline: str, lead: str
) -> None:
    """As Islamabad's: "0 % come from within" would be true of every year and say nothing."""
    world = with_flows([("a", "city", 60), ("b", "city", 40)])
    provinces = ("punjab", "punjab", "sindh", "islamabad-capital-territory")
    alone = replace(world, flow_units=replace(world.flow_units, provinces=provinces))
    finding = find(alone, direction=direction)
    assert (finding.headline, finding.lead) == (headline, lead)


@pytest.mark.parametrize(
    ("flows", "headline", "lead"),
    [
        (
            [("a", "city", 50), ("city", "b", 20)],
            "The City gains more people than it loses",
            "It gains most from A Town and loses most to B Town. "
            "Pair by pair, gains come to 50 and losses to 20 people a year.",
        ),
        (
            [("a", "city", 20), ("city", "b", 50)],
            "The City loses more people than it gains",
            "It loses most to B Town and gains most from A Town. "
            "Pair by pair, gains come to 20 and losses to 50 people a year.",
        ),
        (
            [("a", "city", 50), ("city", "b", 50)],
            "The City gains as many people as it loses",
            "It gains most from A Town and loses most to B Town. "
            "Pair by pair, gains come to 50 and losses to 50 people a year.",
        ),
        (
            [("a", "city", 50), ("b", "city", 40), ("c", "city", 30)],
            "The City gains more people than it loses",
            "It gains most from A Town and B Town; it loses to no other place. "
            "Pair by pair, gains come to 120 and losses to 0 people a year.",
        ),
        (
            [("city", "c", 5)],
            "The City loses more people than it gains",
            "It loses most to C Town; it gains from no other place. "
            "Pair by pair, gains come to 0 and losses to 5 people a year.",
        ),
        # what goes both ways in equal numbers is no net flow
        (
            [("city", "c", 5), ("c", "city", 5)],
            "No movement is estimated for The City",
            "The estimate has no flow of this kind.",
        ),
    ],
)
def test_net(with_flows: World, flows: list[tuple[str, str, float]], headline: str, lead: str) -> None:
    finding = find(with_flows(flows), direction="net")
    assert (finding.headline, finding.lead) == (headline, lead)


def test_key_figures_carry_range_and_evidence(cube: Cube) -> None:
    moving_in, net, people = find(cube).figures
    # 400 + 100 in, ±10 %; 5 + 40 out, so 455 more, ±50
    assert (moving_in.number, moving_in.label, moving_in.sureness) == (
        "500",
        "people move in each year",
        f"{0.9 * 500:.0f}–{1.1 * 500:.0f} · modelled",
    )
    assert (net.number, net.label, net.sureness) == ("+455", "net gain a year", "+405 to +505 · derived")
    assert (people.number, people.label, people.sureness) == ("7.0k", "people in 2023", "census · counted")


def test_a_loss_is_called_a_loss(cube: Cube) -> None:
    moving_out, net, _ = find(cube, place="a", direction="out").figures
    assert (moving_out.number, moving_out.label) == ("430", "people move away each year")
    assert (net.number, net.label) == ("−275", "net loss a year")


def test_counted_flows(cube: Cube) -> None:
    finding = find(cube, data="counted")
    assert finding.headline == "Counted in 1998: 1 observed flow"
    assert finding.lead.startswith("Lifetime migrants between B Town and The City, from the district reports")
    # between 60 and 80
    assert [(figure.number, figure.sureness) for figure in finding.figures] == [
        (f"{(60 + 80) / 2:.0f}", "60–80 · counted"),
        ("1", "1998 census"),
    ]


def test_no_counted_flow(cube: Cube) -> None:
    finding = find(cube, place="a", data="counted")
    assert finding.headline == "No counted flow is published for A Town"
    assert finding.figures == ()


def balanced(cube: Cube, *net: float) -> Cube:
    value = np.array(net)
    return replace(cube, balance=dict.fromkeys(cube.balance, (value, value - 50, value + 50)))


def test_balance(cube: Cube) -> None:
    finding = find_balance(cube, View(question="balance"))
    assert finding.headline == "City East and City West gain most people"
    assert finding.lead == (
        "2 of 5 places gained people through migration, 3 lost. A Town lost most: 275 a year."
    )
    # gained 300 + 155 among mean counts of 2,000 + 2,000 + 1,000 + 2,000 + 3,000
    assert [figure.number for figure in finding.figures] == ["455", f"{1000 * 455 / 10_000:.1f}", "4 of 5"]


def test_coverage_is_named_where_it_matters(cube: Cube) -> None:
    sentence = "Coverage of the counts changed between these two censuses"
    said = {period: sentence in find_balance(cube, View(period=period)).lead for period in cube.balance}
    assert said == {"1998-2023": False, "1998-2017": False, "2017-2023": True}


@pytest.mark.parametrize(
    ("net", "headline", "end"),
    [
        ((9, -1, -2, -3, -3), "A Town gains most people", "4 lost. City West lost most: 3 a year."),
        ((9, 8, 7, 6, -30), "A Town, B Town and C Town gain most people", "1 lost. City West lost most: 30 a year."),
        ((5, 5, -10, 0, 0), "A Town and B Town gain most people", "1 lost. C Town lost most: 10 a year."),
        ((0, 0, 0, 0, 0), "No place gains people through migration", "0 lost."),
    ],
)
def test_balance_at_the_edges(cube: Cube, net: tuple[float, ...], headline: str, end: str) -> None:
    finding = find_balance(balanced(cube, *net), View(question="balance"))
    assert finding.headline == headline
    assert finding.lead.endswith(end)


@pytest.mark.parametrize(
    ("flows", "sentence"),
    [
        ([], "No flows to show"),
        ([("a", "city", 1)], "Showing 1 of 1 flow, 100\u202f% of movers (1)"),
        ([("a", "city", 1200), ("b", "city", 34)], "Showing 2 of 2 flows, 100\u202f% of movers (1,234)"),
    ],
)
def test_how_much_is_drawn(with_flows: World, flows: list[tuple[str, str, float]], sentence: str) -> None:
    assert say_count(select_flows(with_flows(flows), View(place="city"))) == sentence


def test_how_much_is_drawn_of_many(cube: Cube) -> None:
    selection = select_flows(cube, View(place="city"))
    assert say_count(replace(selection, drawn=1)) == "Showing 1 of 2 flows, 80\u202f% of movers (500)"
