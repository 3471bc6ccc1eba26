"""Published numbers of katchi abadis as marks: what was said, where the place lies, and nothing made up."""

from __future__ import annotations

import pytest

from flows.settlements import Marker
from layers.abadi_layer import build_abadi_traces, find_abadis, name_abadis
from layers.atlas import Atlas
from layers.cube import Cube
from layers.palette import LIGHT

MARKERS = [
    Marker("a", 70.0, 30.0, "A Town: 1,575", "A Town: 1,575 katchi abadis identified (The Paper, 2019).", "counted"),
    Marker("east", 70.2, 30.1, "A East: 47", "A East: 47 slum settlements (claim by Dastgir, 2021).", "claim"),
]


def test_a_mark_says_its_number_its_year_and_its_authority() -> None:
    ring, dot = build_abadi_traces(MARKERS, LIGHT)
    for trace in (ring, dot):
        assert (trace["lon"], trace["lat"]) == ([70.0, 70.2], [30.0, 30.1])
    assert ring["marker"]["size"] > dot["marker"]["size"]
    first, second = (text.replace("<br>", " ") for text in dot["hovertext"])
    assert first == "<b>A Town: 1,575</b> A Town: 1,575 katchi abadis identified (The Paper, 2019)."
    assert "claim by Dastgir, 2021" in second


def test_without_a_published_list_there_is_no_mark(cube: Cube) -> None:
    assert find_abadis(cube, "a") == []
    assert build_abadi_traces([], LIGHT) == []
    assert name_abadis([], "a") == ()


def test_a_mark_stands_at_its_place() -> None:
    assert [(name.lon, name.lat) for name in name_abadis(MARKERS, "b")] == [(70.0, 30.0), (70.2, 30.1)]


@pytest.mark.parametrize(
    ("place", "codes"),
    [("karachi", {"karachi", "malir", "karachi-west"}), ("quetta", {"quetta"}), ("lahore", {"lahore"})],
)
def test_the_great_cities_have_the_numbers_of_their_districts(atlas: Atlas, place: str, codes: set[str]) -> None:
    found = find_abadis(atlas.cube, place)
    assert codes <= {marker.code for marker in found}
    assert len({marker.code for marker in found}) == len(found)
    for marker in found:
        assert any(character.isdigit() for character in marker.label)
        assert "(" in marker.title  # by whom, and when
