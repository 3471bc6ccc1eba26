"""Net migration by the residual method: the design's checks, and the arithmetic on paper."""

from __future__ import annotations

import math

import pytest

import flows
from flows import UnknownDatasetError
from flows.census import years_between
from flows.net_migration import CAVEAT, NET_LEVELS, PERIODS


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", NET_LEVELS)
def test_the_country_is_closed_so_the_nets_sum_to_zero(period, level):
    table = flows.net_migration(*period, level=level)
    assert abs(table["net"].sum()) < 1e-6
    assert (table["low"] <= table["net"]).all()
    assert (table["net"] <= table["high"]).all()
    assert list(table.columns) == ["code", "net", "low", "high"]
    assert table["code"].tolist() == flows.census(2023, level=level)["code"].tolist()


def test_lahore_by_hand():
    growth = 241_499_431 / 132_352_279  # the country's, 1998 to 2023
    years = 9130 / 365.25
    expected = (13_004_135 - 6_340_114 * growth) / years
    table = flows.net_migration(1998, 2023).set_index("code")
    assert table.loc["lahore", "net"] == pytest.approx(expected)
    assert expected == pytest.approx(57_428, abs=1)


@pytest.mark.parametrize(
    ("unit", "thousands"),
    [("lahore", 57), ("quetta", 47), ("islamabad", 36), ("faisalabad", -33), ("okara", -22)],
)
def test_1998_to_2023_is_what_the_design_says(unit, thousands):
    table = flows.net_migration(1998, 2023).set_index("code")
    assert round(table.loc[unit, "net"] / 1000) == thousands


def test_periods_follow_one_another_when_the_growth_between_is_allowed_for():
    """Who came by 2017 is there in 2023, grown like the country: t₁·net₁·R₂ + t₂·net₂ = t·net."""
    first, second, whole = (flows.net_migration(*period).set_index("code")["net"] for period in PERIODS)
    t1, t2, t = (years_between(*period) for period in PERIODS)
    growth = 241_499_431 / 207_684_626
    assert (t1 * first * growth + t2 * second - t * whole).abs().max() < 1e-6


def test_levels_add_up():
    units = flows.net_migration(1998, 2023).set_index("code")
    six = ["karachi-central", "karachi-east", "karachi-south", "karachi-west-keamari", "korangi", "malir"]
    cities = flows.net_migration(1998, 2023, level="cities").set_index("code")
    assert cities.loc["karachi", "net"] == pytest.approx(units.loc[six, "net"].sum())
    provinces = flows.net_migration(1998, 2023, level="province").set_index("code")
    assert provinces.loc["islamabad-capital-territory", "net"] == pytest.approx(units.loc["islamabad", "net"])


def test_the_range_holds_the_closed_province():
    """Closed, with its own growth, Sindh as a whole neither gains nor loses: 0 is inside its range."""
    table = flows.net_migration(1998, 2023, level="province").set_index("code")
    for province in ("sindh", "balochistan", "khyber-pakhtunkhwa"):
        assert table.loc[province, "low"] <= 1e-6
        assert table.loc[province, "high"] >= -1e-6


def test_islamabad_is_closed_with_punjab_so_its_migration_does_not_vanish():
    assert flows.net_migration(1998, 2023).set_index("code").loc["islamabad", "low"] > 30_000


@pytest.mark.parametrize(("period", "factor"), list(zip(PERIODS, (0.79, 0.93, 0.73), strict=True)))
def test_how_much_of_the_net_moved_rather_than_was_born_there(period, factor):
    table = flows.net_migration(*period)
    grown = table.attrs["national_rate"] * table.attrs["years"]
    assert grown / (math.exp(grown) - 1) == pytest.approx(factor, abs=0.005)


def test_the_warning_goes_with_the_numbers():
    attrs = flows.net_migration("2017", "2023").attrs
    assert attrs["caveat"] == CAVEAT
    assert "Balochistan and Karachi" in CAVEAT
    assert (attrs["evidence"], attrs["kind"], attrs["period"]) == ("derived", "net", "2017–2023")
    assert attrs["national_rate"] == pytest.approx(math.log(241_499_431 / 207_684_626) / (2177 / 365.25))


@pytest.mark.parametrize(
    ("start", "end", "level", "words"),
    [
        (2017, 1998, "units", "no net migration for 2017–1998"),
        (1998, 2020, "units", "1998–2020"),
        (1998, 2023, "district", "by 'district'"),
        (1951, 1961, "tehsil", "1951–1961.*'tehsil'"),
    ],
)
def test_what_cannot_be_derived_is_told(start, end, level, words):
    with pytest.raises(UnknownDatasetError, match=words):
        flows.net_migration(start, end, level=level)
