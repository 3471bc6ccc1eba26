"""Keeping grids: tiles add up, epochs stand side by side, nobody is counted twice, nothing is half-written."""

from __future__ import annotations

import h3
import numpy as np
import pytest

from boundaries.__main__ import main
from boundaries._errors import GridError
from boundaries.grids.read import read_grid
from boundaries.grids.store import grid_files, install_grids, list_grids, load_grids, remove_grid, save_grid

PEOPLE = "GHS_POP_E{}_GLOBE_R2023A_54009_1000_V1_0_R{}_C26.tif"
WEST, EAST = (73.0, 31.2), (74.0, 31.2)
CENTRE = h3.latlng_to_cell(31.55, 74.35, 8)


@pytest.fixture
def tile(raster):
    """Four pixels of so many people each, with the name of a GHS-POP tile."""

    def write(epoch, row, people, at):
        return raster(PEOPLE.format(epoch, row), np.full((2, 2), people, "float64"), at=at, pixel=1000)

    return write


def sums(data):
    return {layer.name: dict(zip(layer.epochs, layer.values.sum(axis=1), strict=True)) for layer in load_grids(data)}


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_kept(data):
    assert (load_grids(data), grid_files(data), list_grids(data)) == ([], [], [])


def test_tiles_add_up_and_epochs_stand_side_by_side(tile, data):
    paths = [tile(2015, 6, 10, WEST), tile(2015, 7, 5, EAST), tile(2030, 6, 20, WEST), tile(2030, 7, 8, EAST)]
    readings = install_grids(paths, data_dir=data)
    assert [reading.kept for reading in readings] == pytest.approx([40, 20, 80, 32], rel=1e-9)
    (layer,) = load_grids(data)
    assert (layer.name, layer.epochs, layer.projected) == ("ghs-pop-r2023a", (2015, 2030), (2030,))
    assert layer.values.sum(axis=1) == pytest.approx([60, 112], rel=1e-9)
    assert (layer.resolution, layer.note, layer.licence) == (8, "", "CC BY 4.0")
    assert len(grid_files(data)) == 4


def test_a_file_read_twice_replaces_its_part(tile, data):
    install_grids([tile(2015, 6, 10, WEST)], data_dir=data)
    install_grids([tile(2015, 6, 10, WEST)], resolution=7, data_dir=data)
    assert sums(data)["ghs-pop-r2023a"] == pytest.approx({2015: 40})
    assert [layer.resolution for layer in load_grids(data)] == [7]
    assert len(grid_files(data)) == 1


def test_tiles_of_two_resolutions_meet_at_the_coarser(tile, data):
    install_grids([tile(2015, 6, 10, WEST)], resolution=9, data_dir=data)
    install_grids([tile(2015, 7, 5, EAST)], resolution=6, data_dir=data)
    assert [layer.resolution for layer in load_grids(data)] == [6]
    assert sums(data)["ghs-pop-r2023a"] == pytest.approx({2015: 60})


def test_a_tile_that_one_year_lacks_is_told(tile, data):
    install_grids([tile(2015, 6, 10, WEST), tile(2020, 6, 10, WEST), tile(2020, 7, 5, EAST)], data_dir=data)
    (layer,) = load_grids(data)
    assert layer.note == "2015 lacks R7_C26: what lies there counts as 0 in that year."


def test_whom_the_newest_year_leaves_out_is_told(raster, data):
    """In either year 30 people in Lahore and 12 in Amritsar."""
    values = np.zeros((2, 625), "float32")
    values[0, 0], values[0, -1] = 30, 12
    paths = [raster(f"pak_ppp_{year}.tif", values, at=(74.35, 31.6)) for year in (2015, 2020)]
    install_grids(paths, data_dir=data)
    # people of two years are not added: the newest stands for both
    told = "12 of 42 people in pak_ppp_2020.tif lie outside the country of the bundled boundaries and are left out."
    assert [layer.note for layer in load_grids(data)] == [told]


def test_tiles_of_one_year_are_added_up_in_the_note(raster, data):
    values = np.zeros((2, 90), "float64")
    values[0, 0], values[0, -1] = 30, 12  # Lahore, and 89 km east of it
    paths = [
        raster(PEOPLE.format(2020, row), values, at=(74.35, 31.55 + north), pixel=1000)
        for row, north in ((6, 0), (7, 0.05))
    ]
    install_grids(paths, data_dir=data)
    told = "24 of 84 people in the 2 files of 2020 lie outside the country of the bundled boundaries and are left out."
    assert [layer.note for layer in load_grids(data)] == [told]


def test_products_and_kinds_are_kept_apart(raster, kontur, data):
    ones = np.ones((3, 3), "float32")
    names = ["pak_ppp_2020.tif", "pak_ppp_2020_UNadj.tif"]
    install_grids([raster(name, ones) for name in names], data_dir=data)
    install_grids([kontur("kontur_population_PK_20231101.gpkg", [CENTRE], [7])], data_dir=data)
    assert [layer.name for layer in load_grids(data)] == ["kontur-population", "worldpop-ppp", "worldpop-ppp-unadj"]


def test_a_layer_that_was_read_can_be_saved_by_itself(tile, data):
    path = tile(2015, 6, 10, WEST)
    part = save_grid(read_grid(path, data_dir=data), path, data)
    assert part == data / "grids" / "ghs-pop-r2023a" / "2015-r6-c26-esri-54009-1000.npz"
    assert grid_files(data) == [part]
    assert sums(data)["ghs-pop-r2023a"] == pytest.approx({2015: 40})


