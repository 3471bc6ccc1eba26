"""Cells round a city: as many as a screen bears, two maps in step, links that move the map."""

from __future__ import annotations

import pytest

from layers.cell_window import FADE, MOST
from tests.browser.atlas_page import AtlasPage

PAIR = "question=spill&shade=density&form=pair"
TABLE = "#details .figures-table td"

CAMERAS = """() => rawaan.renderers().map((map) => {
    const {lng, lat} = map.getCenter();
    return [lng, lat, map.getZoom()];
})"""
SETTLED = """() => rawaan.renderers().every((map) => map.loaded() && !map.isMoving())
    && !document.body.classList.contains("waiting")"""
SENT = "() => rawaan.state.view.figure.data.find((one) => one.name === 'cells').locations"

CELLS = """() => {
    const {locations, customdata} = rawaan.state.view.figure.data.find((one) => one.name === "cells");
    const people = Object.fromEntries(locations.map((id, index) => [id, customdata[index][1]]));
    return {people, resolution: h3.getResolution(locations[0])};
}"""

PARTS = """(resolution) => {
    const {locations, customdata} = rawaan.state.view.figure.data.find((one) => one.name === "cells");
    const parts = {};
    locations.forEach((id, index) => {
        const parent = h3.cellToParent(id, resolution);
        (parts[parent] ??= []).push(customdata[index][1]);
    });
    return parts;
}"""

# Plotly knows a place by its layer; this is where on the page a cell's centre lies, on one of the maps.
WHERE = """([name, index]) => {
    const trace = rawaan.plot()._fullData.find((one) => one.name === "cells" && one.subplot === name);
    const subplot = rawaan.plot()._fullLayout[name]._subplot;
    const [lat, lon] = h3.cellToLatLng(trace.locations[index]);
    const {x, y} = subplot.map.project([lon, lat]), box = subplot.div.getBoundingClientRect();
    return [box.left + x, box.top + y];
}"""

# Every opacity the renderer is given for the cells, from now on.
WATCH = """() => {
    window.opacities = [];
    const map = rawaan.renderer();
    map.on("render", () => {
        const cells = map.getStyle().layers.filter(({id}) => /cells-1-fill$/.test(id));
        for (const {paint} of cells) if (paint) opacities.push(JSON.stringify(paint["fill-opacity"] ?? 1));
    });
}"""


def settle(atlas: AtlasPage) -> None:
    """Wait until every map is drawn and no new cells are on their way."""
    atlas.settle()
    atlas.page.wait_for_timeout(150)
    atlas.page.wait_for_function(SETTLED)


def sent(atlas: AtlasPage) -> set[str]:
    """List the cells the page was sent."""
    return set(atlas.page.evaluate(SENT))


def hover(atlas: AtlasPage, name: str, index: int) -> str:
    """Move the mouse over a cell of one of the maps and read what is said."""
    label = atlas.page.locator(".hoverlayer .hovertext")
    before = label.locator("text").all_text_contents()
    atlas.page.mouse.move(*atlas.page.evaluate(WHERE, [name, index]))
    label.wait_for(state="visible")
    # What is said of the cell before stands until the renderer has found this one.
    for _ in range(30):
        if label.locator("text").all_text_contents() != before:
            break
        atlas.page.wait_for_timeout(100)
    return " ".join(label.locator("text").all_text_contents())


def find_cell(atlas: AtlasPage) -> int:
    """Find the cell that holds most people near the middle of the map, but clear of what is marked there."""
    index: int = atlas.page.evaluate(
        """() => {
            const {data} = rawaan.state.view.figure, {camera} = rawaan.state.view;
            const {locations, customdata} = data.find((one) => one.name === "cells");
            const marks = data.find((one) => one.name === "abadis") ?? {lon: [], lat: []};
            const near = locations.map((id) => h3.cellToLatLng(id)).map(([lat, lon]) =>
                Math.hypot(lat - camera.lat, lon - camera.lon) < 0.3
                && marks.lon.every((east, index) => Math.hypot(lat - marks.lat[index], lon - east) > 0.12));
            const size = customdata.map((row, index) => (near[index] ? row[1] : -1));
            return size.indexOf(Math.max(...size));
        }"""
    )
    return index


