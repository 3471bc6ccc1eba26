"""How sure a briefing is, and on what: evidence, yardsticks met and missed, method, sources, boundaries, licence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from boundaries.language import mark, tr
from layers.briefing.content import Section, Table
from layers.cube import Cube
from layers.evidence import Check, Evidence, say_tests
from layers.files.content import SOFTWARE
from layers.months import say_date
from layers.terms import say_carried
from layers.view import View

LICENCES: Final = (mark("Public domain (Unlicense; base map Natural Earth)"),)
"""Of the boundary sets that are no mere names of licences; others stand as their set has them."""

VERDICTS: Final = {"hit": mark("met"), "near": mark("nearly met"), "miss": mark("missed")}


def build_sureness(evidence: Evidence, checks: Sequence[Check], summary: Sequence[str]) -> Section:
    """
    Build "How sure are we?".

    Parameters
    ----------
    evidence
        Of the numbers.
    checks
        The estimate held against published figures; () where nothing can be compared. Those that nothing was fitted
        to stand in the table; what is met by construction, bounds and fits are summed up in words.
    summary
        Of the checks, in words.

    Returns
    -------
    section
        Starts a page.
    """
    rows = [
        (
            say_carried(check.name),
            say_carried(check.published),
            say_carried(check.estimated),
            tr(VERDICTS[check.verdict]),
        )
        for check in checks
        if check.role == "test"
    ]
    tables: tuple[Table, ...] = ()
    if rows:
        tables = (
            Table(
                tr("The estimate against published figures that it was not fitted to"),
                (tr("Published figure"), tr("Published"), tr("Estimate (range)"), tr("Verdict")),
                tuple(rows),
                words=(3,),
                shares=(2.5, 1.1, 2.0, 0.8),
            ),
        )
    # The summary counts the tests, and says more of them than the sentence on the card.
    said = evidence.summary.replace(say_tests(tuple(checks)), "").strip() if summary else evidence.summary
    return Section(
        "sureness",
        tr("How sure are we?"),
        tuple(text for text in (said, evidence.beware, *map(say_carried, summary)) if text),
        tables,
        evidence.source,
        leaf=True,
    )


def build_method(cube: Cube, evidence: Evidence, day: date) -> Section:
    """
    Build "Method and sources".

    Parameters
    ----------
    cube
        Its boundary set is described.
    evidence
        Of the numbers.
    day
        When the briefing was made.

    Returns
    -------
    section
        Dated; with boundary note and licence.
    """
    manifest = cube.manifest
    licence = tr(
        "Licence: the estimates are Rawaan’s and free to use (MIT licence); census figures are facts, credit the "
        "Pakistan Bureau of Statistics. Boundaries: {licence}."
    ).format(licence=say_carried(str(manifest.get("licence", ""))).rstrip(".") or tr("not stated"))
    made = tr("Made on {date} with {software}.").format(date=say_date(day), software=SOFTWARE)
    paragraphs = (
        tr("Sources: {sources}").format(sources=evidence.source),
        tr("Boundaries: {boundaries}").format(boundaries=evidence.boundaries),
        say_carried(str(manifest["border_note"])),
        licence,
        made,
    )
    return Section("method", tr("Method and sources"), tuple(text for text in paragraphs if text), (), evidence.source)


def describe_address(view_query: str, base: str) -> str:
    """
    Write the address of a view.

    Parameters
    ----------
    view_query
        Without the question mark.
    base
        Address of the page; "" where it is not known.

    Returns
    -------
    address
        At least a question mark, so that it can be told from other text.
    """
    return f"{base.partition('?')[0]}?{view_query or f'place={View().place}'}"
