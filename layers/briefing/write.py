"""A view's briefing written to a file: pages or slides by the file's name."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from boundaries.language import tr
from layers._errors import ExportError
from layers.briefing.compose import compose_brief
from layers.briefing.deck import draw_brief_pptx
from layers.briefing.maps import draw_maps, rasterise
from layers.briefing.pdf import draw_brief_pdf
from layers.files.whole import write_whole
from layers.view import View

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.briefing.content import Brief

SUFFIXES: Final = (".pdf", ".pptx")


def write_brief(
    atlas: Atlas, view: View | str, path: Path | str, *, base: str = "", date: datetime.date | None = None
) -> Brief:
    """
    Write the briefing of a view.

    Parameters
    ----------
    atlas
        Numbers.
    view
        A view or its address; see `compose_brief` for what it is a briefing of.
    path
        "quetta.pdf" for pages, "quetta.pptx" for slides.
    base
        Address of the page, for link and QR code; "" where it is not known.
    date
        When the briefing is made; None for today.

    Returns
    -------
    brief
        What was written.

    Raises
    ------
    ExportError
        The suffix is neither, or the file cannot be written.
    ViewError
        No briefing can be written of the view.
    """
    path = Path(path)
    check_suffix(path)
    if isinstance(view, str):
        view = View.from_query(view.rpartition("?")[2])
    brief = compose_brief(atlas, view, base=base, date=date)
    with write_whole(path) as draft:
        draft.write_bytes(draw_brief(atlas, brief, path.suffix.lower()))
    return brief


def draw_brief(atlas: Atlas, brief: Brief, suffix: str) -> bytes:
    """
    Draw a briefing in the form that a suffix stands for.

    Parameters
    ----------
    atlas
        For the maps.
    brief
        What it says.
    suffix
        One of `SUFFIXES`.

    Returns
    -------
    file
        Its bytes.
    """
    drawings = draw_maps(atlas, brief, slide=suffix == ".pptx")
    if suffix == ".pdf":
        return draw_brief_pdf(brief, {key: drawing.svg for key, drawing in drawings.items()})
    return draw_brief_pptx(brief, {key: rasterise(drawing) for key, drawing in drawings.items()})


def check_suffix(path: Path) -> None:
    """
    Refuse a file that is neither pages nor slides.

    Parameters
    ----------
    path
        Of the file.

    Raises
    ------
    ExportError
        Its suffix is another.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ExportError(
            tr("{name} is neither a PDF nor a deck of slides; end its name in {suffixes}").format(
                name=path.name, suffixes=tr("{low} or {high}").format(low=SUFFIXES[0], high=SUFFIXES[1])
            )
        )
