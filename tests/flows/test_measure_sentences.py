"""Every measure says what it found, and neither "none" nor "all" where it is only nearly so."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.measure_sentences import SENTENCES, Told, count_in, count_in_hundred

FOUR = Told(4)
YEARLY = Told(4, " each year")


@pytest.mark.parametrize(
    ("name", "value", "told", "sentence"),
    [
        ("crude_migration_intensity", 0.0, FOUR, "Nobody moved from one place to another."),
        ("crude_migration_intensity", 8.2, FOUR, "Of 1,000 people, 82 moved from one place to another."),
        (
            "crude_migration_intensity",
            1.23,
            YEARLY,
            "Of 1,000 people, 12 moved from one place to another each year.",
        ),
        ("crude_migration_intensity", 100.0, FOUR, "Of 100 people, 100 moved from one place to another."),
        (
            "crude_migration_intensity",
            1e-6,
            FOUR,
            "Of 1,000,000 people, fewer than 10 moved from one place to another.",
        ),
        (
            "migration_effectiveness",
            0.0,
            FOUR,
            "All moves cancel out: every place gains as many people as it loses.",
        ),
        (
            "migration_effectiveness",
            0.3,
            FOUR,
            "Of 100 moves, fewer than 1 changes the map; the rest cancel out.",
        ),
        ("migration_effectiveness", 1.2, FOUR, "Of 100 moves, 1 changes the map; the rest cancel out."),
        ("migration_effectiveness", 15.0, FOUR, "Of 100 moves, 15 change the map; the rest cancel out."),
        (
            "migration_effectiveness",
            99.9,
            FOUR,
            "Of 100 moves, more than 99 change the map; the rest cancel out.",
        ),
        ("migration_effectiveness", 100.0, FOUR, "Every move changes the map; none cancels out."),
        (
            "aggregate_net_migration_rate",
            0.0,
            FOUR,
            "Moving leaves every place with as many people as before.",
        ),
        (
            "aggregate_net_migration_rate",
            0.2667,
            YEARLY,
            "To change the map as much, 27 moves per 10,000 people would have been enough each year.",
        ),
        ("courgeau_k", 0.0, FOUR, "Nobody moved, however many places the map has."),
        # 1 % for each unit of ln n²: twice n adds 2 ln 2 = 1.386 %
        (
            "courgeau_k",
            1.0,
            FOUR,
            "On a map with twice as many places, 14 more per 1,000 people would count as movers.",
        ),
        ("connectivity", 0.0, FOUR, "Nobody moved between any two places."),
        (
            "connectivity",
            0.9999,
            FOUR,
            "Of 100 ways from one place to another, more than 99 were taken by somebody.",
        ),
        ("connectivity", 1.0, FOUR, "Somebody moved from every place to every other."),
        (
            "connectivity",
            0.82,
            Told(4, " each year", 0.41),
            "Of 100 ways from one place to another, 82 have a flow in the table, however small, and 41 one of half a "
            "person or more each year.",
        ),
        (
            "connectivity",
            1.0,
            Told(4, half=0.0),
            "Of 100 ways from one place to another, 100 have a flow in the table, however small, and none one of half "
            "a person or more.",
        ),
        ("courgeau_slope", 0.0, FOUR, "Nobody moved, however many zones the places are put into."),
        (
            "courgeau_slope",
            1.0,
            YEARLY,
            "From one zoning to another with twice as many zones, 14 more per 1,000 people count as movers each year.",
        ),
        ("gini_uncorrected", 0.0, FOUR, "All flows are of the same size."),
        (
            "gini_uncorrected",
            0.65,
            FOUR,
            # twelve ways, each compared with itself too: 11/12
            "From 0 (all flows of the same size) to 0.9167 (all moves go one way) the flows stand at 0.65.",
        ),
        (
            "mean_weighted_gini_swapped",
            0.0,
            FOUR,
            "Every place exchanges as many people with one place as with another.",
        ),
        (
            "mean_weighted_gini_swapped",
            0.125,
            FOUR,
            "On the same scale, but with those who leave a place counting by those who come to it and the other way "
            "round, places stand at 0.50 on average.",
        ),
        (
            "median_distance_interpolated",
            26.6,
            FOUR,
            "Half of all moves are no longer than 27 km, if moves lie evenly between the distances.",
        ),
        ("inequality_equal", 0.0, FOUR, "All flows are of the same size."),
        (
            "inequality_equal",
            0.541,
            FOUR,
            "Of 100 moves, 54 would have to go another way for all flows to be of the same size.",
        ),
        ("inequality_independence", 1e-15, FOUR, "Where people go does not depend on where they leave from."),
        ("gini", 0.0, FOUR, "All flows are of the same size."),
        (
            "gini",
            0.709,
            FOUR,
            "From 0 (all flows of the same size) to 1 (all moves go one way) the flows stand at 0.71.",
        ),
        ("gini", 1.0, FOUR, "All moves go one and the same way."),
        (
            "mean_weighted_gini",
            0.0,
            FOUR,
            "Every place exchanges as many people with one place as with another.",
        ),
        (
            # published as one part of n: four times 0.125
            "mean_weighted_gini",
            0.125,
            FOUR,
            "From 0 (a place exchanges as many people with one place as with another) to 1 (all with one) "
            "places stand at 0.50 on average.",
        ),
        (
            "coefficient_of_variation",
            2.3,
            FOUR,
            "Flows differ from the average flow by 2.3 times that average (standard deviation).",
        ),
        (
            "aggregate_coefficient_of_variation",
            3.4,
            FOUR,
            "The flows out of a place and those into it differ from their average by 1.7 times that average.",
        ),
        ("mean_distance", 0.0, FOUR, "A move is 0 km long on average."),
        ("mean_distance", 1447.6, FOUR, "A move is 1,448 km long on average."),
        ("median_distance", 0.42, FOUR, "Half of all moves are no longer than 0.42 km."),
        (
            "distance_decay_power",
            -1.0,
            FOUR,
            "To a place twice as far away, of the same size, go 50 for every 100 to the nearer.",
        ),
        (
            "distance_decay_power",
            0.0,
            FOUR,
            "To a place twice as far away go as many: distance makes no difference.",
        ),
        (
            "distance_decay_power",
            1.0,
            FOUR,
            "To a place twice as far away, of the same size, go 200 for every 100 to the nearer.",
        ),
        (
            # exp(-0.791533) = 0.453
            "distance_decay_exponential",
            -0.00791533,
            FOUR,
            "To a place 100 km farther away, of the same size, go 45 for every 100 to the nearer.",
        ),
        (
            "distance_decay_exponential",
            -0.2,
            FOUR,
            "To a place 100 km farther away, of the same size, go fewer than 1 for every 100 to the nearer.",
        ),
    ],
)
def test_a_figure_in_a_sentence(name: str, value: float, told: Told, sentence: str) -> None:
    assert SENTENCES[name](value, told) == sentence


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (1.0, ("100", "100")),
        (0.095, ("10", "100")),
        (0.0949, ("95", "1,000")),
        (0.0038, ("38", "10,000")),
        (0.00001, ("10", "1,000,000")),
        (0.000009, ("fewer than 10", "1,000,000")),
        (0.0, ("fewer than 10", "1,000,000")),
    ],
)
def test_a_share_is_told_with_two_digits(share: float, said: tuple[str, str]) -> None:
    assert count_in(share) == said


@given(st.floats(min_value=1e-9, max_value=1 - 1e-9))
def test_a_part_of_a_hundred_is_never_none_and_never_all(share: float) -> None:
    assert count_in_hundred(share) not in {"0", "100"}


@given(st.sampled_from(sorted(SENTENCES)), st.floats(min_value=0, max_value=1), st.sampled_from([FOUR, YEARLY]))
def test_every_figure_has_a_sentence_that_ends(name: str, value: float, told: Told) -> None:
    sentence = SENTENCES[name](value, told)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "nan" not in sentence
    assert math.isfinite(value)
