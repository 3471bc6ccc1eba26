"""A table of the reader's own: what is withheld never reaches the browser, by no road."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Response

import flows
from flows.disclosure import protect
from tests.browser.atlas_page import AtlasPage
from tests.flows.disclosure.leaks import find_leaks
from tests.serving import find_free_port, run_server

PLACES = ("lahore", "karachi", "quetta", "sukkur", "multan", "faisalabad")
LEAST = 8000

VIEWS = [
    "place=faisalabad&data=own",
    "data=own&direction=out",
    "data=own&direction=net&place=quetta",
    "data=own&direction=all&place=karachi",
    "data=own&ranges=on&top=500",
    "question=seasons&place=quetta",
    "question=seasons&place=quetta&month=1",
    "question=seasons&place=quetta&month=7&frame=country",
    "form=matrix",
    "question=balance",
]

STATIC = re.compile(r"/_dash-component-suites/|/geo/|\.(js|css|woff2|ico)(\?|$)")

# What the page holds, seen or not: all that Plotly was given, and the server's answer as it was kept.
HELD = """() => JSON.stringify([rawaan.plot().data, rawaan.plot().layout, rawaan.state.view])
    + document.documentElement.outerHTML"""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a survey of two months: no number twice, every fifth below what may be shown."""
    path = tmp_path_factory.mktemp("own") / "survey.csv"
    rows, count = [], 0
    for period in ("2024-01", "2024-07"):
        for origin in PLACES:
            for destination in PLACES:
                if origin != destination:
                    count += 1
                    people = 5_003 + 41 * count if count % 5 == 0 else 20_011 + 1_117 * count
                    rows.append(f"{origin},{destination},{people},{period}")
    head = ["# rawaan flows 1", "# kind: event", "# evidence: surveyed", "# source: A survey made up for this test"]
    path.write_text("\n".join([*head, "origin,destination,people,period", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own_base(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    base = f"http://127.0.0.1:{(port := find_free_port())}/"
    options = ["--flows", str(table), "--hide-below", str(LEAST), "--port", str(port)]
    log = tmp_path_factory.mktemp("atlas") / "own.log"
    with run_server([sys.executable, "app.py", *options], base + "health", log):
        yield base


def test_no_withheld_number_reaches_the_browser(context: BrowserContext, own_base: str, table: Path) -> None:
    raw = flows.read(table).table
    shown = protect(flows.read(table), threshold=LEAST, published=True).table
    both = raw.merge(shown, on=["origin", "destination", "period"], suffixes=("", "_shown"))
    withheld = both.loc[both["people_shown"].isna(), "people"].tolist()
    assert len(both) == len(raw)
    assert sum(people < LEAST for people in withheld) == 12
    assert len(withheld) > 12  # those that would give the others away
    published = both["people_shown"].dropna().tolist()

    answers: list[Response] = []
    atlas = AtlasPage(context, own_base)
    atlas.page.on("response", lambda answer: answers.append(answer))
    leaks: dict[str, list[str]] = {}
    known = False
    for query in VIEWS:
        answers.clear()
        atlas.load(query)
        held = atlas.page.evaluate(HELD)
        known = known or bool(find_leaks(held, published))
        # All but scripts, fonts and boundaries, which are the same for every reader and full of numbers.
        bodies = [answer.body() for answer in answers if answer.status == 200 and not STATIC.search(answer.url)]
        assert any(answer.url.startswith(f"{own_base}view.json") for answer in answers)
        found = [leak for text in (*bodies, held) for leak in find_leaks(text, withheld)]
        if found:
            leaks[query] = found
    assert leaks == {}
    assert known  # the numbers that may be shown are found, so the others would be
    assert (atlas.faults, atlas.outside) == ([], [])


def test_a_hover_says_withheld_and_no_number(context: BrowserContext, own_base: str) -> None:
    atlas = AtlasPage(context, own_base)
    atlas.load("place=faisalabad&data=own")
    words = atlas.page.evaluate("rawaan.plot().data.find((one) => one.name === 'places').hovertext")
    assert any("withheld" in text for text in words)
    assert "withheld" in " ".join(atlas.texts("#legend"))
    assert "withheld" in " ".join(atlas.texts("#details"))
