"""The panel of "Where do cities spill over?", section by section. The world is drawn in tiny_world.py."""

from __future__ import annotations

import math
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from flows.housing import HousingShare
from flows.settlements import Marker
from layers import View
from layers.atlas import Atlas
from layers.cell_grid import join_grid
from layers.cube import Cube
from layers.fringe_panel import NEAR, TEN, build_fringe_panel, list_tehsils
from layers.grids import Grids
from layers.palette import LIGHT
from layers.region import find_region
from layers.tehsils import Tehsil
from tests.layers.read_page import bars, find, follow, links, say, tags
from tests.layers.tiny_world import YEARS, make_grids, make_layer

BUILT = "Built-up land within 50 km"
ZONES = "Core, belt and what lies beyond"
ARRIVALS = "Arrivals beside growth"
RINGS = "By distance"
FASTEST = "Fastest growing tehsils"
CELLS = "Cells that gain most"
HOMES = "How people are housed"
ABADIS = "Katchi abadis, published numbers"


def thin(text: str) -> str:
    """Put the narrow space that does not break before every per cent sign."""
    return text.replace(" %", "\u202f%")


def build(cube: Cube, grids: Grids, **choices: Any) -> dict[str, Any]:
    """Heading of each section → the section."""
    view = View(question="spill", **{"place": "a", **choices})
    lon, lat = cube.flow_units.nodes[cube.flow_units.index(view.place)]
    region = find_region(grids.census, (lon, lat), (0, 1))
    sections = build_fringe_panel(cube, grids, view, region, LIGHT)
    return {
        say(tags(section, "H2")[0].children[0]) if section.className == "section" else "": section
        for section in sections
    }


def read_table(section: Any) -> dict[str, list[str]]:
    """First word of each row → the others."""
    rows = [row.children for row in tags(tags(section, "Tbody"), "Tr")]
    return {say(name): [say(cell) for cell in cells] for name, *cells in rows}


def test_what_matters_most_comes_first_and_the_evidence_last(cube: Cube, grids: Grids) -> None:
    headings = list(build(cube, grids))
    assert headings == [ZONES, ARRIVALS, RINGS, FASTEST, CELLS, HOMES, ABADIS, ""]


def test_core_belt_and_hinterland_are_a_table(cube: Cube, grids: Grids) -> None:
    section = build(cube, grids)[ZONES]
    assert read_table(section) == {
        "Core": ["1,200", "+200", thin("3.1 %")],
        "Belt": ["800", "+300", thin("8.2 %")],
        "Beyond, other towns too": ["1,000", "0", thin("0.0 %")],
    }
    assert tags(tags(section, "Tbody"), "Tr")[1].title == "500 → 800 people on 6 km²"
    # no core, no growth of one
    assert read_table(build(cube, grids, place="b")[ZONES])["Core"] == ["0", "0", "–"]


def test_arrivals_stand_beside_growth_and_are_not_taken_from_it(cube: Cube, grids: Grids) -> None:
    section = build(cube, grids)[ARRIVALS]
    # twice (100 + 50 + 5) people a year came to a in 2017–2023
    assert bars(section) == {
        "Arrivals in A Town": "310",
        "Core gained": f"+{200 / YEARS:.0f}",
        "Belt gained": f"+{300 / YEARS:.0f}",
    }
    (link,) = links(section)
    assert (follow(link).place, follow(link).period, follow(link).question) == ("a", "2017-2023", "to")
    assert [part.className for part in find(section, "fill")] == ["fill modelled", "fill derived", "fill derived"]
    assert "not subtracted" in say(section)


def test_the_radial_profile_has_people_and_growth_by_distance(cube: Cube, grids: Grids) -> None:
    section = build(cube, grids)[RINGS]
    said = bars(section)
    growth = 100 * ((2000 / 1500) ** (1 / YEARS) - 1)
    assert said["0–5 km, 2.0k"] == thin(f"{growth:.1f} %")
    assert said["5–10 km"] == "nobody"
    assert said["10–15 km, 1.0k"] == thin("0.0 %")
    assert len(said) == 7
    assert find(section, "bar")[0].title.startswith("1,500 → 2,000 people, ")


