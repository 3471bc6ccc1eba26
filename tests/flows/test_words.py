"""What a catalogue must have beside the calls of `tr`: no column is missing, no text is listed twice."""

from __future__ import annotations

import pytest

from boundaries.language import speak
from flows import indicators
from flows._carried import read_carried
from flows.measures import PLACE_UNITS, explain, list_helps
from flows.published_yardsticks import say_way
from flows.words import TABLES, list_table_texts


def test_every_text_is_listed_once_and_none_is_empty() -> None:
    texts = list_table_texts()
    assert len(set(texts)) == len(texts)
    assert all(text.strip() for text in texts)


def test_the_scenarios_are_listed_as_their_table_has_them() -> None:
    table = read_carried("scenarios.csv")
    assert set(TABLES["scenarios.csv"]) == {"title", "note"}
    assert {*table["title"], *table["note"]} <= set(list_table_texts())


def test_what_a_measure_is_comes_from_its_docstring() -> None:
    helps = list_helps()
    assert set(helps) <= set(list_table_texts())
    assert explain(indicators.gini) in helps
    assert {explain(getattr(indicators, name)) for name in PLACE_UNITS} <= set(helps)
    # two measures of one function have one text
    assert len(set(helps)) == len(helps)


@pytest.mark.parametrize(
    ("language", "ends"), [("en", ("Rahim Yar Khan", "Multan")), ("ur", ("رحیم یار خان", "ملتان"))]
)
def test_a_flow_is_named_in_the_readers_language(language: str, ends: tuple[str, str]) -> None:
    with speak(language):
        said = say_way("rahim-yar-khan", "multan")
    assert said.startswith(ends[0])
    assert ends[1] in said
