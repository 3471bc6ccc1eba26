"""What stands under every picture. The world is drawn in tiny_world.py."""

from __future__ import annotations

from layers.atlas import Atlas
from layers.credit import say_credit, say_note
from layers.cube import Cube


def test_the_note_names_boundaries_the_dashed_line_and_their_source(cube: Cube) -> None:
    assert say_note(cube) == (
        "Four places and some hills; not a legal record. Dashed: Line of Control. Boundaries: drawn by hand."
    )


def test_the_credit_names_numbers_boundaries_and_the_note_on_borders(cube: Cube) -> None:
    assert say_credit(cube, "Numbers: counted on fingers") == (
        "Numbers: counted on fingers. Boundaries: drawn by hand. No border is disputed here."
    )


def test_sentences_of_the_real_atlas_end_once(atlas: Atlas) -> None:
    for text in (say_note(atlas.cube), say_credit(atlas.cube, "Census")):
        assert text.endswith(".")
        assert ".." not in text
