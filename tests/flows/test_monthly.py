"""Flow tables laid out by month: three places and a pencil."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import flows
from flows import Flows, SeasonError
from flows.monthly import measure_seasons, months_of
from flows.table import KINDS


def table(*rows, kind="event", evidence="surveyed", **about):
    """Rows of origin, destination, people, period."""
    frame = pd.DataFrame(rows, columns=["origin", "destination", "people", "period"])
    frame = frame.astype({"origin": "str", "destination": "str", "people": "int64", "period": "str"})
    return Flows(frame, kind=kind, evidence=evidence, source="a survey", **about)


MOVES = table(
    ("sibi", "quetta", 10, "2024-05"),
    ("sibi", "sukkur", 4, "2024-05"),
    ("sibi", "quetta", 5, "2024-06"),
    ("quetta", "sibi", 12, "2024-09"),
    ("quetta", "quetta", 99, "2024-06"),  # inside Quetta: moves nobody between places
    caveat="a test",
    vintage="cities",
)


def test_moves_add_up_month_after_month():
    months = months_of(MOVES)
    assert months.labels == ("2024-05", "2024-06", "2024-09")
    assert months.codes == ("quetta", "sibi", "sukkur")
    pairs = [(months.codes[o], months.codes[d]) for o, d in zip(months.origins, months.destinations, strict=True)]
    assert pairs == [("quetta", "sibi"), ("sibi", "quetta"), ("sibi", "sukkur")]
    assert months.people.tolist() == [[0, 10, 4], [0, 5, 0], [12, 0, 0]]
    # Quetta: +10, then +5, then −12; Sibi: −14, −5, +12; Sukkur keeps its 4.
    assert months.change.tolist() == [[10, -14, 4], [15, -19, 4], [3, -7, 4]]


def test_a_stock_is_present_and_not_summed():
    rounds = table(
        ("sibi", "quetta", 100, "2024-05"),
        ("sibi", "sukkur", 40, "2024-05"),
        ("sibi", "quetta", 70, "2024-06"),
        kind="stock",
    )
    months = months_of(rounds)
    assert months.people.tolist() == [[100, 40], [70, 0]]
    assert months.change.tolist() == [[100, -140, 40], [70, -70, 0]]  # quetta, sibi, sukkur


def test_the_last_round_of_a_month_stands_for_it_and_moves_of_a_month_are_summed():
    rows = [("sibi", "quetta", 100, "2024-05-03"), ("sibi", "quetta", 70, "2024-05-28"), ("a", "b", 1, "2024-05-03")]
    assert months_of(table(*rows, kind="stock")).people.tolist() == [[70]]
    moves = months_of(table(*rows))
    assert moves.labels == ("2024-05",)
    assert moves.people.tolist() == [[1, 170]]


def test_pairs_that_the_last_round_leaves_out_are_told():
    rows = [
        ("sibi", "quetta", 100, "2024-05-03"),
        ("sibi", "sukkur", 30, "2024-05-03"),
        ("sibi", "karachi", 0, "2024-05-03"),  # nobody is left out
        ("sibi", "sibi", 9, "2024-05-03"),  # nor is internal movement
        ("sibi", "quetta", 70, "2024-05-28"),
        ("sibi", "quetta", 60, "2024-06-28"),
    ]
    told = (
        "Of several rounds in a month the last stands for it; pairs of places that only an earlier round has count as "
        "0: 2024-05 (1)."
    )
    assert months_of(table(*rows, kind="stock")).caveat == told
    assert months_of(table(*rows)).caveat is None  # events are summed
    assert months_of(table(*rows[4:], kind="stock")).caveat is None
    beware = replace(table(*rows, kind="stock"), caveat="A test.")
    assert months_of(beware).caveat == f"A test. {told}"


@pytest.mark.parametrize(
    ("periods", "labels"),
    [
        (["3", "11"], ("03", "11")),
        (["11", "03"], ("03", "11")),
        (["2024-12", "2025-01"], ("2024-12", "2025-01")),
        (["2024-12-31 23:59", "2025-01-01T00:00"], ("2024-12", "2025-01")),
    ],
)
def test_months_are_written_in_several_ways(periods, labels):
    assert months_of(table(*(("a", "b", 1, period) for period in periods))).labels == labels


def test_the_table_says_what_it_is():
    months = months_of(MOVES)
    assert (months.kind, months.evidence, months.source) == ("event", "surveyed", "a survey")
    assert (months.vintage, months.unit, months.caveat) == ("cities", "people", "a test")


def test_groups_are_summed():
    grouped = MOVES.table.assign(group="women")
    both = Flows(pd.concat([grouped, grouped.assign(group="men")]), kind="event", evidence="surveyed", source="x")
    assert months_of(both).people.tolist() == [[0, 20, 8], [0, 10, 0], [24, 0, 0]]


def test_lists_of_pairs_and_of_places():
    months = months_of(MOVES)
    assert months.pairs().to_dict("list") == {
        "origin": ["sibi", "sibi", "sibi", "quetta"],
        "destination": ["quetta", "sukkur", "quetta", "sibi"],
        "month": ["2024-05", "2024-05", "2024-06", "2024-09"],
        "people": [10, 4, 5, 12],
    }
    places = months.places()
    assert len(places) == 9
    september = places[places["month"] == "2024-09"].drop(columns="month").to_dict("list")
    assert september == {
        "code": ["quetta", "sibi", "sukkur"],
        "inflow": [0, 12, 0],
        "outflow": [12, 0, 0],
        "change": [3, -7, 4],
    }


def test_an_empty_table_has_no_months():
    months = months_of(table())
    assert (months.labels, months.codes, months.people.shape) == ((), (), (0, 0))
    assert len(months.pairs()) == len(months.places()) == 0


# --- what is refused


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"event", "stock"}))
def test_kinds_without_months_say_why(kind):
    with pytest.raises(SeasonError, match=rf"'a survey' cannot be laid out by month(.|\n)*{kind}"):
        months_of(replace(MOVES, kind=kind))


def test_an_undeclared_kind_is_asked_for():
    with pytest.raises(SeasonError, match="its kind is not declared; say whether"):
        months_of(replace(MOVES, kind=None))


def test_corridors_without_numbers_have_no_months():
    with pytest.raises(SeasonError, match=r"named without a number(.|\n)*no column period"):
        months_of(flows.load("balochistan_corridors"))


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        (["2024"], "not a month: '2024'; write 2024-03"),
        (["13", "0"], "not a month: '0', '13'"),
        (["2024-13"], "not a month: '2024-13'"),
        (["unknown", "2024-03"], "not a month: 'unknown'"),
        ([f"round {n}" for n in range(8)], "'round 4' and 3 more"),
        (["2024-03", "4"], r"some periods have a year and some have none \(2024-03, 4\)"),
    ],
)
def test_periods_that_are_not_months(periods, words):
    with pytest.raises(SeasonError, match=words):
        months_of(table(*(("a", "b", 1, period) for period in periods)))


# --- seasons of places


def full_year(**moves):
    """Everybody of `moves` goes from a to b in the month named m1 to m12 and back in the same month of b to a."""
    rows = [("a", "b", 0, str(month)) for month in range(1, 13)]
    for name, (there, back) in moves.items():
        month = int(name[1:])
        rows[month - 1] = ("a", "b", there, str(month))
        rows.append(("b", "a", back, str(month)))
    return table(*rows)


def test_a_place_with_two_seasons_says_so():
    # Out of a in April and October, half of each; back in January only, 60 of 100.
    months = months_of(full_year(m4=(50, 0), m10=(50, 0), m1=(0, 60)))
    seasons = measure_seasons(months).set_index(["code", "direction"])
    out = seasons.loc[("a", "out")]
    assert out["people"] == 100
    assert out["seasonality_index"] == pytest.approx(20 / 12)
    assert (out["harmonic"], out["first_peak"], out["second_peak"]) == (2, 4, 10)
    assert (out["strength"], out["top_three_share"]) == pytest.approx((1, 1))
    back = seasons.loc[("a", "in")]
    assert (back["harmonic"], back["first_peak"], back["second_peak"]) == (1, 1, 0)
    assert out["return_ratio"] == back["return_ratio"] == pytest.approx(0.6)
    assert seasons.loc[("b", "in"), "people"] == 100


def test_peaks_that_are_not_half_a_year_apart_are_both_named():
    out = measure_seasons(months_of(full_year(m4=(20, 0), m8=(20, 0)))).set_index("direction").loc["out"]
    assert (out["harmonic"], out["first_peak"], out["second_peak"]) == (2, 4, 8)


def test_a_direction_without_people_has_no_row():
    seasons = measure_seasons(months_of(full_year(m7=(9, 0))))
    assert seasons[["code", "direction"]].values.tolist() == [["a", "out"], ["b", "in"]]
    assert (seasons["return_ratio"] == 0).all()


def test_a_month_of_several_years_counts_with_its_mean():
    # January of 2025 had 30 and of 2026 10: 20 in a usual January, and 1 in every other month.
    rows = [("a", "b", 1, f"2025-{month:02d}") for month in range(2, 13)]
    seasons = measure_seasons(months_of(table(*rows, ("a", "b", 30, "2025-01"), ("a", "b", 10, "2026-01"))))
    assert seasons["people"].tolist() == [31, 31]
    assert seasons["top_three_share"].tolist() == pytest.approx([22 / 31] * 2)


def test_a_season_needs_the_whole_year():
    with pytest.raises(SeasonError, match="none for January, February, March, April, July"):
        measure_seasons(months_of(MOVES))


def test_a_stock_has_no_arrivals():
    with pytest.raises(SeasonError, match="a stock tells who is away, not who moves"):
        measure_seasons(months_of(replace(MOVES, kind="stock")))


# --- laws

ROWS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(1, 12)), st.integers(0, 10**9), max_size=40
)


@settings(max_examples=25)
@given(ROWS, st.sampled_from(["event", "stock"]))
def test_nobody_is_lost_in_any_month(rows, kind):
    flows = table(*((o, d, people, f"{month:02d}") for (o, d, month), people in rows.items()), kind=kind)
    months = months_of(flows)
    between = flows.table[flows.table["origin"] != flows.table["destination"]]
    assert months.people.sum() == between["people"].sum()
    assert (months.change.sum(axis=1) == 0).all()
    assert months.places()["inflow"].sum() == months.places()["outflow"].sum() == months.pairs()["people"].sum()


def test_fractions_of_people_stay_as_they_are():
    halves = Flows(MOVES.table.assign(people=MOVES.table["people"] / 2), kind="event", evidence="modelled", source="x")
    assert math.fsum(months_of(halves).people.ravel()) == 15.5
