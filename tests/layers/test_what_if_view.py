"""The question "What if …?" as a picture: headline, colours, arrows. The world is drawn in tiny_world.py."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from layers import View
from layers.atlas import Atlas
from layers.cube import Cube
from layers.palette import DARK, LIGHT, THEMES
from layers.picture import Picture
from layers.screen import Screen
from layers.view import CHOICES, SPANS
from layers.what_if import Levers
from layers.what_if_view import draw_what_if
from tests.layers.test_what_if import LEVERS, SIMPLE

THIN = "\u202f"
ALL = "200 people move in a year, as many as before;"


@pytest.fixture
def simple(with_flows: Any) -> Cube:
    return with_flows(SIMPLE)


def draw(cube: Cube, levers: Levers = LEVERS, screen: Screen | None = None, **choices: Any) -> Picture:
    view = View(question="whatif", place="city").but(**choices)
    return draw_what_if(cube, levers, view, screen or Screen())


def paint(trace: dict[str, Any]) -> dict[str, str]:
    """Colour of every shape, read from the trace as the browser reads it."""
    count = trace["zmax"] - trace["zmin"]
    painted = {}
    for code, z in zip(trace["locations"], trace["z"], strict=True):
        at = (z - trace["zmin"]) / count
        painted[code] = next(colour for position, colour in reversed(trace["colorscale"]) if position <= at)
    return painted


@pytest.mark.parametrize(
    ("choices", "headline"),
    [
        # of the 150 who leave B, 75 instead of 50 go to the city
        ({"amount": 100}, "If The City drew 100 % more, 25 more people a year would move there"),
        ({"amount": -50}, "If The City drew 50 % less, 20 fewer people a year would move there"),
        ({"amount": 0}, "Nothing is changed yet for The City"),
        ({"amount": 0, "change": "time"}, "Nothing is changed yet for The City"),
        ({"amount": 0, "change": "cities"}, "Nothing is changed yet for all 2 intermediate cities"),
        ({"amount": 0, "change": "origins"}, "Nothing is changed yet for the 3 places that lose most"),
        # everybody who moves to C goes nowhere else: nobody does
        (
            {"amount": 100, "place": "c"},
            "If C Town drew 100 % more, no more and no fewer people a year would move there",
        ),
        (
            {"change": "time", "amount": -50},
            "If every road of The City took 50 % less time, 25 more people a year would move there",
        ),
        # at twice the time 100 and 25 share 150
        (
            {"change": "time", "amount": 100},
            "If every road of The City took 100 % longer, 20 fewer people a year would move there",
        ),
        (
            {"change": "retention", "place": "b", "amount": 10},
            "If B Town kept 10 % of those who leave, 15 people a year would stay",
        ),
        ({"change": "retention", "place": "b", "amount": 100}, "If nobody left B Town, 150 people a year would stay"),
        (
            {"change": "retention", "place": "b", "amount": -50},
            "If 50 % more people left B Town, 75 more a year would be on the move",
        ),
        ({"change": "retention", "place": "a"}, "Nobody leaves A Town, so there is nobody to keep"),
        # A and the city alike: nobody chooses anew
        (
            {"change": "cities", "amount": 50},
            "If all 2 intermediate cities drew 50 % more, no more and no fewer people a year would move there",
        ),
        (
            {"change": "origins", "amount": 10},
            "If the 3 places that lose most kept 10 % of those who leave, 18 people a year would stay",
        ),
        (
            {"change": "origins", "amount": 100},
            "If nobody left the 3 places that lose most, 180 people a year would stay",
        ),
        (
            {"change": "origins", "amount": -10},
            "If 10 % more people left the 3 places that lose most, 18 more a year would be on the move",
        ),
    ],
)
def test_the_headline_says_what_is_assumed_and_what_follows(
    simple: Cube, choices: dict[str, Any], headline: str
) -> None:
    assert draw(simple, **choices).finding.headline == headline.replace(" %", f"{THIN}%")


def test_one_intermediate_city_or_one_place_that_loses_is_named(simple: Cube) -> None:
    one = replace(LEVERS, cities=(3,), origins=dict.fromkeys(LEVERS.origins, (1,)))
    assert draw(simple, one, change="cities").finding.headline.startswith("If The City drew")
    assert draw(simple, one, change="origins").finding.headline.startswith("If B Town kept")


@pytest.mark.parametrize(
    ("change", "headline"),
    [
        ("cities", "No place of this map is an intermediate city, so there is nothing to change"),
        ("origins", "No place loses people, so there is nothing to change"),
    ],
)
def test_where_no_place_is_meant_nothing_can_be_changed(simple: Cube, change: str, headline: str) -> None:
    nowhere = replace(LEVERS, cities=(), origins=dict.fromkeys(LEVERS.origins, ()))
    picture = draw(simple, nowhere, change=change)
    assert picture.finding.headline == headline
    assert picture.flow_trace is None


@pytest.mark.parametrize(
    ("choices", "lead"),
    [
        (
            {"amount": 100},
            f"{ALL} 25 of them go elsewhere. A Town (−25) would lose most by it.",
        ),
        (
            {"amount": -50},
            f"{ALL} 20 of them go elsewhere. A Town (+20) would gain most by it.",
        ),
        (
            {"change": "retention", "place": "b", "amount": 10},
            "Of 200 people a year, 185 still move and 15 stay: nobody is lost. "
            "A Town (−10) and The City (−5) would lose most by it.",
        ),
        (
            {"change": "retention", "place": "b", "amount": -50},
            "Beside the 200 people who move in a year, 75 more would leave: 275 in all. "
            "A Town (+50) and The City (+25) would gain most by it.",
        ),
        ({"amount": 0}, "200 people move in a year in the estimate. Move the slider to share them out anew."),
    ],
)
def test_the_lead_states_the_total_that_does_not_change(simple: Cube, choices: dict[str, Any], lead: str) -> None:
    assert draw(simple, **choices).finding.lead == lead


def test_the_key_figures_say_total_redirected_and_gain(simple: Cube) -> None:
    figures = draw(simple, amount=100).finding.figures
    assert [(figure.number, figure.label) for figure in figures] == [
        ("200", "people a year in all, unchanged"),
        ("25", "of them go elsewhere"),
        ("+25", "what the changed place gains"),
    ]
    assert all("scenario" in figure.sureness for figure in figures[1:])
    figures = draw(simple, change="retention", place="b", amount=10).finding.figures
    assert [(figure.number, figure.label) for figure in figures[1:]] == [
        ("0", "of them go elsewhere"),
        ("15", "stay who would leave"),
    ]
    # where more leave, the total is not unchanged, and is not called so
    figures = draw(simple, change="retention", place="b", amount=-50).finding.figures
    assert (figures[0].label, figures[2].number, figures[2].label) == (
        "people move in a year",
        "75",
        "more would leave",
    )


@pytest.mark.parametrize("change", CHOICES["change"])
@pytest.mark.parametrize("amount", [-50, -5, 5, 35, 100])
def test_the_total_is_true_to_the_person_in_the_real_atlas(atlas: Atlas, change: str, amount: int) -> None:
    view = View(question="whatif", place="faisalabad", change=change, amount=amount)
    lead = atlas.draw(view, Screen()).finding.lead
    total = round(float(atlas.cube.matrices[view.period].people.sum()))
    numbers = [int(number.replace(",", "")) for number in re.findall(r"(?<![−+(\d.])\d[\d,]{3,}(?=[ :;])", lead)]
    assert numbers[0] == total
    if lead.startswith("Of "):  # those who move and those who stay
        assert numbers[1] + numbers[2] == total
    elif lead.startswith("Beside "):  # those who leave besides, and all
        assert total + numbers[1] == numbers[2]
    else:
        assert f"{total:,} people move in a year, as many as before" in lead


def test_arrows_are_red_exactly_where_a_flow_grows(cube: Cube) -> None:
    picture = draw(cube, amount=100)
    assert picture.flow_trace == 1
    flows = picture.traces[1]
    # Doubled, the city draws more of A's and B's leavers, at the cost of all other places; C and its own do not change.
    grow, shrink = {"a>city", "b>city"}, {"a>b", "a>c", "b>a"}
    assert set(flows["locations"]) == grow | shrink
    for theme, palette in THEMES.items():
        flows = draw(cube, screen=Screen(theme=theme), amount=100).traces[1]
        red = {flow for flow, colour in paint(flows).items() if colour == palette.coming_pale}
        blue = {flow for flow, colour in paint(flows).items() if colour == palette.going_pale}
        assert (red, blue) == (grow, shrink)
        lines = dict(zip(flows["locations"], flows["marker"]["line"]["color"], strict=True))
        assert {flow for flow, line in lines.items() if line == palette.coming_line} == grow


def test_a_scenario_is_never_drawn_like_counted(cube: Cube) -> None:
    picture = draw(cube, amount=100)
    assert not {LIGHT.coming, LIGHT.going} & set(paint(picture.traces[1]).values())
    assert picture.traces[1]["marker"]["line"]["width"] > 0
    assert [key.style for key in picture.legend.keys] == ["modelled", "modelled", "words"]
    assert [key.colour for key in picture.legend.keys[:2]] == [LIGHT.coming_pale, LIGHT.going_pale]
    assert picture.credit.startswith("Scenario: the reader's, on Rawaan's model")


def test_hover_says_before_and_after(simple: Cube) -> None:
    places, flows = draw(simple, amount=100).traces[:2]
    said = dict(zip(flows["locations"], flows["hovertext"], strict=True))
    assert said == {
        "b>city": "<b>B Town → The City</b><br>50 → 75 people a year (+25)<br>scenario",
        "b>a": "<b>B Town → A Town</b><br>100 → 75 people a year (−25)<br>scenario",
    }
    # a click tries the place that a flow goes to
    assert dict(zip(flows["locations"], flows["customdata"], strict=True)) == {"b>city": "city", "b>a": "a"}
    hover = dict(zip(places["locations"], places["hovertext"], strict=True))
    # A: 100 from B and 20 from the city; 2,000 people on average
    assert hover["a"] == (
        "<b>A Town</b>  الف<br><b>−25</b> people a year against the estimate<br>arriving 120 → 95<br>leaving 0 → 0<br>"
        "−12.5 per 1,000 people · scenario"
    )
    assert "<b>0</b> people a year" in hover["c"]
    assert hover["hills"].endswith("No census figures carried for this place")


def test_place_colours_are_the_classes_of_the_legend(cube: Cube) -> None:
    for theme, palette in (("light", LIGHT), ("dark", DARK)):
        picture = draw(cube, screen=Screen(theme=theme), amount=100)
        painted = paint(picture.traces[0])
        half = len(picture.legend.colours) // 2
        # the city gains, every other place loses but the one that nobody counted
        assert painted["city-east"] == painted["city-west"]
        assert painted["city-east"] in picture.legend.colours[half:]
        assert {painted["a"], painted["b"], painted["c"]} <= set(picture.legend.colours[:half])
        assert painted["hills"] == palette.no_data
        assert picture.legend.ends == ("loses", "gains")
        assert picture.legend.limits[half - 1] == "0"


def test_a_place_that_gains_a_trace_is_left_plain(simple: Cube) -> None:
    # C has no part in what B's leavers choose
    assert paint(draw(simple, amount=100).traces[0])["c"] == LIGHT.home


def test_the_sentence_says_how_many_flows_change(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    assert draw(cube, amount=100).legend.sentence == (
        "Showing the 5 flows that change most, of 5 that change by a person or so."
    )
    monkeypatch.setattr("layers.what_if_view.DRAWN", 2)
    picture = draw(cube, amount=100)
    assert picture.legend.sentence.startswith("Showing the 2 flows that change most, of 5")
    # 100 more of B's leavers than before: of 200, 2/3 instead of 1/2 go to the city, 1/3 to A
    assert set(picture.traces[1]["locations"]) == {"b>city", "b>a"}


@pytest.mark.parametrize("change", CHOICES["change"])
def test_without_a_change_there_are_no_arrows(cube: Cube, change: str) -> None:
    picture = draw(cube, change=change, amount=0)
    assert picture.flow_trace is None
    assert picture.legend.sentence == "No flow changes."
    assert picture.legend.keys == ()
    assert set(paint(picture.traces[0]).values()) == {LIGHT.home, LIGHT.no_data}


@pytest.mark.parametrize("change", CHOICES["change"])
@pytest.mark.parametrize("amount", [*SPANS["amount"], 0, 20])
def test_a_world_in_which_nobody_moves_has_a_picture(still_cube: Cube, change: str, amount: int) -> None:
    picture = draw(still_cube, change=change, amount=amount)
    assert picture.flow_trace is None
    assert picture.finding.lead == "Nobody moves in the estimate, so there is nobody to share out anew."
    assert picture.finding.figures[0].number == "0"


def test_the_same_address_is_the_same_picture(atlas: Atlas) -> None:
    view = View(question="whatif", place="multan", change="retention", amount=35)
    assert View.from_query(view.to_query()) == view
    first = atlas.compose(view, Screen())
    again = atlas.compose(View.from_query(f"?{view.to_query()}"), Screen())
    for part in ("figure", "flow_keys"):
        assert first[part] == again[part]
    finding = atlas.draw(view, Screen()).finding
    assert atlas.draw(View.from_query(f"?{view.to_query()}"), Screen()).finding == finding
    # and another amount is another
    assert atlas.draw(view.but(amount=40), Screen()).finding != finding


@pytest.mark.parametrize("change", CHOICES["change"])
def test_at_100_per_cent_the_real_atlas_reads_well(atlas: Atlas, change: str) -> None:
    picture = atlas.draw(View(question="whatif", place="lahore", change=change, amount=100), Screen())
    hover = " ".join(picture.traces[1]["hovertext"])
    assert picture.flow_trace == 1
    assert not re.search(r"\b(nan|inf)\b|-\d", f"{hover} {picture.finding.headline} {picture.finding.lead}")
    if change in {"retention", "origins"}:
        assert picture.finding.headline.startswith("If nobody left")
