"""The three censuses to the person, at every level, and against the files they were read from."""

from __future__ import annotations

import pandas as pd
import pytest

import boundaries
import flows
from flows import UnknownDatasetError
from flows.census import find_parents, years_between

COUNTED = {1998: 132_352_279, 2017: 207_684_626, 2023: 241_499_431}
PLACES = {"units": 128, "cities": 123, "bundled": 120, "division": 31, "province": 5}


@pytest.mark.parametrize("year", COUNTED)
@pytest.mark.parametrize("level", ["district", *PLACES, "codab", "osm"])
def test_every_level_sums_to_the_count_of_the_country(year, level):
    table = flows.census(year, level=level)
    assert table["people"].sum() == COUNTED[year]
    assert table["code"].is_unique
    assert table["code"].is_monotonic_increasing
    assert len(table) == PLACES.get(level, len(table))
    assert (table["urban"] <= table["people"]).all()
    assert list(table.columns) == ["code", "people", "urban", "area_km2"]


@pytest.mark.parametrize(("year", "urban"), [(1998, 45_497_046), (2017, 75_670_837), (2023, 93_884_702)])
def test_urban_is_the_same_at_every_level(year, urban):
    assert {flows.census(year, level=level)["urban"].sum() for level in ["district", *PLACES]} == {urban}


def test_there_are_136_districts_in_2023_on_796_096_square_kilometres():
    table = flows.census(2023)
    assert len(table) == 136
    assert table["area_km2"].sum() == 796_096
    assert set(table["code"]) == set(boundaries.vintage("2023")["code"])


def test_the_1998_districts_have_no_published_area_but_the_units_have():
    assert flows.census(1998)["area_km2"].isna().all()
    assert flows.census(1998, level="units")["area_km2"].sum() == 796_096


@pytest.mark.parametrize("year", [2017, 2023])
def test_tehsils_sum_to_their_districts_to_the_person(year):
    tehsils = flows.census(year, level="tehsil")
    assert len(tehsils) == 591
    by_district = tehsils.groupby("district")[["people", "urban"]].sum()
    districts = flows.census(year).set_index("code")[["people", "urban"]]
    pd.testing.assert_frame_equal(by_district, districts, check_names=False)


def test_each_trap_of_the_source_is_stepped_over():
    people = flows.census(2023).set_index("code")["people"]
    assert people["tando-muhammad-khan"] == 726_119  # a tehsil of 272,427 is printed as a second district
    assert people["karachi-east"] == 3_921_742  # another conversion has 3,950,031 and takes them from Malir
    tehsils = flows.census(2023, level="tehsil").set_index("code")["people"]
    assert tehsils["tando-muhammad-khan-tando-muhammad-khan"] == 272_427
    assert tehsils["muzaffargarh-chowk-sarwar-shaheed"] == 414_578  # printed as a second Alipur
    before = flows.census(1998).set_index("code")
    assert before.loc["bajaur", "people"] == 595_227  # the conversion has this under FR Tank
    assert before.loc["khyber", ["people", "urban"]].tolist() == [492_367 + 54_363, 54_363]
    assert before.loc["lehri", "people"] > 0  # a district then, part of Kachhi and Sibi now
    assert {"lehri": "sibi-kachhi", "fr-bannu": "bannu"}.items() <= find_parents("units").items()


@pytest.mark.parametrize("year", COUNTED)
def test_the_crosswalk_of_the_boundaries_counts_the_same_people_in_every_unit(year):
    weights = boundaries.crosswalk(str(year), "units")
    people = boundaries.vintage(str(year)).set_index("code")["people"]
    by_unit = (weights["source"].map(people) * weights["weight"]).groupby(weights["target"]).sum()
    ours = flows.census(year, level="units").set_index("code")["people"]
    assert (by_unit - ours).abs().max() < 1e-3


@pytest.mark.parametrize(
    ("year", "level", "words"),
    [
        (2020, "district", "no census of 2020"),
        ("latest", "district", "no census of 'latest'"),
        (2023, "village", "no level 'village'"),
        (1998, "tehsil", "no tehsil table of 1998"),
        (1961, "village", "1961.*village"),
    ],
)
def test_what_was_not_counted_is_told(year, level, words):
    with pytest.raises(UnknownDatasetError, match=words):
        flows.census(year, level=level)


def test_a_year_may_be_text_and_the_answer_is_the_callers_own():
    table = flows.census("2023")
    table["people"] = 0
    assert flows.census("2023")["people"].sum() == COUNTED[2023]


