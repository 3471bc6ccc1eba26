"""What a file is: its name held against its content, and what it seems to be where it is nothing of ours."""

from __future__ import annotations

import gzip
import shutil
import zipfile

import h3
import numpy as np
import pytest

from boundaries._errors import GridError
from boundaries.grids.recognise import recognise_grid

PEOPLE = np.array([[1.5, 0, 2.5], [0, 4, 0]], dtype="float32")
GHS = "GHS_POP_E2020_GLOBE_R2023A_54009_100_V1_0_R6_C26.tif"
KARACHI = (67.0, 24.9)
LAGOS = (3.4, 6.5)
CELL = h3.latlng_to_cell(31.55, 74.35, 8)


def test_a_raster_known_by_its_name(raster):
    info = recognise_grid(raster("pak_ppp_2020.tif", PEOPLE))
    assert (info.product, info.epoch, info.tile) == ("worldpop-ppp", 2020, "PAK")


def test_a_renamed_raster_known_by_its_tags(raster):
    import rasterio

    path = raster("mine.tif", PEOPLE, pixel=100)
    with rasterio.open(path, "r+") as data:
        data.update_tags(TIFFTAG_DOCUMENTNAME=f"made from {GHS}")
    assert recognise_grid(path).product == "ghs-pop-r2023a"


