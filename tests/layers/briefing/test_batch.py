import json
from functools import partial
from pathlib import Path

import pytest

from layers._errors import ExportError
from layers.atlas import Atlas
from layers.briefing import batch
from layers.briefing.batch import DONE, Task, check_format, find_stamp, read_done, write_all
from tests.layers.paper.drawn_world import make_drawn_atlas

CODES = ("a", "b", "city-east", "city-west")


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(folder=str(tmp_path / "out"), day="2026-11-22")


def list_files(task: Task) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in Path(task.folder).glob("*.pdf")}


def test_every_district_has_a_file_and_a_line_in_the_index(drawn: Atlas, task: Task) -> None:
    seen: list[tuple[int, int]] = []
    entries = write_all(lambda: drawn, CODES, task, jobs=1, progress=lambda done, of: seen.append((done, of)))
    assert [entry.code for entry in entries] == list(CODES)
    assert sorted(list_files(task)) == sorted(f"{code}.pdf" for code in CODES)
    assert seen == [(count, 4) for count in range(5)]
    page = (Path(task.folder) / "index.html").read_text(encoding="utf-8")
    for entry in entries:
        assert f'href="{entry.file}"' in page
        assert entry.headline in page
        assert all(number in page for number in entry.numbers)
    assert "4 districts, made on 22 November 2026." in page
    assert "://" not in page


def test_two_processes_write_the_same(drawn: Atlas, task: Task, tmp_path: Path) -> None:
    load = partial(make_drawn_atlas, tmp_path)
    entries = write_all(load, CODES[:2], task, jobs=2)
    alone = write_all(lambda: drawn, CODES[:2], Task(str(tmp_path / "alone"), day=task.day), jobs=1)
    assert [entry.headline for entry in entries] == [entry.headline for entry in alone]
    for entry in entries:
        first, second = Path(task.folder) / entry.file, tmp_path / "alone" / entry.file
        assert first.read_bytes() == second.read_bytes()


def test_a_stopped_run_goes_on(drawn: Atlas, task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    write, left = batch.write_brief, [2]

    def stop(*words, **options):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return write(*words, **options)

    monkeypatch.setattr(batch, "write_brief", stop)
    with pytest.raises(KeyboardInterrupt):
        write_all(lambda: drawn, CODES, task, jobs=1)
    before = list_files(task)
    assert len(before) == 2
    assert not (Path(task.folder) / "index.html").exists()
    monkeypatch.setattr(batch, "write_brief", write)
    seen: list[tuple[int, int]] = []
    assert len(write_all(lambda: drawn, CODES, task, jobs=1, progress=lambda done, of: seen.append((done, of)))) == 4
    assert seen[0] == (2, 4)
    after = list_files(task)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("change", [{"day": "2026-11-23"}, {"digits": "urdu"}, {"base": "https://atlas.example/"}])
def test_other_choices_are_other_files(drawn: Atlas, task: Task, change: dict[str, str]) -> None:
    from dataclasses import replace

    assert find_stamp(drawn, replace(task, **change)) != find_stamp(drawn, task)
    assert find_stamp(drawn, replace(task, folder="elsewhere")) == find_stamp(drawn, task)


def test_other_numbers_are_other_files(drawn: Atlas, atlas: Atlas, task: Task) -> None:
    assert find_stamp(drawn, task) != find_stamp(atlas, task)


def test_a_file_that_was_cut_off_and_a_line_that_was_not_finished_are_made_again(drawn: Atlas, task: Task) -> None:
    write_all(lambda: drawn, CODES, task, jobs=1)
    folder = Path(task.folder)
    (folder / "a.pdf").write_bytes(b"%PDF")
    lines = (folder / DONE).read_text(encoding="utf-8").splitlines()
    (folder / DONE).write_text("\n".join([*lines[:-1], lines[-1][:40]]), encoding="utf-8")
    before = list_files(task)
    write_all(lambda: drawn, CODES, task, jobs=1)
    after = list_files(task)
    assert [name for name in sorted(after) if after[name] != before[name]] == ["a.pdf", "city-west.pdf"]


def test_urdu_stands_beside_english(drawn: Atlas, task: Task) -> None:
    from dataclasses import replace

    write_all(lambda: drawn, ("a",), task, jobs=1)
    write_all(lambda: drawn, ("a",), replace(task, lang="ur"), jobs=1)
    names = sorted(path.name for path in Path(task.folder).iterdir())
    assert names == ["a-ur.pdf", "a.pdf", DONE, "index-ur.html", "index.html"]
    page = (Path(task.folder) / "index-ur.html").read_text(encoding="utf-8")
    assert '<html lang="ur" dir="rtl">' in page


def test_names_in_the_index_cannot_be_markup(tmp_path: Path) -> None:
    from datetime import date

    from layers.briefing.index_page import write_index

    row = {"name": "<b>A</b>", "file": 'a".pdf', "headline": "x & y", "numbers": ("1",)}
    page = write_index(tmp_path, [row], "en", "latin", date(2026, 11, 22)).read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "x &amp; y" in page
    assert 'href="a&quot;.pdf"' in page


def test_a_folder_that_cannot_be_made_is_one_clear_line(drawn: Atlas, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be made.*choose another folder"):
        write_all(lambda: drawn, CODES, Task(str(tmp_path / "file" / "out"), day="2026-11-22"), jobs=1)


def test_a_disk_that_fills_up_stops_in_one_clear_line(
    drawn: Atlas, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def fill(path: Path, data: bytes) -> int:
        if path.name == "b.pdf":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(ExportError, match="the disk is full"):
        write_all(lambda: drawn, CODES, task, jobs=1)
    assert list(list_files(task)) == ["a.pdf"]
    assert [entry.code for entry in read_done(Path(task.folder))] == ["a"]
    assert json.loads((Path(task.folder) / DONE).read_text(encoding="utf-8"))["file"] == "a.pdf"


def test_forms_are_named_with_or_without_a_point() -> None:
    assert check_format("PDF") == ".pdf"
    assert check_format(".pptx") == ".pptx"
    with pytest.raises(ExportError, match=r"'odt' is no form of a briefing; choose pdf or pptx"):
        check_format("odt")


def test_what_a_killed_run_left_is_swept_and_nothing_else(drawn: Atlas, task: Task) -> None:
    folder = Path(task.folder)
    for name in (".a.pdf-x1y2", ".b-ur.pptx-q", ".git", "mine.pdf-x"):
        (folder / name).mkdir(parents=True)
    write_all(lambda: drawn, CODES[:1], task, jobs=1)
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [".git", "mine.pdf-x"]
