"""Places coloured by the view's measure. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layers import View
from layers.cube import Cube
from layers.palette import LIGHT
from layers.place_layer import build_place_trace, colour_by_balance, colour_by_exchange, mean_people


def paint(cube: Cube, view: View) -> dict[str, str]:
    """Colour of every place, read from the trace as the browser reads it."""
    colour_by = colour_by_balance if view.question == "balance" else colour_by_exchange
    trace = build_place_trace(cube, colour_by(cube, view, LIGHT), LIGHT, geojson="geo/x.json")
    steps = trace["colorscale"]
    count = trace["zmax"] - trace["zmin"]
    painted = {}
    for code, z in zip(trace["locations"], trace["z"], strict=True):
        at = (z - trace["zmin"]) / count
        painted[code] = next(colour for position, colour in reversed(steps) if position <= at)
    return painted


@pytest.mark.parametrize(
    ("period", "people"),
    [
        ("1998-2023", [(1000 + 3000) / 2, (2000 + 2000) / 2, (500 + 1500) / 2, (3000 + 7000) / 2]),
        ("2017-2023", [(2500 + 3000) / 2, (2000 + 2000) / 2, (1000 + 1500) / 2, (6000 + 7000) / 2]),
    ],
)
def test_rates_are_per_the_mean_of_the_two_counts(cube: Cube, period: str, people: list[float]) -> None:
    assert mean_people(cube.flow_units, period).tolist() == people


@pytest.mark.parametrize(
    ("direction", "people"),
    [
        ("in", [400, 100, 0, np.nan]),
        ("out", [5, 0, 40, np.nan]),
        ("net", [400 - 5, 100 - 0, 0 - 40, np.nan]),  # what the city gains from each
        ("all", [400 + 5, 100 + 0, 0 + 40, np.nan]),
    ],
)
def test_what_each_place_exchanges_with_the_city(cube: Cube, direction: str, people: list[float]) -> None:
    view = View(place="city", direction=direction)
    counts = colour_by_exchange(cube, view.but(measure="people"), LIGHT)
    rates = colour_by_exchange(cube, view, LIGHT)
    np.testing.assert_array_equal(counts.values, people)
    # per 1,000 of the *other* place, whose mean people are 2,000, 2,000 and 1,000
    np.testing.assert_array_equal(rates.values, np.array(people) / [2, 2, 1, 5])


@pytest.mark.parametrize(
    ("choices", "title"),
    [
        ({}, "Movers to The City per 1,000 people a year"),
        ({"direction": "out", "measure": "people"}, "Movers from The City, people a year"),
        ({"direction": "all"}, "Movers to and from The City per 1,000 people a year"),
        ({"data": "counted", "measure": "people"}, "Movers to The City, people, lifetime"),
    ],
)
def test_the_legend_names_measure_and_unit(cube: Cube, choices: dict[str, str], title: str) -> None:
    assert colour_by_exchange(cube, View(place="city").but(**choices), LIGHT).title == title


def test_net_views_are_diverging_and_name_their_ends(cube: Cube) -> None:
    colours = colour_by_exchange(cube, View(place="city", direction="net"), LIGHT)
    assert 0.0 in colours.classes.breaks
    assert colours.ends == ("loses", "gains")
    painted = paint(cube, View(place="city", direction="net"))
    assert painted["a"] in LIGHT.gain
    assert painted["c"] in LIGHT.loss


def test_hover_says_number_range_rate_and_evidence(cube: Cube) -> None:
    sentences = colour_by_exchange(cube, View(place="city"), LIGHT).sentences
    assert sentences[0] == (
        "<b>400</b> people a year move to The City<br>"
        f"range {400 // 2}–{400 * 2} · {1000 * 400 / 2000:.2f} per 1,000 here<br>modelled"
    )
    assert sentences[3] == ""  # the city itself


def test_a_loss_carries_true_minus_signs(cube: Cube) -> None:
    sentence = colour_by_exchange(cube, View(place="city", direction="net"), LIGHT).sentences[2]
    # the city gains 0 from c and loses 40, 20 to 80, to it
    assert sentence == (
        "<b>−40</b> people a year net gain of The City<br>range −80 to −20 · −40.00 per 1,000 here<br>modelled"
    )


def test_the_views_own_place_stands_out_and_the_hills_have_no_figures(cube: Cube) -> None:
    painted = paint(cube, View(place="city"))
    assert painted["city-east"] == painted["city-west"] == LIGHT.subject
    assert painted["hills"] == LIGHT.no_data
    assert {painted["a"], painted["b"], painted["c"]} <= set(LIGHT.places)
    assert painted["a"] != painted["c"]  # 200 against 0 of 1,000


def test_places_that_were_not_counted_are_not_taken_for_the_views_own(cube: Cube) -> None:
    view = View(place="city", data="counted")
    painted = paint(cube, view)
    assert painted["b"] in LIGHT.places
    assert painted["city-east"] == LIGHT.subject
    assert painted["a"] == painted["c"] == LIGHT.home
    assert painted["hills"] == LIGHT.no_data
    sentences = colour_by_exchange(cube, view, LIGHT).sentences
    assert sentences[0] == "Not published for this place"
    # 60 to 80 of the 2,000 people counted in 1998
    assert sentences[1] == (
        "<b>70</b> lifetime migrants move to The City<br>range 60–80 · 35.00 per 1,000 here<br>derived"
    )


def test_a_modelled_nothing_is_a_number_not_a_gap(cube: Cube) -> None:
    view = View(place="city")
    assert colour_by_exchange(cube, view, LIGHT).sentences[2] == (
        "<b>0</b> people a year move to The City<br>range 0 · 0.00 per 1,000 here<br>modelled"
    )
    assert paint(cube, view)["c"] == LIGHT.places[0]


def test_the_trace_carries_codes_to_open_and_addresses_of_geometry_only(cube: Cube) -> None:
    trace = build_place_trace(cube, colour_by_exchange(cube, View(place="a"), LIGHT), LIGHT, geojson="geo/x.json")
    assert trace["type"] == "choroplethmap"
    assert trace["geojson"] == "geo/x.json"
    assert trace["locations"] == ["a", "b", "c", "city-east", "city-west", "hills"]
    # a click on either half of the city opens the city; one on the hills opens nothing
    assert trace["customdata"] == ["a", "b", "c", "city", "city", ""]


def test_hover_names_the_place_in_both_scripts_and_the_unit_it_is_counted_in(cube: Cube) -> None:
    trace = build_place_trace(cube, colour_by_exchange(cube, View(place="a"), LIGHT), LIGHT, geojson="geo/x.json")
    text = dict(zip(trace["locations"], trace["hovertext"], strict=True))
    assert text["a"] == "<b>A Town</b>  الف"
    assert text["city-east"].startswith("<b>City East</b><br>counted as The City<br><b>5</b> people a year")
    assert text["hills"] == "<b>The Hills</b><br>No census figures carried for this place"


def test_without_a_measure_every_place_has_the_plain_colour(cube: Cube) -> None:
    trace = build_place_trace(cube, None, LIGHT, geojson="geo/x.json")
    assert trace["z"] == [1, 1, 1, 1, 1, 0]
    assert [colour for _, colour in trace["colorscale"]][:4] == [LIGHT.no_data] * 2 + [LIGHT.home] * 2


def test_the_colour_scale_is_steps(cube: Cube) -> None:
    trace = build_place_trace(cube, colour_by_exchange(cube, View(place="a"), LIGHT), LIGHT, geojson="geo/x.json")
    positions = [position for position, _ in trace["colorscale"]]
    assert (positions[0], positions[-1]) == (0, 1)
    assert positions == sorted(positions)
    # one step each for no figures, no value, the view's own place, and the classes
    classes = colour_by_exchange(cube, View(place="a"), LIGHT).classes
    assert len(positions) == 2 * (1 + 1 + 1 + len(classes.colours))


def test_balance_is_on_the_finer_units(cube: Cube) -> None:
    colours = colour_by_balance(cube, View(question="balance"), LIGHT)
    # the city's halves: 300 and 155 people a year among a mean of 2,000 and 3,000
    assert colours.values.tolist() == pytest.approx(
        [1000 * -275 / 2000, 1000 * -160 / 2000, 1000 * -20 / 1000, 1000 * 300 / 2000, 1000 * 155 / 3000]
    )
    assert colours.title == "Net migration per 1,000 people a year"
    painted = paint(cube, View(question="balance"))
    assert painted["a"] in LIGHT.loss
    assert painted["city-east"] in LIGHT.gain
    assert painted["hills"] == LIGHT.no_data


def test_balance_in_people(cube: Cube) -> None:
    colours = colour_by_balance(cube, View(question="balance", measure="people"), LIGHT)
    assert colours.values.tolist() == [-275, -160, -20, 300, 155]
    assert colours.title == "Net migration, people a year"
    assert colours.sentences[3] == (
        "<b>+300</b> people a year, net<br>range +250 to +350 · +150.0 per 1,000<br>derived from two censuses"
    )
    assert colours.sentences[2] == (
        "<b>−20</b> people a year, net<br>range −70 to +30 · −20.0 per 1,000<br>derived from two censuses"
    )


@pytest.mark.parametrize("measure", ["rate", "people"])
def test_a_fixed_scale_has_the_same_classes_for_every_place_and_period(cube: Cube, measure: str) -> None:
    fixed = View(scale="fixed", measure=measure)
    flows = [colour_by_exchange(cube, fixed.but(place=place), LIGHT).classes for place in ("a", "b", "city")]
    assert flows[0] == flows[1] == flows[2]
    balances = [
        colour_by_balance(cube, fixed.but(question="balance", period=period), LIGHT).classes for period in cube.balance
    ]
    assert balances[0] == balances[1] == balances[2]


def test_an_adaptive_scale_suits_the_view(cube: Cube) -> None:
    view = View(measure="people")
    assert (
        colour_by_exchange(cube, view.but(place="city"), LIGHT).classes
        != colour_by_exchange(cube, view.but(place="b"), LIGHT).classes
    )


def test_an_empty_place_has_no_rate_to_say(cube: Cube) -> None:
    people = {year: np.zeros(4) for year in (1998, 2017, 2023)}
    empty = replace(cube, flow_units=replace(cube.flow_units, people=people))
    sentence = colour_by_exchange(empty, View(place="city"), LIGHT).sentences[0]
    assert sentence == "<b>400</b> people a year move to The City<br>range 200–800<br>modelled"
