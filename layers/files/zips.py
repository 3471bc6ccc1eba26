"""Zip files that are the same to the byte whenever the same is written on the same day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_UNIX: Final = 3

_READABLE: Final = 0o100644 << 16
"""A plain file that all may read: without it some programs unpack files that nobody may open."""


def make_entry(name: str, day: str) -> ZipInfo:
    """
    Describe a file in a zip by nothing but its name and a day.

    Parameters
    ----------
    name
        Inside the zip.
    day
        ISO date, 1980 or later.

    Returns
    -------
    entry
        To hand to `ZipFile.open` or `ZipFile.writestr`.
    """
    when = date.fromisoformat(day)
    entry = ZipInfo(name, (when.year, when.month, when.day, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    # Else it is the system that writes, and the bytes differ.
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    return entry


@contextmanager
def add_file(archive: ZipFile, name: str, day: str) -> Iterator[IO[bytes]]:
    """
    Open a new file in a zip for writing.

    Parameters
    ----------
    archive
        Open for writing.
    name, day
        See `make_entry`.

    Yields
    ------
    file
        To write bytes to.
    """
    with archive.open(make_entry(name, day), "w", force_zip64=True) as file:
        yield file


def copy_steadily(source: Path, target: Path, day: str, *, instead: dict[str, bytes] | None = None) -> None:
    """
    Copy a zip that some library wrote, without the moment at which it did.

    Parameters
    ----------
    source, target
        The zip, and where its copy shall be.
    day
        ISO date of every file in the copy.
    instead
        Name of a file in it → its new content.
    """
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            with add_file(new, name, day) as file:
                if instead and name in instead:
                    file.write(instead[name])
                    continue
                with old.open(name) as content:
                    while part := content.read(1 << 20):
                        file.write(part)
