"""The tiny world of `tiny_world.py`, as fixtures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import settings

from layers.atlas import Atlas, load_atlas
from layers.cube import Cube
from layers.grids import Grids
from tests.layers.tiny_world import make_cube, make_grids, make_matrix, make_still_cube

# Laws are checked without a stopwatch: a busy machine must not make them fail.
settings.register_profile("no stopwatch", deadline=None)
settings.load_profile("no stopwatch")


@pytest.fixture(scope="session")
def cube() -> Cube:
    return make_cube()


@pytest.fixture(scope="session")
def grids() -> Grids:
    return make_grids()


@pytest.fixture(scope="session")
def still_cube() -> Cube:
    return make_still_cube()


@pytest.fixture(scope="session")
def with_flows(cube: Cube) -> Callable[[list[tuple[str, str, float]]], Cube]:
    """Make the same world with other flows: (origin, destination, people a year)."""

    def build(flows: list[tuple[str, str, float]]) -> Cube:
        people = np.zeros((4, 4))
        for origin, destination, count in flows:
            people[cube.flow_units.index(origin), cube.flow_units.index(destination)] += count
        return replace(cube, matrices={period: make_matrix(people) for period in cube.matrices})

    return build


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """Load the real atlas, with nothing installed beside the bundled boundaries."""
    return load_atlas(tmp_path_factory.mktemp("data"))
