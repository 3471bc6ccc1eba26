"""A release holds what may be seen of rows, totals, sums and nets, and nothing that gives the rest away."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from flows import DisclosureError, Flows, KindError
from flows.disclosure import PUBLISHED_THRESHOLD, Release, default_threshold, protect
from tests.flows.disclosure.attacker import Attacker, argwhere
from tests.flows.disclosure.leaks import find_leaks


def make_flows(*rows, kind="event", evidence="surveyed", **columns):
    table = pd.DataFrame(rows, columns=["origin", "destination", "people"]).assign(**columns)
    return Flows(table, kind=kind, evidence=evidence, source="a survey")


def from_matrix(values: np.ndarray, **known) -> Flows:
    codes = "abcdefgh"
    return make_flows(*((codes[i], codes[j], values[i, j]) for i, j in np.ndindex(*values.shape)), **known)


def people(release: Release) -> dict[str, float]:
    return {row.origin + row.destination: row.people for row in release.table.itertuples()}


def hidden(release: Release) -> set[str]:
    return {pair for pair, count in people(release).items() if math.isnan(count)}


# 90s all round, 3 from a to b. The cheapest closed path off the diagonal goes through ab, ad, cd, cb.
WORLD = np.array([[500, 3, 90, 30], [90, 500, 90, 90], [90, 30, 500, 30], [90, 90, 90, 500]])


def test_a_small_flow_is_hidden_with_those_that_would_give_it_away() -> None:
    release = protect(from_matrix(WORLD))
    assert hidden(release) == {"ab", "ad", "cb", "cd"}
    assert release.hidden == release.table["suppressed"].sum() == 4
    assert (release.method, release.threshold) == ("suppress", 10)
    # Hidden are 3 + 30 + 30 + 30 = 93 of 813 moves and 2,000 who stayed: 3.3 %.
    assert release.sentence == (
        "Flows of fewer than 10 people are hidden, and others that would give them away: "
        "4 of 16 flows, 3.3% of the people."
    )


def test_totals_are_the_true_ones_and_leave_internal_movement_out() -> None:
    release = protect(from_matrix(WORLD))
    totals = release.totals.set_index("code")
    assert totals.loc["a"].to_dict() == {"inflow": 270, "outflow": 123, "internal": 500, "net": 147}
    assert release.sums.to_dict("list") == {"moves": [813.0], "internal": [2000.0]}


def test_a_small_total_is_hidden_with_its_net_and_another_total() -> None:
    # c sends 3 in all, to b; everybody else sends much more.
    values = np.array([[0, 90, 80], [70, 0, 60], [0, 3, 0]])
    release = protect(from_matrix(values))
    totals = release.totals.set_index("code")
    assert "cb" in hidden(release)
    assert math.isnan(totals.loc["c", "outflow"])
    assert math.isnan(totals.loc["c", "net"])
    assert totals["outflow"].isna().sum() >= 2
    assert "totals of places" in release.sentence


def test_internal_movement_is_a_list_with_a_sum() -> None:
    values = np.full((4, 4), 90)
    np.fill_diagonal(values, [3, 40, 20, 60])
    # aa would be the sum less the others, so the smallest of them goes too. 3 + 20 less one person is more than 10.
    release = protect(from_matrix(values))
    assert hidden(release) == {"aa", "cc"}
    assert release.totals.set_index("code")["internal"].isna().to_list() == [True, False, True, False]
    # Two who stayed, in one place, and nobody else: not even the sum can be told.
    np.fill_diagonal(values, [2, 0, 0, 0])
    release = protect(from_matrix(values))
    assert hidden(release) == {"aa"}
    assert release.sums["internal"].isna().all()
    assert release.sums["moves"].to_list() == [12 * 90]


def test_the_range_of_a_hidden_flow_is_hidden_and_further_columns_are_left_out() -> None:
    flows = from_matrix(WORLD)
    flows = Flows(
        flows.table.assign(low=flows.table["people"] - 1, high=flows.table["people"] + 1, share=0.5),
        kind="event",
        evidence="surveyed",
        source="a survey",
    )
    table = protect(flows).table
    assert list(table.columns) == ["origin", "destination", "people", "low", "high", "suppressed"]
    assert table.loc[table["suppressed"], ["people", "low", "high"]].isna().all(axis=None)
    assert table.loc[~table["suppressed"], ["people", "low", "high"]].notna().all(axis=None)
    assert list(protect(flows, method="controlled").table.columns) == ["origin", "destination", "people", "suppressed"]


def test_no_payload_made_from_a_release_holds_a_hidden_number() -> None:
    values = WORLD * 7919
    release = protect(from_matrix(values), threshold=30_000)
    gone = [values["abcd".index(pair[0]), "abcd".index(pair[1])] for pair in hidden(release)]
    assert {3 * 7919} <= set(gone)
    for frame in (release.table, release.totals, release.sums, release.pair_nets(), release.sum_slices()):
        assert find_leaks(frame.to_csv(), gone) == []
        assert find_leaks(frame.to_json(), gone) == []
    assert find_leaks(release.sentence, gone) == []


def test_a_net_is_hidden_when_either_direction_is() -> None:
    nets = protect(from_matrix(WORLD)).pair_nets().set_index(["origin", "destination"])["net"]
    # ab and cb are hidden, ba and bc are not: 90 less the net would be the hidden one.
    assert {"".join(pair) for pair, net in nets.items() if math.isnan(net)} == {"ab", "ad", "bc", "cd"}
    assert nets["b", "d"] == 90 - 90
    assert len(nets) == 6


def test_periods_are_protected_apart_and_their_sum_hides_what_a_part_hides() -> None:
    march = from_matrix(WORLD).table.assign(period="march")
    april = from_matrix(np.full((4, 4), 90)).table.assign(period="april")
    flows = Flows(pd.concat([march, april]), kind="event", evidence="surveyed", source="a survey")
    release = protect(flows)
    table = release.table
    assert table.loc[table["suppressed"], "period"].unique().tolist() == ["march"]
    assert list(release.totals.columns) == ["period", "code", "inflow", "outflow", "internal", "net"]
    assert release.sums.set_index("period")["moves"].to_dict() == {"april": 1080, "march": 813}
    sums = release.sum_slices().set_index(["origin", "destination"])["people"]
    # Both months together less April would be March.
    assert math.isnan(sums["a", "b"])
    assert sums["a", "c"] == 90 + 90
    assert release.pair_nets()["period"].value_counts().to_dict() == {"april": 6, "march": 6}


def test_a_stock_of_several_dates_is_not_summed() -> None:
    table = from_matrix(WORLD).table
    table = pd.concat([table.assign(period="1"), table.assign(period="2")])
    release = protect(Flows(table, kind="stock", evidence="surveyed", source="rounds"))
    with pytest.raises(KindError, match="never summed"):
        release.sum_slices()


@pytest.mark.parametrize(
    ("kind", "evidence", "threshold"),
    [
        ("transition", "surveyed", 10),
        ("stock", "surveyed", 10),
        (None, "surveyed", 10),
        ("event", "counted", 10),
        ("event", None, 10),
        ("event", "modelled", None),
        ("event", "scenario", None),
        ("lifetime", "counted", None),
        ("transition", "derived", None),
        (None, None, None),
    ],
)
def test_protection_is_on_for_persons_and_off_for_the_rest(kind, evidence, threshold) -> None:
    flows = make_flows(("a", "b", 3), kind=kind, evidence=evidence)
    assert default_threshold(flows) == threshold
    assert default_threshold(flows, published=True) is None


def test_where_protection_is_off_everything_is_shown_and_that_is_said() -> None:
    release = protect(from_matrix(WORLD), published=True)
    assert hidden(release) == set()
    assert (release.method, release.threshold) == ("none", None)
    assert release.sentence == "Figures are shown as they are, small ones too."
    assert hidden(protect(from_matrix(WORLD), published=True, threshold=PUBLISHED_THRESHOLD))


def test_a_documented_corridor_without_protection_stays_without_a_number() -> None:
    release = protect(make_flows(("a", "b", math.nan), evidence="documented"))
    assert hidden(release) == {"ab"}
    assert release.hidden == 0


def test_random_rounding_rounds_totals_by_themselves_and_says_so() -> None:
    release = protect(from_matrix(WORLD), method="random", seed=3)
    assert people(release)["ab"] == 3
    assert (release.table["people"] % 3 == 0).all()
    assert (release.totals[["inflow", "outflow", "internal"]] % 3 == 0).all(axis=None)
    assert release.sums["moves"].item() == 813
    assert "need not add up" in release.sentence
    again = protect(from_matrix(WORLD), method="random", seed=3)
    pd.testing.assert_frame_equal(release.table, again.table)


def test_controlled_rounding_adds_up() -> None:
    release = protect(from_matrix(WORLD + 1), method="controlled")
    table, totals = release.table, release.totals.set_index("code")
    moves = table[table["origin"] != table["destination"]]
    assert moves.groupby("origin")["people"].sum().to_dict() == totals["outflow"].to_dict()
    assert moves.groupby("destination")["people"].sum().to_dict() == totals["inflow"].to_dict()
    assert release.sums["moves"].item() == moves["people"].sum()
    assert "still add up" in release.sentence


def test_an_empty_table_gives_an_empty_release() -> None:
    empty = pd.DataFrame({"origin": [], "destination": [], "people": []}).astype({"people": "float64"})
    release = protect(Flows(empty, kind="event", evidence="surveyed", source="nothing"))
    assert (len(release.table), len(release.totals), release.hidden) == (0, 0, 0)


def test_what_the_caller_noted_on_the_table_stays_at_home() -> None:
    flows = from_matrix(WORLD)
    flows.table.attrs["smallest"] = 3
    assert protect(flows).table.attrs == {}
    assert flows.table.attrs == {"smallest": 3}


def test_a_flow_that_only_helps_is_hidden_as_widely() -> None:
    # As in test_suppression: with totals of places published, bc (20) must keep ten numbers too.
    values = np.zeros((6, 6), dtype=int)
    values[:3, 3:] = [[17, 1, 20], [18, 5, 15], [13, 1, 23]]
    values[3:, :3] = 90
    release = protect(from_matrix(values))
    table = np.zeros((7, 7))
    table[:6, :6] = release.table["people"].to_numpy().reshape(6, 6)
    table[:6, 6], table[6, :6] = release.totals["outflow"], release.totals["inflow"]
    table[6, 6] = release.sums["moves"].item()
    attacker = Attacker(table, least=1)
    assert min(high - low for low, high in map(attacker.bound, attacker.blanks)) >= 10 - 1 - 1e-6


def test_the_callers_table_is_not_changed() -> None:
    flows = from_matrix(WORLD)
    before = flows.table.copy()
    protect(flows)
    pd.testing.assert_frame_equal(flows.table, before)


def test_all_that_cannot_be_protected_is_told_at_once() -> None:
    with pytest.raises(DisclosureError) as caught:
        protect(make_flows(("a", "b", -3), kind="net"), method="guess", threshold=0, base=1)
    for said in ("method 'guess'", "the threshold is 0", "the base is 1", "a net is the difference"):
        assert said in str(caught.value)
    for threshold in ("10", math.nan, [10]):
        with pytest.raises(DisclosureError, match="it must be a number of people above 0"):
            protect(from_matrix(WORLD), threshold=threshold)
    with pytest.raises(DisclosureError, match="the base is '3'"):
        protect(from_matrix(WORLD), method="controlled", base="3")
    with pytest.raises(DisclosureError, match="needs a seed"):
        protect(from_matrix(WORLD), method="random")
    with pytest.raises(DisclosureError, match="nothing to hide"):
        protect(make_flows(("a", "b", math.nan), evidence="documented"), threshold=5)


@settings(max_examples=40)
@given(
    arrays.arrays(
        np.int64,
        st.integers(2, 5).map(lambda n: (n, n)),
        elements=st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 60)),
    ),
    st.integers(2, 10),
)
def test_law_every_small_flow_may_be_any_from_one_to_the_threshold(truth: np.ndarray, threshold: int) -> None:
    release = protect(from_matrix(truth), threshold=threshold)
    wide = threshold - 1
    n = len(truth)
    cells = release.table["people"].to_numpy().reshape(n, n)
    small = (truth > 0) & (truth < threshold)
    assert np.isnan(cells[small]).all()
    assert (cells[truth == 0] == 0).all()
    # Migration with its totals, hidden ones NaN.
    table = np.zeros((n + 1, n + 1))
    table[:n, :n] = cells
    np.fill_diagonal(table, 0)
    table[:n, n], table[n, :n] = release.totals["outflow"], release.totals["inflow"]
    table[n, n] = release.sums["moves"].item()
    attacker = Attacker(table, least=1)
    between = small & ~np.eye(n, dtype=bool)
    for cell in argwhere(between):
        low, high = attacker.bound(cell)
        assert low <= 1 + 1e-6
        assert high >= threshold - 1e-6
    # A small total is no less than its cells above zero, and may be the threshold.
    out = np.where(np.eye(n, dtype=bool), 0, truth).sum(axis=1)
    for place in np.flatnonzero((out > 0) & (out < threshold)):
        low, high = attacker.bound((int(place), n))
        assert low <= (truth[place] > 0).sum() + 1e-6
        assert high >= threshold - 1e-6
    # What is hidden to protect others keeps an interval as wide, totals too.
    for cell in attacker.blanks:
        low, high = attacker.bound(cell)
        assert high - low >= wide - 1e-6
    # Internal movement: one row and its sum.
    line = np.append(np.diag(cells), release.sums["internal"].item())
    attacker = Attacker(np.vstack([line, line]), least=1)
    for place in np.flatnonzero(np.isnan(line[:n])):
        low, high = attacker.bound((0, int(place)))
        assert high - low >= wide - 1e-6
        if small[place, place]:
            assert low <= 1 + 1e-6
            assert high >= threshold - 1e-6
