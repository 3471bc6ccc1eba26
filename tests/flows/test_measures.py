"""Every measure of a table with its value, its unit, a sentence and what it is; and why one cannot be taken."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

import flows
from flows import Flows, IndicatorError, KindError, indicators
from flows.measures import explain, in_one_line, measure_flows, measure_places, measure_zonings

NAMES = list("abc")
MATRIX = pd.DataFrame([[7.0, 10, 2], [30, 0, 4], [1, 3, 9]], NAMES, NAMES)
PEOPLE = pd.Series({"c": 600, "a": 100, "b": 300})
KM = pd.DataFrame([[0.0, 10, 100], [10, 0, 90], [100, 90, 0]], NAMES, NAMES)

NEED_PEOPLE = {"crude_migration_intensity", "aggregate_net_migration_rate", "courgeau_k", "courgeau_slope"}
NEED_KM = {
    "courgeau_slope",
    "mean_distance",
    "median_distance",
    "median_distance_interpolated",
    "distance_decay_power",
    "distance_decay_exponential",
}


def take(*inputs: object, **options: object) -> dict[str, object]:
    return {measure.name: measure for measure in measure_flows(*inputs, **options)}  # type: ignore[arg-type]


def test_by_pencil() -> None:
    # 50 movers of 1,000 people; in 31 13 6, out 12 34 4: nets 19, -21, 2
    found = take(MATRIX, PEOPLE, KM)
    assert found["crude_migration_intensity"].value == pytest.approx(5.0)
    assert found["crude_migration_intensity"].sentence == "Of 1,000 people, 50 moved from one place to another."
    assert found["migration_effectiveness"].value == pytest.approx(42.0)
    assert found["migration_effectiveness"].sentence == "Of 100 moves, 42 change the map; the rest cancel out."
    assert found["aggregate_net_migration_rate"].value == pytest.approx(2.1)
    # 40 moves of 10 km, 3 of 100, 7 of 90: 1,330 km
    assert found["mean_distance"].value == pytest.approx(26.6)
    assert found["mean_distance"].sentence == "A move is 27 km long on average."
    assert found["median_distance"].value == pytest.approx(10)
    assert {name: measure.unit for name, measure in found.items() if measure.unit == "%"}.keys() == {
        "crude_migration_intensity",
        "migration_effectiveness",
        "aggregate_net_migration_rate",
    }


def test_every_measure_is_there_named_once_and_explained_by_its_docstring() -> None:
    measures = measure_flows(MATRIX, PEOPLE, KM)
    assert len({measure.name for measure in measures}) == len(measures) == 19
    assert len({measure.title for measure in measures}) == 19
    for measure in measures:
        function = getattr(indicators, measure.name, None)
        if function is not None:
            assert measure.help == explain(function)
        assert measure.help.endswith(".")
        assert "`" not in measure.help
        assert "Parameters" not in measure.help


def test_where_two_definitions_disagree_both_are_told() -> None:
    found = take(MATRIX, PEOPLE, KM)
    assert found["gini_uncorrected"].value == pytest.approx(indicators.gini(MATRIX, corrected=False))
    # Bell compares each of the six flows with five others, Plane and Mulligan with itself too
    assert found["gini_uncorrected"].value == pytest.approx(found["gini"].value * 5 / 6)
    assert found["gini_uncorrected"].sentence.startswith("From 0 (all flows of the same size) to 0.8333 (all moves")
    swapped = indicators.mean_weighted_gini(MATRIX, variant="migration.indices")
    assert found["mean_weighted_gini_swapped"].value == pytest.approx(swapped) != found["mean_weighted_gini"].value
    # 40 moves of 10 km about a middle at 20 of the 50, 7 of 90 at 43.5: 25 is 5/23.5 of the way from 10 to 90
    assert found["median_distance_interpolated"].value == pytest.approx(10 + 80 * 5 / 23.5)
    assert found["median_distance"].value == 10


def test_courgeaus_slope_is_taken_over_coarser_zones() -> None:
    # 50 of 1,000 between three places; a joins b, the nearest, and 10 of 1,000 are left between two zones
    found = take(MATRIX, PEOPLE, KM)["courgeau_slope"]
    three, two = math.log(9), math.log(4)
    assert found.value == pytest.approx((5 * three + 1 * two) / (three**2 + two**2))
    assert found.value == pytest.approx(measure_zonings(MATRIX, PEOPLE, KM).attrs["slope"])
    assert found.help == explain(indicators.courgeau_slope)


def test_too_many_places_to_put_together_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.measures._MOST_ZONES", 2)
    found = take(MATRIX, PEOPLE, KM)
    assert math.isnan(found["courgeau_slope"].value)
    assert "not done here for more than 2 places; flows.measure_zonings does it" in found["courgeau_slope"].sentence
    assert found["courgeau_k"].value > 0


def test_fractions_of_people_are_not_told_as_somebody() -> None:
    # six ways: a thousandth of a person on three, a half on one, more on two
    modelled = pd.DataFrame([[0, 0.001, 0.001], [0.5, 0, 4], [0.001, 3, 9.5]], NAMES, NAMES)
    assert take(modelled)["connectivity"].sentence == (
        "Of 100 ways from one place to another, 100 have a flow in the table, however small, and 50 one of half a "
        "person or more."
    )
    assert take(modelled.round())["connectivity"].sentence == (
        "Of 100 ways from one place to another, 33 were taken by somebody."
    )
    # the diagonal may be in fractions: it is no way between places
    assert take(MATRIX + np.eye(3) / 2)["connectivity"].sentence == "Somebody moved from every place to every other."


def test_help_is_the_summary_and_the_paragraph_under_it() -> None:
    def short() -> None:
        """Say one thing."""

    def long(matrix: object) -> None:
        """
        Say one thing about `flows`.

        Say a second
        thing.

        Say a third.

        Parameters
        ----------
        matrix
            Not this.
        """

    def signed() -> None:
        """Run from -100 to +100, for ages 0-4: T-5."""

    assert explain(short) == "Say one thing."
    assert explain(long) == "Say one thing about flows. Say a second thing."
    # a range and a name keep their hyphen
    assert explain(signed) == "Run from −100 to +100, for ages 0-4: T-5."


def test_what_was_not_given_is_named() -> None:
    found = take(MATRIX)
    for name, measure in found.items():
        needed = "people of every place" if name in NEED_PEOPLE else "distance between" if name in NEED_KM else None
        assert math.isnan(measure.value) == (needed is not None), name
        if needed:
            assert measure.sentence.startswith("Not available: it needs the ")
            assert needed in measure.sentence


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "Not available: there are no places, and nobody can move between places."),
        (["a"], "Not available: there is one place, and nobody can move between places."),
        (["a", "b"], "Not available: nobody moved between the places."),
    ],
)
def test_where_nobody_moved_it_is_said_why_there_is_no_figure(names: list[str], told: str) -> None:
    still = pd.DataFrame(np.diag(np.full(len(names), 5.0)), names, names)
    found = take(still, PEOPLE[names], KM.loc[names, names])
    for name in ("migration_effectiveness", "gini", "inequality_equal", "mean_distance", "distance_decay_power"):
        assert math.isnan(found[name].value), name
        assert found[name].sentence == told, name


def test_no_figure_is_without_a_reason_and_no_reason_beside_a_figure() -> None:
    for n in range(4):
        names = NAMES[:n]
        for matrix in (MATRIX, MATRIX * 0, MATRIX.where(MATRIX == 10, 0)):
            for measure in measure_flows(matrix.loc[names, names], PEOPLE[names], KM.loc[names, names]):
                assert math.isnan(measure.value) == measure.sentence.startswith("Not available: "), measure


def test_two_places_on_one_spot_take_only_the_power_of_distance_away() -> None:
    km = KM.copy()
    km.loc["a", "b"] = km.loc["b", "a"] = 0.0
    found = take(MATRIX, PEOPLE, km)
    assert "0 km" in found["distance_decay_power"].sentence
    assert math.isnan(found["distance_decay_power"].value)
    assert found["mean_distance"].value > 0


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ((-MATRIX, PEOPLE, KM), "0 or more"),
        ((MATRIX, PEOPLE / 1000, KM), "persons"),
        ((MATRIX, PEOPLE, KM.drop(index="c", columns="c")), "different places"),
    ],
)
def test_unsound_input_is_refused_and_not_told_as_a_measure(inputs: tuple, told: str) -> None:
    with pytest.raises(IndicatorError, match=told) as refused:
        measure_flows(*inputs)
    assert "\n" not in in_one_line(refused.value)


def test_moves_a_year_are_told_a_year() -> None:
    found = take(MATRIX, PEOPLE, unit="people a year")
    assert found["crude_migration_intensity"].sentence.endswith(" each year.")


def test_the_estimate_brings_its_people_and_its_distances() -> None:
    estimate = flows.estimate(1998, 2023)
    found = take(estimate)
    assert not any(math.isnan(measure.value) for measure in found.values())
    assert found["crude_migration_intensity"].sentence.endswith(" each year.")
    people = sum(flows.census(year, level="cities")["people"].sum() for year in (1998, 2023)) / 2
    assert found["crude_migration_intensity"].value == pytest.approx(100 * estimate.people / people)
    assert found["distance_decay_power"].value < 0


def test_places_nobody_knows_have_no_rates_and_no_distances() -> None:
    rows = pd.DataFrame({"origin": ["a", "b"], "destination": ["b", "a"], "people": [3, 1]})
    found = take(Flows(rows, kind="event", evidence="counted", source="a test"))
    assert found["migration_effectiveness"].value == pytest.approx(50)
    assert found["courgeau_k"].sentence == (
        "Not available: no census has the people of a, b; give a population for every place."
    )
    assert "the main town of a, b is not known" in found["mean_distance"].sentence


def test_the_estimate_is_not_told_as_people_who_were_seen() -> None:
    told = take(flows.estimate(1998, 2023))["connectivity"].sentence
    assert "somebody" not in told.lower()
    assert told.endswith(" one of half a person or more each year.")


def test_net_migration_and_corridors_without_numbers_have_no_measures() -> None:
    rows = pd.DataFrame({"origin": ["a"], "destination": ["b"], "people": [-3]})
    with pytest.raises(IndicatorError, match="net migration"):
        measure_flows(Flows(rows, kind="net", evidence="counted", source="a test"))
    with pytest.raises(KindError, match="without numbers"):
        measure_flows(flows.load("balochistan_corridors"))  # type: ignore[arg-type]


def test_places_have_rates_where_their_people_are_known() -> None:
    places = measure_places(MATRIX, PEOPLE)
    # a: 12 of 100 left and 31 came
    assert places.loc["a", "out_migration_rate"] == pytest.approx(120)
    assert places.loc["a", "in_migration_rate"] == pytest.approx(310)
    assert places.loc["a", "net_migration_rate"] == pytest.approx(190)
    assert places.loc["a", "effectiveness_by_place"] == pytest.approx(100 * 19 / 43)
    without = measure_places(MATRIX)
    assert list(without) == [name for name in places if not name.endswith("_rate")]
    assert len(measure_places(MATRIX.iloc[:0, :0])) == 0
