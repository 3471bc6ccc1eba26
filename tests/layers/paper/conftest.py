"""The tiny world with a map, as a fixture."""

from __future__ import annotations

import pytest

from layers.atlas import Atlas
from tests.layers.paper.drawn_world import make_drawn_atlas


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return make_drawn_atlas(tmp_path_factory.mktemp("geometry"))
