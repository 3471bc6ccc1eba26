"""Pieces of a line in the order they stand on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.paper.bidi import find_brackets, find_levels, order_pieces

LETTERS = st.text(alphabet="ab 12,.%()[]«»–+-ابپ،۔۱۲٫", max_size=24)


@pytest.mark.parametrize(
    ("text", "leftward", "pieces"),
    [
        # Latin alone is one piece, whichever way the page runs.
        ("Lahore", False, [("Lahore", False)]),
        ("Lahore", True, [("Lahore", False)]),
        # Numbers run to the right inside Urdu, and the words before them stand on their right.
        ("لاہور 224 لوگ", True, [(" لوگ", True), ("224", False), ("لاہور ", True)]),
        # A sign keeps to the left of its number; a percent sign beside a number belongs to it.
        ("فرق −3.5 ہے", True, [(" ہے", True), ("−3.5", False), ("فرق ", True)]),
        ("کل 73% ہے", True, [(" ہے", True), ("73%", False), ("کل ", True)]),
        # Years joined by a dash are read from the right.
        ("۱۹۹۸–۲۰۲۳", True, [("۲۰۲۳", False), ("–", True), ("۱۹۹۸", False)]),
        # Brackets round Latin stand as the line runs, whatever follows them (N0).
        ("لاہور (Lahore)۔", True, [(")۔", True), ("Lahore", False), ("لاہور (", True)]),
        ("لاہور [a]", True, [("]", True), ("a", False), ("لاہور [", True)]),
        ("لاہور «a» ہے", True, [("» ہے", True), ("a", False), ("لاہور «", True)]),
        # Where Latin stands before them too they belong to it.
        ("لاہور: svg (a) ہے", True, [(" ہے", True), ("svg (a)", False), ("لاہور: ", True)]),
        # Urdu in brackets of an English line.
        ("a (لاہور) b", False, [("a (", False), ("لاہور", True), (") b", False)]),
        # An Urdu name in an English        # An Urdu name in an English sentence.
        ("to لاہور now", False, [("to ", False), ("لاہور", True), (" now", False)]),
        ("", True, []),
    ],
)
def test_pieces_stand_where_they_are_read(text: str, leftward: bool, pieces: list[tuple[str, bool]]) -> None:
    assert order_pieces(text, leftward=leftward) == pieces


def test_blanks_at_the_end_keep_to_the_end() -> None:
    """Else a line that is cut before a number would move."""
    assert find_levels("ab ", leftward=True) == [2, 2, 1]
    assert order_pieces("ab ", leftward=True) == [(" ", True), ("ab", False)]


@given(LETTERS, st.booleans())
def test_no_letter_is_lost_or_made(text: str, leftward: bool) -> None:
    pieces = order_pieces(text, leftward=leftward)
    assert sorted("".join(part for part, _ in pieces)) == sorted(text)
    assert len(find_levels(text, leftward=leftward)) == len(text)


@given(LETTERS)
def test_a_line_to_the_left_has_its_first_piece_on_the_right(text: str) -> None:
    """Levels of at least 1: only numbers and Latin words run to the right."""
    assert all(level >= 1 for level in find_levels(text, leftward=True))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [("(a)", [(0, 2)]), ("(a[b)]", [(0, 4)]), ("a)b(", []), ("((a)", [(1, 3)]), ("«(a)»", [(0, 4), (1, 3)])],
)
def test_brackets_are_paired_as_the_standard_pairs_them(text: str, pairs: list[tuple[int, int]]) -> None:
    """A closing bracket closes the nearest opening one of its kind, and drops what stands open between."""
    assert find_brackets(text) == pairs


@given(LETTERS)
def test_both_brackets_of_a_pair_run_one_way_unless_they_hold_nothing_strong(text: str) -> None:
    levels = find_levels(text, leftward=True)
    for first, last in find_brackets(text):
        if any(letter.isalnum() for letter in text[first + 1 : last]):
            assert levels[first] % 2 == levels[last] % 2
