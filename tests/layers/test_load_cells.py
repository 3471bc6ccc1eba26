"""From the census's cells and installed grids to what the atlas shows. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from boundaries.cells.layer import CellLayer
from flows.density import BY_BOUNDARIES, BY_SEATS
from layers.atlas import Atlas
from layers.cube import Cube
from layers.load_cells import join_census, load_grids
from tests.layers.tiny_world import TEHSILS, YEARS, find_cell, make_census, make_layer

# `flows.density` is the function; the module of that name is found by importing it.
DENSITY = import_module("flows.density")


@dataclass(frozen=True)
class Spread:
    """As much of `flows.density.Density` as is read; districts c and city-west cannot be told apart on the map."""

    layer: CellLayer
    townspeople: np.ndarray
    tehsil: np.ndarray
    place: np.ndarray
    tehsils: tuple[str, ...] = ("a-new", "city-old", "unheard-of")
    places: tuple[str, ...] = ("a", "city", "unheard-of")
    unlocated: tuple[str, ...] = ("b-lost",)
    how: str = "seats"


@pytest.fixture
def spread() -> Spread:
    cells = np.sort(np.array([find_cell("a", 0.03), find_cell("city", 0.0), find_cell("", 0.0)], dtype=np.uint64))
    order = [find_cell("a", 0.03), find_cell("city", 0.0), find_cell("", 0.0)]
    position = np.array([order.index(cell) for cell in cells.tolist()], dtype=np.int32)
    values = np.array([[500.0, 4000, 7], [800.0, 4200, 7]])[:, position]
    layer = replace(make_census().layer, cells=cells, values=values, classes=None, _kept={})
    return Spread(layer, values * 0, tehsil=position, place=position)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, spread: Spread) -> list[CellLayer]:
    """Install what the test puts into the list."""
    layers: list[CellLayer] = []
    monkeypatch.setattr(DENSITY, "density", lambda *_args, **_named: spread)
    monkeypatch.setattr("boundaries.grids.store.load_grids", lambda _folder: layers)
    return layers


def load(cube: Cube, folder: Path, **manifest: Any) -> Any:
    return load_grids(replace(cube, manifest={**cube.manifest, "set": "pencil", **manifest}), TEHSILS, folder)


def test_cells_join_units_and_tehsils_by_their_codes(cube: Cube, spread: Spread) -> None:
    grid = join_census(spread, cube, TEHSILS)
    at = {cell: position for position, cell in enumerate(grid.layer.cells.tolist())}
    new, old, unknown = at[find_cell("a", 0.03)], at[find_cell("city", 0.0)], at[find_cell("", 0.0)]
    assert [TEHSILS[position].code for position in grid.tehsil[[new, old]]] == ["a-new", "city-old"]
    # a city that is drawn as one is one unit, though it has several districts
    assert [cube.flow_units.codes[position] for position in grid.unit[[new, old]]] == ["a", "city"]
    assert (grid.tehsil[unknown], grid.unit[unknown]) == (-1, -1)
    assert grid.times == (2017, 2017 + YEARS)


def test_a_cell_of_no_known_tehsil_stays_without(cube: Cube, spread: Spread) -> None:
    nowhere = np.full(3, -1, dtype=np.int32)
    grid = join_census(replace(spread, tehsil=nowhere, place=nowhere), cube, TEHSILS)
    assert grid.tehsil.tolist() == grid.unit.tolist() == [-1, -1, -1]


def test_cells_of_no_town_are_rural_by_their_density(cube: Cube, spread: Spread) -> None:
    grid = join_census(spread, cube, TEHSILS)
    at = {cell: position for position, cell in enumerate(grid.layer.cells.tolist())}
    # on 5.4 to 5.6 km²: 145, 784 and 1 person per km²; limits are 50 and 300
    cells = [at[find_cell("a", 0.03)], at[find_cell("city", 0.0)], at[find_cell("", 0.0)]]
    assert grid.layer.classes is not None
    assert grid.layer.classes[1, cells].tolist() == [12, 13, 11]


@pytest.mark.usefixtures("installed")
def test_with_nothing_installed_there_is_the_census_alone(cube: Cube, tmp_path: Path) -> None:
    grids = load(cube, tmp_path)
    assert (grids.people, grids.built) == (None, None)
    assert grids.census.layer.name == "census"
    assert grids.how == BY_SEATS
    assert grids.cities == ((70.0, 30.0), (71.0, 30.0), (70.0, 29.0), (72.0, 28.0))


@pytest.mark.usefixtures("installed")
def test_tehsils_without_a_place_are_named_under_their_unit(cube: Cube, tmp_path: Path) -> None:
    assert load(cube, tmp_path).unlocated == {"b": ("Lost",)}


@pytest.mark.usefixtures("installed")
def test_cells_by_tehsil_lines_are_said_to_be(
    cube: Cube, tmp_path: Path, spread: Spread, monkeypatch: pytest.MonkeyPatch
) -> None:
    lined = replace(spread, how="boundaries")
    monkeypatch.setattr(DENSITY, "density", lambda *_args, **_named: lined)
    assert load(cube, tmp_path).how == BY_BOUNDARIES


def test_what_is_installed_is_joined_and_people_are_classified(
    cube: Cube, tmp_path: Path, installed: list[CellLayer]
) -> None:
    installed += [make_layer("built", (2000, 2020, 2030)), make_layer("people", (2020, 2025))]
    grids = load(cube, tmp_path)
    assert grids.built.layer.epochs == grids.built.times == (2000, 2020, 2030)
    assert grids.built.layer.projected == (2030,)
    assert grids.built.layer.classes is None
    assert grids.people.layer.classes.shape == (2, 4)
    city = np.flatnonzero(grids.people.layer.cells == find_cell("city", 0.0, 8))
    assert grids.people.unit[city].tolist() == [3]


@pytest.mark.usefixtures("installed")
def test_the_set_in_use_and_the_readers_folder_are_asked(
    cube: Cube, tmp_path: Path, spread: Spread, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(DENSITY, "density", lambda name, *, data_dir: asked.append((name, data_dir)) or spread)
    load(cube, tmp_path)
    assert asked == [("pencil", tmp_path)]


def test_every_cell_of_the_country_has_its_unit(atlas: Atlas) -> None:
    census, units = atlas.grids.census, atlas.cube.flow_units
    assert (census.unit >= 0).all()
    for year, values in zip(census.layer.epochs, census.layer.values, strict=True):
        np.testing.assert_allclose(np.bincount(census.unit, values, len(units.codes)), units.people[year], atol=0.5)


def test_a_cells_tehsil_lies_in_the_cells_unit(atlas: Atlas) -> None:
    census, home = atlas.grids.census, atlas.cube.home
    known = census.tehsil >= 0
    of_tehsil = np.array([home[tehsil.district] for tehsil in census.tehsils])
    assert known.mean() > 0.8
    assert (of_tehsil[census.tehsil[known]] == census.unit[known]).all()


def test_no_unlocated_tehsil_is_forgotten(atlas: Atlas) -> None:
    from flows.density import density

    spread = density(atlas.cube.manifest["set"])
    names = sorted(name for found in atlas.grids.unlocated.values() for name in found)
    assert names == sorted(tehsil.name for tehsil in atlas.grids.census.tehsils if tehsil.code in spread.unlocated)
    assert set(atlas.grids.unlocated) <= set(atlas.cube.flow_units.codes)
