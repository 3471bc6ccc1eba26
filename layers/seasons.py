"""The question about Balochistan's seasons, a first honest version: corridors that a source names, without numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from dash import html

from boundaries.language import mark, tr, tr_count
from layers.arrows import to_geojson
from layers.corridors import draw_dashed_arrows
from layers.credit import say_boundaries, say_credit, say_note
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.finding import Finding, KeyFigure
from layers.frame import Frame, frame_bounds
from layers.label_layer import build_label_traces
from layers.legend import Key, Legend
from layers.markup import data
from layers.month_panel import build_share, build_strips
from layers.months import MonthTable, choose_season
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import build_place_trace
from layers.screen import Screen
from layers.terms import say_evidence
from layers.view import View
from layers.wording import say_list

QUESTION: Final = mark("How do people move with the seasons in Balochistan?")

WORDS: Final = {
    "summer": mark("Summer: from the hot plains"),
    "winter": mark("Winter: from the cold uplands"),
    "conflict": mark("Driven by conflict"),
    "study": mark("For study and services"),
}

MARKS: Final[dict[str, tuple[float, str]]] = {"study": (8, "circle")}
"""Seasons whose source names no single origin are discs at the destination; the others are dashed arrows."""

HEADLINES: Final = {
    "all": mark("Heat, cold, conflict and schooling move people in Balochistan, and nobody counts them"),
    "summer": mark("In summer people leave the hot Kachhi plain for Quetta and Sukkur"),
    "winter": mark("In winter people come down from Ziarat and Khanozai to Quetta and Karachi"),
    "conflict": mark("Conflict moves people out of Dera Bugti, Kohlu and Kech"),
    "study": mark("Students and patients go to Quetta, Turbat and Loralai"),
}


@dataclass(frozen=True, slots=True)
class Corridor:
    """A movement that a source names without a number; `origin` is "" where it names no single place."""

    origin: str
    destination: str
    season: str
    origin_name: str
    destination_name: str
    note: str


def draw_seasons(
    cube: Cube, view: View, screen: Screen, corridors: tuple[Corridor, ...], months: MonthTable
) -> Picture:
    """
    Draw the documented corridors as thin dashed arrows of one width.

    Parameters
    ----------
    cube, view, screen
        Places, choices, window.
    corridors
        All of them; the view's season picks.
    months
        Who is where, month by month, for the strips of the places: the scenario or the reader's own table.

    Returns
    -------
    picture
        Framed on the corridors. A corridor without a single origin is a ring at its destination.
    """
    palette = THEMES[screen.theme]
    drawn = [corridor for corridor in corridors if view.season in {"all", corridor.season}]
    frame = _frame(cube, view, screen, drawn)
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    places = build_place_trace(cube, None, palette, geojson=GEO + cube.manifest["files"]["district"]["file"])
    lines = [corridor for corridor in drawn if corridor.origin]
    traces = [places]
    if lines:
        traces.append(_build_corridors(cube, lines, palette, zoom))
    rings = [corridor for corridor in drawn if not corridor.origin]
    if rings:
        traces.append(_build_rings(cube, rings, palette))
    ends = sorted(
        {_position(cube, code) for corridor in drawn for code in (corridor.origin, corridor.destination) if code}
    )
    traces += build_label_traces(cube, view, screen, frame, palette, partners=tuple(ends))
    seasons = [season for season in WORDS if any(corridor.season == season for corridor in drawn)]
    keys = [
        Key(tr(WORDS[season]), palette.corridor[season], palette.corridor[season], *MARKS.get(season, (2, "dashed")))
        for season in seasons
    ]
    legend = Legend(
        keys=tuple(keys),
        sentence=_say_count(len(lines), len(rings), len(corridors)),
        note=say_note(cube),
    )
    finding = Finding(
        tr(QUESTION),
        tr(HEADLINES[view.season]),
        tr(
            "A dialogue at the National School of Public Policy in 2021 named these corridors. How many people follow "
            "them has not been measured, so the arrows have no width."
        ),
        (
            KeyFigure(str(len(drawn)), tr("corridors named"), say_evidence("documented")),
            KeyFigure(tr("none"), tr("of them counted"), tr("no survey known")),
            KeyFigure("2021", tr("year of the source"), tr("NSPP, R. Kakar")),
        ),
    )
    evidence = Evidence(
        "documented",
        tr("Documented, not measured"),
        tr("A source names the corridor; no number is known. Thin dashed arrows of one width."),
        tr("National School of Public Policy, Policy Dialogue on Internal Migration, 26–27 July 2021 (R. Kakar)."),
        say_boundaries(cube),
        tr("Districts stand for the towns and plains that the speaker named. Return movements are not drawn."),
    )
    return Picture(
        finding=finding,
        legend=legend,
        traces=traces,
        details=[
            *_build_list(drawn),
            *_build_year(cube, months, view),
            build_evidence(evidence),
        ],
        frame=frame,
        flow_trace=1 if lines else None,
        credit=say_credit(cube, tr("Corridors: National School of Public Policy (2021), R. Kakar")),
    )


def _build_year(cube: Cube, months: MonthTable, view: View) -> list[html.Section]:
    table = choose_season(months, view.season)
    strips = [build_strips(cube, table, view)] if table.seasons else []
    return [*strips, build_share(view)] if strips and table.evidence == "scenario" else strips


def _say_count(arrows: int, rings: int, corridors: int) -> str:
    """Say how many corridors are drawn, those without a single origin apart."""
    alone = tr_count(
        "{rings} destination without a single origin", "{rings} destinations without a single origin", rings
    )
    lines = tr_count("{arrows} arrow", "{arrows} arrows", arrows).format(arrows=arrows)
    parts = [lines] if arrows else []
    parts += [alone.format(rings=rings)] if rings else []
    return tr(
        "Showing {shown}, of {corridors} documented corridors. No width: no source gives a number. The corridors of "
        "conflict also lead to towns and provinces that the source does not name."
    ).format(shown=say_list(parts) or tr("none"), corridors=corridors)


def _position(cube: Cube, code: str) -> int:
    return cube.flow_units.index(cube.flow_unit_of(code))


def _frame(cube: Cube, view: View, screen: Screen, drawn: list[Corridor]) -> Frame:
    size = (screen.width, screen.height)
    if view.frame == "country":
        return frame_bounds(cube.manifest["bbox"], size, screen.padding)
    province = next(row for row in cube.manifest["provinces"] if row["code"] == "balochistan")
    points = [
        cube.flow_units.nodes[_position(cube, code)] for row in drawn for code in (row.origin, row.destination) if code
    ]
    west, south, east, north = province["bbox"]
    lons = [west, east, *(float(point[0]) for point in points)]
    lats = [south, north, *(float(point[1]) for point in points)]
    return frame_bounds((min(lons), min(lats), max(lons), max(lats)), size, screen.padding)


def _build_corridors(cube: Cube, lines: list[Corridor], palette: Palette, zoom: float) -> dict[str, Any]:
    pairs = np.array([[_position(cube, row.origin), _position(cube, row.destination)] for row in lines])
    seasons = list(palette.corridor)
    arrows = draw_dashed_arrows(
        cube.flow_units.nodes, pairs, zoom=zoom, ids=[f"{row.origin}>{row.destination}>{row.season}" for row in lines]
    )
    order = [lines[row] for row in arrows.row.tolist()]
    colours = list(palette.corridor.values())
    count = len(colours)
    unknown = tr("documented, no number known")
    scale = [[edge / count, colours[step]] for step in range(count) for edge in (step, step + 1)]
    return {
        "type": "choroplethmap",
        "name": "corridors",
        "geojson": to_geojson(arrows),
        "featureidkey": "id",
        "locations": arrows.ids,
        "z": [seasons.index(row.season) for row in order],
        "zmin": -0.5,
        "zmax": count - 0.5,
        "colorscale": scale,
        "showscale": False,
        "marker": {"opacity": 1, "line": {"width": 0}},
        "unselected": {"marker": {"opacity": 0.15}},
        "hovertext": [
            f"<b>{_say_ends(row)}</b><br>{tr(WORDS[row.season])}<br>{tr(row.note)}<br>{unknown}" for row in order
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [cube.flow_unit_of(row.origin) for row in order],
    }


def _build_rings(cube: Cube, rings: list[Corridor], palette: Palette) -> dict[str, Any]:
    nodes = cube.flow_units.nodes[[_position(cube, row.destination) for row in rings]]
    return {
        "type": "scattermap",
        "mode": "markers",
        "lon": nodes[:, 0].tolist(),
        "lat": nodes[:, 1].tolist(),
        "marker": {"size": 26, "color": palette.corridor["study"], "opacity": 0.35, "allowoverlap": True},
        "hovertext": [f"<b>{_say_ends(row)}</b><br>{tr(row.note)}" for row in rings],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _say_ends(row: Corridor) -> str:
    """Name a corridor's ends as its source does: towns and plains, which are no places of the atlas."""
    return tr("{origin} → {destination}").format(origin=tr(row.origin_name), destination=tr(row.destination_name))


def _build_list(drawn: list[Corridor]) -> list[Any]:
    sections = []
    for season, words in WORDS.items():
        rows = [corridor for corridor in drawn if corridor.season == season]
        if not rows:
            continue
        items = [
            html.Li(
                html.Span(
                    [
                        html.Span(_say_ends(row), className="name"),
                        html.Span(tr(row.note), className="why"),
                    ],
                    className="corridor",
                    style={"--tone": f"var(--corridor-{season})"},
                    **(data(flow=f"{row.origin}>{row.destination}>{row.season}") if row.origin else {}),
                )
            )
            for row in rows
        ]
        heading = html.H2([tr(words), html.Span(say_evidence("documented"))])
        sections.append(html.Section([heading, html.Ul(items, className="corridors")], className="section"))
    return sections
