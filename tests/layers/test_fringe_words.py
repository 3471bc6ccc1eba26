"""What the page says about a city and the land round it: the sharpest contrast, and how sure it is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from flows.census import years_between
from layers import View
from layers.atlas import Atlas
from layers.cell_grid import CellGrid, join_grid
from layers.cell_window import CellWindow
from layers.cube import Cube
from layers.finding import Finding
from layers.fringe_words import ALIKE, country_growth, find_fringe, say_cells, say_epoch, say_unit
from layers.grids import make_demonstration
from layers.region import Band, Region, find_region
from tests.layers.tiny_world import make_census, make_grids, make_layer

NOBODY = Band("", 0, 0, 0, math.nan)
SPILL = View(question="spill", place="a")


def thin(text: str) -> str:
    """Put the narrow space that does not break before every per cent sign."""
    return text.replace(" %", "\u202f%")


def band(name: str, before: float, after: float) -> Band:
    """Make a zone or a ring whose growth over one year is its growth."""
    return Band(name, before, after, 10.0, 100 * (after / before - 1) if before else math.nan)


def make_region(zones: list[tuple[float, float]], rings: list[tuple[float, float]]) -> Region:
    names = ("core", "belt", "hinterland")
    core, belt, hinterland = (band(name, *people) for name, people in zip(names, zones, strict=True))
    limits = ("0–5 km", "5–10 km", "10–15 km", "15–20 km")
    found = tuple(band(name, *people) for name, people in zip(limits, rings, strict=False))
    return Region((core, belt, hinterland), found, np.arange(3), 1.0)


def find(cube: Cube, zones: list[tuple[float, float]], rings: list[tuple[float, float]]) -> Finding:
    return find_fringe("A Town", make_region(zones, rings), cube)


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


@pytest.mark.parametrize(
    ("zones", "rings", "headline"),
    [
        # the belt's 8 % against 3 % is sharper than the rings' 5 % against 4 %
        (
            [(1000, 1030), (1000, 1080), (0, 0)],
            [(1000, 1040), (1000, 1050)],
            "The belt round A Town grows faster than its core: 8.0 % a year against 3.0 %",
        ),
        (
            [(1000, 1080), (1000, 1030), (0, 0)],
            [(1000, 1040), (1000, 1050)],
            "The belt round A Town grows more slowly than its core: 3.0 % a year against 8.0 %",
        ),
        (
            [(1000, 1030), (1000, 1040), (0, 0)],
            [(1000, 1020), (1000, 1050), (1000, 1060)],
            "A Town grows fastest 10–15 km from its centre: 6.0 % a year against 2.0 % within 5 km",
        ),
        (
            [(1000, 1030), (1000, 1040), (0, 0)],
            [(1000, 1060), (1000, 1050), (1000, 1020)],
            "A Town grows in its middle: 6.0 % a year within 5 km, 2.0 % at 10–15 km",
        ),
        # nobody lives at the centre: the nearest people are named as what they are
        (
            [(1000, 1030), (0, 0), (1000, 1030)],
            [(0, 0), (1000, 1060), (1000, 1020)],
            "A Town grows in its middle: 6.0 % a year at 5–10 km, 2.0 % at 10–15 km",
        ),
        # less than 0.3 % a year apart: cells carry the growth of their tehsil
        (
            [(1000, 1030), (1000, 1032), (0, 0)],
            [(1000, 1030), (1000, 1031)],
            "A Town and the land round it grow alike: 3.0 % a year",
        ),
        # a ring of ten people is a village, however fast it grows
        (
            [(1000, 1030), (5, 10), (0, 0)],
            [(1000, 1030), (5, 10)],
            "A Town and the land round it grow alike: 3.0 % a year",
        ),
        ([(0, 0), (0, 0), (0, 0)], [(0, 0), (0, 0)], "Nobody is counted round A Town"),
        # all came since 2017: no growth can be told
        ([(0, 50), (0, 0), (0, 0)], [(0, 50), (0, 0)], "Nobody is counted round A Town"),
    ],
)
def test_the_headline_is_the_sharpest_contrast(
    cube: Cube, zones: list[tuple[float, float]], rings: list[tuple[float, float]], headline: str
) -> None:
    assert find(cube, zones, rings).headline == thin(headline)
    assert ALIKE == 0.3


@pytest.mark.parametrize(
    ("zones", "said"),
    [
        (
            [(1000, 1100), (500, 750), (300, 450)],  # 100, 250 and 150 of 500
            "Of the people added within 50 km, 2017 to 2023, 20 % live in the core, 50 % in the belt and 30 % beyond.",
        ),
        (
            [(1000, 900), (500, 800), (300, 400)],  # the core lost people: 300 and 100 of 400 that were added
            "Of the people added within 50 km, 2017 to 2023, 0.0 % live in the core, 75 % in the belt and 25 % beyond.",
        ),
        ([(1000, 1000), (500, 500), (0, 0)], "Within 50 km there are no more people than in 2017."),
        ([(1000, 900), (500, 520), (0, 0)], "Within 50 km there are no more people than in 2017."),
    ],
)
def test_the_lead_says_where_people_were_added(cube: Cube, zones: list[tuple[float, float]], said: str) -> None:
    lead = find(cube, zones, [(1000, 1100)]).lead
    assert lead == thin(
        f"{said} The country grew 2.73 % a year. Part of such growth may be redrawn lines and a change in counting."
    )


def test_the_key_figures_add_up_and_say_how_sure_they_are(cube: Cube) -> None:
    figures = find(cube, [(1000, 1030), (500, 540), (300, 290)], [(1000, 1100)]).figures
    assert [(figure.number, figure.label, figure.sureness) for figure in figures] == [
        ("1.0k", thin("people in the core, 3.0 % a year"), "2023 · derived"),
        ("540", thin("in the belt, 8.0 % a year"), "2023 · derived"),
        (f"+{30 + 40 - 10}", "people within 50 km since 2017", "derived"),
    ]


def test_a_place_without_a_core_says_no_rate_for_it(cube: Cube) -> None:
    finding = find(cube, [(0, 0), (500, 540), (300, 290)], [(800, 830)])
    assert (finding.figures[0].number, finding.figures[0].label) == ("0", "people in the core")
    assert "nan" not in str(finding)


def test_every_place_of_the_country_has_words(atlas: Atlas) -> None:
    units, census = atlas.cube.flow_units, atlas.grids.census
    for name, (lon, lat) in zip(units.names, units.nodes.tolist(), strict=True):
        finding = find_fringe(name, find_region(census, (lon, lat), (0, 1)), atlas.cube)
        assert finding.headline.count(name) >= 1
        assert "nan" not in f"{finding.headline} {finding.lead}".split()


def make_window(grid: CellGrid) -> CellWindow:
    return CellWindow(grid, (69.0, 29.0, 71.0, 31.0), 9.0)


@pytest.mark.parametrize(
    ("shade", "tail"),
    [("growth", " Growth is that of the tehsil."), ("net", " Growth is that of the tehsil."), ("density", "")],
)
def test_the_legend_says_how_many_cells_of_what(shade: str, tail: str) -> None:
    sentence = say_cells(make_window(make_census()), SPILL.but(shade=shade))
    # the ten cells are 5.35 to 5.60 km²
    assert sentence == (f"10 H3 cells of about 5.5 km² (resolution 7). Derived: census people spread to cells.{tail}")


def test_a_file_and_a_demonstration_are_told_apart() -> None:
    modelled = make_window(join_grid(make_layer("people", (2020,)), make_census()))
    assert say_cells(modelled, SPILL.but(shade="density")).endswith("(resolution 8). Modelled by its producer.")
    shown = make_window(make_demonstration(make_grids()))
    assert say_cells(shown, SPILL.but(shade="built")).endswith(
        "DEMONSTRATION: made by the program to show the form, not real land."
    )


def test_from_afar_it_says_how_to_see_cells() -> None:
    far = make_window(make_census().take(np.zeros(0, dtype=np.intp)))
    assert say_cells(far, SPILL).startswith("No H3 cells are drawn here: zoom in, or move to land. Derived")


def test_a_projected_epoch_says_so() -> None:
    layer = make_layer("built", (2020, 2030))
    assert [say_epoch(layer, epoch) for epoch in (0, 1)] == ["2020", "2030, projected"]


@pytest.mark.parametrize(
    ("shade", "value", "said"),
    [
        ("growth", 3.14, "+3.1 % a year"),
        ("growth", -0.26, "−0.3 % a year"),
        ("net", 6.45, "+6.5 people per km² a year, net"),
        ("net", -12.0, "−12.0 people per km² a year, net"),
        ("density", 1234.4, "1,234 people per km²"),
        ("built", 12.34, "12.3 % built up"),
    ],
)
def test_a_districts_value_is_said_with_its_evidence(shade: str, value: float, said: str) -> None:
    assert say_unit(shade, value + 1e-9, "derived") == f"{said}<br>derived"
    assert say_unit(shade, value + 1e-9, "demonstration") == f"{said}<br>DEMONSTRATION, not real"
    assert say_unit(shade, math.nan, "derived") == ""


def test_where_nobody_lives_nothing_is_said(cube: Cube) -> None:
    empty = replace(make_region([(1, 1)] * 3, []), zones=(NOBODY, NOBODY, NOBODY))
    assert find_fringe("The Sea", empty, cube).headline == "Nobody is counted round The Sea"
