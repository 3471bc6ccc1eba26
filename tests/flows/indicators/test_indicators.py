"""What all measures have in common: the answers where there is nothing to measure, and help a minister can read."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from flows import indicators
from flows.indicators import (
    aggregate_coefficient_of_variation,
    aggregate_net_migration_rate,
    check_orientation,
    coefficient_of_variation,
    coefficient_of_variation_destination,
    coefficient_of_variation_origin,
    connectivity,
    courgeau_k,
    crude_migration_intensity,
    distance_decay,
    effectiveness_by_place,
    gini,
    gini_destination,
    gini_origin,
    in_migration_rate,
    inequality,
    mean_distance,
    mean_weighted_gini,
    median_distance,
    migration_effectiveness,
    modularity,
    net_migration_rate,
    out_migration_rate,
    preference,
    velocity,
)

NAN = float("nan")


def square(values: list[list[float]]) -> pd.DataFrame:
    labels = list("abcdefgh")[: len(values)]
    return pd.DataFrame(values, index=labels, columns=labels, dtype="float64")


def take(measure: Callable[..., object], matrix: pd.DataFrame) -> object:
    """Take a measure with a thousand people in each place, 100 km apart; and as many people after as before."""
    people = pd.Series(1000.0, index=matrix.index)
    apart = pd.DataFrame(100.0, index=matrix.index, columns=matrix.columns)
    known = {"population": people, "distance": apart, "start": people, "end": people}
    return measure(matrix, **{name: known[name] for name in inspect.signature(measure).parameters if name in known})


@pytest.mark.parametrize(
    ("measure", "empty", "one_place", "no_moves"),
    [
        # Nobody moved of the 2,000 who could: 0 %. Of nobody, no share.
        (crude_migration_intensity, NAN, 0, 0),
        (aggregate_net_migration_rate, NAN, 0, 0),
        # One place has no pairs: ln 1² = 0, and nothing is divided by it.
        (courgeau_k, NAN, NAN, 0),
        (connectivity, NAN, NAN, 0),
        # All others say how those who moved did so, and nobody did.
        (migration_effectiveness, NAN, NAN, NAN),
        (inequality, NAN, NAN, NAN),
        (lambda matrix: inequality(matrix, against="independence"), NAN, NAN, NAN),
        (gini, NAN, NAN, NAN),
        (mean_weighted_gini, NAN, NAN, NAN),
        (coefficient_of_variation, NAN, NAN, NAN),
        (aggregate_coefficient_of_variation, NAN, NAN, NAN),
        (mean_distance, NAN, NAN, NAN),
        (median_distance, NAN, NAN, NAN),
        (distance_decay, NAN, NAN, NAN),
        (check_orientation, NAN, NAN, NAN),
        # One answer a place.
        (in_migration_rate, [], [0], [0, 0]),
        (out_migration_rate, [], [0], [0, 0]),
        (net_migration_rate, [], [0], [0, 0]),
        (effectiveness_by_place, [], [NAN], [NAN, NAN]),
        (gini_origin, [], [NAN], [NAN, NAN]),
        (gini_destination, [], [NAN], [NAN, NAN]),
        (coefficient_of_variation_origin, [], [NAN], [NAN, NAN]),
        (coefficient_of_variation_destination, [], [NAN], [NAN, NAN]),
        # One answer a pair; none from a place to itself.
        (preference, np.empty((0, 0)), [[NAN]], [[NAN, NAN], [NAN, NAN]]),
        (velocity, np.empty((0, 0)), [[NAN]], [[NAN, 0], [0, NAN]]),
        (modularity, np.empty((0, 0)), [[NAN]], [[NAN, 0], [0, NAN]]),
    ],
)
def test_the_documented_answer_where_there_is_nothing_to_measure(
    measure: Callable[..., object], empty: object, one_place: object, no_moves: object
) -> None:
    for matrix, answer in (
        (pd.DataFrame(dtype="float64"), empty),
        (square([[7]]), one_place),
        (square([[7, 0], [0, 7]]), no_moves),
    ):
        found = take(measure, matrix)
        np.testing.assert_array_equal(np.asarray(found, dtype="float64"), np.asarray(answer, dtype="float64"))
        if isinstance(found, pd.Series | pd.DataFrame):
            assert list(found.index) == list(matrix.index)


@pytest.mark.parametrize("name", indicators.__all__)
def test_every_measure_is_explained_in_words_before_the_formula(name: str) -> None:
    text = inspect.getdoc(getattr(indicators, name)) or ""
    first = text.split("\n\n")[0]
    assert first.endswith(".")
    assert not set(first) & set("Σ·/√²|")
    for section in ("Parameters", "Returns", "Raises", "Notes"):
        assert f"{section}\n{'-' * len(section)}\n" in text


def test_the_package_names_every_measure_in_its_own_help() -> None:
    for name in indicators.__all__:
        assert f"`{name}`" in (indicators.__doc__ or "")
