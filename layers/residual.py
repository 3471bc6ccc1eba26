"""The estimate against size and distance alone: what a gravity model expects, and where the estimate differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from dash import html
from numpy.typing import NDArray

from boundaries.language import mark, tr, tr_count
from layers.bars import Bar, build_bars
from layers.change_layer import SEEN, Flags, build_change_keys, build_change_trace, select_differences
from layers.credit import say_boundaries, say_credit, say_note
from layers.cube import Cube
from layers.evidence import Evidence, build_evidence
from layers.exchange import frame_selection
from layers.finding import Finding, KeyFigure
from layers.flow_layer import build_hub_trace, draw_selection, say_doubtful
from layers.flow_selection import Selection
from layers.label_layer import build_label_traces
from layers.legend import Legend
from layers.palette import THEMES, Palette
from layers.picture import GEO, Picture
from layers.place_layer import PlaceColours, build_place_trace
from layers.scales import class_fixed
from layers.scatter import Dot, build_scatter
from layers.screen import Screen
from layers.terms import say_unit
from layers.view import View
from layers.wording import say_limit, say_list, say_people, say_share, say_short, say_years

Floats = NDArray[np.float64]

BARS: Final = 6

LIMITS: Final = (-50.0, -20.0, 0.0, 25.0, 100.0)
"""Percent: half as many is as far from expected as twice as many."""

HEADLINES: Final = {
    ("in", "both"): mark("{place} takes more from {above} and fewer from {below} than size and distance give"),
    ("in", "above"): mark("{place} takes more from {above} than size and distance give"),
    ("in", "below"): mark("{place} takes fewer from {below} than size and distance give"),
    ("in", "none"): mark("Size and distance explain all that {place} takes"),
    ("in", "nobody"): mark("Nobody moves to {place}"),
    ("out", "both"): mark("{place} sends more to {above} and fewer to {below} than size and distance give"),
    ("out", "above"): mark("{place} sends more to {above} than size and distance give"),
    ("out", "below"): mark("{place} sends fewer to {below} than size and distance give"),
    ("out", "none"): mark("Size and distance explain all that {place} sends"),
    ("out", "nobody"): mark("Nobody leaves {place}"),
    ("all", "both"): mark("{place} exchanges more with {above} and fewer with {below} than size and distance give"),
    ("all", "above"): mark("{place} exchanges more with {above} than size and distance give"),
    ("all", "below"): mark("{place} exchanges fewer with {below} than size and distance give"),
    ("all", "none"): mark("Size and distance explain all that {place} exchanges"),
    ("all", "nobody"): mark("Nobody moves to or from {place}"),
}
"""By direction, and by which flows are larger or smaller than expected."""

RATIOS: Final = {
    "in": mark("Moves to {place}: % more or fewer than size and distance give"),
    "out": mark("Moves from {place}: % more or fewer than size and distance give"),
    "all": mark("Moves to and from {place}: % more or fewer than size and distance give"),
}
"""What the colours show, by direction."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """
    The gravity model of a period's estimate.

    Attributes
    ----------
    people
        Expected people a year, shape (n, n): every place's inflow and outflow as in the estimate, pairs by distance.
    beta
        Power of distance, negative when flows fall with it.
    statistics
        See `flows.models.fit_statistics`: `d2`, `srmse`, `cpc` and the others.
    common
        Share of its flows that estimate and model have in common, by place: arriving and leaving, shape (2, n).
    """

    people: Floats
    beta: float
    statistics: dict[str, float]
    common: Floats


def draw_residual(cube: Cube, fitted: Fitted, view: View, screen: Screen) -> Picture:
    """
    Draw where a place's flows are larger or smaller than size and distance alone would make them.

    Parameters
    ----------
    cube, fitted
        The estimate and the model of it.
    view, screen
        Choices and window; direction "net" is shown as "all", since a model of flows has no net.

    Returns
    -------
    picture
        Red arrows where the estimate has more people than the model, blue where fewer.
    """
    palette = THEMES[screen.theme]
    here = cube.flow_units.index(view.place)
    difference = cube.matrices[view.period].people - fitted.people
    among = np.zeros_like(difference, dtype=bool)
    if view.direction != "out":
        among[:, here] = True
    if view.direction != "in":
        among[here, :] = True
    selection, more = select_differences(difference, drawn=view.top, among=among)
    frame, width = frame_selection(cube, view, selection, screen)
    zoom = screen.zoom if screen.zoom is not None else view.at[2] if view.at else frame.zoom
    arrows = draw_selection(cube, selection, width, zoom=zoom)
    colours = _colour_ratio(cube, fitted, view, here, palette)
    partner = np.where(selection.destination == here, selection.origin, selection.destination)
    texts = [_say_flow(cube, fitted, view, selection, row) for row in range(selection.drawn)]
    codes = [cube.flow_units.codes[unit] for unit in partner[: selection.drawn]]
    flows = build_change_trace(cube, selection, more, arrows, texts, codes, palette)
    labels = build_label_traces(cube, view, screen, frame, palette, partners=tuple(partner[:7].tolist()), arrows=arrows)
    shown = tr("Showing {drawn} of {count} flows that differ by a person or so.")
    legend = Legend(
        title=colours.title,
        colours=colours.classes.colours,
        limits=tuple(say_limit(limit) for limit in colours.classes.breaks),
        ends=colours.ends,
        keys=build_change_keys(
            arrows, width, palette, words=tr("Estimate less model: more people (red) or fewer (blue) than expected.")
        ),
        sentence=shown.format(drawn=selection.drawn, count=selection.count),
        note=say_note(cube),
        no_data=palette.no_data,
    )
    hub = [build_hub_trace(cube, view, arrows, palette)] if len(arrows) else []
    return Picture(
        finding=_find_residual(cube, fitted, view, here),
        legend=legend,
        traces=[
            build_place_trace(cube, colours, palette, geojson=GEO + cube.manifest["files"]["district"]["file"]),
            flows,
            *hub,
            *labels,
        ],
        details=_build_panel(cube, fitted, view, selection, more, here),
        frame=frame,
        flow_trace=1 if len(arrows) else None,
        credit=say_credit(cube, tr("Model against model: Rawaan, from the censuses of 1998, 2017 and 2023 (PBS)")),
    )


def _way_of(view: View) -> str:
    return view.direction if view.direction in {"in", "out"} else "all"


def _pair_up(cube: Cube, fitted: Fitted, view: View, here: int) -> tuple[Floats, Floats]:
    """Take the place's flows with every other, as estimated and as expected: a row each way the view shows."""
    people = cube.matrices[view.period].people
    both = [(people[:, here], fitted.people[:, here]), (people[here], fitted.people[here])]
    estimate, expected = zip(*{"in": both[:1], "out": both[1:]}.get(view.direction, both), strict=True)
    return np.stack(estimate), np.stack(expected)


