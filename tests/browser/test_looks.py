"""Light and dark, paper, and waiting."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Route

from layers.palette import DARK, LIGHT
from tests.browser.atlas_page import AtlasPage
from tests.browser.conftest import DESKTOP

# Colour of the text and of what lies behind it, as the browser has computed them.
COLOURS = """(selector) => {
    const one = typeof selector === "string" ? document.querySelector(selector) : selector;
    let under = one;
    while (getComputedStyle(under).backgroundColor === "rgba(0, 0, 0, 0)") under = under.parentElement;
    return [getComputedStyle(one).color, getComputedStyle(under).backgroundColor];
}"""

TEXTS = [
    "#finding h1",
    "#finding .lead",
    "#finding .figures small",
    ".bar .value",
    ".evidence p",
    "#questions a",
    "#controls a",
    "#legend .quiet",
]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21: WCAG 2.2, "contrast ratio"."""

    def luminance(colour: str) -> float:
        numbers = [float(number) for number in re.findall(r"[\d.]+", colour)[:3]]
        scale = 1.0 if colour.startswith("color(srgb") else 255.0
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (number / scale for number in numbers)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(
        4.48, abs=0.01
    )  # the well-known grey that just fails


def test_a_reader_who_likes_it_dark_gets_it_dark_and_can_change_her_mind(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport=DESKTOP, color_scheme="dark")
    atlas = AtlasPage(context, base)
    atlas.load("")
    for theme, palette in (("dark", DARK), ("light", LIGHT)):
        assert atlas.page.evaluate("document.documentElement.dataset.theme") == theme
        assert atlas.page.evaluate("rawaan.renderer().getPaintProperty('sea', 'background-color')") == palette.sea
        assert atlas.view["halo"] == palette.halo
        faint = {selector: atlas.page.evaluate(COLOURS, selector) for selector in TEXTS}
        assert {selector: pair for selector, pair in faint.items() if contrast(*pair) < 4.5} == {}
        if theme == "dark":
            with atlas.changing():
                atlas.page.get_by_role("button", name="Light or dark").click()
    atlas.load("")
    assert atlas.page.evaluate("document.documentElement.dataset.theme") == "light"  # remembered
    assert (atlas.faults, atlas.outside) == ([], [])
    context.close()


@pytest.mark.parametrize(
    ("theme", "query", "selectors"),
    [
        ("dark", "form=matrix", [".blocks td", ".blocks th", ".measures p", "#legend .sentence"]),
        (
            "light",
            "question=seasons&place=quetta&month=7",
            [".strips .name", ".strips .value", ".months span", ".slider span"],
        ),
        ("dark", "question=whatif&place=faisalabad", [".slider output", ".evidence dt", ".plain a", ".bar .value"]),
        ("light", "data=residual", [".figures small", ".section p", "#legend .key"]),
    ],
)
def test_the_newer_views_are_legible_by_day_and_by_night(
    browser: Browser, base: str, theme: str, query: str, selectors: list[str]
) -> None:
    context = browser.new_context(viewport=DESKTOP, color_scheme=theme)
    atlas = AtlasPage(context, base)
    atlas.load(query)
    faint = []
    for selector in selectors:
        for one in atlas.page.query_selector_all(selector):
            pair = atlas.page.evaluate(COLOURS, one)
            if contrast(*pair) < 4.5:
                faint.append((selector, one.text_content(), pair))
    assert faint == []
    if query == "form=matrix":
        names, paper = atlas.page.evaluate("""[getComputedStyle(document.querySelector('.ytick text')).fill,
            getComputedStyle(document.querySelector('.main-svg')).backgroundColor]""")
        assert contrast(names, paper) >= 4.5
    assert (atlas.faults, atlas.outside) == ([], [])
    context.close()


@pytest.mark.parametrize(("query", "drawing"), [("", "#canvas canvas"), ("form=matrix", "#canvas .heatmaplayer image")])
def test_paper_has_the_finding_the_map_and_the_legend_but_no_controls(
    desktop: AtlasPage, query: str, drawing: str
) -> None:
    desktop.open(query)
    desktop.page.emulate_media(media="print")
    try:
        for selector in (".head", ".controls", ".zoom", ".busy"):
            assert desktop.page.locator(selector).is_hidden(), selector
        for selector in ("#finding h1", drawing, "#legend"):
            assert desktop.page.locator(selector).first.is_visible(), selector
    finally:
        desktop.page.emulate_media(media="screen")


def test_a_slow_answer_shows_that_it_is_on_its_way(context: BrowserContext, base: str) -> None:
    atlas = AtlasPage(context, base)
    atlas.load("")
    held: list[Route] = []
    atlas.page.route("**/view.json*", lambda route: held.append(route))
    waiting = "document.body.classList.contains('waiting')"
    with atlas.changing():
        atlas.page.get_by_role("link", name="To Karachi", exact=True).click()
        assert not atlas.page.evaluate(waiting)  # nothing flickers when an answer is quick
        atlas.page.wait_for_function(waiting)
        held[0].continue_()
    assert not atlas.page.evaluate(waiting)
