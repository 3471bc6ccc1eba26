"""Our own CSV and Parquet: what is written is read back, with everything known about it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows import Flows, FlowTableError

SUFFIXES = [".csv", ".parquet"]


def make_flows(**known):
    table = pd.DataFrame(
        {"origin": ["lahore", "quetta"], "destination": ["quetta", "lahore"], "people": [10, 4]}
    ).assign(low=[8.5, 3.25], high=[12.0, 5.0], group=["women", "men"], remark=["a, b", ""])
    known = {"kind": "transition", "evidence": "modelled", "source": "Census 2023, Table 1: “people”"} | known
    return Flows(table, **known)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_written_table_is_read_back_with_all_that_is_known_of_it(tmp_path, suffix):
    written = make_flows(
        vintage="2023", period="2017–2023", unit="people a year", caveat="Modelled: read the range."
    )
    back = flows.read(written.write(tmp_path / f"flows{suffix}"))
    pd.testing.assert_frame_equal(back.table, written.table)
    for word in ("kind", "evidence", "source", "vintage", "period", "unit", "caveat"):
        assert getattr(back, word) == getattr(written, word)
    assert back.report.read == back.report.kept == (2, 14)
    assert back.report.notes == ()


def test_the_csv_can_be_read_by_eye(tmp_path):
    text = make_flows().write(tmp_path / "flows.csv").read_text(encoding="utf-8").splitlines()
    assert text[:5] == [
        "# rawaan flows 1",
        "# kind: transition",
        "# evidence: modelled",
        "# source: Census 2023, Table 1: “people”",
        "# unit: people",
    ]
    assert text[5:] == [
        "origin,destination,people,low,high,group,remark",
        'lahore,quetta,10,8.5,12.0,women,"a, b"',
        "quetta,lahore,4,3.25,5.0,men,",
    ]


counts = st.integers(0, 10**12) | st.floats(0, 1e15, allow_nan=False)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(people=st.lists(counts, min_size=1, max_size=8))
def test_every_count_survives_the_round_trip_exactly(tmp_path_factory, suffix, people):
    table = pd.DataFrame(
        {"origin": [f"p{i}" for i in range(len(people))], "destination": "q", "people": people}
    )
    written = Flows(table, kind="event", evidence="counted", source="s")
    path = written.write(tmp_path_factory.mktemp("trip") / f"flows{suffix}")
    pd.testing.assert_frame_equal(flows.read(path).table, written.table)


def test_a_file_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    path = make_flows().write(tmp_path / "flows.csv")
    before = path.read_bytes()

    def fail(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(OSError, match="disk full"):
        make_flows().write(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["flows.csv"]


@pytest.mark.parametrize(
    ("name", "words"), [("flows.xls", "as .csv or .parquet"), ("no/flows.csv", "no folder")]
)
def test_a_name_that_cannot_be_written_is_told(tmp_path, name, words):
    with pytest.raises(FlowTableError, match=words):
        make_flows().write(tmp_path / name)


def test_what_the_caller_says_goes_over_what_the_file_says(tmp_path):
    path = make_flows().write(tmp_path / "flows.csv")
    assert flows.read(path, evidence="surveyed", source="mine").evidence == "surveyed"


def test_a_plain_list_without_the_block_is_read_and_says_what_is_not_declared(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("Origin,Destination,People\nLahore,Quetta,10\n")
    moved = flows.read(path)
    assert moved.table.to_dict("records") == [{"origin": "lahore", "destination": "quetta", "people": 10}]
    assert moved.kind is None
    assert "kind and evidence not declared" in moved.report.notes[0]


def test_codes_of_units_are_known_without_a_name(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text("origin,destination,people\nsibi-kachhi,quetta,10\n")
    assert flows.read(path).table["origin"].tolist() == ["sibi-kachhi"]
