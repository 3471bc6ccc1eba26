"""At the opening frame the large flows can be told apart, and no name sits on another."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from shapely import Polygon, box

from tests.browser.atlas_page import AtlasPage

LONGEST = 24.0
"""CSS pixels: each of the ten largest arrows is at least this long (issue: "at that frame")."""

# The ten largest arrows as the renderer projects them. A ring is right side, head (right, tip, left), left side, close.
ARROWS = """() => {
    const {state: {view}, renderer} = rawaan, map = renderer();
    return view.figure.data[view.flow_trace].geojson.features.slice(-10).map((feature) => ({
        id: feature.id,
        ring: feature.geometry.coordinates[0].map((point) => { const {x, y} = map.project(point); return [x, y]; }),
    }));
}"""

# What lies over the map, in the map's own pixels.
COVERS = """() => {
    const map = document.getElementById("canvas").getBoundingClientRect();
    return [...document.querySelectorAll(".controls > *, .zoom, #legend")].map((one) => one.getBoundingClientRect())
        .map(({left, top, right, bottom}) => [left - map.left, top - map.top, right - map.left, bottom - map.top]);
}"""

# Boxes of the names the renderer has drawn, from its own layers and the real widths of the font.
NAMES = """() => {
    const map = rawaan.renderer(), pen = document.createElement("canvas").getContext("2d"), names = [];
    for (const layer of map.getStyle().layers) {
        if (layer.type !== "symbol" || layer.layout.visibility === "none") continue;
        const {"text-size": size, "text-anchor": anchor, "text-font": font} = layer.layout;
        const [right, down] = layer.layout["text-offset"];
        pen.font = `${size}px ${font[0]}`;
        const seen = new Set();
        for (const feature of map.queryRenderedFeatures({layers: [layer.id]})) {
            const text = feature.properties.text;
            if (seen.has(text)) continue;
            seen.add(text);
            const {x, y} = map.project(feature.geometry.coordinates), width = pen.measureText(text).width;
            const left = x + right * size - width * (anchor.includes("left") ? 0 : anchor.includes("right") ? 1 : 0.5);
            const top = y + down * size - size * (anchor.includes("top") ? 0 : anchor.includes("bottom") ? 1 : 0.5);
            names.push({text, box: [left, top, left + width, top + size]});
        }
    }
    return names;
}"""

PRESETS = ["", "place=karachi", "place=quetta", "question=balance", "question=seasons&place=quetta", "question=spill"]


def read_arrow(arrow: dict[str, Any]) -> tuple[float, Polygon]:
    """Take the straight length from the middle of the tail to the tip, and the head, from an arrow's ring."""
    ring = arrow["ring"]
    side = (len(ring) - 4) // 2
    (right_x, right_y), (left_x, left_y) = ring[0], ring[-2]
    head = ring[side : side + 3]
    tip_x, tip_y = head[1]
    length = ((tip_x - (right_x + left_x) / 2) ** 2 + (tip_y - (right_y + left_y) / 2) ** 2) ** 0.5
    return length, Polygon(head)


@pytest.mark.parametrize("place", ["lahore", "karachi", "quetta"])
def test_the_ten_largest_arrows_can_be_told_apart(desktop: AtlasPage, place: str) -> None:
    desktop.open("" if place == "lahore" else f"place={place}")
    arrows = desktop.page.evaluate(ARROWS)
    lengths, heads = zip(*(read_arrow(arrow) for arrow in arrows), strict=True)
    assert len(arrows) == 10
    assert {arrow["id"]: round(length) for arrow, length in zip(arrows, lengths, strict=True) if length < LONGEST} == {}
    overlaps = [
        (one, other) for one, other in combinations(range(10), 2) if heads[one].intersection(heads[other]).area > 0.5
    ]
    assert [(arrows[one]["id"], arrows[other]["id"]) for one, other in overlaps] == []
    size = desktop.page.evaluate("[canvas.clientWidth, canvas.clientHeight]")
    covers = [box(*cover) for cover in desktop.page.evaluate(COVERS)]
    hidden = [
        arrow["id"]
        for arrow, head in zip(arrows, heads, strict=True)
        if not box(0, 0, *size).contains(head) or any(cover.intersects(head) for cover in covers)
    ]
    assert hidden == []


@pytest.mark.parametrize("query", PRESETS)
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_name_sits_on_another_or_under_a_control(request: pytest.FixtureRequest, size: str, query: str) -> None:
    atlas: AtlasPage = request.getfixturevalue(size)
    atlas.open(query)
    names = atlas.page.evaluate(NAMES)
    wanted = [text for trace in atlas.view["figure"]["data"] if trace.get("name") == "names" for text in trace["text"]]
    assert sorted(name["text"] for name in names) == sorted(wanted)  # all are drawn, and
    assert len(names) >= 3
    boxes = {name["text"]: box(*name["box"]) for name in names}
    overlaps = [pair for pair in combinations(boxes, 2) if boxes[pair[0]].intersection(boxes[pair[1]]).area > 1]
    assert overlaps == []
    covers = [box(*cover) for cover in atlas.page.evaluate(COVERS)]
    assert [text for text, one in boxes.items() if any(one.intersection(cover).area > 1 for cover in covers)] == []
