"""The panel beside the arrows of a place: partners, change over time, evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from layers.bars import Bar, build_bars
from layers.cube import Cube
from layers.evidence import Check, Evidence, build_checks, build_evidence, say_tests
from layers.flow_selection import Selection
from layers.place_measures import build_place_measures
from layers.view import View
from layers.wording import say_people, say_range, say_short

BARS = 10


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
    heading = {
        "in": "Where they come from",
        "out": "Where they go",
        "net": "Gains from (red) and losses to (blue)",
        "all": "Largest flows, in (red) and out (blue)",
    }[view.direction]
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
                title=f"{say_people(people)} {matrix.unit}, range {say_range(low, high)}, {matrix.evidence}",
            )
        )
    left = selection.count - shown
    rest = float((signs * selection.people)[shown:].sum())
    return html.Section(
        [
            html.H2([heading, html.Span(matrix.unit)]),
            build_bars(
                bars,
                rest=_say_rest(left, "flow" if view.direction == "all" else "place"),
                rest_value=say_short(rest, signed=view.direction == "net"),
            ),
        ],
        className="section",
    )


def _say_rest(count: int, noun: str) -> str:
    return f"{count} other {noun}{'s' if count != 1 else ''}" if count > 0 else ""


def _build_change(cube: Cube, view: View) -> html.Section:
    here = cube.flow_units.index(view.place)
    outward = view.direction == "out"
    people = cube.flow_units.people
    counted = ", ".join(f"{year}: {say_short(float(people[year][here]))}" for year in sorted(people))
    if view.place == "karachi" and not outward:
        # One published figure sets Karachi's inflow in every period, so bars would show a change nobody measured.
        words = "Karachi’s inflow is set to the one published figure, 360,000 a year, in every period."
        return html.Section(
            [html.H2("Change over time"), html.P([words, f" People counted: {counted} (census)."])], className="section"
        )
    bars = []
    for period in ("1998-2017", "2017-2023"):
        matrix = cube.matrices[period]
        value, low, high = (float(part[here]) for part in (matrix.outflow if outward else matrix.inflow))
        bars.append(
            Bar(
                name=period.replace("-", "–"),
                value=say_short(value),
                size=value,
                low=low,
                high=high,
                tone="var(--going)" if outward else "var(--coming)",
                evidence=matrix.evidence,
                href=view.but(period=period).to_query(),
                title=f"{say_people(value)} people a year, range {say_range(low, high)}, modelled",
            )
        )
    return html.Section(
        [
            html.H2([f"Change over time, {'leaving' if outward else 'arriving'}", html.Span("people a year")]),
            build_bars(bars),
            html.P(f"People counted: {counted} (census)."),
        ],
        className="section",
    )


def _say_beware(cube: Cube, view: View, selection: Selection) -> str:
    if cube.flow_units.provinces[cube.flow_units.index(view.place)] == "balochistan":
        return (
            "Do not rely on the origins and destinations in Balochistan. How completely its people were counted "
            "changed, and growth that comes of it is taken for arrivals, so too few people leave its districts; the "
            "corridors that are documented run inside the province."
        )
    warnings = []
    if selection.count and cube.flow_units.codes[selection.partner[0]] == "karachi":
        warnings.append(
            "Karachi leads because the model lets people leave a great city as readily as they come; nobody has "
            "counted those who leave it."
        )
    if view.period != "1998-2017":
        warnings.append(
            "How completely Karachi and Balochistan were counted changed by 2023; part of their growth is that."
        )
    return " ".join(warnings) or "Read the range, not the single number."


def describe_evidence(cube: Cube, view: View, selection: Selection, checks: tuple[Check, ...]) -> Evidence:
    """Say what kind of evidence the flows of a view are, and what to beware of."""
    boundaries = f"{cube.manifest['title']}. {cube.manifest['accuracy']}"
    if view.data == "counted":
        return Evidence(
            "derived",
            "Derived from counts, 1998 (lifetime migrants)",
            "People living in 1998 in another district than before, whenever they moved: counted leavers times counted "
            "shares. Never added to a yearly estimate.",
            "1998 census, district reports; printed in IOM, Migration, Development and Poverty Reduction in Asia "
            "(2005), tables 1.9 and 1.10.",
            boundaries,
            "Shares are published for men and women apart, totals only for both: the flow lies between the two. Only "
            "moves inside Punjab were traced.",
        )
    return Evidence(
        "modelled",
        f"Modelled, {view.period.replace('-', '–')}",
        "Nobody counts moves between districts in Pakistan. These flows are estimated so that they agree with the "
        "growth that three censuses counted, with how many people live in between and with mother tongue. The range is "
        f"where 8 of 10 runs of the model fall. {say_tests(checks)}",
        "Censuses of 1998, 2017 and 2023, tables 1 and 11 (Pakistan Bureau of Statistics); Karachi’s yearly inflow of "
        "360,000 as stated by Arif Hasan (NSPP, 2021).",
        boundaries,
        _say_beware(cube, view, selection),
    )
