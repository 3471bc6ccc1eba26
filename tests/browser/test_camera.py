"""The map stays where the reader has put it; the address says so, and only then."""

from __future__ import annotations

import pytest

from tests.browser.atlas_page import AtlasPage

SAME = 2e-3
"""Degrees and zoom steps: the address carries three decimals of a degree, two of a zoom."""


def drag(atlas: AtlasPage, across: int, down: int) -> None:
    """Drag the map with the mouse, from an empty corner of it."""
    mouse = atlas.page.mouse
    mouse.move(480, 640)
    mouse.down()
    mouse.move(480 + across // 2, 640 + down // 2, steps=4)
    mouse.move(480 + across, 640 + down, steps=4)
    atlas.page.wait_for_timeout(120)  # a pause before letting go, so that the map does not glide on
    mouse.up()
    atlas.page.wait_for_function("location.search.includes('at=')")
    atlas.settle()


def test_the_map_stays_where_it_was_dragged(desktop: AtlasPage) -> None:
    desktop.load("place=karachi")
    assert "at=" not in desktop.query
    opened = desktop.camera
    drag(desktop, 140, -90)
    moved = desktop.camera
    assert moved["lon"] < opened["lon"]  # the map went right and up, so the camera left and down
    assert moved["lat"] < opened["lat"]
    assert "at=" in desktop.query
    for label in ("1998–2017", "Going out", "Both"):
        with desktop.changing():
            desktop.page.get_by_role("link", name=label, exact=True).click()
        assert desktop.camera == pytest.approx(moved, abs=1e-6), label
    # The address still says where the map is: opened anew it gives the same picture.
    assert "at=" in desktop.query
    desktop.load(desktop.query)
    assert desktop.camera == pytest.approx(moved, abs=SAME * 3)


def test_moving_a_reopened_map_moves_its_address(desktop: AtlasPage) -> None:
    desktop.load("at=70,30,6")
    assert desktop.camera == pytest.approx({"lon": 70, "lat": 30, "zoom": 6}, abs=1e-6)
    drag(desktop, 100, -60)
    desktop.page.wait_for_function("!location.search.includes('at=70,30,6')")
    moved = desktop.camera
    with desktop.changing():
        desktop.page.get_by_role("link", name="1998–2017", exact=True).click()
    assert desktop.camera == pytest.approx(moved, abs=1e-6)
    lon, lat, zoom = (float(part) for part in desktop.query.partition("at=")[2].partition("&")[0].split(","))
    assert {"lon": lon, "lat": lat, "zoom": zoom} == pytest.approx(moved, abs=SAME * 3)


def test_another_place_opens_in_its_own_frame(desktop: AtlasPage) -> None:
    desktop.load("")
    drag(desktop, 140, -90)
    with desktop.changing():
        desktop.page.get_by_role("link", name="To Quetta", exact=True).click()
    assert desktop.query == "place=quetta"
    assert desktop.camera == pytest.approx(desktop.view["camera"], abs=1e-6)


def test_zooming_draws_the_arrows_anew_in_place_and_home_leads_back(desktop: AtlasPage) -> None:
    desktop.load("place=quetta")
    home = desktop.camera
    keys = desktop.view["flow_keys"]
    with desktop.changing():
        desktop.page.get_by_role("button", name="Zoom in").click()
    near = desktop.camera
    assert near == pytest.approx({**home, "zoom": home["zoom"] + 1}, abs=1e-6)
    assert desktop.view["flow_keys"] == keys
    assert "at=" in desktop.query
    with desktop.changing():
        desktop.page.get_by_role("button", name="Back to the opening frame").click()
    assert desktop.camera == pytest.approx(home, abs=1e-6)
    assert "at=" not in desktop.query


def test_from_the_main_flows_to_the_whole_country_and_back(desktop: AtlasPage) -> None:
    desktop.load("")
    near = desktop.camera
    desktop.page.get_by_text("Options", exact=True).click()
    with desktop.changing():
        desktop.page.get_by_role("link", name="Whole country", exact=True).click()
    assert desktop.camera["zoom"] < near["zoom"]
    assert len(desktop.rendered("flows")) == 40  # no arrow lies outside
    with desktop.changing():
        desktop.page.get_by_role("link", name="Main flows", exact=True).click()
    assert desktop.camera == pytest.approx(near, abs=1e-6)
