"""Serve the real app in a process of its own, for the browser tests, the bench and the pictures."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
"""Seconds a server may take to answer on a busy machine."""

# A proxy named in the environment must not stand between a test and its own machine.
OPENER = build_opener(ProxyHandler({}))


def find_free_port() -> int:
    """
    Find a port that nothing listens on.

    Returns
    -------
    port
        Free at the moment of asking.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> float:
    """
    Ask again and again until the server answers.

    Parameters
    ----------
    address
        A URL that gives 200.
    process, log
        The server, and where its output goes.

    Returns
    -------
    seconds
        From the call to the end of the first answer.

    Raises
    ------
    RuntimeError
        The process ended, or did not answer in time; the message is the end of its log.
    """
    start = time.perf_counter()
    while time.perf_counter() - start < PATIENCE and process.poll() is None:
        try:
            with OPENER.open(address, timeout=5) as answer:
                answer.read(1)
                return time.perf_counter() - start
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.01)
    raise RuntimeError(f"no server at {address}: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


@contextmanager
def run_server(command: Sequence[str], address: str, log: Path) -> Iterator[float]:
    """
    Run a server while the block runs.

    Parameters
    ----------
    command
        Program and arguments, started in the repository's root.
    address
        A URL that gives 200 once it serves.
    log
        File for its output.

    Yields
    ------
    seconds
        From the start of the process to the end of its first answer.
    """
    # A reader's own installed boundary sets would change the picture: the tests look at the bundled one.
    folder = log.parent / "no-installed-sets"
    folder.mkdir(exist_ok=True)
    settings = {**os.environ, "RAWAAN_DATA_DIR": str(folder)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield wait_for(address, process, log)
    finally:
        # The whole group: gunicorn's workers too.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def serve_atlas(folder: Path) -> Iterator[str]:
    """
    Serve the atlas with the bundled boundaries, as `python app.py` does.

    Parameters
    ----------
    folder
        For the log.

    Yields
    ------
    base
        Such as "http://127.0.0.1:41234/".
    """
    base = f"http://127.0.0.1:{(port := find_free_port())}/"
    with run_server([sys.executable, "app.py", "--port", str(port)], base + "health", folder / "atlas.log"):
        yield base
