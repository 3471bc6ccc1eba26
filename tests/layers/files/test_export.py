from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import pytest

from flows import read
from layers._errors import ExportError, LayerError
from layers.files import command
from layers.files.content import Content
from layers.files.export import export_view
from layers.files.formats import FORMATS, Format, find_format
from layers.files.steps import CHUNK, follow, split_rows
from layers.files.whole import write_whole
from layers.view import View
from tests.layers.files.map_world import DAY, make_map_atlas, make_own

CITY = View(place="city")

WRITTEN = ["geopackage", "geojson", "geoparquet", "flatgeobuf", "shapefile", "kml"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def export(tmp_path: Path, path: Path, view: View = CITY, **options: Any) -> Path:
    return export_view(make_map_atlas(tmp_path), view, path, date=DAY, **options)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_view_becomes_one_file_and_nothing_else(tmp_path: Path, out: Path, name: str) -> None:
    path = export(tmp_path, out / f"city{FORMATS[name].suffix}")
    assert list(out.iterdir()) == [path]
    assert path.stat().st_size > 500


@pytest.mark.parametrize("name", WRITTEN)
def test_the_same_view_on_the_same_day_is_the_same_file(tmp_path: Path, out: Path, name: str) -> None:
    first = export(tmp_path, out / "one", format=name).read_bytes()
    assert export(tmp_path, out / "one", format=name).read_bytes() == first


def test_a_file_that_was_there_is_replaced(tmp_path: Path, out: Path) -> None:
    (out / "city.geojson").write_text("old")
    export(tmp_path, out / "city.geojson")
    assert json.loads((out / "city.geojson").read_text())["name"] == "flows"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a.gpkg", "geopackage"),
        ("a.GeoJSON", "geojson"),
        ("a.zip", "shapefile"),
        ("a.csv.zip", "csvs"),
        ("a.csv", "csv"),
        ("a.hxl.csv", "hxl"),
        ("a.matrix.xlsx", "matrix-xlsx"),
        ("a.tif", "geotiff"),
    ],
)
def test_the_longest_suffix_says_the_format(file: str, name: str) -> None:
    assert find_format(Path(file)).name == name


def test_a_name_says_it_whatever_the_suffix() -> None:
    assert find_format(Path("a.txt"), "kml").name == "kml"


def test_every_format_is_written_by_a_function_that_is_there() -> None:
    from importlib import import_module

    for name, one in FORMATS.items():
        module, _, function = one.writer.partition(".")
        assert callable(getattr(import_module(f"layers.files.{module}"), function)), name
        assert (one.name, one.group in {"map", "table", "raster"}) == (name, True)
        assert one.holds in {"all", "one", "flows", "cells"}
        assert one.suffix.startswith(".")


@pytest.mark.parametrize(
    ("file", "format", "words"),
    [
        ("city.doc", None, r"has no suffix of a known format; end it in one of \.gpkg"),
        ("city", None, "has no suffix of a known format"),
        ("city.gpkg", "word", "word is not a format; choose one of geopackage"),
        ("nowhere/city.gpkg", None, "there is no folder .*nowhere"),
        ("here.gpkg", None, "is a folder"),
    ],
)
def test_a_bad_target_is_told_in_one_line(tmp_path: Path, out: Path, file: str, format: str | None, words: str) -> None:
    (out / "here.gpkg").mkdir()
    with pytest.raises(ExportError, match=words) as caught:
        export(tmp_path, out / file, format=format)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, LayerError)
    assert [path.name for path in out.iterdir()] == ["here.gpkg"]


