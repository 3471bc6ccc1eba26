"""Urban extent on grids drawn by hand, and however they are cut into blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from boundaries._errors import UrbanError
from boundaries.growth.extent import ATLAS_2016, EXTENT_NAMES, IN_EXTENT, UN_HABITAT_2019, ExtentRule, urban_extent

URBAN, SUBURBAN, RURAL, FRINGE, CAPTURED, OPEN = EXTENT_NAMES
CROSS = ExtentRule(radius_m=100, fringe_m=100, captured_ha=1000)
"""A circle of the pixel and its four neighbours, which a pencil can count."""

GRIDS = arrays.arrays(np.bool_, st.tuples(st.integers(0, 12), st.integers(0, 12)))


def draw(picture: str) -> np.ndarray:
    return np.array([[sign == "x" for sign in line.split()] for line in picture.strip().splitlines()])


def test_the_share_of_the_circle_decides() -> None:
    built = draw("""
        x x . . . .
        x . . x . .
        . . . . . .
    """)
    classes = urban_extent(built, cell_m=100, rule=CROSS)
    # corner: 3 of the 3 pixels of its circle inside the raster; beside it 2 of 4, half, which the Atlas calls urban;
    # alone: 1 of 5 is a fifth, rural, and open land beside it no fringe
    u, f, r, o = URBAN, FRINGE, RURAL, OPEN
    assert classes.tolist() == [[u, u, f, o, o, o], [u, f, o, r, o, o], [f, o, o, o, o, o]]
    # UN-Habitat asks for more than half
    strict = urban_extent(built, cell_m=100, rule=replace(CROSS, half_is_urban=False))
    assert strict[0, :2].tolist() == [URBAN, SUBURBAN]


def test_exactly_a_quarter_is_suburban() -> None:
    # at the edge of the raster a circle has 4 pixels; 1 of them is built
    assert urban_extent(draw("x . ."), cell_m=100, rule=CROSS)[0, 0] == URBAN  # 1 of 2
    assert urban_extent(draw(". . .\n. . x\n. . ."), cell_m=100, rule=CROSS)[1, 2] == SUBURBAN  # 1 of 4
    assert urban_extent(draw(". . .\n. x .\n. . ."), cell_m=100, rule=CROSS)[1, 1] == RURAL  # 1 of 5


RING = """
    . . . . . . . . .
    . x x x x x x x .
    . x x x x x x x .
    . x x . . . x x .
    . x x . . . x x .
    . x x . . . x x .
    . x x x x x x x .
    . x x x x x x x .
    . . . . . . . . .
