"""The legend as data (for the saved picture) and as page components."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from dash import html

from boundaries.language import tr


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend: an arrow or a swatch, and what it stands for."""

    text: str
    colour: str
    line: str = ""
    width: float = 0.0
    style: str = "swatch"


@dataclass(frozen=True, slots=True)
class Legend:
    """
    What the marks of a picture mean.

    Attributes
    ----------
    title
        The measure that colours the places, with its unit; "" when places carry no measure.
    colours, limits
        Classes from low to high, and the written limits between them (one fewer).
    ends
        Words below the two ends of a diverging scale, or ().
    keys
        Arrows and swatches.
    sentence
        "Showing N of M flows, x % of movers", or another statement of what is drawn.
    note
        Boundaries and border note, sources.
    """

    title: str = ""
    colours: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    sentence: str = ""
    note: str = ""
    no_data: str = ""
    no_data_text: str = field(default_factory=lambda: tr("no census figures"))


def build_legend(legend: Legend) -> list[Any]:
    """
    Build the legend's components.

    Parameters
    ----------
    legend
        The legend.

    Returns
    -------
    children
        Parts in reading order: colours, keys, what is drawn, the note.
    """
    parts: list[Any] = []
    if legend.title:
        parts.append(html.Div(className="part", children=_build_classes(legend)))
    if legend.keys or legend.sentence:
        keys = [html.Div(className="key", children=[_build_mark(key), html.Span(key.text)]) for key in legend.keys]
        parts.append(html.Div(className="part", children=[*keys, html.P(legend.sentence, className="sentence")]))
    parts.append(html.Div(className="part quiet", children=legend.note))
    return parts


def _build_classes(legend: Legend) -> list[Any]:
    count = len(legend.colours)
    limits = [
        html.Span(text, style={"left": f"{100 * (index + 1) / count:.2f}%"}) for index, text in enumerate(legend.limits)
    ]
    children: list[Any] = [
        html.H2(legend.title),
        html.Div(className="classes", children=[html.I(style={"background": colour}) for colour in legend.colours]),
        html.Div(className="limits", children=limits),
    ]
    if legend.ends:
        children.append(html.Div(className="ends", children=[html.Span(end) for end in legend.ends]))
    if legend.no_data:
        swatch = html.I(className="swatch", style={"background": legend.no_data})
        children.append(html.Div(className="key", children=[swatch, html.Span(legend.no_data_text)]))
    return children


def _build_mark(key: Key) -> Any:
    if key.style == "words":
        return None
    if key.style == "swatch":
        return html.I(className="swatch", style={"background": key.colour})
    if key.style == "hexagon":
        return html.Img(src=svg_address(_hexagon(key), 18, 18), alt="", width=18, height=18)
    if key.style == "circle":
        size = 2 * key.width
        return html.Img(src=svg_address(_circle(key), size + 2, size + 2), alt="", width=size + 2, height=size + 2)
    height = max(key.width + 12, 14)
    return html.Img(src=svg_address(draw_key_arrow(key, 64, height), 64, height), alt="", width=64, height=height)


def draw_key_arrow(key: Key, length: float, height: float) -> str:
    """
    Draw a legend arrow as SVG markup, with the shape and style of the arrows on the map.

    Parameters
    ----------
    key
        Its width is the shaft's, in CSS pixels.
    length, height
        Size of the drawing.

    Returns
    -------
    markup
        An SVG path.
    """
    middle, half = height / 2, key.width / 2
    across = half + min(max(0.36 * key.width, 1.6), 5.0)
    along = min(max(0.85 * 2 * across, 4.0), 20.0)
    if key.style == "dashed":
        return (
            f'<path d="M2 {middle}H{length - 7}" stroke="{key.colour}" stroke-width="2" stroke-dasharray="6 4"/>'
            f'<path d="M{length - 9} {middle - 4}L{length - 2} {middle}L{length - 9} {middle + 4}" fill="none" '
            f'stroke="{key.colour}" stroke-width="2"/>'
        )
    path = (
        f"M2 {middle - half}H{length - 2 - along}V{middle - across}L{length - 2} {middle}"
        f"L{length - 2 - along} {middle + across}V{middle + half}H2Z"
    )
    outline = f' stroke="{key.line}"' if key.style == "modelled" else ""
    return f'<path d="{path}" fill="{key.colour}"{outline}/>'


def _circle(key: Key) -> str:
    middle = key.width + 1
    return (
        f'<circle cx="{middle}" cy="{middle}" r="{key.width}" fill="{key.colour}" fill-opacity=".6" '
        f'stroke="{key.line}"/>'
    )


def _hexagon(key: Key) -> str:
    """Draw a cell, filled or only outlined."""
    stroke = f' stroke="{key.line}" stroke-width="{key.width}"' if key.line else ""
    return f'<path d="M9 1.5L15.5 5.2V12.8L9 16.5L2.5 12.8V5.2Z" fill="{key.colour or "none"}"{stroke}/>'


def svg_address(body: str, width: float, height: float) -> str:
    """
    Write a drawing as the address of an image.

    Parameters
    ----------
    body
        SVG markup of what is drawn.
    width, height
        Size in CSS pixels.

    Returns
    -------
    address
        A data address: the image travels with the page.
    """
    size = f'width="{width}" height="{height}"'
    markup = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>{body}</svg>'
    return "data:image/svg+xml," + quote(markup, safe="/:='\" <>")
