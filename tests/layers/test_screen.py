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
        ("place=quetta&width=1200", Screen(width=1200)),
        ("width=500&width=600", Screen(width=600)),  # the last one counts
    ],
)
def test_a_window_is_read_from_the_query(query: str, screen: Screen) -> None:
    assert Screen.from_query(query) == screen


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("width=wide", "width, height and zoom are numbers"),
        ("width=980.5", "width, height and zoom are numbers"),
        ("zoom=in", "width, height and zoom are numbers"),
        ("width=99", "width and height lie between 100 and 8000"),
        ("height=8001", "width and height lie between 100 and 8000"),
        ("theme=sepia", "theme='sepia' is not one of light, dark"),
        ("zoom=-1", "zoom lies between 0 and 22"),
        ("zoom=nan", "zoom lies between 0 and 22"),
        ("width=5&theme=sepia&zoom=99", "8000; theme='sepia' is not one of light, dark; zoom lies"),
    ],
)
def test_what_no_screen_can_be_is_refused(query: str, fault: str) -> None:
    with pytest.raises(ViewError, match=fault):
        Screen.from_query(query)


def test_a_window_is_no_part_of_the_view() -> None:
    assert View.from_query("width=360&height=560&theme=dark&zoom=7") == View()


def test_a_wide_map_leaves_room_for_the_legend() -> None:
    top, right, bottom, left = Screen(width=WIDE).padding
    assert right > 200
    assert max(Screen(width=WIDE - 1).padding) < 30
    assert min(top, bottom, left) > 0
