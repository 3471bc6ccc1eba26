"""Read Dash components as a reader does: their words, links and parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layers.view import View


def walk(part: Any) -> Iterator[Any]:
    """Yield every component of a tree, outermost first; words are left out."""
    if isinstance(part, list | tuple):
        for child in part:
            yield from walk(child)
    elif hasattr(part, "to_plotly_json"):
        yield part
        yield from walk(getattr(part, "children", None))


def say(part: Any) -> str:
    """Join all words of a tree, with one space between its pieces."""
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(say, part)))
    if hasattr(part, "to_plotly_json"):
        return say(getattr(part, "children", None))
    return "" if part is None else str(part)


def find(part: Any, name: str) -> list[Any]:
    """Find components that carry a CSS class."""
    return [piece for piece in walk(part) if name in (getattr(piece, "className", None) or "").split()]


def tags(part: Any, name: str) -> list[Any]:
    """Find components of one HTML tag, such as "Span"."""
    return [piece for piece in walk(part) if type(piece).__name__ == name]


def bars(part: Any) -> dict[str, str]:
    """Name → written number of every bar, the rest included."""
    return {say(find(bar, "name")): say(find(bar, "value")) for bar in find(part, "bar")}


def links(part: Any) -> list[Any]:
    """Find links to views."""
    return [piece for piece in walk(part) if getattr(piece, "href", None) is not None]


def follow(link: Any) -> View:
    """Open a link: the view it leads to."""
    assert link.href.startswith("?")
    return View.from_query(link.href)
