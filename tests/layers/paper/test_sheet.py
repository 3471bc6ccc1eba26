"""Sheets: everything is said, nothing overlaps or leaves the page, in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from boundaries.language import LANGUAGES
from layers._errors import ExportError, ViewError
from layers.atlas import Atlas
from layers.paper.canvas import TextBox
from layers.paper.look import LOOKS, PAPER
from layers.paper.output import write_png
from layers.paper.sheet import Sheet, draw_map, draw_sheet
from layers.screen import Screen
from layers.view import PRESETS, View
from layers.wording import write_digits
from tests.layers.paper.drawn_world import BASE, DAY, make_drawn_atlas
from tests.layers.paper.pixels import read_pixels
from tests.layers.tiny_world import make_cube, make_still_cube

VIEWS = {
    **{name: view for name, _, view in PRESETS},
    "leaving": View(direction="out"),
    "net": View(direction="net"),
    "both": View(direction="all", place="karachi"),
    "observed": View(data="counted"),
    "residual": View(data="residual"),
    "ranges": View(ranges="on"),
    "matrix": View(form="matrix"),
    "matrix by name": View(form="matrix", sort="name"),
    "month": View(question="seasons", place="quetta", month=1),
    "pair": View(question="spill", form="pair", shade="density"),
    "fringe of Karachi": View(question="spill", place="karachi", shade="class"),
    "long name": View(place="jaffarabad-sohbatpur"),
    "500 arrows": View(top=500, frame="country"),
    "moved": View(at=(73.5, 31.0, 7.5)),
}


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return make_drawn_atlas(tmp_path_factory.mktemp("still"), make_still_cube())


def overlaps(sheet: Sheet) -> list[tuple[str, str]]:
    """Sweep from left to right: boxes that share more than an edge, by less than a tenth of a pixel not counted."""
    boxes = sorted(sheet.boxes, key=lambda box: box.x)
    found = []
    for at, box in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if other.x >= box.x + box.width:
                break
            if box.overlaps(other, gap=-0.1):
                found.append((box.text, other.text))
    return found


def outside(sheet: Sheet) -> list[str]:
    return [
        box.text
        for box in sheet.boxes
        if box.x < 0 or box.y < 0 or box.x + box.width > sheet.width or box.y + box.height > sheet.height
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", LOOKS)
@pytest.mark.parametrize("name", VIEWS)
def test_no_text_overlaps_another_or_leaves_the_page(atlas: Atlas, name: str, size: str, lang: str) -> None:
    view = VIEWS[name].but(lang=lang, digits="urdu" if lang == "ur" else "latin")
    sheet = draw_sheet(atlas, view, size=size, base=BASE, date=DAY)
    assert len(sheet.boxes) > 20
    assert overlaps(sheet) == []
    assert outside(sheet) == []


@pytest.mark.parametrize("size", LOOKS)
def test_every_place_has_a_sheet_on_which_nothing_overlaps(atlas: Atlas, size: str) -> None:
    """One in twelve, as they come: long names, places without partners, places at the border."""
    for code in atlas.cube.flow_units.codes[::12]:
        sheet = draw_sheet(atlas, View(place=code), size=size, base=BASE, date=DAY)
        assert (code, overlaps(sheet), outside(sheet)) == (code, [], [])


@pytest.mark.parametrize("size", LOOKS)
def test_a_sheet_says_all_that_must_go_with_its_map(drawn: Atlas, size: str) -> None:
    view = View(place="city")
    sheet = draw_sheet(drawn, view, size=size, base=BASE, date=DAY)
    picture = drawn.draw(view, Screen())
    said = " ".join(dict.fromkeys(box.text for box in sheet.boxes))
    for words in (
        picture.finding.title,
        picture.finding.headline,
        picture.finding.lead,
        *(part for one in picture.finding.figures for part in (one.number, one.label, one.sureness)),
        picture.legend.title,
        picture.legend.sentence,
        "Modelled, 1998–2023",
        picture.credit,
        "Four places and some hills; not a legal record.",
        "Albers equal-area conic, 25.5°\u00a0and 35°\u00a0N, 69.5°\u00a0E",
        f"Made with Rawaan on 22 November 2026: {BASE}?place=city",
        "N",
    ):
        assert [word for word in words.split(" ") if word not in said] == []
    assert re.search(r"\d km", said)


def test_text_is_text_in_a_font_that_travels_with_it(drawn: Atlas) -> None:
    sheet = draw_sheet(drawn, View(place="city"), base=BASE, date=DAY)
    root = ElementTree.fromstring(sheet.svg)
    texts = root.findall(".//{*}text")
    assert {(text.get("font-family") or "").split(",")[0].strip("'") for text in texts} == {
        "Inter",
        "Rawaan Serif",
        "Noto Nastaliq Urdu",
    }
    assert "clipPath" not in sheet.svg
    assert root.find("{*}title") is not None


def test_equal_views_on_equal_days_give_equal_sheets(drawn: Atlas) -> None:
    first, second = (draw_sheet(drawn, View(place="city"), base=BASE, date=DAY) for _ in range(2))
    assert first == second
    assert draw_sheet(drawn, View(place="city"), base=BASE, date=date(2026, 11, 23)).svg != first.svg


def test_without_an_address_there_is_no_code_but_the_view_can_be_found_again(drawn: Atlas) -> None:
    sheet = draw_sheet(drawn, View(place="city"), date=DAY)
    assert any("?place=city" in box.text for box in sheet.boxes)
    coded = draw_sheet(drawn, View(place="city"), base=BASE, date=DAY)
    assert len(coded.svg) - len(sheet.svg) > 3000


def mean_middle(sheet: Sheet, part: str) -> float:
    boxes = [box for box in sheet.boxes if box.part == part]
    return sum(box.x + box.width / 2 for box in boxes) / len(boxes)


@pytest.mark.parametrize("size", LOOKS)
def test_an_urdu_sheet_is_mirrored(drawn: Atlas, size: str) -> None:
    for part in ("question", "legend", "evidence"):
        sheets = [draw_sheet(drawn, View(place="city", lang=lang), size=size, date=DAY) for lang in LANGUAGES]
        left, right = (mean_middle(sheet, part) for sheet in sheets)
        middle = LOOKS[size].width / 2
        assert (left - middle) * (right - middle) < 0


def test_the_name_of_the_views_place_is_on_the_slide_beside_the_legend(atlas: Atlas) -> None:
    """Lahore lies at the edge of the country, where the legend's column begins."""
    for place in ("lahore", "karachi", "quetta"):
        sheet = draw_sheet(atlas, View(place=place), size="wide", date=DAY)
        assert place.capitalize() in {box.text for box in sheet.boxes if box.part == "map"}


