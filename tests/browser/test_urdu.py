"""The page in Urdu: the switch, the mirrored page, no English word left over, names where their places are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser

from layers.tables import load_tehsils
from layers.view import PRESETS
from tests.browser.atlas_page import AtlasPage
from tests.browser.conftest import PHONE
from tests.browser.test_text import FAULTS, OVERLAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEWS = [
    *[view.but(lang="ur").to_query() for _, _, view in PRESETS],
    "form=matrix&lang=ur",
    "data=residual&lang=ur",
    "data=counted&lang=ur",
    "question=seasons&place=quetta&month=7&lang=ur",
    "question=spill&shade=density&form=pair&lang=ur",
]

# What can be read or is read out, but for what says itself that it is English.
SAID = """() => {
    const said = [];
    for (const fold of document.querySelectorAll("#details details")) fold.open = true;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const {data, parentElement: holder} = walker.currentNode;
        if (holder.checkVisibility() && !holder.closest("[lang=en]")) said.push(data);
    }
    for (const name of ["aria-label", "aria-valuetext", "title", "alt", "placeholder"])
        for (const one of document.querySelectorAll(`[${name}]`))
            if (one.checkVisibility() && !one.closest("[lang=en]")) said.push(one.getAttribute(name));
    return said.map((text) => text.trim()).filter(Boolean);
}"""

# fmt: off
NAMES = {
    "Rawaan", "GeoNames", "Natural", "Earth", "svg", "maps", "Wilson", "Flowerdew", "Aitkin", "Bell", "Plane",
    "Mulligan", "NSPP", "IOM", "Walsh", "Lawler", "OpenStreetMap", "GHSL", "Zenodo", "PBS",
}
# fmt: on
"""Of the atlas, of products and of authors: the sources stand under these in the literature."""

CODES = {"CC", "BY", "SA", "CPC", "SRMSE", "MIT", "VI", "km", "ha", "WGS"}

TITLES = (
    "Migration, Development and Poverty Reduction in Asia",  # a publication
    "Manual VI",
    "migration.indices",  # a package
)

# Where each name stands, and where its place is, in pixels of the window.
PLACED = """() => [...document.querySelectorAll(".names span")].map((name, index) => {
    const trace = rawaan.state.view.names.find((one) => one.text.includes(name.textContent));
    const at = trace.text.indexOf(name.textContent), map = rawaan.renderer();
    const {x, y} = map.project([trace.lon[at], trace.lat[at]]), edge = canvas.getBoundingClientRect();
    const {left, top, right, bottom} = name.getBoundingClientRect();
    return {text: name.textContent, hidden: name.hidden, way: trace.textposition, size: trace.textfont.size,
            point: [x + edge.left, y + edge.top], box: [left, top, right, bottom],
            inside: x >= 0 && y >= 0 && x <= edge.width && y <= edge.height};
})"""

BOXES = """() => Object.fromEntries(["panel", "canvas", "legend", "controls", "details"].map((id) => {
    const {left, right, top, bottom} = document.getElementById(id).getBoundingClientRect();
    return [id, {left, right, top, bottom}];
}).concat([["zoom", document.querySelector(".zoom").getBoundingClientRect().toJSON()]]))"""


def find_english(said: list[str], allowed: set[str]) -> set[str]:
    """Find Latin words of two letters or more that are neither names nor codes."""
    found = set()
    for text in said:
        for title in TITLES:
            text = text.replace(title, "")  # noqa: PLW2901
        found |= {f"{word}: {text[:80]}" for word in re.findall(r"[A-Za-z]{2,}", text) if word not in allowed}
    return found


@pytest.fixture(scope="module")
def allowed() -> set[str]:
    """Words that may stand in Latin letters; the census tables spell tehsils in no other."""
    tehsils = {word for one in load_tehsils() for word in re.findall(r"[A-Za-z]+", one.name)}
    return NAMES | CODES | tehsils


def test_the_search_for_english_finds_it(allowed: set[str]) -> None:
    assert find_english(["لاہور", "GeoNames (CC BY 4.0)", *TITLES], allowed) == set()
    assert find_english(["لاہور: people"], allowed) == {"people: لاہور: people"}


def test_the_switch_turns_the_page_and_keeps_place_period_and_camera(desktop: AtlasPage) -> None:
    desktop.load("place=quetta&period=2017-2023")
    with desktop.changing():
        desktop.page.get_by_role("button", name="Zoom in").click()
    desktop.settle()
    camera = desktop.camera
    assert "at=" in desktop.query
    headline = desktop.texts("#finding h1")
    with desktop.changing():
        desktop.page.get_by_role("link", name="اردو", exact=True).click()
    assert {"place=quetta", "period=2017-2023", "lang=ur"} <= set(desktop.query.split("&"))
    assert desktop.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ur", "rtl"]
    assert desktop.texts("#finding h1") != headline
    assert desktop.camera == pytest.approx(camera, abs=1e-3)
    # Another question stays in Urdu, and so does the way home.
    with desktop.changing():
        desktop.page.locator("#questions a").nth(3).click()
    assert "lang=ur" in desktop.query
    with desktop.changing():
        desktop.page.locator(".brand").click()
    assert desktop.query == "lang=ur"
    desktop.load("place=quetta&period=2017-2023&lang=ur")
    with desktop.changing():
        desktop.page.get_by_role("link", name="English", exact=True).click()
    assert desktop.query == "place=quetta&period=2017-2023"
    assert desktop.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    assert desktop.texts("#finding h1") == headline
    assert desktop.texts("#copy") == ["Copy link"]


@pytest.mark.parametrize("query", VIEWS)
def test_a_view_in_urdu_has_no_english_left_and_stays_in_its_boxes(
    desktop: AtlasPage, query: str, allowed: set[str]
) -> None:
    desktop.open(query)
    # The second of two maps is named when it stands.
    desktop.page.wait_for_function("rawaan.renderers().every((map) => map.getCanvas().ariaLabel !== 'Map')")
    assert find_english(desktop.page.evaluate(SAID), allowed) == set()
    boxes = desktop.page.evaluate(BOXES)
    assert boxes["panel"]["left"] >= boxes["canvas"]["right"] - 1
    assert boxes["legend"]["right"] < boxes["canvas"]["left"] + 300
    assert boxes["zoom"]["right"] < boxes["canvas"]["left"] + 60
    assert desktop.page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert desktop.page.evaluate("questions.scrollWidth <= questions.clientWidth")
    assert [fault for fault in desktop.page.evaluate(FAULTS) if "lies on" not in fault] == []
    places = list(desktop.page.evaluate(OVERLAYS).values())
    for at, (left, top, right, bottom) in enumerate(places):
        for other in places[at + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


@pytest.mark.parametrize("query", [VIEWS[0], VIEWS[5], VIEWS[7], VIEWS[10]])
def test_on_a_phone_nothing_hangs_over_the_edge(phone: AtlasPage, query: str) -> None:
    phone.open(query)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    boxes = phone.page.evaluate(BOXES)
    # A matrix has room for the buttons in its corner, where reading starts.
    assert boxes["zoom"]["right"] < 60 or "matrix" in query
    assert boxes["legend"]["top"] >= boxes["canvas"]["bottom"] - 1
    assert [fault for fault in phone.page.evaluate(FAULTS) if "lies on" not in fault] == []
    # The strip of questions is scrolled to the one that is open.
    strip, link = (
        phone.page.locator(one).bounding_box() for one in ("#questions", "#questions a[aria-current]")
    ) if phone.page.locator("#questions a[aria-current]").count() else (None, None)
    if strip and link:
        assert strip["x"] <= link["x"]
        assert link["x"] + link["width"] <= strip["x"] + strip["width"]


def check_names(atlas: AtlasPage) -> list[dict[str, Any]]:
    """Check that every name stands beside its place, and that none is shown whose place is not; return those shown."""
    names: list[dict[str, Any]] = atlas.page.evaluate(PLACED)
    for name in names:
        assert name["hidden"] is not name["inside"], name["text"]
    shown = [name for name in names if not name["hidden"]]
    for name in shown:
        (x, y), (left, top, right, bottom) = name["point"], name["box"]
        near = 2.2 * name["size"]
        assert left - near <= x <= right + near, name["text"]
        assert top - near <= y <= bottom + near, name["text"]
        if name["way"].endswith("right"):
            assert left >= x, name["text"]
        if name["way"].endswith("left"):
            assert right <= x, name["text"]
    return shown


def test_names_follow_the_map(desktop: AtlasPage) -> None:
    desktop.load("lang=ur")
    assert {name["text"] for name in check_names(desktop)} >= {"لاہور", "کراچی", "ملتان"}
    start = {name["text"]: name["point"] for name in check_names(desktop)}
    with desktop.changing():
        desktop.page.get_by_role("button", name="قریب کریں").click()
    closer = {name["text"]: name["point"] for name in check_names(desktop)}
    assert closer["ملتان"] != start["ملتان"]
    desktop.page.mouse.move(300, 200)
    desktop.page.mouse.down()
    desktop.page.mouse.move(360, 260, steps=4)
    # While the hand is still on the map.
    check_names(desktop)
    desktop.page.mouse.up()
    desktop.settle()
    moved = {name["text"]: name["point"] for name in check_names(desktop)}
    assert moved["ملتان"] != closer["ملتان"]
    # The renderer itself writes none: it cannot join letters.
    assert "names" not in {trace.get("name") for trace in desktop.view["figure"]["data"]}
    assert desktop.page.locator(".names").get_attribute("aria-hidden") == "true"


def test_the_map_of_before_is_on_the_right(desktop: AtlasPage) -> None:
    desktop.open("question=spill&shade=density&form=pair&lang=ur")
    first, second = (desktop.page.locator(".maplibregl-canvas").nth(index).bounding_box() for index in (0, 1))
    assert first is not None
    assert second is not None
    assert first["x"] >= second["x"] + second["width"]
    captions = desktop.page.locator(".caption")
    assert captions.all_inner_texts() == ["2017", "2023"]
    for index, map_box in enumerate((first, second)):
        box = captions.nth(index).bounding_box()
        assert box is not None
        assert map_box["x"] < box["x"]
        assert map_box["x"] + map_box["width"] - 40 < box["x"] + box["width"] < map_box["x"] + map_box["width"]
    legend = desktop.page.locator("#legend").bounding_box()
    assert legend is not None
    assert legend["x"] + legend["width"] <= second["x"]


def test_a_matrix_is_read_from_the_right(desktop: AtlasPage) -> None:
    desktop.open("form=matrix&lang=ur")
    drawing = desktop.page.locator(".heatmaplayer .hm").bounding_box()
    names, legend = (desktop.page.locator(one).first.bounding_box() for one in (".ytick text", "#legend"))
    assert drawing is not None
    assert names is not None
    assert legend is not None
    assert legend["x"] + legend["width"] <= drawing["x"]
    assert drawing["x"] + drawing["width"] <= names["x"] + names["width"]


def test_the_arrow_keys_of_a_slider_go_the_way_it_lies(desktop: AtlasPage) -> None:
    desktop.open("question=seasons&place=quetta&month=7&lang=ur")
    slider = "#controls input[name=month]"
    for key, month in (("ArrowLeft", 8), ("ArrowRight", 7), ("ArrowUp", 8)):
        desktop.page.locator(slider).focus()
        with desktop.changing():
            desktop.page.keyboard.press(key)
        assert f"month={month}" in desktop.query, key
    # The months of a place lie the same way: January is where reading starts.
    boxes = [desktop.page.locator(".strips li .months a").nth(index).bounding_box() for index in (0, 11)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] > boxes[1]["x"]


def test_digits_are_those_the_reader_chooses(desktop: AtlasPage) -> None:
    desktop.open("lang=ur&digits=urdu")
    said = " ".join(desktop.texts("#finding, #legend, #details .bars"))
    assert re.search("[۰-۹]", said)
    assert not re.search("[0-9]", said.replace("CC BY 4.0", ""))


@pytest.fixture
def paper(browser: Browser, base: str) -> Iterator[AtlasPage]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield AtlasPage(context, base)
    context.close()


def test_paper_is_mirrored_too(paper: AtlasPage) -> None:
    paper.load("lang=ur")
    paper.page.emulate_media(media="print")
    boxes = paper.page.evaluate(BOXES)
    assert boxes["canvas"]["right"] <= boxes["panel"]["left"]
    assert boxes["canvas"]["left"] >= 0
    assert paper.page.locator(".head").is_hidden()
    assert paper.page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
