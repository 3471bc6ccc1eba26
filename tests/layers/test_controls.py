"""Every control is a link to another view: it can be copied, and the back button undoes it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from layers import PRESETS, View
from layers.controls import LABELS, build_controls, build_questions
from layers.view import CHOICES, TOP
from tests.layers.read_page import find, follow, links, say

NAMES = [field.name for field in fields(View)]
VIEWS = [
    View(),
    View(place="multan", direction="net", measure="people", top=500),
    View(place="faisalabad", data="counted", period="2017-2023"),
    View(at=(70.0, 30.0, 6.0), scale="fixed", frame="country"),
    View(question="balance", period="1998-2017"),
    View(question="seasons", place="quetta", season="winter"),
    View(question="spill", place="karachi"),
]
FINE = ["Colour places by", "Scale of widths and colours"]
in_every_view = pytest.mark.parametrize("view", VIEWS, ids=View.to_query)


def groups(view: View, *, counted: bool = True) -> dict[str, list[Any]]:
    """Name of each group of choices → its links."""
    return {
        getattr(group, "aria-label"): links(group) for group in find(build_controls(view, counted=counted), "group")
    }


@in_every_view
def test_a_link_changes_one_choice_and_nothing_else(view: View) -> None:
    for choices in groups(view).values():
        changed: set[str] = set()
        for link in choices:
            other = follow(link)
            different = {name for name in NAMES if getattr(other, name) != getattr(view, name)}
            # another frame or city is another map: there the reader's own camera goes too
            assert "at" not in different or other.at is None
            assert len(different - {"at"}) <= 1
            changed |= different - {"at"}
        assert len(changed) == 1


@pytest.mark.parametrize("name", ["Direction", "Period", *FINE])
def test_the_map_stays_where_the_reader_moved_it(name: str) -> None:
    moved = View(at=(70.0, 30.0, 6.0))
    assert {follow(link).at for link in groups(moved)[name]} == {moved.at}
    assert {follow(link).at for link in groups(moved)["Frame"]} == {None}


@in_every_view
def test_each_group_marks_the_current_choice_and_only_that(view: View) -> None:
    for choices in groups(view).values():
        current = [link for link in choices if hasattr(link, "aria-current")]
        assert len(current) == 1
        assert follow(current[0]).but(at=view.at) == view


@pytest.mark.parametrize(
    ("view", "names"),
    [
        (View(), ["Direction", "Period", "Frame", *FINE, "Largest flows drawn"]),
        # the published flows are of 1998 alone: no period to choose
        (View(data="counted"), ["Direction", "Frame", *FINE, "Largest flows drawn", "Evidence"]),
        (View(question="balance"), ["Period", *FINE]),
        (View(question="balance", data="counted"), ["Period", *FINE]),
        (View(question="seasons", place="quetta"), ["Season", "Frame"]),
        (View(question="spill"), ["City"]),
    ],
    ids=["to", "published", "balance", "balance after published", "seasons", "spill"],
)
def test_only_choices_that_matter_to_the_question_are_offered(view: View, names: list[str]) -> None:
    assert list(groups(view, counted=False)) == names


def test_counted_flows_are_offered_where_there_are_some() -> None:
    assert "Evidence" not in groups(View(), counted=False)
    assert [follow(link).data for link in groups(View(), counted=True)["Evidence"]] == ["estimate", "counted"]
    # who stands on them can always go back
    assert "Evidence" in groups(View(data="counted"), counted=False)


def test_finer_choices_fold_away() -> None:
    more = find(build_controls(View(), counted=True), "more")
    assert say(more).startswith("Options Colour places by Per 1,000 inhabitants People")


def test_every_choice_of_a_view_has_its_words() -> None:
    for name, options in {**CHOICES, "top": TOP}.items():
        if name != "question":
            assert tuple(LABELS[name]) == options


def test_the_six_questions_are_links_with_the_full_question_on_hover() -> None:
    questions = build_questions(View())
    assert [(link.children, link.title, follow(link)) for link in questions] == list(PRESETS)


@pytest.mark.parametrize(
    ("view", "current"),
    [
        (View(), ["To Lahore"]),
        (View(direction="out", period="2017-2023"), ["To Lahore"]),
        (View(place="quetta"), ["To Quetta"]),
        (View(place="multan"), []),
        (View(question="balance", place="multan"), ["Gaining and losing"]),
        (View(question="seasons", place="quetta"), ["Seasons in Balochistan"]),
        (View(question="spill", place="karachi"), ["Where cities spill over"]),
    ],
)
def test_the_question_that_the_view_answers_is_marked(view: View, current: list[str]) -> None:
    assert [link.children for link in build_questions(view) if hasattr(link, "aria-current")] == current
