"""Read built-up land over several epochs: GHS-BUILT-S by the names of its files, other rasters with years given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError
from boundaries.growth.epochs import HAIR, BuiltSeries
from boundaries.rasters.windows import Block, Bounds, Progress, RasterBand, Window, open_band

if TYPE_CHECKING:
    from boundaries.grids.recognise import GridInfo

__all__ = ["DEMONSTRATION_TAG", "read_built_series"]

DEMONSTRATION_TAG: Final = "RAWAAN_EVIDENCE"
"""Tag of a file whose land was made up; its value is "demonstration", and its bands have a tag YEAR."""

SAME_PIXEL: Final = 0.01
"""Rasters lie on one grid when their pixels are no farther apart than this share of one."""

SAME_AREA: Final = 0.02
"""A pixel must cover on the ground what it covers on the map, but for this share."""

MODELLED: Final = "Epochs between those observed are modelled by the producer."


@dataclass(frozen=True, eq=False)
class _Source:
    """One band of one epoch: what its values are divided by to make shares."""

    raster: RasterBand
    year: int
    whole: float
    info: GridInfo | None = None
    demonstration: bool = False


def read_built_series(
    paths: str | Path | Sequence[str | Path],
    *,
    years: Sequence[int] | None = None,
    bounds: Bounds | None = None,
    progress: Progress | None = None,
) -> BuiltSeries:
    """
    Read built-up land of several epochs onto one raster.

    Parameters
    ----------
    paths
        Tiles of GHS-BUILT-S in the Mollweide projection, named as their producer names them, also in the zip they
        came in, any number of epochs and tiles; or, with `years`, any rasters of one band each, or one with as many
        bands. A file of `demonstration.write_demonstration` needs no years.
    years
        Of the rasters or bands, in their order. Their values must then be shares from 0 to 1 (a map of yes and no is
        one) on equal-area metres: built-up land cannot be measured on degrees.
    bounds
        West, south, east, north in degrees (EPSG:4326): only the pixels of this box are read, and the rows and columns
        that its bent sides need. Without it, all.
    progress
        Called with the pixels done and all pixels.

    Returns
    -------
    series
        float32 shares on the smallest raster that holds what was read; NaN where no file has data. Projected epochs
        are named.

    Raises
    ------
    GridError
        A file cannot be read, is another product, or says no year; products, projections, pixel sizes or grids
        differ; pixels are not square metres of land; values are not what they should be; two files give the same
        pixel of the same year; nothing lies in the box. All faults in how files fit together are told at once.
    """
    from rasterio import Affine

    paths = [paths] if isinstance(paths, str | Path) else list(paths)
    if not paths:
        raise GridError("no rasters of built-up land are given")
    with ExitStack() as open_files:
        sources = [source for path in paths for source in open_files.enter_context(_open(path, len(paths), years))]
        if years is not None:
            sources = _date(sources, years)
        _require_alike(sources)
        first = sources[0].raster.data
        windows = [s.raster.whole if bounds is None else s.raster.find_window(bounds) for s in sources]
        places = [_place(s.raster.data, first, window) for s, window in zip(sources, windows, strict=True)]
        seen = [place for place in places if place.pixels]
        if not seen:
            raise GridError(f"no pixel of {', '.join(sorted({s.raster.name for s in sources}))} lies within {bounds}")
        top, left = min(p.row for p in seen), min(p.column for p in seen)
        shape = (max(p.row + p.rows for p in seen) - top, max(p.column + p.columns for p in seen) - left)
        epochs = tuple(sorted({source.year for source in sources}))
        share = np.full((len(epochs), *shape), np.nan, dtype=np.float32)
        done, total = 0, sum(place.pixels for place in seen)
        for source, window, place in zip(sources, windows, places, strict=True):
            for block in source.raster.read_blocks(window) if window.pixels else ():
                row = place.row - top + block.window.row - window.row
                column = place.column - left + block.window.column - window.column
                piece = share[epochs.index(source.year), row:, column:][: block.window.rows, : block.window.columns]
                _fill(piece, block, source)
                done += block.window.pixels
                if progress is not None:
                    progress(done, total)
        step_x, step_y = first.transform.a, first.transform.e
        corner = first.transform.c + left * step_x, first.transform.f + top * step_y
        transform = Affine(step_x, 0, corner[0], 0, step_y, corner[1])
        return BuiltSeries(epochs, share, abs(step_x), transform, sources[0].raster.crs, **_tell(sources))


@contextmanager
def _open(path: str | Path, files: int, years: Sequence[int] | None) -> Iterator[list[_Source]]:
    """Open the bands that are wanted of one file; year 0 where `years` has to say it."""
    from boundaries.grids.recognise import recognise_grid
    from boundaries.grids.unpack import unpacked

    with unpacked(path) as plain, open_band(plain) as raster:
        data = raster.data
        if years is not None:
            bands = range(1, data.count + 1) if files == 1 else range(1, 2)
            yield [_Source(RasterBand(raster.name, data, band, raster.crs), 0, 1) for band in bands]
        elif data.tags().get(DEMONSTRATION_TAG) == "demonstration":
            bands = range(1, data.count + 1)
            named = [
                (RasterBand(raster.name, data, band, raster.crs), data.tags(band).get("YEAR", "")) for band in bands
            ]
            if not all(year.isdecimal() for _, year in named):
                raise GridError(f"{raster.name} is a demonstration whose bands do not say their year; write it anew")
            area = abs(data.transform.a * data.transform.e)
            yield [_Source(band, int(year), area, demonstration=True) for band, year in named]
        else:
            info = recognise_grid(plain)
            if info.kind != "built":
                raise GridError(f"{raster.name} has {info.title}; growth of built-up land is read from GHS-BUILT-S")
            yield [_Source(raster, info.epoch, abs(data.transform.a * data.transform.e), info)]


def _date(sources: list[_Source], years: Sequence[int]) -> list[_Source]:
    if len(years) != len(sources) or len(set(years)) != len(years):
        raise GridError(f"{len(sources)} rasters or bands need as many different years, not {tuple(years)}")
    return [_Source(source.raster, int(year), source.whole) for source, year in zip(sources, years, strict=True)]


def _require_alike(sources: list[_Source]) -> None:
    """Check that all lie on one grid of square pixels that cover on the ground what they cover on the map."""
    first = sources[0].raster
    step, name = first.data.transform.a, first.name
    faults = []
    for source in {id(source.raster.data): source for source in sources}.values():
        data, own = source.raster.data, source.raster.name
        if abs(data.transform.a) != abs(data.transform.e):
            faults.append(f"{own}: pixels are not square")
        elif fault := _find_distortion(source.raster):
            faults.append(f"{own}: {fault}")
        if source.info and sources[0].info and source.info.product != sources[0].info.product:
            faults.append(f"{own} is {source.info.title}, {name} is {sources[0].info.title}")
        if (source.info is None, source.demonstration) != (sources[0].info is None, sources[0].demonstration):
            faults.append(f"{own} and {name} are of different kinds, a demonstration stands alone")
        if data.crs != first.data.crs:
            faults.append(f"{own} has another coordinate reference system than {name}")
        elif (data.transform.a, data.transform.e) != (step, first.data.transform.e):
            faults.append(f"{own} has pixels of {data.transform.a:g}, {name} of {step:g}")
        else:
            if max(abs(offset - round(offset)) for offset in _find_offset(data, first.data)) > SAME_PIXEL:
                faults.append(f"the pixels of {own} and {name} do not lie on one grid")
    if faults:
        raise GridError("; ".join(dict.fromkeys(faults)))


def _find_distortion(raster: RasterBand) -> str:
    """Hold the area of the middle pixel against its area on the ellipsoid."""
    from pyproj import Geod

    data = raster.data
    if data.crs.is_geographic:
        return (
            "pixels in degrees differ in area; take the Mollweide version (…_54009_…), or warp it to an equal-area "
            "projection in metres"
        )
    factor = data.crs.linear_units_factor[1]
    if abs(factor - 1) > HAIR:
        return f"its coordinates are in {data.crs.linear_units}, not in metres"
    row, column = data.height // 2, data.width // 2
    lon, lat = raster.locate(np.array([row, row, row + 1, row + 1]), np.array([column, column + 1, column + 1, column]))
    ground = abs(Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)[0])
    drawn = abs(data.transform.a * data.transform.e)
    if not abs(ground / drawn - 1) <= SAME_AREA:
        return (
            f"a pixel of {drawn:,.0f} m² on the map is {ground:,.0f} m² on the ground; warp it to an equal-area "
            "projection in metres"
        )
    return ""


def _place(data: Any, first: Any, window: Window) -> Window:
    """Say where a window lies on the grid of the first raster."""
    column, row = _find_offset(data, first)
    return Window(round(row) + window.row, round(column) + window.column, window.rows, window.columns)


def _find_offset(data: Any, first: Any) -> tuple[float, float]:
    """Count columns and rows from the corner of one raster to that of another with the same upright pixels."""
    own, other = data.transform, first.transform
    return (own.c - other.c) / other.a, (own.f - other.f) / other.e


def _fill(piece: NDArray[np.float32], block: Block, source: _Source) -> None:
    """Put the shares of a block in their place."""
    values, raster = block.values / source.whole, source.raster
    low, high = values.min(initial=0), values.max(initial=0)
    if low < 0 or high > 1 + HAIR:
        told = f"{raster.name}: band {raster.band} has values from {low * source.whole:g} to {high * source.whole:g}"
        if source.whole == 1:
            raise GridError(
                f"{told}, not shares from 0 to 1; divide percent by 100, and give GHS-BUILT-S without years"
            )
        raise GridError(f"{told} in pixels of {source.whole:,.0f} m², so they are not built-up square metres")
    if (block.valid & ~np.isnan(piece)).any():
        raise GridError(f"{raster.name}: the year {source.year} is given twice for the same pixels")
    piece[block.valid] = np.minimum(values[block.valid], 1)


def _tell(sources: list[_Source]) -> dict[str, Any]:
    """Say what a reader must know of where the series comes from."""
    info = sources[0].info
    if sources[0].demonstration:
        tags = sources[0].raster.data.tags()
        words = {word: tags.get(f"RAWAAN_{word.upper()}", "") for word in ("source", "licence", "note")}
        return {"evidence": "demonstration", **words}
    if info is None:
        return {"source": ", ".join(dict.fromkeys(source.raster.name for source in sources))}
    projected = sorted({source.year for source in sources if source.info and source.info.projected})
    note = MODELLED
    if projected:
        note += f" Projected, not observed: {', '.join(map(str, projected))}."
    return {"projected": tuple(projected), "source": info.source, "licence": info.licence, "note": note}
