"""Find the system's Chromium and start it so that it draws without a graphics card and reaches nothing outside."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No name but this machine's resolves, whatever the browser itself would like to fetch.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find_chromium() -> str | None:
    """
    Look for Chromium on the path.

    Returns
    -------
    program
        Full path, or None.
    """
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def launch_chromium(playwright: Playwright) -> Browser:
    """
    Start Chromium, headless.

    Parameters
    ----------
    playwright
        From `sync_playwright()`.

    Returns
    -------
    browser
        To be closed by the caller.
    """
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
