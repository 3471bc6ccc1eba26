"""Every district's briefing in one folder: in two processes, and going on where a stopped run left off."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from boundaries.language import tr
from layers._errors import ExportError
from layers.briefing.index_page import write_index
from layers.briefing.write import SUFFIXES, write_brief
from layers.files.content import SOFTWARE
from layers.view import View

if TYPE_CHECKING:
    from layers.atlas import Atlas

DONE: Final = "briefings.jsonl"
"""What is complete: one line a file, written after it."""


@dataclass(frozen=True, slots=True)
class Task:
    """
    What makes the files of a run, and what is alike in all of them.

    Attributes
    ----------
    folder
        Where they are written.
    suffix
        ".pdf" or ".pptx".
    lang, digits
        Language of the words, figures of the numbers.
    base
        Address of the page, for links; "" where it is not known.
    day
        ISO date that the briefings carry.
    """

    folder: str
    suffix: str = ".pdf"
    lang: str = "en"
    digits: str = "latin"
    base: str = ""
    day: str = ""

    def name(self, code: str) -> str:
        """Name the file of a district: other languages stand beside the English ones."""
        return f"{code}{'' if self.lang == 'en' else f'-{self.lang}'}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A file that is complete.

    Attributes
    ----------
    stamp
        Of the software, the numbers and the task it was made from.
    code, file, size
        District, name of the file, its bytes.
    name, headline, numbers
        What the index says of it.
    """

    stamp: str
    code: str
    file: str
    size: int
    name: str
    headline: str
    numbers: tuple[str, ...]


def write_all(
    load: Callable[[], Atlas],
    codes: tuple[str, ...],
    task: Task,
    *,
    jobs: int = 2,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Entry]:
    """
    Write the briefing of every district, and an index.

    Parameters
    ----------
    load
        Gives the atlas; it can be sent to another process, which loads its own.
    codes
        Districts.
    task
        Where to and how.
    jobs
        Processes; 1 stays in this one.
    progress
        Called with how many are done, and of how many.

    Returns
    -------
    entries
        In the order of `codes`. Files that a run of the same software, numbers, date and choices has completed are
        kept.

    Raises
    ------
    ExportError
        The folder cannot be made or written to, or the disk is full; what is complete stays.
    """
    folder = Path(task.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        words = tr("{folder} cannot be made: {reason}; choose another folder")
        raise ExportError(words.format(folder=folder, reason=error.strerror or error)) from None
    sweep_drafts(folder)
    stamp = find_stamp(load(), task)
    done = {entry.code: entry for entry in read_done(folder) if entry.stamp == stamp and _is_whole(folder, entry)}
    done = {code: done[code] for code in codes if code in done}
    progress(len(done), len(codes))
    left = [code for code in codes if code not in done]
    for entry in _run(load, left, task, stamp, jobs):
        done[entry.code] = entry
        _note(folder, entry)
        progress(len(done), len(codes))
    entries = [done[code] for code in codes]
    write_index(folder, [asdict(entry) for entry in entries], task.lang, task.digits, date.fromisoformat(task.day))
    return entries


def sweep_drafts(folder: Path) -> None:
    """
    Remove what a run that was killed left half written.

    Parameters
    ----------
    folder
        Of the run; only hidden folders that `write_whole` makes for a briefing are touched.
    """
    for suffix in SUFFIXES:
        for draft in folder.glob(f".*{suffix}-*"):
            if draft.is_dir():
                shutil.rmtree(draft, ignore_errors=True)


def find_stamp(atlas: Atlas, task: Task) -> str:
    """
    Find what tells the files of one run from those of another.

    Parameters
    ----------
    atlas, task
        Numbers and choices; the folder is none of them.

    Returns
    -------
    stamp
        Hexadecimal.
    """
    choices = {name: value for name, value in asdict(task).items() if name != "folder"}
    cube = atlas.cube
    mark = hashlib.sha256(json.dumps([SOFTWARE, choices, cube.manifest.get("set", "")], sort_keys=True).encode())
    for matrix in cube.matrices.values():
        for part in (matrix.people, matrix.low, matrix.high):
            mark.update(part.tobytes())
    for count in cube.flow_units.people.values():
        mark.update(count.tobytes())
    return mark.hexdigest()[:20]


def read_done(folder: Path) -> Iterator[Entry]:
    """
    Read which files are complete.

    Parameters
    ----------
    folder
        Of the run.

    Yields
    ------
    entry
        Lines that a stop left half written are passed over.
    """
    path = folder / DONE
    if not path.is_file():
        return
    known = {field.name for field in fields(Entry)}
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError, TypeError):
            row: dict[str, Any] = json.loads(line)
            if set(row) == known:
                yield Entry(**{**row, "numbers": tuple(row["numbers"])})


def _is_whole(folder: Path, entry: Entry) -> bool:
    path = folder / entry.file
    return path.is_file() and path.stat().st_size == entry.size


def _note(folder: Path, entry: Entry) -> None:
    from layers.files.whole import say_os_error

    try:
        with (folder / DONE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
    except OSError as error:
        raise ExportError(say_os_error(folder / DONE, error)) from None


def _run(load: Callable[[], Atlas], codes: list[str], task: Task, stamp: str, jobs: int) -> Iterator[Entry]:
    if jobs <= 1 or len(codes) < 2:
        for code in codes:
            yield _write_one(load(), code, task, stamp)
        return
    # Started afresh, not forked: the typesetter has threads, and a copy of a process with threads may hang.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(load,))
    try:
        waiting: set[Future[Entry]] = {pool.submit(_work, code, task, stamp) for code in codes}
        while waiting:
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


_LOADED: list[Atlas] = []
"""The atlas of a process of the pool."""


def _start(load: Callable[[], Atlas]) -> None:
    import signal

    # Ctrl-C goes to the whole group; the first process alone says what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _LOADED[:] = [load()]


def _work(code: str, task: Task, stamp: str) -> Entry:
    return _write_one(_LOADED[0], code, task, stamp)


def _write_one(atlas: Atlas, code: str, task: Task, stamp: str) -> Entry:
    view = View(place=code, lang=task.lang, digits=task.digits)
    path = Path(task.folder) / task.name(code)
    brief = write_brief(atlas, view, path, base=task.base, date=date.fromisoformat(task.day))
    numbers = tuple(figure.number for figure in brief.figures)
    return Entry(stamp, code, path.name, path.stat().st_size, brief.place, brief.headline, numbers)


def check_format(name: str) -> str:
    """
    Read the name of a form of briefing.

    Parameters
    ----------
    name
        "pdf" or "pptx".

    Returns
    -------
    suffix
        With its point.

    Raises
    ------
    ExportError
        There is no such form.
    """
    suffix = f".{name.lower().lstrip('.')}"
    if suffix not in SUFFIXES:
        known = tr("{low} or {high}").format(low=SUFFIXES[0].lstrip("."), high=SUFFIXES[1].lstrip("."))
        raise ExportError(tr("{name} is no form of a briefing; choose {known}").format(name=repr(name), known=known))
    return suffix
