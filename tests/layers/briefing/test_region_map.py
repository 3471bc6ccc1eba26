"""The map of a province: its own places coloured and named, the others plain."""

from __future__ import annotations

from layers.atlas import Atlas
from layers.briefing.province_sentences import say_region_map
from layers.briefing.region_map import NAMED, PLAIN, find_bounds, frame_region, narrow_picture
from layers.screen import Screen
from layers.view import View


def test_only_the_province_has_colours_and_names(atlas: Atlas) -> None:
    cube, screen = atlas.cube, Screen(clear=(30.0, 40.0, 50.0, 40.0))
    view = frame_region(cube, View(question="balance"), screen, "punjab")
    whole = atlas.draw(view, screen)
    picture = narrow_picture(cube, whole, view, screen, "punjab", "Punjab")
    places = next(trace for trace in picture.traces if trace["name"] == "places")
    for place, z in zip(cube.places, places["z"], strict=True):
        if place.flow_unit >= 0:
            assert (z > PLAIN) == (cube.flow_units.provinces[place.flow_unit] == "punjab"), place.code
    names = {text for trace in picture.traces if trace["name"] == "names" for text in trace["text"]}
    mine = {
        name.replace(" ", "\N{NO-BREAK SPACE}")
        for name, province in zip(cube.flow_units.names, cube.flow_units.provinces, strict=True)
        if province == "punjab"
    }
    assert names
    assert names <= mine
    assert len(names) <= NAMED
    # The country's picture is as it was.
    assert next(trace for trace in whole.traces if trace["name"] == "places")["z"] != places["z"]
    west, south, east, north = find_bounds(cube, "punjab")
    assert west < view.at[0] < east if view.at else False
    assert south < view.at[1] < north if view.at else False


def test_the_caption_counts_the_places_and_names_both_kinds_of_evidence() -> None:
    assert say_region_map("Punjab", 36).startswith("Showing the 36 places of Punjab; places outside it are plain.")
    for count in (1, 36):
        said = say_region_map("X", count)
        assert "derived" in said
        assert "modelled" in said
    assert say_region_map("X", 1).startswith("Showing the one place of X")