def _colour_ratio(cube: Cube, fitted: Fitted, view: View, here: int, palette: Palette) -> PlaceColours:
    estimate, expected = (people.sum(axis=0) for people in _pair_up(cube, fitted, view, here))
    name = cube.flow_units.names[here]
    difference = estimate - expected
    percent = 100 * np.divide(difference, expected, out=np.full_like(expected, np.nan), where=expected > 0)
    told = tr(
        "estimate <b>{estimate}</b>, model {model} people a year<br>{share} of what size and distance give · modelled"
    )
    sentences = tuple(
        told.format(
            estimate=say_people(estimate[row]),
            model=say_people(expected[row]),
            share=say_share(estimate[row], expected[row]),
        )
        if row != here and expected[row] > 0
        else ""
        for row in range(percent.size)
    )
    return PlaceColours(
        tr(RATIOS[_way_of(view)]).format(place=name),
        np.where(np.arange(percent.size) == here, np.nan, percent),
        class_fixed(LIMITS, (*reversed(palette.loss[1:]), *palette.gain[1:])),
        (tr("fewer"), tr("more")),
        sentences,
        here,
    )


def _say_flow(cube: Cube, fitted: Fitted, view: View, selection: Selection, row: int) -> str:
    pair = selection.origin[row], selection.destination[row]
    matrix = cube.matrices[view.period]
    return tr("estimate {estimate}, model {model} {unit}<br>modelled against modelled").format(
        estimate=say_people(float(matrix.people[pair])),
        model=say_people(float(fitted.people[pair])),
        unit=say_unit(matrix.unit),
    )


def _find_residual(cube: Cube, fitted: Fitted, view: View, here: int) -> Finding:
    units = cube.flow_units
    name = units.names[here]
    estimate, expected = _pair_up(cube, fitted, view, here)
    total, apart = float(expected.sum()), float(np.abs(estimate - expected).sum()) / 2
    difference = (estimate - expected).sum(axis=0)
    order = np.argsort(-np.abs(difference), kind="stable").tolist()
    above = [units.names[unit] for unit in order if difference[unit] >= SEEN][:2]
    below = [units.names[unit] for unit in order if difference[unit] <= -SEEN][:2]
    case = "both" if above and below else "above" if above else "below" if below else "none"
    lead = tr(
        "A gravity model that gives every place its arrivals and leavers and knows nothing but distance would move "
        "{share} of {place}’s movers elsewhere. What is left is what else the estimate knows: mother tongue, and the "
        "people who live in between."
    ).format(share=say_share(apart, total), place=name)
    if total == 0:
        case, lead = "nobody", tr("So the model has nobody to share out.")
    headline = tr(HEADLINES[_way_of(view), case])
    return Finding(
        tr("What do size and distance not explain of {place}?").format(place=name),
        headline.format(place=name, above=say_list(above), below=say_list(below)),
        lead,
        (
            KeyFigure(
                say_share(fitted.statistics["cpc"], 1.0), tr("of all flows are as expected"), tr("whole country · CPC")
            ),
            KeyFigure(
                _say_common(fitted.common[0, here]), tr("of arrivals in {place}").format(place=name), tr("local · CPC")
            ),
            KeyFigure(
                _say_common(fitted.common[1, here]), tr("of leavers of {place}").format(place=name), tr("local · CPC")
            ),
        ),
    )


