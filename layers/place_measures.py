"""The measures of one place: how many of its people come and go, and how much of that changes its number."""

from __future__ import annotations

from functools import cache
from typing import Final

from dash import html

from boundaries.language import mark, tr, tr_count
from layers.cube import Cube
from layers.place_layer import mean_people
from layers.view import View
from layers.wording import say_measure, say_years

MEASURES: Final = {
    "in_migration_rate": mark("Arrivals per 1,000 people a year"),
    "out_migration_rate": mark("Leavers per 1,000 people a year"),
    "net_migration_rate": mark("Net gain per 1,000 people a year"),
    "effectiveness_by_place": mark("Effectiveness"),
}


def build_place_measures(cube: Cube, view: View) -> html.Section:
    """
    Build the section with the measures of the view's place.

    Parameters
    ----------
    cube, view
        Numbers and choices; the estimate of the view's period is measured.

    Returns
    -------
    section
        A sentence, and each measure with what it is; without moves the effectiveness is a dash.
    """
    here = cube.flow_units.index(view.place)
    matrix = cube.matrices[view.period]
    people = float(mean_people(cube.flow_units, view.period)[here])
    inflow, outflow = float(matrix.inflow[0][here]), float(matrix.outflow[0][here])
    both = inflow + outflow
    values = {
        "in_migration_rate": 1000 * inflow / people,
        "out_migration_rate": 1000 * outflow / people,
        "net_migration_rate": 1000 * (inflow - outflow) / people,
        "effectiveness_by_place": 100 * (inflow - outflow) / both if both else float("nan"),
    }
    effective = values["effectiveness_by_place"]
    if not both:
        words = tr("Nobody comes or goes.")
    elif inflow >= outflow:
        words = tr("Of 100 people who come or go, {count} make {place}’s people more; the rest cancel out.")
    else:
        words = tr("Of 100 people who come or go, {count} make {place}’s people fewer; the rest cancel out.")
    words = words.format(count=f"{abs(effective):.0f}", place=cube.flow_units.names[here])
    rows = [
        html.Li(
            [
                html.Div(
                    [
                        html.Span(tr(title), className="name"),
                        html.Span(say_measure(values[name], "%" if name.startswith("eff") else ""), className="value"),
                    ]
                ),
                html.Details([html.Summary(tr("What is it?")), html.P(tr(_explain(name)))], className="help"),
            ]
        )
        for name, title in MEASURES.items()
    ]
    period = tr("{period}, modelled").format(period=say_years(*view.period.split("-")))
    count = tr_count("{count} measure", "{count} measures", len(rows)).format(count=len(rows))
    return html.Section(
        [
            html.H2([tr("Measures of this place"), html.Span(period)]),
            html.P(words),
            html.Details([html.Summary(count), html.Ul(rows, className="measures")]),
        ],
        className="section",
    )


@cache
def _explain(name: str) -> str:
    """Take the words from the docstring of the measure: they are written once."""
    from flows import indicators
    from flows.measures import explain

    return explain(getattr(indicators, name))
