"""A view is a URL: opening it gives the same picture, the back button undoes a step, everything clickable is a link."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from layers.cube import Cube
from layers.finding import find_exchange
from layers.flow_selection import select_flows
from layers.view import View
from tests.browser.atlas_page import AtlasPage

# The middle of an arrow's shaft, in the window. A ring runs up the right side, round the head, and down the left.
ARROW_POINT = """(id) => {
    const {renderer, plot, state: {view}} = rawaan, map = renderer(), box = map.getCanvas().getBoundingClientRect();
    const [ring] = plot().data[view.flow_trace].geojson.features.find((one) => one.id === id).geometry.coordinates;
    const step = Math.floor((ring.length - 4) / 4);
    const right = map.project(ring[step]), left = map.project(ring[ring.length - 2 - step]);
    return [box.x + (right.x + left.x) / 2, box.y + (right.y + left.y) / 2];
}"""

# A point of the map near a place, under no control and on no arrow.
FREE_POINT = """([lon, lat]) => {
    const {renderer, plot} = rawaan, map = renderer(), box = map.getCanvas().getBoundingClientRect();
    const layer = `plotly-trace-layer-${plot()._fullData.find((one) => one.name === "flows").uid}-fill`;
    const middle = map.project([lon, lat]);
    for (let reach = 0; reach < 60; reach += 3)
        for (let turn = 0; turn < 360; turn += 20) {
            const angle = turn * Math.PI / 180;
            const x = middle.x + reach * Math.cos(angle), y = middle.y + reach * Math.sin(angle);
            const top = document.elementFromPoint(box.x + x, box.y + y);
            const near = [[x - 3, y - 3], [x + 3, y + 3]];
            const arrows = map.queryRenderedFeatures(near, {layers: [layer]});
            if (top?.closest(".js-plotly-plot") && !arrows.length) return [box.x + x, box.y + y];
        }
    return null;
}"""


def hover(atlas: AtlasPage, x: float, y: float) -> str:
    """Move the mouse to a point of the map, and return what the map says there."""
    atlas.page.mouse.move(x - 2, y)
    atlas.page.mouse.move(x, y)
    atlas.page.locator(".hoverlayer .hovertext").wait_for()
    return " ".join(atlas.page.locator(".hoverlayer .hovertext").all_text_contents())


def test_a_deep_link_restores_every_choice(desktop: AtlasPage, cube: Cube) -> None:
    view = View(
        place="karachi", direction="out", period="1998-2017", measure="people", scale="fixed", top=10, frame="country"
    )
    desktop.load(view.to_query())
    assert desktop.current("#controls") == [
        "Map",
        "Going out",
        "1998–2017",
        "Whole country",
        "People",
        "Same for all places",
        "Best estimate",
        "10",
        "Estimate",
    ]
    assert desktop.texts("#finding h1") == [find_exchange(cube, view, select_flows(cube, view)).headline]
    assert desktop.current("#questions") == ["To Karachi"]
    assert len(desktop.rendered("flows")) == 10
    assert desktop.query == view.to_query()


def test_the_back_button_undoes_and_the_forward_button_does_again(desktop: AtlasPage) -> None:
    desktop.open("")
    first = desktop.texts("#finding h1"), desktop.camera
    for label in ("Going out", "2017–2023"):
        with desktop.changing():
            desktop.page.get_by_role("link", name=label, exact=True).click()
    last = desktop.texts("#finding h1")
    for _ in range(2):
        with desktop.changing():
            desktop.page.go_back()
    assert desktop.query == ""
    assert (desktop.texts("#finding h1"), desktop.camera) == first
    for _ in range(2):
        with desktop.changing():
            desktop.page.go_forward()
    assert desktop.query == "direction=out&period=2017-2023"
    assert desktop.texts("#finding h1") == last


def test_the_back_button_returns_to_another_place_in_its_own_frame(desktop: AtlasPage) -> None:
    desktop.open("place=quetta")
    camera = desktop.camera
    with desktop.changing():
        desktop.page.get_by_role("link", name="To Karachi", exact=True).click()
    assert desktop.camera != camera
    with desktop.changing():
        desktop.page.go_back()
    assert desktop.camera == pytest.approx(camera, abs=1e-6)


def test_a_click_on_a_bar_opens_that_place(desktop: AtlasPage) -> None:
    desktop.open("")
    bar = desktop.page.locator("#details a.bar").nth(3)
    name = bar.locator(".name").inner_text()
    with desktop.changing():
        bar.click()
    assert desktop.page.title() == f"Who moves to {name}? · Rawaan"


@pytest.mark.parametrize(("trace", "place"), [("places", "khuzdar"), ("flows", "faisalabad")])
def test_a_click_on_the_map_opens_the_place_or_the_arrows_other_end(
    desktop: AtlasPage, cube: Cube, trace: str, place: str
) -> None:
    desktop.open("")
    if trace == "flows":
        x, y = desktop.page.evaluate(ARROW_POINT, f"{place}>lahore")
    else:
        x, y = desktop.page.evaluate(FREE_POINT, cube.flow_units.nodes[cube.flow_units.index(place)].tolist())
    hover(desktop, x, y)
    with desktop.changing():
        desktop.page.mouse.click(x, y)
    assert desktop.query == f"place={place}"
    assert desktop.texts("#questions a[aria-current]") == []


@pytest.mark.parametrize("by", ["hover", "focus"])
def test_a_bar_lights_its_arrow(desktop: AtlasPage, by: str) -> None:
    desktop.open("place=karachi")
    desktop.page.mouse.move(640, 5)
    bar = desktop.page.locator("#details a.bar").nth(1)
    getattr(bar, by)()
    chosen = desktop.view["flow_keys"].index(bar.get_attribute("data-flow"))
    desktop.page.wait_for_function(
        "(index) => rawaan.plot().data[rawaan.state.view.flow_trace].selectedpoints?.[0] === index",
        arg=chosen,
    )
    desktop.settle()
    opacities = sorted(arrow["mo2"] for arrow in desktop.rendered("flows"))
    assert opacities[-1] == 1
    assert set(opacities[:-1]) == {0.12}  # all others step back
    desktop.page.mouse.move(640, 5)
    desktop.page.locator("#copy").focus()
    desktop.page.wait_for_function("() => !rawaan.plot().data[rawaan.state.view.flow_trace].selectedpoints")


def test_hovering_an_arrow_says_it_in_words_with_range_and_evidence(desktop: AtlasPage) -> None:
    desktop.open("")
    words = hover(desktop, *desktop.page.evaluate(ARROW_POINT, "faisalabad>lahore"))
    assert "Faisalabad → Lahore" in words
    assert "range" in words
    assert "modelled" in words


def test_copy_link_copies_the_address_of_this_view(context: BrowserContext, base: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    atlas = AtlasPage(context, base)
    atlas.load("place=quetta&direction=net")
    atlas.page.get_by_role("button", name="Copy link").click()
    atlas.page.get_by_role("button", name="Copied").wait_for()
    assert atlas.page.evaluate("navigator.clipboard.readText()") == f"{base}?place=quetta&direction=net"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("period=never", ["period='never'", "1998-2023"]),
        ("place=atlantis", ["place='atlantis'", "Find a place"]),
        ("place=gilgit", ["no census figures"]),
        ("top=seven", ["top='seven'", "whole number"]),
        ("at=here", ["at='here'", "longitude,latitude,zoom"]),
    ],
)
def test_a_bad_link_gets_a_card_that_says_what_is_wrong(desktop: AtlasPage, query: str, words: list[str]) -> None:
    desktop.page.goto(f"{desktop.base}?{query}")
    card = desktop.page.get_by_role("alert")
    card.wait_for()
    text = card.inner_text()
    assert all(word in text for word in words), text
    card.get_by_role("link", name="Back to the opening view").click()
    desktop.settle()
    assert desktop.query == ""
    assert card.is_hidden()
    # The browser itself notes the answer 400; nothing else is wrong.
    assert [fault for fault in desktop.faults if "400 (BAD REQUEST)" not in fault] == []
    desktop.faults.clear()


def test_no_answer_from_the_server_is_said_plainly_and_the_next_click_mends_it(desktop: AtlasPage) -> None:
    desktop.open("")
    card = desktop.page.get_by_role("alert")
    desktop.page.route("**/view.json*", lambda route: route.abort(), times=1)
    desktop.page.get_by_role("link", name="To Quetta", exact=True).click()
    card.wait_for()
    assert "The atlas did not answer" in card.inner_text()
    with desktop.changing():
        desktop.page.get_by_role("link", name="To Karachi", exact=True).click()
    assert card.is_hidden()
    desktop.faults.clear()  # the refused request itself