def _say_common(share: float) -> str:
    return say_share(float(share), 1.0) if np.isfinite(share) else "–"


def _build_panel(cube: Cube, fitted: Fitted, view: View, selection: Selection, more: Flags, here: int) -> list[Any]:
    units, matrix = cube.flow_units, cube.matrices[view.period]
    both = view.direction not in {"in", "out"}
    told = tr("estimate {estimate}, model {model} people a year, modelled")
    sections: list[Any] = []
    for heading, chosen, sign, tone in (
        (tr("More than expected"), more, 1, "var(--coming)"),
        (tr("Fewer than expected"), ~more, -1, "var(--going)"),
    ):
        rows = np.flatnonzero(chosen)
        left = rows[BARS:]
        bars = []
        for row in rows[:BARS].tolist():
            origin, destination = int(selection.origin[row]), int(selection.destination[row])
            partner = origin if destination == here else destination
            size = sign * float(selection.people[row])
            bars.append(
                Bar(
                    name=_say_way(units.names, origin, destination) if both else units.names[partner],
                    value=say_short(size, signed=True),
                    size=size,
                    low=size,
                    high=size,
                    tone=tone,
                    evidence="modelled",
                    href=view.but(place=units.codes[partner], at=None).to_query(),
                    flow=f"{units.codes[origin]}>{units.codes[destination]}",
                    title=told.format(
                        estimate=say_people(float(matrix.people[origin, destination])),
                        model=say_people(float(fitted.people[origin, destination])),
                    ),
                )
            )
        if bars:
            title = html.H2([heading, html.Span(say_unit("people a year"))])
            others = tr_count("{count} other flow", "{count} other flows", left.size)
            rest = others.format(count=left.size) if left.size else ""
            total = sign * float(selection.people[left].sum())
            listed = build_bars(bars, rest=rest, rest_value=say_short(total, signed=True))
            sections.append(html.Section([title, listed], className="section"))
    return [*sections, _build_fit(cube, fitted, view, here), build_evidence(_describe(cube, view))]


def _say_way(names: tuple[str, ...], origin: int, destination: int) -> str:
    return tr("{origin} → {destination}").format(origin=names[origin], destination=names[destination])


def _build_fit(cube: Cube, fitted: Fitted, view: View, here: int) -> html.Section:
    units, matrix = cube.flow_units, cube.matrices[view.period]
    inward = view.direction != "out"
    told = tr("{way}: estimate {estimate}, model {model} a year")
    dots = []
    for unit in range(len(units.codes)):
        pair = (unit, here) if inward else (here, unit)
        seen, expected = float(matrix.people[pair]), float(fitted.people[pair])
        if unit == here or max(seen, expected) < SEEN:
            continue
        way = f"{units.codes[pair[0]]}>{units.codes[pair[1]]}"
        words = told.format(way=_say_way(units.names, *pair), estimate=say_people(seen), model=say_people(expected))
        dots.append(Dot(expected, seen, words, way))
    statistics = fitted.statistics
    plot = build_scatter(
        dots,
        fitted=tr("model, people a year"),
        observed=tr("estimate"),
        said=tr("Estimate against model for {count} flows of {place}, on logarithmic scales").format(
            count=len(dots), place=units.names[here]
        ),
        log=True,
    )
    words = tr(
        "Whole country: D² {d2}, SRMSE {srmse}, CPC {cpc}; flows fall with distance to the power {power}. On the line, "
        "size and distance explain a flow."
    ).format(
        **{name: _say_decimals(statistics[name]) for name in ("d2", "srmse", "cpc")},
        power=_say_decimals(fitted.beta),
    )
    way = tr("arriving") if inward else tr("leaving")
    return html.Section(
        [html.H2([tr("Estimate against model"), html.Span(way)]), plot, html.P(words)],
        className="section",
    )


def _say_decimals(value: float) -> str:
    text = f"{value:.2f}"
    return tr("−{number}").format(number=text[1:]) if text.startswith("-") else text


def _describe(cube: Cube, view: View) -> Evidence:
    doubt = say_doubtful(cube, [cube.flow_units.index(view.place)])
    counts = tr("Where flows were counted (1998, Options), the panel of that view compares counts with the estimate.")
    return Evidence(
        "modelled",
        tr("Modelled against modelled, {period}").format(period=say_years(*view.period.split("-"))),
        tr(
            "Both sides are models: the estimate, and a doubly constrained gravity model fitted to it by Poisson "
            "maximum likelihood. The difference shows what the estimate assumes beyond size and distance; it is no "
            "observation."
        ),
        tr("This project’s estimate; gravity after Wilson (1967), fitted as Flowerdew and Aitkin (1982)."),
        say_boundaries(cube),
        f"{doubt} {counts}".lstrip(),
    )
