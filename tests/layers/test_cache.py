"""What takes long to load is built once for the same files, and anew when one of them changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.cache import remember


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("lahore,1\n", encoding="utf-8")
    return path


def test_the_second_time_it_is_read_not_built(source: Path, tmp_path: Path) -> None:
    folder, built = tmp_path / "cache", []

    def build() -> dict[str, int]:
        built.append(1)
        return {"lahore": 1}

    first = remember(build, name="people", files=[source], folder=folder)
    second = remember(build, name="people", files=[source], folder=folder)
    assert first == second == {"lahore": 1}
    assert len(built) == 1


def test_a_changed_file_is_a_new_value_and_the_old_one_goes(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    assert remember(lambda: 1, name="people", files=[source], folder=folder) == 1
    source.write_text("lahore,22\n", encoding="utf-8")
    assert remember(lambda: 22, name="people", files=[source], folder=folder) == 22
    assert len(list(folder.iterdir())) == 1


def test_a_spoilt_file_is_built_anew(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    remember(lambda: 1, name="people", files=[source], folder=folder)
    next(folder.iterdir()).write_bytes(b"half a pick")
    assert remember(lambda: 2, name="people", files=[source], folder=folder) == 2


def test_a_folder_that_cannot_be_made_costs_only_time(source: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    assert remember(lambda: 3, name="people", files=[source], folder=tmp_path / "taken") == 3


def test_an_error_of_the_builder_is_the_callers_and_nothing_is_kept(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with pytest.raises(ZeroDivisionError):
        remember(lambda: 1 // 0, name="people", files=[source], folder=folder)
    assert not folder.exists()
