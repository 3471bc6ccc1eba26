"""Grids on cells: everybody in the file is kept, outside the country, or dropped for a stated reason."""

from __future__ import annotations

import gzip

import geopandas
import h3
import numpy as np
import pytest
import shapely

from boundaries._errors import GridError
from boundaries.cells.hierarchy import cell_names
from boundaries.grids.read import read_counted, read_grid

LAHORE, AMRITSAR = (74.35, 31.55), (74.87, 31.63)
TILE = "GHS_POP_E2030_GLOBE_R2023A_54009_1000_V1_0_R6_C26.tif"
KONTUR = "kontur_population_PK_20231101.gpkg"
CENTRE = h3.latlng_to_cell(31.55, 74.35, 8)
RING = sorted(h3.grid_ring(CENTRE, 1))
INDIA = h3.latlng_to_cell(31.63, 74.87, 8)


def test_a_worldpop_raster_keeps_everybody(raster, data):
    values = np.random.default_rng(1).random((40, 50)).astype("float32") * 9
    values[3, :] = -99999  # WorldPop's nodata
    path = raster("pak_ppp_2020.tif", values, nodata=-99999)
    layer = read_grid(path, data_dir=data)
    assert (layer.name, layer.kind, layer.evidence, layer.epochs) == ("worldpop-ppp", "people", "modelled", (2020,))
    assert (layer.resolution, layer.licence, layer.projected) == (8, "CC BY 4.0", ())
    assert layer.values.sum() == pytest.approx(values[values > 0].sum(dtype="float64"), rel=1e-9)
    assert (layer.values > 0).all()
    coarse = read_grid(path, resolution=6, data_dir=data)
    assert coarse.resolution == 6
    assert coarse.values.sum() == pytest.approx(layer.values.sum(), rel=1e-9)


def test_who_lives_across_the_border_is_left_out_and_told(raster, data):
    """One row of pixels from Lahore to Amritsar: 30 people at one end, 12 at the other."""
    values = np.zeros((2, 625), "float32")  # 625 / 1200 = 0.52 degrees
    values[0, 0], values[0, -1] = 30, 12
    reading = read_counted(raster("pak_ppp_2020.tif", values, at=(74.35, 31.6)), data_dir=data)
    assert (reading.read, reading.kept, reading.outside) == pytest.approx((42, 30, 12))
    assert reading.dropped == {}
    assert str(reading).splitlines()[:2] == [
        "pak_ppp_2020.tif: WorldPop population, unconstrained, 2020, modelled by its producer (CC BY 4.0)",
        "42 people read = 30 kept + 12 outside the country (bundled boundaries)",
    ]
    told = "12 of 42 people in pak_ppp_2020.tif lie outside the country of the bundled boundaries and are left out."
    assert reading.layer.note == told
    assert reading.note == ""


def test_the_country_is_that_of_the_set_in_use(raster, data, monkeypatch):
    box = geopandas.GeoDataFrame(geometry=[shapely.box(74.6, 31, 75, 32)], crs="EPSG:4326")
    monkeypatch.setattr("boundaries.grids.land.installed_sets", lambda _dir: [{"set": "mine"}, {"set": "older"}])
    monkeypatch.setattr("boundaries.grids.land.load_places", lambda name, **_: box if name == "mine" else None)
    values = np.zeros((2, 625), "float32")
    values[0, 0], values[0, -1] = 30, 12
    reading = read_counted(raster("pak_ppp_2020.tif", values, at=(74.35, 31.6)), data_dir=data)
    assert (reading.kept, reading.outside, reading.places) == pytest.approx((12, 30, "mine"))


def test_a_projected_epoch_in_mollweide(raster, data):
    reading = read_counted(raster(TILE, np.full((3, 4), 2.5), pixel=1000, nodata=-200), data_dir=data)
    assert reading.layer.projected == (2030,)
    assert reading.kept + reading.outside == pytest.approx(30, rel=1e-9)  # 12 pixels of 2.5
    assert "2030, projected by its producer" in str(reading)


def test_built_up_land_is_a_sum_of_square_metres(raster, data):
    values = np.full((5, 5), 4000, "uint16")
    values[0] = 65535  # nodata: 20 pixels of 4,000 m² stay
    path = raster(TILE.replace("POP", "BUILT_S").replace("1000", "100"), values, pixel=100, nodata=65535)
    reading = read_counted(path, data_dir=data)
    assert (reading.layer.kind, reading.layer.name) == ("built", "ghs-built-s-r2023a")
    assert reading.kept == pytest.approx(80_000, rel=1e-9)
    assert "80,000 m² of built-up land read = 80,000 kept + 0 outside" in str(reading)


def test_of_a_map_of_the_world_only_the_country_s_box_is_read(raster, data):
    """One degree a pixel, one person a pixel: Pakistan's box of 60.8–77.2 E and 23.6–37.2 N has about 224."""
    world = np.ones((180, 360), "float32")
    path = raster("GHS_POP_E2020_GLOBE_R2023A_4326_3600ss_V1_0.tif", world, at=(-180, 90), pixel=1.0)
    reading = read_counted(path, resolution=5, data_dir=data)
    assert reading.read == pytest.approx(16.46 * 13.59, rel=0.08)
    assert reading.kept < reading.read < 300
    assert reading.note == f"Of {path.name} only the country's box was read."


