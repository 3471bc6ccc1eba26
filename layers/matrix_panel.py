"""The panel beside the OD matrix: flows between provinces as a table, and the largest flows between places."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from boundaries.language import mark, tr, tr_count
from layers.bars import Bar, build_bars
from layers.cube import Cube
from layers.finding import PROVINCES
from layers.flow_layer import DOUBTFUL
from layers.palette import Palette
from layers.scales import class_sequential
from layers.terms import say_evidence, say_unit
from layers.view import View
from layers.wording import say_people, say_range, say_short

LARGEST = 8

SHORT = {
    "khyber-pakhtunkhwa": mark("KP"),
    "islamabad-capital-territory": mark("ICT"),
    "balochistan": mark("Baloch."),
}
"""What a narrow column can hold; the cells say the names in full."""


def build_matrix_panel(cube: Cube, view: View, palette: Palette) -> list[Any]:
    """
    Build what stands below the finding of the matrix.

    Parameters
    ----------
    cube, view, palette
        Numbers, choices, colours.

    Returns
    -------
    children
        The provinces' table and the largest flows; together with their rest they add up to all moves.
    """
    return [_build_provinces(cube, view, palette), _build_largest(cube, view)]


def _build_provinces(cube: Cube, view: View, palette: Palette) -> html.Section:
    matrix, units = cube.matrices[view.period], cube.flow_units
    known = [code for code in PROVINCES if code in units.provinces]
    codes = [*known, *sorted(set(units.provinces) - set(known))]
    member = np.array([[float(province == code) for code in codes] for province in units.provinces])
    people = member.T @ matrix.people @ member
    classes = class_sequential(people.ravel(), palette.flows)
    index = classes.colour_index(people)
    strong = palette.flows[-2:]
    full = [tr(PROVINCES.get(code, code)) for code in codes]
    names = [tr(SHORT.get(code, PROVINCES.get(code, code))) for code in codes]
    unit, evidence = say_unit(matrix.unit), say_evidence(matrix.evidence)
    told = tr("{origin} to {destination}: {people} {unit}, {evidence}")
    head = html.Tr([html.Th(tr("from ↓ to →")), *(html.Th(name, scope="col") for name in names)])
    body = [
        html.Tr(
            [
                html.Th(names[row], scope="row"),
                *(
                    html.Td(
                        say_short(float(people[row, column])),
                        className="inside" if row == column else None,
                        title=told.format(
                            origin=full[row],
                            destination=full[column],
                            people=say_people(float(people[row, column])),
                            unit=unit,
                            evidence=evidence,
                        ),
                        style={
                            "background": classes.colours[index[row, column]],
                            "color": palette.panel if classes.colours[index[row, column]] in strong else palette.ink,
                        },
                    )
                    for column in range(len(codes))
                ),
            ]
        )
        for row in range(len(codes))
    ]
    sentences = [tr("Outlined: moves between places of the same province.")]
    if DOUBTFUL in codes:
        sentences.append(
            tr(
                "Do not rely on Balochistan’s: how completely its people were counted changed, and growth that comes "
                "of it is taken for arrivals."
            )
        )
    kind = tr("{unit}, {evidence}").format(unit=unit, evidence=evidence)
    return html.Section(
        [
            html.H2([tr("Between provinces"), html.Span(kind)]),
            html.Table([html.Thead(head), html.Tbody(body)], className="blocks"),
            html.P(" ".join(sentences)),
        ],
        className="section",
    )


def _build_largest(cube: Cube, view: View) -> html.Section:
    matrix, units = cube.matrices[view.period], cube.flow_units
    order = np.argsort(-matrix.people, axis=None, kind="stable")[:LARGEST]
    pairs = [divmod(int(cell), len(units.codes)) for cell in order]
    bars = []
    for origin, destination in pairs:
        people = float(matrix.people[origin, destination])
        if people <= 0:
            continue
        low, high = float(matrix.low[origin, destination]), float(matrix.high[origin, destination])
        bars.append(
            Bar(
                name=tr("{origin} → {destination}").format(
                    origin=units.names[origin], destination=units.names[destination]
                ),
                value=say_short(people),
                size=people,
                low=low,
                high=high,
                tone="var(--coming)",
                evidence=matrix.evidence,
                href=view.but(
                    question="to", place=units.codes[destination], form="map", direction="in", at=None
                ).to_query(),
                title=tr("{people} {unit}, range {range}, {evidence}").format(
                    people=say_people(people),
                    unit=say_unit(matrix.unit),
                    range=say_range(low, high),
                    evidence=say_evidence(matrix.evidence),
                ),
            )
        )
    rest = int((matrix.people > 0).sum()) - len(bars)
    words = tr_count("{count} other flow", "{count} other flows", rest).format(count=f"{rest:,}")
    left = float(matrix.people.sum()) - sum(bar.size for bar in bars)
    return html.Section(
        [
            html.H2([tr("Largest flows"), html.Span(say_unit(matrix.unit))]),
            build_bars(bars, rest=words if rest > 0 else "", rest_value=say_short(left)),
        ],
        className="section",
    )
