"""Open what publishers pack: a zip or a gz with one grid in it."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from boundaries._errors import GridError

__all__ = ["GRID_FILES", "unpacked"]

GRID_FILES: Final = (".tif", ".tiff", ".gpkg", ".csv")
"""Suffixes of the files that hold a grid."""


@contextmanager
def unpacked(path: str | Path) -> Iterator[Path]:
    """
    Give the plain file of a grid, for as long as the block lasts.

    Parameters
    ----------
    path
        A GeoTIFF, GeoPackage or CSV, taken as it is; a .zip with one of them (GHSL and HDX ship such), or a .gz of one
        (Kontur ships such), unpacked to a scratch folder that is removed afterwards.

    Yields
    ------
    plain
        The file, under its own name.

    Raises
    ------
    GridError
        There is no such file; the archive is damaged, or holds no grid or several.
    """
    path = Path(path)
    if not path.is_file():
        raise GridError(f"{path} is a folder, not a file" if path.is_dir() else f"no such file: {path}")
    suffix = path.suffix.lower()
    if suffix not in {".zip", ".gz"}:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="rawaan-grid-") as scratch:
        try:
            plain = _unzip(path, Path(scratch)) if suffix == ".zip" else _gunzip(path, Path(scratch))
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
            raise GridError(f"{path} is damaged or was not fetched to its end ({error}); fetch it again") from error
        yield plain


def _unzip(path: Path, scratch: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        inside = [name for name in archive.namelist() if not name.endswith("/")]
        grids = [n for n in inside if Path(n).suffix.lower() in GRID_FILES and not n.startswith("__MACOSX")]
        if len(grids) != 1:
            told = f"{len(grids)} grids ({', '.join(grids[:5])}); unpack it and give them one by one"
            none = f"no GeoTIFF, GeoPackage or CSV (only {', '.join(inside[:5]) or 'nothing'})"
            raise GridError(f"{path} holds {told if grids else none}")
        with archive.open(grids[0]) as packed:
            return _copy(packed, scratch / Path(grids[0]).name)


def _gunzip(path: Path, scratch: Path) -> Path:
    with gzip.open(path) as packed:
        return _copy(packed, scratch / path.stem)


def _copy(packed: IO[bytes] | gzip.GzipFile, plain: Path) -> Path:
    with plain.open("wb") as file:
        shutil.copyfileobj(packed, file, 1 << 20)
    return plain
