"""One month of the year in Balochistan: who is away from home, where, and which places are fuller or emptier."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from layers.arrows import Arrows, to_geojson
from layers.credit import say_credit, say_note
from layers.cube import Cube
from layers.evidence import Evidence
from layers.finding import Finding, KeyFigure
from layers.flow_layer import draw_selection
from layers.flow_selection import Selection
from layers.frame import Frame, frame_bounds
from layers.label_layer import build_label_traces
from layers.legend import Key, Legend
from layers.month_panel import build_month_panel
from layers.months import MonthTable
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import PlaceColours, build_place_trace
from layers.scales import Width, class_fixed, round_nice
from layers.screen import Screen
from layers.view import View
from layers.wording import say_limit, say_list, say_people, say_short

WIDEST: Final = 13.0
"""CSS pixels of the year's largest flow: one scale for all months, so that they can be played."""

LIMITS: Final = (-10.0, -5.0, -1.0, 1.0, 5.0, 10.0)
"""Percent of a place's usual people."""

VERBS: Final = {"stock": "are away from home", "event": "move"}
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
        The frame is the same in every month. A month that the table does not have is said to be unknown.
    """
    palette = THEMES[screen.theme]
    row = table.find_row(view.month)
    kept = [column for column, season in enumerate(table.seasons) if view.season in {"all", season} or not season]
    frame = _frame(cube, view, screen, table)
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    selection = _select(table, row, kept)
    top = float(np.nanmax(table.people, initial=0.0)) or 1.0
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
        finding=_find_month(cube, table, view, row, kept, question),
        legend=legend,
        traces=[
            build_place_trace(cube, colours, palette, geojson=GEO + cube.manifest["files"]["district"]["file"]),
            _build_arrows(cube, table, selection, arrows, row, palette),
            *build_label_traces(cube, view, screen, frame, palette, partners=tuple(ends), arrows=arrows),
        ],
        details=build_month_panel(cube, table, view, row, kept, describe_months(cube, table)),
        frame=frame,
        flow_trace=1 if len(arrows) else None,
        credit=say_credit(cube, table.source),
    )


def _select(table: MonthTable, row: int | None, kept: list[int]) -> Selection:
    columns = np.array(kept, dtype=np.int64)
    people = np.zeros(0) if row is None or not kept else table.people[row, columns]
    columns = columns[: people.size]
    order = np.flatnonzero(people > 0)
    order = order[np.argsort(-people[order], kind="stable")]
    chosen, size = columns[order], people[order]
    return Selection(
        table.origins[chosen],
        table.destinations[chosen],
        size,
        size,
        size,
        table.destinations[chosen],
        total=float(size.sum()),
        count=int(order.size),
        drawn=int(order.size),
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
    words = {"stock": "than live there", "event": "since the first month"}[table.kind]
    sentences = tuple(
        f"<b>{_say_change(change[unit])}</b> people {words} ({percent[unit]:+.1f} %)".replace("-", "−")
        + f"<br>{say_people(people[unit])} usual residents, census 2023<br>{table.evidence}"
        if involved[unit] and np.isfinite(change[unit])
        else ""
        for unit in range(people.size)
    )
    ramp = (*reversed(palette.loss[1:]), palette.home, *palette.gain[1:])
    return PlaceColours(
        f"People present, % more or fewer {words}",
        np.where(involved, percent, np.nan),
        class_fixed(LIMITS, ramp),
        ("emptier", "fuller"),
        sentences,
    )


def _say_change(people: float) -> str:
    return f"{'+' if round(people) > 0 else ''}{say_people(people)}"


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
    tones = [palette.corridor["summer"], palette.corridor["winter"]]
    counted = table.evidence in {"counted", "surveyed"}
    verb = {"stock": "from {} are in {}", "event": "move from {} to {}"}[table.kind]
    return {
        "type": "choroplethmap",
        "name": "flows",
        "geojson": to_geojson(arrows),
        "featureidkey": "id",
        "locations": arrows.ids,
        "z": [TONES.get(season[pair], 0) for pair in pairs],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, tones[0]], [0.5, tones[0]], [0.5, tones[1]], [1, tones[1]]],
        "showscale": False,
        # A scenario is see-through inside its outline, a counted table is solid.
        "marker": {
            "opacity": 0.9 if counted else 0.5,
            "line": {"width": 0 if counted else 1, "color": [tones[TONES.get(season[pair], 0)] for pair in pairs]},
        },
        "unselected": {"marker": {"opacity": 0.12}},
        "selected": {"marker": {"opacity": 1}},
        "hovertext": [
            f"<b>{say_people(float(selection.people[at]))}</b> {table.unit} "
            f"{verb.format(names[origin], names[destination])}"
            f"{'' if row is None else ', ' + table.labels[row]}<br>{table.evidence}"
            for at, (origin, destination) in zip(rows, pairs, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [codes[destination] for _, destination in pairs],
    }


def _build_keys(table: MonthTable, arrows: Arrows, width: Width, palette: Palette) -> tuple[Key, ...]:
    if not len(arrows):
        return ()
    amount = round_nice(width.people_max / 2, up=False)
    style = "counted" if table.evidence in {"counted", "surveyed"} else "modelled"
    seasons = [season for season in ("summer", "winter") if season in table.seasons] or ["summer"]
    words = {"summer": ", away from the heat", "winter": ", away from the cold"} if "winter" in table.seasons else {}
    return tuple(
        Key(
            f"{say_people(amount)} {table.unit}{words.get(season, '')}",
            palette.corridor[season] + ("" if style == "counted" else "80"),
            palette.corridor[season],
            width.pixels(amount),
            style,
        )
        for season in seasons
    )


def _say_shown(table: MonthTable, row: int | None, arrows: Arrows) -> str:
    if row is None:
        return "The table has no such month."
    drawn = f"Showing {len(arrows)} of {len(table.seasons)} pairs of places" if len(arrows) else "Nobody is away"
    hidden = int(np.isnan(table.people[row]).sum())
    withheld = f"; {hidden} are withheld because few people stand behind them" if hidden else ""
    return f"{drawn} in {table.labels[row]}{withheld}. One scale of widths for all months."


def _find_month(cube: Cube, table: MonthTable, view: View, row: int | None, kept: list[int], question: str) -> Finding:
    if row is None:
        known = say_list(list(dict.fromkeys(table.labels)))
        return Finding(question, "Nothing is known of this month", f"The table has {known}.", ())
    units = cube.flow_units
    people = table.people[row, kept]
    total = float(np.nansum(people))
    month = table.labels[row]
    change = table.change[row]
    order = np.argsort(np.nan_to_num(change), kind="stable")
    emptiest, fullest = int(order[0]), int(order[-1])
    verb = VERBS[table.kind]
    if total <= 0:
        headline = f"In {month} nobody {'is away with the seasons' if table.kind == 'stock' else 'moves'}"
    else:
        headline = f"In {month} about {say_short(total)} people {verb}"
    parts = []
    if total > 0 and change[fullest] > 0:
        parts.append(f"{units.names[fullest]} is fullest: {say_short(float(change[fullest]), signed=True)}.")
    if total > 0 and change[emptiest] < 0:
        parts.append(f"{units.names[emptiest]} is emptiest: {say_short(float(change[emptiest]), signed=True)}.")
    if table.evidence == "scenario":
        parts.append(
            f"This assumes that {view.share}\u202f% of the people go in the hottest or coldest month; nobody has "
            "counted them. Set the share yourself below."
        )
    everybody = float(units.people[2023].sum())
    figures = (
        KeyFigure(say_short(total), f"people {verb}", f"{month} · {table.evidence}"),
        KeyFigure(
            say_short(float(change[fullest]), signed=True), f"in {units.names[fullest]}", f"present · {table.evidence}"
        ),
        KeyFigure(say_short(everybody + float(np.nansum(change))), "people in all places", "the same in every month")
        if table.kind == "stock"
        else KeyFigure(str(len(table.labels)), "months in the table", table.evidence),
    )
    return Finding(question, headline, " ".join(parts), figures)


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
    boundaries = f"{cube.manifest['title']}. {cube.manifest['accuracy']}"
    if table.evidence == "scenario":
        return Evidence(
            "scenario",
            "A scenario: you set the share",
            "A source names the corridors, without numbers. The months follow from temperature: people leave where a "
            "month is hotter or colder than comfort, and return when it is not. How many go is your assumption. In "
            "every month everybody is counted once.",
            table.source,
            boundaries,
            table.caveat,
        )
    return Evidence(
        table.evidence,
        f"{table.evidence.capitalize()}: your table",
        "Read from the file this server was given; it stands in the scenario’s place.",
        table.source,
        boundaries,
        table.caveat,
    )
