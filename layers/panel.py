"""The finding as page components: headline, sentence, key figures."""

from __future__ import annotations

from typing import Any

from dash import html

from layers.finding import Finding


def build_finding(finding: Finding) -> list[Any]:
    """
    Build the head of the panel.

    Parameters
    ----------
    finding
        What the view says.

    Returns
    -------
    children
        A heading, a sentence, and up to three key figures, each with its range and evidence.
    """
    figures = [
        html.Div([html.B(figure.number), html.Span(figure.label), html.Small(figure.sureness)])
        for figure in finding.figures
    ]
    children: list[Any] = [html.H1(finding.headline), html.P(finding.lead, className="lead")]
    if figures:
        children.append(html.Div(figures, className="figures"))
    return children
