"""The question "What if …?" as a picture: who gains and who loses against the estimate, and which flows change."""

from __future__ import annotations

from typing import Final

import numpy as np

from layers.arrows import Arrows
from layers.change_layer import SEEN, build_change_keys, build_change_trace, select_differences
from layers.credit import say_credit, say_note
from layers.cube import Cube
from layers.finding import Finding, KeyFigure
from layers.flow_layer import draw_selection
from layers.flow_selection import Selection
from layers.frame import frame_bounds
from layers.label_layer import build_label_traces
from layers.legend import Legend
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import PlaceColours, build_place_trace, mean_people
from layers.scales import class_diverging, scale_width
from layers.screen import Screen
from layers.view import View
from layers.what_if import Levers, Outcome, compute_outcome
from layers.what_if_panel import build_what_if_panel
from layers.wording import say_limit, say_list, say_people, say_rate, say_short

QUESTION: Final = "What if a place drew or kept more people?"

DRAWN: Final = 30
"""Flows that change most; more would only say again that every flow changes a little."""


def draw_what_if(cube: Cube, levers: Levers, view: View, screen: Screen) -> Picture:
    """
    Draw a scenario against the estimate.

    Parameters
    ----------
    cube, levers
        The estimate, and what a scenario needs.
    view, screen
        Choices and window.

    Returns
    -------
    picture
        Places coloured by what they gain or lose, arrows for the flows that change most; without arrows where the
        amount is 0.
    """
    palette = THEMES[screen.theme]
    outcome = compute_outcome(cube, levers, view)
    frame = frame_bounds(cube.manifest["bbox"], (screen.width, screen.height), screen.padding)
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    selection, more = select_differences(outcome.change, drawn=DRAWN)
    width = scale_width(selection.people, zoom=frame.zoom)
    arrows = draw_selection(cube, selection, width, zoom=zoom)
    colours = _colour_changes(cube, view, outcome, palette)
    texts = [_say_flow(outcome, selection, row) for row in range(selection.drawn)]
    codes = [cube.flow_units.codes[unit] for unit in selection.destination[: selection.drawn]]
    flows = build_change_trace(cube, selection, more, arrows, texts, codes, palette)
    named = tuple(dict.fromkeys([*outcome.places[:8], *np.argsort(-np.abs(outcome.net), kind="stable")[:6].tolist()]))
    legend = Legend(
        title=colours.title,
        colours=colours.classes.colours,
        limits=tuple(say_limit(limit) for limit in colours.classes.breaks),
        ends=colours.ends,
        keys=build_change_keys(arrows, width, palette, words="Pale with an outline: a scenario on a model."),
        sentence=_say_shown(selection, arrows),
        note=say_note(cube),
        no_data=palette.no_data,
    )
    return Picture(
        finding=find_what_if(cube, view, outcome),
        legend=legend,
        traces=[
            build_place_trace(cube, colours, palette, geojson=GEO + cube.manifest["files"]["district"]["file"]),
            flows,
            *build_label_traces(cube, view, screen, frame, palette, partners=named, arrows=arrows),
        ],
        details=build_what_if_panel(cube, levers, view, outcome),
        frame=frame,
        flow_trace=1 if len(arrows) else None,
        credit=say_credit(
            cube, "Scenario: the reader's, on Rawaan's model of the censuses of 1998, 2017 and 2023 (PBS)"
        ),
    )


def _colour_changes(cube: Cube, view: View, outcome: Outcome, palette: Palette) -> PlaceColours:
    units = cube.flow_units
    net = outcome.net
    rate = 1000 * net / mean_people(units, view.period)
    before = outcome.before.sum(axis=0), outcome.before.sum(axis=1)
    sentences = []
    for row in range(net.size):
        # Whole people first, so that what is written adds up.
        arriving = round(float(before[0][row])), round(float(before[0][row] + outcome.inflow[row]))
        leaving = round(float(before[1][row])), round(float(before[1][row] + outcome.outflow[row]))
        sentences.append(
            f"<b>{_say_change(arriving[1] - arriving[0] - leaving[1] + leaving[0])}</b> people a year against the "
            f"estimate<br>arriving {say_people(arriving[0])} → {say_people(arriving[1])}<br>"
            f"leaving {say_people(leaving[0])} → {say_people(leaving[1])}<br>"
            f"{say_rate(float(rate[row]))} per 1,000 people · scenario"
        )
    # A trace is nothing: a place that gains a tenth of a person is neither gaining nor losing.
    values = np.where(np.abs(net) >= SEEN, rate, np.nan)
    return PlaceColours(
        "Gain or loss against the estimate per 1,000 people a year",
        values,
        class_diverging(values, palette.loss[1:], palette.gain[1:]),
        ("loses", "gains"),
        tuple(sentences),
    )


