"""What the page asks for beside views: dialogs, pictures, briefings, and a link's preview."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
from dash import Dash
from werkzeug.test import Client

from layers.atlas import Atlas
from layers.page import INDEX
from layers.paper import sheet
from layers.service.pages import add_pages
from layers.view import View


@pytest.fixture(scope="module")
def client(atlas: Atlas) -> Client:
    app = Dash("pages", index_string=INDEX)
    app.layout = []
    add_pages(app, atlas)
    return app.server.test_client()


def read_tags(client: Client, query: str) -> dict[str, str]:
    page = client.get(f"/?{query}", base_url="https://atlas.example").get_data(as_text=True)
    found = re.findall(r'<meta property="([\w:]+)" content="([^"]*)">', page)
    return {name: html.unescape(text) for name, text in found}


def test_a_link_is_shown_with_its_finding_and_its_own_picture(client: Client) -> None:
    tags = read_tags(client, "place=karachi&utm_source=mail")
    assert tags["og:title"] == "Karachi’s newcomers mostly come from other provinces · Rawaan"
    assert tags["og:description"].startswith("About 360k people a year move to Karachi")
    assert tags["og:image"] == "https://atlas.example/picture.png?place=karachi&size=wide"
    assert tags["og:url"] == "https://atlas.example/?place=karachi"
    assert read_tags(client, "")["og:image"] == "https://atlas.example/picture.png?size=wide"


def test_the_page_says_its_language_before_any_script_runs(client: Client) -> None:
    for query, wanted in (("", 'lang="en" dir="ltr"'), ("lang=ur&place=quetta", 'lang="ur" dir="rtl"')):
        assert f"<html {wanted}" in client.get(f"/?{query}").get_data(as_text=True)
    assert re.search(r"[\u0600-\u06ff]", read_tags(client, "lang=ur")["og:title"])


@pytest.mark.parametrize("query", ["place=atlantis", "month=13", 'place="><script>alert(1)</script>'])
def test_a_link_to_nothing_is_still_a_page(client: Client, query: str) -> None:
    answer = client.get(f"/?{query}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<script>alert" not in page
    assert read_tags(client, query)["og:title"] == "Rawaan"


@pytest.mark.parametrize("size", ["a4", "wide"])
def test_a_picture_is_a_png_that_says_what_it_is(client: Client, size: str) -> None:
    answer = client.get(f"/picture.png?place=quetta&size={size}")
    body = answer.get_data()
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(body[start : start + 4]) for start in (16, 20))
    if size == "wide":
        assert (width, height) == (1920, 1080)
    else:  # 210 × 297 mm at 300 dots to the inch
        assert (width, height) == (pytest.approx(2480, abs=2), pytest.approx(3508, abs=2))
    assert 'filename="rawaan-who-moves-to-quetta.png"' in answer.headers["Content-Disposition"]


def test_pictures_come_as_svg_and_pdf_too(client: Client, tmp_path: Path) -> None:
    svg = client.get("/picture.svg?place=quetta").get_data(as_text=True)
    assert svg.startswith("<svg")
    assert "Who moves to Quetta?" in re.sub(r"<[^>]+>", "", svg)
    (path := tmp_path / "quetta.pdf").write_bytes(client.get("/picture.pdf?place=quetta").get_data())
    if not which("pdftotext"):
        pytest.skip("pdftotext is not here")
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "Who moves to Quetta?" in said


def test_a_picture_that_was_seen_is_not_sent_again(client: Client) -> None:
    tag = client.get("/picture.svg?place=quetta").headers["ETag"]
    again = client.get("/picture.svg?place=quetta", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_picture_asked_for_again_is_not_drawn_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[View] = []
    draw = sheet.draw_sheet
    monkeypatch.setattr(sheet, "draw_sheet", lambda atlas, view, **how: drawn.append(view) or draw(atlas, view, **how))
    first, second = (client.get("/picture.svg?place=sukkur").get_data() for _ in range(2))
    assert first == second
    assert drawn == [View(place="sukkur")]


@pytest.mark.parametrize("form", ["pdf", "pptx"])
def test_a_briefing_comes_as_pages_and_as_a_deck(client: Client, form: str) -> None:
    answer = client.get(f"/briefing.{form}?place=quetta&lang=ur")
    assert answer.status_code == 200
    assert answer.get_data()[:4] == {"pdf": b"%PDF", "pptx": b"PK\x03\x04"}[form]
    assert f'filename="rawaan-briefing-who-moves-to-quetta-ur.{form}"' in answer.headers["Content-Disposition"]


def test_a_province_has_a_briefing_though_it_is_no_place(client: Client) -> None:
    answer = client.get("/briefing.pdf?question=balance&place=punjab")
    assert answer.status_code == 200
    assert 'filename="rawaan-briefing-punjab-' in answer.headers["Content-Disposition"]
    # The server knows its address, so the last page has a link that opens the province's briefing.
    assert b"question=balance&place=punjab" in answer.get_data()


def test_a_dialog_is_components_in_the_readers_figures(client: Client) -> None:
    answer = client.get("/dialog.json?name=table&place=quetta&lang=ur&digits=urdu")
    said = json.dumps(answer.json, ensure_ascii=False)
    assert answer.json["children"][0]["type"] == "H2"
    assert re.search(r"[۰-۹]", said)


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/picture.png?place=atlantis", 400, "place='atlantis' is not a place of this atlas"),
        ("/picture.png?size=poster", 400, "size='poster' is not one of a4, wide"),
        ("/picture.gif", 404, "picture.png, picture.svg or picture.pdf"),
        ("/briefing.doc", 404, "briefing.pdf or briefing.pptx"),
        ("/briefing.pdf?month=13", 400, "month=13 is not a whole number"),
        ("/dialog.json?name=tea", 400, "name='tea' is not one of download, briefing, table"),
        ("/dialog.json?name=download&place=atlantis", 400, "place='atlantis'"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(client: Client, address: str, status: int, message: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert message in answer.json["message"]


def test_the_view_in_a_picture_is_the_one_asked_for(client: Client) -> None:
    """The reader's camera too: what she has moved the map to is what she gets."""
    plain, moved = (
        client.get(f"/picture.svg?{view.to_query()}").get_data()
        for view in (View(place="quetta"), View(place="quetta", at=(67.0, 30.2, 8.0)))
    )
    assert plain != moved
