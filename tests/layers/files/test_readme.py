from __future__ import annotations

from dataclasses import fields, replace

from layers.files.readme import TITLES, WIDTH, list_about, write_readme
from tests.layers.files.table_world import ABOUT, make_nodes


def test_every_item_has_words() -> None:
    assert {field.name for field in fields(ABOUT)} == set(TITLES)
    assert list_about(ABOUT)[:2] == [("Title", ABOUT.title), ("Description", ABOUT.description)]


def test_the_page_says_all_there_is() -> None:
    text = write_readme(ABOUT, {"nodes.csv": "Points"}, [make_nodes()], notes=["Mind the gap."])
    words = " ".join(text.split())
    for item in ABOUT.items():
        assert " ".join(item[1].split()) in words
    assert "nodes.csv: Points" in words
    assert "Mind the gap." in words
    assert "net_rate: Net gain per 1,000 people (per 1,000 a year)" in words
    assert text.startswith(f"{ABOUT.title}\n{'=' * len(ABOUT.title)}\n")


def test_lines_are_short_but_addresses_whole() -> None:
    address = "https://example.org/?" + "place=lahore&" * 20
    text = write_readme(replace(ABOUT, view_url=address, source="word " * 100), {})
    assert address in text
    assert max(len(line) for line in text.splitlines() if address not in line) <= WIDTH
