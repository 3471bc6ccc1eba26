"""Installing whole countries: the real files, and a part of the country refused before anything is moved."""

from __future__ import annotations

import json
import zipfile

import geopandas
import pytest
import shapely
from shapely import box

from boundaries import InstallError, load_places, match_names, published
from boundaries.install import install_file
from boundaries.places import installed_sets, set_folder
from boundaries.recognise import read_layer, recognise_layers
from boundaries.tables import read_table

KARACHI = {"karachi-central", "karachi-east", "karachi-south", "karachi-west", "korangi", "malir"}


def read_files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def install(shared, tmp_path_factory):
    """Install a real file once for all the tests that look at it."""
    done = {}

    def once(name, file):
        if name not in done:
            folder = tmp_path_factory.mktemp(name)
            done[name] = (install_file(shared(f"boundaries/{file}"), name=name, data_dir=folder), folder)
        return done[name]

    return once


SETS = pytest.mark.parametrize(
    ("name", "file", "districts", "with_figures"),
    [
        ("codab", "codab_pak_2022-09-09.gpkg", 160, 127),
        ("osm", "osm_pak_districts_2023census_156.geojson", 156, 128),
    ],
)


@SETS
def test_todays_districts(install, name, file, districts, with_figures):
    """The real files: every district matched, Karachi's districts among them."""
    report, data = install(name, file)
    assert (report.counts["district"], report.guessed, report.unmatched, report.merged) == (districts, (), (), ())
    places = load_places(name, data_dir=data)
    assert shapely.coverage_is_valid(places.geometry.array)
    assert set(places["code"]) >= KARACHI
    assert ("keamari" in set(places["code"])) is (name == "osm")
    manifest = published(data)
    assert manifest["set"] == name
    assert len({p["view_unit"] for p in manifest["places"] if p["unit"]}) == with_figures
    assert {unit for view in manifest["view_units"] for unit in view["units"]} == {
        row["code"] for row in read_table("units.csv")
    }


@SETS
def test_what_is_drawn_of_the_real_files(install, name, file, districts, with_figures):
    """View units are a coverage too, each with its point inside, and small enough to send."""
    _, data = install(name, file)
    manifest = published(data)
    drawn = json.loads(((set_folder(name, data) / "published") / manifest["files"]["view"]["file"]).read_text())
    shapes = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in drawn["features"]}
    assert with_figures <= len(shapes) <= districts
    assert shapely.coverage_is_valid(list(shapes.values()))
    for unit in manifest["view_units"]:
        assert shapely.contains_xy(shapes[unit["code"]], *unit["node"]), unit["code"]
    assert manifest["files"]["view"]["gzip_bytes"] < 170_000


def test_the_tehsils_of_codab(install):
    report, data = install("codab", "codab_pak_2022-09-09.gpkg")
    assert report.counts == {"district": 160, "tehsil": 577, "view": 151}
    assert len(load_places("codab", level="tehsil", data_dir=data)) == 577
    places = load_places("codab", data_dir=data)
    assert set(match_names(["Chaman", "Duki", "Surab"])["code"]) <= set(places["code"])


def test_a_zip_of_one_file_per_level_as_hdx_gives_it(shared, tmp_path):
    path = tmp_path / "pak_admin_boundaries.geojson.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for level in (2, 3):
            archive.write(shared(f"boundaries/codab_pak_adm{level}_simplified.geojson"), f"pak_admin{level}.geojson")
    districts, tehsils = recognise_layers(path)
    assert (districts.level, len(read_layer(districts.path, districts.name))) == ("district", 160)
    assert (tehsils.level, len(read_layer(tehsils.path, tehsils.name))) == ("tehsil", 577)


def test_the_topojson_of_osm_holds_the_districts_of_its_geojson(shared):
    codes = []
    for file in ("osm_pak_2023census_divisions_districts.topojson", "osm_pak_districts_2023census_156.geojson"):
        (layer,) = recognise_layers(shared(f"boundaries/{file}"))
        matched = match_names(read_layer(layer.path, layer.name)[layer.column])
        codes.append(sorted(matched["code"]))
    assert codes[0] == codes[1]
    assert len(set(codes[0])) == 156


# A country on squared paper: the 144 places of the bundled set, twelve in a row.
PLACES = sorted({row["code"] for row in read_table("sets/bundled.csv")})
SHAPES = [box(62 + i % 12, 24 + i // 12, 63 + i % 12, 25 + i // 12) for i in range(len(PLACES))]


def write_country(path, places):
    official = {row["code"]: row["name"] for row in read_table("places.csv") if row["level"] == "district"}
    chosen = [(official[code], shape) for code, shape in zip(PLACES, SHAPES, strict=True) if code in places]
    names, shapes = zip(*chosen, strict=True)
    geopandas.GeoDataFrame({"district": names}, geometry=list(shapes), crs="EPSG:4326").to_file(path)
    return path


@pytest.fixture(scope="module")
def squared(tmp_path_factory):
    data = tmp_path_factory.mktemp("squared")
    install_file(write_country(data / "squared.gpkg", PLACES), data_dir=data)
    return data


def test_a_whole_country_on_squared_paper_is_installed(squared):
    assert [info["counts"]["district"] for info in installed_sets(squared)] == [144]


@pytest.mark.parametrize(
    ("absent", "message"),
    [
        (["badin"], r"squared.gpkg has no place for 1 of the 128 census units: Badin; a boundary set has to show"),
        (["quetta", "badin"], "no place for 2 of the 128 census units: Badin, Quetta; "),
        # Karachi is one place of six units
        (["karachi"], "no place for 6 of the 128 .*: Karachi Central, Karachi East, .*, …; "),
        (PLACES[100:], r"no place for \d\d of the 128 .*, …; .*install a file with every district"),
    ],
)
def test_a_part_of_the_country_is_refused_and_the_set_before_stays(squared, tmp_path, absent, message):
    before = read_files(squared)
    path = write_country(tmp_path / "squared.gpkg", set(PLACES) - set(absent))
    with pytest.raises(InstallError, match=message):
        install_file(path, data_dir=squared)
    assert read_files(squared) == before


def test_a_refusal_says_what_became_of_the_missing_district(squared, tmp_path):
    path = write_country(tmp_path / "squared.gpkg", PLACES)
    frame = geopandas.read_file(path)
    frame["district"] = frame["district"].replace("Badin", "Atlantis")
    frame.loc[frame["district"] == "Quetta", "geometry"] = None
    frame.to_file(path)
    told = r"Badin, Quetta \(in the file, Quetta not drawn for want of an area and Atlantis of unknown name\); "
    with pytest.raises(InstallError, match=told):
        install_file(path, data_dir=squared)


def test_a_place_without_figures_may_be_absent(tmp_path):
    """Azad Jammu and Kashmir and Gilgit-Baltistan have no census figures."""
    path = write_country(tmp_path / "mine.gpkg", set(PLACES) - {"muzaffarabad", "gilgit"})
    assert install_file(path, data_dir=tmp_path / "data").counts["district"] == 142
