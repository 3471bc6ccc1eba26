"""Every text has its Urdu: the catalogue is whole, in step with the code, and fills in the same values."""

from __future__ import annotations

import re
from string import Formatter

import pytest

pytest.importorskip("babel")

from tests.catalogue import WORDS, collect_texts, compile_catalogue, read_catalogue

LANGUAGES = ("ur",)


def list_names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_text_of_code_and_tables_is_in_the_catalogue_and_no_other(language: str) -> None:
    kept = {message.id if isinstance(message.id, str) else tuple(message.id) for message in read_catalogue(language)}
    assert kept - {""} == set(collect_texts()), "run: make words"


def test_every_text_is_translated(language: str) -> None:
    said = [(message.id, message.string) for message in read_catalogue(language) if message.id]
    assert [text for text, words in said if not (all(words) if isinstance(words, tuple) else words)] == []


def test_a_translation_fills_in_the_same_values(language: str) -> None:
    wrong = []
    for message in read_catalogue(language):
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set().union(*map(list_names, texts))
        words = [message.string] if isinstance(message.string, str) else list(message.string)
        # The form for one may leave the number out.
        wrong += [said for said in words if not list_names(said) <= wanted]
        wrong += [said for said in words[-1:] if list_names(said) != wanted]
    assert wrong == []


def test_urdu_is_written_in_urdu() -> None:
    """No English word is left but names, codes and what is typed."""
    left = {}
    for message in read_catalogue("ur"):
        words = message.string if isinstance(message.string, str) else " ".join(message.string)
        latin = re.findall(r"[A-Za-z]{3,}", re.sub(r"\{[^}]*\}|<[^>]*>|--[\w-]+|[\w.]+/[\w./-]+", "", words))
        if message.id and len(latin) > len(re.findall(r"[\u0600-\u06ff]+", words)):
            left[str(message.id)] = words
    assert left == {}


def test_what_gettext_reads_is_what_is_kept(language: str) -> None:
    compiled = compile_catalogue(read_catalogue(language))
    assert (WORDS / f"{language}.mo").read_bytes() == compiled, "run: make words"
