"""The picture button saves a PNG that stands alone."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

from tests.browser.atlas_page import AtlasPage


def read_png(path: Path) -> np.ndarray:
    """Read a PNG as an array of shape (bands, height, width)."""
    import rasterio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with rasterio.open(path) as image:
            return image.read()


# Note what is written on any canvas, and in which font.
LISTEN = """() => {
    window.written = [];
    const pen = CanvasRenderingContext2D.prototype, fill = pen.fillText;
    pen.fillText = function (text, ...rest) {
        window.written.push([text, this.font]);
        return fill.call(this, text, ...rest);
    };
    return () => { pen.fillText = fill; };
}"""


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "rawaan-who-moves-to-lahore.png"),
        ("question=balance", "rawaan-where-are-people-gaining-and-losing.png"),
        ("question=whatif&place=faisalabad", "rawaan-what-if-a-place-drew-or-kept-more-people.png"),
        ("form=matrix", "rawaan-who-moves-where.png"),
    ],
)
def test_the_picture_has_a_head_a_map_a_legend_and_a_foot(
    desktop: AtlasPage, tmp_path: Path, query: str, name: str
) -> None:
    desktop.open(query)
    restore = desktop.page.evaluate_handle(LISTEN)
    with desktop.page.expect_download() as download:
        desktop.page.get_by_role("button", name="Picture").click()
    written = desktop.page.evaluate("written")
    restore.evaluate("(restore) => restore()")
    words = " ".join(text for text, _ in written)
    assert desktop.texts("#finding h1")[0] in words
    assert desktop.texts("#legend h2")[0] in words
    assert {font.partition("px ")[2].split(",")[0] for _, font in written} == {"Inter", '"Source Serif"'}
    if query == "form=matrix":  # its names too, since Plotly would write them in a font of its own
        assert set(desktop.page.locator("#canvas .ytick text").all_text_contents()) <= {text for text, _ in written}
    assert download.value.suggested_filename == name
    path = tmp_path / name
    download.value.save_as(path)
    assert path.stat().st_size > 100_000
    image = read_png(path)[:3].astype(int)
    width, height = desktop.page.evaluate("[canvas.clientWidth, canvas.clientHeight]")
    assert image.shape[2] == 2 * width  # twice the screen's pixels
    assert image.shape[1] > 2 * height  # the map, and words above and below it
    head, foot = image[:, :160], image[:, -60:]
    middle = image[:, 200:-160]
    for part in (head, foot):
        paper = part[:, 0, 0][:, None, None]
        assert 0.005 < (np.abs(part - paper).max(axis=0) > 60).mean() < 0.3  # ink on paper
    colours, counts = np.unique(middle.reshape(3, -1), axis=1, return_counts=True)
    assert colours.shape[1] > 500
    assert counts.max() / counts.sum() < 0.7  # not one blank sheet
