import re
from pathlib import Path

import pytest

from layers.atlas import Atlas
from layers.briefing.compose import compose_brief
from layers.briefing.maps import draw_maps
from layers.briefing.pdf import draw_brief_pdf
from layers.briefing.write import write_brief
from layers.view import View
from tests.layers.briefing.conftest import BASE, DAY
from tests.layers.briefing.read_files import read_pages, run

NAMES = ["quetta.pdf", "lahore-ur.pdf", "seasons.pdf", "sindh.pdf", "pakistan.pdf"]


@pytest.mark.parametrize("name", NAMES)
def test_two_to_four_pages_of_a4(folder: Path, name: str) -> None:
    told = run("pdfinfo", folder / name)
    pages = int(re.search(r"Pages:\s+(\d+)", told)[1])
    assert 2 <= pages <= 4
    assert "595.276 x 841.89" in told or "A4" in told


def test_what_a_reader_looks_for_is_on_its_page(atlas: Atlas, folder: Path) -> None:
    brief = compose_brief(atlas, View(place="quetta"), base=BASE, date=DAY)
    first, second, third, fourth = read_pages(folder / "quetta.pdf")
    assert brief.headline in first
    assert all(figure.number in first for figure in brief.figures)
    assert "22 November 2026" in first
    moves = next(section for section in brief.sections if section.key == "moves")
    for table in moves.tables:
        assert table.caption in second
        for name, people, *_ in table.rows:
            assert name in second
            assert people in second
    assert "Change over time" in second
    assert "The city and the land round it" in third
    assert "One room" in third
    assert "How sure are we?" in fourth
    assert "missed" in fourth
    assert "Method and sources" in fourth
    assert "Pakistan Bureau of Statistics" in fourth
    assert f"{BASE}?place=quetta" in fourth


def test_the_map_s_names_and_legend_are_text(folder: Path) -> None:
    first = read_pages(folder / "quetta.pdf")[0]
    assert "Karachi" in first
    assert "Showing" in first


@pytest.mark.parametrize("name", ["quetta.pdf", "lahore-ur.pdf"])
def test_fonts_travel_inside(folder: Path, name: str) -> None:
    fonts = run("pdffonts", folder / name).splitlines()[2:]
    assert all(" yes yes " in line for line in fonts)
    assert any("Inter" in line for line in fonts)
    if name.startswith("lahore-ur"):
        assert any("Nastaliq" in line for line in fonts)


def test_urdu_text_runs_from_right_to_left(folder: Path) -> None:
    # The first word of a line lies right of the last one: boxes as poppler finds them.
    words = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>',
        run("pdftotext", "-bbox", "-f", "2", "-l", "2", folder / "lahore-ur.pdf", "-"),
    )
    urdu = [(float(x0), float(x1), text) for x0, _, x1, _, text in words if re.search("[\u0600-\u06ff]", text)]
    assert len(urdu) > 50
    # Text starts at the right margin (18 mm of 210), not at the left.
    assert max(x1 for _, x1, _ in urdu) > 530
    told = run("pdftotext", "-f", "1", "-l", "1", folder / "lahore-ur.pdf", "-")
    # Poppler gives the letters of this hand one by one, some twice: its dots are glyphs of their own.
    assert len(re.findall("[\u0600-\u06ff]", told)) > 100
    assert re.search("[۰-۹]", told)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_over_the_edge_of_a_page(folder: Path, name: str) -> None:
    boxes = run("pdftotext", "-bbox", folder / name, "-")
    words = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">', boxes)
    assert len(words) > 500
    for left, top, right, bottom in (tuple(map(float, word)) for word in words):
        assert left >= 45
        assert right <= 595.3 - 45
        assert bottom <= 841.9
        assert top >= 0


def test_pages_have_tags_a_language_and_a_title(folder: Path) -> None:
    told = run("pdfinfo", folder / "quetta.pdf")
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"Title:\s+Quetta: ", told)


def test_equal_briefings_are_equal_bytes(atlas: Atlas) -> None:
    brief = compose_brief(atlas, View(place="kech"), date=DAY)
    maps = {key: drawing.svg for key, drawing in draw_maps(atlas, brief).items()}
    assert draw_brief_pdf(brief, maps) == draw_brief_pdf(brief, maps)


def test_without_an_address_there_is_no_code(drawn: Atlas, tmp_path: Path) -> None:
    write_brief(drawn, View(place="a"), tmp_path / "a.pdf", date=DAY)
    pages = read_pages(tmp_path / "a.pdf")
    assert "?place=a" in pages[-1]
    assert "http" not in pages[-1]


def test_markup_in_a_name_stays_text(drawn: Atlas, tmp_path: Path) -> None:
    from dataclasses import replace

    odd = '#panic("x") *A* <b> $1$ \\ @ref "q"'
    brief = replace(compose_brief(drawn, View(place="a"), date=DAY), headline=odd, lead=odd, place=odd)
    maps = {key: drawing.svg for key, drawing in draw_maps(drawn, brief).items()}
    (tmp_path / "odd.pdf").write_bytes(draw_brief_pdf(brief, maps))
    assert odd in read_pages(tmp_path / "odd.pdf")[0]
