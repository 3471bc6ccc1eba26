"""The question about Balochistan's seasons, whole: corridors without numbers. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layers import View, ViewError
from layers.cube import Cube
from layers.months import simulate_months
from layers.palette import LIGHT
from layers.picture import Picture
from layers.screen import Screen
from layers.seasons import HEADLINES, WORDS, Corridor, draw_seasons
from layers.view import CHOICES
from tests.layers.read_page import find, follow, links, say
from tests.layers.tiny_world import make_cube, make_seasons

CORRIDORS = (
    Corridor("a", "city", "summer", "The hot plain", "The City", "for the harvest"),
    Corridor("b", "city", "winter", "The cold upland", "The City", "for warmth"),
    Corridor("c", "b", "conflict", "C Town", "B Town", "since the fighting"),
    # students come from all over: no single origin, so no arrow
    Corridor("", "a", "study", "The whole province", "A Town", "to the university"),
)


MONTHS = simulate_months(make_cube(), make_seasons(), 10)


def draw(cube: Cube, screen: Screen | None = None, **choices: str) -> Picture:
    view = View(question="seasons", place="a").but(**choices)
    return draw_seasons(cube, view, screen or Screen(), CORRIDORS, MONTHS)


@pytest.mark.parametrize(
    ("season", "arrows", "rings", "shown"),
    [
        (
            "all",
            ["a>city>summer", "b>city>winter", "c>b>conflict"],
            1,
            "3 arrows and 1 destination without a single origin",
        ),
        ("summer", ["a>city>summer"], 0, "1 arrow"),
        ("winter", ["b>city>winter"], 0, "1 arrow"),
        ("conflict", ["c>b>conflict"], 0, "1 arrow"),
        ("study", [], 1, "1 destination without a single origin"),
    ],
)
def test_the_season_picks_the_corridors(cube: Cube, season: str, arrows: list[str], rings: int, shown: str) -> None:
    picture = draw(cube, season=season)
    corridors = [trace for trace in picture.traces if trace.get("name") == "corridors"]
    assert sorted(name for trace in corridors for name in trace["locations"]) == arrows
    # a corridor from the whole province is a ring at its destination
    marks = [trace for trace in picture.traces if trace.get("mode") == "markers" and "hovertext" in trace]
    assert [len(trace["lon"]) for trace in marks] == [1] * rings
    assert picture.flow_trace == (1 if arrows else None)
    assert picture.legend.sentence == (
        f"Showing {shown}, of 4 documented corridors. No width: no source gives a number. The corridors of conflict "
        "also lead to towns and provinces that the source does not name."
    )


def test_the_list_and_the_key_figure_agree_with_the_map(cube: Cube) -> None:
    picture = draw(cube)
    items = find(picture.details, "corridor")
    assert len(items) == len(CORRIDORS)
    assert picture.finding.figures[0].number == str(len(CORRIDORS))
    # pointing at a line lights its arrow, where it has one
    lit = [getattr(item, "data-flow", None) for item in items]
    assert lit == ["a>city>summer", "b>city>winter", "c>b>conflict", None]
    assert say(items[0]) == "The hot plain → The City for the harvest"


def test_corridors_are_dashes_of_one_width_and_say_that_no_number_is_known(cube: Cube) -> None:
    trace = draw(cube).traces[1]
    hover = dict(zip(trace["locations"], trace["hovertext"], strict=True))
    assert hover["b>city>winter"] == (
        "<b>The cold upland → The City</b><br>Winter: from the cold uplands<br>for warmth<br>"
        "documented, no number known"
    )
    assert trace["marker"]["line"]["width"] == 0
    shapes = [feature["geometry"] for feature in trace["geojson"]["features"]]
    assert {shape["type"] for shape in shapes} == {"MultiPolygon"}
    assert min(len(shape["coordinates"]) for shape in shapes) > 2  # several dashes and a head


def test_each_season_has_its_colour_on_map_and_legend(cube: Cube) -> None:
    picture = draw(cube)
    trace = picture.traces[1]
    steps = dict(zip(trace["locations"], trace["z"], strict=True))
    colours = [colour for _, colour in trace["colorscale"]][::2]
    assert colours[steps["a>city>summer"]] == LIGHT.corridor["summer"]
    assert colours[steps["c>b>conflict"]] == LIGHT.corridor["conflict"]
    assert {key.text: key.colour for key in picture.legend.keys} == {
        words: LIGHT.corridor[season] for season, words in WORDS.items()
    }
    # students come from all over: a disc at the destination, on the map and in the legend
    assert {key.text: key.style for key in picture.legend.keys} == {
        WORDS["summer"]: "dashed",
        WORDS["winter"]: "dashed",
        WORDS["conflict"]: "dashed",
        WORDS["study"]: "circle",
    }
    assert picture.traces[2]["marker"]["color"] == LIGHT.corridor["study"]


@pytest.mark.parametrize(
    ("corridors", "shown"),
    [
        ((), "none, of 0 documented corridors"),
        (
            (CORRIDORS[3], Corridor("", "b", "study", "All over", "B Town", "")),
            "2 destinations without a single origin",
        ),
        (CORRIDORS[:2], "2 arrows, of 2 documented corridors"),
    ],
)
def test_arrows_and_destinations_are_counted_apart(cube: Cube, corridors: tuple[Corridor, ...], shown: str) -> None:
    picture = draw_seasons(cube, View(question="seasons", place="a"), Screen(), corridors, MONTHS)
    assert picture.legend.sentence.startswith(f"Showing {shown}")


def test_only_the_seasons_drawn_are_in_the_legend(cube: Cube) -> None:
    assert [key.text for key in draw(cube, season="winter").legend.keys] == [WORDS["winter"]]


def test_places_carry_no_measure(cube: Cube) -> None:
    picture = draw(cube)
    assert (picture.legend.title, picture.legend.colours) == ("", ())
    assert set(picture.traces[0]["z"]) == {0, 1}


def test_the_map_opens_on_the_province_and_the_ends_of_the_corridors(cube: Cube) -> None:
    # the province spans 69.5 to 70.5 E, 28.5 to 30.5 N; the city is at 72 E, 28 N
    assert draw(cube, season="summer").frame.bounds == (69.5, 28.0, 72.0, 30.5)
    assert draw(cube, frame="country").frame.bounds == tuple(cube.manifest["bbox"])


def test_the_evidence_is_documented(cube: Cube) -> None:
    card = draw(cube).details[-1]
    assert card.className == "evidence documented"
    assert {figure.sureness for figure in draw(cube).finding.figures} >= {"documented"}


def test_the_year_of_the_scenario_is_told_apart_from_the_corridors(cube: Cube) -> None:
    *lists, strips, share, card = draw(cube, season="summer", share=25).details
    assert [say(part).startswith("Summer: from the hot plains documented") for part in lists] == [True]
    assert "people present, scenario" in say(strips)
    # a click on a month of a place opens that month, with the reader's own share
    opened = [follow(link) for link in links(strips)][:12]
    assert [(view.month, view.share, view.question) for view in opened] == [
        (month, 25, "seasons") for month in range(1, 13)
    ]
    assert "Your assumption scenario" in say(share)
    assert card.className == "evidence documented"


@pytest.mark.parametrize("season", ["conflict", "study", "winter"])
def test_a_season_without_months_has_no_strips_and_no_share_to_set(cube: Cube, season: str) -> None:
    # the scenario of the tiny world is of the heat alone
    lists, card = draw(cube, season=season).details
    assert say(lists).startswith(WORDS[season])
    assert card.className == "evidence documented"


def test_a_readers_own_table_has_strips_and_no_share_to_set(cube: Cube) -> None:
    own = replace(MONTHS, evidence="surveyed", seasons=("",))
    parts = draw_seasons(cube, View(question="seasons", place="a"), Screen(), CORRIDORS, own).details
    assert [say(part) for part in parts if "people present, surveyed" in say(part)]
    assert not find(parts, "rail")


def test_every_season_has_words_and_a_headline() -> None:
    assert set(HEADLINES) == set(CHOICES["season"])
    assert {"all", *WORDS} == set(CHOICES["season"])


def test_a_corridor_to_a_place_that_is_not_on_the_map_is_refused(cube: Cube) -> None:
    lost = Corridor("a", "atlantis", "summer", "A Town", "Atlantis", "")
    with pytest.raises(ViewError, match="'atlantis' is not a place of this atlas"):
        draw_seasons(cube, View(question="seasons"), Screen(), (lost,), MONTHS)
