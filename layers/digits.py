"""The figures that numbers are written with: the page's answer with ۰ to ۹ where the reader wants them."""

from __future__ import annotations

from typing import Any, Final

from layers.wording import write_digits

SAID: Final = frozenset(
    {"children", "title", "alt", "aria-label", "text", "hovertext", "label", "lead", "headline", "sentence", "limits"}
)
"""Names under which an answer carries what a reader sees or hears."""


def write_answer_digits(answer: Any, digits: str) -> Any:
    """
    Write every number that is said in an answer with the reader's figures.

    Parameters
    ----------
    answer
        JSON as Python values: components with their props, traces, legend. Coordinates, classes, addresses and ids keep
        theirs: only text under a name of `SAID` changes.
    digits
        "latin" changes nothing.

    Returns
    -------
    answer
        A new one, or the same where nothing is to be changed.
    """
    return answer if digits == "latin" else _write(answer, digits, said=False)


def _write(part: Any, digits: str, *, said: bool) -> Any:
    if isinstance(part, dict):
        return {name: _write(value, digits, said=name in SAID) for name, value in part.items()}
    if isinstance(part, list):
        return [_write(value, digits, said=said) for value in part]
    return write_digits(part, digits) if said and isinstance(part, str) else part
