"""Say what an unknown raster seems to be, so that a reader sees what went wrong."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["describe_raster", "name_fault"]

SAMPLE: Final = 256
"""Pixels read each way, in the middle of the raster."""

FEW: Final = 40
"""So many different whole numbers, and no more, look like classes."""

SMOOTH: Final = 0.95
"""Neighbouring pixels that correlate so closely look like heights or temperatures; people come in lumps."""

PICTURE_BANDS: Final = (3, 4)


def name_fault(data: Any) -> str:
    """
    Look for what no grid of people or built-up land has: several bands, a palette, complex numbers.

    Parameters
    ----------
    data
        An open rasterio dataset.

    Returns
    -------
    fault
        What it seems to be instead; "" for a single band of numbers.
    """
    from rasterio.enums import ColorInterp

    kinds = set(data.dtypes)
    if data.count in PICTURE_BANDS and kinds == {"uint8"}:
        return f"a picture ({data.count} bands of 8 bits)"
    if data.count != 1:
        return f"a stack of {data.count} bands"
    if data.colorinterp[0] == ColorInterp.palette:
        return "a map of classes with a colour for each (land cover or the like)"
    if "complex" in data.dtypes[0]:
        return "a radar image (complex numbers)"
    return ""


def describe_raster(data: Any) -> str:
    """
    Say what a raster of no known name seems to be, from its bands and a piece out of its middle.

    Parameters
    ----------
    data
        An open rasterio dataset.

    Returns
    -------
    words
        Such as "a picture (3 bands of 8 bits)" or "a smooth surface from 12 to 8,611 (heights or the like)".
    """
    from rasterio.errors import RasterioIOError
    from rasterio.windows import Window

    fault = name_fault(data)
    if fault:
        return fault
    width, height = min(SAMPLE, data.width), min(SAMPLE, data.height)
    window = Window((data.width - width) // 2, (data.height - height) // 2, width, height)
    try:
        piece = data.read(1, window=window, masked=True).astype(np.float64).filled(np.nan)
    except RasterioIOError:
        return "a damaged or truncated raster"
    return _describe_numbers(piece)


def _describe_numbers(piece: NDArray[np.float64]) -> str:
    seen = piece[np.isfinite(piece)]
    if not seen.size:
        return "a band without data in its middle"
    low, high = seen.min(), seen.max()
    kinds = np.unique(seen)
    if (seen == np.round(seen)).all() and 1 < kinds.size <= FEW and low >= 0:
        return f"a map of {kinds.size} classes (land cover or the like)"
    left, right = piece[:, :-1].ravel(), piece[:, 1:].ravel()
    both = np.isfinite(left) & np.isfinite(right)
    left, right = left[both], right[both]
    if left.size > 1 and left.std() > 0 and right.std() > 0 and np.corrcoef(left, right)[0, 1] > SMOOTH:
        return f"a smooth surface from {low:,.6g} to {high:,.6g} (heights, temperatures or the like)"
    return f"a band of numbers from {low:,.6g} to {high:,.6g}"
