"""The words that tables bring with them: each that can come is listed for the catalogue."""

from __future__ import annotations

import pandas as pd
import pytest

from boundaries.language import speak
from boundaries.publish import BUNDLED_INFO
from boundaries.publishers import PUBLISHERS
from flows import Flows
from flows.disclosure import protect
from flows.table import EVIDENCE
from flows.table import KINDS as FLOW_KINDS
from layers.atlas import Atlas
from layers.terms import GRADES, KINDS, PROTECTIONS, SETS, UNITS, say_carried, say_evidence, say_kind, say_unit
from tests.layers.other_tongue import teach


def test_every_grade_kind_and_unit_is_listed(atlas: Atlas) -> None:
    assert set(GRADES) == set(EVIDENCE)
    # A net has no flows from one place to another, so the atlas refuses it.
    assert set(KINDS) == set(FLOW_KINDS) - {"net"}
    matrices = [*atlas.cube.matrices.values(), atlas.cube.counted]
    assert {matrix.unit for matrix in matrices} <= set(UNITS)
    assert Flows.__dataclass_fields__["unit"].default in UNITS


def test_what_every_publishers_boundaries_say_is_listed(atlas: Atlas) -> None:
    manifest = atlas.cube.manifest
    assert {manifest[name] for name in ("title", "accuracy", "credit", "border_note")} <= set(SETS)
    for info in [BUNDLED_INFO, *(publisher.info for publisher in PUBLISHERS.values())]:
        assert {info.title, info.accuracy, info.border_note} <= set(SETS)
        assert any(text.startswith(f"{info.credit}; base map") for text in SETS)


def test_words_are_translated_and_strangers_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    teach(monkeypatch)
    said = [say_evidence("modelled"), say_unit("people a year"), say_kind("stock")]
    assert said == ["modelled", "people a year", "stock"]
    with speak("ur"):
        assert say_evidence("counted") == "ن" * len("counted")
        assert say_unit("people") == "ن" * len("people")
        assert say_kind("event") == "ن" * len("event")


@pytest.mark.parametrize(
    ("rows", "template"),
    [
        ([("a", "b", 4), ("a", "c", 20), ("b", "c", 30)], "totals of places"),
        ([("a", "b", 4), ("b", "a", 20_000), ("c", "a", 1_234_567.5), ("a", "c", 8), ("b", "c", 50)], "hidden"),
        ([("a", "b", 40), ("a", "c", 20)], "0 of 2"),
    ],
)
def test_a_sentence_with_its_numbers_in_it_is_found_by_its_words(
    monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, str, float]], template: str
) -> None:
    flows = Flows(
        pd.DataFrame(rows, columns=["origin", "destination", "people"]).astype(
            {"origin": "str", "destination": "str", "people": "float64"}
        ),
        kind="transition",
        evidence="counted",
        source="a register",
        period=None,
        vintage=None,
    )
    sentence = protect(flows, threshold=10, published=True).sentence
    assert template in sentence
    teach(monkeypatch, only=PROTECTIONS)
    assert say_carried(sentence) == sentence
    with speak("ur"):
        said = say_carried(sentence)
    figures = [[word for word in text if word.isdigit()] for text in (sentence, said)]
    assert figures[0] == figures[1]
    assert not any("a" <= letter.lower() <= "z" for letter in said)


def test_every_protection_has_its_numbers_in_the_order_of_the_alphabet() -> None:
    for template in PROTECTIONS:
        letters = [template[place + 1] for place, sign in enumerate(template) if sign == "{"]
        assert letters == list("abcdefgh"[: len(letters)])


def test_braces_of_a_strangers_text_are_left_alone() -> None:
    assert say_carried("My map {2} of 7 places") == "My map {2} of 7 places"
