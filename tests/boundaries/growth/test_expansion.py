"""Patches of new land on grids small enough to count the ring."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import ndimage

from boundaries._errors import UrbanError
from boundaries.growth import expansion
from boundaries.growth.expansion import landscape_expansion_index

PAIRS = arrays.arrays(np.int8, st.tuples(st.just(2), st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 1))


def draw(picture: str) -> tuple[np.ndarray, np.ndarray]:
    """Old land is o, new land x, open land a dot."""
    signs = np.array([line.split() for line in picture.strip().splitlines()])
    return signs == "o", signs != "."


def measure(picture: str, buffer_m: float = 100, cut_offs: str = "liu-2010"):
    old, new = draw(picture)
    patches, labels = landscape_expansion_index(old, new, buffer_m=buffer_m, cell_m=100, cut_offs=cut_offs)
    assert (labels > 0).tolist() == (new & ~old).tolist()
    return patches


def test_a_gap_is_filled() -> None:
    # four neighbours, all old: 100 · 4 / 4
    (row,) = measure("""
        o o o
        o x o
        o o o
    """).itertuples(index=False)
    assert row == (1, 10_000.0, 40_000.0, 40_000.0, 100.0, "infill")


def test_a_town_grows_at_its_edge() -> None:
    # two pixels with six neighbours, two of them old: 33.3
    patches = measure("""
        . . . .
        . x x .
        . o o .
    """)
    assert patches["lei"].tolist() == pytest.approx([100 * 2 / 6])
    assert patches["kind"].tolist() == ["edge expansion"]


def test_a_village_leaps_over_open_land_until_the_ring_reaches_the_town() -> None:
    far = """
        . . . . .
        x . . . o
        . . . . .
    """
    assert measure(far)["kind"].tolist() == ["leapfrog"]
    # 400 m: of the 14 other pixels all but the two corners at sqrt(4² + 1²) = 4.1 pixels
    wide = measure(far, buffer_m=400)
    assert wide["ring_m2"].tolist() == [12 * 10_000]
    assert wide["lei"].tolist() == pytest.approx([100 / 12])
    assert wide["kind"].tolist() == ["edge expansion"]


@pytest.mark.parametrize(
    ("old", "liu", "world_bank"),
    [
        # old ones of the 2 · (3 + 5) = 16 pixels that share a side with a patch of 3 × 5
        (0, "leapfrog", "leapfrog"),
        (1, "edge expansion", "edge expansion"),
        (8, "edge expansion", "edge expansion"),
        (9, "infill", "edge expansion"),
        (14, "infill", "edge expansion"),
        (15, "infill", "infill"),
        (16, "infill", "infill"),
    ],
)
def test_both_published_cut_offs(old: int, liu: str, world_bank: str) -> None:
    # 1/16 = 6.25 and 14/16 = 87.5 lie between 5 and 90; 15/16 = 93.75 above
    patch = np.zeros((7, 9), dtype=bool)
    patch[2:5, 2:7] = True
    ring = ndimage.binary_dilation(patch) & ~patch
    before = np.zeros(patch.shape, dtype=bool)
    before[tuple(np.argwhere(ring)[:old].T)] = True
    for name, kind in (("liu-2010", liu), ("world-bank", world_bank)):
        patches, _ = landscape_expansion_index(before, patch | before, buffer_m=100, cell_m=100, cut_offs=name)
        assert patches["kind"].tolist() == [kind]
        assert patches["lei"].tolist() == pytest.approx([100 * old / 16])
        assert patches.attrs == {"cut_offs": name, "buffer_m": 100}


@pytest.mark.parametrize(
    ("ring", "old", "kind"),
    # the World Bank counts 5 as leapfrog and 90 as infill: 1 of 20, 18 of 20
    [(20, 1, "leapfrog"), (20, 18, "infill"), (20, 17, "edge expansion"), (20, 2, "edge expansion")],
)
def test_the_limits_themselves(ring: int, old: int, kind: str) -> None:
    patch = np.zeros((12, 3), dtype=bool)
    patch[1:10, 1] = True  # 9 in a row: 2 · 9 + 2 = 20 neighbours
    around = ndimage.binary_dilation(patch) & ~patch
    assert around.sum() == ring
    before = np.zeros(patch.shape, dtype=bool)
    before[tuple(np.argwhere(around)[:old].T)] = True
    patches, _ = landscape_expansion_index(before, patch | before, buffer_m=100, cell_m=100, cut_offs="world-bank")
    assert patches["kind"].tolist() == [kind]


def test_new_land_of_another_patch_is_not_old() -> None:
    # two patches with one pixel between: each ring has 1 old pixel of 4 (3 at the edge of the raster)
    patches = measure("""
        . . . . .
        x o x . x
        . . . . .
    """)
    assert patches["patch"].tolist() == [1, 2, 3]
    assert patches["lei"].tolist() == pytest.approx([100 / 3, 25, 0])


def test_corners_join_a_patch_and_lost_land_is_still_old() -> None:
    old, new = draw("""
        x . .
        . x o
    """)
    new[1, 2] = False  # built up before, open later
    patches, _ = landscape_expansion_index(old, new, buffer_m=100, cell_m=100)
    # neighbours of the two: (0,1), (1,0), (1,2); one of them old
    assert patches["lei"].tolist() == pytest.approx([100 / 3])


def test_nothing_new_no_patches_and_a_full_raster_has_no_ring() -> None:
    patches, labels = landscape_expansion_index(*[np.ones((2, 2), dtype=bool)] * 2, buffer_m=30, cell_m=30)
    assert (len(patches), labels.tolist()) == (0, [[0, 0], [0, 0]])
    assert patches["kind"].dtype == "str"
    nothing = np.zeros((2, 2), dtype=bool)
    patches, _ = landscape_expansion_index(nothing, ~nothing, buffer_m=30, cell_m=30)
    assert np.isnan(patches["lei"]).tolist() == [True]
    assert patches["kind"].tolist() == [""]


@settings(max_examples=60)
@given(PAIRS, st.sampled_from([1, 1.5, 2.3, 4]), st.sampled_from([1, 20, 10_000]))
def test_rings_are_those_of_every_pair_of_pixels(both: np.ndarray, radius: float, room: int) -> None:
    old, new = both.astype(bool)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(expansion, "ROOM", room)  # however few patches are marked at once
        patches, labels = landscape_expansion_index(old, new, buffer_m=radius, cell_m=1)
    row, column = np.indices(old.shape).reshape(2, -1)
    near = np.hypot(row[:, None] - row, column[:, None] - column) <= radius
    for patch in patches.itertuples():
        inside = labels.ravel() == patch.patch
        ring = near[inside].any(axis=0) & ~inside
        assert (patch.ring_m2, patch.old_m2) == (ring.sum(), (ring & old.ravel()).sum())
        assert patch.area_m2 == inside.sum()


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(UrbanError) as told:
        landscape_expansion_index(
            np.zeros((2, 2)), np.zeros((2, 3), dtype=bool), buffer_m=50, cell_m=100, cut_offs="angel"
        )
    for words in ("not the same rows", "earlier date is float64", "as wide as a pixel", "liu-2010, world-bank"):
        assert words in str(told.value)
