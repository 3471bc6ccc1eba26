"""The panel beside a month: who is where, twelve cells a place, how seasonal it is. The world is in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from layers import View
from layers.cube import Cube
from layers.month_panel import build_month_panel, build_seasons, build_share, build_strips
from layers.month_view import describe_months
from layers.months import MonthTable, place_months, simulate_months
from layers.view import SPANS
from tests.layers.read_page import bars, find, follow, links, say, tags
from tests.layers.test_months import NAN, make_both, make_months
from tests.layers.tiny_world import make_cube, make_seasons

SCENARIO = simulate_months(make_cube(), make_seasons(), 10)
JULY = View(question="seasons", place="a", month=7)


def build(cube: Cube, table: MonthTable = SCENARIO, view: View = JULY) -> list[Any]:
    return build_month_panel(cube, table, view, table.find_row(view.month), describe_months(cube, table))


def make_own(cube: Cube, people: list[list[float]], **stated: Any) -> MonthTable:
    """Make a reader's own table: from A to the city and from B to C."""
    return place_months(cube, make_months(people, [("a", "city"), ("b", "c")], **stated))


def make_year(cube: Cube, months: list[float]) -> MonthTable:
    """Make a year of moves from A to the city."""
    return place_months(cube, make_months([[people] for people in months], [("a", "city")], kind="event"))


def test_a_scenario_has_all_parts_and_a_table_of_ones_own_no_share(cube: Cube) -> None:
    headings = [say(tags(part, "H2")) for part in build(cube)]
    assert headings == [
        "Who is where in July people, scenario",
        "The year, place by place people present, scenario",
        "Your assumption scenario",
        "",
        "A scenario: you set the share",
    ]
    own = build(cube, make_own(cube, [[30, 5]], evidence="surveyed"), JULY.but(month=1))
    assert [say(tags(part, "H2")) for part in own] == [
        "Who is where in January 2024 people, surveyed",
        "The year, place by place people present, surveyed",
        "",
        "Surveyed: your table",
    ]
    assert not find(own, "rail")


def test_who_is_where_largest_first(cube: Cube) -> None:
    table = make_own(cube, [[5, 30]])
    where = build(cube, table, JULY.but(month=1))[0]
    assert list(bars(where).items()) == [("B Town → C Town", "30"), ("A Town → The City", "5")]
    first = find(where, "bar")[0]
    # pointing at a bar lights its arrow
    assert (getattr(first, "data-flow"), first.title) == ("b>c", "30 people, counted")


def test_nobody_is_no_bar_and_withheld_is_no_number(cube: Cube) -> None:
    table = make_own(cube, [[NAN, 30], [0, NAN], [0, 0]])
    where = build(cube, table, JULY.but(month=1))[0]
    assert bars(where) == {"B Town → C Town": "30", "A Town → The City": "withheld"}
    assert find(where, "bar")[1].title == "withheld: too few people"
    assert bars(build(cube, table, JULY.but(month=2))[0]) == {"B Town → C Town": "withheld"}
    assert say(build(cube, table, JULY.but(month=3))[0]).endswith("Nobody is away.")
    moved = make_own(cube, [[0, 0]], kind="event")
    assert say(build(cube, moved, JULY.but(month=1))[0]).endswith(
        "Who moves in January 2024 people, counted Nobody moves."
    )


def test_a_scenarios_bars_are_pale_and_a_counts_are_filled(cube: Cube) -> None:
    assert [fill.className for fill in find(build(cube), "fill")] == ["fill modelled"]
    own = build(cube, make_own(cube, [[30, 5]]), JULY.but(month=1))
    assert {fill.className for fill in find(own, "fill")} == {"fill counted"}


def test_an_unknown_month_has_its_strips_but_nobody_is_anywhere(cube: Cube) -> None:
    parts = build(cube, make_own(cube, [[30, 5]]))  # only January
    assert say(tags(parts, "H2")).startswith("The year, place by place")
    assert bars(parts) == {}


def test_what_has_no_month_is_only_described(cube: Cube) -> None:
    (card,) = build(cube, replace(SCENARIO, seasons=()))
    assert card.className == "evidence scenario"


def cells(part: Any) -> dict[str, list[Any]]:
    """Name of each place → its cells."""
    rows = tags(part, "Li")[1:]  # the first has the letters
    return {say(find(row, "name")): links(row) for row in rows}


def test_a_strip_has_twelve_cells_that_open_their_month(cube: Cube) -> None:
    view = JULY.but(share=25, at=(70.0, 30.0, 6.0))
    strips = cells(build_strips(cube, SCENARIO, view))
    assert list(strips) == ["A Town", "The City"]
    for row in strips.values():
        assert [follow(link) for link in row] == [view.but(month=month) for month in range(1, 13)]
        assert [getattr(link, "aria-current", None) for link in row] == [None] * 6 + ["true"] + [None] * 5


