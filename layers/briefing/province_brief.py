"""The briefing of a province, its places summed, and of the country."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from boundaries.language import tr
from layers.briefing.change_sentences import say_between_provinces, say_change, say_counted, say_coverage
from layers.briefing.content import Brief, Section, Table
from layers.briefing.fringe_part import build_towns
from layers.briefing.numbers import say_between, say_number
from layers.briefing.place_brief import UNSURE, find_province_name
from layers.briefing.province_sentences import (
    say_extremes,
    say_province_headline,
    say_province_lead,
    say_region_map,
)
from layers.briefing.regions import Sums, find_members, sum_pairs, sum_region
from layers.briefing.sentences import say_arrivals, say_destinations, say_leavers, say_net, say_origins
from layers.briefing.sureness import build_method, build_sureness, describe_address
from layers.briefing.tables import PERIODS, Row, build_change_table, build_people_table
from layers.exchange_panel import describe_evidence
from layers.finding import KeyFigure, find_balance
from layers.flow_selection import select_flows
from layers.months import say_date
from layers.screen import Screen
from layers.terms import say_evidence

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.cube import Cube
    from layers.view import View

MARK = " *"

ROWS = 8
"""Of a table of places."""


def compose_province(atlas: Atlas, cube: Cube, view: View, *, base: str, day: date) -> Brief:
    """
    Compose the briefing of a province or of the country.

    Parameters
    ----------
    atlas, cube
        Numbers; the cube has the names in the language of the moment.
    view
        Its place is a province's code, or "pakistan".
    base, day
        Address of the page; when the briefing is made.

    Returns
    -------
    brief
        Its map shows the balance of every district.
    """
    region = view.place
    country = region == "pakistan"
    members = find_members(cube, region)
    units = cube.flow_units
    largest = units.codes[int(np.argmax(np.where(members, units.people[2023], -1.0)))]
    name = tr("Pakistan") if country else find_province_name(cube, region)
    asked = view.but(question="balance", data="estimate", form="map", month=0, at=None)
    drawn = asked.but(place=largest)
    picture = atlas.draw(drawn, Screen())
    checks = atlas.spoken[view.lang].checks[view.period]
    evidence = describe_evidence(cube, drawn, select_flows(cube, drawn.but(question="to")), checks[0])
    link = describe_address((drawn if country else asked).to_query(), base)
    sums = sum_region(cube, region, view.period)
    people = float(units.people[2023][members].sum())
    drawn_places = {place.balance_unit for place in cube.places if place.flow_unit >= 0 and members[place.flow_unit]}
    caption = picture.legend.sentence if country else say_region_map(name, len(drawn_places))
    counted = {year: float(count[members].sum()) for year, count in units.people.items()}
    if country:
        finding = find_balance(cube, asked)
        headline, lead, figures = finding.headline, finding.lead, finding.figures
        moves = _build_country_moves(cube, view, evidence.source)
    else:
        headline = say_province_headline(name, *sums.net)
        lead = say_province_lead(name, sums.coming[0], sums.going[0], sums.inside[0])
        figures = _build_figures(sums, people)
        moves = _build_moves(cube, view, region, name, sums, evidence.source)
    sections = (
        moves,
        _build_districts(cube, view, members),
        _build_change(cube, region, name, counted, evidence.source),
        build_towns(cube, atlas.grids.census, drawn, members),
        build_sureness(evidence, *checks),
        build_method(cube, evidence, day),
    )
    return Brief(
        kind=tr("Briefing on internal migration"),
        place=name,
        question=picture.finding.title,
        headline=headline,
        lead=lead,
        figures=figures,
        notice=evidence.beware if region == UNSURE else "",
        view=drawn,
        map_words=tr("Map. {headline}. {caption}").format(headline=headline, caption=caption),
        map_caption=caption,
        sections=sections,
        credit=picture.credit,
        link=link,
        date=say_date(day),
        region="" if country else region,
    )


def _build_figures(sums: Sums, people: float) -> tuple[KeyFigure, ...]:
    sureness = tr("{range} · {evidence}")
    modelled = say_evidence("modelled")
    balance = tr("net gain a year") if sums.net[0] >= 0 else tr("net loss a year")
    return (
        KeyFigure(
            say_number(sums.coming[0]),
            tr("people a year come from other provinces"),
            sureness.format(range=say_between(*sums.coming[1:]), evidence=modelled),
        ),
        KeyFigure(
            say_number(sums.net[0], signed=True),
            balance,
            sureness.format(range=say_between(*sums.net[1:], signed=True), evidence=modelled),
        ),
        KeyFigure(say_number(people), tr("people in 2023"), tr("census · counted")),
    )


def _build_moves(cube: Cube, view: View, region: str, name: str, sums: Sums, source: str) -> Section:
    flows = sum_pairs(cube, view.period)
    coming: list[Row] = [
        (name_row(cube, first), people, low, high)
        for first, second, people, low, high in flows
        if second == region
    ]
    going: list[Row] = [
        (name_row(cube, second), people, low, high)
        for first, second, people, low, high in flows
        if first == region
    ]
    grade = cube.matrices[view.period].evidence
    origins, destinations = ([(row[0].removesuffix(MARK), row[1]) for row in rows] for rows in (coming, going))
    unsure = region == UNSURE
    paragraphs = (
        _join(say_arrivals(name, *sums.coming), "" if unsure else say_origins(origins, sums.coming[0])),
        _join(say_leavers(name, *sums.going), "" if unsure else say_destinations(destinations, sums.going[0])),
        say_net(name, *sums.net),
        say_between_provinces(name, sums.inside[0], sums.coming[0] + sums.going[0]),
    )
    tables = tuple(
        build_people_table(caption, rows, grade=grade, note=say_mark(cube, rows))
        for caption, rows in (
            (tr("From other provinces, people a year"), coming),
            (tr("To other provinces, people a year"), going),
        )
        if rows
    )
    return Section("moves", tr("Who comes and who goes"), paragraphs, tables, source, leaf=True)


def _build_country_moves(cube: Cube, view: View, source: str) -> Section:
    matrix = cube.matrices[view.period]
    rows: list[Row] = [
        (
            tr("{origin} → {destination}").format(
                origin=name_row(cube, first), destination=name_row(cube, second)
            ),
            people,
            low,
            high,
        )
        for first, second, people, low, high in sum_pairs(cube, view.period)
    ]
    total, crossing = float(matrix.people.sum()), sum(row[1] for row in rows)
    said = tr("About {total} people a year move between districts, {crossing} of them to another province.").format(
        total=say_number(total), crossing=say_number(crossing)
    )
    table = build_people_table(
        tr("Between provinces, people a year"), rows[:ROWS], grade=matrix.evidence, note=say_mark(cube, rows[:ROWS])
    )
    return Section("moves", tr("Who moves where"), (said,), (table,) if rows else (), source, leaf=True)


def name_row(cube: Cube, code: str) -> str:
    """
    Name a province in a table: that which cannot be relied on has a mark.

    Parameters
    ----------
    cube, code
        The provinces; one of them.

    Returns
    -------
    name
        With an asterisk where it is Balochistan.
    """
    name = find_province_name(cube, code)
    return f"{name}{MARK}" if code == UNSURE else name


def say_mark(cube: Cube, rows: Sequence[Row]) -> str:
    """
    Say what the mark of a row means.

    Parameters
    ----------
    cube, rows
        The provinces; rows that `name_row` named.

    Returns
    -------
    note
        "" where none has the mark.
    """
    if not any(f"{find_province_name(cube, UNSURE)}{MARK}" in row[0] for row in rows):
        return ""
    return tr(
        "* Do not rely on the origins and destinations in Balochistan: how completely its people were counted changed, "
        "and growth that comes of it is taken for arrivals."
    )


def _join(*sentences: str) -> str:
    return " ".join(text for text in sentences if text)


def _build_districts(cube: Cube, view: View, members: np.ndarray) -> Section:
    names = cube.flow_units.names
    net, low, high = cube.flow_balance[view.period]
    order = [int(unit) for unit in np.argsort(-net, kind="stable") if members[unit]]
    gaining = [(names[unit], float(net[unit]), float(low[unit]), float(high[unit])) for unit in order if net[unit] > 0]
    losing = [
        (names[unit], float(net[unit]), float(low[unit]), float(high[unit])) for unit in order[::-1] if net[unit] < 0
    ]
    tables: tuple[Table, ...] = tuple(
        build_people_table(caption, rows[:ROWS], signed=True, grade="derived")
        for caption, rows in (
            (tr("Gaining most, people a year"), gaining),
            (tr("Losing most, people a year"), losing),
        )
        if rows
    )
    said = say_extremes(
        (gaining[0][0], gaining[0][1]) if gaining else None, (losing[0][0], -losing[0][1]) if losing else None
    )
    source = tr("Derived from the censuses of 1998, 2017 and 2023 (Pakistan Bureau of Statistics).")
    return Section("districts", tr("Where people gather and where they leave"), (said,), tables, source)


def _build_change(cube: Cube, region: str, name: str, counted: dict[int, float], source: str) -> Section:
    periods = [sum_region(cube, region, period) for period in PERIODS]
    said = say_counted(name, counted)
    if region == "pakistan":
        inside = [one.inside for one in periods]
        table = build_change_table([(tr("Between districts, modelled"), False, inside)])
        return Section("change", tr("Change over time"), (said,), (table,), source, leaf=True)
    paragraphs = (
        say_change(periods[0].coming, periods[1].coming),
        say_change(periods[0].going, periods[1].going, leaving=True),
        say_coverage(region),
        said,
    )
    modelled = say_evidence("modelled")
    table = build_change_table(
        [
            (tr("Arrivals, {evidence}").format(evidence=modelled), False, [one.coming for one in periods]),
            (tr("Leavers, {evidence}").format(evidence=modelled), False, [one.going for one in periods]),
            (tr("Balance, {evidence}").format(evidence=modelled), True, [one.net for one in periods]),
        ]
    )
    return Section(
        "change", tr("Change over time"), tuple(text for text in paragraphs if text), (table,), source, leaf=True
    )
