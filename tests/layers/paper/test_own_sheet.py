"""A sheet of the reader's own table says how it is protected, and nothing that is withheld."""

from __future__ import annotations

import pytest

from layers.atlas import Atlas, load_atlas
from layers.paper.look import LOOKS, PAPER
from layers.paper.sheet import Sheet, draw_sheet
from layers.view import View
from tests.layers.paper.drawn_world import BASE, DAY

ROWS = (
    "lahore,multan,7919",
    "lahore,quetta,65537",
    "multan,lahore,48611",
    "multan,quetta,99991",
    "quetta,lahore,75011",
)
WITHHELD = 7919


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """Load the real atlas with five flows, of which those of fewer than 8,000 people are withheld."""
    folder = tmp_path_factory.mktemp("own")
    head = ("# rawaan flows 1", "# kind: event", "# evidence: surveyed", "# source: A register, 2024")
    path = folder / "own.csv"
    path.write_text("\n".join((*head, "origin,destination,people", *ROWS)) + "\n", encoding="utf-8")
    return load_atlas(folder / "data", flows=path, hide_below=8000)


def read(sheet: Sheet) -> str:
    return " ".join(dict.fromkeys(box.text for box in sheet.boxes))


@pytest.mark.parametrize("size", LOOKS)
@pytest.mark.parametrize("direction", ["in", "out", "all", "net"])
def test_what_is_withheld_is_on_no_sheet(own: Atlas, size: str, direction: str) -> None:
    for place in ("lahore", "multan"):
        view = View(place=place, data="own", direction=direction)
        said = read(draw_sheet(own, view, size=size, base=BASE, date=DAY))
        assert [form for form in (f"{WITHHELD}", f"{WITHHELD:,}", "7.92k", "7.9k", "8k") if form in said] == []


def test_no_arrow_is_drawn_for_a_withheld_flow(own: Atlas) -> None:
    """Multan's only origin is withheld: nothing on its sheet has the colour of arrivals."""
    sheet = draw_sheet(own, View(place="multan", data="own"), base=BASE, date=DAY)
    assert f'fill="{PAPER.coming}" fill-rule' not in sheet.svg
    shown = draw_sheet(own, View(place="lahore", data="own"), base=BASE, date=DAY)
    assert f'fill="{PAPER.coming}" fill-rule' in shown.svg


@pytest.mark.parametrize("size", LOOKS)
def test_the_sheet_says_how_it_is_protected(own: Atlas, size: str) -> None:
    said = read(draw_sheet(own, View(data="own"), size=size, base=BASE, date=DAY))
    words = ["Flows", "of", "fewer", "than", "8,000", "people", "are", "hidden"]
    assert [word for word in words if word not in said] == []
