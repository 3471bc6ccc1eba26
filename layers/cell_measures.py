"""What colours the cells: density, growth, net gain, urban classes, built-up land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries.cells.layer import CellLayer
from boundaries.language import mark, tr
from layers.cell_grid import CellGrid
from layers.legend import Key
from layers.palette import Palette
from layers.scales import Classes, class_fixed
from layers.terms import say_evidence
from layers.wording import say_percent, say_rate, say_years

Floats = NDArray[np.float64]

DENSITY_LIMITS: Final = (50.0, 300.0, 1500.0, 5000.0, 15000.0)
"""People per km². The first three are those of the Degree of Urbanisation; the rest tell a city's parts apart."""

IMPLAUSIBLE: Final = 15.0
"""% a year, as `flows.tehsil_growth.IMPLAUSIBLE` (a test says so): pandas is not imported for one number."""

GROWTH_LIMITS: Final = (0.0, 1.0, 2.0, 3.0, 4.0)
"""% a year."""

NET_LIMITS: Final = (-100.0, -20.0, -4.0, 0.0, 4.0, 20.0, 100.0)
"""People per km² a year."""

BUILT_LIMITS: Final = (1.0, 5.0, 15.0, 30.0, 50.0)
"""% of the cell."""

CLASS_NAMES: Final = {
    30: mark("urban centre"),
    23: mark("dense urban cluster"),
    22: mark("semi-dense urban cluster"),
    21: mark("suburban or peri-urban"),
    13: mark("rural cluster"),
    12: mark("low density rural"),
    11: mark("very low density rural"),
    10: mark("water"),
    0: mark("not classified"),
}
"""GHSL's names of the Degree of Urbanisation, level 2."""


FIRST, SECOND, THIRD = ("%{customdata[1]:,.0f}", "%{customdata[2]:,.0f}", "%{customdata[3]}")
"""Where Plotly's hover puts the first two facts of a cell, which are numbers, and the third, a text."""


@dataclass(frozen=True, slots=True)
class CellColours:
    """
    What colours the cells of a view.

    Attributes
    ----------
    title
        The measure and its unit.
    values
        One a cell; NaN where the measure is not defined.
    classes
        Colours and limits.
    ends
        Words for the ends of a diverging scale, or ().
    keys
        Swatches where the classes are kinds, not amounts.
    hover
        Plotly's hover lines below the name; the columns of `facts` are customdata 1, 2, …
    facts
        Columns of n people or texts: what the hover says.
    """

    title: str
    values: Floats
    classes: Classes
    ends: tuple[str, ...]
    keys: tuple[Key, ...]
    hover: str
    facts: tuple[list[Any], ...]


