"""The scenarios to start from find their places by the stated rule, and the shell runs them."""

from __future__ import annotations

import pandas as pd
import pytest

import flows
from flows import ModelError
from flows.__main__ import main
from flows.models.what_if import what_if
from flows.models.what_if_presets import CAPITALS, presets


@pytest.fixture(scope="module")
def matrix() -> pd.DataFrame:
    return flows.od_matrix(flows.estimate(1998, 2023))


def test_intermediate_cities_are_those_of_the_rule(matrix: pd.DataFrame) -> None:
    places = presets(matrix)["intermediate-cities"].attraction
    assert set(places.values()) == {1.5}
    # named slow or stagnant by a speaker of NSPP 2021, and of the right size
    assert {"bahawalpur", "sargodha"} <= set(places)
    # Multan City, 2,169,915, and the four that are larger; a capital of any size; a town below 300,000
    assert not {"multan", "gujranwala", "rawalpindi", "faisalabad", "chakwal", *CAPITALS} & set(places)
    tehsils = flows.census(2023, level="tehsil").set_index("code")
    assert tehsils.loc[tehsils["district"] == "sukkur", "urban"].max() == 302_522
    assert "sukkur" in places
    assert places == presets(matrix)["roads-of-intermediate-cities"].travel_time | dict.fromkeys(places, 1.5)


def test_investment_goes_to_the_ten_that_lose_most(matrix: pd.DataFrame) -> None:
    places = presets(matrix)["investment-at-origin"].retention
    net = flows.totals(flows.estimate(1998, 2023))["net"]
    assert list(places) == list(net.nsmallest(10).index)
    assert set(places.values()) == {0.1}


def test_only_places_that_lose_and_that_are_there_are_found() -> None:
    # okara sends 9 and takes 1, lahore the other way round
    two = pd.DataFrame([[0, 1], [9, 0]], ["lahore", "okara"], ["lahore", "okara"])
    assert presets(two)["investment-at-origin"].retention == {"okara": 0.1}
    assert presets(two)["intermediate-cities"].attraction == {"okara": 1.5}


def test_every_preset_runs_says_why_and_keeps_everybody(matrix: pd.DataFrame) -> None:
    for name, preset in presets(matrix).items():
        assert (preset.name, bool(preset.title)) == (name, True)
        assert "our assumption" in preset.note
        scenario = what_if(
            matrix, attraction=preset.attraction, retention=preset.retention, travel_time=preset.travel_time, decay=0.5
        )
        assert scenario.total_before == pytest.approx(scenario.total_after + scenario.staying, abs=1e-3)
        assert scenario.redirected + scenario.staying > 1000


def test_the_places_of_the_bundled_map_have_presets_too(matrix: pd.DataFrame) -> None:
    merged = flows.od_matrix(flows.harmonise(flows.estimate(1998, 2023), to="bundled"))
    assert presets(merged, level="bundled").keys() == presets(matrix).keys()
    with pytest.raises(ModelError, match="no presets for places of 'tehsil'; choose from cities, bundled"):
        presets(matrix, level="tehsil")


def test_the_shell_tells_the_scenario_and_writes_its_flows(capsys, tmp_path) -> None:
    path = tmp_path / "scenario.csv"
    words = ["what-if", "1998", "2023", "--preset", "intermediate-cities", "--retention", "okara=0.2"]
    assert main([*words, "--travel-time", "quetta:karachi=0.7", "--out", str(path)]) == 0
    out = capsys.readouterr().out
    assert "# Assumed: Sargodha, Sialkot, Gujrat and 22 more draw 1.5 times as strongly; 20 % of those" in out
    assert "the road Quetta – Karachi takes 0.7 times as long" in out
    assert "\ncode,inflow,outflow,net\n" in out
    after = flows.read(path)
    assert (after.evidence, after.unit) == ("scenario", "people a year")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--attraction", "lahore"], "'lahore' is not PLACE=NUMBER"),
        (["--retention", "lahore:okara=0.1"], "'lahore:okara' is a road"),
        (["--preset", "more"], "there is no preset 'more'; choose from intermediate-cities"),
        (["--attraction", "lahor=2"], "'lahor' is not a place of the matrix; is it lahore?"),
    ],
)
def test_the_shell_says_why_it_cannot(capsys, words: list[str], told: str) -> None:
    assert main(["what-if", "1998", "2023", *words]) == 2
    assert told in capsys.readouterr().err
