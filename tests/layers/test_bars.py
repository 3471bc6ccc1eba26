"""Bars: one scale from zero, ranges as whiskers, and what the bars leave out in a last line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.bars import Bar, build_bars
from tests.layers.read_page import find, follow, links, say

KASUR = Bar(
    "Kasur", "50", 50, 25, 100, "var(--coming)", "modelled", href="place=kasur", flow="kasur>lahore", title="50 people"
)


def spans(component: Any, name: str) -> list[tuple[float, float]]:
    """Left end and width of parts of the track, in percent of its length."""
    return [
        (float(part.style["insetInlineStart"].rstrip("%")), float(part.style.get("width", "0%").rstrip("%")))
        for part in find(component, name)
    ]


def test_the_scale_runs_from_zero_to_the_highest_end_of_a_range() -> None:
    bars = build_bars([KASUR, replace(KASUR, size=20, low=10, high=40)])
    assert spans(bars, "fill") == [(0, 100 * 50 / 100), (0, 100 * 20 / 100)]
    assert spans(bars, "whisker") == [(25, 100 - 25), (10, 40 - 10)]
    assert find(bars, "axis0") == []


def test_losses_run_to_the_left_of_a_zero_line() -> None:
    # from −60 to 40 is 100 wide, zero stands at 60
    bars = build_bars([replace(KASUR, size=30, low=20, high=40), replace(KASUR, size=-50, low=-60, high=-40)])
    assert spans(bars, "fill") == [(60, 30), (60 - 50, 50)]
    assert spans(bars, "whisker") == [(60 + 20, 20), (0, 20)]
    assert spans(bars, "axis0") == [(60, 0), (60, 0)]


def test_a_number_without_a_range_has_no_whisker() -> None:
    assert find(build_bars([replace(KASUR, low=50, high=50)]), "whisker") == []


def test_modelled_bars_look_unlike_counted_ones() -> None:
    bars = build_bars([KASUR, replace(KASUR, evidence="counted")])
    assert [part.className for part in find(bars, "fill")] == ["fill modelled", "fill counted"]


def test_a_bar_is_a_link_that_lights_its_arrow() -> None:
    (link,) = links(build_bars([KASUR]))
    assert follow(link).place == "kasur"
    assert (getattr(link, "data-flow"), link.title) == ("kasur>lahore", "50 people")
    assert say(link) == "Kasur 50"


def test_a_bar_may_move_the_map() -> None:
    stays, moves = links(build_bars([KASUR, replace(KASUR, moves=True)]))
    assert [getattr(link, "data-view") for link in (stays, moves)] == ["", "moves"]


def test_a_bar_may_lead_nowhere() -> None:
    bars = build_bars([replace(KASUR, href="", flow="")])
    assert links(bars) == []
    assert not hasattr(find(bars, "bar")[0], "data-flow")


def test_the_rest_has_a_number_and_no_bar() -> None:
    bars = build_bars([KASUR], rest="3 other places", rest_value="12")
    assert say(find(bars, "rest")) == "3 other places 12"
    assert len(find(bars, "fill")) == 1


@pytest.mark.parametrize("bars", [[], [replace(KASUR, size=0, low=0, high=0)]])
def test_nothing_to_show_is_no_fault(bars: list[Bar]) -> None:
    component = build_bars(bars)
    assert len(component.children) == len(bars)
    assert all(left == 0 and width < 1 for left, width in spans(component, "fill"))


sizes = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(sizes, sizes, sizes).map(sorted), max_size=12))
def test_law_everything_stays_on_the_track(ranges: list[list[float]]) -> None:
    bars = build_bars([replace(KASUR, low=low, size=size, high=high) for low, size, high in ranges])
    for left, width in spans(bars, "whisker"):
        assert left >= 0
        assert left + width <= 100.01
    for (left, width), (low, size, high) in zip(spans(bars, "fill"), ranges, strict=True):
        assert left >= 0
        assert left + width <= 100.61  # a bar of nothing is still 0.6 % wide, to be seen
        assert low <= size <= high
