"""The panel of "Where do cities spill over?": zones, arrivals, distance, what grows fastest, housing, katchi abadis."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from dash import html

from boundaries.language import mark, tr
from flows.settlements import Marker
from layers.abadi_layer import find_abadis
from layers.bars import Bar, build_bars
from layers.built_panel import build_built
from layers.cell_grid import CellGrid
from layers.cell_measures import GROWTH_LIMITS
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.fringe_words import ZONE_NAMES, say_ring
from layers.grids import Grids
from layers.kept_words import say_kept
from layers.palette import Palette
from layers.region import Band, Region, find_fastest_cells
from layers.scales import class_fixed
from layers.tehsils import Tehsil
from layers.terms import say_carried, say_evidence
from layers.view import View
from layers.wording import say_list, say_people, say_percent, say_short

TEN: Final = 10

NEAR: Final = 11.0
"""Zoom that a link to a cell or a tehsil opens."""

GAINED: Final = {"core": mark("Core gained"), "belt": mark("Belt gained")}

MADE: Final = {
    "derived": mark("Derived: {title}"),
    "modelled": mark("Modelled: {title}"),
    "demonstration": mark("DEMONSTRATION, not real: {title}"),
}
"""Title of the evidence card, by the evidence of the layer."""


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
    head = html.Tr([html.Th(""), *(html.Th(text) for text in (tr("People 2023"), tr("Added"), tr("A year")))])
    rows = [_build_band(band, tr(ZONE_NAMES[band.name])) for band in region.zones]
    heading = html.H2([tr("Core, belt and what lies beyond"), html.Span(say_evidence("derived"))])
    return html.Section(
        [heading, html.Table([html.Thead(head), html.Tbody(rows)], className="figures-table")], className="section"
    )


def _build_band(band: Band, name: str) -> html.Tr:
    growth = say_percent(band.growth, 1) if math.isfinite(band.growth) else "–"
    cells = (say_people(band.after), say_short(band.added, signed=True), growth)
    title = tr("{before} → {after} people on {area} km²").format(
        before=say_people(band.before), after=say_people(band.after), area=say_people(band.area)
    )
    return html.Tr([html.Th(name, scope="row"), *(html.Td(text) for text in cells)], title=title)


def _build_arrivals(cube: Cube, place: str, region: Region, palette: Palette) -> html.Section:
    """Set the arrivals of the flow layer beside the growth of core and belt: both are people a year."""
    here = cube.flow_units.index(place)
    matrix = cube.matrices["2017-2023"]
    inflow, low, high = (float(column[here]) for column in matrix.inflow)
    name = cube.flow_units.names[here]
    years = region.years or 1.0
    evidence = say_evidence(matrix.evidence)
    others = tr("{low} to {high} people a year come from other districts, {evidence}")
    more = tr("{people} people a year more, births and deaths included, derived")
    rows = [
        Bar(
            tr("Arrivals in {place}").format(place=name),
            say_short(inflow),
            inflow,
            low,
            high,
            palette.coming,
            matrix.evidence,
            href=View(place=place, period="2017-2023").to_query(),
            title=others.format(low=say_people(low), high=say_people(high), evidence=evidence),
        )
    ]
    for band in region.zones[:2]:
        added = band.added / years
        size = say_short(added, signed=True)
        title = more.format(people=say_people(added))
        gained = tr(GAINED[band.name])
        rows.append(Bar(gained, size, added, added, added, palette.circles[3], "derived", title=title))
    heading = html.H2([tr("Arrivals beside growth"), html.Span(tr("people a year, 2017–2023"))])
    words = tr("Growth holds births too: arrivals and growth are set side by side, not subtracted.")
    return html.Section([heading, build_bars(rows), html.P(words, className="quiet")], className="section")


def _build_rings(region: Region, palette: Palette) -> html.Section:
    classes = class_fixed(GROWTH_LIMITS, palette.circles)
    bars = []
    for band in region.rings:
        title = tr("{before} → {after} people, {density} per km²").format(
            before=say_people(band.before), after=say_people(band.after), density=say_people(band.density)
        )
        ring = say_ring(band.name)
        growth = band.growth if math.isfinite(band.growth) else 0.0
        tone = classes.colours[int(classes.colour_index(np.array([growth]))[0])]
        bars.append(
            Bar(
                tr("{ring}, {people}").format(ring=ring, people=say_short(band.after)) if band.after else ring,
                say_percent(growth, 1) if band.after else tr("nobody"),
                growth,
                growth,
                growth,
                tone,
                "derived",
                title=title,
            )
        )
    heading = html.H2([tr("By distance"), html.Span(tr("people; growth a year"))])
    return html.Section([heading, build_bars(bars)], className="section")


def _build_tehsils(view: View, tehsils: list[Tehsil], palette: Palette) -> html.Section:
    comparable = [tehsil for tehsil in tehsils if math.isfinite(tehsil.growth)]
    fastest = sorted(comparable, key=lambda tehsil: (-tehsil.growth, tehsil.code))[:TEN]
    classes = class_fixed(GROWTH_LIMITS, palette.circles)
    words = tr("{before} → {after} people, 2017 to 2023, derived")
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
            title=words.format(before=say_people(tehsil.people_2017), after=say_people(tehsil.people_2023)),
        )
        for tehsil in fastest
    ]
    heading = html.H2([tr("Fastest growing tehsils"), html.Span(tr("a year, 2017–2023"))])
    return html.Section([heading, build_bars(bars)], className="section")


def _build_cells(view: View, grid: CellGrid, region: Region, name: str, palette: Palette) -> html.Section:
    spots = find_fastest_cells(grid, region, (0, len(grid.times) - 1), count=TEN)
    words = tr("{before} → {after} people, derived")
    bars = [
        Bar(
            spot.name or tr("{place}, tehsil unknown").format(place=name),
            f"+{say_people(spot.density_added)}",
            spot.density_added,
            spot.density_added,
            spot.density_added,
            palette.circles[4],
            "derived",
            href=_link(view, spot.lon, spot.lat),
            moves=True,
            title=words.format(before=say_people(spot.before), after=say_people(spot.after)),
        )
        for spot in spots
    ]
    heading = html.H2([tr("Cells that gain most"), html.Span(tr("people per km² a year"))])
    return html.Section([heading, build_bars(bars)], className="section")


def _link(view: View, lon: float, lat: float) -> str:
    return view.but(at=(round(lon, 3), round(lat, 3), NEAR)).to_query()


def _build_housing(cube: Cube, grid: CellGrid, place: str, region: Region) -> html.Section:
    """List the census's own words on housing, tehsil by tehsil: never as katchi abadis."""
    from flows.housing import CAVEAT, housing_shares

    shares = housing_shares()
    near = [tehsil for tehsil in list_tehsils(cube, grid, place, region) if tehsil.code in shares]
    near.sort(key=lambda tehsil: (-shares[tehsil.code].one_room, tehsil.code))
    head = html.Tr([html.Th(""), *(html.Th(text) for text in (tr("One room"), tr("Kacha"), tr("Rented")))])
    words = tr("{households} households, {huts} huts and tents among {structures} structures")
    rows = []
    for tehsil in near[:TEN]:
        share = shares[tehsil.code]
        cells = (say_percent(value, 0) for value in (share.one_room, share.kacha, share.rented))
        title = words.format(
            households=f"{share.households:,}", huts=f"{share.huts:,}", structures=f"{share.structures:,}"
        )
        rows.append(html.Tr([html.Th(tehsil.name, scope="row"), *(html.Td(text) for text in cells)], title=title))
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="figures-table")
    said = [tr("Most one-room homes first.")]
    if len(near) > TEN:
        said.append(tr("{count} more tehsils lie round here.").format(count=len(near) - TEN))
    said += [tr("Census 2023, tables 20 and 25."), tr(CAVEAT)]
    heading = html.H2([tr("How people are housed"), html.Span(tr("% of households, counted"))])
    return html.Section([heading, table, html.P(" ".join(said))], className="section")


def _build_abadis(markers: list[Marker]) -> html.Section:
    items = [html.Li(marker.title) for marker in markers]
    body: Any = html.Ul(items, className="plain") if items else html.P(tr("No published list found."))
    heading = html.H2([tr("Katchi abadis, published numbers"), html.Span(tr("counted or claimed"))])
    return html.Section([heading, body], className="section")


def _describe(cube: Cube, grids: Grids, view: View) -> Evidence:
    from flows.tehsil_growth import CAVEAT

    layer = grids.choose(view).layer
    lost = grids.unlocated.get(view.place, ())
    made = [
        tr("{boundaries}. {cells}").format(boundaries=say_carried(cube.manifest["title"]), cells=say_kept(grids.how))
    ]
    if lost:
        pooled = tr("Spread over the whole district, for want of a known point: {tehsils}.")
        made.append(pooled.format(tehsils=say_list(list(lost))))
    source = say_kept(layer.source)
    if layer.licence:
        source += f" {tr('Licence: {licence}.').format(licence=say_kept(layer.licence))}"
    return Evidence(
        layer.evidence,
        tr(MADE[layer.evidence]).format(title=say_kept(layer.title)),
        say_kept(layer.note),
        source,
        " ".join(made),
        tr(CAVEAT),
    )
