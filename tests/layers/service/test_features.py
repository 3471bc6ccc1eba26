"""OGC API – Features, Part 1: what the standard asks for, on the tiny world."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client

from layers.service.build_tables import Shelf
from tests.layers.service.conftest import Get

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
ITEMS = "/ogc/collections/flows/items"


def test_the_landing_page_has_the_links_of_the_standard(client: Client, get: Get) -> None:
    links = {link["rel"]: link for link in get("/ogc/")["links"]}
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= set(links)
    assert links["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
    for link in links.values():
        answer = client.get(urlsplit(link["href"]).path)
        assert answer.status_code == 200
        assert answer.content_type.split(";")[0] == link["type"].split(";")[0]


def test_only_what_is_there_is_claimed(get: Get) -> None:
    claimed = get("/ogc/conformance")["conformsTo"]
    assert {one.rpartition("/")[2] for one in claimed} == {"core", "oas30", "geojson"}


def test_collections_are_those_of_the_api(get: Get, shelf: Shelf) -> None:
    found = get("/ogc/collections")["collections"]
    assert tuple(one["id"] for one in found) == shelf.names()
    for one in found:
        assert one == get(f"/ogc/collections/{one['id']}")
        assert one["crs"] == [CRS84]
        assert one["extent"]["spatial"]["bbox"] == [[69.0, 27.0, 73.0, 31.0]]
        assert one["about"]["boundaries"]
        assert {"self", "items"} == {link["rel"] for link in one["links"]}


def test_features_have_names_shapes_and_counts(client: Client, get: Get) -> None:
    found = get(f"{ITEMS}?limit=1")
    (feature,) = found["features"]
    assert (feature["id"], feature["geometry"]["type"]) == ("a:city", "LineString")
    assert feature["geometry"]["coordinates"] == [[70.0, 30.0], [72.0, 28.0]]
    assert (found["numberMatched"], found["numberReturned"]) == (9, 1)
    answer = client.get(ITEMS)
    assert (answer.mimetype, answer.headers["Content-Crs"]) == ("application/geo+json", f"<{CRS84}>")


def test_a_feature_is_found_by_its_name(get: Get, shelf: Shelf) -> None:
    for name in shelf.names():
        found = get(f"/ogc/collections/{name}/items?limit=2")["features"]
        for feature in found:
            one = get(f"/ogc/collections/{name}/items/{feature['id']}")
            assert {key: one[key] for key in feature} == feature
            assert {"self", "collection"} <= {link["rel"] for link in one["links"]}
    get(f"{ITEMS}/a:nowhere", 404)


def test_every_feature_is_on_one_page(get: Get) -> None:
    names, address = [], f"{ITEMS}?limit=4&origin=a"
    while address:
        page = get(address)
        names += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        assert all("origin=a" in link for link in following)
        address = "?".join(urlsplit(following[0])[2:4]) if following else ""
    assert sorted(names) == ["a:b", "a:c", "a:city"]


def test_more_than_a_page_may_hold_is_a_full_page(get: Get) -> None:
    assert get(f"{ITEMS}?limit=1000000")["numberReturned"] == 9


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bbox=69.4,28.4,69.6,28.6", {"c"}),
        ("bbox=69.4,28.4,0,69.6,28.6,9", {"c"}),
        ("bbox=70.4,29,70.6,30", {"a", "b", "c"}),  # on the edge counts
        ("name=A", {"a"}),
        ("name=A&bbox=72,27,73,28", set()),
        ("datetime=1900-01-01", {"a", "b", "c", "city-east", "city-west", "hills"}),  # boundaries have no time
        (f"crs={CRS84}&bbox-crs={CRS84}&bbox=73.5,31.5,73.6,31.6", {"hills"}),
    ],
)
def test_places_are_filtered(get: Get, query: str, found: set[str]) -> None:
    features = get(f"/ogc/collections/places/items?{query}")["features"]
    assert {feature["id"] for feature in features} == found


@pytest.mark.parametrize(
    ("days", "count"),
    [
        ("2010-06-01", 9),
        ("../1997-12-31", 0),
        ("1998-12-31T23:00:00Z", 9),
        ("2024-01-01/..", 0),
        ("2023-01-01/2030-01-01", 9),
    ],
)
def test_flows_have_the_time_between_their_censuses(get: Get, days: str, count: int) -> None:
    assert get(f"{ITEMS}?datetime={days}")["numberMatched"] == count


BAD = ("limit=0", "limit=x", "bbox=1,2", "datetime=x", "crs=EPSG:3857", "colour=red", "f=html")


@pytest.mark.parametrize("query", BAD)
def test_what_the_document_does_not_have_is_refused(get: Get, query: str) -> None:
    get(f"{ITEMS}?{query}", 400)


def test_what_is_withheld_is_null(get: Get) -> None:
    one = get("/ogc/collections/flows-own/items/b:city")
    assert one["properties"]["people"] is None
    assert one["about"]["protection"] == "One flow is withheld."