def test_a_folder_that_cannot_be_written_to_is_told(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> str:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("layers.files.whole.tempfile.mkdtemp", refuse)
    with pytest.raises(ExportError, match=f"^{out} cannot be written to; choose another folder$"):
        export(tmp_path, out / "city.gpkg")
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("name", WRITTEN)
def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new(
    tmp_path: Path, out: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = out / f"city{FORMATS[name].suffix}"
    path.write_text("old")
    write = Format.write

    def fill(self: Format, content: Content, draft: Path, **options: Any) -> None:
        write(self, content, draft, **options)
        assert draft.stat().st_size > 500
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Format, "write", fill)
    with pytest.raises(ExportError, match="^the disk is full, so .* was not written") as caught:
        export(tmp_path, path)
    assert "\n" not in str(caught.value)
    assert list(out.iterdir()) == [path]
    assert path.read_text() == "old"


def test_what_gdal_cannot_write_is_told_and_leaves_nothing(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyogrio

    def fail(*_: Any, **__: Any) -> None:
        raise pyogrio.errors.DataSourceError("sqlite3_exec failed: disk I/O error")

    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(ExportError, match=r"city\.gpkg was not written: sqlite3_exec failed: disk I/O error"):
        export(tmp_path, out / "city.gpkg")
    assert list(out.iterdir()) == []


def test_progress_is_told_and_ends(tmp_path: Path, out: Path) -> None:
    told: list[tuple[int, int, str]] = []
    export(tmp_path, out / "city.gpkg", progress=lambda *step: told.append(step))
    layers = [f"Writing {name}" for name in ("flows", "arrows", "places", "nodes")]
    steps = list(dict.fromkeys(words for _, _, words in told))
    assert steps == ["Gathering", "Writing", *layers, "Finished"]
    for step in steps[:-1]:
        # Each begins at nothing, never turns back, and is whole at its end alone.
        parts = [done / total for done, total, words in told if words == step]
        assert parts == sorted(parts)
        assert (parts[0], parts[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("at", ["Gathering", "Writing flows", "Finished"])
def test_an_export_can_be_stopped_at_any_step(tmp_path: Path, out: Path, at: str) -> None:
    class StoppedError(Exception):
        pass

    def stop(_done: int, _total: int, words: str) -> None:
        if words == at:
            raise StoppedError

    for name in ("geopackage", "geojson"):
        with pytest.raises(StoppedError):
            export(tmp_path, out / "city", format=name, progress=stop)
        assert list(out.iterdir()) == []


def test_rows_are_split_without_gap_or_overlap() -> None:
    told: list[int] = []
    with follow(lambda done, _total, _words: told.append(done)):
        parts = list(split_rows(2 * CHUNK + 1, "Writing"))
    assert [row for part in parts for row in range(part.start, part.stop)] == list(range(2 * CHUNK + 1))
    assert told == [0, CHUNK, 2 * CHUNK, 2 * CHUNK + 1]
    assert list(split_rows(0, "Writing")) == []


def test_nobody_is_told_after_the_end() -> None:
    told: list[int] = []
    with follow(lambda done, _total, _words: told.append(done)):
        pass
    list(split_rows(1, "Writing"))
    assert told == []


def test_what_a_writer_leaves_beside_the_file_is_removed(out: Path) -> None:
    with write_whole(out / "a.shp") as draft:
        draft.write_text("new")
        draft.with_suffix(".dbf").write_text("beside")
    assert [path.name for path in out.iterdir()] == ["a.shp"]


def test_the_command_writes_a_file_and_says_so(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("layers.atlas.load_atlas", lambda _folder: make_map_atlas(tmp_path))
    path = out / "city.geojson"
    words = ["http://atlas.example/?place=city", str(path), "--scope", "all", "--layer", "places"]
    said = command.run_export(parse(["export", *words]))
    assert said == f"{path}\t{path.stat().st_size:,} bytes"
    told = json.loads(path.read_text())
    assert told["metadata"]["view_url"] == "http://atlas.example/?place=city"
    assert told["name"] == "places"
    assert capsys.readouterr().err == ""  # no terminal, no bar


@pytest.mark.parametrize("view", ["?place=city", "http://atlas.example/?place=city"])
def test_the_command_is_told_the_address_unless_the_view_has_one(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setattr("layers.atlas.load_atlas", lambda _folder: make_map_atlas(tmp_path))
    path = out / "city.geojson"
    command.run_export(parse(["export", view, str(path), "--base", "https://other.example/"]))
    told = json.loads(path.read_text())["metadata"]["view_url"]
    assert told == ("https://other.example/?place=city" if view.startswith("?") else view)


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if one.holds != "cells"])
def test_every_format_takes_what_is_withheld(tmp_path: Path, out: Path, name: str) -> None:
    atlas = make_map_atlas(tmp_path, own=make_own())
    path = out / f"city{FORMATS[name].suffix}"
    export_view(atlas, View(place="city", data="own"), path, format=name, scope="all", date=DAY)
    if name in {"csv", "hxl"}:
        assert "withheld" in path.read_text(encoding="utf-8-sig")
    if name in {"csv", "matrix", "matrix-xlsx"}:
        assert read(path, match=False).people == 120


def test_the_command_refuses_a_format_before_it_loads_the_atlas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.atlas.load_atlas", lambda _folder: pytest.fail("loaded"))
    with pytest.raises(ExportError, match="no suffix"):
        command.run_export(parse(["export", "", "city.doc"]))


def parse(words: list[str]) -> Any:
    import argparse

    parser = argparse.ArgumentParser()
    command.add_export_command(parser.add_subparsers())
    chosen = parser.parse_args(words)
    assert chosen.run is command.run_export
    return chosen


def test_choosing_a_format_loads_no_library() -> None:
    """The page lists formats: the process that serves it stays lean."""
    import subprocess
    import sys

    code = (
        "import sys, layers.files.formats, layers.files.content, layers.files.command; "
        "print(sorted({'geopandas', 'shapely', 'pyogrio', 'pandas', 'pyarrow', 'rasterio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
