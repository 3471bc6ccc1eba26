"""The tables of the tiny world, checked by hand; those of the atlas, to the person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from layers.atlas import Atlas
from layers.own import load_own
from layers.service.build_tables import Shelf
from tests.layers.files.map_world import make_map_atlas
from tests.layers.tiny_world import CELLS, NET, PEOPLE, make_cube


def test_what_there_is(shelf: Shelf) -> None:
    assert shelf.names() == (
        "places",
        "districts",
        *("nodes", "nodes-1998-2017", "nodes-2017-2023", "nodes-own"),
        *("flows", "flows-1998-2017", "flows-2017-2023", "flows-counted", "flows-own"),
        "cells",
    )


def test_flows_stand_in_the_order_of_their_size(shelf: Shelf) -> None:
    table = shelf.get("flows")
    rows = table.rows(table.find())
    assert [(row["origin"], row["destination"], row["people"]) for row in rows[:4]] == [
        ("a", "city", 400.0),
        ("b", "a", 100.0),
        ("b", "city", 100.0),
        ("c", "a", 50.0),
    ]
    assert (rows[0]["low"], rows[0]["high"]) == (200.0, 800.0)
    said = {"kind": "event", "evidence": "modelled", "unit": "people a year", "period": "1998-2023"}
    assert said.items() <= rows[0].items()
    assert sum(row["people"] for row in rows) == PEOPLE.sum()
    assert table.identify(np.array([0])) == ["a:city"]


def test_what_is_withheld_has_no_number_and_stands_last(shelf: Shelf) -> None:
    table = shelf.get("flows-own")
    rows = table.rows(table.find())
    assert [(row["origin"], row["destination"]) for row in rows if row["people"] is None] == [("b", "city")]
    assert (rows[-1]["people"], rows[-1]["evidence"]) == (None, "surveyed")
    # Nor does asking for a least number tell on which side of it the flow lies.
    assert "b:city" not in table.identify(table.find(least={"people": 0}))
    assert table.about.items()["protection"] == "One flow is withheld."


def test_what_was_counted_is_never_a_yearly_flow(shelf: Shelf) -> None:
    table = shelf.get("flows-counted")
    (row,) = table.rows(table.find())
    assert (row["people"], row["low"], row["high"]) == (70, 60, 80)
    assert (row["kind"], row["unit"]) == ("lifetime", "lifetime migrants")


def test_totals_have_ranges(shelf: Shelf) -> None:
    table = shelf.get("nodes")
    (row,) = table.rows(table.find({"code": "a"}))
    # to a: 100 + 50 + 5; from a: 10 + 20 + 400
    assert (row["inflow"], row["outflow"], row["net"]) == (155.0, 430.0, -275.0)
    assert (row["inflow_low"], row["inflow_high"]) == (139.5, 170.5)
    assert (row["people_2017"], row["people_2023"]) == (2500.0, 3000.0)
    assert (row["people_evidence"], row["evidence"], row["net_evidence"]) == ("counted", "modelled", "derived")
    # The net and its range are those of the balance, as the page says them.
    balance = shelf.atlas.cube.flow_balance["1998-2023"]
    assert [row["net"], row["net_low"], row["net_high"]] == [part[0] for part in balance]


def test_places_say_what_is_counted_and_what_derived(shelf: Shelf) -> None:
    table = shelf.get("places")
    said = {(row["people_evidence"], row["net_evidence"]) for row in table.rows(table.find())}
    assert said == {("counted", "derived")}


def test_a_table_without_margins_has_no_ranges_and_nothing_of_other_places(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    head = ["# rawaan flows 1", "# kind: transition", "# evidence: surveyed", "origin,destination,people"]
    path.write_text("\n".join([*head, "b,city,120", ""]))
    atlas = make_map_atlas(tmp_path, own=load_own(path, make_cube(), hide_below=0))
    totals, flows = Shelf(atlas).get("nodes-own"), Shelf(atlas).get("flows-own")
    rows = {row["code"]: row for row in totals.rows(totals.find())}
    assert [rows["city"][name] for name in ("inflow", "outflow", "net")] == [120, 0, 120]
    assert [rows["a"][name] for name in ("inflow", "outflow", "net")] == [None] * 3
    assert rows["city"]["inflow_low"] is rows["city"]["net_high"] is None
    assert rows["city"]["net_evidence"] == "surveyed"
    (row,) = flows.rows(flows.find())
    assert (row["people"], row["low"], row["high"]) == (120, None, None)


def test_places_without_a_census_have_no_numbers(shelf: Shelf) -> None:
    table = shelf.get("places")
    rows = {row["code"]: row for row in table.rows(table.find())}
    assert rows["hills"]["people_2023"] is None
    assert rows["hills"]["flow_unit"] == ""
    assert rows["city-west"]["flow_unit"] == "city"
    assert [rows[code]["net_1998_2023"] for code in ("a", "b", "c", "city-east", "city-west")] == NET.tolist()


def test_cells_are_named_as_text(shelf: Shelf) -> None:
    table = shelf.get("cells")
    rows = table.rows(table.find({"district": "a"}))
    assert sorted((row["people_2017"], row["people_2023"]) for row in rows) == [(500, 800), (1000, 1000), (1000, 1200)]
    assert all(len(row["cell"]) == 15 for row in rows)
    assert len(table) == len(CELLS)
    assert table.locate(rows[0]["cell"]) == table.find({"cell": rows[0]["cell"]})[0]
    assert table.locate("nonsense") is None


def test_every_table_says_whence_it_is(shelf: Shelf) -> None:
    for name in shelf.names():
        said = shelf.get(name).about.items()
        assert {"evidence", "boundaries"} <= set(said), name
        if name not in {"districts"}:
            assert {"source", "licence", "unit"} <= set(said), name
        assert "No border is disputed here." in said["boundaries"]


@pytest.mark.parametrize("period", ["1998-2023", "1998-2017", "2017-2023"])
def test_the_atlas_in_tables_is_the_atlas_to_the_person(atlas: Atlas, period: str) -> None:
    shelf = Shelf(atlas)
    suffix = "" if period == "1998-2023" else f"-{period}"
    matrix = atlas.cube.matrices[period]
    flows = shelf.get(f"flows{suffix}")
    sent = sum(row["people"] for row in flows.rows(flows.find()))
    assert sent == pytest.approx(matrix.people.sum(), abs=0.5)
    nodes = shelf.get(f"nodes{suffix}")
    rows = nodes.rows(nodes.find())
    assert sum(row["inflow"] for row in rows) == pytest.approx(matrix.inflow[0].sum(), abs=0.5)
    assert sum(row["people_2023"] for row in rows) == 241_499_431


def test_places_and_cells_of_the_atlas_hold_the_census(atlas: Atlas) -> None:
    shelf = Shelf(atlas)
    places, cells = shelf.get("places"), shelf.get("cells")
    assert sum(row["people_2023"] or 0 for row in places.rows(places.find())) == 241_499_431
    assert sum(cells.write("people_2023", cells.find())) == pytest.approx(241_499_431, abs=0.5)
