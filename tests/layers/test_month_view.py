"""One month as a picture: who is away, where, and what is not known. The world is drawn in tiny_world.py."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import shape

from layers import View
from layers.atlas import Atlas
from layers.cube import Cube
from layers.month_view import LIMITS, WIDEST, describe_months, draw_month
from layers.months import MonthTable, place_months, simulate_months
from layers.palette import LIGHT, THEMES
from layers.picture import Picture
from layers.screen import Screen
from tests.layers.read_page import find, say
from tests.layers.test_months import NAN, make_both, make_months
from tests.layers.test_what_if_view import paint
from tests.layers.tiny_world import make_cube, make_seasons

SCENARIO = simulate_months(make_cube(), make_seasons(), 10)
THIN = "\u202f"


def draw(cube: Cube, table: MonthTable = SCENARIO, screen: Screen | None = None, **choices: Any) -> Picture:
    view = View(question="seasons", place="a", month=7).but(**choices)
    return draw_month(cube, table, view, screen or Screen(), "Who is where?")


def where(picture: Picture) -> tuple[float, float, float]:
    """Find where the map opens: longitude, latitude, zoom."""
    return picture.frame.lon, picture.frame.lat, picture.frame.zoom


def make_own(cube: Cube, people: list[list[float]], **stated: Any) -> MonthTable:
    """Make a reader's own table: from A to the city and from B to C."""
    return place_months(cube, make_months(people, [("a", "city"), ("b", "c")], **stated))


def test_july_in_the_tiny_world(cube: Cube) -> None:
    finding = draw(cube).finding
    assert finding.title == "Who is where?"
    # a tenth of the 3,000 of A
    assert finding.headline == "In July about 300 people would be away from home"
    assert finding.lead == (
        f"The City is fullest: +300. A Town is emptiest: −300. This assumes that 10{THIN}% of the people go in the "
        "hottest or coldest month; nobody has counted them."
    )
    assert [(figure.number, figure.label, figure.sureness) for figure in finding.figures] == [
        ("300", "people would be away from home", "July · scenario"),
        ("+300", "in The City", "present · scenario"),
        (f"{(3000 + 2000 + 1500 + 7000) / 1000:.1f}k", "people in all places", "the same in every month"),
    ]


@pytest.mark.parametrize(
    ("choices", "headline"),
    [
        ({"month": 6}, "In June about 180 people would be away from home"),
        ({"month": 1}, "In January nobody is away from home"),
        ({"season": "summer"}, "In July about 300 people would be away from the heat"),
        ({"season": "conflict"}, "Nobody knows in which months these people move"),
        ({"season": "study"}, "Nobody knows in which months these people move"),
    ],
)
def test_the_headline_follows_month_and_season(cube: Cube, choices: dict[str, Any], headline: str) -> None:
    assert draw(cube, **choices).finding.headline == headline


def test_a_season_is_read_alone(cube: Cube) -> None:
    # in January 30 of A are away from the heat, and nobody from the cold
    picture = draw(cube, make_both(cube), month=1, season="winter")
    assert picture.finding.headline == "In January 2024 nobody is away from the cold"
    assert [figure.number for figure in picture.finding.figures] == ["0", "13.5k"]
    assert picture.flow_trace is None
    # those away from the heat colour nothing here
    assert set(paint(picture.traces[0]).values()) == {LIGHT.home, LIGHT.no_data}
    assert draw(cube, make_both(cube), month=1, season="summer").flow_trace == 1


def test_hover_says_who_is_where_in_which_month(cube: Cube) -> None:
    places, flows = draw(cube).traces[:2]
    assert flows["hovertext"] == ["<b>300</b> people from A Town are in The City, July<br>scenario"]
    assert (flows["locations"], flows["customdata"]) == (["a>city"], ["city"])
    hover = dict(zip(places["locations"], places["hovertext"], strict=True))
    # 300 of 3,000
    assert hover["a"] == (
        f"<b>A Town</b>  الف<br><b>−300</b> people against those who live there (−10.0{THIN}%)<br>"
        "3,000 usual residents, census 2023<br>scenario"
    )
    assert hover["b"] == "<b>B Town</b>  ب"