@pytest.mark.parametrize("pack", ["zip", "gz"])
def test_packed_as_it_came(raster, tmp_path, pack):
    path = raster(GHS, PEOPLE, pixel=100)
    packed = tmp_path / (f"{GHS}.gz" if pack == "gz" else "anything.zip")
    if pack == "gz":
        packed.write_bytes(gzip.compress(path.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(path, f"inside/{GHS}")
            archive.writestr("GHSL_Data_Package_2023.pdf", "")
            archive.writestr(f"{GHS}.ovr", "")
    assert recognise_grid(packed).tile == "R6_C26"


def test_kontur_tells_its_resolution_and_may_be_renamed(kontur):
    assert recognise_grid(kontur("kontur_population_PK_20231101.gpkg", [CELL], [7])).resolution == "8"
    parent = h3.cell_to_parent(CELL, 6)
    info = recognise_grid(kontur("people of 2022.gpkg".replace("people of ", "kontur_population_"), [parent], [7]))
    assert (info.resolution, info.epoch, info.tile) == ("6", 2022, "")
    with pytest.raises(GridError, match="does not say its year"):
        recognise_grid(kontur("hexagons.gpkg", [CELL], [7]))


@pytest.mark.parametrize(
    ("name", "header", "epoch", "tile"),
    [
        ("pak_general_2020.csv", "longitude,latitude,pak_general_2020", 2020, "PAK"),
        ("hrsl_pak.csv", "Lat\tLon\tPopulation_2018", 2018, "PAK"),
        # two years in one file: the newest is read
        ("points.csv", "latitude,longitude,population_2015,population_2020", 2020, ""),
        ("population_pak_2018-10-01.csv", "Lat,Lon,Population", 2018, "PAK"),
    ],
)
def test_hrsl_tables_are_known_by_their_columns(table, name, header, epoch, tile):
    info = recognise_grid(table(name, header + "\n"))
    assert (info.product, info.epoch, info.tile) == ("hrsl", epoch, tile)


# --- and what is none of these -----------------------------------------------------------------------------------

HILLS = (400 + np.add.outer(np.arange(60), 2 * np.arange(80))).astype("int16")
PHOTO = np.random.default_rng(4).integers(0, 255, (3, 20, 30)).astype("uint8")
COVER = np.random.default_rng(4).choice([10, 20, 30, 80], (40, 40)).astype("uint8")
NOISE = np.random.default_rng(4).random((40, 40)).astype("float32")


@pytest.mark.parametrize(
    ("values", "seems"),
    [
        (PHOTO, r"a picture \(3 bands of 8 bits\)"),
        (HILLS, r"a smooth surface from 400 to 617 \(heights"),
        (COVER, r"a map of 4 classes \(land cover"),
        (np.stack([NOISE] * 7), "a stack of 7 bands"),
        (NOISE, "a band of numbers from 0.0"),
        (NOISE.astype("complex64"), "a radar image"),
        (np.full((9, 9), np.nan, "float32"), "a band without data"),
    ],
)
def test_an_unknown_raster_is_refused_with_what_it_seems_to_be(raster, values, seems):
    with pytest.raises(GridError, match=rf"mine.tif is not known by its name .* seems to be {seems}.*pak_ppp_2020.tif"):
        recognise_grid(raster("mine.tif", values))


def test_land_cover_with_a_palette(raster):
    import rasterio

    path = raster("pak_ppp_2020.tif", COVER)
    with rasterio.open(path, "r+") as data:
        data.write_colormap(1, {10: (0, 99, 0, 255), 80: (0, 0, 99, 255)})
    with pytest.raises(GridError, match="named like WorldPop .* seems to be a map of classes with a colour for each"):
        recognise_grid(path)


@pytest.mark.parametrize(
    ("name", "options", "why"),
    [
        ("pak_ppp_2020.tif", {"crs": None}, "does not say its coordinate reference system.*gdal_edit.py -a_srs EPSG"),
        ("pak_ppp_2020.tif", {"pixel": 100}, "is ESRI:54009, not EPSG:4326"),
        (GHS, {}, "is EPSG:4326, not ESRI:54009"),
        (GHS, {"pixel": 1000}, "pixels are 1000 metres wide, not 100"),
        ("pak_ppp_2020_1km_Aggregated.tif", {}, "pixels are 0.000833333 degrees wide, not 0.00833333"),
        ("nga_ppp_2020.tif", {"at": LAGOS}, r"does not reach Pakistan: it runs from 3.4 to 3.4\d* east and 6.4\d* to"),
    ],
)
def test_a_raster_that_contradicts_its_name(raster, name, options, why):
    with pytest.raises(GridError, match=f"{name} is named like .* but .*{why}"):
        recognise_grid(raster(name, PEOPLE, **options))


def test_mollweide_tiles_reach_the_corners_of_the_globe(raster):
    """A map of the world in Mollweide has corners that are nowhere; it reaches Pakistan all the same."""
    world = np.ones((18, 37), "float32")  # 1,000 km a pixel
    path = raster("GHS_POP_E2020_GLOBE_R2023A_54009_1000000_V1_0.tif", world, at=(-179.99, 89.99), pixel=1e6)
    import rasterio

    with rasterio.open(path, "r+") as data:
        data.transform = rasterio.Affine(1e6, 0, -18.5e6, 0, -1e6, 9e6)
    assert recognise_grid(path).tile == ""


def test_wrong_tables(table, kontur):
    with pytest.raises(GridError, match="columns district, people; people as points need a longitude"):
        recognise_grid(table("pak_general_2020.csv", "district,people\n"))
    with pytest.raises(GridError, match="pak_women_2020 is one group of people"):
        recognise_grid(table("points.csv", "longitude,latitude,pak_women_2020\n"))
    with pytest.raises(GridError, match="named like WorldPop .*, but is a CSV"):
        recognise_grid(table("pak_ppp_2020.csv", "longitude,latitude,population\n"))
    with pytest.raises(GridError, match=r"points.csv does not say its year, neither .* the column population"):
        recognise_grid(table("points.csv", "longitude,latitude,population\n"))
    with pytest.raises(GridError, match=r"no layer with the columns h3 and population.*population: name, geom_area"):
        recognise_grid(kontur("kontur_population_PK_20231101.gpkg", [CELL], [], name=["Lahore"], geom_area=[1]))
    with pytest.raises(GridError, match="the column h3 holds no H3 ids"):
        recognise_grid(kontur("kontur_population_PK_20231101.gpkg", ["Lahore"], [7]))


def test_broken_files(raster, table, tmp_path):
    with pytest.raises(GridError, match="no such file"):
        recognise_grid(tmp_path / "pak_ppp_2020.tif")
    with pytest.raises(GridError, match="is a folder"):
        recognise_grid(tmp_path)
    with pytest.raises(GridError, match=r"pak_ppp_2020.tif cannot be read: it is damaged or truncated"):
        recognise_grid(table("pak_ppp_2020.tif", "II*"))
    with pytest.raises(GridError, match="letter.docx cannot be read: it is not a GeoTIFF, GeoPackage or CSV"):
        recognise_grid(table("letter.docx", "Dear Sir"))
    with pytest.raises(GridError, match="kontur.*cannot be read as a GeoPackage"):
        recognise_grid(table("kontur_population_PK_20231101.gpkg", "SQLite format 3"))
    path = raster(GHS, PEOPLE, pixel=100)
    whole = shutil.make_archive(str(tmp_path / "ghs"), "zip", path.parent, path.name)
    content = (tmp_path / "ghs.zip").read_bytes()
    assert whole.endswith("ghs.zip")
    (tmp_path / "cut.zip").write_bytes(content[: len(content) // 2])
    with pytest.raises(GridError, match="cut.zip is damaged or was not fetched to its end"):
        recognise_grid(tmp_path / "cut.zip")
    (tmp_path / "cut.tif.gz").write_bytes(gzip.compress(path.read_bytes())[:-20])
    with pytest.raises(GridError, match="cut.tif.gz is damaged"):
        recognise_grid(tmp_path / "cut.tif.gz")


@pytest.mark.parametrize(
    ("names", "why"), [(["readme.txt"], "no GeoTIFF.*only readme.txt"), (["a.tif", "b.tif"], r"2 grids \(a.tif, b.tif")]
)
def test_a_zip_without_one_grid(tmp_path, names, why):
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    with pytest.raises(GridError, match=why):
        recognise_grid(tmp_path / "pack.zip")
