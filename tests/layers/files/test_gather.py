from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from layers._errors import ExportError, ViewError
from layers.atlas import Atlas
from layers.files.columns import COLUMNS, EPOCHS
from layers.files.gather import gather_content
from layers.screen import Screen
from layers.view import PRESETS, View
from tests.layers.files.map_world import CORRIDORS, DAY, SQUARES, gather, make_map_atlas, make_own
from tests.layers.tiny_world import NET, PEOPLE

CITY = View(place="city")


def pairs(layer) -> dict[tuple[str, str], float]:
    keys = zip(layer.table["origin"], layer.table["destination"], strict=True)
    return dict(zip(keys, layer.table["people"], strict=True))


def test_the_flows_drawn_are_in_the_file_with_range_and_evidence(tmp_path: Path) -> None:
    flows = gather(tmp_path, CITY).layer("flows")
    assert pairs(flows) == {("a", "city"): 400.0, ("b", "city"): 100.0}
    first = flows.table.iloc[0]
    assert (first["low"], first["high"], first["evidence"]) == (200.0, 800.0, "modelled")
    assert (first["unit"], first["kind"], first["period"]) == ("people a year", "event", "1998–2023")
    assert (first["origin_name"], first["destination_name_ur"]) == ("A Town", "شہر")


def test_everything_behind_it_is_the_whole_matrix_to_the_person(tmp_path: Path) -> None:
    flows = gather(tmp_path, CITY, scope="all").layer("flows")
    assert len(flows.table) == np.count_nonzero(PEOPLE)
    assert flows.table["people"].sum() == PEOPLE.sum()


@pytest.mark.parametrize("period", ["1998-2023", "1998-2017", "2017-2023"])
def test_sums_of_flows_are_the_totals_of_places(atlas: Atlas, period: str) -> None:
    content = gather_content(atlas, View(period=period), scope="all", date=DAY)
    table, nodes = content.layer("flows").table, content.layer("nodes").table.set_index("code")
    for end, total in (("destination", "inflow"), ("origin", "outflow")):
        sums = table.groupby(end)["people"].sum().reindex(nodes.index, fill_value=0.0)
        np.testing.assert_allclose(sums, nodes[total], atol=1e-6)
    matrix = atlas.cube.matrices[period].people
    assert table["people"].sum() == pytest.approx(matrix.sum(), abs=1e-6)


def test_a_net_flow_runs_in_the_larger_direction(tmp_path: Path) -> None:
    # a sends 400 and gets 5; the city sends 40 to c and gets nothing.
    flows = gather(tmp_path, CITY.but(direction="net")).layer("flows")
    assert pairs(flows) == {("a", "city"): 395.0, ("b", "city"): 100.0, ("city", "c"): 40.0}
    assert set(flows.table["kind"]) == {"net"}


def test_places_are_units_so_that_no_number_stands_twice(tmp_path: Path) -> None:
    places = gather(tmp_path, CITY).layer("places")
    table = places.table.set_index("code")
    assert list(table.index) == ["a", "b", "c", "city", "hills"]
    assert table.loc["city", "parts"] == "city-east city-west"
    assert table["people_2023"].sum() == 3000 + 2000 + 1500 + 7000
    assert np.isnan(table.loc["hills", "people_2023"])
    assert shapely.area(places.geometry).round(6).tolist() == [0.36, 0.36, 0.36, 0.36, 0.25]
    assert table["inflow"].sum() == PEOPLE.sum()


def test_places_of_a_balance_are_its_own_finer_units(tmp_path: Path) -> None:
    table = gather(tmp_path, View(question="balance", place="a")).layer("places").table.set_index("code")
    assert table.loc[["a", "b", "c", "city-east", "city-west"], "net"].tolist() == NET.tolist()
    assert table.loc["a", "net_rate"] == -275 / 2000 * 1000
    assert table.loc["a", "evidence"] == "derived"


def test_arrows_are_the_very_polygons_of_the_screen(atlas: Atlas) -> None:
    view = View(place="karachi", direction="all")
    arrows = gather_content(atlas, view, date=DAY).layer("arrows")
    picture = atlas.draw(view, Screen())
    trace = next(trace for trace in picture.traces if trace["name"] == "flows")
    drawn = {feature["id"]: feature["geometry"]["coordinates"][0] for feature in trace["geojson"]["features"]}
    assert len(arrows.table) == len(drawn) == 40
    for shape, (_, row) in zip(arrows.geometry, arrows.table.iterrows(), strict=True):
        assert shapely.get_coordinates(shape).tolist() == drawn[f"{row['origin']}>{row['destination']}"]
    assert shapely.is_valid(arrows.geometry).all()


