"""The process of one export, in this process: what it notes of itself, and what it leaves when it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import layers.atlas
import layers.files.export
from layers import LayerError
from layers.service import make_export
from layers.service.exports import write_state
from layers.service.make_export import Job, main, measure_folder

WANTED = {"view": "place=karachi", "scope": "all", "format": "csv", "layer": "", "file": "x.csv", "base": "b/"}


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "out").mkdir()
    write_state(tmp_path / "job.json", {**WANTED, "flows": "mine.csv", "hide_below": "5.0"})
    monkeypatch.setattr(layers.atlas, "load_atlas", lambda *given, **named: (given, named))
    monkeypatch.setattr(make_export.os, "nice", lambda _: 0)
    # The thread that ends the process must not end this one.
    monkeypatch.setattr(Job, "watch", lambda _: None)
    return tmp_path


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def test_the_view_is_exported_as_wanted(job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def export(atlas: Any, view: Any, path: Path, **named: Any) -> None:
        asked.update(named, atlas=atlas, view=view)
        named["progress"](5, 10, "Writing")
        path.write_text("a,b")

    monkeypatch.setattr(layers.files.export, "export_view", export)
    assert main([str(job)]) == 0
    assert read(job / "done.json") == {"file": "x.csv", "bytes": 3}
    assert (asked["view"].place, asked["scope"], asked["format"], asked["base"]) == ("karachi", "all", "csv", "b/")
    assert asked["atlas"] == ((None,), {"flows": Path("mine.csv"), "hide_below": 5.0})


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (LayerError("the view has no cells"), "the view has no cells"),
        (OSError(28, "No space left on device"), "The export failed; the log of the server says more"),
        (KeyError("x"), "The export failed; the log of the server says more"),
    ],
)
def test_a_failure_leaves_a_sentence_and_no_file(
    job: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    def export(_atlas: Any, _view: Any, path: Path, **_: Any) -> None:
        path.write_text("half")
        raise fault

    monkeypatch.setattr(layers.files.export, "export_view", export)
    assert main([str(job)]) == 2
    assert read(job / "fault.json") == {"words": words}
    assert not (job / "out").exists()
    assert not (job / "done.json").exists()


class EndedError(Exception):
    """In place of the end of the process."""


@pytest.fixture
def ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    (tmp_path / "out").mkdir()
    write_state(tmp_path / "job.json", WANTED)

    def end(_: int) -> None:
        raise EndedError

    monkeypatch.setattr(make_export.os, "_exit", end)
    return Job(tmp_path)


def watch(job: Job) -> None:
    with pytest.raises(EndedError):
        job.watch()


def test_it_ends_when_it_is_cancelled(ended: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_export.time, "sleep", lambda _: (tmp_path / "job.json").unlink())
    ended.report(3, 10, "Writing")
    watch(ended)
    assert read(tmp_path / "beat.json") == {"done": 3, "total": 10, "words": "Writing"}


def test_it_ends_when_the_server_is_gone(ended: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parents = iter((1, 2))
    monkeypatch.setattr(make_export.os, "getppid", lambda: next(parents))
    watch(ended)
    assert not tmp_path.exists()


@pytest.mark.parametrize(("limit", "words"), [("LONGEST", "longer than a quarter"), ("LARGEST", "two gigabytes")])
def test_it_ends_when_it_takes_too_much(
    ended: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, words: str
) -> None:
    (tmp_path / "out" / "x.csv").write_text("abc")
    monkeypatch.setattr(make_export, limit, 0 if limit == "LONGEST" else 2)
    watch(ended)
    assert words in read(tmp_path / "fault.json")["words"]
    assert not (tmp_path / "out").exists()


def test_a_folder_is_measured(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12")
    assert measure_folder(tmp_path) == 2
    assert measure_folder(tmp_path / "nowhere") == 0
