"""What was filled in and kept in English is recognised and translated when it is shown."""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any

import pytest

from boundaries import language
from boundaries.grids import words
from boundaries.grids.names import parse_grid_name
from boundaries.grids.read import outside_sentence
from flows.density import BY_SEATS, CAVEAT, LOST
from flows.monthly import LEFT_OUT, LEFT_OUT_MORE
from layers.kept_words import say_kept

FILES = [
    "GHS_POP_E2020_GLOBE_R2023A_54009_100_V1_0_R6_C26.tif",
    "GHS_BUILT_S_E2020_GLOBE_R2023A_54009_100_V1_0_R6_C26.tif",
    "pak_ppp_2020.tif",
    "pak_ppp_2020_UNadj_constrained.tif",
    "pak_pop_2025_CN_100m_R2025A_UA_v1.tif",
    "pak_pop_2025_UC_100m_R2025A_v1.tif",
    "kontur_population_PK_20231101.gpkg",
    "pak_general_2020.csv",
]


class Brackets(NullTranslations):
    """A language in which every text of the catalogue stands in brackets, and no other text has a translation."""

    def gettext(self, message: str) -> str:
        return f"[{message}]" if message in CATALOGUE else message


CATALOGUE = {*words.SAID, CAVEAT, BY_SEATS, LOST, LEFT_OUT, LEFT_OUT_MORE}


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> Any:
    from layers import kept_words

    kept_words._say.cache_clear()
    monkeypatch.setattr(language, "_catalogue", lambda _: Brackets())
    with language.speak("ur"):
        yield
    kept_words._say.cache_clear()


def test_english_stays_as_it_was_kept() -> None:
    note = f"{CAVEAT} {BY_SEATS}"
    assert say_kept(note) is note


@pytest.mark.usefixtures("brackets")
def test_sentences_are_translated_one_by_one() -> None:
    note = f"{CAVEAT} {BY_SEATS} {LOST.format(lost=3, every=591)}"
    assert say_kept(note) == f"[{CAVEAT}] [{BY_SEATS}] [{LOST.format(lost=3, every=591)}]"


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("file", FILES)
def test_every_grid_that_is_read_has_a_title_and_a_source_that_are_recognised(file: str) -> None:
    info = parse_grid_name(file)
    assert info is not None
    for text in (info.title, info.source):
        assert say_kept(text).startswith("[")
        assert say_kept(text).replace("[", "").replace("]", "") == text
    if file.startswith("pak_p"):
        # the method is a text of its own in the title
        assert say_kept(info.title).count("[") == 2


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("kind", ["people", "built"])
def test_values_that_are_texts_are_translated_too(kind: str) -> None:
    files = words.FILES.format(files=3, year=2020)
    said = say_kept(outside_sentence(12, 3456, kind, files, "bundled"))
    assert said.startswith("[12 of 3,456 ")
    assert "in [the 3 files of 2020] lie outside the country of the bundled boundaries" in said


@pytest.mark.usefixtures("brackets")
def test_a_note_of_several_sentences_is_cut_where_they_end() -> None:
    box, cells = words.BOX.format(file="a b.c.tif"), words.OWN_CELLS.format(resolution=7)
    lacks = [words.LACKS.format(year=2000, tiles="R6_C26, R7_C27"), words.LACKS_FILE.format(year=2010)]
    outside = outside_sentence(1, 2, "people", "a b.c.tif", "codab and osm")
    kept = [box, cells, words.NOTES["hrsl"], outside, *lacks]
    assert say_kept(" ".join(kept)) == " ".join(f"[{sentence}]" for sentence in kept)


@pytest.mark.usefixtures("brackets")
def test_the_narrower_of_two_templates_is_taken() -> None:
    few = LEFT_OUT.format(named="2024-03 (2), 2024-04 (1)")
    many = LEFT_OUT_MORE.format(named="2024-03 (2), 2024-04 (1)", more=3)
    assert say_kept(f"Few were asked. {few}") == f"Few were asked. [{few}]"
    assert say_kept(f"{many} Few were asked.") == f"[{many}] Few were asked."


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize(
    "text",
    ["", "Exact, being imagined.", "No sentence end", "Of pencils. None. lacks a file", "100 of 200 people. In all."],
)
def test_what_nobody_wrote_down_stays_as_it_is(text: str) -> None:
    assert say_kept(text) == text
