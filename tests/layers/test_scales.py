"""Classes for colour and widths for arrows: round limits, no value lost, width proportional to people."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import LayerError
from layers.scales import (
    MAX_WIDTH,
    Classes,
    class_diverging,
    class_fixed,
    class_sequential,
    round_nice,
    scale_width,
)

FIVE = ("c0", "c1", "c2", "c3", "c4")
LOSS, GAIN = ("l1", "l2", "l3"), ("g1", "g2", "g3")

sizes = st.just(0.0) | st.floats(1e-3, 1e9)
measures = st.lists(sizes | st.just(math.nan), max_size=60).map(np.array)
signed = st.lists(st.tuples(sizes, st.sampled_from([-1, 1])).map(math.prod), max_size=60).map(np.array)


@pytest.mark.parametrize(
    ("value", "up", "nearest"),
    [
        (18_821, 20_000, 20_000),
        (20_001, 30_000, 20_000),
        (30_000, 30_000, 30_000),
        (41_000, 50_000, 50_000),
        (51_000, 100_000, 50_000),
        (99_000, 100_000, 100_000),
        (0.031, 0.05, 0.03),
        (1, 1, 1),
        (0, 1, 1),
        (-5, 1, 1),
    ],
)
def test_nice_numbers_are_1_2_3_or_5_times_a_power_of_ten(value: float, up: float, nearest: float) -> None:
    assert round_nice(value) == pytest.approx(up)
    assert round_nice(value, up=False) == pytest.approx(nearest)


def test_a_value_on_a_limit_is_in_the_class_above() -> None:
    classes = Classes((10.0, 20.0), ("few", "some", "many"))
    values = np.array([0, 9.9, 10, 19.9, 20, 1e9, math.nan])
    assert classes.colour_index(values).tolist() == [0, 0, 1, 1, 2, 2, -1]


def test_limits_follow_the_quantiles_of_what_is_above_zero() -> None:
    # 100 places with 1 to 100 movers, 900 with none. The quantiles 20, 45.7, 71.3 and 97 % of 1 … 100 are
    # 20.8, 46.2, 71.6 and 97.0; the nearest nice numbers 20, 50, 50 and 100, and 50 again becomes 100,
    # 100 again becomes 200
    values = np.concatenate([np.arange(1.0, 101.0), np.zeros(900)])
    assert class_sequential(values, FIVE).breaks == (20, 50, 100, 200)


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [math.nan]])
def test_no_values_give_limits_to_show_all_the_same(values: list[float]) -> None:
    assert class_sequential(np.array(values), FIVE).breaks == (1, 2, 3, 4)


@given(measures)
def test_law_limits_rise_and_every_value_has_one_class(values: np.ndarray) -> None:
    classes = class_sequential(values, FIVE)
    assert len(classes.breaks) == len(FIVE) - 1
    assert all(low < high for low, high in zip(classes.breaks, classes.breaks[1:], strict=False))
    index = classes.colour_index(values)
    assert ((index == -1) == np.isnan(values)).all()
    assert index.max(initial=0) < len(FIVE)


@given(measures)
def test_law_limits_are_nice_numbers(values: np.ndarray) -> None:
    for limit in class_sequential(values, FIVE[:3]).breaks:
        assert round_nice(limit) == pytest.approx(limit)


@given(signed)
def test_law_gains_and_losses_mirror_each_other_about_zero(values: np.ndarray) -> None:
    classes = class_diverging(values, LOSS, GAIN)
    breaks = np.array(classes.breaks)
    assert (np.diff(breaks) > 0).all()
    assert (breaks == -breaks[::-1]).all()
    assert breaks[breaks.size // 2] == 0
    assert classes.colours == ("l3", "l2", "l1", "g1", "g2", "g3")


@given(signed)
def test_law_no_class_mixes_gain_with_loss(values: np.ndarray) -> None:
    classes = class_diverging(values, LOSS, GAIN)
    colours = [classes.colours[index] for index in classes.colour_index(values)]
    assert all(colour in (LOSS if value < 0 else GAIN) for value, colour in zip(values, colours, strict=True))


def test_the_largest_flow_is_full_width_and_the_others_in_proportion() -> None:
    width = scale_width(np.array([400.0, 100, 5]))
    assert width.pixels(400) == MAX_WIDTH
    assert width.pixels(100) == MAX_WIDTH * 100 / 400
    assert width.pixels(0) == 0


def test_a_fixed_scale_is_the_same_for_every_place() -> None:
    lahore, kohlu = (scale_width(np.array(flows), fixed_max=20_000) for flows in ([18_821.0], [12.0]))
    assert lahore == kohlu
    assert lahore.pixels(10_000) == MAX_WIDTH / 2


@pytest.mark.parametrize("flows", [[], [0.0]])
def test_no_flows_still_give_a_scale(flows: list[float]) -> None:
    assert scale_width(np.array(flows)).pixels(1) == MAX_WIDTH


@given(st.lists(st.floats(0.1, 1e6), min_size=1), st.floats(0, 1e6))
def test_law_twice_the_people_is_twice_the_width(flows: list[float], people: float) -> None:
    width = scale_width(np.array(flows))
    assert width.pixels(2 * people) == pytest.approx(2 * width.pixels(people))
    assert max(map(width.pixels, flows)) == pytest.approx(MAX_WIDTH)


def test_given_limits_have_to_fit_the_colours() -> None:
    assert class_fixed((1.0, 2.0, 4.0, 6.0), FIVE).breaks == (1, 2, 4, 6)
    with pytest.raises(LayerError, match="5 colours need 4 limits, got 2"):
        class_fixed((1.0, 2.0), FIVE)
