"""Lines of text, measured and broken, each piece in the font that has its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from layers.paper.bidi import MIRRORED, order_pieces
from layers.paper.fonts import SANS_FACES, SERIF_FACE, URDU_FACE, Extent, Face, Ink, has_letter, measure_piece

URDU_SCALE: Final = 1.1
FIGURE_SCALE: Final = 1.32
"""How much larger Urdu letters and figures are set than Latin of the same size: they are small within their em."""

LEADING: Final = 1.4
URDU_LEADING: Final = 1.68
"""From one baseline to the next, in em of the Latin size; tall Urdu words get more (`find_steps`)."""

AIR: Final = 0.06
"""Between the ink of two lines at least, in em."""

BLANK: Final = 0.4
"""Of a blank between words at most, in em."""

SURE: Final = 0.94
"""Part of a column that the sum of a line's words may fill without being measured as a line."""

UNKNOWN: Final = "?"
"""Stands for a character that no font has."""

EDGES: Final = " ،؛"
"""What may not begin or end Urdu that is drawn as one piece: a program would put it at the wrong side."""

JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
BLANKS: Final = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Style:
    """
    How text looks.

    Attributes
    ----------
    size
        CSS pixels.
    colour
        CSS.
    weight
        400, 500, 600 or 700.
    serif
        Whether it is a headline.
    leading
        From one baseline to the next in em; 0 for the usual one of the text's script.
    """

    size: float
    colour: str
    weight: int = 400
    serif: bool = False
    leading: float = 0.0

    def at(self, size: float) -> Style:
        """Return the same style in another size."""
        return replace(self, size=size)

    def step(self, *, urdu: bool) -> float:
        """Return the distance from one baseline to the next, in CSS pixels."""
        return self.size * (URDU_LEADING if urdu else self.leading or LEADING)


