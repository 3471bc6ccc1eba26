"""
The flows package from the shell.

::

    python -m flows datasets
    python -m flows show balochistan_corridors
    python -m flows census 2023 --level units
    python -m flows net 1998 2023
    python -m flows what-if 1998 2023 --attraction bahawalpur=1.5 --retention okara=0.1
    python -m flows measures estimate:1998-2023
    python -m flows read matrix.csv --orientation rows --kind lifetime --evidence counted --out flows.parquet
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import flows
from boundaries.shell import quiet_pipe

from .census import LEVELS
from .decimals import MARKS
from .net_migration import NET_LEVELS
from .read import FORMATS
from .read_matrix import ORIENTATIONS
from .table import EVIDENCE, KINDS

if TYPE_CHECKING:
    import pandas as pd

LEVERS = {
    "attraction": "a factor, such as multan=1.5; may be repeated",
    "retention": "a share of those who leave, such as okara=0.1",
    "travel-time": "a factor, such as quetta=0.7 for all its roads or quetta:karachi=0.7 for one",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Parameters
    ----------
    arguments
        Words after `python -m flows`; those of the shell when not given.

    Returns
    -------
    status
        0; 2 after an error, which is told in one line on standard error.
    """
    with quiet_pipe():
        chosen = _make_parser().parse_args(arguments)
        try:
            chosen.run(chosen)
        except BrokenPipeError:
            raise
        except (LookupError, ValueError, OSError) as error:
            print(f"flows: {error}", file=sys.stderr)
            return 2
    return 0


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m flows", description="Figures of migration inside Pakistan.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("datasets", help="list the carried tables")
    command.set_defaults(run=_list)

    command = commands.add_parser("show", help="print a carried table as CSV, with what is known about it")
    command.add_argument("name", help="a name in `datasets`")
    command.set_defaults(run=_show)

    command = commands.add_parser("census", help="print the people a census counted")
    command.add_argument("vintage", help="1998, 2017 or 2023")
    command.add_argument("--level", choices=LEVELS, default="district")
    command.set_defaults(run=lambda chosen: _print_csv(flows.census(chosen.vintage, level=chosen.level)))

    command = commands.add_parser("net", help="print net migration, people a year, with its range (derived)")
    command.add_argument("start", help="1998 or 2017")
    command.add_argument("end", help="2017 or 2023")
    command.add_argument("--level", choices=NET_LEVELS, default="units")
    command.set_defaults(run=_net)

    command = commands.add_parser("estimate", help="print the modelled flows, people a year, with their range")
    command.add_argument("start", help="1998 or 2017")
    command.add_argument("end", help="2017 or 2023")
    command.set_defaults(run=lambda chosen: _print_csv(flows.estimate(chosen.start, chosen.end).table))

    command = commands.add_parser("build-estimate", help="run the model for every period and write the carried files")
    command.set_defaults(run=_build_estimate)

    command = commands.add_parser("read", help="read a file of flows; say what was kept, merged, dropped")
    command.add_argument("files", nargs="+", help="a CSV, TSV, XLSX or Parquet file, or FlowmapBlue's two")
    command.add_argument("--format", choices=FORMATS)
    _add_reading(command)
    command.add_argument("--reasons", action="store_true", help="list every merged and dropped row")
    command.add_argument("--out", help="write the table to a .csv or .parquet file")
    command.set_defaults(run=_read)

    command = commands.add_parser("measures", help="take every measure of a table of flows, with a sentence each")
    command.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="as for `read`; or the name of a carried table, or estimate:1998-2023",
    )
    command.add_argument(
        "--population", metavar="FILE", help="headed code,people (default: the censuses, for places of ours)"
    )
    command.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    command.add_argument(
        "--pairs", action="store_true", help="preference, velocity and modularity instead, a row for each pair"
    )
    _add_reading(command)
    command.set_defaults(run=_measure)

    command = commands.add_parser("what-if", help="redistribute the modelled flows as if places drew or kept more")
    command.add_argument("start", help="1998 or 2017")
    command.add_argument("end", help="2017 or 2023")
    command.add_argument("--preset", help="a scenario to start from: a name in flows/data/scenarios.csv")
    for lever, example in LEVERS.items():
        command.add_argument(f"--{lever}", action="append", default=[], metavar="PLACE=NUMBER", help=example)
    command.add_argument("--out", help="write the flows of the scenario to a .csv or .parquet file")
    command.set_defaults(run=_what_if)
    return parser


