"""Sentences on change over time and on what the censuses counted."""

from __future__ import annotations

from typing import Final

from boundaries.language import tr
from layers.briefing.numbers import are_alike, say_number
from layers.wording import say_percent, say_share

Ranged = tuple[float, float, float]
"""Persons a year, low, high."""

UNSTEADY: Final = ("karachi", "sindh", "balochistan")
"""Codes of what was counted more, or less, completely by 2023 than before."""


def say_counted(name: str, people: dict[int, float]) -> str:
    """
    Say what three censuses counted.

    Parameters
    ----------
    name
        The place.
    people
        Census year → persons; the years are 1998, 2017 and 2023.

    Returns
    -------
    sentences
        The counts, and what the last is of the first.
    """
    first, second, last = (people[year] for year in (1998, 2017, 2023))
    counts = tr("The population of {name} was {first} in the census of 1998, {second} in 2017 and {last} in 2023.")
    counts = counts.format(name=name, first=say_number(first), second=say_number(second), last=say_number(last))
    if first <= 0 or are_alike(first, last):
        return counts
    change = 100 * (last / first - 1)
    if change >= 100:
        grown = tr("That is {times} times as many as in 1998.").format(times=f"{last / first:.1f}")
    elif change > 0:
        grown = tr("That is {percent} more than in 1998.").format(percent=say_percent(change, 0 if change >= 10 else 1))
    else:
        grown = tr("That is {percent} fewer than in 1998.").format(
            percent=say_percent(-change, 0 if change <= -10 else 1)
        )
    return tr("{counts} {more}").format(counts=counts, more=grown)


def say_change(before: Ranged, after: Ranged, *, leaving: bool = False) -> str:
    """
    Compare what moved in two periods.

    Parameters
    ----------
    before, after
        Of 1998–2017 and of 2017–2023.
    leaving
        Whether these are people who leave.

    Returns
    -------
    sentence
        It says so where the ranges of the two periods overlap.
    """
    first, last = before[0], after[0]
    if first <= 0 and last <= 0:
        return tr("Nobody leaves in either period.") if leaving else tr("Nobody comes in either period.")
    if are_alike(first, last):
        words = (
            tr("As many people left in 2017–2023 as in 1998–2017: about {last} a year.")
            if leaving
            else tr("As many people came in 2017–2023 as in 1998–2017: about {last} a year.")
        )
        return words.format(last=say_number(last))
    rose = last > first
    overlap = before[1] <= after[2] and after[1] <= before[2]
    if leaving:
        words = (
            tr("Leavers rose from about {first} a year in 1998–2017 to about {last} in 2017–2023")
            if rose
            else tr("Leavers fell from about {first} a year in 1998–2017 to about {last} in 2017–2023")
        )
    else:
        words = (
            tr("Arrivals rose from about {first} a year in 1998–2017 to about {last} in 2017–2023")
            if rose
            else tr("Arrivals fell from about {first} a year in 1998–2017 to about {last} in 2017–2023")
        )
    moved = words.format(first=say_number(first), last=say_number(last))
    if overlap:
        return tr("{change}; the ranges of the two periods overlap, so this change is not certain.").format(
            change=moved
        )
    return tr("{change}; the ranges of the two periods do not overlap.").format(change=moved)


def say_coverage(code: str) -> str:
    """
    Say that a change over time may be one of counting.

    Parameters
    ----------
    code
        Of a province, or of a place of which its province's is not to be said.

    Returns
    -------
    sentence
        "" where neither Karachi nor Balochistan is in it.
    """
    if code not in UNSTEADY:
        return ""
    return tr("How completely Karachi and Balochistan were counted changed by 2023; part of their growth is that.")


def say_between_provinces(name: str, inside: float, crossing: float) -> str:
    """
    Say how much of a province's movement never leaves it.

    Parameters
    ----------
    name
        The province.
    inside, crossing
        Persons a year who move between its own districts, and who come into it or leave it.

    Returns
    -------
    sentence
        It stands beside the totals, in which the first are not counted.
    """
    if inside <= 0:
        return tr("Between its own districts no movement is estimated.").format(name=name)
    if crossing <= 0:
        return tr("All movement stays inside {name}: about {inside} a year between its own districts.").format(
            name=name, inside=say_number(inside)
        )
    return tr(
        "Moves between districts inside {name} come to another {inside} a year, {share} of all movement that touches "
        "it; they are in none of these totals."
    ).format(name=name, inside=say_number(inside), share=say_share(inside, inside + crossing))


def say_shared(name: str, unit: str, others: int, people: float) -> str:
    """
    Say that a district's flows are those of a larger place.

    Parameters
    ----------
    name, unit
        The district, and the place that carries its figures.
    others
        How many other districts of 2023 are in the place.
    people
        Whom the census of 2023 counted in the district alone.

    Returns
    -------
    sentences
        Of what the numbers of the briefing are.
    """
    words = (
        tr("{name} has no figures of its own on the censuses’ common boundaries: all of this briefing is of {unit}.")
        if others <= 0
        else tr(
            "{name} and other districts carry their figures together as {unit} (districts in all: {count}): all of "
            "this briefing is of {unit}."
        )
    )
    said = words.format(name=name, unit=unit, count=others + 1)
    if people <= 0:
        return said
    own = tr("The census of 2023 gives {name} itself a population of {people}.")
    own = own.format(name=name, people=say_number(people))
    return tr("{counts} {more}").format(counts=said, more=own)
