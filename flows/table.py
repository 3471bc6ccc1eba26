"""
The flow table: one row per origin and destination, and what must be known to read it honestly.

Columns
    `origin`, `destination` (place codes), `people` (persons, never a rate), and where they apply `low` and
    `high` (the range), `period` (text, such as "2024-03") and `group` (text, such as a sex or a season).
    Further columns are carried along untouched.

Kinds answer different questions and are never added together:

==============  ===========================================================================
transition      people whose place differs between two dates (census question, WorldPop)
lifetime        people living elsewhere than where they were born or before
event           moves, each counted when it happens (registration, a seasonal trip)
stock           people present on a date (displaced people per round)
net             arrivals less departures; may be negative
==============  ===========================================================================

Evidence, strongest first: counted, surveyed, derived, modelled, scenario; and documented: a corridor a
source names without a number, whose `people` is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ._errors import FlowTableError, KindError
from .report import Count, Report

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("transition", "lifetime", "event", "stock", "net")
EVIDENCE = ("counted", "surveyed", "derived", "modelled", "scenario", "documented")
KEYS = ("origin", "destination", "period", "group")
RANGE = ("low", "high")

NOT_IMPORTED = Report(Count(0, 0), Count(0, 0))
"""Stands for the report of a table that came from no file; it gets one that says all its rows are kept."""

# How many faults of one sort are listed by row before the rest are only counted.
_LISTED = 10


@dataclass(frozen=True, eq=False)
class Flows:
    """
    A checked flow table with what it is, how it is known and where it comes from.

    Parameters
    ----------
    table
        The rows, see the module text. A checked copy is kept; the caller's frame is not changed.
    kind
        One of `KINDS`; None when a file did not declare it (then it adds to nothing).
    evidence
        One of `EVIDENCE`; None when a file did not declare it.
    source
        Publisher, title, table and year in words.
    report
        What the import kept, merged and dropped; made from the table itself when not given.
    vintage
        District list or place set the codes follow: "1998", "2017", "2023", "units", "cities", "bundled", …
    period
        The time the figures are about, such as "2017–2023".
    unit
        What `people` counts: "people", or "people a year".
    caveat
        A warning to be shown beside the numbers.

    Raises
    ------
    FlowTableError
        A column is missing or has the wrong type, a count is negative (except of kind net), not a number or
        infinite, a row repeats, a code is empty, low <= people <= high fails, or kind or evidence is
        unknown. The message lists every fault with its rows (numbered from 0, as in the table).
    """

    table: pd.DataFrame
    kind: str | None
    evidence: str | None
    source: str
    report: Report = field(default=NOT_IMPORTED, repr=False)
    vintage: str | None = None
    period: str | None = None
    unit: str = "people"
    caveat: str | None = None

    def __post_init__(self) -> None:
        table = self.table.reset_index(drop=True)
        faults = _find_faults(table, self.kind, self.evidence)
        if faults:
            raise FlowTableError("this is not a flow table:\n- " + "\n- ".join(faults))
        # Frozen to the outside; the checked, ordered copy is set once here.
        object.__setattr__(self, "table", _order(table))
        if self.report is NOT_IMPORTED:
            everything = Count(len(table), float(table["people"].sum()))
            object.__setattr__(self, "report", Report(everything, everything))

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.table)

    @property
    def people(self) -> float:
        """All people of the table, internal movement included."""
        total = self.table["people"].sum()
        return int(total) if float(total).is_integer() else float(total)

    def __add__(self, other: object) -> Flows:
        """
        Add two tables that answer the same question about the same places and time.

        The sum takes the weaker evidence of the two and both sources. Of two surveyed tables the margins of error
        add by variance, see `flows.margins`; of others `low` and `high` are summed, which is wider than the truth
        when the two errors are independent.

        Raises
        ------
        KindError
            Kind, unit, period or district list differ, one of them is not declared, or a corridor is only
            documented.
        """
        if not isinstance(other, Flows):
            return NotImplemented
        _check_addable(self, other)
        import pandas as pd

        from .margins import add_variances, has_margins

        if set(RANGE) & set(self.table) != set(RANGE) & set(other.table):
            raise KindError("one table has a range (low, high) and the other has none; take it off to add them")
        keys = [key for key in KEYS if key in self.table or key in other.table]
        values = [name for name in ("people", *RANGE) if name in self.table]
        both = pd.concat([self.table, other.table], ignore_index=True)
        for key in keys:
            both[key] = both[key].fillna("")
        if has_margins(self) and has_margins(other):
            summed = add_variances(both, keys, signed=self.kind == "net")
        else:
            summed = both.groupby(keys, sort=False)[values].sum().reset_index()
        sources = dict.fromkeys([self.source, other.source])
        weaker = max(self.evidence, other.evidence, key=_rank)
        return replace(self, table=summed, evidence=weaker, source="; ".join(sources), report=NOT_IMPORTED)

    def write(self, path: str | Path) -> Path:
        """
        Write the table and everything known about it to one CSV or Parquet file, see `flows.write`.

        Parameters
        ----------
        path
            A name ending in .csv or .parquet.

        Returns
        -------
        path
            The file written.
        """
        from .write import write

        return write(self, path)


def _rank(evidence: str | None) -> int:
    return EVIDENCE.index(evidence) if evidence is not None else len(EVIDENCE)


def _check_addable(one: Flows, other: Flows) -> None:
    """Refuse, in one sentence, to add what must not be added."""
    for flows in (one, other):
        if flows.kind is None or flows.evidence is None:
            raise KindError(f"kind or evidence of {flows.source!r} is not declared, so it adds to nothing")
        if flows.evidence == "documented":
            raise KindError(f"{flows.source!r} names corridors without numbers, so it adds to nothing")
    for word, a, b in (
        ("kind", one.kind, other.kind),
        ("unit", one.unit, other.unit),
        ("period", one.period, other.period),
        ("district list", one.vintage, other.vintage),
    ):
        if a != b:
            raise KindError(
                f"tables of different {word} answer different questions and are never added: {a!r} and {b!r}"
            )


def _order(table: pd.DataFrame) -> pd.DataFrame:
    first = [name for name in ("origin", "destination", "people", *RANGE, "period", "group") if name in table]
    return table[[*first, *(name for name in table.columns if name not in first)]]


def _find_faults(table: pd.DataFrame, kind: str | None, evidence: str | None) -> list[str]:
    """Assume the table valid, try to falsify it, and tell every way it fails."""
    faults = []
    if kind is not None and kind not in KINDS:
        faults.append(f"kind {kind!r} is unknown; it is one of {', '.join(KINDS)}")
    if evidence is not None and evidence not in EVIDENCE:
        faults.append(f"evidence {evidence!r} is unknown; it is one of {', '.join(EVIDENCE)}")
    if not table.columns.is_unique:
        twice = sorted({str(name) for name in table.columns[table.columns.duplicated()]})
        return [*faults, f"column {', '.join(twice)} is there twice"]
    missing = [name for name in ("origin", "destination", "people") if name not in table]
    if missing:
        return [*faults, f"column {', '.join(missing)} is missing"]
    faults += _find_text_faults(table)
    faults += _find_number_faults(table, kind, evidence)
    keys = [key for key in KEYS if key in table]
    faults += _tell("repeats an earlier " + ", ".join(keys), table.duplicated(keys))
    return faults


def _find_text_faults(table: pd.DataFrame) -> list[str]:
    faults = []
    for name in (key for key in KEYS if key in table):
        text = table[name].map(lambda value: isinstance(value, str)).astype(bool)
        if name in ("origin", "destination"):
            empty = ~text | (table[name].where(text, "").astype("str").str.strip() == "")
            faults += _tell(f"{name} is empty or not text", empty)
        else:
            faults += _tell(f"{name} is not text", ~text)
    return faults


def _find_number_faults(table: pd.DataFrame, kind: str | None, evidence: str | None) -> list[str]:
    import numpy as np
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    faults = []
    columns = [name for name in ("people", *RANGE) if name in table]
    if len(columns) == 2:
        faults.append(f"{columns[1]} is there without {'low' if columns[1] == 'high' else 'high'}")
    for name in columns:
        if not is_numeric_dtype(table[name]) or is_bool_dtype(table[name]):
            return [*faults, f"{name} is not a column of numbers"]
    if evidence == "documented":
        numbered = _tell("a documented corridor has no number, yet people is given", table["people"].notna())
        return faults + numbered
    for name in columns:
        values = table[name].to_numpy(dtype="float64", na_value=np.nan)
        faults += _tell(f"{name} is not a number", np.isnan(values))
        faults += _tell(f"{name} is infinite", np.isinf(values))
        if kind != "net":
            faults += _tell(f"{name} is negative", values < 0)
    if set(RANGE) <= set(columns):
        faults += _tell("people is below low", table["people"] < table["low"])
        faults += _tell("people is above high", table["people"] > table["high"])
    return faults


def _tell(fault: str, bad: object) -> list[str]:
    """Name the rows that have a fault; nothing when none has."""
    import numpy as np

    rows = np.flatnonzero(np.asarray(bad, dtype=bool))
    if not len(rows):
        return []
    listed = ", ".join(str(row) for row in rows[:_LISTED])
    more = f" and {len(rows) - _LISTED} more" if len(rows) > _LISTED else ""
    return [f"{fault}: row {listed}{more}"]
