"""Every control leads to another view: links and sliders, which the back button undoes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from layers import PRESETS, View
from layers.controls import LABELS, MONTHS, SLIDERS, Cells, build_controls, build_questions, build_slider
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
    View(question="spill", place="quetta", shade="density", year=2005, at=(70.0, 30.0, 9.0)),
    View(question="spill", shade="class", form="pair"),
    View(question="spill", shade="built", grid="demonstration", year=2005),
    View(question="whatif", place="faisalabad", change="cities", amount=-15),
    View(place="multan", form="matrix", sort="size"),
    View(question="balance", form="matrix", period="2017-2023"),
    View(place="quetta", data="residual", ranges="on"),
]
BESIDE = {
    # another kind of change starts from its own amount
    "What changes": {"amount"},
    # each measure has its own years, change has no picture of before and after, a demonstration is of built-up land
    "Colour cells by": {"grid", "form", "year"},
    "Cells from": {"shade", "year"},
    "Picture": {"shade"},
}
"""What goes along with a choice that makes no sense with it."""
FINE = ["Colour places by", "Scale of widths and colours"]
FORM = "Picture"
SPILL = ["City", "Colour cells by", FORM, "Cells from"]
ALL = ("estimate", "residual", "counted")
NO_COUNT = ("estimate", "residual")
CELLS = Cells(
    shades=("net", "growth", "class", "density", "built"),
    grids=("best", "census", "demonstration"),
    epochs=(2000, 2005, 2020),
    year=2005,
    bounds=(69.0, 29.0, 71.0, 31.0),
    fade=(4.6, 5.6),
)
in_every_view = pytest.mark.parametrize("view", VIEWS, ids=View.to_query)


def groups(view: View, *, choices: tuple[str, ...] = ALL) -> dict[str, list[Any]]:
    """Name of each group of links → the links."""
    found = find(build_controls(view, choices=choices, cells=CELLS), "group")
    return {getattr(group, "aria-label"): links(group) for group in found if "slider" not in group.className}


def sliders(view: View) -> dict[str, dict[str, str]]:
    """Name of each slider → what the page's script reads of it."""
    rails = find(build_controls(view, choices=ALL, cells=CELLS), "rail")
    parts = ("min", "max", "step", "value", "label")
    return {getattr(rail, "data-name"): {part: getattr(rail, f"data-{part}") for part in parts} for rail in rails}


@in_every_view
def test_a_link_changes_one_choice_and_nothing_else(view: View) -> None:
    for name, group in groups(view).items():
        beside = {"at", *BESIDE.get(name, ())}
        changed: set[str] = set()
        for link in group:
            other = follow(link)
            different = {field for field in NAMES if getattr(other, field) != getattr(view, field)}
            # another frame, form or city is another map: there the reader's own camera goes too
            assert "at" not in different or other.at is None
            assert len(different - beside) <= 1
            changed |= different - beside
        assert len(changed) == 1


@pytest.mark.parametrize("name", ["Direction", "Period", *FINE])
def test_the_map_stays_where_the_reader_moved_it(name: str) -> None:
    moved = View(at=(70.0, 30.0, 6.0))
    assert {follow(link).at for link in groups(moved)[name]} == {moved.at}
    for another in ("Opens on", FORM):
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
        (View(question="spill"), SPILL),
        (View(question="spill", form="pair"), SPILL),
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
        "before and after",
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
        (
            # as many stops as reach every epoch: 5 years divide 5 and 15
            View(question="spill", year=2010),
            {"year": {"min": "2000", "max": "2020", "step": "5", "value": "2005", "label": "Year"}},
        ),
        (View(), {}),
        (View(form="matrix"), {}),
        (View(question="balance"), {}),
    ],
    ids=["seasons", "what if", "spill", "to", "matrix", "balance"],
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


@pytest.mark.parametrize("name", ["month", "year"])
def test_what_passes_with_time_can_be_played(name: str) -> None:
    view = View(question={"month": "seasons", "year": "spill"}[name])
    (button,) = find(build_controls(view, choices=ALL, cells=CELLS), "play")
    assert (getattr(button, "data-play"), getattr(button, "aria-label")) == (name, f"Play the {name}s")


def test_nothing_else_can_be_played() -> None:
    assert find(build_controls(View(question="whatif"), choices=ALL), "play") == []


def build_spill(view: View, **changes: Any) -> list[Any]:
    return build_controls(view, choices=ALL, cells=replace(CELLS, **changes))


@pytest.mark.parametrize("epochs", [(), (2023,)])
def test_one_year_is_no_choice(epochs: tuple[int, ...]) -> None:
    assert find(build_spill(View(question="spill"), epochs=epochs), "rail") == []


def test_only_cells_that_there_are_can_be_chosen() -> None:
    parts = build_spill(View(question="spill"), shades=("net", "class"), grids=("best",))
    named = {getattr(group, "aria-label"): links(group) for group in find(parts, "group")[:2]}
    assert [follow(link).shade for link in named["Colour cells by"]] == ["net", "class"]
    # one grid is no choice: nothing to fold away
    assert find(parts, "more") == []


def test_before_and_after_is_of_what_has_a_before() -> None:
    """Growth and net gain are the change itself."""
    for shade, shown in (("net", "density"), ("growth", "density"), ("class", "class"), ("density", "density")):
        pair = groups(View(question="spill", shade=shade))[FORM][1]
        assert (say(pair), follow(pair).form, follow(pair).shade) == ("Before and after", "pair", shown)
    before = View(question="spill", form="pair", shade="density")
    forms = {follow(link).shade: follow(link).form for link in groups(before)[SPILL[1]]}
    assert forms == {"net": "map", "growth": "map", "class": "pair", "density": "pair", "built": "pair"}


def test_a_demonstration_is_entered_and_left_by_choice_alone() -> None:
    inside = View(question="spill", shade="built", grid="demonstration", year=2005)
    entered = groups(View(question="spill", shade="class"))["Cells from"][2]
    assert (say(entered), follow(entered).shade, follow(entered).grid) == ("Demonstration", "built", "demonstration")
    for link in groups(inside)["Colour cells by"][:-1]:
        assert follow(link).grid == "best"
    assert {follow(link).shade for link in groups(inside)["Cells from"][:2]} == {"density"}


def test_another_city_keeps_what_is_looked_at() -> None:
    view = View(question="spill", place="multan", shade="class", form="pair", at=(71.5, 30.2, 10.0))
    for link in groups(view)["City"]:
        assert follow(link) == view.but(place=follow(link).place, at=None)


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
