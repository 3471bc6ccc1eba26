"""
Readers for lists of flows: our own table, and FlowmapBlue's pair of CSV files.

FlowmapBlue (the de facto standard for flow maps) wants `id,name,lat,lon` in one file and
`origin,dest,count[,time][,color]` in another. It sums repeated rows without a word and takes a count that is
no number for 0; here repeats are summed and told, and such a row is dropped and told. As there, rows without
origin or destination, and rows whose id is in no location, are dropped, and a time in none of its five forms
becomes "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ._errors import ReadError
from .decimals import Cell, find_decimal_mark
from .headers import find_columns
from .read_draft import Draft, Row
from .read_grid import Grid, read_number
from .table import RANGE

META = ("kind", "evidence", "source", "vintage", "period", "unit", "caveat")

# %Y-%m-%d, with %H:%M or %H:%M:%S, %Y, %Y-%m
_TIME = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])( ([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?)?)?")


def read_rows(grid: Grid, *, kind: str | None = None) -> Draft:
    """
    Read a list of flows.

    Parameters
    ----------
    grid
        A header naming origin, destination (or dest), people (or count), or other words for them (see `headers`),
        and perhaps low and high, or moe (the margin of error to either side), period (or time) and group, then one
        row per flow. Other columns are carried along.
    kind
        The kind the caller declares; a table of kind net may hold negative counts.

    Returns
    -------
    draft
        The rows whose count could be read, and the others with why not.

    Raises
    ------
    ReadError
        A column is missing or named twice, counts are negative, or a point in them may be read in two ways.
    """
    header = grid.rows[0]
    at, read_as = find_columns(header, grid.name)
    taken = set(at.values())
    if not any(cells[at[name]] for cells in grid.rows[1:] for name in RANGE if name in at and at[name] < len(cells)):
        # Both columns are empty from top to bottom: a table without ranges, whose writer has room for them.
        at = {name: column for name, column in at.items() if name not in RANGE}
    mark, settled = find_decimal_mark(grid, _list_counts(grid, at))
    extra = [i for i, cell in enumerate(header) if cell and i not in taken]
    draft = Draft(grid.name, notes=[*grid.notes, *read_as, *settled], extra=tuple(header[i] for i in extra))
    draft.meta = {key: grid.meta[key] for key in META if grid.meta.get(key)}
    documented = draft.meta.get("evidence") == "documented"
    signed = (kind or draft.meta.get("kind")) == "net"
    negative: list[Row] = []
    grouped = 0
    for cells, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        wide = len(cells) > len(header) and any(cells[len(header) :])
        cells = cells + [""] * (len(header) - len(cells))
        count = read_number(cells[at["people"]], decimal=mark)
        numbers = {name: read_number(cells[at[name]], decimal=mark) for name in (*RANGE, "moe") if name in at}
        low, high = _read_range(count, numbers, signed=signed)
        words = {name: cells[at[name]] for name in ("period", "group") if name in at}
        row = Row(
            line,
            at["people"] + 1,
            cells[at["origin"]],
            cells[at["destination"]],
            0 if count is None else count,
            low=low,
            high=high,
            period=words.get("period"),
            group=words.get("group"),
            extra=tuple(cells[i] for i in extra),
        )
        grouped += mark == "." and "," in cells[at["people"]] and count is not None
        fault = _find_fault(row, cells[at["people"]], count, documented=documented, numbers=numbers)
        if wide:
            row = row._replace(people=0)
            fault = f"it has {len(cells)} cells under {len(header)} headings; quote a number with commas"
        if fault:
            draft.drop(row, fault)
            continue
        if documented:
            row = row._replace(people=float("nan"))
        if row.people < 0 and not signed:
            negative.append(row)
        draft.rows.append(row)
    if negative:
        lines = ", ".join(str(row.line) for row in negative[:10])
        raise ReadError(
            f"{grid.name}: {len(negative)} negative count(s), in line {lines}; people are counted from 0 up "
            "(a table of net moves is read with kind='net')"
        )
    if grouped:
        draft.notes.append(f"{grouped} count(s) are written with commas between thousands")
    if "moe" in at:
        draft.notes.append(
            f"low and high are the count less and more {header[at['moe']]!r}, at the level of confidence of the file"
            + ("" if signed else "; no low end is below 0")
        )
    return draft


def _read_range(
    count: float | None, numbers: Mapping[str, float | None], *, signed: bool
) -> tuple[float | None, float | None]:
    """Take low and high as they stand, or make them from the margin of error; nobody is fewer than none."""
    margin = numbers.get("moe")
    if count is None or margin is None:
        return numbers.get("low"), numbers.get("high")
    return (count - margin if signed else max(0, count - margin)), count + margin


def read_flowmapblue(flows: Grid, locations: Grid | None, *, kind: str | None = None) -> Draft:
    """
    Read FlowmapBlue's flows with the names of its locations.

    Parameters
    ----------
    flows
        The grid with `origin,dest,count[,time][,color]`.
    locations
        The grid with `id,name,lat,lon`; None when there is none, then ids are taken for names.
    kind
        The kind the caller declares, see `read_rows`.

    Returns
    -------
    draft
        The flows, with `names` from id to name; ids in no location are dropped and told.

    Raises
    ------
    ReadError
        A column is missing, or an id stands for two locations.
    """
    draft = read_rows(flows, kind=kind)
    if any(row.period is not None for row in draft.rows):
        unclear = [row for row in draft.rows if not _TIME.fullmatch(row.period or "")]
        if unclear:
            lines = ", ".join(str(row.line) for row in unclear[:10])
            draft.notes.append(f"{len(unclear)} time(s) in no known form became 'unknown': line {lines}")
        draft.rows = [
            row if _TIME.fullmatch(row.period or "") else row._replace(period="unknown") for row in draft.rows
        ]
    if locations is None:
        return draft
    draft.names = _read_locations(locations, draft)
    known, draft.rows = draft.rows, []
    for row in known:
        lost = [name for name in dict.fromkeys((row.origin, row.destination)) if name not in draft.names]
        if lost:
            draft.drop(row, f"no location has the id {' or '.join(repr(name) for name in lost)}")
        else:
            draft.rows.append(row)
    return draft


def _list_counts(grid: Grid, at: Mapping[str, int]) -> list[Cell]:
    """List the cells with numbers of people."""
    columns = [at[name] for name in ("people", *RANGE, "moe") if name in at]
    return [
        Cell(line, i + 1, cells[i])
        for cells, line in zip(grid.rows[1:], grid.lines[1:], strict=True)
        for i in columns
        if i < len(cells)
    ]


def _find_fault(
    row: Row, text: str, count: float | None, *, documented: bool, numbers: Mapping[str, float | None]
) -> str | None:
    """Say why a row cannot be kept; None when it can."""
    missing = [name for name in ("origin", "destination") if not getattr(row, name)]
    if missing:
        return f"no {' and no '.join(missing)}"
    if documented:
        return None
    if not text:
        return "no count"
    if count is None:
        return f"the count {text!r} is not a number"
    bad = [name for name, value in numbers.items() if value is None]
    if bad:
        return f"{' and '.join(bad)} is not a number"
    return "the margin of error is negative" if (numbers.get("moe") or 0) < 0 else None


def _read_locations(grid: Grid, draft: Draft) -> dict[str, str]:
    """Read id → name, and tell coordinates that cannot be."""
    header = [cell.lower() for cell in grid.rows[0]]
    missing = [name for name in ("id", "lat", "lon") if name not in header]
    if missing:
        lacking = ", ".join(missing)
        raise ReadError(f"{grid.name}: the header has no column {lacking}; locations have id,name,lat,lon")
    at = {name: header.index(name) for name in ("id", "name", "lat", "lon") if name in header}
    draft.notes += [f"{grid.name}: {note}" for note in grid.notes]
    names: dict[str, str] = {}
    twice, astray = [], []
    for cells, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        cells = cells + [""] * (len(header) - len(cells))
        key = cells[at["id"]]
        if key in names:
            twice.append(f"{key!r} (line {line})")
        names[key] = cells[at["name"]] if "name" in at and cells[at["name"]] else key
        lat, lon = read_number(cells[at["lat"]]), read_number(cells[at["lon"]])
        if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
            astray.append(f"{key!r} (line {line})")
    if twice:
        raise ReadError(f"{grid.name}: an id stands for two locations: {', '.join(twice)}; give each its own")
    if astray:
        draft.notes.append(f"{grid.name}: coordinates that cannot be, not used here: {', '.join(astray)}")
    return names
