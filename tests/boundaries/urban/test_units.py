"""Places classed by their people: each rule by pencil, before and after July 2024."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries._errors import UrbanError
from boundaries.urban.units import UNIT_NAMES, classify_units

CODES = (30, 23, 22, 21, 13, 12, 11)


def classify(shares: dict[int, float], **options: Any) -> tuple[int, str]:
    """Class one place whose people live in these classes of cells."""
    table = classify_units(list(shares), list(shares.values()), ["x"] * len(shares), **options)
    return int(table["class"].iloc[0]), str(table["name"].iloc[0])


@pytest.mark.parametrize(
    ("shares", "code", "name"),
    [
        ({30: 50, 11: 50}, 3, "city"),
        ({30: 49, 11: 51}, 1, "rural area"),
        ({30: 49, 21: 1, 11: 50}, 2, "town or semi-dense area"),  # rural is not *more* than half
        ({21: 100}, 2, "town or semi-dense area"),
        ({13: 40, 12: 11, 23: 49}, 1, "rural area"),
    ],
)
def test_level_1(shares: dict[int, float], code: int, name: str) -> None:
    assert classify(shares, level=1) == (code, name)


@pytest.mark.parametrize(
    ("shares", "of_2024", "of_2021"),
    [
        ({30: 50, 21: 50}, 30, 30),
        ({30: 30, 23: 20, 21: 50}, 23, 21),  # 2021: 20 dense against 50 suburban
        ({23: 40, 22: 15, 21: 45}, 22, 23),  # 2024: C + D = 40 < 50, P + R = 45 < 50
        ({23: 20, 22: 40, 21: 40}, 22, 22),
        ({23: 20, 22: 20, 21: 50, 13: 10}, 21, 21),
        ({22: 45, 21: 10, 13: 45}, 21, 22),  # 2024: P + R = 55
        ({23: 10, 13: 40, 12: 30, 11: 20}, 13, 13),  # 2024: urban and village cells 50
        ({13: 40, 12: 35, 11: 25}, 12, 13),
        ({13: 20, 12: 45, 11: 35}, 12, 12),
        ({13: 10, 12: 40, 11: 50}, 11, 11),
        ({13: 30, 12: 30, 11: 40}, 12, 11),
    ],
)
def test_level_2_by_both_rules(shares: dict[int, float], of_2024: int, of_2021: int) -> None:
    assert classify(shares, rules="2024") == (of_2024, UNIT_NAMES[of_2024])
    assert classify(shares, rules="2021") == (of_2021, UNIT_NAMES[of_2021])


def test_people_decide_and_not_cells() -> None:
    # Nine empty cells and one of the centre with all 1,000 people: a city.
    table = classify_units([30] + [11] * 9, [1_000] + [0] * 9, ["lahore"] * 10)
    assert table.loc[0, ["code", "people", "share_30", "class", "by"]].tolist() == ["lahore", 1_000, 1.0, 30, "people"]


def test_where_nobody_lives_land_decides() -> None:
    # 3 km² of low density cells, 2 of very low and a lake, which is no land.
    table = classify_units([12, 11, 10], [0, 0, 0], ["x"] * 3, land=[3, 2, 0])
    assert table.loc[0, ["share_12", "share_11", "class", "by"]].tolist() == [0.6, 0.4, 12, "land"]
    # Without land each cell that is not water counts alike: 1 and 1, so very low density has half.
    assert classify_units([12, 11, 10], [0, np.nan, 0], ["x"] * 3)["class"].tolist() == [11]
    # A place that is all water is mostly uninhabited.
    assert classify_units([10], [0], ["x"])["name"].tolist() == ["mostly uninhabited area"]


@pytest.mark.parametrize("missing", [None, np.nan, ""])
def test_a_cell_of_no_place_may_be_told_in_any_way(missing: object) -> None:
    units = np.array(["a", missing, "a"], dtype=object)
    table = classify_units(np.array([30, 11, 30]), np.array([5.0, 7.0, 1.0]), units)
    assert table[["code", "people", "class"]].values.tolist() == [["a", 6.0, 30]]


def test_places_are_sorted_and_cells_without_place_or_data_left_out() -> None:
    table = classify_units([[30, 11, 30], [0, 11, 13]], np.full((2, 3), 10), [["b", "a", ""], ["a", "a", "b"]])
    assert table["code"].tolist() == ["a", "b"]
    assert table["people"].tolist() == [20, 20]
    numbered = classify_units([30, 11, 12], [1, 1, 1], [7, 7, -1])
    assert numbered["code"].tolist() == [7]
    assert classify_units([], [], []).shape == (0, 12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from((0, 10, *CODES)), st.integers(0, 9), st.sampled_from("abc")), max_size=30))
def test_shares_sum_to_one_and_levels_agree(cells: list[tuple[int, int, str]]) -> None:
    classes, people, units = ([cell[n] for cell in cells] for n in range(3))
    for rules in ("2021", "2024"):
        two = classify_units(classes, people, units, rules=rules)  # type: ignore[arg-type]
        one = classify_units(classes, people, units, level=1)
        assert np.allclose(two.filter(like="share_").sum(axis=1), 1)
        assert np.allclose(one.filter(like="share_").sum(axis=1), 1)
        assert (two["class"] // 10).tolist() == one["class"].tolist()
        assert two["people"].sum() == sum(p for code, p, _ in cells if code)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(UrbanError) as error:
        classify_units([30, 5], [1, -1], ["a"], level=3, rules="2022")  # type: ignore[arg-type]
    assert str(error.value) == (
        "classes, population, units and land have different shapes: (2,), (2,), (1,), (2,); 5: no codes of level 2; "
        "1 cells have negative or infinite people; there is no level 3; ask for 1 or 2; "
        "there are no rules of '2022'; ask for '2021' or '2024'"
    )
