"""A view as a file: gathered, written, and put in its place when it is whole."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (the parameter is called date)
from pathlib import Path
from typing import TYPE_CHECKING

from boundaries.language import speak, tr
from layers.files.formats import find_format
from layers.files.gather import gather_content
from layers.files.steps import Progress, follow, report
from layers.files.whole import write_whole

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.view import View


def export_view(
    atlas: Atlas,
    view: View,
    path: str | Path,
    *,
    scope: str = "view",
    format: str | None = None,  # noqa: A002 (the public name fixed by the design)
    layer: str = "",
    base: str = "",
    date: Date | None = None,
    progress: Progress | None = None,
) -> Path:
    """
    Export a view.

    Parameters
    ----------
    atlas, view
        Numbers and choices.
    path
        Of the file; one that is there is replaced.
    scope
        "view": what is seen; "all": everything behind it.
    format
        A name of `formats.FORMATS`; by the suffix of the file when not given.
    layer
        The layer of a format that holds one; "" for the main one, see `formats`. Of a format that holds all layers,
        the only one to be written.
    base
        Address of the page, for the link in the file.
    date
        Of the file; today when not given.
    progress
        Called with what is done, the total and words. What it raises ends the export.

    Returns
    -------
    path
        Of the file.

    Raises
    ------
    ExportError
        The format is not known, the view has no such layer, or the file cannot be written; nothing is left behind.
    ViewError
        The view names a place that has no figures.
    """
    path = Path(path)
    with speak(view.lang), follow(progress):
        chosen = find_format(path, format)
        with write_whole(path) as draft:
            report(0, 1, tr("Gathering"))
            content = gather_content(atlas, view, scope=scope, base=base, date=date)
            report(1, 1, tr("Gathering"))
            # What a writer does before its first rows, and all of some writers' work, cannot be counted.
            report(0, 1, tr("Writing"))
            chosen.write(content, draft, layer=layer)
            report(1, 1, tr("Writing"))
            report(1, 1, tr("Finished"))
    return path