def test_cells_are_drawn_and_no_more_than_a_screen_bears(desktop: AtlasPage) -> None:
    desktop.load("question=spill&shade=density")
    cells = desktop.rendered("cells")
    assert 100 < len(cells) <= len(sent(desktop)) <= MOST
    assert len({cell["fc"] for cell in cells}) >= 4
    assert desktop.rendered("outline", "line")
    people = hover(desktop, "map", find_cell(desktop))
    assert "people per km²" in people
    assert "derived" in people


def test_nearer_cells_are_finer_and_add_up_to_the_same(desktop: AtlasPage) -> None:
    desktop.load("question=spill&shade=density&at=74.35,31.5,5.8")
    coarse = desktop.page.evaluate(CELLS)
    table = desktop.texts(TABLE)
    for _ in range(3):
        with desktop.changing():
            desktop.page.get_by_role("button", name="Zoom in").click()
    settle(desktop)
    fine = desktop.page.evaluate(CELLS)
    assert fine["resolution"] > coarse["resolution"]
    assert len(fine["people"]) <= MOST
    assert desktop.texts(TABLE) == table
    # What the hover says of a coarse cell is what it says of its parts together, each rounded to one person. Parts
    # past the edge of the screen were not sent: only cells that have them all are looked at.
    parts = desktop.page.evaluate(PARTS, coarse["resolution"])
    whole = {
        cell: found for cell, found in parts.items() if len(found) == 7 ** (fine["resolution"] - coarse["resolution"])
    }
    assert len(whole) > 5
    for cell, found in whole.items():
        assert sum(found) == pytest.approx(coarse["people"][cell], abs=len(found) / 2 + 1)


def test_panning_brings_cells_and_keeps_the_map_in_place(desktop: AtlasPage) -> None:
    desktop.load("question=spill&shade=density")
    before = sent(desktop)
    mouse = desktop.page.mouse
    with desktop.changing():
        mouse.move(900, 400)
        mouse.down()
        mouse.move(600, 250, steps=4)
        mouse.move(480, 180, steps=4)
        desktop.page.wait_for_timeout(120)
        mouse.up()
    settle(desktop)
    [moved] = desktop.page.evaluate(CAMERAS)
    opened = desktop.view["camera"]
    assert moved[0] > opened["lon"] + 0.1
    after = sent(desktop)
    assert after - before
    assert after & before
    west, south, east, north = desktop.page.evaluate("rawaan.state.view.cells.bounds")
    bounds = desktop.page.evaluate("rawaan.renderer().getBounds().toArray().flat()")
    assert west < bounds[0]
    assert south < bounds[1]
    assert east > bounds[2]
    assert north > bounds[3]
    # Another colour of the same land: neither the map nor its land changes.
    with desktop.changing():
        desktop.page.get_by_role("link", name="Net gain", exact=True).click()
    assert desktop.page.evaluate(CAMERAS)[0] == pytest.approx(moved, abs=1e-6)
    assert sent(desktop) == after
    with desktop.changing():
        desktop.page.get_by_role("button", name="Light or dark").click()
    settle(desktop)
    assert desktop.page.evaluate(CAMERAS)[0] == pytest.approx(moved, abs=1e-6)
    assert sent(desktop) & after
    desktop.page.evaluate("localStorage.removeItem('rawaan-theme')")


def test_cells_fade_into_districts_and_never_flash(desktop: AtlasPage) -> None:
    desktop.load("question=spill&shade=density&at=70,30,5.1")
    assert FADE[0] < 5.1 < FADE[1]
    settle(desktop)
    desktop.page.evaluate(WATCH)
    with desktop.changing():
        desktop.page.get_by_role("link", name="Net gain", exact=True).click()
    settle(desktop)
    shown = set(desktop.page.evaluate("opacities"))
    assert len(shown) == 1
    assert "interpolate" in shown.pop()
    with desktop.changing():
        desktop.page.get_by_role("button", name="Zoom out").click()
    settle(desktop)
    assert desktop.rendered("cells") == []
    assert len({place["fc"] for place in desktop.rendered("places")}) >= 4


