"""Tables of the real atlas, read back by programs that did not write them: the same people, to the person."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
import rasterio

from flows import read
from layers.atlas import Atlas
from layers.files.content import Content
from layers.files.formats import FORMATS
from layers.files.gather import gather_content
from layers.view import View

TEXT = {"origin": str, "destination": str, "dest": str, "id": str, "hex_id": str, "cell": str, "code": str}


@pytest.fixture(scope="module")
def flows(atlas: Atlas) -> Content:
    return gather_content(atlas, View(), scope="all", date=date(2026, 11, 22))


@pytest.fixture(scope="module")
def cells(atlas: Atlas) -> Content:
    return gather_content(atlas, View(question="spill"), scope="all", date=date(2026, 11, 22))


def write(content: Content, name: str, folder: Path, layer: str = "") -> Path:
    path = folder / f"out{FORMATS[name].suffix}"
    FORMATS[name].write(content, path, layer=layer)
    return path


def pairs(table: pd.DataFrame, *columns: str) -> dict[tuple[str, str], float]:
    return {(row[0], row[1]): row[2] for row in table[list(columns)].itertuples(index=False, name=None)}


@pytest.fixture(scope="module")
def known(flows: Content) -> dict[tuple[str, str], float]:
    return pairs(flows.layer("flows").table, "origin", "destination", "people")


def test_csv(flows: Content, known: dict[tuple[str, str], float], tmp_path: Path) -> None:
    table = pd.read_csv(write(flows, "csv", tmp_path), dtype=TEXT)
    assert pairs(table, "origin", "destination", "people") == known
    assert read(tmp_path / "out.csv", match=False).people == pytest.approx(sum(known.values()), abs=1e-6)


def test_kepler(flows: Content, known: dict[tuple[str, str], float], tmp_path: Path) -> None:
    table = pd.read_csv(write(flows, "kepler", tmp_path), dtype=TEXT)
    assert pairs(table, "origin", "dest", "count") == known
    assert table[["origin_lat", "origin_lng", "dest_lat", "dest_lng"]].notna().all(axis=None)


def test_matrix(flows: Content, known: dict[tuple[str, str], float], tmp_path: Path) -> None:
    # Our own reader knows the file as ours: its codes need no matching, even those of several districts in one.
    found = read(write(flows, "matrix", tmp_path))
    assert pairs(found.table, "origin", "destination", "people") == known
    assert found.report.dropped.rows == 0
    assert (found.kind, found.evidence) == ("event", "modelled")


def test_matrix_workbook(flows: Content, known: dict[tuple[str, str], float], tmp_path: Path) -> None:
    found = read(write(flows, "matrix-xlsx", tmp_path), match=False)
    # A workbook keeps 16 digits of a number.
    assert pairs(found.table, "origin", "destination", "people") == pytest.approx(known, rel=1e-14)


def test_flowmapblue(flows: Content, known: dict[tuple[str, str], float], tmp_path: Path) -> None:
    with ZipFile(write(flows, "flowmapblue", tmp_path)) as archive:
        table = pd.read_csv(io.BytesIO(archive.read("flows.csv")), dtype=TEXT)
        archive.extractall(tmp_path)
    assert pairs(table, "origin", "dest", "count") == known
    found = read([tmp_path / "locations.csv", tmp_path / "flows.csv"], match=False)
    assert pairs(found.table, "origin", "destination", "people") == known


def test_xlsx(atlas: Atlas, tmp_path: Path) -> None:
    content = gather_content(atlas, View(place="karachi"), date=date(2026, 11, 22))
    path = write(content, "xlsx", tmp_path)
    for layer in content.layers:
        table = pd.read_excel(path, sheet_name=layer.name, header=1)
        for column in layer.columns:
            if layer.table[column.name].dtype.kind == "f":
                there = table[column.name].to_numpy("float64")
                assert there == pytest.approx(layer.table[column.name].to_numpy(), nan_ok=True), column


def test_cells(cells: Content, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    layer = cells.layer("cells")
    path = write(cells, "csv", tmp_path)
    query = f"select count(*), sum(people_2023), count(distinct cell) from read_csv('{path}')"
    [(rows, people, ids)] = duckdb.sql(query).fetchall()
    assert (rows, ids) == (len(layer.table), len(layer.table))
    assert round(people) == round(layer.table["people_2023"].sum()) == 241_499_431


def test_raster(cells: Content, tmp_path: Path) -> None:
    table = cells.layer("cells").table
    with rasterio.open(write(cells, "geotiff", tmp_path)) as file:
        for number, name in enumerate(file.descriptions, start=1):
            if name.startswith("people_"):
                assert round(np.nansum(file.read(number))) == round(table[name].sum())
            elif name == "growth":
                values = file.read(number)
                assert table[name].min() - 1e-6 <= np.nanmin(values) < np.nanmax(values) <= table[name].max() + 1e-6


@pytest.mark.parametrize("view", [View(lang="ur"), View(question="seasons"), View(question="balance")], ids=str)
def test_hxl_has_no_error(atlas: Atlas, tmp_path: Path, view: View) -> None:
    hxl = pytest.importorskip("hxl", reason="libhxl is not here")
    content = gather_content(atlas, view, date=date(2026, 11, 22))
    for layer in content.layers:
        path = write(content, "hxl", tmp_path, layer.name)
        with hxl.data(str(path), hxl.InputOptions(allow_local=True)) as data:
            issues = hxl.validation.validate(data)["issues"]
        assert [issue for issue in issues if issue["severity"] == "error"] == [], layer.name
