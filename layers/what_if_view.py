"""The question "What if …?" as a picture: who gains and who loses against the estimate, and which flows change."""

from __future__ import annotations

from typing import Final

import numpy as np

from boundaries.language import mark, tr, tr_count
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
from layers.terms import say_evidence
from layers.view import View
from layers.what_if import Levers, Outcome, compute_outcome
from layers.what_if_panel import build_what_if_panel
from layers.wording import say_limit, say_list, say_people, say_percent, say_rate, say_short

QUESTION: Final = mark("What if a place drew or kept more people?")

DRAWN: Final = 30
"""Flows that change most; more would only say again that every flow changes a little."""

NONE: Final = {
    "cities": mark("No place of this map is an intermediate city, so there is nothing to change"),
    "origins": mark("No place loses people, so there is nothing to change"),
}

GROUPS: Final = {
    "cities": mark("all {count} intermediate cities"),
    "origins": mark("the {count} places that lose most"),
}
"""How the places of a scenario are called where they are several."""

DRAWING: Final = {
    ("time", 1, 1): mark("If every road of {places} took {size} longer, {people} more people a year would move there"),
    ("time", 1, -1): mark(
        "If every road of {places} took {size} longer, {people} fewer people a year would move there"
    ),
    ("time", 1, 0): mark(
        "If every road of {places} took {size} longer, no more and no fewer people a year would move there"
    ),
    ("time", -1, 1): mark(
        "If every road of {places} took {size} less time, {people} more people a year would move there"
    ),
    ("time", -1, -1): mark(
        "If every road of {places} took {size} less time, {people} fewer people a year would move there"
    ),
    ("time", -1, 0): mark(
        "If every road of {places} took {size} less time, no more and no fewer people a year would move there"
    ),
    ("pull", 1, 1): mark("If {places} drew {size} more, {people} more people a year would move there"),
    ("pull", 1, -1): mark("If {places} drew {size} more, {people} fewer people a year would move there"),
    ("pull", 1, 0): mark("If {places} drew {size} more, no more and no fewer people a year would move there"),
    ("pull", -1, 1): mark("If {places} drew {size} less, {people} more people a year would move there"),
    ("pull", -1, -1): mark("If {places} drew {size} less, {people} fewer people a year would move there"),
    ("pull", -1, 0): mark("If {places} drew {size} less, no more and no fewer people a year would move there"),
}
"""By the lever, by whether it is pulled up or down, and by what comes of it."""


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
        keys=build_change_keys(arrows, width, palette, words=tr("Pale with an outline: a scenario on a model.")),
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
            cube, tr("Scenario: the reader's, on Rawaan's model of the censuses of 1998, 2017 and 2023 (PBS)")
        ),
    )


def _colour_changes(cube: Cube, view: View, outcome: Outcome, palette: Palette) -> PlaceColours:
    units = cube.flow_units
    net = outcome.net
    rate = 1000 * net / mean_people(units, view.period)
    before = outcome.before.sum(axis=0), outcome.before.sum(axis=1)
    told = tr(
        "<b>{change}</b> people a year against the estimate<br>arriving {before} → {after}<br>leaving {leaving} → "
        "{left}<br>{rate} per 1,000 people · scenario"
    )
    sentences = []
    for row in range(net.size):
        # Whole people first, so that what is written adds up.
        arriving = round(float(before[0][row])), round(float(before[0][row] + outcome.inflow[row]))
        leaving = round(float(before[1][row])), round(float(before[1][row] + outcome.outflow[row]))
        sentences.append(
            told.format(
                change=say_people(arriving[1] - arriving[0] - leaving[1] + leaving[0], signed=True),
                before=say_people(arriving[0]),
                after=say_people(arriving[1]),
                leaving=say_people(leaving[0]),
                left=say_people(leaving[1]),
                rate=say_rate(float(rate[row])),
            )
        )
    # A trace is nothing: a place that gains a tenth of a person is neither gaining nor losing.
    values = np.where(np.abs(net) >= SEEN, rate, np.nan)
    return PlaceColours(
        tr("Gain or loss against the estimate per 1,000 people a year"),
        values,
        class_diverging(values, palette.loss[1:], palette.gain[1:]),
        (tr("loses"), tr("gains")),
        tuple(sentences),
    )


