"""Sentences on the seasons of Balochistan: corridors that a source names, and a scenario that is no count."""

from __future__ import annotations

from boundaries.language import tr, tr_count
from layers.briefing.numbers import say_number
from layers.wording import say_percent


def say_corridors(count: int, single: int) -> str:
    """
    Say how many corridors are documented.

    Parameters
    ----------
    count
        Corridors named.
    single
        Of these, how many have no single origin.

    Returns
    -------
    sentences
        None of them is counted.
    """
    if count <= 0:
        return tr("No corridor is documented.")
    said = tr_count(
        "One corridor is documented, and nobody has counted who follows it.",
        "{count} corridors are documented, and nobody has counted who follows them.",
        count,
    ).format(count=count)
    if single <= 0:
        return said
    more = tr_count(
        "For one of them the source names no single origin.",
        "For {count} of them the source names no single origin.",
        single,
    ).format(count=single)
    return tr("{counts} {more}").format(counts=said, more=more)


def say_scenario(share: int) -> str:
    """
    Say what the months of the scenario assume.

    Parameters
    ----------
    share
        Percent of an origin's people who are away in its peak month.

    Returns
    -------
    sentence
        An assumption, never a finding.
    """
    return tr(
        "The months below are a scenario, not a count: they assume that {share} of the people of each origin are away "
        "in its hottest or coldest month. The atlas lets you set that share to what you know."
    ).format(share=say_percent(share, 0))


def say_peak(name: str, month: str, change: float) -> str:
    """
    Say when a place is fullest or emptiest under the scenario.

    Parameters
    ----------
    name, month
        The place, the month.
    change
        People more (or, below zero, fewer) than usual.

    Returns
    -------
    sentence
        "" where it does not change.
    """
    if round(change) == 0:
        return ""
    count = round(abs(change))
    words = (
        tr_count(
            "Under it, {name} has {people} person more than usual in {month}.",
            "Under it, {name} has {people} people more than usual in {month}.",
            count,
        )
        if change > 0
        else tr_count(
            "Under it, {name} has {people} person fewer than usual in {month}.",
            "Under it, {name} has {people} people fewer than usual in {month}.",
            count,
        )
    )
    return words.format(name=name, month=month, people=say_number(abs(change)))