def test_places_are_coloured_by_the_classes_of_the_legend(cube: Cube) -> None:
    for theme, palette in THEMES.items():
        picture = draw(cube, screen=Screen(theme=theme))
        painted = paint(picture.traces[0])
        colours = picture.legend.colours
        # −10 % is the limit of the lowest class but one, and 300 of 7,000 are 4.3 %: between 1 and 5
        assert painted["a"] == colours[LIMITS.index(-10.0) + 1]
        assert painted["city-east"] == painted["city-west"] == colours[LIMITS.index(1.0) + 1]
        # B and C have no part in it
        assert painted["b"] == painted["c"] == palette.home
        assert picture.legend.limits == ("−10", "−5", "−1", "1", "5", "10")


def test_all_months_share_frame_and_scale_of_widths(cube: Cube) -> None:
    pictures = [draw(cube, month=month) for month in range(1, 13)]
    assert len({where(picture) for picture in pictures}) == 1
    june, july = pictures[5], pictures[6]
    # half of 300 is nearest to 200, and 200 of 300 people are two thirds of the widest
    assert [picture.legend.keys[0].text for picture in (june, july)] == ["200 people, away from the heat"] * 2
    assert june.legend.keys[0].width == july.legend.keys[0].width == pytest.approx(WIDEST * 200 / 300)
    small, large = (shape(picture.traces[1]["geojson"]["features"][0]["geometry"]).area for picture in (june, july))
    # 180 people and 300; head and shaft are not of one proportion
    assert small / large == pytest.approx(180 / 300, abs=0.12)


def test_the_frame_is_the_same_in_every_season_and_may_be_the_country(cube: Cube) -> None:
    both = make_both(cube)
    assert len({where(draw(cube, both, season=season)) for season in ("all", "summer", "winter", "study")}) == 1
    assert draw(cube, frame="country").frame.bounds == tuple(cube.manifest["bbox"])
    # A is at 70 E, 30 N, the city at 72 E, 28 N, with a margin
    assert draw(cube).frame.bounds == pytest.approx((69.65, 27.65, 72.35, 30.35))


def test_a_scenario_is_pale_inside_an_outline_and_a_count_is_solid(cube: Cube) -> None:
    for theme, palette in THEMES.items():
        screen = Screen(theme=theme)
        scenario, counted = draw(cube, screen=screen), draw(cube, make_own(cube, [[30, 5]] * 7), screen)
        assert paint(scenario.traces[1]) == {"a>city": palette.coming_pale}
        assert scenario.traces[1]["marker"]["line"] == {"width": 1, "color": [palette.corridor["summer"]]}
        assert set(paint(counted.traces[1]).values()) == {palette.corridor["summer"]}
        assert counted.traces[1]["marker"]["line"]["width"] == 0
        for picture, style in ((scenario, "modelled"), (counted, "counted")):
            assert picture.legend.keys[0].style == style
            assert picture.legend.keys[0].colour == next(iter(paint(picture.traces[1]).values()))
    assert scenario.legend.keys[-1].text == "Pale with an outline: scenario."
    assert counted.legend.keys[-1].text == "Filled: counted."


@pytest.mark.parametrize("evidence", ["derived", "modelled", "scenario", None])
def test_what_was_not_counted_is_never_drawn_like_counted(cube: Cube, evidence: str | None) -> None:
    picture = draw(cube, make_own(cube, [[30, 5]] * 7, evidence=evidence))
    assert set(paint(picture.traces[1]).values()) == {LIGHT.coming_pale}
    assert {fill.className for fill in find(picture.details, "fill")} == {"fill modelled"}


def test_heat_and_cold_have_their_colours(cube: Cube) -> None:
    both = make_both(cube)
    assert paint(draw(cube, both, month=1).traces[1]) == {"a>city": LIGHT.coming_pale}
    picture = draw(cube, both, month=2)
    assert paint(picture.traces[1]) == {"b>city": LIGHT.going_pale}
    assert [(key.text, key.line) for key in picture.legend.keys[:2]] == [
        ("20 people, away from the heat", LIGHT.corridor["summer"]),
        ("20 people, away from the cold", LIGHT.corridor["winter"]),
    ]


def test_a_month_that_the_table_has_not_is_unknown_and_never_0(cube: Cube) -> None:
    own = make_own(cube, [[30, 5], [40, 5]])  # January and February 2024
    picture = draw(cube, own, month=7)
    assert picture.finding.headline == "Nothing is known of this month"
    assert picture.finding.lead == "The table has January 2024 and February 2024."
    assert picture.finding.figures == ()
    assert picture.legend.sentence == "The table has no such month."
    assert picture.flow_trace is None
    assert set(paint(picture.traces[0]).values()) == {LIGHT.home, LIGHT.no_data}
    assert not any("usual residents" in text for text in picture.traces[0]["hovertext"])
    # it opens where the other months do
    assert where(picture) == where(draw(cube, own, month=1))