def test_kontur_s_cells_stay_as_they_are_or_become_their_parents(kontur, data):
    path = kontur(KONTUR, [CENTRE, *RING, INDIA], [10, 1, 2, 3, 4, 5, 6, 100])
    reading = read_counted(path, data_dir=data)
    assert (reading.read, reading.kept, reading.outside) == (131, 31, 100)
    kept = dict(zip(cell_names(reading.layer.cells), reading.layer.values[0], strict=True))
    assert kept == dict(zip([CENTRE, *RING], [10, 1, 2, 3, 4, 5, 6], strict=True))
    assert reading.note == (
        "The year is that of the release. Releases were made in different ways: their difference is not growth."
    )
    coarse = read_grid(path, resolution=5, data_dir=data)
    assert cell_names(coarse.cells) == sorted({h3.cell_to_parent(cell, 5) for cell in [CENTRE, *RING]})
    assert coarse.values.sum() == 31
    finer = read_grid(path, resolution=9, data_dir=data)
    assert finer.resolution == 8
    assert finer.note.startswith("Its cells are of resolution 8. The year")


def test_kontur_packed_as_it_is_fetched(kontur, tmp_path, data):
    packed = tmp_path / f"{KONTUR}.gz"
    packed.write_bytes(gzip.compress(kontur(KONTUR, [CENTRE], [7]).read_bytes()))
    assert read_grid(packed, data_dir=data).values.tolist() == [[7]]


def test_rows_that_are_no_cell_or_no_number_are_counted(kontur, data):
    reading = read_counted(kontur(KONTUR, [CENTRE, RING[0], "nowhere"], [10.0, None, 5.0]), data_dir=data)
    assert (reading.read, reading.kept, reading.outside) == (15, 10, 0)
    assert reading.dropped == {"no H3 cell": (1, 5), "no number of people": (1, 0)}
    assert str(reading).splitlines()[1:] == [
        "15 people read = 10 kept + 0 outside the country (bundled boundaries) + 5 dropped, no H3 cell",
        "1 cells of resolution 8",
        "1 rows dropped: no H3 cell",
        "1 rows dropped: no number of people",
    ]


def test_hrsl_points(table, data):
    rows = ["longitude,latitude,population_2015,population_2020", "74.35,31.55,1,2.25", "74.351,31.55,1,1.5"]
    rows += ["74.87,31.63,9,20", ",31.55,1,4", "74.35,95,1,8", "74.35,31.55,1,"]
    calls = []
    path = table("hrsl_pak.csv", "\n".join(rows) + "\n")
    reading = read_counted(path, data_dir=data, progress=lambda done, total: calls.append((done, total)))
    # newest column: 3.75 in Lahore, 20 in Amritsar, 4 without a longitude, 8 off the globe, one without a number
    assert (reading.read, reading.kept, reading.outside) == pytest.approx((35.75, 3.75, 20))
    people = {reason: amount for reason, (rows, amount) in reading.dropped.items() if rows}
    assert people == {"no coordinates": 4, "out of range": 8, "no weight": 0}
    assert reading.layer.epochs == (2020,)
    assert reading.note.startswith("People are those of the column population_2020.")
    assert calls[-1][0] == calls[-1][1] == path.stat().st_size
    # 36 = 4 + 20 + 4 + 8: what is printed adds up too
    assert "36 people read = 4 kept + 20 outside the country (bundled boundaries) + 4 dropped" in str(reading)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("74.35,31.55,-3\n", "column pak_general_2020 has 1 negative numbers"),
        ("74.35,31.55,3\n74.3\n", "a row that cannot be read, it may be truncated"),
        ("74.35,31.55,3\n74.3", "its last row has no line end, so it was probably not fetched to its end"),
        # 17.25 people, cut to 1: nothing but the missing line end tells
        ("74.35,31.55,3\n74.35,31.55,1", "its last row has no line end"),
        ("74.35,31.55,many\n", "a row that cannot be read"),
        ("74.87,31.63,3\n", r"has no people in Pakistan \(as the bundled boundaries draw it\)"),
        ("", "has no people in Pakistan"),
    ],
)
def test_tables_that_cannot_be_right(table, data, rows, why):
    path = table("pak_general_2020.csv", f"longitude,latitude,pak_general_2020\n{rows}")
    with pytest.raises(GridError, match=why):
        read_grid(path, data_dir=data)


def test_cells_that_cannot_be_right(kontur, data):
    with pytest.raises(GridError, match="column population has 1 negative numbers"):
        read_grid(kontur(KONTUR, [CENTRE], [-1]), data_dir=data)
    with pytest.raises(GridError, match="mixes cells of resolutions 6, 8; .* counted twice"):
        read_grid(kontur(KONTUR, [CENTRE, h3.cell_to_parent(CENTRE, 6)], [1, 2]), data_dir=data)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_geopackage(kontur, data, share):
    path = kontur(KONTUR, sorted(h3.grid_disk(CENTRE, 20)), [1.0] * 1261)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(GridError, match="damaged or truncated"):
        read_grid(path, data_dir=data)


def test_rasters_that_cannot_be_right(raster, data):
    with pytest.raises(GridError, match="no people in Pakistan"):
        read_grid(raster("ind_ppp_2020.tif", np.ones((4, 4), "float32"), at=AMRITSAR), data_dir=data)
    with pytest.raises(GridError, match="negative"):
        read_grid(raster("pak_ppp_2020.tif", np.full((4, 4), -1, "float32")), data_dir=data)
    noise = np.random.default_rng(1).random((300, 300))
    path = raster("pak_ppp_2020.tif", noise)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(GridError, match="truncated|damaged"):
        read_grid(path, data_dir=data)


@pytest.mark.parametrize("resolution", [3, 11])
def test_resolutions_are_bounded(raster, data, resolution):
    with pytest.raises(GridError, match=f"resolution 4 to 10, not {resolution}"):
        read_grid(raster("pak_ppp_2020.tif", np.ones((2, 2))), resolution=resolution, data_dir=data)
