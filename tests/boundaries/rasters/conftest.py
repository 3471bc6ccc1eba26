"""Small raster files, written for one test."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture
def write_raster(tmp_path: Path) -> Callable[..., Path]:
    """
    Write bands of pixels, (rows, columns) or (bands, rows, columns), to a GeoTIFF; `corner` is the upper left one.

    By default a pixel is 0.001 degrees wide and the corner lies by Lahore.
    """
    import rasterio
    from affine import Affine

    def write(
        values: Any,
        name: str = "people.tif",
        *,
        crs: str | None = "EPSG:4326",
        corner: tuple[float, float] = (74.0, 32.0),
        pixel: tuple[float, float] = (0.001, -0.001),
        skew: float = 0.0,
        scale: float = 1.0,
        offset: float = 0.0,
        mask: Any = None,
        **profile: Any,
    ) -> Path:
        bands = np.asarray(values)
        bands = bands if bands.ndim == 3 else bands[None]
        count, height, width = bands.shape
        shape = {"count": count, "height": height, "width": width, "dtype": bands.dtype.name}
        place = Affine(pixel[0], skew, corner[0], skew, pixel[1], corner[1])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with (
                rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
                rasterio.open(
                    tmp_path / name, "w", driver="GTiff", crs=crs, transform=place, **shape, **profile
                ) as data,
            ):
                data.write(bands)
                if (scale, offset) != (1.0, 0.0):
                    data.scales, data.offsets = [scale] * count, [offset] * count
                if mask is not None:
                    data.write_mask(np.asarray(mask))
        return tmp_path / name

    return write
