"""From a query to the bytes the page receives, on the carried data."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import PRESETS, View, ViewError
from layers.atlas import Atlas
from layers.palette import THEMES
from layers.screen import Screen
from layers.view import CHOICES, SPANS, TOP
from tests.layers.tiny_world import make_atlas, make_cube

PARTS = {"figure", "finding", "details", "controls", "legend", "questions", "tools", "page", "names"}
WINDOWS = {"wide": "width=980&height=660", "phone": "width=360&height=560&theme=dark"}

FORMS = {
    "matrix": View(form="matrix"),
    "matrix of the balance": View(question="balance", form="matrix", sort="name"),
    "residual": View(data="residual"),
    "ranges": View(ranges="on", top=500),
    "July": View(question="seasons", place="quetta", month=7),
    "urban classes": View(question="spill", place="karachi", shade="class"),
    "density": View(question="spill", place="quetta", shade="density"),
    "growth": View(question="spill", place="faisalabad", shade="growth"),
    "demonstration": View(question="spill", shade="built", grid="demonstration"),
    "before and after": View(question="spill", place="karachi", form="pair", shade="density"),
}

in_every_preset = pytest.mark.parametrize("view", [pytest.param(view, id=label) for label, _, view in PRESETS])


def read(body: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(gzip.decompress(body))
    return answer


def words(part: Any) -> str:
    """Every string that a reader can see or hear, from the JSON that the browser gets."""
    if isinstance(part, dict):
        skip = {"geojson", "style", "src", "href", "layout", "z", "colorscale", "marker"}
        # what only the page's script reads of a slider
        skip |= {"data-min", "data-max", "data-step", "data-value"}
        return " ".join(words(value) for key, value in part.items() if key not in skip)
    if isinstance(part, list):
        return " ".join(map(words, part))
    return part if isinstance(part, str) else ""


@in_every_preset
@pytest.mark.parametrize("window", WINDOWS)
def test_a_preset_is_small_and_whole(atlas: Atlas, view: View, window: str) -> None:
    body = atlas.render(f"{view.to_query()}&{WINDOWS[window]}")
    answer = read(body)
    assert len(body) < 40_000
    assert set(answer) >= PARTS
    assert answer["figure"]["data"][0]["name"] == "places"
    assert answer["finding"][0]["type"] == "H1"


@pytest.mark.parametrize(("label", "question", "view"), PRESETS)
def test_a_preset_answers_its_question(atlas: Atlas, label: str, question: str, view: View) -> None:
    answer = read(atlas.render(view.to_query()))
    assert answer["title"] == f"{question} · Rawaan"
    current = [link["props"]["children"] for link in answer["questions"] if "aria-current" in link["props"]]
    assert current == [label]


@pytest.mark.parametrize("name", FORMS)
def test_other_forms_of_a_view_are_small_and_whole_too(atlas: Atlas, name: str) -> None:
    body = atlas.render(f"{FORMS[name].to_query()}&{WINDOWS['wide']}")
    # the matrix has 120 × 120 cells, the ranges are two more shapes an arrow
    assert len(body) < (150_000 if name == "ranges" else 40_000)
    assert set(read(body)) >= PARTS


@pytest.mark.parametrize("view", [*(pytest.param(view, id=label) for label, _, view in PRESETS), *FORMS.values()])
def test_no_missing_number_is_ever_said(atlas: Atlas, view: View) -> None:
    said = words(read(atlas.render(view.to_query())))
    assert re.findall(r"\b(?:nan|inf|None|null|undefined)\b", said) == []
    # minus signs are true ones
    assert re.findall(r"(?<![\w–-])-\d", said) == []


@pytest.mark.parametrize("place", ["lahore", "karachi", "islamabad", "kohistan"])
def test_five_hundred_arrows_stay_small(atlas: Atlas, place: str) -> None:
    body = atlas.render(View(place=place, direction="all", top=500).to_query())
    arrows = len(read(body)["flow_keys"])
    # a place exchanges people with 119 others, in and out; 500 arrows would be as many times larger
    assert arrows > 150
    assert len(body) * 500 / arrows < 150_000


@in_every_preset
def test_geometry_of_places_is_an_address_and_never_in_the_answer(atlas: Atlas, view: View) -> None:
    for trace in read(atlas.render(view.to_query()))["figure"]["data"]:
        if trace.get("name") == "places":
            name = trace["geojson"].removeprefix("geo/")
            assert atlas.find_geometry(name) is not None
        elif "geojson" in trace:
            # arrows only: as many shapes as flows
            assert len(trace["geojson"]["features"]) == len(trace["locations"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_plot_stands_where_the_map_would(atlas: Atlas, theme: str) -> None:
    plot, atlas_map = (
        read(atlas.render(f"{view.to_query()}&theme={theme}"))["figure"]["layout"] for view in (FORMS["matrix"], View())
    )
    assert ("map" in plot, "xaxis" in plot) == (False, True)
    assert ("map" in atlas_map, "xaxis" in atlas_map) == (True, False)
    assert plot["paper_bgcolor"] == THEMES[theme].paper
    assert atlas_map["paper_bgcolor"] == THEMES[theme].sea
    # pointing at a cell looks as pointing at a place
    assert plot["hoverlabel"] == atlas_map["hoverlabel"]


def test_flows_on_the_map_and_flows_told_to_the_script_are_the_same(atlas: Atlas) -> None:
    answer = read(atlas.render("place=quetta"))
    assert answer["figure"]["data"][answer["flow_trace"]]["locations"] == answer["flow_keys"]
    assert len(answer["flow_keys"]) == View().top


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("place=atlantis", "place='atlantis' is not a place of this atlas"),
        ("place=astore", "Astore is on the map, but no census figures are carried for it"),
        ("question=spill&shade=built", "shade='built' needs a grid of built-up land: load one with"),
        ("question=why", "question='why' is not one of to, balance, seasons, spill"),
        ("month=13", "month=13 is not a whole number from 0 to 12"),
        ("data=own", "data='own' needs a table of your own"),
        ("zoom=close", "width, height, zoom and centre are numbers"),
    ],
)
def test_a_view_that_cannot_be_shown_says_why(atlas: Atlas, query: str, message: str) -> None:
    with pytest.raises(ViewError, match=re.escape(message)):
        atlas.render(query)


@settings(max_examples=40)
@given(
    view=st.builds(
        View,
        # the reader's own table is not on this server: see above
        **{
            name: st.sampled_from([option for option in options if option != "own"])
            for name, options in CHOICES.items()
        },
        **{name: st.integers(*span) for name, span in SPANS.items()},
        place=st.sampled_from(["lahore", "karachi", "quetta"]),
        top=st.sampled_from(TOP),
    ),
    screen=st.builds(
        Screen,
        width=st.integers(100, 3000),
        height=st.integers(100, 2000),
        theme=st.sampled_from(["light", "dark"]),
        zoom=st.none() | st.floats(0, 22),
    ),
)
def test_law_every_view_has_a_picture_in_every_window(atlas: Atlas, view: View, screen: Screen) -> None:
    if view.shade == "built":
        # nor is a grid of built-up land
        view = view.but(grid="demonstration")
    answer = atlas.compose(view, screen)
    assert set(answer) >= PARTS
    assert answer["finding"][0].children


@pytest.mark.parametrize("place", ["dera-ghazi-khan", "fr-bannu", "jaffarabad", "gwadar", "islamabad", "kohlu"])
def test_every_place_with_figures_can_be_the_subject(atlas: Atlas, place: str) -> None:
    for direction in ("in", "net"):
        assert atlas.compose(View(place=place, direction=direction), Screen())["flow_keys"]


def test_equal_queries_are_equal_bytes_whenever_they_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the server's processes agree on what a reader has already seen."""
    bodies = []
    for clock in (1.0e9, 1.5e9):
        monkeypatch.setattr("time.time", lambda clock=clock: clock)
        bodies.append(make_atlas(make_cube()).render("place=city"))
    assert bodies[0] == bodies[1]


