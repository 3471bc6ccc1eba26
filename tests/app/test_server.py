"""The addresses the atlas answers, on the tiny world of `tests/layers/tiny_world.py`."""

from __future__ import annotations

import gzip
import html
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

import layers.atlas
from app import ROOT, create_app
from tests.layers.tiny_world import make_atlas, make_cube

GZIP = {"Accept-Encoding": "gzip"}
DISTRICTS = "tiny-district.0123456789ab.json"
GEOMETRY = b'{"type": "FeatureCollection", "features": []}'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("published")
    (folder / f"{DISTRICTS}.gz").write_bytes(gzip.compress(GEOMETRY))
    (folder / "secret.json.gz").write_bytes(gzip.compress(b"not in the manifest"))
    cube = make_cube()
    cube = replace(cube, manifest={**cube.manifest, "folder": str(folder)})
    atlas = make_atlas(cube, caveat="Beware.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers.atlas, "load_atlas", lambda _, **_own: atlas)
        yield create_app().server.test_client()


def read(answer: TestResponse) -> dict[str, Any]:
    body = answer.get_data()
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    found: dict[str, Any] = json.loads(body)
    return found


def test_the_page(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert "<title>Rawaan</title>" in answer.get_data(as_text=True)


def test_health(client: Client) -> None:
    assert client.get("/health").status_code == 200


def test_a_view_is_gzipped_json_with_every_part_of_the_page(client: Client) -> None:
    answer = client.get("/view.json?place=city&width=980&height=660&theme=dark", headers=GZIP)
    assert answer.status_code == 200
    assert (answer.mimetype, answer.headers["Content-Encoding"]) == ("application/json", "gzip")
    view = read(answer)
    assert view["title"] == "Who moves to The City? · Rawaan"
    assert {"figure", "finding", "details", "controls", "legend", "questions"} <= set(view)


def test_a_client_that_cannot_unzip_gets_plain_json(client: Client) -> None:
    answer = client.get("/view.json?place=city")
    assert "Content-Encoding" not in answer.headers
    assert json.loads(answer.get_data()) == read(client.get("/view.json?place=city", headers=GZIP))
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("place=atlantis", "place='atlantis' is not a place of this atlas; use Find a place"),
        ("place=hills", "The Hills is on the map, but no census figures are carried for it"),
        (
            "place=city&direction=up&top=7",
            "direction='up' is not one of in, out, net, all; top=7 is not one of 10, 40, 120, 500",
        ),
        ("place=city&width=wide", "width, height, zoom and centre are numbers: "),
        ("place=city&theme=pink&width=5", "width and height lie between 100 and 8000; theme='pink' is not one of "),
        ("place=%FF", "place='\N{REPLACEMENT CHARACTER}' is not a place of this atlas"),
    ],
)
def test_a_bad_view_is_answered_with_one_sentence(client: Client, query: str, message: str) -> None:
    answer = client.get(f"/view.json?{query}", headers=GZIP)
    assert answer.status_code == 400
    fault = read(answer)
    assert list(fault) == ["message"]
    assert fault["message"].startswith(message)
    assert "\n" not in fault["message"]


def test_bytes_that_are_no_text_are_a_bad_view_and_no_crash(client: Client) -> None:
    answer = client.get("/view.json", environ_overrides={"QUERY_STRING": "place=\xff"})
    assert answer.status_code == 400


def test_a_view_seen_before_is_not_sent_again(client: Client) -> None:
    first = client.get("/view.json?place=city", headers=GZIP)
    assert first.headers["Cache-Control"] == "no-cache"  # ask each time, whether it is still the same
    again = client.get("/view.json?place=city", headers={**GZIP, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = client.get("/view.json?place=a", headers={**GZIP, "If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_geometry_is_kept_for_ever(client: Client) -> None:
    answer = client.get(f"/geo/{DISTRICTS}", headers=GZIP)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert read(answer) == json.loads(GEOMETRY)
    assert client.get(f"/geo/{DISTRICTS}").get_data() == GEOMETRY


def test_the_page_asks_for_geometry_where_it_is(client: Client) -> None:
    view = read(client.get("/view.json?place=city"))
    assert client.get("/" + view["figure"]["data"][0]["geojson"]).status_code == 200


@pytest.mark.parametrize("name", ["secret.json", "other.json", f"{DISTRICTS}.gz", "manifest.json", "..%5capp.py"])
def test_only_the_files_of_the_manifest_are_served(client: Client, name: str) -> None:
    assert client.get(f"/geo/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/geo/../app.py", "/geo/..%2f..%2fapp.py", "/assets/../app.py", "/nothing"])
def test_any_other_address_is_a_page_and_no_file(client: Client, path: str) -> None:
    text = client.get(path, buffered=True).get_data(as_text=True)
    assert text.lower().startswith("<!doctype html>")
    assert "create_app" not in text


@pytest.mark.parametrize("name", ["atlas.js", "2-page.css"])
def test_scripts_and_styles_are_compressed_for_who_can_read_that(client: Client, name: str) -> None:
    source = (ROOT / "assets" / name).read_bytes()
    packed = client.get(f"/assets/{name}", headers=GZIP, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content_length == len(packed.get_data()) < len(source)
    assert gzip.decompress(packed.get_data()) == source
    plain = client.get(f"/assets/{name}", buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert plain.get_data() == source


@pytest.mark.parametrize(
    ("address", "status"),
    [("/view.json?place=city", 200), ("/view.json?place=atlantis", 400), ("/assets/atlas.js", 200), ("/nothing", 200)],
)
def test_each_request_is_one_line_of_json_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture, address: str, status: int
) -> None:
    with caplog.at_level(logging.INFO, logger="rawaan"):
        answer = client.get(address, headers=GZIP, buffered=True)
    (record,) = caplog.records
    line = json.loads(record.message)
    assert "\n" not in record.message
    assert {name: line[name] for name in ("method", "path", "status")} == {
        "method": "GET",
        "path": address,
        "status": status,
    }
    assert line["ms"] >= 0
    # what went over the wire, after compression
    assert line["bytes"] == len(answer.get_data())


def test_names_in_the_log_stay_readable(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="rawaan"):
        client.get("/view.json", query_string={"place": "لاہور"})
    assert json.loads(caplog.records[0].message)["status"] == 400


def test_nothing_in_the_page_points_outside(client: Client) -> None:
    page = client.get("/").get_data(as_text=True)
    # a link's preview needs whole addresses: they are this server's own
    assert "://" not in page.replace("http://localhost/", "")
    assert 'src="//' not in page
    for address in ("/_dash-layout", "/_dash-dependencies"):
        assert "://" not in client.get(address).get_data(as_text=True), address
    view = client.get("/view.json?place=city").get_data(as_text=True)
    # the one address is a name: the namespace of the legend's drawings
    assert "://" not in view.replace("http://www.w3.org/2000/svg", "")


def test_every_address_in_the_page_is_answered(client: Client) -> None:
    page = client.get("/").get_data(as_text=True)
    addresses = re.findall(r'(?:src|href)="(/[^"]*)"', page)
    assert len(addresses) > 5
    answers = {address: client.get(html.unescape(address), buffered=True).status_code for address in addresses}
    assert set(answers.values()) == {200}, answers


def test_importing_the_app_builds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`app.server` is made when a WSGI server asks for it, and bad settings end in one line."""
    import app

    monkeypatch.setenv("RAWAAN_PORT", "http")
    assert "server" not in vars(app)
    with pytest.raises(SystemExit, match="rawaan: port 'http' is not a whole number"):
        _ = app.server
    with pytest.raises(AttributeError):
        _ = app.client
