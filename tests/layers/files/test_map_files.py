"""Map files are read back by programs that did not write them: the same people, the same shapes."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
import shapely

from layers._errors import ExportError
from layers.atlas import Atlas
from layers.files.content import Content
from layers.files.formats import FORMATS
from layers.files.gather import gather_content
from layers.view import View
from tests.layers.files.map_world import DAY, gather, make_map_atlas, make_own, run_tool

CITY = View(place="city")
PEOPLE = {("a", "city"): 400.0, ("b", "city"): 100.0}

CLOSE = 1e-6
"""Degrees, a tenth of a metre."""


def write(content: Content, folder: Path, name: str, layer: str = "") -> Path:
    path = folder / f"out{FORMATS[name].suffix}"
    FORMATS[name].write(content, path, layer=layer)
    return path


def read_with_ogr(path: Path | str, layer: str, folder: Path) -> list[dict]:
    """Let GDAL's own program write a layer as GeoJSON."""
    out = folder / "ogr.geojson"
    out.unlink(missing_ok=True)
    run_tool("ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=7", out, path, layer)
    return json.loads(out.read_text())["features"]


def check_same(content: Content, name: str, features: list[dict], short: bool = False) -> None:
    """Compare features of a file, in any order, with the layer: the same rows, people and shapes."""
    layer = content.layer(name)
    named = {column.name: column.short if short else column.name for column in layer.columns}
    key = ("origin", "destination") if "origin" in layer.table else ("code" if "code" in layer.table else "cell",)
    found = {tuple(one["properties"][named[part]] for part in key): one for one in features}
    assert len(found) == len(features) == len(layer.table)
    numbers = [column for column in layer.table if layer.table[column].dtype == np.float64]
    for shape, (_, row) in zip(layer.geometry, layer.table.iterrows(), strict=True):
        one = found[tuple(row[part] for part in key)]
        for column in numbers:
            # An unknown number is null in some formats and not there in others.
            value = one["properties"].get(named[column])
            assert (value is None) == bool(np.isnan(row[column])), column
            assert value is None or float(value) == pytest.approx(row[column], abs=1e-6)
        drawn = shapely.from_geojson(json.dumps(one["geometry"]))
        assert shapely.hausdorff_distance(shapely.normalize(drawn), shapely.normalize(shape)) < CLOSE
        assert shapely.area(drawn) == pytest.approx(shapely.area(shape), abs=1e-6)


@pytest.mark.parametrize("name", ["flows", "arrows", "places", "nodes"])
def test_ogr_reads_the_geopackage(tmp_path: Path, name: str) -> None:
    content = gather(tmp_path, CITY, scope="all")
    check_same(content, name, read_with_ogr(write(content, tmp_path, "geopackage"), name, tmp_path))


@pytest.mark.parametrize("name", ["flows", "arrows", "places", "nodes"])
def test_ogr_reads_the_shapefiles(tmp_path: Path, name: str) -> None:
    content = gather(tmp_path, CITY, scope="all")
    path = write(content, tmp_path, "shapefile")
    check_same(content, name, read_with_ogr(f"/vsizip/{path}", name, tmp_path), short=True)


@pytest.mark.parametrize("name", ["flows", "arrows", "places", "nodes"])
@pytest.mark.parametrize("format", ["geojson", "flatgeobuf"])
def test_ogr_reads_one_layer(tmp_path: Path, format: str, name: str) -> None:
    content = gather(tmp_path, CITY)
    check_same(content, name, read_with_ogr(write(content, tmp_path, format, name), name, tmp_path))


@pytest.mark.parametrize("name", ["flows", "arrows", "places", "nodes"])
def test_ogr_reads_the_kml(tmp_path: Path, name: str) -> None:
    content = gather(tmp_path, CITY)
    check_same(content, name, read_with_ogr(write(content, tmp_path, "kml"), content.layer(name).title, tmp_path))


@pytest.mark.parametrize("format", ["geopackage", "geojson", "flatgeobuf", "shapefile"])
def test_ogr_reads_every_cell(tmp_path: Path, format: str) -> None:
    content = gather(tmp_path, View(question="spill", place="city"), scope="all")
    path = write(content, tmp_path, format)
    address = f"/vsizip/{path}" if format == "shapefile" else path
    check_same(content, "cells", read_with_ogr(address, "cells", tmp_path), short=format == "shapefile")


