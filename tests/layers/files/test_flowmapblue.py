from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from flows import read
from layers._errors import ExportError
from layers.files.flowmapblue import write_flowmapblue
from tests.layers.files.table_world import ABOUT, FLOWS, PEOPLE, make_cells, make_content, make_flows, make_nodes


def write(tmp_path: Path, *layers) -> ZipFile:
    path = tmp_path / "out.zip"
    write_flowmapblue(make_content(*layers), path)
    return ZipFile(path)


def read_table(archive: ZipFile, name: str) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(archive.read(name)), dtype=str, keep_default_na=False)


def test_the_pair_has_the_columns_that_the_tool_wants(tmp_path: Path) -> None:
    with write(tmp_path) as archive:
        assert archive.namelist() == ["README.txt", "locations.csv", "flows.csv", "properties.csv"]
        locations, flows = read_table(archive, "locations.csv"), read_table(archive, "flows.csv")
    assert locations.to_dict("list") == {
        "id": ["007", "07", "'=1+1"],
        "name": ["Old, Town", "'@New \"Town\"", "'-Hamlet"],
        "lat": ["30", "30.5", "29.25"],
        "lon": ["70", "71", "70.5"],
    }
    assert flows.to_dict("list") == {"origin": ["007", "'=1+1"], "dest": ["07", "007"], "count": ["1200.25", "0.75"]}


def test_every_end_of_a_flow_is_a_location(tmp_path: Path) -> None:
    with write(tmp_path) as archive:
        known = set(read_table(archive, "locations.csv")["id"])
        flows = read_table(archive, "flows.csv")
    assert {*flows["origin"], *flows["dest"]} <= known


def test_our_reader_takes_the_pair(tmp_path: Path) -> None:
    with write(tmp_path) as archive:
        archive.extractall(tmp_path)
    flows = read([tmp_path / "locations.csv", tmp_path / "flows.csv"], match=False)
    assert flows.people == PEOPLE
    assert flows.report.dropped.rows == 0


def test_a_withheld_number_is_left_out_and_told(tmp_path: Path) -> None:
    with write(tmp_path) as archive:
        readme = archive.read("README.txt").decode()
        assert len(read_table(archive, "flows.csv")) == len(FLOWS) - 1
    assert "1 withheld number is left out." in readme
    assert f"Protection: {ABOUT.protection}" in readme


def test_properties_say_what_the_map_is(tmp_path: Path) -> None:
    with write(tmp_path) as archive:
        table = read_table(archive, "properties.csv")
    said = dict(zip(table["property"], table["value"], strict=True))
    assert said["title"] == ABOUT.title
    assert said["source.name"] == ABOUT.source
    assert said["flows.sheets"] == "flows"
    for text in (ABOUT.evidence, ABOUT.licence, ABOUT.boundaries, ABOUT.date, ABOUT.vintage, ABOUT.protection):
        assert text in said["description"]


def test_months_are_tables_of_their_own(tmp_path: Path) -> None:
    rows = (("007", "07", 5.0), ("007", "07", 2.5), ("07", "007", 1.0))
    with write(tmp_path, make_flows(rows, month=["July", "August", "July"]), make_nodes()) as archive:
        july, august = read_table(archive, "flows_July.csv"), read_table(archive, "flows_August.csv")
        said = read_table(archive, "properties.csv").set_index("property")["value"]
    assert july["count"].tolist() == ["5", "1"]
    assert august["count"].tolist() == ["2.5"]
    assert said["flows.sheets"] == "flows_July,flows_August"


def test_the_same_view_on_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for path in paths:
        write_flowmapblue(make_content(), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_cells_are_no_flows(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no layer"):
        write_flowmapblue(make_content(make_cells()), tmp_path / "out.zip")
