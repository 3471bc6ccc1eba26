"""Fixtures shared by every test."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """
    Find a real file kept beside the checkout, or skip the test and name the file.

    The files are large or share-alike, so they are never committed; a test that wants one says which.
    """
    folder = Path(os.environ.get("RAWAAN_SHARED", ROOT.parent / "shared" / "data"))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"real file not here: {name} (set RAWAAN_SHARED to the folder that has it)")
        return path

    return find
