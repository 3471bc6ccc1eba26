"""Exports over HTTP: what is refused, and one made from the real atlas."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from layers import View
from layers.atlas import Atlas
from layers.flow_selection import select_flows
from layers.service._errors import RequestError
from layers.service.build_tables import Shelf
from layers.service.export_routes import read_wanted
from layers.service.routes import add_service

ROOT = Path(__file__).resolve().parents[3]


def test_what_is_wanted_is_checked_and_named(shelf: Shelf) -> None:
    body = {"view": "place=city-east&lang=ur", "scope": "all", "format": "geopackage", "layer": "flows"}
    wanted = read_wanted(shelf.atlas, body, base="http://x/")
    assert wanted == {
        "view": "place=city&lang=ur",
        "scope": "all",
        "format": "geopackage",
        "layer": "flows",
        "file": "rawaan-to-city-1998-2023-all-flows-ur.gpkg",
        "base": "http://x/",
        "lang": "ur",
    }


def test_every_fault_is_told_at_once(shelf: Shelf) -> None:
    body = {"view": "place=atlantis", "scope": "some", "format": "doc", "layer": "../../etc"}
    with pytest.raises(RequestError) as caught:
        read_wanted(shelf.atlas, body, base="")
    for part in ("place='atlantis'", "scope='some' is not one of view, all", "format='doc'", "layer='../../etc'"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("options", "status", "detail"),
    [
        ({"data": "view=x"}, 415, "send JSON"),
        ({"data": "{}", "content_type": "text/plain"}, 415, "send JSON"),
        ({"data": "{", "content_type": "application/json"}, 400, "is not a JSON object"),
        ({"json": []}, 400, "is not a JSON object"),
        ({"data": "[" * 8000, "content_type": "application/json"}, 400, "is not a JSON object"),
        ({"json": {"view": "x" * 9000}}, 413, "8,192 bytes"),
        ({"json": {"path": "/etc"}}, 400, "'path' is not one of view, scope, format, layer"),
        ({"json": {"format": 5}}, 400, "format is not text"),
        ({"json": {"format": "csv", "view": "place=a&data=own&period=x"}}, 400, "period='x'"),
        ({"json": {}}, 400, "format='' is not one of geopackage"),
    ],
)
def test_a_bad_request_starts_nothing(client: Client, options: dict[str, Any], status: int, detail: str) -> None:
    answer = client.post("/api/exports", **options)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json is not None
    assert detail in answer.json["detail"]


json_like = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2)


@given(st.dictionaries(st.sampled_from(["view", "scope", "format", "layer", "x"]), json_like))
@settings(max_examples=60)
def test_no_body_breaks_it(shelf: Shelf, body: dict[str, Any]) -> None:
    with suppress(RequestError):
        wanted = read_wanted(shelf.atlas, body, base="")
        assert Path(wanted["file"]).name == wanted["file"]


@pytest.mark.parametrize("path", ["", "/file"])
@pytest.mark.parametrize("name", ["0" * 32, "..", "x", "..%2f..%2fetc%2fpasswd"])
def test_what_is_not_there_is_told(client: Client, name: str, path: str) -> None:
    answer = client.get(f"/api/exports/{name}{path}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert client.delete(f"/api/exports/{'0' * 32}").status_code == 404


def test_other_sites_may_not_start_exports(client: Client) -> None:
    answer = client.options("/api/exports", headers={"Origin": "http://x", "Access-Control-Request-Method": "POST"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_export_of_the_atlas_has_what_is_seen(atlas: Atlas, tmp_path: Path) -> None:
    server = Flask("real")
    (tmp_path / "exports").mkdir()
    add_service(server, atlas, folder=tmp_path / "exports")
    client = server.test_client()
    started = client.post("/api/exports", json={"view": "place=quetta", "format": "csv", "layer": "flows"})
    assert started.status_code == 202
    address = started.headers["Location"].removeprefix("http://localhost")
    state = _wait(client, address)
    assert (state["state"], state["file"]) == ("done", "rawaan-to-quetta-1998-2023-flows.csv"), state
    fetched = client.get(f"{address}/file")
    assert f"filename={state['file']}" in fetched.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(fetched.get_data().decode("utf-8-sig"), newline="")))
    fetched.close()
    chosen = select_flows(atlas.cube, View(place="quetta"))
    assert len(rows) == chosen.drawn
    assert sum(float(row["people"]) for row in rows) == pytest.approx(chosen.people[: chosen.drawn].sum(), abs=0.5)
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/file").status_code == 404


def _wait(client: Client, address: str) -> dict[str, Any]:
    for _ in range(600):
        state = client.get(address)
        assert state.headers["Cache-Control"] == "no-store"
        found: dict[str, Any] = state.get_json()
        if found["state"] in {"done", "failed"}:
            return found
        if found["state"] == "waiting":
            early = client.get(f"{address}/file")
            assert early.status_code == 409
        time.sleep(0.1)
    raise AssertionError(found)


def test_the_server_itself_loads_no_geometry_library() -> None:
    program = "import layers.service.routes, layers.files.formats, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"pandas", "geopandas", "shapely", "pyogrio", "pyarrow", "rasterio"} & set(loaded.stdout.split())
