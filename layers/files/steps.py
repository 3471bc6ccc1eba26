"""How far a long export is, told to whoever waits for it; whoever waits may stop it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

Progress = Callable[[int, int, str], None]
"""Called with what is done, the whole, and words; what it raises ends the export."""

CHUNK: Final = 5000
"""Features that are written between two reports: some tens of milliseconds."""

_PROGRESS: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def follow(progress: Progress | None) -> Iterator[None]:
    """
    Report to somebody for as long as the block lasts, in this thread alone.

    Parameters
    ----------
    progress
        Who is told; None: nobody.
    """
    token = _PROGRESS.set(progress)
    try:
        yield
    finally:
        _PROGRESS.reset(token)


def report(done: int, total: int, words: str) -> None:
    """
    Say how far the export is.

    Parameters
    ----------
    done, total
        In features; a step that cannot be counted is 0 of 1, and 1 of 1 when it is over.
    words
        What is being done.
    """
    progress = _PROGRESS.get()
    if progress is not None:
        progress(done, total, words)


def split_rows(count: int, words: str) -> Iterator[slice]:
    """
    Split rows into parts, and report before the first and after each.

    Parameters
    ----------
    count
        Rows in all.
    words
        What is being done.

    Yields
    ------
    rows
        The next `CHUNK` of them or fewer; none when there are no rows.
    """
    if count:
        report(0, count, words)
    for start in range(0, count, CHUNK):
        yield slice(start, min(start + CHUNK, count))
        report(min(start + CHUNK, count), count, words)
