"""At the opening frame the large flows can be told apart."""

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
    covers = [box(*cover) for cover in desktop.covers()]
    hidden = [
        arrow["id"]
        for arrow, head in zip(arrows, heads, strict=True)
        if not box(0, 0, *size).contains(head) or any(cover.intersects(head) for cover in covers)
    ]
    assert hidden == []
