"""Bars with their ranges, as page components: partners, gains and losses, periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from layers.markup import data


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One row of a bar chart.

    Attributes
    ----------
    name, value
        Label and written value.
    size, low, high
        On the chart's scale; `size` may be negative. Equal `low` and `high` draw no whisker.
    tone
        CSS colour.
    evidence
        "modelled" bars are pale with an outline, others are filled.
    href
        Query of the view a click opens, "" for none.
    moves
        Whether that view moves the map; else it stays where the reader has it.
    flow
        Id of the arrow that lights up with the bar, "" for none.
    title
        Said in full on hover and to screen readers.
    """

    name: str
    value: str
    size: float
    low: float
    high: float
    tone: str
    evidence: str
    href: str = ""
    moves: bool = False
    flow: str = ""
    title: str = ""


def build_bars(bars: list[Bar], *, rest: str = "", rest_value: str = "") -> html.Ol:
    """
    Build a list of bars on one scale that starts at zero.

    Parameters
    ----------
    bars
        In the order wanted; may be empty.
    rest, rest_value
        A last line without a bar for what the bars leave out, so that the numbers add up.

    Returns
    -------
    component
        An ordered list; each row is a link where it has one.
    """
    low = min([0.0, *(min(bar.size, bar.low) for bar in bars)])
    high = max([0.0, *(max(bar.size, bar.high) for bar in bars)])
    span = (high - low) or 1.0

    def at(value: float) -> float:
        return round(100 * (value - low) / span, 2)

    rows = [html.Li(_build_row(bar, at, low < 0)) for bar in bars]
    if rest:
        row = [
            html.Span(rest, className="name"),
            html.Span(className="track"),
            html.Span(rest_value, className="value"),
        ]
        rows.append(html.Li(html.Span(row, className="bar rest")))
    return html.Ol(rows, className="bars")


def _build_row(bar: Bar, at: Any, signed: bool) -> Any:
    start, end = sorted((at(0.0), at(bar.size)))
    track = [html.Span(className=f"fill {bar.evidence}", style=_span(start, max(end - start, 0.6)))]
    if bar.high > bar.low:
        track.append(html.Span(className="whisker", style=_span(at(bar.low), at(bar.high) - at(bar.low))))
    if signed:
        track.append(html.Span(className="axis0", style={"insetInlineStart": f"{at(0.0)}%"}))
    children = [
        html.Span(bar.name, className="name"),
        html.Span(track, className="track", style={"--tone": bar.tone}),
        html.Span(bar.value, className="value"),
    ]
    extra = data(flow=bar.flow) if bar.flow else {}
    if not bar.href:
        return html.Span(children, className="bar", title=bar.title, **extra)
    mark = "moves" if bar.moves else ""
    return html.A(children, className="bar", href=f"?{bar.href}", title=bar.title, **extra, **data(view=mark))


def _span(start: float, width: float) -> dict[str, str]:
    """Place a mark from where reading starts: in Urdu from the right."""
    return {"insetInlineStart": f"{start}%", "width": f"{width:.2f}%"}
