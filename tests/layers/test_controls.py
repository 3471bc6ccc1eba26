"""Every control leads to another view: links and sliders, which the back button undoes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from layers import PRESETS, View
from layers.controls import LABELS, MONTHS, SLIDERS, build_controls, build_questions, build_slider
from layers.view import CHOICES, SPANS, TOP
from tests.layers.read_page import find, follow, links, say, tags

NAMES = [field.name for field in fields(View)]
VIEWS = [
    View(),
    View(place="multan", direction="net", measure="people", top=500),
    View(place="faisalabad", data="counted", period="2017-2023"),
    View(at=(70.0, 30.0, 6.0), scale="fixed", frame="country"),
    View(question="balance", period="1998-2017"),
    View(question="seasons", place="quetta", season="winter"),
    View(question="seasons", place="quetta", month=7, share=25),
    View(question="spill", place="karachi"),
    View(question="whatif", place="faisalabad", change="cities", amount=-15),
    View(place="multan", form="matrix", sort="size"),
    View(question="balance", form="matrix", period="2017-2023"),
    View(place="quetta", data="residual", ranges="on"),
]
FINE = ["Colour places by", "Scale of widths and colours"]
FORM = "Map or matrix"
ALL = ("estimate", "residual", "counted")
NO_COUNT = ("estimate", "residual")
in_every_view = pytest.mark.parametrize("view", VIEWS, ids=View.to_query)


def groups(view: View, *, choices: tuple[str, ...] = ALL) -> dict[str, list[Any]]:
    """Name of each group of links → the links."""
    found = find(build_controls(view, choices=choices), "group")
    return {getattr(group, "aria-label"): links(group) for group in found if "slider" not in group.className}


def sliders(view: View) -> dict[str, dict[str, str]]:
    """Name of each slider → what the page's script reads of it."""
    rails = find(build_controls(view, choices=ALL), "rail")
    parts = ("min", "max", "step", "value", "label")
    return {getattr(rail, "data-name"): {part: getattr(rail, f"data-{part}") for part in parts} for rail in rails}


@in_every_view
def test_a_link_changes_one_choice_and_nothing_else(view: View) -> None:
    for group in groups(view).values():
        changed: set[str] = set()
        for link in group:
            other = follow(link)
            different = {name for name in NAMES if getattr(other, name) != getattr(view, name)}
            # another frame, form or city is another map: there the reader's own camera goes too
            assert "at" not in different or other.at is None
            # another kind of change starts from its own amount
            beside = {"at", "amount"} if "change" in different else {"at"}
            assert len(different - beside) <= 1
            changed |= different - beside
        assert len(changed) == 1


@pytest.mark.parametrize("name", ["Direction", "Period", *FINE])
def test_the_map_stays_where_the_reader_moved_it(name: str) -> None:
    moved = View(at=(70.0, 30.0, 6.0))
    assert {follow(link).at for link in groups(moved)[name]} == {moved.at}
    for another in ("Opens on", "Map or matrix"):
        assert {follow(link).at for link in groups(moved)[another]} == {None}


@in_every_view
def test_each_group_marks_the_current_choice_and_only_that(view: View) -> None:
    for group in groups(view).values():
        current = [link for link in group if hasattr(link, "aria-current")]
        assert len(current) == 1
        assert follow(current[0]).but(at=view.at) == view


@pytest.mark.parametrize(
    ("view", "names"),
    [
        (View(), [FORM, "Direction", "Period", "Opens on", *FINE, "Arrows", "Largest flows drawn", "Evidence"]),
        # the published flows are of 1998 alone, and the reader's own of whenever they are: no period to choose
        (View(data="counted"), ["Direction", "Opens on", *FINE, "Arrows", "Largest flows drawn", "Evidence"]),
        # only the estimate is shown as a matrix; what a table of one's own has no colours for is not offered
        (View(data="own"), ["Direction", "Opens on", "Arrows", "Largest flows drawn", "Evidence"]),
        (View(data="residual"), ["Direction", "Period", "Opens on", "Largest flows drawn", "Evidence"]),
        (View(form="matrix"), [FORM, "Period", "Order"]),
        (View(question="balance"), [FORM, "Period", *FINE]),
        (View(question="balance", data="counted"), [FORM, "Period", *FINE]),
        (View(question="balance", form="matrix"), [FORM, "Period", "Order"]),
        (View(question="seasons", place="quetta"), ["Season", "Opens on"]),
        (View(question="spill"), ["City"]),
        (View(question="whatif"), ["What changes", "Period"]),
        # a form chosen elsewhere means nothing here
        (View(question="whatif", form="matrix"), ["What changes", "Period"]),
    ],
    ids=[
        "to",
        "published",
        "own",
        "residual",
        "matrix",
        "balance",
        "balance after published",
        "balance as matrix",
        "seasons",
        "spill",
        "what if",
        "what if after matrix",
    ],
)
def test_only_choices_that_matter_to_the_question_are_offered(view: View, names: list[str]) -> None:
    assert list(groups(view, choices=NO_COUNT)) == names


