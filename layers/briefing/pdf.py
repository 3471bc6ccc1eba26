"""A briefing as a PDF: two to four A4 pages, tagged, with real text."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from boundaries.language import is_right_to_left, speak, tr
from layers.briefing.content import Brief, Section, Table
from layers.palette import LIGHT
from layers.paper.fonts import FOLDER
from layers.paper.qr import draw_code
from layers.wording import write_digits

if TYPE_CHECKING:
    import typst

TEMPLATE: Final = Path(__file__).with_name("brief.typ")

MOST: Final = 4
"""Pages; the type is made smaller until they suffice."""

SCALES: Final = {"en": (1.05, 1.0, 0.95, 0.9, 0.85, 0.8), "ur": (0.95, 0.9, 0.85, 0.8, 0.75)}
"""Sizes tried, by language: Urdu lines stand further apart, and never fit in the largest."""

CODE: Final = 100.0
"""Side of the QR code's drawing, any unit."""

COLOURS: Final = {
    "ink": LIGHT.ink,
    "muted": LIGHT.muted,
    "rule": LIGHT.rule,
    "accent": LIGHT.coming_line,
    "full": LIGHT.gain[2],
    "pale": LIGHT.gain[0],
    "loss": LIGHT.loss[2],
    "pale-loss": LIGHT.loss[0],
    "note": LIGHT.note,
    "note-rule": LIGHT.note_rule,
}


def draw_brief_pdf(brief: Brief, maps: dict[str, str]) -> bytes:
    """
    Draw a briefing as a PDF.

    Parameters
    ----------
    brief
        What it says, in its view's language.
    maps
        "" → the map of the finding, key of a section → its own: whole SVG documents.

    Returns
    -------
    pdf
        At most `MOST` pages; equal briefings give equal bytes.
    """
    compiler = open_compiler()
    with speak(brief.view.lang):
        text = json.dumps(_pack(brief), ensure_ascii=False)
    pdf = b""
    for scale in SCALES[brief.view.lang]:
        inputs = {"brief": text, "scale": str(scale), **{f"map-{key}": svg for key, svg in maps.items()}}
        made = compiler.compile(TEMPLATE, format="pdf", sys_inputs=inputs, timestamp=0)
        assert isinstance(made, bytes)
        pdf = made
        if int(compiler.query("<pages>", field="value", one=True)) <= MOST:
            break
    return pdf


@lru_cache(maxsize=1)
def open_compiler() -> typst.Compiler:
    """Open the compiler once in a process: it keeps the fonts, and what two briefings have alike."""
    import typst

    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=[FOLDER], ignore_system_fonts=True)


def _pack(brief: Brief) -> dict[str, Any]:
    from layers.files.content import SOFTWARE

    return {
        **{
            name: getattr(brief, name)
            for name in ("kind", "place", "headline", "lead", "notice", "map_words", "map_caption", "credit", "date")
        },
        "title": brief.title,
        "author": SOFTWARE,
        "brand": SOFTWARE.partition(" ")[0],
        "lang": brief.view.lang,
        "rtl": is_right_to_left(),
        "colours": COLOURS,
        "numerals": list(write_digits("0123456789", brief.view.digits)),
        "figures": [asdict(one) for one in brief.figures],
        "sections": [_pack_section(section) for section in brief.sections],
        "link": brief.link,
        "link_title": say_link(brief.link),
        "code": _draw_link(brief.link),
    }


def _pack_section(section: Section) -> dict[str, Any]:
    """Set small tables side by side, two to a row."""
    groups: list[list[Table]] = []
    for table in section.tables:
        narrow = not table.spans and len(table.head) < 5 and len(section.tables) > 1
        if narrow and groups and len(groups[-1]) == 1 and not groups[-1][0].spans:
            groups[-1].append(table)
        else:
            groups.append([table])
    return {
        "title": section.title,
        "paragraphs": section.paragraphs,
        "leaf": section.leaf,
        "map": section.key if section.view is not None else "",
        "map_words": section.map_words,
        "groups": [[asdict(table) for table in row] for row in groups],
    }


def say_link(link: str) -> str:
    """
    Say how the view of a briefing is opened.

    Parameters
    ----------
    link
        Its address, or its query where the address of the page is not known.

    Returns
    -------
    words
        The address follows them only where it can be opened.
    """
    if "://" in link:
        return tr("Open this view in the atlas")
    query = f"\N{LEFT-TO-RIGHT ISOLATE}{link}\N{POP DIRECTIONAL ISOLATE}"
    return tr("In the atlas: put {query} after its address.").format(query=query)


def _draw_link(link: str) -> str:
    """Draw the QR code of an address; one without a host cannot be opened by a telephone, and has none."""
    if "://" not in link:
        return ""
    code = draw_code(link, 0.0, 0.0, CODE, LIGHT.ink)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CODE:g} {CODE:g}">{code}</svg>'
