"""Population by governorate of birth and of enumeration, United Arab Republic 1960: lifetime migrants.

United Nations, Manual VI, "Methods of Measuring Internal Migration" (1970), table 1. The diagonal, people counted
where they were born, is 22 of 26 million; the printed margins hold it, lifetime migrants are what is left without
it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flows import indicators

PLACES = [
    "Cairo",
    "Alexandria",
    "Port Said",
    "Ismailia",
    "Kalyubia",
    "Gharbia",
    "Menoufia",
    "Giza",
    "Assyiut",
    "Souhag",
    "All others",
]

# rows: governorate of birth; columns: governorate of enumeration
PEOPLE = [
    [2079434, 31049, 5293, 9813, 23837, 10034, 7038, 88543, 4951, 2569, 58476],
    [47220, 1085602, 2641, 2625, 2135, 4921, 1505, 6910, 1355, 1467, 29534],
    [9464, 2562, 168046, 6461, 496, 817, 323, 1505, 326, 454, 11184],
    [9518, 1395, 3490, 171297, 718, 910, 306, 1593, 319, 263, 10269],
    [90668, 4730, 758, 3182, 886464, 3727, 3523, 10279, 340, 128, 18076],
    [99179, 39953, 1742, 3347, 7870, 1604851, 6313, 14529, 848, 491, 64140],
    [216764, 46781, 1640, 3338, 2918, 29580, 1308283, 30915, 567, 401, 47843],
    [64584, 4899, 513, 2013, 2887, 1503, 2161, 1040179, 540, 433, 13518],
    [100305, 25497, 1738, 2522, 122, 2245, 636, 13153, 1290255, 5955, 35157],
    [100100, 63712, 12087, 9436, 295, 2791, 1095, 17958, 11608, 1540020, 53224],
    [456464, 177476, 43898, 66973, 49816, 47315, 12179, 94577, 14690, 22375, 11900302],
]

BORN = [
    2321037, 1185915, 201638, 200078, 1021875, 1843263, 1689030, 1133230, 1477585, 1812326, 12886065
]  # fmt: skip
COUNTED = [
    3273700, 1483656, 241846, 281007, 977558, 1708694, 1343362, 1320141, 1325799, 1574556, 12241723
]  # fmt: skip


@pytest.fixture
def matrix() -> pd.DataFrame:
    return pd.DataFrame(PEOPLE, index=PLACES, columns=PLACES)


@pytest.fixture
def counted() -> pd.Series:
    return pd.Series(COUNTED, index=PLACES)


def test_the_table_adds_up_as_printed(matrix: pd.DataFrame) -> None:
    assert matrix.sum(axis=1).to_list() == BORN
    assert matrix.sum(axis=0).to_list() == COUNTED
    assert sum(COUNTED) == 25_772_042


def test_people_counted_where_they_were_born_are_no_migrants(matrix: pd.DataFrame, counted: pd.Series) -> None:
    stayed = np.diagonal(matrix.to_numpy())
    into, out = np.array(COUNTED) - stayed, np.array(BORN) - stayed
    rates = indicators.in_migration_rate(matrix, counted)
    assert rates.to_numpy() == pytest.approx(1000 * into / COUNTED)
    # 3,273,700 - 2,079,434 = 1,194,266 of the people of Cairo were born elsewhere: 36.5 %
    assert rates["Cairo"] == pytest.approx(364.81, abs=0.01)
    net = indicators.net_migration_rate(matrix, counted)
    assert net.to_numpy() == pytest.approx(1000 * (np.array(COUNTED) - BORN) / COUNTED)
    effectiveness = indicators.migration_effectiveness(matrix)
    assert effectiveness == pytest.approx(100 * np.abs(into - out).sum() / (into + out).sum())


def test_whatever_stands_on_the_diagonal_nothing_changes(matrix: pd.DataFrame, counted: pd.Series) -> None:
    emptied = matrix.copy()
    for place in PLACES:
        emptied.loc[place, place] = 0
    for name in ("migration_effectiveness", "gini", "connectivity", "inequality", "coefficient_of_variation"):
        measure = getattr(indicators, name)
        assert measure(matrix) == pytest.approx(measure(emptied)), name
    for name in ("crude_migration_intensity", "aggregate_net_migration_rate", "courgeau_k"):
        measure = getattr(indicators, name)
        assert measure(matrix, counted) == pytest.approx(measure(emptied, counted)), name
