"""A small line chart: one measure against another, drawn as SVG, its words as page text."""

from __future__ import annotations

from typing import Any

from dash import html

from boundaries.language import tr
from layers.legend import svg_address

WIDTH, HEIGHT, MARGIN = 300.0, 96.0, 5.0


def build_line_chart(
    points: list[tuple[float, float]], *, colour: str, rule: str, title: str, across: str, said: str, unit: str
) -> html.Div:
    """
    Build a line chart whose vertical axis starts at zero.

    Parameters
    ----------
    points
        (across, upwards), by rising `across`; at least two, else there is no line.
    colour, rule
        CSS colours of the line and of the axes.
    title, across
        Names of the two axes.
    said
        What the chart shows, for those who cannot see it.
    unit
        Written after the largest value.

    Returns
    -------
    component
        The chart with the ends of both axes in words.
    """
    least, most = min(x for x, _ in points), max(x for x, _ in points)
    top = max(y for _, y in points) or 1.0

    def at(x: float, y: float) -> str:
        left = MARGIN + (WIDTH - 2 * MARGIN) * (x - least) / ((most - least) or 1.0)
        return f"{left:.1f},{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * y / top:.1f}"

    line = " ".join(at(x, y) for x, y in points)
    body = (
        f'<path d="M{MARGIN} {MARGIN}V{HEIGHT - MARGIN}H{WIDTH - MARGIN}" fill="none" stroke="{rule}"/>'
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>'
    )
    # A number and its unit are one text: languages put them together in different ways.
    most_upwards = tr("{number}" + unit).format(number=f"{top:.3g}")
    ends: list[Any] = [html.Span(f"{least:.0f}"), html.Span(across), html.Span(f"{most:.0f}")]
    return html.Div(
        [
            html.Div([html.Span(title), html.Span(most_upwards)], className="ends"),
            html.Img(src=svg_address(body, WIDTH, HEIGHT), alt=said),
            html.Div(ends, className="ends"),
        ],
        className="line-chart",
    )
