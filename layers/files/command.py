"""`python -m layers export`: a view as a file, from the shell."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boundaries.shell import show_progress
from layers.given import add_atlas_options, load_given_atlas

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.files.steps import Progress

EPILOG = """The suffix of FILE says the format: .gpkg .geojson .parquet .fgb .zip (Shapefiles) .kml .csv .xlsx .tif,
and .hxl.csv .kepler.csv .matrix.csv .matrix.xlsx .csv.zip .flowmap.zip."""


def add_export_command(commands: argparse._SubParsersAction[Any]) -> None:
    """
    Add the command "export".

    Parameters
    ----------
    commands
        Of `python -m layers`; `run` takes what is chosen and returns what to print.
    """
    from layers.files.formats import FORMATS

    command = commands.add_parser(
        "export",
        help="write a view as a file for GIS, spreadsheets or flow maps",
        epilog=EPILOG,
    )
    command.add_argument("query", metavar="VIEW", help='a view\'s address or its query; "" is the opening view')
    command.add_argument("file", metavar="FILE", type=Path, help="the file to write")
    command.add_argument(
        "--scope", choices=("view", "all"), default="view", help="what is seen, or everything behind it"
    )
    command.add_argument("--format", choices=tuple(FORMATS), help="the format, where the suffix does not say it")
    command.add_argument("--layer", default="", help="the layer, for formats that hold one")
    command.add_argument(
        "--base", metavar="ADDRESS", default="", help="address of the atlas, for the file to name, if VIEW has none"
    )
    add_atlas_options(command)
    command.set_defaults(run=run_export)


def run_export(chosen: argparse.Namespace) -> str:
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
        See `export.export_view`.
    """
    from layers.files.export import export_view
    from layers.files.formats import find_format
    from layers.view import View

    find_format(chosen.file, chosen.format)  # before the atlas is loaded
    address, _, query = chosen.query.rpartition("?")
    view = View.from_query(query)
    path = export_view(
        load_given_atlas(chosen),
        view,
        chosen.file,
        scope=chosen.scope,
        format=chosen.format,
        layer=chosen.layer,
        base=address or chosen.base,
        progress=draw_progress(),
    )
    return f"{path}\t{path.stat().st_size:,} bytes"


def draw_progress() -> Progress:
    """
    Draw a bar for every step.

    Returns
    -------
    progress
        For `export_view`; nothing is drawn where standard error is no terminal.
    """
    bars: dict[str, Callable[[int, int], None]] = {}

    def draw(done: int, total: int, words: str) -> None:
        if words not in bars:
            bars[words] = show_progress(words)
        bars[words](done, total)

    return draw
