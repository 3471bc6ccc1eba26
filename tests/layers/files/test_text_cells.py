from __future__ import annotations

import math

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from layers.files.text_cells import FORMULA, add_coordinates, build_text_table, guard_text, name_about
from tests.layers.files.table_world import ABOUT, make_flows, make_nodes


@given(st.text())
def test_guarded_text_is_no_formula_and_the_text_is_still_there(text: str) -> None:
    guarded = guard_text(text)
    assert guarded is not None
    assert not guarded.startswith(FORMULA)
    assert guarded in {text, f"'{text}"}


def test_what_is_missing_stays_missing() -> None:
    assert guard_text(None) is None
    assert guard_text(math.nan) is None
    assert guard_text("") == ""


def test_what_the_file_says_of_itself_is_on_one_line() -> None:
    columns = name_about(ABOUT)
    assert not any("\n" in text for text in columns.values())
    assert columns["about_description"] == "'=SUM(1,2) is no formula here. Two lines."


def test_numbers_stay_numbers_and_text_text() -> None:
    schema = build_text_table(make_flows()).schema
    assert schema.field("people").type == pa.float64()
    assert schema.field("origin").type == pa.string()


def test_points_get_coordinates_once() -> None:
    once = add_coordinates(make_nodes())
    assert [column.name for column in once.columns][-2:] == ["lon", "lat"]
    assert add_coordinates(once) is once
    flows = make_flows()
    assert add_coordinates(flows) is flows
