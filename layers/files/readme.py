"""The page that explains a file, in the language of the moment: what it is, where from, what each column holds."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from boundaries.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from layers.files.content import About, Layer

TITLES: Final = {
    "title": mark("Title"),
    "description": mark("Description"),
    "evidence": mark("Kind of evidence"),
    "protection": mark("Protection"),
    "source": mark("Source"),
    "licence": mark("Licence"),
    "boundaries": mark("Boundaries"),
    "vintage": mark("Districts as of"),
    "crs": mark("Coordinates"),
    "view_url": mark("Address of the view"),
    "software": mark("Made with"),
    "date": mark("Made on"),
}
"""Item of `About` → what a reader is told it is."""

WIDTH: Final = 100


def list_about(about: About) -> list[tuple[str, str]]:
    """
    List what a file says of itself, in words.

    Parameters
    ----------
    about
        What it says.

    Returns
    -------
    rows
        Heading and text.
    """
    return [(tr(TITLES[name]), text) for name, text in about.items()]


def write_readme(
    about: About, files: Mapping[str, str], layers: Sequence[Layer] = (), *, notes: Sequence[str] = ()
) -> str:
    """
    Write the page.

    Parameters
    ----------
    about
        What the file says of itself.
    files
        Name of a file beside the page → what is in it.
    layers
        Whose columns are explained.
    notes
        Whole sentences that a reader must know.

    Returns
    -------
    text
        Plain, with lines of 100 letters or fewer where words allow it.
    """
    lines = [about.title, "=" * min(len(about.title), WIDTH), ""]
    for heading, text in list_about(about)[1:]:
        lines += [*_fold(f"{heading}: {text}", "  "), ""]
    if files:
        lines += [tr("Files"), "-----", ""]
        lines += [line for name, words in files.items() for line in _fold(f"{name}: {words}", "  ")] + [""]
    for note in notes:
        lines += [*_fold(note), ""]
    for layer in layers:
        lines += [f"{layer.name}: {layer.title}", "-" * (len(layer.name) + 2 + len(layer.title)), ""]
        for column in layer.columns:
            unit = f" ({column.unit})" if column.unit else ""
            lines += _fold(f"{column.name}: {column.title}{unit}", "  ")
        lines.append("")
    return "\n".join(lines)


def _fold(text: str, indent: str = "") -> list[str]:
    # Addresses stay whole: a broken one cannot be followed.
    return textwrap.wrap(
        text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