def _add_reading(command: argparse.ArgumentParser) -> None:
    """Let a command say how a file is to be read."""
    command.add_argument("--orientation", choices=ORIENTATIONS, help="which side of a matrix the origins are")
    command.add_argument("--kind", choices=KINDS)
    command.add_argument("--evidence", choices=EVIDENCE)
    for word in ("source", "vintage", "period", "unit"):
        command.add_argument(f"--{word}")
    command.add_argument("--level", default="district", help="level of the places named (default: district)")
    command.add_argument("--decimal", choices=MARKS, help="what stands before decimals in a text file")
    command.add_argument("--no-match", action="store_true", help="keep names as written")


def _build_estimate(_chosen: argparse.Namespace) -> None:
    from .estimate_build import build_estimates

    for path in build_estimates():
        print(path)


def _list(_chosen: argparse.Namespace) -> None:
    _print(flows.datasets().drop(columns=["source", "licence"]))


def _show(chosen: argparse.Namespace) -> None:
    table = flows.load(chosen.name)
    for word in ("kind", "evidence", "vintage", "period", "unit", "source", "caveat"):
        if getattr(table, word):
            print(f"# {word}: {getattr(table, word)}")
    _print_csv(table.table)


def _net(chosen: argparse.Namespace) -> None:
    table = flows.net_migration(chosen.start, chosen.end, level=chosen.level)
    print(f"# {table.attrs['caveat']}", file=sys.stderr)
    _print_csv(table.round({"net": 0, "low": 0, "high": 0}).astype({"net": int, "low": int, "high": int}))


def _read(chosen: argparse.Namespace) -> None:
    files = chosen.files if len(chosen.files) > 1 else chosen.files[0]
    table = flows.read(files, format=chosen.format, **_reading(chosen))
    # Written before a word is printed: a reader such as `head` may close the pipe at any line.
    written = table.write(chosen.out) if chosen.out else None
    print(table.report)
    if chosen.reasons:
        _print_csv(table.report.reasons)
    if written:
        print(f"written to {written}")


def _reading(chosen: argparse.Namespace) -> dict[str, Any]:
    words = ("orientation", "kind", "evidence", "source", "vintage", "period", "unit", "level", "decimal")
    return {"match": not chosen.no_match} | {word: getattr(chosen, word) for word in words}


def _measure(chosen: argparse.Namespace) -> None:
    from .measures_command import tell_measures

    wanted = {"population": chosen.population, "format": chosen.format, "pairs": chosen.pairs}
    text, account = tell_measures(chosen.files, **wanted, **_reading(chosen))
    print(account, file=sys.stderr)
    print(text, end="")


def _what_if(chosen: argparse.Namespace) -> None:
    from .models.what_if_shell import run_scenario

    words = {lever: getattr(chosen, lever.replace("-", "_")) for lever in LEVERS}
    baseline = flows.estimate(chosen.start, chosen.end)
    scenario, sentences = run_scenario(baseline, words, preset=chosen.preset)
    written = scenario.to_flows(baseline).write(chosen.out) if chosen.out else None
    for sentence in sentences:
        print(f"# {sentence}")
    _print_csv((scenario.changes.round(3) + 0.0).reset_index())
    if written:
        print(f"# written to {written}")


def _print(table: pd.DataFrame) -> None:
    print(table.to_string(index=False, justify="left"))


def _print_csv(table: pd.DataFrame) -> None:
    print(table.to_csv(index=False, lineterminator="\n"), end="")


if __name__ == "__main__":
    sys.exit(main())
