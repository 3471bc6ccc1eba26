"""What opens over the page: it opens and closes by hand and by key, and what is taken away there is what was seen."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.atlas_page import AtlasPage
from tests.browser.test_links import ARROW_POINT, hover

if TYPE_CHECKING:
    from layers.cube import Cube

NAMES = ("download", "briefing", "table")
BEGINNINGS = {"png": b"\x89PNG\r\n\x1a\n", "svg": b"<svg", "pdf": b"%PDF-"}
KEYS = "(one) => one?.id || one?.dataset.dialog || one?.textContent || ''"


@pytest.fixture
def atlas(desktop: AtlasPage) -> Iterator[AtlasPage]:
    """Lend the desktop's tab, and leave no dialog open in it."""
    desktop.open("")
    yield desktop
    desktop.page.evaluate("dialog.open && document.getElementById('dialog-close').click()")


def open_dialog(atlas: AtlasPage, name: str) -> None:
    """Open a dialog, and wait until the server has filled it."""
    with atlas.page.expect_response(lambda answer: "dialog.json" in answer.url):
        atlas.page.locator(f"[data-dialog={name}]").click()
    marks = {"download": "#export-start", "briefing": "a[href^='briefing.pdf']", "table": ".twin"}
    atlas.page.locator(f"#dialog[open] {marks[name]}").first.wait_for()


def focused(atlas: AtlasPage) -> str:
    said: str = atlas.page.evaluate(f"({KEYS})(document.activeElement)")
    return said


@pytest.mark.parametrize("name", NAMES)
def test_a_dialog_opens_and_closes_in_every_way_and_gives_the_focus_back(atlas: AtlasPage, name: str) -> None:
    ways = {
        "button": lambda: atlas.page.locator("#dialog-close").click(),
        "key": lambda: atlas.page.keyboard.press("Escape"),
        "beside": lambda: atlas.page.mouse.click(40, 400),
    }
    for way, close in ways.items():
        open_dialog(atlas, name)
        assert atlas.page.locator("#dialog").get_attribute("aria-label") == atlas.page.inner_text("#dialog h2"), way
        assert atlas.page.evaluate("dialog.contains(document.activeElement)"), way
        close()
        atlas.page.wait_for_function("!dialog.open")
        assert focused(atlas) == name, way
    # A click on its own edge is none beside it.
    open_dialog(atlas, name)
    edge = atlas.page.locator("#dialog").bounding_box()
    assert edge is not None
    atlas.page.mouse.click(edge["x"] + 8, edge["y"] + 8)
    assert atlas.page.evaluate("dialog.open")


def test_tab_stays_inside_an_open_dialog(atlas: AtlasPage) -> None:
    open_dialog(atlas, "download")
    stops = []
    for _ in range(40):
        atlas.page.keyboard.press("Tab")
        # Past the last stop Chromium's own frame has the focus, which the page sees as its body.
        stops.append(atlas.page.evaluate(
            "document.activeElement === document.body || dialog.contains(document.activeElement)"
        ))
    assert all(stops)
    assert atlas.page.evaluate("document.querySelectorAll('#dialog pre[tabindex]').length") >= 2


def test_a_format_of_one_layer_asks_which(atlas: AtlasPage) -> None:
    open_dialog(atlas, "download")
    layers = atlas.page.locator("[data-field=layer]")
    assert layers.is_hidden()  # GeoPackage holds them all
    atlas.page.get_by_label("GeoJSON", exact=True).check()
    assert layers.locator("label:visible").all_inner_texts() == [
        "Flows, as lines", "Arrows, as drawn", "Places", "Points of places"
    ]
    assert layers.locator("input:checked").get_attribute("value") == "flows"
    atlas.page.get_by_label("CSV for kepler.gl").check()
    assert layers.locator("label:visible").all_inner_texts() == ["Flows, as lines", "Points of places"]


def test_geojson_of_this_view_has_the_people_of_the_arrows_drawn(atlas: AtlasPage, cube: Cube, tmp_path: Path) -> None:
    open_dialog(atlas, "download")
    atlas.page.get_by_label("GeoJSON", exact=True).check()
    with atlas.page.expect_download() as download:
        atlas.page.locator("#export-start").click()
    assert download.value.suggested_filename == "rawaan-to-lahore-1998-2023-flows.geojson"
    download.value.save_as(path := tmp_path / "flows.geojson")
    rows = [one["properties"] for one in json.loads(path.read_text(encoding="utf-8"))["features"]]
    assert {f"{row['origin']}>{row['destination']}" for row in rows} == set(atlas.view["flow_keys"])
    matrix, units = cube.matrices["1998-2023"].people, cube.flow_units
    for row in rows:
        expected = float(matrix[units.index(row["origin"]), units.index(row["destination"])])
        assert row["people"] == pytest.approx(expected, abs=0.5)
    assert atlas.page.inner_text("#export-words") == "Ready: the file is being saved."
    assert atlas.page.locator("#export-bar").is_hidden()


