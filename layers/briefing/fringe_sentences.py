"""Sentences on a city and the land round it: arrivals beside growth, what grows fastest, how people are housed."""

from __future__ import annotations

from collections.abc import Sequence

from boundaries.language import tr, tr_count
from layers.briefing.numbers import say_number
from layers.wording import say_percent


def say_growth_beside(name: str, arrivals: float, core: float, belt: float) -> str:
    """
    Set arrivals beside the growth of core and belt.

    Parameters
    ----------
    name
        The city.
    arrivals, core, belt
        People a year, 2017–2023; below zero where a zone lost people.

    Returns
    -------
    sentence
        Arrivals are never taken from growth: growth holds births too. Where no cell is dense enough to be a core or a
        belt, that is said instead.
    """
    if not round(core) and not round(belt):
        words = tr(
            "Round {name} no cell is dense enough to be called a core or a belt; arrivals from other districts were "
            "about {arrivals} a year in 2017–2023."
        )
        return words.format(name=name, arrivals=say_number(arrivals))
    cases = {
        (True, True): tr(
            "In 2017–2023 the core of {name} grew by about {core} a year and its belt by {belt}, births included; "
            "arrivals from other districts were about {arrivals} a year."
        ),
        (True, False): tr(
            "In 2017–2023 the core of {name} grew by about {core} a year, births included, while its belt shrank by "
            "{belt}; arrivals from other districts were about {arrivals} a year."
        ),
        (False, True): tr(
            "In 2017–2023 the core of {name} shrank by about {core} a year, births included, while its belt grew by "
            "{belt}; arrivals from other districts were about {arrivals} a year."
        ),
        (False, False): tr(
            "In 2017–2023 the core of {name} shrank by about {core} a year and its belt by {belt}, births included; "
            "arrivals from other districts were about {arrivals} a year."
        ),
    }
    return cases[core >= 0, belt >= 0].format(
        name=name, arrivals=say_number(arrivals), core=say_number(abs(core)), belt=say_number(abs(belt))
    )


def say_fastest(tehsils: Sequence[tuple[str, float]]) -> str:
    """
    Say which tehsils grow fastest.

    Parameters
    ----------
    tehsils
        Names and growth in % a year, fastest first.

    Returns
    -------
    sentence
        "" where none can be compared.
    """
    if not tehsils:
        return ""
    rates = [say_percent(growth, 1) for _, growth in tehsils]
    if len(tehsils) == 1:
        return tr("Its one tehsil with comparable counts, {first}, grew {rate} a year.").format(
            first=tehsils[0][0], rate=rates[0]
        )
    if rates[0] == rates[1]:
        return tr("{first} and {second} grew fastest, each {rate} a year.").format(
            first=tehsils[0][0], second=tehsils[1][0], rate=rates[0]
        )
    return tr("{first} grew fastest, {rate} a year; {second} follows with {rate_2}.").format(
        first=tehsils[0][0], rate=rates[0], second=tehsils[1][0], rate_2=rates[1]
    )


def say_housing(name: str, one_room: float, kacha: float, rented: float) -> str:
    """
    Say how the households of a tehsil are housed.

    Parameters
    ----------
    name
        The tehsil with most one-room homes.
    one_room, kacha, rented
        Percent of its households.

    Returns
    -------
    sentence
        Whole percent, as counted.
    """
    return tr(
        "One-room homes are most common in {name}: {one_room} of its households live in one room, {kacha} in kacha "
        "homes and {rented} in rented ones."
    ).format(
        name=name, one_room=say_percent(one_room, 0), kacha=say_percent(kacha, 0), rented=say_percent(rented, 0)
    )


def say_no_land(name: str) -> str:
    """
    Say that nothing is known of the land round a place.

    Parameters
    ----------
    name
        The place.

    Returns
    -------
    sentence
        For a place without people on cells.
    """
    return tr("No people are counted on the land round {name}, so nothing is said of its fringe.").format(name=name)


def say_belts(faster: int, count: int) -> str:
    """
    Say in how many cities the belt grows faster than the core.

    Parameters
    ----------
    faster, count
        Cities where it does; cities that have both.

    Returns
    -------
    sentence
        There is one for none and for all.
    """
    if count <= 0:
        return tr("None of the largest places has both a core and a belt on the cells of the census.")
    if faster <= 0:
        return tr_count(
            "In the one large place that has both, the belt grows no faster than the core.",
            "In none of the {count} large places that have both does the belt grow faster than the core.",
            count,
        ).format(count=count)
    if faster >= count:
        return tr_count(
            "In the one large place that has both, the belt grows faster than the core.",
            "In all {count} large places that have both, the belt grows faster than the core.",
            count,
        ).format(count=count)
    return tr("In {faster} of the {count} large places that have both, the belt grows faster than the core.").format(
        faster=faster, count=count
    )
