"""What stands beside what: every kind of number with its own evidence, and the very ranges that the page says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flows import read
from layers.atlas import Atlas
from layers.files.gather import gather_content
from layers.own import load_own
from layers.view import PRESETS, View
from tests.layers.files.map_world import DAY, gather, make_map_atlas, make_own
from tests.layers.tiny_world import make_cube

CITY = View(place="city")


@pytest.mark.parametrize("view", [view for *_, view in PRESETS], ids=[name for name, *_ in PRESETS])
def test_people_of_a_census_are_counted_whatever_stands_beside_them(atlas: Atlas, view: View) -> None:
    content = gather_content(atlas, view, date=DAY)
    for name in ("places", "nodes"):
        assert set(content.layer(name).table["people_evidence"]) == {"counted"}


def test_the_net_of_the_estimate_is_the_one_that_the_page_says(tmp_path: Path) -> None:
    balance = make_cube().flow_balance["1998-2023"]
    content = gather(tmp_path, CITY)
    for name in ("places", "nodes"):
        table = content.layer(name).table.set_index("code").loc[["a", "b", "c", "city"]]
        for column, values in zip(("net", "net_low", "net_high"), balance, strict=True):
            assert table[column].tolist() == values.tolist()
        assert set(table["net_evidence"]) == {"derived"}
        assert set(table["evidence"]) == {"modelled"}


def test_the_net_of_lahore_is_the_one_of_its_page(atlas: Atlas) -> None:
    row = gather_content(atlas, View(), date=DAY).layer("places").table.set_index("code").loc["lahore"]
    assert [round(row[name] / 1000, 1) for name in ("net", "net_low", "net_high")] == [57.4, 26.7, 86.3]


def test_a_scenario_says_what_its_estimate_is(tmp_path: Path) -> None:
    content = gather(tmp_path, View(question="whatif", place="city", change="attraction", amount=20))
    for name in ("places", "flows"):
        table = content.layer(name).table
        assert set(table["evidence"]) == {"scenario"}
        assert set(table["before_evidence"]) == {"modelled"}


def test_of_a_place_that_is_not_in_the_table_nothing_is_known(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    head = ["# rawaan flows 1", "# kind: transition", "# evidence: surveyed", "origin,destination,people"]
    path.write_text("\n".join([*head, "b,city,120", ""]))
    own = load_own(path, make_cube(), hide_below=0)
    content = gather_content(make_map_atlas(tmp_path, own=own), CITY.but(data="own"), date=DAY)
    for name in ("places", "nodes"):
        table = content.layer(name).table.set_index("code")
        assert table.loc["city", ["inflow", "outflow", "net"]].tolist() == [120, 0, 120]
        assert table.loc[["a", "c"], ["inflow", "outflow", "net"]].isna().all(axis=None)
        # The table has no margins: a range of no width would say that it is exact.
        assert table[["inflow_low", "net_low", "net_high"]].isna().all(axis=None)
        assert set(table["net_evidence"]) == {"surveyed"}
    flows = content.layer("flows").table
    assert flows["people"].tolist() == [120]
    assert flows[["low", "high"]].isna().all(axis=None)


def test_a_net_flow_is_withheld_with_either_side(tmp_path: Path) -> None:
    atlas = make_map_atlas(tmp_path, own=make_own())
    table = gather_content(atlas, CITY.but(data="own", direction="net"), date=DAY).layer("flows").table
    rows = table[["origin", "destination", "caution"]].to_numpy().tolist()
    assert rows == [["b", "city", ""], ["a", "city", "withheld"]]
    leaving = gather_content(atlas, CITY.but(data="own", direction="out"), date=DAY).layer("flows").table
    assert len(leaving) == 0


def test_licences_name_what_is_rawaans_and_whose_the_towns_are(tmp_path: Path) -> None:
    for view in (CITY, View(question="balance", place="a"), View(question="spill", place="city")):
        parts = gather(tmp_path, view).about.licence.split("; ")
        assert parts[0] == "What Rawaan computed: MIT licence"
        assert parts[-1] == "Points of places: towns of GeoNames (CC BY 4.0)"
        assert len(set(parts)) == len(parts)
    assert "MIT" not in gather(tmp_path, CITY.but(data="counted")).about.licence


def test_the_licence_of_cells_says_nothing_twice(atlas: Atlas) -> None:
    licence = gather_content(atlas, View(question="spill"), date=DAY).about.licence
    assert licence.count("GeoNames") == licence.count("figures are facts") == 1


def test_an_address_without_a_page_says_what_it_is(tmp_path: Path) -> None:
    assert gather(tmp_path, CITY).about.view_url == "?place=city (the query of a Rawaan atlas)"
    assert gather(tmp_path, CITY, base="http://atlas.example/").about.view_url == "http://atlas.example/?place=city"


def test_the_opening_view_has_an_address_too(atlas: Atlas) -> None:
    told = [gather_content(atlas, View(), base=base, date=DAY).about.view_url for base in ("", "http://atlas.example/")]
    assert told == ["the opening view of a Rawaan atlas", "http://atlas.example/"]


def test_the_empty_numbers_of_a_survey_are_no_zeros(tmp_path: Path) -> None:
    table = gather_content(make_map_atlas(tmp_path, own=make_own()), CITY.but(data="own"), scope="all", date=DAY)
    assert np.nansum(table.layer("flows").table["people"]) == 120


def test_a_table_with_empty_ranges_is_read_back_without_any(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("origin,destination,people,low,high\na,b,12,,\nb,a,7,,\n")
    table = read(path, match=False).table
    assert table["people"].sum() == 19
    assert not {"low", "high"} & set(table)
