import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from boundaries.language import speak
from layers.atlas import Atlas
from layers.briefing.boxes import LEAST, READABLE, fit_text, lay_grid, measure_text
from layers.briefing.compose import compose_brief
from layers.briefing.content import Table
from layers.briefing.deck import HEIGHT, WIDTH
from layers.view import View
from tests.layers.briefing.conftest import BASE, DAY
from tests.layers.briefing.read_files import convert_deck, read_pages

POINT = 12700
DECKS = ["quetta.pptx", "lahore-ur.pptx"]


@pytest.fixture(scope="module")
def decks(folder: Path) -> dict[str, Any]:
    return {name: Presentation(str(folder / name)) for name in DECKS}


def list_words(slide: Any) -> str:
    words = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            words.append(shape.text_frame.text)
        if shape.has_table:
            words += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(words)


def test_slides_are_wide_and_start_with_the_finding(atlas: Atlas, decks: dict[str, Any]) -> None:
    deck = decks["quetta.pptx"]
    brief = compose_brief(atlas, View(place="quetta"), base=BASE, date=DAY)
    assert (deck.slide_width / POINT, deck.slide_height / POINT) == (960, 540)
    first = list_words(deck.slides[0])
    assert brief.headline in first
    assert all(figure.number in first for figure in brief.figures)


def test_pages_and_slides_say_the_same(atlas: Atlas, decks: dict[str, Any]) -> None:
    brief = compose_brief(atlas, View(place="quetta"), base=BASE, date=DAY)
    said = "\n".join(list_words(slide) for slide in decks["quetta.pptx"].slides)
    for section in brief.sections:
        assert section.title in said
        assert all(table.note in said for table in section.tables)
        assert all(text in said for text in section.paragraphs)
        for table in section.tables:
            assert all(cell in said for row in table.rows for cell in row)


def test_tables_are_native_and_the_map_is_a_picture_with_words(decks: dict[str, Any]) -> None:
    shapes = [shape for slide in decks["quetta.pptx"].slides for shape in slide.shapes]
    assert sum(shape.has_table for shape in shapes) == 8
    pictures = [shape for shape in shapes if shape.shape_type == 13]
    # Two maps; the third is the QR code.
    assert len(pictures) == 3
    for picture in pictures[:2]:
        words = picture._element.nvPicPr.cNvPr.get("descr")
        assert words.startswith("Map")
        with Image.open(io.BytesIO(picture.image.blob)) as image:
            assert image.width == 1320


@pytest.mark.parametrize("name", DECKS)
def test_every_slide_has_a_title_and_its_sources_in_the_notes(decks: dict[str, Any], name: str) -> None:
    for slide in decks[name].slides:
        assert [shape.name for shape in slide.shapes].count("Title") == 1
        assert "svg-maps" in slide.notes_slide.notes_text_frame.text
        assert BASE in slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("name", DECKS)
def test_every_text_fits_its_box_and_every_box_the_slide(decks: dict[str, Any], name: str) -> None:
    with speak("ur" if "-ur" in name else "en"):
        for slide in decks[name].slides:
            for shape in slide.shapes:
                left, top = shape.left / POINT, shape.top / POINT
                width, height = shape.width / POINT, shape.height / POINT
                assert left >= 0
                assert top >= 0
                assert left + width <= WIDTH + 0.5
                assert top + height <= HEIGHT + 0.5, (list_words(slide)[:80], shape.name)
                if shape.has_text_frame and shape.text_frame.text:
                    tall = 0.0
                    for paragraph in shape.text_frame.paragraphs:
                        run = paragraph.runs[0]
                        size = run.font.size.pt
                        tall += measure_text(run.text, size, width, weight=600 if run.font.bold else 400)
                        tall += paragraph.space_before.pt
                    assert tall <= height + 1, (shape.text_frame.text[:60], tall, height)