def test_the_whole_matrix_comes_back_to_the_thousandth_of_a_person(atlas: Atlas, tmp_path: Path) -> None:
    content = gather_content(atlas, View(), scope="all", date=DAY)
    path = write(content, tmp_path, "geopackage")
    said = run_tool("ogrinfo", "-q", "-sql", "SELECT SUM(people) AS s, COUNT(*) AS n FROM flows", path)
    numbers = {line.split()[0]: float(line.split()[-1]) for line in said.splitlines() if " = " in line}
    matrix = atlas.cube.matrices["1998-2023"].people
    assert numbers["n"] == np.count_nonzero(matrix > 0)
    assert numbers["s"] == pytest.approx(matrix.sum(), abs=0.001)


# GeoPackage


def test_the_geopackage_keeps_the_standards_tables(tmp_path: Path) -> None:
    content = gather(tmp_path, CITY)
    with closing(sqlite3.connect(write(content, tmp_path, "geopackage"))) as database:
        ask = database.execute
        assert ask("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"GPKG", "big")
        assert ask("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert ask("PRAGMA foreign_key_check").fetchall() == []
        listed = dict(ask("SELECT table_name, data_type FROM gpkg_contents"))
        assert listed == {
            **dict.fromkeys(["flows", "arrows", "places", "nodes"], "features"),
            "layer_styles": "attributes",
        }
        assert set(ask("SELECT table_name, srs_id FROM gpkg_geometry_columns")) == {
            (name, 4326) for name in ("flows", "arrows", "places", "nodes")
        }
        extensions = {name for (name,) in ask("SELECT extension_name FROM gpkg_extensions")}
        assert extensions == {"gpkg_metadata", "gpkg_rtree_index"}
        described = dict(ask("SELECT table_name, description FROM gpkg_contents"))
        assert content.about.source in described["flows"]
        titles = dict(ask("SELECT table_name, identifier FROM gpkg_contents"))
        assert titles["arrows"] == content.layer("arrows").title
        assert {day for (day,) in ask("SELECT last_change FROM gpkg_contents")} == {"2026-11-22T00:00:00.000Z"}


def test_the_geopackage_says_what_it_is(tmp_path: Path) -> None:
    content = gather(tmp_path, CITY)
    path = write(content, tmp_path, "geopackage")
    said = run_tool("ogrinfo", "-so", path, "flows")
    for name, text in content.about.items():
        assert f"{'abstract' if name == 'description' else name}={text}" in said
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT r.table_name, m.metadata FROM gpkg_metadata m "
            "JOIN gpkg_metadata_reference r ON m.id = r.md_file_id WHERE m.md_standard_uri LIKE '%qgis%'"
        ).fetchall()
    assert {name for name, _ in rows} == {"flows", "arrows", "places", "nodes"}
    assert all("licence: " in text and content.about.view_url.replace("&", "&amp;") in text for _, text in rows)


def test_equal_geopackages_are_equal_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    files = [write(gather(tmp_path / name, CITY), tmp_path / name, "geopackage") for name in ("one", "two")]
    assert files[0].read_bytes() == files[1].read_bytes()


# GeoJSON


@pytest.mark.parametrize("name", ["flows", "arrows", "places", "nodes"])
def test_the_geojson_passes_its_validator(tmp_path: Path, name: str) -> None:
    validator = pytest.importorskip("geojson_validator")
    told = json.loads(write(gather(tmp_path, CITY), tmp_path, "geojson", name).read_text())
    assert validator.validate_structure(told) == {}
    # Clockwise in the published file, counterclockwise here; no more than seven decimals.
    assert validator.validate_geometries(told)["invalid"] == {}
    assert "excessive_coordinate_precision" not in validator.validate_geometries(told)["problematic"]


def test_the_geojson_says_what_it_is(tmp_path: Path) -> None:
    content = gather(tmp_path, CITY)
    told = json.loads(write(content, tmp_path, "geojson").read_text())
    assert dict(content.about.items()).items() <= told["metadata"].items()
    assert told["metadata"]["columns"]["people"]["unit"] == "people a year"
    assert told["bbox"] == [70.0, 28.0, 72.0, 30.0]
    assert [one["id"] for one in told["features"]] == ["a>city", "b>city"]


def test_a_withheld_total_is_null(tmp_path: Path) -> None:
    content = gather_content(make_map_atlas(tmp_path, own=make_own()), CITY.but(data="own"), date=DAY)
    text = write(content, tmp_path, "geojson", "nodes").read_text()
    assert "NaN" not in text
    city = next(one for one in json.loads(text)["features"] if one["id"] == "city")
    assert city["properties"]["inflow"] is None
    assert json.loads(text)["metadata"]["protection"] == content.about.protection


# GeoParquet


@pytest.mark.parametrize("name", ["flows", "arrows", "places", "nodes"])
def test_pyarrow_and_duckdb_read_the_geoparquet(tmp_path: Path, name: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    content = gather(tmp_path, CITY)
    layer = content.layer(name)
    path = write(content, tmp_path, "geoparquet", name)
    connection = duckdb.connect()
    # Without its spatial extension, which would be fetched from elsewhere, shapes are plain bytes.
    connection.execute("SET enable_geoparquet_conversion = false")
    rows = connection.sql(f"SELECT * FROM read_parquet('{path}')").df()
    assert list(rows.columns) == [*layer.table.columns, "geometry", "bbox"]
    for column in layer.table:
        if layer.table[column].dtype == np.float64:
            np.testing.assert_array_equal(rows[column], layer.table[column])
        else:
            assert rows[column].tolist() == layer.table[column].tolist()
    shapes = shapely.from_wkb([bytes(shape) for shape in rows["geometry"]])
    assert shapely.equals(shapes, shapely.set_precision(layer.geometry, 0)).all() or (
        shapely.hausdorff_distance(shapes, layer.geometry) < CLOSE
    ).all()
    boxes = np.array([[box[side] for side in ("xmin", "ymin", "xmax", "ymax")] for box in rows["bbox"]])
    np.testing.assert_array_equal(boxes, shapely.bounds(shapes))


def test_the_geoparquet_keeps_its_standard(tmp_path: Path) -> None:
    from pyarrow import parquet

    content = gather(tmp_path, CITY)
    metadata = parquet.read_schema(write(content, tmp_path, "geoparquet", "places")).metadata
    geo = json.loads(metadata[b"geo"])
    assert (geo["version"], geo["primary_column"], list(geo["columns"])) == ("1.1.0", "geometry", ["geometry"])
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Polygon"])
    assert (column["orientation"], column["edges"]) == ("counterclockwise", "planar")
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    assert column["covering"]["bbox"]["ymax"] == ["bbox", "ymax"]
    assert column["bbox"] == [69.7, 27.7, 73.0, 31.0]
    for name, text in content.about.items():
        assert metadata[name.encode()].decode() == text


@pytest.mark.parametrize("name", ["flows", "arrows", "places", "nodes"])
def test_the_geoparquet_passes_its_validator(tmp_path: Path, name: str) -> None:
    validator = pytest.importorskip("geoparquet_validator")
    report = validator.check(str(write(gather(tmp_path, CITY), tmp_path, "geoparquet", name)))
    assert validator.failed(report) == []
    passed = {one["id"] for one in report["outcomes"] if one["status"] == "pass"}
    assert {"/conf/core/wkb", "/conf/core/orientation-rings", "/conf/covering/bbox-column-structure"} <= passed


def test_many_cells_are_ordered_so_that_readers_can_skip(atlas: Atlas, tmp_path: Path) -> None:
    validator = pytest.importorskip("geoparquet_validator")
    content = gather_content(atlas, View(question="spill"), scope="all", date=DAY)
    path = write(content, tmp_path, "geoparquet")
    report = validator.check(str(path))
    assert validator.failed(report) == []
    assert {"id": "/conf/distribution/spatial-order", "status": "pass"}.items() <= next(
        one for one in report["outcomes"] if one["id"] == "/conf/distribution/spatial-order"
    ).items()
    from pyarrow import parquet

    table = parquet.read_table(path, columns=["cell", "people_2023"]).to_pandas()
    sums = content.layer("cells").table["people_2023"].sum()
    assert table["people_2023"].sum() == pytest.approx(sums, abs=0.001)
    assert set(table["cell"]) == set(content.layer("cells").table["cell"])


def test_geopandas_reads_a_part_of_the_geoparquet_by_its_boxes(tmp_path: Path) -> None:
    import geopandas

    path = write(gather(tmp_path, CITY), tmp_path, "geoparquet", "places")
    assert geopandas.read_parquet(path, bbox=(69.0, 29.5, 70.5, 31.0))["code"].tolist() == ["a"]


# The others


def test_the_flatgeobuf_says_what_it_is(tmp_path: Path) -> None:
    import pyogrio

    content = gather(tmp_path, CITY)
    told = pyogrio.read_info(write(content, tmp_path, "flatgeobuf"))["layer_metadata"]
    assert told["TITLE"] == content.about.title
    assert all(f"{name}: {text}" in told["DESCRIPTION"] for name, text in content.about.items()[1:])


def test_the_zip_of_shapefiles_explains_itself(tmp_path: Path) -> None:
    content = gather(tmp_path, CITY)
    with ZipFile(write(content, tmp_path, "shapefile")) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        readme = " ".join(archive.read("README.txt").decode().split())
        columns = list(csv.DictReader(io.StringIO(archive.read("columns.csv").decode("utf-8-sig"))))
        assert archive.read("flows.cpg") == b"UTF-8"
        assert b"WGS_1984" in archive.read("flows.prj")
    assert {f"{layer.name}.{end}" for layer in content.layers for end in ("shp", "shx", "dbf", "prj", "cpg")} < names
    assert all(" ".join(text.split()) in readme for _, text in content.about.items())
    short = {row["short"]: row["name"] for row in columns if row["layer"] == "flows"}
    assert short["dest_ur"] == "destination_name_ur"
    assert len(columns) == sum(len(layer.columns) for layer in content.layers)


def test_the_kml_is_well_formed_and_says_what_it_is(tmp_path: Path) -> None:
    from xml.etree import ElementTree

    content = gather(tmp_path, View(question="seasons", place="a"))
    root = ElementTree.parse(write(content, tmp_path, "kml")).getroot()
    space = {"k": "http://www.opengis.net/kml/2.2"}
    document = root.find("k:Document", space)
    items = document.findall("k:ExtendedData/k:Data", space)
    told = {one.get("name"): one.findtext("k:value", None, space) for one in items}
    assert told == dict(content.about.items())
    assert [one.findtext("k:name", None, space) for one in document.findall("k:Folder", space)] == [
        layer.title for layer in content.layers
    ]
    styles = {f"#{one.get('id')}" for one in document.findall("k:Style", space)}
    marks = document.findall(".//k:Placemark", space)
    assert {one.findtext("k:styleUrl", None, space) for one in marks} <= styles
    ids = [one.get("id") for one in marks]
    assert len(set(ids)) == len(ids)
    assert "Named by hand & pencil." in {one.text for one in root.iter("{http://www.opengis.net/kml/2.2}value")}


def test_the_kml_passes_its_schema(tmp_path: Path) -> None:
    pytest.importorskip("lxml")  # fastkml needs it for schemas
    validator = pytest.importorskip("fastkml.validator")
    for view in (CITY, View(question="seasons", place="a"), View(question="spill", place="city")):
        assert validator.validate(file_to_validate=write(gather(tmp_path, view), tmp_path, "kml")) is True


def test_one_layer_alone_can_be_asked_for(tmp_path: Path) -> None:
    path = write(gather(tmp_path, CITY), tmp_path, "geopackage", "places")
    with closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT table_name FROM gpkg_geometry_columns")]
    assert names == ["places"]


def test_a_layer_that_is_not_there_is_told(tmp_path: Path) -> None:
    content = gather(tmp_path, CITY)
    with pytest.raises(ExportError, match="no layer cells"):
        write(content, tmp_path, "geojson", "cells")
    with pytest.raises(ExportError, match="holds cells alone"):
        write(content, tmp_path, "geotiff", "flows")
