"""The panel of "Where do cities spill over?": counts, not a crown. The world is drawn in tiny_world.py."""

from __future__ import annotations

import math
from typing import Any

import pytest

from flows.census import years_between
from flows.settlements import SettlementCount
from layers.atlas import Atlas
from layers.cube import Cube
from layers.fringe_panel import build_fringe_panel, country_growth, find_fringe
from layers.scales import class_fixed
from layers.tehsils import Tehsil
from tests.layers.read_page import bars, find, say, tags

NOWHERE = (math.nan, math.nan)
OLD = Tehsil("a-old", "Old Town", "a", 70.0, 30.0, 1000, 1100, 1.6)
NEW = Tehsil("a-new", "New Town", "a", 70.1, 30.0, 1000, 1400, 5.8)
BEYOND = Tehsil("b-all", "Beyond", "b", 70.2, 30.1, 500, 525, 0.8)
LOST = Tehsil("b-lost", "Lost", "b", *NOWHERE, 100, 200, 12.2)  # no known point
SPLIT = Tehsil("b-split", "Split", "b", 70.3, 30.1, math.nan, 300, math.nan)  # not comparable
KNOWN = [OLD, NEW, BEYOND, LOST]
REGION = [*KNOWN, SPLIT]
CLASSES = class_fixed((1.0, 2.0, 4.0), ("#111111", "#222222", "#333333", "#444444"))


@pytest.fixture(autouse=True)
def _a_town_is_a_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.tehsil_growth.CITY_DISTRICTS", {"a": ("a-east", "a-west")})


def build(cube: Cube, drawn: list[Tehsil]) -> list[Any]:
    return build_fringe_panel(cube, "a", REGION, KNOWN, drawn, CLASSES)


def thin(text: str) -> str:
    """Put the narrow space that does not break before every per cent sign."""
    return text.replace(" %", "\u202f%")


def test_the_countrys_growth_is_compound_over_the_years_between_the_counts(cube: Cube) -> None:
    before, after = 2500 + 2000 + 1000 + 2500 + 3500, 3000 + 2000 + 1500 + 3000 + 4000
    growth = country_growth(cube)
    assert before * (1 + growth / 100) ** years_between(2017, 2023) == pytest.approx(after)
    assert growth == pytest.approx(2.73, abs=0.005)


def test_the_real_country_grew_as_the_bureau_of_statistics_says(atlas: Atlas) -> None:
    growth = country_growth(atlas.cube)
    assert growth == pytest.approx(100 * ((241_499_431 / 207_684_626) ** (1 / years_between(2017, 2023)) - 1))
    # the bureau prints 2.55 %
    assert growth == pytest.approx(2.55, abs=0.02)


def test_the_headline_counts_tehsils_and_crowns_none() -> None:
    finding = find_fringe("A Town", KNOWN, REGION, 2.734)
    assert finding.title == "Where do cities spill over?"
    # 5.8 and 12.2 are over 2.7
    assert finding.headline == "In and round A Town, 2 of 4 tehsils grew faster than the country"
    assert finding.lead == thin(
        "Lost (12.2 %), New Town (5.8 %) and Old Town (1.6 %) grew most a year, 2017 to 2023; "
        "New Town added most people, 400. "
        "The country grew 2.73 %. Part of it may be redrawn lines and a change in counting."
    )


def test_the_key_figures_add_up_and_say_how_sure_they_are() -> None:
    figures = find_fringe("A Town", KNOWN, REGION, 2.734).figures
    assert [(figure.number, figure.label, figure.sureness) for figure in figures] == [
        # everybody counted in 2023, also where 2017 is not known
        (f"{(1100 + 1400 + 525 + 200 + 300) / 1000:.1f}k", "people in and round A Town", "census 2023 · counted"),
        (f"+{100 + 400 + 25 + 100}", "people since 2017", "derived"),
        ("2 of 4", "tehsils grew faster than the country", "derived"),
    ]


@pytest.mark.parametrize(("country", "faster"), [(0.0, 4), (0.8, 3), (1.6, 2), (12.2, 0), (-1.0, 4)])
def test_faster_than_the_country_is_more_than_the_country(country: float, faster: int) -> None:
    finding = find_fringe("A Town", KNOWN, REGION, country)
    assert f"{faster} of 4 tehsils grew faster" in finding.headline
    assert finding.figures[2].number == f"{faster} of 4"


def test_a_region_that_shrank_has_true_minus_signs() -> None:
    shrunk = [Tehsil("a-less", "Less", "a", *NOWHERE, 500, 300, -8.2)]
    finding = find_fringe("A Town", shrunk, shrunk, 2.734)
    assert finding.lead.startswith(thin("Less (−8.2 %) grew most a year, 2017 to 2023; Less added most people, −200."))
    assert finding.figures[1].number == f"−{500 - 300}"


