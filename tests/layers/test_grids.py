"""Which cells a view is drawn from: the census's own, a file's, or a demonstration where one asks for it."""

from __future__ import annotations

import re

import pytest

from layers import View, ViewError
from layers.cell_grid import join_grid
from layers.grids import Grids, make_demonstration
from tests.layers.tiny_world import make_census, make_grids, make_layer

SPILL = View(question="spill", place="a")
CENSUS = make_census()
PEOPLE = join_grid(make_layer("people", (2020, 2025)), CENSUS)
BUILT = join_grid(make_layer("built", (2000, 2020, 2030)), CENSUS)


@pytest.fixture(scope="module")
def bare() -> Grids:
    return make_grids()


@pytest.fixture(scope="module")
def full() -> Grids:
    return make_grids(people=PEOPLE, built=BUILT)


@pytest.mark.parametrize("shade", ["growth", "class", "density", "net"])
@pytest.mark.parametrize("grid", ["best", "census", "demonstration"])
def test_with_nothing_loaded_it_is_the_census(bare: Grids, shade: str, grid: str) -> None:
    assert bare.choose(SPILL.but(shade=shade, grid=grid)) is bare.census


@pytest.mark.parametrize(
    ("shade", "grid", "name"),
    [
        ("density", "best", "pencil-people"),
        ("class", "best", "pencil-people"),
        ("density", "census", "census"),
        ("class", "census", "census"),
        # growth was counted, and a producer's model of it is another thing
        ("growth", "best", "census"),
        ("net", "best", "census"),
        ("built", "best", "pencil-built"),
        ("built", "census", "pencil-built"),
        ("built", "demonstration", "demonstration"),
    ],
)
def test_what_was_loaded_is_shown_where_it_is_the_better(full: Grids, shade: str, grid: str, name: str) -> None:
    assert full.choose(SPILL.but(shade=shade, grid=grid)).layer.name == name


def test_without_built_up_land_it_says_how_to_load_some(bare: Grids) -> None:
    with pytest.raises(ViewError, match=re.escape("python -m boundaries grid FILE")) as fault:
        bare.choose(SPILL.but(shade="built"))
    assert str(fault.value).startswith("shade='built' needs a grid of built-up land")


@pytest.mark.parametrize("grid", ["best", "census", "demonstration"])
def test_every_shade_and_grid_on_offer_can_be_shown(bare: Grids, full: Grids, grid: str) -> None:
    for grids in (bare, full):
        for view in (SPILL.but(grid=grid), *(SPILL.but(grid=offer) for offer in grids.offers())):
            for shade in grids.shades(view):
                assert grids.choose(view.but(shade=shade)).layer.cells.size


def test_built_up_land_is_offered_where_there_is_some(bare: Grids, full: Grids) -> None:
    people = {"growth", "class", "density", "net"}
    assert set(bare.shades(SPILL)) == people
    for shades in (full.shades(SPILL), bare.shades(SPILL.but(grid="demonstration"))):
        assert set(shades) == {*people, "built"}
        assert shades[-1] == "built"


def test_a_demonstration_is_offered_only_until_the_real_thing_is_loaded(bare: Grids, full: Grids) -> None:
    assert bare.offers() == ("best", "demonstration")
    assert full.offers() == ("best", "census")
    assert make_grids(people=PEOPLE).offers() == ("best", "census", "demonstration")


def test_a_demonstration_never_appears_by_itself(bare: Grids, full: Grids) -> None:
    for grids in (bare, full):
        for shade in grids.shades(SPILL):
            assert grids.choose(SPILL.but(shade=shade)).layer.evidence != "demonstration"


def test_a_demonstration_is_stamped_and_made_once(bare: Grids) -> None:
    demonstration = make_demonstration(bare)
    layer = demonstration.layer
    assert (layer.kind, layer.evidence) == ("built", "demonstration")
    assert "DEMONSTRATION" in layer.title
    assert "DEMONSTRATION" in layer.note
    assert make_demonstration(bare) is demonstration
    # round every city some land is built over, and cells under a census cell have its unit
    assert {-1, 0, 1, 2, 3} == set(demonstration.unit.tolist())
    assert (layer.values[1:] >= layer.values[:-1]).all()
