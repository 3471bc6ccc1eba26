"""The OD matrix as a picture: every origin (row) against every destination (column), provinces as blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.language import is_right_to_left, mark, tr
from layers.credit import say_credit, say_note
from layers.cube import Cube
from layers.finding import PROVINCES, Finding, KeyFigure
from layers.frame import frame_bounds
from layers.legend import Key, Legend
from layers.matrix_panel import SHORT, build_matrix_panel
from layers.palette import THEMES, Palette
from layers.picture import Picture
from layers.scales import Classes, class_sequential
from layers.screen import WIDE, Screen
from layers.terms import say_evidence, say_unit
from layers.view import View
from layers.wording import say_limit, say_people, say_range, say_share, say_short

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

QUESTION: Final = mark("Who moves where?")
PROVINCE_ORDER: Final = (
    "khyber-pakhtunkhwa",
    "islamabad-capital-territory",
    "punjab",
    "sindh",
    "balochistan",
)
"""From north to south, so that neighbours are near each other in the matrix too."""

MARGIN: Final = {"l": 136, "r": 284, "t": 174, "b": 12}
NARROW: Final = {"l": 88, "r": 6, "t": 96, "b": 6}
"""CSS pixels round the matrix: room for names, the controls above them and the legend beside it; and for windows
narrower than `screen.WIDE`, where controls and legend stand above and below."""

SHORTEST: Final = 13
"""Letters of a name that there is room for in a narrow window; the hover has the full name."""

FONT: Final = "Inter, Nastaliq, sans-serif"

SLANTING: Final = 24
"""CSS pixels from one Urdu name to the next: Nastaliq's slanting words take the room of two lines."""

LETTER: Final = 7.0
"""CSS pixels, at most, that a letter of a province's name takes."""


@dataclass(frozen=True, slots=True)
class Block:
    """A province's rows and columns: from `first` up to, not including, `last`."""

    province: str
    first: int
    last: int


def order_units(cube: Cube, people: Floats, sort: str) -> Integers:
    """
    Put the places of a matrix in order.

    Parameters
    ----------
    cube, people
        Places, and persons from row to column.
    sort
        "province" (north to south, most arrivals first in each), "size" (most arrivals first) or "name".

    Returns
    -------
    order
        Positions of the flow units.
    """
    units = cube.flow_units
    arrivals = people.sum(axis=0)
    if sort == "name":
        keys: list[Any] = [units.names[unit] for unit in range(arrivals.size)]
    elif sort == "size":
        keys = [(-arrivals[unit], units.names[unit]) for unit in range(arrivals.size)]
    else:
        keys = [
            (_rank(units.provinces[unit]), units.provinces[unit], -arrivals[unit], units.names[unit])
            for unit in range(arrivals.size)
        ]
    return np.array(sorted(range(arrivals.size), key=keys.__getitem__), dtype=np.int64)


def _rank(province: str) -> int:
    return PROVINCE_ORDER.index(province) if province in PROVINCE_ORDER else len(PROVINCE_ORDER)


def find_blocks(cube: Cube, order: Integers) -> tuple[Block, ...]:
    """
    Find where each province's places stand, for an order by province.

    Parameters
    ----------
    cube, order
        Places, in this order.

    Returns
    -------
    blocks
        Without gaps, in order.
    """
    provinces = [cube.flow_units.provinces[unit] for unit in order.tolist()]
    starts = [position for position, name in enumerate(provinces) if position == 0 or provinces[position - 1] != name]
    ends = [*starts[1:], len(provinces)]
    return tuple(Block(provinces[start], start, end) for start, end in zip(starts, ends, strict=True))


