"""
A reader's own table: carried to the places drawn, protected, and never more than that on any screen.

The world is that of tiny_world.py; the city is one place of the flows, east and west of the balance.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from boundaries.language import speak
from flows import ReadError
from layers import View
from layers._errors import LayerError, ViewError
from layers.atlas import Atlas, load_atlas
from layers.cube import Cube
from layers.own import load_own
from layers.own_view import draw_own
from layers.screen import Screen
from tests.flows.disclosure.leaks import find_leaks
from tests.layers.other_tongue import list_untold, teach
from tests.layers.read_page import bars, find, say

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a flow table as `python -m flows read … --out` does."""

    def build(*rows: str, kind: str = "transition", evidence: str = "counted", header: str = "") -> Path:
        path = tmp_path / "own.csv"
        head = ["# rawaan flows 1", f"# kind: {kind}", f"# evidence: {evidence}", "# source: A register, 2024"]
        path.write_text("\n".join([*head, header or "origin,destination,people", *rows]) + "\n", encoding="utf-8")
        return path

    return build


def test_flows_of_one_unit_are_summed_and_internal_ones_are_no_migration(cube: Cube, write: Write) -> None:
    own = load_own(write("a,city-east,30", "a,city-west,12", "city-east,city-west,99", "b,a,7"), cube)
    #       to a  b  c  city
    assert own.matrix.people.tolist() == [
        [0, 0, 0, 30 + 12],  # from a
        [7, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],  # east to west stays inside the city
    ]
    # c is not in the table: nothing is known of it.
    np.testing.assert_array_equal(own.matrix.inflow[0], [7, 0, np.nan, 42])
    assert not own.matrix.has_ranges
    np.testing.assert_array_equal(own.matrix.net[0], [7 - 42, -7, np.nan, 42])
    assert own.protection == "Nothing is withheld."
    assert (own.name, own.kind, own.source, own.matrix.evidence) == (
        "own.csv",
        "transition",
        "A register, 2024",
        "counted",
    )


def test_a_margin_of_error_goes_through_the_sum_of_a_units_parts(cube: Cube, write: Write) -> None:
    path = write(
        "a,city-east,100,97,103",
        "a,city-west,50,46,54",
        evidence="surveyed",
        header="origin,destination,people,low,high",
    )
    matrix = load_own(path, cube).matrix
    # Margins of 3 and 4 make one of 5: sqrt(9 + 16).
    assert (matrix.people[0, 3], matrix.low[0, 3], matrix.high[0, 3]) == (150, 145, 155)


def test_totals_have_a_margin_of_error_of_their_own(cube: Cube, write: Write) -> None:
    path = write(
        "a,city-east,100,97,103",
        "b,city-east,50,46,54",
        evidence="surveyed",
        header="origin,destination,people,low,high",
    )
    matrix = load_own(path, cube).matrix
    assert [float(part[3]) for part in matrix.inflow] == [150, 145, 155]
    assert [float(part[0]) for part in matrix.outflow] == [100, 97, 103]
    assert [float(part[3]) for part in matrix.net] == [150, 145, 155]


def test_small_flows_of_a_survey_are_withheld_with_those_that_would_give_them_away(cube: Cube, write: Write) -> None:
    #        a     b     c
    #   a          4    900     Were only the 4 hidden, 904 leavers less 900 would tell it, and so would b's arrivals:
    #   b   600        700      another flow goes with it, and the totals that would give the two away.
    #   c   500   800
    path = write("a,b,4", "a,c,900", "b,a,600", "b,c,700", "c,a,500", "c,b,800", evidence="surveyed")
    own = load_own(path, cube)
    assert np.isnan(own.matrix.people[0, 1])
    assert own.withheld >= 2
    assert "fewer than 10 people are hidden" in own.protection
    large = load_own(write("a,b,400", "b,a,600", evidence="surveyed"), cube)
    assert large.protection == "Nothing had to be withheld: no flow is of fewer than 10 people."
    path = write("a,b,4", "a,c,900", "b,a,600", "b,c,700", "c,a,500", "c,b,800", evidence="surveyed")
    shown = load_own(path, cube, hide_below=0)
    assert shown.matrix.people[0, 1] == 4
    assert shown.protection == "Nothing is withheld."


