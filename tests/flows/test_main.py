"""The package from the shell: each command does what it says, and says in one line why it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import flows
from flows.__main__ import main


def run(capsys, *words):
    status = main(list(words))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_datasets_lists_every_table(capsys):
    status, out, _ = run(capsys, "datasets")
    assert status == 0
    assert all(name in out for name in flows.datasets()["name"])


def test_show_prints_a_table_with_what_is_known_of_it(capsys):
    _, out, _ = run(capsys, "show", "balochistan_corridors")
    assert "# evidence: documented" in out
    assert "ziarat,karachi,,winter" in out


def test_census_prints_csv(capsys):
    _, out, _ = run(capsys, "census", "2023", "--level", "province")
    lines = out.splitlines()
    assert lines[0] == "code,people,urban,area_km2"
    assert sum(int(line.split(",")[1]) for line in lines[1:]) == 241_499_431


def test_net_prints_csv_and_the_warning_apart(capsys):
    _, out, err = run(capsys, "net", "1998", "2023")
    assert "lahore,57428," in out
    assert "coverage changed" in err


def test_read_tells_the_account_and_writes_the_table(capsys, tmp_path):
    path, out_path = tmp_path / "m.csv", tmp_path / "out.parquet"
    path.write_text(",Lahore,Quetta\nLahore,0,10\nQuetta,x,0\n")
    words = ["--orientation", "rows", "--kind", "lifetime", "--evidence", "counted", "--reasons"]
    status, out, _ = run(capsys, "read", str(path), *words, "--out", str(out_path))
    assert status == 0
    assert "dropped: the count 'x' is not a number (1; line 3)" in out
    back = flows.read(out_path)
    assert (back.kind, back.evidence, back.people) == ("lifetime", "counted", 10)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "nothing"], "flows: there is no table 'nothing'"),
        (["census", "1951"], "flows: there is no census of '1951'"),
        (["net", "1951", "1961"], "flows: there is no net migration for 1951–1961"),
        (["read", "nowhere.csv"], "flows: there is no file 'nowhere.csv'"),
    ],
)
def test_an_error_is_one_line_and_status_2(capsys, words, told):
    status, out, err = run(capsys, *words)
    assert status == 2
    assert out == ""
    assert err.startswith(told)
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [["datasets"], ["census", "2023"], ["--help"]])
def test_a_reader_who_stops_reading_is_told_nothing(words):
    """As in ``python -m flows datasets | head -0``: no complaint of a broken pipe."""
    with subprocess.Popen(
        [sys.executable, "-m", "flows", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("command", ["read", "what-if"])
def test_the_file_is_written_though_nobody_reads_what_is_printed(tmp_path, command):
    path, out_path = tmp_path / "m.csv", tmp_path / "out.csv"
    path.write_text("origin,destination,people\na,b,3\n")
    words = {"read": [str(path), "--no-match"], "what-if": ["1998", "2023", "--attraction", "multan=2"]}
    # Unbuffered, so that the first line printed already meets the closed pipe.
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "flows", command, *words[command], "--out", str(out_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ,
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert out_path.exists()


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert all(f"\n    {command} " in out for command in ("datasets", "show", "census", "net", "read"))


def test_importing_the_package_costs_no_pandas_and_its_names_are_functions():
    code = (
        "import sys, flows; "
        "assert not {'pandas', 'numpy', 'geopandas', 'scipy', 'pyarrow'} & set(sys.modules); "
        "names = ('read', 'write', 'census', 'net_migration', 'datasets'); "
        "assert all(callable(getattr(flows, name)) for name in names)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("name", flows.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name):
    assert getattr(flows, name).__doc__


def test_measures_of_the_estimate_with_the_account_apart(capsys):
    status, out, err = run(capsys, "measures", "estimate:1998-2023")
    assert status == 0
    assert "# evidence: modelled" in out
    assert "change the map; the rest cancel out." in out
    assert "\nlahore " in out
    assert err.startswith("read")


def test_measures_of_pairs_of_the_estimate(capsys):
    _, out, _ = run(capsys, "measures", "estimate:1998-2023", "--pairs", "--format", "csv")
    lines = out.splitlines()
    assert lines[0] == "origin,destination,people,preference,velocity,modularity,evidence"
    assert len(lines) == 1 + 123 * 122


def test_measures_of_a_matrix_as_json(capsys, tmp_path):
    path = tmp_path / "m.csv"
    path.write_text(",Lahore,Quetta\nLahore,0,30\nQuetta,10,0\n")
    words = ["--orientation", "rows", "--kind", "lifetime", "--evidence", "counted", "--format", "json"]
    _, out, _ = run(capsys, "measures", str(path), *words)
    values = {measure["name"]: measure["value"] for measure in json.loads(out)["measures"]}
    assert values["migration_effectiveness"] == 50
    assert values["mean_distance"] > 500


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["measures", "nowhere.csv"], "flows: there is no file 'nowhere.csv'"),
        (["measures", "estimate:1951-1961"], "flows: there is no estimate for 1951–1961"),
        (
            ["measures", "estimate:1998-2023", "--kind", "event"],
            "flows: estimate:1998-2023 is no file, and --kind says",
        ),
        (["measures", "reasons"], "flows: reasons has no origins and destinations"),
        (["measures", "balochistan_corridors"], "flows: 'National School of Public Policy"),
        (["measures", "estimate:1998-2023", "--population", "nowhere.csv"], "flows: there is no file 'nowhere.csv'"),
    ],
)
def test_what_cannot_be_measured_is_told_in_one_line(capsys, words, told):
    status, out, err = run(capsys, *words)
    assert (status, out) == (2, "")
    assert err.startswith(told)
    assert err.count("\n") == 1