def test_lines_run_from_place_to_place_through_their_arrow(atlas: Atlas) -> None:
    content = gather_content(atlas, View(), date=DAY)
    nodes = dict(zip(content.layer("nodes").table["code"], content.layer("nodes").geometry, strict=True))
    arrows = content.layer("arrows")
    outlines = dict(zip(pairs(arrows), arrows.geometry, strict=True))
    flows = content.layer("flows")
    for line, (origin, destination) in zip(flows.geometry, pairs(flows), strict=True):
        first, *middle, last = shapely.get_coordinates(line).tolist()
        assert first == pytest.approx(shapely.get_coordinates(nodes[origin])[0].tolist(), abs=1e-6)
        assert last == pytest.approx(shapely.get_coordinates(nodes[destination])[0].tolist(), abs=1e-6)
        inside = shapely.buffer(outlines[origin, destination], 1e-3)
        assert shapely.contains(inside, shapely.linestrings(middle))


def test_a_flow_without_an_arrow_is_a_straight_line(tmp_path: Path) -> None:
    flows = gather(tmp_path, CITY, scope="all").layer("flows")
    row = list(pairs(flows)).index(("c", "b"))
    assert shapely.get_coordinates(flows.geometry[row]).tolist() == [[70.0, 29.0], [71.0, 30.0]]
    assert flows.table.loc[row, "shade"] == -1


def test_what_is_withheld_is_a_row_without_a_number(tmp_path: Path) -> None:
    atlas = make_map_atlas(tmp_path, own=make_own())
    for scope in ("view", "all"):
        content = gather_content(atlas, CITY.but(data="own"), scope=scope, date=DAY)
        flows = content.layer("flows").table.set_index(["origin", "destination"])
        assert flows["people"].dropna().to_dict() == {("b", "city"): 120.0}
        assert flows["caution"].to_dict() == {("b", "city"): "", ("a", "city"): "withheld"}
        assert flows.loc[("a", "city"), ["people", "low", "high"]].isna().all()
        assert flows["people"].sum() == 120.0
        assert set(pairs(content.layer("arrows"))) == {("b", "city")}
        nodes = content.layer("nodes").table.set_index("code")
        assert np.isnan(nodes.loc["city", "inflow"])
        assert np.isnan(nodes.loc["a", "outflow"])
        assert content.about.protection == "One flow of fewer than 10 people is withheld."
        assert content.about.evidence == "surveyed"
        assert content.about.source.startswith("My survey")


def test_a_scenario_has_both_sides(tmp_path: Path) -> None:
    view = View(question="whatif", place="city", change="attraction", amount=20)
    table = gather(tmp_path, view, scope="all").layer("flows").table
    np.testing.assert_allclose(table["people"] - table["before"], table["change"], atol=1e-9)
    assert table["before"].sum() == pytest.approx(PEOPLE.sum())
    assert table["people"].sum() == pytest.approx(PEOPLE.sum())
    places = gather(tmp_path, view).layer("places").table
    assert places["net_change"].sum() == pytest.approx(0.0, abs=1e-9)
    np.testing.assert_allclose(places["net"] - places["net_before"], places["net_change"])


def test_a_residual_has_what_was_expected(atlas: Atlas) -> None:
    table = gather_content(atlas, View(data="residual"), date=DAY).layer("flows").table
    np.testing.assert_allclose(table["people"] - table["expected"], table["difference"])
    assert len(table) == 40


def test_corridors_have_no_number(tmp_path: Path) -> None:
    content = gather(tmp_path, View(question="seasons", place="a"))
    corridors = content.layers[0]
    assert corridors.name == "corridors"
    assert corridors.table["season"].tolist() == ["summer", "winter"]
    assert "people" not in corridors.table
    assert content.layer("destinations").table["note"].tolist() == [CORRIDORS[2].note]
    assert set(corridors.table["evidence"]) == {content.about.evidence} == {"documented"}
    summer = gather(tmp_path, View(question="seasons", place="a", season="summer"))
    assert summer.layer("corridors").table["season"].tolist() == ["summer"]


def test_a_month_has_its_flows_and_everything_has_all_months(tmp_path: Path) -> None:
    view = View(question="seasons", place="a", month=7, share=10)
    july = gather(tmp_path, view).layer("flows")
    assert pairs(july) == {("a", "city"): 300.0}  # a tenth of 3,000 in the hottest month
    months = gather(tmp_path, view, scope="all").layer("flows").table["month"].tolist()
    assert months == ["June", "July", "August"]
    none = gather(tmp_path, view.but(month=1)).layer("flows")
    assert len(none.table) == 0
    assert none.table["people"].dtype == np.float64


