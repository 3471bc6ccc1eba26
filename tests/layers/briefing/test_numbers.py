import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.briefing.numbers import are_alike, round_people, say_between, say_number


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (0, "0"), (0.4, "0"), (-0.4, "0"), (1, "1"), (940.4, "940"), (999.4, "999"), (999.6, "1,000"),
        (1234, "1,230"), (18_849, "18,800"), (203_412, "203,000"), (999_499, "999,000"), (999_500, "1.00 million"),
        (1_236_000, "1.24 million"), (12_345_678, "12.3 million"), (241_499_431, "241 million"),
        (-4_104, "−4,100"), (-2_500_000, "−2.50 million"), (math.nan, "–"),
    ],
)  # fmt: skip
def test_three_figures_and_no_abbreviation(people: float, said: str) -> None:
    assert say_number(people) == said


def test_gains_have_a_sign_where_it_is_asked_for() -> None:
    assert [say_number(value, signed=True) for value in (57_400, -57_400, 0, 2e6)] == [
        "+57,400", "−57,400", "0", "+2.00 million",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (96_400, 151_200, "96,400 to 151,000"),
        (151_200, 96_400, "96,400 to 151,000"),  # told the wrong way round
        (1001, 1004, "1,000"),  # written alike
        (math.nan, 5, "–"),
    ],
)
def test_a_range_names_both_ends_or_one_number(low: float, high: float, said: str) -> None:
    assert say_between(low, high) == said


def test_a_range_through_zero_shows_both_signs() -> None:
    assert say_between(-50, 120, signed=True) == "−50 to +120"


@given(st.floats(-1e9, 1e9))
def test_what_is_written_is_within_half_a_percent(people: float) -> None:
    assert abs(round_people(people) - people) <= max(0.5, 0.0051 * abs(people))
    assert are_alike(people, round_people(people))


@given(st.floats(-9e8, 9e8), st.booleans())
def test_no_number_is_negative_zero_or_carries_an_exponent(people: float, signed: bool) -> None:
    assert re.fullmatch(r"[−+]?\d{1,3}((,\d{3})+|(\.\d+)? million)?", say_number(people, signed=signed))
    assert say_number(people, signed=signed) not in {"−0", "+0"}
