"""The tiny world with a map, and briefings drawn once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from layers.atlas import Atlas
from layers.briefing.write import write_brief
from layers.view import View
from tests.layers.paper.drawn_world import make_drawn_atlas

DAY = date(2026, 11, 22)
BASE = "https://atlas.example/"


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return make_drawn_atlas(tmp_path_factory.mktemp("geometry"))


@pytest.fixture(scope="session")
def folder(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the real atlas's briefing of Quetta in every form, and others where they are laid out otherwise."""
    folder = tmp_path_factory.mktemp("briefings")
    for name, query in {
        "quetta.pdf": "place=quetta",
        "quetta.pptx": "place=quetta",
        "lahore-ur.pdf": "place=lahore&lang=ur&digits=urdu",
        "lahore-ur.pptx": "place=lahore&lang=ur&digits=urdu",
        "seasons.pdf": "question=seasons&place=quetta",
        "sindh.pdf": "question=balance&place=sindh",
        "pakistan.pdf": "question=balance",
    }.items():
        write_brief(atlas, View.from_query(query), folder / name, base=BASE, date=DAY)
    return folder