def test_the_fastest_tehsils_are_links_that_move_the_map(cube: Cube, grids: Grids) -> None:
    section = build(cube, grids)[FASTEST]
    # 1,500 → 1,800 and 1,000 → 1,200 are the same rate: the code decides
    assert bars(section) == {"New Town": thin("3.1 %"), "Old Town": thin("3.1 %")}
    new, old = links(section)
    assert (follow(new).at, follow(old).at) == ((70.0, 30.03, NEAR), (70.0, 30.0, NEAR))
    for link in (new, old):
        assert follow(link).but(at=None) == View(question="spill", place="a")
        assert getattr(link, "data-view") == "moves"


def test_a_tehsil_without_a_point_moves_nothing_and_one_without_two_counts_is_left_out(
    cube: Cube, grids: Grids
) -> None:
    section = build(cube, grids, place="b")[FASTEST]
    assert (list(bars(section)), links(section)) == (["Lost"], [])
    assert bars(build(cube, grids, place="c")[FASTEST]) == {}


def test_ten_tehsils_at_most_the_fastest_first(cube: Cube, grids: Grids) -> None:
    many = tuple(Tehsil(f"a-{at:02}", f"T{at}", "a", 70.0, 30.0, 100, 110, float(at)) for at in range(12))
    census = replace(grids.census, tehsils=many, _kept={})
    assert list(bars(build(cube, replace(grids, census=census))[FASTEST])) == [f"T{at}" for at in range(11, 1, -1)]


def test_tehsils_are_those_of_the_place_and_those_that_reach_into_its_surroundings(cube: Cube, grids: Grids) -> None:
    census = grids.census
    here = find_region(census, (70.0, 30.0), (0, 1))
    city = find_region(census, (72.0, 28.0), (0, 1))
    assert [tehsil.code for tehsil in list_tehsils(cube, census, "a", here)] == ["a-old", "a-new"]
    # what lies round the city, and b's own, wherever it is
    assert [tehsil.code for tehsil in list_tehsils(cube, census, "b", city)] == ["b-lost", "city-old", "city-new"]


def test_the_cells_that_gain_most_are_links_that_move_the_map(cube: Cube, grids: Grids) -> None:
    section = build(cube, grids, shade="density")[CELLS]
    area = dict(zip(grids.census.layer.values[1].tolist(), grids.census.layer.areas.tolist(), strict=True))
    # 300 and 200 people in some six years on some 5.5 km²; the third cell gained nobody
    assert bars(section) == {
        "New Town": f"+{300 / area[800] / YEARS:.0f}",
        "Old Town": f"+{200 / area[1200] / YEARS:.0f}",
    }
    for link in links(section):
        view = follow(link)
        assert view.but(at=None) == View(question="spill", place="a", shade="density")
        assert view.at is not None
        assert view.at[2] == NEAR
        assert getattr(link, "data-view") == "moves"


def test_no_more_cells_than_ten(atlas: Atlas) -> None:
    for place in ("lahore", "karachi", "quetta"):
        sections = build(atlas.cube, atlas.grids, place=place)
        for heading in (FASTEST, CELLS, HOMES):
            rows = find(sections[heading], "bar") or tags(tags(sections[heading], "Tbody"), "Tr")
            assert 0 < len(rows) <= TEN


