"""Every carried file says who published it, where it stands there, of what year, and under which licence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("boundaries", "flows")

# What every row has to answer; `url` and `note` may be empty, and a register of our own stands in no table.
ASKED = ("file", "title", "publisher", "table", "year", "licence")
OWN = "Rawaan"


def carried_files(package: str) -> list[str]:
    """Every file in the package's data folder, but the table of sources itself."""
    data = ROOT / package / "data"
    files = (path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file())
    return sorted(name for name in files if name != "sources.csv")


def sources(package: str) -> list[dict[str, str]]:
    with (ROOT / package / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_carried_file_has_one_row_and_every_row_its_file(package: str) -> None:
    listed = [row["file"] for row in sources(package) if row["file"] != "sources.csv"]
    assert sorted(listed) == carried_files(package)


@pytest.mark.parametrize(
    ("package", "row"),
    [pytest.param(name, row, id=f"{name}/{row['file']}") for name in PACKAGES for row in sources(name)],
)
def test_a_source_says_publisher_table_year_and_licence(package: str, row: dict[str, str]) -> None:
    unanswered = [column for column in ASKED if not row[column].strip()]
    if row["publisher"] == OWN:
        unanswered = [column for column in unanswered if column != "table"]
    assert unanswered == [], f"{package}/data/{row['file']}"


@pytest.mark.parametrize("package", PACKAGES)
def test_carried_tables_are_utf8_with_unix_lines_and_no_empty_header(package: str) -> None:
    for name in carried_files(package):
        if name.endswith(".csv"):
            text = (ROOT / package / "data" / name).read_bytes()
            assert b"\r" not in text, name
            assert not text.startswith(b"\xef\xbb\xbf"), f"{name} starts with a byte order mark"
            header = text.decode("utf-8").partition("\n")[0].split(",")
            assert all(header), name


def test_no_share_alike_or_all_rights_reserved_file_is_carried() -> None:
    """Figures and names may be carried; geometry and files under these terms may not."""
    licences = {row["file"]: row["licence"] for package in PACKAGES for row in sources(package)}
    refused = ("ODbL", "GPL", "BY-SA", "all rights reserved", "GADM")
    assert [name for name, licence in licences.items() if any(word in licence for word in refused)] == []