def draw_matrix(cube: Cube, view: View, screen: Screen, details: list[Any]) -> Picture:
    """
    Draw all flows of a period as a matrix.

    Parameters
    ----------
    cube, view, screen
        Numbers, choices, window; the view's place is outlined.
    details
        Sections to stand below the matrix's own in the panel.

    Returns
    -------
    picture
        With a plot in the map's place. A click on a cell opens the map with that flow's arrow lit.
    """
    palette = THEMES[screen.theme]
    matrix = cube.matrices[view.period]
    order = order_units(cube, matrix.people, view.sort)
    people = matrix.people[np.ix_(order, order)]
    off = ~np.eye(order.size, dtype=bool)
    classes = class_sequential(people[off], palette.flows)
    blocks = find_blocks(cube, order) if view.sort == "province" else ()
    name = cube.flow_units.names[cube.flow_units.index(view.place)]
    words = tr("Every cell is modelled. Click one to see its arrow and range. Outlined: {name}.")
    if screen.clear is not None:  # nobody clicks on paper
        words = tr("Every cell is modelled. Outlined: {name}.")
    shown = tr(
        "Showing all {count} flows, {people} movers a year. The diagonal, moves inside a place, is not migration."
    )
    legend = Legend(
        title=tr("Movers from row to column, people a year"),
        colours=classes.colours,
        limits=tuple(say_limit(limit) for limit in classes.breaks),
        keys=(Key(words.format(name=name), "", style="words"),),
        sentence=shown.format(count=f"{int((people[off] > 0).sum()):,}", people=say_people(float(people[off].sum()))),
        note=say_note(cube),
    )
    return Picture(
        finding=_find_matrix(cube, view),
        legend=legend,
        traces=[_build_cells(cube, view, order, people, classes)],
        details=[*build_matrix_panel(cube, view, palette), *details],
        frame=frame_bounds(cube.manifest["bbox"], (screen.width, screen.height), screen.padding),
        flow_trace=None,
        credit=say_credit(cube, tr("Model: Rawaan, from the censuses of 1998, 2017 and 2023 (PBS)")),
        plot=_lay_out(cube, view, order, blocks, palette, screen),
    )


def _find_matrix(cube: Cube, view: View) -> Finding:
    matrix, units = cube.matrices[view.period], cube.flow_units
    provinces = np.array(units.provinces)
    total = float(matrix.people.sum())
    if total <= 0:
        return Finding(tr(QUESTION), tr("Nobody moves from place to place"), tr("The estimate has no flow at all."), ())
    inside = float(matrix.people[provinces[:, None] == provinces].sum())
    origin, destination = np.unravel_index(int(matrix.people.argmax()), matrix.people.shape)
    largest = float(matrix.people[origin, destination])
    pair = tr("{origin} to {destination}").format(origin=units.names[origin], destination=units.names[destination])
    low, high = float(matrix.low[origin, destination]), float(matrix.high[origin, destination])
    crossing = total - inside
    if inside > crossing:
        headline = tr("More people move inside their province than out of it")
    elif inside < crossing:
        headline = tr("More people cross a provincial border than stay inside it")
    else:
        headline = tr("As many people cross a provincial border as stay inside it")
    lead = tr(
        "Of about {total} moves a year between places, {share} stay inside a province. The largest single flow is "
        "{pair}."
    ).format(total=say_short(total), share=say_share(inside, total), pair=pair)
    figures = (
        KeyFigure(say_short(total), tr("moves a year"), tr("sum of all cells · modelled")),
        KeyFigure(say_share(inside, total), tr("inside a province"), say_evidence("modelled")),
        KeyFigure(say_short(largest), pair, tr("{range} · modelled").format(range=say_range(low, high))),
    )
    return Finding(tr(QUESTION), headline, lead, figures)


def _build_cells(cube: Cube, view: View, order: Integers, people: Floats, classes: Classes) -> dict[str, Any]:
    units, matrix = cube.flow_units, cube.matrices[view.period]
    names = [units.names[unit] for unit in order.tolist()]
    # The browser fills in the places and the people.
    way = tr("{origin} → {destination}").format(origin="%{y}", destination="%{x}")
    amount = tr("{people} {unit} · {evidence}").format(
        people="%{customdata:,}", unit=say_unit(matrix.unit), evidence=say_evidence(matrix.evidence)
    )
    steps: list[list[int | None]] = classes.colour_index(people).tolist()
    for at, row in enumerate(steps):
        row[at] = None
    count = len(classes.colours)
    scale = [[edge / count, colour] for at, colour in enumerate(classes.colours) for edge in (at, at + 1)]
    return {
        "type": "heatmap",
        "name": "cells",
        "x": names,
        "y": names,
        # Null where nobody can move: a place to itself. Classes, not people, so that the few digits pack small.
        "z": steps,
        "zmin": -0.5,
        "zmax": count - 0.5,
        "colorscale": scale,
        "showscale": False,
        "xgap": 0.5,
        "ygap": 0.5,
        "customdata": np.rint(people).astype(int).tolist(),
        "meta": [units.codes[unit] for unit in order.tolist()],
        "hoverongaps": False,
        "hovertemplate": f"<b>{way}</b><br>{amount}<extra></extra>",
    }


