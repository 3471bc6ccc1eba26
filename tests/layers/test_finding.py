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
from tests.layers.tiny_world import move_to_balochistan

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
            # 300 to the east of the city and 155 to the west
            "The City gains about 455 people a year; where from, nobody has counted",
            "The estimate lets about 100 people a year move to The City, only 10\u202f% of them from inside "
            "Balochistan. That contradicts the documented corridors: do not rely on these origins.",
        ),
        (
            [("city", "c", 90), ("city", "a", 10)],
            "out",
            "The City gains about 455 people a year; where to, nobody has counted",
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
    finding = find(move_to_balochistan(world, "c", "city"), direction=direction)
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
    # 400 + 100 in, ±10 %; 5 + 40 out, so 455 more: the halves of the city gain 300 ± 50 and 155 ± 50
    assert (moving_in.number, moving_in.label, moving_in.sureness) == (
        "500",
        "people move in each year",
        f"{0.9 * 500:.0f}–{1.1 * 500:.0f} · modelled",
    )
    assert (net.number, net.label, net.sureness) == ("+455", "net gain a year", "+355 to +555 · derived")
    assert (people.number, people.label, people.sureness) == ("7.0k", "people in 2023", "census · counted")


def test_a_loss_is_called_a_loss(cube: Cube) -> None:
    moving_out, net, _ = find(cube, place="a", direction="out").figures
    assert (moving_out.number, moving_out.label) == ("430", "people move away each year")
    assert (net.number, net.label, net.sureness) == ("−275", "net loss a year", "−325 to −225 · derived")


@pytest.mark.parametrize(
    ("period", "number", "sureness"),
    [
        ("1998-2017", f"+{455 / 2:.0f}", f"+{455 / 2 - 100:.0f} to +{455 / 2 + 100:.0f} · derived"),
        ("2017-2023", f"+{455 * 2}", f"+{455 * 2 - 100} to +1.0k · derived"),
    ],
)
def test_the_balance_is_of_the_views_period(cube: Cube, period: str, number: str, sureness: str) -> None:
    net = find(cube, period=period).figures[1]
    assert (net.number, net.sureness) == (number, sureness)


@pytest.mark.parametrize("direction", ["in", "out", "net", "all"])
def test_what_is_called_derived_does_not_come_from_the_model(cube: Cube, with_flows: World, direction: str) -> None:
    """The balance and its range are what the censuses leave over; the model's flows may be anything."""
    derived = find(with_flows([("city", "a", 9)]), direction=direction).figures[1]
    assert derived == find(cube, direction=direction).figures[1]
    assert derived.number == f"+{300 + 155}"


def test_published_flows(cube: Cube) -> None:
    finding = find(cube, data="counted")
    assert finding.headline == "What the 1998 census tells of The City: 1 observed flow"
    assert finding.lead == (
        "Lifetime migrants between B Town and The City, computed from the district reports of the 1998 census. They "
        "give shares for men and for women but not how many of each, so each flow is a range."
    )
    # between 60 and 80
    assert [(figure.number, figure.label, figure.sureness) for figure in finding.figures] == [
        (f"{(60 + 80) / 2:.0f}", "lifetime migrants", "60–80 · derived"),
        ("1", "observed flow", "1998 census reports"),
    ]


def publish(cube: Cube, *flows: tuple[str, str, float]) -> Cube:
    """Publish other flows of 1998, each half as wide to either side."""
    people = np.zeros((4, 4))
    for origin, destination, count in flows:
        people[cube.flow_units.index(origin), cube.flow_units.index(destination)] = count
    return replace(cube, counted=replace(cube.counted, people=people, low=people / 2, high=people * 1.5))


def test_several_published_flows(cube: Cube) -> None:
    finding = find(publish(cube, ("a", "city", 30), ("b", "city", 70)), data="counted")
    assert finding.headline == "What the 1998 census tells of The City: 2 observed flows"
    assert finding.lead.startswith("Lifetime migrants between B Town and A Town and The City, computed from")
    assert [(figure.number, figure.label, figure.sureness) for figure in finding.figures] == [
        (f"{30 + 70}", "lifetime migrants", f"{(30 + 70) / 2:.0f}–{(30 + 70) * 1.5:.0f} · derived"),
        ("2", "observed flows", "1998 census reports"),
    ]


def test_no_published_flow(cube: Cube) -> None:
    finding = find(cube, place="a", data="counted")
    assert finding.headline == "No census flow is published for A Town"
    assert finding.figures == ()


def balanced(cube: Cube, *net: float) -> Cube:
    value = np.array(net)
    return replace(cube, balance=dict.fromkeys(cube.balance, (value, value - 50, value + 50)))


def test_balance(cube: Cube) -> None:
    finding = find_balance(cube, View(question="balance"))
    assert finding.headline == "City East and City West gain most people"
    assert finding.lead == (
        "2 of 5 places gained people through migration, 3 lost. A Town lost most: 275 a year. "
        "Part of it is a change in counting, above all in Karachi and Balochistan."
    )
    assert [(figure.number, figure.label, figure.sureness) for figure in finding.figures] == [
        (f"{300 + 155}", "people a year, all gains together", "derived"),
        # among mean counts of 2,000 + 2,000 + 1,000 + 2,000 + 3,000
        (f"{1000 * 455 / 10_000:.1f}", "gained a year per 1,000 people", "derived"),
        # all but C Town, which lost 20 ± 50
        ("4 of 5", "places keep their sign", "under every rate of increase tried"),
    ]


@pytest.mark.parametrize(
    ("net", "same"),
    [
        ((51, -51, 0, 0, 0), 2),
        # a range that ends at zero has no sign to keep
        ((50, -50, 0, 0, 0), 0),
        ((49, -49, 0, 0, 0), 0),
        ((300, 300, -200, -200, -200), 5),
    ],
)
def test_a_sign_is_kept_where_the_range_leaves_zero_out(cube: Cube, net: tuple[float, ...], same: int) -> None:
    """Each net is a range of ± 50."""
    assert find_balance(balanced(cube, *net), View(question="balance")).figures[2].number == f"{same} of 5"


def test_coverage_is_named_where_it_matters(cube: Cube) -> None:
    leads = {period: find_balance(cube, View(question="balance", period=period)).lead for period in cube.balance}
    suffix = " Part of it is a change in counting, above all in Karachi and Balochistan."
    assert {period for period, lead in leads.items() if lead.endswith(suffix)} == {"1998-2023"}
    assert {period for period, lead in leads.items() if "count" in lead} == {"1998-2023", "2017-2023"}


@pytest.mark.parametrize(
    ("net", "on_paper"),
    [
        ((9, 8, 7, 6, -30), "On paper A Town, B Town and C Town gain most."),
        ((9, -1, -2, -3, -3), "On paper A Town gains most."),
        ((0, 0, 0, 0, 0), "On paper no place gains people."),
    ],
)
def test_between_2017_and_2023_the_counting_changed_too(cube: Cube, net: tuple[float, ...], on_paper: str) -> None:
    finding = find_balance(balanced(cube, *net), View(question="balance", period="2017-2023"))
    assert finding.headline == "2017 to 2023: part of this change is in the counting"
    assert finding.lead == (
        f"{on_paper} But how completely people were counted changed between the two censuses, above all in "
        "Balochistan and Karachi: this period shows the counts as much as migration."
    )


@pytest.mark.parametrize(
    ("net", "headline", "lead"),
    [
        (
            (9, -1, -2, -3, -3),
            "A Town gains most people",
            "1 of 5 places gained people through migration, 4 lost. City West lost most: 3 a year.",
        ),
        (
            (9, 8, 7, 6, -30),
            "A Town, B Town and C Town gain most people",
            "4 of 5 places gained people through migration, 1 lost. City West lost most: 30 a year.",
        ),
        (
            (5, 5, -10, 0, 0),
            "A Town and B Town gain most people",
            "2 of 5 places gained people through migration, 1 lost. C Town lost most: 10 a year.",
        ),
        (
            (0, 0, 0, 0, 0),
            "No place gains people through migration",
            "0 of 5 places gained people through migration, 0 lost.",
        ),
    ],
)
def test_balance_at_the_edges(cube: Cube, net: tuple[float, ...], headline: str, lead: str) -> None:
    finding = find_balance(balanced(cube, *net), View(question="balance", period="1998-2017"))
    assert (finding.headline, finding.lead) == (headline, lead)
    # the longer period says the same, and why part of it is counting
    longer = find_balance(balanced(cube, *net), View(question="balance"))
    assert longer.headline == headline
    assert longer.lead == f"{lead} Part of it is a change in counting, above all in Karachi and Balochistan."


@pytest.mark.parametrize(
    ("flows", "sentence"),
    [
        ([], "No flows to show"),
        ([("a", "city", 1)], "Showing 1 of 1 flow, 100\u202f% of movers (1)"),
        ([("a", "city", 1200), ("b", "city", 34)], "Showing 2 of 2 flows, 100\u202f% of movers (1,234)"),
    ],
)
def test_how_much_is_drawn(with_flows: World, flows: list[tuple[str, str, float]], sentence: str) -> None:
    view = View(place="city")
    assert say_count(select_flows(with_flows(flows), view), view) == sentence


def test_how_much_is_drawn_of_many(cube: Cube) -> None:
    view = View(place="city")
    selection = select_flows(cube, view)
    assert say_count(replace(selection, drawn=1), view) == "Showing 1 of 2 flows, 80\u202f% of movers (500)"


@pytest.mark.parametrize(
    ("flows", "sentence"),
    [
        ([], "No flows to show"),
        ([("b", "city", 70)], "Showing 1 published flow; what share of all movers that is, is not known"),
        (
            [("a", "city", 30), ("b", "city", 70)],
            "Showing 2 published flows; what share of all movers that is, is not known",
        ),
    ],
)
def test_published_flows_are_no_share_of_anything(
    cube: Cube, flows: list[tuple[str, str, float]], sentence: str
) -> None:
    view = View(place="city", data="counted")
    assert say_count(select_flows(publish(cube, *flows), view), view) == sentence
