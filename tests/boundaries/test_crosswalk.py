"""The lists of districts, what was split from what, and the weights between them."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boundaries
from boundaries.tables import read_table
from boundaries.vintages import LISTS, SETS, VINTAGES

PEOPLE = {"1998": 132_352_279, "2017": 207_684_626, "2023": 241_499_431}


@pytest.mark.parametrize(
    ("year", "status", "places"),
    [
        ("1998", "district", 106),  # Punjab 34 + Sindh 21 + NWFP 24 + Balochistan 26 + Islamabad
        ("1998", "agency", 7),  # FATA, outside every district
        ("1998", "frontier region", 6),
        ("2017", "district", 122),  # Punjab 36 + Sindh 29 + KP 25 + Balochistan 31 + Islamabad
        ("2017", "agency", 7),
        ("2017", "frontier region", 6),  # 122 + 7 + 6 = 135
        ("2023", "district", 136),  # Punjab 36 + Sindh 30 + KP 35 + Balochistan 34 + Islamabad
    ],
)
def test_how_many_districts_a_census_had(year: str, status: str, places: int) -> None:
    assert (boundaries.vintage(year)["status"] == status).sum() == places


@pytest.mark.parametrize(
    ("year", "province", "districts"),
    [
        ("1998", "punjab", 34),
        ("1998", "sindh", 21),
        ("1998", "khyber-pakhtunkhwa", 24),  # then the North-West Frontier Province
        ("1998", "balochistan", 26),
        ("1998", "islamabad-capital-territory", 1),
        ("2017", "punjab", 36),
        ("2017", "sindh", 29),
        ("2017", "khyber-pakhtunkhwa", 25),
        ("2017", "balochistan", 31),
        ("2017", "islamabad-capital-territory", 1),
        ("2023", "punjab", 36),
        ("2023", "sindh", 30),
        ("2023", "khyber-pakhtunkhwa", 35),
        ("2023", "balochistan", 34),
        ("2023", "islamabad-capital-territory", 1),
    ],
)
def test_how_many_districts_a_province_had(year: str, province: str, districts: int) -> None:
    division = boundaries.places_table(level="division").set_index("code")["parent"]
    above = boundaries.places_table(level="district").set_index("code")["parent"].map(division)
    listed = boundaries.vintage(year).query("status == 'district'")["code"]
    assert (listed.map(above) == province).sum() == districts


@pytest.mark.parametrize(("year", "people"), PEOPLE.items())
def test_a_census_sums_to_the_country(year: str, people: int) -> None:
    assert boundaries.vintage(year)["people"].sum() == people


def test_each_list_is_made_of_the_same_parts_once() -> None:
    parts = {
        year: [r["part"] for r in read_table("vintages.csv") if r["vintage"] == year] for year in VINTAGES
    }
    assert len(parts["2023"]) == 136 + 6 + 3  # districts, Frontier Regions, Bhag, Lehri, Baldia with SITE
    assert sorted(parts["1998"]) == sorted(parts["2017"]) == sorted(parts["2023"])
    for name in SETS:
        assert sorted(r["part"] for r in read_table(f"sets/{name}.csv") if r["part"]) == sorted(parts["2023"])


@pytest.mark.parametrize("source", LISTS)
@pytest.mark.parametrize("target", LISTS)
def test_weights_of_every_source_sum_to_one(source: str, target: str) -> None:
    weights = boundaries.crosswalk(source, target)
    assert list(weights.columns) == ["source", "target", "weight"]
    assert (weights["weight"] > 0).all()
    sums = weights.groupby("source")["weight"].sum()
    assert (sums - 1).abs().max() <= 1e-12


@pytest.mark.parametrize(
    ("source", "places"),
    [("1998", 119), ("2017", 135), ("2023", 136), ("units", 128), ("cities", 123)]
    + [
        ("bundled", 144 - 17),
        ("codab", 160 - 24),
        ("osm", 156 - 20),
    ],  # less Azad Kashmir and Gilgit-Baltistan
)
def test_a_crosswalk_holds_every_place_that_has_figures(source: str, places: int) -> None:
    assert boundaries.crosswalk(source, "units")["source"].nunique() == places
    assert boundaries.crosswalk("units", source)["target"].nunique() == places


@pytest.mark.parametrize("name", LISTS)
def test_a_list_goes_to_itself_unchanged(name: str) -> None:
    weights = boundaries.crosswalk(name, name)
    assert (weights["source"] == weights["target"]).all()
    assert (weights["weight"] == 1).all()


@pytest.mark.parametrize("year", VINTAGES)
@pytest.mark.parametrize("target", LISTS)
def test_every_census_total_is_conserved_to_the_person(year: str, target: str) -> None:
    people = boundaries.vintage(year).set_index("code")["people"]
    moved = boundaries.recast(people, boundaries.crosswalk(year, target), whole=True)
    assert moved.dtype.kind == "i"
    assert moved.sum() == PEOPLE[year]


@pytest.mark.parametrize("year", VINTAGES)
def test_a_census_goes_to_units_without_rounding(year: str) -> None:
    """Its own counts give the weights, so the shares are the counts of the units themselves."""
    people = boundaries.vintage(year).set_index("code")["people"]
    counted: dict[str, int] = {}
    for row in read_table("vintages.csv"):
        if row["vintage"] == year:
            counted[row["unit"]] = counted.get(row["unit"], 0) + int(row["people"])
    moved = boundaries.recast(people, boundaries.crosswalk(year, "units"), whole=True)
    assert moved.to_dict() == counted


@pytest.mark.parametrize(
    ("source", "target", "place", "expected"),
    [
        # Chaman tehsil had 151,854 of Killa Abdullah's 360,724 people in 1998
        (
            "1998",
            "2023",
            "killa-abdullah",
            {"chaman": 151_854 / 360_724, "killa-abdullah": 208_870 / 360_724},
        ),
        # Thatta 599,492 + Sujawal 513,702
        ("1998", "2017", "thatta", {"sujawal": 513_702 / 1_113_194, "thatta": 599_492 / 1_113_194}),
        # 2017 (final): Lower Chitral 278,328, Upper Chitral 169,297
        ("2017", "2023", "chitral", {"lower-chitral": 278_328 / 447_625, "upper-chitral": 169_297 / 447_625}),
        # the Frontier Region went into Bannu whole; Bannu of 2023 is both
        ("2017", "2023", "fr-bannu", {"bannu": 1.0}),
        ("2023", "2017", "bannu", {"bannu": 1_320_628 / 1_357_890, "fr-bannu": 37_262 / 1_357_890}),
        ("units", "cities", "malir", {"karachi": 1.0}),
        ("2023", "bundled", "torghar", {"mansehra": 1.0}),
        # OCHA draws Kemari Town (Keamari and Mauripur sub-divisions) in South Karachi
        (
            "2023",
            "codab",
            "keamari",
            {"karachi-south": 670_734 / 2_068_451, "karachi-west": 1_397_717 / 2_068_451},
        ),
        ("codab", "2023", "lehri", {"kachhi": 83_687 / 137_686, "sibi": 53_999 / 137_686}),
    ],
)
def test_weights_worked_by_hand(source: str, target: str, place: str, expected: dict[str, float]) -> None:
    weights = boundaries.crosswalk(source, target)
    weights = weights[weights["source"] == place]
    assert dict(zip(weights["target"], weights["weight"], strict=True)) == pytest.approx(expected, abs=1e-12)


def test_every_split_is_seen_in_the_lists() -> None:
    """A district split off after a census is inside its parent in that census."""
    splits = boundaries.splits()
    lists = {year: set(boundaries.vintage(year)["code"]) for year in VINTAGES}
    inside = boundaries.crosswalk("1998", "2023")
    pairs = set(zip(inside["source"], inside["target"], strict=True))
    for row in splits.query("kind == 'split'").itertuples():
        assert row.new not in lists["1998"], row.new
        if row.new in lists["2023"] and row.parent in lists["1998"]:
            assert (row.parent, row.new) in pairs
    listed_later = lists["2023"] - lists["1998"]
    assert listed_later == set(splits.query("kind == 'split'")["new"]) - {"lehri"}


def test_places_of_other_lists_can_be_asked_for() -> None:
    """A table of 2023 may say Karachi, one of 2017 may say Lehri; neither is on the list of its year."""
    with_karachi = boundaries.crosswalk("2023", "cities", others=True).query("source == 'karachi'")
    assert with_karachi[["target", "weight"]].to_numpy().tolist() == [["karachi", 1.0]]
    assert "lehri" not in set(boundaries.crosswalk("2017", "units")["source"])
    lehri = boundaries.crosswalk("2017", "units", others=True).query("source == 'lehri'")
    assert lehri[["target", "weight"]].to_numpy().tolist() == [["sibi-kachhi", 1.0]]
    every = boundaries.crosswalk("1998", "2023", others=True).groupby("source")["weight"].sum()
    assert (every - 1).abs().max() <= 1e-12


def test_unknown_lists_are_named_together() -> None:
    with pytest.raises(boundaries.CrosswalkError, match="no list '1981' or 'gadm'; choose from 1998"):
        boundaries.crosswalk("1981", "gadm")
    with pytest.raises(boundaries.UnknownPlaceError, match="no vintage 1981"):
        boundaries.vintage(1981)


# A pencil-sized world: Old was split into East (2 of 3 people) and West (1 of 3); Town stayed.
WORLD = pd.DataFrame(
    [("old", "east", 2 / 3), ("old", "west", 1 / 3), ("town", "town", 1.0)],
    columns=["source", "target", "weight"],
)


def test_recast_divides_by_people() -> None:
    moved = boundaries.recast(pd.Series({"old": 90.0, "town": 10.0}), WORLD)
    assert moved.to_dict() == pytest.approx({"east": 60, "west": 30, "town": 10})


def test_recast_whole_rounds_by_largest_remainder() -> None:
    # 100 people: east 66.67, west 33.33 -> 66 + 33, and the one left over to east, the larger remainder
    moved = boundaries.recast(pd.Series({"old": 100, "town": 0}), WORLD, whole=True)
    assert moved.to_dict() == {"east": 67, "west": 33, "town": 0}


def test_recast_leaves_out_sources_without_a_value_and_takes_none() -> None:
    assert boundaries.recast(pd.Series({"town": 7}), WORLD).to_dict() == {"town": 7}
    assert boundaries.recast(pd.Series(dtype=float), WORLD).empty


def test_recast_lists_every_fault_at_once() -> None:
    values = pd.Series([1.0, 2.5, math.nan], index=["town", "town", "atlantis"])
    with pytest.raises(boundaries.CrosswalkError) as caught:
        boundaries.recast(values, WORLD, whole=True)
    for fault in ("not in the crosswalk: atlantis", "more than once: town", "no value for: atlantis"):
        assert fault in str(caught.value)
    with pytest.raises(boundaries.CrosswalkError, match="not whole"):
        boundaries.recast(pd.Series({"old": 0.5}), WORLD, whole=True)


def test_recast_does_not_change_what_it_is_given() -> None:
    values = pd.Series({"old": 100, "town": 1})
    weights = WORLD.copy()
    boundaries.recast(values, weights, whole=True)
    assert values.to_dict() == {"old": 100, "town": 1}
    pd.testing.assert_frame_equal(weights, WORLD)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(("1998", "2017", "2023", "units", "bundled", "codab")),
    st.sampled_from(LISTS),
    st.data(),
)
def test_law_recasting_whole_numbers_conserves_their_sum(
    source: str, target: str, data: st.DataObject
) -> None:
    weights = boundaries.crosswalk(source, target)
    codes = sorted(set(weights["source"]))
    numbers = st.integers(-10_000, 10_000_000)
    values = pd.Series(data.draw(st.dictionaries(st.sampled_from(codes), numbers, min_size=1)))
    moved = boundaries.recast(values, weights, whole=True)
    assert moved.sum() == values.sum()
    assert boundaries.recast(values, weights).sum() == pytest.approx(values.sum(), abs=1e-3)


@pytest.mark.parametrize(
    ("name", "places", "with_figures", "merged"),
    [
        (
            "bundled",
            144,
            120,  # 123 cities less 3
            {"jaffarabad-sohbatpur", "karachi", "mansehra-torghar", "thatta-sujawal"},
        ),
        ("codab", 160, 127, {"karachi-south-karachi-west-keamari"}),
        ("osm", 156, 128, set()),
    ],
)
def test_view_units(name: str, places: int, with_figures: int, merged: set[str]) -> None:
    members = boundaries.view_units(name)
    assert members["place"].nunique() == places
    counted = members[members["unit"] != ""]
    assert counted["view_unit"].nunique() == with_figures
    assert set(counted["unit"]) == set(boundaries.units()["code"])
    assert set(counted["view_unit"]) - set(boundaries.units()["code"]) == merged
    assert (members["name"] != "").all()


@pytest.mark.parametrize("name", SETS)
def test_no_place_and_no_unit_crosses_a_view_unit(name: str) -> None:
    members = boundaries.view_units(name)
    assert (members.groupby("place")["view_unit"].nunique() == 1).all()
    assert (members[members["unit"] != ""].groupby("unit")["view_unit"].nunique() == 1).all()


def test_view_units_of_an_unknown_set() -> None:
    with pytest.raises(boundaries.CrosswalkError, match="no boundary set 'gadm'"):
        boundaries.view_units("gadm")


# ---- against the real files, when they are here


def test_districts_of_2017_and_2023_against_table_1(shared: Callable[[str], Path]) -> None:
    table = pd.read_csv(shared("census/pbs_census2023_mit/t01_district_area_population.csv"))
    table = table[(table["admin_unit"] == "DISTRICT") & (table["region"] == "OVERALL")]
    # a tehsil printed as a second district
    table = table[~((table["name_admin_unit"] == "TANDO MUHAMMAD KHAN") & (table["all_sexes"] == 272_427))]
    table.index = boundaries.match_names(table["name_admin_unit"])["code"]
    people = boundaries.vintage(2023).set_index("code")["people"]
    assert people.to_dict() == table["all_sexes"].astype(int).to_dict()
    before = boundaries.recast(table["pop_2017"], boundaries.crosswalk("2023", "units"))
    by_unit = boundaries.recast(
        boundaries.vintage(2017).set_index("code")["people"], boundaries.crosswalk("2017", "units")
    )
    assert before.round().astype(int).to_dict() == by_unit.round().astype(int).to_dict()


def test_people_of_1998_against_the_tables_of_2017(shared: Callable[[str], Path]) -> None:
    """Districts of 2017 without FATA, whose labels are scrambled in this file."""
    table = pd.read_csv(shared("census/pakpc_gpl2/census2017_1998_district_rural_urban.csv"))
    printed = table[table["Province"] != "FATA"].groupby("District")["Pop1998"].sum().astype(int)
    printed.index = pd.Index(boundaries.match_names(printed.index)["code"])
    of_1998 = {r["part"]: int(r["people"]) for r in read_table("vintages.csv") if r["vintage"] == "1998"}
    of_2017 = {r["part"]: r["code"] for r in read_table("vintages.csv") if r["vintage"] == "2017"}
    carried: dict[str, int] = {}
    for part, people in of_1998.items():
        code = "lehri" if part in ("bhag", "lehri") else of_2017[part]
        carried[code] = carried.get(code, 0) + people
    assert {code: people for code, people in carried.items() if code in printed.index} == printed.to_dict()


def test_fata_of_1998_against_the_tehsil_table(shared: Callable[[str], Path]) -> None:
    table = pd.read_csv(shared("census/pakpc_gpl2/census2017_1998_tehsil.csv"))
    table = table[table["Province"] == "Fata"]
    region = table["Tehsil"].where(table["Tehsil"].str.startswith("T.A.adj"), table["District"])
    printed = table.groupby(region)["Pop1998"].sum().astype(int)
    printed.index = pd.Index(boundaries.match_names(printed.index)["code"])
    outside = boundaries.vintage(1998).query("status != 'district'").set_index("code")["people"]
    assert outside.to_dict() == printed.to_dict()
