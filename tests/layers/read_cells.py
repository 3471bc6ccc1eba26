"""Read the trace of the cells as the page's script does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import floor
from typing import Any


def read_ids(trace: dict[str, Any]) -> list[int]:
    """Read the ids: H3's mode 1, the resolution, then what differs, then ones."""
    packed = trace["meta"]["cells"]
    unused = 45 - 3 * packed["resolution"]
    head = 1 << 59 | packed["resolution"] << 52
    return [head | number << unused | (1 << unused) - 1 for number in accumulate(packed["steps"])]


def read_columns(packed: Sequence[Any], beside: Sequence[int] | None = None) -> list[list[Any]]:
    """Read the columns of the hover; `beside` is the second column of the first of two maps."""
    name, *facts = packed
    columns = [list(name)]
    base = beside
    for column in facts:
        if isinstance(column, dict):
            assert base is not None
            times = [column["times"][whose] for whose in name]
            explained = [floor(count * by + 0.5) for count, by in zip(base, times, strict=True)]
            columns.append([count + rest for count, rest in zip(explained, column["rest"], strict=True)])
        else:
            columns.append(list(column))
        base = columns[1]
    return columns
