"""Flows as one trace of arrows. The world is drawn in tiny_world.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from layers import View
from layers.cube import Cube
from layers.flow_layer import (
    DOUBTFUL_OPACITY,
    GAP,
    NODE_RADIUS,
    OUTLINE,
    WIDTH_MIN,
    build_flow_keys,
    build_flow_trace,
    build_hub_trace,
    draw_selection,
    mark_doubtful,
    say_doubtful,
)
from layers.flow_selection import select_flows
from layers.legend import Key
from layers.palette import LIGHT
from layers.scales import Width
from tests.layers.tiny_world import move_to_balochistan

World = Callable[[list[tuple[str, str, float]]], Cube]
ZOOM = 6.0
WIDTH = Width(people_max=400.0, width_max=16.0)


def trace(cube: Cube, view: View) -> dict[str, Any]:
    selection = select_flows(cube, view)
    arrows = draw_selection(cube, selection, WIDTH, zoom=ZOOM)
    return build_flow_trace(cube, view, selection, arrows, cube.matrix(view), LIGHT)


def keys(cube: Cube, view: View, width: Width = WIDTH, *, drawn: int | None = None) -> tuple[Key, ...]:
    selection = select_flows(cube, view)
    if drawn is not None:
        selection = replace(selection, drawn=drawn)
    return build_flow_keys(cube, view, selection, draw_selection(cube, selection, width, zoom=ZOOM), width, LIGHT)


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
    assert fills == [tone for tone in (LIGHT.coming_pale, LIGHT.going_pale, LIGHT.unclear) for _ in range(2)]


def test_modelled_arrows_never_look_like_counted_ones(cube: Cube) -> None:
    modelled, counted = (trace(cube, View(place="city", data=data)) for data in ("estimate", "counted"))
    assert modelled["colorscale"][0][1] == LIGHT.coming_pale
    assert set(modelled["marker"]["line"]["color"]) == {LIGHT.coming_line}
    assert all(OUTLINE[0] <= width <= OUTLINE[1] for width in modelled["marker"]["line"]["width"])
    assert counted["colorscale"][0][1] == LIGHT.coming
    assert counted["marker"]["line"]["width"] == 0
    assert counted["hovertext"] == ["<b>B Town → The City</b><br>70 lifetime migrants<br>range 60–80 · derived"]


def test_a_table_without_ranges_says_none(cube: Cube) -> None:
    people = cube.counted.people
    alone = replace(cube, counted=replace(cube.counted, low=people, high=people))
    drawn = trace(alone, View(place="city", data="counted"))
    assert drawn["hovertext"] == ["<b>B Town → The City</b><br>70 lifetime migrants<br>derived"]


DOUBT = "<br>do not rely on it: Balochistan"


@pytest.mark.parametrize(
    ("inside", "view", "faint"),
    [
        ((), View(place="a"), set()),
        # a flow touches Balochistan at its other end
        (("b",), View(place="a"), {"b>a"}),
        (("b",), View(place="a", direction="all"), {"a>b", "b>a"}),
        (("b",), View(place="a", direction="net"), {"b>a"}),
        (("b", "c"), View(place="a"), {"b>a", "c>a"}),
        # or at its own
        (("a",), View(place="a"), {"b>a", "c>a", "city>a"}),
        (("a", "b", "c", "city"), View(place="a"), {"b>a", "c>a", "city>a"}),
        # what is computed from counts is no guess of the model's
        (("b",), View(place="city"), {"b>city"}),
        (("b",), View(place="city", data="counted"), set()),
    ],
)
def test_what_cannot_be_relied_on_is_faint_and_says_so(
    cube: Cube, inside: tuple[str, ...], view: View, faint: set[str]
) -> None:
    world = move_to_balochistan(cube, *inside)
    flows = trace(world, view)
    opacity = dict(zip(flows["locations"], flows["marker"]["opacity"], strict=True))
    assert opacity == {name: DOUBTFUL_OPACITY if name in faint else 0.94 for name in flows["locations"]}
    hover = dict(zip(flows["locations"], flows["hovertext"], strict=True))
    assert {name for name, text in hover.items() if text.endswith(DOUBT)} == faint
    assert {name for name, text in hover.items() if "Balochistan" in text} == faint
    words = keys(world, view)[-1].text
    assert ("Faint: touches Balochistan, not to be relied on." in words) == bool(faint)


def test_doubt_is_marked_flow_by_flow_largest_first(cube: Cube) -> None:
    world = move_to_balochistan(cube, "c")
    view = View(place="a")
    selection = select_flows(world, view)
    # b 100, c 50, the city 5
    assert mark_doubtful(world, selection, world.matrix(view)).tolist() == [False, True, False]
    assert mark_doubtful(world, selection, world.counted).tolist() == [False, False, False]


def test_the_legend_explains_faint_arrows_only_where_one_is_drawn(cube: Cube) -> None:
    # the smallest of the three comes from the city
    world = move_to_balochistan(cube, "city")
    assert "Faint" in keys(world, View(place="a"), drawn=3)[-1].text
    assert "Faint" not in keys(world, View(place="a"), drawn=2)[-1].text


@pytest.mark.parametrize(
    ("direction", "fill", "line"),
    [
        ("in", LIGHT.coming_pale, LIGHT.coming_line),
        ("out", LIGHT.going_pale, LIGHT.going_line),
    ],
)
def test_the_width_legend_shows_round_numbers_in_proportion(cube: Cube, direction: str, fill: str, line: str) -> None:
    large, small, words = keys(cube, View(place="city", direction=direction))
    # 0.7 of 400, rounded to 300, and a fifth of that, at 16 px for 400
    assert large == Key("300 people a year", fill, line, 16 * 300 / 400, "modelled")
    assert small == Key("60 people a year", fill, line, 16 * 60 / 400, "modelled")
    assert words.style == "words"
    assert words.text.startswith("Pale with an outline: modelled.")


@pytest.mark.parametrize("direction", ["net", "all"])
def test_both_directions_have_a_key_each(cube: Cube, direction: str) -> None:
    inward, outward, _ = keys(cube, View(place="a", direction=direction))
    assert inward == Key("in, 300 people a year", LIGHT.coming_pale, LIGHT.coming_line, 12.0, "modelled")
    assert outward == Key("out, 300 people a year", LIGHT.going_pale, LIGHT.going_line, 12.0, "modelled")


def test_keys_of_published_flows_are_filled(cube: Cube) -> None:
    large, small, words = keys(cube, View(place="city", data="counted"), Width(people_max=70.0, width_max=16.0))
    # 0.7 of 70 is 49, nearly 50
    assert large == Key("50 lifetime migrants", LIGHT.coming, LIGHT.coming_line, 16 * 50 / 70, "counted")
    assert (small.text, small.style) == ("10 lifetime migrants", "counted")
    assert words.text == "Filled: from counts, not modelled."


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        # at 16 px for 1,000, one person is 0.016 px wide
        ([("a", "city", 1000)], "Pale with an outline: modelled."),
        (
            [("a", "city", 1000), ("b", "city", 1)],
            "Pale with an outline: modelled. The thinnest is drawn wider than in proportion, to be seen.",
        ),
        (
            [("a", "city", 1000), ("b", "city", 1), ("c", "city", 1)],
            "Pale with an outline: modelled. The 2 thinnest are drawn wider than in proportion, to be seen.",
        ),
    ],
)
def test_the_legend_owns_up_to_arrows_drawn_too_wide(
    with_flows: World, flows: list[tuple[str, str, float]], words: str
) -> None:
    assert keys(with_flows(flows), View(place="city"), Width(1000.0, 16.0))[-1].text == words


def test_all_that_is_to_be_said_of_the_arrows_is_said_in_one_line(with_flows: World) -> None:
    world = move_to_balochistan(with_flows([("a", "city", 1000), ("b", "city", 1)]), "b")
    assert keys(world, View(place="city"), Width(1000.0, 16.0))[-1].text == (
        "Pale with an outline: modelled. Faint: touches Balochistan, not to be relied on. "
        "The thinnest is drawn wider than in proportion, to be seen."
    )


@pytest.mark.parametrize("data", ["estimate", "counted"])
def test_without_arrows_there_are_no_keys(still_cube: Cube, data: str) -> None:
    assert keys(still_cube, View(place="city", data=data)) == ()


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


def test_a_net_flow_that_cannot_be_told_from_none_is_grey(cube: Cube) -> None:
    # Every flow runs from half to double (tiny_world.py), and without an ensemble of differences the ranges subtract:
    #   the city: 400 − 5 = 395, from 200 − 10 to 800 − 2.5;   b: 100 − 10 = 90, from 50 − 20 to 200 − 5;
    #   c: 50 − 20 = 30, from 25 − 40 = −15: it may as well be the other way.
    flows = trace(cube, View(place="a", direction="net"))
    assert dict(zip(flows["locations"], flows["z"], strict=True)) == {"c>a": 2, "b>a": 0, "a>city": 1}
    # An ensemble that says −10 to 800 of every pair goes before them.
    nets = (np.full((4, 4), -10.0), np.full((4, 4), 800.0))
    doubtful = replace(cube, matrices={name: replace(one, nets=nets) for name, one in cube.matrices.items()})
    flows = trace(doubtful, View(place="a", direction="net"))
    assert set(flows["z"]) == {2}
    assert all("may as well be nobody, or the other way" in text for text in flows["hovertext"])
    assert set(flows["marker"]["line"]["color"]) == {LIGHT.muted}


def test_numbers_about_balochistan_carry_a_warning(cube: Cube) -> None:
    assert say_doubtful(cube, range(4)) == ""
    moved = move_to_balochistan(cube, "b")
    assert say_doubtful(moved, [0, 2]) == ""
    assert say_doubtful(moved, [0, 1]).startswith("Do not rely on the estimate’s flows to and from Balochistan")
