"""Arrows: width says how many, the head says where to, and near the city they stay apart."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import View
from layers.arrows import draw_arrows, draw_dashed_arrows, to_geojson, to_geojson_bytes
from layers.cube import Cube
from layers.exchange import frame_selection
from layers.flow_layer import draw_selection
from layers.flow_selection import select_flows
from layers.frame import frame_flows
from layers.load import load_cube
from layers.projection import distance_km, to_lonlat, to_pixels
from layers.screen import Screen
from tests.layers import arrow_rules as rules

ZOOM = 6.0
MIDDLE = to_pixels([[70.0, 30.0]], ZOOM)


def at(*xy: tuple[float, float]) -> np.ndarray:
    """Places given in pixels east and south of 70° E 30° N."""
    return to_lonlat(np.array(xy, dtype=float) + MIDDLE, ZOOM)


def star(count: int) -> np.ndarray:
    """Flows from every node to node 0."""
    return np.stack([np.arange(1, count + 1), np.zeros(count, dtype=int)], axis=1)


def test_width_is_proportional_and_the_floor_is_reported() -> None:
    nodes = at((0, 0), (200, 0), (0, 200), (-200, 0))
    arrows = draw_arrows(nodes, star(3), [1000, 500, 10], zoom=ZOOM, width_max=16.0, width_min=1.2)
    # 16 · 500 / 1000 = 8; 16 · 10 / 1000 = 0.16, drawn as 1.2
    assert arrows.width.tolist() == [1.2, 8.0, 16.0]
    assert arrows.row.tolist() == [2, 1, 0]
    assert arrows.floored == 1
    assert rules.width_errors(arrows, [1000, 500, 10]) == pytest.approx([1.04, 0, 0], abs=0.05)


def test_fixed_scale_compares_views() -> None:
    nodes = at((0, 0), (200, 0))
    one = draw_arrows(nodes, star(1), [250], zoom=ZOOM, people_max=1000, width_max=16.0)
    assert one.width.tolist() == [4.0]
    assert one.people_max == 1000


def test_tip_stands_off_its_node_by_radius_and_gap() -> None:
    nodes = at((0, 0), (200, 0))
    arrows = draw_arrows(nodes, star(1), [1], zoom=ZOOM, node_radius=6.0, gap=3.0)
    tip, start = to_pixels(arrows.lines[0, [-1, 0]], ZOOM) - MIDDLE
    assert np.hypot(*tip) == pytest.approx(9.0)
    assert np.hypot(*(start - [200, 0])) == pytest.approx(9.0)


def test_curve_is_symmetric_and_soft() -> None:
    nodes = at((0, 0), (500, 100))
    arrows = draw_arrows(nodes, star(1), [1], zoom=ZOOM)
    assert rules.control_shifts(arrows)[0] < 0.1  # R2
    assert rules.turning_angles(arrows)[0] < 20.0  # R5
    assert rules.head_ratios(arrows)[0] > 1.0  # R8


def test_longer_flows_stand_further_off_their_chord() -> None:
    offsets = []
    for length in (60, 120, 240, 480, 960):
        offsets.append(rules.bend_offsets(draw_arrows(at((0, 0), (length, 0)), star(1), [1], zoom=ZOOM))[0])
    assert offsets == sorted(offsets)  # R3


def test_two_directions_bend_to_opposite_sides() -> None:
    nodes = at((0, 0), (300, 0))
    arrows = draw_arrows(nodes, [[0, 1], [1, 0]], [10, 10], zoom=ZOOM, width_max=8.0)
    there, back = to_pixels(arrows.labels, ZOOM) - MIDDLE
    assert there[1] * back[1] < 0
    assert len(rules.crossing_angles(to_pixels(arrows.lines, ZOOM))) == 0
    assert rules.head_overlaps(arrows) == []


def test_larger_arrows_are_drawn_later() -> None:
    nodes = at((0, 0), (100, 0), (0, 100), (-100, 50))
    arrows = draw_arrows(nodes, star(3), [5, 50, 20], zoom=ZOOM, ids=["a", "b", "c"])
    assert arrows.ids == ["a", "c", "b"]


def test_places_too_close_still_get_a_whole_arrow() -> None:
    nodes = at((0, 0), (12, 0))  # 12 px apart, less than the two circles
    arrows = draw_arrows(nodes, star(1), [10], zoom=ZOOM, length_min=26.0)
    assert arrows.length[0] >= 26.0
    assert arrows.lengthened == 1


def test_what_cannot_be_drawn_is_left_out() -> None:
    nodes = at((0, 0), (100, 0), (0, 0))
    flows = [[1, 0], [0, 0], [1, 0], [1, 0], [2, 0]]
    arrows = draw_arrows(nodes, flows, [7, 7, 0, np.nan, 7], zoom=ZOOM)
    # left out: to itself, nobody, unknown, two names for one point
    assert arrows.row.tolist() == [0]


def test_no_flows_draw_nothing() -> None:
    arrows = draw_arrows(at((0, 0)), np.zeros((0, 2)), [], zoom=ZOOM)
    assert len(arrows) == 0
    assert to_geojson(arrows) == {"type": "FeatureCollection", "features": []}
    assert json.loads(to_geojson_bytes(arrows)) == to_geojson(arrows)


def test_geojson_is_valid_and_the_bytes_say_the_same() -> None:
    nodes = at((0, 0), (300, 50), (-200, 100))
    arrows = draw_arrows(nodes, star(2), [10, 3], zoom=ZOOM, ids=["x>a", "y>a"])
    collection = to_geojson(arrows)
    assert json.loads(to_geojson_bytes(arrows)) == collection
    assert [feature["id"] for feature in collection["features"]] == ["y>a", "x>a"]
    for feature in collection["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        x, y = np.array(ring).T
        assert np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) > 0  # counterclockwise, as RFC 7946 asks
        assert all(value == round(value, 4) for value in x)


@pytest.mark.parametrize(
    ("flows", "people", "options", "message"),
    [
        ([[0, 5]], [1], {}, "index the 2 nodes"),
        ([[0, 1]], [1, 2], {}, "1 flows but 2"),
        ([[0, 1]], [1], {"people_max": 0.0}, "people_max must be above 0"),
        ([[0, 1]], [1], {"ids": ["a", "b"]}, "2 ids for 1 flows"),
        ([[0, 1]], [1, 2], {"people_max": -1.0}, "1 flows but 2.*; people_max"),
    ],
)
def test_faults_are_named_together(flows: list, people: list, options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw_arrows(at((0, 0), (9, 9)), flows, people, zoom=ZOOM, **options)


partners = st.lists(st.tuples(st.floats(0, 360), st.floats(15, 900), st.floats(1, 1e5)), min_size=1, max_size=60)


def place_round(partners: list[tuple[float, float, float]]) -> tuple[np.ndarray, list[float]]:
    angle, reach, people = np.array(partners).T
    spokes = np.stack([reach * np.cos(np.radians(angle)), reach * np.sin(np.radians(angle))], axis=1)
    return at((0, 0), *spokes.tolist()), people.tolist()


@given(partners)
@settings(deadline=None)
def test_law_ten_largest_heads_never_touch(partners: list[tuple[float, float, float]]) -> None:
    nodes, people = place_round(partners)
    arrows = draw_arrows(nodes, star(len(people)), people, zoom=ZOOM)
    assert rules.head_overlaps(arrows, top=10) == []
    assert arrows.length[-10:].min() >= 24.0
    assert (rules.head_ratios(arrows) > 1.0).all()
    # all tips lie on the ring or behind it, never inside
    assert rules.end_gaps(arrows, nodes, star(len(people))).min() > -1e-6


@given(partners)
@settings(deadline=None)
def test_law_the_ring_stays_small(partners: list[tuple[float, float, float]]) -> None:
    nodes, people = place_round(partners)
    arrows = draw_arrows(nodes, star(len(people)), people, zoom=ZOOM, node_radius=6.0)
    assert 9.0 <= arrows.ring[0] <= 22.0
    # no end is further behind it than two heads and the room for thin ones
    assert rules.end_gaps(arrows, nodes, star(len(people))).max() <= 52.0


def test_forty_flows_of_one_quadrant_all_show_their_heads() -> None:
    nodes, people = place_round([(2.0 * k, 200 + 90 * (k % 5), 4000 / (1 + k)) for k in range(40)])
    arrows = draw_arrows(nodes, star(40), people, zoom=ZOOM)
    assert arrows.ring[0] <= 22.0
    assert rules.head_overlaps(arrows, top=10) == []
    # 40 · 39 / 2 = 780 pairs
    assert len(rules.head_overlaps(arrows, top=40)) <= 20


def test_long_arrows_stay_near_their_chords() -> None:
    nodes, people = place_round([(40 + 0.5 * k, 600, 100.0) for k in range(6)])
    arrows = draw_arrows(nodes, star(6), people, zoom=ZOOM, people_max=300.0)  # 14 · 100 / 300 = 4.7 px wide
    # a quadratic curve that leaves its chord at an angle b stands length / 4 · tan(b) off it
    assert rules.bend_offsets(arrows).max() < 600 / 4 * np.tan(np.radians(28))


def test_a_head_keeps_off_the_dot_of_a_near_neighbour() -> None:
    # the second place lies 20 px out, a little beside the way to the first
    nodes, people = place_round([(0, 300, 100.0), (12, 20, 10.0), *((30 * k, 400, 20.0) for k in range(3, 12))])
    arrows = draw_arrows(nodes, star(len(people)), people, zoom=ZOOM)
    head = to_pixels(arrows.heads[-1], ZOOM) - to_pixels(nodes[2], ZOOM)
    assert np.hypot(*head.T).min() >= 8.0


def test_even_equal_flows_from_one_direction_keep_their_heads_apart() -> None:
    nodes, people = place_round([(40 + 0.5 * k, 300 + 20 * k, 100.0) for k in range(10)])
    arrows = draw_arrows(nodes, star(10), people, zoom=ZOOM)
    assert rules.head_overlaps(arrows) == []


@pytest.mark.parametrize("east", [-3.0, 0.5, 5.0])
def test_moving_the_world_moves_the_arrows(east: float) -> None:
    nodes, people = place_round([(10, 300, 5), (100, 120, 50), (130, 90, 20), (200, 400, 1), (215, 40, 9)])
    plain = draw_arrows(nodes, star(5), people, zoom=ZOOM)
    moved = draw_arrows(nodes + [east, 0.0], star(5), people, zoom=ZOOM)
    assert moved.lines == pytest.approx(plain.lines + [east, 0.0], abs=1e-6)


@pytest.mark.parametrize("turn", [30.0, 100.0, 250.0])
def test_turning_the_world_turns_the_arrows(turn: float) -> None:
    random = np.random.default_rng(2023)
    partners = np.stack([random.uniform(0, 200, 40), random.uniform(40, 500, 40), random.lognormal(5, 1, 40)], axis=1)
    nodes, people = place_round(partners.tolist())
    turned_nodes, _ = place_round((partners + [turn, 0.0, 0.0]).tolist())
    plain = draw_arrows(nodes, star(40), people, zoom=ZOOM)
    turned = draw_arrows(turned_nodes, star(40), people, zoom=ZOOM)
    assert turned.ring[0] == pytest.approx(plain.ring[0])
    before, after = (to_pixels(arrows.lines, ZOOM) - MIDDLE for arrows in (plain, turned))
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    assert after == pytest.approx(before @ np.array([[cosine, sine], [-sine, cosine]]), abs=1e-3)


def test_importing_is_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, layers.arrows, layers.frame, layers.labels; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"geopandas", "shapely", "pandas", "scipy", "plotly"} & set(loaded)


# ---- dashed corridors ----


def test_corridor_is_dashes_of_one_width_and_an_open_head() -> None:
    nodes = at((0, 0), (200, 0))
    drawn = draw_dashed_arrows(nodes, star(1), zoom=ZOOM, width=2.0, dash=7.0, space=4.0)
    *dashes, head = (to_pixels(ring, ZOOM) - MIDDLE for ring in drawn.parts[0])
    # 200 − 2 · 7 px of line, a dash every 11 px from the tip back
    assert len(dashes) == pytest.approx((200 - 14) / 11, abs=1.1)
    widths = [np.hypot(*(dash[0] - dash[3])) for dash in dashes]
    assert widths == pytest.approx([2.0] * len(dashes), abs=0.1)
    assert np.hypot(*head[0]) == pytest.approx(7.0, abs=0.1)  # its point lies at the node's edge
    feature = to_geojson(drawn)["features"][0]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert len(feature["geometry"]["coordinates"]) == len(dashes) + 1


def test_no_corridors() -> None:
    assert to_geojson(draw_dashed_arrows(at((0, 0)), np.zeros((0, 2)), zoom=ZOOM))["features"] == []


# ---- the cities themselves ----


@pytest.fixture(scope="module")
def towns(shared) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Find the largest town of each second-level unit in GeoNames, with its people."""
    best: dict[str, tuple[float, str, float, float]] = {}
    with shared("cities/geonames_pakistan_places.csv").open(encoding="utf-8") as file:
        for place in csv.DictReader(file):
            row = (float(place["population"]), place["name"], float(place["lon"]), float(place["lat"]))
            best[place["admin2_code"]] = max(best.get(place["admin2_code"], row), row)
    people, names, lon, lat = zip(*best.values(), strict=True)
    return list(names), np.stack([lon, lat], axis=1), np.array(people)


