"""What must stand under every picture: boundaries, border note, sources."""

from __future__ import annotations

from boundaries.language import tr
from layers.cube import Cube
from layers.terms import say_carried


def say_note(cube: Cube) -> str:
    """
    Name the boundary set and say what the dashed line is.

    Parameters
    ----------
    cube
        Its manifest is read.

    Returns
    -------
    text
        For the legend.
    """
    words = tr("{boundaries}; not a legal record. Dashed: Line of Control. {credit}.")
    return words.format(boundaries=say_carried(cube.manifest["title"]), credit=say_carried(cube.manifest["credit"]))


def say_credit(cube: Cube, numbers: str) -> str:
    """
    Name the sources of a picture that leaves the page.

    Parameters
    ----------
    cube
        Its manifest is read.
    numbers
        Where the numbers come from, without a full stop.

    Returns
    -------
    text
        Numbers, boundaries and the note on borders.
    """
    words = tr("{numbers}. {credit}. {note}")
    return words.format(
        numbers=numbers,
        credit=say_carried(cube.manifest["credit"]),
        note=say_carried(cube.manifest["border_note"]),
    )


def say_boundaries(cube: Cube) -> str:
    """
    Name the boundary set and say how true its lines are, for a card of evidence.

    Parameters
    ----------
    cube
        Its manifest is read.

    Returns
    -------
    text
        Two sentences.
    """
    words = tr("{boundaries}. {accuracy}")
    return words.format(boundaries=say_carried(cube.manifest["title"]), accuracy=say_carried(cube.manifest["accuracy"]))