def test_a_click_on_a_district_keeps_the_question(desktop: AtlasPage) -> None:
    desktop.load("question=spill&shade=density&at=69.5,30,4.3")
    point = desktop.page.evaluate(
        """() => {
            const {x, y} = rawaan.renderer().project([68.86, 27.7]), box = rawaan.plot().getBoundingClientRect();
            return [box.left + x, box.top + y];
        }"""
    )
    desktop.page.mouse.move(*point)
    desktop.page.locator(".hoverlayer .hovertext").wait_for(state="visible")
    with desktop.changing():
        desktop.page.mouse.click(*point)
    assert desktop.query.startswith("question=spill&place=") or "&place=" in desktop.query
    assert "shade=density" in desktop.query
    assert "at=" not in desktop.query
    assert desktop.page.evaluate(CAMERAS)[0] == pytest.approx(list(desktop.view["camera"].values()), abs=1e-6)


def test_two_maps_move_together(desktop: AtlasPage) -> None:
    desktop.load(PAIR)
    settle(desktop)
    first, second = desktop.page.evaluate(CAMERAS)
    assert first == second
    assert desktop.texts(".caption") == ["2017", "2023"]
    box = desktop.page.locator(".maplibregl-canvas").nth(1).bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = desktop.page.mouse
    # The second map is dragged, and let go with a swing: the first goes along to the end of it.
    mouse.move(*middle)
    mouse.down()
    mouse.move(middle[0] - 60, middle[1] - 40, steps=3)
    mouse.move(middle[0] - 90, middle[1] - 70, steps=3)
    first, second = desktop.page.evaluate(CAMERAS)
    assert first == pytest.approx(second, abs=1e-9)
    mouse.up()
    desktop.page.wait_for_function("location.search.includes('at=')")
    settle(desktop)
    moved, twin = desktop.page.evaluate(CAMERAS)
    assert moved == pytest.approx(twin, abs=1e-9)
    assert moved[0] > desktop.view["camera"]["lon"]
    mouse.wheel(0, -240)
    desktop.page.wait_for_function("(zoom) => rawaan.renderer().getZoom() > zoom + 0.2", arg=moved[2])
    desktop.page.wait_for_timeout(400)
    settle(desktop)
    near, twin = desktop.page.evaluate(CAMERAS)
    assert near == pytest.approx(twin, abs=1e-9)
    with desktop.changing():
        desktop.page.get_by_role("button", name="Zoom out").click()
    settle(desktop)
    far, twin = desktop.page.evaluate(CAMERAS)
    assert far == pytest.approx(twin, abs=1e-9)
    assert far[2] == pytest.approx(near[2] - 1, abs=1e-6)
    # Another colour does not put either map back.
    with desktop.changing():
        desktop.page.get_by_role("link", name="City and belt", exact=True).click()
    settle(desktop)
    for camera in desktop.page.evaluate(CAMERAS):
        assert camera == pytest.approx(far, abs=1e-6)
    with desktop.changing():
        desktop.page.get_by_role("button", name="Back to the opening frame").click()
    settle(desktop)
    home = list(desktop.view["camera"].values())
    for camera in desktop.page.evaluate(CAMERAS):
        assert camera == pytest.approx(home, abs=1e-6)
    assert "at=" not in desktop.query


