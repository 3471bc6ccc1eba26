"""PDF and PNG: real text, fonts inside, resolution and sources told; read by other programs."""

from __future__ import annotations

import base64
import re
import shutil
import struct
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from layers._errors import ExportError
from layers.atlas import Atlas
from layers.paper.output import write_pdf, write_png, write_svg
from layers.paper.sheet import Sheet, draw_sheet
from layers.view import View
from tests.layers.paper.drawn_world import BASE, DAY
from tests.layers.paper.pixels import read_chunks, read_pixels


@pytest.fixture(scope="module")
def sheet(drawn: Atlas) -> Sheet:
    return draw_sheet(drawn, View(place="city"), base=BASE, date=DAY)


def run(program: str, *arguments: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not here")
    return subprocess.run([found, *arguments], capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize(("size", "points"), [("a4", (595.5, 842.25)), ("wide", (960.0, 540.0))])
def test_a_pdf_is_one_page_of_its_size(drawn: Atlas, tmp_path: Path, size: str, points: tuple[float, float]) -> None:
    """A4 is 595.28 × 841.89 points: the sheet is a quarter of a point larger, a tenth of a millimetre."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(write_pdf(draw_sheet(drawn, View(place="city"), size=size, base=BASE, date=DAY)))
    told = run("pdfinfo", str(path))
    assert re.search(r"Pages:\s+1\n", told)
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+) pts", told)
    assert found is not None
    assert [float(side) for side in found.groups()] == pytest.approx(points, abs=0.1)


def test_a_pdf_has_text_that_can_be_searched_once_and_its_fonts(sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(write_pdf(sheet))
    text = " ".join(run("pdftotext", "-layout", str(path), "-").split())
    assert text.count("Who moves to The City?") == 1
    assert "Four places and some hills; not a legal record." in text
    # Names have a halo, which must not be a second text.
    assert text.count("Town") == sum(box.text.count("Town") for box in sheet.boxes) > 3
    fonts = run("pdffonts", str(path)).splitlines()[2:]
    assert fonts
    assert all(" yes yes yes " in line for line in fonts)


def test_a_pdf_says_title_author_and_language(sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    pdf = write_pdf(sheet)
    path.write_bytes(pdf)
    told = run("pdfinfo", str(path))
    assert re.search(rf"Title:\s+{re.escape(sheet.title)}\n", told)
    assert re.search(r"Author:\s+Rawaan\n", told)
    assert "Pakistan" in told
    assert b"/Lang(en)" in pdf


def test_urdu_letters_are_letters_not_drawings(drawn: Atlas, tmp_path: Path) -> None:
    """A reader may put blanks into Nastaliq, whose letters climb; none of them is lost."""
    urdu = draw_sheet(drawn, View(place="city", lang="ur"), base=BASE, date=DAY)
    path = tmp_path / "sheet.pdf"
    path.write_bytes(write_pdf(urdu))
    text = run("pdftotext", str(path), "-")
    question = next(box.text for box in urdu.boxes if box.part == "question")
    told = Counter(letter for letter in text if letter.isalpha())
    assert Counter(letter for letter in question if letter.isalpha()) - told == Counter()
    assert "شہر" in urdu.title


def test_equal_sheets_are_equal_files(sheet: Sheet) -> None:
    assert write_pdf(sheet) == write_pdf(sheet)
    assert write_png(sheet, scale=0.5) == write_png(sheet, scale=0.5)


def test_several_threads_can_draw_and_write_at_once(drawn: Atlas) -> None:
    """As a server does: six readers ask for three sheets, and get what one reader gets."""
    views = [View(place=place) for place in ("a", "b", "city")]

    def make(view: View) -> bytes:
        return write_pdf(draw_sheet(drawn, view, base=BASE, date=DAY))

    alone = [make(view) for view in views]
    with ThreadPoolExecutor(6) as readers:
        assert list(readers.map(make, views * 4)) == alone * 4


@pytest.mark.parametrize(("scale", "size"), [(1.0, (794, 1123)), (2.0, (1588, 2246)), (3.125, (2481, 3509))])
def test_a_png_has_its_scale_and_says_it(sheet: Sheet, scale: float, size: tuple[int, int]) -> None:
    """96 dots per inch are 3,780 per metre; 300 are 11,811. 794 × 3.125 = 2,481.25."""
    png = write_png(sheet, scale=scale)
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == pytest.approx(size, abs=1)
    dots = struct.unpack(">IIB", dict(read_chunks(png))["pHYs"])
    assert dots == (round(96 * scale / 0.0254),) * 2 + (1,)


def test_a_png_says_what_it_is_and_whose(sheet: Sheet) -> None:
    chunks = read_chunks(write_png(sheet, scale=0.3))
    assert [name for name, _ in chunks][:2] == ["IHDR", "pHYs"]
    assert chunks[-1] == ("IEND", b"")
    told = {body.split(b"\0")[0].decode(): body.split(b"\0")[-1].decode() for name, body in chunks if name == "iTXt"}
    assert told["Title"] == sheet.title
    assert told["Source"] == sheet.source
    assert told["Creation Time"] == "2026-11-22"
    assert "Boundaries" in told["Copyright"]


def test_a_larger_png_is_the_same_picture_not_an_enlarged_one(sheet: Sheet) -> None:
    """Means of 2 × 2 pixels agree with the small picture; letters have edges that an enlarged bitmap has not."""
    small, large = (read_pixels(write_png(sheet, scale=scale)) for scale in (1.0, 2.0))
    height, width = small.shape[1:]
    means = large[:, : 2 * height, : 2 * width].reshape(3, height, 2, width, 2).mean(axis=(2, 4))
    assert np.abs(means - small).mean() < 2.0
    doubled = small.repeat(2, axis=1).repeat(2, axis=2)
    assert (np.abs(doubled - large[:, : 2 * height, : 2 * width]) > 40).mean() > 0.01


def test_no_box_is_left_without_ink(sheet: Sheet) -> None:
    """Every line that was measured was drawn there: within its box some pixels differ from the others."""
    pixels = read_pixels(write_png(sheet, scale=2.0))
    blank = []
    for box in sheet.boxes:
        rows = slice(int(2 * box.y), int(2 * (box.y + box.height)) + 1)
        columns = slice(int(2 * box.x), int(2 * (box.x + box.width)) + 1)
        if np.ptp(pixels[:, rows, columns]) < 40:
            blank.append(box.text)
    assert blank == []


def test_words_with_signs_of_markup_are_words(sheet: Sheet) -> None:
    odd = replace(sheet, title='A & B "#1" <in>', description="\\ $x$ *bold* #let")
    assert write_pdf(odd).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("lang", "families"), [("en", ["Inter", "Rawaan Serif"]), ("ur", ["Inter", "Noto Nastaliq Urdu"])]
)
def test_an_svg_brings_its_fonts(drawn: Atlas, lang: str, families: list[str]) -> None:
    """As woff2, whose first letters are wOF2; taken out again, the drawing is the one that was measured."""
    sheet = draw_sheet(drawn, View(place="city", lang=lang), base=BASE, date=DAY)
    svg = write_svg(sheet).decode()
    ElementTree.fromstring(svg)
    fonts = re.findall(r"base64,([^)]+)\)", svg)
    assert [base64.b64decode(font)[:4] for font in fonts] == [b"wOF2", b"wOF2"]
    assert re.findall(r"@font-face{font-family:'([^']+)'", svg) == families
    assert re.sub(r"<style>.*?</style>", "", svg) == sheet.svg


def test_a_scale_out_of_range_is_refused_in_one_line(sheet: Sheet) -> None:
    with pytest.raises(ExportError, match=r"^scale lies between 0.1 and 8, not 9$"):
        write_png(sheet, scale=9)
