"""What the page says of one month of the year in Balochistan: who is away, and where it is full or empty."""

from __future__ import annotations

from typing import Final

import numpy as np

from boundaries.language import mark, tr
from layers.cube import Cube
from layers.finding import Finding, KeyFigure
from layers.months import MonthTable, say_month
from layers.terms import say_evidence
from layers.view import View
from layers.wording import say_list, say_short

WAYS: Final = ("all", "summer", "winter")
"""Seasons that have months."""

HEADLINES: Final = {
    "all": (
        mark("In {month} {people} people are away from home"),
        mark("In {month} about {people} people would be away from home"),
        mark("In {month} at least {people} people are away from home"),
        mark("In {month} nobody is away from home"),
        mark("How many people are away from home in {month} is withheld"),
    ),
    "summer": (
        mark("In {month} {people} people are away from the heat"),
        mark("In {month} about {people} people would be away from the heat"),
        mark("In {month} at least {people} people are away from the heat"),
        mark("In {month} nobody is away from the heat"),
        mark("How many people are away from the heat in {month} is withheld"),
    ),
    "winter": (
        mark("In {month} {people} people are away from the cold"),
        mark("In {month} about {people} people would be away from the cold"),
        mark("In {month} at least {people} people are away from the cold"),
        mark("In {month} nobody is away from the cold"),
        mark("How many people are away from the cold in {month} is withheld"),
    ),
    "event": (
        mark("In {month} {people} people move"),
        mark("In {month} about {people} people would move"),
        mark("In {month} at least {people} people move"),
        mark("In {month} nobody moves"),
        mark("How many people move in {month} is withheld"),
    ),
}
"""Season of those who are away, or "event" → counted, assumed, at least, nobody, withheld."""

FIGURES: Final = {
    "all": mark("people are away from home"),
    "summer": mark("people are away from the heat"),
    "winter": mark("people are away from the cold"),
    "event": mark("people move"),
}
ASSUMED: Final = {
    "all": mark("people would be away from home"),
    "summer": mark("people would be away from the heat"),
    "winter": mark("people would be away from the cold"),
    "event": mark("people would move"),
}
"""The same of a scenario, where nobody has counted them."""


def find_month(cube: Cube, table: MonthTable, view: View, row: int | None, question: str) -> Finding:
    """
    Say who is away from home in a month, and which place is fullest or emptiest.

    Parameters
    ----------
    cube, table, view
        Places, who is where in the view's season, choices.
    row
        The month's row in the table; None where it has no such month.
    question
        What the finding answers.

    Returns
    -------
    finding
        It says that nothing is known of a month that the table does not have.
    """
    if row is None:
        there = say_list([say_month(label) for label in dict.fromkeys(table.labels)])
        lead = tr("The table has {months}.").format(months=there) if there else tr("The table has no month.")
        return Finding(question, tr("Nothing is known of this month"), lead, ())
    month, evidence = say_month(table.labels[row]), say_evidence(table.evidence)
    if view.season not in WAYS and table.evidence == "scenario":
        return Finding(
            question,
            tr("Nobody knows in which months these people move"),
            tr(
                "The source names the corridors of conflict and of study without a season, so the scenario has no "
                "months for them. All year shows them."
            ),
            (),
        )
    people, change, names = table.people[row], table.change[row], cube.flow_units.names
    total, hidden = float(np.nansum(people)), int(np.isnan(people).sum())
    way = "event" if table.kind == "event" else view.season if any(table.seasons) else "all"
    counted, assumed_words, least, nobody, withheld = HEADLINES[way]
    # What is withheld comes on top of what may be shown.
    headline = least if hidden else assumed_words if table.evidence == "scenario" else counted
    if total == 0:
        headline = withheld if hidden else nobody
    known = np.nan_to_num(change)
    fullest, emptiest = int(np.argmax(known)), int(np.argmin(known))
    ends = [(fullest, tr("{place} is fullest: {change}."))] if known[fullest] > 0 else []
    ends += [(emptiest, tr("{place} is emptiest: {change}."))] if known[emptiest] < 0 else []
    parts = [
        words.format(place=names[unit], change=say_short(float(change[unit]), signed=True)) for unit, words in ends
    ]
    if hidden:
        parts.append(tr("Pairs of places with few people are withheld, and do not count here."))
    if table.evidence == "scenario":
        assumed = tr(
            "This assumes that {share}\u202f% of the people go in the hottest or coldest month; nobody has counted "
            "them."
        )
        parts.append(assumed.format(share=view.share))
    everybody = float(cube.flow_units.people[2023].sum())
    number = tr("withheld") if hidden and not total else say_short(total)
    sure = tr("{month} · {evidence}, without those withheld") if hidden else tr("{month} · {evidence}")
    labels = ASSUMED if table.evidence == "scenario" else FIGURES
    figures = [KeyFigure(number, tr(labels[way]), sure.format(month=month, evidence=evidence))]
    figures += [
        KeyFigure(
            say_short(float(change[unit]), signed=True),
            tr("in {place}").format(place=names[unit]),
            tr("present · {evidence}").format(evidence=evidence),
        )
        for unit, _ in ends[:1]
    ]
    if table.kind == "stock" and np.isfinite(change).all():
        present = say_short(everybody + float(change.sum()))
        figures.append(KeyFigure(present, tr("people in all places"), tr("the same in every month")))
    else:
        figures.append(KeyFigure(str(len(table.labels)), tr("months in the table"), evidence))
    said = tr(headline).format(month=month, people=say_short(total))
    return Finding(question, said, " ".join(parts), tuple(figures))
