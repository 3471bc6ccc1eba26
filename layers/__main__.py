"""
The pictures from the shell: what a view says, the page's answer to it, and what a reader takes away.

::

    python -m layers show "?place=karachi&direction=out"
    python -m layers answer "?question=balance" > view.json
    python -m layers picture "?place=quetta" quetta.pdf
    python -m layers export "?question=spill" fringe.gpkg --scope all
    python -m layers brief "?place=quetta" quetta.pptx
    python -m layers brief --all --out briefings
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from boundaries.shell import quiet_pipe
from layers.briefing.command import add_brief_command
from layers.files.command import add_export_command
from layers.given import add_atlas_options, load_given_atlas
from layers.paper.command import add_picture_command

if TYPE_CHECKING:
    from layers.atlas import Atlas


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
    words = "Say what a view of the atlas shows, and write it as picture, file or briefing."
    parser = argparse.ArgumentParser(prog="python -m layers", description=words)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, words in (("show", "print the finding and the flows of a view"), ("answer", "print the page's JSON")):
        command = commands.add_parser(name, help=words)
        command.add_argument("query", nargs="?", default="", help="a view's address or its query")
        add_atlas_options(command)
        say = {"show": show_view, "answer": answer_view}[name]
        command.set_defaults(
            run=lambda chosen, say=say: say(load_given_atlas(chosen), chosen.query.rpartition("?")[2])
        )
    add_picture_command(commands)
    add_export_command(commands)
    add_brief_command(commands)
    with quiet_pipe():
        chosen = parser.parse_args(arguments)
        try:
            print(chosen.run(chosen))
        except BrokenPipeError:
            raise
        except (ValueError, OSError) as error:
            print(f"layers: {error}", file=sys.stderr)
            return 2
    return 0


def show_view(atlas: Atlas, query: str) -> str:
    """
    Write a view as text.

    Parameters
    ----------
    atlas, query
        Numbers, and the view.

    Returns
    -------
    text
        Question, finding, key figures; for the flows of a place also every flow with its range, tab-separated.
    """
    from layers.flow_selection import select_flows
    from layers.screen import Screen
    from layers.view import View

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


def answer_view(atlas: Atlas, query: str) -> str:
    """
    Write the JSON that the page would receive.

    Parameters
    ----------
    atlas, query
        As for `show_view`; the query may also hold width, height, theme and zoom.

    Returns
    -------
    text
        JSON.
    """
    return gzip.decompress(atlas.render(query)).decode()


if __name__ == "__main__":
    sys.exit(main())
