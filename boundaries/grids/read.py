"""Read a recognised grid to H3 cells, and account for everybody in it."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError
from boundaries.cells.hierarchy import cell_centres, cell_parents, cell_resolution
from boundaries.cells.layer import COARSEST, CellLayer
from boundaries.cells.points import bin_points, sum_by_cell
from boundaries.grids.land import load_country
from boundaries.grids.recognise import GridInfo, degree_bounds, h3_layer, point_columns, recognise_grid
from boundaries.grids.unpack import unpacked
from boundaries.grids.words import BOX, NOTES, OUTSIDE, OWN_CELLS
from boundaries.rasters.windows import Progress
from boundaries.recognise import NEIGHBOURHOOD

__all__ = ["FINEST", "GridReading", "outside_sentence", "read_counted", "read_grid"]

FINEST: Final = 10
"""The finest cells a grid is read to: 0.015 km², less than two pixels of 100 m."""

BLOCK: Final = 1 << 24
"""Bytes of a CSV read at a time, about 400,000 rows."""

BATCH: Final = 1 << 18
"""Rows of a GeoPackage read at a time."""

MARGIN: Final = 0.1
"""Degrees read round the country's box, when a grid reaches far beyond it."""

UNITS: Final = {"people": "people", "built": "m² of built-up land"}


@dataclass(frozen=True)
class GridReading:
    """
    A grid on cells, and what became of everybody in the file: read = kept + outside + dropped.

    Attributes
    ----------
    layer, info, file
        The cells, what the file is, and its name.
    read, kept, outside
        People (m² for built-up land): in the part of the file that was read, in the layer, and in cells whose centre
        lies outside the country.
    dropped
        Reason -> (rows, people): rows or pixels without a usable place or number.
    places
        The boundary set whose country it is.
    note
        The layer's note without the sentence on `outside`.
    """

    layer: CellLayer
    info: GridInfo
    file: str
    read: float
    kept: float
    outside: float
    dropped: Mapping[str, tuple[int, float]]
    places: str
    note: str

    def __str__(self) -> str:
        """Say it in plain lines; the whole numbers add up too."""
        info, unit = self.info, UNITS[self.info.kind]
        rounded = {reason: round(people) for reason, (_, people) in self.dropped.items()}
        kept, outside = round(self.kept), round(self.outside)
        words = "projected" if info.projected else "modelled"
        parts = [f"{kept:,} kept", f"{outside:,} outside the country ({self.places} boundaries)"]
        parts += [f"{people:,} dropped, {reason}" for reason, people in rounded.items() if people]
        lines = [
            f"{self.file}: {info.title}, {info.epoch}, {words} by its producer ({info.licence})",
            f"{kept + outside + sum(rounded.values()):,} {unit} read = {' + '.join(parts)}",
            f"{self.layer.cells.size:,} cells of resolution {self.layer.resolution}",
        ]
        what = "pixels" if Path(self.file).suffix.lower() in {".tif", ".tiff"} else "rows"
        lines += [f"{rows:,} {what} dropped: {reason}" for reason, (rows, _) in self.dropped.items() if rows]
        return "\n".join(lines)


def read_grid(
    path: str | Path,
    *,
    resolution: int = 8,
    data_dir: str | Path | None = None,
    progress: Progress | None = None,
) -> CellLayer:
    """
    Read a published grid to H3 cells of the country.

    Parameters
    ----------
    path
        As in `recognise.recognise_grid`.
    resolution
        Of H3, from 4 to 10. A file that is on cells already keeps its own where that is coarser.
    data_dir
        Where boundary sets are installed (see `places.data_folder`); the country is that of the set in use.
    progress
        Called with what is done and what there is to do (rows, bytes or blocks).

    Returns
    -------
    layer
        Named after its product, one epoch, evidence "modelled"; cells where the file has nobody are left out. Sums
        are conserved: what is in the file is in the layer, but for cells whose centre lies outside the country; the
        layer's ``note`` says how many people those are.

    Raises
    ------
    GridError
        As in `recognise.recognise_grid`; values are negative; or nothing of the file lies in the country.
    """
    with unpacked(path) as plain:
        return read_counted(plain, resolution=resolution, data_dir=data_dir, progress=progress).layer


