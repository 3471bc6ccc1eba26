"""Tehsils and their circles: one for each known point, and no point is invented."""

from __future__ import annotations

import math

import numpy as np
import pytest

from flows.census import years_between
from layers.tehsils import Tehsil, merge_points

NOWHERE = (math.nan, math.nan)
CITY = Tehsil("a", "The whole town", "", 70.0, 30.0)
OLD = Tehsil("a-old", "Old Town", "a", 70.0, 30.0, 1000, 1100, 1.6)
NEW = Tehsil("a-new", "New Town", "a", 70.1, 30.0, 1000, 1400, 5.8)
BEYOND = Tehsil("b-all", "Beyond", "b", 70.2, 30.1, 500, 525, 0.8)


def test_a_tehsil_stands_for_itself_and_knows_what_it_added() -> None:
    assert OLD.codes == ("a-old",)
    assert OLD.added == 1100 - 1000
    assert math.isnan(Tehsil("b-split", "Split", "b", *NOWHERE, math.nan, 300).added)


def test_apart_they_stay_themselves_most_people_added_first() -> None:
    shrunk = Tehsil("b-less", "Less", "b", 70.3, 30.1, 500, 300, -8.2)
    # 400 added, 200 lost, 100 and 25 added
    assert merge_points([OLD, BEYOND, shrunk, NEW], ("a",), CITY) == [NEW, shrunk, OLD, BEYOND]


def test_tehsils_at_one_point_are_one_circle() -> None:
    here = Tehsil("a-mid", "Middle", "a", OLD.lon, OLD.lat, 1000, 1300, 4.5)
    first, second, last = merge_points([OLD, here, NEW, BEYOND], ("a",), CITY)
    # 100 + 300 added at one point, as many as New Town's 400
    assert {first.name, second.name} == {"Old Town and Middle", "New Town"}
    assert last is BEYOND
    both = first if first.merged else second
    assert both.codes == ("a-old", "a-mid")
    assert (both.lon, both.lat) == (OLD.lon, OLD.lat)
    assert (both.people_2017, both.people_2023, both.added) == (2000, 2400, 400)
    assert both.growth == pytest.approx(100 * ((2400 / 2000) ** (1 / years_between(2017, 2023)) - 1))
    assert OLD.growth < both.growth < here.growth


def test_three_at_one_point_are_named_by_the_first_and_how_many_more() -> None:
    others = [Tehsil(f"a-{at}", f"T{at}", "a", OLD.lon, OLD.lat, 100, 110, 1.6) for at in range(2)]
    (circle,) = merge_points([OLD, *others], ("a",), CITY)
    assert circle.name == "Old Town and 2 more"
    assert circle.codes == ("a-old", "a-0", "a-1")


def test_beyond_the_city_a_tehsil_without_a_point_is_not_drawn() -> None:
    lost = Tehsil("b-lost", "Lost", "b", *NOWHERE, 100, 200, 12.2)
    assert merge_points([NEW, lost, BEYOND], ("a",), CITY) == [NEW, BEYOND]


@pytest.mark.parametrize(
    ("points", "circles"),
    [
        ([True, True, True], ["T0", "T1", "T2"]),
        ([True, True, False], ["T0", "T1"]),
        ([True, False], ["T0"]),  # just half
        # fewer than half are known: the city is one circle, and no point is invented
        ([True, False, False], ["The whole town"]),
        ([False, False, False], ["The whole town"]),
        ([False], ["The whole town"]),
        ([], []),
    ],
)
def test_a_city_of_few_known_points_is_one_circle(points: list[bool], circles: list[str]) -> None:
    tehsils = [
        Tehsil(f"a-{at}", f"T{at}", "a", *((70 + at / 10, 30.0) if known else NOWHERE), 100, 130 - at, 4.5)
        for at, known in enumerate(points)
    ]
    merged = merge_points(tehsils, ("a",), CITY)
    assert [tehsil.name for tehsil in merged] == circles
    assert np.isfinite([(tehsil.lon, tehsil.lat) for tehsil in merged]).all()
    if circles == ["The whole town"]:
        assert (merged[0].lon, merged[0].lat) == (70.0, 30.0)
        assert merged[0].codes == tuple(f"a-{at}" for at in range(len(points)))
        assert merged[0].added == sum(tehsil.added for tehsil in tehsils)


def test_what_lies_beyond_a_city_of_one_circle_is_drawn_as_it_is() -> None:
    lost = Tehsil("a-lost", "Lost", "a", *NOWHERE, 100, 200, 12.2)
    town, beyond = merge_points([lost, BEYOND], ("a",), CITY)
    assert (town.name, town.codes) == ("The whole town", ("a-lost",))
    assert beyond is BEYOND
