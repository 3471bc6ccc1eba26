"""The same view by code: what is shown to copy works."""

from __future__ import annotations

import io
import shlex
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest
from werkzeug.test import Client

from layers import PRESETS, View, ViewError
from layers.flow_selection import select_flows
from layers.service.build_tables import Shelf
from layers.service.snippets import build_snippets, find_rows

BASE = "http://atlas.example/"


def addresses(text: str) -> list[str]:
    words = shlex.split(text.replace("(", " ").replace(")", " "), comments=True)
    return [word for word in words if word.startswith(BASE.rstrip("/"))]


VIEWS = (
    *(view.to_query() for *_, view in PRESETS),
    "direction=out&lang=ur",
    "direction=all&period=2017-2023",
    "data=counted",
    "data=residual",
    "form=matrix",
)


@pytest.mark.parametrize("view", VIEWS)
def test_every_address_in_a_snippet_is_answered(client: Client, view: str) -> None:
    # The places of the presets are of the atlas, not of the tiny world.
    snippets = build_snippets(View.from_query(view).but(place="a").to_query(), BASE)
    found = [address for _, text in snippets for address in addresses(text)]
    assert len(found) >= 2
    for address in found:
        parts = urlsplit(address)
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200, address


def test_every_layer_in_a_snippet_is_there(shelf: Shelf) -> None:
    for view in VIEWS:
        layer, asked = find_rows(View.from_query(view).but(place="a"))
        assert layer in shelf.names()
        assert bool(asked) == (view not in {"data=residual", *(one.to_query() for one in WITHOUT)}), view


WITHOUT = [view for *_, view in PRESETS if view.question in {"seasons", "whatif"}]


@pytest.fixture
def run(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Run the pandas snippet of a view against the tiny world."""
    read = pd.read_csv

    def answer(address: str) -> pd.DataFrame:
        parts = urlsplit(address)
        return read(io.BytesIO(client.get(f"{parts.path}?{parts.query}").data))

    def execute(view: str) -> Any:
        scope: dict[str, Any] = {}
        exec(build_snippets(view, BASE)[2][1], scope)
        return scope["rows"]

    monkeypatch.setattr(pd, "read_csv", answer)
    return execute


CHOICES = ("", "&direction=out", "&direction=all", "&period=2017-2023", "&data=counted&place=city")


@pytest.mark.parametrize("choice", CHOICES)
def test_python_reads_the_rows_of_the_view(shelf: Shelf, run: Callable[[str], Any], choice: str) -> None:
    view = f"place=a{choice}"
    chosen = select_flows(shelf.atlas.cube, View.from_query(view))
    assert run(view)["people"].sum() == pytest.approx(chosen.total)


def test_the_library_opens_the_same_view() -> None:
    text = build_snippets("?place=karachi&direction=out", BASE)[4][1]
    compile(text, "snippet", "exec")
    assert 'View.from_query("place=karachi&direction=out")' in text


def test_what_is_no_view_has_no_snippets() -> None:
    with pytest.raises(ViewError):
        build_snippets("direction=up", BASE)