def _lay_out(
    cube: Cube, view: View, order: Integers, blocks: tuple[Block, ...], palette: Palette, screen: Screen
) -> dict[str, Any]:
    count = order.size
    narrow = screen.width < WIDE
    margin = NARROW if narrow else MARGIN
    mirrored = is_right_to_left()
    if mirrored:
        margin = {**margin, "l": margin["r"], "r": margin["l"]}
    cell = (screen.width - margin["l"] - margin["r"]) / count
    names = [cube.flow_units.names[unit] for unit in order.tolist()]
    short = {name: f"{name[: SHORTEST - 1].rstrip()}…" for name in names if narrow and len(name) > SHORTEST}
    room = {"x": screen.width - margin["l"] - margin["r"], "y": screen.height - margin["t"] - margin["b"]}
    most = {way: {"nticks": int(length / SLANTING)} if mirrored else {} for way, length in room.items()}
    axis = {
        "type": "category",
        "tickfont": {"size": 10, "family": FONT, "color": palette.ink},
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
        "labelalias": short,
    }
    lines = [edge for block in blocks[1:] for edge in [block.first - 0.5]]
    shapes = [
        {"type": "line", "layer": "above", "line": {"color": palette.border_strong, "width": 1}, **ends}
        for edge in lines
        for ends in (
            {"x0": edge, "x1": edge, "y0": -0.5, "y1": count - 0.5},
            {"y0": edge, "y1": edge, "x0": -0.5, "x1": count - 0.5},
        )
    ]
    here = int(np.flatnonzero(order == cube.flow_units.index(view.place))[0])
    outline = {"type": "rect", "layer": "above", "line": {"color": palette.ink, "width": 1.5}}
    shapes += [
        {**outline, "x0": here - 0.5, "x1": here + 0.5, "y0": -0.5, "y1": count - 0.5},
        {**outline, "y0": here - 0.5, "y1": here + 0.5, "x0": -0.5, "x1": count - 0.5},
    ]
    return {
        "xaxis": {
            **axis,
            **most["x"],
            "side": "top",
            "tickangle": -90 if narrow else (60 if mirrored else -60),
            "title": {"text": ""},
            "range": [count - 0.5, -0.5] if mirrored else [-0.5, count - 0.5],
        },
        "yaxis": {**axis, **most["y"], "side": "right" if mirrored else "left", "range": [count - 0.5, -0.5]},
        "shapes": shapes,
        "annotations": _name_blocks(blocks, palette, cell) if not narrow else [],
        "margin": margin,
        "paper_bgcolor": palette.paper,
        "plot_bgcolor": palette.rule,
        "dragmode": "pan",
        "hovermode": "closest",
    }


def _name_blocks(blocks: tuple[Block, ...], palette: Palette, cell: float) -> list[dict[str, Any]]:
    """Name each province in the corner of its own block where the smallest flows are, if the name fits into it."""
    return [
        {
            "x": block.last - 0.5,
            "y": block.last - 0.5,
            "xref": "x",
            "yref": "y",
            "xanchor": "left" if is_right_to_left() else "right",
            "yanchor": "bottom",
            "showarrow": False,
            "text": f"<b>{name}</b>",
            "font": {"size": 11, "color": palette.ink, "family": FONT},
            "bgcolor": palette.panel,
            "opacity": 0.85,
            "borderpad": 2,
        }
        for block in blocks
        if block.last - block.first > 3
        for name in _fit_name(block, cell)
    ]


def _fit_name(block: Block, cell: float) -> list[str]:
    """Find the longest name of a province that is no wider than its block, if any."""
    names = [tr(PROVINCES.get(block.province, block.province)), tr(SHORT.get(block.province, ""))]
    room = (block.last - block.first) * cell - 8
    return [name for name in names if name and len(name) * LETTER <= room][:1]
