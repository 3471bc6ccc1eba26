"""The base map: a style of our own files, complete without a network."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from layers.basemap_style import build_style
from layers.palette import DARK, LIGHT, Palette

FILES = {"files": {"context": {"file": "context.012.json"}, "lines": {"file": "lines.345.json"}}}
PUBLISHED = Path(__file__).resolve().parents[2] / "assets" / "geo"

in_both_themes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def build(palette: Palette = LIGHT) -> dict[str, Any]:
    return build_style(FILES, palette, base="geo/")


@in_both_themes
def test_it_needs_nothing_from_outside(palette: Palette) -> None:
    style = build(palette)
    assert "glyphs" not in style  # so labels are drawn in the browser
    assert "sprite" not in style
    text = json.dumps(style)
    assert "://" not in text
    assert "tiles" not in text
    assert {source["type"] for source in style["sources"].values()} == {"geojson"}


def test_its_sources_are_the_published_files() -> None:
    assert {name: source["data"] for name, source in build()["sources"].items()} == {
        "context": "geo/context.012.json",
        "lines": "geo/lines.345.json",
    }


def test_the_sea_lies_lowest_and_the_disputed_line_on_top() -> None:
    layers = build()["layers"]
    assert (layers[0]["id"], layers[0]["type"]) == ("sea", "background")
    assert layers[-1]["id"] == "disputed"


def test_places_are_put_below_the_lines() -> None:
    """`place_layer` names this layer as the first above the places."""
    names = [layer["id"] for layer in build()["layers"]]
    assert names.index("neighbours") < names.index("rawaan-lines") < names.index("country")


def test_every_layer_but_the_sea_shows_one_kind_of_one_source() -> None:
    style = build()
    for layer in style["layers"][1:]:
        assert layer["source"] in style["sources"]
        assert layer["filter"][:2] == ["==", ["get", "kind"]]


def test_disputed_lines_and_only_they_are_dashed() -> None:
    for layer in build()["layers"][1:]:
        assert ("line-dasharray" in layer["paint"]) == (layer["filter"][2] == "disputed"), layer["id"]


@pytest.mark.parametrize("source", ["context", "lines"])
def test_every_kind_that_the_bundled_files_hold_is_drawn(source: str) -> None:
    manifest = json.loads((PUBLISHED / "manifest.json").read_text(encoding="utf-8"))
    packed = (PUBLISHED / (manifest["files"][source]["file"] + ".gz")).read_bytes()
    kinds = {feature["properties"]["kind"] for feature in json.loads(gzip.decompress(packed))["features"]}
    drawn = {layer["filter"][2] for layer in build()["layers"][1:] if layer["source"] == source}
    assert drawn == kinds


@in_both_themes
def test_each_theme_has_its_colours(palette: Palette) -> None:
    paints = {layer["id"]: layer["paint"] for layer in build(palette)["layers"]}
    colours = {name: next(value for key, value in paint.items() if "color" in key) for name, paint in paints.items()}
    assert (colours["sea"], colours["neighbours"], colours["rivers"]) == (palette.sea, palette.land, palette.river)
