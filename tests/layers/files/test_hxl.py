from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from layers.files.columns import COLUMNS, describe_columns
from layers.files.hxl import write_hxl
from tests.layers.files.table_world import ABOUT, PEOPLE, make_cells, make_content, make_nodes


def open_hxl(path: Path) -> Any:
    """Open a file with HXL's own library, which may look nowhere but on this machine."""
    hxl = pytest.importorskip("hxl", reason="libhxl is not here")
    return hxl.data(str(path), hxl.InputOptions(allow_local=True))


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    path = tmp_path / "out.csv"
    write_hxl(make_content(), path)
    return path


def test_columns_are_found_by_their_hashtags(flows: Path) -> None:
    with open_hxl(flows) as data:
        assert data.columns[0].header == "origin"
        rows = [
            (row.get("#adm2+code+origin"), row.get("#adm2+code+dest"), row.get("#population+migrants")) for row in data
        ]
    assert rows == [("007", "07", "1200.25"), ("07", "'=1+1", None), ("'=1+1", "007", "0.75")]
    assert math.fsum(float(people) for _, _, people in rows if people) == PEOPLE


def test_what_the_file_says_of_itself_has_hashtags(flows: Path) -> None:
    with open_hxl(flows) as data:
        first = next(iter(data))
    said = {"source": "source", "license": "licence", "url": "view_url", "evidence+file": "evidence"}
    for tag, name in said.items():
        assert first.get(f"#meta+{tag}") == getattr(ABOUT, name)
    assert first.get("#date+created") == ABOUT.date


@pytest.mark.parametrize("layer", ["flows", "nodes", "cells"])
def test_the_validator_finds_no_error(tmp_path: Path, layer: str) -> None:
    path = tmp_path / "out.csv"
    content = make_content(*make_content().layers, make_cells())
    write_hxl(content, path, layer=layer)
    with open_hxl(path) as data:
        from hxl.validation import validate

        result = validate(data)
    assert [issue for issue in result["issues"] if issue["severity"] == "error"] == []


def test_every_tag_of_ours_is_one() -> None:
    hxl = pytest.importorskip("hxl", reason="libhxl is not here")
    for column in describe_columns(COLUMNS):
        found = hxl.model.Column.parse(column.hxl)
        assert found is not None, column
        assert found.display_tag == column.hxl


def test_points_have_tagged_coordinates(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_hxl(make_content(make_nodes()), path)
    with open_hxl(path) as data:
        assert [(row.get("#geo+lon"), row.get("#geo+lat")) for row in data][0] == ("70", "30")
