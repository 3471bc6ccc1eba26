"""The panel beside a month: who is where, the twelve months of each place, the share the reader sets."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from dash import html

from boundaries.language import mark, tr
from flows.seasonal import describe_season
from layers.bars import Bar, build_bars
from layers.controls import MONTHS, build_slider
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.markup import aria, data
from layers.months import YEAR, MonthTable, say_month
from layers.terms import say_evidence, say_unit
from layers.view import View
from layers.wording import say_people, say_percent, say_short

STRIPS: Final = 9
"""Places that change most over the year; the strips of more would be of places that hardly change."""

WHERE: Final = {
    "stock": (mark("Who is where in {month}"), mark("Nobody is away.")),
    "event": (mark("Who moves in {month}"), mark("Nobody moves.")),
}
"""Heading over the pairs of places, and what is said where there is none, by the table's kind."""


def build_month_panel(cube: Cube, table: MonthTable, view: View, row: int | None, evidence: Evidence) -> list[Any]:
    """
    Build what stands below the finding of a month.

    Parameters
    ----------
    cube, table, view
        Places, who is where in the view's season, choices.
    row
        The month's row in the table.
    evidence
        What the card says.

    Returns
    -------
    children
        Who is where, the strips, the share (for a scenario), the measures of the seasons, the evidence card; the card
        alone where nothing has a month.
    """
    if not table.seasons:
        return [build_evidence(evidence)]
    sections: list[Any] = []
    if row is not None:
        sections.append(_build_where(cube, table, row))
    sections.append(build_strips(cube, table, view))
    if table.evidence == "scenario":
        sections.append(build_share(view))
    return [*sections, build_seasons(cube, table), build_evidence(evidence)]


def build_share(view: View) -> html.Section:
    """Build the slider for the share of people who are away at the peak."""
    words = html.P(
        tr(
            "Of the people of each origin, this share is away in its hottest or coldest month. 10\u202f% is an "
            "assumption, not a finding: put in what you know."
        )
    )
    slider = build_slider(view, "share", say_percent(view.share, 0), step=1)
    return html.Section(
        [html.H2([tr("Your assumption"), html.Span(say_evidence("scenario"))]), slider, words], className="section"
    )


def _build_where(cube: Cube, table: MonthTable, row: int) -> html.Section:
    names, codes = cube.flow_units.names, cube.flow_units.codes
    unit, evidence = say_unit(table.unit), say_evidence(table.evidence)
    order = np.argsort(-np.nan_to_num(table.people[row]), kind="stable").tolist()
    bars = []
    for column in order:
        people = float(table.people[row, column])
        origin, destination = int(table.origins[column]), int(table.destinations[column])
        if people == 0:
            continue
        shown = np.isfinite(people)
        bars.append(
            Bar(
                name=tr("{origin} → {destination}").format(origin=names[origin], destination=names[destination]),
                value=say_short(people) if shown else tr("withheld"),
                size=people if shown else 0.0,
                low=people if shown else 0.0,
                high=people if shown else 0.0,
                tone=f"var(--corridor-{table.seasons[column] or 'summer'})",
                evidence="counted" if table.solid else "modelled",
                flow=f"{codes[origin]}>{codes[destination]}",
                title=tr("{people} {unit}, {evidence}").format(people=say_people(people), unit=unit, evidence=evidence)
                if shown
                else tr("withheld: too few people"),
            )
        )
    heading, nobody = WHERE[table.kind]
    counted = html.Span(tr("{unit}, {evidence}").format(unit=unit, evidence=evidence))
    title = html.H2([tr(heading).format(month=say_month(table.labels[row])), counted])
    return html.Section([title, build_bars(bars) if bars else html.P(tr(nobody))], className="section")


