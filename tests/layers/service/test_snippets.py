"""The same view by code: what is shown to copy works."""

from __future__ import annotations

import shlex
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client

from layers import PRESETS, View, ViewError
from layers.service.snippets import build_snippets, find_rows

BASE = "http://atlas.example/"


def addresses(text: str) -> list[str]:
    words = shlex.split(text.replace("(", " ").replace(")", " "), comments=True)
    return [word for word in words if word.startswith(BASE.rstrip("/"))]


@pytest.mark.parametrize("view", [view.to_query() for *_, view in PRESETS] + ["direction=out&lang=ur", "data=counted"])
def test_every_address_in_a_snippet_is_answered(client: Client, view: str) -> None:
    asked = View.from_query(view)
    # The places of the presets are of the atlas, not of the tiny world.
    snippets = build_snippets(asked.but(place="a").to_query(), BASE)
    found = [address for _, text in snippets for address in addresses(text)]
    assert len(found) >= 5
    for address in found:
        parts = urlsplit(address)
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200, address


def test_the_rows_are_those_of_the_view() -> None:
    assert find_rows(View(place="karachi")) == ("flows", {"destination": "karachi", "period": "1998-2023"})
    assert find_rows(View(direction="out", data="counted")) == ("flows", {"origin": "lahore", "data": "counted"})
    assert find_rows(View(question="spill")) == ("cells", {"district": "lahore"})
    assert find_rows(View(question="balance")) == ("places", {})


def test_python_reads_the_rows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    pandas: Any = pytest.importorskip("pandas")
    read = pandas.read_csv

    def answer(address: str) -> Any:
        import io

        parts = urlsplit(address)
        return read(io.BytesIO(client.get(f"{parts.path}?{parts.query}").data))

    monkeypatch.setattr(pandas, "read_csv", answer)
    scope: dict[str, Any] = {}
    exec(build_snippets("place=a", BASE)[2][1], scope)
    # 100 + 50 + 5 come to a
    assert scope["rows"]["people"].sum() == 155


def test_the_library_opens_the_same_view() -> None:
    text = build_snippets("?place=karachi&direction=out", BASE)[4][1]
    compile(text, "snippet", "exec")
    assert 'View.from_query("place=karachi&direction=out")' in text


def test_what_is_no_view_has_no_snippets() -> None:
    with pytest.raises(ViewError):
        build_snippets("direction=up", BASE)
