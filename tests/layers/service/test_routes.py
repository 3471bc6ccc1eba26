"""The API over HTTP: formats, pages, caching, faults."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from layers.service.build_tables import Shelf
from tests.layers.service.conftest import Get

ROWS = ("places", "totals", "flows", "cells")


def read_csv(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def test_the_landing_page_leads_to_everything(client: Client, get: Get) -> None:
    links = get("/api/")["links"]
    assert len(links) > 8
    for link in links:
        # The opening view is of a place that the tiny world does not have.
        more = "?place=a" if link["href"].endswith("/view") else ""
        assert client.get(urlsplit(link["href"]).path + more).status_code == 200, link
    assert get("/api")["title"] == get("/api/")["title"]
    page = client.get("/api/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.mimetype == "text/html"
    assert 'href="http://localhost/api/flows"' in page.get_data(as_text=True)


def test_flows_are_filtered(get: Get) -> None:
    found = get("/api/flows?destination=a&min=50")
    assert [(row["origin"], row["people"]) for row in found["rows"]] == [("b", 100.0), ("c", 50.0)]
    assert found["numberMatched"] == found["numberReturned"] == 2
    assert {"evidence", "unit", "source", "licence", "period", "boundaries"} <= set(found["about"])
    assert found["fields"]["people"] == "People who moved, people a year"


def test_a_place_stands_for_the_unit_that_carries_its_flows(get: Get) -> None:
    assert get("/api/flows?origin=city-east")["rows"] == get("/api/flows?origin=city")["rows"] != []


@pytest.mark.parametrize("period", ["1998-2017", "2017-2023"])
def test_a_period_is_chosen(get: Get, period: str) -> None:
    (row,) = get(f"/api/flows?origin=a&destination=city&period={period}")["rows"]
    assert (row["people"], row["period"]) == ({"1998-2017": 200.0, "2017-2023": 800.0}[period], period)


def test_a_period_of_what_has_its_own_is_refused(get: Get) -> None:
    assert "period is for data=estimate" in get("/api/flows?data=counted&period=1998-2017", 400)["detail"]


def test_what_is_withheld_is_null_in_every_format(client: Client, get: Get) -> None:
    (row,) = get("/api/flows?data=own&origin=b&destination=city")["rows"]
    assert (row["people"], row["low"], row["high"], row["evidence"]) == (None, None, None, "surveyed")
    (written,) = read_csv(client.get("/api/flows?data=own&origin=b&destination=city&f=csv"))
    assert (written["people"], written["protection"]) == ("", "One flow is withheld.")
    (drawn,) = get("/api/flows?data=own&origin=b&destination=city&f=geojson")["features"]
    assert drawn["properties"]["people"] is None


def test_no_text_of_a_readers_table_is_a_formula(client: Client) -> None:
    rows = read_csv(client.get("/api/flows?data=own&f=csv"))
    assert {row["source"] for row in rows} == {"'=My own survey"}


@pytest.mark.parametrize("name", ROWS)
def test_every_format_holds_the_same_rows(client: Client, get: Get, name: str) -> None:
    rows = get(f"/api/{name}?limit=3")["rows"]
    features = get(f"/api/{name}?limit=3&f=geojson")["features"]
    assert [feature["properties"] for feature in features] == rows
    assert all(feature["geometry"]["coordinates"] for feature in features)
    written = read_csv(client.get(f"/api/{name}?limit=3&f=csv"))
    said = [{key: "" if value is None else str(value) for key, value in row.items()} for row in rows]
    assert [{key: row[key] for key in rows[0]} for row in written] == said
    assert all(row["source"] and row["licence"] for row in written)


def test_the_accept_header_chooses_too(client: Client) -> None:
    for media in ("text/csv", "application/geo+json", "application/json"):
        assert client.get("/api/totals", headers={"Accept": media}).mimetype == media
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert client.get("/api/totals", headers=browser).mimetype == "application/json"
    assert client.get("/api/totals?f=json", headers={"Accept": "text/csv"}).mimetype == "application/json"


def test_pages_give_every_row_once(client: Client, get: Get) -> None:
    whole = get("/api/flows")["rows"]
    address, pages, back = "/api/flows?limit=4", [], 0
    while address:
        page = get(address)
        pages += page["rows"]
        assert page["numberMatched"] == len(whole)
        links = {link["rel"]: link["href"] for link in page["links"]}
        back += "prev" in links
        parts = urlsplit(links.get("next", ""))
        address = f"{parts.path}?{parts.query}" if parts.path else ""
    assert (pages, back) == (whole, 2)
    headers = client.get("/api/flows?limit=4").headers
    assert headers["X-Total-Count"] == str(len(whole))
    assert 'rel="next"' in headers["Link"]


def test_a_page_beyond_the_end_is_empty(get: Get) -> None:
    found = get("/api/flows?offset=1000")
    assert (found["rows"], found["numberReturned"]) == ([], 0)


def test_cells_are_found_in_a_box(get: Get, shelf: Shelf) -> None:
    found = get("/api/cells?bbox=69.9,29.9,70.1,30.05&f=geojson")
    assert sorted(one["properties"]["people_2023"] for one in found["features"]) == [800, 1200]
    assert get("/api/cells?bbox=0,0,1,1")["rows"] == []
    assert get("/api/cells")["numberMatched"] == len(shelf.get("cells"))


@pytest.mark.parametrize("address", ["/api/", "/api/flows", "/api/view?place=a", "/ogc/collections/flows/items"])
def test_what_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert "max-age" in first.headers["Cache-Control"]
    assert client.head(address).headers["ETag"] == first.headers["ETag"]


def test_large_answers_are_compressed_for_who_can_read_that(client: Client) -> None:
    packed = client.get("/api/flows", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    plain = client.get("/api/flows")
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_other_sites_may_read(client: Client) -> None:
    for address in ("/api/flows", "/ogc/collections", "/api/flows?limit=0"):
        assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/elsewhere").headers


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("/api/flows?limit=10001", "limit='10001' is not a whole number from 1 to 10000"),
        ("/api/flows?origin=atlantis&f=xml", "origin='atlantis' is not the code of a place here"),
        ("/api/totals?province=mars", "province='mars' is not one of balochistan"),
        ("/api/cells?bbox=1", "bbox='1' is not four numbers"),
        ("/api/view?place=atlantis", "place='atlantis' is not a place of this atlas"),
        ("/api/view?direction=up&colour=red", "'colour' is not a parameter of a view; direction='up' is not one of"),
        ("/api/views?x=1", "'x' is not a parameter here"),
        ("/api/flows?%FF=%FF", "is not a parameter here"),
    ],
)
def test_a_fault_is_one_sentence(client: Client, address: str, detail: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    fault: dict[str, Any] = json.loads(answer.data)
    assert detail in fault["detail"]
    assert "\n" not in fault["detail"]
    assert fault["status"] == 400


@pytest.mark.parametrize("address", ["/api/nothing", "/api/flows/x", "/ogc/nothing", "/ogc/collections/nothing/items"])
def test_an_unknown_address_is_told_and_is_not_the_page(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/flows", "/api/", "/ogc/collections/flows/items", "/api/openapi.json"])
def test_it_can_only_be_read(client: Client, method: str, address: str) -> None:
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


def test_other_addresses_are_left_alone(client: Client) -> None:
    assert client.get("/elsewhere").get_data(as_text=True).endswith("not elsewhere")
    assert client.post("/elsewhere").mimetype == "text/html"


def test_a_format_that_is_not_written_is_refused_in_one_sentence(client: Client) -> None:
    for path in ("/api/totals", "/api/places", "/ogc/collections"):
        response = client.get(path, headers={"Accept": "application/xml"})
        assert response.status_code == 406
        assert response.json["detail"].startswith("Accept: application/xml is not written here; there is ")
    assert client.get("/api/totals?f=json", headers={"Accept": "application/xml"}).status_code == 200
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get("/api/totals", headers={"Accept": browser}).status_code == 200


def test_a_box_upside_down_is_refused(client: Client) -> None:
    response = client.get("/api/cells?bbox=70,35,75,25")
    assert response.status_code == 400
    assert "west,south,east,north" in response.json["detail"]
