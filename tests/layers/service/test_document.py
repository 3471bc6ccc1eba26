"""The OpenAPI documents: valid, whole, and shown without help from elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from tests.layers.service.conftest import Get

DOCUMENTS = {"/api/openapi.json": "/api", "/ogc/api": "/ogc"}


@pytest.mark.parametrize("address", DOCUMENTS)
def test_a_document_is_valid(get: Get, address: str) -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="openapi-spec-validator is not here")
    document = get(address)
    assert document["openapi"] == "3.0.3"
    validator.validate(document, cls=validator.OpenAPIV30SpecValidator)


@pytest.mark.parametrize("address", DOCUMENTS)
def test_a_document_has_every_address_there_is(get: Get, server: Flask, address: str) -> None:
    document, prefix = get(address), DOCUMENTS[address]
    base = document["servers"][0]["url"].removeprefix("http://localhost")
    told = {(f"{base}{path}".rstrip("/"), verb.upper()) for path, item in document["paths"].items() for verb in item}
    told = {(re.sub(r"\{\w+\}", "*", path), verb) for path, verb in told}
    # The document names every collection, the server reads its name from the address.
    told = {(re.sub(r"^/ogc/collections/[\w-]+", "/ogc/collections/*", path), verb) for path, verb in told}
    there = {
        (re.sub(r"<[^>]+>", "*", rule.rule).rstrip("/"), verb)
        for rule in server.url_map.iter_rules()
        if rule.rule.startswith(prefix) and "rest" not in rule.arguments
        for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert told == there


def test_every_parameter_and_address_is_on_the_page(client: Client, get: Get) -> None:
    page = client.get("/api/docs").get_data(as_text=True)
    for path, item in get("/api/openapi.json")["paths"].items():
        assert path in page
        operations: list[dict[str, Any]] = list(item.values())
        for operation in operations:
            assert operation["operationId"] in page
            assert all(f"<code>{one['name']}</code>" in page for one in operation.get("parameters", []))


@pytest.mark.parametrize("address", ["/api/docs", "/api/?f=html"])
def test_a_page_asks_for_nothing_from_elsewhere(client: Client, address: str) -> None:
    page = client.get(address).get_data(as_text=True)
    assert page.startswith("<!DOCTYPE html>")
    # the fonts of the atlas, from here
    assert re.findall(r'<link[^>]* href="([^"]*)"', page) == ["/assets/1-type.css"]
    assert not re.findall(r"<(?:script|img|iframe)|url\(|@import", page)
    assert "://" not in page.replace("http://localhost", "")


def test_what_a_host_calls_itself_is_not_run(client: Client) -> None:
    page = client.get("/api/?f=html", headers={"Host": 'x"><script>'})
    assert "<script>" not in page.get_data(as_text=True)
