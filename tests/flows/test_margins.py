"""Margins of error of surveyed figures: right triangles, published sums, and who has no margin."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boundaries
import flows
from flows import Flows, ReadError
from flows.margins import add_variances, differs_from_zero


def survey(*rows, kind="transition", evidence="surveyed", **known):
    """Each row is (origin, destination, people, margin); low ends are cut off at nobody, as a reader does."""
    table = pd.DataFrame(rows, columns=["origin", "destination", "people", "margin"])
    margin = table.pop("margin")
    low = table["people"] - margin
    table = table.assign(low=low if kind == "net" else low.clip(lower=0), high=table["people"] + margin)
    return Flows(table, kind=kind, evidence=evidence, source="s", **known)


def rows_of(table):
    return {(row.origin, row.destination): (row.people, row.low, row.high) for row in table.table.itertuples()}


# --- sums by pencil: 3, 4 and 5; 5, 12 and 13


def test_the_variances_of_two_surveys_add():
    total = survey(("a", "b", 10, 3), ("b", "a", 7, 2)) + survey(("a", "b", 20, 4))
    # sqrt(3² + 4²) = 5
    assert rows_of(total) == {("a", "b"): (30, 30 - 5, 30 + 5), ("b", "a"): (7, 5, 9)}
    assert total.evidence == "surveyed"


def test_the_totals_of_a_place_have_a_margin():
    # into b: 100 ± 3 and 50 ± 4, so 150 ± 5; out of b: 200 ± 12, so net -50 ± sqrt(25 + 144) = 13
    table = flows.totals(survey(("a", "b", 100, 3), ("c", "b", 50, 4), ("b", "c", 200, 12), ("b", "b", 9, 1)))
    assert table.loc["b"].to_dict() == {
        "inflow": 150,
        "outflow": 200,
        "internal": 9,
        "net": -50,
        "inflow_low": 145,
        "inflow_high": 155,
        "outflow_low": 188,
        "outflow_high": 212,
        "internal_low": 8,
        "internal_high": 10,
        "net_low": -63,
        "net_high": -37,
    }
    # nothing arrives in a, and that is not in doubt
    assert table.loc["a", ["inflow", "inflow_low", "inflow_high"]].tolist() == [0, 0, 0]


def test_a_low_end_cut_off_at_nobody_does_not_make_a_sum_look_surer():
    # 2 ± 3 is 0 to 5 and 6 ± 4 is 2 to 10: the sum is 8 ± 5, though 2 less 0 is only 2
    table = flows.totals(survey(("a", "b", 2, 3), ("c", "b", 6, 4)))
    assert table.loc["b", ["inflow_low", "inflow_high"]].tolist() == [3, 13]
    # and 1 ± 5 with 2 ± 12 is 3 ± 13: from nobody to 16
    table = flows.totals(survey(("a", "b", 1, 5), ("c", "b", 2, 12)))
    assert table.loc["b", ["inflow_low", "inflow_high"]].tolist() == [0, 16]


def test_net_moves_may_end_below_zero():
    total = survey(("a", "b", 2, 3), kind="net") + survey(("a", "b", -4, 4), kind="net")
    assert rows_of(total) == {("a", "b"): (-2, -7, 3)}
    assert flows.totals(total).loc["b", ["inflow_low", "inflow_high"]].tolist() == [-7, 3]


def test_an_empty_survey_has_empty_totals():
    table = flows.totals(Flows(survey(("a", "b", 1, 1)).table.iloc[:0], kind="event", evidence="surveyed", source="s"))
    assert table.empty
    assert list(table)[:5] == ["inflow", "outflow", "internal", "net", "inflow_low"]


def test_a_published_sum():
    """Children under 5 by sex, the example in the README of the Los Angeles Times' census-data-aggregator."""
    table = pd.DataFrame({"people": [10154024, 9712936], "margin": [3778, 3911], "key": "all"})
    table = table.assign(low=table["people"] - table["margin"], high=table["people"] + table["margin"])
    summed = add_variances(table, ["key"], signed=False).iloc[0]
    assert summed["people"] == 19866960
    assert summed["high"] - summed["people"] == pytest.approx(5437.757350231803)


figures = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)), min_size=2, max_size=4)


@settings(max_examples=25)
@given(figures)
def test_law_it_does_not_matter_in_which_order_surveys_are_added(figures):
    people, margin = sum(n for n, _ in figures), math.sqrt(sum(m * m for _, m in figures))
    for order in (figures, figures[::-1]):
        one, *others = (survey(("a", "b", *figure)) for figure in order)
        (total,) = rows_of(sum(others, start=one)).values()
        assert total == pytest.approx((people, max(0, people - margin), people + margin), abs=1e-6)


# --- carried over to other districts


def test_merged_districts_add_their_variances():
    moved = survey(("sibi", "quetta", 30, 3), ("kachhi", "quetta", 40, 4), vintage="2023")
    united = flows.harmonise(moved, to="units")
    assert rows_of(united) == {("sibi-kachhi", "quetta"): (70, 65, 75)}
    assert united.evidence == "surveyed"


