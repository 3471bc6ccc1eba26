"""Print figures side by side."""

from __future__ import annotations

from collections.abc import Sequence

Row = tuple[str, str, str, str]
"""What, promise, ours, the peer's."""


def show(rows: Sequence[Row]) -> None:
    """
    Print rows in columns as wide as their widest cell.

    Parameters
    ----------
    rows
        With a head.
    """
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print(
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            sep="  ",
        )
