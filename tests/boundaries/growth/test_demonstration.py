"""The made-up town: the same at every making, growing, and stamped wherever it goes."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio

from boundaries._errors import GridError
from boundaries.cells.hierarchy import cell_areas
from boundaries.grids.recognise import recognise_grid
from boundaries.growth import demonstration
from boundaries.growth.demonstration import DEMONSTRATION_EPOCHS, demonstration_layer, write_demonstration
from boundaries.growth.epochs import make_consistent
from boundaries.growth.expansion import landscape_expansion_index
from boundaries.growth.extent import EXTENT_NAMES, urban_extent
from boundaries.growth.read_epochs import read_built_series

LAHORE, QUETTA = (74.35, 31.55), (66.99, 30.19)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_demonstration(tmp_path_factory.mktemp("town") / "town.tif", LAHORE)


def test_the_file_says_what_it_is_in_every_place(path) -> None:
    with rasterio.open(path) as data:
        assert data.tags()["RAWAAN_EVIDENCE"] == "demonstration"
        assert data.tags()["TIFFTAG_IMAGEDESCRIPTION"].startswith("DEMONSTRATION")
        assert all(
            words.startswith(f"DEMONSTRATION {year}")
            for words, year in zip(data.descriptions, DEMONSTRATION_EPOCHS, strict=True)
        )
        assert data.shape == (240, 240)
    assert path.stat().st_size < 200_000
    assert [file.name for file in path.parent.iterdir()] == ["town.tif"]


def test_it_is_never_taken_for_a_grid_that_somebody_observed(path) -> None:
    with pytest.raises(GridError, match="stack of 7 bands"):
        recognise_grid(path)
    series = read_built_series(path)
    assert (series.evidence, series.years, series.projected) == ("demonstration", DEMONSTRATION_EPOCHS, ())
    assert series.note.startswith("DEMONSTRATION")
    assert series.licence == "CC0"


def test_the_town_grows_in_every_way_there_is(path) -> None:
    series = read_built_series(path)
    assert (np.diff(series.share, axis=0) >= 0).all()
    assert (np.diff(series.areas_km2) > 0).all()
    built = series.is_built()
    assert (make_consistent(built) == built).all()
    patches, _ = landscape_expansion_index(built[2], built[-1], buffer_m=300, cell_m=series.cell_m)
    assert set(patches["kind"]) == {"infill", "edge expansion", "leapfrog"}
    assert set(np.unique(urban_extent(built[-1], cell_m=series.cell_m)).tolist()) == set(EXTENT_NAMES)


def test_cells_hold_what_the_pixels_hold(path) -> None:
    layer = demonstration_layer([LAHORE])
    assert (layer.kind, layer.evidence, layer.epochs) == ("built", "demonstration", DEMONSTRATION_EPOCHS)
    assert layer.title.startswith("DEMONSTRATION")
    assert layer.note.startswith("DEMONSTRATION")
    # equal-area pixels, whole m²: the same to the metre as the file
    with rasterio.open(path) as data:
        assert layer.values.sum(axis=1).tolist() == data.read().sum(axis=(1, 2)).tolist()
    assert (layer.values[-1] > 0).all()
    # a cell is never built over; H3's sphere is not the ellipsoid, hence a hair
    assert (layer.values[-1] <= 1.01e6 * cell_areas(layer.cells)).all()


def test_the_same_town_stands_at_every_centre() -> None:
    both = demonstration_layer([LAHORE, QUETTA])
    alone = [demonstration_layer([centre]) for centre in (LAHORE, QUETTA)]
    assert both.cells.tolist() == sorted([*alone[0].cells.tolist(), *alone[1].cells.tolist()])
    assert both.values.sum() == sum(one.values.sum() for one in alone)
    # about as large in both, though their pixels and cells lie otherwise
    assert alone[0].values[-1].sum() == pytest.approx(alone[1].values[-1].sum(), rel=0.01)
    twice = demonstration_layer([LAHORE, LAHORE])
    assert (twice.values == alone[0].values).all()
    assert twice.at(6).values.sum() == twice.values.sum()


def test_a_resolution_h3_does_not_have_is_refused() -> None:
    with pytest.raises(GridError, match="resolution 16 is none of H3's"):
        demonstration_layer([(74.3, 31.5)], resolution=16)


def test_no_centres_no_cells() -> None:
    layer = demonstration_layer([])
    assert layer.values.shape == (len(DEMONSTRATION_EPOCHS), 0)


@pytest.mark.parametrize(
    ("name", "centre", "told"),
    [
        ("town.png", LAHORE, "written as .tif, not as 'town.png'"),
        ("absent/town.tif", LAHORE, "there is no folder"),
        ("town.tif", (31.55, 174.35), "longitude and a latitude in degrees"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, name: str, centre: tuple[float, float], told: str) -> None:
    with pytest.raises(GridError, match=told):
        write_demonstration(tmp_path / name, centre)
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_file_that_was_there(tmp_path, monkeypatch) -> None:
    path = tmp_path / "town.tif"
    path.write_bytes(b"what was there")

    def run_out(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(demonstration.Path, "replace", run_out)
    with pytest.raises(GridError, match="cannot be written .no space left"):
        write_demonstration(path, LAHORE)
    assert path.read_bytes() == b"what was there"
    assert [file.name for file in tmp_path.iterdir()] == ["town.tif"]