def test_the_list_has_the_fastest_first_also_without_a_point(cube: Cube) -> None:
    fastest = build(cube, [NEW, OLD, BEYOND])[0]
    assert say(tags(fastest, "H2")) == "Fastest growing tehsils a year, 2017–2023"
    assert list(bars(fastest).items()) == [
        ("Lost", thin("12.2 %")),
        ("New Town", thin("5.8 %")),
        ("Old Town", thin("1.6 %")),
        ("Beyond", thin("0.8 %")),
    ]
    # over 4, over 4, 1 to 2, below 1
    tones = [part.style["--tone"] for part in find(fastest, "track")]
    assert tones == ["#444444", "#444444", "#222222", "#111111"]
    assert {part.className for part in find(fastest, "fill")} == {"fill derived"}
    assert find(fastest, "bar")[1].title == "1,000 → 1,400 people, 2017 to 2023, derived"


def test_the_list_has_ten_at_most(cube: Cube) -> None:
    many = [Tehsil(f"a-{at}", f"T{at}", "a", *NOWHERE, 100, 110, float(at)) for at in range(12)]
    fastest = build_fringe_panel(cube, "a", many, many, [], CLASSES)[0]
    assert list(bars(fastest)) == [f"T{at}" for at in range(11, 1, -1)]


def test_what_is_not_on_the_map_is_named(cube: Cube) -> None:
    missing = build(cube, [NEW, OLD, BEYOND])[1]
    assert say(missing) == f"Not on the map {5 - 3} of 5 tehsils Lost and Split."


def test_what_shares_a_circle_is_on_the_map(cube: Cube) -> None:
    town = Tehsil("a-old", "A Town city", "a", 70.0, 30.0, 2100, 2700, 4.3, merged=("a-old", "a-new", "b-lost"))
    missing = build(cube, [town])[1]
    assert say(missing) == f"Not on the map {5 - 3} of 5 tehsils Beyond and Split."


def test_where_all_are_on_the_map_nothing_is_missing(cube: Cube) -> None:
    sections = build(cube, REGION)
    assert [say(tags(section, "H2")) for section in sections] == [
        "Fastest growing tehsils a year, 2017–2023",
        "Katchi abadis, published counts counted or claimed",
        "Derived, 2017–2023",
    ]


ABADIS = (
    SettlementCount("A Town", "a", 1575, "katchi abadis identified", "2019-11", "The Paper", ""),
    SettlementCount("A Town East", "a-east", 47, "slum settlements", "2021", "The School", "Dastgir"),
    SettlementCount("B Town", "b", 9, "katchi abadis identified", "2019-11", "The Paper", ""),
)


def test_counts_of_katchi_abadis_name_who_published_them_and_claims_who_made_them(
    cube: Cube, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.settlements._read", lambda: ABADIS)
    abadis = build(cube, REGION)[1]
    assert [say(item) for item in tags(abadis, "Li")] == [
        "A Town: 1,575 katchi abadis identified (The Paper, 2019-11)",
        "A Town East: 47 slum settlements (claim by Dastgir, The School, 2021)",
    ]


def test_no_published_list_is_said(cube: Cube) -> None:
    # the carried table knows nothing of A Town
    assert say(build(cube, REGION)[1]) == (
        "Katchi abadis, published counts counted or claimed No published list found."
    )


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("karachi", "Karachi: 575 katchi abadis identified (The News, 1997-survey)"),
        (
            "quetta",
            "Quetta: 47 slum settlements (claim by Dastgir, National School of Public Policy, "
            "Executive Development Institute, 2021)",
        ),
        ("lahore", "Lahore: 227 katchi abadis identified (Kalim and Bhatty, about 2000)"),
    ],
)
def test_the_carried_counts_are_shown_with_their_publisher(
    cube: Cube, monkeypatch: pytest.MonkeyPatch, place: str, line: str
) -> None:
    monkeypatch.setattr("flows.tehsil_growth.CITY_DISTRICTS", {place: (place,)})
    abadis = build_fringe_panel(cube, place, REGION, KNOWN, REGION, CLASSES)[1]
    assert line in [say(item) for item in tags(abadis, "Li")]


def test_growth_is_never_called_migration_or_katchi_abadi(cube: Cube) -> None:
    from flows.tehsil_growth import CAVEAT

    card = build(cube, REGION)[-1]
    assert card.className == "evidence derived"
    assert "It is not a count of migrants, and not of katchi abadis." in say(card)
    assert "Four places and some hills. Tehsils are drawn as circles at their main town" in say(card)
    assert say(card).endswith(CAVEAT)