def test_each_of_two_maps_says_its_own_year(desktop: AtlasPage) -> None:
    desktop.open(PAIR)
    settle(desktop)
    cell = find_cell(desktop)
    before, after = hover(desktop, "map", cell), hover(desktop, "map2", cell)
    assert "2017" in before
    assert "2023" in after
    assert before.replace("2017", "") != after.replace("2023", "")
    halos = desktop.page.evaluate(
        """() => rawaan.renderers().map((map) => map.getStyle().layers
            .filter(({type, id}) => type === "symbol" && id.startsWith("plotly"))
            .filter(({layout}) => layout.visibility === "visible")
            .map(({paint}) => paint["text-halo-width"]))"""
    )
    assert len(halos) == 2
    for widths in halos:
        assert set(widths) == {1.5}
    with desktop.changing():
        desktop.page.get_by_role("link", name="Map", exact=True).click()
    settle(desktop)
    assert desktop.page.locator(".maplibregl-canvas").count() == 1
    assert desktop.texts(".caption") == []


def test_a_link_moves_the_map_and_the_back_button_returns(desktop: AtlasPage) -> None:
    desktop.load("question=spill&shade=density")
    home = desktop.page.evaluate(CAMERAS)[0]
    links = desktop.page.locator("#details a[data-view=moves]")
    assert links.count() >= 10
    with desktop.changing():
        links.last.click()
    settle(desktop)
    there = desktop.page.evaluate(CAMERAS)[0]
    lon, lat, zoom = (float(part) for part in desktop.query.partition("at=")[2].partition("&")[0].split(","))
    assert there == pytest.approx([lon, lat, zoom], abs=1e-6)
    assert there[2] > home[2]
    # Moved away by hand, the same link leads there again.
    mouse = desktop.page.mouse
    mouse.move(900, 400)
    mouse.down()
    mouse.move(640, 300, steps=5)
    desktop.page.wait_for_timeout(120)
    mouse.up()
    desktop.page.wait_for_function("(at) => !location.search.includes(at)", arg=f"{lon},{lat}")
    settle(desktop)
    with desktop.changing():
        desktop.page.locator("#details a[data-view=moves]").last.click()
    settle(desktop)
    assert desktop.page.evaluate(CAMERAS)[0] == pytest.approx(there, abs=1e-6)
    near = sent(desktop)
    for _ in range(2):
        with desktop.changing():
            desktop.page.go_back()
    settle(desktop)
    assert desktop.page.evaluate(CAMERAS)[0] == pytest.approx(home, abs=1e-6)
    # With the cells of that frame, not those of where the map was.
    west, south, east, north = desktop.page.evaluate("rawaan.state.view.cells.bounds")
    assert west < home[0] < east
    assert south < home[1] < north
    assert sent(desktop) != near
    with desktop.changing():
        desktop.page.go_forward()
    settle(desktop)


def test_a_demonstration_says_so(desktop: AtlasPage) -> None:
    desktop.load("question=spill&shade=built&grid=demonstration")
    settle(desktop)
    assert any("DEMONSTRATION" in text for text in desktop.texts("#legend p, #legend .sentence"))
    assert desktop.rendered("cells")
    with desktop.changing():
        desktop.page.get_by_role("link", name="Before and after", exact=True).click()
    settle(desktop)
    assert desktop.texts(".caption") == ["1990", "2020"]


def test_two_maps_on_a_phone_stand_one_above_the_other(phone: AtlasPage) -> None:
    phone.load(PAIR)
    settle(phone)
    boxes = [phone.page.locator(".maplibregl-canvas").nth(index).bounding_box() for index in (0, 1)]
    upper, lower = (box for box in boxes if box is not None)
    assert upper["y"] + upper["height"] <= lower["y"]
    assert upper["width"] == lower["width"] == pytest.approx(390, abs=1)
    assert upper["height"] > 250
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    captions = [phone.page.locator(".caption").nth(index).bounding_box() for index in (0, 1)]
    for caption, box in zip(captions, (upper, lower), strict=True):
        assert caption is not None
        assert box["y"] < caption["y"] < box["y"] + box["height"]
    with phone.changing():
        phone.page.get_by_role("button", name="Zoom in").click()
    settle(phone)
    first, second = phone.page.evaluate(CAMERAS)
    assert first == pytest.approx(second, abs=1e-9)
