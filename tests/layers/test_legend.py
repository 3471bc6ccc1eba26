"""The legend: every colour and every arrow is explained, and the words say how much is drawn."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from layers.legend import Key, Legend, build_legend, draw_key_arrow, svg_address
from tests.layers.read_page import find, say, tags

ARROW = Key("20,000 people a year", "#f6b9a6", "#b23f25", 10.0, "modelled")


def test_limits_stand_between_the_classes() -> None:
    legend = Legend(title="Movers", colours=("#111111", "#222222", "#333333", "#444444"), limits=("1", "2", "5"))
    parts = build_legend(legend)
    assert [piece.style["background"] for piece in tags(find(parts, "classes"), "I")] == list(legend.colours)
    limits = tags(find(parts, "limits"), "Span")
    # four classes of equal width: the limits stand a quarter, a half and three quarters along
    assert [(limit.children, limit.style["left"]) for limit in limits] == [
        ("1", f"{100 / 4:.2f}%"),
        ("2", f"{100 * 2 / 4:.2f}%"),
        ("5", f"{100 * 3 / 4:.2f}%"),
    ]


def test_a_diverging_scale_names_its_ends() -> None:
    parts = build_legend(Legend(title="Net", colours=("#111111", "#222222"), limits=("0",), ends=("loses", "gains")))
    assert say(find(parts, "ends")) == "loses gains"


def test_places_without_figures_have_their_own_swatch() -> None:
    parts = build_legend(Legend(title="Net", colours=("#111111", "#222222"), limits=("0",), no_data="#e6e2da"))
    swatch = find(parts, "swatch")[0]
    assert swatch.style == {"background": "#e6e2da"}
    assert say(find(parts, "key")) == "no census figures"


def test_places_without_a_published_flow_have_their_own_words() -> None:
    legend = Legend(title="Movers", colours=("#111111",), no_data="#f4f1ea", no_data_text="not published")
    assert say(find(build_legend(legend), "key")) == "not published"


def test_without_a_measure_there_are_no_classes() -> None:
    parts = build_legend(Legend(keys=(ARROW,), sentence="Showing 1 of 1 flow", note="Drawn by hand."))
    assert find(parts, "classes") == []
    assert say(parts) == "20,000 people a year Showing 1 of 1 flow Drawn by hand."


def test_the_note_is_always_there_and_last() -> None:
    assert [say(part) for part in build_legend(Legend(note="Dashed: Line of Control."))] == ["Dashed: Line of Control."]


@pytest.mark.parametrize(
    ("key", "image"),
    [
        (ARROW, "svg"),
        (Key("corridor", "#c2502e", "", 2, "dashed"), "svg"),
        (Key("500 people added", "#946cab", "#7d8a8c", 12.0, "circle"), "svg"),
        (Key("urban centre", "#946cab", style="hexagon"), "svg"),
        (Key("the core", "", "#7d8a8c", 2.4, "hexagon"), "svg"),
        (Key("no figures", "#e6e2da"), "swatch"),
        (Key("Pale with an outline: modelled.", "", style="words"), "none"),
    ],
)
def test_each_kind_of_key_has_its_mark(key: Key, image: str) -> None:
    line = find(build_legend(Legend(keys=(key,))), "key")[0]
    images = tags(line, "Img")
    assert say(line) == key.text
    assert len(images) == (image == "svg")
    assert len(find(line, "swatch")) == (image == "swatch")
    for picture in images:
        # the words say it, so the picture is silent; it comes with the page, from no address
        assert picture.alt == ""
        assert picture.src.startswith("data:image/svg+xml,<svg ")
        assert key.colour in unquote(picture.src)


def test_a_key_arrow_is_as_wide_as_the_arrows_on_the_map() -> None:
    markup = draw_key_arrow(ARROW, 64, 22)
    # the shaft runs from 11 − 10/2 to 11 + 10/2
    assert f"M2 {11 - 10 / 2}H" in markup
    assert f"V{11 + 10 / 2}H2Z" in markup
    assert 'fill="#f6b9a6" stroke="#b23f25"' in markup


def test_counted_arrows_are_filled_corridors_dashed() -> None:
    counted = draw_key_arrow(Key("", "#cf4f33", "#b23f25", 4.0, "counted"), 64, 16)
    assert 'fill="#cf4f33"' in counted
    assert "stroke" not in counted
    assert "stroke-dasharray" in draw_key_arrow(Key("", "#c2502e", "", 2.0, "dashed"), 64, 14)


@pytest.mark.parametrize(
    ("key", "drawn"),
    [
        (Key("", "#946cab", style="hexagon"), 'fill="#946cab"/>'),
        (Key("", "", "#7d8a8c", 2.4, "hexagon"), 'fill="none" stroke="#7d8a8c" stroke-width="2.4"/>'),
    ],
)
def test_a_cell_is_a_hexagon_filled_or_only_outlined(key: Key, drawn: str) -> None:
    (image,) = tags(build_legend(Legend(keys=(key,))), "Img")
    markup = unquote(image.src)
    assert drawn in markup
    assert markup.count("L") == 3  # the rest of its six corners are one M and two V
    assert (image.width, image.height) == (18, 18)


def test_a_circle_of_twice_the_radius_is_drawn_twice_as_large() -> None:
    keys = tuple(Key("", "#946cab", "#000000", radius, "circle") for radius in (6, 12))
    images = tags(build_legend(Legend(keys=keys)), "Img")
    # one pixel on each side for the outline
    assert [image.width for image in images] == [2 * 6 + 2, 2 * 12 + 2]


def test_a_drawing_is_an_image_that_comes_with_the_page() -> None:
    kind, _, markup = svg_address('<path d="M0 0H5" stroke="#b23f25"/>', 64, 14.5).partition(",")
    assert kind == "data:image/svg+xml"
    assert "#" not in markup  # a browser would take it for the address of a part
    drawing = ElementTree.fromstring(unquote(markup))
    assert (drawing.get("width"), drawing.get("height"), drawing.get("viewBox")) == ("64", "14.5", "0 0 64 14.5")
    assert drawing[0].get("stroke") == "#b23f25"
