"""What the page says about a city and the land round it."""

from __future__ import annotations

import math
from typing import Final

from boundaries.cells.layer import CellLayer
from boundaries.language import mark, tr
from layers.cell_measures import say_grade
from layers.cell_window import CellWindow
from layers.cube import Cube
from layers.finding import Finding, KeyFigure
from layers.region import REACH, Band, Region
from layers.terms import say_evidence
from layers.view import View
from layers.wording import say_limit, say_people, say_percent, say_rate, say_share, say_short

ALIKE: Final = 0.3
"""% a year: below it two growths are called the same, since cells carry the growth of their tehsil."""

LEAST_SHARE: Final = 0.02
"""Of the people within reach: a ring with fewer is not spoken of in the headline."""

ZONE_NAMES: Final = {"core": mark("Core"), "belt": mark("Belt"), "hinterland": mark("Beyond, other towns too")}

MADE: Final = {
    "derived": mark("Derived: census people spread to cells."),
    "modelled": mark("Modelled by its producer."),
}


def country_growth(cube: Cube) -> float:
    """
    Compute how fast the country grew between the censuses of 2017 and 2023.

    Parameters
    ----------
    cube
        Its balance units hold every person counted.

    Returns
    -------
    growth
        % a year, compound, as tehsil growth is computed.
    """
    from flows.census import years_between

    people = cube.balance_units.people
    ratio = float(people[2023].sum() / people[2017].sum())
    return float(100 * (ratio ** (1 / years_between(2017, 2023)) - 1))


def find_fringe(name: str, region: Region, cube: Cube) -> Finding:
    """
    Say how a city, its belt and the land beyond grew.

    Parameters
    ----------
    name
        The city.
    region
        What lies round it.
    cube
        For the growth of the country.

    Returns
    -------
    finding
        It says the sharpest contrast of growth there is.
    """
    core, belt, _ = region.zones
    added = sum(band.added for band in region.zones)
    words = tr("The country grew {growth} a year. Part of such growth may be redrawn lines and a change in counting.")
    country = words.format(growth=say_percent(country_growth(cube), 2))
    in_core, in_belt = tr("people in the core"), tr("in the belt")
    if math.isfinite(core.growth):
        in_core = tr("people in the core, {growth} a year").format(growth=say_percent(core.growth, 1))
    if math.isfinite(belt.growth):
        in_belt = tr("in the belt, {growth} a year").format(growth=say_percent(belt.growth, 1))
    sure = tr("2023 · {evidence}").format(evidence=say_evidence("derived"))
    since = tr("people within {reach} km since 2017").format(reach=f"{REACH:.0f}")
    return Finding(
        tr("Where do cities spill over?"),
        _say_headline(name, region),
        f"{_say_added(region.zones, added)} {country}",
        (
            KeyFigure(say_short(core.after), in_core, sure),
            KeyFigure(say_short(belt.after), in_belt, sure),
            KeyFigure(say_short(added, signed=True), since, say_evidence("derived")),
        ),
    )


def _say_headline(name: str, region: Region) -> str:
    """Say the sharpest contrast there is: of the belt with the core, or of a ring with the middle."""
    people = sum(ring.after for ring in region.rings)
    core, belt, _ = region.zones
    # A ring of few people would grow by a single village.
    rings = [ring for ring in region.rings if math.isfinite(ring.growth) and ring.after >= LEAST_SHARE * people]
    if not rings:
        return tr("Nobody is counted round {place}").format(place=name)
    middle, fastest = rings[0], max(rings, key=lambda ring: ring.growth)
    slowest = min(rings, key=lambda ring: ring.growth)
    zones = belt.growth - core.growth if min(core.after, belt.after) >= LEAST_SHARE * people else 0.0
    reach = max(fastest.growth - middle.growth, middle.growth - slowest.growth)
    central = say_percent(middle.growth, 1)
    if max(abs(zones), reach) < ALIKE:
        return tr("{place} and the land round it grow alike: {growth} a year").format(place=name, growth=central)
    if abs(zones) >= reach:
        words = (
            tr("The belt round {place} grows faster than its core: {belt} a year against {core}")
            if zones > 0
            else tr("The belt round {place} grows more slowly than its core: {belt} a year against {core}")
        )
        return words.format(place=name, belt=say_percent(belt.growth, 1), core=say_percent(core.growth, 1))
    nearest, _, furthest = middle.name.partition("–")
    # The innermost ring is a disc.
    at_centre = nearest == "0"
    near = tr("{distance} km").format(distance=furthest.removesuffix(" km")) if at_centre else say_ring(middle.name)
    if fastest.growth - middle.growth >= middle.growth - slowest.growth:
        words = (
            tr("{place} grows fastest {ring} from its centre: {growth} a year against {middle} within {near}")
            if at_centre
            else tr("{place} grows fastest {ring} from its centre: {growth} a year against {middle} at {near}")
        )
        ring, growth = say_ring(fastest.name), say_percent(fastest.growth, 1)
    else:
        words = (
            tr("{place} grows in its middle: {middle} a year within {near}, {growth} at {ring}")
            if at_centre
            else tr("{place} grows in its middle: {middle} a year at {near}, {growth} at {ring}")
        )
        ring, growth = say_ring(slowest.name), say_percent(slowest.growth, 1)
    return words.format(place=name, ring=ring, growth=growth, middle=central, near=near)


