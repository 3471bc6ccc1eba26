"""The carried tables agree with one another."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import boundaries
from boundaries.tables import LEVELS, read_table

ABOVE = {"district": "division", "division": "province", "province": "country"}


def test_counts_of_places_by_level() -> None:
    # 136 districts of 2023 + 10 AJK + 10 GB + 15 of other lists: Karachi, Chitral, Kohistan, Lehri,
    # 6 Frontier Regions, Hunza-Nagar, and 4 announced in Gilgit-Baltistan
    expected = {"country": 1, "province": 7, "division": 37, "district": 136 + 10 + 10 + 15}
    assert Counter(row["level"] for row in read_table("places.csv")) == expected


def test_a_code_is_used_once_and_is_a_slug() -> None:
    codes = [row["code"] for row in read_table("places.csv")]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


def test_every_parent_is_one_level_up() -> None:
    level = {row["code"]: row["level"] for row in read_table("places.csv")}
    for row in read_table("places.csv"):
        if row["level"] == "country":
            assert row["parent"] == ""
        else:
            assert level[row["parent"]] == ABOVE[row["level"]], row["code"]


def test_every_place_and_unit_has_an_urdu_name_in_urdu_letters() -> None:
    """Urdu letters only: the Arabic kaf, yeh and heh look alike but are other letters and break a search."""
    for row in (*read_table("places.csv"), *read_table("units.csv")):
        assert re.fullmatch(r"[\u0600-\u06ff ]+", row["name_ur"]), row["code"]
        assert not re.search("[\u0643\u064a\u0647\u0649]", row["name_ur"]), row["code"]


def test_the_128_units_are_the_units_of_the_districts() -> None:
    units = boundaries.units()
    assert len(units) == 128
    district = boundaries.places_table(level="district")
    assert set(district["unit"]) - {""} == set(units["code"])


def test_a_unit_that_is_one_district_has_its_code() -> None:
    of_2023 = {row["code"]: row["unit"] for row in read_table("vintages.csv") if row["vintage"] == "2023"}
    size = Counter(of_2023.values())
    merged = {unit for unit, districts in size.items() if districts > 1}
    assert merged == {
        "chitral",
        "karachi-west-keamari",
        "kalat-surab",
        "killa-abdullah-chaman",
        "kohistan",
        "loralai-duki",
        "sibi-kachhi",
    }
    assert all(unit == code for code, unit in of_2023.items() if unit not in merged)


def test_aliases_point_to_places_and_are_not_repeated() -> None:
    places = {(row["level"], row["code"]) for row in read_table("places.csv")}
    aliases = read_table("aliases.csv")
    assert [row for row in aliases if (row["level"], row["code"]) not in places] == []
    assert max(Counter((row["level"], row["alias"]) for row in aliases).values()) == 1
    assert all(row["note"] for row in aliases)


def test_splits_name_known_districts_and_say_who_reports_them() -> None:
    districts = set(boundaries.places_table(level="district")["code"])
    splits = boundaries.splits()
    assert set(splits["new"]) | set(splits["parent"]) <= districts
    assert splits["year"].between(1998, 2023).all()
    assert splits["source"].str.len().min() > 0


def test_places_table_by_level_and_all() -> None:
    sizes = [len(boundaries.places_table(level=level)) for level in LEVELS]
    assert sum(sizes) == len(boundaries.places_table(level=None))
    with pytest.raises(boundaries.UnknownPlaceError, match="no level 'tehsil'"):
        boundaries.places_table(level="tehsil")


def test_importing_boundaries_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys, boundaries; boundaries.search_places('lahore');"
        "print([name for name in ('pandas', 'numpy', 'geopandas', 'shapely') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_are_all_there_to_be_loaded() -> None:
    missing = [name for name in dir(boundaries) if getattr(boundaries, name, None) is None]
    assert missing == []
    with pytest.raises(AttributeError, match="no attribute 'nowhere'"):
        boundaries.nowhere  # noqa: B018
