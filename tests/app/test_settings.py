"""Settings: the command line wins over the environment, that over the defaults; every fault in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

import app
from app import Settings, SettingsError, read_settings


@pytest.mark.parametrize(
    ("words", "environment", "settings"),
    [
        ("", {}, Settings("127.0.0.1", 8050, None, False)),
        ("--port 9000", {}, Settings(port=9000)),
        ("", {"RAWAAN_PORT": "9000"}, Settings(port=9000)),
        ("--port 9001", {"RAWAAN_PORT": "9000"}, Settings(port=9001)),
        ("--host 0.0.0.0", {"RAWAAN_HOST": "::1", "RAWAAN_PORT": "80"}, Settings("0.0.0.0", 80)),
        ("--debug", {}, Settings(debug=True)),
        ("--debug", {"RAWAAN_DEBUG": "0"}, Settings(debug=True)),
        ("", {"RAWAAN_DEBUG": "1"}, Settings(debug=True)),
        ("", {"RAWAAN_DEBUG": "False"}, Settings(debug=False)),
        # set but empty is as good as not set
        ("", {"RAWAAN_PORT": "", "RAWAAN_DATA_DIR": "", "RAWAAN_DEBUG": ""}, Settings()),
        # other programs' variables mean nothing here
        ("", {"PORT": "1", "HOST": "example"}, Settings()),
    ],
)
def test_where_a_setting_comes_from(words: str, environment: dict[str, str], settings: Settings) -> None:
    assert read_settings(words.split(), environment) == settings


def test_the_data_folder(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert read_settings([], {"RAWAAN_DATA_DIR": str(tmp_path)}).data_dir == tmp_path
    assert read_settings(["--data-dir", str(other)], {"RAWAAN_DATA_DIR": str(tmp_path)}).data_dir == other


@pytest.mark.parametrize("port", ["0", "65536", "80.5", "http", "-1", "", " 80", "1e3"])
def test_a_port_is_a_whole_number(port: str) -> None:
    with pytest.raises(SettingsError) as fault:
        read_settings([f"--port={port}"], {})
    assert str(fault.value) == f"port {port!r} is not a whole number from 1 to 65535"


def test_a_data_folder_has_to_be_there_and_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(SettingsError, match="is not a folder that can be read"):
            read_settings(["--data-dir", str(path)], {})
    # root may read everything, so a folder that may not be read is played
    monkeypatch.setattr(app.os, "access", lambda *_: False)
    with pytest.raises(SettingsError, match="is not a folder that can be read"):
        read_settings(["--data-dir", str(tmp_path)], {})


def test_every_fault_is_told_at_once_in_one_line() -> None:
    with pytest.raises(SettingsError) as fault:
        read_settings(["--port", "http", "--data-dir", "/no/such/folder"], {"RAWAAN_DEBUG": "maybe"})
    assert str(fault.value) == (
        "port 'http' is not a whole number from 1 to 65535; "
        "debug 'maybe' is not 0 or 1; "
        "data folder '/no/such/folder' is not a folder that can be read"
    )


def test_a_flow_table_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("origin,destination,people\n", encoding="utf-8")
    settings = read_settings(["--flows", str(path), "--hide-below", "20"], {"RAWAAN_FLOWS": "elsewhere.csv"})
    assert (settings.flows, settings.hide_below) == (path, 20.0)
    assert read_settings([], {"RAWAAN_FLOWS": str(path)}).hide_below is None
    with pytest.raises(SettingsError) as fault:
        read_settings(["--flows", "missing.csv", "--hide-below", "few"], {})
    assert str(fault.value) == (
        "flow table 'missing.csv' is not a file that can be read; hide-below 'few' is not a whole number of people"
    )
