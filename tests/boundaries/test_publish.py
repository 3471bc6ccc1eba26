"""The browser files: hashed names, small, lawful GeoJSON, and a manifest that says everything the page needs."""

from __future__ import annotations

import gzip
import hashlib
import json

import pytest
import shapely

from boundaries import UnknownPlaceError, published
from boundaries.places import load_places
from boundaries.publish import ASSETS, area_km2, publish_bundled
from boundaries.topology import check_coverage

LEVELS = ("district", "view", "division", "province")


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return published(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="module")
def drawn(manifest):
    return {
        name: json.loads((ASSETS / entry["file"]).read_text(encoding="utf-8"))["features"]
        for name, entry in manifest["files"].items()
    }


def test_publishing_again_gives_the_committed_files(tmp_path):
    (tmp_path / "bundled-lines.000000000000.json").write_text("of an earlier build")
    publish_bundled(tmp_path)
    built = {path.name for path in tmp_path.iterdir()}
    assert built == {path.name for path in ASSETS.iterdir()}
    for path in tmp_path.glob("*.json"):
        assert path.read_bytes() == (ASSETS / path.name).read_bytes(), path.name


def test_names_carry_the_hash_of_the_content_and_a_compressed_twin(manifest):
    assert set(manifest["files"]) == {*LEVELS, "lines", "context"}
    for name, entry in manifest["files"].items():
        content = (ASSETS / entry["file"]).read_bytes()
        assert entry["file"] == f"bundled-{name}.{hashlib.sha256(content).hexdigest()[:12]}.json"
        assert entry["url"] == f"/assets/geo/{entry['file']}"
        assert entry["bytes"] == len(content)
        packed = (ASSETS / f"{entry['file']}.gz").read_bytes()
        assert entry["gzip_bytes"] == len(packed)
        assert gzip.decompress(packed) == content


def test_what_a_first_visit_costs(manifest):
    """View units, lines and base map together: under 120 kB compressed."""
    assert sum(manifest["files"][name]["gzip_bytes"] for name in ("view", "lines", "context")) < 120_000


def test_features_say_only_who_they_are(drawn):
    for level in LEVELS:
        for feature in drawn[level]:
            assert set(feature) == {"type", "id", "properties", "geometry"}
            assert set(feature["properties"]) == {"code", "name"}
            assert feature["id"] == feature["properties"]["code"]


def test_every_level_is_a_clean_coverage_of_lawful_rings(drawn):
    for level in LEVELS:
        shapes = [shapely.geometry.shape(f["geometry"]) for f in drawn[level]]
        assert check_coverage(shapes).clean, level
        rings = [part.exterior for shape in shapes for part in shapely.get_parts(shape)]
        assert all(ring.is_ccw for ring in rings), level
        numbers = shapely.get_coordinates(shapes).ravel()
        assert all(round(v, 4) == v for v in numbers.tolist()), level


def test_simplifying_moves_nothing_anyone_could_see(manifest, drawn):
    """The bundled drawing is coarse already: at 0.002 degrees no area changes by more than a thousandth."""
    before = load_places()
    after = {f["id"]: shapely.geometry.shape(f["geometry"]).area for f in drawn["district"]}
    assert manifest["tolerance"] == 0.002
    for code, shape in zip(before["code"], before.geometry, strict=True):
        assert after[code] == pytest.approx(shape.area, rel=1e-3), code


def test_no_line_of_the_base_map_crosses_the_set(drawn):
    ground = shapely.union_all([shapely.geometry.shape(f["geometry"]) for f in drawn["province"]])
    core = ground.buffer(-0.001)
    for feature in drawn["context"]:
        kind = feature["properties"]["kind"]
        assert kind in {"land", "country", "disputed", "river"}
        if kind != "river":
            assert not shapely.geometry.shape(feature["geometry"]).intersects(core), kind


def test_outline_stretches_make_up_the_outline(drawn):
    kinds = {f["properties"]["kind"]: shapely.geometry.shape(f["geometry"]) for f in drawn["lines"]}
    assert set(kinds) == {"province", "country", "coast", "disputed"}
    ground = shapely.union_all([shapely.geometry.shape(f["geometry"]) for f in drawn["province"]])
    drawn_once = kinds["country"].length + kinds["coast"].length + kinds["disputed"].length
    assert drawn_once == pytest.approx(ground.boundary.length)
    # the Line of Control: from south of Bhimber to the Siachen, and nowhere else
    west, south, east, north = kinds["disputed"].bounds
    assert (73 < west < 75, 32 < south < 33, 76 < east < 78, 35 < north < 36) == (True,) * 4


def test_the_manifest_says_what_has_to_be_said(manifest):
    for key in ("title", "vintage", "licence", "source", "credit", "accuracy", "worldview", "border_note"):
        assert len(manifest[key]) > 3, key
    assert "Line of Control" in manifest["border_note"]
    assert manifest["folder"] == str(ASSETS)
    assert [len(manifest[key]) for key in ("places", "view_units", "divisions", "provinces")] == [144, 137, 37, 7]


def test_every_place_has_a_point_inside_and_a_box_round_it(manifest, drawn):
    for level, key in (("district", "places"), ("view", "view_units"), ("province", "provinces")):
        shapes = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in drawn[level]}
        for entry in manifest[key]:
            shape = shapes[entry["code"]]
            assert shapely.contains_xy(shape, *entry["node"]), entry["code"]
            assert entry["bbox"] == pytest.approx(shape.bounds), entry["code"]
            assert entry["area_km2"] > 0


@pytest.mark.parametrize(
    ("code", "town", "lon", "lat"),
    [
        ("lahore", "Lahore", 74.35, 31.56),
        ("karachi", "Karachi", 67.01, 24.86),
        ("quetta", "Quetta", 67.01, 30.18),
        ("kalat-surab", "Kalat", 66.59, 29.03),
        ("sibi-kachhi", "Sibi", 67.88, 29.54),
    ],
)
def test_flows_start_and_end_at_the_town(manifest, code, town, lon, lat):
    unit = next(entry for entry in manifest["view_units"] if entry["code"] == code)
    assert unit["town"] == town
    assert unit["node"] == pytest.approx([lon, lat], abs=0.02)


def test_places_and_view_units_refer_to_each_other(manifest):
    inside = {place: unit["code"] for unit in manifest["view_units"] for place in unit["places"]}
    assert inside == {place["code"]: place["view_unit"] for place in manifest["places"]}
    assert (
        sum(1 for unit in manifest["view_units"] if unit["parent"] in {"gilgit-baltistan", "azad-jammu-kashmir"}) == 17
    )


def test_areas_are_those_of_the_ellipsoid():
    # one degree square on the equator: 110.574 km by 111.320 km, less the bend
    assert area_km2(shapely.box(0, 0, 1, 1)) == pytest.approx(12308.8, abs=1)


def test_without_any_files_it_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr("boundaries.publish.ASSETS", tmp_path)
    with pytest.raises(UnknownPlaceError, match="python -m boundaries publish"):
        published(tmp_path)
