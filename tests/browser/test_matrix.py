"""The OD matrix: every cell can be read, a click leads to its arrow, and the way back is open."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import box

from layers.cube import Cube
from layers.matrix_view import order_units
from layers.view import View
from tests.browser.atlas_page import AtlasPage

MATRIX = "form=matrix"

# The middle of a cell, in the window.
CELL = """([origin, destination]) => {
    const gd = rawaan.plot(), {xaxis, yaxis} = gd._fullLayout, {meta} = gd.data[0], {x, y} = gd.getBoundingClientRect();
    const across = xaxis._offset + xaxis.c2p(meta.indexOf(destination));
    return [x + across, y + yaxis._offset + yaxis.c2p(meta.indexOf(origin))];
}"""

# Names of rows and columns as they stand on the screen, and the box of the whole plot.
NAMES = """() => {
    const edges = ({left, top, right, bottom}) => [left, top, right, bottom];
    const texts = [...document.querySelectorAll("#canvas .xtick text, #canvas .ytick text, #canvas .annotation-text")];
    return {
        canvas: edges(canvas.getBoundingClientRect()),
        covers: [...document.querySelectorAll(".controls > *, .zoom, #legend")]
            .map((one) => edges(one.getBoundingClientRect())),
        names: texts.map((one) => [one.textContent, edges(one.getBoundingClientRect())]),
        rows: [...document.querySelectorAll("#canvas .ytick text")].map((one) => edges(one.getBoundingClientRect())),
    };
}"""

RANGES = "[rawaan.plot()._fullLayout.xaxis.range, rawaan.plot()._fullLayout.yaxis.range]"
LIT = "rawaan.plot().data[rawaan.state.view.flow_trace].selectedpoints"


def test_every_cell_has_its_people_and_says_from_where_to_where(desktop: AtlasPage, cube: Cube) -> None:
    desktop.load(MATRIX)
    people = cube.matrices["1998-2023"].people
    order = order_units(cube, people, "province")
    names = [cube.flow_units.names[unit] for unit in order]
    [cells] = desktop.view["figure"]["data"]
    assert (cells["x"], cells["y"]) == (names, names)
    assert np.array_equal(cells["customdata"], np.rint(people[np.ix_(order, order)]))
    empty = np.array([[value is None for value in row] for row in cells["z"]])
    assert np.array_equal(empty, np.eye(len(names), dtype=bool))
    first, last = cube.flow_units.codes[order[0]], cube.flow_units.codes[order[-1]]
    for origin, destination in (("lahore", "karachi"), (first, last), (last, first)):
        x, y = desktop.page.evaluate(CELL, [origin, destination])
        desktop.page.mouse.move(x - 1, y)
        desktop.page.mouse.move(x, y)
        units = [cube.flow_units.index(code) for code in (origin, destination)]
        words = f"{cube.flow_units.names[units[0]]} → {cube.flow_units.names[units[1]]}"
        label = desktop.page.locator(".hoverlayer .hovertext", has_text=words)
        label.wait_for()
        assert f"{people[tuple(units)]:,.0f} people a year · modelled" in label.text_content()


@pytest.mark.parametrize(
    ("flow", "query"),
    [
        ("lahore>karachi", "place=karachi"),
        # Not among the forty that a map shows at first: it opens with as many as it takes.
        ("rajanpur>lahore", "place=lahore&top=120"),
    ],
)
def test_a_click_on_a_cell_lights_its_arrow_and_back_leads_to_the_matrix(
    desktop: AtlasPage, flow: str, query: str
) -> None:
    desktop.open("")
    desktop.open(MATRIX)
    headline = desktop.texts("#finding h1")
    x, y = desktop.page.evaluate(CELL, flow.split(">"))
    desktop.page.mouse.move(x, y)
    desktop.page.locator(".hoverlayer .hovertext").wait_for()
    with desktop.changing():
        desktop.page.mouse.click(x, y)
    assert sorted(desktop.query.split("&")) == sorted(query.split("&"))
    chosen = desktop.view["flow_keys"].index(flow)
    desktop.page.wait_for_function(f"(index) => {LIT}?.[0] === index", arg=chosen)
    assert desktop.page.locator(".hoverlayer .hovertext").count() == 0  # nothing of the matrix is left
    with desktop.changing():
        desktop.page.go_back()
    assert desktop.query == MATRIX
    assert desktop.texts("#finding h1") == headline
    assert desktop.page.locator("#canvas .heatmaplayer image").is_visible()


def test_from_a_matrix_opened_first_the_controls_lead_to_the_map_and_back(desktop: AtlasPage) -> None:
    desktop.load(f"place=karachi&{MATRIX}")
    with desktop.changing():
        desktop.page.get_by_role("link", name="Map", exact=True).click()
    assert desktop.query == "place=karachi"
    assert len(desktop.rendered("flows")) >= 10
    assert desktop.camera == pytest.approx(desktop.view["camera"], abs=1e-6)
    with desktop.changing():
        desktop.page.get_by_role("button", name="Zoom in").click()  # the map answers, as one opened first
    assert "at=" in desktop.query
    with desktop.changing():
        desktop.page.get_by_role("link", name="Matrix", exact=True).click()
    assert desktop.query == f"place=karachi&{MATRIX}"
    assert desktop.page.locator("#canvas .heatmaplayer image").is_visible()


def test_zooming_and_dragging_stay_inside_the_matrix(desktop: AtlasPage) -> None:
    desktop.load(MATRIX)
    whole = desktop.page.evaluate(RANGES)
    span = whole[0][1] - whole[0][0]
    desktop.page.get_by_role("button", name="Zoom in").click()
    desktop.page.wait_for_function(f"(half) => {RANGES}[0][1] - {RANGES}[0][0] === half", arg=span / 2)
    x, y = desktop.page.evaluate(CELL, ["lahore", "karachi"])
    desktop.page.mouse.move(x, y)
    desktop.page.mouse.down()
    desktop.page.mouse.move(x + 900, y + 600, steps=4)  # far past the first row and column
    desktop.page.mouse.up()
    half = [[-0.5, span / 2 - 0.5], [span / 2 - 0.5, -0.5]]
    desktop.page.wait_for_function(f"(half) => JSON.stringify({RANGES}) === half", arg=str(half).replace(" ", ""))
    for _ in range(2):
        desktop.page.get_by_role("button", name="Zoom out").click()
    desktop.page.wait_for_function(f"(whole) => JSON.stringify({RANGES}) === JSON.stringify(whole)", arg=whole)
    assert desktop.query == MATRIX


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("sort", ["province", "name"])
def test_no_name_is_cut_or_covered(request: pytest.FixtureRequest, size: str, sort: str) -> None:
    atlas: AtlasPage = request.getfixturevalue(size)
    atlas.load(View(form="matrix", sort=sort).to_query())
    seen = atlas.page.evaluate(NAMES)
    names = [(text, box(*edges)) for text, edges in seen["names"]]
    assert len(names) > 30
    canvas = box(*seen["canvas"])
    assert [text for text, one in names if one.difference(canvas).area > 1] == []
    covers = [box(*edges) for edges in seen["covers"]]
    assert [text for text, one in names if any(one.intersection(cover).area > 1 for cover in covers)] == []
    tops = sorted((top, bottom) for _, top, _, bottom in seen["rows"])
    # Lines of 10 pixels of type stand 12 apart, though their boxes are taller.
    assert min(lower[0] - upper[0] for upper, lower in zip(tops, tops[1:], strict=False)) >= 10


def test_a_finger_on_the_whole_matrix_scrolls_the_page(phone: AtlasPage) -> None:
    phone.load(MATRIX)
    whole = phone.page.evaluate(RANGES)
    x, y = phone.page.evaluate(CELL, ["lahore", "karachi"])
    phone.page.evaluate("addEventListener('scrollend', () => { window.rested = true; }, {once: true})")
    finger = phone.page.context.new_cdp_session(phone.page)
    for kind, points in (
        ("touchStart", [y]),
        *(("touchMove", [y - 30 * step]) for step in range(1, 7)),
        ("touchEnd", []),
    ):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": at} for at in points]})
    # A finger lifted in full swing leaves the page gliding on, which no `scrollTo` stops.
    phone.page.wait_for_function("window.rested")
    assert phone.page.evaluate("scrollY") > 50
    assert phone.page.evaluate(RANGES) == whole
    assert phone.query == MATRIX


def test_a_tap_opens_the_flow_once(phone: AtlasPage) -> None:
    phone.open("")
    phone.open(MATRIX)
    with phone.changing():
        phone.page.touchscreen.tap(*phone.page.evaluate(CELL, ["lahore", "karachi"]))
    assert phone.query.startswith("place=")
    with phone.changing():
        phone.page.go_back()
    assert phone.query == MATRIX
