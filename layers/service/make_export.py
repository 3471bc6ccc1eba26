"""
The process of one export: `python -m layers.service.make_export FOLDER`; see `layers.service.exports`.

It ends by itself when its job is cancelled, when the server is gone, and when it takes too long or too much room.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from threading import Thread
from typing import Any, Final

from boundaries.language import mark, speak, tr
from layers._errors import LayerError, ViewError
from layers.service.exports import write_state

PAUSE: Final = 0.2
"""Seconds between two looks at the job."""

LONGEST: Final = 900
"""Seconds that an export may take."""

LARGEST: Final = 2_000_000_000
"""Bytes that it may write."""

TOO_LONG: Final = mark("The export took longer than a quarter of an hour; ask for less, or use python -m layers export")
TOO_LARGE: Final = mark("The file grows beyond two gigabytes; ask for less, or use python -m layers export")
FAILED: Final = mark("The export failed; the log of the server says more")


class Job:
    """
    One job and how far it is.

    Parameters
    ----------
    folder
        Of the job.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.wanted: dict[str, Any] = json.loads((folder / "job.json").read_text(encoding="utf-8"))
        self._beat: dict[str, Any] = {"done": 0, "total": 1, "words": ""}

    def report(self, done: int, total: int, words: str) -> None:
        """Note how far the export is; it is told with the next beat."""
        self._beat = {"done": int(done), "total": max(int(total), 1), "words": str(words)}

    def watch(self) -> None:
        """Beat until the process ends, and end it where it must."""
        begun, parent = time.monotonic(), os.getppid()
        while (self._folder / "job.json").exists():
            if os.getppid() != parent:
                # The server is gone: nobody will fetch the file.
                shutil.rmtree(self._folder, ignore_errors=True)
                break
            size = measure_folder(self._folder / "out")
            if time.monotonic() - begun > LONGEST or size > LARGEST:
                self.fail(tr(TOO_LONG if size <= LARGEST else TOO_LARGE))
                break
            with suppress(OSError):
                write_state(self._folder / "beat.json", self._beat)
            time.sleep(PAUSE)
        # The work is in the hands of a library that cannot be asked to stop.
        os._exit(2)

    def fail(self, words: str) -> None:
        """Say in one sentence why there is no file, and leave none."""
        write_state(self._folder / "fault.json", {"words": words})
        shutil.rmtree(self._folder / "out", ignore_errors=True)

    def make(self) -> None:
        """Make the file."""
        from layers import View
        from layers.atlas import load_atlas
        from layers.files.export import export_view

        wanted = self.wanted
        given = {name: Path(wanted[name]) for name in ("data_dir", "flows") if name in wanted}
        hide = float(wanted["hide_below"]) if "hide_below" in wanted else None
        atlas = load_atlas(given.get("data_dir"), flows=given.get("flows"), hide_below=hide)
        path = self._folder / "out" / wanted["file"]
        view = View.from_query(wanted["view"])
        more = {"layer": wanted["layer"]} if wanted.get("layer") else {}
        export_view(
            atlas,
            view,
            path,
            scope=wanted["scope"],
            format=wanted["format"],
            base=wanted["base"],
            progress=self.report,
            **more,
        )
        write_state(self._folder / "done.json", {"file": path.name, "bytes": path.stat().st_size})


def measure_folder(folder: Path) -> int:
    """
    Sum the sizes of files.

    Parameters
    ----------
    folder
        With all below it; files may come and go meanwhile.

    Returns
    -------
    bytes
        0 for a folder that is not there.
    """
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_size
    return total


def main(arguments: list[str]) -> int:
    """
    Make the file of a job.

    Parameters
    ----------
    arguments
        The job's folder.

    Returns
    -------
    status
        0; 2 where it failed, which is told in the job.
    """
    job = Job(Path(arguments[0]))
    if hasattr(os, "nice"):
        # Readers of the page come first.
        os.nice(10)
    with speak(job.wanted.get("lang", "en")):
        # In the language of the job, as everything here is.
        Thread(target=copy_context().run, args=(job.watch,), daemon=True).start()
        try:
            job.make()
        except (LayerError, ViewError) as fault:
            job.fail(str(fault))
            return 2
        except (ValueError, LookupError, OSError) as fault:
            print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
            job.fail(tr(FAILED))
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
