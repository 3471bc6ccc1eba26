"""
Briefings from the shell.

::

    python -m layers brief "?place=quetta" quetta.pdf
    python -m layers brief --all --out briefings
"""

from __future__ import annotations

import argparse
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from boundaries.language import LANGUAGES, tr_count
from boundaries.shell import show_progress
from layers._errors import ViewError


def add_brief_command(commands: Any) -> None:
    """
    Add the command to those of `python -m layers`.

    Parameters
    ----------
    commands
        What `add_subparsers` gave. The command's `run` takes the parsed arguments and returns what to print.
    """
    command = commands.add_parser("brief", help="write a view's briefing (PDF, PPTX), or those of all districts")
    command.add_argument("query", nargs="?", default="", help="a view's address or its query")
    command.add_argument("file", nargs="?", type=Path, help="where to: NAME.pdf or NAME.pptx")
    command.add_argument("--all", action="store_true", help="every district of the census of 2023, and an index")
    command.add_argument("--out", type=Path, metavar="DIR", help="with --all: where to")
    command.add_argument("--format", default="pdf", help="with --all: pdf (default) or pptx")
    command.add_argument("--lang", choices=list(LANGUAGES), help="language of the words")
    command.add_argument("--digits", choices=["latin", "urdu"], help="figures of the numbers")
    command.add_argument("--base", default="", metavar="ADDRESS", help="address of the page, for links and QR codes")
    command.add_argument("--jobs", type=int, default=2, help="with --all: processes (2)")
    command.add_argument("--data-dir", type=Path, help="folder of installed boundary sets")
    command.set_defaults(run=run_brief)


def run_brief(chosen: argparse.Namespace) -> str:
    """
    Write what was asked for.

    Parameters
    ----------
    chosen
        Arguments of the command.

    Returns
    -------
    text
        What was written, for the shell.

    Raises
    ------
    ViewError
        Arguments that do not go together.
    """
    return _write_every(chosen) if chosen.all else _write_single(chosen)


def _write_single(chosen: argparse.Namespace) -> str:
    from layers.atlas import load_atlas
    from layers.briefing.write import check_suffix, write_brief
    from layers.view import View

    if chosen.file is None:
        raise ViewError('name a view and a file: python -m layers brief "?place=quetta" quetta.pdf')
    check_suffix(chosen.file)
    view = View.from_query(chosen.query.rpartition("?")[2])
    changes = {name: getattr(chosen, name) for name in ("lang", "digits") if getattr(chosen, name)}
    brief = write_brief(load_atlas(chosen.data_dir), view.but(**changes), chosen.file, base=chosen.base)
    return f"{chosen.file}: {brief.title}"


def _write_every(chosen: argparse.Namespace) -> str:
    from boundaries import vintage
    from layers.atlas import load_atlas
    from layers.briefing.batch import Task, check_format, write_all
    from layers.briefing.index_page import name_index

    if chosen.out is None or chosen.query:
        raise ViewError("--all takes a folder and no view: python -m layers brief --all --out DIR")
    task = Task(
        folder=str(chosen.out),
        suffix=check_format(chosen.format),
        lang=chosen.lang or "en",
        digits=chosen.digits or "latin",
        base=chosen.base,
        day=date.today().isoformat(),
    )
    codes = tuple(str(code) for code in vintage(2023)["code"])
    entries = write_all(
        partial(load_atlas, chosen.data_dir), codes, task, jobs=chosen.jobs, progress=show_progress("briefings")
    )
    words = tr_count("{count} briefing; open {index}", "{count} briefings; open {index}", len(entries))
    return words.format(count=len(entries), index=chosen.out / name_index(task.lang))
