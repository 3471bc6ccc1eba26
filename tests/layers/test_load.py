"""From the tables of `flows` to the places drawn: sums only, and every person is kept. Uses the carried data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import boundaries
import flows
from boundaries.tables import read_table
from flows.estimation import estimate
from flows.fragments import observed_flows
from layers import LayerError
from layers.__main__ import main
from layers.atlas import Atlas
from layers.cube import Cube
from layers.load import PERIODS, load_cube

in_every_period = pytest.mark.parametrize("period", PERIODS)


@pytest.fixture(scope="module")
def real(atlas: Atlas) -> Cube:
    return atlas.cube


@pytest.mark.parametrize(
    ("year", "people"),
    [(1998, 132_352_279), (2017, 207_684_626), (2023, 241_499_431)],  # Pakistan Bureau of Statistics
)
def test_every_person_of_a_census_is_in_one_place(real: Cube, year: int, people: int) -> None:
    assert real.flow_units.people[year].sum() == people
    assert real.balance_units.people[year].sum() == people


@in_every_period
def test_what_places_gain_others_lose(real: Cube, period: str) -> None:
    table = flows.net_migration(*period.split("-"), level="units")
    net, low, high = real.balance[period]
    assert net.sum() == pytest.approx(table["net"].sum(), abs=1e-6) == pytest.approx(0, abs=1e-6)
    assert ((low <= net) & (net <= high)).all()


@in_every_period
def test_a_places_balance_is_what_the_estimate_was_made_to_meet(real: Cube, period: str) -> None:
    """So the key figure "net gain", derived, and the flows, modelled, are of one world."""
    net, low, high = real.flow_balance[period]
    assert net.shape == low.shape == high.shape == (len(real.flow_units.codes),)
    np.testing.assert_allclose(net, real.matrices[period].net[0], atol=0.5)
    assert ((low <= net) & (net <= high)).all()


@in_every_period
def test_the_range_of_a_balance_is_of_the_place_not_a_sum_of_ranges(real: Cube, period: str) -> None:
    """Other rates of increase raise some parts and lower others: ranges of parts do not add up to the whole's."""
    table = flows.net_migration(*period.split("-"), level="bundled").set_index("code")
    for units, balance in ((real.flow_units, real.flow_balance), (real.balance_units, real.balance)):
        for name, part in zip(("net", "low", "high"), balance[period], strict=True):
            np.testing.assert_array_equal(part, table[name].reindex(units.codes))


@in_every_period
def test_merging_units_loses_only_the_moves_inside_them(real: Cube, period: str) -> None:
    table = estimate(*period.split("-")).table
    home = {part: unit["code"] for unit in real.manifest["view_units"] for part in unit["units"]}
    same = table["origin"].map(lambda code: home.get(code, code)) == table["destination"].map(
        lambda code: home.get(code, code)
    )
    for name in ("people", "low", "high"):
        drawn = getattr(real.matrices[period], name)
        assert drawn.sum() == pytest.approx(table.loc[~same, name].sum(), rel=1e-12)
        assert drawn.diagonal().sum() == 0


@in_every_period
def test_totals_are_the_sums_of_the_flows(real: Cube, period: str) -> None:
    """So every sum a reader can make on the screen agrees, to half a person."""
    matrix = real.matrices[period]
    np.testing.assert_allclose(matrix.inflow[0], matrix.people.sum(axis=0), atol=0.5)
    np.testing.assert_allclose(matrix.outflow[0], matrix.people.sum(axis=1), atol=0.5)
    np.testing.assert_allclose(matrix.net[0], matrix.inflow[0] - matrix.outflow[0], atol=0.5)


@in_every_period
def test_ranges_hold_their_value(real: Cube, period: str) -> None:
    matrix = real.matrices[period]
    assert ((matrix.low <= matrix.people) & (matrix.people <= matrix.high)).all()
    for value, low, high in (matrix.inflow, matrix.outflow, matrix.net):
        assert ((low <= value + 0.5) & (value <= high + 0.5)).all()
    assert (matrix.evidence, matrix.unit) == ("modelled", "people a year")


def test_counted_flows_are_all_there(real: Cube) -> None:
    table = observed_flows().table
    for name in ("people", "low", "high"):
        assert getattr(real.counted, name).sum() == table[name].sum()
    assert np.count_nonzero(real.counted.people) == len(table)
    codes = real.flow_units.codes
    assert (
        real.counted.people[codes.index("bahawalpur"), codes.index("lahore")]
        == table.set_index(["origin", "destination"]).loc[("bahawalpur", "lahore"), "people"]
    )


