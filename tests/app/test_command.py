"""What a bad start looks like from the shell: one clear line, exit status 2, no traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import find_free_port

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RAWAAN_")}
    return subprocess.run(
        [sys.executable, "app.py", *words],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def the_one_line(ended: subprocess.CompletedProcess[str]) -> str:
    assert ended.returncode == 2
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert line.startswith("rawaan: ")
    return line.removeprefix("rawaan: ")


def test_a_port_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert the_one_line(run("--port", str(port))) == (
            f"cannot listen on 127.0.0.1 port {port}: Address already in use; choose another with --port"
        )


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_a_host_that_is_not_this_machine(host: str) -> None:
    assert the_one_line(run("--host", host)).startswith(f"cannot listen on {host} port 8050: ")


def test_a_bad_port() -> None:
    assert the_one_line(run("--port", "http")) == "port 'http' is not a whole number from 1 to 65535"


def test_a_data_folder_that_cannot_be_read(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    assert the_one_line(run("--data-dir", missing)) == f"data folder {missing!r} is not a folder that can be read"


def test_faults_of_command_line_and_environment_in_one_line() -> None:
    line = the_one_line(run("--port", "0", RAWAAN_DEBUG="maybe"))
    assert line == "port '0' is not a whole number from 1 to 65535; debug 'maybe' is not 0 or 1"


def test_help_names_every_option_with_its_variable() -> None:
    ended = run("--help")
    assert ended.returncode == 0
    for option, variable in (
        ("--host", "RAWAAN_HOST"),
        ("--port", "RAWAAN_PORT"),
        ("--data-dir", "RAWAAN_DATA_DIR"),
        ("--debug", "RAWAAN_DEBUG"),
    ):
        assert option in ended.stdout
        assert variable in ended.stdout


def test_a_broken_boundary_set(tmp_path: Path) -> None:
    broken = tmp_path / "boundaries" / "mine"
    broken.mkdir(parents=True)
    (broken / "set.json").write_text("not JSON")
    line = the_one_line(run("--port", str(find_free_port()), "--data-dir", str(tmp_path)))
    assert line.startswith(f"the atlas cannot be loaded from {str(tmp_path)!r}: ")
