"""The panel of "Where do cities spill over?": the finding, the fastest tehsils, katchi abadis, evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from layers.bars import Bar, build_bars
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.finding import Finding, KeyFigure
from layers.scales import Classes
from layers.tehsils import Tehsil
from layers.wording import say_list, say_people, say_percent, say_short

BARS = 10


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


def find_fringe(name: str, known: list[Tehsil], region: list[Tehsil], country: float) -> Finding:
    """
    Say how the tehsils in and round a city grew.

    Parameters
    ----------
    name
        The city.
    known
        Tehsils with two comparable counts; at least one.
    region
        All of them.
    country
        Growth of the country, % a year.

    Returns
    -------
    finding
        The headline counts tehsils; it does not crown one, since lines and coverage changed.
    """
    fastest = sorted(known, key=lambda tehsil: -tehsil.growth)[:3]
    leaders = say_list([f"{tehsil.name} ({say_percent(tehsil.growth, 1)})" for tehsil in fastest])
    most = max(known, key=lambda tehsil: tehsil.added)
    faster = sum(tehsil.growth > country for tehsil in known)
    added = sum(tehsil.added for tehsil in known)
    return Finding(
        "Where do cities spill over?",
        f"In and round {name}, {faster} of {len(known)} tehsils grew faster than the country",
        f"{leaders} grew most a year, 2017 to 2023; {most.name} added most people, {say_short(most.added)}. The "
        f"country grew {say_percent(country, 2)}. Part of it may be redrawn lines and a change in counting.",
        (
            KeyFigure(
                say_short(sum(tehsil.people_2023 for tehsil in region)),
                f"people in and round {name}",
                "census 2023 · counted",
            ),
            KeyFigure(say_short(added, signed=True), "people since 2017", "derived"),
            KeyFigure(f"{faster} of {len(known)}", "tehsils grew faster than the country", "derived"),
        ),
    )


def build_fringe_panel(
    cube: Cube, place: str, region: list[Tehsil], known: list[Tehsil], drawn: list[Tehsil], classes: Classes
) -> list[Any]:
    """
    Build what stands below the finding.

    Parameters
    ----------
    cube, place
        Places and the city's code.
    region, known, drawn
        All tehsils, those with comparable counts, those on the map.
    classes
        Colours of growth.

    Returns
    -------
    children
        The fastest tehsils, those not on the map, official counts of katchi abadis, the evidence card.
    """
    return [
        _build_fastest(known, classes),
        *_build_missing(region, drawn),
        _build_abadis(place),
        build_evidence(_describe(cube)),
    ]


def _build_fastest(known: list[Tehsil], classes: Classes) -> html.Section:
    rows = sorted(known, key=lambda tehsil: -tehsil.growth)[:BARS]
    index = classes.colour_index(np.array([tehsil.growth for tehsil in rows]))
    bars = [
        Bar(
            name=tehsil.name,
            value=say_percent(tehsil.growth, 1),
            size=tehsil.growth,
            low=tehsil.growth,
            high=tehsil.growth,
            tone=classes.colours[colour],
            evidence="derived",
            title=f"{say_people(tehsil.people_2017)} → {say_people(tehsil.people_2023)} people, 2017 to 2023, derived",
        )
        for tehsil, colour in zip(rows, index.tolist(), strict=True)
    ]
    heading = html.H2(["Fastest growing tehsils", html.Span("a year, 2017–2023")])
    return html.Section([heading, build_bars(bars)], className="section")


def _build_missing(region: list[Tehsil], drawn: list[Tehsil]) -> list[html.Section]:
    shown = {code for tehsil in drawn for code in tehsil.codes}
    missing = [tehsil.name for tehsil in region if tehsil.code not in shown]
    if not missing:
        return []
    heading = html.H2(["Not on the map", html.Span(f"{len(missing)} of {len(region)} tehsils")])
    return [html.Section([heading, html.P(say_list(missing) + ".")], className="section")]


def _build_abadis(place: str) -> html.Section:
    from flows.settlements import katchi_abadis
    from flows.tehsil_growth import CITY_DISTRICTS

    items = []
    for count in katchi_abadis([place, *CITY_DISTRICTS[place]]):
        said = f"claim by {count.speaker}, " if count.speaker else ""
        source = f"{said}{count.publisher}, {count.as_of}"
        items.append(html.Li(f"{count.area}: {count.identified:,} {count.what} ({source})"))
    body: Any = html.Ul(items, className="plain") if items else html.P("No published list found.")
    heading = html.H2(["Katchi abadis, published counts", html.Span("counted or claimed")])
    return html.Section([heading, body], className="section")


def _describe(cube: Cube) -> Evidence:
    from flows.tehsil_growth import CAVEAT

    return Evidence(
        "derived",
        "Derived, 2017–2023",
        "Growth of the people counted in each tehsil, of any cause. It is not a count of migrants, and not of katchi "
        "abadis.",
        "2023 census, table 1, which prints both counts on the tehsils of 2023 (Pakistan Bureau of Statistics). "
        "Points: GeoNames, CC BY 4.0.",
        f"{cube.manifest['title']}. Tehsils are drawn as circles at their main town: no tehsil borders are bundled.",
        CAVEAT,
    )
