from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from layers.files.zips import add_file, copy_steadily


def make_zip(path: Path, *, day: str = "2026-11-22") -> Path:
    with ZipFile(path, "w") as archive:
        for name, text in (("one.txt", "1" * 1000), ("urdu.txt", "رواں")):
            with add_file(archive, name, day) as file:
                file.write(text.encode())
    return path


def test_the_day_is_all_that_a_zip_knows_of_time(tmp_path: Path) -> None:
    one, two, later = (
        make_zip(tmp_path / name, day=day)
        for name, day in (("one", "2026-11-22"), ("two", "2026-11-22"), ("later", "2026-11-23"))
    )
    assert one.read_bytes() == two.read_bytes() != later.read_bytes()
    with ZipFile(one) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
        assert archive.getinfo("one.txt").compress_size < 100


def test_another_program_unpacks_it_so_that_all_may_read(tmp_path: Path) -> None:
    unzip = shutil.which("unzip")
    if unzip is None:
        pytest.skip("unzip is not here")
    archive = make_zip(tmp_path / "out.zip")
    subprocess.run([unzip, "-q", str(archive), "-d", str(tmp_path / "out")], check=True, timeout=60)
    assert (tmp_path / "out" / "urdu.txt").read_text(encoding="utf-8") == "رواں"
    assert (tmp_path / "out" / "urdu.txt").stat().st_mode & 0o444 == 0o444


def test_a_copy_forgets_when_the_zip_was_written(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("kept.txt", "kept")
        archive.writestr("moment.txt", "12:34:56")
    copy_steadily(tmp_path / "old.zip", tmp_path / "new.zip", "2026-11-22", instead={"moment.txt": b"no moment"})
    with ZipFile(tmp_path / "new.zip") as archive:
        assert archive.namelist() == ["kept.txt", "moment.txt"]
        assert archive.read("kept.txt") == b"kept"
        assert archive.read("moment.txt") == b"no moment"
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
