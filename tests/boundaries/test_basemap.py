"""The base map: fitted to the set without gaps or double lines, and the Line of Control told from a border."""

from __future__ import annotations

import json

import pytest
import shapely
from shapely import box

from boundaries.basemap import fit_context
from boundaries.bundle import CONTEXT_FILE
from boundaries.lines import border_lines


def feature(kind, shape, **properties):
    return {"properties": {"kind": kind, **properties}, "geometry": shapely.geometry.mapping(shape)}


def by_kind(features):
    return {f["properties"]["kind"]: shapely.geometry.shape(f["geometry"]) for f in features}


# The set is a square. Natural Earth's home is 0.05 narrower in the east and 0.05 larger in the south (the sea);
# India lies east of it, with a river and a border line that stops short of the set.
SET = box(0, 0, 1, 1)
CONTEXT = [
    feature("land", box(0, -0.05, 0.95, 1), name="Pakistan"),
    feature("land", box(0.95, 0.5, 3, 1), name="India"),
    feature("land", box(1.05, 0.2, 3, 0.5), name="China"),
    feature("country", shapely.LineString([(1.05, 0.5), (3, 0.5)])),
    feature("river", shapely.LineString([(0.5, 1), (0.5, -0.05)])),
]


def test_the_neighbours_meet_the_set_exactly():
    fitted = by_kind(fit_context(CONTEXT, SET))
    assert fitted["land"].intersection(SET).area == 0
    # India is cut back to x = 1; China's side stays open from 1 to 1.05, because nobody claims it there
    assert fitted["land"].area == pytest.approx(2 * 0.5 + 1.95 * 0.3)
    # no strip of Natural Earth's coast is left in the south, though India is within reach of its corner
    assert fitted["land"].intersection(box(0, -1, 0.8, 0)).area == 0


def test_land_between_the_two_borders_is_filled():
    home = feature("land", box(0, 0, 1.04, 1), name="Pakistan")
    abroad = feature("land", box(1.04, 0, 3, 1), name="India")
    assert by_kind(fit_context([home, abroad], SET))["land"].area == pytest.approx(2)


def test_lines_end_at_the_set_and_rivers_run_through():
    fitted = by_kind(fit_context(CONTEXT, SET))
    assert fitted["country"].bounds == (1.0, 0.5, 3.0, 0.5)
    assert fitted["river"].length == pytest.approx(1.05)
    inside = [*CONTEXT, feature("disputed", shapely.LineString([(0.2, 0.2), (0.8, 0.2)]))]
    assert "disputed" not in by_kind(fit_context(inside, SET))


PLACES = [box(0, 0, 1, 0.5), box(0, 0.5, 1, 1), box(0, 1, 1, 2)]
PROVINCES = ["sindh", "gilgit-baltistan", "gilgit-baltistan"]
NEIGHBOURS = [
    feature("land", box(1, 0, 2, 1), name="India"),
    feature("land", box(1, 1, 2, 2), name="China"),
    feature("land", box(-1, 0, 0, 2), name="Iran"),
]


def test_each_stretch_of_border_is_drawn_once():
    lines = by_kind(border_lines(PLACES, PROVINCES, NEIGHBOURS))
    assert lines["province"].equals(shapely.LineString([(0, 0.5), (1, 0.5)]))
    # only Gilgit-Baltistan's side towards India is the Line of Control; Sindh's is a border
    assert lines["disputed"].equals(shapely.LineString([(1, 0.5), (1, 1)]))
    # west 2 + east of Sindh 0.5 + east towards China 1 + north 1; the south, away from all land, is coast
    assert lines["country"].length == pytest.approx(2 + 0.5 + 1 + 1)
    assert lines["coast"].length == pytest.approx(1)
    total = sum(shape.length for kind, shape in lines.items() if kind != "province")
    assert total == pytest.approx(shapely.union_all(PLACES).boundary.length)


def test_the_publishers_own_line_decides():
    line = shapely.LineString([(1, 1), (1, 2)])
    lines = by_kind(border_lines(PLACES, PROVINCES, NEIGHBOURS, line_of_control=line))
    assert lines["disputed"].equals(line)


def test_edges_of_many_parts_count():
    island = shapely.multipolygons([box(0, 0, 1, 1), box(5, 5, 6, 6)])
    assert by_kind(border_lines([island], ["sindh"], []))["country"].length == pytest.approx(8)


def test_the_carried_material_names_every_neighbour_and_dashes_what_was_never_agreed():
    features = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["features"]
    names = {f["properties"].get("name") for f in features}
    assert {"Afghanistan", "China", "India", "Iran", "Pakistan", "Siachen Glacier"} <= names
    assert {f["properties"]["kind"] for f in features} == {"land", "country", "disputed", "river"}
    lines = by_kind(f for f in features if f["properties"]["kind"] != "land")
    ladakh, wagah = box(78, 33, 80, 35), box(74, 31, 75, 32)
    assert lines["disputed"].intersects(ladakh)
    assert not lines["country"].intersects(ladakh)
    # nothing of Natural Earth's own line between Pakistan and India
    assert not lines["country"].union(lines["disputed"]).intersects(wagah)


def test_the_indus_runs_from_ladakh_to_the_sea():
    features = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["features"]
    rivers = by_kind(f for f in features if f["properties"]["kind"] == "river")["river"]
    for lon, lat in ((76.0, 34.7), (72.3, 33.9), (70.9, 31.8), (68.9, 27.7), (68.3, 25.4), (67.8, 24.4)):
        # Leh road, Attock, Dera Ismail Khan, Sukkur, Hyderabad, Thatta: within about 25 km
        assert rivers.distance(shapely.Point(lon, lat)) < 0.25, (lon, lat)
