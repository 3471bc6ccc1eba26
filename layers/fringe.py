"""The question "Where do cities spill over?", a first honest version: tehsils round a city and how fast they grow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from dash import html

from layers._errors import ViewError
from layers.bars import Bar, build_bars
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.exchange import say_note
from layers.finding import Finding, KeyFigure
from layers.frame import frame_bounds
from layers.label_layer import Name, build_name_traces
from layers.legend import Key, Legend
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import build_place_trace
from layers.scales import class_fixed
from layers.screen import Screen
from layers.view import View
from layers.wording import say_list, say_people, say_rate, say_short

LIMITS: Final = (1.0, 2.0, 3.0, 4.0, 6.0)
"""Growth classes, % a year. The country grew 2.55 % a year between the two censuses."""

MAX_RADIUS: Final = 26.0
"""CSS pixels: the circle of the tehsil that added most people."""

BARS = 10
NAMED = 18


@dataclass(frozen=True, slots=True)
class Tehsil:
    """A tehsil, or `parts` of them: people counted twice, growth in % a year; `lon`, `lat` NaN where no seat is known."""

    code: str
    name: str
    district: str
    lon: float
    lat: float
    people_2017: float = 0.0
    people_2023: float = 0.0
    growth: float = math.nan
    parts: int = 1

    @property
    def added(self) -> float:
        """People added between the two censuses; NaN where 2017 is not known."""
        return self.people_2023 - self.people_2017


def draw_fringe(cube: Cube, view: View, screen: Screen, tehsils: tuple[Tehsil, ...]) -> Picture:
    """
    Draw the growth of the tehsils of a city and of the districts round it.

    Parameters
    ----------
    cube, view, screen
        Places, choices, window.
    tehsils
        All tehsils of the country.

    Returns
    -------
    picture
        Circles, area proportional to the people added, coloured by growth. Tehsils without a known seat are
        in the list and in the count, not on the map.

    Raises
    ------
    ViewError
        The place is not one of the cities with a region.
    """
    from flows.tehsil_growth import CITY_DISTRICTS, CITY_REGIONS

    if view.place not in CITY_REGIONS:
        raise ViewError(f"place={view.place!r}: city growth is carried for {', '.join(CITY_REGIONS)}")
    palette = THEMES[screen.theme]
    name = cube.flow_units.names[cube.flow_units.index(view.place)]
    region = [tehsil for tehsil in tehsils if tehsil.district in CITY_REGIONS[view.place]]
    known = [tehsil for tehsil in region if math.isfinite(tehsil.growth)]
    node = cube.flow_units.nodes[cube.flow_units.index(view.place)]
    drawn = merge_points(known, CITY_DISTRICTS[view.place], Tehsil(view.place, f"{name} city", "", float(node[0]), float(node[1])))
    left = len(region) - sum(tehsil.parts for tehsil in drawn)
    points = np.array([[tehsil.lon, tehsil.lat] for tehsil in drawn] + [node])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    frame = frame_bounds((west, south, east, north), (screen.width, screen.height), screen.padding, zoom_max=9.5)
    largest = max((abs(tehsil.added) for tehsil in drawn), default=1.0)
    classes = class_fixed(LIMITS, palette.circles)
    places = build_place_trace(cube, None, palette, geojson=GEO + cube.manifest["files"]["district"]["file"])
    circles = _build_circles(drawn, largest, classes, palette)
    names = [Name(float(node[0]), float(node[1]), name, 0), *(Name(tehsil.lon, tehsil.lat, tehsil.name, 2) for tehsil in drawn[:NAMED])]
    labels = build_name_traces(names, view, screen, frame, palette, dots=False)
    key_size = _round_people(largest)
    legend = Legend(
        title="Growth 2017–2023, % a year",
        colours=classes.colours,
        limits=tuple(f"{limit:g}" for limit in LIMITS),
        keys=tuple(
            Key(f"{say_people(size)} people added", palette.circles[3], palette.border_strong, MAX_RADIUS * math.sqrt(size / largest), "circle")
            for size in (key_size, key_size / 5)
        ),
        sentence=f"Showing {len(region) - left} of {len(region)} tehsils in {len(drawn)} circles; {left} have no known point, "
        "or counts that cannot be compared",
        note=say_note(cube),
    )
    return Picture(
        finding=_find(name, known, region),
        legend=legend,
        traces=[places, circles, *labels],
        details=[_build_fastest(known, classes), _build_abadis(view.place), build_evidence(_describe(cube))],
        frame=frame,
        flow_trace=None,
        credit=f"Census 2023, table 1 (Pakistan Bureau of Statistics); seats: GeoNames. {cube.manifest['credit']}. {cube.manifest['border_note']}",
    )


def merge_points(known: list[Tehsil], city: tuple[str, ...], centre: Tehsil) -> list[Tehsil]:
    """
    Decide which circles to draw: one for each known point.

    Parameters
    ----------
    known
        Tehsils with two comparable counts.
    city
        Districts of the city itself.
    centre
        Where the city stands and how it is called.

    Returns
    -------
    circles
        Most people added first. Tehsils at one point are one circle. Where fewer than half of the city's own
        tehsils have a known point, the whole city is one circle at its centre, so that no place is invented.
    """
    own = [tehsil for tehsil in known if tehsil.district in city]
    groups: dict[tuple[float, float], list[Tehsil]] = {}
    if 2 * sum(math.isfinite(tehsil.lon) for tehsil in own) < len(own):
        groups[centre.lon, centre.lat] = own
        known = [tehsil for tehsil in known if tehsil.district not in city]
    for tehsil in known:
        if math.isfinite(tehsil.lon):
            groups.setdefault((tehsil.lon, tehsil.lat), []).append(tehsil)
    circles = [
        group[0] if len(group) == 1 and group is not own else _merge(group, centre.name if group is own else "", point)
        for point, group in groups.items()
    ]
    return sorted(circles, key=lambda tehsil: -abs(tehsil.added))


def _merge(group: list[Tehsil], name: str, point: tuple[float, float]) -> Tehsil:
    from flows.census import years_between

    before, after = sum(tehsil.people_2017 for tehsil in group), sum(tehsil.people_2023 for tehsil in group)
    growth = 100 * ((after / before) ** (1 / years_between(2017, 2023)) - 1)
    names = say_list([tehsil.name for tehsil in group]) if len(group) < 3 else f"{group[0].name} and {len(group) - 1} more"
    return Tehsil(group[0].code, name or names, group[0].district, *point, before, after, growth, len(group))


def _round_people(largest: float) -> float:
    from layers.scales import round_nice

    return round_nice(largest * 0.7, up=False)


def _build_circles(drawn: list[Tehsil], largest: float, classes: Any, palette: Palette) -> dict[str, Any]:
    growth = np.array([tehsil.growth for tehsil in drawn])
    colours = [classes.colours[index] for index in classes.colour_index(growth)]
    return {
        "type": "scattermap",
        "name": "tehsils",
        "mode": "markers",
        "lon": [tehsil.lon for tehsil in drawn],
        "lat": [tehsil.lat for tehsil in drawn],
        "marker": {
            "size": [round(2 * MAX_RADIUS * math.sqrt(abs(tehsil.added) / largest), 1) for tehsil in drawn],
            "color": colours,
            "opacity": 0.85,
            "allowoverlap": True,
        },
        "hovertext": [
            f"<b>{tehsil.name}</b><br>{say_rate(tehsil.growth)} % a year, 2017–2023<br>"
            f"{say_people(tehsil.people_2017)} → {say_people(tehsil.people_2023)} people<br>derived from two counts"
            for tehsil in drawn
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _find(name: str, known: list[Tehsil], region: list[Tehsil]) -> Finding:
    fastest = max(known, key=lambda tehsil: tehsil.growth)
    most = max(known, key=lambda tehsil: tehsil.added)
    people = sum(tehsil.people_2023 for tehsil in region)
    added = sum(tehsil.added for tehsil in known)
    return Finding(
        "Where do cities spill over?",
        f"Around {name}, {fastest.name} grew fastest",
        f"{fastest.name} grew {fastest.growth:.1f} % a year between 2017 and 2023; {most.name} added most people, "
        f"{say_short(most.added)}. The country grew 2.55 % a year.",
        (
            KeyFigure(say_short(people), f"people in and round {name}", "census 2023 · counted"),
            KeyFigure(say_short(added, signed=True), "since 2017", "derived"),
            KeyFigure(str(sum(tehsil.growth > 4 for tehsil in known)), "tehsils grew over 4 % a year", f"of {len(known)} · derived"),
        ),
    )


def _build_fastest(known: list[Tehsil], classes: Any) -> html.Section:
    rows = sorted(known, key=lambda tehsil: -tehsil.growth)[:BARS]
    bars = [
        Bar(
            name=tehsil.name,
            value=f"{tehsil.growth:.1f} %",
            size=tehsil.growth,
            low=tehsil.growth,
            high=tehsil.growth,
            tone=f"var(--circles-{int(classes.colour_index(np.array([tehsil.growth]))[0])})",
            evidence="derived",
            title=f"{say_people(tehsil.people_2017)} → {say_people(tehsil.people_2023)} people, 2017 to 2023",
        )
        for tehsil in rows
    ]
    return html.Section([html.H2(["Fastest growing tehsils", html.Span("a year, 2017–2023")]), build_bars(bars)], className="section")


def _build_abadis(place: str) -> html.Section:
    import flows

    table = flows.load("katchi_abadis").table
    rows = table[table["code"].str.startswith(place) | ((place == "karachi") & table["code"].isin(["malir", "korangi"]))]
    items = [
        html.Li(f"{row['area']}: {row['identified']:,.0f} katchi abadis identified ({row['as_of']}; {row['source']})")
        for row in rows.to_dict("records")
        if math.isfinite(row["identified"])
    ]
    body: Any = html.Ul(items, className="plain") if items else html.P("No published list found.")
    return html.Section([html.H2(["Katchi abadis, official counts", html.Span("counted")]), body], className="section")


def _describe(cube: Cube) -> Evidence:
    return Evidence(
        "derived",
        "Derived, 2017–2023",
        "Growth of the people counted in each tehsil, of any cause: births, arrivals, and a fuller count. It is not a "
        "count of migrants, and not of katchi abadis.",
        "2023 census, table 1, which prints both counts on the tehsils of 2023 (Pakistan Bureau of Statistics). Points: "
        "GeoNames, CC BY 4.0.",
        f"{cube.manifest['title']}. Tehsils are drawn as circles at their main town: no tehsil borders are bundled.",
        "Tehsils were split and renamed between the censuses; where 2017 is not published the tehsil is left out.",
    )
