from dataclasses import replace

import numpy as np
import pytest

from layers.briefing.regions import find_members, sum_pairs, sum_region
from layers.cube import Cube


def test_moves_inside_a_province_count_in_none_of_its_totals(cube: Cube) -> None:
    # Punjab is a and b. From c 50 + 30 and from the city 5 come in; a sends 20 to c and 400 to the city, b sends 100.
    sums = sum_region(cube, "punjab", "1998-2023")
    assert sums.coming[0] == 50 + 30 + 5
    assert sums.going[0] == 20 + 400 + 100
    assert sums.net[0] == 85 - 520
    assert sums.inside[0] == 10 + 100  # a to b, b to a


def test_without_carried_ranges_the_widest_are_taken(cube: Cube) -> None:
    # Every flow lies between half and double of itself.
    sums = sum_region(cube, "punjab", "1998-2023")
    assert sums.coming[1:] == (85 / 2, 85 * 2)
    assert sums.net[1:] == (85 / 2 - 520 * 2, 85 * 2 - 520 / 2)


def test_what_one_province_loses_another_gains(cube: Cube) -> None:
    sums = [sum_region(cube, region, "2017-2023") for region in ("punjab", "sindh")]
    assert sums[0].net[0] == -sums[1].net[0]
    assert sums[0].coming[0] == sums[1].going[0]


def test_the_country_has_only_an_inside(cube: Cube) -> None:
    country = sum_region(cube, "pakistan", "1998-2023")
    assert (country.coming[0], country.going[0]) == (0, 0)
    assert country.inside[0] == cube.matrices["1998-2023"].people.sum()
    assert find_members(cube, "pakistan").all()


def test_pairs_of_provinces_are_sorted_and_hold_all_that_crosses(cube: Cube) -> None:
    assert sum_pairs(cube, "1998-2023") == [
        ("punjab", "sindh", 520, 260, 1040),
        ("sindh", "punjab", 85, 42.5, 170),
    ]


def test_a_still_province_has_no_pairs(still_cube: Cube) -> None:
    assert sum_pairs(still_cube, "1998-2023") == []
    assert sum_region(still_cube, "punjab", "1998-2023").net == (0, 0, 0)


@pytest.mark.parametrize("region", ["punjab", "sindh", "balochistan", "khyber-pakhtunkhwa"])
def test_carried_ranges_are_used_and_are_narrower_than_the_widest(atlas, region: str) -> None:
    cube: Cube = atlas.cube
    sums = sum_region(cube, region, "1998-2023")
    matrix, mine = cube.matrices["1998-2023"], find_members(cube, region)
    pairs = np.ix_(~mine, mine)
    assert sums.coming[0] == pytest.approx(matrix.people[pairs].sum(), abs=1)
    assert matrix.low[pairs].sum() < sums.coming[1] <= sums.coming[0] <= sums.coming[2] < matrix.high[pairs].sum()


def test_an_unknown_province_has_no_members(cube: Cube) -> None:
    assert not find_members(replace(cube), "balochistan").any()
