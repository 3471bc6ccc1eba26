"""The table of specifications is of the estimate that is carried, and says what it says on every run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import flows
from flows.ensemble import World, load_world
from flows.estimation import estimate_yardsticks
from flows.specifications import (
    SPECIFICATIONS,
    Specification,
    estimate_specifications,
    find_nets,
    model_specification,
)
from flows.yardsticks import list_yardsticks


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return estimate_specifications().set_index("specification")


def test_every_specification_has_a_row_and_every_yardstick_a_column(table: pd.DataFrame) -> None:
    assert list(table.index) == [specification.name for specification in SPECIFICATIONS]
    names = {yardstick.name for yardstick in list_yardsticks() if ">" not in yardstick.name}
    assert names <= set(table.columns)
    assert table.drop(columns=["description", "chosen"]).notna().all(axis=None)


def test_the_chosen_one_is_the_carried_estimate(world: World, table: pd.DataFrame) -> None:
    assert list(table.index[table["chosen"] == "yes"]) == ["chosen"]
    matrix = flows.od_matrix(flows.estimate(1998, 2023)).reindex(index=world.codes, columns=world.codes)
    found = model_specification(world, SPECIFICATIONS[0])
    assert np.abs(found - matrix.to_numpy("float64")).max() < 0.01
    marks = estimate_yardsticks(1998, 2023).set_index("name")["estimated"]
    for name in ("fragments-men-rms", "kp-within", "five-of-punjab", "top-15"):
        assert table.at["chosen", name] == pytest.approx(marks[name], abs=0.001)


def test_the_chosen_one_meets_what_others_fail(table: pd.DataFrame) -> None:
    """What the README says of the choice; a change here is a change of the product."""
    chosen = table.loc["chosen"]
    assert chosen["loss"] == pytest.approx(1.23, abs=0.01)
    assert table.at["earlier", "loss"] == pytest.approx(1.44, abs=0.01)
    assert table.at["least loss", "loss"] < chosen["loss"]
    assert table.at["least loss", "five-of-punjab"] < chosen["five-of-punjab"] - 5
    assert table.at["cities stronger", "kp-within"] < 50 < chosen["kp-within"]
    for name in ("no language", "steep distance", "radiation"):
        assert table.at[name, "loss"] > 10
    origins = table["quetta-from-balochistan"]
    assert origins["earlier"] == pytest.approx(5.4, abs=0.1)
    assert origins["chosen"] == pytest.approx(15.9, abs=0.1)
    assert origins["provinces closed, cities stronger"] > 40


def test_flows_fall_with_distance_in_every_specification(table: pd.DataFrame) -> None:
    assert (table["distance-decay"] < 0).all()


@pytest.mark.parametrize("increase", ["national", "closed", "fertility"])
def test_every_reading_of_natural_increase_sums_to_zero(world: World, increase: str) -> None:
    assert abs(find_nets(world, increase).sum()) < 1e-3


def test_a_closed_province_neither_gains_nor_loses(world: World) -> None:
    net = pd.Series(find_nets(world, "closed")).groupby(list(world.provinces)).sum()
    for province in ("balochistan", "khyber-pakhtunkhwa", "sindh"):
        assert net[province] == pytest.approx(0, abs=1e-3)
    assert net["punjab"] == pytest.approx(-net["islamabad-capital-territory"])


def test_more_children_explain_more_growth(world: World) -> None:
    """Balochistan and Khyber Pakhtunkhwa have most children: less of their growth is left for migration."""
    provinces = list(world.provinces)
    national = pd.Series(find_nets(world, "national")).groupby(provinces).sum()
    fertility = pd.Series(find_nets(world, "fertility")).groupby(provinces).sum()
    for province in ("balochistan", "khyber-pakhtunkhwa"):
        assert fertility[province] < national[province]
    assert fertility["punjab"] > national["punjab"]


@pytest.mark.parametrize("split", ["mean", "added", "apart"])
def test_inflow_less_outflow_is_the_net_however_it_enters(world: World, split: str) -> None:
    matrix = model_specification(world, Specification("a", "a trial", split=split))
    assert matrix.sum(axis=0) - matrix.sum(axis=1) == pytest.approx(world.net[1998, 2023], abs=0.01)
    assert matrix[:, world.codes.index("karachi")].sum() == pytest.approx(360_000)


@pytest.mark.parametrize(
    ("unknown", "told"),
    [
        (Specification("a", "a", separation="hours"), "between, distance, radiation"),
        (Specification("a", "a", split="half"), "mean, added, apart"),
        (Specification("a", "a", increase="none"), "national, closed, fertility"),
    ],
)
def test_unknown_words_are_refused(world: World, unknown: Specification, told: str) -> None:
    with pytest.raises(flows.EstimateError, match=told):
        model_specification(world, unknown)
