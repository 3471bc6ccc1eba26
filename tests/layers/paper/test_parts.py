"""What a picture on paper is laid out for: nothing lies on it but a scale bar and perhaps a legend."""

from __future__ import annotations

import re

import pytest
import segno

from boundaries.language import speak
from layers.atlas import Atlas
from layers.fringe import part_screen
from layers.paper.bars import TONES
from layers.paper.look import A4, LOOKS, SLIDE
from layers.paper.parts import CLEAR, say_made, say_projection, screen_for
from layers.paper.qr import QUIET, draw_code
from layers.paper.sheet import draw_sheet
from layers.projection import on_paper
from layers.view import View
from layers.wording import write_digits
from tests.layers.paper.drawn_world import BASE, DAY


def test_the_layout_is_larger_where_type_is_set_smaller() -> None:
    """760 × 570 pixels at 0.95 are laid out as 800 × 600; a legend of 190 pixels takes 200 of them."""
    screen = screen_for(760.0, 570.0, 0.95, column=190.0)
    top, right, bottom, left = CLEAR
    assert (screen.width, screen.height) == (800, 600)
    assert screen.padding == pytest.approx((top, right + 200.0, bottom, left))


def test_the_legends_column_is_where_lines_end() -> None:
    with speak("ur"):
        top, right, bottom, left = CLEAR
        assert screen_for(760.0, 570.0, 0.95, column=190.0).padding == pytest.approx((top, right, bottom, left + 200.0))


@pytest.mark.parametrize(("size", "halves"), [((800.0, 600.0), (398, 600)), ((600.0, 800.0), (600, 398))])
def test_two_maps_share_the_longer_side(size: tuple[float, float], halves: tuple[int, int]) -> None:
    part = part_screen(screen_for(*size, 1.0))
    assert (part.width, part.height) == pytest.approx(halves, abs=3)


def test_no_name_stands_under_the_scale_bar_or_the_legend(drawn: Atlas) -> None:
    view = View(place="city")
    with on_paper():
        picture = drawn.draw(view, screen_for(800.0, 600.0, 1.0, column=250.0))
    assert [trace for trace in picture.traces if trace["name"] == "names"]
    sheet = draw_sheet(drawn, view, size="wide", base=BASE, date=DAY)
    legend = min(box.x for box in sheet.boxes if box.part == "legend")
    top = min(box.y for box in sheet.boxes if box.part == "legend")
    names = [box for box in sheet.boxes if box.part == "map"]
    assert [box.text for box in names if box.x + box.width > legend and box.y + box.height > top] == []


def test_a_look_gives_way_in_the_stated_order() -> None:
    for look in LOOKS.values():
        looks = look.yielding()
        assert looks[0] == look
        for name in ("headline", "lead", "number", "label", "body", "foot", "sentences", "lead_sentences"):
            sizes = [getattr(one, name) for one in looks]
            assert sizes == sorted(sizes, reverse=True)
        # Sources and the note on borders never become smaller: 9.4 pixels are 7 points.
        assert {one.foot for one in looks} == {look.foot}
        assert looks[1].headline < look.headline
        assert looks[2].sentences == look.sentences
        assert min(one.body for one in looks) * 0.75 > 7.0


def test_sizes_are_those_of_paper_and_screen() -> None:
    """A4 is 210 × 297 mm, a slide 13.333 × 7.5 inches, at 96 pixels an inch."""
    assert (A4.width, A4.height) == pytest.approx((210 / 25.4 * 96, 297 / 25.4 * 96), abs=0.6)
    assert (SLIDE.width, SLIDE.height) == (1280, 720)


def test_lines_at_the_foot_say_projection_day_and_link() -> None:
    assert say_projection() == "Albers equal-area conic, 25.5°\u00a0and 35°\u00a0N, 69.5°\u00a0E"
    assert say_made(DAY, BASE) == "Made with Rawaan on 22 November 2026: https://atlas.example/"
    assert say_made(DAY, "") == "Made with Rawaan on 22 November 2026."
    with speak("ur"):
        assert "۲۲ نومبر ۲۰۲۶" in write_digits(say_made(DAY, BASE), "urdu")


def test_the_code_says_the_link() -> None:
    """Read back without a camera: every module of the code's own matrix is in the path, and no other."""
    matrix = [list(row) for row in segno.make_qr(BASE, error="m").matrix]
    found = [[0] * len(matrix) for _ in matrix]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", draw_code(BASE, 0.0, 0.0, 100.0, "#000")):
        for step in range(int(length)):
            found[int(y) - QUIET][int(x) - QUIET + step] = 1
    assert found == matrix


def test_colours_named_by_the_page_are_found() -> None:
    assert TONES["--gain-2"].startswith("#")