def say_ring(name: str) -> str:
    """
    Write a ring's distances in the reader's language.

    Parameters
    ----------
    name
        Of a `Band` of `Region.rings`, such as "5–10 km".

    Returns
    -------
    words
        From the nearer to the further edge.
    """
    nearer, _, further = name.removesuffix(" km").partition("–")
    return tr("{nearer}–{further} km").format(nearer=nearer, further=further)


def _say_added(zones: tuple[Band, Band, Band], added: float) -> str:
    reach = f"{REACH:.0f}"
    if added <= 0:
        return tr("Within {reach} km there are no more people than in 2017.").format(reach=reach)
    # Where a zone lost people the others have all that was added.
    gains = [max(band.added, 0) for band in zones]
    core, belt, hinterland = (say_share(gain, sum(gains)) for gain in gains)
    return tr(
        "Of the people added within {reach} km, 2017 to 2023, {core} live in the core, {belt} in the belt and "
        "{hinterland} beyond."
    ).format(reach=reach, core=core, belt=belt, hinterland=hinterland)


def say_cells(window: CellWindow, view: View) -> str:
    """
    Say what the cells on the map are.

    Parameters
    ----------
    window, view
        What is drawn, and what it shows.

    Returns
    -------
    sentence
        Number and size of the cells, resolution, evidence; a demonstration says that it is one.
    """
    layer = window.grid.layer
    words = tr("No H3 cells are drawn here: zoom in, or move to land.")
    if layer.cells.size:
        words = tr("{cells} H3 cells of about {size} km² (resolution {resolution}).").format(
            cells=f"{layer.cells.size:,}",
            size=say_limit(float(f"{layer.areas.mean():.2g}")),
            resolution=layer.resolution,
        )
    if layer.evidence == "demonstration":
        return f"{words} {tr('DEMONSTRATION: made by the program to show the form, not real land.')}"
    said = f"{words} {tr(MADE[layer.evidence])}"
    return f"{said} {tr('Growth is that of the tehsil.')}" if view.shade in {"growth", "net"} else said


def say_epoch(layer: CellLayer, epoch: int) -> str:
    """
    Name an epoch, and say where it was projected.

    Parameters
    ----------
    layer, epoch
        The layer, a position.

    Returns
    -------
    words
        Such as "2030, projected".
    """
    year = layer.epochs[epoch]
    return tr("{year}, projected").format(year=year) if year in layer.projected else str(year)


def say_unit(shade: str, value: float, evidence: str) -> str:
    """
    Say a district's value for the far view.

    Parameters
    ----------
    shade
        As in `View.shade`.
    value
        Of the district; NaN where there is none.
    evidence
        Of the layer.

    Returns
    -------
    sentence
        "" where there is no value.
    """
    if not math.isfinite(value):
        return ""
    said = {
        "growth": tr("{rate} % a year").format(rate=say_rate(value)),
        "net": tr("{rate} people per km² a year, net").format(rate=say_rate(value)),
        "density": tr("{people} people per km²").format(people=say_people(value)),
        "built": tr("{share} % built up").format(share=f"{value:.1f}"),
    }[shade]
    return f"{said}<br>{say_grade(evidence)}"