def test_urdu_is_set_from_right_to_left_in_nastaliq(atlas: Atlas, decks: dict[str, Any]) -> None:
    slide = decks["lahore-ur.pptx"].slides[1]
    table = next(shape for shape in slide.shapes if shape.has_table).table
    # The first column, of names, stands at the right.
    brief = compose_brief(atlas, View(place="lahore", lang="ur", digits="urdu"), date=DAY)
    assert tuple(table.cell(1, column).text for column in (3, 2, 1, 0)) == brief.sections[0].tables[0].rows[0]
    title = next(shape for shape in slide.shapes if shape.name == "Title")
    properties = title.text_frame.paragraphs[0]._p.pPr
    assert properties.get("algn") == "r"
    run = title.text_frame.paragraphs[0].runs[0]._r.rPr
    assert run.get("lang") == "ur-PK"
    fonts = {element.tag.rpartition("}")[2]: element.get("typeface") for element in run}
    assert fonts["cs"] == "Noto Nastaliq Urdu"


def test_every_run_names_a_font_for_urdu_of_the_arabic_script(decks: dict[str, Any]) -> None:
    deck = decks["lahore-ur.pptx"]
    for slide in deck.slides:
        runs = slide.element.findall(f".//{qn('a:r')}")
        assert runs
        for run in runs:
            font = run.find(qn("a:rPr")).find(qn("a:cs"))
            assert (font.get("typeface"), font.get("charset")) == ("Noto Nastaliq Urdu", "-78")
    assert "Noto Nastaliq Urdu" in deck.slides[0].notes_slide.notes_text_frame.text


def test_urdu_tables_can_be_read_and_slides_are_full(decks: dict[str, Any]) -> None:
    slides = list(decks["lahore-ur.pptx"].slides)
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert min(len(table.rows) for table in tables) > 2
    sizes = [table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.size.pt for table in tables]
    assert min(sizes) >= READABLE


def test_slides_of_one_section_are_told_apart(decks: dict[str, Any]) -> None:
    titles = [next(one for one in slide.shapes if one.name == "Title") for slide in decks["quetta.pptx"].slides]
    words = [title.text_frame.text for title in titles]
    assert len(set(words)) == len(words)
    assert "The city and the land round it (1 of 3)" in words


def test_the_address_is_a_link(decks: dict[str, Any]) -> None:
    runs = [
        run
        for shape in decks["quetta.pptx"].slides[len(decks["quetta.pptx"].slides) - 1].shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert [run.hyperlink.address for run in runs if run.hyperlink.address] == [f"{BASE}?place=quetta"]


@pytest.mark.parametrize("name", DECKS)
def test_libreoffice_shows_every_slide_and_its_text(
    atlas: Atlas, decks: dict[str, Any], folder: Path, tmp_path: Path, name: str
) -> None:
    pages = read_pages(convert_deck(folder / name, tmp_path))
    assert len(pages) == len(decks[name].slides)
    if name == "quetta.pptx":
        brief = compose_brief(atlas, View(place="quetta"), base=BASE, date=DAY)
        assert brief.figures[0].number in pages[0]
        assert brief.sections[0].tables[0].rows[0][1] in pages[1]
        assert "Pakistan Bureau of Statistics" in pages[-1]


def test_type_shrinks_until_it_fits_and_no_further_than_can_be_read() -> None:
    text = "word " * 200
    size = fit_text((text,), 300, 200, most=20)
    assert LEAST < size < 20
    assert measure_text(text, size, 300) <= 200 < measure_text(text, size + 0.5, 300)
    assert fit_text((text * 50,), 100, 20, most=20) == LEAST
    assert fit_text(("word",), 300, 200, most=20) == 20


def test_columns_take_what_they_need_and_long_words_share_the_rest() -> None:
    short = Table("", ("Place", "People"), (("A", "1"), ("B", "2")))
    grid = lay_grid(short, 300, 200)
    assert sum(grid.widths) == pytest.approx(300)
    assert grid.widths[0] > grid.widths[1]
    long = Table("", ("Place", "People"), (("word " * 40, "1,000"),))
    grid = lay_grid(long, 300, 200)
    assert sum(grid.widths) == pytest.approx(300)
    assert grid.height <= 200
