"""
Installing another set: any format, every fault told, nothing lost, and all or nothing.

The country here is four squares on an empty base map; `test_install_country` installs whole countries.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import geopandas
import pytest
import shapely
from shapely import Polygon, box

from boundaries import GeometryError, InstallError, UnknownPlaceError, load_places, published
from boundaries.__main__ import main
from boundaries.install import install_file, publish_installed
from boundaries.places import installed_sets, set_folder
from boundaries.topology import check_coverage

# A pencil country: four half-degree squares in Punjab, in a row from west to east.
NAMES = ["Sahiwal", "Okara", "Kasur", "Lahore"]
SQUARES = [box(72 + i / 2, 31, 72.5 + i / 2, 31.5) for i in range(4)]


@pytest.fixture(autouse=True)
def four_districts_are_the_country(monkeypatch, tmp_path):
    """Ask for no district but the four, and fit nothing to the real base map: neither is the point here."""
    empty = tmp_path / "context.geojson"
    empty.write_text('{"type": "FeatureCollection", "features": []}')
    monkeypatch.setattr("boundaries.install.missing_units", lambda _pairs: {})
    monkeypatch.setattr("boundaries.bundle.CONTEXT_FILE", empty)


def frame(shapes=SQUARES, crs="EPSG:4326", **columns):
    return geopandas.GeoDataFrame(columns or {"district": NAMES}, geometry=list(shapes), crs=crs)


@pytest.fixture
def write(tmp_path):
    def save(places, name="mine.gpkg", **options):
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        places.to_file(path, **options)
        return path

    return save


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def snapshot(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("name", ["mine.gpkg", "mine.geojson", "mine.fgb", "mine.shp"])
def test_formats(write, data, name):
    report = install_file(write(frame(), name), data_dir=data)
    assert (report.set, report.counts) == ("mine", {"district": 4, "view": 4})
    assert list(load_places("mine", data_dir=data)["code"]) == ["kasur", "lahore", "okara", "sahiwal"]
    assert published(data)["set"] == "mine"


def test_a_zip_of_a_shapefile(write, data, tmp_path):
    folder = write(frame(), "mine.shp").parent
    zipped = shutil.make_archive(str(tmp_path / "punjab"), "zip", folder)
    assert install_file(tmp_path / "punjab.zip", data_dir=data).counts["district"] == 4
    assert zipped.endswith("punjab.zip")


def test_topojson_cannot_say_its_crs_and_need_not(data, tmp_path):
    ring = [[72, 31], [73, 31], [73, 32], [72, 32], [72, 31]]
    shifted = [[x + 1, y] for x, y in ring]
    content = {
        "type": "Topology",
        "arcs": [ring, shifted],
        "objects": {
            "districts": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0]], "properties": {"name": "Okara"}},
                    {"type": "Polygon", "arcs": [[1]], "properties": {"name": "Kasur"}},
                ],
            }
        },
    }
    path = tmp_path / "mine.topojson"
    path.write_text(json.dumps(content))
    assert install_file(path, data_dir=data).counts == {"district": 2, "view": 2}


def test_another_projection_is_turned_into_degrees(write, data):
    install_file(write(frame().to_crs("EPSG:32643")), data_dir=data)
    lahore = load_places("mine", data_dir=data).set_index("code").geometry["lahore"]
    assert lahore.bounds == pytest.approx(SQUARES[3].bounds, abs=1e-5)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_crs_is_refused_with_advice(write, data):
    path = write(frame(crs=None), "mine.shp")
    with pytest.raises(InstallError, match=r"coordinate reference system .*72 to 74 and 31 to 31\.5.*ogr2ogr"):
        install_file(path, data_dir=data)
    assert installed_sets(data) == []


UTM = "EPSG:32643"


@pytest.mark.parametrize(
    ("shapes", "bounds"),
    [
        # metres of UTM zone 43, which GDAL takes for degrees in a GeoJSON without a crs member
        (list(frame().to_crs(UTM).geometry), r"runs from 213539\.\d to 405033\.\d east and 3430031 to 3488917 north"),
        # latitude before longitude
        ([box(31, 72 + i / 2, 31.5, 72.5 + i / 2) for i in range(4)], "runs from 31 to 31.5 east and 72 to 74 north"),
        # one district astray is enough
        ([*SQUARES[:3], box(0, 0, 0.5, 0.5)], "runs from 0 to 73.5 east and 0 to 31.5 north"),
    ],
)
def test_geometry_that_lies_elsewhere_is_refused_with_advice(write, data, shapes, bounds):
    path = write(frame(shapes), "mine.geojson")
    content = json.loads(path.read_text())
    content.pop("crs", None)
    path.write_text(json.dumps(content))
    message = rf"mine.geojson, layer 'mine', does not lie in Pakistan: .*{bounds}.*declare the true one.*ogr2ogr -a_srs"
    with pytest.raises(InstallError, match=message):
        install_file(path, data_dir=data)
    assert installed_sets(data) == []


def test_tehsils_that_lie_elsewhere_are_refused_too(write, data):
    write(frame(), layer="districts")
    halves = [shapely.affinity.translate(_half(square, side), xoff=180) for square in SQUARES for side in (0, 1)]
    table = {"tehsil": [f"Tehsil {letter}" for letter in "ABCDEFGH"], "district": [n for n in NAMES for _ in range(2)]}
    path = write(frame(halves, **table), layer="tehsils", mode="a")
    with pytest.raises(InstallError, match="layer 'tehsils', does not lie in Pakistan"):
        install_file(path, data_dir=data)


def test_the_publishers_line_of_control_is_kept(write, data):
    write(frame(), layer="districts")
    lines = [shapely.LineString([(74, 33), (75, 34)]), shapely.LineString([(62, 30), (63, 30)])]
    path = write(frame(lines, kind=["Line of Control", "Border"]), layer="lines", mode="a")
    install_file(path, data_dir=data)
    kept = (set_folder("mine", data) / "line_of_control.geojson").read_text()
    assert shapely.from_geojson(kept).equals(lines[0])


def test_the_layer_with_districts_is_found_by_its_names(write, data):
    divisions = frame([shapely.union_all(SQUARES[:2]), shapely.union_all(SQUARES[2:])], name=["Sahiwal", "Lahore"])
    write(divisions, layer="divisions")
    path = write(frame(), layer="districts", mode="a")
    assert install_file(path, data_dir=data).counts["district"] == 4
    assert install_file(path, layer="divisions", name="two", data_dir=data).counts["district"] == 2
    with pytest.raises(InstallError, match="no layer 'tehsils' in .*; it has divisions, districts"):
        install_file(path, layer="tehsils", data_dir=data)


def test_tehsils_come_along_and_may_stand_alone(write, data):
    halves = [part for square in SQUARES for part in (_half(square, 0), _half(square, 1))]
    table = {
        "tehsil": ["Sahiwal", "Chichawatni", "Okara", "Depalpur", "Kasur", "Pattoki", "City", "City"],
        "district": [name for name in NAMES for _ in range(2)],
        "pcode": [f"PK{i:03}" for i in range(8)],
    }
    report = install_file(write(frame(halves, **table)), data_dir=data)
    assert report.counts == {"district": 4, "tehsil": 8, "view": 4}
    tehsils = load_places("mine", level="tehsil", data_dir=data)
    # two of one name in one district keep both
    assert {"lahore-city", "lahore-city-2", "okara-depalpur"} <= set(tehsils["code"])
    assert set(tehsils["parent"]) == {"sahiwal", "okara", "kasur", "lahore"}
    districts = load_places("mine", data_dir=data).set_index("code").geometry
    assert districts["okara"].equals(SQUARES[1])
    assert published(data)["files"]["tehsil"]["features"] == 8


def _half(square, side):
    west, south, east, north = square.bounds
    middle = (south + north) / 2
    return box(west, south, east, middle) if side else box(west, middle, east, north)


def test_hairlines_are_closed_and_broken_rings_mended(write, data):
    # Okara ends 0.001 degrees (100 m) short of Kasur; Kasur overlaps Lahore as much; Sahiwal's ring has a spike
    spike = Polygon([(72, 31), (72.5, 31), (72.5, 31.5), (72, 31.5), (72, 31.7), (72, 31.5)])
    shapes = [spike, box(72.5, 31, 72.999, 31.5), box(73, 31, 73.501, 31.5), SQUARES[3]]
    report = install_file(write(frame(shapes)), data_dir=data)
    assert report.repaired == ("Sahiwal",)
    assert report.overlaps == 1
    assert check_coverage(load_places("mine", data_dir=data).geometry.array).clean


def test_parts_of_one_district_are_joined(write, data):
    report = install_file(write(frame(district=["Okara", "Okara", "Kasur", "Lahore"])), data_dir=data)
    assert report.merged == (("okara", 2),)
    okara = load_places("mine", data_dir=data).set_index("code").geometry["okara"]
    assert okara.equals(box(72, 31, 73, 31.5))


def test_an_unknown_name_stays_on_the_map_without_figures(write, data):
    names = ["Sahiwal", "Okara", "Kasur", "Lahore", "Atlantis", "Pakpattan"]
    shapes = [*SQUARES, box(74, 31, 74.5, 31.5), box(74.5, 31, 75, 31.5)]
    report = install_file(write(frame(shapes, district=names)), data_dir=data)
    ((name, code, near),) = report.unmatched
    assert (name, code) == ("Atlantis", "atlantis")
    assert near != ""
    assert "unknown name, drawn without figures: Atlantis" in str(report)
    place = next(p for p in published(data)["places"] if p["code"] == "atlantis")
    assert (place["name"], place["unit"], place["view_unit"]) == ("Atlantis", "", "atlantis")
    # it joins the division of the neighbour it shares an edge with: Lahore's or Pakpattan's (Sahiwal)
    assert place["parent"] in {"lahore-division", "sahiwal-division"}
    assert published(data)["unmatched"] == [["Atlantis", "atlantis", near]]


def test_a_spelling_is_guessed_and_said(write, data):
    report = install_file(write(frame(district=["Sahiwal", "Okkara", "Kasur", "Lahore"])), data_dir=data)
    assert report.guessed == (("Okkara", "okara"),)


def test_a_guess_never_takes_the_place_of_the_real_one(write, data):
    names = ["Okara", "Okkara", "Kasur", "Lahore", "Pakpattan", "Multan"]
    shapes = [*SQUARES, box(74, 31, 74.5, 31.5), box(74.5, 31, 75, 31.5)]
    report = install_file(write(frame(shapes, district=names)), data_dir=data)
    assert report.guessed == ()
    assert [(name, code) for name, code, _ in report.unmatched] == [("Okkara", "okkara")]


def test_a_feature_without_area_is_named(write, data):
    report = install_file(write(frame([*SQUARES[:3], None])), data_dir=data)
    assert report.skipped == ("Lahore",)
    assert "no area in the file, not drawn: Lahore" in str(report)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"district": ["Bern", "Uri", "Zug", "Jura"]}, "no districts of Pakistan recognised .*at best 0%"),
        ({"district": ["Okara", "Kasur", "Lahore", "Atlantis"]}, "1 of 4 names are no district .*Atlantis"),
        ({"number": [1, 2, 3, 4]}, "no districts of Pakistan recognised"),
    ],
)
def test_a_file_of_something_else_is_refused(write, data, columns, message):
    with pytest.raises(InstallError, match=message):
        install_file(write(frame(**columns)), data_dir=data)


def test_files_that_cannot_be_read(data, tmp_path):
    with pytest.raises(InstallError, match="no such file"):
        install_file(tmp_path / "absent.gpkg", data_dir=data)
    broken = tmp_path / "broken.geojson"
    broken.write_text('{"type": "FeatureColl')
    with pytest.raises(InstallError, match="cannot read"):
        install_file(broken, data_dir=data)
    with pytest.raises(InstallError, match="a set cannot be called 'bundled'"):
        install_file(broken, name="bundled", data_dir=data)


def test_a_failed_installation_changes_nothing(write, data, monkeypatch):
    path = write(frame())
    install_file(path, data_dir=data)
    before = snapshot(data)

    def fail(*_args, **_options):
        raise GeometryError("half way")

    monkeypatch.setattr("boundaries.install.publish_places", fail)
    with pytest.raises(GeometryError, match="half way"):
        install_file(path, data_dir=data)
    assert snapshot(data) == before
    assert [folder.name for folder in (data / "boundaries").iterdir()] == ["mine"]


def test_when_the_switch_itself_fails_the_old_set_comes_back(write, data, monkeypatch):
    path = write(frame())
    install_file(path, data_dir=data)
    before = snapshot(data)
    real = type(path).rename

    def rename(self, target):
        if self.name.startswith(".mine") and not self.name.endswith("-old"):
            raise OSError("disk full")
        return real(self, target)

    monkeypatch.setattr(type(path), "rename", rename)
    with pytest.raises(OSError, match="disk full"):
        install_file(path, data_dir=data)
    assert snapshot(data) == before


def test_installing_again_replaces_and_the_last_one_is_in_use(write, data):
    path = write(frame())
    install_file(path, data_dir=data)
    install_file(path, name="other", data_dir=data)
    install_file(path, data_dir=data)
    assert [info["set"] for info in installed_sets(data)] == ["mine", "other"]
    assert published(data)["set"] == "mine"
    assert published(data)["folder"] == str(set_folder("mine", data) / "published")


def test_what_is_recorded(write, data):
    path = write(frame())
    install_file(path, words={"licence": "CC0", "vintage": "2024", "title": None}, data_dir=data)
    (info,) = installed_sets(data)
    assert (info["licence"], info["vintage"], info["source"]) == ("CC0", "2024", "not stated")
    assert (info["file"], len(info["sha256"])) == ("mine.gpkg", 64)
    assert info["installed"].endswith("+00:00")
    manifest = published(data)
    assert manifest["sha256"] == info["sha256"]
    assert manifest["files"]["view"]["url"].startswith("/geo/mine/mine-view.")


def test_publishing_anew_from_what_was_stored(write, data):
    install_file(write(frame()), data_dir=data)
    before = snapshot(data)
    publish_installed("mine", data)
    assert snapshot(data) == before
    with pytest.raises(UnknownPlaceError, match="no boundary set 'other'"):
        publish_installed("other", data)


def test_the_command_line(write, data, capsys):
    path = write(frame())
    where = ["--data-dir", str(data)]
    assert main(["install", str(path), "--name", "mine", "--licence", "CC0", *where]) == 0
    assert "installed 'mine'" in capsys.readouterr().out
    assert main(["list", *where]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["mine", "bundled"]
    assert "CC0" in lines[0]
    assert main(["install", str(path.with_name("absent.shp")), *where]) == 1
    assert capsys.readouterr().err == f"boundaries: no such file: {path.with_name('absent.shp')}\n"
    assert main(["install", "codab", "--url", "http://127.0.0.1:9/cod.gpkg", *where]) == 1
    assert "cannot reach 127.0.0.1" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0


@pytest.mark.parametrize("words", [["list"], ["--help"]])
def test_a_reader_who_stops_reading_is_told_nothing(words, data):
    """As in ``python -m boundaries list | head -0``: no complaint of a broken pipe."""
    with subprocess.Popen(
        [sys.executable, "-m", "boundaries", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "RAWAAN_DATA_DIR": str(data)},
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
