"""What the page says about a city and the land round it."""

from __future__ import annotations

import math
from typing import Final

from boundaries.cells.layer import CellLayer
from layers.cell_measures import say_grade
from layers.cell_window import CellWindow
from layers.cube import Cube
from layers.finding import Finding, KeyFigure
from layers.region import REACH, Band, Region
from layers.view import View
from layers.wording import say_limit, say_people, say_percent, say_rate, say_share, say_short

ALIKE: Final = 0.3
"""% a year: below it two growths are called the same, since cells carry the growth of their tehsil."""

LEAST_SHARE: Final = 0.02
"""Of the people within reach: a ring with fewer is not spoken of in the headline."""

ZONE_NAMES: Final = {"core": "Core", "belt": "Belt", "hinterland": "Beyond, other towns too"}


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
    return Finding(
        "Where do cities spill over?",
        _say_headline(name, region),
        f"{_say_added(region.zones, added)} The country grew {say_percent(country_growth(cube), 2)} a year. Part of it "
        "may be redrawn lines and a change in counting.",
        (
            KeyFigure(say_short(core.after), f"people in the core{_say_growth(core)}", "2023 · derived"),
            KeyFigure(say_short(belt.after), f"in the belt{_say_growth(belt)}", "2023 · derived"),
            KeyFigure(say_short(added, signed=True), f"people within {REACH:.0f} km since 2017", "derived"),
        ),
    )


def _say_headline(name: str, region: Region) -> str:
    """Say the sharpest contrast there is: of the belt with the core, or of a ring with the middle."""
    people = sum(ring.after for ring in region.rings)
    core, belt, _ = region.zones
    # A ring of few people would grow by a single village.
    rings = [ring for ring in region.rings if math.isfinite(ring.growth) and ring.after >= LEAST_SHARE * people]
    if not rings:
        return f"Nobody is counted round {name}"
    middle, fastest = rings[0], max(rings, key=lambda ring: ring.growth)
    slowest = min(rings, key=lambda ring: ring.growth)
    zones = belt.growth - core.growth if min(core.after, belt.after) >= LEAST_SHARE * people else 0.0
    reach = max(fastest.growth - middle.growth, middle.growth - slowest.growth)
    if max(abs(zones), reach) < ALIKE:
        return f"{name} and the land round it grow alike: {say_percent(middle.growth, 1)} a year"
    if abs(zones) >= reach:
        than = "faster" if zones > 0 else "more slowly"
        return (
            f"The belt round {name} grows {than} than its core: {say_percent(belt.growth, 1)} a year against "
            f"{say_percent(core.growth, 1)}"
        )
    nearest, _, furthest = middle.name.partition("–")
    within = f"within {furthest}" if nearest == "0" else f"at {middle.name}"
    if fastest.growth - middle.growth >= middle.growth - slowest.growth:
        return (
            f"{name} grows fastest {fastest.name} from its centre: {say_percent(fastest.growth, 1)} a year against "
            f"{say_percent(middle.growth, 1)} {within}"
        )
    return (
        f"{name} grows in its middle: {say_percent(middle.growth, 1)} a year {within}, "
        f"{say_percent(slowest.growth, 1)} at {slowest.name}"
    )


def _say_added(zones: tuple[Band, Band, Band], added: float) -> str:
    if added <= 0:
        return f"Within {REACH:.0f} km there are no more people than in 2017."
    # Where a zone lost people the others have all that was added.
    gains = [max(band.added, 0) for band in zones]
    core, belt, hinterland = (say_share(gain, sum(gains)) for gain in gains)
    return (
        f"Of the people added within {REACH:.0f} km, 2017 to 2023, {core} live in the core, {belt} in the belt and "
        f"{hinterland} beyond."
    )


def _say_growth(band: Band) -> str:
    return f", {say_percent(band.growth, 1)} a year" if math.isfinite(band.growth) else ""


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
    words = "No H3 cells are drawn here: zoom in, or move to land. "
    if layer.cells.size:
        size = say_limit(float(f"{layer.areas.mean():.2g}"))
        words = f"{layer.cells.size:,} H3 cells of about {size} km² (resolution {layer.resolution}). "
    if layer.evidence == "demonstration":
        return words + "DEMONSTRATION: made by the program to show the form, not real land."
    made = {"derived": "Derived: census people spread to cells.", "modelled": "Modelled by its producer."}
    return words + made[layer.evidence] + (" Growth is that of the tehsil." if view.shade in {"growth", "net"} else "")


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
    return f"{year}, projected" if year in layer.projected else str(year)


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
        "growth": f"{say_rate(value)} % a year",
        "net": f"{say_rate(value)} people per km² a year, net",
        "density": f"{say_people(value)} people per km²",
        "built": f"{value:.1f} % built up",
    }[shade]
    return f"{said}<br>{say_grade(evidence)}"
