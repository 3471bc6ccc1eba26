"""OD matrix, totals, and carrying flows over to other districts, in worlds small enough for a pencil."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boundaries
import flows
from flows import Flows, FlowTableError, KindError


def make_flows(*rows, kind="transition", evidence="counted", **known):
    """Each row is (origin, destination, people)."""
    table = pd.DataFrame(rows, columns=["origin", "destination", "people"])
    return Flows(table, kind=kind, evidence=evidence, source="s", **known)


# a → b 5, b → a 2, a → c 1, and 9 within c
SMALL = make_flows(("a", "b", 5), ("b", "a", 2), ("a", "c", 1), ("c", "c", 9))


def test_rows_are_origins_columns_are_destinations():
    matrix = flows.od_matrix(SMALL)
    assert matrix.index.tolist() == matrix.columns.tolist() == ["a", "b", "c"]
    assert (matrix.index.name, matrix.columns.name) == ("origin", "destination")
    assert matrix.to_numpy().tolist() == [
        [0, 5, 1],
        [2, 0, 0],
        [0, 0, 9],
    ]
    assert (matrix.dtypes == "int64").all()


def test_totals_by_hand():
    table = flows.totals(SMALL)
    assert table.index.name == "code"
    assert table.loc["a"].to_dict() == {"inflow": 2, "outflow": 5 + 1, "internal": 0, "net": 2 - 6}
    assert table.loc["b"].to_dict() == {"inflow": 5, "outflow": 2, "internal": 0, "net": 3}
    assert table.loc["c"].to_dict() == {"inflow": 1, "outflow": 0, "internal": 9, "net": 1}


def test_a_place_named_only_with_zeros_is_there():
    assert flows.totals(make_flows(("a", "b", 0))).to_numpy().tolist() == [[0, 0, 0, 0], [0, 0, 0, 0]]


def test_periods_and_groups_are_summed():
    table = pd.DataFrame({"origin": "a", "destination": "b", "people": [1, 2], "group": ["men", "women"]})
    both = Flows(table, kind="event", evidence="counted", source="s")
    assert flows.od_matrix(both).loc["a", "b"] == flows.totals(both).loc["b", "inflow"] == 1 + 2


def test_an_empty_table_gives_an_empty_matrix():
    empty = make_flows(("a", "b", 1)).table.iloc[:0]
    nothing = Flows(empty, kind="event", evidence="counted", source="s")
    assert flows.od_matrix(nothing).shape == (0, 0)
    assert flows.totals(nothing).empty


@pytest.mark.parametrize("sum_up", [flows.od_matrix, flows.totals])
def test_a_stock_of_several_dates_is_never_summed(sum_up):
    table = pd.DataFrame(
        {"origin": "a", "destination": "b", "people": [5, 6], "period": ["round 1", "round 2"]}
    )
    with pytest.raises(KindError, match="never summed"):
        sum_up(Flows(table, kind="stock", evidence="surveyed", source="s"))


@pytest.mark.parametrize("sum_up", [flows.od_matrix, flows.totals])
def test_corridors_without_numbers_have_no_totals(sum_up):
    with pytest.raises(KindError, match="without numbers"):
        sum_up(flows.load("balochistan_corridors"))


codes = st.sampled_from(["lahore", "sibi", "kachhi", "lehri", "chitral", "karachi-west", "malir", "quetta"])
moves = st.dictionaries(st.tuples(codes, codes), st.integers(0, 10**7), min_size=1, max_size=12)


@given(moves)
def test_what_leaves_arrives(moved):
    table = flows.totals(make_flows(*((o, d, n) for (o, d), n in moved.items())))
    assert table["inflow"].sum() == table["outflow"].sum()
    assert table["net"].sum() == 0
    assert table["inflow"].sum() + table["internal"].sum() == sum(moved.values())


@given(moves)
def test_the_matrix_and_the_totals_agree(moved):
    table = make_flows(*((o, d, n) for (o, d), n in moved.items()))
    matrix, sums = flows.od_matrix(table), flows.totals(table)
    inside = pd.Series(matrix.to_numpy().diagonal(), index=matrix.index)
    assert (matrix.sum(axis=0) - inside).tolist() == sums["inflow"].tolist()
    assert (matrix.sum(axis=1) - inside).tolist() == sums["outflow"].tolist()
    assert inside.tolist() == sums["internal"].tolist()


# --- harmonise


def test_merging_places_makes_the_moves_between_them_internal():
    """Sibi, Kachhi and Lehri are one unit: 3 + 4 between them stay inside, 10 to Quetta go on."""
    moved = make_flows(("sibi", "kachhi", 3), ("lehri", "sibi", 4), ("kachhi", "quetta", 10), vintage="2017")
    table = flows.harmonise(moved, to="units")
    assert table.table.to_dict("records") == [
        {"origin": "sibi-kachhi", "destination": "quetta", "people": 10},
        {"origin": "sibi-kachhi", "destination": "sibi-kachhi", "people": 3 + 4},
    ]
    assert table.table["people"].dtype == "int64"
    assert (table.vintage, table.evidence) == ("units", "counted")
    assert flows.totals(table)["internal"].sum() == 7


def test_splitting_a_place_shares_its_flows_by_people_and_invents_no_migration():
    share = boundaries.crosswalk("2017", "2023").query("source == 'chitral'").set_index("target")["weight"]
    moved = make_flows(("chitral", "lahore", 1000), ("chitral", "chitral", 500), vintage="2017")
    table = flows.harmonise(moved, to="2023")
    people = {(row.origin, row.destination): row.people for row in table.table.itertuples()}
    assert people == pytest.approx(
        {
            ("lower-chitral", "lahore"): 1000 * share["lower-chitral"],
            ("upper-chitral", "lahore"): 1000 * share["upper-chitral"],
            ("lower-chitral", "lower-chitral"): 500 * share["lower-chitral"],
            ("upper-chitral", "upper-chitral"): 500 * share["upper-chitral"],
        }
    )
    assert table.evidence == "derived"


@given(moves, st.sampled_from(["units", "cities", "2023", "1998"]))
def test_no_one_is_lost_or_made_on_the_way(moved, to):
    before = make_flows(*((o, d, n) for (o, d), n in moved.items()), vintage="2017")
    after = flows.harmonise(before, to=to)
    assert after.people == pytest.approx(before.people, rel=1e-12)
    if to in ("units", "cities"):
        assert after.people == before.people
        assert flows.totals(after)["internal"].sum() >= flows.totals(before)["internal"].sum()


def test_the_range_goes_the_same_way_as_the_people():
    table = make_flows(("sibi", "quetta", 3), ("kachhi", "quetta", 4)).table.assign(low=[1, 2], high=[5, 9])
    moved = flows.harmonise(
        Flows(table, kind="event", evidence="modelled", source="s", vintage="2023"), to="units"
    )
    assert moved.table[["people", "low", "high"]].to_numpy().tolist() == [[3 + 4, 1 + 2, 5 + 9]]
    assert moved.evidence == "modelled"


def test_the_same_list_is_the_same_table():
    moved = make_flows(("lahore", "quetta", 1), vintage="2023")
    assert flows.harmonise(moved, to="2023") is moved


def test_a_corridor_stays_without_a_number():
    moved = make_flows(("sibi", "quetta", math.nan), evidence="documented", vintage="2023")
    assert flows.harmonise(moved, to="units").table["people"].isna().all()


@pytest.mark.parametrize(
    ("rows", "vintage", "words"),
    [
        ([("lahore", "quetta", 1)], None, "vintage of 's' is not known"),
        (
            [("lahore", "atlantis", 1), ("utopia", "lahore", 1)],
            "2023",
            "not a place of '2023': atlantis, utopia",
        ),
    ],
)
def test_what_cannot_be_carried_over_is_told(rows, vintage, words):
    with pytest.raises(FlowTableError, match=words):
        flows.harmonise(make_flows(*rows, vintage=vintage), to="units")
