"""Files as people have them: nothing lost silently, and one clear sentence where it cannot be read."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows import ReadError
from flows.read_grid import read_number

HEADER = "origin,destination,people\n"


def read_text(tmp_path, text, *, name="flows.csv", encoding="utf-8", **options):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return flows.read(path, **options)


def rows(moved):
    return list(moved.table[["origin", "destination", "people"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("120", 120),
        ("1,234", 1234),
        ("1,234,567", 1_234_567),
        ("12,34,567", 1_234_567),  # lakh
        ("1,23,45,678.5", 12_345_678.5),  # crore
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("۱۲۳", 123),
        ("2.5", 2.5),
        ("1e3", 1000.0),
        ("\u22125", -5),
        ("12,5", None),  # a decimal comma, or a slip: not to be guessed
        ("1,2345", None),
        ("", None),
        ("-", None),
        ("n/a", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
    ],
)
def test_a_count_is_read_as_offices_write_it(text, number):
    read = read_number(text)
    assert read == number
    assert type(read) is type(number)


@given(st.integers(0, 10**15))
def test_grouping_digits_does_not_change_a_number(number):
    assert read_number(f"{number:,}") == read_number(f"{number:,}".replace(",", " ")) == number


@pytest.mark.parametrize(
    ("separator", "note"),
    [(",", ()), (";", ("cells are separated by semicolons",)), ("\t", ("cells are separated by tabs",))],
)
def test_the_separator_is_found_and_told(tmp_path, separator, note):
    text = (HEADER + "Lahore,Quetta,10\n").replace(",", separator)
    moved = read_text(tmp_path, text, kind="event", evidence="counted")
    assert rows(moved) == [("lahore", "quetta", 10)]
    assert moved.report.notes == note


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path, encoding):
    moved = read_text(tmp_path, HEADER + "لاہور,Quetta,10\n", encoding=encoding)
    assert rows(moved) == [("lahore", "quetta", 10)]


def test_windows_1252_is_understood_and_told(tmp_path):
    moved = read_text(tmp_path, HEADER + "Café,Quetta,10\n", encoding="cp1252", match=False)
    assert rows(moved) == [("Café", "Quetta", 10)]
    assert "Windows-1252" in moved.report.notes[0]


def test_blank_lines_and_spaces_do_not_matter_but_line_numbers_stay_true(tmp_path):
    moved = read_text(tmp_path, "\n" + HEADER + "\n  Lahore , Quetta , 10 \n,,\nQuetta,Lahore,x\n")
    assert rows(moved) == [("lahore", "quetta", 10)]
    assert moved.report.reasons["line"].tolist() == [6]


def test_every_row_is_accounted_for(tmp_path):
    moved = read_text(
        tmp_path,
        HEADER
        + 'Lahore,Quetta,"1,000"\n'  # line 2: kept
        + "LAHORE,quetta,30\n"  # line 3: the same pair
        + "Lahore,Atlantis,5\n"  # line 4: no such place
        + "Lahore,,7\n"  # line 5: no destination
        + "Lahore,Karachi East,many\n"  # line 6: no number
        + "Lahore,Karachi East,1,200\n"  # line 7: a cell too many
        + "Lahore,Karachi East,\n",  # line 8: no count
    )
    assert rows(moved) == [("lahore", "quetta", 1000 + 30)]
    report = moved.report
    assert report.read == (7, 1000 + 30 + 5 + 7)
    assert report.kept == (1, 1000)
    assert report.merged == (1, 30)
    assert report.dropped == (5, 5 + 7)
    told = {entry.line: (entry.action, entry.reason) for entry in report.entries}
    assert told == {
        3: ("merged", "added to line 2: same origin, destination"),
        4: ("dropped", "no place called 'Atlantis' at level 'district'"),
        5: ("dropped", "no destination"),
        6: ("dropped", "the count 'many' is not a number"),
        7: ("dropped", "it has 4 cells under 3 headings; quote a number with commas"),
        8: ("dropped", "no count"),
    }
    assert "dropped: no destination (1; line 5)" in str(report)


names = st.sampled_from(["Lahore", "Quetta", "lahore", "Multan", "Atlantis", ""])
cells = st.sampled_from(["1", "20", "3.5", "x", "", "1,000", "0"])


@given(st.lists(st.tuples(names, names, cells), max_size=12))
def test_read_is_kept_and_merged_and_dropped(tmp_path_factory, listed):
    text = HEADER + "Lahore,Quetta,1\n" + "".join(f'{o},{d},"{c}"\n' for o, d, c in listed)
    moved = read_text(tmp_path_factory.mktemp("messy"), text)
    report = moved.report
    # A row of three empty cells is a blank line.
    assert report.read.rows == 1 + sum(any(row) for row in listed)
    for which in (0, 1):
        parts = report.kept[which] + report.merged[which] + report.dropped[which]
        assert report.read[which] == pytest.approx(parts, abs=1e-9)
    assert moved.people == pytest.approx(report.kept.people + report.merged.people)
    assert len(moved) == report.kept.rows
    assert len(report.reasons) == report.merged.rows + report.dropped.rows


def test_a_name_matched_by_likeness_is_told(tmp_path):
    moved = read_text(tmp_path, HEADER + "Dera Ghazi Khn,Quetta,10\n")
    assert rows(moved) == [("dera-ghazi-khan", "quetta", 10)]
    assert "'Dera Ghazi Khn' was read as dera-ghazi-khan, by likeness: check it" in moved.report.notes


def test_two_names_for_one_place_are_told(tmp_path):
    moved = read_text(tmp_path, HEADER + "Nawabshah,Shaheed Benazirabad,10\n")
    assert rows(moved) == [("shaheed-benazirabad", "shaheed-benazirabad", 10)]
    assert "'Nawabshah', 'Shaheed Benazirabad' are one place, shaheed-benazirabad" in moved.report.notes


def test_names_can_be_kept_as_written(tmp_path):
    assert rows(read_text(tmp_path, HEADER + "Here,There,10\n", match=False)) == [("Here", "There", 10)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "flows.csv is empty"),
        ("\n\n", "flows.csv is empty"),
        (HEADER, "no row that can be used"),
        (HEADER + "Lahore,Quetta,-4\n", "1 negative count.*in line 2"),
        (HEADER + "Paris,London,4\n", "not one of its 2 places is known at level 'district'.*match=False"),
        (HEADER + '"Lahore,Quetta,4\n', "line 2: a quote is opened and not closed"),
        ("origin,origin,destination,people\na,a,b,1\n", "columns 1 and 2 are both headed as origin"),
        ("hello\n", "neither a list of flows .* nor a matrix"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(tmp_path, text, words):
    with pytest.raises(ReadError, match=words):
        read_text(tmp_path, text)


@pytest.mark.parametrize(
    ("name", "words"),
    [("none.csv", "there is no file"), ("none.parquet", "there is no file"), ("x.pdf", "no file")],
)
def test_a_missing_file_is_told(tmp_path, name, words):
    with pytest.raises(ReadError, match=words):
        flows.read(tmp_path / name)


@pytest.mark.parametrize("name", ["x.xlsx", "x.parquet", "x.pdf"])
def test_a_file_that_is_not_what_its_name_says_is_told(tmp_path, name):
    (tmp_path / name).write_bytes(b"not this")
    with pytest.raises(ReadError, match=name):
        flows.read(tmp_path / name)


def test_unknown_words_are_told_at_once(tmp_path):
    with pytest.raises(ReadError, match="format 'hxl'.*kind 'guess'.*evidence 'rumour'"):
        flows.read(tmp_path / "x.csv", format="hxl", kind="guess", evidence="rumour")


def test_a_net_list_may_be_negative(tmp_path):
    assert read_text(tmp_path, HEADER + "Lahore,Quetta,-4\n", kind="net").people == -4


def test_a_line_excel_writes_for_itself_is_no_header(tmp_path):
    assert rows(read_text(tmp_path, "sep=;\n" + (HEADER + "Lahore,Quetta,10\n").replace(",", ";"))) == [
        ("lahore", "quetta", 10)
    ]


@pytest.mark.parametrize(("evidence", "told"), [(None, True), ("counted", True), ("modelled", False)])
def test_parts_of_persons_are_told_where_people_are_counted(tmp_path, evidence, told):
    moved = read_text(tmp_path, HEADER + "Lahore,Quetta,1.234\n", evidence=evidence)
    assert ("1 count(s) are not whole numbers, the first in line 2" in moved.report.notes) == told


def test_a_list_under_other_headings_is_told_what_headings_to_give(tmp_path):
    with pytest.raises(ReadError, match="head its columns origin, destination, people"):
        read_text(tmp_path, "home,work,count\nLahore,Quetta,10\n", orientation="rows")


def test_a_parquet_file_of_others_has_its_names_matched(tmp_path):
    path = tmp_path / "theirs.parquet"
    pd.DataFrame({"origin": ["Lahore"], "dest": ["Quetta"], "count": [10]}).to_parquet(path)
    assert rows(flows.read(path)) == [("lahore", "quetta", 10)]
