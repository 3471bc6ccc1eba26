"""Everything the mouse can do, the keyboard can: Tab reaches it, one can see where one is, Enter follows."""

from __future__ import annotations

from layers.view import PRESETS
from tests.browser.atlas_page import AtlasPage

FOCUS = """() => {
    const one = document.activeElement, {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(one);
    const parts = {"#questions": "questions", "#controls": "controls", ".bars": "bars", ".tools": "tools",
                   ".zoom": "zoom", "#details": "details"};
    const group = parts[Object.keys(parts).find((part) => one.closest(part))] ?? "";
    const seen = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    return {group, text: one.textContent.slice(0, 30), seen};
}"""


def test_tab_reaches_everything_and_shows_where_it_is(desktop: AtlasPage) -> None:
    desktop.load("")
    stops = []
    for _ in range(60):
        desktop.page.keyboard.press("Tab")
        stop = desktop.page.evaluate(FOCUS)
        stops.append(stop)
        if stop["group"] == "controls" and stop["text"] == "Options":
            break
    reached = [stop["group"] for stop in stops]
    assert reached.count("questions") == len(PRESETS)
    assert reached.count("bars") == 12  # ten partners and two periods
    assert reached.count("controls") == 10  # two forms, four directions, three periods, the options
    assert {"tools", "zoom", "details"} <= set(reached)
    assert [stop for stop in stops if stop["group"] and not stop["seen"]] == []


def test_enter_follows_a_question_a_control_and_a_bar(desktop: AtlasPage) -> None:
    desktop.open("")
    for selector, query in (
        ("#questions a >> text=To Quetta", "place=quetta"),
        ("#controls a >> text=Going out", "place=quetta&direction=out"),
    ):
        desktop.page.locator(selector).focus()
        with desktop.changing():
            desktop.page.keyboard.press("Enter")
        assert desktop.query == query
        # The next Tab goes on from here.
        desktop.page.wait_for_function("(query) => document.activeElement.search === '?' + query", arg=query)
    bar = desktop.page.locator("#details a.bar").first
    name = bar.locator(".name").inner_text()
    bar.focus()
    with desktop.changing():
        desktop.page.keyboard.press("Enter")
    assert desktop.texts("#finding h1")[0]
    assert desktop.page.title() == f"Where do people go who leave {name}? · Rawaan"


def test_plus_and_minus_zoom_but_not_while_typing(desktop: AtlasPage) -> None:
    desktop.load("")
    zoom = desktop.camera["zoom"]
    with desktop.changing():
        desktop.page.keyboard.press("+")
    assert round(desktop.camera["zoom"] - zoom, 3) == 0.5
    with desktop.changing():
        desktop.page.keyboard.press("-")
    assert round(desktop.camera["zoom"] - zoom, 3) == 0
    desktop.page.locator("#find").click()
    desktop.page.keyboard.type("-+")
    assert round(desktop.camera["zoom"] - zoom, 3) == 0
    desktop.page.keyboard.press("Escape")
