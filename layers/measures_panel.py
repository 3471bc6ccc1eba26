"""The measures of a period's moves: a plain sentence each, what it is, and what the number of zones does to it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from dash import html

from layers.line_chart import build_line_chart
from layers.palette import THEMES
from layers.wording import say_measure

SHOWN: Final = ("crude_migration_intensity", "migration_effectiveness", "mean_distance")
"""Measures that stand open; the others wait in a fold-out."""


BEWARE: Final = (
    "Taken of the estimate, so they hold what the model was told: what it assumes of distance and language comes back "
    "in distances, inequality and connectivity. Intensity and effectiveness rest on the censuses and Karachi’s figure."
)
"""What a measure of modelled flows can and cannot say."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure: see `flows.measures.Measure`."""

    name: str
    title: str
    value: float
    unit: str
    sentence: str
    help: str


@dataclass(frozen=True, slots=True)
class MeasureSet:
    """
    The measures of one period.

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


@lru_cache(maxsize=8)
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
        Three measures open, the others and the zonings in fold-outs. It is the same object for the same period and
        theme: do not change it.
    """
    first = [row for row in measured.measures if row.name in SHOWN]
    others = [row for row in measured.measures if row.name not in SHOWN]
    period = measured.period.replace("-", "–")
    return html.Section(
        [
            html.H2(["Measures of all moves", html.Span(f"{period}, modelled")]),
            html.P(BEWARE),
            html.Ul([_build_row(row) for row in first], className="measures"),
            html.Details(
                [
                    html.Summary(f"{len(others)} more measure{'s' if len(others) != 1 else ''}"),
                    html.Ul([_build_row(row) for row in others], className="measures"),
                ]
            ),
            html.Details([html.Summary("What the number of places does to them"), *_build_zonings(measured, theme)]),
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
            html.Details([html.Summary("What is it?"), html.P(row.help)], className="help"),
        ]
    )


def _build_zonings(measured: MeasureSet, theme: str) -> list[Any]:
    palette = THEMES[theme]
    if len(measured.steps) < 2:
        return [html.P("There are too few places to join.")]
    charts = [
        build_line_chart(
            points,
            colour=palette.coming_line,
            rule=palette.border_strong,
            title=title,
            across="places",
            said=f"{title} from {points[0][0]:.0f} to {points[-1][0]:.0f} places",
            unit="\u202f%",
        )
        for title, points in _list_points(measured).items()
        if len(points) > 1
    ]
    named = [
        html.Li(f"{zones} {name}: intensity {say_measure(intensity, '%')}, effectiveness {say_measure(effect, '%')}")
        for name, zones, intensity, effect in measured.named
    ]
    words = (
        "Neighbouring places are joined, fewest people first: moves between them are then no longer counted. Never "
        "compare the intensity of two maps with different numbers of places. Courgeau’s k, the slope over all of "
        f"them, is {say_measure(measured.slope, '')}."
    )
    return [*charts, html.Ul(named, className="plain"), html.P(words)]


def _list_points(measured: MeasureSet) -> dict[str, list[tuple[float, float]]]:
    """List the points of each chart: there is no effectiveness where nobody moves."""
    columns = {"Intensity": 1, "Effectiveness": 2}
    return {
        title: [(step[0], step[column]) for step in measured.steps if not math.isnan(step[column])]
        for title, column in columns.items()
    }
