"""The flows of one place in the reader's own table: what it shows, what it withholds, and by what evidence."""

from __future__ import annotations

import numpy as np
from dash import html

from layers.bands import build_band_key
from layers.bars import Bar, build_bars
from layers.credit import say_credit, say_note
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.exchange import build_ranges, frame_selection
from layers.finding import Finding, KeyFigure
from layers.flow_layer import build_flow_keys, build_flow_trace, build_hub_trace, draw_selection
from layers.flow_selection import Selection, select_flows
from layers.label_layer import build_label_traces
from layers.legend import Key, Legend
from layers.own import Own
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import PlaceColours, build_place_trace
from layers.scales import class_sequential
from layers.screen import Screen
from layers.view import View
from layers.wording import say_limit, say_list, say_people, say_range, say_short

BARS = 10


def draw_own(cube: Cube, own: Own, view: View, screen: Screen) -> Picture:
    """
    Draw a place's flows in the reader's table.

    Parameters
    ----------
    cube
        Places; `cube.own` is `own.matrix`.
    own
        The table as it may leave the server.
    view, screen
        Choices and window.

    Returns
    -------
    picture
        A withheld flow is neither drawn nor hovered; the legend says how many there are. Also for a place that the
        table has nothing of.
    """
    palette = THEMES[screen.theme]
    selection = select_flows(cube, view)
    frame, width = frame_selection(cube, view, selection, screen)
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    arrows = draw_selection(cube, selection, width, zoom=zoom)
    bands, cores = build_ranges(cube, view, selection, arrows, width, palette)
    here = cube.flow_units.index(view.place)
    withheld = _count_withheld(own, view, here)
    colours = _colour_people(cube, own, view, here, palette)
    partners = tuple(selection.partner[: min(7, selection.drawn)].tolist())
    # Classes of nothing would be a legend without a meaning.
    classes = colours.classes if selection.count else None
    legend = Legend(
        title=colours.title,
        colours=classes.colours if classes else (),
        limits=tuple(say_limit(limit) for limit in classes.breaks) if classes else (),
        keys=(
            *build_flow_keys(cube, view, selection, arrows, width, palette),
            *([build_band_key(own.matrix.evidence)] if bands else []),
            Key(own.protection, "", style="words"),
        ),
        sentence=_say_count(selection, withheld),
        note=say_note(cube),
        no_data=palette.home,
        no_data_text="none, or withheld",
    )
    return Picture(
        finding=_find_own(cube, own, view, selection, withheld, here),
        legend=legend,
        traces=[
            build_place_trace(cube, colours, palette, geojson=GEO + cube.manifest["files"]["district"]["file"]),
            *bands,
            build_flow_trace(cube, view, selection, arrows, own.matrix, palette),
            *cores,
            *([build_hub_trace(cube, view, arrows, palette)] if len(arrows) else []),
            *build_label_traces(cube, view, screen, frame, palette, partners=partners, arrows=arrows),
        ],
        details=[_build_partners(cube, own, view, selection, withheld), build_evidence(describe_own(cube, own))],
        frame=frame,
        flow_trace=1 + len(bands) if len(arrows) else None,
        credit=say_credit(cube, own.source),
    )


def _count_withheld(own: Own, view: View, here: int) -> int:
    """Count the withheld flows of the question; a net flow is withheld with either side."""
    into, out = np.isnan(own.matrix.people[:, here]), np.isnan(own.matrix.people[here])
    if view.direction == "net":
        return int((into | out).sum())
    return int(into.sum()) * (view.direction != "out") + int(out.sum()) * (view.direction != "in")


def _colour_people(cube: Cube, own: Own, view: View, here: int, palette: Palette) -> PlaceColours:
    people = own.matrix.people
    coming, going = people[:, here], people[here]
    values = {"in": coming, "out": going}.get(view.direction, coming + going)
    word = {"in": "from here to", "out": "to here from"}.get(view.direction, "to and from")
    name = cube.flow_units.names[here]
    sentences = tuple(
        ""
        if unit == here or values[unit] == 0
        else f"withheld: too few people {word} {name}, or one that would give such a number away"
        if np.isnan(values[unit])
        else f"<b>{say_people(float(values[unit]))}</b> {own.matrix.unit} {word} {name}<br>{own.matrix.evidence}"
        for unit in range(values.size)
    )
    shown = np.where(values > 0, values, np.nan)
    way = {"in": f"Movers to {name}", "out": f"Movers from {name}"}.get(view.direction, f"Movers to and from {name}")
    return PlaceColours(
        f"{way}, {own.matrix.unit}", shown, class_sequential(np.nan_to_num(shown), palette.places), (), sentences, here
    )


