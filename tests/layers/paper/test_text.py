"""Lines of text: measured, broken, and set apart so that nothing touches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.paper.fonts import FACES, FOLDER, SANS_FACES, URDU_FACE, has_letter, measure_piece
from layers.paper.text import (
    FIGURE_SCALE,
    UNKNOWN,
    URDU_SCALE,
    Style,
    find_steps,
    is_urdu,
    lay_line,
    wrap_text,
)

PLAIN = Style(10.0, "#000")
BOLD = Style(10.0, "#000", 600)
WORDS = st.lists(st.text(alphabet="abiW1,", min_size=1, max_size=14), min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_every_font_is_here_with_the_family_and_weight_it_is_asked_for_by(face) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not here")
    with ttlib.TTFont(FOLDER / face.file) as font:
        assert font["name"].getDebugName(1) == face.family
        assert font["OS/2"].usWeightClass == face.weight
        assert "fvar" not in font


def test_the_fonts_are_small_enough_to_be_carried() -> None:
    assert sum((FOLDER / face.file).stat().st_size for face in FACES) < 800_000


@pytest.mark.parametrize("letter", "0123456789aZ–−·…’“”²°%×→←\u202f\u00a0é")
def test_latin_weights_have_what_sentences_are_made_of(letter: str) -> None:
    assert [face.file for face in SANS_FACES if not has_letter(face, letter)] == []


@pytest.mark.parametrize("letter", "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئؤۂ،۔؟؛۰۱۲۳۴۵۶۷۸۹٫٬٪")
def test_the_urdu_font_has_the_alphabet(letter: str) -> None:
    assert has_letter(URDU_FACE, letter)


def test_a_line_is_as_wide_as_its_letters() -> None:
    """Figures of Inter are 1,296 of 2,048 units wide, a full stop is narrower; nothing is added between pieces."""
    zero = measure_piece("0", SANS_FACES[0]).advance
    assert lay_line("00", PLAIN).width == pytest.approx(20 * zero)
    assert lay_line("00", PLAIN.at(20.0)).width == pytest.approx(40 * zero)
    assert lay_line("لاہور", PLAIN, leftward=True).width == pytest.approx(
        10 * URDU_SCALE * measure_piece("لاہور", URDU_FACE, leftward=True).advance
    )


def test_urdu_letters_are_joined_before_they_are_measured() -> None:
    apart = sum(measure_piece(letter, URDU_FACE, leftward=True).advance for letter in "لاہور")
    assert measure_piece("لاہور", URDU_FACE, leftward=True).advance < 0.9 * apart


def test_every_piece_is_drawn_with_the_font_that_has_its_letters() -> None:
    line = lay_line("Lahore لاہور ۱۲", BOLD)
    assert [(piece.text.strip(), piece.face.family, piece.leftward) for piece in line.pieces] == [
        ("Lahore", "Inter", False),
        ("۱۲", "Noto Nastaliq Urdu", False),
        ("لاہور", "Noto Nastaliq Urdu", True),
    ]
    assert {round(piece.size / 10.0, 3) for piece in line.pieces} == {1.0, URDU_SCALE, FIGURE_SCALE}


def test_an_urdu_piece_starts_and_ends_with_a_letter() -> None:
    """A program that draws it would put a comma at its end on the wrong side; it is a piece of its own."""
    line = lay_line("لاہور، کراچی،", PLAIN, leftward=True)
    assert [piece.text for piece in line.pieces] == ["،", "لاہور، کراچی"]
    assert line.pieces[0].left < line.pieces[1].left


def test_brackets_are_turned_round_in_a_line_to_the_left() -> None:
    line = lay_line("(لاہور)", PLAIN, leftward=True)
    assert [piece.text for piece in line.pieces] == ["(", "لاہور", ")"]
    assert [piece.left for piece in line.pieces] == sorted(piece.left for piece in line.pieces)


def test_what_no_font_has_is_a_question_mark_and_marks_of_direction_are_nothing() -> None:
    assert [piece.text for piece in lay_line("a☃b", PLAIN).pieces] == [f"a{UNKNOWN}b"]
    assert lay_line("\u200ea\u2067b\u2069", PLAIN).width == lay_line("ab", PLAIN).width


@given(WORDS, st.floats(40, 200))
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(text: str, width: float) -> None:
    lines = wrap_text(text, PLAIN, width)
    assert all(lay_line(line, PLAIN).width <= width + 1e-6 for line in lines)
    assert re.sub(" ", "", "".join(lines)) == re.sub(" ", "", text)


@given(WORDS, st.floats(60, 200))
def test_an_even_headline_has_as_many_lines_and_a_shorter_longest_one(text: str, width: float) -> None:
    usual, even = wrap_text(text, BOLD, width), wrap_text(text, BOLD, width, even=True)
    assert len(usual) == len(even)
    assert max(lay_line(line, BOLD).width for line in even) <= max(lay_line(line, BOLD).width for line in usual) + 1e-6


def test_nothing_has_no_lines() -> None:
    assert wrap_text("", PLAIN, 100.0) == ()


def test_tall_urdu_words_push_lines_apart_only_where_they_would_touch() -> None:
    """“کھینچنے” rises 2.4 em; under a blank it may stand as near as any line."""
    tall, low = lay_line("کھینچنے", PLAIN, leftward=True), lay_line("اب", PLAIN, leftward=True)
    usual = PLAIN.step(urdu=True)
    (step,) = find_steps([low, tall], PLAIN, leftward=True)
    assert step == pytest.approx(max(usual, low.fall + tall.rise + 0.06 * 10))
    assert step > usual
    assert find_steps([tall, low], PLAIN, leftward=True) == [usual]


def test_urdu_is_told_by_its_letters_not_by_its_figures() -> None:
    texts = ("لاہور", "Lahore لاہور", "۱۲۳", "Lahore", "")
    assert [is_urdu(text) for text in texts] == [True, True, False, False, False]
