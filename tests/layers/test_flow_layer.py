"""Flows as one trace of arrows. The world is drawn in tiny_world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from layers import View
from layers.cube import Cube
from layers.flow_layer import GAP, NODE_RADIUS, OUTLINE, WIDTH_MIN, build_flow_trace, build_hub_trace, draw_selection
from layers.flow_selection import select_flows
from layers.palette import LIGHT
from layers.scales import Width

ZOOM = 6.0
WIDTH = Width(people_max=400.0, width_max=16.0)


def trace(cube: Cube, view: View) -> dict[str, Any]:
    selection = select_flows(cube, view)
    arrows = draw_selection(cube, selection, WIDTH, zoom=ZOOM)
    return build_flow_trace(cube, view, selection, arrows, cube.matrix(view), LIGHT)


def test_arrows_are_drawn_smallest_first_in_proportion(cube: Cube) -> None:
    selection = select_flows(cube, View(place="a"))
    arrows = draw_selection(cube, selection, WIDTH, zoom=ZOOM)
    assert arrows.ids == ["city>a", "c>a", "b>a"]
    # 400 would be 16 px wide; 5 would be 0.2 px, too thin to be seen
    assert arrows.width.tolist() == [WIDTH_MIN, 16 * 50 / 400, 16 * 100 / 400]
    assert arrows.floored == 1


def test_only_what_the_view_draws_is_drawn(cube: Cube) -> None:
    selection = select_flows(cube, View(place="a"))
    top_two = replace(selection, drawn=2)
    arrows = draw_selection(cube, top_two, WIDTH, zoom=ZOOM)
    assert arrows.ids == ["c>a", "b>a"]


def test_one_trace_holds_every_arrow(cube: Cube) -> None:
    flows = trace(cube, View(place="a", direction="all"))
    ids = [feature["id"] for feature in flows["geojson"]["features"]]
    assert flows["type"] == "choroplethmap"
    assert ids == flows["locations"]
    assert sorted(ids) == ["a>b", "a>c", "a>city", "b>a", "c>a", "city>a"]


def test_a_click_opens_the_partner(cube: Cube) -> None:
    flows = trace(cube, View(place="a", direction="all"))
    partners = dict(zip(flows["locations"], flows["customdata"], strict=True))
    assert partners["a>city"] == partners["city>a"] == "city"
    assert "a" not in partners.values()


def test_hover_says_who_how_many_how_sure(cube: Cube) -> None:
    flows = trace(cube, View(place="city"))
    assert flows["hovertext"][-1] == (
        f"<b>A Town → The City</b><br>400 people a year<br>range {400 // 2}–{400 * 2} · modelled"
    )
    net = trace(cube, View(place="a", direction="net"))
    assert net["hovertext"][-1] == (
        "<b>A Town → The City</b><br>395 people a year more than the other way<br>"
        f"range {200 - 10}–{800 - 2.5:.0f} · modelled"
    )


def test_coming_and_going_have_their_own_colours(cube: Cube) -> None:
    flows = trace(cube, View(place="a", direction="all"))
    ways = dict(zip(flows["locations"], flows["z"], strict=True))
    assert {name for name, way in ways.items() if way == 0} == {"b>a", "c>a", "city>a"}
    fills = [colour for _, colour in flows["colorscale"]]
    assert fills == [LIGHT.coming_pale, LIGHT.coming_pale, LIGHT.going_pale, LIGHT.going_pale]


def test_modelled_arrows_never_look_like_counted_ones(cube: Cube) -> None:
    modelled, counted = (trace(cube, View(place="city", data=data)) for data in ("estimate", "counted"))
    assert modelled["colorscale"][0][1] == LIGHT.coming_pale
    assert set(modelled["marker"]["line"]["color"]) == {LIGHT.coming_line}
    assert all(OUTLINE[0] <= width <= OUTLINE[1] for width in modelled["marker"]["line"]["width"])
    assert counted["colorscale"][0][1] == LIGHT.coming
    assert counted["marker"]["line"]["width"] == 0
    assert counted["hovertext"] == [
        "<b>B Town → The City</b><br>70 lifetime migrants<br>range 60–80 · counted"
    ]


@pytest.mark.parametrize("direction", ["in", "out", "net", "all"])
def test_nobody_moves_and_nothing_is_drawn(still_cube: Cube, direction: str) -> None:
    flows = trace(still_cube, View(place="a", direction=direction))
    assert flows["locations"] == flows["z"] == flows["hovertext"] == []
    assert flows["geojson"]["features"] == []


def test_a_disc_shows_whose_arrows_they_are(cube: Cube) -> None:
    view = View(place="a", direction="all")
    arrows = draw_selection(cube, select_flows(cube, view), WIDTH, zoom=ZOOM)
    hub = build_hub_trace(cube, view, arrows, LIGHT)
    assert (hub["lon"], hub["lat"]) == ([70.0], [30.0])
    # arrows keep a gap from the disc, and the disc is no smaller than the place's own dot
    assert hub["marker"]["size"] == pytest.approx(2 * (arrows.ring[0] - GAP), abs=0.05)
    assert hub["marker"]["size"] >= 2 * NODE_RADIUS
    assert hub["hoverinfo"] == "skip"
