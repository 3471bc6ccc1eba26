"""A sheet as SVG, PDF and PNG: one drawing, whose fonts travel inside."""

from __future__ import annotations

import base64
import datetime
import struct
import zlib
from functools import lru_cache
from threading import Lock
from typing import Any, Final

import typst

from boundaries.language import RIGHT_TO_LEFT, tr
from layers._errors import ExportError
from layers.paper.fonts import FOLDER, SANS, SERIF, URDU
from layers.paper.sheet import Sheet

DPI: Final = 96.0
"""Dots per inch of a picture at scale 1."""

POINT: Final = 72.0 / 96.0
"""Typst's points in a CSS pixel."""

WEB_FONTS: Final = (
    (SANS, "inter.woff2", "100 900"),
    (SERIF, "source-serif.woff2", "200 900"),
    (URDU, "nastaliq.woff2", "400 700"),
)
"""Family, file beside the printed fonts, and weights: the same letters, as wide as those that were measured."""

SOURCE: Final = b"""
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title, author: told.author, keywords: told.keywords, description: told.description,
  date: datetime(year: told.date.at(0), month: told.date.at(1), day: told.date.at(2)))
#set text(lang: told.language)
#set page(width: told.width * 1pt, height: told.height * 1pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: told.alt)
"""


_TURN: Final = Lock()


@lru_cache(maxsize=1)
def _open_compiler() -> typst.Compiler:
    return typst.Compiler(root=str(FOLDER), font_paths=[str(FOLDER)], ignore_system_fonts=True)


def write_svg(sheet: Sheet) -> bytes:
    """
    Write a sheet as SVG that looks the same where our fonts are not installed.

    Parameters
    ----------
    sheet
        The drawing.

    Returns
    -------
    svg
        The web fonts of the page travel inside. Nastaliq, the largest, only with a sheet in Urdu; elsewhere it draws no
        more than the program's name.
    """
    rules = [
        f"@font-face{{font-family:'{family}';font-weight:{weights};src:url(data:font/woff2;base64,{_read_font(name)})}}"
        for family, name, weights in WEB_FONTS
        if family in sheet.svg and (family != URDU or sheet.language in RIGHT_TO_LEFT)
    ]
    head, mark, rest = sheet.svg.partition("<title>")
    return f"{head}<style>{''.join(rules)}</style>{mark}{rest}".encode()


@lru_cache(maxsize=len(WEB_FONTS))
def _read_font(name: str) -> str:
    return base64.b64encode((FOLDER.parent / name).read_bytes()).decode("ascii")


def write_pdf(sheet: Sheet) -> bytes:
    """
    Write a sheet as PDF.

    Parameters
    ----------
    sheet
        The drawing.

    Returns
    -------
    pdf
        One page whose text can be searched and copied, its fonts inside; the same sheet gives the same bytes.
    """
    year, month, day = (int(part) for part in sheet.date.split("-"))
    noon = datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC)
    return _compile(sheet, format="pdf", timestamp=int(noon.timestamp()))


def write_png(sheet: Sheet, *, scale: float = 2.0) -> bytes:
    """
    Write a sheet as PNG.

    Parameters
    ----------
    sheet
        The drawing.
    scale
        1 is 96 dots per inch, 3.125 is 300, 4 is 384.

    Returns
    -------
    png
        With its resolution, title, source and licence inside.

    Raises
    ------
    ExportError
        The scale is not between 0.1 and 8.
    """
    if not 0.1 <= scale <= 8:
        raise ExportError(tr("scale lies between 0.1 and 8, not {scale}").format(scale=scale))
    png = _compile(sheet, format="png", ppi=DPI * scale)
    said = {
        "Title": sheet.title,
        "Description": sheet.description,
        "Source": sheet.source,
        "Copyright": sheet.licence,
        "Creation Time": sheet.date,
        "Software": "Rawaan",
    }
    metre = round(DPI * scale / 0.0254)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1))]
    chunks += [_chunk(b"iTXt", _pack_text(name, text, sheet.language)) for name, text in said.items()]
    # Right after the header: signature (8), length, name, 13 bytes and check.
    return b"".join((png[:33], *chunks, png[33:]))


def _compile(sheet: Sheet, **options: Any) -> bytes:
    # One compiler keeps the fonts for all, and refuses a second caller while it is at work.
    with _TURN:
        made = _open_compiler().compile(SOURCE, sys_inputs=_describe(sheet), **options)
    assert isinstance(made, bytes), "one page makes one file"
    return made


def _describe(sheet: Sheet) -> dict[str, str]:
    import json

    told: dict[str, Any] = {
        "title": sheet.title,
        "author": "Rawaan",
        "keywords": ["Pakistan", "migration", "Rawaan"],
        "description": f"{sheet.description} {sheet.source}",
        "date": [int(part) for part in sheet.date.split("-")],
        "language": sheet.language,
        "width": sheet.width * POINT,
        "height": sheet.height * POINT,
        "alt": f"{sheet.title}. {sheet.description}",
    }
    return {"svg": sheet.svg, "told": json.dumps(told, ensure_ascii=False)}


def _pack_text(name: str, text: str, language: str) -> bytes:
    """International text, not compressed: keyword, flags, language, no translated keyword, UTF-8."""
    return name.encode("latin-1") + b"\0\0\0" + language.encode("ascii") + b"\0\0" + text.encode("utf-8")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
