"""Arrows of differences: red for more, blue for fewer. The world is drawn in tiny_world.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from layers.change_layer import SEEN, build_change_keys, build_change_trace, select_differences
from layers.cube import Cube
from layers.flow_layer import draw_selection
from layers.palette import DARK, LIGHT, Palette
from layers.scales import Width

# Rows are where people leave: B sends 40 more to A and 30 fewer to the city, the city 7 more to C.
DIFFERENCE = np.array(
    #  to a    b     c   city
    [
        [0.0, 0.4, 0.0, 0.0],
        [40.0, 0.0, 0.0, -30.0],
        [0.0, -0.5, 0.0, 0.0],
        [0.0, 0.0, 7.0, 0.0],
    ]
)
WIDTH = Width(people_max=40, width_max=10)


def build(cube: Cube, palette: Palette = LIGHT, *, drawn: int = 10) -> dict[str, Any]:
    selection, more = select_differences(DIFFERENCE, drawn=drawn)
    arrows = draw_selection(cube, selection, WIDTH, zoom=6)
    texts = [f"differs by {people:g}" for people in selection.people]
    codes = [cube.flow_units.codes[unit] for unit in selection.origin]
    return build_change_trace(cube, selection, more, arrows, texts, codes, palette)


def test_the_largest_differences_come_first_whatever_their_sign() -> None:
    selection, more = select_differences(DIFFERENCE, drawn=2)
    assert list(zip(selection.origin.tolist(), selection.destination.tolist(), strict=True)) == [
        (1, 0),
        (1, 3),
        (3, 2),
        (2, 1),
    ]
    assert selection.people.tolist() == [40, 30, 7, 0.5]
    assert more.tolist() == [True, False, True, False]
    # 0.4 is less than half a person, and none
    assert SEEN == 0.5
    assert (selection.count, selection.drawn) == (4, 2)
    assert selection.total == pytest.approx(0.4 + 40 + 30 + 0.5 + 7)


def test_a_difference_has_no_range() -> None:
    selection, _ = select_differences(DIFFERENCE, drawn=2)
    assert np.array_equal(selection.low, selection.people)
    assert np.array_equal(selection.high, selection.people)


def test_only_the_flows_asked_for_are_chosen() -> None:
    to_a = np.zeros((4, 4), dtype=bool)
    to_a[:, 0] = True
    selection, more = select_differences(DIFFERENCE, drawn=5, among=to_a)
    assert (selection.people.tolist(), more.tolist(), selection.drawn) == ([40], [True], 1)
    assert selection.total == 40


def test_the_differences_given_are_left_as_they_are() -> None:
    before = DIFFERENCE.copy()
    select_differences(DIFFERENCE, drawn=5, among=np.zeros((4, 4), dtype=bool))
    assert np.array_equal(DIFFERENCE, before)


def test_no_difference_is_no_arrow(cube: Cube) -> None:
    selection, more = select_differences(np.zeros((4, 4)), drawn=5)
    assert (selection.count, selection.drawn, more.size) == (0, 0, 0)
    arrows = draw_selection(cube, selection, WIDTH, zoom=6)
    assert build_change_keys(arrows, WIDTH, LIGHT, words="") == ()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_more_is_red_and_fewer_is_blue(cube: Cube, palette: Palette) -> None:
    trace = build(cube, palette)
    assert trace["locations"] == ["c>b", "city>c", "b>city", "b>a"]  # the largest lies on top
    assert trace["z"] == [1, 0, 1, 0]
    # the two halves of the scale
    assert [tone for _, tone in trace["colorscale"]] == [palette.coming_pale] * 2 + [palette.going_pale] * 2
    lines = [palette.going_line, palette.coming_line] * 2
    assert trace["marker"]["line"] == {"width": 0.8, "color": lines}


def test_hover_and_click_belong_to_their_arrow(cube: Cube) -> None:
    trace = build(cube, drawn=2)
    assert trace["locations"] == ["b>city", "b>a"]
    assert trace["hovertext"] == [
        "<b>B Town → The City</b><br>differs by 30",
        "<b>B Town → A Town</b><br>differs by 40",
    ]
    assert trace["customdata"] == ["b", "b"]


def test_the_keys_are_drawn_on_the_scale_of_the_arrows(cube: Cube) -> None:
    selection, _ = select_differences(DIFFERENCE, drawn=10)
    arrows = draw_selection(cube, selection, WIDTH, zoom=6)
    more, fewer, words = build_change_keys(arrows, WIDTH, LIGHT, words="This against that.")
    # seven tenths of 40 are 28, which is nearest to 30; 30 of 40 people are three quarters of 10 px
    assert (more.text, fewer.text) == ("30 more a year", "30 fewer a year")
    assert more.width == fewer.width == 10 * 30 / 40
    assert (more.colour, fewer.colour) == (LIGHT.coming_pale, LIGHT.going_pale)
    assert {more.style, fewer.style} == {"modelled"}
    assert (words.text, words.style) == ("This against that.", "words")
