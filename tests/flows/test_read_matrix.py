"""An OD matrix: its orientation is declared, never assumed; totals are not people."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows import ReadError

SQUARE = ",Lahore,Quetta\nLahore,7,10\nQuetta,4,0\n"


def write(tmp_path, text, name="matrix.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def pairs(moved):
    return {(row.origin, row.destination): row.people for row in moved.table.itertuples()}


BY_ROWS = {
    ("lahore", "lahore"): 7,
    ("lahore", "quetta"): 10,
    ("quetta", "lahore"): 4,
    ("quetta", "quetta"): 0,
}
BY_COLUMNS = {(destination, origin): people for (origin, destination), people in BY_ROWS.items()}


@pytest.mark.parametrize(("orientation", "expected"), [("rows", BY_ROWS), ("columns", BY_COLUMNS)])
def test_the_caller_says_which_side_the_origins_are(tmp_path, orientation, expected):
    assert pairs(flows.read(write(tmp_path, SQUARE), orientation=orientation)) == expected


def test_without_a_declaration_it_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(ReadError, match="orientation='rows' .* or orientation='columns'"):
        flows.read(write(tmp_path, SQUARE))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# orientation: rows are origins\n" + SQUARE, BY_ROWS),
        ("# orientation: columns are origins\n" + SQUARE, BY_COLUMNS),
        ("origin\\destination" + SQUARE, BY_ROWS),
        ("Destination / Origin" + SQUARE, BY_COLUMNS),
        ("from/to" + SQUARE, BY_ROWS),
        ("O/D" + SQUARE, BY_ROWS),
        ("Origin" + SQUARE, BY_ROWS),
        ("destination" + SQUARE, BY_COLUMNS),
    ],
)
def test_the_file_may_declare_it(tmp_path, text, expected):
    assert pairs(flows.read(write(tmp_path, text))) == expected


def test_a_word_in_the_corner_that_says_nothing_declares_nothing(tmp_path):
    with pytest.raises(ReadError, match="does not say whether"):
        flows.read(write(tmp_path, "District" + SQUARE))


def test_file_and_caller_must_not_disagree(tmp_path):
    with pytest.raises(ReadError, match="the file says its rows are origins, the caller says columns"):
        flows.read(write(tmp_path, "origin/destination" + SQUARE), orientation="columns")


def test_the_file_declares_what_it_is(tmp_path):
    text = "# kind: lifetime\n# evidence: counted\n# source: Census 1998\n# vintage: 1998\n" + SQUARE
    moved = flows.read(write(tmp_path, text), orientation="rows")
    assert (moved.kind, moved.evidence, moved.source, moved.vintage) == (
        "lifetime",
        "counted",
        "Census 1998",
        "1998",
    )


def test_rows_and_columns_may_come_in_different_order(tmp_path):
    text = ",Quetta,Lahore\nLahore,10,7\nQuetta,0,4\n"
    assert pairs(flows.read(write(tmp_path, text), orientation="rows")) == BY_ROWS


TOTALS = """Table 3: movers between places

