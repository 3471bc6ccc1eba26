"""
The words that flow tables and boundary sets bring with them, in the language of the moment.

They are English in the tables and listed here, so that a catalogue can have them: grades of evidence, units, what a
boundary set says of itself, and what was withheld of a reader's own table.
"""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import Final

from boundaries.language import mark, tr

GRADES: Final = (
    mark("counted"),
    mark("surveyed"),
    mark("derived"),
    mark("modelled"),
    mark("scenario"),
    mark("documented"),
)
UNITS: Final = (mark("people"), mark("people a year"), mark("lifetime migrants"))
KINDS: Final = (mark("transition"), mark("lifetime"), mark("event"), mark("stock"))

SETS: Final = (
    mark("Generalised districts of about 2010"),
    mark("A generalised drawing: the outline is 1 to 2.5 km off, district lines 1 to 8 km."),
    mark("Boundaries: svg-maps (public domain); base map: Natural Earth; towns: GeoNames (CC BY 4.0)"),
    mark("OCHA common operational boundaries (COD-AB)"),
    mark("Survey lines as kept by the humanitarian agencies; simplified for the screen."),
    mark(
        "Boundaries: OCHA / WFP / ITOS, COD-AB Pakistan, via HDX; base map: Natural Earth; towns: GeoNames (CC BY 4.0)"
    ),
    mark("OpenStreetMap districts of the 2023 census"),
    mark("Lines drawn by volunteers; some in Balochistan differ from the areas in the census."),
    mark("Boundaries © OpenStreetMap contributors; base map: Natural Earth; towns: GeoNames (CC BY 4.0)"),
    mark("npm @svg-maps/pakistan.districts 2.0.0, fitted to Natural Earth 1:10m (world-atlas 2.0.2)"),
    mark("Not stated by whoever installed it."),
    mark(
        "Boundaries are shown as in the named source and imply no position on any territory. The Line of Control in "
        "Jammu and Kashmir is dashed: it is a ceasefire line in a disputed territory, whose final status has not been "
        "agreed upon by the parties."
    ),
)
"""What the boundary sets that can be installed by name say of themselves; others say it in their own words."""

PROTECTIONS: Final = (
    mark("Nothing is withheld."),
    mark("Nothing had to be withheld: no flow is of fewer than {a} people."),
    mark(
        "Flows of fewer than {a} people are hidden, and others that would give them away: {b} of {c} flows, {d}% of "
        "the people. So are {e} totals of places."
    ),
    mark(
        "Flows of fewer than {a} people are hidden, and others that would give them away: {b} of {c} flows, {d}% of "
        "the people."
    ),
    mark(
        "Flows of fewer than {a} people are hidden, and others that would give them away: {b} of {c} flows. So are {d} "
        "totals of places."
    ),
    mark("Flows of fewer than {a} people are hidden, and others that would give them away: {b} of {c} flows."),
)
"""Sentences of `own.load_own` and `flows.disclosure` on a table whose small numbers are suppressed."""

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")


def say_evidence(grade: str) -> str:
    """
    Name a grade of evidence.

    Parameters
    ----------
    grade
        One of `GRADES`, as flow tables write it.

    Returns
    -------
    word
        In lower case.
    """
    return tr(grade)


def say_unit(unit: str) -> str:
    """
    Name the unit of a flow table.

    Parameters
    ----------
    unit
        Such as "people a year"; one that is not in `UNITS` stands as its table has it.

    Returns
    -------
    words
        To follow a number.
    """
    return tr(unit)


def say_kind(kind: str) -> str:
    """
    Name what a flow table counts.

    Parameters
    ----------
    kind
        One of `KINDS`, as flow tables write it.

    Returns
    -------
    word
        In lower case.
    """
    return tr(kind)


def say_carried(text: str) -> str:
    """
    Translate a sentence that comes composed, with its numbers in it.

    Parameters
    ----------
    text
        English: the protection of a reader's own table, or what a boundary set says of itself.

    Returns
    -------
    text
        The English itself where neither it, nor it with {a}, {b} … in the place of its numbers, is in the catalogue.
    """
    said = tr(text)
    numbers = _NUMBER.findall(text)
    if said != text or not numbers or len(numbers) > len(ascii_lowercase) or "{" in text:
        return said
    letters = iter(ascii_lowercase)
    template = _NUMBER.sub(lambda _: f"{{{next(letters)}}}", text)
    said = tr(template)
    return text if said == template else said.format(**dict(zip(ascii_lowercase, numbers, strict=False)))
