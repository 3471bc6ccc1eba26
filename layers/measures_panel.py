"""The measures of a period's moves: a plain sentence each, what it is, and what the number of zones does to it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from dash import html

from boundaries.language import mark, speaks, tr, tr_count
from layers.line_chart import build_line_chart
from layers.palette import THEMES
from layers.wording import say_measure, say_years

SHOWN: Final = ("crude_migration_intensity", "migration_effectiveness", "mean_distance")
"""Measures that stand open; the others wait in a fold-out."""

BEWARE: Final = mark(
    "Taken of the estimate, so they hold what the model was told: what it assumes of distance and language comes back "
    "in distances, inequality and connectivity. Intensity and effectiveness rest on the censuses and Karachi’s figure."
)
"""What a measure of modelled flows can and cannot say."""

ZONED: Final = {
    "division": mark("{zones} division: intensity {intensity}, effectiveness {effectiveness}"),
    "province": mark("{zones} province: intensity {intensity}, effectiveness {effectiveness}"),
    "": mark("{zones} {name}: intensity {intensity}, effectiveness {effectiveness}"),
}
"""What is said of a zoning, by its name; "" of any other."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure, in the language it was loaded in: see `flows.measures.Measure`."""

    name: str
    title: str
    value: float
    unit: str
    sentence: str
    help: str


@dataclass(frozen=True, slots=True)
class MeasureSet:
    """
    The measures of one period, in one language.

    Attributes
    ----------
    period
        Such as "1998-2023".
    measures
        In the order wanted.
    steps
        (zones, intensity %, effectiveness %) from few zones to many, joining neighbours.
    named
        The same for zonings that have a name: (name, zones, intensity, effectiveness).
    slope
        Courgeau's k over all steps.
    """

    period: str
    measures: tuple[Measured, ...]
    steps: tuple[tuple[int, float, float], ...]
    named: tuple[tuple[str, int, float, float], ...]
    slope: float


def build_measures(measured: MeasureSet, theme: str) -> html.Section:
    """
    Build the section "Measures of all moves".

    Parameters
    ----------
    measured
        The period's measures.
    theme
        "light" or "dark", for the charts.

    Returns
    -------
    component
        Three measures open, the others and the zonings in fold-outs. It is the same object for the same period,
        theme and language: do not change it.
    """
    return _build(measured, theme, speaks())


@lru_cache(maxsize=16)
def _build(measured: MeasureSet, theme: str, _: str) -> html.Section:
    first = [row for row in measured.measures if row.name in SHOWN]
    others = [row for row in measured.measures if row.name not in SHOWN]
    period = say_years(*measured.period.split("-"))
    return html.Section(
        [
            html.H2([tr("Measures of all moves"), html.Span(tr("{period}, modelled").format(period=period))]),
            html.P(tr(BEWARE)),
            html.Ul([_build_row(row) for row in first], className="measures"),
            html.Details(
                [
                    html.Summary(
                        tr_count("{count} more measure", "{count} more measures", len(others)).format(count=len(others))
                    ),
                    html.Ul([_build_row(row) for row in others], className="measures"),
                ]
            ),
            html.Details(
                [html.Summary(tr("What the number of places does to them")), *_build_zonings(measured, theme)]
            ),
        ],
        className="section",
    )


def _build_row(row: Measured) -> html.Li:
    return html.Li(
        [
            html.Div(
                [html.Span(row.title, className="name"), html.Span(say_measure(row.value, row.unit), className="value")]
            ),
            html.P(row.sentence),
            html.Details([html.Summary(tr("What is it?")), html.P(row.help)], className="help"),
        ]
    )


def _build_zonings(measured: MeasureSet, theme: str) -> list[Any]:
    palette = THEMES[theme]
    if len(measured.steps) < 2:
        return [html.P(tr("There are too few places to join."))]
    said = tr("{title} from {first} to {last} places")
    charts = [
        build_line_chart(
            points,
            colour=palette.coming_line,
            rule=palette.border_strong,
            title=title,
            across=tr("places"),
            said=said.format(title=title, first=f"{points[0][0]:.0f}", last=f"{points[-1][0]:.0f}"),
            unit="\u202f%",
        )
        for title, points in _list_points(measured).items()
        if len(points) > 1
    ]
    named = [
        html.Li(
            tr(ZONED.get(name, ZONED[""])).format(
                zones=zones, name=name, intensity=say_measure(intensity, "%"), effectiveness=say_measure(effect, "%")
            )
        )
        for name, zones, intensity, effect in measured.named
    ]
    words = tr(
        "Neighbouring places are joined, fewest people first: moves between them are then no longer counted. Never "
        "compare the intensity of two maps with different numbers of places. Courgeau’s k, the slope over all of "
        "them, is {slope}."
    ).format(slope=say_measure(measured.slope, ""))
    return [*charts, html.Ul(named, className="plain"), html.P(words)]


def _list_points(measured: MeasureSet) -> dict[str, list[tuple[float, float]]]:
    """List the points of each chart: there is no effectiveness where nobody moves."""
    columns = {tr("Intensity"): 1, tr("Effectiveness"): 2}
    return {
        title: [(step[0], step[column]) for step in measured.steps if not math.isnan(step[column])]
        for title, column in columns.items()
    }