def test_only_the_territories_without_a_census_have_no_figures(real: Cube) -> None:
    rows = [row for row in read_table("places.csv") if row["level"] in {"district", "division"}]
    parent = {row["code"]: row["parent"] for row in rows}
    without = {place.code for place in real.places if place.flow_unit < 0}
    assert without == {place.code for place in real.places if place.balance_unit < 0}
    assert {parent[parent[code]] for code in without} == {"azad-jammu-kashmir", "gilgit-baltistan"}
    assert len(real.places) == 144


def test_a_place_shows_the_figures_of_the_unit_it_belongs_to(real: Cube) -> None:
    codes = real.balance_units.codes
    unit = {place.code: codes[place.balance_unit] for place in real.places if place.balance_unit >= 0}
    assert unit["lahore"] == "lahore"
    # Sohbatpur was split from Jaffarabad in 2013, after the bundled set was drawn
    assert unit["jaffarabad"] == "jaffarabad-sohbatpur"
    assert "sohbatpur" not in unit
    # the censuses never had a unit as small as the Frontier Regions, which the set draws apart
    assert unit["fr-bannu"] == unit["bannu"]


def test_nodes_are_in_the_country(real: Cube) -> None:
    west, south, east, north = real.manifest["bbox"]
    lon, lat = real.flow_units.nodes.T
    assert ((west < lon) & (lon < east) & (south < lat) & (lat < north)).all()
    assert len(set(map(tuple, real.flow_units.nodes.tolist()))) == len(real.flow_units.codes)


def test_units_are_in_code_order_and_unique(real: Cube) -> None:
    for units in (real.flow_units, real.balance_units):
        assert len(set(units.codes)) == len(units.codes)
    assert list(real.flow_units.codes) == sorted(real.flow_units.codes)


@pytest.fixture
def with_manifest(real: Cube, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Cube]:
    """Load the cube for another boundary set."""

    def load(**parts: Any) -> Cube:
        manifest = {**real.manifest, **parts}
        monkeypatch.setattr(boundaries, "published", lambda _: manifest, raising=False)
        return load_cube()

    return load


def test_a_set_that_draws_karachis_districts_keeps_the_city_whole_in_the_flows(
    real: Cube, with_manifest: Callable[..., Cube]
) -> None:
    city = next(unit for unit in real.manifest["view_units"] if unit["code"] == "karachi")
    parts = [{**city, "code": code, "name": code, "units": [code]} for code in city["units"]]
    shapes = [{"code": part["code"], "name": part["name"], "name_ur": "", "view_unit": part["code"]} for part in parts]
    cube = with_manifest(
        view_units=[unit for unit in real.manifest["view_units"] if unit is not city] + parts,
        places=[place for place in real.manifest["places"] if place["code"] != "karachi"] + shapes,
    )
    places = {place.code: place for place in cube.places}
    east, south = places["karachi-east"], places["karachi-south"]
    assert east.balance_unit != south.balance_unit
    assert cube.flow_units.codes[east.flow_unit] == cube.flow_units.codes[south.flow_unit] == "karachi"
    assert cube.flow_units.names[east.flow_unit] == "Karachi"
    assert cube.flow_unit_of("karachi-east") == "karachi"
    # the six districts' balances add up to the city's, and the flows do not know the difference
    assert len(parts) == 6
    for period in PERIODS:
        six = sum(cube.balance[period][0][places[part["code"]].balance_unit] for part in parts)
        one = real.balance[period][0][real.balance_units.index("karachi")]
        assert six == pytest.approx(one)
        for whole, same in zip(cube.flow_balance[period], real.flow_balance[period], strict=True):
            np.testing.assert_array_equal(whole, same)
        assert cube.matrices[period].people.sum() == pytest.approx(real.matrices[period].people.sum())
        np.testing.assert_allclose(cube.matrices[period].inflow[0], real.matrices[period].inflow[0], atol=0.5)


def test_a_set_that_draws_only_part_of_the_country_is_refused(real: Cube, with_manifest: Callable[..., Cube]) -> None:
    with pytest.raises(LayerError, match="boundary set 'bundled' has no place for lahore, quetta"):
        with_manifest(
            view_units=[unit for unit in real.manifest["view_units"] if unit["code"] not in {"lahore", "quetta"}]
        )


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("keamari", "karachi"),  # a district of 2023 inside the one city
        ("karachi-west-keamari", "karachi"),  # a unit of the censuses
        ("torghar", "mansehra-torghar"),  # drawn together with its parent in the bundled set
        ("duki", "loralai-duki"),
        ("lahore", "lahore"),
    ],
)
def test_a_link_made_with_another_boundary_set_finds_its_unit(real: Cube, code: str, unit: str) -> None:
    assert real.flow_unit_of(code) == unit


def test_the_rows_add_up_to_the_published_total_to_the_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "?place=karachi"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines() if line.count("\t") == 4]
    # 119 rows rounded to persons would give 360,004
    assert round(sum(float(row[2]) for row in rows[1:])) == 360_000
