"""The window a picture is drawn for: read from the query, checked, and never part of the view."""

from __future__ import annotations

import pytest

from layers import View, ViewError
from layers.screen import WIDE, Screen


@pytest.mark.parametrize(
    ("query", "screen"),
    [
        ("", Screen(980, 660, "light", None)),
        ("?width=360&height=560", Screen(360, 560)),
        ("theme=dark&zoom=6.5", Screen(theme="dark", zoom=6.5)),
        ("centre=67.01,24.86&zoom=9", Screen(zoom=9.0, centre=(67.01, 24.86))),
        ("place=quetta&width=1200", Screen(width=1200)),
        ("width=500&width=600", Screen(width=600)),  # the last one counts
    ],
)
def test_a_window_is_read_from_the_query(query: str, screen: Screen) -> None:
    assert Screen.from_query(query) == screen


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("width=wide", "width, height, zoom and centre are numbers"),
        ("width=980.5", "width, height, zoom and centre are numbers"),
        ("zoom=in", "width, height, zoom and centre are numbers"),
        ("width=99", "width and height lie between 100 and 8000"),
        ("height=8001", "width and height lie between 100 and 8000"),
        ("theme=sepia", "theme='sepia' is not one of light, dark"),
        ("zoom=-1", "zoom lies between 0 and 22"),
        ("centre=67.01", "width, height, zoom and centre are numbers"),
        ("centre=67.01,24.86,9", "width, height, zoom and centre are numbers"),
        ("centre=east,24.86", "width, height, zoom and centre are numbers"),
        ("centre=181,24.86", "centre is a longitude and a latitude, joined by a comma"),
        ("centre=67.01,86", "centre is a longitude and a latitude, joined by a comma"),
        ("centre=nan,24.86", "centre is a longitude and a latitude, joined by a comma"),
        ("zoom=nan", "zoom lies between 0 and 22"),
        ("width=5&theme=sepia&zoom=99", "8000; theme='sepia' is not one of light, dark; zoom lies"),
    ],
)
def test_what_no_screen_can_be_is_refused(query: str, fault: str) -> None:
    with pytest.raises(ViewError, match=fault):
        Screen.from_query(query)


def test_a_window_is_no_part_of_the_view() -> None:
    assert View.from_query("width=360&height=560&theme=dark&zoom=7&centre=70,30") == View()


def test_a_wide_map_leaves_room_for_the_legend() -> None:
    top, right, bottom, left = Screen(width=WIDE).padding
    assert right > 200
    assert max(Screen(width=WIDE - 1).padding) < 30
    assert min(top, bottom, left) > 0
