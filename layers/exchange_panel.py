"""The panel beside the arrows of a place: partners, change over time, evidence."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from dash import html

from boundaries.language import mark, tr, tr_count
from layers.bars import Bar, build_bars
from layers.credit import say_boundaries
from layers.cube import Cube
from layers.evidence import Check, Evidence, build_checks, build_evidence, say_tests
from layers.flow_selection import Selection
from layers.place_measures import build_place_measures
from layers.terms import say_evidence, say_unit
from layers.view import View
from layers.wording import say_people, say_range, say_series, say_short, say_years

BARS = 10

HEADINGS: Final = {
    "in": mark("Where they come from"),
    "out": mark("Where they go"),
    "net": mark("Gains from (red) and losses to (blue)"),
    "all": mark("Largest flows, in (red) and out (blue)"),
}


def build_exchange_panel(
    cube: Cube, view: View, selection: Selection, checks: tuple[tuple[Check, ...], tuple[str, ...]], measures: Any
) -> list[Any]:
    """
    Build what stands below the finding.

    Parameters
    ----------
    cube, view, selection
        Numbers and choices.
    checks
        The estimate held against published figures, and the summary in words.
    measures
        The section with the measures of the whole estimate.

    Returns
    -------
    children
        Partners, change over time, the evidence card and the checks; published flows have neither change nor checks.
    """
    evidence = build_evidence(describe_evidence(cube, view, selection, checks[0]))
    if view.data == "counted":
        return [_build_partners(cube, view, selection), evidence]
    return [
        _build_partners(cube, view, selection),
        _build_change(cube, view),
        evidence,
        build_place_measures(cube, view),
        measures,
        build_checks(*checks),
    ]


def _build_partners(cube: Cube, view: View, selection: Selection) -> html.Section:
    units = cube.flow_units
    here = units.index(view.place)
    matrix = cube.matrix(view)
    shown = min(BARS, selection.drawn)
    # Gains and losses of a net view have signs, so that bars and rest add up to the place's net gain.
    signs = np.where((view.direction != "net") | (selection.destination == here), 1.0, -1.0)
    bars = []
    for row in range(shown):
        partner, inward = int(selection.partner[row]), bool(selection.destination[row] == here)
        sign = float(signs[row])
        people = sign * float(selection.people[row])
        low, high = sorted((sign * float(selection.low[row]), sign * float(selection.high[row])))
        bars.append(
            Bar(
                name=units.names[partner],
                value=say_short(people, signed=view.direction == "net"),
                size=people,
                low=low,
                high=high,
                tone="var(--coming)" if inward else "var(--going)",
                evidence=matrix.evidence,
                href=view.but(place=units.codes[partner], at=None, data="estimate").to_query(),
                flow=f"{units.codes[selection.origin[row]]}>{units.codes[selection.destination[row]]}",
                title=say_bar(people, low, high, unit=matrix.unit, evidence=matrix.evidence),
            )
        )
    left = selection.count - shown
    rest = float((signs * selection.people)[shown:].sum())
    return html.Section(
        [
            html.H2([tr(HEADINGS[view.direction]), html.Span(say_unit(matrix.unit))]),
            build_bars(
                bars,
                rest=_say_rest(left, view) if left > 0 else "",
                rest_value=say_short(rest, signed=view.direction == "net"),
            ),
        ],
        className="section",
    )


def say_bar(people: float, low: float, high: float, *, unit: str, evidence: str, signed: bool = False) -> str:
    """
    Say in full what a bar with a range stands for.

    Parameters
    ----------
    people, low, high
        Its size and range.
    unit, evidence
        As the flow table states them.
    signed
        Whether ends of the range carry a plus sign.

    Returns
    -------
    sentence
        "18,821 people a year, range 16.2k–21.0k, modelled".
    """
    return tr("{people} {unit}, range {range}, {evidence}").format(
        people=say_people(people),
        unit=say_unit(unit),
        range=say_range(low, high, signed=signed),
        evidence=say_evidence(evidence),
    )


def _say_rest(count: int, view: View) -> str:
    if view.direction == "all":
        return tr_count("{count} other flow", "{count} other flows", count).format(count=count)
    return tr_count("{count} other place", "{count} other places", count).format(count=count)


def _build_change(cube: Cube, view: View) -> html.Section:
    here = cube.flow_units.index(view.place)
    outward = view.direction == "out"
    people = cube.flow_units.people
    years = [
        tr("{year}: {people}").format(year=year, people=say_short(float(people[year][here]))) for year in sorted(people)
    ]
    counted = tr("People counted: {counted} (census).").format(counted=say_series(years))
    if view.place == "karachi" and not outward:
        # One published figure sets Karachi's inflow in every period, so bars would show a change nobody measured.
        words = tr("Karachi’s inflow is set to the one published figure, 360,000 a year, in every period.")
        return html.Section([html.H2(tr("Change over time")), html.P([words, f" {counted}"])], className="section")
    bars = []
    for period in ("1998-2017", "2017-2023"):
        matrix = cube.matrices[period]
        value, low, high = (float(part[here]) for part in (matrix.outflow if outward else matrix.inflow))
        bars.append(
            Bar(
                name=say_years(*period.split("-")),
                value=say_short(value),
                size=value,
                low=low,
                high=high,
                tone="var(--going)" if outward else "var(--coming)",
                evidence=matrix.evidence,
                href=view.but(period=period).to_query(),
                title=say_bar(value, low, high, unit="people a year", evidence="modelled"),
            )
        )
    heading = tr("Change over time, leaving") if outward else tr("Change over time, arriving")
    return html.Section(
        [html.H2([heading, html.Span(say_unit("people a year"))]), build_bars(bars), html.P(counted)],
        className="section",
    )


def _say_beware(cube: Cube, view: View, selection: Selection) -> str:
    if cube.flow_units.provinces[cube.flow_units.index(view.place)] == "balochistan":
        return tr(
            "Do not rely on the origins and destinations in Balochistan. How completely its people were counted "
            "changed, and growth that comes of it is taken for arrivals, so too few people leave its districts; the "
            "corridors that are documented run inside the province."
        )
    warnings = []
    if selection.count and cube.flow_units.codes[selection.partner[0]] == "karachi":
        warnings.append(
            tr(
                "Karachi leads because the model lets people leave a great city as readily as they come; nobody has "
                "counted those who leave it."
            )
        )
    if view.period != "1998-2017":
        warnings.append(
            tr("How completely Karachi and Balochistan were counted changed by 2023; part of their growth is that.")
        )
    return " ".join(warnings) or tr("Read the range, not the single number.")


def describe_evidence(cube: Cube, view: View, selection: Selection, checks: tuple[Check, ...]) -> Evidence:
    """Say what kind of evidence the flows of a view are, and what to beware of."""
    if view.data == "counted":
        return Evidence(
            "derived",
            tr("Derived from counts, 1998 (lifetime migrants)"),
            tr(
                "People living in 1998 in another district than before, whenever they moved: counted leavers times "
                "counted shares. Never added to a yearly estimate."
            ),
            tr(
                "1998 census, district reports; printed in IOM, Migration, Development and Poverty Reduction in Asia "
                "(2005), tables 1.9 and 1.10."
            ),
            say_boundaries(cube),
            tr(
                "Shares are published for men and women apart, totals only for both: the flow lies between the two. "
                "Only moves inside Punjab were traced."
            ),
        )
    summary = tr(
        "Nobody counts moves between districts in Pakistan. These flows are estimated so that they agree with the "
        "growth that three censuses counted, with how many people live in between and with mother tongue. The range is "
        "where 8 of 10 runs of the model fall. {tests}"
    )
    return Evidence(
        "modelled",
        tr("Modelled, {period}").format(period=say_years(*view.period.split("-"))),
        summary.format(tests=say_tests(checks)),
        tr(
            "Censuses of 1998, 2017 and 2023, tables 1 and 11 (Pakistan Bureau of Statistics); Karachi’s yearly inflow "
            "of 360,000 as stated by Arif Hasan (NSPP, 2021)."
        ),
        say_boundaries(cube),
        _say_beware(cube, view, selection),
    )
