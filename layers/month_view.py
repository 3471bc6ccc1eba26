"""One month of the year in Balochistan: who is away from home, where, and which places are fuller or emptier."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boundaries.language import mark, tr, tr_count
from layers.arrows import Arrows, to_geojson
from layers.credit import say_boundaries, say_credit, say_note
from layers.cube import Cube
from layers.evidence import Evidence
from layers.flow_layer import draw_selection
from layers.flow_selection import Selection
from layers.frame import Frame, frame_bounds
from layers.kept_words import say_kept
from layers.label_layer import build_label_traces
from layers.legend import Key, Legend
from layers.month_panel import build_month_panel
from layers.month_words import find_month
from layers.months import MonthTable, choose_season, say_month
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import PlaceColours, build_place_trace
from layers.scales import Width, class_fixed, round_nice
from layers.screen import Screen
from layers.terms import say_evidence, say_unit
from layers.view import View
from layers.wording import say_limit, say_people, say_percent

WIDEST: Final = 13.0
"""CSS pixels of the year's largest flow: one scale for all months, so that they can be played."""

LIMITS: Final = (-10.0, -5.0, -1.0, 1.0, 5.0, 10.0)
"""Percent of a place's usual people."""

HOVERS: Final = {
    "stock": mark("<b>{people}</b> {unit} from {origin} are in {destination}, {month}"),
    "event": mark("<b>{people}</b> {unit} move from {origin} to {destination}, {month}"),
}

CHANGES: Final = {
    "stock": (
        mark("People present, % more or fewer than live there"),
        mark("<b>{change}</b> people against those who live there ({share})"),
    ),
    "event": (
        mark("People present, % more or fewer than before the first month"),
        mark("<b>{change}</b> people since the first month ({share})"),
    ),
}
"""Title of the colours, and what the hover says of a place, by the table's kind."""

KEYS: Final = {
    "summer": mark("{people} {unit}, away from the heat"),
    "winter": mark("{people} {unit}, away from the cold"),
    "": mark("{people} {unit}"),
}

TONES: Final = {"summer": 0, "winter": 1, "": 0}


def draw_month(cube: Cube, table: MonthTable, view: View, screen: Screen, question: str) -> Picture:
    """
    Draw one month.

    Parameters
    ----------
    cube, table
        Places, and who is where.
    view, screen
        Choices and window; `month`, `season`, `share` and `frame` are used.
    question
        What the finding answers.

    Returns
    -------
    picture
        Frame and scale of widths are the same in every month and season. A month that the table does not have is said
        to be unknown.
    """
    palette = THEMES[screen.theme]
    row = table.find_row(view.month)
    frame = _frame(cube, view, screen, table)
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    top = float(np.nanmax(table.people, initial=0.0)) or 1.0
    table = choose_season(table, view.season)
    selection = _select(table, row)
    width = Width(round_nice(top), WIDEST * round_nice(top) / top)
    arrows = draw_selection(cube, selection, width, zoom=zoom)
    colours = _colour_change(cube, table, row, palette)
    ends = sorted({*table.origins.tolist(), *table.destinations.tolist()})
    legend = Legend(
        title=colours.title,
        colours=colours.classes.colours,
        limits=tuple(say_limit(limit) for limit in colours.classes.breaks),
        ends=colours.ends,
        keys=_build_keys(table, arrows, width, palette),
        sentence=_say_shown(table, row, arrows),
        note=say_note(cube),
        no_data=palette.no_data,
    )
    return Picture(
        finding=find_month(cube, table, view, row, tr(question)),
        legend=legend,
        traces=[
            build_place_trace(cube, colours, palette, geojson=GEO + cube.manifest["files"]["district"]["file"]),
            _build_arrows(cube, table, selection, arrows, row, palette),
            *build_label_traces(cube, view, screen, frame, palette, partners=tuple(ends), arrows=arrows),
        ],
        details=build_month_panel(cube, table, view, row, describe_months(cube, table)),
        frame=frame,
        flow_trace=1 if len(arrows) else None,
        credit=say_credit(cube, tr(table.source)),
    )


def _select(table: MonthTable, row: int | None) -> Selection:
    people = np.zeros(len(table.seasons)) if row is None else table.people[row]
    chosen = np.flatnonzero(people > 0)
    chosen = chosen[np.argsort(-people[chosen], kind="stable")]
    size = people[chosen]
    return Selection(
        table.origins[chosen],
        table.destinations[chosen],
        size,
        size,
        size,
        table.destinations[chosen],
        total=float(size.sum()),
        count=int(chosen.size),
        drawn=int(chosen.size),
    )


def _frame(cube: Cube, view: View, screen: Screen, table: MonthTable) -> Frame:
    size = (screen.width, screen.height)
    if view.frame == "country" or not table.origins.size:
        return frame_bounds(cube.manifest["bbox"], size, screen.padding)
    points = cube.flow_units.nodes[np.concatenate([table.origins, table.destinations])]
    margin = 0.35
    west, south = (points.min(axis=0) - margin).tolist()
    east, north = (points.max(axis=0) + margin).tolist()
    return frame_bounds((west, south, east, north), size, screen.padding, zoom_max=8.5)