@pytest.mark.parametrize("size", LOOKS)
@pytest.mark.parametrize("question", ["to", "balance", "seasons", "spill", "whatif"])
def test_a_world_in_which_nobody_moves_has_sheets_too(still: Atlas, size: str, question: str) -> None:
    sheet = draw_sheet(still, View(question=question, place="city"), size=size, base=BASE, date=DAY)
    assert overlaps(sheet) == []
    assert outside(sheet) == []


def test_names_with_signs_of_markup_are_drawn_as_they_are(tmp_path: Path) -> None:
    cube = make_cube()
    units = replace(cube.flow_units, names=("A & <B>", "B Town", "C Town", "The City"))
    atlas = make_drawn_atlas(tmp_path, replace(cube, flow_units=units))
    sheet = draw_sheet(atlas, View(place="a"), base=BASE, date=DAY)
    texts = [text.text for text in ElementTree.fromstring(sheet.svg).findall(".//{*}text")]
    assert "A & <B>" in texts


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_the_picture_has_two_fifths_of_a_page_whatever_the_texts_need(atlas: Atlas, name: str, lang: str) -> None:
    """Sources stay whole: the last of them is the line on the day."""
    view = VIEWS[name].but(lang=lang, digits="urdu" if lang == "ur" else "latin")
    sheet = draw_sheet(atlas, view, base=BASE, date=DAY)
    texts = [box for box in sheet.boxes if box.part in {"figures", "legend", "evidence"}]
    above = max(box.y + box.height for box in texts if box.part == "figures") if has_figures(sheet) else 0.0
    below = min(box.y for box in texts if box.part != "figures")
    assert below - above >= 0.4 * sheet.height + 14
    assert any("atlas.example" in box.text for box in sheet.boxes if box.part == "foot")


def has_figures(sheet: Sheet) -> bool:
    return any(box.part == "figures" for box in sheet.boxes)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", LOOKS)
def test_every_mark_of_katchi_abadis_has_its_number(atlas: Atlas, size: str, lang: str) -> None:
    """Karachi's own and its five districts'."""
    view = View(question="spill", place="karachi", lang=lang, digits="urdu" if lang == "ur" else "latin")
    sheet = draw_sheet(atlas, view, size=size, base=BASE, date=DAY)
    said = " ".join(dict.fromkeys(box.text for box in sheet.boxes if box.part == "map"))
    for number in ("578", "202", "125", "114", "71", "63"):
        assert write_digits(number, view.digits) in said


def test_no_sea_is_shown_where_the_base_map_ends(drawn: Atlas) -> None:
    """Its window begins at 44° E: left of it is paper in the colour of land. The tiny sea is south of 27.2° N."""
    sheet = draw_map(drawn, View(place="city", at=(44.0, 20.0, 5.0)), width=300, height=200, date=DAY)
    pixels = read_pixels(write_png(sheet, scale=1.0))
    land, sea = (np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) for colour in (PAPER.land, PAPER.sea))
    assert pixels[:, 60, 30].tolist() == land.tolist()
    assert pixels[:, 60, 270].tolist() == sea.tolist()


def test_a_map_alone_has_names_and_a_scale_but_no_words(drawn: Atlas) -> None:
    sheet = draw_map(drawn, View(place="city"), width=500, height=400, date=DAY)
    assert (sheet.width, sheet.height) == (500, 400)
    assert {box.part for box in sheet.boxes} == {"map", "furniture"}
    assert outside(sheet) == []


def test_what_cannot_be_is_said_in_one_line(drawn: Atlas) -> None:
    with pytest.raises(ExportError, match=r"^a sheet is a4 / wide, not 'a3'$"):
        draw_sheet(drawn, View(place="city"), size="a3")
    with pytest.raises(ViewError, match="atlantis"):
        draw_sheet(drawn, View(place="atlantis"))


def test_boxes_overlap_when_they_share_more_than_an_edge() -> None:
    box = TextBox("a", 0, 0, 10, 10, "map", 1)
    for other, shared in (
        (TextBox("b", 9, 9, 5, 5, "map", 2), True),
        (TextBox("b", 10, 0, 5, 5, "map", 2), False),
        (TextBox("b", 9, 9, 5, 5, "map", 1), False),
    ):
        assert box.overlaps(other) is shared
        assert other.overlaps(box) is shared