def test_cells_in_sight_and_all_of_them(tmp_path: Path) -> None:
    seen = gather(tmp_path, View(question="spill", place="city")).layers[0]
    every = gather(tmp_path, View(question="spill", place="city"), scope="all").layers[0]
    assert seen.name == every.name == "cells"
    assert 0 < len(seen.table) < len(every.table) == 10
    assert every.table["people_2023"].sum() == 3000 + 2000 + 1500 + 7000
    assert every.table["people_2017"].sum() == 2500 + 2000 + 1000 + 6000
    first = every.table.iloc[0]
    assert int(first["cell"], 16) in set(make_map_atlas(tmp_path).grids.census.layer.cells.tolist())
    centre = shapely.centroid(every.geometry[0])
    assert every.geometry[0].contains(centre)
    assert set(every.table.loc[every.table["district"] == "city", "tehsil"]) == {"city-old", "city-new"}


@pytest.mark.parametrize("view", [view for *_, view in PRESETS], ids=[name for name, *_ in PRESETS])
@pytest.mark.parametrize("scope", ["view", "all"])
def test_every_preset_has_layers_whose_parts_fit(atlas: Atlas, view: View, scope: str) -> None:
    content = gather_content(atlas, view, scope=scope, date=DAY)
    assert content.layers[0].name in {"flows", "places", "cells", "corridors"}
    assert {"places", "nodes"} <= {layer.name for layer in content.layers}
    for layer in content.layers:
        assert [column.name for column in layer.columns] == list(layer.table.columns)
        assert len(layer.geometry) == len(layer.table)
        assert not shapely.is_missing(layer.geometry).any()
        assert shapely.is_valid(layer.geometry).all()
        values = set(layer.table[layer.style.column]) if layer.style.column else {0}
        assert values <= {look.value for look in layer.style.looks}
        short = [column.short for column in layer.columns]
        assert len(set(short)) == len(short)
        assert max(map(len, short)) <= 10


def test_what_a_file_says_of_itself(tmp_path: Path) -> None:
    about = gather(tmp_path, CITY, base="http://atlas.example/").about
    assert about.title == "Who moves to The City?"
    assert about.view_url == "http://atlas.example/?place=city"
    assert about.date == "2026-11-22"
    assert about.evidence == "modelled"
    assert "Pakistan Bureau of Statistics" in about.source
    assert "Boundaries: free" in about.licence
    assert "No border is disputed here." in about.boundaries
    assert about.protection == ""
    assert [name for name, _ in about.items()] == [
        "title",
        "description",
        "evidence",
        "source",
        "licence",
        "boundaries",
        "vintage",
        "crs",
        "view_url",
        "software",
        "date",
    ]


def test_a_demonstration_says_that_it_is_made_up(tmp_path: Path) -> None:
    content = gather(tmp_path, View(question="spill", place="city", shade="built", grid="demonstration"))
    assert content.about.description.startswith("A demonstration: its land is made up.")
    assert set(content.layer("cells").table["evidence"]) == {content.about.evidence} == {"demonstration"}
    assert not any(column.startswith("people_") for column in content.layer("cells").table)


def test_the_version_is_the_projects() -> None:
    import tomllib

    from layers.files.content import SOFTWARE

    text = (Path(__file__).resolve().parents[3] / "pyproject.toml").read_text()
    assert f"Rawaan {tomllib.loads(text)['project']['version']}" == SOFTWARE


def test_an_urdu_view_has_urdu_words_and_the_same_numbers(tmp_path: Path) -> None:
    english, urdu = gather(tmp_path, CITY), gather(tmp_path, CITY.but(lang="ur"))
    assert urdu.about.title != english.about.title
    assert pairs(urdu.layer("flows")) == pairs(english.layer("flows"))


def test_every_short_name_and_hashtag_is_its_own() -> None:
    described = [*COLUMNS.values(), *EPOCHS.values()]
    assert all(len(short.format(year=2023)) <= 10 for *_, short in described)
    assert all(hxl.startswith("#") for _, _, hxl, _ in described)
    assert len({short for *_, short in described}) == len(described)


def test_what_cannot_be_gathered_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="scope half is not one of view, all"):
        gather(tmp_path, CITY, scope="half")
    with pytest.raises(ViewError, match="The Hills"):
        gather(tmp_path, View(place="hills"))
    atlas = make_map_atlas(tmp_path)
    (tmp_path / "tiny-district.0123456789ab.json.gz").unlink()
    with pytest.raises(ExportError, match="boundaries"):
        gather_content(atlas, CITY)
    content = gather(tmp_path, CITY)
    with pytest.raises(ExportError, match="no layer cells; it has flows, arrows, places, nodes"):
        content.layer("cells")


def test_the_squares_are_those_of_the_map(tmp_path: Path) -> None:
    places = gather(tmp_path, CITY).layer("places")
    box = dict(zip(places.table["code"], shapely.bounds(places.geometry).tolist(), strict=True))
    assert box["a"] == list(SQUARES["a"])
    assert box["city"] == [71.7, 27.7, 72.3, 28.3]
