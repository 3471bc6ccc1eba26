"""What the censuses and the list of towns know about the places a table names."""

from __future__ import annotations

import pandas as pd
import pytest

import flows
from flows import IndicatorError
from flows.known_places import find_distances, find_population, find_zonings


def people(year: int, level: str = "district") -> pd.Series:
    return flows.census(year, level=level).set_index("code")["people"]


@pytest.mark.parametrize(
    ("known", "years"),
    [
        ({}, [2023]),
        ({"vintage": "2017"}, [2017]),
        ({"period": "2020-03"}, [2023]),
        ({"period": "2019"}, [2017]),
        ({"period": "1998–2023"}, [1998, 2023]),
        ({"period": "2018-2022"}, [2017, 2023]),
    ],
)
def test_people_at_the_time_of_the_moves(known: dict[str, str], years: list[int]) -> None:
    found = find_population(["lahore", "quetta"], **known)
    mean = sum(people(year)["lahore"] for year in years) / len(years)
    assert found["lahore"] == pytest.approx(mean)


def test_the_declared_place_set_is_looked_at_first() -> None:
    # Karachi is one city and seven districts; Lahore is both
    found = find_population(["karachi", "lahore"], vintage="cities")
    assert found["karachi"] == people(2023, "cities")["karachi"]


def test_a_place_no_census_has_is_named() -> None:
    with pytest.raises(IndicatorError, match="no census has the people of atlantis; give a population"):
        find_population(["lahore", "atlantis"])


def test_kilometres_between_main_towns() -> None:
    km = find_distances(["lahore", "karachi", "quetta"])
    assert km.index.to_list() == km.columns.to_list() == ["lahore", "karachi", "quetta"]
    # 31.56 N 74.35 E and 24.86 N 67.01 E: 6.7° of latitude and 6.6° of longitude at 28° N, about 1,030 km
    assert km.loc["lahore", "karachi"] == pytest.approx(1030, abs=15)
    assert km.loc["karachi", "lahore"] == km.loc["lahore", "karachi"]


def test_a_place_without_a_known_town_is_named() -> None:
    with pytest.raises(IndicatorError, match="the main town of punjab is not known; give the distances"):
        find_distances(["punjab"])


def test_division_and_province_of_every_city() -> None:
    cities = sorted(people(2023, "cities").index)
    zonings = find_zonings(cities)
    assert list(zonings) == ["division", "province"]
    assert zonings["division"]["okara"] == "sahiwal-division"
    assert zonings["province"]["karachi"] == "sindh"
    assert len(set(zonings["province"].values())) == 5


def test_a_place_over_two_divisions_goes_where_most_of_it_lives() -> None:
    # the districts of Sibi-Kachhi lie in the divisions of Sibi and Nasirabad
    people_of = people(2023)
    larger = "sibi" if people_of["sibi"] > people_of["kachhi"] else "kachhi"
    expected = find_zonings([larger])["division"][larger]
    assert find_zonings(["sibi-kachhi", "karachi"])["division"]["sibi-kachhi"] == expected


def test_unknown_places_have_no_zoning() -> None:
    with pytest.raises(IndicatorError, match="the division of atlantis is not known"):
        find_zonings(["lahore", "atlantis"])
