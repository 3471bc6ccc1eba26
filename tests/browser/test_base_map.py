"""
The base map names no glyphs, and labels are drawn all the same.

One early trial saw lines and markers vanish with labels, another did not. The cause is not the missing `glyphs`
key: Plotly takes the text's distance from its point from `marker.size`, and in mode "text" without one that
distance is NaN. MapLibre refuses the whole layer then. With a marker size everything is drawn.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.atlas_page import AtlasPage

DRAW = """async (trace) => {
    const sheet = document.body.appendChild(document.createElement("div"));
    Object.assign(sheet.style, {position: "fixed", inset: 0, width: "300px", height: "300px"});
    const style = {version: 8, sources: {}, layers: [{id: "sea", type: "background", paint: {"background-color": "#fff"}}]};
    const place = {type: "scattermap", lon: [67, 67.5], lat: [30, 30.5], text: ["Quetta", "کوئٹہ"], textfont: {family: "Inter", size: 14}};
    try {
        await Plotly.newPlot(sheet, [{...place, ...trace}], {map: {style, center: {lon: 67, lat: 30}, zoom: 6}, margin: {l: 0, r: 0, t: 0, b: 0}});
        const map = sheet._fullLayout.map._subplot.map;
        await new Promise((done) => { map.once("idle", done); map.triggerRepaint(); });
        const count = (kind) => map.queryRenderedFeatures({layers: map.getStyle().layers.filter((one) => one.type === kind).map((one) => one.id)}).length;
        return {glyphs: map.getStyle().glyphs ?? null, labels: count("symbol"), markers: count("circle"), fault: null};
    } catch (fault) {
        return {fault: String(fault?.message ?? fault)};
    } finally {
        Plotly.purge(sheet);
        sheet.remove();
    }
}"""


def test_labels_and_markers_are_drawn_without_glyphs_urdu_too(desktop: AtlasPage) -> None:
    desktop.open("")
    drawn = desktop.page.evaluate(DRAW, {"mode": "markers+text", "marker": {"size": 8}})
    assert drawn == {"glyphs": None, "labels": 2, "markers": 2, "fault": None}


def test_text_without_a_marker_size_is_what_fails(desktop: AtlasPage) -> None:
    desktop.open("")
    drawn: dict[str, Any] = desktop.page.evaluate(DRAW, {"mode": "text"})
    assert drawn["fault"] or drawn["labels"] == 0
    assert desktop.faults
    desktop.faults.clear()


@pytest.mark.parametrize("query", ["", "question=seasons&place=quetta"])
def test_the_style_names_nothing_outside_this_server(desktop: AtlasPage, query: str) -> None:
    desktop.open(query)
    style = desktop.page.evaluate("rawaan.state.view.figure.layout.map.style")
    assert not {"glyphs", "sprite"} & style.keys()
    assert all(source["type"] == "geojson" and source["data"].startswith("geo/") for source in style["sources"].values())
