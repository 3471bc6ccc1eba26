"""
What a printed picture costs: views as sheets at 300 dpi, and the same map as plotly's own exporter makes it.

`python -m tests.bench.paper` prints this part alone. Kaleido starts Chromium once and is measured when it is warm, with
figures that are already made and hold their geometry; ours is measured from the view to the bytes. Both make PNG files
of the same size. "Detail" is what a picture loses when it is shrunk to a third and enlarged again, 0 for a bitmap that
was enlarged threefold: mean difference of a pixel, of 255.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from layers.atlas import Atlas, load_atlas
from layers.paper.output import write_pdf, write_png
from layers.paper.sheet import draw_map, draw_sheet
from layers.picture import GEO
from layers.screen import Screen
from layers.view import View
from tests.bench.tables import Row, show
from tests.browser.chromium import find_chromium
from tests.layers.paper.pixels import read_pixels

WIDTH, HEIGHT = 794, 1123
"""CSS pixels of A4."""

SCALE = 3.125
"""300 dots per inch."""

VIEWS = {
    "to Lahore": View(),
    "to Karachi": View(place="karachi"),
    "gains and losses": View(question="balance"),
    "fringe of Lahore": View(question="spill"),
    "matrix": View(form="matrix"),
}
COMPARED = ("to Lahore", "to Karachi", "gains and losses")
"""Those that Kaleido can draw as they are: cells and their outlines are made by the page's own script."""

DAY = date(2026, 11, 22)
TIMES = 5


def time_median(work: Callable[[], Any], times: int) -> float:
    """Time some work, warm: the median of several goes, in seconds."""
    work()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def find_detail(png: bytes) -> float:
    """Measure what a picture loses when it is shrunk to a third and enlarged again."""
    pixels = read_pixels(png)
    height, width = (side // 3 * 3 for side in pixels.shape[1:])
    whole = pixels[:, :height, :width].astype(np.float64)
    small = whole.reshape(3, height // 3, 3, width // 3, 3).mean(axis=(2, 4))
    return float(np.abs(whole - small.repeat(3, axis=1).repeat(3, axis=2)).mean())


def fill_figure(atlas: Atlas, view: View) -> dict[str, Any]:
    """Make the page's figure stand alone: its geometry inside, where the page would fetch it."""
    folder = Path(atlas.cube.manifest["folder"])

    def read(name: str) -> Any:
        return json.loads(gzip.decompress((folder / f"{name.removeprefix(GEO)}.gz").read_bytes()))

    figure = atlas.compose(view, Screen(WIDTH, HEIGHT))["figure"]
    layout = json.loads(json.dumps(figure["layout"]))
    for source in layout["map"]["style"]["sources"].values():
        source["data"] = read(source["data"])
    data = [
        {**trace, "geojson": read(trace["geojson"])} if isinstance(trace.get("geojson"), str) else trace
        for trace in figure["data"]
    ]
    return {"data": data, "layout": layout}


def ask_kaleido(atlas: Atlas) -> dict[str, dict[str, float]] | None:
    """Export the compared views as plotly does; None where Kaleido or Chromium is absent."""
    program = find_chromium()
    try:
        import kaleido
    except ImportError:
        return None
    if program is None:
        return None
    os.environ.setdefault("BROWSER_PATH", program)
    size = {"format": "png", "width": WIDTH, "height": HEIGHT, "scale": SCALE}
    kaleido.start_sync_server(mathjax=False, timeout=120)
    try:
        results = {}
        for name in COMPARED:
            figure = fill_figure(atlas, VIEWS[name])
            png = kaleido.calc_fig_sync(figure, opts=size)
            seconds = time_median(lambda figure=figure: kaleido.calc_fig_sync(figure, opts=size), 3)
            results[name] = {"png_s": seconds, "bytes": len(png), "detail": find_detail(png)}
    finally:
        kaleido.stop_sync_server()
    return results


def measure_paper() -> dict[str, Any]:
    """
    Measure sheets and maps.

    Returns
    -------
    figures
        By view: seconds of a sheet as PNG and PDF; of the map alone, ours and Kaleido's (None where it is absent).
    """
    atlas = load_atlas()
    sheets, maps = {}, {}
    for name, view in VIEWS.items():
        sheet = draw_sheet(atlas, view, date=DAY)
        sheets[name] = {
            "png_s": time_median(
                lambda view=view: write_png(draw_sheet(atlas, view, date=DAY), scale=SCALE), TIMES
            ),
            "pdf_s": time_median(lambda view=view: write_pdf(draw_sheet(atlas, view, date=DAY)), TIMES),
            "pdf_bytes": len(write_pdf(sheet)),
        }
    for name in COMPARED:

        def draw(view: View = VIEWS[name]) -> bytes:
            return write_png(draw_map(atlas, view, width=WIDTH, height=HEIGHT, date=DAY), scale=SCALE)

        maps[name] = {"png_s": time_median(draw, TIMES), "detail": find_detail(draw())}
    return {"sheets": sheets, "maps": maps, "kaleido": ask_kaleido(atlas)}


def tabulate_paper(figures: dict[str, Any]) -> list[Row]:
    """
    Lay the figures out.

    Parameters
    ----------
    figures
        From `measure_paper`.

    Returns
    -------
    rows
        With a head: what, promise, ours, Kaleido.
    """
    rows: list[Row] = [("a printed picture, warm, A4 at 300 dpi", "promise", "atlas", "Kaleido")]
    for name, one in figures["sheets"].items():
        rows.append((f"sheet, {name}, PNG", "< 1 s", f"{one['png_s']:.2f} s", "·"))
        rows.append(("  the same as PDF", "", f"{one['pdf_s']:.2f} s, {one['pdf_bytes'] / 1000:.0f} KB", "·"))
    for name, one in figures["maps"].items():
        peer = (figures["kaleido"] or {}).get(name)
        rows.append((f"map alone, {name}, PNG", "", f"{one['png_s']:.2f} s", f"{peer['png_s']:.2f} s" if peer else "·"))
        if peer:
            rows.append(("  times as fast", ">= 8", f"{peer['png_s'] / one['png_s']:.0f}", "1"))
            rows.append(("  detail", "", f"{one['detail']:.2f}", f"{peer['detail']:.2f}"))
    return rows


if __name__ == "__main__":
    show(tabulate_paper(measure_paper()))
