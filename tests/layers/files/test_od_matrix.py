from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import read
from layers._errors import ExportError
from layers.files.od_matrix import build_matrix, write_matrix_csv, write_matrix_xlsx
from tests.layers.files.table_world import (
    ABOUT,
    CODES,
    FLOWS,
    PEOPLE,
    make_cells,
    make_content,
    make_flows,
    make_nodes,
    open_with_libreoffice,
)

KNOWN = {(origin, destination): people for origin, destination, people in FLOWS if not math.isnan(people)}


def test_rows_are_origins() -> None:
    matrix = build_matrix(make_content())
    assert matrix.index.tolist() == matrix.columns.tolist() == list(CODES)
    assert matrix.loc["007", "07"] == 1200.25
    assert np.isnan(matrix.loc["07", "007"])


def test_our_reader_gets_back_every_flow_and_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    plain = tuple((one.strip("="), two.strip("="), people) for one, two, people in FLOWS)
    nodes = make_nodes()
    nodes.table["code"] = [code.strip("=") for code in CODES]
    write_matrix_csv(make_content(make_flows(plain), nodes), path)
    # Its codes are ours and need no matching.
    flows = read(path)
    found = {(row.origin, row.destination): row.people for row in flows.table.itertuples()}
    assert found == {(one.strip("="), two.strip("=")): people for (one, two), people in KNOWN.items()}
    assert flows.people == PEOPLE
    assert (flows.kind, flows.evidence, flows.period, flows.unit) == ("event", "modelled", "2017–2023", "people a year")
    assert (flows.source, flows.vintage, flows.caveat) == (ABOUT.source, ABOUT.vintage, ABOUT.protection)


def test_pandas_reads_it_past_the_remarks(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_matrix_csv(make_content(), path)
    matrix = pd.read_csv(path, comment="#", index_col=0, dtype={0: str})
    assert matrix.columns.tolist() == ["007", "07", "'=1+1"]
    assert np.nansum(matrix.to_numpy()) == PEOPLE
    assert path.read_text(encoding="utf-8-sig").splitlines()[:2] == ["# rawaan flows 1", f"# title: {ABOUT.title}"]


def test_our_reader_gets_every_flow_back_from_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_matrix_xlsx(make_content(), path)
    flows = read(path, match=False, kind="event", evidence="modelled")
    found = {(row.origin, row.destination): row.people for row in flows.table.itertuples()}
    assert found == KNOWN


def test_the_workbook_names_the_places_and_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_matrix_xlsx(make_content(), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Matrix", "Places", "Read me"]
    assert [cell.value for cell in book["Places"]["A"]][2:] == list(CODES)
    assert book["Matrix"].freeze_panes == "B2"
    assert book["Read me"]["A1"].value == ABOUT.title


def test_libreoffice_shows_a_square_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_matrix_xlsx(make_content(), path)
    rows = open_with_libreoffice(path, 1)
    assert rows == [
        ["origin\\destination", *CODES],
        ["007", "", "1200.25", ""],
        ["07", "", "", ""],
        ["=1+1", "0.75", "", ""],
    ]


people = st.floats(min_value=0, max_value=1e7, allow_nan=False)
pairs = st.dictionaries(st.tuples(st.sampled_from(["a", "b", "007"]), st.sampled_from(["a", "b", "007"])), people)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(flows=pairs.filter(bool))
def test_nothing_is_lost_on_the_way(tmp_path: Path, flows: dict[tuple[str, str], float]) -> None:
    nodes = make_nodes()
    nodes.table["code"] = ["007", "a", "b"]
    path = tmp_path / "out.csv"
    write_matrix_csv(make_content(make_flows(tuple((*pair, count) for pair, count in flows.items())), nodes), path)
    back = read(path)
    assert {(row.origin, row.destination): row.people for row in back.table.itertuples()} == flows


def test_several_corridors_between_two_places_are_added() -> None:
    twice = make_flows((("007", "07", 5.0), ("007", "07", 2.5), ("07", "007", math.nan)))
    matrix = build_matrix(make_content(twice, make_nodes()))
    assert matrix.loc["007", "07"] == 7.5
    # Withheld, not nobody.
    assert np.isnan(matrix.loc["07", "007"])


def test_months_are_not_added() -> None:
    monthly = make_flows((("007", "07", 5.0), ("007", "07", 2.5)), month=["July", "August"])
    with pytest.raises(ExportError, match="one for each month"):
        build_matrix(make_content(monthly, make_nodes()))


def test_without_flows_there_is_no_matrix(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no layer"):
        write_matrix_csv(make_content(make_cells()), tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []
