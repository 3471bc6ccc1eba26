"""Reading what an address is asked with."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.service._errors import RequestError
from layers.service.parameters import LONGEST, Parameter, page_parameters, read_box, read_query, read_time

LIMIT, OFFSET = page_parameters(most=1000)
PLACE = Parameter("place", "Where.", "place", ("lahore", "multan"))
FORM = Parameter("f", "Format.", "choice", ("json", "csv"))
ALL = (PLACE, FORM, LIMIT, OFFSET)


def test_what_is_not_given_has_its_default() -> None:
    assert read_query(ALL, []) == {"place": None, "f": None, "limit": 100, "offset": 0}


def test_values_are_read_by_their_kind() -> None:
    pairs = [("place", "multan"), ("f", "csv"), ("limit", "1000"), ("offset", "7")]
    assert read_query(ALL, pairs) == {"place": "multan", "f": "csv", "limit": 1000, "offset": 7}


def test_every_fault_is_told_in_one_sentence() -> None:
    pairs = [("place", "atlantis"), ("f", "xml"), ("limit", "0"), ("offset", "-1"), ("lmit", "5"), ("f", "csv")]
    with pytest.raises(RequestError) as caught:
        read_query(ALL, pairs)
    assert str(caught.value) == (
        "place='atlantis' is not the code of a place here; /api/totals lists them; f='xml' is not one of json, csv; "
        "limit='0' is not a whole number from 1 to 1000; offset='-1' is not a whole number from 0 to 1000000; "
        "'lmit' is not a parameter here; 'f' is given twice; the parameters are place, f, limit, offset"
    )
    assert caught.value.status == 400


@pytest.mark.parametrize("text", ["x", "1e3", "", "1.5", "nan", "9" * 190, "9" * 5000])
def test_a_number_is_bounded(text: str) -> None:
    with pytest.raises(RequestError):
        read_query((LIMIT,), [("limit", text)])


def test_a_larger_page_is_cut_where_the_standard_says_so() -> None:
    clamped = page_parameters(most=50, clamp=True)
    assert read_query(clamped, [("limit", "51")])["limit"] == 50
    with pytest.raises(RequestError):
        read_query(clamped, [("limit", "0")])


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "1e10"])
def test_a_number_with_a_point_is_bounded_too(text: str) -> None:
    with pytest.raises(RequestError):
        read_query((Parameter("min", "Least.", "number", high=1e9),), [("min", text)])


def test_a_box_has_four_numbers_or_six() -> None:
    assert read_box("70,24.5,72,26") == (70.0, 24.5, 72.0, 26.0)
    assert read_box("70,24.5,0,72,26,9000") == (70.0, 24.5, 72.0, 26.0)
    assert read_box("170,-10,-170,10") == (170.0, -10.0, -170.0, 10.0)


NO_BOXES = ("", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,0,inf,1", "0,5,1,4", "-181,0,1,1")


@pytest.mark.parametrize("text", NO_BOXES)
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bbox="):
        read_box(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2020-05-01", ("2020-05-01", "2020-05-01")),
        ("2017-01-01/2023-03-01T12:00:00Z", ("2017-01-01", "2023-03-01")),
        ("../2000-01-01", ("", "2000-01-01")),
        ("2000-01-01/", ("2000-01-01", "")),
        ("../..", ("", "")),
    ],
)
def test_a_time_is_an_instant_or_an_interval(text: str, days: tuple[str, str]) -> None:
    assert read_time(text) == days


@pytest.mark.parametrize("text", ["", "..", "x", "2020", "2020-01-01/2019-01-01", "2020-01-01/2020-01-02/2020-01-03"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="datetime="):
        read_time(text)


KINDS = (
    Parameter("a", "", "text"),
    Parameter("b", "", "choice", ("x",)),
    Parameter("c", "", "whole", high=9),
    Parameter("d", "", "number", high=9),
    Parameter("e", "", "box"),
    Parameter("g", "", "time"),
)


@given(st.lists(st.tuples(st.sampled_from("abcdeg"), st.text(max_size=LONGEST + 5)), max_size=8))
def test_any_text_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    with suppress(RequestError):
        values: dict[str, Any] = read_query(KINDS, pairs)
        assert set(values) == {parameter.name for parameter in KINDS}