def test_everything_behind_a_view_takes_its_time_and_can_be_cancelled(atlas: AtlasPage) -> None:
    open_dialog(atlas, "download")
    atlas.page.get_by_label("Everything behind it").check()
    with atlas.page.expect_response(lambda answer: answer.request.method == "POST") as started:
        atlas.page.locator("#export-start").click()
    job = started.value.json()
    atlas.page.wait_for_function("document.getElementById('export-bar').hidden === false")
    with atlas.page.expect_response(lambda answer: answer.url.endswith(job["id"])) as watched:
        pass
    assert watched.value.json()["state"] in {"waiting", "running"}
    assert atlas.page.inner_text("#export-words") != ""
    with atlas.page.expect_response(lambda answer: answer.request.method == "DELETE") as cancelled:
        atlas.page.locator("#export-cancel").click()
    assert cancelled.value.status == 204
    assert atlas.page.inner_text("#export-words") == "Cancelled. Nothing was kept."
    assert atlas.page.locator("#export-cancel").is_hidden()
    answer = atlas.page.request.get(f"{atlas.base}api/exports/{job['id']}/file")
    assert answer.status in {404, 409}
    state = atlas.page.request.get(f"{atlas.base}api/exports/{job['id']}").json()
    assert state.get("state", "gone") not in {"waiting", "running", "done"}


def test_closing_the_dialog_cancels_what_was_being_made(atlas: AtlasPage) -> None:
    open_dialog(atlas, "download")
    atlas.page.get_by_label("Everything behind it").check()
    atlas.page.locator("#export-start").click()
    with atlas.page.expect_response(lambda answer: answer.request.method == "DELETE") as cancelled:
        # At once: the answer that names the job may still be on its way.
        atlas.page.keyboard.press("Escape")
    assert cancelled.value.status == 204


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_picture_link_saves_a_real_file(atlas: AtlasPage, tmp_path: Path, form: str) -> None:
    open_dialog(atlas, "download")
    with atlas.page.expect_download() as download:
        atlas.page.locator(f"#dialog a[href^='picture.{form}'][href*=wide]").click()
    assert download.value.suggested_filename == f"rawaan-who-moves-to-lahore.{form}"
    download.value.save_as(path := tmp_path / f"picture.{form}")
    assert path.read_bytes()[:400].lstrip().startswith((BEGINNINGS[form], b"<?xml"))
    assert path.stat().st_size > 20_000


def test_a_briefing_saves_pages_with_the_finding(atlas: AtlasPage, tmp_path: Path) -> None:
    open_dialog(atlas, "briefing")
    with atlas.page.expect_download() as download:
        atlas.page.locator("#dialog a[href^='briefing.pdf']").first.click()
    download.value.save_as(path := tmp_path / "briefing.pdf")
    assert path.read_bytes().startswith(BEGINNINGS["pdf"])
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here")
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True).stdout
    assert " ".join(atlas.page.inner_text("#finding h1").split()) in " ".join(text.split())


def test_a_snippet_is_copied_whole(context: BrowserContext, base: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    atlas = AtlasPage(context, base)
    atlas.load("place=quetta")
    open_dialog(atlas, "download")
    snippet = atlas.page.locator(".snippet").first
    snippet.get_by_role("button").click()
    snippet.get_by_role("button", name="Copied").wait_for()
    copied = atlas.page.evaluate("navigator.clipboard.readText()")
    assert copied == snippet.locator("code").text_content()
    assert base in copied
    assert "quetta" in copied
    assert (atlas.faults, atlas.outside) == ([], [])


def test_the_table_says_what_the_map_says(atlas: AtlasPage) -> None:
    said = hover(atlas, *atlas.page.evaluate(ARROW_POINT, "faisalabad>lahore"))
    texts = atlas.page.evaluate("rawaan.plot().data.find((one) => one.name === 'flows').hovertext")
    open_dialog(atlas, "table")
    table = atlas.page.locator(".twin").first
    rows = [row.all_inner_texts() for row in (one.locator("th, td") for one in table.locator("tbody tr").all())]
    assert len(rows) == len(atlas.view["flow_keys"]) == 40
    plain = [[part.replace("<b>", "").replace("</b>", "") for part in text.split("<br>")] for text in texts]
    assert sorted(name for name, _ in rows) == sorted(name for name, *_ in plain)
    lines = dict(rows)
    assert all(part in lines[name] for name, *parts in plain for part in parts)
    # And what the mouse finds is one of them.
    words = lines["Faisalabad → Lahore"]
    assert all(part.strip() in said for part in words.split(";"))


def test_a_dialog_is_of_the_view_that_is_open(atlas: AtlasPage) -> None:
    with atlas.changing():
        atlas.page.get_by_role("link", name="To Karachi", exact=True).click()
    open_dialog(atlas, "table")
    assert atlas.page.inner_text("#dialog h2") == "Who moves to Karachi?"
    assert all("→ Karachi" in name for name in atlas.page.locator(".twin").first.locator("tbody th").all_inner_texts())
