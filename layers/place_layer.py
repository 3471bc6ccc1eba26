"""Places coloured by the view's measure: values, classes, hover and the trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.language import mark, tr
from layers.cube import Cube, Units
from layers.palette import Palette
from layers.scales import Classes, class_diverging, class_sequential
from layers.terms import say_evidence, say_unit
from layers.view import View
from layers.wording import say_number, say_people, say_range, say_rate

Floats = NDArray[np.float64]

MEASURED: Final = {
    "in": mark("Movers to {place}"),
    "out": mark("Movers from {place}"),
    "net": mark("{place}'s net gain from each place"),
    "all": mark("Movers to and from {place}"),
}
TITLES: Final = {
    ("rate", "estimate"): mark("{measure} per 1,000 people a year"),
    ("people", "estimate"): mark("{measure}, people a year"),
    ("rate", "counted"): mark("{measure} per 1,000 people, lifetime"),
    ("people", "counted"): mark("{measure}, people, lifetime"),
}
"""The measure with its unit, by measure and data."""

SENTENCES: Final = {
    "in": mark("<b>{people}</b> {unit} move to {place}"),
    "out": mark("<b>{people}</b> {unit} arrive from {place}"),
    "net": mark("<b>{people}</b> {unit} net gain of {place}"),
    "all": mark("<b>{people}</b> {unit} move to or from {place}"),
}


@dataclass(frozen=True, slots=True)
class PlaceColours:
    """
    What colours the places of a view.

    Attributes
    ----------
    title
        The measure and its unit, for the legend.
    values
        One a unit; NaN where the measure does not apply (the view's own place).
    classes
        Colours and limits.
    ends
        Words for the two ends of a diverging scale, or ().
    sentences
        One a unit, for the hover.
    subject
        Position of the view's own place, which stands out; −1 for none.
    balance
        Whether `values` follow the cube's balance units rather than its flow units.
    """

    title: str
    values: Floats
    classes: Classes
    ends: tuple[str, ...]
    sentences: tuple[str, ...]
    subject: int = -1
    balance: bool = False


def mean_people(units: Units, period: str) -> Floats:
    """
    Average the people counted at the two ends of a period, the base of every yearly rate here.

    Parameters
    ----------
    units
        Units with census counts.
    period
        Such as "1998-2023".

    Returns
    -------
    people
        Persons, shape (n,).
    """
    start, end = (int(year) for year in period.split("-"))
    return (units.people[start] + units.people[end]) / 2


def colour_by_exchange(cube: Cube, view: View, palette: Palette) -> PlaceColours:
    """
    Colour every place by what it exchanges with the view's place.

    Parameters
    ----------
    cube, view, palette
        Numbers, choices and colours.

    Returns
    -------
    colours
        Per 1,000 inhabitants of the *other* place, or people; for "net", what the view's place gains
        from it.
    """
    matrix, units = cube.matrix(view), cube.flow_units
    here = units.index(view.place)
    name = units.names[here]
    coming, going = matrix.people[:, here], matrix.people[here, :]
    people = {"in": coming, "out": going, "net": coming - going, "all": coming + going}[view.direction]
    low = {
        "in": matrix.low[:, here],
        "out": matrix.low[here, :],
        "net": matrix.low[:, here] - matrix.high[here, :],
        "all": matrix.low[:, here] + matrix.low[here, :],
    }[view.direction]
    high = {
        "in": matrix.high[:, here],
        "out": matrix.high[here, :],
        "net": matrix.high[:, here] - matrix.low[here, :],
        "all": matrix.high[:, here] + matrix.high[here, :],
    }[view.direction]
    if view.direction == "net" and matrix.nets is not None:
        low, high = np.minimum(matrix.nets[0][:, here], people), np.maximum(matrix.nets[1][:, here], people)
    base = units.people[1998] if view.data == "counted" else mean_people(units, view.period)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = 1000 * people / base
    values = np.where(np.arange(people.size) == here, np.nan, rate if view.measure == "rate" else people)
    if view.data == "counted":
        values = np.where(people > 0, values, np.nan)
    measure = tr(MEASURED[view.direction]).format(place=name)
    title = tr(TITLES[view.measure, "counted" if view.data == "counted" else "estimate"]).format(measure=measure)
    sentences = tuple(
        _say_exchange(view, name, people[index], low[index], high[index], rate[index], matrix.evidence, matrix.unit)
        if index != here
        else ""
        for index in range(people.size)
    )
    reference = values
    if view.scale == "fixed":
        off_diagonal = ~np.eye(people.size, dtype=bool)
        whole = matrix.people / (base[:, None] / 1000 if view.measure == "rate" else 1.0)
        reference = whole[off_diagonal]
    if view.direction == "net":
        return PlaceColours(
            title,
            values,
            class_diverging(reference, palette.loss[1:], palette.gain[1:]),
            (tr("loses"), tr("gains")),
            sentences,
            here,
        )
    return PlaceColours(title, values, class_sequential(reference, palette.places), (), sentences, here)


def _say_exchange(
    view: View, name: str, people: float, low: float, high: float, rate: float, evidence: str, unit: str
) -> str:
    if not people and evidence != "modelled":
        return tr("Not published for this place")
    who = tr(SENTENCES[view.direction]).format(people=say_people(people), unit=say_unit(unit), place=name)
    between = say_range(low, high)
    if np.isfinite(rate):
        spread = tr("range {range} · {rate} per 1,000 here").format(range=between, rate=say_number(rate, 2))
    else:
        spread = tr("range {range}").format(range=between)
    return f"{who}<br>{spread}<br>{say_evidence(evidence)}"


def colour_by_balance(cube: Cube, view: View, palette: Palette) -> PlaceColours:
    """
    Colour every place by what it gains or loses through migration.

    Parameters
    ----------
    cube, view, palette
        Numbers, choices and colours; `period` and `measure` are used.

    Returns
    -------
    colours
        Net migration per 1,000 inhabitants a year, or people a year; derived from two censuses.
    """
    units = cube.balance_units
    net, low, high = cube.balance[view.period]
    rate = 1000 * net / mean_people(units, view.period)
    values = rate if view.measure == "rate" else net
    reference = values
    if view.scale == "fixed":
        reference = np.concatenate(
            [
                series[0] / (mean_people(units, period) / 1000 if view.measure == "rate" else 1.0)
                for period, series in cube.balance.items()
            ]
        )
    words = tr("<b>{people}</b> people a year, net<br>range {range} · {rate} per 1,000<br>derived from two censuses")
    sentences = tuple(
        words.format(
            people=say_people(net[index], signed=True),
            range=say_range(low[index], high[index], signed=True),
            rate=say_rate(rate[index]),
        )
        for index in range(net.size)
    )
    return PlaceColours(
        tr(TITLES[view.measure, "estimate"]).format(measure=tr("Net migration")),
        values,
        class_diverging(reference, palette.loss, palette.gain),
        (tr("losing people"), tr("gaining people")),
        sentences,
        balance=True,
    )


def build_place_trace(cube: Cube, colours: PlaceColours | None, palette: Palette, *, geojson: str) -> dict[str, Any]:
    """
    Build the trace of all polygons; the geometry stays a file that the browser fetches once.

    Parameters
    ----------
    cube
        The places.
    colours
        None: every place in the plain land colour.
    palette
        Colours of places without figures.
    geojson
        Address of the published geometry.

    Returns
    -------
    trace
        A `choroplethmap` as a plain dict. `z` is the class, so colours are exactly the legend's; the view's own place
        stands out. `customdata` is the code to open on a click, "" where there is nothing to open.
    """
    ramp = [palette.no_data, palette.home, palette.subject, *(colours.classes.colours if colours else ())]
    units = cube.balance_units if colours and colours.balance else cube.flow_units
    index = colours.classes.colour_index(colours.values) if colours else None
    z, text, codes = [], [], []
    for place in cube.places:
        unit = place.balance_unit if colours and colours.balance else place.flow_unit
        name = f"<b>{place.name}</b>" + (f"  {place.name_ur}" if place.name_ur not in {"", place.name} else "")
        if unit < 0:
            z.append(0)
            text.append(f"{name}<br>{tr('No census figures carried for this place')}")
            codes.append("")
            continue
        if colours and unit == colours.subject:
            z.append(2)
        else:
            z.append(1 if index is None or index[unit] < 0 else 3 + int(index[unit]))
        whole = units.names[unit]
        part = f"<br>{tr('counted as {place}').format(place=whole)}" if whole != place.name else ""
        sentence = f"<br>{colours.sentences[unit]}" if colours and colours.sentences[unit] else ""
        text.append(name + part + sentence)
        codes.append(cube.flow_units.codes[place.flow_unit])
    return {
        "type": "choroplethmap",
        "name": "places",
        "geojson": geojson,
        "featureidkey": "id",
        "locations": [place.code for place in cube.places],
        "z": z,
        "zmin": -0.5,
        "zmax": len(ramp) - 0.5,
        "colorscale": step_scale(ramp),
        "showscale": False,
        "below": "rawaan-lines",
        "marker": {"line": {"width": 0.6, "color": palette.border}},
        "hovertext": text,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": codes,
    }


def step_scale(colours: list[str]) -> list[list[Any]]:
    """
    Write colours as a Plotly colour scale of equal steps.

    Parameters
    ----------
    colours
        From low to high.

    Returns
    -------
    scale
        (position, colour) twice a colour; a value half way up a step has exactly its colour.
    """
    count = len(colours)
    scale: list[list[Any]] = []
    for position, colour in enumerate(colours):
        scale += [[position / count, colour], [(position + 1) / count, colour]]
    return scale
