from __future__ import annotations

import math
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from boundaries.language import speak
from layers.files.steps import follow
from layers.files.whole import write_whole
from layers.files.workbook import write_xlsx
from tests.layers.files.table_world import (
    ABOUT,
    CODES,
    NAMES,
    PEOPLE,
    make_cells,
    make_content,
    make_empty,
    make_flows,
    open_with_libreoffice,
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "out.xlsx"
    write_xlsx(make_content(), path)
    return path


def test_pandas_reads_the_same_people_and_codes(book: Path) -> None:
    table = pd.read_excel(book, sheet_name="flows", header=1, dtype={"origin": str, "destination": str})
    assert table["people"].tolist()[::2] == [1200.25, 0.75]
    assert table["people"].isna().tolist() == [False, True, False]
    assert table["people"].sum() == PEOPLE
    assert table["origin"].tolist() == list(CODES)


def test_libreoffice_shows_codes_as_text_and_no_formula(book: Path) -> None:
    rows = open_with_libreoffice(book, 3)
    assert rows[1][:3] == ["code", "name", "name_ur"]
    assert [row[0] for row in rows[2:]] == list(CODES)
    assert [row[1] for row in rows[2:]] == list(NAMES)
    assert rows[4][2] == "گاؤں"


def test_libreoffice_leaves_a_withheld_number_empty(book: Path) -> None:
    rows = open_with_libreoffice(book, 2)
    column = rows[1].index("people")
    assert [row[column] for row in rows[2:]] == ["1200.25", "", "0.75"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "#N/A", "=cmd|' /C calc'!A0", "007", "1e5"])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    cells = make_cells()
    cells.table["name"] = text
    path = tmp_path / "out.xlsx"
    write_xlsx(make_content(cells), path)
    sheet = openpyxl.load_workbook(path)["cells"]
    cell = sheet["B3"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_letters_that_no_sheet_may_hold_are_left_out(tmp_path: Path) -> None:
    cells = make_cells()
    cells.table["name"] = "a\x00b\x1fc" + "x" * 40_000
    path = tmp_path / "out.xlsx"
    write_xlsx(make_content(cells), path)
    assert openpyxl.load_workbook(path)["cells"]["B3"].value == "abc" + "x" * 32_764


def test_headers_say_what_a_column_holds_and_stay_in_sight(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["flows"]
    titles, names = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    column = names.index("people")
    assert titles[column] == "People who move (people a year)"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:H5"
    assert sheet.cell(3, column + 1).number_format == "#,##0"
    assert sheet.column_dimensions["A"].width >= 10


def test_numbers_are_shown_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(make_content(make_cells()), path)
    sheet = openpyxl.load_workbook(path)["cells"]
    shown = {sheet.cell(2, column).value: sheet.cell(3, column).number_format for column in range(1, 6)}
    assert shown == {"cell": "@", "name": "@", "people_2023": "#,##0", "growth": "#,##0.0", "urban_class": "0"}
    # Shown whole, stored with all that was known.
    assert sheet["C3"].value == 1000.5


def test_the_first_sheet_explains_the_others(book: Path) -> None:
    sheet = openpyxl.load_workbook(book).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert sheet.title == "Read me"
    assert rows[0] == [ABOUT.title]
    assert ["Source", ABOUT.source] in rows
    assert ["Protection", ABOUT.protection] in rows
    assert ["flows", "Flows, as lines"] in rows
    assert ["", "People who move", "people", "people a year"] in [["", *row] for row in rows]


def test_the_properties_say_who_made_it_and_when(book: Path) -> None:
    facts = openpyxl.load_workbook(book).properties
    assert (facts.title, facts.creator, facts.subject) == (ABOUT.title, ABOUT.software, ABOUT.source)
    assert f"{facts.created:%Y-%m-%d} {facts.modified:%Y-%m-%d}" == "2026-11-22 2026-11-22"


def test_the_same_view_on_the_same_day_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_xlsx(make_content(), again)
    assert again.read_bytes() == book.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if "draft" in path.name] == []


def test_sheets_in_urdu_run_from_right_to_left(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    with speak("ur"):
        write_xlsx(make_content(lang="ur"), path)
    assert all(sheet.sheet_view.rightToLeft for sheet in openpyxl.load_workbook(path))


def test_sheets_in_english_do_not(book: Path) -> None:
    assert not any(sheet.sheet_view.rightToLeft for sheet in openpyxl.load_workbook(book))


def test_a_layer_without_rows_is_a_header(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(make_content(make_empty()), path)
    assert pd.read_excel(path, sheet_name="places", header=1).to_dict("list") == {"code": [], "people": []}


def test_zero_is_no_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(make_content(make_flows((("007", "07", 0.0), ("07", "007", math.nan)))), path)
    sheet = openpyxl.load_workbook(path)["flows"]
    assert [sheet.cell(row, 3).value for row in (3, 4)] == [0, None]


def test_long_words_have_room_and_a_sheet_is_printed_on_one_page_across(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    readme, flows = opened["Read me"], opened["flows"]
    heights = {readme.cell(row, 1).value: readme.row_dimensions[row].height for row in range(1, readme.max_row + 1)}
    assert heights["Kind of evidence"] is None
    assert flows.row_dimensions[1].height >= 30
    assert flows.sheet_properties.pageSetUpPr.fitToPage
    assert (flows.page_setup.fitToHeight, flows.page_setup.orientation) == (0, "landscape")
    assert flows.print_title_rows == "$1:$2"


def test_whoever_waits_may_stop_it_and_nothing_is_left(tmp_path: Path) -> None:
    def stop(done: int, total: int, words: str) -> None:
        raise KeyboardInterrupt(f"{done} of {total}: {words}")

    path = tmp_path / "out.xlsx"
    with pytest.raises(KeyboardInterrupt, match="0 of 3: Writing flows"), follow(stop), write_whole(path) as draft:
        write_xlsx(make_content(), draft)
    assert list(tmp_path.iterdir()) == []
