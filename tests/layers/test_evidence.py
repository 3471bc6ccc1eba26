"""The evidence card and the yardsticks: what kind of number, whence, and where it misses."""

from __future__ import annotations

import pytest

from layers.evidence import Check, Evidence, build_checks, build_evidence, say_tests
from layers.tables import load_checks
from tests.layers.read_page import find, say, tags

HIT = Check("Share of Sindh", "71 %", "70 %", "test", "hit", "1998 census")
MISS = Check("Share of KP", "60 %", "10 %", "test", "miss", "")
FIT = Check("Karachi", "360,000", "396,000", "fit", "near", "")


def test_the_card_names_grade_source_boundaries_and_warning() -> None:
    card = build_evidence(Evidence("modelled", "Modelled", "Estimated.", "Census.", "Districts.", "Read the range."))
    assert card.className == "evidence modelled"
    assert say(card) == "Modelled Estimated. Source Census. Boundaries Districts. Beware Read the range."


def test_what_there_is_nothing_to_say_of_is_left_out() -> None:
    assert say(build_evidence(Evidence("counted", "Counted", "By people.", "Census.", "", ""))) == (
        "Counted By people. Source Census."
    )


def test_tests_are_told_apart_from_fits_and_misses_are_not_hidden() -> None:
    section = build_checks((HIT, MISS, FIT), ("Near in Sindh, far off in KP.",))
    assert say(section) == (
        "How good is this estimate? Near in Sindh, far off in KP. "
        "Not fitted to: tests "
        "● met Share of Sindh published 71 %; here 70 % "
        "○ missed Share of KP published 60 %; here 10 % "
        "Used to choose the model: fits "
        "◐ near Karachi published 360,000; here 396,000"
    )
    assert [mark.className for mark in find(section, "mark")] == ["mark hit", "mark miss", "mark near"]
    assert tags(section, "Li")[0].title == "1998 census"


def test_only_what_was_kept_out_counts_as_a_test() -> None:
    assert say_tests((HIT, MISS, FIT)) == "Of 2 published figures that it was not fitted to, it meets 1."


@pytest.mark.parametrize("period", ["1998-2023", "1998-2017", "2017-2023"])
def test_the_real_yardsticks_are_all_shown(period: str) -> None:
    checks, sentences = load_checks(period)
    assert sum(check.role == "test" for check in checks) >= 2
    section = build_checks(checks, sentences)
    assert len(tags(section, "Li")) == len(checks)
    for sentence in sentences:
        assert sentence in say(section)


def test_counted_shares_are_plotted_against_the_estimate() -> None:
    flow = Check("Bahawalpur to Lahore", "11–22 %", "13.0 % (9.0 % to 15.0 %)", "fit", "hit", "", (16.5, 13.0))
    section = build_checks((HIT, flow), ())
    [square] = find(section, "square")
    assert [dot.title for dot in square.children] == [
        "Bahawalpur to Lahore: published 11–22 %, here 13.0 % (9.0 % to 15.0 %)"
    ]
    # The larger number, 16.5 % counted, is the top of both axes: 2 % + 96 % of the square.
    assert square.children[0].style == {"left": f"{round(2 + 96 * 13 / 16.5, 1)}%", "bottom": "98.0%"}
    assert not find(build_checks((HIT, MISS), ()), "square")
