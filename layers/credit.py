"""What must stand under every picture: boundaries, border note, sources."""

from __future__ import annotations

from layers.cube import Cube


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
    manifest = cube.manifest
    return f"{manifest['title']}; not a legal record. Dashed: Line of Control. {manifest['credit']}."


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
    return f"{numbers}. {cube.manifest['credit']}. {cube.manifest['border_note']}"
