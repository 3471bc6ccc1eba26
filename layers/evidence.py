"""The evidence card: what kind of number this is, whence, on which boundaries, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from dash import html

from boundaries.language import mark, speaks, tr
from layers.scatter import Dot, build_scatter


@dataclass(frozen=True, slots=True)
class Check:
    """
    One comparison of the estimate with something published, in words of the reader's language.

    `shares` are the published and the estimated percentage where both are one number of a flow: dots of a plot.
    """

    name: str
    published: str
    estimated: str
    role: str
    verdict: str
    note: str
    shares: tuple[float, float] | None = None


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
    rows = [
        (tr("Source"), evidence.source),
        (tr("Boundaries"), evidence.boundaries),
        (tr("Beware"), evidence.beware),
    ]
    terms = [part for name, text in rows if text for part in (html.Dt(name), html.Dd(text))]
    return html.Section(
        [html.H2(evidence.title), html.P(evidence.summary), html.Dl(terms)],
        className=f"evidence {evidence.grade}",
    )


def say_tests(checks: tuple[Check, ...]) -> str:
    """
    Say in one sentence how the estimate fares where it could fail.

    Parameters
    ----------
    checks
        Comparisons; only those of role "test" count.

    Returns
    -------
    sentence
        "Of 10 published figures that it was not fitted to, it meets 4."
    """
    tests = [check for check in checks if check.role == "test"]
    hits = sum(check.verdict == "hit" for check in tests)
    return tr("Of {all} published figures that it was not fitted to, it meets {met}.").format(all=len(tests), met=hits)


def build_checks(checks: tuple[Check, ...], sentences: tuple[str, ...]) -> html.Section:
    """
    Build "How good is this estimate?": every yardstick, met or missed.

    Parameters
    ----------
    checks
        Comparisons, in the order wanted.
    sentences
        The summary in words.

    Returns
    -------
    component
        A fold-out with a list for each role: "test" was kept out of the choice of the model, "fit" helped to
        choose it. It is the same object for the same period and language: do not change it.
    """
    return _build_checks(checks, sentences, speaks())


@lru_cache(maxsize=16)
def _build_checks(checks: tuple[Check, ...], sentences: tuple[str, ...], _language: str) -> html.Section:
    """Build the section in the language of the moment, which keeps the answers apart."""
    lists = []
    for role, heading in ROLES.items():
        rows = [_build_check(check) for check in checks if check.role == role]
        if rows:
            lists += [html.H3(tr(heading)), html.Ul(rows, className="checks")]
    summary = html.Summary(tr("How good is this estimate?"))
    words = [html.P(sentence) for sentence in sentences]
    return html.Section(html.Details([summary, *words, *_build_plot(checks), *lists]), className="section")


def _build_plot(checks: tuple[Check, ...]) -> list[Any]:
    """Plot what was counted against what the estimate says, flow by flow."""
    dots = [
        Dot(
            check.shares[1],
            check.shares[0],
            tr("{name}: published {published}, here {estimated}").format(
                name=check.name, published=check.published, estimated=check.estimated
            ),
        )
        for check in checks
        if check.shares is not None
    ]
    if not dots:
        return []
    return [
        html.H3(tr("Counted in 1998 against estimated")),
        build_scatter(
            dots,
            fitted=tr("estimated, % of moves inside Punjab"),
            observed=tr("counted"),
            said=tr("{count} shares counted in 1998 against the estimate; on the line they agree").format(
                count=len(dots)
            ),
        ),
    ]


ROLES: Final = {
    "test": mark("Not fitted to: tests"),
    "fit": mark("Used to choose the model: fits"),
    "constructed": mark("Met by construction"),
    "upper bound": mark("Upper bound"),
}

VERDICTS: Final = {"hit": mark("● met"), "near": mark("◐ near"), "miss": mark("○ missed")}


def _build_check(check: Check) -> html.Li:
    words = tr("published {published}; here {estimated}")
    return html.Li(
        [
            html.Span(tr(VERDICTS[check.verdict]), className=f"mark {check.verdict}"),
            html.Span(check.name, className="name"),
            html.Span(words.format(published=check.published, estimated=check.estimated), className="why"),
        ],
        title=check.note,
    )
