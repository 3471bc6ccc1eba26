"""Texts are looked up when they are written, in the language of the moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from gettext import NullTranslations

import pytest

from boundaries import language
from boundaries.language import LANGUAGES, is_right_to_left, mark, speak, speaks, tr, tr_count


class Shouting(NullTranslations):
    def gettext(self, message: str) -> str:
        return message.upper()

    def ngettext(self, one: str, many: str, count: int) -> str:
        return (one if count < 2 else many).upper()


@pytest.fixture(autouse=True)
def shout(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogues = {"en": NullTranslations(), "ur": Shouting()}
    monkeypatch.setattr(language, "_catalogue", catalogues.__getitem__)


def test_english_stands_as_it_is() -> None:
    assert (speaks(), is_right_to_left()) == ("en", False)
    assert tr("Who moves to {name}?").format(name="Lahore") == "Who moves to Lahore?"
    assert [tr_count("one flow", "{n} flows", n).format(n=n) for n in (0, 1, 2)] == ["0 flows", "one flow", "2 flows"]


def test_another_language_lasts_as_long_as_its_block() -> None:
    with speak("ur"):
        assert (speaks(), is_right_to_left()) == ("ur", True)
        assert tr("flow") == "FLOW"
        with speak("en"):
            assert tr("flow") == "flow"
        assert tr_count("one flow", "many flows", 2) == "MANY FLOWS"
    assert tr("flow") == "flow"


def test_a_language_ends_with_its_block_even_after_a_fault() -> None:
    with pytest.raises(KeyError), speak("ur"):
        raise KeyError
    assert speaks() == "en"


def test_every_thread_has_its_own() -> None:
    with speak("ur"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(speaks).result() == "en"


def test_nothing_is_nothing_in_every_language() -> None:
    """The empty text is the catalogue's own head, which nobody wants to read."""
    with speak("ur"):
        assert tr("") == ""


def test_marking_changes_nothing() -> None:
    with speak("ur"):
        assert mark("flow") == "flow"


def test_a_language_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr' is not one of en, ur"), speak("fr"):
        pass
    assert list(LANGUAGES) == ["en", "ur"]