"""


def test_enclosed_land_is_captured_below_the_limit() -> None:
    # a hole of 3 × 3 pixels: the 8 round the middle share a side with built-up land, the middle is 1 ha
    for limit, middle in ((1.01, CAPTURED), (1.0, OPEN)):
        classes = urban_extent(draw(RING), cell_m=100, rule=replace(CROSS, captured_ha=limit))
        assert classes[4, 4] == middle
        hole = classes[3:6, 3:6].copy()
        hole[1, 1] = FRINGE
        assert (hole == FRINGE).all()
        assert classes[0, 0] == OPEN  # outside, at the edge of the raster


def test_a_way_out_past_the_fringe_keeps_land_open() -> None:
    wide = np.ones((13, 13), dtype=bool)
    wide[3:10, 3:10] = False  # a hole of 7 × 7 whose inner 5 × 5 is no fringe
    assert (urban_extent(wide, cell_m=100, rule=CROSS)[4:9, 4:9] == CAPTURED).all()
    wide[6, 9:] = False  # a lane of one pixel is all fringe: still enclosed
    assert (urban_extent(wide, cell_m=100, rule=CROSS)[4:9, 4:9] == CAPTURED).all()
    wide[5:8, 9:] = False  # a road of three has a middle that is not
    assert (urban_extent(wide, cell_m=100, rule=CROSS)[4:9, 4:9] == OPEN).all()


def test_a_farm_in_captured_land_stays_rural_and_opens_nothing() -> None:
    wide = np.ones((13, 13), dtype=bool)
    wide[3:10, 3:10] = False
    wide[6, 6] = True
    # 25 pixels less the farm: 24 ha
    for limit, land in ((24.1, CAPTURED), (24, OPEN)):
        classes = urban_extent(wide, cell_m=100, rule=replace(CROSS, captured_ha=limit))
        assert classes[6, 6] == RURAL
        assert (np.delete(classes[4:9, 4:9].ravel(), 12) == land).all()


def test_the_published_variants() -> None:
    assert (ATLAS_2016.radius_m, ATLAS_2016.captured_ha, ATLAS_2016.half_is_urban) == (584, 200, True)
    assert (UN_HABITAT_2019.radius_m, UN_HABITAT_2019.half_is_urban) == (500, False)
    # a hole of 15 × 15 = 225 ha inside its fringe: too large for the Atlas, not for UN-Habitat
    wide = np.ones((37, 37), dtype=bool)
    wide[10:27, 10:27] = False
    assert urban_extent(wide, cell_m=100)[18, 18] == OPEN
    assert urban_extent(wide, cell_m=100, rule=UN_HABITAT_2019)[18, 18] == CAPTURED
    # pixels of 30 m: fringe reaches 3 pixels (90 m), not 4
    row = np.zeros((1, 60), dtype=bool)
    row[0, :30] = True
    assert urban_extent(row, cell_m=30)[0, 29:35].tolist() == [URBAN, FRINGE, FRINGE, FRINGE, OPEN, OPEN]


@settings(max_examples=60)
@given(GRIDS, st.sampled_from([1, 2, 3, 5, 8]), st.sampled_from([CROSS, replace(CROSS, radius_m=230, captured_ha=3)]))
def test_blocks_give_the_answer_of_one_piece(built: np.ndarray, block: int, rule: ExtentRule) -> None:
    before = built.copy()
    whole = urban_extent(built, cell_m=100, rule=rule, block=None)
    assert (urban_extent(built, cell_m=100, rule=rule, block=block) == whole).all()
    assert (built == before).all()
    # built-up land has a built-up class, open land an open one
    assert (np.isin(whole, (URBAN, SUBURBAN, RURAL)) == built).all()


def test_a_town_with_holes_of_every_size_however_it_is_cut(tmp_path) -> None:
    chance = np.random.default_rng(4)
    quarters = chance.random((22, 22)) < np.linspace(0.9, 0.02, 22)  # dense in the west, thin in the east
    built = np.kron(quarters, np.ones((9, 9), dtype=bool)) & (chance.random((198, 198)) < 0.97)
    np.save(tmp_path / "built.npy", built)
    mapped = np.load(tmp_path / "built.npy", mmap_mode="r")
    whole = urban_extent(built, cell_m=30, block=None)
    assert set(np.unique(whole).tolist()) == set(EXTENT_NAMES)
    for block in (37, 64, 150):
        assert (urban_extent(mapped, cell_m=30, block=block) == whole).all()


def test_captured_land_is_the_holes_of_the_rest() -> None:
    from scipy import ndimage

    chance = np.random.default_rng(7)
    built = np.kron(chance.random((12, 12)) < 0.6, np.ones((8, 8), dtype=bool))
    classes = urban_extent(built, cell_m=100, rule=UN_HABITAT_2019)
    town = np.isin(classes, (URBAN, SUBURBAN, FRINGE))
    captured = ndimage.binary_fill_holes(np.pad(town, 1))[1:-1, 1:-1] & ~town & (classes != RURAL)
    # a hole of the town that touches the edge of the raster is open to whatever lies there
    assert ((classes == CAPTURED) == captured).all()
    assert (np.isin(classes, IN_EXTENT) == (town | captured)).all()


def test_integers_of_zero_and_one_are_yes_and_no() -> None:
    built = draw(RING)
    assert (urban_extent(built.astype("uint8"), cell_m=100) == urban_extent(built, cell_m=100)).all()


@pytest.mark.parametrize(
    ("built", "options", "told"),
    [
        (np.zeros((2, 2, 2), dtype=bool), {}, "one epoch at a time"),
        (np.zeros((2, 2)), {}, "float64, not yes or no"),
        (np.full((2, 2), 7), {}, "from 7 to 7, not from 0 to 1"),
        (np.zeros((2, 2), dtype=bool), {"cell_m": 1000}, "1000 m are too coarse for a fringe of 100 m"),
        (np.zeros((2, 2), dtype=bool), {"cell_m": 0}, "pixels are 0 m wide"),
        (np.zeros((2, 2), dtype=bool), {"block": 0}, "blocks of 0"),
        (np.zeros((2, 2), dtype=bool), {"rule": ExtentRule(suburban_share=0.6)}, "shares must rise"),
        (np.zeros(3), {"block": 0}, "not rows and columns.*float64.*blocks of 0"),
    ],
)
def test_what_has_no_extent_is_refused(built: np.ndarray, options: dict, told: str) -> None:
    with pytest.raises(UrbanError, match=told):
        urban_extent(built, **{"cell_m": 100, **options})
