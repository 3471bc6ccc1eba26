"""Keep grids that were read: one part a file, loaded together as one layer a product."""

from __future__ import annotations

import datetime
import json
import math
import re
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boundaries._errors import GridError
from boundaries.cells.hierarchy import cell_parents, cell_resolution
from boundaries.cells.layer import CellLayer
from boundaries.grids.names import GridInfo
from boundaries.grids.read import GridReading, outside_sentence, read_counted
from boundaries.grids.recognise import recognise_grid
from boundaries.grids.unpack import unpacked
from boundaries.grids.words import FILES, LACKS, LACKS_FILE
from boundaries.places import data_folder
from boundaries.rasters.windows import Progress

__all__ = ["grid_files", "install_grids", "list_grids", "load_grids", "remove_grid", "save_grid"]

WORDS: Final = ("kind", "evidence", "title", "source", "licence", "note")
"""Of the layer, kept with each part as they are."""


def install_grids(
    paths: Sequence[str | Path],
    *,
    resolution: int = 8,
    data_dir: str | Path | None = None,
    show: Callable[[str], Progress] | None = None,
) -> list[GridReading]:
    """
    Read grids and keep them; what `load_grids` gives has them from then on.

    Parameters
    ----------
    paths, resolution, data_dir
        As in `read.read_grid`; several tiles, epochs and products may be mixed.
    show
        Makes the progress call of a file from its name.

    Returns
    -------
    readings
        The account of everybody in each file.

    Raises
    ------
    GridError
        A file is refused, as in `read.read_grid` and `save_grid`; the message lists every fault, and which of the
        other files are kept.
    """
    readings, faults = [], []
    for path in map(Path, paths):
        try:
            progress = show(path.name) if show is not None else None
            readings.append(_install(path, resolution, data_dir, progress))
        except GridError as error:
            faults.append(str(error))
    if faults:
        kept = f" (kept: {', '.join(reading.file for reading in readings)})" if readings else ""
        raise GridError("; ".join(faults) + kept)
    return readings


def _install(path: Path, resolution: int, data_dir: str | Path | None, progress: Progress | None) -> GridReading:
    with unpacked(path) as plain:
        _require_no_overlap(recognise_grid(plain), data_dir)  # before the long work, not after it
        reading = read_counted(plain, resolution=resolution, data_dir=data_dir, progress=progress)
        account = {"note": reading.note, "outside": reading.outside, "read": reading.read, "places": reading.places}
        _write_part(reading.layer, reading.info, plain.name, data_dir, account)
    return reading


def save_grid(layer: CellLayer, path: str | Path, data_dir: str | Path | None = None) -> Path:
    """
    Keep the cells of one grid file.

    Parameters
    ----------
    layer
        As `read.read_grid` gave it, so of one epoch.
    path
        The grid file it was read from.
    data_dir
        See `places.data_folder`.

    Returns
    -------
    part
        ``grids/<product>/<year, tile and resolution>.npz`` in the data folder: cells, values, and what has to be said
        of them as JSON, in one file, so that it is replaced in one step. The same tile of the same year replaces its
        part. An interruption or a full disk leaves the part that was there.

    Raises
    ------
    GridError
        The layer has several epochs; the folder cannot be written to, or the disk is full; or people there are kept
        already from another file that is no neighbouring tile (the world at 1 km under a tile of 100 m), so that they
        would be counted twice.
    """
    if len(layer.epochs) != 1:
        raise GridError(f"a part has one epoch, {layer.name} has {len(layer.epochs)}")
    with unpacked(path) as plain:
        info, file = recognise_grid(plain), plain.name
    _require_no_overlap(info, data_dir)
    return _write_part(layer, info, file, data_dir, {})