def test_a_split_district_shares_its_margin_out():
    share = boundaries.crosswalk("2017", "2023").query("source == 'chitral'").set_index("target")["weight"]
    parts = flows.harmonise(survey(("chitral", "lahore", 1000, 100), vintage="2017"), to="2023")
    for part in ("lower-chitral", "upper-chitral"):
        people, low, high = rows_of(parts)[part, "lahore"]
        assert (people - low, high - people) == pytest.approx((100 * share[part], 100 * share[part]))
    # The parts err together, so they are derived, and their totals get no margin.
    assert parts.evidence == "derived"
    assert "inflow_low" not in flows.totals(parts)


# --- who has no margin


@pytest.mark.parametrize("evidence", ["counted", "derived", "modelled", "scenario", None])
def test_ranges_that_are_no_margins_have_no_totals(evidence):
    assert list(flows.totals(survey(("a", "b", 10, 3), evidence=evidence))) == ["inflow", "outflow", "internal", "net"]


def test_a_survey_without_a_range_has_none():
    table = pd.DataFrame({"origin": ["a"], "destination": ["b"], "people": [1]})
    plain = Flows(table, kind="event", evidence="surveyed", source="s")
    assert list(flows.totals(plain)) == ["inflow", "outflow", "internal", "net"]


@pytest.mark.parametrize(("one", "other"), [("modelled", "modelled"), ("surveyed", "modelled"), ("derived", "derived")])
def test_other_ranges_are_summed_end_by_end(one, other):
    total = survey(("a", "b", 10, 3), evidence=one) + survey(("a", "b", 20, 4), evidence=other)
    assert rows_of(total) == {("a", "b"): (30, 23, 37)}


# --- told from zero


def test_which_flows_can_be_told_from_zero():
    # 3 ± 3 touches zero, 3 ± 2 does not, 2 ± 3 was cut off at nobody
    moved = survey(("a", "b", 3, 3), ("a", "c", 3, 2), ("b", "c", 2, 3), ("c", "b", 0, 0))
    assert differs_from_zero(moved).tolist() == [False, True, False, False]
    net = survey(("a", "b", 3, 4), ("a", "c", -3, 2), ("b", "c", 3, 2), kind="net")
    assert differs_from_zero(net).tolist() == [False, True, True]


def test_without_a_range_a_figure_is_taken_as_it_stands():
    table = pd.DataFrame({"origin": ["a", "b"], "destination": ["b", "a"], "people": [1, 0]})
    assert differs_from_zero(Flows(table, kind="event", evidence="counted", source="s")).tolist() == [True, False]
    assert not differs_from_zero(flows.load("balochistan_corridors")).any()


# --- files with a margin of error


def write(tmp_path, text):
    path = tmp_path / "flows.csv"
    path.write_text(text)
    return path


def test_a_column_of_margins_becomes_a_range(tmp_path):
    path = write(tmp_path, "origin,destination,people,MOE\nLahore,Quetta,100,30\nQuetta,Lahore,20,35\n")
    moved = flows.read(path, kind="transition", evidence="surveyed")
    assert rows_of(moved) == {("lahore", "quetta"): (100, 70, 130), ("quetta", "lahore"): (20, 0, 55)}
    assert list(moved.table) == ["origin", "destination", "people", "low", "high"]
    assert moved.report.notes == (
        "low and high are the count less and more 'MOE', at the level of confidence of the file; "
        "no low end is below 0",
    )


def test_net_moves_with_margins(tmp_path):
    path = write(tmp_path, "origin,destination,people,margin of error\nLahore,Quetta,-100,130\n")
    moved = flows.read(path, kind="net", evidence="surveyed")
    assert rows_of(moved) == {("lahore", "quetta"): (-100, -230, 30)}


@pytest.mark.parametrize(
    ("known", "ends"),
    [
        # the same pair twice: 10 ± 3 and 2 ± 4, cut off at nobody, are 12 ± 5
        ({"kind": "transition", "evidence": "surveyed"}, (7, 17)),
        ({"kind": "net", "evidence": "surveyed"}, (7, 17)),
        # not said to be a survey: 7 and 0, 13 and 6
        ({"kind": "transition"}, (7, 19)),
    ],
)
def test_repeated_rows_add_their_variances(tmp_path, known, ends):
    path = write(tmp_path, "origin,destination,people,moe\nLahore,Quetta,10,3\nLahore,Quetta,2,4\n")
    assert rows_of(flows.read(path, **known)) == {("lahore", "quetta"): (12, *ends)}


def test_rows_whose_margin_cannot_be_are_dropped_and_told(tmp_path):
    path = write(
        tmp_path,
        "origin,destination,people,moe\nLahore,Quetta,10,3\nLahore,Multan,10,\nMultan,Lahore,10,-555555555\n",
    )
    moved = flows.read(path, kind="transition", evidence="surveyed")
    assert len(moved) == 1
    assert moved.report.reasons["reason"].tolist() == ["moe is not a number", "the margin of error is negative"]


def test_a_margin_beside_a_range_is_not_chosen_between(tmp_path):
    path = write(tmp_path, "origin,destination,people,low,high,moe\nLahore,Quetta,10,7,13,3\n")
    with pytest.raises(ReadError, match="column 6 gives a margin of error and others a range, low and high; keep one"):
        flows.read(path)
