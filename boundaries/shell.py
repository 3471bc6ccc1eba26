"""What the commands of every package share in the shell."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["quiet_pipe", "show_progress"]

BAR = 24
"""Width of the progress bar in characters."""

STOPPED = 130
"""What a command returns after Ctrl-C: 128 and the number of the signal."""


@contextmanager
def quiet_pipe() -> Iterator[None]:
    """
    Let a command end in silence when the reader of its output (``head``, ``less``) has seen enough, or stops it.

    Standard output is flushed here, because Python would otherwise find the pipe closed only at exit, and complain.

    Raises
    ------
    SystemExit
        130, as shells have it, after Ctrl-C.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        raise SystemExit(STOPPED) from None


def show_progress(label: str) -> Callable[[int, int], None]:
    """
    Draw a progress bar on standard error, on a terminal only; a log file or a pipe sees nothing.

    Parameters
    ----------
    label
        What is being done, such as the name of the file.

    Returns
    -------
    progress
        Call it with what is done and the total, in any unit; the bar ends its line when all is done.
    """
    stream = sys.stderr
    if not stream.isatty():
        return lambda _done, _total: None
    shown = -1

    def draw(done: int, total: int) -> None:
        nonlocal shown
        percent = min(100 * done // total, 100) if total else 100
        if percent == shown:
            return
        shown = percent
        bar = ("#" * (BAR * percent // 100)).ljust(BAR, "·")
        stream.write(f"\r{label} {bar} {percent:3d} %" + ("\n" if percent == 100 else ""))
        stream.flush()

    return draw
