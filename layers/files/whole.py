"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from boundaries.language import tr
from layers._errors import ExportError


@contextmanager
def write_whole(path: Path) -> Iterator[Path]:
    """
    Give a place to write a file at, and move it to its own place when it is complete.

    Parameters
    ----------
    path
        Where the file shall be; a file that is there is replaced.

    Yields
    ------
    draft
        A path of the same name in a new folder beside `path`; whatever else is written there is removed.

    Raises
    ------
    ExportError
        The folder is missing or cannot be written to, the disk is full, or the path is a folder. Whatever went wrong,
        nothing is left behind, and a file that was there before is as it was.
    """
    path = Path(path)
    if path.is_dir():
        raise ExportError(tr("{path} is a folder; give the name of a file").format(path=path))
    if not path.parent.is_dir():
        raise ExportError(tr("there is no folder {folder}; make it first").format(folder=path.parent))
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise ExportError(say_os_error(path, error)) from None
    try:
        draft = folder / path.name
        yield draft
        draft.replace(path)
    except OSError as error:
        raise ExportError(say_os_error(path, error)) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say_os_error(path: Path, error: OSError) -> str:
    """
    Say in one line why a file could not be written.

    Parameters
    ----------
    path
        The file.
    error
        What the system said.

    Returns
    -------
    sentence
        What happened, where, and what to do.
    """
    if error.errno == errno.ENOSPC:
        return tr("the disk is full, so {path} was not written; free some space or choose another folder").format(
            path=path
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return tr("{folder} cannot be written to; choose another folder").format(folder=path.parent)
    return tr("{path} was not written: {reason}").format(path=path, reason=error.strerror or error)
