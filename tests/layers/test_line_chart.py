"""A small line chart: its line is read back from the drawing that travels with the page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.line_chart import HEIGHT, MARGIN, WIDTH, build_line_chart
from tests.layers.read_page import find, say, tags

BOTTOM, TOP, LEFT, RIGHT = HEIGHT - MARGIN, MARGIN, MARGIN, WIDTH - MARGIN


def build(points: list[tuple[float, float]], **words: str) -> Any:
    given = {
        "colour": "#b23f25",
        "rule": "#7d8a8c",
        "title": "Intensity",
        "across": "places",
        "said": "Intensity from 2 to 120 places",
        "unit": "\u202f%",
    }
    return build_line_chart(points, **(given | words))


def markup(chart: Any) -> str:
    (image,) = tags(chart, "Img")
    assert image.src.startswith("data:image/svg+xml,<svg ")
    return unquote(image.src)


def line(chart: Any) -> list[tuple[float, float]]:
    (points,) = re.findall(r'<polyline points="([^"]*)"', markup(chart))
    return [tuple(map(float, point.split(","))) for point in points.split()]


def test_the_line_runs_from_edge_to_edge_and_up_from_zero() -> None:
    # halfway across, half and then all of the height
    assert line(build([(0, 0), (10, 5), (20, 10)])) == [
        (LEFT, BOTTOM),
        ((LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2),
        (RIGHT, TOP),
    ]


def test_the_vertical_axis_starts_at_zero_and_the_other_at_the_first_point() -> None:
    # 9 of 10: a tenth of the height below the top, not at the bottom
    (_, first), (_, last) = line(build([(100, 9), (120, 10)]))
    assert (first, last) == (pytest.approx(TOP + (BOTTOM - TOP) / 10, abs=0.05), TOP)
    assert line(build([(100, 9), (120, 10)]))[0][0] == LEFT


def test_both_axes_are_written_at_their_ends() -> None:
    chart = build([(2, 0.439), (120, 1.13)])
    above, below = find(chart, "ends")
    assert say(above) == "Intensity 1.13\u202f%"
    assert say(below) == "2 places 120"


def test_those_who_cannot_see_it_are_told_what_it_shows() -> None:
    (image,) = tags(build([(2, 1), (120, 2)]), "Img")
    assert image.alt == "Intensity from 2 to 120 places"


def test_it_has_the_colours_of_the_theme() -> None:
    drawing = markup(build([(2, 1), (120, 2)], colour="#ff9a80", rule="#7f8f94"))
    assert 'stroke="#ff9a80"' in drawing
    assert 'stroke="#7f8f94"' in drawing


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(2, 0), (4, 0)], [(LEFT, BOTTOM), (RIGHT, BOTTOM)]),
        ([(3, 7), (3, 7)], [(LEFT, TOP), (LEFT, TOP)]),
    ],
    ids=["all zero", "all one"],
)
def test_a_flat_world_is_no_fault(points: list[tuple[float, float]], expected: list[tuple[float, float]]) -> None:
    assert line(build(points)) == expected


@given(
    st.lists(st.tuples(st.integers(1, 3000), st.floats(0, 1e6)), min_size=2, max_size=30, unique_by=lambda row: row[0])
)
def test_law_the_line_stays_on_the_drawing_and_never_turns_back(points: list[tuple[float, float]]) -> None:
    drawn = line(build(sorted(points)))
    assert len(drawn) == len(points)
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in drawn)
    assert [x for x, _ in drawn] == sorted(x for x, _ in drawn)
    # more is never drawn lower
    heights = [y for _, (_, y) in sorted(zip(sorted(points), drawn, strict=True), key=lambda pair: pair[0][1])]
    assert heights == sorted(heights, reverse=True)