def _say_change(people: int) -> str:
    return f"{'+' if people > 0 else ''}{say_people(people)}"


def _say_flow(outcome: Outcome, selection: Selection, row: int) -> str:
    pair = selection.origin[row], selection.destination[row]
    before, after = round(float(outcome.before[pair])), round(float(outcome.after[pair]))
    return f"{say_people(before)} → {say_people(after)} people a year ({_say_change(after - before)})<br>scenario"


def _say_shown(selection: Selection, arrows: Arrows) -> str:
    if not len(arrows):
        return "No flow changes."
    return f"Showing the {len(arrows)} flows that change most, of {selection.count:,} that change by a person or so."


def find_what_if(cube: Cube, view: View, outcome: Outcome) -> Finding:
    """
    Say what a scenario assumes and what follows.

    Parameters
    ----------
    cube, view, outcome
        Places, choices, the two matrices.

    Returns
    -------
    finding
        The total that does not change is stated, with how many of it move and stay.
    """
    # Whole people once, so that those who move and those who stay add up to the total as it is written.
    total, after = round(float(outcome.before.sum())), round(float(outcome.after.sum()))
    stay = total - after
    label, sureness = "people a year in all, unchanged", "modelled, then shared out anew"
    return Finding(
        QUESTION,
        _say_headline(cube, view, outcome, stay),
        _say_lead(cube, view, outcome, total, after),
        (
            KeyFigure(say_short(total), *((label, sureness) if stay >= 0 else ("people move in a year", "modelled"))),
            KeyFigure(say_short(outcome.redirected), "of them go elsewhere", "scenario"),
            KeyFigure(say_short(abs(stay)), "stay who would leave" if stay > 0 else "more would leave", "scenario")
            if stay
            else KeyFigure(
                say_short(float(outcome.net[list(outcome.places)].sum()), signed=True),
                "what the changed place gains" if len(outcome.places) == 1 else "what the changed places gain",
                "people a year · scenario",
            ),
        ),
    )


def _say_headline(cube: Cube, view: View, outcome: Outcome, stay: int) -> str:
    count = len(outcome.places)
    if not count:
        none = {"cities": "No place of this map is an intermediate city", "origins": "No place loses people"}
        return f"{none[view.change]}, so there is nothing to change"
    group = {"cities": f"all {count} intermediate cities", "origins": f"the {count} places that lose most"}
    who = cube.flow_units.names[outcome.places[0]] if count == 1 else group[view.change]
    if view.amount == 0:
        return f"Nothing is changed yet for {who}"
    size = f"{abs(view.amount)}\u202f%"
    if view.change in {"retention", "origins"}:
        if not stay:
            return f"Nobody leaves {who}, so there is nobody to keep"
        if view.amount < 0:
            return f"If {size} more people left {who}, {say_short(-stay)} more a year would be on the move"
        started = f"If nobody left {who}" if view.amount == 100 else f"If {who} kept {size} of those who leave"
        return f"{started}, {say_short(stay)} people a year would stay"
    change = round(float(outcome.inflow[list(outcome.places)].sum()))
    more = f"{say_short(abs(change))} {'more' if change > 0 else 'fewer'}" if change else "no more and no fewer"
    if view.change == "time":
        started = f"If every road of {who} took {size} {'longer' if view.amount > 0 else 'less time'}"
    else:
        started = f"If {who} drew {size} {'more' if view.amount > 0 else 'less'}"
    return f"{started}, {more} people a year would move there"


def _say_lead(cube: Cube, view: View, outcome: Outcome, total: int, after: int) -> str:
    if not total:
        return "Nobody moves in the estimate, so there is nobody to share out anew."
    if not outcome.places or view.amount == 0:
        return f"{say_people(total)} people move in a year in the estimate. Move the slider to share them out anew."
    if after < total:
        conserved = (
            f"Of {say_people(total)} people a year, {say_people(after)} still move and {say_people(total - after)} "
            "stay: nobody is lost."
        )
    elif after > total:
        conserved = (
            f"Beside the {say_people(total)} people who move in a year, {say_people(after - total)} more would leave: "
            f"{say_people(after)} in all."
        )
    else:
        conserved = (
            f"{say_people(total)} people move in a year, as many as before; {say_people(outcome.redirected)} of them "
            "go elsewhere."
        )
    names = cube.flow_units.names
    others = [int(row) for row in np.argsort(outcome.net, kind="stable") if row not in outcome.places]
    for verb, rows, sign in (("lose", others[:2], -1), ("gain", others[::-1][:2], 1)):
        seen = [row for row in rows if sign * outcome.net[row] >= SEEN]
        if seen:
            parts = [f"{names[row]} ({say_short(float(outcome.net[row]), signed=True)})" for row in seen]
            return f"{conserved} {say_list(parts)} would {verb} most by it."
    return conserved
