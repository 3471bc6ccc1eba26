"""What colours the cells, with the arithmetic of each in a comment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from boundaries.urban.degurba import CLASS_NAMES as METHOD_CLASSES
from flows.tehsil_growth import IMPLAUSIBLE as FLAGGED
from layers.cell_grid import ZONES, CellGrid, join_grid
from layers.cell_measures import (
    BUILT_LIMITS,
    CLASS_NAMES,
    DENSITY_LIMITS,
    GROWTH_LIMITS,
    IMPLAUSIBLE,
    NET_LIMITS,
    CellColours,
    class_colours,
    colour_cells,
    growth_a_year,
    net_gain,
)
from layers.grids import make_demonstration
from layers.palette import DARK, LIGHT, Palette
from layers.view import CHOICES
from tests.layers.tiny_world import YEARS, find_cell, make_census, make_grids, make_layer

COUNTRY = (11_500.0, 13_500.0)


@pytest.fixture(scope="module")
def census() -> CellGrid:
    return make_census()


def at(grid: CellGrid, unit: str, north: float = 0.0) -> int:
    """Position of a cell of the tiny world."""
    return int(np.searchsorted(grid.layer.cells, find_cell(unit, north, grid.layer.resolution)))


def colour(grid: CellGrid, shade: str, epoch: int = 1, palette: Palette = LIGHT) -> CellColours:
    return colour_cells(grid, shade, epoch, palette, total=COUNTRY)


def facts(colours: CellColours, cell: int) -> list[Any]:
    return [column[cell] for column in colours.facts]


@pytest.mark.parametrize(
    ("before", "after", "years", "growth"),
    [
        (100, 121, 2, 10),  # 1.1² = 1.21
        (100, 100, 5, 0),
        (200, 50, 2, -50),  # 0.5² = 0.25
        (0, 50, 2, np.nan),
        (50, 0, 2, np.nan),
        (0, 0, 2, np.nan),
    ],
)
def test_growth_is_compound(before: float, after: float, years: float, growth: float) -> None:
    found = growth_a_year(np.array(before, dtype=float), np.array(after, dtype=float), years)
    np.testing.assert_allclose(found, growth)


def test_net_gain_is_beyond_the_countrys_growth() -> None:
    # the country grew from 100 to 150: 40 would have become 60, and 60 would have become 90
    assert net_gain(np.array([40.0, 60.0]), np.array([70.0, 80.0]), (100, 150)).tolist() == [70 - 60, 80 - 90]


people = arrays(np.float64, 8, elements=st.integers(0, 1_000_000).map(float))


@given(people.filter(np.any), people)
def test_law_what_some_cells_gain_others_lose(before: np.ndarray, after: np.ndarray) -> None:
    gain = net_gain(before, after, (float(before.sum()), float(after.sum())))
    assert gain.sum() == pytest.approx(0, abs=1e-6 * max(after.sum(), 1))


def test_net_gain_sums_to_nothing_over_the_country_at_every_resolution(census: CellGrid) -> None:
    for resolution in census.resolutions:
        layer = census.at(resolution).layer
        assert net_gain(*layer.values, COUNTRY).sum() == pytest.approx(0, abs=1e-9)
        per_km2 = colour(census.at(resolution), "net").values
        assert (per_km2 * layer.areas * YEARS).sum() == pytest.approx(0, abs=1e-9)


def test_density_is_people_on_the_true_area(census: CellGrid) -> None:
    colours, cell = colour(census, "density"), at(census, "a")
    density = 1200 / census.layer.areas[cell]
    assert colours.values[cell] == pytest.approx(density)
    assert colours.title == "People per km², 2023"
    assert facts(colours, cell) == [1200, round(density)]
    assert colour(census, "density", 0).title == "People per km², 2017"


def test_growth_says_the_people_before_and_after(census: CellGrid) -> None:
    colours, cell = colour(census, "growth"), at(census, "a")
    assert colours.values[cell] == pytest.approx(100 * ((1200 / 1000) ** (1 / YEARS) - 1))  # 3.1 %
    assert facts(colours, cell) == [1000, 1200, "3.1\u202f% a year"]
    assert colours.title == "Growth 2017–2023, % a year"
    assert "%{customdata[1]:,.0f} → %{customdata[2]:,.0f} people, 2017–2023<br>derived" in colours.hover


def test_where_nobody_lives_nothing_grows(census: CellGrid) -> None:
    colours, cell = colour(census, "growth"), at(census, "")
    assert np.isnan(colours.values[cell])
    assert colours.classes.colour_index(colours.values)[cell] == -1
    assert facts(colours, cell)[2] == "growth cannot be told: not comparable"


def test_a_redrawn_line_is_not_called_growth(census: CellGrid) -> None:
    assert IMPLAUSIBLE == FLAGGED
    values = census.layer.values.copy()
    values[1, at(census, "a")] = 1000 * 1.16**YEARS
    values[1, at(census, "c")] = 1000 * 0.84**YEARS
    values[1, at(census, "city")] = 4000 * 1.14**YEARS
    colours = colour(replace(census, layer=replace(census.layer, values=values, _kept={})), "growth")
    assert np.isnan(colours.values[[at(census, "a"), at(census, "c")]]).all()
    assert colours.values[at(census, "city")] == pytest.approx(14)


def test_a_net_gain_has_one_sign(census: CellGrid) -> None:
    colours = colour(census, "net")
    ratio = 13_500 / 11_500
    gain, loss = (
        (after - before * ratio) / census.layer.areas[cell] / YEARS
        for cell, before, after in [(at(census, "a", 0.03), 500, 800), (at(census, "a", 0.12), 1000, 1000)]
    )
    assert facts(colours, at(census, "a", 0.03)) == [500, 800, f"+{gain:.1f}"]
    assert facts(colours, at(census, "a", 0.12)) == [1000, 1000, f"−{-loss:.1f}"]
    assert facts(colours, at(census, "")) == [0, 0, "0.0"]
    assert colours.ends == ("losing people", "gaining people")


def test_gains_and_losses_have_as_many_colours(census: CellGrid) -> None:
    colours = colour(census, "net")
    losing = NET_LIMITS.index(0) + 1
    assert colours.classes.colours[:losing] == tuple(reversed(LIGHT.loss))
    assert colours.classes.colours[losing:] == LIGHT.gain
    assert [-limit for limit in reversed(NET_LIMITS)] == list(NET_LIMITS)


@pytest.mark.parametrize(
    ("shade", "limits"),
    [("density", DENSITY_LIMITS), ("growth", GROWTH_LIMITS), ("net", NET_LIMITS), ("built", BUILT_LIMITS)],
)
def test_classes_are_the_same_for_every_place(census: CellGrid, shade: str, limits: tuple[float, ...]) -> None:
    """So that Lahore and Quetta, or before and after, can be compared; the last class takes the tail."""
    for grid in (census, census.take(np.array([0, 1]))):
        colours = colour(grid, shade)
        assert colours.classes.breaks == limits
        assert len(colours.classes.colours) == len(limits) + 1


def test_urban_classes_are_kinds_with_their_names(census: CellGrid) -> None:
    colours, tones = colour(census, "class"), class_colours(LIGHT)
    index = colours.classes.colour_index(colours.values)
    painted = [colours.classes.colours[position] for position in index]
    assert painted == [tones[code] for code in census.layer.classes[1].tolist()]
    cell = at(census, "a", 0.03)
    assert facts(colours, cell) == [800, round(800 / census.layer.areas[cell]), "semi-dense urban cluster"]
    # the same key for every place, most urban first, and no scale of amounts
    codes = (30, 23, 22, 21, 13, 12, 11)
    assert [key.text.lower() for key in colours.keys] == [CLASS_NAMES[code] for code in codes]
    assert [key.colour for key in colours.keys] == [tones[code] for code in codes]
    assert colours.title == ""


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_class_of_the_method_has_a_name_and_a_colour_of_its_own(palette: Palette) -> None:
    assert {code: name for code, name in CLASS_NAMES.items() if code} == dict(METHOD_CLASSES)
    assert set(class_colours(palette)) == set(CLASS_NAMES)
    assert len(set(class_colours(palette).values())) == len(CLASS_NAMES)
    assert {code for codes in ZONES.values() for code in codes} == set(CLASS_NAMES) - {0}


def test_built_land_is_a_share_of_the_cell(census: CellGrid) -> None:
    grid = join_grid(make_layer("built", (2020, 2030)), census)
    colours, cell = colour(grid, "built", 0), at(grid, "a")
    share = 100 * 0.1 / grid.layer.areas[cell]  # 100,000 m² are 0.1 km²
    assert colours.values[cell] == pytest.approx(share)
    assert facts(colours, cell) == [0.1, round(share, 2)]
    assert colours.title == "Built-up land, % of the cell, 2020"
    assert colours.hover.endswith("km², 2020<br>modelled")


def test_a_projected_epoch_says_so(census: CellGrid) -> None:
    colours = colour(join_grid(make_layer("built", (2020, 2030)), census), "built", 1)
    assert colours.title == "Built-up land, % of the cell, 2030, projected"
    assert "2030, projected" in colours.hover


def test_a_demonstration_says_so_wherever_one_points() -> None:
    colours = colour(make_demonstration(make_grids()), "built", 0)
    assert colours.hover.endswith("DEMONSTRATION, not real")


def test_an_epoch_without_one_before_shows_no_change(census: CellGrid) -> None:
    one = replace(
        census,
        layer=replace(census.layer, epochs=(2023,), values=census.layer.values[1:], classes=None, _kept={}),
        times=(2023.0,),
    )
    growth = colour_cells(one, "growth", 0, LIGHT).values
    assert np.nan_to_num(growth).tolist() == [0] * 10


@pytest.mark.parametrize("shade", CHOICES["shade"])
def test_no_cells_are_no_fault(census: CellGrid, shade: str) -> None:
    colours = colour(census.take(np.zeros(0, dtype=np.intp)), shade)
    assert colours.values.size == 0
    assert [list(column) for column in colours.facts] == [[]] * len(colours.facts)


@pytest.mark.parametrize("shade", ["growth", "density", "net", "built"])
def test_a_unit_without_cells_has_no_value(census: CellGrid, shade: str) -> None:
    assert np.isnan(colour(census.by_unit(5), shade).values[4])
