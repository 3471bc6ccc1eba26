"""Classes for colour and widths for arrows: round limits, no value lost, width proportional to people."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import LayerError
from layers.scales import (
    GRIDS,
    WIDEST,
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
    # 100 places with 1 to 100 movers, 900 with none. The quantiles 15, 42.3, 69.7 and 97 % of the former are
    # 16.7, 43.5, 70.3 and 97.1; rounded they are 15, 40, 80 and 100, and no limit is above every value
    values = np.concatenate([np.arange(1.0, 101.0), np.zeros(900)])
    assert class_sequential(values, FIVE).breaks == (15, 40, 80)


def test_traces_do_not_use_up_the_classes() -> None:
    # 100 traces and 20 flows from 100 to 2,000: all limits tell the 20 apart, all traces are in the lowest class
    values = np.concatenate([np.full(100, 0.001), np.linspace(100, 2000, 20)])
    classes = class_sequential(values, FIVE)
    assert min(classes.breaks) > 100
    assert set(classes.colour_index(values[:100])) == {0}


def test_values_too_close_together_need_fewer_classes() -> None:
    classes = class_sequential(np.array([7.0, 7.0, 7.0]), FIVE)
    # one limit below 7: the lightest colour for what is less, the darkest for the sevens
    assert len(classes.breaks) == 1
    assert classes.breaks[0] < 7
    assert classes.colours == ("c0", "c4")
    assert classes.colour_index(np.array([0.0, 7.0])).tolist() == [0, 1]


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [math.nan]])
def test_no_values_give_limits_to_show_all_the_same(values: list[float]) -> None:
    assert class_sequential(np.array(values), FIVE).breaks == (1, 2, 3, 4)


@given(measures)
def test_law_limits_rise_and_every_value_has_one_class(values: np.ndarray) -> None:
    classes = class_sequential(values, FIVE)
    assert 1 <= len(classes.breaks) == len(classes.colours) - 1 < len(FIVE)
    assert all(low < high for low, high in zip(classes.breaks, classes.breaks[1:], strict=False))
    index = classes.colour_index(values)
    assert ((index == -1) == np.isnan(values)).all()
    assert index.max(initial=0) < len(classes.colours)


@given(measures)
def test_law_the_darkest_colour_is_for_the_largest_value(values: np.ndarray) -> None:
    largest = np.nanmax(values, initial=0.0)
    classes = class_sequential(values, FIVE)
    if largest > 0:
        assert classes.colours[classes.colour_index(np.array([largest]))[0]] == "c4"
    assert classes.colours[classes.colour_index(np.zeros(1))[0]] == "c0"


@given(measures)
def test_law_limits_are_round_numbers(values: np.ndarray) -> None:
    for limit in class_sequential(values, FIVE).breaks:
        leading = limit / 10 ** math.floor(math.log10(limit) + 1e-9)
        assert min(abs(leading - step) for step in GRIDS[1]) < 1e-6


@given(signed)
def test_law_gains_and_losses_mirror_each_other_about_zero(values: np.ndarray) -> None:
    classes = class_diverging(values, LOSS, GAIN)
    breaks = np.array(classes.breaks)
    assert (np.diff(breaks) > 0).all()
    assert (breaks == -breaks[::-1]).all()
    assert breaks[breaks.size // 2] == 0
    # the colours too: weak beside zero, strong at the ends
    steps = [int(colour[1]) for colour in classes.colours]
    assert steps == steps[::-1]
    assert [colour[0] for colour in classes.colours] == ["l"] * (len(steps) // 2) + ["g"] * (len(steps) // 2)
    assert (classes.colours[0], classes.colours[-1]) == ("l3", "g3")


@given(signed)
def test_law_no_class_mixes_gain_with_loss(values: np.ndarray) -> None:
    classes = class_diverging(values, LOSS, GAIN)
    colours = [classes.colours[index] for index in classes.colour_index(values)]
    assert all(colour in (LOSS if value < 0 else GAIN) for value, colour in zip(values, colours, strict=True))


FAR, NEAR = WIDEST


def test_the_largest_flow_is_full_width_and_the_others_in_proportion() -> None:
    width = scale_width(np.array([400.0, 100, 5]), zoom=6.0)
    assert width.pixels(400) == width.width_max
    assert width.pixels(100) == width.width_max * 100 / 400
    assert width.pixels(0) == 0


@pytest.mark.parametrize(
    ("zoom", "pixels"),
    [
        (FAR[0] - 1, FAR[1]),
        (FAR[0], FAR[1]),
        ((FAR[0] + NEAR[0]) / 2, (FAR[1] + NEAR[1]) / 2),
        (NEAR[0], NEAR[1]),
        (NEAR[0] + 1, NEAR[1]),
    ],
)
def test_full_width_is_wider_where_the_map_is_nearer(zoom: float, pixels: float) -> None:
    assert scale_width(np.array([400.0]), zoom=zoom).width_max == pytest.approx(pixels, abs=0.05)


@given(st.floats(0, 22), st.floats(0, 22))
def test_law_a_fixed_scale_is_the_same_for_every_place_and_frame(one: float, other: float) -> None:
    lahore = scale_width(np.array([18_821.0]), zoom=one, fixed_max=20_000)
    kohlu = scale_width(np.array([12.0]), zoom=other, fixed_max=20_000)
    assert lahore == kohlu
    assert lahore.pixels(10_000) == lahore.width_max / 2


@pytest.mark.parametrize("flows", [[], [0.0]])
def test_no_flows_still_give_a_scale(flows: list[float]) -> None:
    width = scale_width(np.array(flows), zoom=6.0)
    assert width.pixels(1) == width.width_max > 0


@given(st.lists(st.floats(0.1, 1e6), min_size=1), st.floats(0, 1e6))
def test_law_twice_the_people_is_twice_the_width(flows: list[float], people: float) -> None:
    width = scale_width(np.array(flows), zoom=6.0)
    assert width.pixels(2 * people) == pytest.approx(2 * width.pixels(people))
    assert max(map(width.pixels, flows)) == pytest.approx(width.width_max)


def test_given_limits_have_to_fit_the_colours() -> None:
    assert class_fixed((1.0, 2.0, 4.0, 6.0), FIVE).breaks == (1, 2, 4, 6)
    with pytest.raises(LayerError, match="5 colours need 4 limits, got 2"):
        class_fixed((1.0, 2.0), FIVE)