def read_counted(
    path: Path,
    *,
    resolution: int = 8,
    data_dir: str | Path | None = None,
    progress: Progress | None = None,
) -> GridReading:
    """
    Read a grid as `read_grid` does, and tell what became of everybody in it.

    Parameters
    ----------
    path
        A plain file, out of its zip or gz.
    resolution, data_dir, progress
        As in `read_grid`.

    Returns
    -------
    reading
        The layer and the account.

    Raises
    ------
    GridError
        As in `read_grid`.
    """
    if not COARSEST <= resolution <= FINEST:
        raise GridError(f"grids are read to cells of resolution {COARSEST} to {FINEST}, not {resolution}")
    info = recognise_grid(path)
    places, country = load_country(data_dir)
    tally = _Tally(country)
    if info.crs == "H3":
        note = _read_cells(path, resolution, tally, progress)
    elif path.suffix.lower() == ".csv":
        note = _read_points(path, resolution, tally, progress)
    else:
        note = _read_raster(path, resolution, tally, progress)
    kept = math.fsum(tally.values)
    outside = math.fsum(tally.outside)
    unit = UNITS[info.kind]
    if not kept:
        raise GridError(f"{path.name} has no {unit} in Pakistan (as the {places} boundaries draw it)")
    read = math.fsum([kept, outside, *(people for _, people in tally.dropped.values())])
    note = " ".join(word for word in (note, NOTES.get(info.product)) if word)
    left_out = outside_sentence(outside, read, info.kind, path.name, places) if outside else ""
    layer = CellLayer(
        name=info.product,
        title=info.title,
        kind=info.kind,
        evidence="modelled",
        cells=tally.cells,
        epochs=(info.epoch,),
        values=tally.values[None],
        projected=(info.epoch,) if info.projected else (),
        source=info.source,
        licence=info.licence,
        note=" ".join(word for word in (note, left_out) if word),
    )
    return GridReading(layer, info, path.name, read, kept, outside, tally.dropped, places, note)


def outside_sentence(outside: float, read: float, kind: str, what: str, places: str) -> str:
    """
    Say how many people of a grid are not in its layer.

    Parameters
    ----------
    outside, read
        People (m² for built-up land) left out, and in all.
    kind, what, places
        "people" or "built"; the file or files; the boundary set.

    Returns
    -------
    sentence
        One sentence.
    """
    return OUTSIDE[kind].format(outside=f"{outside:,.0f}", read=f"{read:,.0f}", what=what, places=places)


