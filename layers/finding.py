"""The finding: a headline, a sentence and three key figures, composed from the numbers of the view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layers.cube import Cube
from layers.flow_selection import Selection
from layers.place_layer import mean_people
from layers.view import View
from layers.wording import say_list, say_people, say_range, say_rate, say_share, say_short


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


PROVINCES = {
    "punjab": "Punjab",
    "sindh": "Sindh",
    "khyber-pakhtunkhwa": "Khyber Pakhtunkhwa",
    "balochistan": "Balochistan",
    "islamabad-capital-territory": "Islamabad",
}


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
    question = {
        "in": f"Who moves to {name}?",
        "out": f"Where do people go who leave {name}?",
        "net": f"From whom does {name} gain, to whom does it lose?",
        "all": f"Who moves to and from {name}?",
    }[view.direction]
    if view.data == "counted":
        return _find_counted(cube, view, selection, question)
    headline, lead = _say_exchange(cube, view, selection)
    matrix = cube.matrices[view.period]
    first = [float(part[here]) for part in (matrix.outflow if view.direction == "out" else matrix.inflow)]
    net = [float(part[here]) for part in cube.flow_balance[view.period]]
    moved = "move away each year" if view.direction == "out" else "move in each year"
    balance = "net gain a year" if net[0] >= 0 else "net loss a year"
    figures = (
        KeyFigure(say_short(first[0]), f"people {moved}", f"{say_range(first[1], first[2])} · modelled"),
        KeyFigure(say_short(net[0], signed=True), balance, f"{say_range(net[1], net[2], signed=True)} · derived"),
        KeyFigure(say_short(float(units.people[2023][here])), "people in 2023", "census · counted"),
    )
    return Finding(question, headline, lead, figures)


def _say_exchange(cube: Cube, view: View, selection: Selection) -> tuple[str, str]:
    units = cube.flow_units
    here = units.index(view.place)
    name = units.names[here]
    if selection.total <= 0:
        return f"No movement is estimated for {name}", "The estimate has no flow of this kind."
    if view.direction == "net":
        return _say_net(cube, view, selection, name)
    partners = list(dict.fromkeys(units.names[index] for index in selection.partner[:3]))
    top = float(selection.people[:3].sum())
    home = units.provinces[here]
    inside = float(selection.people[[units.provinces[index] == home for index in selection.partner]].sum())
    share = inside / selection.total
    province = PROVINCES.get(home, home)
    # A province of one place, such as Islamabad's, has no movement inside to speak of.
    alone = units.provinces.count(home) == 1
    lead_verb = "lead" if len(partners) > 1 else "leads"
    who, where = ("newcomers", "come from") if view.direction == "in" else ("leavers", "go to")
    if view.direction == "all":
        headline = (
            f"Most movement to and from {name} {'stays within' if share >= 0.5 else 'crosses the border of'} {province}"
        )
        if alone:
            headline = f"{name} exchanges most people with {say_list(partners[:2])}"
        within = "" if alone else f": {say_share(inside, selection.total)} of them within {province}"
        return headline, (
            f"About {say_short(selection.total)} people a year move to or from {name}{within}. "
            f"{say_list(partners)} {lead_verb}."
        )
    if home == "balochistan":
        return _say_unreliable(cube, view, name, inside, selection.total)
    subject = f"{name}’s newcomers" if view.direction == "in" else f"People who leave {name}"
    if alone:
        headline = f"{subject} {where} {say_list(partners[:2])} above all"
    elif share >= 0.6:
        headline = f"{subject} mostly {where} {'within ' if view.direction == 'in' else 'places in '}{province}"
    elif share <= 0.4:
        headline = f"{subject} mostly {where} other provinces"
    else:
        headline = f"{subject} {where} {province} and beyond in about equal parts"
    verb = f"move to {name}" if view.direction == "in" else f"leave {name}"
    within = "" if alone else f": {say_share(inside, selection.total)} of these {who} {where} {province}"
    lead = (
        f"About {say_short(selection.total)} people a year {verb}{within}. {say_list(partners)} {lead_verb}, with "
        f"{say_share(top, selection.total)}{' together' if len(partners) > 1 else ''}."
    )
    return headline, lead


def _say_unreliable(cube: Cube, view: View, name: str, inside: float, total: float) -> tuple[str, str]:
    """Say of a place in Balochistan what is known, its balance, and that the other ends of its flows are not."""
    net = float(cube.flow_balance[view.period][0][cube.flow_units.index(view.place)])
    side, verb, ends = ("from", "move to", "origins") if view.direction == "in" else ("to", "leave", "destinations")
    change = f"{'gains' if net >= 0 else 'loses'} about {say_short(abs(net))} people a year"
    headline = f"{name} {change}; where {side}, nobody has counted"
    few = 2 * inside < total
    where = "from inside" if view.direction == "in" else "to places inside"
    doubt = "That contradicts the documented corridors" if few else "No count confirms it"
    lead = (
        f"The estimate lets about {say_short(total)} people a year {verb} {name}, {'only ' if few else ''}"
        f"{say_share(inside, total)} of them {where} Balochistan. {doubt}: do not rely on these {ends}."
    )
    return headline, lead


def _say_net(cube: Cube, view: View, selection: Selection, name: str) -> tuple[str, str]:
    units = cube.flow_units
    here = units.index(view.place)
    inward = selection.destination == here
    gain, loss = float(selection.people[inward].sum()), float(selection.people[~inward].sum())
    gains = [units.names[index] for index in selection.partner[inward][:2]]
    losses = [units.names[index] for index in selection.partner[~inward][:2]]
    if gain >= loss:
        headline = f"{name} gains {'more people than' if gain > loss else 'as many people as'} it loses"
        lead = f"It gains most from {say_list(gains)}"
        lead += f" and loses most to {say_list(losses)}." if losses else "; it loses to no other place."
    else:
        headline = f"{name} loses more people than it gains"
        lead = f"It loses most to {say_list(losses)}"
        lead += f" and gains most from {say_list(gains)}." if gains else "; it gains from no other place."
    sums = f"Pair by pair, gains come to {say_short(gain)} and losses to {say_short(loss)} people a year."
    return headline, f"{lead} {sums}"


def _find_counted(cube: Cube, view: View, selection: Selection, question: str) -> Finding:
    units = cube.flow_units
    name = units.names[units.index(view.place)]
    if selection.count == 0:
        return Finding(
            question,
            f"No census flow is published for {name}",
            "The 1998 census reports for three districts of southern Punjab give the only observed flows between "
            "districts, to Lahore, Faisalabad, Multan, Rawalpindi and Sialkot.",
            (),
        )
    partners = say_list([units.names[index] for index in selection.partner])
    flows = "observed flow" if selection.count == 1 else "observed flows"
    low, high = float(selection.low.sum()), float(selection.high.sum())
    return Finding(
        question,
        f"What the 1998 census tells of {name}: {selection.count} {flows}",
        f"Lifetime migrants between {partners} and {name}, computed from the district reports of the 1998 census. They "
        "give shares for men and for women but not how many of each, so each flow is a range.",
        (
            KeyFigure(say_short((low + high) / 2), "lifetime migrants", f"{say_range(low, high)} · derived"),
            KeyFigure(str(selection.count), flows, "1998 census reports"),
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
    worst = int(order[-1])
    gained = net[net > 0].sum()
    same = int(((low > 0) | (high < 0)).sum())
    rate = 1000 * gained / mean_people(units, view.period).sum()
    verb = "gain" if len(gainers) > 1 else "gains"
    lead = f"{int((net > 0).sum())} of {net.size} places gained people through migration, {int((net < 0).sum())} lost."
    if net[worst] < 0:
        lead += f" {units.names[worst]} lost most: {say_short(-float(net[worst]))} a year."
    if view.period == "2017-2023":
        headline = "2017 to 2023: part of this change is in the counting"
        most = f"{say_list(gainers)} {verb} most" if gainers else "no place gains people"
        lead = (
            f"On paper {most}. But how completely people were counted changed between the two censuses, above all in "
            "Balochistan and Karachi: this period shows the counts as much as migration."
        )
    else:
        headline = f"{say_list(gainers)} {verb} most people" if gainers else "No place gains people through migration"
    if view.period == "1998-2023":
        lead += " Part of it is a change in counting, above all in Karachi and Balochistan."
    figures = (
        KeyFigure(say_short(float(gained)), "people a year, all gains together", "derived"),
        KeyFigure(say_rate(float(rate)).lstrip("+"), "gained a year per 1,000 people", "derived"),
        KeyFigure(f"{same} of {net.size}", "places keep their sign", "under every rate of increase tried"),
    )
    return Finding("Where are people gaining and losing?", headline, lead, figures)


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
        return "No flows to show"
    flows = "flow" if selection.count == 1 else "flows"
    if view.data == "counted":
        return f"Showing {selection.count} published {flows}; what share of all movers that is, is not known"
    return (
        f"Showing {selection.drawn} of {selection.count} {flows}, "
        f"{say_share(selection.share, 1.0)} of movers ({say_people(selection.total)})"
    )
