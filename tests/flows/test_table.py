"""What a flow table is, what it refuses, and what may be added to what."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

import flows
from flows import Flows, FlowTableError, KindError


def make_flows(*rows, kind="transition", evidence="counted", source="a census", **known):
    """Each row is (origin, destination, people)."""
    table = pd.DataFrame(rows, columns=["origin", "destination", "people"])
    return Flows(table, kind=kind, evidence=evidence, source=source, **known)


def test_a_table_keeps_its_rows_its_source_and_a_report_that_all_is_kept():
    moved = make_flows(("a", "b", 3), ("b", "a", 1), ("a", "a", 5))
    assert moved.people == 3 + 1 + 5
    assert len(moved) == 3
    assert moved.report.read == moved.report.kept == (3, 9)
    assert moved.report.dropped == moved.report.merged == (0, 0)
    assert (moved.kind, moved.evidence, moved.source) == ("transition", "counted", "a census")


def test_columns_come_in_one_order_and_further_ones_are_carried_along():
    table = pd.DataFrame(
        {"why": ["x"], "people": [1], "destination": ["b"], "origin": ["a"], "group": ["women"]}
    )
    kept = Flows(table, kind="event", evidence="surveyed", source="s").table
    assert list(kept.columns) == ["origin", "destination", "people", "group", "why"]


def test_the_callers_frame_is_never_changed_nor_followed():
    table = pd.DataFrame({"origin": ["a"], "destination": ["b"], "people": [1]}, index=[7])
    moved = Flows(table, kind="event", evidence="counted", source="s")
    table.loc[7, "people"] = 99
    assert moved.people == 1
    assert list(table.index) == [7]


GOOD = {
    "origin": ["a", "b"],
    "destination": ["b", "a"],
    "people": [1.0, 2.0],
    "low": [0.0, 1.0],
    "high": [1.0, 4.0],
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"people": [1.0, -2.0], "low": [0.0, -3.0]}, "people is negative: row 1"),
        ({"people": [math.nan, 2.0]}, "people is not a number: row 0"),
        ({"people": [1.0, math.inf], "high": [1.0, math.inf]}, "people is infinite: row 1"),
        ({"people": ["1", "2"]}, "people is not a column of numbers"),
        ({"people": [True, False]}, "people is not a column of numbers"),
        ({"origin": ["a", ""]}, "origin is empty or not text: row 1"),
        ({"destination": ["b", None]}, "destination is empty or not text: row 1"),
        ({"origin": ["a", "a"], "destination": ["b", "b"]}, "repeats an earlier origin, destination: row 1"),
        ({"low": [2.0, 1.0]}, "people is below low: row 0"),
        ({"high": [1.0, 1.0]}, "people is above high: row 1"),
        ({"low": None}, "high is there without low"),
        ({"high": None}, "low is there without high"),
        ({"people": None}, "column people is missing"),
        ({"period": ["2024", 2025]}, "period is not text: row 1"),
    ],
)
def test_a_fault_is_told_with_its_row(change, fault):
    columns = {name: values for name, values in (GOOD | change).items() if values is not None}
    with pytest.raises(FlowTableError) as error:
        Flows(pd.DataFrame(columns), kind="transition", evidence="counted", source="s")
    assert fault in str(error.value)


def test_all_faults_are_told_at_once():
    table = pd.DataFrame({"origin": ["a", "a"], "destination": ["", ""], "people": [-1, -1]})
    with pytest.raises(FlowTableError) as error:
        Flows(table, kind="guess", evidence="rumour", source="s")
    for fault in (
        "kind 'guess'",
        "evidence 'rumour'",
        "destination is empty",
        "negative: row 0, 1",
        "repeats",
    ):
        assert fault in str(error.value)


def test_the_same_pair_may_repeat_in_another_period_or_group():
    table = pd.DataFrame(
        {"origin": ["a"] * 3, "destination": ["b"] * 3, "people": [1, 2, 4], "period": ["1", "2", "2"]}
    ).assign(group=["men", "men", "women"])
    assert Flows(table, kind="event", evidence="counted", source="s").people == 7


def test_only_a_net_table_may_be_negative():
    assert make_flows(("a", "b", -3), kind="net").people == -3


def test_a_documented_corridor_has_no_number():
    assert math.isnan(make_flows(("a", "b", math.nan), evidence="documented").table["people"][0])
    with pytest.raises(FlowTableError, match="yet people is given: row 0"):
        make_flows(("a", "b", 1.0), evidence="documented")


def test_adding_sums_the_people_takes_the_weaker_evidence_and_both_sources():
    one = make_flows(("a", "b", 3), ("b", "a", 1), source="one")
    other = make_flows(("a", "b", 4), ("c", "a", 2), source="two", evidence="modelled")
    total = one + other
    assert {(r.origin, r.destination): r.people for r in total.table.itertuples()} == {
        ("a", "b"): 3 + 4,
        ("b", "a"): 1,
        ("c", "a"): 2,
    }
    assert (total.evidence, total.source) == ("modelled", "one; two")
    assert one.people == 4


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"kind": "lifetime"}, "'transition' and 'lifetime'"),
        ({"unit": "people a year"}, "'people' and 'people a year'"),
        ({"period": "2017–2023"}, "'1998–2017' and '2017–2023'"),
        ({"vintage": "2023"}, "'1998' and '2023'"),
        ({"kind": None}, "not declared"),
    ],
)
def test_different_questions_are_never_added(known, words):
    one = make_flows(("a", "b", 3), period="1998–2017", vintage="1998")
    with pytest.raises(KindError, match=words) as error:
        _ = one + replace(one, **known)
    assert "\n" not in str(error.value)


def test_corridors_without_numbers_add_to_nothing():
    corridor = make_flows(("a", "b", math.nan), evidence="documented")
    with pytest.raises(KindError, match="without numbers"):
        _ = corridor + corridor


def test_errors_are_builtins_too():
    assert issubclass(flows.FlowTableError, ValueError)
    assert issubclass(flows.KindError, ValueError)
    assert issubclass(flows.ReadError, ValueError)
    assert issubclass(flows.EstimateError, ValueError)
    assert issubclass(flows.UnknownDatasetError, LookupError)
