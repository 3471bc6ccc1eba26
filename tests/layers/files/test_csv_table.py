from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from flows import read
from layers._errors import ExportError
from layers.files.csv_table import write_csv
from tests.layers.files.table_world import ABOUT, FLOWS, PEOPLE, make_cells, make_content, make_empty


def write(tmp_path: Path, *layers, layer: str = "") -> Path:
    path = tmp_path / "out.csv"
    write_csv(make_content(*layers), path, layer=layer)
    return path


def test_pandas_reads_a_plain_table_with_the_same_people(tmp_path: Path) -> None:
    table = pd.read_csv(write(tmp_path), dtype={"origin": str, "destination": str})
    assert table["people"].tolist()[::2] == [1200.25, 0.75]
    assert table["people"].isna().tolist() == [False, True, False]
    assert table["people"].sum() == PEOPLE
    assert table["origin"].tolist() == ["007", "07", "'=1+1"]


def test_what_the_file_says_of_itself_is_in_the_first_row_alone(tmp_path: Path) -> None:
    table = pd.read_csv(write(tmp_path))
    names = [f"about_{name}" for name, _ in ABOUT.items()]
    assert list(table.columns[-len(names) :]) == names
    assert table.loc[0, "about_source"] == ABOUT.source
    # A formula would be worked out; two lines in a cell would be two rows in a careless reader.
    assert table.loc[0, "about_description"] == "'=SUM(1,2) is no formula here. Two lines."
    assert table[names].iloc[1:].isna().all(axis=None)


def test_pyarrow_reads_numbers_as_numbers_and_a_withheld_one_as_null(tmp_path: Path) -> None:
    from pyarrow import csv as arrow

    column = arrow.read_csv(write(tmp_path))["people"]
    assert column.to_pylist() == [1200.25, None, 0.75]


def test_duckdb_reads_the_same(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = str(write(tmp_path))
    rows = duckdb.sql(f"select origin, destination, people from read_csv('{path}') order by people").fetchall()
    assert rows == [("'=1+1", "007", 0.75), ("007", "07", 1200.25), ("07", "'=1+1", None)]


def test_text_is_quoted_and_numbers_are_not(tmp_path: Path) -> None:
    lines = write(tmp_path).read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith('"007","07",1200.25,"Old, Town",')
    assert lines[2].startswith('"07","\'=1+1",,"\'@New ""Town""",')
    assert len(lines) == 1 + len(FLOWS)


def test_excel_is_told_that_it_is_unicode(tmp_path: Path) -> None:
    content = write(tmp_path, layer="nodes").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "پرانا".encode() in content


def test_points_have_coordinates(tmp_path: Path) -> None:
    table = pd.read_csv(write(tmp_path, layer="nodes"))
    assert table["lon"].tolist() == [70.0, 71.0, 70.5]
    assert table["lat"].tolist() == [30.0, 30.5, 29.25]
    assert table["net_rate"].tolist()[::2] == [-0.5, 12.25]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_begins_as_a_formula_does(tmp_path: Path, start: str) -> None:
    cells = make_cells()
    cells.table["name"] = f"{start}1+1"
    with write(tmp_path, cells).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["name"] for row in rows} == {f"'{start}1+1"}


def test_a_layer_without_rows_still_says_what_it_is(tmp_path: Path) -> None:
    table = pd.read_csv(write(tmp_path, make_empty()))
    assert np.isnan(table["people"]).tolist() == [True]
    assert table.loc[0, "about_title"] == ABOUT.title


def test_our_own_reader_takes_it_for_flows(tmp_path: Path) -> None:
    flows = read(write(tmp_path), match=False)
    assert flows.people == PEOPLE
    # The withheld flow is told, not taken for nobody.
    assert [entry.reason for entry in flows.report.entries] == ["no count"]


def test_a_layer_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no layer cells; it has flows, nodes"):
        write(tmp_path, layer="cells")
