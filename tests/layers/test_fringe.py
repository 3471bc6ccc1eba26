"""The question "Where do cities spill over?", whole: tehsils round a city. The world is drawn in tiny_world.py."""

from __future__ import annotations

import math

import pytest

from layers import View, ViewError
from layers.cube import Cube
from layers.fringe import LIMITS, MAX_RADIUS, draw_fringe
from layers.fringe_panel import country_growth, find_fringe
from layers.palette import LIGHT
from layers.picture import Picture
from layers.screen import Screen
from layers.tehsils import Tehsil
from tests.layers.read_page import find, say, tags

NOWHERE = (math.nan, math.nan)
TEHSILS = (
    Tehsil("a-old", "Old Town", "a", 70.0, 30.0, 1000, 1100, 1.6),
    Tehsil("a-new", "New Town", "a", 70.1, 30.0, 1000, 1400, 5.8),
    Tehsil("b-all", "Beyond", "b", 70.2, 30.1, 500, 525, 0.8),
    Tehsil("b-lost", "Lost", "b", *NOWHERE, 100, 200, 12.2),  # no known point
    Tehsil("b-split", "Split", "b", 70.3, 30.1, math.nan, 300, math.nan),  # not comparable
    Tehsil("c-far", "Far Away", "c", 70.0, 29.0, 10, 90, 44.0),  # not in the region
)


@pytest.fixture(autouse=True)
def _a_town_is_a_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.tehsil_growth.CITY_DISTRICTS", {"a": ("a",)})
    monkeypatch.setattr("flows.tehsil_growth.CITY_REGIONS", {"a": ("a", "b")})


def draw(cube: Cube, tehsils: tuple[Tehsil, ...] = TEHSILS) -> Picture:
    return draw_fringe(cube, View(question="spill", place="a"), Screen(), tehsils)


def test_circles_are_the_regions_tehsils_with_a_point_and_two_counts(cube: Cube) -> None:
    circles = draw(cube).traces[1]
    # most people added first: 400, 100, 25
    assert [text.partition("<br>")[0] for text in circles["hovertext"]] == [
        "<b>New Town</b>",
        "<b>Old Town</b>",
        "<b>Beyond</b>",
    ]
    assert circles["hovertext"][0] == (
        "<b>New Town</b><br>+5.8 % a year, 2017–2023<br>1,000 → 1,400 people<br>derived from two counts"
    )


def test_area_is_proportional_to_the_people_added(cube: Cube) -> None:
    sizes = draw(cube).traces[1]["marker"]["size"]
    assert sizes == [2 * MAX_RADIUS, 2 * MAX_RADIUS / 2, 2 * MAX_RADIUS / 4]  # roots of 400, 100 and 25 of 400


def test_colour_is_the_class_of_growth(cube: Cube) -> None:
    picture = draw(cube)
    assert LIMITS == (1, 2, 3, 4, 6)
    # 5.8 is between 4 and 6, 1.6 between 1 and 2, 0.8 below 1
    assert picture.traces[1]["marker"]["color"] == [LIGHT.circles[4], LIGHT.circles[1], LIGHT.circles[0]]
    assert picture.legend.colours == LIGHT.circles
    assert picture.legend.limits == ("1", "2", "3", "4", "6")


def test_the_legend_owns_up_to_what_is_not_drawn(cube: Cube) -> None:
    assert draw(cube).legend.sentence == (
        "Showing 3 of 5 tehsils in 3 circles. Derived from two counts. "
        "The others have no known point, or counts that cannot be compared."
    )
    large, small = draw(cube).legend.keys
    # 0.7 of 400 rounded, and a fifth: the radii are as the roots
    assert (large.text, small.text) == ("300 people added", "60 people added")
    assert large.width == pytest.approx(MAX_RADIUS * math.sqrt(300 / 400))
    assert small.width == pytest.approx(large.width / math.sqrt(5))


def test_a_circle_counts_every_tehsil_it_stands_for(cube: Cube) -> None:
    middle = Tehsil("a-mid", "Middle", "a", 70.0, 30.0, 1000, 1300, 4.5)  # at Old Town's point
    picture = draw(cube, (*TEHSILS, middle))
    assert picture.legend.sentence.startswith("Showing 4 of 6 tehsils in 3 circles.")
    assert len(picture.traces[1]["lon"]) == 3
    assert say(find(picture.details[1], "section")) == "Not on the map 2 of 6 tehsils Lost and Split."


def test_a_city_of_unknown_points_is_one_circle_named_after_it(cube: Cube) -> None:
    unknown = tuple(Tehsil(f"a-{at}", f"T{at}", "a", math.nan, math.nan, 1000, 1100 + at, 1.6 + at) for at in range(3))
    picture = draw(cube, (*unknown, *TEHSILS[2:]))
    circles = picture.traces[1]
    # A Town stands at 70 E, 30 N
    assert (circles["lon"][0], circles["lat"][0]) == (70.0, 30.0)
    assert circles["hovertext"][0].startswith("<b>A Town city</b><br>")
    assert "3,000 → 3,303 people" in circles["hovertext"][0]
    assert picture.legend.sentence.startswith("Showing 4 of 6 tehsils in 2 circles.")


def test_finding_and_panel_are_of_the_region(cube: Cube) -> None:
    picture = draw(cube)
    # Lost and Split are in it, Far Away is not
    assert picture.finding == find_fringe("A Town", list(TEHSILS[:4]), list(TEHSILS[:5]), country_growth(cube))
    assert [say(tags(section, "H2")[:1]) for section in picture.details] == [
        "Fastest growing tehsils a year, 2017–2023",
        "Not on the map 2 of 5 tehsils",
        "Katchi abadis, published counts counted or claimed",
        "Derived, 2017–2023",
    ]


def test_the_picture_names_its_sources(cube: Cube) -> None:
    assert draw(cube).credit == (
        "Census 2023, table 1 (Pakistan Bureau of Statistics); towns: GeoNames. "
        "Boundaries: drawn by hand. No border is disputed here."
    )


def test_only_cities_with_a_region_can_be_asked(cube: Cube) -> None:
    with pytest.raises(ViewError, match="place='b': city growth is carried for a"):
        draw_fringe(cube, View(question="spill", place="b"), Screen(), TEHSILS)
