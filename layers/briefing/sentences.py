"""
Sentences on who comes and who goes, composed from plain numbers: every edge has a sentence of its own.

Each function returns one or more whole sentences in the language of the moment, or "" where there is nothing to say.
Names stand inside a template that is a whole sentence, since other languages order words in another way.
"""

from __future__ import annotations

from collections.abc import Sequence

from boundaries.language import tr, tr_count
from layers.briefing.numbers import are_alike, round_people, say_between, say_number
from layers.wording import say_share

Partner = tuple[str, float]
"""Name of a place, people a year."""


def say_arrivals(name: str, people: float, low: float, high: float) -> str:
    """
    Say how many people move to a place.

    Parameters
    ----------
    name
        The place.
    people, low, high
        Persons a year, and the range.

    Returns
    -------
    sentence
        Without a range where its ends are written alike.
    """
    if people <= 0:
        return tr("The estimate has nobody moving to {name}.").format(name=name)
    if round_people(people) < 1:
        return tr("Fewer than one person a year is estimated to move to {name}.").format(name=name)
    count = round(round_people(people))
    if are_alike(low, high):
        words = tr_count(
            "About {people} person a year moves to {name}.", "About {people} people a year move to {name}.", count
        )
        return words.format(people=say_number(people), name=name)
    words = tr_count(
        "About {people} person a year moves to {name}; the estimate’s range is {low} to {high}.",
        "About {people} people a year move to {name}; the estimate’s range is {low} to {high}.",
        count,
    )
    return words.format(people=say_number(people), name=name, low=say_number(low), high=say_number(high))


def say_leavers(name: str, people: float, low: float, high: float) -> str:
    """
    Say how many people leave a place.

    Parameters
    ----------
    name, people, low, high
        As for `say_arrivals`.

    Returns
    -------
    sentence
        Without a range where its ends are written alike.
    """
    if people <= 0:
        return tr("The estimate has nobody leaving {name}.").format(name=name)
    if round_people(people) < 1:
        return tr("Fewer than one person a year is estimated to leave {name}.").format(name=name)
    count = round(round_people(people))
    if are_alike(low, high):
        words = tr_count(
            "About {people} person a year leaves {name}.", "About {people} people a year leave {name}.", count
        )
        return words.format(people=say_number(people), name=name)
    words = tr_count(
        "About {people} person a year leaves {name}; the estimate’s range is {low} to {high}.",
        "About {people} people a year leave {name}; the estimate’s range is {low} to {high}.",
        count,
    )
    return words.format(people=say_number(people), name=name, low=say_number(low), high=say_number(high))


def say_origins(partners: Sequence[Partner], total: float) -> str:
    """
    Say where most of those who come are from.

    Parameters
    ----------
    partners
        Largest first.
    total
        Persons a year, from these and all others.

    Returns
    -------
    sentence
        "" without partners.
    """
    words = {
        "one": tr("All of them come from {first}."),
        "two": tr("They come from {first} ({share}) and {second} ({share_2})."),
        "tie": tr("{first} and {second} send equally many, {people} a year each; {third} follows."),
        "many": tr("The largest groups come from {first} ({share}), {second} ({share_2}) and {third} ({share_3})."),
    }
    return _say_partners(words, partners, total)


def say_destinations(partners: Sequence[Partner], total: float) -> str:
    """
    Say where most of those who leave go.

    Parameters
    ----------
    partners, total
        As for `say_origins`.

    Returns
    -------
    sentence
        "" without partners.
    """
    words = {
        "one": tr("All of them go to {first}."),
        "two": tr("They go to {first} ({share}) and {second} ({share_2})."),
        "tie": tr("{first} and {second} receive equally many, {people} a year each; {third} follows."),
        "many": tr("The largest groups go to {first} ({share}), {second} ({share_2}) and {third} ({share_3})."),
    }
    return _say_partners(words, partners, total)