def test_what_is_withheld_is_said_and_is_no_number(cube: Cube) -> None:
    own = make_own(cube, [[30, NAN]])
    picture = draw(cube, own, month=1)
    assert picture.finding.headline == "In January 2024 at least 30 people are away from home"
    assert "Pairs of places with few people are withheld, and do not count here." in picture.finding.lead
    assert picture.finding.figures[0].sureness == "January 2024 · counted, without those withheld"
    # the people of all places would give it away
    assert picture.finding.figures[2].label == "months in the table"
    assert picture.legend.sentence == (
        "Showing 1 of 2 pairs of places in January 2024; 1 is withheld. One scale of widths for all months."
    )
    assert picture.traces[1]["locations"] == ["a>city"]
    hover = dict(zip(picture.traces[0]["locations"], picture.traces[0]["hovertext"], strict=True))
    assert hover["b"].startswith("<b>B Town</b>  ب<br>How many more or fewer is withheld<br>2,000 usual residents")
    assert not re.search(r"\bnan\b", " ".join([*hover.values(), say(picture.details), str(picture.finding)]))


def test_a_month_that_is_withheld_whole_is_not_nobody(cube: Cube) -> None:
    picture = draw(cube, make_own(cube, [[NAN, NAN]]), month=1)
    assert picture.finding.headline == "How many people are away from home in January 2024 is withheld"
    assert picture.finding.figures[0].number == "withheld"
    assert picture.legend.sentence.startswith("No arrow in January 2024; 2 are withheld.")


def test_moves_of_a_month_are_told_as_moves(cube: Cube) -> None:
    own = make_own(cube, [[30, 5]], kind="event")
    picture = draw(cube, own, month=1)
    assert picture.finding.headline == "In January 2024 35 people move"
    assert picture.traces[1]["hovertext"][-1] == (
        "<b>30</b> people move from A Town to The City, January 2024<br>counted"
    )
    assert picture.legend.title == "People present, % more or fewer than before the first month"
    assert picture.finding.figures[2].number == "1"


def test_the_card_says_whose_numbers_these_are(cube: Cube) -> None:
    scenario = describe_months(cube, SCENARIO)
    assert (scenario.grade, scenario.title) == ("scenario", "A scenario: you set the share")
    assert scenario.beware == SCENARIO.caveat
    own = describe_months(cube, make_own(cube, [[30, 5]], evidence="surveyed", caveat="Few were asked."))
    assert (own.grade, own.title, own.source) == ("surveyed", "Surveyed: your table", "a survey of four places")
    assert own.beware == "Few were asked."
    assert draw(cube).credit.startswith(SCENARIO.source)


def test_a_table_without_pairs_has_a_picture(cube: Cube) -> None:
    empty = replace(make_own(cube, [[30, 5]]), months=(), labels=())
    assert draw(cube, empty).finding.lead == "The table has no month."


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("share", [0, 50])
def test_every_month_of_the_real_atlas_counts_everybody_once(atlas: Atlas, month: int, share: int) -> None:
    picture = atlas.draw(View(question="seasons", place="quetta", month=month, share=share), Screen())
    assert picture.finding.figures[-1].number == "241m"
    assert picture.finding.figures[-1].label == "people in all places"
    # what every place is said to gain or lose adds up to nobody
    said = dict(zip(picture.traces[0]["customdata"], picture.traces[0]["hovertext"], strict=True))
    gained = [re.search(r"<b>([+−]?[\d,]+)</b> people against", text) for text in said.values()]
    assert sum(int(found[1].replace("−", "-").replace(",", "")) for found in gained if found) == 0
    assert sum(found is not None for found in gained) >= 8
    if share == 0:
        assert picture.finding.headline.endswith("nobody is away from home")


def test_the_same_address_is_the_same_month(atlas: Atlas) -> None:
    view = View(question="seasons", place="quetta", month=7, share=23)
    first, again = (atlas.compose(View.from_query(view.to_query()), Screen()) for _ in range(2))
    assert first["figure"] == again["figure"]
    assert f"23{THIN}% of the people" in atlas.find(view).lead