def test_cells_are_as_tall_as_the_gain_or_loss_against_the_largest(cube: Cube) -> None:
    strips = cells(build_strips(cube, SCENARIO, JULY))
    june, july = strips["A Town"][5:7]
    # half of the cell is the largest: July's 300 fill it, June's 180 six tenths of it; losses hang below the line
    assert june.children.style == {"height": "30.0%", "background": "var(--loss-2)", "top": "50%"}
    assert july.children.style == {"height": "50.0%", "background": "var(--loss-2)", "top": "50%"}
    assert strips["The City"][6].children.style == {"height": "50.0%", "background": "var(--gain-2)", "bottom": "50%"}
    assert july.title == getattr(july, "aria-label") == "A Town, July: −300 people"
    assert strips["The City"][6].title == "The City, July: +300 people"
    assert strips["A Town"][0].title == "A Town, January: 0 people"


def test_the_largest_change_of_a_place_keeps_its_sign(cube: Cube) -> None:
    rows = tags(build_strips(cube, SCENARIO, JULY), "Li")[1:]
    assert [say(find(row, "value")) for row in rows] == ["−300", "+300"]
    # a place that gains 20 and loses 30 has lost most
    both = place_months(cube, make_months([[30, 0], [0, 20]], [("a", "b"), ("c", "a")]))
    rows = tags(build_strips(cube, both, JULY), "Li")[1:]
    assert {say(find(row, "name")): say(find(row, "value")) for row in rows} == {
        "A Town": "−30",
        "B Town": "+30",
        "C Town": "−20",
    }


def test_a_month_that_is_missing_and_one_that_is_withheld_are_not_0(cube: Cube) -> None:
    strips = cells(build_strips(cube, make_own(cube, [[30, 5], [NAN, 5]]), JULY))
    january, february, march = strips["A Town"][:3]
    assert january.title == "A Town, January: −30 people"
    assert february.title == "A Town, February: withheld"
    assert march.title == "A Town, March: not known"
    assert [cell.children.className for cell in (february, march)] == ["unknown", "unknown"]


def test_only_places_that_change_have_a_strip_and_not_too_many(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    still = replace(SCENARIO, people=np.zeros((12, 1)), change=np.zeros((12, 4)))
    part = build_strips(cube, still, JULY)
    assert cells(part) == {}
    assert say(part).endswith("No place changes.")
    monkeypatch.setattr("layers.month_panel.STRIPS", 1)
    # 30 leave A for the city, 20 B: the city hosts 30 at most, as A sends; B changes less
    assert list(cells(build_strips(cube, make_both(cube), JULY))) == ["A Town"]


@pytest.mark.parametrize("share", [0, 10, 37, 50])
def test_the_slider_stands_where_the_reader_put_it(share: int) -> None:
    part = build_share(View(question="seasons", share=share))
    (rail,) = find(part, "rail")
    stated = {name: getattr(rail, f"data-{name}") for name in ("name", "min", "max", "step", "value")}
    low, high = SPANS["share"]
    assert stated == {"name": "share", "min": str(low), "max": str(high), "step": "1", "value": str(share)}
    assert say(tags(part, "Output")) == f"{share}\u202f%"
    assert "an assumption, not a finding" in say(part)


YEAR = dict.fromkeys(range(1, 13), 0.0)


@pytest.mark.parametrize(
    ("peaks", "words"),
    [
        # Two opposite months: a circle through one year would cancel them out and see no season.
        ({1: 60.0, 7: 60.0}, "Two seasons a year, with peaks in January and July"),
        ({7: 60.0}, "One season a year, with its peak in July"),
        ({4: 50.0, 10: 40.0}, "Two seasons a year, with peaks in April and October"),
        (dict.fromkeys(range(1, 13), 10.0), "No season: all months are alike."),
    ],
)
def test_two_opposite_peaks_are_two_seasons(cube: Cube, peaks: dict[int, float], words: str) -> None:
    part = build_seasons(cube, make_year(cube, list((YEAR | peaks).values())))
    (item,) = tags(part, "Li")
    assert say(item).startswith(f"A Town  {words}")


def test_the_index_stands_beside_its_largest_value(cube: Cube) -> None:
    # all in one month: 11/12 too many there and eleven times 1/12 too few elsewhere are 22/12
    part = build_seasons(cube, make_year(cube, list((YEAR | {7: 60.0}).values())))
    assert say(part).endswith(f"Walsh–Lawler index {22 / 12:.2f} of 1.83.")


def test_a_season_needs_the_whole_year(cube: Cube) -> None:
    part = build_seasons(cube, make_year(cube, [5.0] * 11))
    assert tags(part, "Li") == []
    assert say(part).endswith("A season is measured on all twelve months of a year; the table does not have them all.")


def test_a_withheld_month_is_not_measured_and_nobody_has_no_season(cube: Cube) -> None:
    # something of A is withheld; nobody ever leaves B
    part = build_seasons(cube, make_own(cube, [[NAN, 0], *[[10, 0]] * 11]))
    assert [say(item) for item in tags(part, "Li")] == ["A Town  Not measured: months of it are withheld."]