def _say_partners(words: dict[str, str], partners: Sequence[Partner], total: float) -> str:
    top = [(name, people) for name, people in partners if people > 0][:3]
    if not top:
        return ""
    names = dict(zip(("first", "second", "third"), (name for name, _ in top), strict=False))
    shares = dict(zip(("share", "share_2", "share_3"), (say_share(people, total) for _, people in top), strict=False))
    if len(top) < 3:
        return words[("one", "two")[len(top) - 1]].format(**names, **shares)
    if are_alike(top[0][1], top[1][1]):
        return words["tie"].format(**names, people=say_number(top[0][1]))
    return words["many"].format(**names, **shares)


def say_inside(province: str, inside: float, total: float, *, leaving: bool = False) -> str:
    """
    Say how many of the moves stay within the place's own province.

    Parameters
    ----------
    province
        Its name.
    inside, total
        Persons a year.
    leaving
        Whether these are people who leave.

    Returns
    -------
    sentence
        "" where nobody moves.
    """
    if total <= 0:
        return ""
    share = say_share(inside, total)
    if inside <= 0:
        words = tr("None of them goes to {province}.") if leaving else tr("None of them comes from {province}.")
    elif inside >= total:
        words = tr("All of them stay within {province}.") if leaving else tr("All of them come from within {province}.")
    else:
        words = (
            tr("Of those who leave, {share} stay within {province}.")
            if leaving
            else tr("Of those who come, {share} come from within {province}.")
        )
    return words.format(province=province, share=share)


def say_net(name: str, net: float, low: float, high: float) -> str:
    """
    Say what comings and goings leave on balance.

    Parameters
    ----------
    name
        The place.
    net, low, high
        Persons a year, losses below zero.

    Returns
    -------
    sentence
        It says so where the range holds both gain and loss.
    """
    low, high = min(low, high), max(low, high)
    people, count = say_number(abs(net)), round(round_people(abs(net)))
    if round_people(net) == 0 and are_alike(low, high):
        return tr("On balance {name} gains as many people as it loses.").format(name=name)
    if low < 0 < high and not are_alike(low, high):
        span = {"low": say_number(low, signed=True), "high": say_number(high, signed=True)}
        if round_people(net) == 0:
            words = tr(
                "On balance {name} gains as many people as it loses; the range, {low} to {high} a year, holds both "
                "gain and loss."
            )
        elif net > 0:
            words = tr_count(
                "On balance {name} gains about {people} person a year, but the range, {low} to {high}, also holds a "
                "loss: the direction is not certain.",
                "On balance {name} gains about {people} people a year, but the range, {low} to {high}, also holds a "
                "loss: the direction is not certain.",
                count,
            )
        else:
            words = tr_count(
                "On balance {name} loses about {people} person a year, but the range, {low} to {high}, also holds a "
                "gain: the direction is not certain.",
                "On balance {name} loses about {people} people a year, but the range, {low} to {high}, also holds a "
                "gain: the direction is not certain.",
                count,
            )
        return words.format(name=name, people=people, **span)
    if are_alike(low, high):
        words = (
            tr_count(
                "On balance {name} gains about {people} person a year.",
                "On balance {name} gains about {people} people a year.",
                count,
            )
            if net > 0
            else tr_count(
                "On balance {name} loses about {people} person a year.",
                "On balance {name} loses about {people} people a year.",
                count,
            )
        )
        return words.format(name=name, people=people)
    words = (
        tr_count(
            "On balance {name} gains about {people} person a year, within a range of {range}.",
            "On balance {name} gains about {people} people a year, within a range of {range}.",
            count,
        )
        if net > 0
        else tr_count(
            "On balance {name} loses about {people} person a year, within a range of {range}.",
            "On balance {name} loses about {people} people a year, within a range of {range}.",
            count,
        )
    )
    return words.format(name=name, people=people, range=say_between(abs(low), abs(high)))
