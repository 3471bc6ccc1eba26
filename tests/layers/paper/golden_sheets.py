"""
Pictures of the tiny world that are kept to compare with: `python -m tests.layers.paper.golden_sheets` draws them anew.

Run it after a change that is meant to be seen, look at each picture, and commit them with the change.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from layers.atlas import Atlas
from layers.finding import Finding, KeyFigure
from layers.paper.canvas import Canvas
from layers.paper.look import A4
from layers.paper.output import write_png
from layers.paper.parts import draw_figures, draw_finding
from layers.paper.sheet import NAMESPACE, Sheet, draw_map, draw_sheet
from layers.view import View
from tests.layers.paper.drawn_world import BASE, DAY, make_drawn_atlas

FOLDER: Final = Path(__file__).with_name("golden")
CITY: Final = View(place="city")
NAMES: Final = ("page", "slide", "urdu", "cells", "matrix")

FINDING: Final = Finding(
    "لاہور کون آتا ہے؟",
    "لاہور میں نئے آنے والے زیادہ تر پنجاب ہی کے اندر سے آتے ہیں",
    "ہر سال تقریباً ۲۲۴ ہزار افراد (۷۳ فیصد پنجاب سے) آتے ہیں: سب سے آگے Karachi، کچھی اور کھینچنے والے۔",
    (KeyFigure("\u200e+۵۷٫۴ ہزار", "سالانہ خالص اضافہ", "۲۶٫۷ تا ۸۶٫۳ · اخذ کردہ"),),
)
"""Fixed sentences, so that a better translation changes no picture."""


def draw_golden(atlas: Atlas, name: str) -> bytes:
    """Draw one of `NAMES`, small."""
    if name == "cells":
        return write_png(draw_map(atlas, View(question="spill", place="a"), width=300, height=240, date=DAY), scale=1.0)
    if name == "matrix":
        return write_png(draw_map(atlas, CITY.but(form="matrix"), width=300, height=300, date=DAY), scale=1.0)
    if name == "urdu":
        return write_png(_draw_urdu(), scale=1.0)
    view, size = {
        "page": (CITY, "a4"),
        "slide": (CITY.but(data="counted"), "wide"),
    }[name]
    return write_png(draw_sheet(atlas, view, size=size, base=BASE, date=DAY), scale=0.5)


def _draw_urdu() -> Sheet:
    canvas = Canvas(leftward=True)
    y = draw_finding(canvas, FINDING, 12.0, 6.0, 616.0, A4)
    draw_figures(canvas, FINDING, 12.0, y + 8.0, 616.0, A4)
    size = 'width="640" height="300" viewBox="0 0 640 300"'
    svg = f'<svg xmlns="{NAMESPACE}" {size}><rect width="640" height="300" fill="#fff"/>{"".join(canvas.parts)}</svg>'
    return Sheet(svg, 640, 300, (), "لاہور", "", "", "", "ur", DAY.isoformat())


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        world = make_drawn_atlas(Path(folder))
        for each in NAMES:
            (FOLDER / f"{each}.png").write_bytes(draw_golden(world, each))
