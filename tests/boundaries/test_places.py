"""Loading: columns, levels that nest, sets that are or are not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from boundaries import UnknownPlaceError, load_places
from boundaries.nodes import inner_point, place_node, seats
from boundaries.places import data_folder, installed_sets
from boundaries.topology import check_coverage


@pytest.mark.parametrize(
    ("level", "count"), [("district", 144), ("view", 137), ("division", 37), ("province", 7), ("country", 1)]
)
def test_bundled_levels(level, count):
    places = load_places(level=level)
    assert list(places.columns) == ["code", "name", "name_ur", "parent", "level", "geometry"]
    assert len(places) == count
    assert set(places["level"]) == {level}
    assert places["code"].is_monotonic_increasing
    assert places["code"].is_unique
    assert str(places.crs) == "EPSG:4326"
    assert (places["name"] != "").all()
    assert (places["name_ur"] != "").all()
    assert check_coverage(places.geometry.array).clean


def test_levels_nest():
    """Every level covers the very same ground, and a child lies in its parent to the last square metre."""
    levels = [load_places(level=level) for level in ("district", "division", "province", "country")]
    ground = shapely.union_all(levels[0].geometry.array)
    for children, parents in zip(levels, levels[1:], strict=False):
        assert shapely.union_all(parents.geometry.array).equals(ground)
        polygons = dict(zip(parents["code"], parents.geometry, strict=True))
        for row in children.itertuples():
            assert shapely.difference(row.geometry, polygons[row.parent]).area == pytest.approx(0, abs=1e-12)


def test_the_largest_and_the_smallest_province():
    provinces = load_places(level="province")
    area = dict(zip(provinces["code"], shapely.area(provinces.geometry.array), strict=True))
    assert max(area, key=area.get) == "balochistan"
    assert min(area, key=area.get) == "islamabad-capital-territory"


def test_a_set_or_level_that_is_not_there(tmp_path):
    with pytest.raises(UnknownPlaceError, match="no boundary set 'codab'; there are bundled"):
        load_places("codab", data_dir=tmp_path)
    with pytest.raises(UnknownPlaceError, match="no level 'tehsil'"):
        load_places(level="tehsil")
    assert installed_sets(tmp_path / "absent") == []


def test_where_installed_data_is(tmp_path, monkeypatch):
    assert data_folder(tmp_path) == tmp_path
    monkeypatch.setenv("RAWAAN_DATA_DIR", str(tmp_path / "set"))
    assert data_folder() == tmp_path / "set"
    monkeypatch.delenv("RAWAAN_DATA_DIR")
    assert data_folder().name == "rawaan"


def test_importing_and_the_manifest_load_no_geometry_library():
    """The page reads the manifest at start, so this must stay cheap."""
    code = (
        "import sys, boundaries; boundaries.published();"
        "print([m for m in ('geopandas', 'pandas', 'shapely', 'pyogrio') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


ROOT = Path(__file__).resolve().parents[2]

# A square degree round Lahore's town, and one well west of it.
_, LON, LAT = ("Lahore", 74.3507, 31.5580)
ROUND_LAHORE = shapely.box(LON - 0.5, LAT - 0.5, LON + 0.5, LAT + 0.5)


def test_a_place_is_at_its_town():
    assert place_node("lahore", ROUND_LAHORE) == pytest.approx(seats()["lahore"])


def test_a_town_just_outside_is_moved_in():
    west = shapely.box(LON - 1, LAT - 0.5, LON - 0.05, LAT + 0.5)  # the town is 0.05 degrees east of it
    town, lon, lat = place_node("lahore", west)
    assert town == "Lahore"
    assert (lon, lat) == pytest.approx((LON - 0.05 - 0.02, LAT), abs=0.001)
    assert shapely.contains_xy(west, lon, lat)


def test_without_a_town_the_point_is_well_inside():
    horseshoe = shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 3, 2)  # its centroid is in the gap's mouth
    town, lon, lat = place_node("nowhere", horseshoe)
    assert town == ""
    assert shapely.contains_xy(horseshoe, lon, lat)
    # the widest spot is in the lower left corner: a circle of radius 0.585... touching three sides and a corner
    assert horseshoe.boundary.distance(shapely.Point(lon, lat)) == pytest.approx(0.586, abs=0.02)
    assert inner_point(shapely.multipolygons([shapely.box(9, 9, 9.1, 9.1), shapely.box(0, 0, 2, 2)])) == (1, 1)


def test_a_merged_unit_is_at_the_town_it_is_named_after():
    children = {"kasur": shapely.box(70, 25, 80, 30), "lahore": ROUND_LAHORE}
    whole = shapely.union_all(list(children.values()))
    assert place_node("lahore-kasur", whole, children=children)[0] == "Lahore"
