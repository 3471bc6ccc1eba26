"""The fonts of printed pages, and how wide and tall their text is, letters joined and kerned as they will be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import uharfbuzz

FOLDER: Final = Path(__file__).resolve().parents[2] / "assets" / "fonts" / "print"
"""Made by `make_fonts`."""

SANS: Final = "Inter"
SERIF: Final = "Rawaan Serif"
URDU: Final = "Noto Nastaliq Urdu"


@dataclass(frozen=True, slots=True)
class Face:
    """
    One font.

    Attributes
    ----------
    family, weight
        As they are named in the drawing; the file has exactly these.
    file
        Its name in `FOLDER`.
    """

    family: str
    weight: int
    file: str


SANS_FACES: Final = tuple(Face(SANS, weight, f"inter-{weight}.ttf") for weight in (400, 500, 600, 700))
SERIF_FACE: Final = Face(SERIF, 600, "serif-600.ttf")
URDU_FACE: Final = Face(URDU, 500, "nastaliq-500.ttf")
FACES: Final = (*SANS_FACES, SERIF_FACE, URDU_FACE)


@dataclass(frozen=True, slots=True)
class Ink:
    """
    Where the ink of a word lies, in em or in CSS pixels.

    Attributes
    ----------
    left, right
        From the start of the text.
    rise, fall
        How far it reaches above and below the baseline.
    """

    left: float
    right: float
    rise: float
    fall: float

    def moved(self, by: float, *, times: float = 1.0) -> Ink:
        """Return it enlarged, then shifted to the right."""
        return Ink(self.left * times + by, self.right * times + by, self.rise * times, self.fall * times)


@dataclass(frozen=True, slots=True)
class Extent:
    """
    Size of a piece of text, in em.

    Attributes
    ----------
    advance
        From its start to where the next piece would start.
    words
        Ink of each word; none for blanks.
    """

    advance: float
    words: tuple[Ink, ...]


@lru_cache(maxsize=len(FACES))
def _open(face: Face) -> tuple[uharfbuzz.Font, frozenset[int]]:
    blob = uharfbuzz.Blob.from_file_path(str(FOLDER / face.file))
    opened = uharfbuzz.Face(blob)
    return uharfbuzz.Font(opened), frozenset(opened.unicodes)


def has_letter(face: Face, letter: str) -> bool:
    """
    Say whether a font can draw a character.

    Parameters
    ----------
    face, letter
        Font, and one character.
    """
    return ord(letter) in _open(face)[1]


@lru_cache(maxsize=20_000)
def measure_piece(text: str, face: Face, *, leftward: bool = False) -> Extent:
    """
    Measure text of one font and one direction.

    Parameters
    ----------
    text, face
        What, and in which font.
    leftward
        Whether it runs from right to left.

    Returns
    -------
    extent
        In em.
    """
    font, _ = _open(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    uharfbuzz.shape(font, buffer)
    em = font.face.upem
    advance = 0
    words: list[Ink] = []
    apart = True
    for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = font.get_glyph_extents(glyph.codepoint)
        if text[glyph.cluster].isspace():
            apart = True
        elif ink is not None and ink.height:
            left, top = advance + position.x_offset + ink.x_bearing, position.y_offset + ink.y_bearing
            one = Ink(left / em, (left + ink.width) / em, top / em, -(top + ink.height) / em)
            words.append(one if apart else _join(words.pop(), one))
            apart = False
        advance += position.x_advance
    return Extent(advance / em, tuple(words))


def _join(a: Ink, b: Ink) -> Ink:
    return Ink(min(a.left, b.left), max(a.right, b.right), max(a.rise, b.rise), max(a.fall, b.fall))
