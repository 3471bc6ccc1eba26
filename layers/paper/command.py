"""`python -m layers picture`: a view drawn for paper, from the shell."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from boundaries.language import tr
from layers._errors import ExportError
from layers.given import add_atlas_options, load_given_atlas

SUFFIXES: Final = (".png", ".svg", ".pdf")


def add_picture_command(commands: argparse._SubParsersAction[Any]) -> None:
    """
    Add the command "picture".

    Parameters
    ----------
    commands
        Of `python -m layers`; `run` takes what is chosen and returns what to print.
    """
    command = commands.add_parser("picture", help="draw a view for paper: PNG, SVG or PDF")
    command.add_argument("query", metavar="VIEW", help='a view\'s address or its query; "" is the opening view')
    command.add_argument("file", metavar="FILE", type=Path, help="where to: NAME.png, NAME.svg or NAME.pdf")
    command.add_argument("--size", choices=("a4", "wide"), default="a4", help="an A4 page (default) or a 16:9 slide")
    command.add_argument("--dpi", type=int, default=300, help="dots per inch of a PNG (300)")
    add_atlas_options(command)
    command.set_defaults(run=run_picture)


def run_picture(chosen: argparse.Namespace) -> str:
    """
    Run the command.

    Parameters
    ----------
    chosen
        Its words.

    Returns
    -------
    text
        What was written.

    Raises
    ------
    ExportError, ViewError
        The suffix is none of the three, the resolution cannot be drawn, the file cannot be written, or there is no
        such view.
    """
    from layers.files.whole import write_whole
    from layers.paper.output import write_pdf, write_png, write_svg
    from layers.paper.sheet import draw_sheet
    from layers.view import View

    suffix = chosen.file.suffix.lower()
    if suffix not in SUFFIXES:
        words = tr("{path} is no picture; end it in one of {suffixes}")
        raise ExportError(words.format(path=chosen.file, suffixes=" ".join(SUFFIXES)))
    if not 96 <= chosen.dpi <= 384:
        raise ExportError(tr("--dpi is a number from 96 to 384"))
    address, _, query = chosen.query.rpartition("?")
    sheet = draw_sheet(load_given_atlas(chosen), View.from_query(query), size=chosen.size, base=address)
    with write_whole(chosen.file) as draft:
        if suffix == ".svg":
            draft.write_bytes(write_svg(sheet))
        else:
            draft.write_bytes(write_pdf(sheet) if suffix == ".pdf" else write_png(sheet, scale=chosen.dpi / 96))
    return f"{chosen.file}\t{chosen.file.stat().st_size:,} bytes"