def _colour_change(cube: Cube, table: MonthTable, row: int | None, palette: Palette) -> PlaceColours:
    units = cube.flow_units
    people = units.people[2023]
    change = np.full(people.size, np.nan) if row is None else table.change[row]
    percent = 100 * np.divide(change, people, out=np.zeros_like(people), where=people > 0)
    involved = np.zeros(people.size, dtype=bool)
    involved[table.origins] = involved[table.destinations] = True
    title, words = CHANGES[table.kind]
    sentences = [""] * people.size
    for unit in np.flatnonzero(involved).tolist() if row is not None else []:
        said = tr("How many more or fewer is withheld")
        if np.isfinite(change[unit]):
            share = say_percent(percent[unit], 1, signed=True)
            said = tr(words).format(change=_say_change(change[unit]), share=share)
        residents = tr("{people} usual residents, census 2023").format(people=say_people(people[unit]))
        sentences[unit] = f"{said}<br>{residents}<br>{say_evidence(table.evidence)}"
    ramp = (*reversed(palette.loss[1:]), palette.home, *palette.gain[1:])
    return PlaceColours(
        tr(title),
        np.where(involved, percent, np.nan),
        class_fixed(LIMITS, ramp),
        (tr("emptier"), tr("fuller")),
        tuple(sentences),
    )


def _say_change(people: float) -> str:
    return say_people(people, signed=round(people) > 0)


def _build_arrows(
    cube: Cube, table: MonthTable, selection: Selection, arrows: Arrows, row: int | None, palette: Palette
) -> dict[str, Any]:
    names, codes = cube.flow_units.names, cube.flow_units.codes
    season = {
        (origin, destination): kind
        for origin, destination, kind in zip(
            table.origins.tolist(), table.destinations.tolist(), table.seasons, strict=True
        )
    }
    rows = arrows.row.tolist()
    pairs = [(int(selection.origin[at]), int(selection.destination[at])) for at in rows]
    lines = (palette.corridor["summer"], palette.corridor["winter"])
    tones = lines if table.solid else (palette.coming_pale, palette.going_pale)
    month = "" if row is None else say_month(table.labels[row])
    words, unit, evidence = tr(HOVERS[table.kind]), say_unit(table.unit), say_evidence(table.evidence)
    return {
        "type": "choroplethmap",
        "name": "flows",
        "geojson": to_geojson(arrows),
        "featureidkey": "id",
        "locations": arrows.ids,
        "z": [TONES[season[pair]] for pair in pairs],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, tones[0]], [0.5, tones[0]], [0.5, tones[1]], [1, tones[1]]],
        "showscale": False,
        # A scenario is pale inside an outline, a counted table is solid.
        "marker": {
            "opacity": 0.94,
            "line": {"width": 0 if table.solid else 1, "color": [lines[TONES[season[pair]]] for pair in pairs]},
        },
        "unselected": {"marker": {"opacity": 0.12}},
        "selected": {"marker": {"opacity": 1}},
        "hovertext": [
            words.format(
                people=say_people(float(selection.people[at])),
                unit=unit,
                origin=names[origin],
                destination=names[destination],
                month=month,
            )
            + f"<br>{evidence}"
            for at, (origin, destination) in zip(rows, pairs, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [codes[destination] for _, destination in pairs],
    }


def _build_keys(table: MonthTable, arrows: Arrows, width: Width, palette: Palette) -> tuple[Key, ...]:
    if not len(arrows):
        return ()
    amount = round_nice(width.people_max / 2, up=False)
    pale = {"summer": palette.coming_pale, "winter": palette.going_pale, "": palette.coming_pale}
    full = {**palette.corridor, "": palette.corridor["summer"]}
    keys = [
        Key(
            tr(KEYS[season]).format(people=say_people(amount), unit=say_unit(table.unit)),
            full[season] if table.solid else pale[season],
            full[season],
            width.pixels(amount),
            "counted" if table.solid else "modelled",
        )
        for season in TONES
        if season in table.seasons
    ]
    look = tr("Filled: {evidence}.") if table.solid else tr("Pale with an outline: {evidence}.")
    return (*keys, Key(look.format(evidence=say_evidence(table.evidence)), "", style="words"))


def _say_shown(table: MonthTable, row: int | None, arrows: Arrows) -> str:
    if row is None:
        return tr("The table has no such month.")
    hidden = int(np.isnan(table.people[row]).sum())
    if len(arrows):
        words = tr("Showing {shown} of {pairs} pairs of places in {month}. One scale of widths for all months.")
    else:
        words = tr("No arrow in {month}. One scale of widths for all months.")
    if hidden and len(arrows):
        words = tr_count(
            "Showing {shown} of {pairs} pairs of places in {month}; {hidden} is withheld. One scale of widths for all "
            "months.",
            "Showing {shown} of {pairs} pairs of places in {month}; {hidden} are withheld. One scale of widths for all "
            "months.",
            hidden,
        )
    elif hidden:
        words = tr_count(
            "No arrow in {month}; {hidden} is withheld. One scale of widths for all months.",
            "No arrow in {month}; {hidden} are withheld. One scale of widths for all months.",
            hidden,
        )
    return words.format(shown=len(arrows), pairs=len(table.seasons), month=say_month(table.labels[row]), hidden=hidden)


def describe_months(cube: Cube, table: MonthTable) -> Evidence:
    """
    Say what kind of evidence the months are.

    Parameters
    ----------
    cube, table
        The boundary set's words, and the table's own.

    Returns
    -------
    evidence
        Of a scenario, or of the reader's table by what its file declares.
    """
    boundaries = say_boundaries(cube)
    if table.evidence == "scenario":
        return Evidence(
            "scenario",
            tr("A scenario: you set the share"),
            tr(
                "A source names the corridors, without numbers. The months follow from temperature: people leave where "
                "a month is hotter or colder than comfort, and return when it is not. How many go is your assumption. "
                "In every month everybody is counted once."
            ),
            tr(table.source),
            boundaries,
            say_kept(table.caveat),
        )
    grade = say_evidence(table.evidence)
    return Evidence(
        table.evidence,
        tr("{evidence}: your table").format(evidence=grade[0].upper() + grade[1:]),
        tr("Read from the file this server was given; it stands in the scenario’s place."),
        tr(table.source),
        boundaries,
        say_kept(table.caveat),
    )