,Lahore,Quetta,Total
Lahore,7,"1,000",1007
Quetta,4,-,5
Total,11,"1,000",1012
Source: a census
"""


def test_totals_are_dropped_and_told_not_counted_twice(tmp_path):
    moved = flows.read(write(tmp_path, TOTALS), orientation="rows")
    assert pairs(moved) == {("lahore", "lahore"): 7, ("lahore", "quetta"): 1000, ("quetta", "lahore"): 4}
    report = moved.report
    assert report.kept == (3, 7 + 1000 + 4)
    assert report.dropped == (5, 1007 + 5 + 11 + 1000 + 1012)
    assert report.read == (3 + 5, (7 + 1000 + 4) + (1007 + 5 + 11 + 1000 + 1012))
    assert {entry.reason for entry in report.entries} == {
        "column 'Total' is a total",
        "row 'Total' is a total",
    }
    notes = " | ".join(report.notes)
    assert "line 1 was taken for a remark: 'Table 3: movers between places'" in notes
    assert "line 7 was taken for a remark: 'Source: a census'" in notes
    assert "line 5: the total 5 is not the sum of its cells, 4" in notes
    assert "1 cell(s) hold a dash and are read as no flow" in notes
    assert "2 count(s) are written with commas" in notes


def test_the_diagonal_is_told_to_be_internal(tmp_path):
    assert "1 cell(s) on the diagonal are internal" in " ".join(
        flows.read(write(tmp_path, SQUARE), orientation="rows").report.notes
    )


def test_a_cell_that_is_no_number_is_dropped_with_line_and_column(tmp_path):
    report = flows.read(write(tmp_path, SQUARE.replace("10", "*")), orientation="rows").report
    entry = report.entries[0]
    assert (entry.line, entry.column, entry.reason) == (2, 3, "the count '*' is not a number")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            ",Lahore,Quetta\nLahore,1,2\n",
            "not square, 1 rows and 2 columns of places .'Quetta' has a column but no row",
        ),
        (",Lahore\nLahore,1\nQuetta,2\n", "'Quetta' has a row but no column"),
        (
            ",Lahore,Multan\nLahore,1,2\nQuetta,2,3\n",
            "'Quetta' has a row but no column, 'Multan' has a column but no row",
        ),
        (",Lahore,Lahore\nLahore,1,2\nQuetta,2,3\n", "'Lahore' heads 2 columns"),
        (",Lahore,Quetta\nLahore,1,2\n,2,3\nQuetta,1,1\n", "line 3 has no place name"),
        (",Lahore,Quetta\nLahore,1,2,3\nQuetta,1,1\n", "line 2 has 4 cells under 3 headings"),
        (",Lahore,Quetta\nLahore,1,-2\nQuetta,1,1\n", "negative count.* at line 2 column 3"),
    ],
)
def test_a_matrix_that_is_none_is_told_in_words(tmp_path, text, words):
    with pytest.raises(ReadError, match=words):
        flows.read(write(tmp_path, text), orientation="rows")


def test_all_faults_of_shape_are_told_at_once(tmp_path):
    with pytest.raises(ReadError, match="not square.*does not say whether"):
        flows.read(write(tmp_path, ",Lahore,Quetta\nLahore,1,2\n"))


def make_workbook(path, rows, *, sheets=("flows",)):
    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    for row in rows:
        book.active.append(row)
    for name in sheets[1:]:
        book.create_sheet(name)
    book.save(path)
    return path


def test_a_workbook_reads_like_the_text(tmp_path):
    rows = [["origin/destination", "Lahore", "Quetta"], ["Lahore", 7, 10.0], ["Quetta", 4, 0]]
    moved = flows.read(make_workbook(tmp_path / "m.xlsx", rows, sheets=("flows", "notes")))
    assert pairs(moved) == BY_ROWS
    assert moved.table["people"].dtype == "int64"
    assert "read sheet 'flows'; not read: 'notes'" in moved.report.notes


def test_a_workbook_may_hold_a_list(tmp_path):
    rows = [["origin", "destination", "people"], ["Lahore", "Quetta", 10]]
    assert pairs(flows.read(make_workbook(tmp_path / "l.xlsx", rows))) == {("lahore", "quetta"): 10}


def test_tabs_do_as_well(tmp_path):
    assert (
        pairs(flows.read(write(tmp_path, SQUARE.replace(",", "\t"), "m.tsv"), orientation="rows")) == BY_ROWS
    )


@given(st.lists(st.lists(st.integers(0, 9999), min_size=3, max_size=3), min_size=3, max_size=3))
def test_a_matrix_read_and_laid_out_again_is_the_same(tmp_path_factory, cells):
    names = ["a", "b", "c"]
    text = ",a,b,c\n" + "".join(
        f"{name},{','.join(map(str, row))}\n" for name, row in zip(names, cells, strict=True)
    )
    path = write(tmp_path_factory.mktemp("matrix"), text)
    read = {
        side: flows.od_matrix(flows.read(path, orientation=side, match=False)) for side in ("rows", "columns")
    }
    assert read["rows"].to_numpy().tolist() == cells
    pd.testing.assert_frame_equal(read["columns"], read["rows"].T, check_names=False)
