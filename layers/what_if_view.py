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
    arriving, leaving = outcome.before.sum(axis=0), outcome.before.sum(axis=1)
    sentences = tuple(
        f"<b>{_say_change(net[row])}</b> people a year against the estimate<br>"
        f"arriving {say_people(arriving[row])} → {say_people(arriving[row] + outcome.inflow[row])}<br>"
        f"leaving {say_people(leaving[row])} → {say_people(leaving[row] + outcome.outflow[row])}<br>"
        f"{say_rate(rate[row])} per 1,000 people · scenario"
        for row in range(net.size)
    )
    # A trace is nothing: a place that gains a tenth of a person is neither gaining nor losing.
    values = np.where(np.abs(net) >= SEEN, rate, np.nan)
    return PlaceColours(
        "Gain or loss against the estimate per 1,000 people a year",
        values,
        class_diverging(values, palette.loss[1:], palette.gain[1:]),
        ("loses", "gains"),
        sentences,
    )


def _say_change(people: float) -> str:
    return f"{'+' if round(people) > 0 else ''}{say_people(people)}"


def _say_flow(outcome: Outcome, selection: Selection, row: int) -> str:
    pair = selection.origin[row], selection.destination[row]
    before, after = float(outcome.before[pair]), float(outcome.after[pair])
    return f"{say_people(before)} → {say_people(after)} people a year ({_say_change(after - before)})<br>scenario"


def _say_shown(selection: Selection, arrows: Arrows) -> str:
    if not len(arrows):
        return "No flow changes: move the slider."
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
    total, after = float(outcome.before.sum()), float(outcome.after.sum())
    stay = float(outcome.stay.sum())
    net = outcome.net
    return Finding(
        QUESTION,
        _say_headline(cube, view, outcome),
        _say_lead(cube, outcome, total, after, stay),
        (
            KeyFigure(say_short(total), "people a year in all, unchanged", "modelled, then shared out anew"),
            KeyFigure(say_short(outcome.redirected), "of them go elsewhere", "scenario"),
            KeyFigure(say_short(abs(stay)), "stay who left" if stay >= 0 else "more leave", "scenario")
            if stay
            else KeyFigure(
                say_short(float(net[list(outcome.places)].sum()), signed=True),
                "what the changed place gains" if len(outcome.places) == 1 else "what the changed places gain",
                "people a year · scenario",
            ),
        ),
    )


def _say_headline(cube: Cube, view: View, outcome: Outcome) -> str:
    count = len(outcome.places)
    one = cube.flow_units.names[outcome.places[0]] if count == 1 else ""
    who = one or {"cities": f"all {count} intermediate cities", "origins": f"the {count} places that lose most"}.get(
        view.change, f"{count} places"
    )
    if view.amount == 0:
        return f"Nothing is changed yet for {who}"
    size = f"{abs(view.amount)}\u202f%"
    change = float(outcome.inflow[list(outcome.places)].sum())
    stay = float(outcome.stay.sum())
    if view.change in {"attraction", "cities"}:
        word = "more" if view.amount > 0 else "less"
        moved = f"{say_short(abs(change))} {'more' if change >= 0 else 'fewer'} people a year would move there"
        return f"If {who} drew {size} {word}, {moved}"
    if view.change in {"retention", "origins"}:
        if view.amount < 0:
            return f"If {size} more people left {who}, {say_short(-stay)} more a year would be on the move"
        return f"If {who} kept {size} of those who leave, {say_short(stay)} people a year would stay"
    word = "longer" if view.amount > 0 else "less time"
    moved = f"{say_short(abs(change))} {'more' if change >= 0 else 'fewer'} people a year would move there"
    return f"If every road of {who} took {size} {word}, {moved}"


def _say_lead(cube: Cube, outcome: Outcome, total: float, after: float, stay: float) -> str:
    names = cube.flow_units.names
    if round(stay):
        kept = f"{say_people(stay)} stay" if stay > 0 else f"{say_people(-stay)} more leave than now"
        conserved = f"Of {say_people(total)} people a year, {say_people(after)} still move and {kept}: nobody is lost."
        if stay < 0:
            conserved = f"{say_people(total)} people a year become {say_people(after)}, for {kept}."
    else:
        conserved = f"The {say_people(total)} people who move in a year stay as many: they only go elsewhere."
    others = [int(row) for row in np.argsort(outcome.net, kind="stable") if row not in outcome.places]
    losers = [row for row in others[:2] if outcome.net[row] <= -SEEN]
    gainers = [row for row in others[::-1][:2] if outcome.net[row] >= SEEN]
    said = []
    if losers:
        parts = [f"{names[row]} ({say_short(float(outcome.net[row]), signed=True)})" for row in losers]
        said.append(f"{say_list(parts)} would lose most by it.")
    if gainers:
        parts = [f"{names[row]} ({say_short(float(outcome.net[row]), signed=True)})" for row in gainers]
        said.append(f"{say_list(parts)} would gain most.")
    return " ".join([conserved, *said[:1]])
