"""The flows of one place in the reader's own table: what it shows, what it withholds, and by what evidence."""

from __future__ import annotations

from typing import Final

import numpy as np
from dash import html

from boundaries.language import mark, tr, tr_count
from layers.bands import build_band_key
from layers.bars import Bar, build_bars
from layers.credit import say_boundaries, say_credit, say_note
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.exchange import build_ranges, frame_selection
from layers.exchange_panel import say_bar
from layers.finding import QUESTIONS, Finding, KeyFigure, say_sureness
from layers.flow_layer import build_flow_keys, build_flow_trace, build_hub_trace, draw_selection
from layers.flow_selection import Selection, select_flows
from layers.label_layer import build_label_traces
from layers.legend import Key, Legend
from layers.own import Own
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import MEASURED, PlaceColours, build_place_trace
from layers.scales import class_sequential
from layers.screen import Screen
from layers.terms import say_carried, say_evidence, say_kind, say_unit
from layers.view import View
from layers.wording import say_limit, say_list, say_people, say_range, say_short

BARS = 10

SHOWN: Final = {
    "in": mark("<b>{people}</b> {unit} from here to {place}<br>{evidence}"),
    "out": mark("<b>{people}</b> {unit} to here from {place}<br>{evidence}"),
    "all": mark("<b>{people}</b> {unit} to and from {place}<br>{evidence}"),
}
HIDDEN: Final = {
    "in": mark("withheld: too few people from here to {place}, or one that would give such a number away"),
    "out": mark("withheld: too few people to here from {place}, or one that would give such a number away"),
    "all": mark("withheld: too few people to and from {place}, or one that would give such a number away"),
}
HEADLINES: Final = {
    "in": mark("In your table {place} receives most people from {partner}"),
    "out": mark("In your table {place} sends most people to {partner}"),
    "all": mark("In your table {place} exchanges most with {partner}"),
}


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
            Key(say_carried(own.protection), "", style="words"),
        ),
        sentence=_say_count(selection, withheld),
        note=say_note(cube),
        no_data=palette.home,
        no_data_text=tr("none, or withheld"),
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
    way = _find_way(view)
    values = {"in": coming, "out": going, "all": coming + going}[way]
    name = cube.flow_units.names[here]
    sentences = tuple(
        ""
        if unit == here or values[unit] == 0
        else tr(HIDDEN[way]).format(place=name)
        if np.isnan(values[unit])
        else tr(SHOWN[way]).format(
            people=say_people(float(values[unit])),
            unit=say_unit(own.matrix.unit),
            place=name,
            evidence=say_evidence(own.matrix.evidence),
        )
        for unit in range(values.size)
    )
    shown = np.where(values > 0, values, np.nan)
    title = tr("{measure}, {unit}").format(measure=tr(MEASURED[way]).format(place=name), unit=say_unit(own.matrix.unit))
    return PlaceColours(title, shown, class_sequential(np.nan_to_num(shown), palette.places), (), sentences, here)


def _find_way(view: View) -> str:
    """Find what is said of the flows: a net is spoken of as both ways."""
    return view.direction if view.direction in {"in", "out"} else "all"


def _say_count(selection: Selection, withheld: int) -> str:
    if not selection.count and not withheld:
        return tr("The table has no such flow.")
    if not selection.count:
        words = tr_count(
            "Nothing can be shown: {withheld} flow is withheld.",
            "Nothing can be shown: {withheld} flows are withheld.",
            withheld,
        )
    elif withheld:
        words = tr("Showing {drawn} of {count} flows of the table; {withheld} more withheld.")
    else:
        words = tr("Showing {drawn} of {count} flows of the table.")
    return words.format(drawn=selection.drawn, count=selection.count, withheld=withheld)


def _find_own(cube: Cube, own: Own, view: View, selection: Selection, withheld: int, here: int) -> Finding:
    name = cube.flow_units.names[here]
    question = tr(QUESTIONS[_find_way(view)]).format(place=name)
    if not selection.count and not withheld:
        headline = tr("Your table has no such flow of {place}").format(place=name)
        return Finding(question, headline, tr("It was read from {file}.").format(file=own.name), ())
    partners = [cube.flow_units.names[unit] for unit in dict.fromkeys(selection.partner[:3].tolist())]
    if partners:
        headline = tr(HEADLINES[_find_way(view)]).format(place=name, partner=partners[0])
    else:
        headline = tr("All your table has of {place} is withheld").format(place=name)
    lead = say_carried(own.protection)
    if partners[1:]:
        after = tr_count("{partners} follows.", "{partners} follow.", len(partners) - 1)
        lead = f"{after.format(partners=say_list(partners[1:]))} {lead}"
    total, low, high = (
        float(part[here]) for part in (own.matrix.outflow if view.direction == "out" else own.matrix.inflow)
    )
    evidence = say_evidence(own.matrix.evidence)
    figures = [
        KeyFigure(
            tr("withheld") if np.isnan(total) else say_short(total),
            (tr("{unit} leave") if view.direction == "out" else tr("{unit} arrive")).format(
                unit=say_unit(own.matrix.unit)
            ),
            say_sureness(say_range(low, high), own.matrix.evidence) if high > low else evidence,
        ),
        KeyFigure(str(selection.count), tr("flows shown"), evidence),
        KeyFigure(str(withheld), tr("flows withheld"), tr("disclosure control")),
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
                title=say_bar(people, low, high, unit=own.matrix.unit, evidence=own.matrix.evidence)
                if high > low
                else tr("{people} {unit}, {evidence}").format(
                    people=say_people(people),
                    unit=say_unit(own.matrix.unit),
                    evidence=say_evidence(own.matrix.evidence),
                ),
            )
        )
    rest = selection.count - len(bars)
    others = tr_count("{count} other place", "{count} other places", rest).format(count=rest)
    words = tr_count("{count} flow withheld.", "{count} flows withheld.", withheld).format(count=withheld)
    return html.Section(
        [
            html.H2([tr("Partners in your table"), html.Span(say_unit(own.matrix.unit))]),
            build_bars(
                bars,
                rest=others if rest else "",
                rest_value=say_short(float(selection.people[len(bars) :].sum())) if rest else "",
            ),
            *([html.P(words)] if withheld else []),
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
    title = tr("{evidence}: your table, {period}") if own.period else tr("{evidence}: your table")
    summary = tr("Read from {file}; kind {kind}. {protection} Widths are true to each other in this view only.")
    return Evidence(
        grade,
        title.format(evidence=say_evidence(grade).capitalize(), period=own.period),
        summary.format(file=own.name, kind=say_kind(own.kind), protection=say_carried(own.protection)),
        own.source or tr("The file names no source."),
        say_boundaries(cube),
        own.caveat,
    )
