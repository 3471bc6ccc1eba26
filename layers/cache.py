"""Keep between starts what takes long to load, in the user's own cache folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import platformdirs

Value = TypeVar("Value")


def remember(build: Callable[[], Value], *, name: str, files: Iterable[Path], folder: Path | None = None) -> Value:
    """
    Build a value, or read it as it was built from the same files before.

    Parameters
    ----------
    build
        Makes the value; its errors are the caller's.
    name
        What is kept, in a word.
    files
        Everything the value depends on, code included: when one of them changes it is built anew.
    folder
        Where to keep it; None: the system's cache folder for this user. Only files this program wrote there are
        read, and a folder that cannot be written costs nothing but the time to build.

    Returns
    -------
    value
        Equal to what `build` gives.
    """
    folder = folder or Path(platformdirs.user_cache_dir("rawaan"))
    path = folder / f"{name}-{_fingerprint(files)}.pickle"
    # Whatever is wrong with a kept file, the value can still be built.
    with contextlib.suppress(Exception):
        kept: Value = pickle.loads(path.read_bytes())
        return kept
    value = build()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{name}-*.pickle"):
            old.unlink()
        handle, scratch = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            pickle.dump(value, file)
        Path(scratch).replace(path)
    return value


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(files):
        stat = file.stat()
        digest.update(f"{file}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