def growth_a_year(before: Floats, after: Floats, years: float) -> Floats:
    """
    Compute compound growth.

    Parameters
    ----------
    before, after
        Counts, any one shape.
    years
        Between them, above zero.

    Returns
    -------
    growth
        % a year; NaN unless both are above zero.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        growth: Floats = 100 * ((after / before) ** (1 / years) - 1)
    return np.where((before > 0) & (after > 0), growth, np.nan)


def net_gain(before: Floats, after: Floats, total: tuple[float, float]) -> Floats:
    """
    Compute what a cell gained beyond the country's growth: the residual method with one national rate.

    Parameters
    ----------
    before, after
        People.
    total
        People of the whole country at the two dates.

    Returns
    -------
    gain
        People; zero in sum over the country.
    """
    return after - before * (total[1] / total[0])


def colour_cells(
    grid: CellGrid, shade: str, epoch: int, palette: Palette, *, total: tuple[float, float] = (1.0, 1.0)
) -> CellColours:
    """
    Colour the cells of a grid.

    Parameters
    ----------
    grid
        At the resolution drawn.
    shade
        A choice of `View.shade`.
    epoch
        Position of the epoch shown; growth and net gain run to it from the one before.
    palette
        Colours.
    total
        For "net": people of the whole country at the two dates.

    Returns
    -------
    colours
        With limits that are the same for every place, so that two pictures can be compared.
    """
    layer = grid.layer
    if shade == "class":
        return _colour_classes(layer, epoch, palette)
    if shade == "built":
        return _colour_built(layer, epoch, palette)
    if shade == "density":
        return _colour_density(layer, epoch, palette)
    start = max(epoch - 1, 0)
    before, after, years = layer.values[start], layer.values[epoch], grid.times[epoch] - grid.times[start] or 1.0
    first, last = layer.epochs[start], layer.epochs[epoch]
    span = say_years(first, last)
    people = tr("{before} → {after} people, {span}").format(before=FIRST, after=SECOND, span=span)
    people = f"{people}<br>{say_evidence(layer.evidence)}"
    if shade == "growth":
        growth = growth_a_year(before, after, years)
        # No growth explains it: a line was redrawn between the two counts.
        growth = np.where(np.abs(growth) < IMPLAUSIBLE, growth, np.nan)
        return CellColours(
            tr("Growth {span}, % a year").format(span=span),
            growth,
            class_fixed(GROWTH_LIMITS, palette.circles),
            (),
            (),
            f"{THIRD}<br>{people}",
            (_count(before), _count(after), _say_growths(growth)),
        )
    gain = net_gain(before, after, total) / layer.areas / years
    colours = (*reversed(palette.loss), *palette.gain)
    return CellColours(
        tr("Net gain {span}, people per km² a year").format(span=span),
        gain,
        class_fixed(NET_LIMITS, colours),
        (tr("losing people"), tr("gaining people")),
        (),
        f"{tr('{rate} people per km² a year, net').format(rate=THIRD)}<br>{people}",
        (_count(before), _count(after), [say_rate(rate) for rate in gain.tolist()]),
    )


def _colour_density(layer: CellLayer, epoch: int, palette: Palette) -> CellColours:
    people = layer.values[epoch]
    density = people / layer.areas
    per_area = tr("{people} people per km²").format(people=SECOND)
    counted = tr("{people} people, {year}").format(people=FIRST, year=layer.epochs[epoch])
    return CellColours(
        tr("People per km², {year}").format(year=layer.epochs[epoch]),
        density,
        class_fixed(DENSITY_LIMITS, palette.circles),
        (),
        (),
        f"{per_area}<br>{counted}<br>{say_evidence(layer.evidence)}",
        (_count(people), _count(density)),
    )


def _colour_built(layer: CellLayer, epoch: int, palette: Palette) -> CellColours:
    built = layer.values[epoch] / 1e6
    share = 100 * built / layer.areas
    year = layer.epochs[epoch]
    title = tr("Built-up land, % of the cell, {year}")
    land = tr("{area} km², {year}")
    if year in layer.projected:
        title, land = tr("Built-up land, % of the cell, {year}, projected"), tr("{area} km², {year}, projected")
    part = tr("{share} % built up").format(share="%{customdata[2]:.1f}")
    land = land.format(area="%{customdata[1]:.2f}", year=year)
    return CellColours(
        title.format(year=year),
        share,
        class_fixed(BUILT_LIMITS, palette.circles),
        (),
        (),
        f"{part}<br>{land}<br>{say_grade(layer.evidence)}",
        (built.round(3).tolist(), share.round(2).tolist()),
    )


def say_grade(evidence: str) -> str:
    """
    Say how sure a layer is, where one points at it.

    Parameters
    ----------
    evidence
        Of a `CellLayer`.

    Returns
    -------
    words
        The design's word; a demonstration is shouted.
    """
    return tr("DEMONSTRATION, not real") if evidence == "demonstration" else say_evidence(evidence)


def class_colours(palette: Palette) -> dict[int, str]:
    """
    Give every urban class its colour: violet for the city and its belt, green for the land.

    Parameters
    ----------
    palette
        The theme.

    Returns
    -------
    colours
        By code.
    """
    violet, green = palette.circles, palette.places
    return {
        30: violet[5],
        23: violet[3],
        22: violet[2],
        21: violet[1],
        13: green[3],
        12: green[1],
        11: green[0],
        10: palette.river,
        0: palette.no_data,
    }


def _colour_classes(layer: CellLayer, epoch: int, palette: Palette) -> CellColours:
    people = layer.values[epoch]
    kinds = class_colours(palette)
    codes = sorted(kinds)
    found = layer.classes[epoch] if layer.classes is not None else np.zeros(people.size, dtype=np.uint8)
    values = np.searchsorted(codes, found).astype(np.float64)
    shown = (30, 23, 22, 21, 13, 12, 11)
    names = {code: tr(name) for code, name in CLASS_NAMES.items()}
    per_area = tr("{people} people per km²").format(people=SECOND)
    counted = tr("{people} people, {year}").format(people=FIRST, year=layer.epochs[epoch])
    return CellColours(
        "",
        values,
        Classes(tuple(index + 0.5 for index in range(len(codes) - 1)), tuple(kinds[code] for code in codes)),
        (),
        tuple(Key(names[code][0].upper() + names[code][1:], kinds[code], style="hexagon") for code in shown),
        f"{THIRD}<br>{per_area}<br>{counted}<br>{say_evidence(layer.evidence)}",
        (_count(people), _count(people / layer.areas), [names[code] for code in found.tolist()]),
    )


def _count(values: Floats) -> list[Any]:
    """Round to whole numbers, which are fewer bytes on the wire."""
    counts: list[Any] = np.rint(np.nan_to_num(values)).astype(np.int64).tolist()
    return counts


def _say_growths(rates: Floats) -> list[str]:
    """Say every cell's growth; the templates are looked up once, since there are thousands of cells."""
    known, unknown = tr("{growth} a year"), tr("growth cannot be told: not comparable")
    return [known.format(growth=say_percent(rate, 1)) if np.isfinite(rate) else unknown for rate in rates.tolist()]