def test_the_flows_offered_are_those_that_there_are() -> None:
    def offer(view: View, choices: tuple[str, ...]) -> list[str]:
        return [follow(link).data for link in groups(view, choices=choices)["Evidence"]]

    assert offer(View(), NO_COUNT) == ["estimate", "residual"]
    assert offer(View(), ALL) == ["estimate", "counted", "residual"]
    assert offer(View(), (*ALL, "own")) == ["estimate", "counted", "residual", "own"]
    # who stands on them can always go back
    assert offer(View(data="counted"), NO_COUNT) == ["estimate", "counted", "residual"]


def test_finer_choices_fold_away() -> None:
    *outside, more = build_controls(View(), choices=ALL)
    assert [getattr(part, "aria-label") for part in outside] == [FORM, "Direction", "Period"]
    assert say(more).startswith("Options Opens on Main flows Whole country Colour places by Per 1,000 inhabitants")


def test_every_choice_of_a_view_has_its_words() -> None:
    for name, options in {**CHOICES, "top": TOP}.items():
        if name != "question":
            assert tuple(LABELS[name]) == options
    assert tuple(SLIDERS) == tuple(SPANS)


@pytest.mark.parametrize(
    ("view", "slider"),
    [
        (
            View(question="seasons", place="quetta", month=7),
            {"month": {"min": "0", "max": "12", "step": "1", "value": "7", "label": "Month"}},
        ),
        (
            View(question="whatif", amount=-15),
            {"amount": {"min": "-50", "max": "100", "step": "5", "value": "-15", "label": "By"}},
        ),
        (View(), {}),
        (View(form="matrix"), {}),
        (View(question="balance"), {}),
        (View(question="spill"), {}),
    ],
    ids=["seasons", "what if", "to", "matrix", "balance", "spill"],
)
def test_whole_numbers_are_sliders(view: View, slider: dict[str, dict[str, str]]) -> None:
    assert sliders(view) == slider


@pytest.mark.parametrize("name", SPANS)
def test_every_stop_of_a_slider_is_a_view(name: str) -> None:
    rail = find(build_slider(View(), name, "now", step=5), "rail")[0]
    low, high, step = (int(getattr(rail, f"data-{part}")) for part in ("min", "max", "step"))
    stops = [View(**{name: stop}) for stop in range(low, high + 1, step)]
    assert [View.from_query(view.to_query()) for view in stops] == stops


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View(question="seasons"), "All year"),
        (View(question="seasons", month=1), "January"),
        (View(question="seasons", month=12), "December"),
        (View(question="whatif"), "+20 %"),
        (View(question="whatif", amount=-15), "−15 %"),
    ],
)
def test_a_slider_says_its_value_in_words(view: View, said: str) -> None:
    assert [say(output) for output in tags(build_controls(view, choices=ALL), "Output")] == [said]


def test_there_is_a_word_for_the_whole_year_and_for_every_month() -> None:
    assert len(MONTHS) == SPANS["month"][1] + 1


def test_months_can_be_played_and_nothing_else() -> None:
    (button,) = find(build_controls(View(question="seasons"), choices=ALL), "play")
    assert (getattr(button, "data-play"), getattr(button, "aria-label")) == ("month", "Play the months")
    assert find(build_controls(View(question="whatif"), choices=ALL), "play") == []


def test_the_questions_are_links_with_the_full_question_on_hover() -> None:
    questions = build_questions(View())
    assert [(link.children, link.title, follow(link)) for link in questions] == list(PRESETS)


@pytest.mark.parametrize(
    ("view", "current"),
    [
        (View(), ["To Lahore"]),
        (View(direction="out", period="2017-2023"), ["To Lahore"]),
        (View(place="quetta"), ["To Quetta"]),
        (View(place="multan"), []),
        (View(question="balance", place="multan"), ["Gains and losses"]),
        (View(question="seasons", place="quetta"), ["Seasons"]),
        (View(question="spill", place="karachi"), ["City fringe"]),
        (View(question="whatif", place="multan", amount=50), ["What if?"]),
        (View(form="matrix", sort="size"), ["To Lahore"]),
    ],
)
def test_the_question_that_the_view_answers_is_marked(view: View, current: list[str]) -> None:
    assert [link.children for link in build_questions(view) if hasattr(link, "aria-current")] == current


def test_a_model_of_flows_offers_no_net() -> None:
    ways = [follow(link).direction for link in groups(View(data="residual"))["Direction"]]
    assert ways == ["in", "out", "all"]
