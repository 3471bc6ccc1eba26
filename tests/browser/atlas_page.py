"""The atlas as a reader has it open: go to a view, wait until it is drawn, look at what is really there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Route

# The view has arrived, Plotly holds its figure, and the renderer has drawn every source. A matrix has no renderer.
DRAWN = """() => {
    const {state, renderer, plot} = window.rawaan ?? {};
    const view = state?.view, map = renderer?.();
    if (!view || view.seen || plot()?.data !== view.figure.data) return false;
    return view.figure.layout.map ? Boolean(map?.loaded() && !map.isMoving()) : Boolean(plot().calcdata);
}"""

IDLE = """() => new Promise((done) => {
    const map = window.rawaan.renderer();
    if (!map) return done(true);
    map.once("idle", () => done(true));
    map.triggerRepaint();
})"""

# Dash's own notice that a link inside the page was followed.
FOLLOW = """(query) => {
    window.history.pushState({}, "", query ? "?" + query : window.location.pathname);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
}"""

# Plotly names the renderer's layers after the trace's uid. A feature cut by tiles is found several times over; polygons
# carry their centre (`ct`), points have where they are.
RENDERED = """([name, kind]) => {
    const {renderer, plot} = window.rawaan;
    const trace = plot()._fullData.find((one) => one.name === name);
    if (!trace) return [];
    const seen = new Map();
    for (const feature of renderer().queryRenderedFeatures({layers: [`plotly-trace-layer-${trace.uid}-${kind}`]}))
    {
        const {properties, geometry} = feature;
        seen.set(JSON.stringify(properties.ct ? properties : [geometry, properties]), properties);
    }
    return [...seen.values()];
}"""

# What lies over the map, in the map's own pixels.
COVERS = """() => {
    const map = document.getElementById("canvas").getBoundingClientRect();
    return [...document.querySelectorAll(".controls > *, .zoom, #legend")].map((one) => one.getBoundingClientRect())
        .map(({left, top, right, bottom}) => [left - map.left, top - map.top, right - map.left, bottom - map.top]);
}"""


class AtlasPage:
    """
    One open tab with the atlas.

    Parameters
    ----------
    context
        Window size, theme and the like.
    base
        Address of the atlas.

    Attributes
    ----------
    page
        Playwright's page.
    outside
        Addresses outside this machine that the page asked for; each was refused.
    faults
        Errors and warnings of the console, and uncaught exceptions.
    """

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.base = base
        self.outside: list[str] = []
        self.faults: list[str] = []
        context.set_default_timeout(30_000)
        context.route(re.compile(rf"^(?!{re.escape(base)}|data:|blob:)"), self._refuse)
        self.page = context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))

    def _refuse(self, route: Route) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def _note(self, message: ConsoleMessage) -> None:
        # Reading pixels back without a graphics card is slow, and Chromium says so.
        if message.type in {"error", "warning"} and "GPU stall due to ReadPixels" not in message.text:
            self.faults.append(f"console {message.type}: {message.text}")

    def load(self, query: str = "") -> None:
        """Open a view from nothing, as from a mailed link, and wait until it is drawn."""
        self.page.goto(self.base + (f"?{query}" if query else ""))
        self.settle()

    def open(self, query: str = "") -> None:
        """
        Go to a view and wait until it is drawn in its own frame, at the top of the page.

        Quick where the page is already open (the same way a followed link takes), a full load where it is not,
        or where an earlier test has moved the map.
        """
        if self.page.url != "about:blank" and self.page.evaluate("Boolean(window.rawaan?.state.view)"):
            if self.query != query:
                with self.changing():
                    self.page.evaluate(FOLLOW, query)
            home = self.page.evaluate("rawaan.state.view.figure.layout.map ? rawaan.state.view.camera : {}")
            if all(abs(self.camera[name] - home[name]) < 1e-6 for name in home):
                # A followed link leaves the page where an earlier test has scrolled it.
                self.page.evaluate("scrollTo(0, 0)")
                return
        self.load(query)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Do something that brings another view, and wait until that view is drawn."""
        self.page.evaluate("window.rawaan.state.view.seen = true")
        yield
        self.settle()

    def settle(self) -> None:
        """Wait until the newest view is drawn and the renderer has nothing left to do."""
        self.page.wait_for_function(DRAWN)
        self.page.evaluate(IDLE)

    @property
    def query(self) -> str:
        """What stands after the question mark in the address bar."""
        return self.page.url.partition("?")[2]

    @property
    def view(self) -> dict[str, Any]:
        """The server's answer that the page shows, without its components."""
        view: dict[str, Any] = self.page.evaluate(
            """() => {
                const {title, figure, camera, flow_trace, flow_keys, halo} = rawaan.state.view;
                return {title, figure, camera, flow_trace, flow_keys, halo};
            }"""
        )
        return view

    @property
    def camera(self) -> dict[str, float]:
        """Where the renderer's camera is: lon, lat in degrees, zoom."""
        camera: dict[str, float] = self.page.evaluate(
            """() => {
                const map = rawaan.renderer(), {lng, lat} = map.getCenter();
                return {lon: lng, lat, zoom: map.getZoom()};
            }"""
        )
        return camera

    def rendered(self, name: str, kind: str = "fill") -> list[dict[str, Any]]:
        """
        Ask the renderer what it has drawn.

        Parameters
        ----------
        name
            Name of the trace.
        kind
            Which of its layers: "fill", "line", "circle" or "symbol".

        Returns
        -------
        features
            Properties of each feature on screen (`fc` fill colour, `mo` opacity), each feature once.
        """
        features: list[dict[str, Any]] = self.page.evaluate(RENDERED, [name, kind])
        return features

    def covers(self) -> list[list[float]]:
        """List what lies over the map: left, top, right, bottom in the map's own pixels."""
        boxes: list[list[float]] = self.page.evaluate(COVERS)
        return boxes

    def texts(self, selector: str) -> list[str]:
        """Return the text of every element that a selector finds."""
        return self.page.locator(selector).all_inner_texts()

    def current(self, selector: str) -> list[str]:
        """Return the text of the links marked as current inside an element, those in a closed fold-out too."""
        return self.page.locator(f"{selector} a[aria-current]").all_text_contents()
