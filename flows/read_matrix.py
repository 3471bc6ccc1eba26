r"""
Reader for an origin–destination matrix.

A matrix does not say by itself whether its rows are the origins. The file may declare it, in a line
"# orientation: rows are origins" above the matrix or in its corner cell ("origin\destination", "from/to",
"destination"); else the caller must. Nobody guesses.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ._errors import ReadError
from .decimals import Cell, find_decimal_mark
from .read_draft import Draft, Row
from .read_grid import Grid, read_number
from .read_rows import META

ORIENTATIONS = ("rows", "columns")

_TOTAL = re.compile(
    r"(grand |sub[- ]?)?totals?|sum|all( (places|districts|origins|destinations))?|کل|میزان|ٹوٹل",
    re.IGNORECASE,
)
_ORIGIN = re.compile(r"\b(origins?|from|orig|o)\b", re.IGNORECASE)
_DESTINATION = re.compile(r"\b(destinations?|dest|to|d)\b", re.IGNORECASE)
_NIL = {"-", "–", "—", "..", "…"}


def read_matrix(grid: Grid, *, orientation: str | None, kind: str | None = None) -> Draft:
    """
    Read a square table of counts.

    Parameters
    ----------
    grid
        A row of place names, then rows of a place name and counts. Lines above or below with one cell
        (a title, a remark) are passed over and told; rows and columns headed as totals are left out and told.
    orientation
        "rows": rows are origins; "columns": columns are origins; None: as the file declares.
    kind
        The kind the caller declares; a matrix of kind net may hold negative counts.

    Returns
    -------
    draft
        One row for each cell with a number, zeros included, so that every place stays named. Blank cells and
        dashes are no flow.

    Raises
    ------
    ReadError
        The orientation is not known or said twice, the matrix is not square, a place heads two rows or
        columns, counts are negative, or a point in them may be read in two ways. The message lists every fault.
    """
    grid, notes = _skip_remarks(grid)
    draft = Draft(grid.name, notes=[*grid.notes, *notes])
    draft.meta = {key: grid.meta[key] for key in META if grid.meta.get(key)}
    header = grid.rows[0]
    width = max(i for i, cell in enumerate(header) if cell) + 1
    columns = dict(enumerate(header[1:width], start=1))
    rows = {i: cells[0] for i, cells in enumerate(grid.rows[1:], start=1)}
    inner_columns = {i: name for i, name in columns.items() if not _TOTAL.fullmatch(name)}
    inner_rows = {i: name for i, name in rows.items() if not _TOTAL.fullmatch(name)}

    faults = _find_shape_faults(grid, inner_rows, inner_columns, width)
    declared = _declared(grid)
    if orientation is not None and orientation not in ORIENTATIONS:
        faults.append(f"orientation {orientation!r} is unknown; it is 'rows' or 'columns', whichever are origins")
    elif orientation and declared and orientation != declared:
        faults.append(f"the file says its {declared} are origins, the caller says {orientation}")
    elif not orientation and not declared:
        faults.append(
            "the file does not say whether its rows or its columns are origins; say orientation='rows' "
            "(rows are origins) or orientation='columns'"
        )
    if faults:
        raise ReadError(f"{grid.name} cannot be read as a matrix: " + "; ".join(faults))
    _read_cells(grid, draft, rows, columns, by_rows=(orientation or declared) == "rows")
    negative = [row for row in draft.rows if row.people < 0]
    if negative and (kind or draft.meta.get("kind")) != "net":
        cells = ", ".join(f"line {row.line} column {row.column}" for row in negative[:10])
        raise ReadError(
            f"{grid.name}: {len(negative)} negative count(s), at {cells}; people are counted from 0 up "
            "(a matrix of net moves is read with kind='net')"
        )
    return draft


def _skip_remarks(grid: Grid) -> tuple[Grid, list[str]]:
    """Pass over lines above and below the matrix that hold one cell only: titles and remarks."""
    start = 0
    while start < len(grid.rows) and sum(map(bool, grid.rows[start])) < 2:
        start += 1
    if start >= len(grid.rows) - 1:
        raise ReadError(
            f"{grid.name} is neither a list of flows (a header with origin, destination, people) nor a "
            "matrix (a row of place names, then rows of a name and counts)"
        )
    end = len(grid.rows)
    heads = set(grid.rows[start])
    # A source or remark below the matrix: one cell, and not a place that has a column.
    while end > start + 2 and sum(map(bool, grid.rows[end - 1])) == 1 and grid.rows[end - 1][0] not in heads:
        end -= 1
    aside = [*range(start), *range(end, len(grid.rows))]
    remarks = [(grid.lines[i], " ".join(filter(None, grid.rows[i]))) for i in aside]
    notes = [f"line {line} was taken for a remark: {remark!r}" for line, remark in remarks]
    return replace(grid, rows=grid.rows[start:end], lines=grid.lines[start:end]), notes


def _declared(grid: Grid) -> str | None:
    """Find what the file itself says of its orientation."""
    said = grid.meta.get("orientation", "").lower()
    if said:
        word = said.split()[0]
        return word if word in ORIENTATIONS else None
    corner = grid.rows[0][0].replace("_", " ")
    origin, destination = _ORIGIN.search(corner), _DESTINATION.search(corner)
    if origin and destination:
        # "origin\destination": the first word names the rows, as in every printed table.
        return "rows" if origin.start() < destination.start() else "columns"
    if origin or destination:
        return "rows" if origin else "columns"
    return None


def _find_shape_faults(grid: Grid, rows: dict[int, str], columns: dict[int, str], width: int) -> list[str]:
    faults = []
    for what, names in (("row", rows), ("column", columns)):
        unnamed = [i for i, name in names.items() if not name]
        if unnamed:
            where = [grid.lines[i] if what == "row" else i + 1 for i in unnamed]
            place = "line" if what == "row" else "column"
            faults.append(f"{place} {', '.join(map(str, where[:10]))} has no place name")
        often = Counter(name for name in names.values() if name)
        faults += [f"{name!r} heads {n} {what}s" for name, n in often.most_common(10) if n > 1]
    only_rows = [name for name in rows.values() if name and name not in columns.values()]
    only_columns = [name for name in columns.values() if name and name not in rows.values()]
    if only_rows or only_columns:
        parts = []
        for lone, has, lacks in ((only_rows, "row", "column"), (only_columns, "column", "row")):
            if lone:
                parts.append(f"{', '.join(map(repr, lone[:10]))} has a {has} but no {lacks}")
        counts = f"{len(rows)} rows and {len(columns)} columns of places"
        faults.append(f"it is not square, {counts} ({', '.join(parts)})")
        faults.append("if it is a list of flows, head its columns origin, destination, people")
    for i in rows:
        if any(grid.rows[i][width:]):
            faults.append(f"line {grid.lines[i]} has {len(grid.rows[i])} cells under {width} headings")
    return faults


def _read_cells(grid: Grid, draft: Draft, rows: dict[int, str], columns: dict[int, str], *, by_rows: bool) -> None:
    """Read every cell; leave totals out, and say when a total is not the sum of its parts."""
    mark, notes = find_decimal_mark(
        grid, [Cell(grid.lines[i], j + 1, grid.rows[i][j]) for i in rows for j in columns if j < len(grid.rows[i])]
    )
    draft.notes += notes
    nil = grouped = 0
    sums: dict[tuple[str, int], float] = {}
    totals: dict[tuple[str, int], float] = {}
    for i, row_name in rows.items():
        for j, column_name in columns.items():
            text = grid.rows[i][j] if j < len(grid.rows[i]) else ""
            nil += text in _NIL
            if not text or text in _NIL:
                continue
            count = read_number(text, decimal=mark)
            grouped += mark == "." and "," in text and count is not None
            origin, destination = (row_name, column_name) if by_rows else (column_name, row_name)
            row = Row(grid.lines[i], j + 1, origin, destination, 0 if count is None else count)
            total_row, total_column = bool(_TOTAL.fullmatch(row_name)), bool(_TOTAL.fullmatch(column_name))
            if count is None:
                draft.drop(row, f"the count {text!r} is not a number")
            elif total_row or total_column:
                what, name = ("row", row_name) if total_row else ("column", column_name)
                draft.drop(row, f"{what} {name!r} is a total")
                if not (total_row and total_column):
                    totals["column" if total_row else "line", j if total_row else i] = count
            else:
                draft.rows.append(row)
                sums["column", j] = sums.get(("column", j), 0) + count
                sums["line", i] = sums.get(("line", i), 0) + count
    for (what, at), total in totals.items():
        added = sums.get((what, at), 0)
        if abs(added - total) > 1e-6 * max(1.0, abs(total)):
            where = grid.lines[at] if what == "line" else at + 1
            draft.notes.append(f"{what} {where}: the total {total:,} is not the sum of its cells, {added:,}")
    if nil:
        draft.notes.append(f"{nil} cell(s) hold a dash and are read as no flow")
    if grouped:
        draft.notes.append(f"{grouped} count(s) are written with commas between thousands")
    internal = [row for row in draft.rows if row.origin == row.destination and row.people]
    if internal:
        draft.notes.append(f"{len(internal)} cell(s) on the diagonal are internal movement, not migration")