@pytest.mark.parametrize(
    ("start", "end", "days"), [(1998, 2017, 6953), (2017, 2023, 2177), (1998, 2023, 9130)]
)
def test_the_interval_is_counted_in_days(start, end, days):
    # 2 March 1998 – 15 March 2017: 19 × 365 + 5 leap days + 13; – 1 March 2023: 5 × 365 + 1 + 351 more.
    assert years_between(start, end) == days / 365.25


# --- against the real files, when they are beside the checkout


def read_table_1(path):
    table = pd.read_csv(path)
    table = table[table["region"] == "OVERALL"]
    # The second Tando Muhammad Khan is the tehsil.
    return table.drop_duplicates(["province", "part_of_district"]).set_index("part_of_district")


def code_of(names):
    matched = boundaries.match_names(names)
    assert (matched["how"] != "none").all()
    return matched["code"].tolist()


@pytest.mark.parametrize(("year", "column"), [(2017, "pop_2017"), (2023, "all_sexes")])
def test_districts_are_those_of_table_1(shared, year, column):
    printed = read_table_1(shared("census/pbs_census2023_mit/t01_district_area_population.csv"))[column]
    printed.index = code_of([name.title().replace("Ahyar", "Allahyar") for name in printed.index])
    ours = flows.census(year).set_index("code")["people"]
    assert ours.to_dict() == printed.astype("int64").to_dict()


def test_1998_is_that_of_the_provisional_tables_outside_fata(shared):
    printed = pd.read_csv(shared("census/pakpc_gpl2/census2017_1998_district_rural_urban.csv"))
    printed = printed[printed["Province"] != "FATA"]
    people = printed.groupby("District")["Pop1998"].sum()
    urban = printed[printed["ResStatus"] == "Urban"].groupby("District")["Pop1998"].sum()
    ours = flows.census(1998).set_index("code")
    codes = code_of(people.index)
    assert ours.loc[codes, "people"].tolist() == people.astype("int64").tolist()
    assert ours.loc[codes, "urban"].tolist() == urban.reindex(people.index).astype("int64").tolist()


def test_fata_is_put_right_by_the_only_sums_that_fit(shared):
    """Each true total is one rural figure, or one rural and one urban; no other pairing gives the totals."""
    scrambled = pd.read_csv(shared("census/pakpc_gpl2/census2017_1998_district_rural_urban.csv"))
    scrambled = scrambled[scrambled["Province"] == "FATA"]
    rural = scrambled[scrambled["ResStatus"] == "Rural"]["Pop1998"].astype("int64").tolist()
    scrambled = scrambled.fillna({"Pop1998": 0})
    urban = [
        count for count in scrambled[scrambled["ResStatus"] == "Urban"]["Pop1998"].astype("int64") if count
    ]
    tehsils = pd.read_csv(shared("census/pakpc_gpl2/census2017_1998_tehsil.csv"))
    tehsils = tehsils[tehsils["Province"] == "Fata"]
    apart = tehsils["Tehsil"].str.startswith("T.A.adj")
    totals = [
        *tehsils[~apart].groupby("District")["Pop1998"].sum().astype("int64"),
        *tehsils[apart]["Pop1998"].astype("int64"),
    ]
    fits = {total: [(r, u) for r in rural for u in [0, *urban] if r + u == total] for total in totals}
    assert all(len(pairs) == 1 for pairs in fits.values())
    used = sorted(pairs[0][1] for pairs in fits.values() if pairs[0][1])
    assert used == sorted(urban) == [5_965, 25_145, 54_363]
    ours = flows.census(1998)
    ours = ours[ours["people"].isin(totals)]
    assert sorted(zip(ours["people"], ours["urban"], strict=True)) == sorted(
        (t, fits[t][0][1]) for t in totals
    )


def test_mother_tongues_are_those_of_table_11(shared):
    printed = pd.read_csv(shared("census/pbs_census2023_mit/t11_mother_tongue.csv"))
    printed = printed[printed["language"] == "TOTAL"]
    ours = flows.load("mother_tongue").table.groupby("code")["people"].sum()
    assert ours.sum() == printed["all_sexes_overall"].sum() == 240_458_089
    codes = code_of([name.title().replace("Ahyar", "Allahyar") for name in printed["part_of_district"]])
    assert ours.loc[codes].tolist() == printed["all_sexes_overall"].astype("int64").tolist()
