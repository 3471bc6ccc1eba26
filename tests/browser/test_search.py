"""Find a place by its English name, its Urdu name, or what people call it."""

from __future__ import annotations

import pytest

from tests.browser.atlas_page import AtlasPage


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Quetta", "quetta"),
        ("کراچی", "karachi"),
        ("DG Khan", "dera-ghazi-khan"),
        ("Nawabshah", "shaheed-benazirabad"),
        ("کوئٹہ", "quetta"),
    ],
)
def test_a_place_is_found(desktop: AtlasPage, typed: str, code: str) -> None:
    desktop.open("place=gujrat")
    desktop.page.locator("#find").click()
    desktop.page.keyboard.type(typed)
    option = desktop.page.get_by_role("option").first
    option.wait_for()
    with desktop.changing():
        option.click()
    assert desktop.query == f"place={code}"
    # The box is empty again, ready for the next name.
    assert desktop.page.locator("#find").inner_text().strip() == "Find a place"


def test_a_place_is_found_by_keyboard_alone(desktop: AtlasPage) -> None:
    desktop.open("place=gujrat")
    desktop.page.locator("#find").focus()
    desktop.page.keyboard.press("Enter")
    desktop.page.keyboard.type("Sukkur")
    with desktop.changing():
        desktop.page.keyboard.press("ArrowDown")
        desktop.page.keyboard.press("Enter")
    assert desktop.query == "place=sukkur"


def test_a_name_that_is_no_place_says_so(desktop: AtlasPage) -> None:
    desktop.open("place=gujrat")
    desktop.page.locator("#find").click()
    desktop.page.keyboard.type("Atlantis")
    desktop.page.get_by_text("No options found").wait_for()
    assert desktop.page.get_by_role("option").count() == 0
    desktop.page.keyboard.press("Escape")
