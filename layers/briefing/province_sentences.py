"""Headlines of a province and of the country, composed from plain numbers."""

from __future__ import annotations

from boundaries.language import tr, tr_count
from layers.briefing.numbers import are_alike, round_people, say_number


def say_province_headline(name: str, net: float, low: float, high: float) -> str:
    """
    Say in a headline whether a province gains or loses.

    Parameters
    ----------
    name
        The province.
    net, low, high
        Persons a year, exchanged with the rest of the country; losses below zero.

    Returns
    -------
    headline
        Without a full stop.
    """
    low, high = min(low, high), max(low, high)
    if round_people(net) == 0 or (low < 0 < high and not are_alike(low, high)):
        return tr("{name} gains about as many people from other provinces as it loses to them").format(name=name)
    count = round(round_people(abs(net)))
    words = (
        tr_count(
            "{name} gains about {people} person a year from other provinces",
            "{name} gains about {people} people a year from other provinces",
            count,
        )
        if net > 0
        else tr_count(
            "{name} loses about {people} person a year to other provinces",
            "{name} loses about {people} people a year to other provinces",
            count,
        )
    )
    return words.format(name=name, people=say_number(abs(net)))


def say_province_lead(name: str, coming: float, going: float, inside: float) -> str:
    """
    Say how much moves into, out of and inside a province.

    Parameters
    ----------
    name
        The province.
    coming, going, inside
        Persons a year.

    Returns
    -------
    sentence
        Moves between its own districts are told apart.
    """
    if coming <= 0 and going <= 0 and inside <= 0:
        return tr("No movement is estimated for {name}.").format(name=name)
    if inside <= 0:
        return tr("Arrivals from other provinces are about {coming} a year, departures to them {going}.").format(
            coming=say_number(coming), going=say_number(going)
        )
    return tr(
        "Arrivals from other provinces are about {coming} a year, departures to them {going}; moves between districts "
        "inside {name} are {inside}."
    ).format(name=name, coming=say_number(coming), going=say_number(going), inside=say_number(inside))


def say_region_map(name: str, count: int) -> str:
    """
    Say what the map of a province shows, and that its evidence is another than the headline's.

    Parameters
    ----------
    name, count
        The province; how many of its places have a colour.

    Returns
    -------
    sentences
        For the legend.
    """
    return tr_count(
        "Showing the one place of {name}; places outside it are plain. Its colour is derived from two censuses, the "
        "headline’s moves across the border are modelled.",
        "Showing the {count} places of {name}; places outside it are plain. Their colours are derived from two "
        "censuses, the headline’s moves across the border are modelled.",
        count,
    ).format(name=name, count=count)


def say_extremes(gainer: tuple[str, float] | None, loser: tuple[str, float] | None) -> str:
    """
    Say which district gains and which loses most.

    Parameters
    ----------
    gainer, loser
        Name and people a year, both above zero; None where there is none.

    Returns
    -------
    sentence
        There is one for every case.
    """
    if gainer is None and loser is None:
        return tr("No district gains or loses people through migration.")
    if gainer is None and loser is not None:
        return tr("No district gains people through migration; {loser} loses most, about {lost} a year.").format(
            loser=loser[0], lost=say_number(loser[1])
        )
    if loser is None and gainer is not None:
        return tr("{gainer} gains most, about {gained} a year; no district loses people.").format(
            gainer=gainer[0], gained=say_number(gainer[1])
        )
    assert gainer is not None
    assert loser is not None
    return tr("{gainer} gains most, about {gained} a year; {loser} loses most, about {lost}.").format(
        gainer=gainer[0], gained=say_number(gainer[1]), loser=loser[0], lost=say_number(loser[1])
    )
