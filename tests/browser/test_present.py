"""A screen on a wall: the finding, its figures, the map and the legend, large and whole, and nothing to press."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.atlas_page import AtlasPage

SIZES = [(1280, 720), (1920, 1080)]
VIEWS = [
    "",
    "question=whatif&place=faisalabad",
    "question=seasons&place=quetta&month=7&lang=ur",
    "question=spill&lang=ur&digits=urdu",
    "form=matrix&lang=ur",
]

# What can be seen of each part, and of the words in it.
SEEN = """() => {
    const box = (one) => {
        const {left, top, right, bottom} = one.getBoundingClientRect();
        return [left, top, right, bottom];
    };
    const parts = ["#finding h1", "#finding .lead", ".figures > div:nth-child(1)", ".figures > div:nth-child(2)",
                   ".figures > div:nth-child(3)", "#legend"];
    return Object.fromEntries(parts.map((name) => [name, box(document.querySelector(name))]));
}"""

TYPE = ("#finding h1", "#legend h2", ".names span:not([hidden])")
DOTS = "rawaan.renderer().getCanvas().width / canvas.getBoundingClientRect().width"

CONTROLS = ".head, #controls, #details, #zoom-in, #zoom-out, #zoom-home, #table, #copy, #skip"


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def wall(request: pytest.FixtureRequest, browser: Browser, base: str) -> Iterator[AtlasPage]:
    """Open a window of 16:9."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    atlas = AtlasPage(context, base)
    yield atlas
    assert (atlas.faults, atlas.outside) == ([], [])
    context.close()


@pytest.mark.parametrize("query", VIEWS)
def test_the_finding_and_its_figures_are_wholly_seen(wall: AtlasPage, query: str) -> None:
    wall.open(f"{query}&mode=present".lstrip("&"))
    window = wall.page.viewport_size
    assert window is not None
    wall.page.wait_for_function("panel.scrollHeight <= panel.clientHeight")
    for name, (left, top, right, bottom) in wall.page.evaluate(SEEN).items():
        assert 0 <= left < right <= window["width"] + 1, name
        assert 0 <= top < bottom <= window["height"] + 1, name
    assert wall.page.locator(CONTROLS).evaluate_all("(all) => all.filter((one) => one.checkVisibility())") == []
    # The one button is there for who comes near it, and for the keyboard.
    assert float(wall.page.evaluate("getComputedStyle(document.querySelector('.zoom')).opacity")) == 0
    wall.page.locator("#present").focus()
    assert float(wall.page.evaluate("getComputedStyle(document.querySelector('.zoom')).opacity")) == 1
    wall.page.evaluate("document.activeElement.blur()")
    assert wall.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        window["width"],
        window["height"],
    ]


def test_a_larger_screen_has_larger_type_on_the_map_too(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
    atlas = AtlasPage(context, base)
    atlas.load("lang=ur&mode=present")
    heights = []
    for width, height in SIZES:
        atlas.page.set_viewport_size({"width": width, "height": height})
        scale = "document.documentElement.style.getPropertyValue('--scale')"
        atlas.page.wait_for_function(f"({scale} || 1) * 1280 === {width}")
        atlas.settle()
        parts = [atlas.page.locator(one).first.bounding_box() for one in TYPE]
        heights.append([part["height"] for part in parts if part])
        # As many dots as the screen has.
        assert atlas.page.evaluate(DOTS) == pytest.approx(1, abs=0.01)
    assert heights[1] == pytest.approx([1.5 * height for height in heights[0]], rel=0.02)
    assert len(heights[0]) == len(TYPE)
    context.close()


def test_escape_leaves_and_the_link_keeps_the_view(desktop: AtlasPage) -> None:
    desktop.open("place=karachi&direction=out")
    with desktop.changing():
        desktop.page.locator("#present").click()
    assert desktop.query == "place=karachi&direction=out&mode=present"
    headline = desktop.texts("#finding h1")
    desktop.page.wait_for_function("document.documentElement.dataset.mode === 'present'")
    if desktop.page.evaluate("Boolean(document.fullscreenElement)"):
        # The browser's own way out of the full screen is the way out of the mode too.
        with desktop.changing():
            desktop.page.evaluate("document.exitFullscreen()")
    else:
        with desktop.changing():
            desktop.page.keyboard.press("Escape")
    assert desktop.query == "place=karachi&direction=out"
    assert desktop.texts("#finding h1") == headline
    assert desktop.page.locator("#controls").is_visible()
    desktop.load("place=karachi&direction=out&mode=present")
    assert desktop.texts("#finding h1") == headline
    with desktop.changing():
        desktop.page.keyboard.press("Escape")
    assert desktop.query == "place=karachi&direction=out"
    assert desktop.page.evaluate("getComputedStyle(document.querySelector('.page')).transform") in {
        "none",
        "matrix(1, 0, 0, 1, 0, 0)",
    }


def test_a_phone_that_was_sent_such_a_link_finds_the_way_back(phone: AtlasPage) -> None:
    phone.open("mode=present")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    with phone.changing():
        phone.page.locator("#present").click()
    assert phone.query == ""
    assert phone.page.locator("#controls").is_visible()
