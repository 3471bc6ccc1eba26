"""The finding: a headline, a sentence and three key figures, composed from the numbers of the view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from boundaries.language import mark, tr, tr_count
from layers.cube import Cube
from layers.flow_selection import Selection
from layers.place_layer import mean_people
from layers.terms import say_evidence
from layers.view import View
from layers.wording import say_list, say_people, say_range, say_share, say_short


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number, what it counts, and how sure it is (range and evidence)."""

    number: str
    label: str
    sureness: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a view says, in words."""

    title: str
    headline: str
    lead: str
    figures: tuple[KeyFigure, ...]


PROVINCES: Final = {
    "punjab": mark("Punjab"),
    "sindh": mark("Sindh"),
    "khyber-pakhtunkhwa": mark("Khyber Pakhtunkhwa"),
    "balochistan": mark("Balochistan"),
    "islamabad-capital-territory": mark("Islamabad"),
}
QUESTIONS: Final = {
    "in": mark("Who moves to {place}?"),
    "out": mark("Where do people go who leave {place}?"),
    "net": mark("From whom does {place} gain, to whom does it lose?"),
    "all": mark("Who moves to and from {place}?"),
}
HEADLINES: Final = {
    ("in", "alone"): mark("{place}’s newcomers come from {partners} above all"),
    ("in", "inside"): mark("{place}’s newcomers mostly come from within {province}"),
    ("in", "outside"): mark("{place}’s newcomers mostly come from other provinces"),
    ("in", "both"): mark("{place}’s newcomers come from {province} and beyond in about equal parts"),
    ("out", "alone"): mark("People who leave {place} go to {partners} above all"),
    ("out", "inside"): mark("People who leave {place} mostly go to places in {province}"),
    ("out", "outside"): mark("People who leave {place} mostly go to other provinces"),
    ("out", "both"): mark("People who leave {place} go to {province} and beyond in about equal parts"),
    ("all", "alone"): mark("{place} exchanges most people with {partners}"),
    ("all", "inside"): mark("Most movement to and from {place} stays within {province}"),
    ("all", "outside"): mark("Most movement to and from {place} crosses the border of {province}"),
}
"""By direction, and by where the other ends of the flows are; a province of one place has no movement inside."""

AMOUNTS: Final = {
    ("in", True): mark("About {people} people a year move to {place}."),
    ("in", False): mark(
        "About {people} people a year move to {place}: {share} of these newcomers come from {province}."
    ),
    ("out", True): mark("About {people} people a year leave {place}."),
    ("out", False): mark("About {people} people a year leave {place}: {share} of these leavers go to {province}."),
    ("all", True): mark("About {people} people a year move to or from {place}."),
    ("all", False): mark("About {people} people a year move to or from {place}: {share} of them within {province}."),
}
"""By direction, and by whether the place is alone in its province."""

DOUBTS: Final = {
    ("in", True): mark(
        "The estimate lets about {people} people a year move to {place}, only {share} of them from inside Balochistan. "
        "That contradicts the documented corridors: do not rely on these origins."
    ),
    ("in", False): mark(
        "The estimate lets about {people} people a year move to {place}, {share} of them from inside Balochistan. No "
        "count confirms it: do not rely on these origins."
    ),
    ("out", True): mark(
        "The estimate lets about {people} people a year leave {place}, only {share} of them to places inside "
        "Balochistan. That contradicts the documented corridors: do not rely on these destinations."
    ),
    ("out", False): mark(
        "The estimate lets about {people} people a year leave {place}, {share} of them to places inside Balochistan. "
        "No count confirms it: do not rely on these destinations."
    ),
}
"""By direction, and by whether less than half of the movement is inside Balochistan."""

NOBODY_COUNTED: Final = {
    ("in", True): mark("{place} gains about {people} people a year; where from, nobody has counted"),
    ("in", False): mark("{place} loses about {people} people a year; where from, nobody has counted"),
    ("out", True): mark("{place} gains about {people} people a year; where to, nobody has counted"),
    ("out", False): mark("{place} loses about {people} people a year; where to, nobody has counted"),
}
"""By direction, and by whether the place gains people."""


def find_exchange(cube: Cube, view: View, selection: Selection) -> Finding:
    """
    Say who moves to or from the view's place.

    Parameters
    ----------
    cube, view, selection
        Numbers and choices.

    Returns
    -------
    finding
        Also sensible when nobody moves at all.
    """
    units = cube.flow_units
    here = units.index(view.place)
    name = units.names[here]
    question = tr(QUESTIONS[view.direction]).format(place=name)
    if view.data == "counted":
        return _find_counted(cube, view, selection, question)
    headline, lead = _say_exchange(cube, view, selection)
    matrix = cube.matrices[view.period]
    first = [float(part[here]) for part in (matrix.outflow if view.direction == "out" else matrix.inflow)]
    net = [float(part[here]) for part in cube.flow_balance[view.period]]
    figures = (
        KeyFigure(
            say_short(first[0]),
            tr("people move away each year") if view.direction == "out" else tr("people move in each year"),
            say_sureness(say_range(first[1], first[2]), "modelled"),
        ),
        KeyFigure(
            say_short(net[0], signed=True),
            tr("net gain a year") if net[0] >= 0 else tr("net loss a year"),
            say_sureness(say_range(net[1], net[2], signed=True), "derived"),
        ),
        KeyFigure(say_short(float(units.people[2023][here])), tr("people in 2023"), tr("census · counted")),
    )
    return Finding(question, headline, lead, figures)


def say_sureness(between: str, evidence: str) -> str:
    """
    Say how sure a key figure is.

    Parameters
    ----------
    between
        Its range, as `wording.say_range` writes it.
    evidence
        Grade of evidence, as flow tables state it.

    Returns
    -------
    text
        "16.2k–21.0k · modelled".
    """
    return tr("{range} · {evidence}").format(range=between, evidence=say_evidence(evidence))


def _say_exchange(cube: Cube, view: View, selection: Selection) -> tuple[str, str]:
    units = cube.flow_units
    here = units.index(view.place)
    name = units.names[here]
    if selection.total <= 0:
        return tr("No movement is estimated for {place}").format(place=name), tr(
            "The estimate has no flow of this kind."
        )
    if view.direction == "net":
        return _say_net(cube, view, selection, name)
    partners = list(dict.fromkeys(units.names[index] for index in selection.partner[:3]))
    top = float(selection.people[:3].sum())
    home = units.provinces[here]
    inside = float(selection.people[[units.provinces[index] == home for index in selection.partner]].sum())
    share = inside / selection.total
    # A province of one place, such as Islamabad's, has no movement inside to speak of.
    alone = units.provinces.count(home) == 1
    if view.direction == "all":
        side = "inside" if share >= 0.5 else "outside"
        leaders = tr_count("{partners} leads.", "{partners} lead.", len(partners))
    elif home == "balochistan":
        return _say_unreliable(cube, view, name, inside, selection.total)
    else:
        side = "inside" if share >= 0.6 else "outside" if share <= 0.4 else "both"
        leaders = tr_count("{partners} leads, with {share}.", "{partners} lead, with {share} together.", len(partners))
    province = tr(PROVINCES.get(home, home))
    headline = tr(HEADLINES[view.direction, "alone" if alone else side])
    lead = tr(AMOUNTS[view.direction, alone]).format(
        people=say_short(selection.total), place=name, share=say_share(inside, selection.total), province=province
    )
    leaders = leaders.format(partners=say_list(partners), share=say_share(top, selection.total))
    return headline.format(place=name, partners=say_list(partners[:2]), province=province), f"{lead} {leaders}"


def _say_unreliable(cube: Cube, view: View, name: str, inside: float, total: float) -> tuple[str, str]:
    """Say of a place in Balochistan what is known, its balance, and that the other ends of its flows are not."""
    net = float(cube.flow_balance[view.period][0][cube.flow_units.index(view.place)])
    way = "in" if view.direction == "in" else "out"
    headline = tr(NOBODY_COUNTED[way, net >= 0]).format(place=name, people=say_short(abs(net)))
    lead = tr(DOUBTS[way, 2 * inside < total]).format(
        people=say_short(total), place=name, share=say_share(inside, total)
    )
    return headline, lead


def _say_net(cube: Cube, view: View, selection: Selection, name: str) -> tuple[str, str]:
    units = cube.flow_units
    here = units.index(view.place)
    inward = selection.destination == here
    gain, loss = float(selection.people[inward].sum()), float(selection.people[~inward].sum())
    gains = [units.names[index] for index in selection.partner[inward][:2]]
    losses = [units.names[index] for index in selection.partner[~inward][:2]]
    if gain > loss:
        headline = tr("{place} gains more people than it loses")
    elif gain < loss:
        headline = tr("{place} loses more people than it gains")
    else:
        headline = tr("{place} gains as many people as it loses")
    if not losses:
        lead = tr("It gains most from {gains}; it loses to no other place.")
    elif not gains:
        lead = tr("It loses most to {losses}; it gains from no other place.")
    elif gain >= loss:
        lead = tr("It gains most from {gains} and loses most to {losses}.")
    else:
        lead = tr("It loses most to {losses} and gains most from {gains}.")
    lead = lead.format(gains=say_list(gains), losses=say_list(losses))
    sums = tr("Pair by pair, gains come to {gain} and losses to {loss} people a year.")
    return headline.format(place=name), f"{lead} {sums.format(gain=say_short(gain), loss=say_short(loss))}"


def _find_counted(cube: Cube, view: View, selection: Selection, question: str) -> Finding:
    units = cube.flow_units
    name = units.names[units.index(view.place)]
    if selection.count == 0:
        return Finding(
            question,
            tr("No census flow is published for {place}").format(place=name),
            tr(
                "The 1998 census reports for three districts of southern Punjab give the only observed flows between "
                "districts, to Lahore, Faisalabad, Multan, Rawalpindi and Sialkot."
            ),
            (),
        )
    headline = tr_count(
        "What the 1998 census tells of {place}: {count} observed flow",
        "What the 1998 census tells of {place}: {count} observed flows",
        selection.count,
    )
    lead = tr(
        "Lifetime migrants between {partners} and {place}, computed from the district reports of the 1998 census. They "
        "give shares for men and for women but not how many of each, so each flow is a range."
    )
    low, high = float(selection.low.sum()), float(selection.high.sum())
    return Finding(
        question,
        headline.format(place=name, count=selection.count),
        lead.format(partners=say_list([units.names[index] for index in selection.partner]), place=name),
        (
            KeyFigure(
                say_short((low + high) / 2), tr("lifetime migrants"), say_sureness(say_range(low, high), "derived")
            ),
            KeyFigure(
                str(selection.count),
                tr_count("observed flow", "observed flows", selection.count),
                tr("1998 census reports"),
            ),
        ),
    )


def find_balance(cube: Cube, view: View) -> Finding:
    """
    Say where people are gaining and losing.

    Parameters
    ----------
    cube, view
        Numbers and choices.

    Returns
    -------
    finding
        From the net migration of the period.
    """
    units = cube.balance_units
    net, low, high = cube.balance[view.period]
    order = np.argsort(-net, kind="stable")
    gainers = [units.names[index] for index in order[:3] if net[index] > 0]
    places = say_list(gainers)
    worst = int(order[-1])
    gained = net[net > 0].sum()
    same = int(((low > 0) | (high < 0)).sum())
    rate = 1000 * gained / mean_people(units, view.period).sum()
    sentences = [
        tr("{gained} of {all} places gained people through migration, {lost} lost.").format(
            gained=int((net > 0).sum()), all=net.size, lost=int((net < 0).sum())
        )
    ]
    if net[worst] < 0:
        sentences.append(
            tr("{place} lost most: {people} a year.").format(
                place=units.names[worst], people=say_short(-float(net[worst]))
            )
        )
    if view.period == "2017-2023":
        headline = tr("2017 to 2023: part of this change is in the counting")
        most = tr_count("On paper {places} gains most.", "On paper {places} gain most.", len(gainers))
        sentences = [
            most.format(places=places) if gainers else tr("On paper no place gains people."),
            tr(
                "But how completely people were counted changed between the two censuses, above all in Balochistan and "
                "Karachi: this period shows the counts as much as migration."
            ),
        ]
    elif gainers:
        headline = tr_count("{places} gains most people", "{places} gain most people", len(gainers))
    else:
        headline = tr("No place gains people through migration")
    if view.period == "1998-2023":
        sentences.append(tr("Part of it is a change in counting, above all in Karachi and Balochistan."))
    figures = (
        KeyFigure(say_short(float(gained)), tr("people a year, all gains together"), say_evidence("derived")),
        KeyFigure(f"{float(rate):.1f}", tr("gained a year per 1,000 people"), say_evidence("derived")),
        KeyFigure(
            tr("{part} of {whole}").format(part=same, whole=net.size),
            tr("places keep their sign"),
            tr("under every rate of increase tried"),
        ),
    )
    title = tr("Where are people gaining and losing?")
    return Finding(title, headline.format(places=places), " ".join(sentences), figures)


def say_count(selection: Selection, view: View) -> str:
    """
    Say how much of all movement is drawn.

    Parameters
    ----------
    selection, view
        The flows, and whether they are an estimate of all of them.

    Returns
    -------
    sentence
        "Showing 40 of 119 flows, 89 % of movers".
    """
    if selection.count == 0:
        return tr("No flows to show")
    if view.data == "counted":
        words = tr_count(
            "Showing {count} published flow; what share of all movers that is, is not known",
            "Showing {count} published flows; what share of all movers that is, is not known",
            selection.count,
        )
        return words.format(count=selection.count)
    words = tr_count(
        "Showing {drawn} of {count} flow, {share} of movers ({people})",
        "Showing {drawn} of {count} flows, {share} of movers ({people})",
        selection.count,
    )
    return words.format(
        drawn=selection.drawn,
        count=selection.count,
        share=say_share(selection.share, 1.0),
        people=say_people(selection.total),
    )
