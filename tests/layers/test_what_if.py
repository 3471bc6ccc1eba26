"""A scenario as numbers: who still moves, who stays, and who turns. The world is drawn in tiny_world.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.models.what_if import what_if
from layers import View, ViewError
from layers.cube import Cube
from layers.view import CHOICES, SPANS
from layers.what_if import Levers, Outcome, compute_outcome, find_places
from tests.layers.tiny_world import make_cube

PERIODS = CHOICES["period"]
LEVERS = Levers(decay=dict.fromkeys(PERIODS, 1.0), cities=(0, 3), origins=dict.fromkeys(PERIODS, (0, 1, 2)), notes={})
CODES = ["a", "b", "c", "city"]
A, B, C, CITY = range(4)

# Of those who leave B, two thirds go to A; everybody else has one way to go.
SIMPLE = [("b", "a", 100.0), ("b", "city", 50.0), ("c", "city", 30.0), ("city", "a", 20.0)]


@pytest.fixture
def simple(with_flows: Any) -> Cube:
    return with_flows(SIMPLE)


def run(cube: Cube, levers: Levers = LEVERS, **choices: Any) -> Outcome:
    return compute_outcome(cube, levers, View(question="whatif", place="city").but(**choices))


@pytest.mark.parametrize(
    ("choices", "power", "from_b", "stay"),
    [
        # twice as attractive: 100 to A against 2 · 50 to the city, so the 150 go half and half
        ({"change": "attraction", "amount": 100}, 1.0, (75, 75), 0),
        # half: 100 against 25, so 4 in 5 go to A
        ({"change": "attraction", "amount": -50}, 1.0, (120, 30), 0),
        # half the time is twice the weight where flows fall with distance, four times where with its square
        ({"change": "time", "amount": -50}, 1.0, (75, 75), 0),
        ({"change": "time", "amount": -50}, 2.0, (50, 100), 0),
        # and nothing where they do not fall
        ({"change": "time", "amount": -50}, 0.0, (100, 50), 0),
        # a tenth of B's 150 leavers stay, half as many more leave, or all stay
        ({"change": "retention", "amount": 10, "place": "b"}, 1.0, (90, 45), 15),
        ({"change": "retention", "amount": -50, "place": "b"}, 1.0, (150, 75), -75),
        ({"change": "retention", "amount": 100, "place": "b"}, 1.0, (0, 0), 150),
        # A and the city alike: their proportion is as before
        ({"change": "cities", "amount": 100}, 1.0, (100, 50), 0),
        # B keeps a tenth of its 150, C of its 30; from A nobody leaves
        ({"change": "origins", "amount": 10}, 1.0, (90, 45), 15 + 3),
    ],
)
def test_where_those_who_leave_go(
    simple: Cube, choices: dict[str, Any], power: float, from_b: tuple[float, float], stay: float
) -> None:
    levers = Levers(dict.fromkeys(PERIODS, power), LEVERS.cities, LEVERS.origins, {})
    outcome = run(simple, levers, **choices)
    assert outcome.after[B, [A, CITY]] == pytest.approx(from_b)
    assert outcome.stay.sum() == pytest.approx(stay)
    assert outcome.before.sum() == pytest.approx(100 + 50 + 30 + 20)
    assert outcome.after.sum() == pytest.approx(200 - stay)


def test_what_changes_by_place(simple: Cube) -> None:
    outcome = run(simple, change="attraction", amount=100)
    assert outcome.inflow == pytest.approx([-25, 0, 0, 25])
    assert outcome.outflow == pytest.approx([0, 0, 0, 0])
    assert outcome.net == pytest.approx([-25, 0, 0, 25])
    assert outcome.redirected == pytest.approx(25)
    # those who stay are taken from where they went
    outcome = run(simple, change="retention", amount=10, place="b")
    assert outcome.inflow == pytest.approx([-10, 0, 0, -5])
    assert outcome.outflow == pytest.approx([0, -15, 0, 0])
    assert outcome.net == pytest.approx([-10, 15, 0, -5])
    assert outcome.redirected == pytest.approx(0)


def test_places_that_turn(with_flows: Any) -> None:
    world = with_flows([("b", "a", 100.0), ("b", "city", 50.0), ("a", "b", 90.0), ("city", "c", 60.0)])
    # With the city doubled A has 75 coming and 90 leaving, where it had 100; the city 75 and 60, where it had 50.
    assert run(world, amount=100).turned == ((CITY,), (A,))
    # at a tenth A still gains: 100 and 55 share 150, so 96.8 come to it, and 53.2 to the city
    assert run(world, amount=10).turned == ((), ())


def test_a_place_in_balance_does_not_turn(with_flows: Any) -> None:
    # A has 100 coming and leaving: it leaves nought, it does not cross it
    world = with_flows([("b", "a", 100.0), ("b", "city", 50.0), ("a", "b", 100.0)])
    assert run(world, amount=100).turned == ((), ())


def test_which_places_are_changed(cube: Cube) -> None:
    view = View(question="whatif", place="c")
    for change in ("attraction", "retention", "time"):
        assert find_places(cube, LEVERS, view.but(change=change)) == (C,)
    assert find_places(cube, LEVERS, view.but(change="cities")) == (0, 3)
    levers = Levers({}, (), {"1998-2017": (1,), "2017-2023": (2, 1)}, {})
    assert find_places(cube, levers, view.but(change="origins", period="2017-2023")) == (2, 1)
    with pytest.raises(ViewError, match="place='atlantis' is not a place with figures"):
        find_places(cube, LEVERS, view.but(place="atlantis"))


def test_the_estimate_of_the_period_is_changed(cube: Cube) -> None:
    later, before = run(cube, period="2017-2023"), run(cube, period="1998-2017")
    assert later.before == pytest.approx(4 * before.before)
    assert later.net == pytest.approx(4 * before.net)


@pytest.mark.parametrize("change", CHOICES["change"])
def test_an_amount_of_0_changes_nothing_to_the_last_bit(cube: Cube, change: str) -> None:
    outcome = run(cube, change=change, amount=0)
    assert np.array_equal(outcome.after, outcome.before)
    assert not outcome.stay.any()
    assert outcome.turned == ((), ())


@pytest.mark.parametrize("change", CHOICES["change"])
@pytest.mark.parametrize("amount", SPANS["amount"])
def test_a_world_in_which_nobody_moves_stays_so(still_cube: Cube, change: str, amount: int) -> None:
    outcome = run(still_cube, change=change, amount=amount)
    assert not outcome.after.any()
    assert outcome.redirected == 0


FLOWS = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(0, 100_000)).filter(
        lambda row: row[0] != row[1]
    ),
    max_size=12,
)
AMOUNTS = st.integers(*SPANS["amount"])


@given(flows=FLOWS, change=st.sampled_from(CHOICES["change"]), amount=AMOUNTS, place=st.sampled_from(CODES))
def test_law_nobody_is_lost(with_flows: Any, flows: list[Any], change: str, amount: int, place: str) -> None:
    outcome = run(with_flows(flows), change=change, amount=amount, place=place)
    total = outcome.before.sum()
    assert outcome.after.sum() + outcome.stay.sum() == pytest.approx(total)
    assert outcome.net.sum() == pytest.approx(0, abs=1e-6 * max(total, 1))
    assert (outcome.after >= 0).all()
    # how many leave a place changes only by those who stay there
    assert outcome.outflow == pytest.approx(-outcome.stay, abs=1e-6 * max(total, 1))


LEVER = {"attraction": "attraction", "cities": "attraction", "retention": "retention", "origins": "retention"}


@pytest.mark.parametrize("change", CHOICES["change"])
@pytest.mark.parametrize("amount", [-50, 35, 100])
def test_the_atlas_and_the_library_say_the_same(change: str, amount: int) -> None:
    cube = make_cube()
    outcome = run(cube, change=change, amount=amount)
    lever = LEVER.get(change, "travel_time")
    value = amount / 100 if lever == "retention" else 1 + amount / 100
    table = pd.DataFrame(cube.matrices["1998-2023"].people, CODES, CODES)
    scenario = what_if(
        table,
        **{lever: {CODES[row]: value for row in outcome.places}},
        decay=1.0 if change == "time" else None,
    )
    assert outcome.after == pytest.approx(scenario.matrix.to_numpy())
    assert outcome.stay == pytest.approx(scenario.stay.to_numpy())
    assert outcome.redirected == pytest.approx(scenario.redirected)
    assert outcome.net == pytest.approx(scenario.changes["net"].to_numpy())
