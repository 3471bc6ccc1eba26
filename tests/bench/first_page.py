"""What the first page costs on the wire, counted by the browser itself."""

from __future__ import annotations

from typing import Any

from tests.browser.chromium import find_chromium, launch_chromium

READY = "Boolean(document.querySelector('.js-plotly-plot')?._fullLayout?.map?._subplot?.map?.loaded())"


def measure_first_page(address: str) -> dict[str, Any] | None:
    """
    Open a page with an empty cache and count every byte that arrives.

    Parameters
    ----------
    address
        Of the page.

    Returns
    -------
    cost
        `bytes` on the wire (heads and bodies, as compressed), `requests`, and `seconds` until the map is drawn;
        None where there is no Chromium.
    """
    if find_chromium() is None:
        return None
    from playwright.sync_api import sync_playwright

    sizes: list[float] = []
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        wire = page.context.new_cdp_session(page)
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        wire.send("Network.enable")
        page.goto(address)
        page.wait_for_function(READY)
        seconds = page.evaluate("performance.now() / 1000")
        browser.close()
    return {"bytes": int(sum(sizes)), "requests": len(sizes), "seconds": round(seconds, 2)}
