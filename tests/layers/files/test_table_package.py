from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from layers.files.table_package import write_package
from tests.layers.files.table_world import ABOUT, PEOPLE, make_cells, make_content, make_empty


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "out.zip"
    write_package(make_content(*make_content().layers, make_cells(), make_empty()), path)
    return path


def test_it_holds_every_layer_and_says_what_they_are(package: Path) -> None:
    with ZipFile(package) as archive:
        names = archive.namelist()
        readme = archive.read("README.txt").decode()
    assert names == ["README.txt", "datapackage.json", "flows.csv", "nodes.csv", "cells.csv", "places.csv"]
    for _, text in ABOUT.items():
        assert " ".join(text.split()) in " ".join(readme.split())
    assert "people: People who move (people a year)" in readme


def test_pandas_reads_the_same_people(package: Path) -> None:
    with ZipFile(package) as archive, archive.open("flows.csv") as file:
        table = pd.read_csv(file, dtype={"origin": str})
    assert table["people"].sum() == PEOPLE
    assert table["origin"].tolist()[:2] == ["007", "07"]
    # What the file says of itself is beside it here, not in it.
    assert not any(name.startswith("about_") for name in table.columns)


def test_the_description_says_what_is_text_and_what_a_number(package: Path) -> None:
    with ZipFile(package) as archive:
        described = json.loads(archive.read("datapackage.json"))
    fields = {field["name"]: field for field in described["resources"][0]["schema"]["fields"]}
    assert fields["origin"]["type"] == "string"
    assert (fields["people"]["type"], fields["people"]["unit"]) == ("number", "people a year")
    assert described["about"] == dict(ABOUT.items())
    assert described["licenses"][0]["title"] == ABOUT.licence
    points = {field["name"] for field in described["resources"][1]["schema"]["fields"]}
    assert {"lon", "lat"} <= points


def test_the_validator_finds_no_error(package: Path, tmp_path: Path) -> None:
    frictionless = Path(sys.executable).with_name("frictionless")
    if not frictionless.is_file() and shutil.which("frictionless") is None:
        pytest.skip("frictionless is not here")
    with ZipFile(package) as archive:
        archive.extractall(tmp_path / "package")
    # A program of its own: it warns of its own libraries.
    done = subprocess.run(
        [str(frictionless), "validate", "--json", "datapackage.json"],
        cwd=tmp_path / "package",
        capture_output=True,
        text=True,
        timeout=120,
    )
    report = json.loads(done.stdout)
    assert report["valid"], json.dumps(report, indent=1)[:3000]
    assert [task["name"] for task in report["tasks"]] == ["flows", "nodes", "cells", "places"]


def test_the_same_view_on_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for path in paths:
        write_package(make_content(), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
