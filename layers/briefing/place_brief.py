"""The briefing of a place: who comes and goes, change over time, the land round it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boundaries.language import tr
from layers.briefing.change_sentences import say_change, say_counted, say_coverage, say_shared
from layers.briefing.content import Brief, Section, Table
from layers.briefing.fringe_part import build_fringe
from layers.briefing.sentences import (
    say_arrivals,
    say_destinations,
    say_inside,
    say_leavers,
    say_net,
    say_origins,
)
from layers.briefing.sureness import build_method, build_sureness, describe_address
from layers.briefing.tables import PERIODS, build_change_table, build_people_table, say_rest
from layers.exchange_panel import describe_evidence
from layers.flow_selection import Selection, select_flows
from layers.months import say_date
from layers.screen import Screen
from layers.terms import say_evidence

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.cube import Cube
    from layers.evidence import Evidence
    from layers.view import View

PARTNERS = 8
"""Rows of a partners table."""

UNSURE = "balochistan"
"""The province whose origins and destinations cannot be relied on."""


def compose_place(atlas: Atlas, cube: Cube, view: View, *, base: str, day: date) -> Brief:
    """
    Compose the briefing of a place or of a district that shares the figures of a larger place.

    Parameters
    ----------
    atlas, cube
        Numbers; the cube has the names in the language of the moment.
    view
        Question "to"; its place may be any district.
    base
        Address of the page; "" where it is not known.
    day
        When the briefing is made.

    Returns
    -------
    brief
        Of the estimate of the view's period.
    """
    asked = view.place
    view = view.but(place=cube.flow_unit_of(asked), question="to", data="estimate", form="map", month=0, at=None)
    here = cube.flow_units.index(view.place)
    name = cube.flow_units.names[here]
    coming, going = (select_flows(cube, view.but(direction=way)) for way in ("in", "out"))
    picture = atlas.draw(view, Screen())
    checks = atlas.spoken[view.lang].checks[view.period]
    selection = coming if view.direction != "out" else going
    evidence = describe_evidence(cube, view, selection, checks[0])
    link = describe_address(view.to_query(), base)
    title, notice = name, ""
    if asked != view.place:
        title, notice = _say_shared(cube, asked, view.place)
    return Brief(
        kind=tr("Briefing on internal migration"),
        place=title,
        question=picture.finding.title,
        headline=picture.finding.headline,
        lead=picture.finding.lead,
        figures=picture.finding.figures,
        notice=notice,
        view=view,
        map_words=tr("Map. {headline}. {caption}").format(
            headline=picture.finding.headline, caption=picture.legend.sentence
        ),
        map_caption=picture.legend.sentence,
        sections=(
            _build_moves(cube, view, coming, going, evidence),
            _build_change(cube, view, evidence.source),
            build_fringe(cube, atlas.grids, view),
            build_sureness(evidence, *checks),
            build_method(cube, evidence, day),
        ),
        credit=picture.credit,
        link=link,
        date=say_date(day),
    )


def find_province_name(cube: Cube, code: str) -> str:
    """
    Name a province in the language of the moment.

    Parameters
    ----------
    cube
        Its manifest lists the provinces.
    code
        Such as "punjab".

    Returns
    -------
    name
        The code where the boundary set has no such province.
    """
    from boundaries.language import speaks

    for row in cube.manifest["provinces"]:
        if row["code"] == code:
            names = (row.get("name_ur"), row.get("name")) if speaks() == "ur" else (row.get("name"),)
            return next((str(name) for name in names if name), code)
    return code


def _say_shared(cube: Cube, asked: str, unit: str) -> tuple[str, str]:
    """Name a district that shares its figures, and say so."""
    from boundaries import places_table, vintage
    from boundaries.language import speaks

    places = places_table(level="district").set_index("code")
    counted = vintage(2023).set_index("code")["people"]
    others = [code for code in counted.index if code != asked and cube.home.get(code) == cube.home[asked]]
    name = asked
    if asked in places.index:
        row = places.loc[asked]
        name = str(row["name_ur"] if speaks() == "ur" and row["name_ur"] else row["name"])
    people = float(counted.get(asked, 0.0))
    return name, say_shared(name, cube.flow_units.names[cube.flow_units.index(unit)], len(others), people)


def _build_moves(cube: Cube, view: View, coming: Selection, going: Selection, evidence: Evidence) -> Section:
    units = cube.flow_units
    here = units.index(view.place)
    matrix = cube.matrices[view.period]
    home = units.provinces[here]
    alone = units.provinces.count(home) == 1
    province = find_province_name(cube, home)
    name = units.names[here]
    # Where nobody can say where people come from, no sentence names the largest partners.
    unsure = home == UNSURE
    paragraphs = [evidence.beware] if unsure else []
    for selection, totals, say, partners, leaving in (
        (coming, matrix.inflow, say_arrivals, say_origins, False),
        (going, matrix.outflow, say_leavers, say_destinations, True),
    ):
        inside = float(selection.people[[units.provinces[index] == home for index in selection.partner]].sum())
        top = [
            (units.names[index], float(people))
            for index, people in zip(selection.partner.tolist()[:3], selection.people.tolist()[:3], strict=True)
        ]
        sentences = [
            say(name, *(float(part[here]) for part in totals)),
            "" if unsure else partners(top, selection.total),
            "" if alone or unsure else say_inside(province, inside, selection.total, leaving=leaving),
        ]
        paragraphs.append(" ".join(text for text in sentences if text))
    net, low, high = (float(part[here]) for part in cube.flow_balance[view.period])
    paragraphs.append(say_net(name, net, low, high))
    tables: tuple[Table, ...] = (
        _build_partners(cube, tr("Where they come from, people a year"), coming, matrix.evidence),
        _build_partners(cube, tr("Where they go, people a year"), going, matrix.evidence),
    )
    tables = tuple(table for table in tables if table.rows)
    return Section("moves", tr("Who comes and who goes"), tuple(paragraphs), tables, evidence.source, leaf=True)


def _build_partners(cube: Cube, caption: str, selection: Selection, grade: str) -> Table:
    rows = [
        (cube.flow_units.names[partner], people, low, high)
        for partner, people, low, high in zip(
            selection.partner.tolist()[:PARTNERS],
            selection.people.tolist()[:PARTNERS],
            selection.low.tolist()[:PARTNERS],
            selection.high.tolist()[:PARTNERS],
            strict=True,
        )
    ]
    left = selection.count - len(rows)
    rest = (say_rest(left), float(selection.people[PARTNERS:].sum())) if left else None
    return build_people_table(caption, rows, rest=rest, grade=grade)


def _build_change(cube: Cube, view: View, source: str) -> Section:
    units = cube.flow_units
    here = units.index(view.place)
    inflow, outflow, net = (
        [(float(value[here]), float(low[here]), float(high[here])) for value, low, high in parts]
        for parts in (
            [cube.matrices[period].inflow for period in PERIODS],
            [cube.matrices[period].outflow for period in PERIODS],
            [cube.flow_balance[period] for period in PERIODS],
        )
    )
    fixed = view.place == "karachi"
    came = (
        tr("Karachi’s inflow is set to the one published figure, 360,000 a year, in every period.")
        if fixed
        else say_change(inflow[0], inflow[1])
    )
    paragraphs = (
        came,
        say_change(outflow[0], outflow[1], leaving=True),
        say_coverage(UNSURE if units.provinces[here] == UNSURE else view.place),
        say_counted(units.names[here], {year: float(people[here]) for year, people in units.people.items()}),
    )
    table = build_change_table(
        [
            (tr("Arrivals, {evidence}").format(evidence=say_evidence("modelled")), False, inflow),
            (tr("Leavers, {evidence}").format(evidence=say_evidence("modelled")), False, outflow),
            (tr("Balance, {evidence}").format(evidence=say_evidence("derived")), True, net),
        ]
    )
    return Section("change", tr("Change over time"), tuple(text for text in paragraphs if text), (table,), source)