def build_strips(cube: Cube, table: MonthTable, view: View) -> html.Section:
    """
    Build a strip of twelve months for each place that changes.

    Parameters
    ----------
    cube, table, view
        Places, who is where, choices.

    Returns
    -------
    section
        One row a place, one cell a month, as tall as the month's gain or loss against the largest of the place; a
        click opens the month.
    """
    names = cube.flow_units.names
    known = np.nan_to_num(table.change)
    swing = np.abs(known).max(axis=0, initial=0.0)
    # With its sign, so that a place which empties is not read as one that fills.
    most = np.where(known.max(axis=0, initial=0.0) == swing, swing, -swing)
    order = [int(unit) for unit in np.argsort(-swing, kind="stable")[:STRIPS] if swing[unit] > 0]
    addresses = {month: f"?{view.but(month=month).to_query()}" for month in YEAR}
    rows = [
        html.Li(
            [
                html.Span(names[unit], className="name"),
                html.Span(
                    [
                        _build_cell(table, unit, month, float(swing[unit]), names[unit], addresses, view.month)
                        for month in YEAR
                    ],
                    className="months",
                ),
                html.Span(say_short(float(most[unit]), signed=True), className="value"),
            ]
        )
        for unit in order
    ]
    head = html.Li(
        [
            html.Span(className="name"),
            html.Span([html.Span(tr(name)[0]) for name in MONTHS[1:]], className="months letters"),
            html.Span(tr("peak"), className="value"),
        ],
        **aria(hidden="true"),
    )
    words = tr("Above the line more people than usual, below it fewer. Click a month to see it on the map.")
    present = tr("people present, {evidence}").format(evidence=say_evidence(table.evidence))
    return html.Section(
        [
            html.H2([tr("The year, place by place"), html.Span(present)]),
            html.Ol([head, *rows], className="strips"),
            html.P(words if rows else tr("No place changes.")),
        ],
        className="section",
    )


def _build_cell(
    table: MonthTable, unit: int, month: int, swing: float, name: str, addresses: dict[int, str], shown: int
) -> html.A:
    row = table.find_row(month)
    change = float("nan") if row is None else float(table.change[row, unit])
    if np.isfinite(change):
        height = round(50 * abs(change) / swing, 1)
        side = {"bottom": "50%"} if change >= 0 else {"top": "50%"}
        tone = "var(--gain-2)" if change >= 0 else "var(--loss-2)"
        mark = html.I(style={"height": f"{height}%", "background": tone, **side})
        said = tr("{change} people").format(change=say_people(change, signed=True))
    else:
        mark, said = html.I(className="unknown"), tr("not known") if row is None else tr("withheld")
    words = tr("{place}, {month}: {said}").format(place=name, month=tr(MONTHS[month]), said=said)
    current = aria(current="true") if month == shown else {}
    return html.A(
        mark,
        href=addresses[month],
        title=words,
        **current,
        **data(view=""),
        **aria(label=words),
    )


def build_seasons(cube: Cube, table: MonthTable) -> html.Section:
    """
    Measure how seasonal each origin is.

    Parameters
    ----------
    cube, table
        Places, and who is where.

    Returns
    -------
    section
        A fold-out with the Walsh–Lawler index, peaks and the share of the three largest months; two opposite peaks are
        told as two seasons. A table without all twelve months says so.
    """
    rows = [table.find_row(month) for month in YEAR]
    summary = html.Summary(tr("How seasonal is it?"))
    if any(row is None for row in rows):
        words = html.P(tr("A season is measured on all twelve months of a year; the table does not have them all."))
        return html.Section(html.Details([summary, words]), className="section")
    year = table.people[[row for row in rows if row is not None]]
    names = cube.flow_units.names
    items = []
    for unit in dict.fromkeys(table.origins.tolist()):
        months = year[:, table.origins == unit].sum(axis=1)
        if not np.isfinite(months).all():
            items.append(html.Li([html.B(names[unit]), f" {tr('Not measured: months of it are withheld.')}"]))
        elif months.any():
            season = describe_season(months)
            index = tr("Walsh–Lawler index {index} of 1.83.").format(index=f"{season.index:.2f}")
            items.append(html.Li([html.B(names[unit]), f" {season} {index}"]))
    words = html.P(tr("Of the people of each place who are away (or who leave), month by month."))
    return html.Section(html.Details([summary, words, html.Ul(items, className="plain")]), className="section")
