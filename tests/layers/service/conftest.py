"""The service over the tiny world, with polygons and a reader's own table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from layers.service.build_tables import Shelf
from layers.service.routes import add_service
from tests.layers.service.tiny_service import make_published_atlas

Get = Callable[..., Any]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(make_published_atlas(tmp_path_factory.mktemp("published")))


@pytest.fixture(scope="session")
def server(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    server = Flask("tiny")

    # As Dash does: every other address is the page.
    @server.get("/", defaults={"path": ""})
    @server.get("/<path:path>")
    def page(path: str) -> str:
        return f"<!DOCTYPE html>the page, not {path}"

    add_service(server, shelf.atlas, folder=tmp_path_factory.mktemp("exports"))
    return server


@pytest.fixture
def client(server: Flask) -> Client:
    return server.test_client()


@pytest.fixture
def get(client: Client) -> Get:
    """Get an address and read its JSON; its status must be the one expected."""

    def fetch(address: str, status: int = 200) -> Any:
        answer: TestResponse = client.get(address)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json

    return fetch
