"""
The base map names no glyphs, and labels are drawn all the same.

One early trial saw lines and markers vanish with labels, another did not. The cause is not the missing `glyphs`
key: Plotly works out the text's distance from its point from `marker.size`, which it forgets in mode "text". The
distance is NaN then, MapLibre refuses the layer, and Plotly raises "Map error". In mode "markers+text", or where the
text stands right on its point and needs no distance, everything is drawn.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.atlas_page import AtlasPage

DRAW = """async (trace) => {
    const sheet = document.body.appendChild(document.createElement("div"));
    Object.assign(sheet.style, {position: "fixed", inset: 0, width: "300px", height: "300px"});
    const sea = {id: "sea", type: "background", paint: {"background-color": "#fff"}};
    const layout = {style: {version: 8, sources: {}, layers: [sea]}, center: {lon: 67, lat: 30}, zoom: 6};
    const place = {type: "scattermap", lon: [67, 67.5], lat: [30, 30.5], text: ["Quetta", "کوئٹہ"]};
    place.textfont = {family: "Inter", size: 14};
    try {
        await Plotly.newPlot(sheet, [{...place, ...trace}], {map: layout, margin: {l: 0, r: 0, t: 0, b: 0}});
        const map = sheet._fullLayout.map._subplot.map;
        await new Promise((done) => { map.once("idle", done); map.triggerRepaint(); });
        const layers = (kind) => map.getStyle().layers.filter((one) => one.type === kind).map((one) => one.id);
        const count = (kind) => map.queryRenderedFeatures({layers: layers(kind)}).length;
        return {glyphs: map.getStyle().glyphs ?? null, labels: count("symbol"), markers: count("circle")};
    } catch (fault) {
        return {fault: String(fault?.message ?? fault)};
    } finally {
        Plotly.purge(sheet);
        sheet.remove();
    }
}"""


@pytest.mark.parametrize(
    ("trace", "drawn"),
    [
        ({"mode": "markers+text", "textposition": "middle right"}, {"labels": 2, "markers": 2}),
        ({"mode": "text", "textposition": "middle center"}, {"labels": 2, "markers": 0}),
        ({"mode": "text", "textposition": "middle right"}, {"fault": "Map error."}),
        ({"mode": "text", "textposition": "middle right", "marker": {"size": 8}}, {"fault": "Map error."}),
    ],
)
def test_labels_in_english_and_urdu_need_no_glyphs_but_a_marker_size(
    desktop: AtlasPage, trace: dict[str, Any], drawn: dict[str, Any]
) -> None:
    desktop.open("")
    result = desktop.page.evaluate(DRAW, trace)
    assert result == ({"glyphs": None, **drawn} if "labels" in drawn else drawn)
    desktop.page.evaluate("new Promise((done) => setTimeout(done, 50))")  # Plotly raises it a second time, later
    assert all(fault == "uncaught: Map error." for fault in desktop.faults)
    desktop.faults.clear()


@pytest.mark.parametrize("query", ["", "question=seasons&place=quetta"])
def test_the_style_names_nothing_outside_this_server(desktop: AtlasPage, query: str) -> None:
    desktop.open(query)
    style = desktop.page.evaluate("rawaan.state.view.figure.layout.map.style")
    assert not {"glyphs", "sprite"} & style.keys()
    assert all(
        source["type"] == "geojson" and source["data"].startswith("geo/") for source in style["sources"].values()
    )
