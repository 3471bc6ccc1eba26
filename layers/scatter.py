"""Observed against fitted: dots in a square with its diagonal, as page components."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dash import html

from boundaries.language import tr
from layers.markup import aria, data


@dataclass(frozen=True, slots=True)
class Dot:
    """One comparison: fitted across, observed upwards, on the scatter's scale; `title` says it in words."""

    fitted: float
    observed: float
    title: str
    flow: str = ""


def build_scatter(dots: list[Dot], *, fitted: str, observed: str, said: str, log: bool = False) -> html.Div:
    """
    Build the scatter.

    Parameters
    ----------
    dots
        Not negative; with `log`, those that are zero on either side are left out, and the caption says how many.
    fitted, observed
        Names of the axes, with their unit.
    said
        What the plot shows, for those who cannot see it.
    log
        Whether both axes are logarithmic; else they start at zero.

    Returns
    -------
    component
        A dot on the diagonal is a perfect fit; above it more was observed. Empty `dots` give an empty square.
    """
    kept = [dot for dot in dots if dot.fitted > 0 and dot.observed > 0] if log else dots
    values = [value for dot in kept for value in (dot.fitted, dot.observed)]
    top = max(values, default=1.0) or 1.0
    bottom = min(values, default=0.1) if log else 0.0

    def at(value: float) -> float:
        share = math.log(value / bottom) / (math.log(top / bottom) or 1.0) if log else value / top
        return round(2 + 96 * share, 1)

    marks = [
        html.I(
            style={"left": f"{at(dot.fitted)}%", "bottom": f"{at(dot.observed)}%"},
            title=dot.title,
            **(data(flow=dot.flow) if dot.flow else {}),
        )
        for dot in kept
    ]
    left_out = len(dots) - len(kept)
    caption: list[Any] = [html.Span(tr("{axis} →").format(axis=fitted), className="across")]
    if left_out:
        words = tr("{count} without people on one side are left out").format(count=left_out)
        caption.append(html.Span(words, className="note"))
    return html.Div(
        [
            html.Span(tr("{axis} →").format(axis=observed), className="up"),
            html.Div(marks, className="square", role="img", **aria(label=said)),
            *caption,
        ],
        className="scatter",
    )
