"""What the commands of every package share in the shell."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quiet_pipe"]


@contextmanager
def quiet_pipe() -> Iterator[None]:
    """
    Let a command end in silence when the reader of its output (``head``, ``less``) has seen enough.

    Standard output is flushed here, because Python would otherwise find the pipe closed only at exit, and complain.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
