"""`python -m layers`: what a view says, from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import layers.atlas
from layers.__main__ import main
from tests.layers.tiny_world import make_atlas, make_cube

REAL = layers.atlas.load_atlas


@pytest.fixture(autouse=True)
def _tiny_atlas(monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = make_atlas(make_cube())
    monkeypatch.setattr(layers.atlas, "load_atlas", lambda _: atlas)


def test_show_says_the_finding_and_lists_every_flow(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "http://127.0.0.1:8050/?place=city"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["Who moves to The City?", "The City’s newcomers mostly come from other provinces"]
    assert lines[-3:] == [
        "origin\tdestination\tpeople a year (modelled)\tlow\thigh",
        "a\tcity\t400\t200\t800",
        "b\tcity\t100\t50\t200",
    ]


def test_show_lists_no_flows_where_the_question_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "question=balance&place=a"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Where are people gaining and losing?\nCity East and City West gain most people\n")
    assert "origin\t" not in said


def test_answer_is_the_pages_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", "?place=city&theme=dark"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Who moves to The City? · Rawaan"


@pytest.mark.parametrize("command", ["show", "answer"])
def test_a_bad_view_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([command, "place=hills"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "layers: The Hills is on the map, but no census figures are carried for it\n"


def test_the_data_folder_is_handed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Path | None] = []
    load = layers.atlas.load_atlas
    monkeypatch.setattr(layers.atlas, "load_atlas", lambda folder: asked.append(folder) or load(folder))
    assert main(["show", "place=a", "--data-dir", str(tmp_path)]) == 0
    assert asked == [tmp_path]


@pytest.mark.parametrize("name", ["city.png", "city.svg", "city.pdf"])
def test_a_picture_is_written_where_it_is_wanted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers.atlas, "load_atlas", lambda _: REAL())
    assert main(["picture", "?place=quetta", str(tmp_path / name)]) == 0
    assert capsys.readouterr().out.startswith(f"{tmp_path / name}\t")
    start = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}[name[-3:]]
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["picture", "", "city.gif"], "city.gif is no picture; end it in one of .png .svg .pdf"),
        (["picture", "", "city.png", "--dpi", "9"], "--dpi is a number from 96 to 384"),
        (["export", "", "city.doc"], "has no suffix of a known format"),
        (["export", "?place=city", "nowhere/city.csv"], "there is no folder nowhere; make it first"),
        (["brief", "?place=city", "city.doc"], "city.doc"),
        (["brief", "?place=city"], "name a view and a file"),
        (["brief", "--all"], "--out"),
    ],
)
def test_what_cannot_be_written_is_one_line_and_no_file(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert said.err.startswith("layers: ")
    assert len(said.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
