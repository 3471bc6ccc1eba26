"""The peri-urban page: core and belt, what grows, how people are housed, what is published of katchi abadis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from boundaries.language import tr
from layers.abadi_layer import find_abadis
from layers.briefing.content import Section, Table
from layers.briefing.fringe_sentences import (
    say_belts,
    say_fastest,
    say_growth_beside,
    say_housing,
    say_no_land,
)
from layers.briefing.numbers import say_number
from layers.cell_grid import CellGrid
from layers.fringe_panel import list_tehsils
from layers.fringe_words import ZONE_NAMES, find_fringe, say_ring
from layers.kept_words import say_kept
from layers.region import Band, Region, find_region
from layers.tehsils import Tehsil
from layers.wording import say_percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.cube import Cube
    from layers.grids import Grids
    from layers.view import View

TOWNS = 8
"""Largest places of a province."""

ROWS = 5
"""Of the tehsils that grow fastest, and of those with most one-room homes."""


def find_surroundings(cube: Cube, grid: CellGrid, place: str) -> Region:
    """
    Add up the land round a place between the first and the last census on cells.

    Parameters
    ----------
    cube, grid, place
        Places, cells of the census, code of a flow unit.

    Returns
    -------
    region
        Zones and rings.
    """
    node = cube.flow_units.nodes[cube.flow_units.index(place)]
    return find_region(grid, (float(node[0]), float(node[1])), (0, len(grid.times) - 1))


def build_fringe(cube: Cube, grids: Grids, view: View) -> Section:
    """
    Build the peri-urban page of a place.

    Parameters
    ----------
    cube, grids, view
        Places, cells, the place.

    Returns
    -------
    section
        One sentence where nobody is counted there.
    """
    grid = grids.census
    name = cube.flow_units.names[cube.flow_units.index(view.place)]
    region = find_surroundings(cube, grid, view.place)
    title = tr("The city and the land round it")
    if not sum(band.after for band in region.zones):
        return Section("fringe", title, (say_no_land(name),), leaf=True)
    finding = find_fringe(name, region, cube)
    arrivals = float(cube.matrices["2017-2023"].inflow[0][cube.flow_units.index(view.place)])
    years = region.years or 1.0
    core, belt = (band.added / years for band in region.zones[:2])
    tehsils = list_tehsils(cube, grid, view.place, region)
    fastest = sorted(
        (tehsil for tehsil in tehsils if math.isfinite(tehsil.growth)), key=lambda one: (-one.growth, one.code)
    )[:ROWS]
    housing, words = _build_housing(tehsils)
    abadis = _say_abadis(cube, view.place, name)
    paragraphs = (
        tr("{headline}. {lead}").format(headline=finding.headline, lead=finding.lead),
        say_growth_beside(name, arrivals, core, belt),
        " ".join(
            text for text in (say_fastest([(one.name, one.growth) for one in fastest[:2]]), words) if text
        ),
        *abadis,
    )
    tables = [_build_zones(region), _build_rings(region)]
    tables += [_build_tehsils(fastest)] if fastest else []
    tables += [housing] if housing.rows else []
    source = tr("Census people spread to cells: {source}").format(source=say_kept(grid.layer.source))
    return Section(
        "fringe",
        title,
        tuple(text for text in paragraphs if text),
        tuple(tables),
        source,
        leaf=True,
        view=view.but(question="spill"),
        map_words=tr("Map of the land round {name}. {headline}.").format(name=name, headline=finding.headline),
    )


def _say_abadis(cube: Cube, place: str, name: str) -> list[str]:
    """Say what is published of katchi abadis, and why the numbers of a city and of its districts differ."""
    from flows.settlements import katchi_abadis

    titles = [marker.title for marker in find_abadis(cube, place) if marker.code == place]
    counts = katchi_abadis([place])
    for count in counts:
        titles = [title.replace(f"; {tr(count.note)}", "") if count.note else title for title in titles]
    here = cube.flow_units.index(place)
    districts = [code for code, unit in cube.home.items() if unit == here and code != place]
    total = sum(one.identified for one in katchi_abadis(districts))
    if titles and total and total in {one.identified for one in counts}:
        words = tr(
            "The numbers of its districts on the map sum to {total}: they are of the list that gives {name} {total}."
        )
        titles.append(words.format(total=f"{total:,}", name=name))
    return titles


def _say_growth(growth: float) -> str:
    return say_percent(growth, 1) if math.isfinite(growth) else "–"


def _build_zones(region: Region) -> Table:
    rows = [_build_band(band, tr(ZONE_NAMES[band.name])) for band in region.zones]
    head = ("", tr("People 2023"), tr("Added since 2017"), tr("Growth a year"))
    return Table(tr("Core, belt and what lies beyond, derived"), head, tuple(rows))


def _build_band(band: Band, name: str) -> tuple[str, ...]:
    return (name, say_number(band.after), say_number(band.added, signed=True), _say_growth(band.growth))


def _build_rings(region: Region) -> Table:
    rows = [
        (say_ring(band.name), say_number(band.after), _say_growth(band.growth))
        for band in region.rings
        if band.after or band.area
    ]
    head = (tr("From the centre"), tr("People 2023"), tr("Growth a year"))
    return Table(tr("By distance from the centre, derived"), head, tuple(rows))


def _build_tehsils(tehsils: list[Tehsil]) -> Table:
    rows = [(one.name, say_number(one.people_2023), _say_growth(one.growth)) for one in tehsils]
    head = (tr("Tehsil"), tr("People 2023"), tr("Growth a year"))
    return Table(tr("Fastest growing tehsils, 2017–2023, derived"), head, tuple(rows))


def _build_housing(tehsils: list[Tehsil]) -> tuple[Table, str]:
    """List the census's own words on housing: never as katchi abadis."""
    from flows.housing import CAVEAT, housing_shares
    from layers.terms import say_carried

    shares = housing_shares()
    near = sorted(
        (tehsil for tehsil in tehsils if tehsil.code in shares), key=lambda one: (-shares[one.code].one_room, one.code)
    )
    rows = tuple(
        (one.name, *(say_percent(getattr(shares[one.code], name), 0) for name in ("one_room", "kacha", "rented")))
        for one in near[:ROWS]
    )
    head = (tr("Tehsil"), tr("One room"), tr("Kacha"), tr("Rented"))
    table = Table(tr("How households are housed, counted in 2023"), head, rows, note=say_carried(CAVEAT))
    if not near:
        return table, ""
    first = shares[near[0].code]
    return table, say_housing(near[0].name, first.one_room, first.kacha, first.rented)


