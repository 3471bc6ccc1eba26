"""One server, one browser and one tab for each size: every browser test borrows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.atlas_page import AtlasPage
from tests.browser.chromium import NAMES, find_chromium, launch_chromium
from tests.serving import serve_atlas

if TYPE_CHECKING:
    from layers.cube import Cube

DESKTOP = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it by name where there is no Chromium."""
    here = Path(__file__).parent
    absent = find_chromium() is None
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if absent:
                item.add_marker(pytest.mark.skip(reason=f"no Chromium on PATH ({', '.join(NAMES)})"))


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the atlas by the real `app.py`, and give its address."""
    with serve_atlas(tmp_path_factory.mktemp("atlas")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    """Load the numbers that the server shows, by the library."""
    from layers.load import load_cube

    return load_cube(tmp_path_factory.mktemp("no-installed-sets"))


@pytest.fixture(scope="session")
def _desktop(browser: Browser, base: str) -> Iterator[AtlasPage]:
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    yield AtlasPage(context, base)
    context.close()


@pytest.fixture(scope="session")
def _phone(browser: Browser, base: str) -> Iterator[AtlasPage]:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    yield AtlasPage(context, base)
    context.close()


@pytest.fixture
def desktop(_desktop: AtlasPage) -> Iterator[AtlasPage]:
    """Lend a tab of 1280×720 pixels; the test fails if anything was logged as wrong or asked for outside."""
    yield from _lend(_desktop)


@pytest.fixture
def phone(_phone: AtlasPage) -> Iterator[AtlasPage]:
    """Lend a tab of 390×844 pixels with touch; watched like `desktop`."""
    yield from _lend(_phone)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a window of its own, for what must not be left behind in the shared tabs: theme, storage, clipboard."""
    own = browser.new_context(viewport=DESKTOP)
    yield own
    own.close()


def _lend(atlas: AtlasPage) -> Iterator[AtlasPage]:
    atlas.outside.clear()
    atlas.faults.clear()
    yield atlas
    assert atlas.outside == []
    assert atlas.faults == []
