"""One layer as FlatGeobuf, with its spatial index: rows are in the order of the index, not in that of the table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from layers.files.frames import build_frame, pick_layer, write_frame

if TYPE_CHECKING:
    from layers.files.content import Content


def write_flatgeobuf(content: Content, path: Path, *, layer: str = "") -> None:
    """
    Write one layer.

    Parameters
    ----------
    content, path
        What there is, and where it goes.
    layer
        Its name; "" for the main one.

    Raises
    ------
    ExportError
        There is no such layer, or it has no shapes.
    """
    picked = pick_layer(content, layer)
    about = content.about
    # The header has a title and a description; the rest is told in the description, where every reader shows it.
    told = "\n".join(f"{name}: {text}" for name, text in about.items()[1:])
    options = {"TITLE": about.title, "DESCRIPTION": told}
    frame = build_frame(picked)
    write_frame(frame, path, picked, driver="FlatGeobuf", layer_options=options, layer_metadata=dict(about.items()))
