"""Observed against fitted: where each dot stands in the square."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.scatter import Dot, build_scatter
from tests.layers.read_page import find, say, tags

LOW, HIGH = 2.0, 98.0
"""Percent of the square that the axes span, so that no dot is cut off at the edge."""


def build(*dots: Dot, log: bool = False) -> Any:
    return build_scatter(
        list(dots), fitted="model, people a year", observed="estimate", said="Estimate against model", log=log
    )


def dot(fitted: float, observed: float, **more: str) -> Dot:
    return Dot(fitted, observed, **({"title": f"{observed:g} where {fitted:g} were expected"} | more))


def places(scatter: Any) -> list[tuple[float, float]]:
    """Percent from the left and from the bottom, dot by dot."""
    marks = tags(find(scatter, "square"), "I")
    return [(float(mark.style["left"].rstrip("%")), float(mark.style["bottom"].rstrip("%"))) for mark in marks]


def test_fitted_runs_across_and_observed_upwards() -> None:
    # the largest number of both is 200: 50 stands at a quarter, 100 at half
    scatter = build(dot(50, 100), dot(200, 0))
    assert places(scatter) == [(2 + 96 / 4, 2 + 96 / 2), (HIGH, LOW)]


def test_a_perfect_fit_lies_on_the_diagonal_and_more_than_expected_above_it() -> None:
    (x, y), (low, up) = places(build(dot(70, 70), dot(70, 90)))
    assert x == y
    assert up > low


def test_logarithmic_axes_make_room_for_the_small() -> None:
    # from 1 to 10,000: 10 is a quarter of the way, 100 half
    scatter = build(dot(10, 100), dot(1, 10_000), log=True)
    assert places(scatter) == [(2 + 96 / 4, 2 + 96 / 2), (LOW, HIGH)]


def test_zero_has_no_logarithm_and_the_caption_says_how_many_are_missing() -> None:
    dots = [dot(10, 100), dot(0, 5), dot(5, 0), dot(0, 0)]
    scatter = build(*dots, log=True)
    assert len(places(scatter)) == 1
    assert say(find(scatter, "note")) == "3 without people on one side are left out"
    # on axes from zero they all have their place
    assert len(places(build(*dots))) == 4
    assert find(build(*dots), "note") == []


def test_every_dot_says_what_it_is_and_lights_its_arrow() -> None:
    first, second = tags(find(build(dot(1, 2, title="A to B", flow="a>b"), dot(3, 4)), "square"), "I")
    assert (first.title, getattr(first, "data-flow")) == ("A to B", "a>b")
    assert second.title == "4 where 3 were expected"
    assert not hasattr(second, "data-flow")


def test_axes_have_names_and_the_picture_words() -> None:
    scatter = build(dot(1, 2))
    assert say(find(scatter, "up")) == "estimate →"
    assert say(find(scatter, "across")) == "model, people a year →"
    (square,) = find(scatter, "square")
    assert (square.role, getattr(square, "aria-label")) == ("img", "Estimate against model")


@pytest.mark.parametrize("log", [False, True])
def test_no_dots_are_an_empty_square(log: bool) -> None:
    assert places(build(log=log)) == []


@pytest.mark.parametrize(
    ("dots", "log", "expected"),
    [
        ([dot(0, 0)], False, [(LOW, LOW)]),
        ([dot(0, 0)], True, []),
        ([dot(7, 7)], False, [(HIGH, HIGH)]),
        # one number alone has no scale: it stands where the axes begin
        ([dot(7, 7)], True, [(LOW, LOW)]),
    ],
)
def test_one_dot(dots: list[Dot], log: bool, expected: list[tuple[float, float]]) -> None:
    assert places(build(*dots, log=log)) == expected


# flows are held to the thousandth of a person
amounts = st.just(0.0) | st.floats(0.001, 1e7)


@given(st.lists(st.tuples(amounts, amounts), max_size=30), st.booleans())
def test_law_every_dot_is_inside_and_on_its_side_of_the_diagonal(pairs: list[tuple[float, float]], log: bool) -> None:
    kept = [pair for pair in pairs if not log or min(pair) > 0]
    drawn = places(build(*(dot(*pair) for pair in pairs), log=log))
    assert len(drawn) == len(kept)
    for (x, y), (fitted, observed) in zip(drawn, kept, strict=True):
        assert LOW <= x <= HIGH
        assert LOW <= y <= HIGH
        assert math.isclose(x, y, abs_tol=0.11) or (y > x) == (observed > fitted)