def _say_flow(outcome: Outcome, selection: Selection, row: int) -> str:
    pair = selection.origin[row], selection.destination[row]
    before, after = round(float(outcome.before[pair])), round(float(outcome.after[pair]))
    return tr("{before} → {after} people a year ({change})<br>scenario").format(
        before=say_people(before), after=say_people(after), change=say_people(after - before, signed=True)
    )


def _say_shown(selection: Selection, arrows: Arrows) -> str:
    if not len(arrows):
        return tr("No flow changes.")
    words = tr("Showing the {shown} flows that change most, of {count} that change by a person or so.")
    return words.format(shown=len(arrows), count=f"{selection.count:,}")


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
    scenario = say_evidence("scenario")
    return Finding(
        tr(QUESTION),
        _say_headline(cube, view, outcome, stay),
        _say_lead(cube, view, outcome, total, after),
        (
            KeyFigure(say_short(total), tr("people a year in all, unchanged"), tr("modelled, then shared out anew"))
            if stay >= 0
            else KeyFigure(say_short(total), tr("people move in a year"), say_evidence("modelled")),
            KeyFigure(say_short(outcome.redirected), tr("of them go elsewhere"), scenario),
            KeyFigure(
                say_short(abs(stay)), tr("stay who would leave") if stay > 0 else tr("more would leave"), scenario
            )
            if stay
            else KeyFigure(
                say_short(float(outcome.net[list(outcome.places)].sum()), signed=True),
                tr_count("what the changed place gains", "what the changed places gain", len(outcome.places)),
                tr("people a year · scenario"),
            ),
        ),
    )


def _say_headline(cube: Cube, view: View, outcome: Outcome, stay: int) -> str:
    count = len(outcome.places)
    if not count:
        return tr(NONE[view.change])
    who = cube.flow_units.names[outcome.places[0]] if count == 1 else tr(GROUPS[view.change]).format(count=count)
    size = say_percent(abs(view.amount), 0)
    change = stay
    if view.amount == 0:
        words = tr("Nothing is changed yet for {places}")
    elif view.change not in {"retention", "origins"}:
        change = round(float(outcome.inflow[list(outcome.places)].sum()))
        lever = "time" if view.change == "time" else "pull"
        words = tr(DRAWING[lever, 1 if view.amount > 0 else -1, (change > 0) - (change < 0)])
    elif not stay:
        words = tr("Nobody leaves {places}, so there is nobody to keep")
    elif view.amount < 0:
        words = tr("If {size} more people left {places}, {people} more a year would be on the move")
    elif view.amount == 100:
        words = tr("If nobody left {places}, {people} people a year would stay")
    else:
        words = tr("If {places} kept {size} of those who leave, {people} people a year would stay")
    return words.format(places=who, size=size, people=say_short(abs(change)))


def _say_lead(cube: Cube, view: View, outcome: Outcome, total: int, after: int) -> str:
    if not total:
        return tr("Nobody moves in the estimate, so there is nobody to share out anew.")
    if not outcome.places or view.amount == 0:
        idle = tr("{total} people move in a year in the estimate. Move the slider to share them out anew.")
        return idle.format(total=say_people(total))
    if after < total:
        words = tr("Of {total} people a year, {after} still move and {stay} stay: nobody is lost.")
    elif after > total:
        words = tr("Beside the {total} people who move in a year, {more} more would leave: {after} in all.")
    else:
        words = tr("{total} people move in a year, as many as before; {redirected} of them go elsewhere.")
    conserved = words.format(
        total=say_people(total),
        after=say_people(after),
        stay=say_people(total - after),
        more=say_people(after - total),
        redirected=say_people(outcome.redirected),
    )
    names = cube.flow_units.names
    others = [int(row) for row in np.argsort(outcome.net, kind="stable") if row not in outcome.places]
    for words, rows, sign in (
        (tr("{places} would lose most by it."), others[:2], -1),
        (tr("{places} would gain most by it."), others[::-1][:2], 1),
    ):
        seen = [row for row in rows if sign * outcome.net[row] >= SEEN]
        if seen:
            told = tr("{place} ({change})")
            parts = [
                told.format(place=names[row], change=say_short(float(outcome.net[row]), signed=True)) for row in seen
            ]
            return f"{conserved} {words.format(places=say_list(parts))}"
    return conserved
