"""From rows as a file has them to a checked table: match names, merge repeats, and account for every row."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ._errors import ReadError
from .report import Count, Reason, Report
from .table import KEYS, Flows


class Row(NamedTuple):
    """One row (matrix: one cell) whose count could be read."""

    line: int
    column: int
    origin: str
    destination: str
    people: int | float
    low: int | float | None = None
    high: int | float | None = None
    period: str | None = None
    group: str | None = None
    extra: tuple[str, ...] = ()


@dataclass
class Draft:
    """
    What a format's own reader found, before names are matched and repeats merged.

    Parameters
    ----------
    file
        File name, for the report.
    rows
        Rows whose count could be read.
    dropped
        Rows already left out, with why.
    notes
        Sentences about the file.
    meta
        What the file declares: kind, evidence, source, vintage, period, unit, caveat.
    extra
        Names of the columns carried along.
    names
        For ids that stand for a name: id → name.
    """

    file: str
    rows: list[Row] = field(default_factory=list)
    dropped: list[Reason] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    def drop(self, row: Row, reason: str) -> None:
        """Leave a row out and say why."""
        self.dropped.append(_explain(self.file, row, "dropped", reason))


def assemble(draft: Draft, *, match: bool, level: str) -> Flows:
    """
    Make a checked flow table and its report from a draft.

    Parameters
    ----------
    draft
        The rows found.
    match
        Turn names into place codes; a row whose place is not recognised is dropped and told.
    level
        The level of the places, see `boundaries.match_names`.

    Returns
    -------
    flows
        The table, with its report.

    Raises
    ------
    ReadError
        No row is left, or not one place is recognised.
    """
    read = Count(len(draft.rows) + len(draft.dropped), _total([*draft.rows, *draft.dropped]))
    rows = _match(draft, level) if match else draft.rows
    kept, merged = _merge(rows, draft)
    report = Report(
        read=read,
        kept=Count(len(kept), _total(rows) - _total(merged)),
        merged=Count(len(merged), _total(merged)),
        dropped=Count(len(draft.dropped), _total(draft.dropped)),
        entries=tuple(sorted([*draft.dropped, *merged], key=lambda entry: (entry.line, entry.column))),
        notes=tuple(draft.notes + _note_fractions(kept, draft.meta) + _undeclared(draft.meta)),
    )
    if not kept:
        raise ReadError(f"{draft.file} has no row that can be used:\n{report}")
    given = {key: draft.meta[key] for key in ("vintage", "period", "caveat") if key in draft.meta}
    return Flows(
        _frame(kept, draft.extra),
        kind=draft.meta.get("kind"),
        evidence=draft.meta.get("evidence"),
        source=draft.meta.get("source", f"the file {draft.file}"),
        report=report,
        unit=draft.meta.get("unit", "people"),
        **given,
    )


def _explain(file: str, row: Row, action: str, reason: str) -> Reason:
    return Reason(file, row.line, row.column, action, reason, row.origin, row.destination, row.people)


def _total(rows: list[Any]) -> int | float:
    people = [row.people for row in rows if not math.isnan(row.people)]
    return sum(people) if all(isinstance(value, int) for value in people) else math.fsum(people)


def _note_fractions(rows: list[Row], meta: dict[str, str]) -> list[str]:
    """Tell parts of persons where people are counted: perhaps 1.234 was meant as 1,234."""
    parts = [row for row in rows if not float(row.people).is_integer() and not math.isnan(row.people)]
    if not parts or meta.get("evidence", "counted") != "counted":
        return []
    return [f"{len(parts)} count(s) are not whole numbers, the first in line {parts[0].line}"]


def _undeclared(meta: dict[str, str]) -> list[str]:
    missing = [key for key in ("kind", "evidence") if key not in meta]
    if not missing:
        return []
    arguments = " and ".join(f"{key}=…" for key in missing)
    words = " and ".join(missing)
    return [f"{words} not declared: this table can be looked at but adds to nothing; say {arguments}"]


def _match(draft: Draft, level: str) -> list[Row]:
    """Replace names by codes; drop and tell the rows of places not recognised."""
    import boundaries

    written = list(dict.fromkeys(name for row in draft.rows for name in (row.origin, row.destination)))
    if not written:
        return []
    codes = set(boundaries.places_table(level=level)["code"])
    if level == "district":
        codes |= set(boundaries.units()["code"])
    asked = {name: draft.names.get(name, name) for name in written}
    found = boundaries.match_names(list(dict.fromkeys(asked.values())), level=level)
    how = dict(zip(found["name"], zip(found["code"], found["how"], strict=True), strict=True))
    code: dict[str, str] = {}
    for name, place in asked.items():
        if place in codes or name in codes:
            code[name] = place if place in codes else name
        elif how[place][1] != "none":
            code[name] = how[place][0]
            if how[place][1] == "fuzzy":
                draft.notes.append(f"{place!r} was read as {how[place][0]}, by likeness: check it")
    unknown = [asked[name] for name in written if name not in code]
    if len(unknown) == len(written):
        listed = ", ".join(repr(name) for name in unknown[:5])
        raise ReadError(
            f"{draft.file}: not one of its {len(written)} places is known at level {level!r} ({listed}); "
            "choose another level=…, or match=False to keep the names as they are written"
        )
    _note_shared(draft, asked, code)
    rows = []
    for row in draft.rows:
        lost = dict.fromkeys(asked[name] for name in (row.origin, row.destination) if name not in code)
        if lost:
            draft.drop(row, f"no place called {' or '.join(map(repr, lost))} at level {level!r}")
        else:
            rows.append(row._replace(origin=code[row.origin], destination=code[row.destination]))
    return rows


def _note_shared(draft: Draft, asked: dict[str, str], code: dict[str, str]) -> None:
    """Tell when two names of the file are one place: flows between them become internal."""
    names: dict[str, list[str]] = {}
    for name, place in code.items():
        names.setdefault(place, []).append(asked[name])
    for place, same in names.items():
        if len(set(same)) > 1:
            draft.notes.append(f"{', '.join(map(repr, dict.fromkeys(same)))} are one place, {place}")


def _merge(rows: list[Row], draft: Draft) -> tuple[list[Row], list[Reason]]:
    """Add rows of the same origin, destination, period and group to the first of them."""
    first: dict[tuple[str, str, str | None, str | None], Row] = {}
    merged = []
    for row in rows:
        key = (row.origin, row.destination, row.period, row.group)
        if key not in first:
            first[key] = row
            continue
        into = first[key]
        same = ", ".join(name for name in KEYS if getattr(row, name) is not None)
        why = f"added to line {into.line}: same {same}"
        if row.extra != into.extra:
            why += "; its other columns differ and are not kept"
        merged.append(_explain(draft.file, row, "merged", why))
        first[key] = _add(into, row, draft.meta)
    return list(first.values()), merged


def _add(into: Row, row: Row, meta: dict[str, str]) -> Row:
    """Add people and ranges; the margins of error of surveyed figures add by variance, see `margins`."""
    people = into.people + row.people
    if into.low is None or into.high is None or row.low is None or row.high is None:
        return into._replace(people=people, low=None, high=None)
    if meta.get("evidence") != "surveyed":
        return into._replace(people=people, low=into.low + row.low, high=into.high + row.high)
    margin = math.hypot(
        max(into.high - into.people, into.people - into.low), max(row.high - row.people, row.people - row.low)
    )
    low = people - margin
    return into._replace(people=people, low=low if meta.get("kind") == "net" else max(0, low), high=people + margin)


def _frame(rows: list[Row], extra: tuple[str, ...]) -> Any:
    import pandas as pd

    table = pd.DataFrame(index=range(len(rows)))
    for name in ("origin", "destination", "people", "low", "high", "period", "group"):
        values = [getattr(row, name) for row in rows]
        if any(value is not None for value in values):
            table[name] = values
    for at, name in enumerate(extra):
        table[name] = _plain_numbers([row.extra[at] for row in rows])
    return table


def _plain_numbers(texts: list[str]) -> list[Any]:
    """Turn a carried column into numbers when every cell is one; leave it as text otherwise."""
    from .read_grid import read_number

    numbers = [read_number(text) for text in texts]
    return texts if any(number is None for number in numbers) else numbers
