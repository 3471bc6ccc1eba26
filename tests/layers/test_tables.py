"""The tables beside the flows: levers of a scenario, gravity model, measures. The world is in tiny_world.py."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from flows._carried import read_carried
from flows.models.what_if_presets import presets
from layers import View
from layers.atlas import Atlas
from layers.controls import STARTS, build_controls
from layers.cube import Cube
from layers.screen import Screen
from layers.tables import load_fits, load_levers, load_measures
from layers.view import CHOICES
from layers.what_if import find_places
from tests.layers.read_page import find, follow, links
from tests.layers.tiny_world import PEOPLE

PERIODS = CHOICES["period"]


def test_the_places_that_lose_most_are_those_of_the_carried_scenario(atlas: Atlas) -> None:
    cube = atlas.cube
    codes = list(cube.flow_units.codes)
    levers = load_levers(cube, load_fits(cube))
    (row,) = (row for row in read_carried("scenarios.csv").to_dict("records") if row["rule"] == "losing")
    for period, places in levers.origins.items():
        matrix = pd.DataFrame(cube.matrices[period].people, codes, codes)
        assert [codes[at] for at in places] == list(presets(matrix)["investment-at-origin"].retention)
        assert len(places) == row["high"] - row["low"] + 1
        # each loses more than any place that is not among them
        net = cube.matrices[period].people.sum(axis=0) - cube.matrices[period].people.sum(axis=1)
        assert max(net[list(places)]) < min(np.delete(net, places))
        assert find_places(cube, levers, View(question="whatif", change="origins", period=period)) == places
    assert set(levers.origins) == set(PERIODS)


def test_the_intermediate_cities_are_those_of_the_carried_scenario(atlas: Atlas) -> None:
    cube = atlas.cube
    levers = load_levers(cube, load_fits(cube))
    names = [cube.flow_units.names[at] for at in levers.cities]
    assert {"Sargodha", "Sialkot", "Bahawalpur", "Sukkur"} <= set(names)
    assert not {"Karachi", "Lahore", "Islamabad", "Faisalabad", "Quetta", "Peshawar"} & set(names)
    assert len(set(names)) == len(names)
    for change, title in (
        ("cities", "Intermediate cities half as attractive"),
        ("origins", "The ten places that lose"),
    ):
        assert levers.notes[change].startswith(f"It starts from “{title}")
        assert "our assumption" in levers.notes[change]


def test_in_a_world_of_other_places_there_are_no_intermediate_cities(cube: Cube) -> None:
    levers = load_levers(cube, load_fits(cube))
    assert levers.cities == ()
    # A loses 430 − 155, B 200 − 40, C 80 − 60; the city gains
    assert levers.origins == dict.fromkeys(PERIODS, (0, 1, 2))
    # these few flows rise with distance, and travel time then changes nothing
    assert levers.decay == dict.fromkeys(PERIODS, 0.0)


def test_where_nobody_loses_there_is_nothing_to_keep(cube: Cube) -> None:
    round_trip = replace(cube, matrices={p: replace(m, people=PEOPLE + PEOPLE.T) for p, m in cube.matrices.items()})
    assert load_levers(round_trip, load_fits(round_trip)).origins == dict.fromkeys(PERIODS, ())


def test_a_change_starts_from_the_amount_of_the_carried_scenario() -> None:
    rows = {row["name"]: row for row in read_carried("scenarios.csv").to_dict("records")}
    assert STARTS["cities"] == pytest.approx(100 * (rows["intermediate-cities"]["value"] - 1))
    assert STARTS["origins"] == pytest.approx(100 * rows["investment-at-origin"]["value"])
    assert STARTS["time"] == pytest.approx(100 * (rows["roads-of-intermediate-cities"]["value"] - 1))
    assert set(STARTS) == set(CHOICES["change"])


def test_the_controls_lead_to_those_amounts() -> None:
    view = View(question="whatif", place="multan", amount=-35)
    group = find(build_controls(view, choices=("estimate",)), "group")[0]
    opened = {follow(link).change: follow(link) for link in links(group)}
    # the change that is shown keeps the reader's amount
    assert opened["attraction"] == view
    assert {change: other.amount for change, other in opened.items() if change != "attraction"} == {
        change: amount for change, amount in STARTS.items() if change != "attraction"
    }


def test_the_gravity_model_gives_every_place_its_arrivals_and_leavers(atlas: Atlas) -> None:
    for period, fit in load_fits(atlas.cube).items():
        people = atlas.cube.matrices[period].people
        assert fit.people.sum(axis=0) == pytest.approx(people.sum(axis=0), rel=1e-6)
        assert fit.people.sum(axis=1) == pytest.approx(people.sum(axis=1), rel=1e-6)
        assert not np.diagonal(fit.people).any()
        # flows fall with distance, and the two have most of the movers in common
        assert -1 < fit.beta < 0
        assert 0.5 < fit.statistics["cpc"] < 1
        assert fit.common.shape == (2, len(people))


def test_the_common_part_of_a_place_is_of_its_arrivals_and_then_of_its_leavers(cube: Cube) -> None:
    fit = load_fits(cube)["1998-2023"]
    # what estimate and model have in common, over their mean, which is the estimate: margins are the same
    both = np.minimum(PEOPLE, fit.people)
    assert fit.common[0] == pytest.approx(both.sum(axis=0) / PEOPLE.sum(axis=0), rel=1e-6)
    assert fit.common[1] == pytest.approx(both.sum(axis=1) / PEOPLE.sum(axis=1), rel=1e-6)
    assert fit.statistics["cpc"] == pytest.approx(both.sum() / PEOPLE.sum(), rel=1e-6)


def test_the_measures_are_of_each_periods_estimate(atlas: Atlas) -> None:
    cube = atlas.cube
    measures = load_measures(cube)
    assert set(measures) == set(PERIODS)
    for period, found in measures.items():
        values = {measure.name: measure.value for measure in found.measures}
        people = cube.matrices[period].people
        start, end = (cube.flow_units.people[int(year)].sum() for year in period.split("-"))
        # of 100 people, how many move in a year
        assert values["crude_migration_intensity"] == pytest.approx(100 * people.sum() / ((start + end) / 2))
        net = np.abs(people.sum(axis=0) - people.sum(axis=1)).sum()
        assert values["migration_effectiveness"] == pytest.approx(100 * net / (2 * people.sum()))
        assert all(measure.sentence and measure.help for measure in found.measures)
        zones = [row[0] for row in found.steps]
        assert zones == sorted(zones)


@pytest.mark.parametrize("change", CHOICES["change"])
def test_every_scenario_starts_with_a_picture(atlas: Atlas, change: str) -> None:
    view = View(question="whatif", place="faisalabad", change=change, amount=STARTS[change])
    picture = atlas.draw(view, Screen())
    assert picture.flow_trace == 1
    assert re.search(r"\d", picture.finding.headline)
