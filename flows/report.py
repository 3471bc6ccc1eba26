"""What an import kept, merged and dropped, row by row: nothing is lost silently."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd


class Count(NamedTuple):
    """A number of rows and the people in them."""

    rows: int
    people: float


class Reason(NamedTuple):
    """Why one row did not become a row of its own."""

    file: str
    line: int
    column: int
    action: str
    reason: str
    origin: str
    destination: str
    people: float


@dataclass(frozen=True)
class Report:
    """
    The account of an import. It adds up: read = kept + merged + dropped, in rows and in people.

    Parameters
    ----------
    read
        Rows (matrix: cells) the file holds, and the people in those whose count could be read.
    kept
        Rows that became a row of the table.
    merged
        Rows added to an earlier row of the same origin, destination, period and group.
    dropped
        Rows left out. A row whose count is not a number has 0 people here and its text in the reason.
    entries
        One `Reason` for each merged or dropped row, with its file, line and column (from 1; 0 where the
        format has none).
    notes
        Sentences about the file as a whole: encoding, separator, names matched by likeness, what was not
        declared.
    """

    read: Count
    kept: Count
    merged: Count = Count(0, 0)
    dropped: Count = Count(0, 0)
    entries: tuple[Reason, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()

    @property
    def reasons(self) -> pd.DataFrame:
        """One row for each row merged or dropped: file, line, column, action, reason, origin, …, people."""
        import pandas as pd

        table = pd.DataFrame(list(self.entries), columns=list(Reason._fields))
        return table.astype({"line": "int64", "column": "int64", "people": "float64"})

    def __str__(self) -> str:
        """Say it in words: the four counts, then each reason with how often it came, then the notes."""
        lines = [
            f"{word:8}{count.rows:>10,} rows {count.people:>16,.15g} people"
            for word, count in (
                ("read", self.read),
                ("kept", self.kept),
                ("merged", self.merged),
                ("dropped", self.dropped),
            )
        ]
        often: dict[tuple[str, str], list[int]] = {}
        for entry in self.entries:
            often.setdefault((entry.action, entry.reason), []).append(entry.line)
        for (action, reason), at in often.items():
            numbers = list(dict.fromkeys(at))
            where = ", ".join(str(line) for line in numbers[:5]) + (", …" if len(numbers) > 5 else "")
            lines.append(f"{action}: {reason} ({len(at)}; line {where})")
        return "\n".join([*lines, *self.notes])
