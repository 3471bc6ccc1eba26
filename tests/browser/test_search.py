"""Find a place by its English name, its Urdu name, or what people call it."""

from __future__ import annotations

import pytest

from tests.browser.atlas_page import AtlasPage

LEFT = """(name) => {
    const options = document.querySelectorAll("[role=option]");
    return options.length === 1 && options[0].textContent.includes(name);
}"""


def type_name(atlas: AtlasPage, typed: str, name: str) -> None:
    """Type into the open "Find a place" and wait until one place is left."""
    atlas.page.get_by_role("searchbox").fill(typed)
    atlas.page.wait_for_function(LEFT, arg=name)


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ("Quetta", "Quetta", "quetta"),
        ("کراچی", "Karachi", "karachi"),
        ("DG Khan", "Dera Ghazi Khan", "dera-ghazi-khan"),
        ("Nawabshah", "Shaheed Benazirabad", "shaheed-benazirabad"),
    ],
)
def test_a_place_is_found(desktop: AtlasPage, typed: str, name: str, code: str) -> None:
    desktop.open("place=gujrat")
    desktop.page.locator("#find").click()
    type_name(desktop, typed, name)
    with desktop.changing():
        desktop.page.get_by_role("option").click()
    assert desktop.query == f"place={code}"
    # The box is empty again, ready for the next name.
    assert desktop.page.locator("#find").inner_text().strip() == "Find a place"


def test_a_place_is_found_by_keyboard_alone(desktop: AtlasPage) -> None:
    desktop.open("place=gujrat")
    desktop.page.locator("#find").focus()
    desktop.page.keyboard.press("Enter")
    type_name(desktop, "Sukkur", "Sukkur")
    with desktop.changing():
        desktop.page.keyboard.press("ArrowDown")
        desktop.page.keyboard.press("Enter")
    assert desktop.query == "place=sukkur"


def test_a_name_that_is_no_place_says_so(desktop: AtlasPage) -> None:
    desktop.open("place=gujrat")
    desktop.page.locator("#find").click()
    desktop.page.keyboard.type("Atlantis")
    desktop.page.get_by_text("No place of this name").wait_for()
    assert desktop.page.get_by_role("option").count() == 0
    desktop.page.keyboard.press("Escape")
