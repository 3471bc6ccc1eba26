"""Ranges on arrows: the low inside, the high around, as wide as their people. The world is in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from layers import View
from layers.arrows import Arrows, draw_arrows
from layers.bands import BAND_OPACITY, CORE_OPACITY, FAINT, VISIBLE, build_band_key, build_band_traces, draw_ribbons
from layers.cube import Cube
from layers.exchange import draw_exchange
from layers.flow_layer import draw_selection, mark_doubtful
from layers.flow_selection import Selection, select_flows
from layers.palette import DARK, LIGHT
from layers.picture import Picture
from layers.projection import to_lonlat, to_pixels
from layers.scales import Width
from layers.screen import Screen
from tests.layers.tiny_world import make_matrix, move_to_balochistan

ZOOM = 6.0
WIDTH = Width(people_max=400, width_max=16.0)


def draw(cube: Cube, **choices: Any) -> tuple[Selection, Arrows, dict[str, Any], dict[str, Any]]:
    view = View(place="a", direction="all").but(**choices)
    selection = select_flows(cube, view)
    arrows = draw_selection(cube, selection, WIDTH, zoom=ZOOM)
    here, faint = cube.flow_units.index(view.place), mark_doubtful(cube, selection, cube.matrix(view))
    return selection, arrows, *build_band_traces(selection, arrows, WIDTH, LIGHT, here=here, faint=faint)


def across(ring: Any) -> np.ndarray:
    """Width of a ribbon at each of its steps, in CSS pixels."""
    points = to_pixels(np.array(ring), ZOOM)
    half = len(points) // 2
    right, left = points[:half], points[half:-1][::-1]
    return np.hypot(*(right - left).T)


def widths(trace: dict[str, Any]) -> dict[str, float]:
    """Id of each ribbon → its width, the same from end to end."""
    found = {}
    for feature in trace["geojson"]["features"]:
        steps = across(feature["geometry"]["coordinates"][0])
        # degrees are rounded to a small part of a pixel
        assert np.ptp(steps) < 0.2
        found[feature["id"]] = float(np.median(steps))
    return found


def test_band_and_core_are_as_wide_as_high_and_low(cube: Cube) -> None:
    _, _, band, core = draw(cube)
    # 400 people are 16 px; each range runs from half to double: 400 from 200 to 800, 100 from 50 to 200
    assert widths(band) == pytest.approx({"a>city": 16 * 800 / 400, "b>a": 16 * 200 / 400}, abs=0.1)
    assert widths(core) == pytest.approx({"a>city": 16 * 200 / 400, "b>a": 16 * 50 / 400}, abs=0.1)


def test_thin_arrows_have_no_ranges(cube: Cube) -> None:
    _, arrows, band, core = draw(cube)
    drawn = dict(zip(arrows.ids, arrows.width.tolist(), strict=True))
    # 400, 100, 50, 20, 10 and 5 people: 16 and 4 px wide, then 2 and less
    assert sorted(drawn.values())[-3:] == [2.0, 4.0, 16.0]
    wide = [name for name in arrows.ids if drawn[name] >= VISIBLE]
    assert band["locations"] == core["locations"] == wide == ["b>a", "a>city"]


def test_a_ribbon_runs_along_the_shaft_and_leaves_the_head_free(cube: Cube) -> None:
    _, arrows, band, _ = draw(cube)
    for name, feature in zip(band["locations"], band["geojson"]["features"], strict=True):
        index = arrows.ids.index(name)
        ring = to_pixels(np.array(feature["geometry"]["coordinates"][0]), ZOOM)
        half = len(ring) // 2
        middle = (ring[:half] + ring[half:-1][::-1]) / 2
        shaft = to_pixels(arrows.lines[index], ZOOM)
        assert np.abs(middle - shaft[:-1]).max() < 0.1  # the last point of a line is the arrow's tip
        assert feature["id"] == name


def test_rings_are_closed_and_counterclockwise(cube: Cube) -> None:
    for trace in draw(cube)[2:]:
        for feature in trace["geojson"]["features"]:
            (ring,) = feature["geometry"]["coordinates"]
            assert ring[0] == ring[-1]
            x, y = np.array(ring).T
            assert np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) > 0  # as RFC 7946 asks


def test_ranges_have_the_colour_of_their_direction(cube: Cube) -> None:
    _, _, band, core = draw(cube)
    assert dict(zip(band["locations"], band["z"], strict=True)) == {"b>a": 0, "a>city": 1}
    assert core["z"] == band["z"]
    assert [tone for _, tone in band["colorscale"]] == [LIGHT.coming_pale] * 2 + [LIGHT.going_pale] * 2
    assert [tone for _, tone in core["colorscale"]] == [LIGHT.coming] * 2 + [LIGHT.going] * 2


def test_ranges_of_doubtful_flows_are_as_faint_as_their_arrows(cube: Cube) -> None:
    _, _, band, core = draw(move_to_balochistan(cube, "city"))
    assert band["locations"] == ["b>a", "a>city"]
    assert band["marker"]["opacity"] == pytest.approx([BAND_OPACITY, FAINT * BAND_OPACITY], abs=0.01)
    assert core["marker"]["opacity"] == pytest.approx([CORE_OPACITY, FAINT * CORE_OPACITY], abs=0.01)
    assert draw(cube)[2]["marker"]["opacity"] == [BAND_OPACITY] * 2


def test_a_low_below_zero_has_no_core(cube: Cube) -> None:
    matrix = cube.matrices["1998-2023"]
    # of the net 395 from a to the city the runs say −10 to 800
    nets = (np.full((4, 4), -10.0), np.full((4, 4), 800.0))
    world = replace(cube, matrices={"1998-2023": replace(matrix, nets=nets)})
    selection, _, band, core = draw(world, direction="net")
    assert selection.low.min() < 0
    assert widths(core)["a>city"] == pytest.approx(0, abs=0.01)
    assert widths(band)["a>city"] > 0


def test_nothing_is_said_when_pointed_at(cube: Cube) -> None:
    assert [trace["hoverinfo"] for trace in draw(cube)[2:]] == ["skip", "skip"]


@pytest.mark.parametrize("width", [0.0, 0.5, 12.0])
def test_any_width_of_a_straight_or_a_bent_shaft(width: float) -> None:
    nodes = to_lonlat(np.array([[0.0, 0], [300, 40]]) + to_pixels([[70.0, 30.0]], ZOOM), ZOOM)
    arrows = draw_arrows(nodes, [[0, 1], [1, 0]], [10, 10], zoom=ZOOM)
    for ring in draw_ribbons(arrows, np.full(2, width)):
        assert across(ring) == pytest.approx(np.full(25, width), abs=0.1)


def test_no_arrows_no_ribbons(still_cube: Cube) -> None:
    selection, arrows, band, core = draw(still_cube)
    assert selection.count == 0
    assert draw_ribbons(arrows, np.zeros(0)) == []
    assert band["locations"] == core["locations"] == []


def picture(cube: Cube, **choices: Any) -> Picture:
    return draw_exchange(cube, View(place="city").but(**choices), Screen(), ((), ()), None)


def names(drawn: Picture) -> list[str]:
    return [trace["name"] for trace in drawn.traces]


def test_ranges_are_drawn_on_request_below_and_on_the_arrows(cube: Cube) -> None:
    plain, ranged = picture(cube), picture(cube, ranges="on")
    assert names(plain)[:3] == ["places", "flows", "hub"]
    assert names(ranged)[:5] == ["places", "bands", "flows", "cores", "hub"]
    for drawn in (plain, ranged):
        assert drawn.traces[drawn.flow_trace]["name"] == "flows"
    # the arrows themselves stay as they are
    assert ranged.traces[2] == plain.traces[1]


def test_the_legend_explains_the_ranges_where_they_are_drawn(cube: Cube, still_cube: Cube) -> None:
    key = build_band_key("modelled")
    assert picture(cube, ranges="on").legend.keys[-1] == key
    assert key.text.endswith("(8 of 10 runs of the model lie between).")
    assert key not in picture(cube).legend.keys
    still = picture(still_cube, ranges="on")
    assert still.legend.keys == ()
    assert "bands" not in names(still)


def test_a_flow_without_a_range_has_both_as_wide_as_its_arrow(cube: Cube) -> None:
    people = cube.matrices["1998-2023"].people
    exact = replace(make_matrix(people), low=people, high=people)
    _, arrows, band, core = draw(replace(cube, matrices={"1998-2023": exact}))
    for name, width in zip(arrows.ids, arrows.width.tolist(), strict=True):
        if name in band["locations"]:
            assert widths(band)[name] == pytest.approx(width, abs=0.1)
            assert widths(core)[name] == pytest.approx(width, abs=0.1)


def test_dark_ranges_have_dark_colours(cube: Cube) -> None:
    drawn = draw_exchange(cube, View(place="city", ranges="on"), Screen(theme="dark"), ((), ()), None)
    tones = {trace["name"]: trace["colorscale"][0][1] for trace in drawn.traces if trace["name"] in {"bands", "cores"}}
    assert tones == {"bands": DARK.coming_pale, "cores": DARK.coming}
