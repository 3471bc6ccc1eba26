"""A disk on which there is really no more room, as every writer's library meets it: in the middle of a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from layers.files.formats import FORMATS

LIMIT = 300
"""Bytes that a file may have: less than any format needs."""

CODE = """
import resource, signal, sys
from pathlib import Path
from layers._errors import ExportError
from layers.files.export import export_view
from layers.files.formats import FORMATS
from layers.view import View
from tests.layers.files.map_world import DAY, make_map_atlas

folder, limit = Path(sys.argv[1]), int(sys.argv[2])
atlas, out = make_map_atlas(folder), folder / "out"
out.mkdir()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # else the system ends the process
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
for name, one in FORMATS.items():
    view = View(question="spill", place="city") if one.holds == "cells" else View(place="city")
    try:
        export_view(atlas, view, out / f"city{one.suffix}", scope="all", date=DAY)
        print(name, "written", sep="\\t")
    except ExportError as error:
        print(name, error, sep="\\t")
    left = [path.name for path in out.iterdir()]
    assert left == [], (name, left)
"""


def test_every_format_says_so_in_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path), str(LIMIT)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[3],
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = dict(line.split("\t") for line in done.stdout.splitlines())
    assert list(told) == list(FORMATS)
    for name, words in told.items():
        assert words.startswith(f"{tmp_path / 'out' / 'city'}{FORMATS[name].suffix} was not written: "), name
