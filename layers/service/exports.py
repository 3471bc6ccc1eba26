"""
Exports as jobs: each is made by a process of its own, so that the server stays lean and answers on.

A job is a folder, so that every process of the server sees it and nothing is lost between them:

::

    <id>/job.json        what is wanted; a job whose file is gone is cancelled
    <id>/beat.json       how far it is, written several times a second while it runs
    <id>/done.json       name and size of the file, when it is whole
    <id>/fault.json      one sentence, when it failed
    <id>/out/            the file
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final

from boundaries.language import mark, speak, tr
from layers.service._errors import RequestError

LOG = logging.getLogger("rawaan")

ROOT: Final = Path(__file__).resolve().parents[2]

RUNNING, KEPT = 2, 20
"""Jobs at once, and jobs kept at all: as many processes as the smallest machine has cores."""

LIFE: Final = 3600
"""Seconds for which a file is kept."""

SILENCE: Final = 30
"""Seconds without a beat after which a job is given up."""

TIMES: Final = 50
"""Tries to remove a folder that a job is still writing into, a tenth of a second apart."""

BUSY: Final = mark("Two exports are being made; try again when one of them is done")
STOPPED: Final = mark("The export stopped before it was done; start it again")
WAITING: Final = mark("Waiting to start")
PREPARING: Final = mark("Preparing the numbers")
READY: Final = mark("Ready")


@dataclass(frozen=True, slots=True)
class State:
    """
    How a job stands.

    Attributes
    ----------
    state
        "waiting", "running", "done" or "failed".
    done, total, words
        How far it is, in the language of its view.
    file
        Name of the file that is done; "" before.
    bytes
        Its size.
    """

    state: str
    done: int
    total: int
    words: str
    file: str = ""
    bytes: int = 0


def find_folder() -> Path:
    """
    Find the folder of all jobs of this user: one for all processes of a server, however they were started.

    Returns
    -------
    folder
        In the system's temporary folder, readable by this user alone.
    """
    user = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir()) / f"rawaan-exports-{user}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    ours = stat.S_ISDIR(found.st_mode) and (user == "user" or (found.st_uid == user and not found.st_mode & 0o077))
    # Anybody may write in the temporary folder; what another laid there is not used.
    return folder if ours else Path(tempfile.mkdtemp(prefix="rawaan-exports-"))


class Exports:
    """
    The jobs of a server.

    Parameters
    ----------
    folder
        Where they are; shared by the server's processes.
    settings
        What the atlas was loaded from: data_dir, flows, hide_below, as text.
    program
        Words of the command that makes a job's file, before its folder.
    """

    def __init__(self, folder: Path, *, settings: dict[str, str], program: tuple[str, ...] = ()) -> None:
        self._folder, self._settings = folder, settings
        self._program = program or (sys.executable, "-m", "layers.service.make_export")
        self._mine: dict[str, subprocess.Popen[bytes]] = {}
        self._turn, self._process = Lock(), os.getpid()
        atexit.register(self.close)

    def start(self, wanted: dict[str, str]) -> str:
        """
        Start a job.

        Parameters
        ----------
        wanted
            view, scope, format, layer, name (of the file) and lang; all checked.

        Returns
        -------
        name
            Of the job; nobody can guess it.

        Raises
        ------
        RequestError
            As many jobs are running as may.
        """
        with self._turn, _hold(self._folder / "lock"):
            self._sweep()
            if sum(self._is_running(job) for job in self._jobs()) >= RUNNING:
                raise RequestError(tr(BUSY), 429)
            name = secrets.token_hex(16)
            scratch, job = self._folder / f".{name}", self._folder / name
            scratch.mkdir(mode=0o700)
            (scratch / "out").mkdir()
            write_state(scratch / "job.json", {**wanted, **self._settings, "server": self._process})
            scratch.rename(job)
            with (job / "log").open("wb") as log:
                process = subprocess.Popen(
                    [*self._program, str(job)],
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    start_new_session=True,
                )
            self._mine[name] = process
        Thread(target=self._await, args=(name, process), daemon=True).start()
        return name

    def _await(self, name: str, process: subprocess.Popen[bytes]) -> None:
        status = process.wait()
        self._mine.pop(name, None)
        job = self._folder / name
        if status and (job / "job.json").exists():
            with suppress(OSError):
                last = (job / "log").read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2]
                LOG.warning(json.dumps({"export": name, "status": status, "fault": last}, ensure_ascii=False))
        if (job / "job.json").exists() and not (job / "done.json").exists() and not (job / "fault.json").exists():
            with suppress(OSError), speak(_read(job / "job.json").get("lang", "en")):
                write_state(job / "fault.json", {"words": tr(STOPPED)})
                shutil.rmtree(job / "out", ignore_errors=True)

    def state(self, name: str) -> State | None:
        """
        Say how a job stands.

        Parameters
        ----------
        name
            Of the job.

        Returns
        -------
        state
            None where there is no such job, or no longer.
        """
        job = self._find(name)
        if job is None:
            return None
        with speak(_read(job / "job.json").get("lang", "en")):
            if (job / "done.json").exists():
                made = _read(job / "done.json")
                return State("done", 1, 1, tr(READY), str(made.get("file", "")), int(made.get("bytes", 0)))
            if (job / "fault.json").exists():
                return State("failed", 0, 1, str(_read(job / "fault.json").get("words", tr(STOPPED))))
            if not self._is_running(job):
                return State("failed", 0, 1, tr(STOPPED))
            beat = _read(job / "beat.json")
            if not beat:
                return State("waiting", 0, 1, tr(WAITING))
            return State("running", int(beat["done"]), int(beat["total"]), beat["words"] or tr(PREPARING))

    def find_file(self, name: str) -> Path | None:
        """
        Find the file of a job that is done.

        Parameters
        ----------
        name
            Of the job.

        Returns
        -------
        path
            None where there is no such job, or its file is not whole.
        """
        job = self._find(name)
        made = _read(job / "done.json") if job is not None else {}
        path = job / "out" / Path(str(made["file"])).name if job is not None and made else None
        return path if path is not None and path.is_file() else None

    def cancel(self, name: str) -> bool:
        """
        Stop a job and remove all of it.

        Parameters
        ----------
        name
            Of the job.

        Returns
        -------
        found
            Whether there was one.
        """
        job = self._find(name)
        if job is None:
            return False
        with suppress(FileNotFoundError):
            (job / "job.json").unlink()
        process = self._mine.get(name)
        if process is not None:
            process.kill()
            process.wait()
        # A job of another process of the server looks for its job.json, and ends without it.
        for _ in range(TIMES):
            shutil.rmtree(job, ignore_errors=True)
            if not job.exists():
                break
            time.sleep(0.1)
        return True

    def close(self) -> None:
        """Stop and remove every job of this server; of the process that set it up, not of those that parted from it."""
        if os.getpid() != self._process:
            return
        for job in self._jobs():
            if _read(job / "job.json").get("server") == self._process:
                self.cancel(job.name)

    def _find(self, name: str) -> Path | None:
        job = self._folder / name if re.fullmatch(r"[0-9a-f]{32}", name) else None
        return job if job is not None and (job / "job.json").is_file() else None

    def _jobs(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return [path for path in self._folder.iterdir() if re.fullmatch(r"[0-9a-f]{32}", path.name)]
        return []

    def _is_running(self, job: Path) -> bool:
        if (job / "done.json").exists() or (job / "fault.json").exists() or not (job / "job.json").exists():
            return False
        return max(_age(job / "job.json"), 0) < SILENCE or _age(job / "beat.json") < SILENCE

    def _sweep(self) -> None:
        """Remove what is too old, what nobody works on, and the oldest above the number kept."""
        jobs = sorted(self._jobs(), key=lambda job: _age(job), reverse=True)
        idle = [job for job in jobs if not self._is_running(job)]
        old = [job for job in idle if _age(job) > LIFE or not (job / "job.json").exists()]
        spare = [job for job in idle if job not in old][: max(len(jobs) - len(old) - KEPT + 1, 0)]
        for job in [*old, *spare]:
            shutil.rmtree(job, ignore_errors=True)


@contextmanager
def _hold(path: Path) -> Iterator[None]:
    """Let one process of the server at a time count the jobs; where files cannot be held there is only one."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_state(path: Path, content: dict[str, Any]) -> None:
    """
    Write a small file so that nobody reads half of it.

    Parameters
    ----------
    path, content
        Where and what.

    Raises
    ------
    OSError
        The folder is gone: the job was cancelled.
    """
    scratch = path.with_suffix(f".{secrets.token_hex(4)}")
    scratch.write_text(json.dumps(content), encoding="utf-8")
    scratch.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return float("inf")
