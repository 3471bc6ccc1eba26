"""Which column is what: our own headings, the words people write instead, and what is not guessed."""

from __future__ import annotations

import pytest

import flows
from flows import ReadError
from flows.headers import find_columns


@pytest.mark.parametrize(
    "header",
    [
        "origin,destination,people",
        "Origin,Dest,Count",
        "From district,To district,Migrants",
        "from,to,count",
        "FromDistrict,ToDistrict,Number of migrants",
        "origin_district,destination_district,No. of persons",
        "District of origin,District of destination,Total movers",
        "District of previous residence,District of enumeration,Persons",
        "Place of last residence,Present residence,Flow",
        "District of birth,Current residence,People",
        "source,target,value",
        "Sending district,Receiving district,moves",
    ],
)
def test_a_header_is_read_in_the_words_people_write(header):
    assert find_columns(header.split(","), "f.csv").at == {"origin": 0, "destination": 1, "people": 2}


@pytest.mark.parametrize(
    ("header", "at"),
    [
        # our own heading goes over another word for it
        ("from,origin,destination,people,value", {"origin": 1, "destination": 2, "people": 3}),
        # a source beside a "from" is where the figure stands; a number beside "migrants" is a row's
        ("Number,From,To,Migrants,Source", {"origin": 1, "destination": 2, "people": 3}),
        # the other columns only under their own names
        ("from,to,migrants,low,high,time,gender", {"origin": 0, "destination": 1, "people": 2}
         | {"low": 3, "high": 4, "period": 5}),
    ],
)
def test_what_goes_over_what(header, at):
    assert find_columns(header.split(","), "f.csv").at == at


def test_a_list_under_other_headings_is_read_and_how_is_told(tmp_path):
    path = tmp_path / "flows.csv"
    path.write_text("From district,To district,Migrants\nLahore,Quetta,10\nQuetta,Lahore,4\n")
    moved = flows.read(path, kind="event", evidence="counted")
    assert moved.table.to_dict("records") == [
        {"origin": "lahore", "destination": "quetta", "people": 10},
        {"origin": "quetta", "destination": "lahore", "people": 4},
    ]
    assert moved.report.notes == (
        "read the column 'From district' as origin, 'To district' as destination, 'Migrants' as people: check it",
    )


@pytest.mark.parametrize("header", ["origin,destination,people", "Origin,dest,count"])
def test_of_known_headings_nothing_is_told(header):
    assert find_columns(header.split(","), "f.csv").notes == []


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("from_code,from_name,to,people", r"columns 1 and 2 are both headed as origin \('from_code', 'from_name'\)"),
        ("from,to,migrants,persons", "columns 3 and 4 are both headed as people .*head the right one 'people'"),
        ("From,To,Households", "no column is headed 'people' or 'count'"),
        ("From,To,Male migrants,Female migrants", "no column is headed 'people'.*head its columns origin, destination"),
    ],
)
def test_what_is_not_clear_is_not_guessed(tmp_path, header, words):
    path = tmp_path / "flows.csv"
    path.write_text(f"{header}\nLahore,Quetta,10,20\n")
    with pytest.raises(ReadError, match=f"flows.csv cannot be read as a list of flows: .*{words}"):
        flows.read(path)


def test_a_corner_that_says_from_and_to_is_still_a_matrix(tmp_path):
    path = tmp_path / "matrix.csv"
    path.write_text("From/To,Lahore,Quetta\nLahore,0,10\nQuetta,4,0\n")
    assert flows.read(path).people == 14