def _say_count(selection: Selection, withheld: int) -> str:
    if not selection.count and not withheld:
        return "The table has no such flow."
    if not selection.count:
        return f"Nothing can be shown: {withheld} flow{'s are' if withheld != 1 else ' is'} withheld."
    shown = f"Showing {selection.drawn} of {selection.count} flows of the table"
    return f"{shown}; {withheld} more withheld." if withheld else f"{shown}."


def _find_own(cube: Cube, own: Own, view: View, selection: Selection, withheld: int, here: int) -> Finding:
    name = cube.flow_units.names[here]
    question = {"in": f"Who moves to {name}?", "out": f"Where do people go who leave {name}?"}.get(
        view.direction, f"Who moves to and from {name}?"
    )
    if not selection.count and not withheld:
        return Finding(question, f"Your table has no such flow of {name}", f"It was read from {own.name}.", ())
    partners = [cube.flow_units.names[unit] for unit in dict.fromkeys(selection.partner[:3].tolist())]
    verb = {"in": "receives most people from", "out": "sends most people to"}.get(view.direction, "exchanges most with")
    headline = f"In your table {name} {verb} {partners[0]}" if partners else f"All your table has of {name} is withheld"
    after = f"{say_list(partners[1:])} follow{'s' if len(partners) == 2 else ''}. " if partners[1:] else ""
    lead = f"{after}{own.protection}"
    total, low, high = (
        float(part[here]) for part in (own.matrix.outflow if view.direction == "out" else own.matrix.inflow)
    )
    spread = f"{say_range(low, high)} · " if high > low else ""
    figures = [
        KeyFigure(
            "withheld" if np.isnan(total) else say_short(total),
            f"{own.matrix.unit} {'leave' if view.direction == 'out' else 'arrive'}",
            f"{spread}{own.matrix.evidence}",
        ),
        KeyFigure(str(selection.count), "flows shown", own.matrix.evidence),
        KeyFigure(str(withheld), "flows withheld", "disclosure control"),
    ]
    return Finding(question, headline, lead, tuple(figures))


def _build_partners(cube: Cube, own: Own, view: View, selection: Selection, withheld: int) -> html.Section:
    units = cube.flow_units
    here = units.index(view.place)
    bars = []
    for row in range(min(BARS, selection.count)):
        partner = int(selection.partner[row])
        people, low, high = (float(part[row]) for part in (selection.people, selection.low, selection.high))
        inward = bool(selection.destination[row] == here)
        bars.append(
            Bar(
                name=units.names[partner],
                value=say_short(people),
                size=people,
                low=low,
                high=high,
                tone="var(--coming)" if inward else "var(--going)",
                evidence="modelled" if own.matrix.evidence in {"modelled", "scenario"} else "counted",
                href=view.but(place=units.codes[partner], at=None).to_query(),
                flow=f"{units.codes[selection.origin[row]]}>{units.codes[selection.destination[row]]}",
                title=f"{say_people(people)} {own.matrix.unit}"
                + (f", range {say_range(low, high)}" if high > low else "")
                + f", {own.matrix.evidence}",
            )
        )
    rest = selection.count - len(bars)
    words = f"{withheld} flow{'s' if withheld != 1 else ''} withheld." if withheld else ""
    return html.Section(
        [
            html.H2(["Partners in your table", html.Span(own.matrix.unit)]),
            build_bars(
                bars,
                rest=f"{rest} other place{'s' if rest != 1 else ''}" if rest else "",
                rest_value=say_short(float(selection.people[len(bars) :].sum())) if rest else "",
            ),
            *([html.P(words)] if words else []),
        ],
        className="section",
    )


def describe_own(cube: Cube, own: Own) -> Evidence:
    """
    Say what the reader's table is, by its own words.

    Parameters
    ----------
    cube, own
        The boundary set, and the table.

    Returns
    -------
    evidence
        Its grade is the one that the file declares.
    """
    grade = own.matrix.evidence
    period = f", {own.period}" if own.period else ""
    return Evidence(
        grade,
        f"{grade.capitalize()}: your table{period}",
        f"Read from {own.name}; kind {own.kind}. {own.protection} Widths are true to each other in this view only.",
        own.source or "The file names no source.",
        f"{cube.manifest['title']}. {cube.manifest['accuracy']}",
        own.caveat,
    )
