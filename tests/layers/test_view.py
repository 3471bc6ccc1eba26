"""A view is a URL: what the reader chose, no more, and the same URL gives the same picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import PRESETS, View, ViewError
from layers.view import CHOICES, SPANS, TOP

# The page writes where the map stands to three decimals of a degree and two of a zoom level.
cameras = st.tuples(
    st.integers(-180_000, 180_000).map(lambda number: number / 1000),
    st.integers(-85_000, 85_000).map(lambda number: number / 1000),
    st.integers(0, 2_200).map(lambda number: number / 100),
)
views = st.builds(
    View,
    **{name: st.sampled_from(options) for name, options in CHOICES.items()},
    **{name: st.integers(*span) for name, span in SPANS.items()},
    place=st.text(st.characters(exclude_categories=["Cs"])),
    top=st.sampled_from(TOP),
    at=st.none() | cameras,
)


@given(views)
def test_law_a_view_comes_back_from_its_url(view: View) -> None:
    assert View.from_query(view.to_query()) == view
    assert View.from_query("?" + view.to_query()) == view


@given(views, views)
def test_law_equal_views_and_only_those_have_equal_urls(one: View, other: View) -> None:
    assert (one == other) == (one.to_query() == other.to_query())


def test_the_opening_view_is_who_moves_to_lahore() -> None:
    assert View().to_query() == ""
    assert View.from_query("") == View.from_query("?") == View()
    label, question, view = PRESETS[0]
    assert (label, question, view) == ("To Lahore", "Who moves to Lahore?", View())


@pytest.mark.parametrize(
    ("view", "query"),
    [
        (View(place="karachi"), "place=karachi"),
        (View(question="balance"), "question=balance"),
        # always in the order of the fields, whatever the order of the choices
        (View().but(top=500).but(direction="out"), "direction=out&top=500"),
        (View(at=(67.01, 24.86, 8.5)), "at=67.01,24.86,8.5"),
        (View(at=(-0.5, 0.0, 0.0)), "at=-0.5,0,0"),
        (View(place="a place & more"), "place=a+place+%26+more"),
        (View(form="matrix", sort="size"), "form=matrix&sort=size"),
        (View(ranges="on"), "ranges=on"),
        (View(question="seasons", month=7, share=25), "question=seasons&month=7&share=25"),
        (
            View(question="spill", form="pair", shade="class", year=2017),
            "question=spill&form=pair&shade=class&year=2017",
        ),
        (View(question="spill", shade="built", grid="demonstration"), "question=spill&shade=built&grid=demonstration"),
        (View(question="whatif", change="time", amount=-20), "question=whatif&change=time&amount=-20"),
    ],
)
def test_only_what_differs_from_the_opening_view_is_written(view: View, query: str) -> None:
    assert view.to_query() == query


def test_the_presets_are_as_many_links() -> None:
    queries = [view.to_query() for _, _, view in PRESETS]
    assert len(set(queries)) == len(PRESETS) == 7
    assert [View.from_query(query) for query in queries] == [view for _, _, view in PRESETS]


@pytest.mark.parametrize(
    "query",
    [
        "place=quetta&utm_source=mail&fbclid=abc",
        "width=980&height=660&theme=dark&place=quetta",
        "place=lahore&place=quetta",  # the last one counts
    ],
)
def test_names_that_no_view_has_are_ignored(query: str) -> None:
    assert View.from_query(query) == View(place="quetta")


def test_every_fault_is_said_at_once_with_the_choices() -> None:
    with pytest.raises(ViewError) as fault:
        View.from_query("direction=up&scale=huge&top=7&month=13&at=200,0,3")
    assert str(fault.value) == (
        "direction='up' is not one of in, out, net, all; "
        "scale='huge' is not one of adaptive, fixed; "
        "top=7 is not one of 10, 40, 120, 500; "
        "month=13 is not a whole number from 0 to 12; "
        "at=(200.0, 0.0, 3.0) is not longitude, latitude, zoom on this earth"
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("month=13", "month=13 is not a whole number from 0 to 12"),
        ("share=-1", "share=-1 is not a whole number from 0 to 50"),
        ("amount=-51", "amount=-51 is not a whole number from -50 to 100"),
        ("amount=2.5", "amount='2.5' is not a whole number"),
        ("year=-1", "year=-1 is not a whole number from 0 to 2100"),
        ("year=next", "year='next' is not a whole number"),
        ("month=July", "month='July' is not a whole number"),
    ],
)
def test_a_slider_off_its_rail_is_refused(query: str, message: str) -> None:
    with pytest.raises(ViewError) as fault:
        View.from_query(query)
    assert str(fault.value) == message


@pytest.mark.parametrize(("name", "span"), SPANS.items())
def test_both_ends_of_a_span_belong_to_it_and_fractions_do_not(name: str, span: tuple[int, int]) -> None:
    for end, beyond in zip(span, (span[0] - 1, span[1] + 1), strict=True):
        assert View.from_query(f"{name}={end}") == View(**{name: end})
        for wrong in (beyond, end + 0.5, str(end)):
            with pytest.raises(ViewError, match=f"^{name}="):
                View(**{name: wrong})


def test_faults_of_writing_and_faults_of_choice_are_said_together() -> None:
    with pytest.raises(ViewError) as fault:
        View.from_query("top=many&at=here&share=most&direction=up")
    assert str(fault.value).split("; ") == [
        "top='many' is not a whole number",
        "share='most' is not a whole number",
        "at='here' is not three numbers: longitude,latitude,zoom",
        "direction='up' is not one of in, out, net, all",
    ]


@pytest.mark.parametrize(
    "at",
    ["", "70,30", "70,30,6,1", "70;30;6", "east,30,6", "181,30,6", "70,86,6", "70,30,23", "nan,30,6", "70,inf,6"],
)
def test_a_camera_off_this_earth_is_refused(at: str) -> None:
    with pytest.raises(ViewError, match="^at="):
        View.from_query(f"at={at}")


def test_but_changes_a_copy() -> None:
    view = View()
    assert view.but(place="multan", top=10) == View(place="multan", top=10)
    assert view == View()
    with pytest.raises(ViewError, match="season='spring' is not one of all, summer"):
        view.but(season="spring")
