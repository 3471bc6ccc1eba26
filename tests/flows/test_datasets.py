"""The carried tables: listed, loadable, sourced, and as printed."""

from __future__ import annotations

from pathlib import Path

import pytest

import boundaries
import flows
from flows import Facts, Flows, UnknownDatasetError
from flows._carried import FOLDER, read_carried
from flows.datasets import publications
from flows.table import EVIDENCE, KINDS

NAMES = read_carried("datasets.csv")["name"].tolist()


def test_the_list_says_what_each_table_is():
    listed = flows.datasets()
    assert list(listed.columns) == [
        "name",
        "title",
        "kind",
        "evidence",
        "vintage",
        "period",
        "source",
        "licence",
    ]
    assert listed["name"].is_unique
    assert (listed[["title", "source", "licence"]] != "").all(axis=None)


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_table_loads_with_what_is_known_of_it(name):
    table = flows.load(name)
    assert isinstance(table, (Flows, Facts))
    assert len(table.table) == table.report.read.rows == table.report.kept.rows > 0
    assert table.kind in {*KINDS, "various"}
    assert table.evidence in {*EVIDENCE, "various"}
    assert table.source
    listed = flows.datasets().set_index("name").loc[name]
    assert (listed["kind"], listed["evidence"]) == (table.kind, table.evidence)


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_names_its_publication(name):
    table = flows.load(name).table
    if "source" in table:
        assert set(table["source"]) <= set(publications()["key"])


def test_every_carried_file_has_its_row_of_provenance():
    sources = read_carried("sources.csv")
    assert sources["file"].is_unique
    assert set(sources["file"]) >= {file.name for file in FOLDER.iterdir() if file.is_file()}
    assert (sources[["title", "publisher", "year", "licence"]] != "").all(axis=None)


def test_an_unknown_name_is_told_with_those_there_are():
    with pytest.raises(UnknownDatasetError, match="no table 'census'; there are .*mother_tongue"):
        flows.load("census")


def test_the_answer_is_the_callers_own():
    table = flows.load("reasons").table
    table["percent"] = 0.0
    assert flows.load("reasons").table["percent"].sum() > 0


# --- the figures as printed


def test_fragments_of_1998_and_the_five_destinations_together():
    table = flows.load("lifetime_fragments_1998").table
    left = table[table["destination"] == "punjab"].set_index("origin")
    assert left["people"].to_dict() == {
        "bahawalpur": 46_500,
        "bahawalnagar": 71_044,
        "rahim-yar-khan": 26_443,
        "rajanpur": 1_914,
    }
    five = table[table["destination"] != "punjab"].groupby(["origin", "group"])["percent"].sum().round(1)
    assert five.to_dict() == {  # printed as "the five"
        ("bahawalpur", "male"): 56.8,
        ("bahawalpur", "female"): 39.9,
        ("bahawalnagar", "male"): 41.5,
        ("bahawalnagar", "female"): 29.4,
        ("rahim-yar-khan", "male"): 58.0,
        ("rahim-yar-khan", "female"): 45.1,
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lifetime-migrants-1998", 10_829_264),
        ("lifetime-migrants-share-1998", 8.2),
        ("moves-a-year", 3_200_000),
        ("moves-a-year-to-karachi", 360_000),
        ("lahore-share-of-punjab", 23),
        ("five-districts-share-of-punjab", 55),
        ("sindh-from-other-provinces-1998", 71),
        ("migrant-workers-15-districts-2019", 65),
    ],
)
def test_published_figures(key, value):
    figures = flows.load("published_figures").table.set_index("key")
    assert figures.loc[key, "value"] == value


def test_the_share_of_lifetime_migrants_agrees_with_the_census():
    people = flows.census(1998)["people"].sum()
    assert round(100 * 10_829_264 / people, 1) == 8.2


def test_a_claim_names_its_speaker():
    figures = flows.load("published_figures").table
    assert figures["key"].is_unique
    assert (figures.loc[figures["claim"] == "yes", "speaker"] != "").all()
    assert set(figures["evidence"]) <= {*EVIDENCE, "claim"}
    assert set(figures["kind"]) <= set(KINDS)


def test_a_claim_of_six_percent_disagrees_with_the_census():
    """Kakar's 6 % a year for Quetta: the censuses give ln(2,595,492 / 773,936) / 25 = 4.8 % at most."""
    figures = flows.load("published_figures").table.set_index("key")
    assert "disagrees" in figures.loc["growth-quetta", "note"]


@pytest.mark.parametrize(("survey", "total"), [("pihs", 100.1), ("lfs", 100.1), ("census", 99.91)])
def test_reasons_are_shares_of_migrants(survey, total):
    table = flows.load("reasons").table
    table = table[(table["survey"] == survey) & (table["base"] == "percent of migrants")]
    assert table["percent"].sum() == pytest.approx(total, abs=0.15)


def test_streams_are_shares_that_sum_to_a_hundred():
    sums = flows.load("streams").table.groupby(["survey", "group"])["percent"].sum()
    assert sums.between(99.8, 100.2).all()
    assert len(sums) == 6


def test_katchi_abadis_add_up_where_they_were_printed_to():
    table = flows.load("katchi_abadis").table
    dawn = table[table["source"] == "dawn-2019"]
    karachi = dawn[(dawn["level"] == "district")]["identified"]
    assert karachi.tolist() == [125, 114, 63, 202, 71]
    assert karachi.sum() == 575
    parts = dawn[dawn["level"].isin(["unit", "division"])]
    sindh = dawn[dawn["level"] == "province"].iloc[0]
    assert parts["identified"].sum() == sindh["identified"] == 1414
    assert parts["notified"].sum() == sindh["notified"] == 1006
    assert table.set_index("area").loc["Quetta", "identified"] == 47


def test_corridors_join_places_of_the_map_and_have_no_number():
    corridors = flows.load("balochistan_corridors")
    assert corridors.evidence == "documented"
    assert corridors.table["people"].isna().all()
    assert set(corridors.table["group"]) == {"summer", "winter", "conflict", "study"}
    cities = set(flows.census(2023, level="cities")["code"])
    named = set(corridors.table["origin"]) | set(corridors.table["destination"])
    assert named - cities == {"balochistan"}  # "rural Balochistan" is a province, not a place
    summer = corridors.table[corridors.table["group"] == "summer"]
    assert set(summer["origin"]) == {"sibi-kachhi", "jaffarabad", "nasirabad"}
    assert set(summer["destination"]) == {"quetta", "sukkur"}


@pytest.mark.parametrize("name", ["published_figures", "katchi_abadis"])
def test_places_of_facts_are_known(name):
    table = flows.load(name).table
    known = {"unit": {*boundaries.units()["code"], "karachi"}}
    for level, group in table.groupby("level"):
        codes = known.get(level) or set(boundaries.places_table(level=level)["code"])
        assert set(group["code"]) <= codes


def test_katchi_abadis_are_those_of_the_shared_list(shared):
    path = Path(shared("informal_settlements/sindh_katchi_abadi_counts.csv"))
    assert (
        len(flows.load("katchi_abadis").table) == len(path.read_text(encoding="utf-8").splitlines()) - 1 + 2
    )
