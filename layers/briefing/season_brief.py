"""The briefing on Balochistan's seasons: documented corridors, a scenario of the year, the city they lead to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from boundaries.language import tr
from layers.briefing.change_sentences import say_change, say_counted
from layers.briefing.content import Brief, Section, Table
from layers.briefing.fringe_part import build_fringe
from layers.briefing.numbers import say_number
from layers.briefing.place_brief import find_province_name
from layers.briefing.regions import find_members, sum_region
from layers.briefing.season_sentences import say_corridors, say_peak, say_scenario
from layers.briefing.sureness import build_method, build_sureness, describe_address
from layers.briefing.tables import PERIODS, build_change_table
from layers.controls import MONTHS
from layers.evidence import Evidence
from layers.month_view import describe_months
from layers.months import YEAR, MonthTable, choose_season, say_date, simulate_months
from layers.screen import Screen
from layers.seasons import WORDS, Corridor
from layers.terms import say_evidence
from layers.wording import say_list

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.cube import Cube
    from layers.view import View

PLACES = 8
"""Places of the scenario's year: those that change most."""

REGION = "balochistan"

CITY = "quetta"
"""Where most of its corridors lead: the city of the briefing."""


def compose_seasons(atlas: Atlas, cube: Cube, view: View, *, base: str, day: date) -> Brief:
    """
    Compose the briefing on the seasons.

    Parameters
    ----------
    atlas, cube
        Numbers; the cube has the names in the language of the moment.
    view
        Its season, share and period are used, its place is not.
    base, day
        Address of the page; when the briefing is made.

    Returns
    -------
    brief
        Corridors without numbers, and a scenario that says it is one.
    """
    # A page without a place has the atlas's own; the city that the corridors lead to is Quetta.
    city = cube.flow_unit_of(CITY) if CITY in cube.home else cube.flow_unit_of(view.place)
    view = view.but(place=city, data="estimate", form="map", month=0, at=None)
    picture = atlas.draw(view, Screen())
    corridors = tuple(row for row in atlas.corridors if view.season in {"all", row.season})
    months = choose_season(simulate_months(cube, atlas.seasons, view.share), view.season)
    scenario = describe_months(cube, months)
    source = tr("National School of Public Policy, Policy Dialogue on Internal Migration, 26–27 July 2021 (R. Kakar).")
    link = describe_address(view.to_query(), base)
    evidence = Evidence(
        "documented",
        tr("Documented, not measured"),
        tr("A source names the corridor; no number is known. Thin dashed arrows of one width."),
        f"{source} {scenario.source}" if months.seasons else source,
        scenario.boundaries,
        tr("Districts stand for the towns and plains that the speaker named. Return movements are not drawn."),
    )
    summary = (scenario.summary, scenario.beware) if months.seasons else ()
    sections = [_build_corridors(corridors, source)]
    if months.seasons:
        sections.append(_build_year(cube, months, view, scenario.source))
    sections += [
        _build_change(cube),
        build_fringe(cube, atlas.grids, view),
        build_sureness(evidence, (), summary),
        build_method(cube, evidence, day),
    ]
    return Brief(
        kind=tr("Briefing on seasonal movement"),
        place=find_province_name(cube, REGION),
        question=picture.finding.title,
        headline=picture.finding.headline,
        lead=picture.finding.lead,
        figures=picture.finding.figures,
        notice="",
        view=view,
        map_words=tr("Map. {headline}. {caption}").format(
            headline=picture.finding.headline, caption=picture.legend.sentence
        ),
        map_caption=picture.legend.sentence,
        sections=tuple(sections),
        credit=picture.credit,
        link=link,
        date=say_date(day),
    )


def _build_corridors(corridors: tuple[Corridor, ...], source: str) -> Section:
    tables = []
    for season, words in WORDS.items():
        ends: dict[tuple[str, str], list[str]] = {}
        for row in corridors:
            if row.season == season:
                ends.setdefault((row.origin_name, row.note), []).append(tr(row.destination_name))
        rows = tuple((tr(origin), say_list(names), tr(note)) for (origin, note), names in ends.items())
        if rows:
            head = (tr("From"), tr("To"), tr("What the source says"))
            tables.append(Table(tr(words), head, rows, words=(1, 2), grade="documented", shares=(1.0, 0.8, 2.0)))
    single = sum(not row.origin for row in corridors)
    said = say_corridors(len(corridors), single)
    return Section("moves", tr("The documented corridors"), (said,), tuple(tables), source, leaf=True)


def _build_year(cube: Cube, months: MonthTable, view: View, source: str) -> Section:
    names = cube.flow_units.names
    rows = [row for row in (months.find_row(month) for month in YEAR) if row is not None]
    known = np.nan_to_num(months.change[rows])
    swing = np.abs(known).max(axis=0, initial=0.0)
    order = [int(unit) for unit in np.argsort(-swing, kind="stable")[:PLACES] if swing[unit] > 0]
    labels = [tr(MONTHS[months.months[row]]) for row in rows]
    cells, peaks = [], []
    for unit in order:
        full, empty = int(np.argmax(known[:, unit])), int(np.argmin(known[:, unit]))
        most, least = float(known[full, unit]), float(known[empty, unit])
        # A place of which nobody is ever gone, or to which nobody ever comes, has one side only.
        cells.append(
            (
                names[unit],
                labels[full] if most > 0 else "–",
                say_number(most, signed=True) if most > 0 else "–",
                labels[empty] if least < 0 else "–",
                say_number(least) if least < 0 else "–",
            )
        )
        peak, month = (most, labels[full]) if most >= -least else (least, labels[empty])
        peaks.append((names[unit], month, peak))
    head = (tr("Place"), tr("Fullest in"), tr("People more"), tr("Emptiest in"), tr("People fewer"))
    caption = tr("People present against usual, {evidence}").format(evidence=say_evidence(months.evidence))
    table = Table(caption, head, tuple(cells), words=(1, 3), grade="modelled")
    said = [say_peak(*peak) for peak in peaks[:2]]
    paragraph = " ".join([say_scenario(view.share), *(text for text in said if text)])
    return Section("year", tr("The year, place by place"), (paragraph,), (table,) if cells else (), source)


def _build_change(cube: Cube) -> Section:
    members = find_members(cube, REGION)
    name = find_province_name(cube, REGION)
    periods = [sum_region(cube, REGION, period) for period in PERIODS]
    modelled = say_evidence("modelled")
    table = build_change_table(
        [
            (tr("Arrivals, {evidence}").format(evidence=modelled), False, [one.coming for one in periods]),
            (tr("Leavers, {evidence}").format(evidence=modelled), False, [one.going for one in periods]),
            (tr("Balance, {evidence}").format(evidence=modelled), True, [one.net for one in periods]),
        ]
    )
    counted = {year: float(people[members].sum()) for year, people in cube.flow_units.people.items()}
    paragraphs = [say_change(periods[0].coming, periods[1].coming)]
    if members.any():
        paragraphs.append(say_counted(name, counted))
    paragraphs.append(
        tr(
            "How completely Balochistan’s people were counted changed between the censuses, so do not read its "
            "arrivals as migration alone."
        )
    )
    source = tr("Censuses of 1998, 2017 and 2023, table 1 (Pakistan Bureau of Statistics).")
    return Section("change", tr("Change over time, all moves of a year"), tuple(paragraphs), (table,), source)
