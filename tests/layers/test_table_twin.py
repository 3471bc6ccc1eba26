"""The map as a table: its rows are what the map says, and no mark is left out."""

from __future__ import annotations

import numpy as np
import pytest

from boundaries.language import speak
from layers.atlas import Atlas
from layers.cell_layer import pack_cells, pack_counts, unpack_cells, unpack_counts
from layers.screen import Screen
from layers.table_twin import MOST, build_table, list_rows
from layers.view import PRESETS, View
from tests.layers.read_page import say, tags
from tests.layers.tiny_world import make_atlas, make_cube, make_layer

CITY = View(place="city")


def read(view: View, atlas: Atlas | None = None) -> dict[str, list[tuple[str, str]]]:
    with speak(view.lang):
        return dict(list_rows((atlas or make_atlas(make_cube())).draw(view, Screen())))


def test_a_flow_is_a_row_the_largest_first() -> None:
    flows = read(CITY)["Flows"]
    # a sends 400 and b 100; c sends nobody
    assert [name for name, _ in flows] == ["A Town → The City", "B Town → The City"]
    assert flows[0][1] == "400 people a year; range 200–800 · modelled"


def test_a_place_is_a_row_and_the_hills_say_that_nothing_is_known() -> None:
    places = dict(read(CITY)["Places"])
    assert places["The Hills"] == "No census figures carried for this place"
    assert places["A Town  الف"].startswith("400 people a year move to The City")


def test_balance_and_scenario_have_their_rows_too() -> None:
    assert "+300 people a year, net" in dict(read(View(question="balance", place="city")))["Places"][3][1]
    assert read(View(question="whatif", place="city"))["Places"]


def test_the_matrix_is_its_flows() -> None:
    flows = read(View(form="matrix", place="city"))["Flows"]
    assert flows[0] == ("A Town → The City", "400 people a year · modelled")


def test_cells_have_their_id_and_the_numbers_of_the_hover() -> None:
    cells = read(View(question="spill", place="city", shade="density"))["Cells"]
    assert all(name.split(", ")[-1].startswith("87") for name, _ in cells)  # resolution 7
    assert all("people per km²" in words and "derived" in words for _, words in cells)


@pytest.mark.parametrize("view", [pytest.param(view, id=label) for label, _, view in PRESETS])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_question_has_a_table_that_can_be_read_out(atlas: Atlas, view: View, language: str) -> None:
    children = build_table(atlas, view.but(lang=language))
    tables = [table for child in children for table in tags(child, "Table")]
    assert tables
    for table in tables:
        assert tags(table, "Caption")
        assert {cell.scope for cell in tags(table, "Th")} == {"col", "row"}
        assert len(tags(table, "Tr")) <= MOST + 1


def test_what_the_table_leaves_out_is_counted(atlas: Atlas) -> None:
    children = build_table(atlas, View(question="spill"))
    cells = dict(list_rows(atlas.draw(View(question="spill"), Screen())))["Cells"]
    assert f"{len(cells) - MOST:,} more rows are in the files of Download." in say(children)


def test_law_cells_and_counts_unpack_to_what_was_packed() -> None:
    layer = make_layer("people", (2020,))
    np.testing.assert_array_equal(unpack_cells(pack_cells(layer)), layer.cells)
    columns = [[0, 0, 1], [10, 20, 30], [12, 23, 33], [0.5, 0.25, 1.0]]
    assert unpack_counts(pack_counts(columns)) == columns
    beside = [11, 21, 29]
    assert unpack_counts(pack_counts(columns, beside), beside) == columns
