"""What QGIS opens has the very classes and colours of the screen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

from layers.atlas import Atlas
from layers.files.content import Layer
from layers.files.formats import FORMATS
from layers.files.gather import gather_content
from layers.files.kml import write_colour
from layers.files.looks import name_classes
from layers.files.qml import write_qml, write_sld
from layers.palette import LIGHT
from layers.screen import Screen
from layers.view import View
from tests.layers.files.map_world import DAY, gather

MEASURED = [View(), View(direction="net"), View(question="balance"), View(question="whatif", place="faisalabad")]


def read_qml(layer: Layer) -> dict[int, dict[str, str]]:
    """Read value → what its symbol is drawn with."""
    root = ElementTree.fromstring(write_qml(layer).split("\n", 1)[1])
    symbols = {one.get("name"): one for one in root.iter("symbol")}
    looks = {}
    for category in root.iter("category"):
        symbol = symbols[category.get("symbol")]
        options = {one.get("name"): one.get("value") for one in symbol.find("layer/Option")}
        looks[int(category.get("value"))] = {
            **options,
            "alpha": symbol.get("alpha"),
            "label": category.get("label"),
            "drawing": symbol.find("layer").get("class"),
        }
    return looks


def rgb(colour: str) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"


@pytest.mark.parametrize("view", MEASURED, ids=["in", "net", "balance", "what if"])
def test_classes_and_colours_are_those_of_the_legend(atlas: Atlas, view: View) -> None:
    legend = atlas.draw(view, Screen()).legend
    layer = gather_content(atlas, view, date=DAY).layer("places")
    looks = read_qml(layer)
    classes = {value - 3: look for value, look in looks.items() if value >= 3}
    assert {at: look["color"] for at, look in classes.items()} == {at: rgb(legend.colours[at]) for at in classes}
    names = name_classes(legend.limits)
    assert {at: look["label"] for at, look in classes.items()} == {at: names[at] for at in classes}
    assert looks[0]["color"] == rgb(legend.no_data)
    assert layer.title == legend.title


def test_every_place_has_the_colour_it_has_on_the_screen(atlas: Atlas) -> None:
    layer = gather_content(atlas, View(), date=DAY).layer("places")
    looks = read_qml(layer)
    colours = LIGHT.places
    at = layer.table.set_index("code")
    assert looks[at.loc["lahore", "shade"]]["color"] == rgb(LIGHT.subject)
    # Below 0.8 per 1,000 is the palest class, 2.5 and above the darkest.
    for code, row in at.iterrows():
        if row["value"] == row["value"] and code != "lahore":
            pale, dark = row["value"] < 0.8, row["value"] >= 2.5
            assert (looks[row["shade"]]["color"] == rgb(colours[0])) == pale
            assert (looks[row["shade"]]["color"] == rgb(colours[-1])) == dark


def test_modelled_arrows_are_pale_with_an_outline(atlas: Atlas) -> None:
    layer = gather_content(atlas, View(direction="all"), date=DAY).layer("arrows")
    looks = read_qml(layer).values()
    coming, going = (next(look for look in looks if word in look["label"]) for word in ("coming", "going"))
    assert (coming["color"], coming["outline_color"]) == (rgb(LIGHT.coming_pale), rgb(LIGHT.coming_line))
    assert (going["color"], going["outline_color"]) == (rgb(LIGHT.going_pale), rgb(LIGHT.going_line))
    assert coming["outline_style"] == "solid"
    assert coming["alpha"] == "0.94"
    assert 0.5 <= float(coming["outline_width"]) <= 1.0
    assert coming["outline_width_unit"] == "Pixel"


def test_counted_arrows_are_filled_without_an_outline(atlas: Atlas) -> None:
    layer = gather_content(atlas, View(data="counted"), date=DAY).layer("arrows")
    (look,) = read_qml(layer).values()
    assert (look["color"], look["outline_style"]) == (rgb(LIGHT.coming), "no")


def test_arrows_of_balochistan_are_faint(atlas: Atlas) -> None:
    layer = gather_content(atlas, View(place="quetta"), date=DAY).layer("arrows")
    looks = read_qml(layer)
    assert {look["alpha"] for look in looks.values()} == {"0.38"}
    assert all("Balochistan" in look["label"] for look in looks.values())
    assert layer.table["caution"].str.contains("Balochistan").all()


def test_corridors_are_dashed_in_the_colour_of_their_season(tmp_path: Path) -> None:
    looks = read_qml(gather(tmp_path, View(question="seasons", place="a")).layer("corridors"))
    assert {look["line_style"] for look in looks.values()} == {"dash"}
    assert [look["line_color"] for look in looks.values()] == [rgb(colour) for colour in LIGHT.corridor.values()]


@pytest.mark.parametrize("shade", ["net", "growth", "class", "density"])
def test_cells_have_the_colours_of_their_classes(atlas: Atlas, shade: str) -> None:
    view = View(question="spill", shade=shade)
    picture = atlas.draw(view, Screen())
    trace = next(trace for trace in picture.traces if trace["name"] == "cells")
    layer = gather_content(atlas, view, date=DAY).layer("cells")
    # The trace's class 0 is for cells without a value, which are −1 in the file.
    assert layer.table["shade"].tolist() == [z - 1 for z in trace["z"]]
    ramp = [colour for _, colour in trace["colorscale"][::2]]
    assert {value: look["color"] for value, look in read_qml(layer).items()} == {
        value: rgb(ramp[value + 1]) for value in set(layer.table["shade"])
    }


def test_nodes_are_dots_labelled_by_name(tmp_path: Path) -> None:
    root = ElementTree.fromstring(write_qml(gather(tmp_path, View(place="city")).layer("nodes")).split("\n", 1)[1])
    assert root.get("labelsEnabled") == "1"
    assert root.find("labeling/settings/text-style").get("fieldName") == "name"
    assert root.find("renderer-v2").get("type") == "singleSymbol"
    assert root.find(".//symbol/layer").get("class") == "SimpleMarker"


def test_every_layer_of_the_file_has_its_style_as_default(tmp_path: Path) -> None:
    content = gather(tmp_path, View(place="city"))
    path = tmp_path / "out.gpkg"
    FORMATS["geopackage"].write(content, path)
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML, styleSLD FROM layer_styles"
        ).fetchall()
    assert [row[:3] for row in rows] == [(layer.name, "geom", 1) for layer in content.layers]
    for (*_, qml, sld), layer in zip(rows, content.layers, strict=True):
        assert (qml, sld) == (write_qml(layer), write_sld(layer))


def test_the_sld_has_a_rule_a_look(tmp_path: Path) -> None:
    layer = gather(tmp_path, View(place="city")).layer("places")
    root = ElementTree.fromstring(write_sld(layer).split("\n", 1)[1])
    space = {"s": "http://www.opengis.net/sld", "o": "http://www.opengis.net/ogc"}
    rules = root.findall(".//s:Rule", space)
    assert [rule.findtext("s:Title", None, space) for rule in rules] == [look.label for look in layer.style.looks]
    assert [int(rule.findtext(".//o:Literal", None, space)) for rule in rules] == [
        look.value for look in layer.style.looks
    ]
    fills = [rule.find(".//s:CssParameter[@name='fill']", space).text for rule in rules]
    assert fills == [look.fill for look in layer.style.looks]


def test_classes_are_named_by_their_limits() -> None:
    assert name_classes(("1", "2", "5")) == ["below 1", "1 to 2", "2 to 5", "5 and above"]
    assert name_classes(()) == ["all"]


def test_kml_writes_colours_the_other_way_round() -> None:
    assert write_colour("#cf4f33", 1.0) == "ff334fcf"
    assert write_colour("#cf4f33", 0.5) == "80334fcf"
    assert write_colour("", 1.0) == "00ffffff"
