"""The OD matrix: every origin against every destination, as classes of the legend. The world is in tiny_world.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from dash import html

from layers import View
from layers.cube import Cube
from layers.matrix_view import MARGIN, NARROW, QUESTION, Block, draw_matrix, find_blocks, order_units
from layers.palette import DARK, LIGHT, Palette
from layers.picture import Picture
from layers.screen import WIDE, Screen
from layers.view import CHOICES
from tests.layers.read_page import follow, links, say
from tests.layers.tiny_world import PEOPLE

World = Callable[[list[tuple[str, str, float]]], Cube]

CODES = ["a", "b", "c", "city"]
NAMES = ["A Town", "B Town", "C Town", "The City"]
BELOW = html.Section("Measures of all moves")


def draw(cube: Cube, screen: Screen | None = None, **choices: Any) -> Picture:
    return draw_matrix(cube, View(place="city", form="matrix").but(**choices), screen or Screen(), [BELOW])


def cells(picture: Picture) -> dict[str, Any]:
    (trace,) = picture.traces
    return trace


def move(cube: Cube, *provinces: str) -> Cube:
    """Put the four places in other provinces."""
    return replace(cube, flow_units=replace(cube.flow_units, provinces=provinces))


def codes(cube: Cube, sort: str) -> list[str]:
    return [cube.flow_units.codes[unit] for unit in order_units(cube, PEOPLE, sort)]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        # arrivals: a 155, b 40, c 60, city 500; a and b lie in Punjab, c and the city in Sindh
        ("province", ["a", "b", "city", "c"]),
        ("size", ["city", "a", "c", "b"]),
        ("name", ["a", "b", "c", "city"]),
    ],
)
def test_places_stand_in_the_order_asked_for(cube: Cube, sort: str, order: list[str]) -> None:
    assert PEOPLE.sum(axis=0).tolist() == [155, 40, 60, 500]
    assert codes(cube, sort) == order
    trace = cells(draw(cube, sort=sort))
    assert trace["x"] == trace["y"] == [NAMES[CODES.index(code)] for code in order]


def test_equally_many_arrivals_stand_by_name(cube: Cube) -> None:
    same = np.ones((4, 4))
    assert order_units(cube, same, "size").tolist() == [0, 1, 2, 3]
    turned = replace(cube, flow_units=replace(cube.flow_units, names=tuple(reversed(cube.flow_units.names))))
    assert order_units(turned, same, "size").tolist() == [3, 2, 1, 0]


def test_provinces_run_from_north_to_south(cube: Cube) -> None:
    world = move(cube, "balochistan", "sindh", "khyber-pakhtunkhwa", "punjab")
    assert codes(world, "province") == ["c", "city", "b", "a"]
    blocks = find_blocks(world, order_units(world, PEOPLE, "province"))
    assert [block.province for block in blocks] == ["khyber-pakhtunkhwa", "punjab", "sindh", "balochistan"]


@pytest.mark.parametrize(
    ("provinces", "blocks"),
    [
        (("punjab", "punjab", "sindh", "sindh"), (Block("punjab", 0, 2), Block("sindh", 2, 4))),
        (("sindh",) * 4, (Block("sindh", 0, 4),)),
        # who belongs to no province of the list stands last, each with its like
        (("", "punjab", "", "punjab"), (Block("punjab", 0, 2), Block("", 2, 4))),
        (("x", "y", "x", "sindh"), (Block("sindh", 0, 1), Block("x", 1, 3), Block("y", 3, 4))),
    ],
    ids=["two", "one", "some in none", "unknown ones"],
)
def test_blocks_have_no_gaps_and_a_province_is_one_block(
    cube: Cube, provinces: tuple[str, ...], blocks: tuple[Block, ...]
) -> None:
    world = move(cube, *provinces)
    found = find_blocks(world, order_units(world, PEOPLE, "province"))
    assert found == blocks
    assert (found[0].first, found[-1].last) == (0, 4)
    assert all(one.last == other.first for one, other in pairwise(found))


def test_a_place_in_no_province_keeps_its_cells(cube: Cube) -> None:
    trace = cells(draw(move(cube, "", "punjab", "sindh", "sindh")))
    assert trace["x"] == ["B Town", "The City", "C Town", "A Town"]
    assert read_people(trace) == {
        (NAMES[row], NAMES[column]): int(PEOPLE[row, column]) for row in range(4) for column in range(4)
    }


def read_people(trace: dict[str, Any]) -> dict[tuple[str, str], int]:
    """(origin, destination) → the number that pointing at the cell says."""
    return {
        (row, column): trace["customdata"][i][j]
        for i, row in enumerate(trace["y"])
        for j, column in enumerate(trace["x"])
    }


@pytest.mark.parametrize("sort", CHOICES["sort"])
@pytest.mark.parametrize(("period", "share"), [("1998-2023", 1.0), ("2017-2023", 2.0)])
def test_every_cell_is_the_table_rows_to_columns(cube: Cube, sort: str, period: str, share: float) -> None:
    trace = cells(draw(cube, sort=sort, period=period))
    assert read_people(trace) == {
        (NAMES[row], NAMES[column]): int(share * PEOPLE[row, column]) for row in range(4) for column in range(4)
    }
    # a click reads the codes by position
    assert [NAMES[CODES.index(code)] for code in trace["meta"]] == trace["x"]
    assert trace["hovertemplate"].startswith("<b>%{y} → %{x}</b><br>%{customdata:,} people a year · modelled")


def test_every_cell_of_the_atlas_is_the_table(atlas: Any) -> None:
    cube = atlas.cube
    matrix, units = cube.matrices["1998-2023"].people, cube.flow_units
    trace = cells(draw_matrix(cube, View(form="matrix"), Screen(), []))
    where = [units.index(code) for code in trace["meta"]]
    assert sorted(where) == list(range(len(units.codes)))
    assert trace["x"] == trace["y"] == [units.names[unit] for unit in where]
    # as axes are named, two places of one name would share a row
    assert len(set(trace["x"])) == len(where)
    assert (np.array(trace["customdata"]) == np.rint(matrix[np.ix_(where, where)])).all()


def test_nobody_moves_from_a_place_to_itself(cube: Cube) -> None:
    trace = cells(draw(cube))
    steps = np.array(trace["z"], dtype=object)
    assert [step is None for step in steps.diagonal()] == [True] * 4
    assert sum(step is None for step in steps.ravel()) == 4
    assert trace["hoverongaps"] is False
    assert "The diagonal, moves inside a place, is not migration." in draw(cube).legend.sentence


def show(trace: dict[str, Any], step: int) -> str:
    """Colour in which the renderer draws a class."""
    scale = trace["colorscale"]
    at = (step - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    (colour,) = {one[1] for one, other in zip(scale[::2], scale[1::2], strict=True) if one[0] < at < other[0]}
    return str(colour)


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_cells_have_the_colours_of_the_legend(cube: Cube, theme: str, palette: Palette) -> None:
    picture = draw(cube, Screen(theme=theme))
    trace, legend = cells(picture), picture.legend
    assert set(legend.colours) <= set(palette.flows)
    limits = [float(limit.replace("k", "e3")) for limit in legend.limits]
    for people, step in zip(np.ravel(trace["customdata"]), np.ravel(np.array(trace["z"], dtype=object)), strict=True):
        if step is not None:
            # a number on a limit belongs to the class above it
            assert show(trace, step) == legend.colours[sum(limit <= people for limit in limits)]


def test_lines_part_the_provinces_and_an_outline_marks_the_place(cube: Cube) -> None:
    shapes = draw(cube).plot["shapes"]
    lines = [shape for shape in shapes if shape["type"] == "line"]
    # between B Town (row 1) and the City (row 2), across and down
    assert [(line["x0"], line["x1"]) for line in lines] == [(1.5, 1.5), (-0.5, 3.5)]
    assert [(line["y0"], line["y1"]) for line in lines] == [(-0.5, 3.5), (1.5, 1.5)]
    down, across = (shape for shape in shapes if shape["type"] == "rect")
    assert (down["x0"], down["x1"], across["y0"], across["y1"]) == (1.5, 2.5, 1.5, 2.5)


@pytest.mark.parametrize("sort", ["size", "name"])
def test_only_the_order_by_province_has_blocks(cube: Cube, sort: str) -> None:
    plot = draw(cube, sort=sort).plot
    assert [shape["type"] for shape in plot["shapes"]] == ["rect", "rect"]
    assert plot["annotations"] == []


def test_the_first_row_stands_on_top_and_nothing_is_cut_off(cube: Cube) -> None:
    plot = draw(cube).plot
    assert plot["xaxis"]["range"] == [-0.5, 3.5]
    assert plot["yaxis"]["range"] == [3.5, -0.5]
    assert plot["xaxis"]["side"] == "top"


def test_a_province_with_room_for_its_name_has_it(cube: Cube) -> None:
    assert draw(cube).plot["annotations"] == []  # two places: the name would hide them
    (name,) = draw(move(cube, "sindh", "sindh", "sindh", "sindh")).plot["annotations"]
    assert (name["text"], name["x"], name["y"]) == ("<b>Sindh</b>", 3.5, 3.5)


@pytest.mark.parametrize(("width", "margin"), [(360, NARROW), (WIDE - 1, NARROW), (WIDE, MARGIN), (1280, MARGIN)])
def test_a_narrow_window_has_room_for_the_cells(cube: Cube, width: int, margin: dict[str, int]) -> None:
    plot = draw(move(cube, "sindh", "sindh", "sindh", "sindh"), Screen(width, 560)).plot
    assert plot["margin"] == margin
    assert width - margin["l"] - margin["r"] >= 200
    # names of provinces would hide half of a small matrix
    assert bool(plot["annotations"]) == (margin is MARGIN)


def test_the_words_add_up(cube: Cube) -> None:
    picture = draw(cube)
    # all cells: 430 from A Town, 200 from B Town, 80 from C Town, 45 from the City; inside a province: 10 + 100 and 40
    assert PEOPLE.sum() == 430 + 200 + 80 + 45 == 755
    finding = picture.finding
    assert finding.title == QUESTION
    assert finding.headline == "More people cross a provincial border than stay inside it"
    assert finding.lead == (
        "Of about 755 moves a year between places, 20\u202f% stay inside a province. "
        "The largest single flow is A Town to The City."
    )
    assert [(figure.number, figure.label, figure.sureness) for figure in finding.figures] == [
        ("755", "moves a year", "sum of all cells · modelled"),
        ("20\u202f%", "inside a province", "modelled"),
        ("400", "A Town to The City", "200–800 · modelled"),
    ]
    assert picture.legend.sentence.startswith("Showing all 9 flows, 755 movers a year.")
    assert (PEOPLE > 0).sum() == 9


@pytest.mark.parametrize(
    ("flows", "headline"),
    [
        ([("a", "b", 6), ("c", "a", 5)], "More people move inside their province than out of it"),
        ([("a", "b", 5), ("c", "a", 6)], "More people cross a provincial border than stay inside it"),
        ([("a", "b", 5), ("c", "a", 5)], "As many people cross a provincial border as stay inside it"),
    ],
)
def test_the_headline_compares_moves_inside_with_moves_across(
    with_flows: World, flows: list[tuple[str, str, float]], headline: str
) -> None:
    assert draw(with_flows(flows)).finding.headline == headline


def test_it_is_called_a_model_and_names_the_place_outlined(cube: Cube) -> None:
    picture = draw(cube)
    assert [key.text for key in picture.legend.keys] == [
        "Every cell is modelled. Click one to see its arrow and range. Outlined: The City."
    ]
    assert picture.credit.startswith("Model: Rawaan, from the censuses of 1998, 2017 and 2023 (PBS)")


def test_the_panel_ends_with_what_the_question_adds(cube: Cube) -> None:
    details = draw(cube).details
    assert details[-1] is BELOW
    assert say(details[0]).startswith("Between provinces")
    assert {follow(link).form for link in links(details)} == {"map"}


def test_there_is_a_plot_and_no_map(cube: Cube) -> None:
    picture = draw(cube)
    assert picture.plot is not None
    assert "map" not in picture.plot
    assert picture.flow_trace is None


def test_a_world_in_which_nobody_moves(still_cube: Cube) -> None:
    picture = draw(still_cube)
    assert set(read_people(cells(picture)).values()) == {0}
    assert {step for row in cells(picture)["z"] for step in row} == {0, None}
    assert picture.finding.headline == "Nobody moves from place to place"
    assert picture.legend.sentence.startswith("Showing all 0 flows, 0 movers a year.")


def test_a_world_of_one_place(cube: Cube) -> None:
    units, matrix = cube.flow_units, cube.matrices["1998-2023"]
    one = replace(
        cube,
        flow_units=replace(units, codes=("a",), names=("A Town",), provinces=("punjab",), nodes=units.nodes[:1]),
        matrices={"1998-2023": replace(matrix, **dict.fromkeys(("people", "low", "high"), np.zeros((1, 1))))},
    )
    picture = draw(one, place="a")
    assert cells(picture)["z"] == [[None]]
    assert picture.finding.headline == "Nobody moves from place to place"
