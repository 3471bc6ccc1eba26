"""Which atlas a command is about: the options that every command of `python -m layers` takes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.atlas import Atlas


def add_atlas_options(command: argparse.ArgumentParser) -> None:
    """
    Add the options that say where boundaries and flows come from.

    Parameters
    ----------
    command
        Gets `--data-dir`, `--flows` and `--hide-below`, as `app.py` has them.
    """
    command.add_argument("--data-dir", type=Path, help="folder of installed boundary sets")
    command.add_argument("--flows", type=Path, help="a flow table of your own, from `python -m flows read`")
    command.add_argument("--hide-below", type=float, help="withhold its flows of fewer people; 0 for none")


def load_given_atlas(chosen: argparse.Namespace) -> Atlas:
    """
    Load the atlas that a command's options ask for.

    Parameters
    ----------
    chosen
        With what `add_atlas_options` added.

    Returns
    -------
    atlas
        With the reader's own table where one was named, as it may leave; see `atlas.load_atlas` for the errors.
    """
    from layers.atlas import load_atlas

    if chosen.flows is None:
        return load_atlas(chosen.data_dir)
    return load_atlas(chosen.data_dir, flows=chosen.flows, hide_below=chosen.hide_below)
