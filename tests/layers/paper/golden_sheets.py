"""
Pictures of the tiny world that are kept to compare with: `python -m tests.layers.paper.golden_sheets` draws them anew.

Run it after a change that is meant to be seen, look at each picture, and commit them with the change.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from layers.atlas import Atlas
from layers.paper.output import write_png
from layers.paper.sheet import draw_map, draw_sheet
from layers.view import View
from tests.layers.paper.drawn_world import BASE, DAY, make_drawn_atlas

FOLDER: Final = Path(__file__).with_name("golden")
CITY: Final = View(place="city")
NAMES: Final = ("page", "slide", "urdu-page", "cells", "matrix")


def draw_golden(atlas: Atlas, name: str) -> bytes:
    """Draw one of `NAMES`, small."""
    if name == "cells":
        sheet = draw_map(atlas, View(question="spill", place="a"), width=300, height=240, date=DAY)
        return write_png(sheet, scale=1.0)
    view, size = {
        "page": (CITY, "a4"),
        "slide": (CITY.but(data="counted"), "wide"),
        "urdu-page": (CITY.but(lang="ur", digits="urdu", direction="net"), "a4"),
        "matrix": (CITY.but(form="matrix"), "wide"),
    }[name]
    return write_png(draw_sheet(atlas, view, size=size, base=BASE, date=DAY), scale=0.5)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        world = make_drawn_atlas(Path(folder))
        for each in NAMES:
            (FOLDER / f"{each}.png").write_bytes(draw_golden(world, each))
