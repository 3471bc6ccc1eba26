"""The panel beside the OD matrix: what is written there adds up. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from layers import View
from layers.cube import Cube
from layers.matrix_panel import LARGEST, build_matrix_panel
from layers.palette import DARK, LIGHT, THEMES, Palette
from tests.layers.read_page import bars, find, follow, links, say, tags
from tests.layers.test_palette import contrast
from tests.layers.tiny_world import PEOPLE, make_matrix

# rows to columns, in people a year
BETWEEN = {
    ("Punjab", "Punjab"): 10 + 100,
    ("Punjab", "Sindh"): 20 + 400 + 0 + 100,
    ("Sindh", "Punjab"): 50 + 30 + 5 + 0,
    ("Sindh", "Sindh"): 0 + 40,
}


def build(cube: Cube, palette: Palette = LIGHT, **choices: Any) -> list[Any]:
    return build_matrix_panel(cube, View(place="city", form="matrix").but(**choices), palette)


def with_people(cube: Cube, people: np.ndarray) -> Cube:
    return replace(cube, matrices={period: make_matrix(people) for period in cube.matrices})


def table(section: Any) -> dict[tuple[str, str], Any]:
    """(from, to) → cell."""
    head, *body = tags(section, "Tr")
    columns = [say(cell) for cell in tags(head, "Th")[1:]]
    return {
        (say(tags(row, "Th")), column): cell
        for row in body
        for column, cell in zip(columns, tags(row, "Td"), strict=True)
    }


def told(cells: dict[tuple[str, str], Any]) -> dict[tuple[str, str], int]:
    """(from, to) → the number said in full when a cell is pointed at."""
    numbers = {pair: cell.title.partition(": ")[2].split()[0] for pair, cell in cells.items()}
    return {pair: int(number.replace(",", "")) for pair, number in numbers.items()}


@pytest.mark.parametrize(("period", "share"), [("1998-2023", 1.0), ("2017-2023", 2.0)])
def test_the_table_of_provinces_is_the_matrix_summed_to_the_person(cube: Cube, period: str, share: float) -> None:
    cells = told(table(build(cube, period=period)[0]))
    assert cells == {pair: share * people for pair, people in BETWEEN.items()}
    assert sum(cells.values()) == share * PEOPLE.sum() == share * 755


def test_a_cell_says_in_full_who_moves_where(cube: Cube) -> None:
    cell = table(build(cube)[0])["Punjab", "Sindh"]
    assert say(cell) == "520"
    assert cell.title == "Punjab to Sindh: 520 people a year, modelled"


def test_moves_inside_a_province_are_outlined_and_explained(cube: Cube) -> None:
    section = build(cube)[0]
    marked = {pair for pair, cell in table(section).items() if getattr(cell, "className", None) == "inside"}
    assert marked == {("Punjab", "Punjab"), ("Sindh", "Sindh")}
    assert say(tags(section, "P")) == "Outlined: moves between places of the same province."


def test_narrow_columns_have_short_names_and_cells_the_full_ones(cube: Cube) -> None:
    units = cube.flow_units
    world = replace(
        cube,
        flow_units=replace(
            units, provinces=("khyber-pakhtunkhwa", "islamabad-capital-territory", "balochistan", "punjab")
        ),
    )
    cells = table(build(world)[0])
    assert list(dict.fromkeys(origin for origin, _ in cells)) == ["Punjab", "KP", "Baloch.", "ICT"]
    assert cells["KP", "ICT"].title == "Khyber Pakhtunkhwa to Islamabad: 10 people a year, modelled"


def test_a_place_in_no_province_of_the_list_is_in_the_table_all_the_same(cube: Cube) -> None:
    world = replace(cube, flow_units=replace(cube.flow_units, provinces=("the-hills", "punjab", "sindh", "sindh")))
    cells = told(table(build(world)[0]))
    assert cells["the-hills", "Sindh"] == 20 + 400
    assert sum(cells.values()) == PEOPLE.sum()


def test_the_atlas_table_and_its_rest_come_to_the_total(atlas: Any) -> None:
    cube = atlas.cube
    matrix = cube.matrices["1998-2023"]
    provinces, largest = build(cube, place="lahore")
    # flows have fractions of a person, and each cell is written to the person: half a person a cell at most
    cells = told(table(provinces))
    assert sum(cells.values()) == pytest.approx(matrix.people.sum(), abs=len(cells) / 2)
    rows = find(largest, "bar")
    assert len(rows) == LARGEST + 1
    assert say(find(rows[-1], "name")) == f"{int((matrix.people > 0).sum()) - LARGEST:,} other flows"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize(
    "people",
    [
        PEOPLE,
        np.zeros((4, 4)),
        # two cells that hardly differ leave few classes, of the palest and the strongest colour
        np.array([[0, 5, 0, 0], [0, 0, 0, 0], [0, 0, 0, 6], [0, 0, 0, 0]], dtype=float),
        1000 * PEOPLE,
    ],
    ids=["tiny", "still", "alike", "many"],
)
def test_numbers_can_be_read_on_every_colour(cube: Cube, people: np.ndarray, palette: Palette) -> None:
    for cell in table(build(with_people(cube, people), palette)[0]).values():
        assert cell.style["background"] in palette.flows
        assert contrast(cell.style["background"], cell.style["color"]) > 4


def test_every_colour_of_both_themes_takes_a_number(cube: Cube) -> None:
    for palette in THEMES.values():
        for colour in palette.flows:
            assert max(contrast(colour, palette.ink), contrast(colour, palette.panel)) > 4
    assert len({cell.style["background"] for cell in table(build(cube)[0]).values()}) > 1


def test_more_people_are_never_paler(cube: Cube) -> None:
    cells = table(build(cube)[0])
    people = told(cells)
    strength = {pair: LIGHT.flows.index(cell.style["background"]) for pair, cell in cells.items()}
    for one, other in combinations(cells, 2):
        if people[one] <= people[other]:
            assert strength[one] <= strength[other]


def test_the_largest_flows_and_the_rest_add_up(cube: Cube) -> None:
    # nine flows, of which eight are shown; 755 in all
    numbers = bars(build(cube)[1])
    assert list(numbers.items())[:3] == [
        ("A Town → The City", "400"),
        ("B Town → A Town", "100"),
        ("B Town → The City", "100"),
    ]
    assert list(numbers.items())[-1] == ("1 other flow", "5")
    assert sum(int(number) for number in numbers.values()) == 755


def test_the_rest_can_be_many_flows(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.matrix_panel.LARGEST", 2)
    assert bars(build(cube)[1]) == {
        "A Town → The City": "400",
        "B Town → A Town": "100",
        "7 other flows": f"{755 - 500}",
    }


def test_few_flows_leave_no_rest(cube: Cube) -> None:
    people = np.zeros((4, 4))
    people[0, 3] = 400
    assert bars(build(with_people(cube, people))[1]) == {"A Town → The City": "400"}


def test_a_bar_opens_the_flow_on_the_map(cube: Cube) -> None:
    first = links(build(cube, sort="size", period="2017-2023", at=(70.0, 30.0, 6.0))[1])[0]
    assert follow(first) == View(place="city", sort="size", period="2017-2023")
    assert first.title == "800 people a year, range 400–1.6k, modelled"


def test_from_the_balance_too_a_bar_opens_flows(cube: Cube) -> None:
    view = follow(links(build(cube, question="balance", direction="out")[1])[0])
    assert (view.question, view.direction, view.form) == ("to", "in", "map")


def test_a_world_in_which_nobody_moves(still_cube: Cube) -> None:
    provinces, largest = build(still_cube)
    assert set(told(table(provinces)).values()) == {0}
    assert bars(largest) == {}
