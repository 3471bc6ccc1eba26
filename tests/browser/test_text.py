"""Text can be read at both sizes: inside its box, not cut, not on other text, on the map too; no sideways scrolling."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Browser
from shapely import box

from tests.browser.atlas_page import AtlasPage

VIEWS = [
    "",
    "place=karachi",
    "place=quetta",
    "question=balance",
    "question=seasons&place=quetta",
    "question=spill",
    "place=dera-ghazi-khan&direction=net&measure=people",
    "direction=all&scale=fixed&period=2017-2023",
    "data=counted",
    "data=residual",
    "ranges=on",
    "question=whatif&place=faisalabad",
    "question=seasons&place=quetta&month=7",
    "form=matrix",
]

# Every piece of visible text as lines on the page, and what is wrong with it.
FAULTS = """() => {
    const faults = [], pieces = [], wide = document.documentElement.scrollWidth;
    if (wide > window.innerWidth) faults.push(`the page is ${wide} px wide in a window of ${window.innerWidth}`);
    for (const fold of document.querySelectorAll("#details details")) fold.open = true;
    for (const part of document.querySelectorAll(".head, #finding, #details, #controls, #legend")) {
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode, holder = node.parentElement, text = node.data.trim();
            if (!text || !holder.checkVisibility() || holder.closest(".sr")) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            // Text behind an ellipsis has no lines to measure.
            const {scrollWidth, clientWidth} = holder;
            if (getComputedStyle(holder).overflowX === "hidden" && scrollWidth > clientWidth + 1)
                faults.push(`"${text}" is cut: ${scrollWidth} px in ${holder.className} of ${clientWidth}`);
            const strip = holder.closest(".questions, .controls");
            for (const {left, right, top, bottom} of range.getClientRects()) {
                // A strip may scroll sideways on a phone; anything else stays between the edges of its part.
                const edge = (strip ?? part).getBoundingClientRect();
                const over = Math.max(edge.left - left, right - edge.right);
                if (over > 1 && !(strip && window.innerWidth <= 1005))
                    faults.push(`"${text}" sticks out by ${over.toFixed()} px`);
                pieces.push({text, node, part, box: [left, top + 2, right, bottom - 2]});
                for (let one = holder; one !== part; one = one.parentElement) {
                    const cut = one.getBoundingClientRect(), lost = Math.max(cut.left - left, right - cut.right);
                    if (getComputedStyle(one).overflowX === "hidden" && lost > 1)
                        faults.push(`"${text}" is cut by ${lost.toFixed()} px in ${one.className}`);
                }
            }
        }
    }
    for (let one = 0; one < pieces.length; one++)
        for (let other = one + 1; other < pieces.length; other++) {
            const a = pieces[one], b = pieces[other];
            if (a.part !== b.part || a.node === b.node) continue;
            const across = Math.min(a.box[2], b.box[2]) - Math.max(a.box[0], b.box[0]);
            const down = Math.min(a.box[3], b.box[3]) - Math.max(a.box[1], b.box[1]);
            if (across > 1 && down > 1) faults.push(`"${a.text}" lies on "${b.text}"`);
        }
    return [...new Set(faults)];
}"""

# Boxes of the names the renderer has drawn, from its own layers and the real widths of the font.
NAMES = """() => {
    const map = rawaan.renderer(), pen = document.createElement("canvas").getContext("2d"), names = [];
    for (const layer of map.getStyle().layers) {
        if (layer.type !== "symbol" || layer.layout.visibility === "none") continue;
        const {"text-size": size, "text-anchor": anchor, "text-font": font} = layer.layout;
        const [right, down] = layer.layout["text-offset"];
        pen.font = `${size}px ${font[0]}`;
        const seen = new Set();
        for (const feature of map.queryRenderedFeatures({layers: [layer.id]})) {
            const text = feature.properties.text;
            if (seen.has(text)) continue;
            seen.add(text);
            const {x, y} = map.project(feature.geometry.coordinates), width = pen.measureText(text).width;
            const left = x + right * size - width * (anchor.includes("left") ? 0 : anchor.includes("right") ? 1 : 0.5);
            const top = y + down * size - size * (anchor.includes("top") ? 0 : anchor.includes("bottom") ? 1 : 0.5);
            names.push({text, box: [left, top, left + width, top + size]});
        }
    }
    return names;
}"""

OVERLAYS = """() => Object.fromEntries([...document.querySelectorAll(".controls > *, .zoom, #legend")].map((one) => {
    const {left, top, right, bottom} = one.getBoundingClientRect();
    return [one.textContent.slice(0, 30), [left, top, right, bottom]];
}))"""


# Of the module, so that the tests of one view follow each other and it is opened once.
@pytest.fixture(scope="module", params=VIEWS)
def query(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module", params=["desktop", "phone"])
def size(request: pytest.FixtureRequest) -> str:
    return request.param


def test_text_stays_inside_its_boxes(request: pytest.FixtureRequest, size: str, query: str) -> None:
    atlas: AtlasPage = request.getfixturevalue(size)
    atlas.open(query)
    assert atlas.page.evaluate(FAULTS) == []
    overlays = {text: box(*edges) for text, edges in atlas.page.evaluate(OVERLAYS).items()}
    assert [pair for pair in combinations(overlays, 2) if overlays[pair[0]].intersects(overlays[pair[1]])] == []
    if size == "desktop":  # on a phone the controls and the legend stand above and below the map
        canvas = atlas.page.evaluate(
            "(({left, top, right, bottom}) => [left, top, right, bottom])(canvas.getBoundingClientRect())"
        )
        assert [text for text, overlay in overlays.items() if not box(*canvas).contains(overlay)] == []


def test_no_name_sits_on_another_or_under_a_control(request: pytest.FixtureRequest, size: str, query: str) -> None:
    atlas: AtlasPage = request.getfixturevalue(size)
    atlas.open(query)
    if "form=matrix" in query:
        return  # test_matrix.py looks at its names
    names = atlas.page.evaluate(NAMES)
    wanted = [text for trace in atlas.view["figure"]["data"] if trace.get("name") == "names" for text in trace["text"]]
    assert sorted(name["text"] for name in names) == sorted(wanted)  # all are drawn, and
    assert len(names) >= 3
    boxes = {name["text"]: box(*name["box"]) for name in names}
    overlaps = [pair for pair in combinations(boxes, 2) if boxes[pair[0]].intersection(boxes[pair[1]]).area > 1]
    assert overlaps == []
    covers = [box(*cover) for cover in atlas.covers()]
    assert [text for text, one in boxes.items() if any(one.intersection(cover).area > 1 for cover in covers)] == []


@pytest.mark.parametrize(
    ("width", "query"),
    [
        (768, "form=matrix"),
        (768, "question=seasons&place=quetta"),
        (1006, "question=whatif&place=faisalabad"),
        (1006, "form=matrix"),
        (1180, "question=seasons&place=quetta"),
    ],
)
def test_windows_between_a_phone_and_a_desk_have_room_too(browser: Browser, base: str, width: int, query: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 720})
    atlas = AtlasPage(context, base)
    atlas.load(query)
    assert atlas.page.evaluate(FAULTS) == []
    overlays = {text: box(*edges) for text, edges in atlas.page.evaluate(OVERLAYS).items()}
    assert [pair for pair in combinations(overlays, 2) if overlays[pair[0]].intersects(overlays[pair[1]])] == []
    # All questions can be seen, and the legend lies where the frame has left room for it.
    assert atlas.page.evaluate("questions.scrollWidth <= questions.clientWidth")
    assert atlas.page.evaluate("legend.getBoundingClientRect().bottom <= canvas.getBoundingClientRect().bottom")
    assert (atlas.faults, atlas.outside) == ([], [])
    context.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (".finding h1 { font-size: 90px }", "sticks out"),
        (".bar .name { width: 20px; overflow: hidden; white-space: nowrap }", "is cut"),
        (".figures b { margin-bottom: -20px }", "lies on"),
        (".panel { width: 2000px }", "px wide in a window of"),
    ],
)
def test_the_check_above_finds_what_it_should(desktop: AtlasPage, spoil: str, words: str) -> None:
    desktop.open("")
    sheet = desktop.page.add_style_tag(content=spoil)
    faults = desktop.page.evaluate(FAULTS)
    sheet.evaluate("(sheet) => sheet.remove()")
    assert any(words in fault for fault in faults)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_options_open_inside_the_window_and_close_again(request: pytest.FixtureRequest, size: str) -> None:
    atlas: AtlasPage = request.getfixturevalue(size)
    atlas.open("")
    atlas.page.get_by_text("Options", exact=True).click()
    panel = atlas.page.locator(".more > div").bounding_box()
    window = atlas.page.viewport_size
    assert panel is not None
    assert window is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= window["width"]
    assert panel["y"] + panel["height"] <= window["height"]
    assert atlas.page.evaluate(FAULTS) == []
    # They stay open while the reader tries one after the other.
    with atlas.changing():
        atlas.page.get_by_role("link", name="Whole country", exact=True).click()
    assert atlas.page.locator(".more > div").is_visible()
    atlas.page.keyboard.press("Escape")
    assert atlas.page.locator(".more > div").is_hidden()
