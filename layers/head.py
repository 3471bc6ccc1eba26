"""What stands round every view, in the reader's language: tools, names of the page's parts, words of its script."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from boundaries.language import LANGUAGES, RIGHT_TO_LEFT, mark, tr
from layers.markup import aria, data
from layers.view import View

PARTS: Final = {
    "brand": mark("Rawaan: back to the opening view"),
    "questions": mark("Questions"),
    "map": mark("Map"),
    "legend": mark("Legend"),
    "zoom-in": mark("Zoom in"),
    "zoom-out": mark("Zoom out"),
    "zoom-home": mark("Back to the opening frame"),
    "present": mark("Present: the finding and the map alone"),
    "table": mark("The map as a table"),
    "dialog-close": mark("Close"),
    "panel": mark("Finding and figures"),
}
"""Id of a part → the name that is read out."""

TEXTS: Final = {
    "fault-title": mark("This view cannot be shown"),
    "fault-home": mark("Back to the opening view"),
    "skip": mark("To the figures"),
}
"""Id of an element → what it says."""

SCRIPT: Final = {
    "copied": mark("Copied"),
    "copy": mark("Copy link"),
    "silent": mark("The atlas did not answer. Check that it is still running, then reload the page."),
    "find": mark("Find a place"),
    "nowhere": mark("No place of this name"),
    "clear": mark("Clear the search"),
    "preparing": mark("Preparing the file …"),
    "cancelled": mark("Cancelled. Nothing was kept."),
    "ready": mark("Ready: the file is being saved."),
}
"""What the page's script says by itself."""


def build_tools(view: View) -> list[Any]:
    """
    Build the buttons at the end of the head.

    Parameters
    ----------
    view
        Its language; the other one is offered.

    Returns
    -------
    children
        Buttons and links.
    """
    other = next(language for language in LANGUAGES if language != view.lang)
    # Briefings are of the estimate: a scenario or a table of the reader's own has none.
    brief = [] if view.question == "whatif" or view.data == "own" else [("briefing", tr("Briefing"))]
    return [
        *[
            html.Button(title, className="tool", **data(dialog=name))
            for name, title in [("download", tr("Download")), *brief]
        ],
        html.Button(tr("Copy link"), id="copy", className="tool"),
        html.A(
            LANGUAGES[other],
            href=f"?{view.but(lang=other).to_query()}",
            className="tool language",
            lang=other,
            hrefLang=other,
            **data(view=""),
        ),
        html.Button("◐", id="theme", className="tool", **aria(label=tr("Light or dark"))),
    ]


def describe_page(view: View) -> dict[str, Any]:
    """
    Say what the page's script sets and says for a view.

    Parameters
    ----------
    view
        Language and mode.

    Returns
    -------
    page
        `lang`, `dir`, `mode`; `parts` and `texts` by element id; `say`, the script's own words.
    """
    return {
        "lang": view.lang,
        "dir": "rtl" if view.lang in RIGHT_TO_LEFT else "ltr",
        "mode": view.mode,
        "parts": {name: tr(text) for name, text in PARTS.items()},
        "texts": {name: tr(text) for name, text in TEXTS.items()},
        "say": {name: tr(text) for name, text in SCRIPT.items()},
    }
