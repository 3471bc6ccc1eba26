"""The panel of "Where do cities spill over?": zones, arrivals, distance, what grows fastest, housing, katchi abadis."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from dash import html

from flows.settlements import Marker
from layers.abadi_layer import find_abadis
from layers.bars import Bar, build_bars
from layers.built_panel import build_built
from layers.cell_grid import CellGrid
from layers.cell_measures import GROWTH_LIMITS
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.fringe_words import ZONE_NAMES
from layers.grids import Grids
from layers.palette import Palette
from layers.region import Band, Region, find_fastest_cells
from layers.scales import class_fixed
from layers.tehsils import Tehsil
from layers.view import View
from layers.wording import say_list, say_people, say_percent, say_short

TEN: Final = 10

NEAR: Final = 11.0
"""Zoom that a link to a cell or a tehsil opens."""


def build_fringe_panel(cube: Cube, grids: Grids, view: View, region: Region, palette: Palette) -> list[Any]:
    """
    Build what stands below the finding.

    Parameters
    ----------
    cube, grids
        Places, cells.
    view
        The city.
    region
        What lies round it.
    palette
        Colours of the bars: those of the map.

    Returns
    -------
    children
        Sections, most important first; the evidence card last.
    """
    tehsils = list_tehsils(cube, grids.census, view.place, region)
    node = cube.flow_units.nodes[cube.flow_units.index(view.place)]
    centre = (float(node[0]), float(node[1]))
    return [
        *(build_built(grids.choose(view), grids.people, centre, palette) if view.shade == "built" else ()),
        _build_zones(region),
        _build_arrivals(cube, view.place, region, palette),
        _build_rings(region, palette),
        _build_tehsils(view, tehsils, palette),
        _build_cells(view, grids.census, region, cube.flow_units.names[cube.flow_units.index(view.place)], palette),
        _build_housing(cube, grids.census, view.place, region),
        _build_abadis(find_abadis(cube, view.place)),
        build_evidence(_describe(cube, grids, view)),
    ]


def list_tehsils(cube: Cube, grid: CellGrid, place: str, region: Region) -> list[Tehsil]:
    """
    List the tehsils of a city and those that reach into its surroundings.

    Parameters
    ----------
    cube, grid, place, region
        Places, cells, the city's code, what lies round it.

    Returns
    -------
    tehsils
        In the order of the table.
    """
    here = cube.flow_units.index(place)
    near = set(np.unique(grid.tehsil[region.positions]).tolist())
    return [
        tehsil
        for position, tehsil in enumerate(grid.tehsils)
        if position in near or cube.home.get(tehsil.district) == here
    ]


def _build_zones(region: Region) -> html.Section:
    head = html.Tr([html.Th(""), *(html.Th(text) for text in ("People 2023", "Added", "A year"))])
    rows = [_build_band(band, ZONE_NAMES[band.name]) for band in region.zones]
    heading = html.H2(["Core, belt and what lies beyond", html.Span("derived")])
    return html.Section(
        [heading, html.Table([html.Thead(head), html.Tbody(rows)], className="figures-table")], className="section"
    )


def _build_band(band: Band, name: str) -> html.Tr:
    growth = say_percent(band.growth, 1) if math.isfinite(band.growth) else "–"
    cells = (say_people(band.after), say_short(band.added, signed=True), growth)
    title = f"{say_people(band.before)} → {say_people(band.after)} people on {say_people(band.area)} km²"
    return html.Tr([html.Th(name, scope="row"), *(html.Td(text) for text in cells)], title=title)


def _build_arrivals(cube: Cube, place: str, region: Region, palette: Palette) -> html.Section:
    """Set the arrivals of the flow layer beside the growth of core and belt: both are people a year."""
    here = cube.flow_units.index(place)
    matrix = cube.matrices["2017-2023"]
    inflow, low, high = (float(column[here]) for column in matrix.inflow)
    name = cube.flow_units.names[here]
    years = region.years or 1.0
    rows = [
        Bar(
            f"Arrivals in {name}",
            say_short(inflow),
            inflow,
            low,
            high,
            palette.coming,
            matrix.evidence,
            href=View(place=place, period="2017-2023").to_query(),
            title=f"{say_people(low)} to {say_people(high)} people a year come from other districts, {matrix.evidence}",
        )
    ]
    for band in region.zones[:2]:
        added = band.added / years
        size = say_short(added, signed=True)
        title = f"{say_people(added)} people a year more, births and deaths included, derived"
        rows.append(
            Bar(
                f"{ZONE_NAMES[band.name]} gained", size, added, added, added, palette.circles[3], "derived", title=title
            )
        )
    heading = html.H2(["Arrivals beside growth", html.Span("people a year, 2017–2023")])
    words = "Growth holds births too: arrivals and growth are set side by side, not subtracted."
    return html.Section([heading, build_bars(rows), html.P(words, className="quiet")], className="section")


def _build_rings(region: Region, palette: Palette) -> html.Section:
    classes = class_fixed(GROWTH_LIMITS, palette.circles)
    bars = []
    for band in region.rings:
        people = f"{say_people(band.before)} → {say_people(band.after)} people"
        growth = band.growth if math.isfinite(band.growth) else 0.0
        tone = classes.colours[int(classes.colour_index(np.array([growth]))[0])]
        bars.append(
            Bar(
                f"{band.name}, {say_short(band.after)}" if band.after else band.name,
                say_percent(growth, 1) if band.after else "nobody",
                growth,
                growth,
                growth,
                tone,
                "derived",
                title=f"{people}, {say_people(band.density)} per km²",
            )
        )
    heading = html.H2(["By distance", html.Span("people; growth a year")])
    return html.Section([heading, build_bars(bars)], className="section")


def _build_tehsils(view: View, tehsils: list[Tehsil], palette: Palette) -> html.Section:
    comparable = [tehsil for tehsil in tehsils if math.isfinite(tehsil.growth)]
    fastest = sorted(comparable, key=lambda tehsil: (-tehsil.growth, tehsil.code))[:TEN]
    classes = class_fixed(GROWTH_LIMITS, palette.circles)
    bars = [
        Bar(
            tehsil.name,
            say_percent(tehsil.growth, 1),
            tehsil.growth,
            tehsil.growth,
            tehsil.growth,
            classes.colours[int(classes.colour_index(np.array([tehsil.growth]))[0])],
            "derived",
            href=_link(view, tehsil.lon, tehsil.lat) if math.isfinite(tehsil.lon) else "",
            moves=True,
            title=f"{say_people(tehsil.people_2017)} → {say_people(tehsil.people_2023)} people, 2017 to 2023, derived",
        )
        for tehsil in fastest
    ]
    heading = html.H2(["Fastest growing tehsils", html.Span("a year, 2017–2023")])
    return html.Section([heading, build_bars(bars)], className="section")


def _build_cells(view: View, grid: CellGrid, region: Region, name: str, palette: Palette) -> html.Section:
    spots = find_fastest_cells(grid, region, (0, len(grid.times) - 1), count=TEN)
    bars = [
        Bar(
            spot.name or f"{name}, tehsil unknown",
            f"+{say_people(spot.density_added)}",
            spot.density_added,
            spot.density_added,
            spot.density_added,
            palette.circles[4],
            "derived",
            href=_link(view, spot.lon, spot.lat),
            moves=True,
            title=f"{say_people(spot.before)} → {say_people(spot.after)} people, derived",
        )
        for spot in spots
    ]
    heading = html.H2(["Cells that gain most", html.Span("people per km² a year")])
    return html.Section([heading, build_bars(bars)], className="section")


def _link(view: View, lon: float, lat: float) -> str:
    return view.but(at=(round(lon, 3), round(lat, 3), NEAR)).to_query()


def _build_housing(cube: Cube, grid: CellGrid, place: str, region: Region) -> html.Section:
    """List the census's own words on housing, tehsil by tehsil: never as katchi abadis."""
    from flows.housing import CAVEAT, housing_shares

    shares = housing_shares()
    near = [tehsil for tehsil in list_tehsils(cube, grid, place, region) if tehsil.code in shares]
    near.sort(key=lambda tehsil: (-shares[tehsil.code].one_room, tehsil.code))
    head = html.Tr([html.Th(""), *(html.Th(text) for text in ("One room", "Kacha", "Rented"))])
    rows = []
    for tehsil in near[:TEN]:
        share = shares[tehsil.code]
        cells = (say_percent(value, 0) for value in (share.one_room, share.kacha, share.rented))
        title = f"{share.households:,} households, {share.huts:,} huts and tents among {share.structures:,} structures"
        rows.append(html.Tr([html.Th(tehsil.name, scope="row"), *(html.Td(text) for text in cells)], title=title))
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="figures-table")
    more = f" {len(near) - TEN} more tehsils lie round here." if len(near) > TEN else ""
    heading = html.H2(["How people are housed", html.Span("% of households, counted")])
    words = f"Most one-room homes first.{more} Census 2023, tables 20 and 25. {CAVEAT}"
    return html.Section([heading, table, html.P(words)], className="section")


def _build_abadis(markers: list[Marker]) -> html.Section:
    items = [html.Li(marker.title) for marker in markers]
    body: Any = html.Ul(items, className="plain") if items else html.P("No published list found.")
    heading = html.H2(["Katchi abadis, published numbers", html.Span("counted or claimed")])
    return html.Section([heading, body], className="section")


def _describe(cube: Cube, grids: Grids, view: View) -> Evidence:
    from flows.tehsil_growth import CAVEAT

    layer = grids.choose(view).layer
    lost = grids.unlocated.get(view.place, ())
    pooled = f" Spread over the whole district, for want of a known point: {say_list(list(lost))}." if lost else ""
    title = {"derived": "Derived", "modelled": "Modelled", "demonstration": "DEMONSTRATION, not real"}[layer.evidence]
    return Evidence(
        layer.evidence,
        f"{title}: {layer.title}",
        layer.note,
        layer.source + (f" Licence: {layer.licence}." if layer.licence else ""),
        f"{cube.manifest['title']}. {grids.how}{pooled}",
        CAVEAT,
    )