@dataclass
class _Tally:
    """Sums by cell inside the country, and what fell elsewhere; filled piece by piece so that memory stays bounded."""

    country: Any
    cells: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    outside: list[float] = field(default_factory=list)
    dropped: dict[str, tuple[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        import shapely

        shapely.prepare(self.country)

    def add(self, cells: NDArray[np.uint64], values: NDArray[np.float64]) -> None:
        """Add the sums of a piece; cells may repeat, also within it."""
        import shapely

        cells, values = sum_by_cell(cells, values)
        cells, values = cells[values > 0], values[values > 0]
        inside = shapely.intersects_xy(self.country, cell_centres(cells)) if cells.size else np.zeros(0, bool)
        self.outside.append(math.fsum(values[~inside]))
        cells, values = np.append(self.cells, cells[inside]), np.append(self.values, values[inside])
        self.cells, self.values = sum_by_cell(cells, values)

    def drop(self, reason: str, rows: int, people: float) -> None:
        """Count rows or pixels that cannot be used."""
        before = self.dropped.get(reason, (0, 0.0))
        if rows:
            self.dropped[reason] = (before[0] + rows, before[1] + people)


def _read_raster(path: Path, resolution: int, tally: _Tally, progress: Progress | None) -> str:
    import rasterio

    from boundaries.rasters.bin_raster import bin_raster

    with rasterio.open(path) as data:
        west, south, east, north = degree_bounds(data)
    bounds, note = None, ""
    if west < NEIGHBOURHOOD[0] or south < NEIGHBOURHOOD[1] or east > NEIGHBOURHOOD[2] or north > NEIGHBOURHOOD[3]:
        box = tally.country.bounds
        bounds = (box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN)
        note = BOX.format(file=path.name)
    sums = bin_raster(path, resolution=resolution, bounds=bounds, progress=progress)
    tally.add(sums["cell"].to_numpy(np.uint64), sums["value"].to_numpy(np.float64))
    tally.drop("no place on the earth", sums.attrs["unplaced"], sums.attrs["unplaced_sum"])
    return note


def _read_points(path: Path, resolution: int, tally: _Tally, progress: Progress | None) -> str:
    import pyarrow as pa
    import pyarrow.csv

    lon, lat, people, separator = point_columns(path)
    size = path.stat().st_size
    _require_last_line(path)
    try:
        with path.open("rb") as file:
            batches = pa.csv.open_csv(
                file,
                read_options=pa.csv.ReadOptions(block_size=BLOCK),
                parse_options=pa.csv.ParseOptions(delimiter=separator),
                convert_options=pa.csv.ConvertOptions(
                    include_columns=[lon, lat, people],
                    column_types=dict.fromkeys((lon, lat, people), pa.float64()),
                ),
            )
            for batch in batches:
                columns = [batch[name].to_numpy(zero_copy_only=False) for name in (lon, lat, people)]
                _require_positive(columns[2], path, people)
                sums = bin_points(*columns, resolution=resolution)
                tally.add(sums["cell"].to_numpy(np.uint64), sums["value"].to_numpy(np.float64))
                for reason, rows in sums.attrs["dropped"].items():
                    tally.drop(reason, rows, sums.attrs["weight_dropped"].get(reason, 0.0))
                if progress is not None:
                    progress(file.tell(), size)
    except pa.ArrowInvalid as error:
        raise GridError(f"{path.name} has a row that cannot be read, it may be truncated: {error}") from error
    return f"People are those of the column {people}."


def _read_cells(path: Path, resolution: int, tally: _Tally, progress: Progress | None) -> str:
    import pyarrow as pa
    import pyogrio
    from h3ronpy import cells_parse

    layer = h3_layer(path)
    total = int(pyogrio.read_info(path, layer=layer)["features"])
    done, own = 0, -1
    try:
        opened = pyogrio.open_arrow(
            path,
            layer=layer,
            columns=["h3", "population"],
            read_geometry=False,
            batch_size=BATCH,
            use_pyarrow=True,
        )
        with opened as (_, batches):
            for batch in batches:
                people = batch["population"].cast(pa.float64()).to_numpy(zero_copy_only=False)
                _require_positive(people, path, "population")
                ids = batch["h3"].cast(pa.string())
                cells = pa.array(cells_parse(ids, set_failing_to_invalid=True))
                known = cells.is_valid().to_numpy(zero_copy_only=False)
                counted = np.isfinite(people)
                tally.drop("no H3 cell", int((~known).sum()), math.fsum(people[~known & counted]))
                tally.drop("no number of people", int((known & ~counted).sum()), 0.0)
                own = _require_one_resolution(cells.drop_null().to_numpy(), own, path)
                found = cells.fill_null(0).to_numpy()[known & counted]
                tally.add(cell_parents(found, min(resolution, own)) if found.size else found, people[known & counted])
                done += len(batch)
                if progress is not None:
                    progress(done, total)
    except (RuntimeError, pa.ArrowException) as error:  # pyogrio's errors are RuntimeErrors
        raise GridError(f"{path.name} cannot be read to its end; it is damaged or truncated, fetch it again") from error
    if done != total:
        raise GridError(f"{path.name} gave {done:,} of its {total:,} cells; it is damaged or truncated, fetch it again")
    return OWN_CELLS.format(resolution=own) if own < resolution else ""


def _require_last_line(path: Path) -> None:
    """Refuse a table whose last row is not ended: cut within a number, it would still look whole."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        if file.read(1) not in b"\r\n":
            raise GridError(
                f"{path.name}: its last row has no line end, so it was probably not fetched to its end; fetch it "
                "again, or add the line end if nothing is missing"
            )


def _require_positive(people: NDArray[np.float64], path: Path, column: str) -> None:
    negative = int((people < 0).sum())
    if negative:
        raise GridError(f"{path.name}: the column {column} has {negative:,} negative numbers, so it counts no people")


def _require_one_resolution(cells: NDArray[np.uint64], known: int, path: Path) -> int:
    found = {int(kind) for kind in np.unique(cell_resolution(cells))} | ({known} - {-1})
    if len(found) > 1:
        told = ", ".join(map(str, sorted(found)))
        raise GridError(f"{path.name} mixes cells of resolutions {told}; their people would be counted twice")
    return found.pop() if found else known