def test_published_files_are_found_by_their_name_and_no_others(atlas: Atlas) -> None:
    for entry in atlas.cube.manifest["files"].values():
        path = atlas.find_geometry(entry["file"])
        assert path is not None
        assert json.loads(gzip.decompress(path.read_bytes()))["type"] == "FeatureCollection"
    assert atlas.find_geometry("manifest.json") is None
    assert atlas.find_geometry("../../app.py") is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Lahore", "lahore"),
        ("لاہور", "lahore"),
        ("Nawabshah", "shaheed-benazirabad"),
        ("Panjgoor", "panjgur"),
        # a district that is counted together with another, or is part of a city
        ("Bolan", "sibi-kachhi"),
        ("Kachhi", "sibi-kachhi"),
        ("Keamari", "karachi"),
        ("Sujawal", "thatta-sujawal"),
    ],
)
def test_a_place_is_found_in_english_in_urdu_and_by_its_other_names(atlas: Atlas, typed: str, code: str) -> None:
    found = {option["value"] for option in atlas.search_options() if typed.lower() in option["search"].lower()}
    assert code in found


def test_search_offers_every_place_with_figures_by_name(atlas: Atlas) -> None:
    options = atlas.search_options()
    assert sorted(option["value"] for option in options) == sorted(atlas.cube.flow_units.codes)
    labels = [option["label"] for option in options]
    assert labels == sorted(labels)