def build_towns(cube: Cube, grid: CellGrid, view: View, members: NDArray[np.bool_]) -> Section:
    """
    Build the peri-urban part of a province: its largest places, core and belt side by side.

    Parameters
    ----------
    cube, grid
        Places, cells of the census.
    view
        Its place is the largest, round which the map is drawn.
    members
        Which flow units are in it.

    Returns
    -------
    section
        One row a place, most people first.
    """
    units = cube.flow_units
    order = [int(unit) for unit in np.argsort(-units.people[2023], kind="stable") if members[unit]][:TOWNS]
    regions = [find_surroundings(cube, grid, units.codes[unit]) for unit in order]
    rows = []
    growths = []
    for unit, region in zip(order, regions, strict=True):
        core, belt, _ = region.zones
        added = sum(band.added for band in region.zones)
        rows.append(
            (
                units.names[unit],
                say_number(core.after),
                _say_growth(core.growth),
                _say_growth(belt.growth),
                say_number(added, signed=True),
            )
        )
        if math.isfinite(core.growth) and math.isfinite(belt.growth):
            growths.append((core.growth, belt.growth))
    head = (
        tr("Place"),
        tr("People in the core, 2023"),
        tr("Core, growth a year"),
        tr("Belt, growth a year"),
        tr("Added within 50 km"),
    )
    table = Table(tr("The largest places and the land round them, 2017–2023, derived"), head, tuple(rows))
    source = tr("Census people spread to cells: {source}").format(source=say_kept(grid.layer.source))
    said = say_belts(sum(belt > core for core, belt in growths), len(growths))
    drawn = tr("The map shows the land round {name}.").format(name=units.names[units.index(view.place)])
    return Section(
        "fringe",
        tr("The cities and the land round them"),
        (tr("{counts} {more}").format(counts=said, more=drawn),),
        (table,),
        source,
        view=view.but(question="spill"),
        map_words=drawn,
    )
