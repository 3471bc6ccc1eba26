"""Built-up land round a city, epoch by epoch, and how it grows beside its people."""

from __future__ import annotations

import math
from typing import Any

from dash import html

from boundaries.language import tr
from layers.bars import Bar, build_bars
from layers.cell_grid import CellGrid
from layers.cell_measures import say_grade
from layers.fringe_words import say_epoch
from layers.palette import Palette
from layers.region import REACH, find_near
from layers.wording import say_percent, say_years


def build_built(built: CellGrid, people: CellGrid | None, centre: tuple[float, float], palette: Palette) -> list[Any]:
    """
    Build the sections on built-up land.

    Parameters
    ----------
    built, people
        Loaded grids; None where there is no grid of people.
    centre
        Longitude, latitude.
    palette
        Colour of the bars.

    Returns
    -------
    children
        Land built up within `region.REACH` at each epoch; and, where both grids have two epochs in common, the
        indicator 11.3.1 of the Sustainable Development Goals in its logarithmic form.
    """
    land = sum_round(built, centre) / 1e6
    layer = built.layer
    grade = say_grade(layer.evidence)
    bars = [
        Bar(say_epoch(layer, epoch), f"{area:,.0f}", area, area, area, palette.circles[3], "modelled", title=grade)
        for epoch, area in enumerate(land.tolist())
    ]
    heading = html.H2(
        [
            tr("Built-up land within {reach} km").format(reach=f"{REACH:.0f}"),
            html.Span(tr("km², {evidence}").format(evidence=grade)),
        ]
    )
    parts = [heading, build_bars(bars)]
    sentence = _say_efficiency(built, people, land, centre)
    return [html.Section([*parts, html.P(sentence)] if sentence else parts, className="section")]


def sum_round(grid: CellGrid, centre: tuple[float, float]) -> Any:
    """
    Sum a grid round a centre.

    Parameters
    ----------
    grid, centre
        Cells; longitude, latitude.

    Returns
    -------
    sums
        One an epoch, of the cells whose centre lies within `region.REACH`.
    """
    return grid.layer.values[:, find_near(grid, centre)[0]].sum(axis=1)


def _say_efficiency(built: CellGrid, people: CellGrid | None, land: Any, centre: tuple[float, float]) -> str:
    """Set the growth of land beside that of people, for the years that both grids observed."""
    from boundaries.growth.land_use import land_use_efficiency

    if people is None or built.layer.evidence == "demonstration":
        return ""
    projected = {*built.layer.projected, *people.layer.projected}
    common = sorted(({*built.layer.epochs} & {*people.layer.epochs}) - projected)
    if len(common) < 2:
        return ""
    first, last = common[0], common[-1]
    counts = sum_round(people, centre)
    people_1, people_2 = (counts[people.layer.epochs.index(year)] for year in (first, last))
    land_1, land_2 = (land[built.layer.epochs.index(year)] for year in (first, last))
    row = land_use_efficiency(people_1, people_2, land_1, land_2, last - first).iloc[0]
    span = say_years(first, last)
    if not math.isfinite(row["ratio"]):
        words = tr("{span}: the ratio of land to people (SDG 11.3.1) is not defined: {reason}.")
        return words.format(span=span, reason=tr(row["undefined"]))
    rates = [say_percent(100 * float(row[name]), 1) for name in ("land_rate", "people_rate")]
    return tr(
        "{span}: built-up land grew {land} a year and people {people}, a ratio of {ratio} (SDG indicator 11.3.1, "
        "logarithmic form; above 1 land is used faster than people come)."
    ).format(span=span, land=rates[0], people=rates[1], ratio=f"{row['ratio']:.2f}")
