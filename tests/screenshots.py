"""`make screenshots`: the README's pictures, taken from the real page."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.atlas_page import AtlasPage
from tests.browser.chromium import NAMES, find_chromium, launch_chromium
from tests.serving import ROOT, serve_atlas

FOLDER = ROOT / "assets" / "pictures"
LARGEST = 300_000
"""Bytes: a README is read on slow lines too."""

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PICTURES = (
    ("atlas-lahore.png", DESKTOP, ""),
    ("atlas-balance.png", DESKTOP, "question=balance"),
    ("atlas-matrix.png", DESKTOP, "form=matrix"),
    ("atlas-what-if.png", DESKTOP, "question=whatif&place=faisalabad"),
    ("atlas-months.png", DESKTOP, "question=seasons&place=quetta&month=7"),
    ("atlas-fringe-lahore.png", DESKTOP, "question=spill"),
    ("atlas-fringe-karachi.png", DESKTOP, "question=spill&place=karachi"),
    ("atlas-fringe-quetta.png", DESKTOP, "question=spill&place=quetta"),
    ("atlas-urdu.png", DESKTOP, "lang=ur"),
    ("atlas-phone.png", PHONE, ""),
)
SHEETS = (("sheet-lahore.png", "a4", "", 1.0), ("sheet-karachi-ur.png", "wide", "place=karachi&lang=ur", 0.9))
"""What readers take away: file, size of the sheet, view, pixels for each of the sheet's."""


def shrink(path: Path) -> None:
    """
    Write a PNG again with at most 256 colours, where that makes it smaller.

    Parameters
    ----------
    path
        The file; text and flat colours stay crisp, the many shades of soft edges become fewer.
    """
    import warnings

    import numpy as np
    import rasterio

    with warnings.catch_warnings():
        # A picture has no place on the earth, and GDAL wonders at it.
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with rasterio.open(path) as image:
            pixels = image.read()[:3]
        _, height, width = pixels.shape
        flat = pixels.reshape(3, -1).T
        colours, index, counts = np.unique(flat, axis=0, return_inverse=True, return_counts=True)
        kept = colours[np.argsort(-counts, kind="stable")[:256]].astype(np.int32)
        steps = range(0, len(colours), 4096)
        nearest = np.concatenate(
            [
                ((colours[step : step + 4096, None].astype(np.int32) - kept) ** 2).sum(axis=2).argmin(axis=1)
                for step in steps
            ]
        )
        small = path.with_suffix(".small.png")
        profile = {"driver": "PNG", "width": width, "height": height, "count": 1, "dtype": "uint8", "ZLEVEL": 9}
        with rasterio.open(small, "w", **profile) as image:
            image.write(nearest[index.reshape(-1)].reshape(height, width).astype(np.uint8), 1)
            image.write_colormap(1, {number: (*colour.tolist(), 255) for number, colour in enumerate(kept)})
    for leftover in small.parent.glob(f"{small.name}.aux.xml"):
        leftover.unlink()
    if small.stat().st_size < path.stat().st_size:
        small.replace(path)
    else:
        small.unlink()


def draw_sheets(base: str) -> None:
    """Draw what readers take away, as `picture.png` does."""
    from layers.atlas import load_atlas
    from layers.paper.output import write_png
    from layers.paper.sheet import draw_sheet
    from layers.view import View

    atlas = load_atlas()
    for name, size, query, scale in SHEETS:
        path = FOLDER / name
        path.write_bytes(write_png(draw_sheet(atlas, View.from_query(query), size=size, base=base), scale=scale))
        shrink(path)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def main() -> int:
    """Take every picture; return the exit status."""
    if find_chromium() is None:
        print(f"rawaan: no Chromium on PATH ({', '.join(NAMES)}); the pictures stay as they are", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serve_atlas(Path(folder)) as base, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for name, window, query in PICTURES:
            context = browser.new_context(**window, color_scheme="light")
            atlas = AtlasPage(context, base)
            atlas.load(query)
            path = FOLDER / name
            atlas.page.screenshot(path=path, animations="disabled")
            context.close()
            shrink(path)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
            if atlas.faults or atlas.outside or path.stat().st_size > LARGEST:
                print(f"rawaan: {name} is not fit to print: {[*atlas.faults, *atlas.outside]}", file=sys.stderr)
                return 1
        browser.close()
    draw_sheets("http://127.0.0.1:8050/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
