"""The evidence card: what kind of number this is, whence, on which boundaries, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of the estimate with something published."""

    name: str
    published: str
    estimated: str
    role: str
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    How sure the numbers of a view are.

    Attributes
    ----------
    grade
        counted, surveyed, derived, modelled, scenario or documented.
    summary
        One or two sentences.
    source, boundaries, beware
        Publisher, table and year; the boundary set; the warning that must stand beside the number.
    """

    grade: str
    title: str
    summary: str
    source: str
    boundaries: str
    beware: str


def build_evidence(evidence: Evidence) -> html.Section:
    """
    Build the card.

    Parameters
    ----------
    evidence
        What to say.

    Returns
    -------
    component
        A section; its border is dashed for modelled numbers.
    """
    rows = [("Source", evidence.source), ("Boundaries", evidence.boundaries), ("Beware", evidence.beware)]
    terms = [part for name, text in rows if text for part in (html.Dt(name), html.Dd(text))]
    return html.Section(
        [html.H2(evidence.title), html.P(evidence.summary), html.Dl(terms)],
        className=f"evidence {evidence.grade}",
    )


def build_checks(checks: tuple[Check, ...], sentences: tuple[str, ...]) -> html.Section:
    """
    Build "How good is this estimate?": every yardstick, hit or missed.

    Parameters
    ----------
    checks
        Comparisons, in the order wanted.
    sentences
        The summary in words.

    Returns
    -------
    component
        A fold-out with a table. "fit" marks what helped to choose the model, "test" what was kept out.
    """
    head = html.Thead(html.Tr([html.Th(text) for text in ("", "Published", "Here", "Role")]))
    rows = [
        html.Tr(
            [
                html.Td([html.Span(check.name), html.Br(), html.Span(_say_verdict(check), className=f"mark {check.verdict}")]),
                html.Td(check.published, className="number"),
                html.Td(check.estimated, className="number"),
                html.Td(check.role, title=check.note),
            ]
        )
        for check in checks
    ]
    table = html.Table([head, html.Tbody(rows)], className="checks")
    return html.Section(
        html.Details(
            [
                html.Summary("How good is this estimate?"),
                *[html.P(sentence) for sentence in sentences],
                table,
            ]
        ),
        className="section",
    )


def _say_verdict(check: Check) -> Any:
    return {"hit": "● meets it", "near": "◐ comes near", "miss": "○ misses it"}.get(check.verdict, check.verdict)