@dataclass(frozen=True, slots=True)
class Piece:
    """
    Text of one font and direction.

    Attributes
    ----------
    text, face, size
        What, in which font, how large in CSS pixels.
    left, width
        CSS pixels from the start of the line.
    leftward
        Whether it runs from right to left.
    """

    text: str
    face: Face
    size: float
    left: float
    width: float
    leftward: bool


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line, ready to be drawn.

    Attributes
    ----------
    text
        As it is read.
    pieces
        From left to right.
    width
        CSS pixels.
    words
        Ink of each word, CSS pixels from the start of the line.
    """

    text: str
    pieces: tuple[Piece, ...]
    width: float
    words: tuple[Ink, ...]

    @property
    def span(self) -> tuple[float, float]:
        """From where to where its ink reaches: letters may lean over the ends of the line."""
        left = min([0.0, *(word.left for word in self.words)])
        return left, max([self.width, *(word.right for word in self.words)])

    @property
    def rise(self) -> float:
        """How far its ink reaches above the baseline."""
        return max([0.0, *(word.rise for word in self.words)])

    @property
    def fall(self) -> float:
        """How far its ink reaches below the baseline."""
        return max([0.0, *(word.fall for word in self.words)])


@lru_cache(maxsize=4_000)
def choose_face(letter: str, weight: int, *, serif: bool) -> Face | None:
    """
    Choose the font that draws a character.

    Parameters
    ----------
    letter, weight, serif
        One character, and the look wanted, as in `Style`.

    Returns
    -------
    face
        None when no font has it.
    """
    latin = SERIF_FACE if serif else next(face for face in SANS_FACES if face.weight == weight)
    # Weights 500 and 700 lack the rarer letters.
    for face in (latin, URDU_FACE, SANS_FACES[2 if weight > 500 else 0]):
        if has_letter(face, letter):
            return face
    return None


def _cut_faces(text: str, weight: int, serif: bool, leftward: bool) -> list[tuple[str, Face]]:
    """Cut a piece where its font changes; Urdu starts and ends with a letter, so that nothing has to be mirrored."""
    runs: list[tuple[str, Face]] = []
    plain = choose_face("0", weight, serif=serif)
    assert plain is not None
    for letter in text:
        if unicodedata.category(letter) == "Cf":
            # Marks of direction have done their work; those that keep letters apart or together go on.
            if letter in JOINERS and runs:
                runs[-1] = (runs[-1][0] + letter, runs[-1][1])
            continue
        shown = MIRRORED.get(letter, letter) if leftward else letter
        face = choose_face(shown, weight, serif=serif)
        if face is None:
            shown, face = UNKNOWN, plain
        blank = letter in BLANKS
        if runs and (runs[-1][1] == face or blank):
            face = runs[-1][1]
            shown = " " if blank and face is URDU_FACE else shown
            runs[-1] = (runs[-1][0] + shown, face)
        else:
            runs.append((shown, face))
    if not leftward:
        return runs
    cut: list[tuple[str, Face]] = []
    for run, face in runs:
        core = run.strip(EDGES)
        if face is URDU_FACE and core:
            first = run.index(core)
            cut += [(letter, face) for letter in run[:first]]
            cut.append((core, face))
            cut += [(letter, face) for letter in run[first + len(core) :]]
        else:
            # Punctuation between Urdu words: drawn from left to right, so it is turned round here.
            cut.append((run[::-1], face))
    return cut[::-1]


@lru_cache(maxsize=5_000)
def lay_line(text: str, style: Style, *, leftward: bool = False) -> Line:
    """
    Lay out one line.

    Parameters
    ----------
    text, style
        What, and how it looks.
    leftward
        Whether it runs from right to left as a whole.

    Returns
    -------
    line
        Its pieces stand where they are to be drawn.
    """
    pieces, at = [], 0.0
    words: list[Ink] = []
    for run, face, times, extent, backwards in _shape_line(text, style.weight, style.serif, leftward):
        size = style.size * times
        width = extent.advance * size
        if run.strip(BLANKS):
            pieces.append(Piece(run, face, size, at, width, backwards))
        words += [word.moved(at, times=size) for word in extent.words]
        at += width
    return Line(text, tuple(pieces), at, tuple(words))


@lru_cache(maxsize=10_000)
def _shape_line(
    text: str, weight: int, serif: bool, leftward: bool
) -> tuple[tuple[str, Face, float, Extent, bool], ...]:
    """Order, cut and measure a line in em: one shaping for every size that is tried."""
    return tuple(
        (run, face, _scale(run, face), measure_piece(run, face, leftward=backwards and face is URDU_FACE), backwards)
        for part, backwards in order_pieces(text, leftward=leftward)
        for run, face in _cut_faces(part, weight, serif, backwards)
    )


def _scale(run: str, face: Face) -> float:
    if face is not URDU_FACE:
        return 1.0
    return URDU_SCALE if any(letter.isalpha() for letter in run) else FIGURE_SCALE


def find_steps(lines: Sequence[Line], style: Style, *, leftward: bool) -> list[float]:
    """
    Find how far apart lines have to stand.

    Parameters
    ----------
    lines, style
        Below each other, and their look.
    leftward
        Whether they all end on the right, or else start on the left.

    Returns
    -------
    steps
        From each baseline to the next, CSS pixels, one fewer than lines: the style's, or more where words would touch.
    """
    usual = style.step(urdu=any(is_urdu(line.text) for line in lines))
    steps = []
    for above, below in pairwise(lines):
        shift = above.width - below.width if leftward else 0.0
        need = [
            upper.fall + lower.rise + AIR * style.size
            for upper in above.words
            for lower in below.words
            if upper.left < lower.right + shift and lower.left + shift < upper.right
        ]
        steps.append(max(usual, *need) if need else usual)
    return steps


def is_urdu(text: str) -> bool:
    """Say whether a text has Urdu letters, and so needs room for their slope; figures stand upright."""
    return any("\u0600" <= letter <= "\u06ff" and letter.isalpha() for letter in text)


@lru_cache(maxsize=4_000)
def wrap_text(text: str, style: Style, width: float, *, leftward: bool = False, even: bool = False) -> tuple[str, ...]:
    """
    Break a text into lines.

    Parameters
    ----------
    text, style, width
        What, how it looks, CSS pixels there are.
    leftward
        Whether it runs from right to left.
    even
        Whether lines are to be about as long as each other: a headline whose last line is one word looks forgotten.

    Returns
    -------
    lines
        As few as can be; a word wider than a line is broken, never cut off.
    """
    words = [part for word in text.split(" ") for part in _break_word(word, style, width, leftward) if part]
    lines = _fill(words, style, width, leftward)
    if even and len(lines) > 1:
        low, high = width / 2, width
        for _ in range(7):
            middle = (low + high) / 2
            if len(_fill(words, style, middle, leftward)) > len(lines) or any(
                lay_line(word, style, leftward=leftward).width > middle for word in words
            ):
                low = middle
            else:
                high = middle
        lines = _fill(words, style, high, leftward)
    return tuple(lines)


def _fill(words: list[str], style: Style, width: float, leftward: bool) -> list[str]:
    lines: list[str] = []
    reckoned = 0.0
    for word in words:
        alone = lay_line(word, style, leftward=leftward).width
        longer = f"{lines[-1]} {word}" if lines else word
        reckoned += alone + BLANK * style.size
        # A line is measured only when it is nearly full.
        if lines and (reckoned <= SURE * width or lay_line(longer, style, leftward=leftward).width <= width):
            lines[-1] = longer
        else:
            lines.append(word)
            reckoned = alone
    return lines


def _break_word(word: str, style: Style, width: float, leftward: bool) -> list[str]:
    """Break a word that is wider than a line, such as an address."""
    parts = [""]
    if lay_line(word, style, leftward=leftward).width <= width:
        return [word]
    for letter in word:
        if lay_line(parts[-1] + letter, style, leftward=leftward).width > width and parts[-1]:
            parts.append("")
        parts[-1] += letter
    return parts
