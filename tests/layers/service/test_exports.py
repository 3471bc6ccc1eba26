"""Jobs: made by a process of their own, watched, cancelled, swept. The programs here only pretend to export."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layers.service import exports as module
from layers.service._errors import RequestError
from layers.service.exports import KEPT, LIFE, RUNNING, Exports, State, find_folder, write_state

WANTED = {"view": "", "scope": "view", "format": "csv", "layer": "", "file": "rawaan.csv", "base": "", "lang": "en"}

BEGIN = "import json, os, pathlib, sys, time; job = pathlib.Path(sys.argv[1])\n"
BEAT = "(job / 'beat.json').write_text(json.dumps({'done': 3, 'total': 10, 'words': 'Writing flows'}))\n"
DONE = (
    "(job / 'out' / 'rawaan.csv').write_text('a,b')\n"
    "(job / 'done.json').write_text(json.dumps({'file': 'rawaan.csv', 'bytes': 3}))\n"
)

Make = Callable[..., Exports]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Exports] = []

    def build(program: str, **settings: str) -> Exports:
        words = (sys.executable, "-c", BEGIN + program)
        made.append(Exports(tmp_path, settings=settings, program=words))
        return made[-1]

    yield build
    for one in made:
        one.close()


def wait(exports: Exports, name: str, *states: str, seconds: float = 20) -> State:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = exports.state(name)
        assert state is not None
        if state.state in states:
            return state
        time.sleep(0.02)
    raise AssertionError(f"it is still {state}")


def test_an_export_is_made_and_fetched(make: Make) -> None:
    exports = make(DONE)
    name = exports.start(WANTED)
    assert wait(exports, name, "done") == State("done", 1, 1, "Ready", "rawaan.csv", 3)
    path = exports.find_file(name)
    assert path is not None
    assert path.read_text() == "a,b"
    assert (len(name), int(name, 16) > 0) == (32, True)


def test_the_process_gets_what_the_atlas_was_loaded_from(make: Make, tmp_path: Path) -> None:
    exports = make(DONE, flows="mine.csv", hide_below="10.0")
    name = exports.start(WANTED)
    job = json.loads((tmp_path / name / "job.json").read_text())
    assert {**WANTED, "flows": "mine.csv", "hide_below": "10.0"}.items() <= job.items()


def test_progress_is_told(make: Make) -> None:
    exports = make(BEAT + "time.sleep(60)")
    name = exports.start(WANTED)
    assert wait(exports, name, "running") == State("running", 3, 10, "Writing flows")
    assert exports.find_file(name) is None


def test_any_process_of_the_server_knows_the_job(make: Make) -> None:
    name = make(BEAT + "time.sleep(60)").start(WANTED)
    other = make("")
    assert wait(other, name, "running").done == 3


def test_a_cancelled_export_is_gone_with_its_process(make: Make, tmp_path: Path) -> None:
    exports = make("(job / 'pid').write_text(str(os.getpid()))\n" + BEAT + "time.sleep(60)")
    name = exports.start(WANTED)
    wait(exports, name, "running")
    process = int((tmp_path / name / "pid").read_text())
    assert exports.cancel(name)
    assert exports.state(name) is None
    assert not (tmp_path / name).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert not exports.cancel(name)


@pytest.mark.parametrize("program", ["sys.exit(1)", "raise MemoryError", "os.abort()", "pass"])
def test_an_export_that_dies_leaves_one_sentence_and_no_file(make: Make, tmp_path: Path, program: str) -> None:
    exports = make("(job / 'out' / 'half.csv').write_text('a')\n" + program)
    name = exports.start(WANTED)
    state = wait(exports, name, "failed")
    assert state.words == "The export stopped before it was done; start it again"
    end = time.monotonic() + 5
    while (tmp_path / name / "out").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not (tmp_path / name / "out").exists()


def test_an_export_that_fails_says_why(make: Make) -> None:
    exports = make("(job / 'fault.json').write_text(json.dumps({'words': 'The disk is full'})); sys.exit(2)")
    name = exports.start(WANTED)
    assert wait(exports, name, "failed") == State("failed", 0, 1, "The disk is full")


def test_an_export_nobody_works_on_has_failed(make: Make, tmp_path: Path) -> None:
    exports = make(BEAT + "time.sleep(60)")
    name = exports.start(WANTED)
    wait(exports, name, "running")
    for file in ("job.json", "beat.json"):
        os.utime(tmp_path / name / file, (1, 1))
    assert wait(exports, name, "failed").words.startswith("The export stopped")


def test_only_so_many_run_at_once(make: Make) -> None:
    exports = make("time.sleep(60)")
    names = [exports.start(WANTED) for _ in range(RUNNING)]
    with pytest.raises(RequestError, match="try again") as caught:
        exports.start(WANTED)
    assert caught.value.status == 429
    exports.cancel(names[0])
    exports.start(WANTED)


def test_only_so_many_are_kept_and_none_for_ever(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    exports = make(DONE)
    names = []
    for age in (50, 40, 30, 20):
        names.append(exports.start(WANTED))
        wait(exports, names[-1], "done")
        then = time.time() - age
        os.utime(tmp_path / names[-1], (then, then))
    assert [exports.state(name) is None for name in names] == [True, False, False, False]
    os.utime(tmp_path / names[1], (time.time() - LIFE - 60,) * 2)
    exports.start(WANTED)
    assert exports.state(names[1]) is None
    assert KEPT == 20


@pytest.mark.parametrize("name", ["..", "../x", "a" * 31, "A" * 32, "/etc", "", "%2e%2e", "0" * 32, ("0" * 32) + "\n"])
def test_no_name_leads_out_of_the_folder(make: Make, name: str) -> None:
    exports = make(DONE)
    assert exports.state(name) is None
    assert exports.find_file(name) is None
    assert not exports.cancel(name)


def test_a_job_cannot_point_at_another_file(make: Make) -> None:
    exports = make("(job / 'done.json').write_text(json.dumps({'file': '../job.json', 'bytes': 3}))")
    name = exports.start(WANTED)
    wait(exports, name, "done")
    assert exports.find_file(name) is None


def test_the_end_of_the_server_is_the_end_of_its_exports(make: Make, tmp_path: Path) -> None:
    exports = make(BEAT + "time.sleep(60)")
    wait(exports, exports.start(WANTED), "running")
    exports.close()
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_state_is_never_half_written(tmp_path: Path) -> None:
    write_state(tmp_path / "beat.json", {"done": 1})
    write_state(tmp_path / "beat.json", {"done": 2})
    assert json.loads((tmp_path / "beat.json").read_text()) == {"done": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["beat.json"]


def test_the_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path))
    folder = find_folder()
    assert folder == find_folder()
    assert folder.stat().st_mode & 0o077 == 0
    # What another laid there, a link or a folder that others may write into, is not used.
    folder.rmdir()
    folder.symlink_to(tmp_path)
    assert find_folder() != folder


def test_an_export_ends_when_another_process_of_the_server_cancels_it(tmp_path: Path) -> None:
    """The true program: it looks for its job itself, since only the process that started it could end it."""
    exports, other = Exports(tmp_path, settings={}), Exports(tmp_path, settings={})
    try:
        name = exports.start({**WANTED, "view": "question=spill", "scope": "all", "format": "kml", "file": "x.kml"})
        process = exports._mine[name]
        assert wait(exports, name, "running", seconds=60).total >= 1
        assert other.cancel(name)
        assert process.wait(20) != 0
        assert exports.state(name) is None
        assert [path for path in tmp_path.iterdir() if path.is_dir()] == []
    finally:
        exports.close()
        other.close()
