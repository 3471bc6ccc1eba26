"""What the service answers with: rows of places, totals, flows and cells, each with its evidence, unit and source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.service.shapes import Box, Shapes, meet_box

ANSWERS: Final = 4
"""Digits after the point of a number of people: more than the tables carry, less than the noise of a sum."""


@dataclass(frozen=True, slots=True)
class Field:
    """
    One column.

    Attributes
    ----------
    name, title, unit
        In the answer, and what it holds; the unit is "" for text.
    kind
        "text", "number", "whole" or "cell" (an H3 id, written as hexadecimal text).
    """

    name: str
    title: str
    kind: str = "text"
    unit: str = ""

    def describe(self) -> dict[str, Any]:
        """Write the column as a JSON schema."""
        kind = {"number": "number", "whole": "integer"}.get(self.kind, "string")
        unit = f", {self.unit}" if self.unit else ""
        numeric = kind != "string"
        return {"type": kind, "description": f"{self.title}{unit}", **({"nullable": True} if numeric else {})}


@dataclass(frozen=True, slots=True)
class About:
    """
    What stands beside every answer.

    Attributes
    ----------
    evidence, unit, period
        Of the numbers: the design's word, what they count, between which years; "" where there are none.
    source, licence
        Of the numbers, or of the boundaries where there are none.
    boundaries
        The boundary set, how exact it is, its licence, and the note on borders.
    caution
        What a reader must know.
    protection
        What is withheld of the reader's own table; "" where none of it is here.
    """

    evidence: str
    unit: str
    period: str
    source: str
    licence: str
    boundaries: str
    caution: str = ""
    protection: str = ""

    def items(self) -> dict[str, str]:
        """Return what is not empty, by name."""
        names = ("evidence", "unit", "period", "source", "licence", "boundaries", "caution", "protection")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True, eq=False)
class Table:
    """
    Rows of one kind; it is built once and never changed.

    Attributes
    ----------
    name, title, description
        In addresses, and in words.
    fields
        Columns, in order.
    columns
        By name, each of shape (n,): text as objects, numbers as float64 (NaN: withheld or not known), cells as uint64.
    about
        Evidence, source and the like.
    shapes
        Of the rows; None for a table without.
    key
        Fields whose values, joined by a colon, name a row.
    years
        First and last year of the numbers; None where the rows have no time.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    columns: dict[str, NDArray[Any]]
    about: About
    shapes: Shapes | None = None
    key: tuple[str, ...] = ("code",)
    years: tuple[int, int] | None = None

    def __len__(self) -> int:
        return len(self.columns[self.fields[0].name])

    def field(self, name: str) -> Field:
        """Find a column by its name."""
        return next(field for field in self.fields if field.name == name)

    def find(
        self,
        equal: dict[str, str] | None = None,
        *,
        least: dict[str, float] | None = None,
        box: Box | None = None,
        days: tuple[str, str] | None = None,
    ) -> NDArray[np.intp]:
        """
        Find rows.

        Parameters
        ----------
        equal
            Columns of text (or cells) and the value asked for.
        least
            Columns of numbers and the smallest value asked for; what is withheld is not among them.
        box
            West, south, east, north.
        days
            First and last day, "" for open: nothing is found where the table's years lie outside.

        Returns
        -------
        positions
            Rising.
        """
        keep = np.ones(len(self), dtype=bool)
        for name, value in (equal or {}).items():
            keep &= self._match(name, value)
        for name, number in (least or {}).items():
            keep &= self.columns[name] >= number
        if days is not None and self.years is not None:
            first, last = days
            outside = (first and int(first[:4]) > self.years[1]) or (last and int(last[:4]) < self.years[0])
            keep &= not outside
        if box is not None and self.shapes is not None and keep.any():
            keep &= meet_box(self.shapes, box)
        return np.flatnonzero(keep)

    def _match(self, name: str, value: str) -> NDArray[np.bool_]:
        field, column = self.field(name), self.columns[name]
        if field.kind == "cell":
            cell = read_cell(value)
            return column == np.uint64(cell) if cell else np.zeros(len(column), dtype=bool)
        if field.kind == "text":
            return np.asarray(column == value, dtype=bool)
        try:
            return np.asarray(column == float(value), dtype=bool)
        except ValueError:
            return np.zeros(len(column), dtype=bool)

    def locate(self, name: str) -> int | None:
        """
        Find the row of a name.

        Parameters
        ----------
        name
            As `identify` gives it.

        Returns
        -------
        position
            None where no row has this name.
        """
        if len(self.key) == 1 and self.field(self.key[0]).kind == "cell":
            found = np.flatnonzero(self._match(self.key[0], name))
            return int(found[0]) if found.size else None
        return self._positions.get(name)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: position for position, name in enumerate(self.identify(np.arange(len(self))))}

    def identify(self, positions: NDArray[np.intp]) -> list[str]:
        """Name rows: each by its own name, which stays the same from start to start."""
        parts = [self.write(name, positions) for name in self.key]
        return [":".join(map(str, row)) for row in zip(*parts, strict=True)]

    def write(self, name: str, positions: NDArray[np.intp]) -> list[Any]:
        """
        Write a column of some rows as JSON has it.

        Parameters
        ----------
        name, positions
            Of the column and the rows.

        Returns
        -------
        values
            None for what is withheld or not known.
        """
        kind, column = self.field(name).kind, self.columns[name][positions]
        if kind == "cell":
            return [f"{cell:x}" for cell in column.tolist()]
        if kind == "text":
            return list(column)
        known = np.isfinite(column)
        values = np.where(known, column, 0.0).round(ANSWERS) + 0.0
        written = values.astype(np.int64).tolist() if kind == "whole" else values.tolist()
        return [value if said else None for value, said in zip(written, known.tolist(), strict=True)]

    def rows(self, positions: NDArray[np.intp]) -> list[dict[str, Any]]:
        """Write some rows, each with every column by name."""
        names = [field.name for field in self.fields]
        columns = [self.write(name, positions) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def read_cell(text: str) -> int:
    """
    Read an H3 id.

    Parameters
    ----------
    text
        Hexadecimal, such as "873d8a0dcffffff".

    Returns
    -------
    cell
        0 where the text is none.
    """
    try:
        return int(text, 16) if len(text) == 15 and text.isalnum() else 0
    except ValueError:
        return 0
