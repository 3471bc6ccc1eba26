"""The question "Where do cities spill over?", whole: tehsils round a city. The world is drawn in tiny_world.py."""

from __future__ import annotations

import math

import numpy as np
import pytest

from layers import View, ViewError
from layers.cube import Cube
from layers.fringe import LIMITS, MAX_RADIUS, Tehsil, draw_fringe, merge_points
from layers.palette import LIGHT
from layers.picture import Picture
from layers.screen import Screen
from tests.layers.read_page import find, say

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


def draw(cube: Cube) -> Picture:
    return draw_fringe(cube, View(question="spill", place="a"), Screen(), TEHSILS)


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
        "Showing 3 of 5 tehsils in 3 circles; 2 have no known point, or counts that cannot be compared"
    )
    large, small = draw(cube).legend.keys
    # 0.7 of 400 rounded, and a fifth: the radii are as the roots
    assert (large.text, small.text) == ("300 people added", "60 people added")
    assert large.width == pytest.approx(MAX_RADIUS * math.sqrt(300 / 400))
    assert small.width == pytest.approx(large.width / math.sqrt(5))


def test_the_list_has_the_fastest_first_also_without_a_point(cube: Cube) -> None:
    fastest = draw(cube).details[0]
    rows = [(say(find(bar, "name")), say(find(bar, "value"))) for bar in find(fastest, "bar")]
    assert rows == [("Lost", "12.2 %"), ("New Town", "5.8 %"), ("Old Town", "1.6 %"), ("Beyond", "0.8 %")]


def test_the_finding_adds_up(cube: Cube) -> None:
    finding = draw(cube).finding
    assert finding.headline == "Around A Town, Lost grew fastest"
    assert "New Town added most people, 400." in finding.lead
    assert [figure.number for figure in finding.figures] == [
        f"{(1100 + 1400 + 525 + 200 + 300) / 1000:.1f}k",
        f"+{100 + 400 + 25 + 100}",
        "2",  # 12.2 and 5.8 are over 4
    ]


def test_growth_is_never_called_migration_or_katchi_abadi(cube: Cube) -> None:
    card = draw(cube).details[-1]
    assert card.className == "evidence derived"
    assert "It is not a count of migrants, and not of katchi abadis." in say(card)


def test_only_cities_with_a_region_can_be_asked(cube: Cube) -> None:
    with pytest.raises(ViewError, match="place='b': city growth is carried for a"):
        draw_fringe(cube, View(question="spill", place="b"), Screen(), TEHSILS)


CITY = Tehsil("a", "The whole town", "", 70.0, 30.0)


def test_tehsils_at_one_point_are_one_circle() -> None:
    old, new, beyond = TEHSILS[:3]
    here = Tehsil("a-mid", "Middle", "a", old.lon, old.lat, 1000, 1300, 4.5)
    first, second, _ = merge_points([old, here, new, beyond], ("a",), CITY)
    # 100 + 300 added at one point, as many as New Town's 400
    assert {first.name, second.name} == {"Old Town and Middle", "New Town"}
    both = first if first.parts == 2 else second
    assert (both.people_2017, both.people_2023, both.added) == (2000, 2400, 400)
    assert old.growth < both.growth < here.growth


@pytest.mark.parametrize(
    ("points", "circles"),
    [
        ([True, True, True], ["T0", "T1", "T2"]),
        ([True, True, False], ["T0", "T1"]),
        # fewer than half are known: the city is one circle, and no point is invented
        ([True, False, False], ["The whole town"]),
        ([False, False, False], ["The whole town"]),
        ([False], ["The whole town"]),
    ],
)
def test_a_city_of_few_known_points_is_one_circle(points: list[bool], circles: list[str]) -> None:
    tehsils = [
        Tehsil(f"a-{at}", f"T{at}", "a", *((70 + at / 10, 30.0) if known else NOWHERE), 100, 130 - at, 4.5)
        for at, known in enumerate(points)
    ]
    merged = merge_points(tehsils, ("a",), CITY)
    assert [tehsil.name for tehsil in merged] == circles
    assert np.isfinite([(tehsil.lon, tehsil.lat) for tehsil in merged]).all()
    if circles == ["The whole town"]:
        assert (merged[0].lon, merged[0].lat, merged[0].parts) == (70.0, 30.0, len(points))
        assert merged[0].added == sum(tehsil.added for tehsil in tehsils)
