"""The helper that looks for leaks finds a number in every dress, and no other number."""

from __future__ import annotations

import pytest

from tests.flows.disclosure.leaks import find_leaks


@pytest.mark.parametrize(
    "payload",
    [
        "lahore,quetta,7919",
        '{"people":7919}',
        '{"people": 7919.0}',
        b"[1.5,7919,2]",
        "<b>7,919</b> people",
        "7 919 people",
        "7\u202f919",
        "7.919e3",
        "net: -7919 a year",
        "about 7919.",
    ],
)
def test_a_number_is_found_in_every_dress(payload: str | bytes) -> None:
    assert len(find_leaks(payload, [7919])) == 1


@pytest.mark.parametrize("payload", ["17919", "79190", "7919.5", "7,919,000", "a7919b", "0.7919", "#7919af", ""])
def test_another_number_is_not_it(payload: str) -> None:
    assert find_leaks(payload, [7919]) == []


def test_fractions_are_found_rounded_too() -> None:
    assert find_leaks("4.3 and 4 and 4.26 and 4.257 and 4.2", [4.2571]) == ["4", "4.257", "4.26", "4.3"]


def test_lakh_marks_are_read() -> None:
    assert find_leaks("12,34,567", [1234567]) == ["12,34,567"]