@pytest.mark.parametrize("top", [10, 40, 119])
@pytest.mark.parametrize("city", ["Lahore", "Karachi", "Quetta"])
def test_opening_frame_of_the_three_cities(towns, city: str, top: int) -> None:
    names, nodes, people = towns
    hub = names.index(city)
    pull = people * np.maximum(distance_km(nodes, nodes[hub]), 30.0) ** -1.0
    pull[hub] = 0.0
    origins = np.argsort(-pull)[:top]
    flows = np.stack([origins, np.full(len(origins), hub)], axis=1)
    movers = pull[origins]
    frame = frame_flows(nodes[origins], nodes[flows[:, 1]], movers, size=(980, 660), padding=60.0)
    arrows = draw_arrows(nodes, flows, movers, zoom=frame.zoom)
    assert rules.head_overlaps(arrows) == []
    assert arrows.length[-10:].min() >= 24.0
    assert rules.control_shifts(arrows).max() <= 0.1
    assert rules.turning_angles(arrows).max() < 20.0
    assert max(len(arrows.polygon(index)) for index in range(len(arrows))) <= 55
    assert len(to_geojson_bytes(arrows)) < 1_000 * len(arrows)


@pytest.fixture(scope="module")
def cube() -> Cube:
    """Fill the page's own numbers."""
    return load_cube()


@pytest.mark.parametrize("size", [(880, 660), (390, 400)])
@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize("place", ["lahore", "karachi", "quetta", "swat", "gwadar", "multan"])
def test_opening_frame_of_the_page(cube: Cube, place: str, direction: str, size: tuple[int, int]) -> None:
    view = View(place=place).but(direction=direction)
    selection = select_flows(cube, view)
    frame, width = frame_selection(cube, view, selection, Screen(*size))
    arrows = draw_selection(cube, selection, width, zoom=frame.zoom)
    assert arrows.ring[cube.flow_units.index(place)] <= 22.0
    assert rules.head_overlaps(arrows, top=10) == []
    assert len(rules.head_overlaps(arrows, top=len(arrows))) <= 25
    assert arrows.length[-10:].min() >= 24.0
    assert rules.control_shifts(arrows).max() <= 0.1
    assert rules.turning_angles(arrows).max() < 20.0
