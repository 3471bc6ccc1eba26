"""
WCAG 2.2, levels A and AA, as far as a program can tell: axe-core finds nothing serious.

Every preset is seen once in each language; theme and window are shared out among them. Then what opens and unfolds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from layers.view import PRESETS
from tests.browser.atlas_page import AtlasPage
from tests.browser.conftest import DESKTOP, PHONE

GUIDELINE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""Rules of axe-core by their tags; 2.2 brings the size of targets."""

GRAVE = {"serious", "critical"}

EXCUSED = {
    # Dash's own dropdown keeps a hidden input that takes the focus for its button: it cannot be reached from here.
    "aria-hidden-focus": {"input.dash-dropdown-focus-target"},
}
"""Rule → what of other people's components is left out of it."""

QUERIES = [view.to_query() for _, _, view in PRESETS]
MORE = ["form=matrix", "data=residual", "ranges=on&direction=all", "question=seasons&place=quetta&month=7"]

# Every preset in English and in Urdu, on a desk by day and on a phone by night or the other way round; the rest once.
WINDOWS = (("desk", "light"), ("phone", "dark"), ("desk", "dark"), ("phone", "light"))
CASES = [
    *[(query, *WINDOWS[at % 4]) for at, query in enumerate([*QUERIES, *MORE])],
    *[(f"{query}&lang=ur".lstrip("&"), *WINDOWS[(at + 1) % 4]) for at, query in enumerate(QUERIES)],
]

OPENED = [
    ("", "desk", "light", "download"),
    ("lang=ur", "phone", "dark", "download"),
    ("place=karachi", "phone", "light", "briefing"),
    ("question=spill&lang=ur", "desk", "dark", "table"),
    ("", "desk", "dark", "options"),
    ("question=spill&shade=density&form=pair", "desk", "light", ""),
    ("place=atlantis", "desk", "light", "fault"),
]


@pytest.fixture(scope="module")
def windows(browser: Browser, base: str) -> Iterator[dict[tuple[str, str], AtlasPage]]:
    """Open a tab for each size and theme."""
    contexts: list[Any] = []
    tabs = {}
    for size, settings in (("desk", {"viewport": DESKTOP}), ("phone", {"viewport": PHONE, "has_touch": True})):
        for theme in ("light", "dark"):
            contexts.append(browser.new_context(**settings, color_scheme=theme))
            tabs[size, theme] = AtlasPage(contexts[-1], base)
    yield tabs
    for context in contexts:
        context.close()


def find_violations(atlas: AtlasPage) -> list[str]:
    """Run axe-core, and say every grave violation in a line."""
    options = {"runOnly": {"type": "tag", "values": GUIDELINE}, "resultTypes": ["violations"]}
    found = Axe().run(atlas.page, options=options).response["violations"]
    lines = []
    for rule in found:
        excused = EXCUSED.get(rule["id"], set())
        for node in rule["nodes"] if rule["impact"] in GRAVE else []:
            selector = node["target"][0]
            if not any(atlas.page.locator(selector).and_(atlas.page.locator(one)).count() for one in excused):
                said = (node["any"] or node["all"] or node["none"])[0]["message"]
                lines.append(f"{rule['id']}: {selector}: {said}")
    return lines


@pytest.mark.parametrize(("query", "size", "theme"), CASES)
def test_a_view_has_no_grave_fault(
    windows: dict[tuple[str, str], AtlasPage], query: str, size: str, theme: str
) -> None:
    atlas = windows[size, theme]
    atlas.open(query)
    atlas.page.evaluate("document.querySelectorAll('#details details').forEach((one) => { one.open = true; })")
    assert find_violations(atlas) == []


@pytest.mark.parametrize(("query", "size", "theme", "opened"), OPENED)
def test_what_opens_has_no_grave_fault(
    windows: dict[tuple[str, str], AtlasPage], query: str, size: str, theme: str, opened: str
) -> None:
    atlas = windows[size, theme]
    if opened == "fault":
        atlas.page.goto(f"{atlas.base}?{query}")
        atlas.page.get_by_role("alert").wait_for()
    else:
        atlas.load(query)
    if opened == "options":
        atlas.page.locator(".more > summary").click()
    elif opened in {"download", "briefing", "table"}:
        atlas.page.locator(f"[data-dialog={opened}]").click()
        atlas.page.locator("#dialog[open] h2").wait_for()
    assert find_violations(atlas) == []


def test_the_check_above_finds_what_it_should(windows: dict[tuple[str, str], AtlasPage]) -> None:
    atlas = windows["desk", "light"]
    atlas.load("")
    atlas.page.add_style_tag(content=".finding .lead { color: #bbb !important }")
    atlas.page.evaluate("document.querySelector('.legend img').removeAttribute('alt')")
    rules = {line.partition(":")[0] for line in find_violations(atlas)}
    assert {"color-contrast", "image-alt"} <= rules


def test_maps_charts_and_plots_have_names(desktop: AtlasPage) -> None:
    desktop.open("place=quetta")
    canvas = desktop.page.locator(".maplibregl-canvas")
    assert canvas.get_attribute("aria-label") == "Map"
    assert canvas.get_attribute("aria-describedby") == "finding"
    assert desktop.page.locator("#map .js-plotly-plot").get_attribute("aria-label") == desktop.page.title()
    with desktop.changing():
        desktop.page.get_by_role("link", name="اردو", exact=True).click()
    desktop.page.wait_for_function("document.querySelector('.maplibregl-canvas').ariaLabel === 'نقشہ'")
    desktop.open("")
    charts = desktop.page.locator("#details img, #details [role=img]")
    assert charts.count() > 0
    assert all(name for name in charts.evaluate_all("(all) => all.map((one) => one.alt || one.ariaLabel)"))


def test_what_has_the_focus_is_never_hidden(desktop: AtlasPage) -> None:
    """WCAG 2.2, focus not obscured: no rule of axe-core's looks for it."""
    desktop.load("")
    hidden = []
    for _ in range(60):
        desktop.page.keyboard.press("Tab")
        hidden.append(
            desktop.page.evaluate("""() => {
            const one = document.activeElement, {left, top, right, bottom} = one.getBoundingClientRect();
            if (one === document.body || right - left < 2) return "";
            const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            return one.contains(over) || over?.contains(one) ? "" : one.outerHTML.slice(0, 120);
        }""")
        )
    assert [one for one in hidden if one] == []
