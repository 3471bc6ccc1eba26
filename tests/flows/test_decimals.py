"""A point where semicolons separate cells: it stands before decimals, or between thousands."""

from __future__ import annotations

import pytest

import flows
from flows import ReadError
from flows.__main__ import main

PLACES = ["Lahore;Quetta", "Quetta;Lahore", "Lahore;Multan", "Multan;Lahore"]


def write_list(tmp_path, *counts, separator=";", name="flows.csv"):
    path = tmp_path / name
    rows = [f"{pair};{count}" for pair, count in zip(PLACES, counts, strict=False)]
    path.write_text("\n".join(["origin;destination;people", *rows]).replace(";", separator) + "\n")
    return path


def people(moved):
    return moved.table["people"].tolist()


@pytest.mark.parametrize(
    ("counts", "read"),
    [
        (["1200", "5"], [1200, 5]),
        (["1.200", "12.5"], [1.2, 12.5]),  # a point with one figure behind it stands before decimals
        (["1.200", "0.125"], [1.2, 0.125]),
        (["1.200", "1234.567"], [1.2, 1234.567]),
        (["1.200", "1.200.300"], [1200, 1_200_300]),  # two points stand between thousands
        (["1.200", "1.200,5"], [1200, 1200.5]),
        (["1.200", "12,5"], [1200, 12.5]),
        (["1.200.300"], [1_200_300]),
        (["-1.200", "-1.200,5"], [-1200, -1200.5]),
        (["12.5", "3"], [12.5, 3]),
    ],
)
def test_other_counts_settle_what_a_point_is(tmp_path, counts, read):
    assert people(flows.read(write_list(tmp_path, *counts), kind="net")) == read


def test_what_settled_it_is_told(tmp_path):
    moved = flows.read(write_list(tmp_path, "1.200", "1.200.300"))
    told = "points were read as standing between thousands, commas before decimals: '1.200.300', line 3"
    assert told in moved.report.notes


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (["1.200"], "1 count.* in two ways, '1.200' in line 2 column 3: .* may be 1200 people or 1.2; say decimal="),
        (["7", "1.200", "30.450"], "2 count.*'1.200' in line 3 column 3, '30.450' in line 4 column 3"),
        (["1.200", "12.5", "12,5"], "1 count.* in two ways"),  # some say this and some that
        (["1.200", "1,200"], "1 count.* in two ways"),
    ],
)
def test_what_nothing_settles_is_refused(tmp_path, counts, words):
    with pytest.raises(ReadError, match=words):
        flows.read(write_list(tmp_path, *counts))


@pytest.mark.parametrize(("decimal", "read"), [(".", 1.2), (",", 1200)])
def test_the_caller_settles_it(tmp_path, decimal, read):
    assert people(flows.read(write_list(tmp_path, "1.200"), decimal=decimal)) == [read]


def test_the_range_is_read_in_the_same_way(tmp_path):
    path = tmp_path / "flows.csv"
    path.write_text("origin;destination;people;low;high\nLahore;Quetta;1.200;1.100;1.300,5\n")
    assert flows.read(path).table[["people", "low", "high"]].values.tolist() == [[1200, 1100, 1300.5]]


@pytest.mark.parametrize("separator", [",", "\t"])
def test_a_point_between_other_separators_stands_before_decimals(tmp_path, separator):
    assert people(flows.read(write_list(tmp_path, "1.200", separator=separator))) == [1.2]


MATRIX = "Lahore and Quetta\n\nfrom/to;Lahore;Quetta\nLahore;0;1.200\nQuetta;{};0\n"


def test_a_matrix_is_held_to_the_same(tmp_path):
    path = tmp_path / "matrix.csv"
    path.write_text(MATRIX.format("4"))
    with pytest.raises(ReadError, match="'1.200' in line 4 column 3"):
        flows.read(path)
    path.write_text(MATRIX.format("1.500,5"))
    moved = flows.read(path)
    assert moved.people == 1200 + 1500.5
    assert any("'1.500,5', line 5" in note for note in moved.report.notes)


def test_the_shell_can_settle_it_and_a_wrong_word_is_told(tmp_path, capsys):
    path = write_list(tmp_path, "1.200")
    assert main(["read", str(path), "--decimal", ","]) == 0
    assert "1,200 people" in capsys.readouterr().out
    with pytest.raises(ReadError, match="decimal ';' is unknown; it is one of '.' ','"):
        flows.read(path, decimal=";")
