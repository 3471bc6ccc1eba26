"""Names on the map. The world is drawn in tiny_world.py."""

from __future__ import annotations

from typing import Any

import pytest

from layers import View, label_layer
from layers.cube import Cube
from layers.frame import Frame, frame_bounds
from layers.label_layer import Name, build_label_traces, build_name_traces
from layers.palette import LIGHT
from layers.projection import to_lonlat, to_pixels
from layers.screen import Screen

WIDE, PHONE = Screen(width=980, height=660), Screen(width=360, height=560)


def open_frame(cube: Cube, screen: Screen) -> Frame:
    return frame_bounds(cube.manifest["bbox"], (screen.width, screen.height), screen.padding)


def names(traces: list[dict[str, Any]]) -> dict[str, int]:
    """Each name shown and the weight of its letters; its spaces do not break."""
    return {
        text.replace("\N{NO-BREAK SPACE}", " "): trace["textfont"]["weight"]
        for trace in traces
        if trace["name"] == "names"
        for text in trace["text"]
    }


def label(cube: Cube, view: View, screen: Screen = WIDE, **options: Any) -> list[dict[str, Any]]:
    return build_label_traces(cube, view, screen, open_frame(cube, screen), LIGHT, **options)


@pytest.fixture
def _no_great_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_layer, "CITIES", ())


@pytest.mark.usefixtures("_no_great_city")
def test_the_views_place_is_boldest_then_its_partners(cube: Cube) -> None:
    assert names(label(cube, View(place="a"), partners=(3, 1))) == {"A Town": 700, "The City": 600, "B Town": 600}


def test_great_cities_are_named_in_plain_letters(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_layer, "CITIES", ("city", "not-on-this-map", "a"))
    assert names(label(cube, View(place="a"))) == {"A Town": 700, "The City": 500}
    # a question without a place of its own names no one place most
    assert names(label(cube, View(question="balance"))) == {"A Town": 500, "The City": 500}


@pytest.mark.usefixtures("_no_great_city")
def test_moved_in_there_is_room_for_every_name(cube: Cube) -> None:
    frame = open_frame(cube, WIDE)
    # so far in that the places stand hundreds of pixels apart, wherever the reader went
    near = Screen(width=980, height=660, zoom=frame.zoom + 2)
    assert set(names(label(cube, View(place="a"), near))) == {"A Town", "B Town", "C Town", "The City"}
    assert set(names(label(cube, View(place="a", at=(70, 30, frame.zoom + 2))))) == set(cube.flow_units.names)
    assert set(names(label(cube, View(place="a", at=(70, 30, frame.zoom + 0.5))))) == {"A Town"}


@pytest.mark.usefixtures("_no_great_city")
def test_every_place_to_be_named_has_a_dot_even_where_its_name_finds_no_room(cube: Cube) -> None:
    dots = label(cube, View(place="a"), partners=(1,))[0]
    assert dots["name"] == "nodes"
    assert (dots["lon"], dots["lat"]) == ([70.0, 71.0], [30.0, 30.0])
    assert dots["marker"]["size"] == [2 * 6.0, 2 * 2.5]
    assert dots["marker"]["color"] == LIGHT.node


def test_of_two_names_at_one_point_the_more_important_is_shown(cube: Cube) -> None:
    # nine places share a point; a name has eight ways to stand, and all are taken or covered
    crowd = [Name(70, 30, f"A Town of a very long name, {number}", 2) for number in range(9)]
    shown = names(build_name_traces(crowd, View(), WIDE, open_frame(cube, WIDE), LIGHT))
    assert "A Town of a very long name, 0" in shown
    assert len(shown) < len(crowd)


def test_names_stay_clear_of_the_legend_on_a_wide_map_and_there_is_none_on_a_phone(cube: Cube) -> None:
    def shown_in_the_corner(screen: Screen) -> bool:
        frame = open_frame(cube, screen)
        middle = to_pixels([[frame.lon, frame.lat]], frame.zoom)[0]
        corner = middle + [screen.width / 2 - 100, screen.height / 2 - 100]
        lon, lat = to_lonlat(corner[None], frame.zoom)[0].tolist()
        return "Here" in names(build_name_traces([Name(lon, lat, "Here", 2)], View(), screen, frame, LIGHT))

    assert not shown_in_the_corner(WIDE)
    assert shown_in_the_corner(PHONE)


def test_text_has_a_marker_to_stand_from_and_says_nothing_on_hover(cube: Cube) -> None:
    for trace in label(cube, View(place="a"), partners=(1, 2, 3)):
        assert trace["type"] == "scattermap"
        assert trace["hoverinfo"] == "skip"
        if trace["name"] == "names":
            assert trace["mode"] == "markers+text"
            assert trace["marker"]["opacity"] == 0
            assert trace["textfont"]["color"] == LIGHT.ink


def test_no_names_no_traces(cube: Cube) -> None:
    assert build_name_traces([], View(), WIDE, open_frame(cube, WIDE), LIGHT) == []


def test_names_without_dots(cube: Cube) -> None:
    traces = build_name_traces([Name(70, 30, "A", 0)], View(), WIDE, open_frame(cube, WIDE), LIGHT, dots=False)
    assert [trace["name"] for trace in traces] == ["names"]
