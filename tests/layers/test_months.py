"""Who is where, month by month, on the places drawn: nobody is lost. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.monthly import Months
from flows.seasonal_model import load_season_model
from layers import ViewError
from layers.atlas import Atlas
from layers.cube import Cube
from layers.months import MonthTable, choose_season, place_months, simulate_months
from tests.layers.tiny_world import make_cube, make_seasons

A, B, C, CITY = range(4)
NAN = float("nan")


def make_months(people: list[list[float]], pairs: list[tuple[str, str]], **stated: Any) -> Months:
    """Make a monthly table of those present elsewhere: one row a month from January 2024, one column a pair."""
    codes = tuple(sorted({code for pair in pairs for code in pair}))
    origins = np.array([codes.index(origin) for origin, _ in pairs], dtype=np.intp)
    destinations = np.array([codes.index(destination) for _, destination in pairs], dtype=np.intp)
    counts = np.array(people, dtype=float).reshape(-1, len(pairs))
    change = np.zeros((len(counts), len(codes)))
    for column in range(len(pairs)):
        change[:, destinations[column]] += counts[:, column]
        change[:, origins[column]] -= counts[:, column]
    given = {"labels": tuple(f"2024-{month:02d}" for month in range(1, len(counts) + 1)), "kind": "stock"}
    given |= {"evidence": "counted", "source": "a survey of four places", **stated}
    return Months(codes=codes, origins=origins, destinations=destinations, people=counts, change=change, **given)


def test_the_scenario_of_the_tiny_world(cube: Cube) -> None:
    table = simulate_months(cube, make_seasons(), 10)
    # A tenth of A's 3,000 leave in July, at 40 °C; at 36 °C it is 6 of the 10 degrees above 30, so 180 of the 300.
    assert table.people[:, 0].tolist() == [0, 0, 0, 0, 0, 180, 300, 180, 0, 0, 0, 0]
    assert (table.origins.tolist(), table.destinations.tolist(), table.seasons) == ([A], [CITY], ("summer",))
    assert table.change[6].tolist() == [-300, 0, 0, 300]
    assert table.labels[6] == "July"
    assert (table.kind, table.evidence, table.solid) == ("stock", "scenario", False)
    assert "A scenario, not a finding" in table.caveat


@pytest.mark.parametrize(("share", "july"), [(0, 0), (1, 30), (10, 300), (50, 1500)])
def test_the_reader_sets_the_share(cube: Cube, share: int, july: int) -> None:
    assert simulate_months(cube, make_seasons(), share).people[6].tolist() == [july]


@pytest.mark.parametrize("share", [0, 10, 50])
def test_nobody_is_lost_or_doubled_in_any_month(atlas: Atlas, share: int) -> None:
    table = simulate_months(atlas.cube, load_season_model(), share)
    present = atlas.cube.flow_units.people[2023] + table.change
    # the census of 2023, in every one of twelve months
    assert present.sum(axis=1).tolist() == [241_499_431] * 12
    assert (present >= 0).all()
    assert table.months == tuple(range(1, 13))
    # and what a place gains is what the pairs say
    for unit in range(present.shape[1]):
        hosted = table.people[:, table.destinations == unit].sum(axis=1)
        away = table.people[:, table.origins == unit].sum(axis=1)
        assert (table.change[:, unit] == hosted - away).all()


def test_a_pair_within_one_unit_is_no_movement(cube: Cube) -> None:
    # east and west are one city here: 5 and 7 from A are 12, and the 9 between them are none
    months = make_months([[5, 7, 9]], [("a", "city-east"), ("a", "city-west"), ("city-east", "city-west")])
    table = place_months(cube, months)
    assert (table.origins.tolist(), table.destinations.tolist()) == ([A], [CITY])
    assert table.people.tolist() == [[12]]
    assert table.change.tolist() == [[-12, 0, 0, 12]]


def test_pairs_of_two_seasons_stay_apart(cube: Cube) -> None:
    months = make_months([[5, 7]], [("a", "city-east"), ("a", "city-west")])
    table = place_months(cube, months, seasons=("summer", "winter"))
    assert table.seasons == ("summer", "winter")
    assert table.people.tolist() == [[5, 7]]
    assert table.change.tolist() == [[-12, 0, 0, 12]]


def test_a_table_keeps_what_it_states(cube: Cube) -> None:
    months = make_months([[5]], [("a", "b")], unit="households", caveat="Beware of this.", evidence="surveyed")
    table = place_months(cube, months)
    assert (table.source, table.unit, table.caveat) == ("a survey of four places", "households", "Beware of this.")
    assert (table.labels, table.months, table.seasons) == (("January 2024",), (1,), ("",))
    assert place_months(cube, make_months([[5]], [("a", "b")], evidence=None)).evidence == "not declared"


@pytest.mark.parametrize(
    ("evidence", "solid"),
    [
        ("counted", True),
        ("surveyed", True),
        ("derived", False),
        ("modelled", False),
        ("scenario", False),
        (None, False),
    ],
)
def test_only_what_was_counted_is_drawn_so(cube: Cube, evidence: str | None, solid: bool) -> None:
    assert place_months(cube, make_months([[5]], [("a", "b")], evidence=evidence)).solid is solid


def test_a_withheld_number_hides_its_two_ends_and_no_other_place(cube: Cube) -> None:
    table = place_months(cube, make_months([[NAN, 20], [30, 20]], [("a", "b"), ("c", "city-east")]))
    np.testing.assert_array_equal(table.people, [[NAN, 20], [30, 20]])
    np.testing.assert_array_equal(table.change, [[NAN, NAN, -20, 20], [-30, 30, -20, 20]])


def test_a_sum_with_a_withheld_part_is_withheld(cube: Cube) -> None:
    table = place_months(cube, make_months([[NAN, 20]], [("a", "city-east"), ("a", "city-west")]))
    assert np.isnan(table.people).all()
    np.testing.assert_array_equal(table.change, [[NAN, 0, 0, NAN]])


def test_a_month_is_found_by_its_number_and_of_two_years_the_latest(cube: Cube) -> None:
    months = make_months([[1], [2], [3]], [("a", "b")], labels=("2023-07", "2024-06", "2024-07"))
    table = place_months(cube, months)
    assert table.labels == ("July 2023", "June 2024", "July 2024")
    assert (table.find_row(7), table.find_row(6)) == (2, 1)
    # a month that is not there is not known: it is not 0
    assert table.find_row(1) is None


def test_a_place_that_is_not_on_the_map_is_refused(cube: Cube) -> None:
    with pytest.raises(ViewError, match="place='atlantis' is not a place of this atlas"):
        place_months(cube, make_months([[5]], [("a", "atlantis")]))


def make_both(cube: Cube) -> MonthTable:
    """Make a scenario of two months: A goes to the city in January, 30, and in February B, 20."""
    months = make_months([[30, 0], [0, 20]], [("a", "city"), ("b", "city")], evidence="scenario")
    return place_months(cube, months, seasons=("summer", "winter"))


def test_a_season_keeps_its_pairs_and_what_they_change(cube: Cube) -> None:
    table = make_both(cube)
    winter = choose_season(table, "winter")
    assert (winter.origins.tolist(), winter.seasons) == ([B], ("winter",))
    assert winter.people.tolist() == [[0], [20]]
    assert winter.change.tolist() == [[0, 0, 0, 0], [0, -20, 0, 20]]
    assert table.change.tolist() == [[-30, 0, 0, 30], [0, -20, 0, 20]]  # the whole is left as it was
    assert choose_season(table, "all") is table


@pytest.mark.parametrize("season", ["conflict", "study"])
def test_conflict_and_study_have_no_months(cube: Cube, season: str) -> None:
    table = choose_season(make_both(cube), season)
    assert (table.seasons, table.people.shape) == ((), (2, 0))
    assert not table.change.any()


def test_a_table_that_says_nothing_of_seasons_is_whole_in_each(cube: Cube) -> None:
    table = replace(make_both(cube), seasons=("", ""))
    assert choose_season(table, "winter") is table


PLACES = st.sampled_from(["a", "b", "c", "city-east", "city-west"])
PAIRS = st.lists(st.tuples(PLACES, PLACES).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=8, unique=True)


@given(pairs=PAIRS, data=st.data())
def test_law_everybody_who_leaves_a_unit_arrives_in_another(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    rows = st.lists(st.integers(0, 1000), min_size=len(pairs), max_size=len(pairs))
    months = make_months(data.draw(st.lists(rows, min_size=1, max_size=3)), pairs)
    table = place_months(make_cube(), months)
    assert (table.change.sum(axis=1) == 0).all()
    assert (table.origins != table.destinations).all()
    between = [column for column, pair in enumerate(pairs) if not all(code.startswith("city") for code in pair)]
    assert table.people.sum(axis=1).tolist() == months.people[:, between].sum(axis=1).tolist()
