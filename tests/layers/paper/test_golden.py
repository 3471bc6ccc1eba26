"""The sheets look as they did, but for what another version of the drawing program may round otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from layers.atlas import Atlas
from tests.layers.paper.golden_sheets import FOLDER, NAMES, draw_golden
from tests.layers.paper.pixels import read_pixels

SEEN = 40
"""Of 255: how far a pixel must be off to be seen."""

SHARE = 0.004
"""Of all pixels that may be seen to differ: edges of letters, not a missing word (a word is 0.1 to 1 %)."""


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_looks_as_it_did(drawn: Atlas, name: str) -> None:
    """Where this fails by intention, draw them anew: `python -m tests.layers.paper.golden_sheets`."""
    kept, made = read_pixels((FOLDER / f"{name}.png").read_bytes()), read_pixels(draw_golden(drawn, name))
    assert made.shape == kept.shape
    off = np.abs(made - kept).max(axis=0)
    assert (off > SEEN).mean() <= SHARE


def test_a_missing_word_would_be_seen() -> None:
    """The headline of the page painted over: 2 % of its pixels."""
    kept = read_pixels((FOLDER / "page.png").read_bytes())
    painted = kept.copy()
    painted[:, 30:75, :] = 255
    assert (np.abs(painted - kept).max(axis=0) > SEEN).mean() > SHARE
