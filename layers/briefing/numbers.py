"""Numbers as a briefing writes them: rounded to what an estimate can bear, and without abbreviations."""

from __future__ import annotations

import math

from boundaries.language import tr
from layers.wording import say_people


def round_people(value: float) -> float:
    """
    Round a number of people to three figures.

    Parameters
    ----------
    value
        Persons.

    Returns
    -------
    value
        Below 1,000 to the person.
    """
    if not math.isfinite(value) or abs(value) < 999.5:
        return float(round(value)) if math.isfinite(value) else value
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - 2)
    return round(value / unit) * unit


def say_number(value: float, *, signed: bool = False) -> str:
    """
    Write a number of people for a sentence or a table of a briefing.

    Parameters
    ----------
    value
        Persons; NaN is written as a dash.
    signed
        Put a plus sign before a gain.

    Returns
    -------
    text
        "940", "18,800", "203,000", "1.24 million", "−4,100".
    """
    if not math.isfinite(value):
        return "–"
    people = round_people(value)
    if abs(people) < 1e6:
        return say_people(people, signed=signed)
    number = f"{abs(people) / 1e6:.{max(0, 2 - math.floor(math.log10(abs(people) / 1e6)))}f}"
    if people < 0:
        return tr("−{number} million").format(number=number)
    return (tr("+{number} million") if signed else tr("{number} million")).format(number=number)


def say_between(low: float, high: float, *, signed: bool = False) -> str:
    """
    Write a range of people.

    Parameters
    ----------
    low, high
        Persons; the order does not matter.
    signed
        Put a plus sign before gains.

    Returns
    -------
    text
        "96,400 to 151,000"; one number where both are written alike, a dash where one is not known.
    """
    low, high = min(low, high), max(low, high)
    if not (math.isfinite(low) and math.isfinite(high)):
        return "–"
    first, last = say_number(low, signed=signed), say_number(high, signed=signed)
    return first if first == last else tr("{low} to {high}").format(low=first, high=last)


def are_alike(first: float, second: float) -> bool:
    """Say whether two numbers of people are written alike."""
    return say_number(first) == say_number(second)