def test_housing_is_counted_by_tehsil_and_never_called_katchi_abadi(
    cube: Cube, grids: Grids, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = HousingShare(1000, kacha=20.0, one_room=10.0, owned=60.0, rented=30.0, huts=7, structures=900)
    carried = {"a-old": share, "a-new": replace(share, one_room=45.0), "city-old": share}
    # `flows.housing` is a function; the module of that name is found by importing it
    monkeypatch.setattr(import_module("flows.housing"), "housing_shares", lambda: carried)
    section = build(cube, grids)[HOMES]
    assert read_table(section) == {
        # most one-room homes first; kacha and rented beside them
        "New Town": [thin("45 %"), thin("20 %"), thin("30 %")],
        "Old Town": [thin("10 %"), thin("20 %"), thin("30 %")],
    }
    assert tags(tags(section, "Tbody"), "Tr")[0].title == "1,000 households, 7 huts and tents among 900 structures"
    assert "counted" in say(tags(section, "H2"))
    assert "Census 2023, tables 20 and 25." in say(section)
    assert "not of katchi abadis" in say(section)


MARKERS = [
    Marker("a", 70.0, 30.0, "A Town: 1,575", "A Town: 1,575 katchi abadis identified (The Paper, 2019).", "counted"),
    Marker("a-east", 70.2, 30.0, "A East: 47", "A East: 47 slum settlements (claim by Dastgir, 2021).", "claim"),
]


def test_every_published_number_of_katchi_abadis_is_a_sentence(
    cube: Cube, grids: Grids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers.fringe_panel.find_abadis", lambda _cube, _place: MARKERS)
    section = build(cube, grids)[ABADIS]
    assert [say(item) for item in tags(section, "Li")] == [marker.title for marker in MARKERS]


def test_where_no_list_was_published_that_is_said(cube: Cube, grids: Grids) -> None:
    section = build(cube, grids)[ABADIS]
    assert tags(section, "Li") == []
    assert say(section).endswith("No published list found.")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("karachi", ["Karachi: 575", "Malir: 71"]),
        ("quetta", ["Quetta: 47 slum settlements (claim by Dastgir, "]),
        ("lahore", ["Lahore: "]),
    ],
)
def test_the_carried_numbers_are_shown_with_year_and_authority(atlas: Atlas, place: str, words: list[str]) -> None:
    said = say(build(atlas.cube, atlas.grids, place=place)[ABADIS])
    for word in words:
        assert word in said


def test_the_card_says_how_the_cells_were_made(cube: Cube, grids: Grids) -> None:
    from flows.tehsil_growth import CAVEAT

    card = build(cube, grids, place="b")[""]
    assert card.className == "evidence derived"
    assert say(card).startswith("Derived: People, spread by hand Exact, being imagined. Source The pencil")
    assert "Each cell is drawn by hand. Spread over the whole district, for want of a known point: Lost." in say(card)
    assert say(card).endswith(CAVEAT)
    assert "Spread over" not in say(build(cube, grids)[""])


def test_the_card_of_a_file_names_its_producer_and_licence(cube: Cube, grids: Grids) -> None:
    people = join_grid(make_layer("people", (2020,)), grids.census)
    card = build(cube, make_grids(people=people), shade="density")[""]
    assert card.className == "evidence modelled"
    assert "Modelled: People, from a file" in say(card)
    assert "The Office of Pencils Licence: free." in say(card)


def test_built_up_land_is_added_up_epoch_by_epoch(cube: Cube, grids: Grids) -> None:
    built = join_grid(make_layer("built", (2000, 2020, 2030)), grids.census)
    sections = build(cube, make_grids(built=built), shade="built")
    # 0.1, 0.2 and 0.3 km² in a's one cell
    assert list(bars(sections[BUILT])) == ["2000", "2020", "2030, projected"]
    assert BUILT not in build(cube, make_grids(built=built))


def test_a_demonstration_says_so_over_its_figures(cube: Cube, grids: Grids) -> None:
    section = build(cube, grids, shade="built", grid="demonstration")[BUILT]
    assert "DEMONSTRATION, not real" in say(tags(section, "H2"))
    assert len(bars(section)) == 7


def test_nothing_is_said_of_a_missing_number(cube: Cube, grids: Grids) -> None:
    for place in cube.flow_units.codes:
        assert "nan" not in say(list(build(cube, grids, place=place).values())).split()
    assert math.isnan(grids.census.tehsils[3].growth)
