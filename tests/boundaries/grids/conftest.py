"""Small grids in the form their producers give them, round Lahore (74.35 E, 31.55 N), and one over the border."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import h3
import numpy as np
import pytest
import rasterio
import shapely
from pyproj import Transformer
from rasterio import Affine

LAHORE = (74.35, 31.55)
AMRITSAR = (74.87, 31.63)
"""In India, 50 km east of Lahore."""


@pytest.fixture
def raster(tmp_path: Path) -> Callable[..., Path]:
    """Write a GeoTIFF; pixels in metres are Mollweide, in degrees longitude and latitude."""

    def write(name: str, values: Any, *, at=LAHORE, pixel=1 / 1200, crs="", **options: Any) -> Path:
        bands = np.asarray(values)
        bands = bands[None] if bands.ndim == 2 else bands
        metres = pixel >= 10
        crs = ("ESRI:54009" if metres else "EPSG:4326") if crs == "" else crs
        x, y = Transformer.from_crs("EPSG:4326", "ESRI:54009", always_xy=True).transform(*at) if metres else at
        if metres:
            x, y = round(x, -3), round(y, -3)
        profile = {"transform": Affine(pixel, 0, x, 0, -pixel, y), "crs": crs, "dtype": bands.dtype, **options}
        (path := tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        count, height, width = bands.shape
        with rasterio.open(path, "w", driver="GTiff", count=count, height=height, width=width, **profile) as data:
            data.write(bands)
        return path

    return write


@pytest.fixture
def kontur(tmp_path: Path) -> Callable[..., Path]:
    """Write a GeoPackage of cells as Kontur does: h3 as text, population, hexagons in EPSG:3857."""

    def write(file: str, cells: list[str], people: list[Any], **columns: list[Any]) -> Path:
        rings = [[(lon, lat) for lat, lon in h3.cell_to_boundary(cell)] for cell in cells if h3.is_valid_cell(cell)]
        shapes = [shapely.Polygon(ring) for ring in rings] + [None] * (len(cells) - len(rings))
        frame = geopandas.GeoDataFrame(
            columns or {"h3": cells, "population": people}, geometry=shapes, crs="EPSG:4326"
        ).to_crs("EPSG:3857")
        (path := tmp_path / "in" / file).parent.mkdir(exist_ok=True)
        frame.to_file(path, layer="population")
        return path

    return write


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV as Meta does."""

    def write(name: str, text: str) -> Path:
        (path := tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"