def test_published_tables_are_shown_as_they_are_unless_the_reader_asks(cube: Cube, write: Write) -> None:
    path = write("a,b,4", "a,c,900", "b,a,600", "b,c,700", "c,a,500", "c,b,800", evidence="counted")
    assert load_own(path, cube).withheld == 0
    assert load_own(path, cube, hide_below=10).withheld >= 2


@pytest.mark.parametrize(
    ("rows", "words", "message"),
    [
        (["a,nowhere,5", "b,mars,5"], {}, "not places of this atlas: mars, nowhere"),
        (["city-east,city-west,5"], {}, "has no flow between two places of the map"),
        (["a,b,-5"], {"kind": "net"}, "has no flows with people from one place to another"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_sentence(
    cube: Cube, write: Write, rows: list[str], words: dict[str, str], message: str
) -> None:
    with pytest.raises(LayerError, match=message):
        load_own(write(*rows, **words), cube)


def test_a_file_must_say_what_it_counts(cube: Cube, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("origin,destination,people\nlahore,multan,5\n", encoding="utf-8")
    with pytest.raises(LayerError, match="does not say what it counts; run: python -m flows read own.csv"):
        load_own(path, cube)
    with pytest.raises(ReadError, match="there is no file"):
        load_own(tmp_path / "missing.csv", cube)


def test_months_are_protected_month_by_month_and_their_sum_is_withheld_with_a_part(cube: Cube, write: Write) -> None:
    path = write(
        "a,b,7000,2024-03",
        "a,b,4,2024-04",
        "b,c,300,2024-04",
        kind="event",
        evidence="surveyed",
        header="origin,destination,people,period",
    )
    own = load_own(path, cube)
    assert own.months is not None
    assert own.months.labels == ("March 2024", "April 2024")
    column = list(zip(own.months.origins.tolist(), own.months.destinations.tolist(), strict=True)).index((0, 1))
    assert own.months.people[0, column] == 7000
    assert np.isnan(own.months.people[1, column])
    assert np.isnan(own.matrix.people[0, 1])  # 7,000 is shown: 7,004 would tell April's 4
    # March's change is known: a −7,000, b +7,000. From April on it is withheld where April's total is.
    assert own.months.change[0].tolist() == [-7000, 7000, 0, 0]
    assert np.isnan(own.months.change[1, 0])


def test_of_a_stock_the_last_round_stands(cube: Cube, write: Write) -> None:
    rows = ["a,b,50,2024-03", "a,b,80,2024-05"]
    own = load_own(write(*rows, kind="stock", header="origin,destination,people,period"), cube)
    assert own.matrix.people[0, 1] == 80
    assert own.months is not None
    assert own.months.people[:, 0].tolist() == [50, 80]


@pytest.fixture
def own_atlas(tmp_path: Path, write: Write) -> Atlas:
    """Load the real atlas with a survey whose numbers nothing else on the page can equal."""
    path = write(
        "lahore,multan,7919,2024-03",
        "lahore,quetta,65537,2024-03",
        "multan,lahore,48611,2024-03",
        "multan,quetta,99991,2024-03",
        "quetta,lahore,75011,2024-03",
        "quetta,multan,86243,2024-03",
        "quetta,multan,70001,2024-07",
        kind="event",
        evidence="surveyed",
        header="origin,destination,people,period",
    )
    return load_atlas(tmp_path / "data", flows=path, hide_below=8000)


QUERIES = [
    *(
        f"data=own&place={place}&direction={direction}"
        for place in ("lahore", "multan", "quetta")
        for direction in ("in", "out", "net", "all")
    ),
    *(f"question=seasons&month={month}" for month in range(13)),
    "data=own&form=matrix",
    "data=own&ranges=on",
    "question=balance",
]


@pytest.mark.parametrize("query", QUERIES)
def test_no_payload_holds_a_withheld_number(own_atlas: Atlas, query: str) -> None:
    own = own_atlas.own
    assert own is not None
    assert own.months is not None
    march = {
        (own_atlas.cube.flow_units.codes[origin], own_atlas.cube.flow_units.codes[destination]): people
        for origin, destination, people in zip(
            own.months.origins, own.months.destinations, own.months.people[0], strict=True
        )
    }
    given = {
        ("lahore", "multan"): 7919,
        ("lahore", "quetta"): 65537,
        ("multan", "lahore"): 48611,
        ("multan", "quetta"): 99991,
        ("quetta", "lahore"): 75011,
        ("quetta", "multan"): 86243,
    }
    withheld = [people for pair, people in given.items() if np.isnan(march[pair])]
    assert 7919 in withheld
    assert len(withheld) >= 2
    payload = gzip.decompress(own_atlas.render(query))
    assert find_leaks(payload, withheld) == []
    # What could be subtracted: the other numbers of the same row or column, with the total.
    assert find_leaks(payload, [7919 + 70001, 86243 + 70001]) == []


def test_the_search_for_leaks_finds_what_is_shown(own_atlas: Atlas) -> None:
    payload = gzip.decompress(own_atlas.render("question=seasons&month=7"))
    assert find_leaks(payload, [70001]) != []


def test_a_view_of_an_own_table_needs_one(atlas: Atlas) -> None:
    with pytest.raises(ViewError, match="start the atlas with --flows FILE"):
        atlas.render("data=own")


def test_the_page_says_what_is_withheld(cube: Cube, write: Write) -> None:
    own = load_own(write("a,b,4", "a,c,900", "b,a,600", "b,c,700", "c,a,500", "c,b,800", evidence="surveyed"), cube)
    world = replace(cube, own=own.matrix)
    picture = draw_own(world, own, View(place="b", data="own", direction="in"), Screen())
    into_b = own.matrix.people[:, 1]
    withheld = int(np.isnan(into_b).sum())
    assert f"{withheld} flow" in say(find(picture.details, "section"))
    assert picture.finding.figures[2].number == str(withheld)
    assert "4" not in bars(picture.details).values()
    evidence = say(find(picture.details, "evidence"))
    assert evidence.startswith("Surveyed: your table")
    assert "A register, 2024" in evidence
    hovers = [text for trace in picture.traces for text in trace.get("hovertext", ())]
    assert any("withheld: too few people" in text for text in hovers)


def test_a_place_that_the_table_does_not_have_is_said_so(cube: Cube, write: Write) -> None:
    own = load_own(write("a,b,400"), cube)
    picture = draw_own(replace(cube, own=own.matrix), own, View(place="c", data="own"), Screen())
    assert picture.finding.headline == "Your table has no such flow of C Town"
    assert picture.flow_trace is None
    assert picture.legend.colours == ()


def test_counted_arrows_of_an_own_table_are_filled_not_outlined(cube: Cube, write: Write) -> None:
    own = load_own(write("a,b,400"), cube)
    picture = draw_own(replace(cube, own=own.matrix), own, View(place="b", data="own"), Screen())
    assert picture.flow_trace is not None
    assert picture.traces[picture.flow_trace]["marker"]["line"]["width"] == 0


@pytest.mark.parametrize("direction", ["in", "out", "net", "all"])
@pytest.mark.parametrize("people", ["4,0,8", "40,20,60"])
def test_every_text_is_translated(
    cube: Cube, write: Write, monkeypatch: pytest.MonkeyPatch, direction: str, people: str
) -> None:
    rows = [f"{way},{number}" for way, number in zip(("a,city", "b,city", "city,a"), people.split(","), strict=True)]
    own = load_own(write(*rows), cube, hide_below=10)
    teach(monkeypatch)
    with speak("ur"):
        view = View(place="city", data="own", direction=direction)
        picture = draw_own(replace(cube, own=own.matrix), own, view, Screen())
    names = [*cube.flow_units.names, *(place.name for place in cube.places), own.name, own.source]
    assert list_untold(picture, names) == []
