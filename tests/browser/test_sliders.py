"""Sliders: by keyboard, by mouse, by finger, and by the play button; each is part of the address."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.atlas_page import AtlasPage

WHAT_IF = "question=whatif&place=faisalabad"
JULY = "question=seasons&place=quetta&month=7"
FOCUS = "document.activeElement.name"


def place(atlas: AtlasPage, slider: str, value: int) -> tuple[float, float]:
    """Find the point of the window where a slider's knob stands at a value."""
    rail = atlas.page.locator(f".rail input[name={slider}]")
    rail.scroll_into_view_if_needed()
    box = rail.bounding_box()
    assert box is not None
    low, high = (int(rail.get_attribute(name) or 0) for name in ("min", "max"))
    knob = 16.0
    along = knob / 2 + (box["width"] - knob) * (value - low) / (high - low)
    return box["x"] + along, box["y"] + box["height"] / 2


def wait_for_query(atlas: AtlasPage, query: str) -> None:
    """Wait until the address is this one, and its view drawn."""
    atlas.page.wait_for_function(
        "(query) => location.search === '?' + query && rawaan.state.search === location.search", arg=query
    )
    atlas.settle()


@pytest.mark.parametrize(
    ("query", "slider", "key", "after", "said"),
    [
        (WHAT_IF, "amount", "ArrowRight", f"{WHAT_IF}&amount=25", "+25 %"),
        (JULY, "month", "ArrowLeft", JULY.replace("7", "6"), "June"),
        (JULY, "share", "ArrowRight", f"{JULY}&share=11", "11"),
    ],
)
def test_a_key_moves_a_slider_which_keeps_the_focus(
    desktop: AtlasPage, query: str, slider: str, key: str, after: str, said: str
) -> None:
    desktop.open(query)
    headline = desktop.texts("#finding h1")
    rail = desktop.page.locator(f".rail input[name={slider}]")
    rail.focus()
    desktop.page.keyboard.press(key)
    wait_for_query(desktop, after)
    assert desktop.texts("#finding h1") != headline
    assert desktop.page.evaluate(FOCUS) == slider
    assert said in (rail.get_attribute("aria-valuetext") or "")
    assert desktop.page.locator(f".slider:has([name={slider}]) output").inner_text() == rail.get_attribute(
        "aria-valuetext"
    )
    desktop.page.keyboard.press("Home")  # and on, without another Tab
    desktop.page.wait_for_function("(query) => location.search !== '?' + query", arg=after)
    desktop.settle()
    assert desktop.page.evaluate(FOCUS) == slider


@pytest.mark.parametrize(
    ("query", "slider", "start", "end", "after"),
    [
        (WHAT_IF, "amount", 20, 70, f"{WHAT_IF}&amount=70"),
        (JULY, "month", 7, 12, JULY.replace("7", "12")),
        (JULY, "share", 10, 30, f"{JULY}&share=30"),
    ],
)
def test_a_drag_takes_the_view_along_and_is_one_step_back(
    desktop: AtlasPage, query: str, slider: str, start: int, end: int, after: str
) -> None:
    desktop.open("")
    desktop.open(query)
    headline = desktop.texts("#finding h1")
    mouse = desktop.page.mouse
    mouse.move(*place(desktop, slider, start))
    mouse.down()
    mouse.move(*place(desktop, slider, (start + end) // 2), steps=3)
    desktop.page.wait_for_function(
        "(before) => document.querySelector('#finding h1').innerText !== before", arg=headline[0]
    )
    desktop.settle()
    mouse.move(*place(desktop, slider, end), steps=3)
    mouse.up()
    wait_for_query(desktop, after)
    # The controls are those of the new view: its value is said, and their links lead on from it.
    desktop.page.wait_for_function(
        "([slider, end]) => document.querySelector(`[data-name=${slider}]`).dataset.value === String(end)",
        arg=[slider, end],
    )
    assert desktop.page.locator(f".rail input[name={slider}]").input_value() == str(end)
    with desktop.changing():
        desktop.page.go_back()
    assert desktop.query == query
    assert desktop.texts("#finding h1") == headline


def test_the_months_play_until_a_click_and_are_one_step_back(desktop: AtlasPage) -> None:
    start = "question=seasons&place=quetta"
    desktop.open("")
    desktop.open(start)
    button = desktop.page.get_by_role("button", name="Play the months")
    button.click()
    for month in (1, 2, 3):
        desktop.page.wait_for_function("(query) => location.search === query", arg=f"?{start}&month={month}")
    assert desktop.page.locator("[data-play]").get_attribute("aria-pressed") == "true"
    desktop.page.locator("[data-play]").click()
    desktop.settle()
    stopped = desktop.query
    desktop.page.wait_for_timeout(2_400)  # more than two steps of a play
    assert desktop.query == stopped
    assert desktop.page.locator("[data-play]").inner_text() == "▶"
    with desktop.changing():
        desktop.page.go_back()
    assert desktop.query == start


def test_going_back_stops_the_play(desktop: AtlasPage) -> None:
    desktop.open("")
    desktop.open(JULY)
    desktop.page.get_by_role("button", name="Play the months").click()
    desktop.page.wait_for_function("location.search.includes('month=8')")
    desktop.page.go_back()
    desktop.page.wait_for_timeout(1_500)
    assert desktop.query == JULY


def test_a_saved_scenario_opens_with_the_same_numbers(desktop: AtlasPage, context: BrowserContext, base: str) -> None:
    desktop.open(f"{WHAT_IF}&amount=75")
    fresh = AtlasPage(context, base)
    fresh.load(f"{WHAT_IF}&amount=75")
    for selector in ("#finding", "#details", "#legend", ".slider output"):
        assert fresh.texts(selector) == desktop.texts(selector), selector
    assert fresh.page.locator(".rail input").input_value() == "75"
    assert (fresh.faults, fresh.outside) == ([], [])


def test_a_finger_moves_a_slider_and_not_the_strip_it_stands_in(phone: AtlasPage) -> None:
    phone.open(WHAT_IF)
    (x, y), (end, _) = place(phone, "amount", 20), place(phone, "amount", 60)
    finger = phone.page.context.new_cdp_session(phone.page)
    for kind, points in (
        ("touchStart", [x]),
        *(("touchMove", [x + (end - x) * step / 5]) for step in range(1, 6)),
        ("touchEnd", []),
    ):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at, "y": y} for at in points]})
    phone.page.wait_for_function("location.search.includes('amount=60')")
    phone.settle()
    assert phone.page.evaluate("controls.scrollLeft") == 0
    height = phone.page.locator(".rail input").bounding_box()
    assert height is not None
    assert height["height"] >= 24  # WCAG 2.2, "target size"


def test_the_current_question_is_in_sight_on_a_phone(phone: AtlasPage) -> None:
    for query in (WHAT_IF, "", JULY):
        phone.open(query)
        phone.page.wait_for_function(
            """() => {
                const {left, right} = document.querySelector("#questions [aria-current]").getBoundingClientRect();
                return left >= 0 && right <= window.innerWidth;
            }"""
        )
