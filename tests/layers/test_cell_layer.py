"""The trace of the cells: ids and what is said of them, no geometry. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import h3
import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.cells.layer import CellLayer
from layers.cell_grid import CellGrid
from layers.cell_layer import build_cell_trace, pack_cells, pack_counts
from layers.cell_measures import colour_cells
from layers.palette import LIGHT
from tests.layers.read_cells import read_columns, read_ids
from tests.layers.tiny_world import find_cell, make_census

UNITS = ("A Town", "B Town", "C Town", "The City")


@pytest.fixture(scope="module")
def census() -> CellGrid:
    return make_census()


def build(grid: CellGrid, shade: str = "growth", *, outlined: bool = True) -> dict[str, Any]:
    colours = colour_cells(grid, shade, 1, LIGHT, total=(11_500, 13_500))
    return build_cell_trace(grid, colours, LIGHT, units=UNITS, zones=grid.zone(1) if outlined else None)


def read_facts(trace: dict[str, Any]) -> dict[int, list[Any]]:
    """Cell → its name and what the hover says of it; the columns are sent one after the other."""
    names, *facts = trace["customdata"]
    said = zip(read_ids(trace), (trace["meta"]["names"][name] for name in names), *facts, strict=True)
    return {cell: list(row) for cell, *row in said}


def test_ids_are_sent_as_steps_and_no_geometry_at_all(census: CellGrid) -> None:
    trace = build(census)
    assert read_ids(trace) == census.layer.cells.tolist()
    # the hexagons are made in the browser
    assert "geojson" not in trace


places = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


@given(st.lists(places, max_size=20), st.integers(1, 15))
def test_law_packed_cells_can_be_read_again(where: list[tuple[float, float]], resolution: int) -> None:
    ids = sorted({h3.str_to_int(h3.latlng_to_cell(lat, lon, resolution)) for lon, lat in where})
    layer = CellLayer("x", "x", "people", "derived", np.array(ids, dtype=np.uint64), (2023,), np.ones((1, len(ids))))
    packed = pack_cells(layer)
    assert read_ids({"meta": {"cells": packed}}) == ids
    # what JavaScript can count without error
    assert max(packed["steps"], default=0) < 2**53


counts = st.lists(st.tuples(st.integers(0, 3), *[st.integers(0, 2_000_000)] * 3), max_size=12)


@given(counts)
def test_law_packed_counts_can_be_read_again(rows: list[tuple[int, int, int, int]]) -> None:
    name, first, second, beside = ([row[column] for row in rows] for column in range(4))
    words = [f"{count} a year" for count in second]
    columns = [name, first, second, words]
    assert read_columns(pack_counts(columns)) == columns
    assert read_columns(pack_counts(columns, beside), beside) == columns


def test_a_tehsil_that_grew_everywhere_alike_is_sent_as_its_growth() -> None:
    # 100, 200 and 50 people grew by 1.1; the other tehsil by 2
    packed = pack_counts([[0, 0, 0, 1], [100, 200, 50, 30], [110, 220, 55, 60]])
    assert packed[1] == [100, 200, 50, 30]
    assert packed[2] == {"times": [1.1, 2.0], "rest": [0, 0, 0, 0]}


def test_the_second_of_two_maps_has_the_cells_of_the_first(census: CellGrid) -> None:
    colours = colour_cells(census, "density", 0, LIGHT)
    trace = build_cell_trace(census, colours, LIGHT, units=UNITS, zones=census.zone(0), again=True)
    assert "cells" not in trace["meta"]
    assert len(trace["z"]) == 10


def test_every_cell_has_its_class_and_its_facts(census: CellGrid) -> None:
    trace = build(census)
    at = dict(zip(read_ids(trace), trace["z"], strict=True))
    # 3.1 % a year is between 3 and 4, the last class but one of six; 0 is for no value
    assert (at[find_cell("a", 0.0)], at[find_cell("", 0.0)]) == (5, 0)
    assert read_facts(trace)[find_cell("a", 0.0)] == ["Old Town", 1000, 1200, "3.1\u202f% a year"]
    lowest, highest = trace["colorscale"][0], trace["colorscale"][-1]
    assert (lowest[1], highest[1]) == (LIGHT.no_data, LIGHT.circles[-1])
    assert (trace["zmin"], trace["zmax"]) == (-0.5, 6.5)


def test_a_cell_is_named_after_its_tehsil_its_unit_or_nothing(census: CellGrid) -> None:
    trace = build(census)
    names = {cell: row[0] for cell, row in read_facts(trace).items()}
    assert names[find_cell("a", 0.0)] == "Old Town"
    assert names[find_cell("city", 0.12)] == "New City"
    assert names[find_cell("b", 0.12)] == "B Town"  # nobody knows whose tehsil it is
    assert names[find_cell("", 0.0)] == ""
    # a name is sent once, however many cells bear it
    assert len(set(trace["meta"]["names"])) == len(trace["meta"]["names"]) == 7


def test_core_and_belt_are_outlined_where_that_is_asked_for(census: CellGrid) -> None:
    trace = build(census)
    ids = read_ids(trace)
    outlines = {
        zone: {ids[position] for position in positions} for zone, positions in trace["meta"]["outlines"].items()
    }
    assert outlines == {
        "core": {find_cell("a", 0.0), find_cell("city", 0.0)},
        "belt": {find_cell("a", 0.03), find_cell("b", 0.03), find_cell("city", 0.03)},
    }
    assert build(census, "class", outlined=False)["meta"]["outlines"] == {}


@pytest.mark.parametrize("shade", ["growth", "class", "density", "net", "built"])
def test_the_hover_has_a_fact_for_every_gap(census: CellGrid, shade: str) -> None:
    trace = build(census, shade)
    gaps = {number for number in range(1, 9) if f"customdata[{number}]" in trace["hovertemplate"]}
    assert gaps == set(range(1, len(trace["customdata"])))
    assert trace["hovertemplate"].startswith("<b>%{customdata[0]}</b><br>")


@pytest.mark.parametrize("shade", ["growth", "class", "density", "net", "built"])
def test_a_part_of_the_cells_is_told_as_in_the_whole(census: CellGrid, shade: str) -> None:
    positions = np.array([2, 3, 7])
    whole, part = build(census, shade), build(census.take(positions), shade)
    assert part["z"] == [whole["z"][position] for position in positions]
    told = read_facts(whole)
    assert read_facts(part) == {cell: told[cell] for cell in census.layer.cells[positions].tolist()}


def test_no_cells_are_an_empty_trace(census: CellGrid) -> None:
    trace = build(census.take(np.zeros(0, dtype=np.intp)))
    assert trace["z"] == read_ids(trace) == []
    assert [list(column) for column in trace["customdata"]] == [[]] * 4
    assert (trace["meta"]["names"], trace["meta"]["outlines"]) == ([], {"core": [], "belt": []})


def test_what_is_sent_is_plain(census: CellGrid) -> None:
    """Numbers of numpy would be sent as text or not at all."""
    plain = replace(census, layer=replace(census.layer, classes=None, _kept={}))
    assert orjson.loads(orjson.dumps(build(plain)))["z"] == build(census)["z"]


def test_land_is_sent_as_it_is() -> None:
    columns: list[list[Any]] = [[0, 0], [0.125, 0.25], [1.5, 3.0]]
    assert pack_counts(columns) == columns == pack_counts(columns, [1, 2])