def test_nobody_is_counted_twice(raster, tile, data):
    install_grids([tile(2015, 6, 10, WEST)], data_dir=data)
    fine = raster("GHS_POP_E2015_GLOBE_R2023A_54009_100_V1_0_R6_C26.tif", np.ones((2, 2)), at=EAST, pixel=100)
    whole = raster("GHS_POP_E2015_GLOBE_R2023A_54009_1000_V1_0.tif", np.ones((2, 2)), at=EAST, pixel=1000)
    before = contents(data)
    for path in (fine, whole):
        with pytest.raises(GridError, match=r"kept already from GHS_POP_E2015.*twice; .*grid --remove GHS_POP_E2015"):
            install_grids([path], data_dir=data)
    assert contents(data) == before
    # another year of the fine grid is no double counting
    install_grids([raster(fine.name.replace("2015", "2020"), np.ones((2, 2)), at=EAST, pixel=100)], data_dir=data)
    assert sums(data)["ghs-pop-r2023a"] == pytest.approx({2015: 40, 2020: 4})


def test_faults_are_told_together_and_the_good_files_kept(tile, raster, tmp_path, data):
    paths = [tmp_path / "absent.tif", tile(2015, 6, 10, WEST), raster("mine.tif", np.ones((3, 9, 9), "uint8"))]
    with pytest.raises(GridError, match=r"no such file: .*absent.tif; mine.tif .* a picture .*\(kept: GHS_POP_E2015"):
        install_grids(paths, data_dir=data)
    assert len(grid_files(data)) == 1


@pytest.mark.parametrize(
    ("error", "raised", "words"),
    [
        (OSError(28, "No space left on device"), GridError, r"cannot be kept in .* \(No space left on device\)"),
        (KeyboardInterrupt(), KeyboardInterrupt, "^$"),
    ],
)
def test_a_full_disk_or_an_interruption_leaves_what_was_there(tile, data, monkeypatch, error, raised, words):
    install_grids([tile(2015, 6, 10, WEST)], data_dir=data)
    before = contents(data)

    def stop(target, **_arrays):
        target.write(b"half of it")
        raise error

    monkeypatch.setattr(np, "savez_compressed", stop)
    with pytest.raises(raised, match=words):
        install_grids([tile(2015, 6, 99, WEST)], data_dir=data)
    assert contents(data) == before


def test_a_folder_that_cannot_be_written_to(tile, data):
    data.mkdir()
    (data / "grids").write_text("a file where a folder should be")
    with pytest.raises(GridError, match=r"C26\.tif was read but cannot be kept in .*what was there is unchanged"):
        install_grids([tile(2015, 6, 10, WEST)], data_dir=data)


def test_a_damaged_part_is_named_and_can_be_removed(tile, data):
    install_grids([tile(2015, 6, 10, WEST)], data_dir=data)
    (part,) = grid_files(data)
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(GridError, match=r"2015-r6-.*npz cannot be read .* --remove ghs-pop-r2023a/2015-r6-c26"):
        load_grids(data)
    assert "damaged" in list_grids(data)[0]
    remove_grid(f"ghs-pop-r2023a/{part.stem}", data)
    assert load_grids(data) == []


def test_removing(tile, raster, data):
    install_grids([tile(2015, 6, 10, WEST), tile(2015, 7, 5, EAST)], data_dir=data)
    install_grids([raster("pak_ppp_2020.tif", np.ones((3, 3), "float32"))], data_dir=data)
    assert remove_grid(PEOPLE.format(2015, 7), data) == [PEOPLE.format(2015, 7)]
    assert sums(data)["ghs-pop-r2023a"] == pytest.approx({2015: 40})
    with pytest.raises(GridError, match=r"no grid 'ghs' is kept; there are GHS_POP_E2015.*worldpop-ppp"):
        remove_grid("ghs", data)
    remove_grid("worldpop-ppp", data)
    remove_grid("ghs-pop-r2023a", data)
    assert list((data / "grids").iterdir()) == []
    with pytest.raises(GridError, match="there are none"):
        remove_grid("ghs-pop-r2023a", data)


# --- from the shell ----------------------------------------------------------------------------------------------


def test_from_the_shell(tile, data, capsys):
    path = tile(2015, 6, 10, WEST)
    assert main(["grid", str(path), "--data-dir", str(data), "--resolution", "7"]) == 0
    told = capsys.readouterr()
    assert "40 people read = 40 kept + 0 outside the country (bundled boundaries)" in told.out
    assert told.err == ""  # the bar is for a terminal only
    assert main(["grid", "--list", "--data-dir", str(data)]) == 0
    line = capsys.readouterr().out
    assert line.startswith("ghs-pop-r2023a         2015 R6_C26   GHSL population (GHS-POP), release R2023A: ")
    assert f"cells of resolution 7 from {path.name}, 20" in line
    assert main(["grid", "--remove", "ghs-pop-r2023a", "--data-dir", str(data)]) == 0
    assert capsys.readouterr().out == f"removed {path.name}\n"
    assert main(["grid", "--list", "--data-dir", str(data)]) == 0
    assert capsys.readouterr().out == "no grid is kept\n"


@pytest.mark.parametrize("words", [[], ["--list", "--remove", "x"], ["a.tif", "--list"]])
def test_the_shell_asks_for_one_thing(words, capsys):
    assert main(["grid", *words]) == 1
    told = capsys.readouterr().err
    assert told.startswith("boundaries: give files, or --list, or --remove NAME. Read are WorldPop")


def test_a_fault_is_one_line_in_the_shell(data, capsys, tmp_path):
    assert main(["grid", str(tmp_path / "absent.tif"), "--data-dir", str(data)]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith("boundaries: no such file: ")
