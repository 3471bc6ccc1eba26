"""Laws that hold for any matrix: how the measures hang together, and what leaves them alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flows import indicators as take

# Every example takes nearly thirty measures, some twice.
often = settings(max_examples=40)


class World(NamedTuple):
    matrix: pd.DataFrame
    population: pd.Series
    distance: pd.DataFrame


@st.composite
def worlds(draw: st.DrawFn, least: int = 2) -> World:
    """Make some places, moves between and inside them, more people than moves, and roads as long both ways."""
    n = draw(st.integers(least, 6))
    labels = list("abcdef")[:n]
    whole = st.integers(0, 1000)
    moves = np.array(draw(st.lists(whole, min_size=n * n, max_size=n * n)), dtype="float64").reshape(n, n)
    assume((moves - np.diag(np.diag(moves))).any())
    others = np.array(draw(st.lists(whole, min_size=n, max_size=n)))
    roads = np.array(draw(st.lists(st.integers(1, 500), min_size=n * n, max_size=n * n))).reshape(n, n)
    return World(
        pd.DataFrame(moves, labels, labels),
        pd.Series(moves.sum(axis=0) + moves.sum(axis=1) + others + 1, labels),
        pd.DataFrame(np.triu(roads) + np.triu(roads, 1).T, labels, labels).astype("float64"),
    )


def measure_moves(matrix: pd.DataFrame, distance: pd.DataFrame) -> dict[str, object]:
    """Take every measure that needs no people but distance decay, which has tests of its own."""
    return {
        "migration_effectiveness": take.migration_effectiveness(matrix),
        "connectivity": take.connectivity(matrix),
        "inequality": take.inequality(matrix),
        "inequality, independence": take.inequality(matrix, against="independence"),
        "gini": take.gini(matrix),
        "gini, not corrected": take.gini(matrix, corrected=False),
        "mean_weighted_gini": take.mean_weighted_gini(matrix),
        "mean_weighted_gini, package": take.mean_weighted_gini(matrix, variant="migration.indices"),
        "coefficient_of_variation": take.coefficient_of_variation(matrix),
        "aggregate_coefficient_of_variation": take.aggregate_coefficient_of_variation(matrix),
        "mean_distance": take.mean_distance(matrix, distance),
        "median_distance": take.median_distance(matrix, distance),
        "median_distance, interpolated": take.median_distance(matrix, distance, rule="interpolated"),
        "effectiveness_by_place": take.effectiveness_by_place(matrix),
        "gini_origin": take.gini_origin(matrix),
        "gini_destination": take.gini_destination(matrix),
        "coefficient_of_variation_origin": take.coefficient_of_variation_origin(matrix),
        "coefficient_of_variation_destination": take.coefficient_of_variation_destination(matrix),
        "modularity": take.modularity(matrix),
    }


def measure(world: World) -> dict[str, object]:
    """Take those measures, and all that need people."""
    matrix, population, distance = world
    return measure_moves(matrix, distance) | {
        "crude_migration_intensity": take.crude_migration_intensity(matrix, population),
        "courgeau_k": take.courgeau_k(matrix, population),
        "aggregate_net_migration_rate": take.aggregate_net_migration_rate(matrix, population),
        "in_migration_rate": take.in_migration_rate(matrix, population),
        "out_migration_rate": take.out_migration_rate(matrix, population),
        "net_migration_rate": take.net_migration_rate(matrix, population),
        "preference": take.preference(matrix, population),
        "preference, migest": take.preference(matrix, population, variant="migest"),
        "velocity": take.velocity(matrix, population),
    }


def same(one: object, other: object, name: str = "") -> None:
    np.testing.assert_allclose(np.asarray(one), np.asarray(other), rtol=1e-9, atol=1e-9, err_msg=name)


@often
@given(world=worlds())
def test_intensity_times_effectiveness_is_the_aggregate_net_rate(world: World) -> None:
    found = measure(world)
    product = found["crude_migration_intensity"] * found["migration_effectiveness"] / 100  # type: ignore[operator]
    assert found["aggregate_net_migration_rate"] == pytest.approx(product)


@often
@given(world=worlds(), times=st.integers(2, 1000))
def test_ten_times_the_people_and_the_moves_change_no_measure(world: World, times: int) -> None:
    before = measure(world)
    after = measure(World(world.matrix * times, world.population * times, world.distance))
    before["modularity"] *= times  # type: ignore[operator]  # the one measure in people
    for name, value in before.items():
        same(after[name], value, name)


@often
@given(world=worlds(), people=st.sampled_from([0.3, 1e-3, 1e-9]))
def test_a_model_that_expects_less_than_one_person_in_all_can_be_measured(world: World, people: float) -> None:
    # Without those who stayed: with them the total might by chance be 1, as that of shares is.
    matrix = world.matrix.where(~np.eye(len(world.matrix), dtype=bool), 0.0)
    times = people / matrix.to_numpy().sum()
    before = measure_moves(matrix, world.distance)
    before["modularity"] *= times  # type: ignore[operator]
    for name, value in measure_moves(matrix * times, world.distance).items():
        same(value, before[name], name)


@often
@given(world=worlds(), data=st.data())
def test_places_may_come_in_any_order(world: World, data: st.DataObject) -> None:
    order = data.draw(st.permutations(list(world.matrix.index)))
    shuffled = World(world.matrix.loc[order, order], world.population, world.distance)
    before = measure(world)
    for name, value in measure(shuffled).items():
        expected = before[name]
        if isinstance(expected, pd.Series):
            expected = expected.loc[order]
        elif isinstance(expected, pd.DataFrame):
            expected = expected.loc[order, order]
        same(value, expected, name)


TRADED = {
    "in_migration_rate": "out_migration_rate",
    "gini_origin": "gini_destination",
    "coefficient_of_variation_origin": "coefficient_of_variation_destination",
}
TURNED = {"net_migration_rate", "effectiveness_by_place"}
MIRRORED = {"preference", "preference, migest", "velocity", "modularity"}


@often
@given(world=worlds())
def test_transposing_trades_in_for_out_turns_gain_into_loss_and_leaves_the_rest(world: World) -> None:
    back = {there: here for here, there in TRADED.items()}
    before = measure(world)
    for name, value in measure(World(world.matrix.T, world.population, world.distance)).items():
        if name in TURNED:
            same(value, -np.asarray(before[name]), name)
        elif name in MIRRORED:
            same(value, np.asarray(before[name]).T, name)
        else:
            same(value, before[(TRADED | back).get(name, name)], name)


@often
@given(world=worlds(), inside=st.floats(allow_nan=True))
def test_the_diagonal_is_never_looked_at(world: World, inside: float) -> None:
    matrix, distance = world.matrix.to_numpy(copy=True), world.distance.to_numpy(copy=True)
    np.fill_diagonal(matrix, inside)
    np.fill_diagonal(distance, inside)
    labels = world.matrix.index
    other = World(pd.DataFrame(matrix, labels, labels), world.population, pd.DataFrame(distance, labels, labels))
    before = measure(world)
    for name, value in measure(other).items():
        same(value, before[name], name)


@often
@given(world=worlds())
def test_measures_stay_within_their_range(world: World) -> None:
    found = measure(world)
    highest = {
        "crude_migration_intensity": 100,
        "migration_effectiveness": 100,
        "aggregate_net_migration_rate": 100,
        "connectivity": 1,
        "inequality": 1,
        "inequality, independence": 1,
        "gini": 1,
        "gini_origin": 1,
        "gini_destination": 1,
        "mean_weighted_gini": 1 / len(world.matrix),
    }
    for name, high in highest.items():
        values = np.asarray(found[name])
        values = values[~np.isnan(values)]
        assert ((values >= -1e-12) & (values <= high * (1 + 1e-12))).all(), name
