"""The text of the measures: for people, as CSV and as JSON."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from flows import IndicatorError, ReadError, estimate
from flows.measures_command import tell_measures

READING = {"orientation": "rows", "kind": "transition", "evidence": "surveyed", "match": False}


@pytest.fixture
def matrix(tmp_path: Path) -> str:
    path = tmp_path / "moves.csv"
    path.write_text(",a,b,c\na,7,10,2\nb,30,0,4\nc,1,3,9\n")
    return str(path)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text('name,code,people\nA,a,100\nB,b,300\nC,c,"1,600"\nelsewhere,z,5\n')
    return path


def test_a_table_for_people(matrix: str, people: Path) -> None:
    text, account = tell_measures([matrix], population=str(people), **READING)
    lines = text.splitlines()
    assert "# evidence: surveyed" in lines
    assert any(line.startswith("Effectiveness ") and "42 %" in line for line in lines)
    assert "Of 1,000 people, 25 moved from one place to another." in text  # 50 of 2,000
    assert "Not available: the main town of a, b, c is not known; give the distances." in text
    assert any(line.split()[:4] == ["a", "310", "120", "190"] for line in lines)
    assert account.startswith("read")


def test_csv_has_every_figure_with_its_unit_and_evidence(matrix: str, people: Path) -> None:
    text, _ = tell_measures([matrix], population=str(people), format="csv", **READING)
    table = pd.read_csv(io.StringIO(text))
    assert list(table) == ["measure", "place", "value", "unit", "evidence", "sentence"]
    assert set(table["evidence"]) == {"surveyed"}
    whole = table[table["place"].isna()].set_index("measure")
    assert whole.loc["crude_migration_intensity", ["value", "unit"]].to_list() == [2.5, "%"]
    assert pd.isna(whole.loc["mean_distance", "value"])
    each = table[table["place"] == "a"].set_index("measure")
    assert each.loc["net_migration_rate", ["value", "unit"]].to_list() == [190, "per 1,000"]


def test_json_says_null_where_there_is_no_figure(matrix: str) -> None:
    text, _ = tell_measures([matrix], format="json", **READING)
    told = json.loads(text)
    assert (told["evidence"], told["kind"], told["unit"]) == ("surveyed", "transition", "people")
    measures = {measure["name"]: measure for measure in told["measures"]}
    assert measures["migration_effectiveness"]["value"] == pytest.approx(42)
    assert measures["migration_effectiveness"]["help"].startswith("Of every 100 moves")
    assert measures["courgeau_k"]["value"] is None
    assert [place["place"] for place in told["places"]] == ["a", "b", "c"]
    assert set(told["places"][0]) == {"place", *told["units"]}


def test_pairs_instead_have_a_row_each(matrix: str, people: Path) -> None:
    text, _ = tell_measures([matrix], population=str(people), format="csv", pairs=True, **READING)
    pairs = pd.read_csv(io.StringIO(text)).set_index(["origin", "destination"])
    assert list(pairs) == ["people", "preference", "velocity", "modularity", "evidence"]
    assert len(pairs) == 6
    # 30 of the 300 of b went to a, which has 100 of all 2,000: 0.1 / 0.05
    assert pairs.loc[("b", "a"), ["people", "velocity"]].tolist() == pytest.approx([30, 2])
    # out 12 34 4, in 31 13 6: 34 · 31 · 50 / (50² − 12·31 − 34·13 − 4·6) = 31.71 were expected
    assert pairs.loc[("b", "a"), "modularity"] == pytest.approx(30 - 34 * 31 * 50 / 1662)
    text, _ = tell_measures([matrix], population=str(people), format="json", pairs=True, **READING)
    told = json.loads(text)
    assert (told["evidence"], len(told["pairs"]), told["pairs"][0]["destination"]) == ("surveyed", 6, "b")
    assert told["units"]["modularity"] == "people"
    text, _ = tell_measures([matrix], population=str(people), pairs=True, **READING)
    assert "# evidence: surveyed" in text
    assert any(line.split()[:3] == ["b", "a", "30"] for line in text.splitlines())


def test_pairs_without_people_have_modularity_alone(matrix: str, tmp_path: Path) -> None:
    text, account = tell_measures([matrix], format="csv", pairs=True, **READING)
    assert text.splitlines()[0] == "origin,destination,people,modularity,evidence"
    assert "no preference and velocity: they need the people of every place" in account
    path = tmp_path / "people.csv"
    path.write_text("code,people\na,0\nb,300\nc,1600\n")
    text, account = tell_measures([matrix], population=str(path), format="csv", pairs=True, **READING)
    assert text.splitlines()[0] == "origin,destination,people,modularity,evidence"
    assert "no preference and velocity: population: nobody lives in a" in account


def test_more_leaving_one_place_than_live_there_takes_only_the_rates_away(matrix: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("code,people\na,5\nb,300\nc,1600\n")
    text, account = tell_measures([matrix], population=str(path), **READING)
    assert "Of 1,000 people" in text
    assert "out per 1,000" not in text
    assert "no rates by place: more people left a than live there" in account


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ("place,people\na,1\n", "must be headed code,people; it is headed place,people"),
        ("code,people\na,many\n", "line 2: the people are not a number"),
        ("code,people\na\n", "line 2: the people are not a number"),
        ("code,people\na,1\na,2\n", "line 3: 'a' is there twice"),
        ("code,people\na,100\n", "has no people for b, c"),
    ],
)
def test_a_population_that_does_not_fit_is_refused(matrix: str, tmp_path: Path, people: str, told: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(people)
    with pytest.raises(ReadError, match=told):
        tell_measures([matrix], population=str(path), **READING)


def test_faults_of_the_figures_are_told_in_one_line(matrix: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("code,people\na,5\nb,10\nc,15\n")
    with pytest.raises(IndicatorError, match="50 people moved, more than the 30 who live there") as refused:
        tell_measures([matrix], population=str(path), **READING)
    assert "\n" not in str(refused.value)


def test_a_table_read_the_wrong_way_round_is_told(tmp_path: Path) -> None:
    moves = estimate(1998, 2023)
    sides = {"origin": "destination", "destination": "origin"}
    turned = replace(moves, table=moves.table.drop(columns=["low", "high"]).rename(columns=sides))
    _, account = tell_measures([str(turned.write(tmp_path / "turned.csv"))])
    assert "beware: places that gain people by this matrix shrink" in account
    _, account = tell_measures(["estimate:1998-2023"])
    assert "beware" not in account