def _write_part(
    layer: CellLayer, info: GridInfo, file: str, data_dir: str | Path | None, account: Mapping[str, Any]
) -> Path:
    record = {word: getattr(layer, word) for word in WORDS} | {
        "product": info.product,
        "file": file,
        "epoch": layer.epochs[0],
        "projected": layer.epochs[0] in layer.projected,
        "tile": info.tile,
        "grid": f"{info.crs} {info.resolution}",
        "installed": datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
        **account,
    }
    part = _part_path(info, data_dir)
    scratch = part.with_name(f".{part.stem}-{uuid.uuid4().hex[:8]}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            with scratch.open("wb") as target:
                arrays = {"cells": layer.cells, "values": layer.values[0], "record": np.array(json.dumps(record))}
                np.savez_compressed(target, **arrays)
            scratch.replace(part)
        finally:
            scratch.unlink(missing_ok=True)
    except OSError as error:
        raise GridError(
            f"{file} was read but cannot be kept in {part.parent} ({error.strerror}); what was there is unchanged"
        ) from error
    return part


def load_grids(data_dir: str | Path | None = None) -> list[CellLayer]:
    """
    Load the grids that were kept.

    Parameters
    ----------
    data_dir
        See `places.data_folder`.

    Returns
    -------
    layers
        One a product, by name. Tiles of one epoch are added up; epochs stand side by side. Parts of several H3
        resolutions are summed to the coarsest of them. Where epochs have different tiles the note says so, because
        what a tile lacks counts as 0. Empty when nothing is kept.

    Raises
    ------
    GridError
        A part cannot be read; the message names it and how to remove it.
    """
    products: dict[str, list[Path]] = {}
    for path in grid_files(data_dir):
        products.setdefault(path.parent.name, []).append(path)
    return [_join_parts(name, [_read_part(path) for path in paths]) for name, paths in products.items()]


def grid_files(data_dir: str | Path | None = None) -> list[Path]:
    """
    List the files that `load_grids` reads, which is what a cache of it must watch.

    Parameters
    ----------
    data_dir
        See `places.data_folder`.

    Returns
    -------
    files
        Sorted; empty when nothing is kept.
    """
    return sorted((data_folder(data_dir) / "grids").glob("*/[!.]*.npz"))


def list_grids(data_dir: str | Path | None = None) -> list[str]:
    """
    Describe the kept grids, one line a part, for the shell.

    Parameters
    ----------
    data_dir
        See `places.data_folder`.

    Returns
    -------
    lines
        Product, year, tile, title, file and day of installation. A part that cannot be read is listed as damaged.
    """
    lines = []
    for path in grid_files(data_dir):
        try:
            record, cells, _ = _read_part(path)
        except GridError:
            lines.append(f"{path.parent.name:<22} {path.stem}: damaged; install its file again or remove it")
            continue
        words = f"{record['title']}{', projected' if record['projected'] else ''}"
        lines.append(
            f"{path.parent.name:<22} {record['epoch']} {record['tile'] or 'all':<8} {words}: {cells.size:,} cells of "
            f"resolution {_resolution(cells)} from {record['file']}, {record['installed'][:10]}"
        )
    return lines


def remove_grid(name: str, data_dir: str | Path | None = None) -> list[str]:
    """
    Remove a product, or one file of it.

    Parameters
    ----------
    name
        The product as `list_grids` has it ("ghs-pop-r2023a"), or the name of a file that was read.
    data_dir
        See `places.data_folder`.

    Returns
    -------
    removed
        Names of the files whose people are gone from the layer.

    Raises
    ------
    GridError
        Nothing of that name is kept; the message lists what is.
    """
    files = grid_files(data_dir)
    chosen = [path for path in files if name in {path.parent.name, f"{path.parent.name}/{path.stem}", _origin(path)}]
    if not chosen:
        known = sorted({path.parent.name for path in files} | {_origin(path) for path in files})
        raise GridError(f"no grid {name!r} is kept; there are {', '.join(known) or 'none'}")
    removed = [_origin(path) for path in chosen]
    for path in chosen:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return removed


Part = tuple[dict[str, Any], NDArray[np.uint64], NDArray[np.float64]]


def _read_part(path: Path) -> Part:
    try:
        with path.open("rb") as file, np.load(file) as kept:  # given a path, numpy leaves a damaged file open
            return json.loads(str(kept["record"])), kept["cells"], kept["values"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise GridError(
            f"{path} cannot be read ({error}); install its file again, or remove it with: "
            f"python -m boundaries grid --remove {path.parent.name}/{path.stem}"
        ) from error


def _origin(path: Path) -> str:
    """Name the file a part was read from; a damaged part has only its own name."""
    try:
        return str(_read_part(path)[0]["file"])
    except GridError:
        return path.stem


def _join_parts(name: str, parts: Sequence[Part]) -> CellLayer:
    resolution = min(_resolution(cells) for _, cells, _ in parts)
    coarse = [(record, cell_parents(cells, resolution), values) for record, cells, values in parts]
    cells = np.unique(np.concatenate([cells for _, cells, _ in coarse]))
    epochs = tuple(sorted({int(record["epoch"]) for record, _, _ in coarse}))
    values = np.zeros((len(epochs), cells.size))
    for record, own, amounts in coarse:
        np.add.at(values[epochs.index(record["epoch"])], np.searchsorted(cells, own), amounts)
    records = [record for record, _, _ in parts]
    newest = max(records, key=lambda record: str(record["installed"]))
    return CellLayer(
        name=name,
        cells=cells,
        epochs=epochs,
        values=values,
        projected=tuple(year for year in epochs if any(r["projected"] for r in records if r["epoch"] == year)),
        **{word: newest[word] for word in WORDS if word != "note"},
        note=_join_notes(records),
    )


def _join_notes(records: Sequence[Mapping[str, Any]]) -> str:
    """Say what holds for the parts, once; whom those of the newest year leave out; and what tiles some year lacks."""
    told = list(dict.fromkeys(str(record["note"]) for record in records if record["note"]))
    # People of several years are not added: the newest year stands for the others.
    year = max(int(record["epoch"]) for record in records)
    newest = [record for record in records if record["epoch"] == year]
    outside = math.fsum(record.get("outside", 0.0) for record in newest)
    if outside:
        read = math.fsum(record.get("read", 0.0) for record in newest)
        places = " and ".join(sorted({str(record["places"]) for record in newest if "places" in record}))
        files = FILES.format(files=len(newest), year=year) if len(newest) > 1 else str(newest[0]["file"])
        told.append(outside_sentence(outside, read, str(newest[0]["kind"]), files, places))
    tiles = {str(record["tile"]) for record in records}
    for year in sorted({int(record["epoch"]) for record in records}):
        lacking = sorted(tiles - {str(record["tile"]) for record in records if record["epoch"] == year})
        if lacking:
            tiles_lacking = ", ".join(lacking)
            lacks = LACKS.format(year=year, tiles=tiles_lacking) if tiles_lacking else LACKS_FILE.format(year=year)
            told.append(lacks)
    return " ".join(told)


def _resolution(cells: NDArray[np.uint64]) -> int:
    return int(cell_resolution(cells[:1])[0])


def _part_path(info: GridInfo, data_dir: str | Path | None) -> Path:
    grid = re.sub(r"[^a-z0-9]+", "-", f"{info.tile or 'all'} {info.crs} {info.resolution}".lower())
    return data_folder(data_dir) / "grids" / info.product / f"{info.epoch}-{grid}.npz"


def _require_no_overlap(info: GridInfo, data_dir: str | Path | None) -> None:
    """Refuse a file whose people are kept already from another one: only tiles of one grid lie side by side."""
    own = _part_path(info, data_dir)
    for path in grid_files(data_dir):
        if path.parent != own.parent or path == own:
            continue
        record = _read_part(path)[0]
        if record["epoch"] != info.epoch:
            continue
        tiles = bool(info.tile) and bool(record["tile"]) and info.tile.isalpha() == record["tile"].isalpha()
        if not tiles or record["grid"] != f"{info.crs} {info.resolution}":
            raise GridError(
                f"{info.product} of {info.epoch} is kept already from {record['file']}, and people would be counted "
                f"twice; remove that first with: python -m boundaries grid --remove {record['file']}"
            )
