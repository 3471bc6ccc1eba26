"""Tables that several briefings share: partners of a place, totals of two periods, what grows."""

from __future__ import annotations

from collections.abc import Sequence

from boundaries.language import tr, tr_count
from layers.briefing.content import Span, Table
from layers.briefing.numbers import say_between, say_number
from layers.terms import say_evidence
from layers.wording import say_years

Row = tuple[str, float, float, float]
"""Name, people a year, low, high."""

PERIODS = ("1998-2017", "2017-2023")
"""The two periods that change over time is read from."""


def build_people_table(
    caption: str, rows: Sequence[Row], *, rest: tuple[str, float] | None = None, signed: bool = False, grade: str,
    note: str = "",
) -> Table:
    """
    Build a table of people with their range and evidence.

    Parameters
    ----------
    caption
        What the rows are.
    rows
        In the order wanted.
    rest
        Name and sum of what is left out, without a range; None for nothing.
    signed
        Whether the numbers are gains and losses.
    grade
        Evidence.
    note
        What must be read with it.

    Returns
    -------
    table
        With bars against the largest number.
    """
    top = max((max(abs(low), abs(high), abs(people)) for _, people, low, high in rows), default=0.0) or 1.0
    said = [
        (name, say_number(people, signed=signed), say_between(low, high, signed=signed), say_evidence(grade))
        for name, people, low, high in rows
    ]
    spans = [
        Span(
            low=min(abs(low), abs(high)) / top if low * high > 0 else 0.0,
            value=abs(people) / top,
            high=max(abs(low), abs(high)) / top,
            loss=people < 0,
        )
        for _, people, low, high in rows
    ]
    if rest is not None:
        said.append((rest[0], say_number(rest[1], signed=signed), "", say_evidence(grade)))
        spans.append(Span(0.0, 0.0, 0.0))
    return Table(
        caption,
        (tr("Place"), tr("People a year"), tr("Low to high"), tr("Evidence")),
        tuple(said),
        words=(3,),
        spans=tuple(spans),
        grade=grade,
        note=note,
    )


def build_change_table(rows: Sequence[tuple[str, bool, Sequence[tuple[float, float, float]]]]) -> Table:
    """
    Build the table that sets two periods side by side.

    Parameters
    ----------
    rows
        Name, whether it is a gain or loss, and (people, low, high) of each of `PERIODS`.

    Returns
    -------
    table
        People a year with their ranges.
    """
    first, last = (say_years(*period.split("-")) for period in PERIODS)
    said = []
    for name, signed, periods in rows:
        cells = [
            text
            for people, low, high in periods
            for text in (say_number(people, signed=signed), say_between(low, high, signed=signed))
        ]
        said.append((name, *cells))
    return Table(
        tr("People a year, two periods compared"),
        ("", first, tr("Low to high"), last, tr("Low to high")),
        tuple(said),
    )


def say_rest(count: int) -> str:
    """
    Name what a table leaves out.

    Parameters
    ----------
    count
        How many places.

    Returns
    -------
    words
        For the last row.
    """
    return tr_count("{count} other place", "{count} other places", count).format(count=count)
