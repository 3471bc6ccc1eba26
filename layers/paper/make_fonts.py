"""
Make the fonts of printed pages from those of the page: `python -m layers.paper.make_fonts`.

A printed page needs one file a weight, and no compression: neither the measuring of text nor the making of PDFs reads
the web's variable fonts. Run it only when assets/fonts changes; the results are kept in assets/fonts/print. Needs
fontTools and brotli.
"""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FOLDER: Final = Path(__file__).resolve().parents[2] / "assets" / "fonts"

MADE: Final[tuple[tuple[str, tuple[str, ...], str, int], ...]] = (
    ("inter-400", ("inter", "inter-ext"), "Inter", 400),
    ("inter-500", ("inter",), "Inter", 500),
    ("inter-600", ("inter", "inter-ext"), "Inter", 600),
    ("inter-700", ("inter",), "Inter", 700),
    ("serif-600", ("source-serif",), "Rawaan Serif", 600),
    ("nastaliq-500", ("nastaliq",), "Noto Nastaliq Urdu", 500),
)
"""File, fonts it is made of, family, weight. The serif's licence reserves its name for unchanged files."""

EXTENDED: Final = (*range(0x0100, 0x0180), *range(0x1E00, 0x1E98))
"""Letters with marks that names in Latin script may have beside those of Western Europe."""

NARROW_SPACE: Final = 0x202F
"""Stands before the percent sign; the web fonts leave it to the browser."""

NARROW: Final = 0.6
"""Part of a space that it is wide."""


def make_fonts(folder: Path = FOLDER) -> None:
    """
    Write every font of printed pages.

    Parameters
    ----------
    folder
        Of the web fonts; the results go to its folder "print".
    """
    target = folder / "print"
    target.mkdir(exist_ok=True)
    for name, sources, family, weight in MADE:
        font = _join([_cut(folder / f"{source}.woff2", weight, source) for source in sources])
        _rename(font, family, weight)
        _add_narrow_space(font)
        if family == "Inter":
            _add_arrows(font)
        font.save(target / f"{name}.ttf")


def _cut(path: Path, weight: int, name: str) -> TTFont:
    """Take one weight, without instructions for low screens."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    if "fvar" in font:
        places = {axis.axisTag: weight if axis.axisTag == "wght" else axis.defaultValue for axis in font["fvar"].axes}
        font = instantiateVariableFont(font, places)
    options: Any = Options(hinting=False, drop_tables=["DSIG", "STAT", "MVAR", "HVAR"], notdef_outline=True)
    options.layout_features = ["*"] if name == "nastaliq" else ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt"]
    if name == "inter-ext":
        options.layout_features = []
    cutter = Subsetter(options)
    cutter.populate(unicodes=EXTENDED if name == "inter-ext" else font.getBestCmap().keys())
    cutter.subset(font)
    return font


def _join(fonts: list[TTFont]) -> TTFont:
    from fontTools.merge import Merger

    if len(fonts) == 1:
        return fonts[0]
    parts = []
    for font in fonts:
        part = io.BytesIO()
        font.save(part)
        part.seek(0)
        parts.append(part)
    joined: TTFont = Merger().merge(parts)
    return joined


def _add_narrow_space(font: TTFont) -> None:
    known = font.getBestCmap()
    if NARROW_SPACE in known or 0x20 not in known:
        return
    name, space = "uni202F", known[0x20]
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = copy.deepcopy(font["glyf"][space])
    width, side = font["hmtx"][space]
    font["hmtx"].metrics[name] = (round(NARROW * width), side)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[NARROW_SPACE] = name


def _add_arrows(font: TTFont) -> None:
    """Draw what stands between the two places of a flow; the web fonts leave it to the browser."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    em = font["head"].unitsPerEm
    thick = (0.07 + 0.00006 * font["OS/2"].usWeightClass) * em
    left, right, middle, head = 0.09 * em, 0.91 * em, 0.36 * em, 0.24 * em
    slant = 0.72 * thick
    right_arrow = [
        (left, middle - thick / 2),
        (right - 1.9 * slant, middle - thick / 2),
        (right - head - slant, middle - head + slant),
        (right - head, middle - head),
        (right, middle),
        (right - head, middle + head),
        (right - head - slant, middle + head - slant),
        (right - 1.9 * slant, middle + thick / 2),
        (left, middle + thick / 2),
    ]
    for code, corners in ((0x2192, right_arrow), (0x2190, [(em - x, y) for x, y in right_arrow[::-1]])):
        pen = TTGlyphPen(None)
        pen.moveTo(tuple(round(part) for part in corners[0]))
        for x, y in corners[1:]:
            pen.lineTo((round(x), round(y)))
        pen.closePath()
        name = f"uni{code:04X}"
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"].glyphs[name] = pen.glyph()
        font["hmtx"].metrics[name] = (round(em), round(left))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def _rename(font: TTFont, family: str, weight: int) -> None:
    """One family for all weights; programs tell them apart by the weight in OS/2."""
    words = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}[weight]
    kept = [record for record in font["name"].names if record.nameID in {0, 7, 8, 9, 11, 13, 14}]
    font["name"].names = kept
    whole = f"{family.replace(' ', '')}-{words}"
    for number, text in ((1, family), (2, words), (3, whole), (4, f"{family} {words}"), (6, whole)):
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["head"].macStyle = 0
    font["head"].created = font["head"].modified = 0


if __name__ == "__main__":
    make_fonts()
