"""The seasonal scenario: a year by hand, nobody lost or counted twice, and the carried corridors."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import flows
from flows import SeasonError
from flows.monthly import measure_seasons, months_of
from flows.seasonal_model import SeasonModel, load_season_model
from flows.seasonal_scenario import COLD, HOT, SHARE, simulate_year

# 20 °C all year but for a summer that peaks in June, and a winter that peaks in January.
SUMMER = [20, 20, 20, 20, 35, 40, 35, 32, 20, 20, 20, 20]
WINTER = [0, 5, 20, 20, 20, 20, 20, 20, 20, 20, 20, 6]


def model(corridors, *, people=(1001, 500, 0, 77)):
    """Four places a, b, c, d; corridors are (from, to, season, temperatures)."""
    return SeasonModel(
        codes=("a", "b", "c", "d"),
        people=np.array(people, dtype=np.int64),
        origins=np.array(["abcd".index(row[0]) for row in corridors], dtype=np.intp),
        destinations=np.array(["abcd".index(row[1]) for row in corridors], dtype=np.intp),
        seasons=tuple(row[2] for row in corridors),
        temperatures=np.array([row[3] for row in corridors], dtype=np.float64).reshape(-1, 12).T,
    )


HEAT = model([("a", "b", "summer", SUMMER), ("a", "c", "summer", SUMMER)])
COLD_TOO = model([("a", "b", "summer", SUMMER), ("a", "c", "summer", SUMMER), ("d", "b", "winter", WINTER)])


# --- a year by hand


def test_a_summer_by_hand():
    """30 °C is the threshold: May is 5 past it, June 10, July 5, August 2. Of 1,001 people 10 % are 100.1."""
    year = simulate_year(HEAT, share=0.1, hot=30)
    assert year.driver[:, 0].tolist() == [0, 0, 0, 0, 0.5, 1, 0.5, 0.2, 0, 0, 0, 0]
    # 50.05, 100.1, 50.05 and 20.02 people are whole persons: 50, 100, 50, 20; half to each of b and c.
    assert year.away[:, 0].tolist() == [0, 0, 0, 0, 25, 50, 25, 10, 0, 0, 0, 0]
    assert (year.away[:, 1] == year.away[:, 0]).all()
    assert year.leaving[:, 0].tolist() == [0, 0, 0, 0, 25, 25, 0, 0, 0, 0, 0, 0]
    assert year.returning[:, 0].tolist() == [0, 0, 0, 0, 0, 0, 25, 15, 10, 0, 0, 0]
    assert year.present[5].tolist() == [901, 550, 50, 77]
    assert year.change[5].tolist() == [-100, 50, 50, 0]


def test_the_odd_person_goes_to_the_destination_named_first():
    # 5 % of 1,001 is 50.05, in May half of it 25.025: 25 people are 13 and 12.
    assert simulate_year(HEAT, share=0.05, hot=30).away[4].tolist() == [13, 12]


def test_a_winter_goes_over_the_new_year():
    """10 °C is the threshold: December is 4 past it, January 10, February 5. Of 77 people all are away at worst."""
    year = simulate_year(COLD_TOO, share=1, cold=10)
    winter = 2
    # 0.4 · 77 = 30.8, 77 and 38.5 → 31, 77 and 38 (halves go to the even number).
    assert year.away[:, winter].tolist() == [77, 38, 0, 0, 0, 0, 0, 0, 0, 0, 0, 31]
    assert year.leaving[:, winter].tolist() == [46, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 31]
    assert year.returning[:, winter].tolist() == [0, 39, 38, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert year.present[0].tolist() == [1001, 577, 0, 0]


def test_a_climate_inside_comfort_moves_nobody():
    year = simulate_year(COLD_TOO, share=1, hot=40, cold=0)
    assert not year.away.any()
    assert (year.present == year.model.people).all()
    assert year.flows().people == 0


def test_an_origin_may_leave_the_heat_and_the_cold():
    both = model([("a", "b", "summer", SUMMER), ("a", "c", "winter", WINTER)])
    year = simulate_year(both, share=1)
    assert year.away.max(axis=0).tolist() == [1001, 1001]
    assert (year.away.sum(axis=1) <= 1001).all()


def test_a_country_without_corridors_stays_at_home():
    year = simulate_year(model([]))
    assert (year.present == year.model.people).all()
    assert len(year.where_are(7)) == 4
    assert len(year.flows()) == 0


# --- who is where


def test_who_is_where_in_june():
    assert simulate_year(COLD_TOO, share=0.1, hot=30).where_are(6).values.tolist() == [
        ["a", "a", 901],
        ["a", "b", 50],
        ["a", "c", 50],
        ["b", "b", 500],
        ["c", "c", 0],
        ["d", "d", 77],
    ]


@pytest.mark.parametrize("month", [0, 13, -1, 7.0, "July"])
def test_there_are_twelve_months(month):
    with pytest.raises(SeasonError, match=f"no month {month!r}; months are whole numbers"):
        simulate_year(HEAT).where_are(month)


def test_tables_of_who_is_present_and_who_is_away():
    year = simulate_year(HEAT, share=0.1, hot=30)
    present, away = year.present_table(), year.away_table()
    assert list(present.columns) == ["code", "month", "people", "change"]
    assert present[present["month"] == 6]["people"].tolist() == [901, 550, 50, 77]
    assert (present.groupby("month")["people"].sum() == 1578).all()
    august = away[(away["month"] == 8) & (away["destination"] == "b")]
    assert august.to_dict("records") == [
        {
            "origin": "a",
            "destination": "b",
            "season": "summer",
            "month": 8,
            "people": 10,
            "leaving": 0,
            "returning": 15,
        }
    ]


def test_the_moves_are_events_of_a_scenario():
    moves = simulate_year(HEAT, share=0.1, hot=30).flows()
    assert (moves.kind, moves.evidence, moves.period) == ("event", "scenario", "a usual year")
    assert len(moves) == 12 * 2 * 2  # months, corridors, out and back: a month without moves is known to be 0
    assert moves.people == 200
    out = moves.table[moves.table["group"] == "leaving"]
    assert set(out["origin"]) == {"a"}
    assert set(moves.table.loc[moves.table["group"] == "returning", "destination"]) == {"a"}
    assert "A scenario, not a finding" in moves.caveat
    assert "10 % of each origin's people" in moves.caveat
    totals = flows.totals(moves)
    assert totals["net"].eq(0).all()


def test_the_year_is_laid_out_like_a_readers_own_table():
    year = simulate_year(COLD_TOO)
    months = year.months()
    assert (months.kind, months.evidence, months.labels[0], months.labels[-1]) == ("stock", "scenario", "01", "12")
    assert (months.people == year.away).all()
    assert (months.change == year.change).all()
    # The moves give the same change, counted from those away at the end of December instead of from nobody.
    moved = months_of(year.flows())
    places = [year.model.codes.index(code) for code in moved.codes]
    assert (moved.change + year.change[-1, places] == year.change[:, places]).all()


# --- what is refused


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"share": 1.5}, r"share is 1.5; give a part of the people between 0 and 1"),
        ({"share": -0.1}, r"share is -0.1"),
        ({"share": np.nan, "hot": np.inf}, r"share is nan.*; hot is inf"),
        ({"share": "x", "cold": None}, "share is x, which is not a finite number; cold is None"),
        ({"hot": 10, "cold": 11}, r"cold \(11 °C\) is above hot \(10 °C\)"),
    ],
)
def test_wishes_that_cannot_be_met(given, words):
    with pytest.raises(SeasonError, match=words):
        simulate_year(HEAT, **given)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda: model([("a", "a", "summer", SUMMER)]), "ends where it starts"),
        (lambda: model([("a", "b", "spring", SUMMER)]), "season spring is none of summer, winter"),
        (lambda: model([("a", "b", "summer", SUMMER)] * 2), "a corridor is there twice"),
        (lambda: model([("a", "b", "summer", [np.nan] * 12)]), "no temperature for a"),
        (lambda: model([], people=(1, 2, -3, 4)), "people are negative"),
        (lambda: model([], people=(1, 2)), r"people have shape \(2,\), not \(4,\)"),
        (lambda: model([("a", "b", "spring", SUMMER)], people=(-1, 0, 0, 0)), r"negative(.|\n)*spring"),
    ],
)
def test_models_that_cannot_be(spoil, words):
    with pytest.raises(SeasonError, match=words):
        spoil()


# --- laws

YEARS = st.lists(st.floats(-30, 55), min_size=12, max_size=12)
ENDS = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from(["summer", "winter"]))


@st.composite
def models(draw):
    climate = {place: draw(YEARS) for place in "abcd"}
    ends = draw(st.lists(ENDS.filter(lambda row: row[0] != row[1]), unique=True, max_size=8))
    people = draw(st.tuples(*[st.integers(0, 10**8)] * 4))
    return model([(*row, climate[row[0]]) for row in ends], people=people)


@given(models(), st.floats(0, 1), st.floats(-10, 45), st.floats(0, 30))
def test_nobody_is_lost_or_counted_twice_in_any_month(model, share, cold, wider):
    year = simulate_year(model, share=share, hot=cold + wider, cold=cold)
    assert (year.present.sum(axis=1) == model.people.sum()).all()
    assert (year.away >= 0).all()
    assert (year.present >= 0).all()
    for place in range(4):
        gone = year.away[:, model.origins == place].sum(axis=1)
        assert (gone <= model.people[place]).all()
    # The year closes: who left has come back, and each month's change is its moves.
    assert (year.leaving.sum(axis=0) == year.returning.sum(axis=0)).all()
    assert (np.roll(year.away, 1, axis=0) + year.leaving - year.returning == year.away).all()
    assert ((year.leaving == 0) | (year.returning == 0)).all()


@settings(max_examples=30)
@given(models(), st.integers(1, 12))
def test_everybody_is_somewhere(model, month):
    year = simulate_year(model, share=0.5)
    where = year.where_are(month)
    assert where.groupby("home")["people"].sum().tolist() == model.people.tolist()
    assert where.groupby("place")["people"].sum().tolist() == year.present[month - 1].tolist()


@given(models(), st.floats(0, 1))
def test_at_the_peak_the_share_is_away(model, share):
    year = simulate_year(model, share=share)
    for row in range(len(model.seasons)):
        party = (model.origins == model.origins[row]) & (np.array(model.seasons) == model.seasons[row])
        peak = year.away[:, party].sum(axis=1).max()
        whole = np.rint(share * model.people[model.origins[row]])
        assert peak == (whole if year.driver[:, row].any() else 0)
        parts = year.away[:, party]
        assert (parts.max(axis=1) - parts.min(axis=1) <= 1).all()


# --- the carried corridors


def test_the_carried_model_is_the_country_and_its_ten_seasonal_corridors():
    carried = load_season_model()
    assert carried.people.sum() == 241_499_431
    named = {
        (carried.codes[origin], carried.codes[destination], season)
        for origin, destination, season in zip(carried.origins, carried.destinations, carried.seasons, strict=True)
    }
    plains, uplands = ("sibi-kachhi", "jaffarabad", "nasirabad"), ("ziarat", "pishin")
    assert named == {
        *((plain, town, "summer") for plain in plains for town in ("quetta", "sukkur")),
        *((upland, town, "winter") for upland in uplands for town in ("quetta", "karachi")),
    }


def test_who_is_where_in_july_and_in_january():
    year = simulate_year()
    assert (year.share, year.hot, year.cold) == (SHARE, HOT, COLD) == (0.1, 30.0, 10.0)
    assert (year.present.sum(axis=1) == 241_499_431).all()
    july, january = (year.where_are(month).set_index(["home", "place"])["people"] for month in (7, 1))
    # In July the plain is past its peak of June: 34.1 °C is 4.1 past 30, June's 36.5 is 6.5, so 0.63 of a tenth.
    kachhi = july["sibi-kachhi"]
    assert kachhi.drop("sibi-kachhi").to_dict() == {"quetta": 20_998, "sukkur": 20_997}
    assert kachhi.sum() == 666_822
    assert set(july["ziarat"].index) == {"ziarat"}
    # In January Ziarat is at its coldest: a tenth of its 189,535 people is 18,953.5, rounded 18,954.
    assert january["ziarat"].to_dict() == {"ziarat": 170_581, "quetta": 9_477, "karachi": 9_477}
    assert set(january["sibi-kachhi"].index) == {"sibi-kachhi"}


def test_conflict_and_study_stay_without_a_number():
    away = simulate_year().away_table()
    assert set(away["season"]) == {"summer", "winter"}
    assert {"dera-bugti", "kohlu", "kech"}.isdisjoint({*away["origin"], *away["destination"]})


def test_quetta_has_two_seasons_and_no_origin_has():
    """Quetta hosts the plain in summer and the uplands in winter: the first harmonic alone would miss it."""
    seasons = measure_seasons(months_of(simulate_year().flows())).set_index(["code", "direction"])
    assert seasons.loc[("quetta", "in"), ["harmonic", "first_peak", "second_peak"]].tolist() == [2, 5, 12]
    others = seasons.drop(index="quetta", level="code")
    assert (others["harmonic"] == 1).all()
    assert (seasons["return_ratio"] == 1).all()
    assert others.loc[("ziarat", "out"), "first_peak"] == 11
    assert others.loc[("sibi-kachhi", "out"), "first_peak"] == 5


def test_simulating_needs_neither_pandas_nor_scipy():
    """The page simulates at every turn of a slider; arrays are enough once the model is there."""
    code = (
        "import sys, numpy as np\n"
        "from flows.seasonal_model import SeasonModel\n"
        "from flows.seasonal_scenario import simulate_year\n"
        "one, two, heat = np.array([0]), np.array([1]), np.full((12, 1), 33.0)\n"
        "m = SeasonModel(('a', 'b'), np.array([9, 1]), one, two, ('summer',), heat)\n"
        "y = simulate_year(m, share=1.0)\n"
        "y.months(), y.change, y.caveat\n"
        "sys.exit(int(bool({'pandas', 'scipy'} & set(sys.modules))))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
