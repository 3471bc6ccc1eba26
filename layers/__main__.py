"""
The pictures from the shell: what a view says, and the page's answer to it.

::

    python -m layers show "?place=karachi&direction=out"
    python -m layers answer "?question=balance" > view.json
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Sequence
from pathlib import Path

from boundaries.shell import quiet_pipe
from layers._errors import LayerError, ViewError


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Parameters
    ----------
    arguments
        Words after `python -m layers`; those of the shell when not given.

    Returns
    -------
    status
        0; 2 after an error, which is told in one line on standard error.
    """
    parser = argparse.ArgumentParser(prog="python -m layers", description="Say what a view of the atlas shows.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, words in (("show", "print the finding and the flows of a view"), ("answer", "print the page's JSON")):
        command = commands.add_parser(name, help=words)
        command.add_argument("query", nargs="?", default="", help="a view's address or its query")
        command.add_argument("--data-dir", type=Path, help="folder of installed boundary sets")
        command.set_defaults(run={"show": show_view, "answer": answer_view}[name])
    with quiet_pipe():
        chosen = parser.parse_args(arguments)
        try:
            print(chosen.run(chosen.query.rpartition("?")[2], chosen.data_dir))
        except BrokenPipeError:
            raise
        except (ViewError, LayerError, OSError) as error:
            print(f"layers: {error}", file=sys.stderr)
            return 2
    return 0


def show_view(query: str, data_dir: Path | None) -> str:
    """
    Write a view as text.

    Parameters
    ----------
    query
        The view.
    data_dir
        Folder of installed boundary sets; None: the user's own.

    Returns
    -------
    text
        Question, finding, key figures; for the flows of a place also every flow with its range, tab-separated.
    """
    from layers.atlas import load_atlas
    from layers.flow_selection import select_flows
    from layers.screen import Screen
    from layers.view import View

    atlas = load_atlas(data_dir)
    view = View.from_query(query)
    finding = atlas.draw(view, Screen()).finding
    lines = [finding.title, finding.headline, finding.lead, ""]
    lines += [f"{figure.number}\t{figure.label}\t{figure.sureness}" for figure in finding.figures]
    if view.question == "to":
        view = view.but(place=atlas.cube.flow_unit_of(view.place))
        selection = select_flows(atlas.cube, view)
        matrix, codes = atlas.cube.matrix(view), atlas.cube.flow_units.codes
        lines += ["", f"origin\tdestination\t{matrix.unit} ({matrix.evidence})\tlow\thigh"]
        lines += [
            "\t".join([codes[origin], codes[destination], *(_say_exactly(value) for value in (people, low, high))])
            for origin, destination, people, low, high in zip(
                selection.origin, selection.destination, selection.people, selection.low, selection.high, strict=True
            )
        ]
    return "\n".join(lines)


def _say_exactly(people: float) -> str:
    # To the thousandth that the table holds: rounded to persons, the rows would not add up to the total.
    return f"{people:.3f}".rstrip("0").rstrip(".")


def answer_view(query: str, data_dir: Path | None) -> str:
    """
    Write the JSON that the page would receive.

    Parameters
    ----------
    query, data_dir
        As for `show_view`; the query may also hold width, height, theme and zoom.

    Returns
    -------
    text
        JSON.
    """
    from layers.atlas import load_atlas

    return gzip.decompress(load_atlas(data_dir).render(query)).decode()


if __name__ == "__main__":
    sys.exit(main())
